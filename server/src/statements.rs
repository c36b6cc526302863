//! Every statement of the house by name, for the test that prepares each on both engines.

use db::Sql;

/// All statements, by the module that holds them.
pub fn all() -> Vec<(&'static str, &'static str, &'static Sql)> {
    let modules = [
        ("account", crate::account::store::ALL),
        ("apply", crate::apply::store::ALL),
        ("archive", crate::archive::store::ALL),
        ("attachment", crate::attachment::store::ALL),
        ("commit", crate::commit::store::ALL),
        ("dossier", crate::dossier::store::ALL),
        ("counter", crate::dossier::counter::store::ALL),
        ("dossier kept", crate::dossier::kept::store::ALL),
        ("issued", crate::issued::store::ALL),
        ("jobs", crate::jobs::store::ALL),
        ("log", crate::log::store::ALL),
        ("measure", crate::measure::store::ALL),
        ("my", crate::my::store::ALL),
        ("notice", crate::notice::store::ALL),
        ("office", crate::office::store::ALL),
        ("outbox", crate::outbox::store::ALL),
        ("people", crate::people::store::ALL),
        ("procedure", crate::procedure::store::ALL),
        ("bench", crate::bench::store::ALL),
        ("rating", crate::rating::store::ALL),
        ("reading", crate::reading::store::ALL),
        ("rebuild", crate::rebuild::store::ALL),
        ("report", crate::report::store::ALL),
        ("request", crate::request::store::ALL),
        ("simulator", crate::simulator::store::ALL),
        ("tally", crate::tally::store::ALL),
        ("verify", crate::verify::store::ALL),
    ];
    let each = modules.into_iter().flat_map(|(module, statements)| {
        statements.iter().map(move |(name, sql)| (module, *name, *sql))
    });
    each.collect()
}

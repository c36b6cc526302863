//! The one place where each dangerous thing is meant to be done.
//!
//! A path ending with `/` is a folder. Each entry says why.

/// Reads clocks: the source of time, timeouts of drivers, measurements, the developer's tools.
pub(crate) const CLOCKS: &[&str] = &[
    "server/src/app.rs",
    // Progress handlers and pools wait by the monotonic clock, which no fact depends on.
    "db/src/sqlite.rs",
    "db/src/pool.rs",
    "xtask/",
];

/// Draws chance.
pub(crate) const CHANCE: &[&str] = &[
    "server/src/app.rs",
    // A new key is drawn from the operating system.
    "ledger/src/key.rs",
];

/// Reads the environment.
pub(crate) const ENVIRONMENT: &[&str] = &[
    "server/src/cli.rs",
    "server/src/cli/",
    // Tests learn of their server and binary from it.
    "db/src/testing.rs",
    "tests/",
    "xtask/",
];

/// Opens files.
pub(crate) const FILES: &[&str] = &[
    "db/src/files.rs",
    // The signing key's file and its mode.
    "ledger/src/key.rs",
    // The data directory: keys, lock, list of erased streams.
    "server/src/house.rs",
    // The witness's key and what it has seen, kept apart from any database.
    "server/src/log/witness.rs",
    // Files that people send.
    "server/src/attachment/vault.rs",
    // Segments of the archive.
    "server/src/archive.rs",
    // The ledger's keys are moved as one follows another.
    "server/src/log/rotate.rs",
    "server/src/log/resume.rs",
    // A finished backup gets its name.
    "server/src/backup.rs",
    // Files that the operator names, and scratch folders of long commands.
    "server/src/cli/",
    // The bench's journal and scratch folder, and the system's account of the process.
    "server/src/bench/",
    // The province's data files, read and written back.
    "server/src/province/",
    // National records come in, the catalogue goes out.
    "server/src/procedure/import.rs",
    "server/src/procedure/export.rs",
    "server/src/procedure/cpsv.rs",
    // Samples for judges, and what making them costs.
    "pdf/examples/",
    "xtask/",
];

/// Writes to standard output and error.
pub(crate) const TERMINAL: &[&str] =
    &["server/src/main.rs", "server/src/cli.rs", "server/src/cli/", "pdf/examples/", "xtask/"];

/// Holds SQL text.
pub(crate) const SQL: &[&str] = &["db/", "migrations/", "xtask/"];

/// Names the engines' drivers.
pub(crate) const DRIVERS: &[&str] =
    // Tests meddle with a database behind the house's back.
    &["db/", "tests/", "xtask/"];

/// Whether a path is one of the places.
pub(crate) fn among(places: &[&str], path: &str) -> bool {
    places.iter().any(|place| match place.ends_with('/') {
        true => path.starts_with(place),
        false => path == *place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_covers_its_files_and_a_file_only_itself() {
        assert!(among(&["db/"], "db/src/a.rs") && among(&["a/b.rs"], "a/b.rs"));
        assert!(!among(&["a/b.rs"], "a/b.rs.old") && !among(&["db/"], "dba/x.rs"));
    }
}

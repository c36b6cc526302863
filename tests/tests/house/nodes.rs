//! Two nodes on one PostgreSQL, both under load: one ledger without gap, double or disorder.

use std::collections::BTreeMap;
use std::process::Command;

use db::testing::fresh;
use db::{Db, Engine, Options};

use crate::program::{address, binary, succeed};

#[test]
#[expect(clippy::disallowed_methods, reason = "the second node gets the first one's key")]
fn two_nodes_write_one_ledger() {
    let fresh = fresh(Engine::Postgres);
    let (first, second) = (fresh.directory.path().join("a"), fresh.directory.path().join("b"));
    let database = address(&fresh.location);
    let bench = |data: &std::path::Path, seconds: &str| {
        let mut command = Command::new(binary());
        command.args(["bench", "write", "--engine", "postgres", "--no-floor", "--clients", "32"]);
        command.args(["--seconds", seconds, "--database", &database, "--data"]).arg(data);
        command
    };
    assert!(bench(&first, "1").output().expect("it runs").status.success(), "the house is made");
    std::fs::create_dir_all(second.join("keys")).expect("a folder");
    std::fs::copy(first.join("keys/ledger"), second.join("keys/ledger")).expect("the key");
    let nodes: Vec<_> =
        [&first, &second].map(|data| bench(data, "6").spawn().expect("it starts")).into();
    for mut node in nodes {
        assert!(node.wait().expect("it ends").success(), "a node failed");
    }
    order(&fresh.location);
    let data = first.display().to_string();
    let verified = succeed(&["verify", "--data", &data, "--database", &database]);
    assert!(verified.starts_with("All is well"), "{verified}");
}

/// Positions run without gap, law time never falls, a stream's versions rise, books have no gap.
fn order(location: &db::Location) {
    let db = Db::open(location, &Options::default()).expect("it opens");
    let rows = db.read_now(|tx| {
        let mut rows = Vec::new();
        tx.stream(&server::log::store::ENTRIES, &[0.into(), i64::MAX.into()], &mut |row| {
            rows.push((
                row.int(0)?,
                row.int(8)?,
                row.text(9)?.to_owned(),
                row.int(10)?,
                row.int(12)?,
            ));
            Ok::<_, db::Error>(())
        })?;
        let pending = tx.rows(&server::log::store::PENDING_COUNT, &[])?[0].int(0)?;
        Ok::<_, db::Error>((rows, pending))
    });
    let (rows, pending) = rows.expect("it reads");
    assert_eq!(pending, 0, "everything is sealed");
    assert!(rows.len() > 100, "both nodes wrote");
    let mut versions: BTreeMap<&String, i64> = BTreeMap::new();
    let mut last = i64::MIN;
    for (place, (position, _, stream, version, law_time)) in rows.iter().enumerate() {
        assert_eq!(*position, place as i64, "a position is missing or doubled");
        assert!(*law_time >= last, "position {position} is older than the one before");
        last = *law_time;
        let before = versions.insert(stream, *version).unwrap_or(0);
        assert_eq!(*version, before + 1, "{stream} is out of order");
    }
    let events: std::collections::BTreeSet<i64> =
        rows.iter().map(|(_, event, ..)| *event).collect();
    assert_eq!(events.len(), rows.len(), "an event is sealed twice");
}

//! The program is killed at random moments while it commits: nothing acknowledged is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use db::testing::fresh;
use db::{Db, Engine, Options};

use crate::program::{Running, address, succeed};

/// Kills on each engine.
const KILLS: u64 = 50;
/// How often the journal is looked at while the program runs.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// A small generator, so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % limit
    }
}

#[expect(clippy::disallowed_methods, reason = "the journal is read from its file")]
fn journal(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    // A line that the kill cut off was not handed over whole.
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(str::to_owned).collect()
}

fn kill_and_look(engine: Engine) {
    let fresh = fresh(engine);
    let folder = fresh.directory.path();
    let data = folder.join("house").display().to_string();
    let path = folder.join("journal");
    let journal_path = path.display().to_string();
    let database = address(&fresh.location);
    let mut bench = vec!["bench", "write", "--no-floor", "--seconds", "60", "--clients", "32"];
    bench.extend(["--data", &data, "--journal", &journal_path]);
    let mut at = vec!["--data", data.as_str()];
    if engine == Engine::Postgres {
        bench.extend(["--engine", "postgres", "--database", &database]);
        at.extend(["--database", &database]);
    }
    let mut dice = Dice(engine as u64 + 7);
    for kill in 0..KILLS {
        let before = journal(&path).len() as u64;
        let wanted = before + 1 + dice.below(400);
        let running = Running::start(&bench);
        let (_alive, gone) = std::sync::mpsc::channel::<()>();
        let mut looks = 0;
        while (journal(&path).len() as u64) < wanted {
            gone.recv_timeout(LOOK_EVERY).expect_err("nobody sends");
            looks += 1;
            assert!(looks < 15_000, "kill {kill}: the program files nothing");
        }
        running.kill();
    }
    look(engine, &fresh.location, folder, &journal(&path));
    let verified = succeed(&[&["verify"], at.as_slice()].concat());
    assert!(verified.starts_with("All is well"), "{verified}");
}

/// Every acknowledged key is there, once, and every office's book has no gap.
fn look(engine: Engine, location: &db::Location, folder: &Path, acknowledged: &[String]) {
    let location = match engine {
        Engine::Sqlite => db::Location::Sqlite(folder.join("house/motcua.sqlite")),
        Engine::Postgres => location.clone(),
    };
    let db = Db::open(&location, &Options::default()).expect("it opens after the last kill");
    let rows = db.read_now(|tx| {
        let mut rows = Vec::new();
        tx.dump("bench", &["key", "office", "number"], &mut |row| {
            rows.push((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.int(2)?));
            Ok(())
        })?;
        Ok::<_, db::Error>(rows)
    });
    let rows = rows.expect("it reads");
    let keys: BTreeSet<&String> = rows.iter().map(|(key, ..)| key).collect();
    assert_eq!(keys.len(), rows.len(), "no record is there twice");
    let lost: Vec<&String> = acknowledged.iter().filter(|key| !keys.contains(key)).collect();
    assert!(
        lost.is_empty(),
        "{} of {} acknowledged are lost: {lost:?}",
        lost.len(),
        acknowledged.len()
    );
    assert!(acknowledged.len() as u64 >= KILLS, "something was acknowledged");
    let mut books: BTreeMap<&String, Vec<i64>> = BTreeMap::new();
    for (_, office, number) in &rows {
        books.entry(office).or_default().push(*number);
    }
    for (office, mut numbers) in books {
        numbers.sort_unstable();
        let whole: Vec<i64> = (1..=numbers.len() as i64).collect();
        assert_eq!(numbers, whole, "the book of {office} has a gap or a double");
    }
}

#[test]
fn fifty_kills_lose_nothing_acknowledged_on_sqlite() {
    kill_and_look(Engine::Sqlite);
}

#[test]
fn fifty_kills_lose_nothing_acknowledged_on_postgresql() {
    kill_and_look(Engine::Postgres);
}

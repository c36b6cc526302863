//! A house founded for one test, and what the test may see and do of it from outside.

use std::collections::BTreeMap;
use std::thread::JoinHandle;

use db::testing::{Fresh, fresh};
use db::{Engine, Options, Sql, Value, Words};
use domain::Command;
use domain::province::Purpose;
use ledger::checkpoint::Checkpoint;
use ledger::note::VerifierKey;
use server::app::Source;
use server::commit::{Accepted, BATCH_MAX, Door, Error};
use server::house::{Founding, House, Place};
use server::rebuild::{DERIVED, WORDS};
use server::verify::{Finding, Verification};

use crate::commands::{START, ask, terms};

/// Both engines.
pub(crate) const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// A place with a house on it.
pub(crate) struct Ground {
    pub(crate) house: House,
    /// The database and the directory, gone with the value.
    pub(crate) fresh: Fresh,
}

impl Ground {
    /// A bench house of two levels and two kinds of office, at the real instant.
    pub(crate) fn new(engine: Engine) -> Ground {
        Ground::founded(engine, Source::real())
    }

    /// The same, where it is 2019-12-16 08:00.
    pub(crate) fn in_2019(engine: Engine) -> Ground {
        let source = Source::real();
        source.shift_to(START);
        Ground::founded(engine, source)
    }

    fn founded(engine: Engine, source: Source) -> Ground {
        let fresh = fresh(engine);
        let founding = Founding {
            purpose: Purpose::Bench,
            origin: "motcua.example/tests".to_owned(),
            administrators: Vec::new(),
        };
        let house = House::found(place(&fresh), source, &Options::default(), &founding)
            .expect("it is founded");
        let ground = Ground { house, fresh };
        ground.tell([terms()]);
        ground
    }

    /// Opens the door until the value is dropped.
    pub(crate) fn open(&self) -> Open {
        let (door, thread) = self.house.door(BATCH_MAX).expect("the door opens");
        Open { door: Some(door), thread: Some(thread) }
    }

    /// Tells commands one after another, all accepted, sealed and signed.
    pub(crate) fn tell(&self, commands: impl IntoIterator<Item = Command>) -> Vec<Accepted> {
        let commands: Vec<Command> = commands.into_iter().collect();
        let told = self.house.with_door(|door| {
            Ok(commands.into_iter().map(|command| door.commit_now(ask(command))).collect())
        });
        let told: Result<Vec<Accepted>, Error> = told.expect("the door opens");
        told.expect("every command is accepted")
    }

    /// The same house opened anew, with the machine's own clock.
    pub(crate) fn reopen(self) -> Ground {
        let Ground { house: House { place, .. }, fresh } = self;
        let house = House::open(place, Source::real(), &Options::default());
        Ground { house: house.expect("it opens"), fresh }
    }

    /// What a verification finds.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        self.findings_with(&self.log_keys(), None)
    }

    /// The same with the log's keys and a published checkpoint brought from elsewhere.
    pub(crate) fn findings_with(
        &self,
        log_keys: &[VerifierKey],
        against: Option<Checkpoint>,
    ) -> Vec<Finding> {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let verification = Verification {
            db: &self.house.db,
            log_keys: log_keys.to_vec(),
            against,
            scratch: scratch.path(),
        };
        verification.run(&mut |_| {}).expect("it can be verified").findings
    }

    /// The verifier keys of the log.
    pub(crate) fn log_keys(&self) -> Vec<VerifierKey> {
        let province = self.house.province().expect("the province is there");
        province.log_keys.iter().map(|key| key.parse().expect("it is a key")).collect()
    }

    /// The rows of a table, each as text, in their order.
    pub(crate) fn rows(
        &self,
        table: &'static str,
        columns: &'static [&'static str],
    ) -> Vec<String> {
        let rows = self.house.db.read_now(move |tx| {
            let mut rows = Vec::new();
            tx.dump(table, columns, &mut |row| {
                rows.push(shown(row.values()));
                Ok(())
            })?;
            Ok::<_, db::Error>(rows)
        });
        rows.expect("the table can be read")
    }

    /// Every derived row, by table, full-text tables by the identifiers they know.
    pub(crate) fn derived(&self) -> BTreeMap<&'static str, Vec<String>> {
        let tables = DERIVED.iter().map(|(table, columns)| (*table, self.rows(table, columns)));
        let words = WORDS.iter().map(|table| (*table, self.word_ids(table)));
        tables.chain(words).collect()
    }

    fn word_ids(&self, table: &'static str) -> Vec<String> {
        let ids = self.house.db.read_now(move |tx| tx.word_ids(table));
        ids.expect("the words can be read").iter().map(ToString::to_string).collect()
    }

    /// Keys of the records whose person matches words, the last one only begun.
    pub(crate) fn found(&self, question: &str) -> Vec<String> {
        static FOUND: Sql =
            Sql("SELECT key FROM bench WHERE id IN {matching bench_words $1} ORDER BY key");
        let words = Words::new(domain::text::fold(question).split(' '), true);
        let words = Value::Words(words.expect("a question has words"));
        self.texts(&FOUND, vec![words])
    }

    /// The first column of an answer, as texts.
    pub(crate) fn texts(&self, sql: &'static Sql, values: Vec<Value>) -> Vec<String> {
        let rows = self.house.db.read_now(move |tx| tx.rows(sql, &values));
        rows.expect("it answers").iter().map(|row| shown(row.values())).collect()
    }

    /// The first number of an answer.
    pub(crate) fn number(&self, sql: &'static Sql) -> i64 {
        let row = self.house.db.read_now(move |tx| tx.row(sql, &[]));
        row.expect("it answers").expect("it has a row").int(0).expect("it is a number")
    }

    /// Changes rows behind the house's back.
    pub(crate) fn meddle(&self, sql: &'static Sql, values: &[Value]) {
        let mut writer = self.house.db.writer().expect("nobody else writes");
        let changed = writer.transaction(|tx| tx.execute(sql, values));
        changed.expect("the statement runs");
    }
}

/// Where a test's house stands on a fresh place.
pub(crate) fn place(fresh: &Fresh) -> Place {
    Place::new(fresh.directory.path().join("data"), Some(fresh.location.clone()))
}

/// A row as text; bytes as hexadecimal digits.
pub(crate) fn shown(values: &[Value]) -> String {
    let show = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Value::Words(_) => unreachable!("invariant: no row holds a question"),
    };
    values.iter().map(show).collect::<Vec<_>>().join("|")
}

/// A door that closes with the value.
pub(crate) struct Open {
    door: Option<Door>,
    thread: Option<JoinHandle<()>>,
}

impl std::ops::Deref for Open {
    type Target = Door;

    fn deref(&self) -> &Door {
        self.door.as_ref().expect("invariant: the door is there until it is dropped")
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        drop(self.door.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the commit thread ends well");
        }
    }
}

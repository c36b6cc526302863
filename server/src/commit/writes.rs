//! What a batch will write, summed and sorted by key before anything is sent.
//!
//! One row per key: PostgreSQL refuses to touch a row twice in one statement, and equal order of
//! keys on every node keeps two nodes from locking each other out.

use std::collections::{BTreeMap, HashMap};

use db::{Rows, Sql, Tx, Value};
use domain::tally::{Period, Tally};
use jiff::civil::Date;

use crate::notice::Due;

/// A derived table whose rows are put and removed by key.
#[derive(Debug)]
pub struct Table {
    /// The name; tables are written in its order.
    pub name: &'static str,
    /// Puts a row: inserts it or replaces its columns.
    pub put: &'static Sql,
    /// Removes a row by its key.
    pub remove: &'static Sql,
    /// How many leading columns are the key.
    pub key_columns: usize,
}

/// A part of a row's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
}

impl From<i64> for Key {
    fn from(number: i64) -> Key {
        Key::Int(number)
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Key {
        Key::Text(text.to_owned())
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Value {
        match key {
            Key::Int(number) => Value::Int(number),
            Key::Text(text) => text.into(),
        }
    }
}

type Keyed = BTreeMap<Vec<Key>, Option<Vec<Value>>>;

/// A job to run after the commit, in the same transaction as the events that ask for it.
#[derive(Clone, Debug)]
pub struct Job {
    /// The kind, by which a worker finds its function.
    pub kind: &'static str,
    /// JSON for the function.
    pub payload: String,
}

/// Everything derived that a batch changes.
#[derive(Debug, Default)]
pub struct Writes {
    tables: BTreeMap<&'static str, (&'static Table, Keyed)>,
    words: BTreeMap<&'static str, BTreeMap<i64, Option<String>>>,
    tallies: HashMap<(Tally, String, String, Date), i64>,
    /// Jobs asked for; a rebuild drops them.
    pub jobs: Vec<Job>,
    /// Notices to applicants; a rebuild drops them, and so does the telling of a past.
    pub notices: Vec<Due>,
}

impl Writes {
    /// Puts a row; a later put or removal of the same key replaces it.
    pub fn put(&mut self, table: &'static Table, key: Vec<Key>, rest: Vec<Value>) {
        self.keyed(table).insert(key, Some(rest));
    }

    /// Removes a row.
    pub fn remove(&mut self, table: &'static Table, key: Vec<Key>) {
        self.keyed(table).insert(key, None);
    }

    fn keyed(&mut self, table: &'static Table) -> &mut Keyed {
        &mut self.tables.entry(table.name).or_insert_with(|| (table, BTreeMap::new())).1
    }

    /// Sets the full-text words of a row, folded and separated by spaces; `None` removes them.
    pub fn words(&mut self, table: &'static str, id: i64, words: Option<String>) {
        self.words.entry(table).or_default().insert(id, words);
    }

    /// Adds to a tally of a day; its month follows, and all offices and all subjects where it is
    /// rolled up.
    pub fn tally(&mut self, tally: Tally, office: &str, subject: &str, day: Date, n: i64) {
        let key = (tally, office.to_owned(), subject.to_owned(), day);
        *self.tallies.entry(key).or_default() += n;
    }

    /// Sends everything into tables that were just cleared: no key is there yet.
    pub fn send_fresh(mut self, tx: &mut Tx<'_>) -> Result<(), db::Error> {
        let words = std::mem::take(&mut self.words);
        self.send(tx)?;
        for (table, rows) in words {
            let put = rows.into_iter().filter_map(|(id, words)| Some((id, words?)));
            tx.add_words(table, &put.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Sends everything. Removals go before puts.
    pub fn send(self, tx: &mut Tx<'_>) -> Result<(), db::Error> {
        let mut flight: Vec<(&Sql, Rows)> = Vec::new();
        for (table, keyed) in self.tables.into_values() {
            let mut removed = Rows::default();
            let mut put = Rows::default();
            for (key, rest) in keyed {
                let key = key.into_iter().map(Value::from);
                match rest {
                    None => removed.push(key.collect()),
                    Some(rest) => put.push(key.chain(rest).collect()),
                }
            }
            flight.extend([(table.remove, removed), (table.put, put)]);
        }
        let tallies = tally_rows(&self.tallies);
        flight.push((&super::store::ADD_TALLY, tallies));
        flight.retain(|(_, rows)| !rows.is_empty());
        let flight: Vec<(&Sql, &Rows)> = flight.iter().map(|(sql, rows)| (*sql, rows)).collect();
        tx.flight(&flight)?;
        send_words(tx, self.words)
    }
}

/// Days and their months, summed and sorted by key. What is rolled up stands four times: an office
/// or a subject of nothing is all of them.
fn tally_rows(tallies: &HashMap<(Tally, String, String, Date), i64>) -> Rows {
    let mut summed: BTreeMap<(&str, &str, &str, Period), i64> = BTreeMap::new();
    for ((tally, office, subject, day), n) in tallies {
        let own = (office.as_str(), subject.as_str());
        let all = [own, (own.0, ""), ("", own.1), ("", "")];
        let kept = if tally.is_rolled_up() { &all[..] } else { &all[..1] };
        for (office, subject) in kept {
            for period in [Period::Day(*day), Period::Month(day.first_of_month())] {
                *summed.entry((tally.id(), office, subject, period)).or_default() += n;
            }
        }
    }
    let mut rows = Rows::default();
    // What comes to nothing has a row too: whether it came and went in one batch must not show.
    for ((tally, office, subject, period), n) in summed {
        let period = period.to_string();
        rows.push(vec![tally.into(), office.into(), subject.into(), period.into(), n.into()]);
    }
    rows
}

fn send_words(
    tx: &mut Tx<'_>,
    words: BTreeMap<&'static str, BTreeMap<i64, Option<String>>>,
) -> Result<(), db::Error> {
    for (table, rows) in words {
        let (put, gone): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, it)| it.is_some());
        let gone: Vec<i64> = gone.into_iter().map(|(id, _)| id).collect();
        let put: Vec<(i64, String)> =
            put.into_iter().filter_map(|(id, words)| Some((id, words?))).collect();
        if !gone.is_empty() {
            tx.remove_words(table, &gone)?;
        }
        if !put.is_empty() {
            tx.put_words(table, &put)?;
        }
    }
    Ok(())
}

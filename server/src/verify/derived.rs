//! Derived tables against the events: they are made anew beside, in a scratch database, and every
//! row is compared.

use std::cmp::Ordering;
use std::sync::mpsc::sync_channel;

use db::{Db, Location, Options, Value};

use super::{Finding, Report, Verification};
use crate::commit::Error;
use crate::house::MIGRATIONS;
use crate::rebuild::{self, DERIVED, WORDS};

/// Rows on their way from a reader to the comparison.
const ROWS_WAITING: usize = 1024;

pub(super) fn check(verification: &Verification<'_>, report: &mut Report) -> Result<(), Error> {
    let location = Location::Sqlite(verification.scratch.join("derived.sqlite"));
    let scratch = Db::create(&location, &Options { readers: 1, ..Options::default() })?;
    let mut writer = scratch.writer()?;
    db::migrate::apply(&mut writer, MIGRATIONS, &mut |_| {})?;
    writer.transaction(|tx| rebuild::rebuild(verification.db, tx, &mut |_| {}))?;
    for (table, columns) in DERIVED {
        compare(verification.db, &scratch, table, columns, report)?;
    }
    for table in WORDS {
        compare_words(verification.db, &scratch, table, report)?;
    }
    Ok(())
}

/// Both tables' rows in order, side by side.
fn compare(
    ours: &Db,
    scratch: &Db,
    table: &'static str,
    columns: &'static [&'static str],
    report: &mut Report,
) -> Result<(), Error> {
    std::thread::scope(|scope| {
        let (found, mut found_rows) = rows(scope, ours, table, columns);
        let (due, mut due_rows) = rows(scope, scratch, table, columns);
        let (mut here, mut there) = (found_rows.next(), due_rows.next());
        let mut told = 0;
        while here.is_some() || there.is_some() {
            let order = match (&here, &there) {
                (Some(a), Some(b)) => order(a, b),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            if order != Ordering::Equal && told < super::FINDINGS_MAX {
                let row = if order == Ordering::Less { &here } else { &there };
                let key = row.as_ref().map(|row| key(row)).unwrap_or_default();
                report.findings.push(Finding::DerivedChanged { table, key });
                told += 1;
            }
            if order != Ordering::Greater {
                here = found_rows.next();
                report.rows += 1;
            }
            if order != Ordering::Less {
                there = due_rows.next();
            }
        }
        for reader in [found, due] {
            reader.join().map_err(|_| Error::Damaged(format!("reading {table} ended badly")))??;
        }
        Ok(())
    })
}

type Reader<'s> = std::thread::ScopedJoinHandle<'s, Result<(), db::Error>>;

fn rows<'s>(
    scope: &'s std::thread::Scope<'s, '_>,
    db: &Db,
    table: &'static str,
    columns: &'static [&'static str],
) -> (Reader<'s>, std::sync::mpsc::IntoIter<Vec<Value>>) {
    let (sender, receiver) = sync_channel(ROWS_WAITING);
    let db = db.clone();
    let reader = scope.spawn(move || {
        db.read_now(move |tx| {
            tx.dump(table, columns, &mut |row| {
                sender.send(row.values().to_vec()).map_err(|_| db::Error::Closed)
            })
        })
    });
    (reader, receiver.into_iter())
}

fn order(a: &[Value], b: &[Value]) -> Ordering {
    let pairs = a.iter().zip(b).map(|(a, b)| match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (a, b) => format!("{a:?}").cmp(&format!("{b:?}")),
    });
    pairs.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn key(row: &[Value]) -> String {
    let show = |value: &Value| match value {
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.chars().take(60).collect(),
        Value::Null | Value::Bytes(_) | Value::Words(_) => String::new(),
    };
    row.iter().take(2).map(show).collect::<Vec<_>>().join(" ")
}

fn compare_words(
    ours: &Db,
    scratch: &Db,
    table: &'static str,
    report: &mut Report,
) -> Result<(), Error> {
    let ids = |db: &Db| db.read_now(move |tx| tx.word_ids(table));
    let (found, due) = (ids(ours)?, ids(scratch)?);
    let found: std::collections::BTreeSet<i64> = found.into_iter().collect();
    let due: std::collections::BTreeSet<i64> = due.into_iter().collect();
    let different = found.symmetric_difference(&due);
    let max = usize::try_from(super::FINDINGS_MAX).unwrap_or(20);
    report.findings.extend(different.take(max).map(|id| Finding::WordsChanged { table, id: *id }));
    report.rows += found.len() as u64;
    Ok(())
}

//! The floor: the same rows written by the engine alone, built before the clock starts. No command
//! is read or decided, nothing is hashed, no JSON is made.

use std::collections::BTreeMap;
use std::time::Duration;

use db::{Db, Rows, Sql, Tx, Value, Writer};
use domain::bench::{Command as Bench, Event};
use domain::text::words;

use super::load::filing;
use super::store::{self, WORDS};
use crate::app::Source;
use crate::commit::store as door;
use crate::house::MIGRATIONS;
use crate::log::store as log;

/// Commands whose rows are built beforehand.
const BUILT: u64 = 20_000;
/// Connections of the pipelined floor.
const CONNECTIONS: u64 = 16;

/// The rows of one batch, statement by statement.
struct Batch {
    rows: Vec<(&'static Sql, Rows)>,
    words: Vec<(i64, String)>,
    size: u64,
}

/// Rows a second that an engine alone writes in batches of `size` commands.
pub(super) fn batched(
    db: &Db,
    source: &Source,
    size: u64,
    time: Duration,
) -> Result<f64, db::Error> {
    let mut writer = db.writer()?;
    db::migrate::apply(&mut writer, MIGRATIONS, &mut |_| {})?;
    writer.transaction(|tx| {
        let empty: Value = Vec::new().into();
        tx.execute(&log::BEGIN_LOG, &[empty.clone(), empty]).map(drop)
    })?;
    let (mut done, mut spent, mut from) = (0, Duration::ZERO, 1);
    while spent < time {
        let batches: Vec<Batch> =
            (0..BUILT.div_ceil(size)).map(|n| batch(from + n * size, size, true)).collect();
        from += BUILT.div_ceil(size) * size;
        let begun = source.monotonic();
        for batch in &batches {
            writer.transaction(|tx| write(tx, batch))?;
            done += batch.size;
            if spent + (source.monotonic() - begun) > time {
                break;
            }
        }
        spent += source.monotonic() - begun;
    }
    Ok(rate(done, spent))
}

/// Commands a second when each is a transaction of its own, pipelined, over several connections.
pub(super) fn pipelined(db: &Db, source: &Source, time: Duration) -> Result<f64, db::Error> {
    let writers: Vec<Writer> = (0..CONNECTIONS).map(|_| db.writer()).collect::<Result<_, _>>()?;
    let begun = source.monotonic();
    let threads: Vec<_> = (1_u64..)
        .zip(writers)
        .map(|(lane, mut writer)| {
            let source = source.clone();
            std::thread::spawn(move || {
                let mut done = 0;
                // Far from the identifiers of the bench's own records.
                let first = (1 << 48) + (lane << 32);
                while source.monotonic() - begun < time {
                    let one = batch(first + done, 1, false);
                    writer.transaction(|tx| write(tx, &one))?;
                    done += 1;
                }
                Ok::<_, db::Error>(done)
            })
        })
        .collect();
    let mut done = 0;
    for thread in threads {
        done += thread.join().map_err(|_| db::Error::Closed)??;
    }
    let rate = rate(done, source.monotonic() - begun);
    db.writer()?.transaction(|tx| {
        let first: Value = (1_i64 << 48).into();
        for sql in [&store::DROP_BODIES, &store::DROP_EVENTS, &store::DROP_RECORDS] {
            tx.execute(sql, std::slice::from_ref(&first))?;
        }
        for sql in [&store::DROP_SNAPSHOTS, &store::DROP_TALLIES, &store::DROP_COUNTERS] {
            tx.execute(sql, &[])?;
        }
        let ids: Vec<i64> = tx.word_ids(WORDS)?;
        let ids: Vec<i64> = ids.into_iter().filter(|id| *id >= 1 << 48).collect();
        tx.remove_words(WORDS, &ids)?;
        Ok::<_, db::Error>(())
    })?;
    Ok(rate)
}

#[expect(clippy::cast_precision_loss, reason = "a rate is shown, not kept")]
fn rate(done: u64, spent: Duration) -> f64 {
    done as f64 / spent.as_secs_f64().max(0.001)
}

fn write(tx: &mut Tx<'_>, batch: &Batch) -> Result<(), db::Error> {
    let flight: Vec<(&'static Sql, &Rows)> =
        batch.rows.iter().map(|(sql, rows)| (*sql, rows)).collect();
    tx.flight(&flight)?;
    tx.put_words(WORDS, &batch.words)
}

/// The rows that the door would write for `size` filings.
fn batch(from: u64, size: u64, sealed: bool) -> Batch {
    let mut built = Built::default();
    for n in from..from + size {
        built.add(n);
    }
    let mut rows = built.sum_up();
    if !sealed {
        rows.retain(|(sql, _)| *sql != &log::ADD_LEAVES);
    }
    Batch { rows, words: built.words, size }
}

/// Rows by table, as they are built.
#[derive(Default)]
struct Built {
    events: Rows,
    bodies: Rows,
    leaves: Rows,
    snapshots: Rows,
    records: Rows,
    words: Vec<(i64, String)>,
    counted: BTreeMap<String, i64>,
    summed: BTreeMap<(String, String), i64>,
}

impl Built {
    fn add(&mut self, n: u64) {
        let id = i64::try_from(n).unwrap_or(i64::MAX);
        let Bench::File { filing, person } = filing(format!("floor-{n}"), n) else { return };
        let stream = format!("floor/bench/{n}");
        let header = format!(
            "{{\"schema\":1,\"kind\":\"bench-filed\",\"law_time\":1576458000000000,\
             \"stream\":\"{stream}\",\"version\":1,\"actor\":{{\"id\":\"system\"}}}}"
        );
        self.words.push((id, words(&format!("{} {}", person.name, person.address)).join(" ")));
        let (office, procedure) = (format!("floor-{}", filing.office), filing.procedure.clone());
        let key = filing.key.clone();
        let (kind, facts, personal) = Event::Filed { filing, person: Some(person) }.encode();
        let due = Value::Int(id + 1_576_458_000_000_000);
        let state = format!(
            "{{\"bench\":{{\"office\":\"{office}\",\"procedure\":\"{procedure}\",\"due\":{id},\
             \"number\":{n},\"state\":\"received\",\"version\":1}}}}"
        );
        let (id, one) = (Value::Int(id), Value::Int(1));
        let named = Value::from(stream);
        let event =
            [id.clone(), named.clone(), one.clone(), kind.into(), due.clone(), header.into()];
        self.events.push(event.into());
        let salts = [Value::from(vec![7; 32]), vec![7; 16].into()];
        let body = [id.clone(), facts.into(), personal.into()];
        self.bodies.push(body.into_iter().chain(salts).collect());
        self.leaves.push(vec![id.clone(), id.clone(), vec![7; 32].into()]);
        let snapshot = [named, one.clone(), due.clone(), id.clone(), one.clone(), state.into()];
        self.snapshots.push(snapshot.into());
        let texts = [key, office.clone(), procedure.clone(), "received".to_owned()];
        let texts = texts.map(Value::from);
        let record = std::iter::once(id.clone()).chain(texts).chain([due, id, one]);
        self.records.push(record.collect());
        *self.counted.entry(format!("floor/{office}")).or_default() += 1;
        *self.summed.entry((office, procedure)).or_default() += 1;
    }

    /// The statements with their rows, tallies and counters summed per key.
    fn sum_up(&mut self) -> Vec<(&'static Sql, Rows)> {
        let (mut tallies, mut counters) = (Rows::default(), Rows::default());
        for ((office, procedure), n) in &self.summed {
            for period in ["2019-12-16", "2019-12"] {
                let key = ["bench-filed", office, procedure, period].map(Value::from);
                tallies.push(key.into_iter().chain([Value::Int(*n)]).collect());
            }
        }
        for (name, last) in &self.counted {
            counters.push(vec![name.as_str().into(), (*last).into()]);
        }
        vec![
            (&door::ADD_EVENTS, std::mem::take(&mut self.events)),
            (&door::ADD_BODIES, std::mem::take(&mut self.bodies)),
            (&log::ADD_LEAVES, std::mem::take(&mut self.leaves)),
            (&door::PUT_SNAPSHOT, std::mem::take(&mut self.snapshots)),
            (&store::PUT, std::mem::take(&mut self.records)),
            (&door::ADD_TALLY, tallies),
            (&door::PUT_COUNTER, counters),
        ]
    }
}

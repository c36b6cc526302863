//! `motcua rebuild`: makes every derived table anew from what was told.

pub mod store;

use std::collections::HashMap;

use db::{Db, Row, Rows, Sql, Tx, Value};
use domain::{Claim, ClaimChange, Event, State, StreamId};

use crate::commit::project::{Projected, project};
use crate::commit::writes::Writes;
use crate::commit::{Error, decode, parse_header, put_counter, put_snapshot};

/// Events folded between two writes.
const EVENTS_AT_ONCE: i64 = 8192;

/// Derived tables with their columns, the key first. `verify` compares them by these.
pub const DERIVED: &[(&str, &[&str])] = &[
    ("bench", &["id", "key", "office", "procedure", "state", "due", "number", "version"]),
    ("claim", &["kind", "key", "stream"]),
    ("counter", &["name", "last"]),
    (
        "office",
        &[
            "id",
            "code",
            "from_day",
            "to_day",
            "name",
            "name_en",
            "sort_key",
            "level",
            "kind",
            "parent",
            "description",
            "successors",
        ],
    ),
    ("snapshot", &["stream", "version", "law_time", "born", "schema_number", "state"]),
    ("tally", &["measure", "office", "subject", "period", "n"]),
];

/// Full-text tables.
pub const WORDS: &[&str] = &[crate::bench::store::WORDS, crate::office::store::WORDS];

/// Where events are read and derived rows are written.
pub enum House<'a, 'b> {
    /// The same transaction: a rebuild in place.
    InPlace(&'a mut Tx<'b>),
    /// Events of one database, rows into another: a comparison.
    Beside(&'a Db, &'a mut Tx<'b>),
}

impl House<'_, '_> {
    fn events(&mut self, sql: &'static Sql, values: Vec<Value>) -> Result<Vec<Row>, Error> {
        match self {
            House::InPlace(tx) => Ok(tx.rows(sql, &values)?),
            House::Beside(db, _) => Ok(db.read_now(move |tx| tx.rows(sql, &values))?),
        }
    }

    fn write<T>(
        &mut self,
        write: impl FnOnce(&mut Tx<'_>) -> Result<T, db::Error>,
    ) -> Result<T, Error> {
        match self {
            House::InPlace(tx) | House::Beside(_, tx) => Ok(write(tx)?),
        }
    }
}

/// Folds all told events in the order of the log. Answers how many; `step` hears it on the way.
pub fn rebuild(house: &mut House<'_, '_>, step: &mut dyn FnMut(u64)) -> Result<u64, Error> {
    let mut folding = Folding::default();
    let (mut done, mut from) = (0, 0);
    for table in DERIVED.iter().map(|(table, _)| table).chain(WORDS) {
        house.write(|tx| tx.clear(table))?;
    }
    loop {
        let page = vec![from.into(), EVENTS_AT_ONCE.into()];
        let rows = house.events(&store::SEALED_EVENTS, page)?;
        let Some(last) = rows.last() else { break };
        from = last.int(0)? + 1;
        done += folding.fold_rows(house, &rows)?;
        step(done);
    }
    let rows = house.events(&store::PENDING_EVENTS, Vec::new())?;
    done += folding.fold_rows(house, &rows)?;
    let claims = folding.claim_rows();
    if !claims.is_empty() {
        house.write(|tx| tx.each(&crate::commit::store::TAKE_CLAIMS, &claims))?;
    }
    Ok(done)
}

/// States as far as the events were folded.
#[derive(Default)]
struct Folding {
    states: HashMap<StreamId, (State, i64)>,
    claims: HashMap<Claim, StreamId>,
}

impl Folding {
    fn fold_rows(&mut self, house: &mut House<'_, '_>, rows: &[Row]) -> Result<u64, Error> {
        let mut writes = Writes::default();
        for row in rows {
            self.fold(row, &mut writes)?;
        }
        // Jobs did their work when the events were told; a replay asks for nothing.
        writes.jobs.clear();
        house.write(|tx| writes.send(tx))?;
        Ok(rows.len() as u64)
    }

    fn fold(&mut self, row: &Row, writes: &mut Writes) -> Result<(), Error> {
        let header = parse_header(row.text(2)?)?;
        let event = decode(&header, row.text(3)?, row.maybe_text(4)?)?;
        let (before, born) = match self.states.remove(&header.stream) {
            Some((state, born)) => (Some(state), born),
            None => (None, row.int(1)?),
        };
        let wrong =
            || Error::Damaged(format!("{} cannot begin with {}", header.stream, header.kind));
        let after = State::apply(before.clone(), &event).ok_or_else(wrong)?;
        let (before, after_state) = (before.as_ref(), &after);
        let told = Projected { born, header: &header, event: &event, before, after: after_state };
        project(&told, writes);
        self.hold(&header.stream, &event);
        if let Some((counter, last)) = event.number() {
            put_counter(writes, &counter, last);
        }
        put_snapshot(writes, &header.stream, &after, header.version, header.law_time, born);
        self.states.insert(header.stream, (after, born));
        Ok(())
    }

    fn hold(&mut self, stream: &StreamId, event: &Event) {
        for change in event.claims() {
            match change {
                ClaimChange::Taken(claim) => {
                    self.claims.insert(claim, stream.clone());
                }
                ClaimChange::Released(claim) => {
                    self.claims.remove(&claim);
                }
            }
        }
    }

    fn claim_rows(&self) -> Rows {
        let mut rows = Rows::default();
        for (claim, stream) in &self.claims {
            rows.push(vec![claim.kind.into(), claim.key.as_str().into(), stream.as_str().into()]);
        }
        rows
    }
}

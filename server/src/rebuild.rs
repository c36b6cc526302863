//! `motcua rebuild`: makes every derived table anew from what was told.

pub mod store;

use std::collections::HashMap;

use db::{Rows, Tx, Value};
use domain::{ClaimChange, Event, LawTime, State, StreamId};

use crate::commit::project::{Projected, project};
use crate::commit::writes::Writes;
use crate::commit::{Error, decode, parse_header, put_counter, put_snapshot};

/// Events folded between two writes.
const EVENTS_AT_ONCE: i64 = 4096;

/// Derived tables with their columns in the order of their keys. `verify` compares them too.
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

/// Folds all told events, in the order of the log, and hands every write set to `write`.
pub struct Folding {
    states: HashMap<StreamId, (State, i64, i64, LawTime)>,
    claims: HashMap<domain::Claim, StreamId>,
}

impl Folding {
    /// An empty fold.
    pub fn new() -> Folding {
        Folding { states: HashMap::new(), claims: HashMap::new() }
    }

    /// Folds one stored event into `writes`.
    pub fn fold(&mut self, stored: &StoredEvent<'_>, writes: &mut Writes) -> Result<(), Error> {
        let header = parse_header(stored.header)?;
        let event = decode(&header, stored.facts, stored.personal)?;
        let (before, born) = match self.states.remove(&header.stream) {
            Some((state, born, ..)) => (Some(state), born),
            None => (None, stored.id),
        };
        let after = State::apply(before.clone(), &event).ok_or_else(|| {
            Error::Damaged(format!("{} cannot begin with {}", header.stream, header.kind))
        })?;
        let projected = Projected {
            born,
            header: &header,
            event: &event,
            before: before.as_ref(),
            after: &after,
        };
        project(&projected, writes);
        self.hold(&header.stream, &event);
        if let Some((counter, last)) = event.number() {
            put_counter(writes, &counter, last);
        }
        let version = header.version;
        put_snapshot(writes, &header.stream, &after, version, header.law_time, born);
        self.states.insert(header.stream, (after, born, version, header.law_time));
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

    /// Rows of the claims held at the end.
    pub fn claim_rows(&self) -> Rows {
        let mut rows = Rows::default();
        for (claim, stream) in &self.claims {
            rows.push(vec![claim.kind.into(), claim.key.as_str().into(), stream.as_str().into()]);
        }
        rows
    }
}

impl Default for Folding {
    fn default() -> Folding {
        Folding::new()
    }
}

/// An event as it is stored.
#[derive(Clone, Copy, Debug)]
pub struct StoredEvent<'a> {
    /// Its identifier.
    pub id: i64,
    /// JSON of its header.
    pub header: &'a str,
    /// JSON of its facts.
    pub facts: &'a str,
    /// JSON of its personal data, unless erased.
    pub personal: Option<&'a str>,
}

/// Rebuilds within one transaction: killed half way, nothing has changed. Answers the number of
/// events; `step` hears how many are done.
pub fn rebuild(tx: &mut Tx<'_>, step: &mut dyn FnMut(u64)) -> Result<u64, Error> {
    for (table, _) in DERIVED {
        tx.clear(table)?;
    }
    for table in WORDS {
        tx.clear(table)?;
    }
    let mut folding = Folding::new();
    let mut done = 0;
    let mut from = 0;
    loop {
        let rows = tx.rows(&store::SEALED_EVENTS, &[from.into(), EVENTS_AT_ONCE.into()])?;
        let Some(last) = rows.last() else { break };
        from = last.int(0)? + 1;
        done += fold_rows(tx, &mut folding, &rows)?;
        step(done);
    }
    let rows = tx.rows(&store::PENDING_EVENTS, &[])?;
    done += fold_rows(tx, &mut folding, &rows)?;
    let claims = folding.claim_rows();
    if !claims.is_empty() {
        tx.each(&crate::commit::store::TAKE_CLAIMS, &claims)?;
    }
    Ok(done)
}

fn fold_rows(tx: &mut Tx<'_>, folding: &mut Folding, rows: &[db::Row]) -> Result<u64, Error> {
    let mut writes = Writes::default();
    for row in rows {
        let stored = StoredEvent {
            id: row.int(1)?,
            header: row.text(2)?,
            facts: row.text(3)?,
            personal: row.maybe_text(4)?,
        };
        folding.fold(&stored, &mut writes)?;
    }
    // Jobs did their work when the events were told; a replay asks for nothing.
    writes.jobs.clear();
    writes.send(tx)?;
    Ok(rows.len() as u64)
}

/// All rows of a table, as they can be compared.
pub fn dump(tx: &mut Tx<'_>, table: &str, columns: &[&str]) -> Result<Vec<Vec<Value>>, Error> {
    let mut rows = Vec::new();
    tx.dump(table, columns, &mut |row| {
        rows.push(row.values().to_vec());
        Ok(())
    })?;
    Ok(rows)
}

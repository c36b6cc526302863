//! `motcua rebuild`: makes every derived table anew from what was told.

pub mod store;

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::{SyncSender, sync_channel};

use db::{Db, Row, Rows, Sql, Tx, Value};
use domain::{Claim, ClaimChange, Counter, Event, Header, LawTime, State, StreamId};

use crate::commit::project::{Projected, project};
use crate::commit::writes::Writes;
use crate::commit::{Error, decode, parse_header, put_counter, put_snapshot};

/// Events folded between two writes.
const EVENTS_AT_ONCE: i64 = 16_384;
/// Snapshots written at a time.
const SNAPSHOTS_AT_ONCE: usize = 16_384;
/// Memory that a rebuild may use for pages, in MiB.
const CACHE_MIB: u32 = 256;
/// Write sets that may wait for the writing thread.
const PAGES_AHEAD: usize = 2;

/// Derived tables with their columns, the key first. `verify` compares them by these.
pub const DERIVED: &[(&str, &[&str])] = &[
    ("account", &["id", "stream", "kind", "closed", "factors", "opened", "last"]),
    ("bench", &["id", "key", "office", "procedure", "state", "due", "number", "version"]),
    ("claim", &["kind", "key", "stream"]),
    ("consultation", &["id", "number", "office", "due", "consents"]),
    ("counter", &["name", "last"]),
    (
        "day_close",
        &[
            "office",
            "day",
            "expected",
            "receipts",
            "counted",
            "difference",
            "closed_by",
            "closed_at",
        ],
    ),
    (
        "dossier",
        &[
            "id",
            "stream",
            "code",
            "office",
            "holder",
            "assignee",
            "procedure",
            "field",
            "channel",
            "phase",
            "is_open",
            "account",
            "filed_at",
            "received_at",
            "due",
            "promised",
            "standing",
            "late_since",
            "ended_at",
            "taken_in_at",
            "imported",
            "punctuality",
            "lawful",
            "online_level",
            "days_law",
            "days_promised",
            "days_taken",
            "version",
        ],
    ),
    ("dossier_person", &["id", "name", "identity_key", "personal"]),
    (
        "fee_receipt",
        &[
            "office", "series", "number", "form", "dossier", "amount", "means", "at", "taken_by",
            "voided",
        ],
    ),
    (
        "glass",
        &[
            "id",
            "stream",
            "subject",
            "breaker",
            "office",
            "emergency",
            "at",
            "until",
            "review_by",
            "verdict",
            "reviewed_by",
        ],
    ),
    ("glass_told", &["glass", "account"]),
    ("glass_words", &["id", "words"]),
    ("hand_over", &["id", "version", "side", "list", "giver", "taker", "sets", "at", "account"]),
    ("national", &["id", "code", "listing", "record"]),
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
    ("person", &["id", "account", "name", "sort_key", "person"]),
    (
        "post",
        &[
            "id",
            "account",
            "number",
            "office",
            "position",
            "roles",
            "from_day",
            "to_day",
            "deputy_of",
            "standing",
            "proposed_by",
            "decided_by",
        ],
    ),
    (
        "publication",
        &["id", "code", "number", "status", "origin", "from_day", "to_day", "decision"],
    ),
    ("rating", &["event", "office", "procedure", "score", "at"]),
    (
        "reading",
        &[
            "id",
            "at",
            "reader",
            "office",
            "position",
            "action",
            "purpose",
            "subject",
            "person",
            "rows_shown",
        ],
    ),
    ("reading_query", &["id", "stream", "query"]),
    (
        "report",
        &[
            "id",
            "stream",
            "form",
            "office",
            "from_day",
            "to_day",
            "rows_by",
            "sha256",
            "frozen_by",
            "at",
            "report",
        ],
    ),
    (
        "request",
        &[
            "id",
            "stream",
            "account",
            "wish",
            "at",
            "answer_by",
            "finish_by",
            "acknowledged",
            "extended",
            "outcome",
        ],
    ),
    ("request_words", &["id", "asked", "answered"]),
    ("result_entry", &["office", "year", "number", "dossier", "at"]),
    ("revision", &["id", "code", "number", "description"]),
    ("snapshot", &["stream", "version", "law_time", "born", "schema_number", "state"]),
    ("tally", &["measure", "office", "subject", "period", "n"]),
];

/// Tables that hold personal data and are made lighter by an erasure.
pub const PERSONAL: &[&str] = &[
    "event_body",
    "person",
    "dossier_person",
    "dossier_note",
    "notice_letter",
    "day_close",
    "reading_query",
    "glass_words",
    "request_words",
    "credential",
    "session",
    "token",
];

/// Full-text tables.
pub const WORDS: &[&str] = &[
    crate::account::store::WORDS,
    crate::bench::store::WORDS,
    crate::dossier::store::WORDS,
    crate::office::store::WORDS,
];

/// Folds all told events of `source` in the order of the log, and writes what they derive with
/// `tx`, which may be a transaction of another database: a comparison. Answers how many events;
/// `step` hears it on the way.
///
/// One thread reads and folds while this one writes. What was told does not change meanwhile: the
/// writer's lock is held by whoever calls.
pub fn rebuild(source: &Db, tx: &mut Tx<'_>, step: &mut dyn FnMut(u64)) -> Result<u64, Error> {
    let (sender, receiver) = sync_channel(PAGES_AHEAD);
    let source = source.clone();
    let folding = std::thread::Builder::new()
        .name("fold".to_owned())
        .spawn(move || fold_all(&source, &sender))
        .map_err(|source| Error::Damaged(format!("the fold did not start: {source}")))?;
    tx.widen_cache(CACHE_MIB)?;
    let tables: Vec<&str> = DERIVED.iter().map(|(table, _)| *table).collect();
    for table in tables.iter().chain(WORDS) {
        tx.clear(table)?;
    }
    let indexes = tx.drop_indexes(&tables)?;
    for (writes, done) in receiver {
        Writes::send_fresh(writes, tx)?;
        step(done);
    }
    let folded = folding.join().map_err(|_| Error::Damaged("the fold ended badly".to_owned()))?;
    let (claims, done) = folded?;
    if !claims.is_empty() {
        tx.each(&crate::commit::store::TAKE_CLAIMS, &claims)?;
    }
    tx.make_indexes(&indexes)?;
    Ok(done)
}

type Sender = SyncSender<(Writes, u64)>;

/// Reads page by page; answers the claims held at the end and the number of events.
fn fold_all(source: &Db, sender: &Sender) -> Result<(Rows, u64), Error> {
    let mut folding = Folding::default();
    let mut done = 0;
    // Whoever listened has failed and says why.
    let gone = |_| Error::Closed;
    std::thread::scope(|scope| {
        let (pages, read) = sync_channel(PAGES_AHEAD);
        let reading = scope.spawn(move || read_all(source, &pages));
        for rows in read {
            done += rows.len() as u64;
            sender.send((folding.fold_rows(&rows)?, done)).map_err(gone)?;
        }
        reading.join().map_err(|_| Error::Damaged("the reading ended badly".to_owned()))?
    })?;
    sender.send((folding.fold_deferred()?, done)).map_err(gone)?;
    folding.last_writes(&mut |writes| sender.send((writes, done)).map_err(gone))?;
    Ok((folding.claim_rows(), done))
}

/// Reads all events, page by page, ahead of the fold.
fn read_all(source: &Db, pages: &SyncSender<Vec<Row>>) -> Result<(), Error> {
    let page = |sql: &'static Sql, values: Vec<Value>| {
        source.read_now(move |tx| Ok::<_, Error>(tx.rows(sql, &values)?))
    };
    let gone = |_| Error::Closed;
    let mut from = 0;
    loop {
        let rows = page(&store::SEALED_EVENTS, vec![from.into(), EVENTS_AT_ONCE.into()])?;
        let Some(last) = rows.last() else { break };
        from = last.int(0)? + 1;
        pages.send(rows).map_err(gone)?;
    }
    pages.send(page(&store::PENDING_EVENTS, Vec::new())?).map_err(gone)
}

/// A stream as far as its events were folded.
struct Folded {
    state: State,
    born: i64,
    version: i64,
    law_time: LawTime,
}

/// States as far as the events were folded.
#[derive(Default)]
struct Folding {
    streams: HashMap<StreamId, Folded>,
    claims: HashMap<Claim, StreamId>,
    counters: BTreeMap<Counter, i64>,
    /// Events that stand before their stream's earlier ones: a log that goes on after a loss
    /// begins with the event that says so.
    deferred: Vec<(i64, Header, Event)>,
}

impl Folding {
    fn fold_rows(&mut self, rows: &[Row]) -> Result<Writes, Error> {
        let mut writes = Writes::default();
        for row in rows {
            let header = parse_header(row.text(2)?)?;
            let event = decode(&header, row.text(3)?, row.maybe_text(4)?)?;
            let before = self.streams.get(&header.stream).map_or(0, |folded| folded.version);
            match header.version == before + 1 {
                true => self.fold(row.int(1)?, &header, &event, &mut writes)?,
                false => self.deferred.push((row.int(1)?, header, event)),
            }
        }
        Ok(writes)
    }

    fn fold_deferred(&mut self) -> Result<Writes, Error> {
        let mut writes = Writes::default();
        let mut deferred = std::mem::take(&mut self.deferred);
        deferred.sort_by_key(|(_, header, _)| header.version);
        for (id, header, event) in deferred {
            self.fold(id, &header, &event, &mut writes)?;
        }
        Ok(writes)
    }

    fn fold(
        &mut self,
        id: i64,
        header: &Header,
        event: &Event,
        writes: &mut Writes,
    ) -> Result<(), Error> {
        let Header { version, law_time, .. } = *header;
        let before = self.streams.remove(&header.stream);
        let born = before.as_ref().map_or(id, |folded| folded.born);
        let wrong =
            || Error::Damaged(format!("{} cannot begin with {}", header.stream, header.kind));
        let stood = before.as_ref().and_then(|folded| folded.state.counted());
        let state = State::apply(before.map(|folded| folded.state), event).ok_or_else(wrong)?;
        project(&Projected { id, born, header, event, before: stood, after: &state }, writes);
        self.hold(&header.stream, event);
        for (counter, number) in event.numbers() {
            // Within an instant the log is ordered by stream, not by number.
            let last = self.counters.entry(counter).or_default();
            *last = number.max(*last);
        }
        self.streams.insert(header.stream.clone(), Folded { state, born, version, law_time });
        // Jobs did their work when the events were told; a replay asks for nothing.
        writes.jobs.clear();
        writes.notices.clear();
        Ok(())
    }

    fn hold(&mut self, stream: &StreamId, event: &Event) {
        for change in event.claims() {
            match change {
                ClaimChange::Taken(claim) => {
                    self.claims.insert(claim, stream.clone());
                }
                ClaimChange::Released(claim) => {
                    // Within an instant the next holder's stream may stand before this one.
                    if self.claims.get(&claim) == Some(stream) {
                        self.claims.remove(&claim);
                    }
                }
            }
        }
    }

    /// Hands on snapshots and counters as they stand at the end, in the order of their keys.
    fn last_writes(
        &mut self,
        hand_on: &mut dyn FnMut(Writes) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut writes = Writes::default();
        for (counter, last) in &self.counters {
            put_counter(&mut writes, counter, *last);
        }
        let mut streams: Vec<_> = std::mem::take(&mut self.streams).into_iter().collect();
        streams.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for chunk in streams.chunks(SNAPSHOTS_AT_ONCE) {
            for (stream, Folded { state, born, version, law_time }) in chunk {
                put_snapshot(&mut writes, stream, state, *version, *law_time, *born);
            }
            hand_on(std::mem::take(&mut writes))?;
        }
        hand_on(writes)
    }

    fn claim_rows(&self) -> Rows {
        let mut rows = Rows::default();
        for (claim, stream) in &self.claims {
            rows.push(vec![claim.kind.into(), claim.key.as_str().into(), stream.as_str().into()]);
        }
        rows
    }
}

//! The world a batch decides on: what was read, and what its commands have changed so far.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use db::{Row, Rows, Sql, Tx, Value};
use domain::calendar::Ready;
use domain::event::{Actor, DecodeError};
use domain::state::SNAPSHOT_SCHEMA;
use domain::{Claim, Counter, Event, Header, LawTime, Reads, State, States, StreamId, View};

use super::{Accepted, Error, Request, store};

/// What a snapshot says beside the state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Number of events.
    pub(super) version: i64,
    /// Instant of the last one.
    pub(super) law_time: LawTime,
    /// Identifier of the first event; read models use it as the record's own.
    pub(super) born: i64,
}

/// Streams, claims and counters, as the batch has left them so far.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) states: States,
    pub(super) places: HashMap<StreamId, Place>,
    pub(super) claims: HashMap<Claim, StreamId>,
    pub(super) counters: HashMap<Counter, i64>,
    /// Outcomes remembered from earlier commits, by (actor, key).
    pub(super) remembered: HashMap<(String, String), Remembered>,
}

/// The outcome that an idempotency key stands for.
#[derive(Clone, Debug)]
pub(super) struct Remembered {
    pub(super) request: Vec<u8>,
    pub(super) outcome: Accepted,
}

impl World {
    /// Reads what the commands name, and the accounts that ask, in two rounds: holders of claims
    /// come in the second.
    pub(super) fn read(
        tx: &mut Tx<'_>,
        requests: &[&Request],
        known: &mut Known,
    ) -> Result<World, Error> {
        let mut wanted = Wanted::default();
        for request in requests {
            wanted.add(request.command.reads());
            wanted.facts.extend(request.actor.account());
        }
        let mut world = World::default();
        world.read_named(tx, requests, &mut wanted)?;
        let streams = std::mem::take(&mut wanted.streams);
        let facts: BTreeSet<StreamId> = wanted.facts.difference(&streams).cloned().collect();
        world.read_states(tx, &streams)?;
        world.read_facts(tx, &facts, known)?;
        Ok(world)
    }

    /// Claims, counters and idempotency keys.
    fn read_named(
        &mut self,
        tx: &mut Tx<'_>,
        requests: &[&Request],
        wanted: &mut Wanted,
    ) -> Result<(), Error> {
        let both = wanted.fact_claims.iter().chain(&wanted.claims);
        let claims: HashMap<(&str, &str), &Claim> =
            both.map(|claim| ((claim.kind, claim.key.as_str()), claim)).collect();
        let mut names: BTreeSet<(&str, &str)> = claims.keys().copied().collect();
        names.extend(wanted.counters.iter().map(|counter| ("", counter.0.as_str())));
        let keys = requests.iter().filter_map(|it| Some((&it.actor.id, it.key.as_ref()?)));
        names.extend(keys.map(|(actor, key)| (actor.as_str(), key.key.as_str())));
        let mut rows = Rows::default();
        for (a, b) in names {
            rows.push(vec![a.into(), b.into()]);
        }
        for row in each(tx, &store::NAMED, &rows)? {
            let (a, b) = (row.text(1)?, row.text(2)?);
            match row.int(0)? {
                0 => {
                    // An actor may be called like a kind: what nobody asked for is left alone.
                    let Some(claim) = claims.get(&(a, b)) else { continue };
                    let holder = StreamId::stored(row.text(3)?);
                    match wanted.claims.contains(*claim) {
                        true => wanted.streams.insert(holder.clone()),
                        false => wanted.facts.insert(holder.clone()),
                    };
                    self.claims.insert((*claim).clone(), holder);
                }
                1 => {
                    let outcome = Accepted::from_json(row.text(3)?)?;
                    let remembered = Remembered { request: row.bytes(4)?.to_owned(), outcome };
                    self.remembered.insert((a.to_owned(), b.to_owned()), remembered);
                }
                _ => {
                    self.counters.insert(Counter(b.to_owned()), row.int(5)?);
                }
            }
        }
        Ok(())
    }

    fn read_states(&mut self, tx: &mut Tx<'_>, streams: &BTreeSet<StreamId>) -> Result<(), Error> {
        let mut rows = Rows::default();
        for stream in streams {
            rows.push(vec![stream.as_str().into()]);
        }
        for row in each(tx, &store::STREAMS, &rows)? {
            let state = Arc::new(state_of(tx, &row)?);
            self.place(&row, state)?;
        }
        Ok(())
    }

    /// Facts are the same in batch after batch: of those that have not moved on, the state that
    /// was read before is taken.
    fn read_facts(
        &mut self,
        tx: &mut Tx<'_>,
        facts: &BTreeSet<StreamId>,
        known: &mut Known,
    ) -> Result<(), Error> {
        let mut rows = Rows::default();
        for stream in facts {
            let version = known.get(stream).map_or(0, |(version, _)| version);
            rows.push(vec![stream.as_str().into(), version.into()]);
        }
        for row in each(tx, &store::FACTS, &rows)? {
            let (stream, version) = (StreamId::stored(row.text(0)?), row.int(1)?);
            let state = match known.get(&stream).filter(|(at, _)| *at == version) {
                Some((_, state)) => state,
                None => {
                    let state = Arc::new(state_of(tx, &row)?);
                    let bytes = row.text(5)?.len();
                    known.keep(stream, version, Arc::clone(&state), bytes);
                    state
                }
            };
            self.place(&row, state)?;
        }
        Ok(())
    }

    fn place(&mut self, row: &Row, state: Arc<State>) -> Result<(), Error> {
        let stream = StreamId::stored(row.text(0)?);
        let place =
            Place { version: row.int(1)?, law_time: LawTime(row.int(2)?), born: row.int(3)? };
        self.places.insert(stream.clone(), place);
        self.states.insert(stream, state);
        Ok(())
    }

    /// The latest instant of any stream read: law time must not be before it.
    pub(super) fn latest(&self) -> LawTime {
        self.places.values().map(|place| place.law_time).max().unwrap_or(LawTime(0))
    }

    /// What one command may look at.
    pub(super) fn view<'a>(
        &'a self,
        actor: &'a Actor,
        now: LawTime,
        chance: [u8; 16],
        ready: &'a Ready,
    ) -> View<'a> {
        View {
            actor,
            now,
            chance,
            ready,
            states: &self.states,
            claims: &self.claims,
            counters: &self.counters,
        }
    }
}

/// States that decisions relied on, by the version at which each was read. A state follows from
/// the events of its stream, so that of one version never changes.
#[derive(Debug, Default)]
pub(super) struct Known {
    by_stream: HashMap<StreamId, (i64, Arc<State>)>,
    bytes: usize,
}

/// How much of them is kept, in bytes as they are stored.
const KNOWN_BYTES_MAX: usize = 8 * 1024 * 1024;

impl Known {
    fn get(&self, stream: &StreamId) -> Option<(i64, Arc<State>)> {
        self.by_stream.get(stream).map(|(version, state)| (*version, Arc::clone(state)))
    }

    fn keep(&mut self, stream: StreamId, version: i64, state: Arc<State>, bytes: usize) {
        if self.bytes + bytes > KNOWN_BYTES_MAX {
            *self = Known::default();
        }
        self.bytes += bytes;
        self.by_stream.insert(stream, (version, state));
    }
}

#[derive(Default)]
struct Wanted {
    streams: BTreeSet<StreamId>,
    facts: BTreeSet<StreamId>,
    claims: BTreeSet<Claim>,
    fact_claims: BTreeSet<Claim>,
    counters: BTreeSet<Counter>,
}

impl Wanted {
    fn add(&mut self, reads: Reads) {
        self.streams.extend(reads.streams);
        self.facts.extend(reads.facts);
        self.claims.extend(reads.claims);
        self.fact_claims.extend(reads.fact_claims);
        self.counters.extend(reads.counters);
    }
}

fn each(tx: &mut Tx<'_>, sql: &'static Sql, rows: &Rows) -> Result<Vec<Row>, db::Error> {
    if rows.is_empty() { Ok(Vec::new()) } else { tx.each(sql, rows) }
}

/// A state as its row tells it.
fn state_of(tx: &mut Tx<'_>, row: &Row) -> Result<State, Error> {
    match row.int(4)? {
        SNAPSHOT_SCHEMA => parse_state(row),
        _ => fold_anew(tx, &StreamId::stored(row.text(0)?)),
    }
}

fn parse_state(row: &Row) -> Result<State, Error> {
    serde_json::from_str(row.text(5)?).map_err(|source| {
        Error::Damaged(format!("snapshot of {}: {source}", row.text(0).unwrap_or("?")))
    })
}

/// Folds a stream's state from its events: its snapshot was written by an older program.
pub(super) fn fold_anew(tx: &mut Tx<'_>, stream: &StreamId) -> Result<State, Error> {
    let mut state = None;
    for row in tx.rows(&store::STREAM_EVENTS, &[Value::from(stream.as_str())])? {
        let header = parse_header(row.text(0)?)?;
        let event = decode(&header, row.text(1)?, row.maybe_text(2)?)?;
        state = State::apply(state, &event);
    }
    state.ok_or_else(|| Error::Damaged(format!("stream {stream} has a snapshot but no events")))
}

/// Reads a stored header.
pub fn parse_header(text: &str) -> Result<Header, Error> {
    serde_json::from_str(text).map_err(|source| Error::Damaged(format!("event header: {source}")))
}

/// Reads a stored event.
pub fn decode(header: &Header, facts: &str, personal: Option<&str>) -> Result<Event, Error> {
    Event::decode(&header.kind, header.schema, facts, personal).map_err(|source: DecodeError| {
        Error::Damaged(format!("event of {}: {source}", header.stream))
    })
}

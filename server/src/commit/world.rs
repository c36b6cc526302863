//! The world a batch decides on: what was read, and what its commands have changed so far.

use std::collections::{BTreeSet, HashMap};

use db::{Row, Rows, Sql, Tx, Value};
use domain::calendar::Ready;
use domain::event::{Actor, DecodeError};
use domain::state::SNAPSHOT_SCHEMA;
use domain::{Claim, Counter, Event, Header, LawTime, Reads, State, StreamId, View};

use super::{Error, Request, store};

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
    pub(super) states: HashMap<StreamId, State>,
    pub(super) places: HashMap<StreamId, Place>,
    pub(super) claims: HashMap<Claim, StreamId>,
    pub(super) counters: HashMap<Counter, i64>,
}

impl World {
    /// Reads what the commands name, and the accounts that ask, in two rounds: holders of claims
    /// come in the second.
    pub(super) fn read(tx: &mut Tx<'_>, requests: &[&Request]) -> Result<World, Error> {
        let mut wanted = Wanted::default();
        for request in requests {
            wanted.add(request.command.reads());
            wanted.facts.extend(request.actor.account());
        }
        let mut world = World::default();
        world.read_claims(tx, &mut wanted)?;
        world.read_counters(tx, &wanted)?;
        let streams = std::mem::take(&mut wanted.streams);
        let facts: BTreeSet<StreamId> = wanted.facts.difference(&streams).cloned().collect();
        world.read_states(tx, &store::STREAMS, &streams)?;
        world.read_states(tx, &store::FACTS, &facts)?;
        Ok(world)
    }

    fn read_claims(&mut self, tx: &mut Tx<'_>, wanted: &mut Wanted) -> Result<(), Error> {
        let mut rows = Rows::default();
        for claim in wanted.claims.union(&wanted.fact_claims) {
            rows.push(vec![claim.kind.into(), claim.key.as_str().into()]);
        }
        for row in each(tx, &store::CLAIMS, &rows)? {
            let (kind, key) = (row.text(0)?, row.text(1)?);
            let holder = StreamId::stored(row.text(2)?);
            let named = wanted.claims.iter().find(|it| it.kind == kind && it.key == key);
            match named {
                Some(_) => wanted.streams.insert(holder.clone()),
                None => wanted.facts.insert(holder.clone()),
            };
            let both = wanted.claims.iter().chain(&wanted.fact_claims);
            let claim = both.into_iter().find(|it| it.kind == kind && it.key == key);
            if let Some(claim) = claim {
                self.claims.insert(claim.clone(), holder);
            }
        }
        Ok(())
    }

    fn read_counters(&mut self, tx: &mut Tx<'_>, wanted: &Wanted) -> Result<(), Error> {
        let mut rows = Rows::default();
        for counter in &wanted.counters {
            rows.push(vec![counter.0.as_str().into()]);
        }
        for row in each(tx, &store::COUNTERS, &rows)? {
            self.counters.insert(Counter(row.text(0)?.to_owned()), row.int(1)?);
        }
        Ok(())
    }

    fn read_states(
        &mut self,
        tx: &mut Tx<'_>,
        sql: &'static Sql,
        streams: &BTreeSet<StreamId>,
    ) -> Result<(), Error> {
        let mut rows = Rows::default();
        for stream in streams {
            rows.push(vec![stream.as_str().into()]);
        }
        for row in each(tx, sql, &rows)? {
            let stream = StreamId::stored(row.text(0)?);
            let state = match row.int(4)? {
                SNAPSHOT_SCHEMA => parse_state(&row)?,
                _ => fold_anew(tx, &stream)?,
            };
            let place =
                Place { version: row.int(1)?, law_time: LawTime(row.int(2)?), born: row.int(3)? };
            self.places.insert(stream.clone(), place);
            self.states.insert(stream, state);
        }
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

//! Decides a batch in memory: each command in turn, on the states as the batch has left them.

use std::collections::HashMap;
use std::sync::Arc;

use db::Value;
use domain::calendar::Ready;
use domain::event::Encoded;
use domain::{Claim, ClaimChange, Counter, Event, Header, LawTime, Refusal, State, StreamId, Told};
use ledger::commitment::Salt;

use super::world::{Place, Remembered, World};
use super::writes::{Key, Table, Writes};
use super::{Accepted, Committed, Error, Request, project, store};
use crate::app::Source;

/// An event with everything that will be stored of it.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) id: i64,
    pub(super) header: Header,
    pub(super) header_text: String,
    pub(super) encoded: Encoded,
    pub(super) salts: [Salt; 3],
}

/// What a batch decided.
#[derive(Debug, Default)]
pub(super) struct Decided {
    pub(super) facts: Vec<Fact>,
    pub(super) writes: Writes,
    pub(super) erased: Vec<StreamId>,
    pub(super) taken: HashMap<Claim, StreamId>,
    pub(super) released: Vec<Claim>,
    pub(super) outcomes: Vec<Result<Accepted, Error>>,
    pub(super) remembered: Vec<(usize, String)>,
}

/// What the deciding of a batch needs beside its world.
pub(super) struct Bench<'a> {
    pub(super) world: World,
    pub(super) now: LawTime,
    pub(super) source: &'a Source,
    /// Calendars and hours made ready.
    pub(super) ready: &'a Ready,
    /// Identifiers for events, one at a time.
    pub(super) ids: &'a mut dyn FnMut() -> Result<i64, Error>,
}

impl Bench<'_> {
    /// Decides all commands of a batch, those that bring an instant at it.
    pub(super) fn decide(
        &mut self,
        requests: &[&Request],
        instants: &[Option<LawTime>],
    ) -> Result<Decided, Error> {
        let mut decided = Decided::default();
        for (place, request) in requests.iter().enumerate() {
            if let Some(at) = instants.get(place).copied().flatten() {
                self.now = self.now.max(at);
            }
            let outcome = match self.repeated(request) {
                Some(outcome) => outcome,
                None => self.fresh(place, request, &mut decided)?,
            };
            decided.outcomes.push(outcome);
        }
        self.put_snapshots(&mut decided);
        Ok(decided)
    }

    fn repeated(&self, request: &Request) -> Option<Result<Accepted, Error>> {
        let key = request.key.as_ref()?;
        let known = self.world.remembered.get(&(request.actor.id.clone(), key.key.clone()))?;
        if known.request != key.request {
            return Some(Err(Error::KeyReused(key.key.clone())));
        }
        Some(Ok(Accepted { repeated: true, ..known.outcome.clone() }))
    }

    /// Decides a command that was not answered before. The outer error spoils the batch; the
    /// inner one is this command's answer.
    fn fresh(
        &mut self,
        place: usize,
        request: &Request,
        decided: &mut Decided,
    ) -> Result<Result<Accepted, Error>, Error> {
        let chance = self.source.chance();
        let view = self.world.view(&request.actor, self.now, chance, self.ready);
        let told = match self.closed(request).map_or_else(|| request.command.decide(&view), Err) {
            Ok(told) => told,
            Err(refusal) => return Ok(Err(Error::Refused(refusal))),
        };
        let mut events = Vec::with_capacity(told.len());
        for told in told {
            events.push(self.tell(request, told, decided)?);
        }
        let opened = events.first().filter(|first: &&Committed| first.version == 1);
        let opened = opened.and_then(|first| self.world.states.shared(&first.stream)).cloned();
        let accepted = Accepted { events, repeated: false, opened };
        if let Some(key) = &request.key {
            decided.remembered.push((place, accepted.to_json()));
            let outcome = Accepted { opened: None, ..accepted.clone() };
            let remembered = Remembered { request: key.request.clone(), outcome };
            self.world.remembered.insert((request.actor.id.clone(), key.key.clone()), remembered);
        }
        Ok(Ok(accepted))
    }

    /// An erased stream takes no more commands, and a closed account gives none.
    fn closed(&self, request: &Request) -> Option<Refusal> {
        if let Some(actor) = request.actor.account() {
            match self.world.states.get(&actor) {
                Some(State::Account(account)) if !account.closed => {}
                Some(_) | None => return Some(Refusal::AccountClosed),
            }
        }
        let reads = request.command.reads();
        let holders = reads.claims.iter().filter_map(|claim| self.world.claims.get(claim));
        let mut named = reads.streams.iter().chain(holders);
        let erased =
            named.find(|stream| self.world.states.get(stream).is_some_and(State::is_erased))?;
        Some(Refusal::AlreadyErased(erased.clone()))
    }

    fn tell(
        &mut self,
        request: &Request,
        told: Told,
        decided: &mut Decided,
    ) -> Result<Committed, Error> {
        let id = (self.ids)()?;
        let Told { stream, event } = told;
        let earlier = self.world.places.get(&stream);
        let place = Place {
            version: earlier.map_or(0, |place| place.version) + 1,
            law_time: self.now,
            born: earlier.map_or(id, |place| place.born),
        };
        let encoded = event.encode();
        let header = Header {
            schema: encoded.schema,
            kind: encoded.kind.to_owned(),
            law_time: self.now,
            stream: stream.clone(),
            version: place.version,
            actor: request.actor.clone(),
        };
        let before = self.world.states.take(&stream);
        let stood = before.as_ref().and_then(State::counted);
        let after = State::apply(before, &event)
            .ok_or_else(|| Error::Damaged(format!("{stream} cannot begin with {}", header.kind)))?;
        let projected = project::Projected {
            id,
            born: place.born,
            header: &header,
            event: &event,
            before: stood,
            after: &after,
        };
        project::project(&projected, &mut decided.writes);
        self.hold(&stream, &event, decided);
        self.world.states.insert(stream.clone(), Arc::new(after));
        self.world.places.insert(stream.clone(), place);
        if matches!(event, Event::PersonalErased(_)) {
            decided.erased.push(stream.clone());
        }
        let header_text = serde_json::to_string(&header)
            .map_err(|source| Error::Damaged(format!("header of {stream}: {source}")))?;
        let salts = self.salts();
        decided.facts.push(Fact { id, header, header_text, encoded, salts });
        Ok(Committed { event: id, stream, version: place.version, law_time: self.now })
    }

    fn salts(&self) -> [Salt; 3] {
        let chance: [u8; 48] = self.source.chance();
        let mut salts = [Salt([0; 16]); 3];
        for (salt, bytes) in salts.iter_mut().zip(chance.chunks_exact(16)) {
            salt.0.copy_from_slice(bytes);
        }
        salts
    }

    /// Claims and counters of an event, in the world and for writing.
    fn hold(&mut self, stream: &StreamId, event: &Event, decided: &mut Decided) {
        for change in event.claims() {
            match change {
                ClaimChange::Taken(claim) => {
                    self.world.claims.insert(claim.clone(), stream.clone());
                    decided.taken.insert(claim, stream.clone());
                }
                ClaimChange::Released(claim) => {
                    self.world.claims.remove(&claim);
                    if decided.taken.remove(&claim).is_none() {
                        decided.released.push(claim);
                    }
                }
            }
        }
        for (counter, last) in event.numbers() {
            put_counter(&mut decided.writes, &counter, last);
            self.world.counters.insert(counter, last);
        }
    }

    fn put_snapshots(&self, decided: &mut Decided) {
        let changed: std::collections::BTreeSet<&StreamId> =
            decided.facts.iter().map(|fact| &fact.header.stream).collect();
        for stream in changed {
            let state = self.world.states.get(stream);
            let state = state.expect("invariant: a stream that was told to has a state");
            let place = self.world.places[stream];
            let Place { version, law_time, born } = place;
            put_snapshot(&mut decided.writes, stream, state, version, law_time, born);
        }
    }
}

/// Puts a stream's snapshot into the writes.
pub(crate) fn put_snapshot(
    writes: &mut Writes,
    stream: &StreamId,
    state: &State,
    version: i64,
    law_time: LawTime,
    born: i64,
) {
    let text = serde_json::to_string(state).expect("invariant: states serialise");
    let schema = domain::state::SNAPSHOT_SCHEMA;
    let rest: Vec<Value> =
        vec![version.into(), law_time.0.into(), born.into(), schema.into(), text.into()];
    writes.put(&SNAPSHOTS, vec![Key::from(stream.as_str())], rest);
}

/// Puts the last number of a counter into the writes.
pub(crate) fn put_counter(writes: &mut Writes, counter: &Counter, last: i64) {
    writes.put(&COUNTERS, vec![counter.0.as_str().into()], vec![last.into()]);
}

/// Snapshots by stream.
static SNAPSHOTS: Table = Table {
    name: "snapshot",
    put: &store::PUT_SNAPSHOT,
    remove: &store::REMOVE_SNAPSHOT,
    key_columns: 1,
};

/// Counters by name.
static COUNTERS: Table = Table {
    name: "counter",
    put: &store::PUT_COUNTER,
    remove: &store::REMOVE_COUNTER,
    key_columns: 1,
};

//! What a decision sees: the streams, claims and counters it named, as they stand in the batch.

use std::collections::HashMap;

use crate::calendar::Ready;
use crate::event::Actor;
use crate::office::Office;
use crate::province::Province;
use crate::state::State;
use crate::states::States;
use crate::stream::{Claim, Counter, StreamId};
use crate::time::LawTime;

/// Everything a decision may look at. A stream that is absent here does not exist.
#[derive(Debug)]
pub struct View<'a> {
    /// Who commands.
    pub actor: &'a Actor,
    /// The instant of the decision.
    pub now: LawTime,
    /// Random bytes for identifiers; fresh for every command.
    pub chance: [u8; 16],
    /// Calendars and hours made ready.
    pub ready: &'a Ready,
    /// States of the streams named, current in the batch.
    pub states: &'a States,
    /// Holders of the claims named.
    pub claims: &'a HashMap<Claim, StreamId>,
    /// Last numbers given of the counters named.
    pub counters: &'a HashMap<Counter, i64>,
}

impl View<'_> {
    /// Who holds a claim.
    pub fn holder(&self, claim: &Claim) -> Option<&StreamId> {
        self.claims.get(claim)
    }

    /// The office of a stream.
    pub fn office(&self, stream: &StreamId) -> Option<&Office> {
        match self.states.get(stream) {
            Some(State::Office(office)) => Some(office),
            _ => None,
        }
    }

    /// The office that holds a code, with its stream.
    pub fn office_by_code(&self, code: &str) -> Option<(&StreamId, &Office)> {
        let stream = self.holder(&crate::office::code_claim(code))?;
        Some((stream, self.office(stream)?))
    }

    /// The province this ledger belongs to.
    pub fn province(&self) -> Option<&Province> {
        match self.states.get(&crate::province::stream()) {
            Some(State::Province(province)) => Some(province),
            _ => None,
        }
    }

    /// The next number of a counter; a series begins at 1.
    pub fn next_number(&self, counter: &Counter) -> i64 {
        self.counters.get(counter).copied().unwrap_or(0) + 1
    }
}

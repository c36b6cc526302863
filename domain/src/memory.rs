//! A ledger in memory: what the door keeps in the database, for tests of decisions.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::{Date, Time, date};

use crate::calendar::Ready;
use crate::command::Command;
use crate::event::{Actor, Told};
use crate::province::{Province, Purpose, Role, Term, Terms};
use crate::refusal::Refusal;
use crate::state::State;
use crate::states::States;
use crate::stream::{Claim, ClaimChange, Counter, StreamId};
use crate::time::LawTime;
use crate::view::View;

pub(crate) struct Memory {
    pub(crate) states: HashMap<StreamId, State>,
    pub(crate) claims: HashMap<Claim, StreamId>,
    pub(crate) counters: HashMap<Counter, i64>,
    /// The day of decisions.
    pub(crate) day: Date,
    /// Their time of day.
    pub(crate) time: Time,
    ready: Ready,
    commands: u128,
}

impl Memory {
    pub(crate) fn new() -> Memory {
        let term = |id: &str, rank| Term {
            id: id.to_owned(),
            name: id.to_owned(),
            name_en: id.to_owned(),
            rank,
        };
        let terms = Terms {
            levels: vec![term("province", 1), term("commune", 3)],
            kinds: vec![term("committee", 1), term("desk", 5)],
            roles: vec![Role { id: "clerk".to_owned(), ..Role::default() }],
            ..Terms::default()
        };
        let province = Province {
            purpose: Purpose::Production,
            origin: "example.com/log".to_owned(),
            log_keys: Vec::new(),
            both_until: None,
            terms,
            administrators: Vec::new(),
        };
        let states =
            HashMap::from([(crate::province::stream(), State::Province(Box::new(province)))]);
        let (claims, counters) = (HashMap::new(), HashMap::new());
        let (day, ready) = (date(2019, 12, 16), Ready::default());
        Memory { states, claims, counters, day, time: Time::midnight(), ready, commands: 0 }
    }

    /// Decides and folds, as the door would; answers how many events were told.
    pub(crate) fn tell(&mut self, command: &Command) -> Result<usize, Refusal> {
        self.tell_as(&Actor::system().id, command)
    }

    /// The same for somebody.
    pub(crate) fn tell_as(&mut self, actor: &str, command: &Command) -> Result<usize, Refusal> {
        let actor = Actor { id: actor.to_owned(), office: String::new() };
        self.tell_for(&actor, command).map(|told| told.len())
    }

    /// The instant of decisions.
    pub(crate) fn now(&self) -> LawTime {
        LawTime::of(self.day.to_datetime(self.time))
    }

    /// The same for somebody in an office; answers what was told.
    pub(crate) fn tell_for(
        &mut self,
        actor: &Actor,
        command: &Command,
    ) -> Result<Vec<Told>, Refusal> {
        self.commands += 1;
        let seen = Seen::of(self, command);
        let view = View {
            actor,
            now: self.now(),
            chance: self.commands.to_be_bytes(),
            ready: &self.ready,
            states: &seen.states,
            claims: &seen.claims,
            counters: &seen.counters,
        };
        let told = command.decide(&view)?;
        for told in told.clone() {
            for change in told.event.claims() {
                match change {
                    ClaimChange::Taken(claim) => {
                        let before = self.claims.insert(claim, told.stream.clone());
                        assert_eq!(before, None, "a claim is taken once");
                    }
                    ClaimChange::Released(claim) => {
                        assert!(self.claims.remove(&claim).is_some(), "what is held is released");
                    }
                }
            }
            for (counter, number) in told.event.numbers() {
                let before = self.counters.insert(counter, number).unwrap_or(0);
                assert_eq!(before + 1, number, "numbers have no gap");
            }
            let after = State::apply(self.states.remove(&told.stream), &told.event);
            self.states.insert(told.stream, after.expect("the first event opens its stream"));
        }
        Ok(told)
    }

    /// The state that a claim leads to.
    pub(crate) fn holder(&self, claim: &Claim) -> Option<&State> {
        self.claims.get(claim).and_then(|stream| self.states.get(stream))
    }
}

/// What a command named to read, and nothing else: a decision that looks at more is found out.
struct Seen {
    states: States,
    claims: HashMap<Claim, StreamId>,
    counters: HashMap<Counter, i64>,
}

impl Seen {
    fn of(memory: &Memory, command: &Command) -> Seen {
        let reads = command.reads();
        let named = reads.claims.into_iter().chain(reads.fact_claims);
        let claims: HashMap<Claim, StreamId> = named
            .filter_map(|claim| {
                let holder = memory.claims.get(&claim)?.clone();
                Some((claim, holder))
            })
            .collect();
        let streams = reads.streams.into_iter().chain(reads.facts).chain(claims.values().cloned());
        let states = streams
            .filter_map(|stream| {
                let state = memory.states.get(&stream)?.clone();
                Some((stream, Arc::new(state)))
            })
            .collect();
        let counters = reads.counters.into_iter().map(|counter| {
            let last = memory.counters.get(&counter).copied().unwrap_or(0);
            (counter, last)
        });
        Seen { states, claims, counters: counters.collect() }
    }
}

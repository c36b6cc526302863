//! The record of `motcua bench`: shaped and sized like a dossier's intake, so that what the
//! bench measures is what a province does. Only a ledger made for benches takes it.

use serde::{Deserialize, Serialize};

use crate::command::Reads;
use crate::event::{Event as AnyEvent, Told, json};
use crate::province::{self, Purpose};
use crate::refusal::Refusal;
use crate::stream::{Counter, StreamId};
use crate::time::LawTime;
use crate::view::View;

pub(crate) const FILED: &str = "bench-filed";
pub(crate) const MOVED: &str = "bench-moved";

/// A day in microseconds.
const DAY_US: i64 = 24 * 3600 * 1_000_000;

fn no_instant() -> LawTime {
    LawTime(0)
}

/// Facts of a filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// The record's key.
    pub key: String,
    /// The office it is filed at.
    pub office: String,
    /// The procedure.
    pub procedure: String,
    /// Days until due.
    pub limit_days: i64,
    /// The number in the office's book, filled in by the decision.
    #[serde(default)]
    pub number: i64,
    /// When it is due, filled in by the decision.
    #[serde(default = "no_instant")]
    pub due: LawTime,
    /// Further facts that make up the size of a real intake.
    pub components: Vec<Component>,
}

/// A paper of the filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// The paper's code.
    pub id: String,
    /// Original, certified copy, photocopy, electronic.
    pub form: String,
    /// How many.
    pub quantity: u32,
}

/// Personal data of a filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
    /// Answers of the form.
    pub answers: String,
}

/// What happens to a bench record.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was filed.
    Filed {
        /// The facts.
        filing: Filing,
        /// The person; `None` once erased.
        person: Option<Person>,
    },
    /// It moved one step on.
    Moved {
        /// The state that it reached.
        state: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Move {
    state: String,
}

impl Event {
    /// The stored form: kind, facts, personal data.
    pub fn encode(&self) -> (&'static str, String, Option<String>) {
        match self {
            Event::Filed { filing, person } => (FILED, json(filing), person.as_ref().map(json)),
            Event::Moved { state } => (MOVED, json(&Move { state: state.clone() }), None),
        }
    }

    /// Reads the stored form of a kind.
    pub fn decode(
        kind: &str,
        facts: &str,
        personal: Option<&str>,
    ) -> Result<Event, serde_json::Error> {
        if kind == MOVED {
            return Ok(Event::Moved { state: serde_json::from_str::<Move>(facts)?.state });
        }
        let filing = serde_json::from_str(facts)?;
        let person = personal.map(serde_json::from_str).transpose()?;
        Ok(Event::Filed { filing, person })
    }

    /// The number taken from the office's book.
    pub fn number(&self) -> Option<(Counter, i64)> {
        match self {
            Event::Filed { filing, .. } => Some((book(&filing.office), filing.number)),
            Event::Moved { .. } => None,
        }
    }
}

/// What may be asked for a bench record.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// File it.
    File {
        /// The facts, without number.
        filing: Filing,
        /// The person.
        person: Person,
    },
    /// Move it one step on.
    Move {
        /// The record's key.
        key: String,
        /// The version that the caller saw.
        expected_version: i64,
        /// The state to reach.
        state: String,
    },
}

impl Command {
    /// The record, the province, and the book of the office.
    pub fn reads(&self) -> Reads {
        let (key, counters) = match self {
            Command::File { filing, .. } => (&filing.key, vec![book(&filing.office)]),
            Command::Move { key, .. } => (key, Vec::new()),
        };
        Reads {
            streams: vec![stream(key)],
            facts: vec![province::stream()],
            counters,
            ..Reads::default()
        }
    }
}

/// A bench record's state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The office it is filed at.
    pub office: String,
    /// The procedure.
    pub procedure: String,
    /// When it is due.
    pub due: LawTime,
    /// The number in the office's book.
    pub number: i64,
    /// The state reached.
    pub state: String,
    /// How many events it has.
    pub version: i64,
}

impl Record {
    /// The record that a filing begins; `None` for any other event.
    pub fn file(event: &Event) -> Option<Record> {
        let Event::Filed { filing, .. } = event else {
            return None;
        };
        Some(Record {
            office: filing.office.clone(),
            procedure: filing.procedure.clone(),
            due: filing.due,
            number: filing.number,
            state: "received".to_owned(),
            version: 1,
        })
    }

    /// Folds one event.
    pub fn apply(mut self, event: &Event) -> Record {
        self.version += 1;
        match event {
            Event::Moved { state } => self.state.clone_from(state),
            Event::Filed { .. } => {}
        }
        self
    }
}

/// The stream of a record.
pub fn stream(key: &str) -> StreamId {
    StreamId::new(2019, "bench", key)
}

/// The gap-free book of an office.
pub fn book(office: &str) -> Counter {
    Counter(format!("bench/{office}"))
}

/// Decides.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    if view.province().is_none_or(|province| province.purpose != Purpose::Bench) {
        return Err(Refusal::NotABench);
    }
    match command {
        Command::File { filing, person } => {
            let stream = stream(&filing.key);
            if view.states.get(&stream).is_some() {
                return Err(Refusal::VersionMovedOn { expected: 0, found: 1 });
            }
            let number = view.next_number(&book(&filing.office));
            let due = LawTime(view.now.0 + filing.limit_days * DAY_US);
            let filing = Filing { number, due, ..filing.clone() };
            let event = Event::Filed { filing, person: Some(person.clone()) };
            Ok(vec![Told { stream, event: AnyEvent::Bench(event) }])
        }
        Command::Move { key, expected_version, state } => {
            let stream = stream(key);
            let found = match view.states.get(&stream) {
                Some(crate::State::Bench(record)) => record.version,
                _ => return Err(Refusal::UnknownStream(stream)),
            };
            if found != *expected_version {
                return Err(Refusal::VersionMovedOn { expected: *expected_version, found });
            }
            let event = Event::Moved { state: state.clone() };
            Ok(vec![Told { stream, event: AnyEvent::Bench(event) }])
        }
    }
}

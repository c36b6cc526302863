//! Events: what was told, in words that stay readable for ever.
//!
//! An event has a header, facts (kept for ever, never personal) and personal data (erasable).
//! Stored bytes are never rewritten: each kind has a decoder per schema number for ever.

use serde::{Deserialize, Serialize};

use crate::stream::{ClaimChange, Counter, StreamId};
use crate::time::LawTime;
use crate::{
    account, bench, day_close, dossier, national, office, procedure, province, reading, report,
    request,
};

/// Who acts, and for which office.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// The account or program: `system`, `administrator`, later an account's stream.
    pub id: String,
    /// The code of the office acted for; empty for the province itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub office: String,
}

/// The identifier of whoever showed the tracking code of a slip.
const APPLICANT: &str = "applicant";

impl Actor {
    /// Whether it is an applicant without an account.
    pub fn is_applicant(&self) -> bool {
        self.id == APPLICANT
    }

    /// The program itself.
    pub fn system() -> Actor {
        Actor { id: "system".to_owned(), office: String::new() }
    }

    /// The stream of the account that acts, where it is one.
    pub fn account(&self) -> Option<StreamId> {
        account::is_account(&self.id).then(|| StreamId::stored(self.id.clone()))
    }

    /// Whoever showed the tracking code of a slip: the applicant, without an account. At a desk's
    /// tablet, that office stands beside it.
    pub fn applicant(office: &str) -> Actor {
        Actor { id: APPLICANT.to_owned(), office: office.to_owned() }
    }

    /// The operator at the command line.
    pub fn administrator() -> Actor {
        Actor { id: "administrator".to_owned(), office: String::new() }
    }
}

/// The header of a stored event. Its JSON bytes are committed to in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Schema number of facts and personal data.
    pub schema: u32,
    /// The event's kind: `office-opened`.
    pub kind: String,
    /// The instant in law time.
    pub law_time: LawTime,
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub version: i64,
    /// Who told it.
    pub actor: Actor,
}

/// The reason personal data was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalErased {
    /// The legal ground, as a code of the retention rules.
    pub ground: String,
}

/// Everything that can be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Of an office.
    Office(office::Event),
    /// Of the province and its ledger.
    Province(province::Event),
    /// Of a procedure and its revisions.
    Procedure(procedure::Event),
    /// Of the national procedure database.
    National(national::Event),
    /// Of an account.
    Account(account::Event),
    /// Of readings of personal data.
    Reading(reading::Event),
    /// Of what a person asked about their data.
    Request(request::Event),
    /// Of a dossier.
    Dossier(dossier::Event),
    /// Of the end of a desk's day.
    DayClose(day_close::Event),
    /// Of a statutory report.
    Report(Box<report::Event>),
    /// Of `motcua bench`.
    Bench(bench::Event),
    /// The personal data of the stream was destroyed.
    PersonalErased(PersonalErased),
}

/// An event as decided: the door gives it its version, instant and actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// What happened.
    pub event: Event,
}

/// The stored form of an event's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The kind.
    pub kind: &'static str,
    /// The schema number.
    pub schema: u32,
    /// JSON of the facts.
    pub facts: String,
    /// JSON of the personal data; `None` where the kind has none.
    pub personal: Option<String>,
}

/// A stored event that this program cannot read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The kind and schema are unknown: written by a newer program, or damaged.
    #[error("event kind `{kind}` with schema {schema} is unknown to this version of motcua")]
    Unknown {
        /// The stored kind.
        kind: String,
        /// The stored schema number.
        schema: u32,
    },
    /// The stored bytes are not of the kind's shape.
    #[error("event kind `{kind}`: {source}")]
    Shape {
        /// The stored kind.
        kind: String,
        /// What the parser found.
        source: serde_json::Error,
    },
}

impl Event {
    /// Every kind that was ever stored.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        let offices = [office::OPENED, office::CHANGED, office::CLOSED];
        let others = [day_close::KIND, report::KIND, bench::FILED, bench::MOVED, PERSONAL_ERASED];
        offices
            .into_iter()
            .chain(province::KINDS)
            .chain(procedure::KINDS)
            .chain(national::KINDS)
            .chain(account::KINDS)
            .chain(reading::KINDS)
            .chain(request::KINDS)
            .chain(dossier::KINDS)
            .chain(others)
    }

    /// The stored form. Called once, when the event is written.
    pub fn encode(&self) -> Encoded {
        let (kind, facts, personal) = match self {
            Event::Office(event) => (event.kind(), json(event), None),
            Event::Province(event) => (event.kind(), json(event), None),
            Event::Procedure(event) => return event.encode(),
            Event::National(event) => (event.kind(), json(event), None),
            Event::Account(event) => return event.encode(),
            Event::Reading(event) => return event.encode(),
            Event::Request(event) => return event.encode(),
            Event::Dossier(event) => return event.encode(),
            Event::DayClose(event) => return event.encode(),
            Event::Report(event) => (report::KIND, json(event), None),
            Event::Bench(event) => event.encode(),
            Event::PersonalErased(event) => (PERSONAL_ERASED, json(event), None),
        };
        Encoded { kind, schema: 1, facts, personal }
    }

    /// Reads a stored event; `personal` is `None` when it was erased or never there.
    pub fn decode(
        kind: &str,
        schema: u32,
        facts: &str,
        personal: Option<&str>,
    ) -> Result<Event, DecodeError> {
        let shape = |source| DecodeError::Shape { kind: kind.to_owned(), source };
        match (kind, schema) {
            (PERSONAL_ERASED, 1) => {
                serde_json::from_str(facts).map(Event::PersonalErased).map_err(shape)
            }
            (office::OPENED | office::CHANGED | office::CLOSED, 1) => {
                serde_json::from_str(facts).map(Event::Office).map_err(shape)
            }
            (bench::FILED | bench::MOVED, 1) => {
                bench::Event::decode(kind, facts, personal).map(Event::Bench).map_err(shape)
            }
            (kind, 1) if procedure::KINDS.contains(&kind) => {
                procedure::Event::decode(facts, personal).map(Event::Procedure).map_err(shape)
            }
            (kind, 1) if account::KINDS.contains(&kind) => {
                account::Event::decode(facts, personal).map(Event::Account).map_err(shape)
            }
            (kind, 1) if reading::KINDS.contains(&kind) => {
                reading::Event::decode(facts, personal).map(Event::Reading).map_err(shape)
            }
            (kind, 1) if request::KINDS.contains(&kind) => {
                request::Event::decode(facts, personal).map(Event::Request).map_err(shape)
            }
            (kind, 1) if dossier::KINDS.contains(&kind) => {
                dossier::Event::decode(facts, personal).map(Event::Dossier).map_err(shape)
            }
            (day_close::KIND, 1) => {
                day_close::Event::decode(facts, personal).map(Event::DayClose).map_err(shape)
            }
            (report::KIND, 1) => serde_json::from_str(facts).map(Event::Report).map_err(shape),
            (kind, 1) if national::KINDS.contains(&kind) => {
                serde_json::from_str(facts).map(Event::National).map_err(shape)
            }
            (kind, 1) if province::KINDS.contains(&kind) => {
                serde_json::from_str(facts).map(Event::Province).map_err(shape)
            }
            _ => Err(DecodeError::Unknown { kind: kind.to_owned(), schema }),
        }
    }

    /// The claims that the event takes or releases for its stream.
    pub fn claims(&self) -> Vec<ClaimChange> {
        match self {
            Event::Office(event) => event.claims(),
            Event::Procedure(event) => event.claims(),
            Event::National(event) => event.claims(),
            Event::Account(event) => event.claims(),
            Event::Dossier(event) => event.claims(),
            Event::Reading(_)
            | Event::Request(_)
            | Event::DayClose(_)
            | Event::Report(_)
            | Event::Bench(_)
            | Event::Province(_)
            | Event::PersonalErased(_) => Vec::new(),
        }
    }

    /// The numbers that the event took from gap-free series.
    pub fn numbers(&self) -> Vec<(Counter, i64)> {
        match self {
            Event::Dossier(event) => event.numbers(),
            Event::Bench(event) => event.number().into_iter().collect(),
            Event::Procedure(event) => event.number().into_iter().collect(),
            Event::National(event) => event.number().into_iter().collect(),
            Event::Office(_)
            | Event::Province(_)
            | Event::Account(_)
            | Event::Reading(_)
            | Event::Request(_)
            | Event::DayClose(_)
            | Event::Report(_)
            | Event::PersonalErased(_) => Vec::new(),
        }
    }
}

const PERSONAL_ERASED: &str = "personal-erased";

/// JSON of a value whose shape always serialises.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("invariant: maps have string keys and numbers are finite")
}

#[cfg(test)]
mod tests;

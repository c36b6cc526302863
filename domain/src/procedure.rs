//! Procedures: what the province publishes, revision by revision.
//!
//! A procedure's stream holds its life: which revisions there are, who reviewed and published
//! them, from when to when each is in force. A revision's stream holds its content, so that a
//! dossier relies on the one revision it was received under and on nothing else.

pub mod check;
mod decide;
pub mod description;
pub mod diff;
mod event;
pub mod lint;
pub mod search;
mod span;
pub mod standard;

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::command::Reads;
use crate::form::Kind;
use crate::province;
use crate::stream::{Claim, Counter, StreamId};
pub use decide::{decide, may_publish};
use description::Description;
pub(crate) use event::KINDS;
pub use event::{Event, Names};

/// The most revisions of a procedure.
pub const REVISIONS_MAX: u32 = 1000;

/// Where a draft comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The province's data files.
    Files,
    /// The national procedure database.
    National,
    /// Somebody at the editor.
    Editor,
}

/// An official who reviews or approves, as facts keep it: never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Position: "Phó Chủ tịch".
    pub position: String,
    /// Code of the office.
    pub office: String,
}

/// An official with the name, which is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    /// Name.
    pub name: String,
    /// Position.
    pub position: String,
    /// Code of the office.
    pub office: String,
}

impl Official {
    /// Position and office, without the name.
    pub fn seat(&self) -> Seat {
        Seat { position: self.position.clone(), office: self.office.clone() }
    }
}

/// A decision: of publication (quyết định công bố), or of abolition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number and symbol.
    pub number: String,
    /// Day of signature.
    pub date: Date,
    /// Who decided.
    pub agency: String,
}

/// What may be asked for a procedure.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Draft a revision, or bring its draft to this content. The same content again, or the
    /// content of a published revision, tells nothing.
    Draft {
        /// National code.
        code: String,
        /// Number of the revision: the draft's, or the next one.
        number: u32,
        /// The content.
        description: Box<Description>,
        /// Where it comes from.
        origin: Origin,
    },
    /// Find a draft right.
    Review {
        /// National code.
        code: String,
        /// Number of the revision.
        number: u32,
        /// Who.
        reviewer: Official,
    },
    /// Publish a reviewed revision.
    Publish(Box<Publication>),
    /// Give a draft up.
    Drop {
        /// National code.
        code: String,
        /// Number of the revision.
        number: u32,
    },
    /// End a procedure.
    End {
        /// National code.
        code: String,
        /// Last day in force.
        on: Date,
        /// The decision.
        decision: Decision,
    },
}

/// The publication of a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// National code.
    pub code: String,
    /// Number of the revision.
    pub number: u32,
    /// First day in force.
    pub from: Date,
    /// Last day in force, where the decision names one.
    pub to: Option<Date>,
    /// The decision.
    pub decision: Decision,
    /// Who found it right; named again, and another than the approver.
    pub reviewer: Official,
    /// Who approves.
    pub approver: Official,
}

impl Command {
    /// The national code of the procedure concerned.
    pub fn code(&self) -> &str {
        match self {
            Command::Draft { code, .. }
            | Command::Review { code, .. }
            | Command::Drop { code, .. }
            | Command::End { code, .. } => code,
            Command::Publish(publication) => &publication.code,
        }
    }

    /// The procedure, the revision, the one before it, and the number of the change.
    pub fn reads(&self) -> Reads {
        let code = self.code();
        let mut reads = Reads {
            facts: vec![province::stream()],
            claims: vec![code_claim(code)],
            counters: vec![catalogue()],
            ..Reads::default()
        };
        let number = match self {
            Command::Draft { number, .. } => {
                reads.claims.push(revision_claim(code, *number));
                reads.fact_claims.push(revision_claim(code, number.saturating_sub(1)));
                return reads;
            }
            Command::Review { number, .. } => *number,
            Command::Publish(publication) => publication.number,
            Command::Drop { .. } | Command::End { .. } => return reads,
        };
        reads.fact_claims.push(revision_claim(code, number));
        reads
    }
}

/// Where a revision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Found right by one official.
    Reviewed,
    /// Published by a decision.
    Published,
    /// Given up.
    Dropped,
}

/// A revision as its procedure knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number, from 1.
    pub number: u32,
    /// Where its draft came from last.
    pub origin: Origin,
    /// Where it stands.
    pub status: Status,
    /// Who found it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Seat>,
    /// First day in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day that the decision names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// The decision that published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// A procedure as the catalogue knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// National code.
    pub code: String,
    /// Its revisions by number.
    pub revisions: Vec<Head>,
    /// Its end, once decided: last day, and the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(Date, Decision)>,
}

impl Procedure {
    /// The procedure that a first draft opens; `None` for any other event.
    pub fn open(event: &Event) -> Option<Procedure> {
        match event {
            Event::Drafted { code, .. } => {
                let empty = Procedure { code: code.clone(), revisions: Vec::new(), ended: None };
                Some(empty.apply(event))
            }
            Event::Described { .. }
            | Event::Reviewed { .. }
            | Event::Published { .. }
            | Event::Dropped { .. }
            | Event::Ended { .. } => None,
        }
    }

    /// Folds one event.
    pub fn apply(mut self, event: &Event) -> Procedure {
        match event {
            Event::Drafted { number, origin, .. } => {
                let fresh = Head {
                    number: *number,
                    origin: *origin,
                    status: Status::Draft,
                    reviewer: None,
                    from: None,
                    to: None,
                    decision: None,
                };
                match self.revisions.iter_mut().find(|head| head.number == *number) {
                    Some(head) => *head = fresh,
                    None => self.revisions.push(fresh),
                }
            }
            Event::Reviewed { number, reviewer, .. } => {
                self.change(*number, |head| {
                    head.status = Status::Reviewed;
                    head.reviewer = Some(reviewer.clone());
                });
            }
            Event::Published { number, from, to, decision, .. } => {
                self.change(*number, |head| {
                    head.status = Status::Published;
                    (head.from, head.to) = (Some(*from), *to);
                    head.decision = Some(decision.clone());
                });
            }
            Event::Dropped { number, .. } => {
                self.change(*number, |head| head.status = Status::Dropped);
            }
            Event::Ended { on, decision, .. } => self.ended = Some((*on, decision.clone())),
            Event::Described { .. } => {}
        }
        self
    }

    fn change(&mut self, number: u32, change: impl FnOnce(&mut Head)) {
        if let Some(head) = self.revisions.iter_mut().find(|head| head.number == number) {
            change(head);
        }
    }

    /// A revision by its number.
    pub fn revision(&self, number: u32) -> Option<&Head> {
        self.revisions.iter().find(|head| head.number == number)
    }

    /// The revision that is being written or reviewed.
    pub fn draft(&self) -> Option<&Head> {
        let open = |head: &&Head| matches!(head.status, Status::Draft | Status::Reviewed);
        self.revisions.iter().rev().find(open)
    }

    /// The number that the next draft has: that of the open one, else one more than the last.
    pub fn next_number(&self) -> u32 {
        let last = self.revisions.iter().map(|head| head.number).max().unwrap_or(0);
        self.draft().map_or(last + 1, |head| head.number)
    }

    /// Published revisions with their first and last day, in order; no last day means no end.
    /// Each ends where the next begins, where its decision says, or with the procedure.
    pub fn published(&self) -> Vec<(&Head, Date, Option<Date>)> {
        let mut all: Vec<(&Head, Date)> =
            self.revisions.iter().filter_map(|head| Some((head, head.from?))).collect();
        all.retain(|(head, _)| head.status == Status::Published);
        all.sort_by_key(|(_, from)| *from);
        let next = |at: usize| all.get(at + 1).and_then(|(_, from)| from.checked_sub(1.day()).ok());
        let ended = self.ended.as_ref().map(|(on, _)| *on);
        let last = |at: usize, head: &Head| [head.to, next(at), ended].into_iter().flatten().min();
        let each = all.iter().enumerate();
        each.map(|(at, (head, from))| (*head, *from, last(at, head))).collect()
    }

    /// The revision in force on a day.
    pub fn at(&self, day: Date) -> Option<&Head> {
        let published = self.published();
        let holds = |(_, from, to): &&(&Head, Date, Option<Date>)| {
            *from <= day && to.is_none_or(|to| day <= to)
        };
        published.iter().find(holds).map(|(head, ..)| *head)
    }
}

/// A revision's content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// National code of the procedure.
    pub code: String,
    /// Its number.
    pub number: u32,
    /// Kinds of every question that this and earlier revisions ever asked.
    pub asked: BTreeMap<String, Kind>,
    /// The content.
    pub description: Description,
}

impl Revision {
    /// The revision that a description makes; `None` for any other event.
    pub fn of(event: &Event) -> Option<Revision> {
        match event {
            Event::Described { code, number, asked, description, .. } => Some(Revision {
                code: code.clone(),
                number: *number,
                asked: asked.clone(),
                description: (**description).clone(),
            }),
            Event::Drafted { .. }
            | Event::Reviewed { .. }
            | Event::Published { .. }
            | Event::Dropped { .. }
            | Event::Ended { .. } => None,
        }
    }
}

/// The stream of a procedure drafted first in `year`.
pub fn stream(year: i16, code: &str) -> StreamId {
    StreamId::new(year, "procedure", code)
}

/// The stream of a revision drafted first in `year`.
pub fn revision_stream(year: i16, code: &str, number: u32) -> StreamId {
    StreamId::new(year, "revision", &format!("{code}-{number}"))
}

/// At most one procedure has a national code.
pub fn code_claim(code: &str) -> Claim {
    Claim::new("procedure-code", code)
}

/// At most one stream holds a revision.
pub fn revision_claim(code: &str, number: u32) -> Claim {
    Claim::new("revision", format!("{code}/{number}"))
}

/// Numbers the changes of the catalogue, so that whoever keeps a copy sees that it is old.
pub fn catalogue() -> Counter {
    Counter("catalogue".to_owned())
}

#[cfg(test)]
mod tests;

//! Taking over what is open in another system: never a backdated reception, but a fact of its own
//! that says what the other system told.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::deadline::Deadline;
use super::fee::{Duty, Payment};
use super::filing::{Handed, Personal, ReturnBy};
use super::plan::PlannedStep;
use crate::calendar::Moment;
use crate::command::Reads;
use crate::procedure::description::Channel;
use crate::stream::StreamId;
use crate::time::LawTime;
use crate::{office, procedure, province};

/// The fee line of what the procedure costs, where the other system told the sum alone.
pub const IMPORTED_FEE: &str = "imported";

/// How a dossier stands in the system that it is taken over from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stands {
    /// It lies at the desk.
    Received,
    /// It is worked on.
    Working,
    /// The applicant adds what is missing.
    Supplementing {
        /// Since when the clock stands.
        since: LawTime,
        /// The last day to bring it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// A financial duty is to be met.
    Paying {
        /// Since when the clock stands.
        since: LawTime,
        /// What is to be paid.
        duty: Duty,
    },
    /// Time that the procedure's own text excludes.
    Excluded {
        /// Since when the clock stands.
        since: LawTime,
        /// The text that allows it.
        basis: String,
    },
}

impl Stands {
    /// Since when the clock stands.
    pub fn since(&self) -> Option<LawTime> {
        match self {
            Stands::Received | Stands::Working => None,
            Stands::Supplementing { since, .. }
            | Stands::Paying { since, .. }
            | Stands::Excluded { since, .. } => Some(*since),
        }
    }
}

/// What the other system told; never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The system's name.
    pub system: String,
    /// When it was received there.
    pub received: LawTime,
    /// When it is due, as told there.
    pub deadline: Deadline,
    /// How it stood.
    pub stands: Stands,
    /// The office that has it.
    pub office: String,
    /// Who works on it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<StreamId>,
    /// The step that it is at, by its place in the plan.
    pub step: usize,
    /// How often a new date was promised there.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub apologies: u8,
    /// What was paid there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

/// Due dates as the other system has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldDue {
    /// As promised now.
    pub promised: Moment,
    /// By law.
    pub legal: Moment,
    /// As the slip said first.
    pub original: Moment,
}

/// Who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The office.
    pub office: String,
    /// Who works on it there; it waits in the office's queue when absent.
    pub account: Option<StreamId>,
    /// The step that it is at, by its place in the plan.
    pub step: usize,
}

/// A dossier that is open in another system.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The day on which it is taken over, as the caller saw it.
    pub day: Date,
    /// The system's name.
    pub system: String,
    /// Its code there.
    pub foreign: String,
    /// The receiving office.
    pub office: String,
    /// The identifier that begins the office's codes on the day of taking over.
    pub identifier: String,
    /// National code of the procedure.
    pub procedure: String,
    /// The revision it was received under.
    pub revision: u32,
    /// The case.
    pub case: Option<String>,
    /// How it came.
    pub channel: Channel,
    /// When it was received.
    pub received: LawTime,
    /// When it is due.
    pub due: ToldDue,
    /// How it stands.
    pub stands: Stands,
    /// Who has it.
    pub owner: Owner,
    /// How often a new date was promised.
    pub apologies: u8,
    /// How the result is collected.
    pub return_by: ReturnBy,
    /// Sets of papers.
    pub sets: u16,
    /// The papers.
    pub components: Vec<Handed>,
    /// What the procedure costs, in đồng.
    pub fee_vnd: u64,
    /// What of it was paid, in đồng, and the paper that shows it.
    pub paid: Option<(u64, String)>,
    /// What the applicant is to bring, in words.
    pub lacks: String,
    /// The schedule of hours of the receiving office.
    pub hours: String,
    /// The steps that it takes (see [`super::plan`]).
    pub steps: Vec<PlannedStep>,
    /// Who and what.
    pub personal: Personal,
}

impl Import {
    /// What must be seen to decide.
    pub(super) fn reads(&self) -> Reads {
        let mut fact_claims = vec![
            office::code_claim(&self.office),
            procedure::code_claim(&self.procedure),
            procedure::revision_claim(&self.procedure, self.revision),
        ];
        if self.owner.office != self.office {
            fact_claims.push(office::code_claim(&self.owner.office));
        }
        let mut facts = vec![province::stream()];
        facts.extend(self.owner.account.clone());
        Reads {
            facts,
            fact_claims,
            claims: vec![super::foreign_claim(&self.foreign)],
            counters: vec![super::code_counter(&self.office, self.day)],
            ..Reads::default()
        }
    }
}

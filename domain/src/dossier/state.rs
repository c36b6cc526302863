//! A dossier's state, folded from its events; nothing of it is personal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::deadline::{Counted, Deadline, SetDue, explain, explain_set};
use super::fee::{Duty, Settled};
use super::filing::{Filing, Handed, Lack, ReturnBy};
use super::phase::Phase;
use super::plan::PlannedStep;
use super::result::{Decided, Handout, Letter, Opinion};
use super::time_taken::TimeTaken;
use super::wrong::Wrong;
use crate::calendar::{Moment, Pause, Punctuality, Ready};
use crate::procedure::description::Silence;
use crate::province::Terms;
use crate::stream::StreamId;
use crate::time::LawTime;

/// Its reception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reception {
    /// When the clock began.
    pub at: LawTime,
    /// Who took it in.
    pub by: String,
    /// Year of the office's book.
    pub year: i16,
    /// Running number there; none where it stands in the book of the system that it was taken over
    /// from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
}

/// Who has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The office.
    pub office: String,
    /// Who works on it; it waits in the office's queue when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<StreamId>,
    /// Since when.
    pub since: LawTime,
    /// When the step is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

/// Why it is given on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// To the next step.
    #[default]
    On,
    /// Back to an earlier one.
    Back,
    /// To the agency that is competent.
    Transfer,
}

/// A hand-over that waits for its taker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The office that gives.
    pub from: String,
    /// The office that takes.
    pub to: String,
    /// Who is to work on it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<StreamId>,
    /// The step that begins there, by its place in the plan.
    pub step: usize,
    /// Why.
    #[serde(default)]
    pub way: Way,
    /// Sets of papers handed over; none when nothing is on paper.
    pub sets: u16,
    /// The batch list that it stands on, by number, where papers go in a batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
}

/// At which stage a supplement was asked for: it is asked once at each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupplementStage {
    /// At the desk, before it was taken in.
    Intake,
    /// While an office examined it.
    Examination {
        /// The office.
        office: String,
    },
}

/// A supplement that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// At which stage.
    pub stage: SupplementStage,
    /// When.
    pub at: LawTime,
    /// What is not right.
    pub lacks: Vec<Lack>,
    /// The last day to bring it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// When it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<LawTime>,
}

/// An agency asked for its opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Its number within the dossier, from 1.
    pub id: u32,
    /// The office, or the name of an agency outside the register.
    pub office: String,
    /// When it was asked.
    pub at: LawTime,
    /// When the answer is due.
    pub due: Moment,
    /// What silence means.
    #[serde(default)]
    pub silence: Silence,
    /// What it said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// The letter that it came by, from outside the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
}

/// Another due date that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueChange {
    /// The date.
    pub due: Moment,
    /// The paper that it stands on.
    pub document: String,
    /// Who asked.
    pub by: String,
}

/// That a dossier was open in another system and was taken over from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// The system's name.
    pub system: String,
    /// When it was taken over.
    pub at: LawTime,
}

/// How a dossier finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// By the promised date.
    pub punctuality: Punctuality,
    /// Whether on or before the legal due day.
    pub lawful: bool,
    /// The time it took, where it can be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeTaken>,
}

/// A dossier as its ledger knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// What never changes.
    pub filing: Filing,
    /// When it was handed in.
    pub filed: LawTime,
    /// Who handed it in, or filled it in at the desk.
    pub filed_by: String,
    /// Where it stands.
    pub phase: Phase,
    /// How many events it has: what `expected_version` is compared with.
    pub version: i64,
    /// Its reception.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reception: Option<Reception>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// Due dates that were set and are not counted from the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_due: Option<SetDue>,
    /// The system that it was taken over from, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<TakenOver>,
    /// When the clock stood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// The step it is at, by its place in the plan.
    pub step: usize,
    /// Who has it.
    pub holder: Holder,
    /// The hand-over that waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_over: Option<HandOver>,
    /// Papers that came later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Handed>,
    /// Supplements asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplements: Vec<Supplement>,
    /// Opinions asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consultations: Vec<Consultation>,
    /// The duty to be met, or met last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Duty>,
    /// Duties that were met before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties_met: Vec<Duty>,
    /// Payments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Settled>,
    /// How often a new date was promised.
    #[serde(default)]
    pub apologies: u8,
    /// A change of the due date that waits for approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_change: Option<DueChange>,
    /// Since when it is late by law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_since: Option<LawTime>,
    /// What was proposed or decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Decided>,
    /// How the result was handed out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handout: Option<Handout>,
    /// When it ended or finished: the clock stopped here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<LawTime>,
    /// How it finished: by promise, by law, and in what time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Finished>,
    /// Codes that other systems gave it after it was handed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<String>,
    /// How the applicant rated it, from 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated: Option<u8>,
}

/// Phases in which a dossier may be rated: the applicant has what was decided.
pub(super) const RATED_IN: [Phase; 2] = [Phase::Refused, Phase::Returned];

impl Dossier {
    /// When it was taken in here: accepted, or taken over from another system. `None` of what was
    /// only handed in.
    pub fn taken_in(&self) -> Option<LawTime> {
        let here = self.reception.as_ref().map(|it| it.at);
        self.imported.as_ref().map(|it| it.at).or(here)
    }

    /// The step that it is at.
    pub fn planned(&self) -> Option<&PlannedStep> {
        self.filing.steps.get(self.step)
    }

    /// What the procedure's fees still owe, in đồng.
    pub fn owed_vnd(&self) -> u64 {
        let due = super::fee::total_vnd(&self.filing.fees);
        due.saturating_sub(self.paid_vnd(|settled| !settled.duty))
    }

    /// What the financial duties still owe, in đồng.
    pub fn duty_owed_vnd(&self) -> u64 {
        let all = self.duties_met.iter().chain(&self.duty);
        let due = all.map(Duty::total_vnd).fold(0, u64::saturating_add);
        due.saturating_sub(self.paid_vnd(|settled| settled.duty))
    }

    fn paid_vnd(&self, of: impl Fn(&Settled) -> bool) -> u64 {
        let counts = self.payments.iter().filter(|settled| !settled.voided && of(settled));
        counts.map(|settled| settled.payment.amount_vnd).fold(0, u64::saturating_add)
    }

    /// Both deadlines over these pauses, with how they are found; `None` before it is taken in.
    pub fn counted(
        &self,
        (ready, terms): (&Ready, &Terms),
        pauses: &[Pause],
    ) -> Option<Result<Counted, Wrong>> {
        let (limits, received) = (&self.filing.limits, self.reception.as_ref()?.at);
        Some(match &self.set_due {
            Some(set) => explain_set(set, limits, (ready, terms), received, pauses),
            None => explain(limits, ready, terms, received, pauses),
        })
    }

    /// Whether the applicant may say now how they were served: they have the result, or the refusal.
    pub fn may_be_rated(&self) -> bool {
        self.rated.is_none() && self.is_answered()
    }

    /// Whether the applicant has what was decided: it was handed out, or refused, or can be opened
    /// on the network by whoever asked for it there.
    pub fn is_answered(&self) -> bool {
        let online = self.filing.return_by == ReturnBy::Online && self.is_handed_out();
        let file = self.result.as_ref().is_some_and(|result| result.file.is_some());
        RATED_IN.contains(&self.phase) || (online && file)
    }

    /// Whether the scan of a result is in its owner's hands: it is released and nothing is owed.
    pub fn is_handed_out(&self) -> bool {
        let is_there = matches!(self.phase, Phase::Finished | Phase::Returned);
        is_there && self.owed_vnd() == 0 && self.duty_owed_vnd() == 0
    }

    /// The supplement that was asked for and has not come.
    pub fn open_supplement(&self) -> Option<&Supplement> {
        self.supplements.last().filter(|it| it.done.is_none())
    }

    /// The time in which the clock stands.
    pub fn open_pause(&self) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.to.is_none())
    }

    /// Opinions that are awaited.
    pub fn awaited(&self) -> impl Iterator<Item = &Consultation> {
        self.consultations.iter().filter(|asked| asked.opinion.is_none())
    }
}

/// The account of whoever acts, where it is one.
pub(super) fn account_of(by: &str) -> Option<StreamId> {
    crate::account::is_account(by).then(|| StreamId::stored(by))
}

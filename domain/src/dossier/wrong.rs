//! Why a dossier cannot be taken in, or an act on it is refused.

use jiff::civil::Date;

use super::phase::Phase;
use crate::calendar::NoDue;
use crate::form;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is needed.
    Missing,
    /// It is not one of those that the procedure has.
    Unknown,
    /// It stands twice.
    Twice,
    /// It has more characters, or more items, than allowed.
    TooLong(usize),
    /// It is less or more than allowed.
    OutOfRange(i64, i64),
    /// It does not look as it must: the kind of thing that it should be.
    Malformed(&'static str),
    /// It lies in the future, or before anybody lived.
    BadDate,
    /// Letters that no official paper can show.
    Letters(Vec<char>),
    /// A file that cannot be named.
    File(NoFile),
    /// An answer of the form is not accepted.
    Answer(form::Wrong),
}

/// Why a file cannot be named by a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// Whoever names it sent no such file.
    Unknown,
    /// A part of it has not come yet.
    Unfinished,
    /// It was not checked yet.
    Unchecked,
    /// It was refused when it was checked.
    Refused,
    /// Another record names it.
    Taken,
}

/// A flaw at its place: `applicant.name`, `components[kq002668]`, `answers.kind`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The place.
    pub place: String,
    /// The flaw.
    pub flaw: Flaw,
}

/// Why something is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There is no dossier of that code.
    #[error("there is no dossier `{0}`")]
    Unknown(String),
    /// Fields are wrong: all of them at once.
    #[error("{} is not right", .0.iter().map(|at| at.place.as_str()).collect::<Vec<_>>().join(", "))]
    Fields(Vec<At>),
    /// Midnight came between reading and deciding: ask again.
    #[error("the day has turned to {0}: send it again")]
    DayTurned(Date),
    /// Another revision of the procedure is in force.
    #[error("revision {in_force} of `{code}` is in force, not {asked}: read it again")]
    RevisionMoved {
        /// The procedure.
        code: String,
        /// The revision in force.
        in_force: u32,
        /// The revision that was asked for.
        asked: u32,
    },
    /// The procedure is not in force on that day.
    #[error("procedure `{0}` is not in force today")]
    NotInForce(String),
    /// The office does not take in dossiers of this procedure (NĐ 61/2018/NĐ-CP, Điều 17).
    #[error("office `{office}` does not receive `{procedure}`")]
    NotReceivedHere {
        /// The office.
        office: String,
        /// The procedure.
        procedure: String,
    },
    /// The office has no identifier that a code can begin with.
    #[error("office `{0}` has no identifier of QCVN 102:2016 or QĐ 20/2020: register one")]
    NoIdentifier(String),
    /// The limit is words: a day must be agreed.
    #[error("the procedure names no limit that can be counted: agree on a day")]
    NoLimit,
    /// The schedule of hours is not defined.
    #[error("the schedule of hours `{0}` is not defined by the province")]
    NoHours(String),
    /// The deadline cannot be counted.
    #[error("{0}")]
    NoDue(NoDue),
    /// The act is not possible where the dossier stands.
    #[error("`{act}` is not possible: the dossier is {}", .phase.id())]
    NotNow {
        /// The act.
        act: &'static str,
        /// Where it stands.
        phase: Phase,
    },
    /// The clock stands for time that the procedure's text excludes.
    #[error("the clock stands for excluded time: end that first")]
    ClockStands,
    /// A supplement was asked for at this stage before: a second needs a reason.
    #[error("a supplement was asked for at this stage before: say why again")]
    AskedBefore,
    /// Nothing was named that is missing.
    #[error("name at least one thing that is not right, with its reason")]
    NothingNamed,
    /// A hand-over waits for its taker.
    #[error("the dossier was handed to `{0}`, which has not acknowledged it yet")]
    HandOverOpen(String),
    /// No hand-over waits for this office.
    #[error("no hand-over waits for office `{0}`")]
    NoHandOver(String),
    /// The taker counted other sets of papers than were handed over.
    #[error("{given} sets were handed over, {counted} counted: settle it before taking over")]
    SetsDiffer {
        /// Handed over.
        given: u16,
        /// Counted.
        counted: u16,
    },
    /// There is no step to go to.
    #[error("there is no further step: name the office it goes to")]
    NoStep,
    /// The dossier lies with another office.
    #[error("the dossier lies with office `{0}`")]
    HeldElsewhere(String),
    /// Somebody works on it already.
    #[error("somebody works on it already")]
    TakenAlready,
    /// An opinion of this agency is awaited already.
    #[error("`{0}` was asked already and has not answered")]
    AskedAlready(String),
    /// No opinion of that number is awaited.
    #[error("no opinion is awaited under number {0}")]
    NotAsked(u32),
    /// An office of the register is asked, which answers for itself.
    #[error("office `{0}` answers for itself: nobody enters its opinion")]
    AnswersItself(String),
    /// Opinions are still awaited.
    #[error("opinions are awaited: {0}")]
    OpinionsOpen(u32),
    /// A new date may be promised once only (NĐ 61/2018/NĐ-CP, Điều 19).
    #[error("a new date was promised already: it may be once")]
    PromisedAnew,
    /// A new date must be later than the promised one.
    #[error("the new date must be later than the promised one")]
    NotLater,
    /// A change of the due date is waiting for its approval.
    #[error("a change of the due date waits for approval")]
    ChangeOpen,
    /// No change of the due date is waiting.
    #[error("no change of the due date waits for approval")]
    NoChange,
    /// Whoever took in or proposed does not sign; whoever asked does not approve.
    #[error("a second person must do this")]
    SamePerson,
    /// Money is owed.
    #[error("{0} đồng are still to be paid")]
    Owed(u64),
    /// More is paid than is owed.
    #[error("only {0} đồng are to be paid")]
    Overpaid(u64),
    /// No such receipt, or voided already.
    #[error("there is no such receipt that could be voided")]
    NoReceipt,
    /// Only for what is decided on the same day.
    #[error("only a procedure decided on the same day is received and returned at once")]
    NotSameDay,
    /// The result was revoked.
    #[error("the result was revoked")]
    Revoked,
    /// The code of another system is known here as another dossier's, or with other facts.
    #[error("the code is known here as dossier `{0}`, with other facts")]
    KnownOtherwise(String),
    /// Nothing is late, or it is known to be.
    #[error("its lateness is known")]
    NothingToMark,
    /// It was rated already.
    #[error("it was rated already")]
    RatedAlready,
    /// Only the applicant rates.
    #[error("only the applicant rates how they were served")]
    NotTheApplicant,
}

impl Wrong {
    /// The HTTP status: 404 unknown, 409 where it stands otherwise, 422 against a rule.
    pub fn status(&self) -> u16 {
        match self {
            Wrong::Unknown(_) => 404,
            Wrong::DayTurned(_)
            | Wrong::RevisionMoved { .. }
            | Wrong::NotNow { .. }
            | Wrong::ClockStands
            | Wrong::HandOverOpen(_)
            | Wrong::NoHandOver(_)
            | Wrong::HeldElsewhere(_)
            | Wrong::TakenAlready
            | Wrong::AskedAlready(_)
            | Wrong::NotAsked(_)
            | Wrong::OpinionsOpen(_)
            | Wrong::ChangeOpen
            | Wrong::NoChange
            | Wrong::Revoked
            | Wrong::KnownOtherwise(_)
            | Wrong::RatedAlready
            | Wrong::NothingToMark => 409,
            Wrong::Fields(_)
            | Wrong::NotInForce(_)
            | Wrong::NotReceivedHere { .. }
            | Wrong::NoLimit
            | Wrong::NoIdentifier(_)
            | Wrong::NoHours(_)
            | Wrong::NoDue(_)
            | Wrong::AskedBefore
            | Wrong::NothingNamed
            | Wrong::AnswersItself(_)
            | Wrong::SetsDiffer { .. }
            | Wrong::NoStep
            | Wrong::PromisedAnew
            | Wrong::NotLater
            | Wrong::SamePerson
            | Wrong::NotTheApplicant
            | Wrong::Owed(_)
            | Wrong::Overpaid(_)
            | Wrong::NoReceipt
            | Wrong::NotSameDay => 422,
        }
    }

    /// The stable name used in problem types and text keys.
    pub fn key(&self) -> &'static str {
        match self {
            Wrong::Unknown(_) => "dossier-unknown",
            Wrong::Fields(_) => "dossier-fields",
            Wrong::DayTurned(_) => "dossier-day-turned",
            Wrong::RevisionMoved { .. } => "dossier-revision-moved",
            Wrong::NotInForce(_) => "dossier-not-in-force",
            Wrong::NotReceivedHere { .. } => "dossier-not-received-here",
            Wrong::NoLimit => "dossier-no-limit",
            Wrong::NoIdentifier(_) => "dossier-no-identifier",
            Wrong::NoHours(_) => "dossier-no-hours",
            Wrong::NoDue(_) => "dossier-no-due",
            Wrong::NotNow { .. } => "dossier-not-now",
            Wrong::ClockStands => "dossier-clock-stands",
            Wrong::AskedBefore => "dossier-asked-before",
            Wrong::NothingNamed => "dossier-nothing-named",
            Wrong::HandOverOpen(_) => "dossier-hand-over-open",
            Wrong::NoHandOver(_) => "dossier-no-hand-over",
            Wrong::SetsDiffer { .. } => "dossier-sets-differ",
            Wrong::NoStep => "dossier-no-step",
            Wrong::HeldElsewhere(_) => "dossier-held-elsewhere",
            Wrong::TakenAlready => "dossier-taken-already",
            Wrong::AskedAlready(_) => "dossier-asked-already",
            Wrong::NotAsked(_) => "dossier-not-asked",
            Wrong::AnswersItself(_) => "dossier-answers-itself",
            Wrong::OpinionsOpen(_) => "dossier-opinions-open",
            Wrong::PromisedAnew => "dossier-promised-anew",
            Wrong::NotLater => "dossier-not-later",
            Wrong::ChangeOpen => "dossier-change-open",
            Wrong::NoChange => "dossier-no-change",
            Wrong::SamePerson => "dossier-same-person",
            Wrong::Owed(_) => "dossier-owed",
            Wrong::Overpaid(_) => "dossier-overpaid",
            Wrong::NoReceipt => "dossier-no-receipt",
            Wrong::NotSameDay => "dossier-not-same-day",
            Wrong::Revoked => "dossier-revoked",
            Wrong::KnownOtherwise(_) => "dossier-known-otherwise",
            Wrong::NothingToMark => "dossier-nothing-to-mark",
            Wrong::RatedAlready => "dossier-rated-already",
            Wrong::NotTheApplicant => "dossier-not-the-applicant",
        }
    }
}

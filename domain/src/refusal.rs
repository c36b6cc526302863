//! Refusals: answers that say which rule said no. They map to a text key and an HTTP status.

use jiff::civil::Date;

use crate::dossier;
use crate::procedure::lint::Finding;
use crate::report;
use crate::stream::StreamId;

/// Why a command was refused. A refusal is an answer, not a failure, and spoils nobody else.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The stream does not exist.
    #[error("there is no record `{0}`")]
    UnknownStream(StreamId),
    /// The stream's personal data was erased; it takes no more commands.
    #[error("the personal data of `{0}` was erased already")]
    AlreadyErased(StreamId),
    /// The record moved on since the caller read it.
    #[error("the record is at version {found}, you saw version {expected}: read it again")]
    VersionMovedOn {
        /// The version that the caller saw.
        expected: i64,
        /// The version now.
        found: i64,
    },
    /// The ledger has no province yet.
    #[error("this ledger has no province yet: run `motcua init --province DIR`")]
    NoProvince,
    /// The ledger has a province already.
    #[error("this ledger belongs to {0} already")]
    ProvinceFounded(String),
    /// An office code is taken.
    #[error("office `{0}` exists already")]
    OfficeExists(String),
    /// An office code is not in the register.
    #[error("there is no office `{0}`")]
    UnknownOffice(String),
    /// An identifier code belongs to another office.
    #[error("identifier code `{code}` belongs to office `{holder}`")]
    IdentifierTaken {
        /// The identifier code.
        code: String,
        /// The office that holds it.
        holder: String,
    },
    /// A level, kind or schedule that the province does not define.
    #[error("office `{office}`: {what} `{value}` is not defined by the province")]
    UndefinedTerm {
        /// The office.
        office: String,
        /// `level`, `kind` or `hours`.
        what: &'static str,
        /// The value.
        value: String,
    },
    /// A parent that does not rank above the office.
    #[error("office `{0}` cannot stand under `{1}`, which does not rank above it")]
    ParentNotAbove(String, String),
    /// A level or kind of another rank than the office began with.
    #[error("office `{0}` keeps its rank: end it, and open its successor")]
    RankChanged(String),
    /// A date outside the office's life.
    #[error("office `{office}` is not in force on {date}")]
    NotInForce {
        /// The office.
        office: String,
        /// The date.
        date: Date,
    },
    /// The description's date is not after the last one.
    #[error("office `{office}`: a description from {date} exists already or lies in its past")]
    DateNotLater {
        /// The office.
        office: String,
        /// The date.
        date: Date,
    },
    /// A code that cannot name a procedure.
    #[error("`{0}` cannot name a procedure: letters, digits, `.` and `-`, at most 40")]
    BadProcedureCode(String),
    /// A procedure that the catalogue does not have.
    #[error("there is no procedure `{0}`")]
    UnknownProcedure(String),
    /// A revision that the procedure does not have.
    #[error("procedure `{code}` has no revision {number}")]
    UnknownRevision {
        /// The procedure.
        code: String,
        /// The revision.
        number: u32,
    },
    /// A revision that was published or given up: it stays as it is.
    #[error("revision {number} of `{code}` is closed: draft the next one")]
    RevisionClosed {
        /// The procedure.
        code: String,
        /// The revision.
        number: u32,
    },
    /// A number that is not the next one.
    #[error("revision {number} of `{code}` cannot be drafted: the next one is {expected}")]
    NotTheNextRevision {
        /// The procedure.
        code: String,
        /// The revision.
        number: u32,
        /// The number that would be right.
        expected: u32,
    },
    /// A revision that this official did not find right.
    #[error("revision {number} of `{code}` was not reviewed by the official named")]
    NotReviewed {
        /// The procedure.
        code: String,
        /// The revision.
        number: u32,
    },
    /// One official cannot both review and approve.
    #[error("`{0}`: two different officials review and approve")]
    OneOfficialOnly(String),
    /// A publication that would take effect before it was decided, or end before it begins.
    #[error("`{code}` cannot take effect on {from}: the decision is later, or the end earlier")]
    EffectBeforeDecision {
        /// The procedure.
        code: String,
        /// The first day.
        from: Date,
    },
    /// The procedure has ended.
    #[error("procedure `{0}` has ended")]
    ProcedureEnded(String),
    /// A question that an earlier revision asked in another kind.
    #[error("`{code}`: question `{question}` had another kind before: give the new one a new id")]
    QuestionChangedKind {
        /// The procedure.
        code: String,
        /// The question.
        question: String,
    },
    /// A description that cannot be drafted or published.
    #[error("`{code}`, {}: {}", finding.place, finding.rule.key())]
    FaultyDescription {
        /// The procedure.
        code: String,
        /// The first finding.
        finding: Finding,
    },
    /// Only a ledger made for benches takes such records.
    #[error("this ledger was not made by `motcua bench`")]
    NotABench,
    /// A key that is not known or not in force.
    #[error("key `{0}` is not in force")]
    UnknownKey(String),
    /// An account that is not there.
    #[error("there is no such account")]
    UnknownAccount,
    /// An account that was closed.
    #[error("the account was closed")]
    AccountClosed,
    /// A login, identity, telephone number or mail address that another account has.
    #[error("another account has the same {0}")]
    KeyTaken(&'static str),
    /// A role that the province does not define.
    #[error("role `{0}` is not defined by the province")]
    UnknownRole(String),
    /// A post that cannot be: which part of it is wrong.
    #[error("the post cannot be held: look at its {0}")]
    BadPost(&'static str),
    /// Only officers and programs hold posts.
    #[error("only an account of an officer or a program holds a post")]
    NotStaff,
    /// A post that the account does not have.
    #[error("the account has no post {0}, or not one that can be changed so")]
    NoSuchPost(u32),
    /// A post that was approved or declined already.
    #[error("post {0} was decided on already")]
    PostDecided(u32),
    /// Nobody decides on their own rights.
    #[error("nobody decides on their own rights: ask a colleague")]
    OwnRights,
    /// Two people are needed, and this is the first of them again.
    #[error("whoever asked for it cannot approve it: a second person must")]
    FourEyes,
    /// A broken glass that was judged already.
    #[error("it was reviewed already")]
    AlreadyReviewed,
    /// A glass that the same account broke before waits for its verdict past its day.
    #[error("the broken glass `{0}` was not judged in time: no other is broken before it is")]
    GlassUnjudged(StreamId),
    /// The last second factor of an officer.
    #[error("an officer keeps at least one second factor: add another before")]
    LastFactor,
    /// A request that was settled already, or cannot get more time.
    #[error("the request was settled already, or cannot get more time")]
    RequestSettled,
    /// The law forbids an erasure for now.
    #[error("the data is under a legal hold: {0}")]
    UnderHold(String),
    /// The rules of retention keep a record until a day.
    #[error("the rules of retention keep it until {0}")]
    Retained(Date),
    /// A dossier cannot be taken in, or an act on it is not possible.
    #[error("{0}")]
    Dossier(#[from] dossier::Wrong),
    /// A report cannot be frozen.
    #[error("{0}")]
    Report(#[from] report::Wrong),
    /// A text that must not be empty, or is too long.
    #[error("{what} must have 1 to {length_max} characters")]
    BadLength {
        /// What was wrong.
        what: &'static str,
        /// The longest allowed, in characters.
        length_max: usize,
    },
}

impl Refusal {
    /// The HTTP status that says it: 404 unknown, 409 moved on or taken, 422 against a rule.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Dossier(wrong) => wrong.status(),
            Refusal::Report(wrong) => wrong.status(),
            Refusal::UnknownStream(_)
            | Refusal::UnknownOffice(_)
            | Refusal::UnknownProcedure(_)
            | Refusal::UnknownAccount
            | Refusal::NoSuchPost(_)
            | Refusal::UnknownRevision { .. } => 404,
            Refusal::VersionMovedOn { .. }
            | Refusal::ProvinceFounded(_)
            | Refusal::OfficeExists(_)
            | Refusal::IdentifierTaken { .. }
            | Refusal::AlreadyErased(_)
            | Refusal::RevisionClosed { .. }
            | Refusal::NotTheNextRevision { .. }
            | Refusal::ProcedureEnded(_)
            | Refusal::AccountClosed
            | Refusal::KeyTaken(_)
            | Refusal::PostDecided(_)
            | Refusal::AlreadyReviewed
            | Refusal::GlassUnjudged(_)
            | Refusal::RequestSettled
            | Refusal::UnderHold(_)
            | Refusal::Retained(_)
            | Refusal::DateNotLater { .. } => 409,
            Refusal::NoProvince
            | Refusal::UndefinedTerm { .. }
            | Refusal::ParentNotAbove(..)
            | Refusal::RankChanged(_)
            | Refusal::NotInForce { .. }
            | Refusal::BadProcedureCode(_)
            | Refusal::NotReviewed { .. }
            | Refusal::OneOfficialOnly(_)
            | Refusal::EffectBeforeDecision { .. }
            | Refusal::QuestionChangedKind { .. }
            | Refusal::FaultyDescription { .. }
            | Refusal::NotABench
            | Refusal::UnknownKey(_)
            | Refusal::UnknownRole(_)
            | Refusal::BadPost(_)
            | Refusal::NotStaff
            | Refusal::OwnRights
            | Refusal::FourEyes
            | Refusal::LastFactor
            | Refusal::BadLength { .. } => 422,
        }
    }

    /// The stable name used in problem types and text keys: `office-exists`.
    pub fn key(&self) -> &'static str {
        match self {
            Refusal::UnknownStream(_) => "unknown-stream",
            Refusal::AlreadyErased(_) => "already-erased",
            Refusal::VersionMovedOn { .. } => "version-moved-on",
            Refusal::NoProvince => "no-province",
            Refusal::ProvinceFounded(_) => "province-founded",
            Refusal::OfficeExists(_) => "office-exists",
            Refusal::UnknownOffice(_) => "unknown-office",
            Refusal::IdentifierTaken { .. } => "identifier-taken",
            Refusal::UndefinedTerm { .. } => "undefined-term",
            Refusal::ParentNotAbove(..) => "parent-not-above",
            Refusal::RankChanged(_) => "rank-changed",
            Refusal::NotInForce { .. } => "not-in-force",
            Refusal::DateNotLater { .. } => "date-not-later",
            Refusal::BadProcedureCode(_) => "bad-procedure-code",
            Refusal::UnknownProcedure(_) => "unknown-procedure",
            Refusal::UnknownRevision { .. } => "unknown-revision",
            Refusal::RevisionClosed { .. } => "revision-closed",
            Refusal::NotTheNextRevision { .. } => "not-the-next-revision",
            Refusal::NotReviewed { .. } => "not-reviewed",
            Refusal::OneOfficialOnly(_) => "one-official-only",
            Refusal::EffectBeforeDecision { .. } => "effect-before-decision",
            Refusal::ProcedureEnded(_) => "procedure-ended",
            Refusal::QuestionChangedKind { .. } => "question-changed-kind",
            Refusal::FaultyDescription { .. } => "faulty-description",
            Refusal::NotABench => "not-a-bench",
            Refusal::UnknownKey(_) => "unknown-key",
            Refusal::UnknownAccount => "unknown-account",
            Refusal::AccountClosed => "account-closed",
            Refusal::KeyTaken(_) => "key-taken",
            Refusal::UnknownRole(_) => "unknown-role",
            Refusal::BadPost(_) => "bad-post",
            Refusal::NotStaff => "not-staff",
            Refusal::NoSuchPost(_) => "no-such-post",
            Refusal::PostDecided(_) => "post-decided",
            Refusal::OwnRights => "own-rights",
            Refusal::FourEyes => "four-eyes",
            Refusal::LastFactor => "last-factor",
            Refusal::AlreadyReviewed => "already-reviewed",
            Refusal::GlassUnjudged(_) => "glass-unjudged",
            Refusal::RequestSettled => "request-settled",
            Refusal::UnderHold(_) => "under-hold",
            Refusal::Retained(_) => "retained",
            Refusal::Dossier(wrong) => wrong.key(),
            Refusal::Report(wrong) => wrong.key(),
            Refusal::BadLength { .. } => "bad-length",
        }
    }
}

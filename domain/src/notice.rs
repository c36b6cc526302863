//! Notices to an applicant: which events are told, and the templates that a province tells them by.
//!
//! A template is data in both languages. What may be filled in is fixed here, and nothing of it is
//! personal: a notice names the dossier and says what to do, and whoever wants to read more signs
//! in or types the code of the slip.

mod template;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::dossier::{Dossier, Event, Phase, What};

pub use template::{
    Fault, MAIL_LENGTH_MAX, SMS_LENGTH_MAX, SUBJECT_LENGTH_MAX, Template, check, fill, fill_sms,
};

/// The longest date or instant in words, in characters: `24 September 2019, 10:05`.
const DATE_LENGTH_MAX: usize = 24;

/// What an applicant is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// It was handed in online or by post.
    Submitted,
    /// It was taken in.
    Received,
    /// It was not taken in.
    Refused,
    /// A supplement is asked for.
    Supplement,
    /// A financial duty is to be met.
    Payment,
    /// The promise was not kept: an apology, and a new date.
    Apology,
    /// The promised date moved.
    DueChanged,
    /// The result is ready.
    Ready,
    /// It was withdrawn.
    Withdrawn,
    /// Work on it was stopped.
    Stopped,
    /// The result was corrected.
    Corrected,
    /// The result was revoked.
    Revoked,
}

/// Something that is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// The dossier's code.
    Code,
    /// Where it is read on: `https://…/my/dossiers/…`, or the page that asks for the slip's code.
    Link,
    /// The office that took it in.
    Office,
    /// The procedure: in mails alone.
    Procedure,
    /// The promised date.
    Due,
    /// Until when a supplement is awaited.
    Until,
    /// What is missing or wrong, a line each: in mails alone.
    Items,
    /// What is to be paid.
    Sum,
    /// Who it is paid to.
    Payee,
    /// Number and symbol of the paper that it stands on.
    Document,
    /// How the result is got.
    How,
    /// Where the work is rated.
    Rating,
}

impl Variable {
    /// As templates write it between braces.
    pub fn id(self) -> &'static str {
        match self {
            Variable::Code => "code",
            Variable::Link => "link",
            Variable::Office => "office",
            Variable::Procedure => "procedure",
            Variable::Due => "due",
            Variable::Until => "until",
            Variable::Items => "items",
            Variable::Sum => "sum",
            Variable::Payee => "payee",
            Variable::Document => "document",
            Variable::How => "how",
            Variable::Rating => "rating",
        }
    }

    /// How many characters are set aside for it in a text message; `None` where none may hold it:
    /// a screen that lies about is read by others.
    fn room(self) -> Option<usize> {
        match self {
            Variable::Code => Some(25),
            Variable::Link | Variable::Rating => Some(70),
            Variable::Office => Some(40),
            Variable::Due | Variable::Until => Some(DATE_LENGTH_MAX),
            Variable::Sum => Some(16),
            Variable::Document => Some(30),
            Variable::Procedure | Variable::Items | Variable::Payee | Variable::How => None,
        }
    }
}

impl Subject {
    /// Every subject, as files tell them.
    pub const ALL: [Subject; 12] = [
        Subject::Submitted,
        Subject::Received,
        Subject::Refused,
        Subject::Supplement,
        Subject::Payment,
        Subject::Apology,
        Subject::DueChanged,
        Subject::Ready,
        Subject::Withdrawn,
        Subject::Stopped,
        Subject::Corrected,
        Subject::Revoked,
    ];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Subject::Submitted => "submitted",
            Subject::Received => "received",
            Subject::Refused => "refused",
            Subject::Supplement => "supplement",
            Subject::Payment => "payment",
            Subject::Apology => "apology",
            Subject::DueChanged => "due-changed",
            Subject::Ready => "ready",
            Subject::Withdrawn => "withdrawn",
            Subject::Stopped => "stopped",
            Subject::Corrected => "corrected",
            Subject::Revoked => "revoked",
        }
    }

    /// The subject of that name.
    pub fn parse(id: &str) -> Option<Subject> {
        Subject::ALL.into_iter().find(|subject| subject.id() == id)
    }

    /// What its templates may fill in.
    pub fn variables(self) -> Vec<Variable> {
        let mut all = vec![Variable::Code, Variable::Link, Variable::Office, Variable::Procedure];
        all.extend_from_slice(match self {
            Subject::Submitted | Subject::Withdrawn => &[],
            Subject::Received | Subject::Apology | Subject::DueChanged => &[Variable::Due],
            Subject::Refused => &[Variable::Items],
            Subject::Supplement => &[Variable::Until, Variable::Items],
            Subject::Payment => &[Variable::Sum, Variable::Payee, Variable::Document],
            Subject::Ready => &[Variable::How, Variable::Rating],
            Subject::Stopped | Subject::Corrected | Subject::Revoked => &[Variable::Document],
        });
        all
    }

    /// What its templates must fill in: without it a notice says nothing.
    fn needed(self) -> &'static [Variable] {
        match self {
            Subject::Received | Subject::Apology | Subject::DueChanged => &[Variable::Due],
            Subject::Supplement => &[Variable::Until, Variable::Link],
            Subject::Payment => &[Variable::Sum],
            Subject::Submitted
            | Subject::Refused
            | Subject::Ready
            | Subject::Withdrawn
            | Subject::Stopped
            | Subject::Corrected
            | Subject::Revoked => &[],
        }
    }
}

/// What an applicant is told of an event, with the dossier as it stands after it; `None` for what
/// concerns the house alone. A dossier that was taken over was told of by the system before.
pub fn told_of(event: &Event, dossier: &Dossier) -> Option<Subject> {
    match &event.what {
        What::Filed { accepted: None, .. } => Some(Subject::Submitted),
        What::Filed { accepted: Some(_), .. } | What::Accepted(_) => Some(Subject::Received),
        What::Refused { .. } => Some(Subject::Refused),
        What::SupplementAsked { .. } => Some(Subject::Supplement),
        What::DutyAsked(_) => Some(Subject::Payment),
        What::Apologised { .. } => Some(Subject::Apology),
        What::DueChangeApproved { deadline } | What::Recounted { deadline } => {
            // What moved by law alone breaks no promise and makes none.
            (!deadline.standing).then_some(Subject::DueChanged)
        }
        What::Supplemented { deadline: Some(_), .. }
        | What::Paid { deadline: Some(_), .. }
        | What::Resumed { .. } => Some(Subject::DueChanged),
        What::Released { .. } | What::Finished { .. } => Some(Subject::Ready),
        What::Withdrawn => Some(Subject::Withdrawn),
        What::Stopped { .. } => Some(Subject::Stopped),
        What::Corrected { .. } => Some(Subject::Corrected),
        What::Revoked { .. } => (dossier.phase != Phase::Refused).then_some(Subject::Revoked),
        What::Imported { .. }
        | What::Supplemented { deadline: None, .. }
        | What::Paid { deadline: None, .. }
        | What::Forwarded(_)
        | What::Acknowledged { .. }
        | What::Taken { .. }
        | What::Reassigned { .. }
        | What::OpinionAsked(_)
        | What::OpinionGiven { .. }
        | What::Voided { .. }
        | What::Proposed { .. }
        | What::SentBack
        | What::Signed(_)
        | What::Numbered { .. }
        | What::Returned(_)
        | What::DueChangeAsked { .. }
        | What::DueChangeDeclined
        | What::BecameLate { .. }
        | What::NoLongerLate
        | What::Linked { .. }
        | What::PaperAdded(_)
        | What::Excluded { .. }
        | What::ResultAttached(_)
        | What::Rated { .. } => None,
    }
}

/// The day or instant that an event promises, where it promises one.
pub fn promised(event: &Event) -> Option<Moment> {
    match &event.what {
        What::Filed { accepted: Some(acceptance), .. } | What::Accepted(acceptance) => {
            Some(acceptance.deadline.promised)
        }
        What::Imported { imported, .. } => Some(imported.deadline.promised),
        What::Supplemented { deadline: Some(deadline), .. }
        | What::Paid { deadline: Some(deadline), .. }
        | What::DueChangeApproved { deadline }
        | What::Recounted { deadline }
        | What::Resumed { deadline } => Some(deadline.promised),
        What::Apologised { promised } => Some(*promised),
        What::Filed { accepted: None, .. }
        | What::Refused { .. }
        | What::SupplementAsked { .. }
        | What::Supplemented { deadline: None, .. }
        | What::Forwarded(_)
        | What::Acknowledged { .. }
        | What::Taken { .. }
        | What::Reassigned { .. }
        | What::OpinionAsked(_)
        | What::OpinionGiven { .. }
        | What::DutyAsked(_)
        | What::Paid { deadline: None, .. }
        | What::Voided { .. }
        | What::Proposed { .. }
        | What::SentBack
        | What::Signed(_)
        | What::Numbered { .. }
        | What::Released { .. }
        | What::Finished { .. }
        | What::Returned(_)
        | What::Corrected { .. }
        | What::Revoked { .. }
        | What::Withdrawn
        | What::Stopped { .. }
        | What::DueChangeAsked { .. }
        | What::DueChangeDeclined
        | What::BecameLate { .. }
        | What::NoLongerLate
        | What::Linked { .. }
        | What::PaperAdded(_)
        | What::Excluded { .. }
        | What::ResultAttached(_)
        | What::Rated { .. } => None,
    }
}

/// Whether a notice still says something new when it is about to be sent: a result that was handed
/// out across the desk is not announced, and a dossier that ended is not said to be taken in.
pub fn is_timely(subject: Subject, due: Option<Moment>, dossier: &Dossier) -> bool {
    let is_over = matches!(dossier.phase, Phase::Returned | Phase::Withdrawn | Phase::Stopped);
    match subject {
        Subject::Submitted => dossier.phase == Phase::Submitted,
        Subject::Received => !is_over && dossier.phase != Phase::Finished,
        Subject::Supplement => dossier.open_supplement().is_some(),
        Subject::Payment => dossier.phase == Phase::Paying,
        Subject::Apology | Subject::DueChanged => {
            dossier.phase.is_open() && dossier.deadline.map(|it| it.promised) == due
        }
        Subject::Ready => dossier.phase == Phase::Finished,
        Subject::Refused
        | Subject::Withdrawn
        | Subject::Stopped
        | Subject::Corrected
        | Subject::Revoked => true,
    }
}

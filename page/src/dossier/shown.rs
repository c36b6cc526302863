//! Parts of a dossier as its officers see them.

use super::{Badge, Left, Moment};
use crate::Text;
use crate::procedure::Said;

/// A way on from a page.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub path: String,
    /// What it says.
    pub name: String,
}

/// Something to think of before deciding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flag {
    /// Another dossier of the same applicant asks for the same: its code.
    Duplicate(String),
    /// More was asked for, so many times.
    Supplemented(u64),
    /// Opinions that are still missing: whose.
    OpinionMissing(String),
    /// It is due today, tomorrow, or was.
    DueSoon,
    /// The promised day was changed.
    DueChanged,
    /// Whoever decides took it in, too.
    SamePerson(String),
    /// Anything else, in a sentence.
    Other(String),
}

impl Flag {
    pub(super) fn words(&self, text: &Text) -> String {
        match self {
            Flag::Duplicate(code) => text.dossier_flag_duplicate(code),
            Flag::Supplemented(times) => text.dossier_flag_supplemented(*times),
            Flag::OpinionMissing(whose) => text.dossier_flag_opinion(whose),
            Flag::DueSoon => text.dossier_flag_due(),
            Flag::DueChanged => text.dossier_flag_changed(),
            Flag::SamePerson(who) => text.dossier_flag_same(who),
            Flag::Other(words) => words.clone(),
        }
    }

    /// The dossier that it speaks of.
    pub(super) fn path(&self) -> Option<String> {
        match self {
            Flag::Duplicate(code) => Some(format!("/dossiers/{code}")),
            Flag::Supplemented(_)
            | Flag::OpinionMissing(_)
            | Flag::DueSoon
            | Flag::DueChanged
            | Flag::SamePerson(_)
            | Flag::Other(_) => None,
        }
    }
}

/// An answer of the form.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub name: Said,
    /// The answer.
    pub value: String,
    /// The answer before a supplement, where it was another.
    pub before: Option<String>,
    /// What is known about it: `khớp cơ sở dữ liệu đất đai`.
    pub note: Option<String>,
}

/// Answers under one heading.
#[derive(Clone, Debug)]
pub struct AnswerGroup {
    /// The heading; empty for the first.
    pub name: Said,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// How a document is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// In a frame.
    Pdf,
    /// As a picture.
    Image,
    /// Not here: it can be downloaded.
    Other,
}

impl DocumentKind {
    pub(super) fn id(self) -> &'static str {
        match self {
            DocumentKind::Pdf => "pdf",
            DocumentKind::Image => "image",
            DocumentKind::Other => "other",
        }
    }
}

/// A document of the dossier.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file's name.
    pub file: String,
    /// The component that it belongs to.
    pub component: Said,
    /// How it is shown.
    pub kind: DocumentKind,
    /// Where it is read, from this house.
    pub path: String,
    /// Its size, in words: `1,2 MB`.
    pub size: String,
    /// The first digits of its hash.
    pub hash: String,
}

/// How a point of the checklist stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// It is met.
    Met,
    /// It is not met.
    Failed,
    /// Nobody looked yet.
    Open,
}

impl CheckState {
    pub(super) fn class(self) -> &'static str {
        match self {
            CheckState::Met => "ok",
            CheckState::Failed => "no",
            CheckState::Open => "todo",
        }
    }

    pub(super) fn icon(self) -> String {
        crate::icon(match self {
            CheckState::Met => "okc",
            CheckState::Failed => "alert",
            CheckState::Open => "ring",
        })
    }

    pub(super) fn words(self, text: &Text) -> String {
        match self {
            CheckState::Met => text.dossier_check_met(),
            CheckState::Failed => text.dossier_check_failed(),
            CheckState::Open => text.dossier_check_open(),
        }
    }
}

/// A point of the checklist.
#[derive(Clone, Debug)]
pub struct Check {
    /// What it is sent under; letters, digits and hyphens.
    pub id: String,
    /// What has to be so.
    pub text: Said,
    /// Article and text that ask for it.
    pub source: String,
    /// How it stands.
    pub state: CheckState,
}

/// An opinion that was asked for.
#[derive(Clone, Debug)]
pub struct Consultation {
    /// Who was asked.
    pub office: String,
    /// What.
    pub question: String,
    /// When.
    pub asked: Moment,
    /// What is left to answer.
    pub left: Left,
    /// What they say, once they did: a badge and their words.
    pub reply: Option<(Badge, String)>,
}

/// A request for more papers.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its number, from 1.
    pub number: u64,
    /// At which stage and by whom, in words.
    pub by: String,
    /// When it was asked.
    pub asked: Moment,
    /// What was asked for: component, reason, words.
    pub lacks: Vec<(String, String, String)>,
    /// When everything was there.
    pub complete: Option<Moment>,
    /// The letter.
    pub letter: Option<String>,
}

/// Something to pay.
#[derive(Clone, Debug)]
pub struct Duty {
    /// What for.
    pub what: String,
    /// How much, in đồng.
    pub amount: u64,
    /// How it stands: asked for, paid, not owed.
    pub standing: Badge,
    /// The receipt's number, once paid.
    pub receipt: Option<String>,
}

/// A line of the control slip: the dossier went from hand to hand.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Who gave it.
    pub from: String,
    /// Who got it.
    pub to: String,
    /// When it was given.
    pub given: Moment,
    /// When it was acknowledged.
    pub taken: Option<Moment>,
    /// Why it was given on, in words.
    pub verdict: Badge,
    /// What was noted.
    pub note: String,
}

//! The one table of rights: who may do what to which record, and why not.
//!
//! Somebody may do something when all of these hold: a role gives the action, the record lies
//! where the role reaches, they stand in a relation to it, its stage permits the action, a
//! purpose is declared where personal data is read, they did not do what must be done by
//! somebody else, and they signed in strongly enough. Everything else is denied, with the reason.
//!
//! Roles are data of the province; what each action asks for beside a role is law and stands in
//! [`rules`]. Pages, interface and jobs ask [`decide`]; lists ask [`scope`], which is the same
//! rule as places.

mod action;
mod decide;
pub mod rules;
#[cfg(test)]
mod tests;
mod who;

use serde::{Deserialize, Serialize};

pub use action::Action;
pub use decide::{Asking, Conjunct, Denied, Granted, Scope, could, decide, relations, scope};
pub use rules::{Rule, rule};
pub use who::{Factor, Grant, SCOPE, Seat, Who, Why};

use crate::stream::StreamId;

/// How far a role reaches from the office that its holder has a post in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Records of the office itself.
    #[default]
    Office,
    /// Records of the office and of every office under it.
    Below,
    /// Records of the whole province.
    Province,
}

/// How somebody stands to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// It is their own: the applicant, the person an account is about.
    Owner,
    /// They act for its owner by a dated authorisation.
    Representative,
    /// It is theirs to work on, or of somebody they are the deputy of.
    Assigned,
    /// It waits in their office's queue for somebody to take it.
    Queue,
    /// Their office was asked for its opinion.
    Invited,
    /// Their office took it in and gives its result out, and they serve applicants there, wherever
    /// it lies meanwhile.
    Desk,
    /// They lead the office that holds it.
    Supervisor,
    /// They broke the glass for it, and the time has not run out.
    Glass,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 8] = [
        Relation::Owner,
        Relation::Representative,
        Relation::Assigned,
        Relation::Queue,
        Relation::Invited,
        Relation::Desk,
        Relation::Supervisor,
        Relation::Glass,
    ];

    /// The name in addresses and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Relation::Owner => "owner",
            Relation::Representative => "representative",
            Relation::Assigned => "assigned",
            Relation::Queue => "queue",
            Relation::Invited => "invited",
            Relation::Desk => "desk",
            Relation::Supervisor => "supervisor",
            Relation::Glass => "glass",
        }
    }
}

/// Where a record stands in its life, as far as rights depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Handed in and not yet taken in.
    Submitted,
    /// Taken in, nobody works on it yet.
    Received,
    /// Worked on.
    Open,
    /// The clock stands: a supplement or a payment is awaited.
    Paused,
    /// Proposed for signature.
    Proposed,
    /// Decided; the result waits to be handed out.
    Decided,
    /// Ended.
    Ended,
    /// Its personal data was erased.
    Erased,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 8] = [
        Stage::Submitted,
        Stage::Received,
        Stage::Open,
        Stage::Paused,
        Stage::Proposed,
        Stage::Decided,
        Stage::Ended,
        Stage::Erased,
    ];

    /// The name in addresses and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Stage::Submitted => "submitted",
            Stage::Received => "received",
            Stage::Open => "open",
            Stage::Paused => "paused",
            Stage::Proposed => "proposed",
            Stage::Decided => "decided",
            Stage::Ended => "ended",
            Stage::Erased => "erased",
        }
    }
}

/// Why somebody reads personal data. It is recorded, and the person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To handle the person's dossier.
    Handling,
    /// To answer what the person asked.
    Inquiry,
    /// To handle a complaint or denunciation.
    Complaint,
    /// Inspection by law.
    Inspection,
    /// To account for figures.
    Reporting,
    /// To administer accounts and posts.
    Administration,
    /// An emergency: the glass was broken.
    Emergency,
}

impl Purpose {
    /// Every purpose, as they are offered.
    pub const ALL: [Purpose; 7] = [
        Purpose::Handling,
        Purpose::Inquiry,
        Purpose::Complaint,
        Purpose::Inspection,
        Purpose::Reporting,
        Purpose::Administration,
        Purpose::Emergency,
    ];

    /// The name in data and addresses.
    pub fn id(self) -> &'static str {
        match self {
            Purpose::Handling => "handling",
            Purpose::Inquiry => "inquiry",
            Purpose::Complaint => "complaint",
            Purpose::Inspection => "inspection",
            Purpose::Reporting => "reporting",
            Purpose::Administration => "administration",
            Purpose::Emergency => "emergency",
        }
    }

    /// The purpose of that name.
    pub fn parse(id: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.id() == id)
    }
}

/// An act that whoever did it may not follow with certain others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Took the dossier in.
    Received,
    /// Proposed what is to be decided.
    Proposed,
    /// Asked for the change that is to be approved.
    Requested,
    /// Is the one whom the change or the request is about.
    Concerned,
}

impl Duty {
    /// Every such act.
    pub const ALL: [Duty; 4] = [Duty::Received, Duty::Proposed, Duty::Requested, Duty::Concerned];

    /// The name in addresses and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Duty::Received => "received",
            Duty::Proposed => "proposed",
            Duty::Requested => "requested",
            Duty::Concerned => "concerned",
        }
    }
}

/// A group of personal data that a role sees or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fields {
    /// Number of the identity paper, date of birth.
    Identity,
    /// Telephone, mail, address.
    Contact,
    /// Answers of the form.
    Answers,
    /// Papers handed in, and the result.
    Papers,
}

impl Fields {
    /// Every group.
    pub const ALL: [Fields; 4] =
        [Fields::Identity, Fields::Contact, Fields::Answers, Fields::Papers];
}

/// What rights look at of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thing {
    /// The record; `None` for a list or a place.
    pub stream: Option<StreamId>,
    /// The offices that carry it, each with those above it: the office itself first.
    pub places: Vec<Vec<String>>,
    /// Accounts whose record it is.
    pub owners: Vec<StreamId>,
    /// Accounts that act for the owners.
    pub representatives: Vec<StreamId>,
    /// The account that works on it.
    pub assignee: Option<StreamId>,
    /// The office in whose queue it waits, where nobody works on it.
    pub queue: Option<String>,
    /// Offices asked for their opinion.
    pub invited: Vec<String>,
    /// The office that took it in and gives its result out.
    pub desk: Option<String>,
    /// Where it stands; `None` for records that have no stages.
    pub stage: Option<Stage>,
    /// Who did what before.
    pub done: Vec<(Duty, StreamId)>,
}

impl Thing {
    /// Something that belongs to no office and nobody: a public page, a form to fill.
    pub fn nothing() -> Thing {
        Thing::default()
    }

    /// What belongs to an office; `path` is the office and those above it.
    pub fn at(path: Vec<String>) -> Thing {
        Thing { places: vec![path], ..Thing::default() }
    }

    /// What concerns the province as a whole: only roles that reach all of it reach this.
    pub fn everywhere() -> Thing {
        Thing::at(Vec::new())
    }

    /// What belongs to an account.
    pub fn of(owner: StreamId) -> Thing {
        Thing { owners: vec![owner], ..Thing::default() }
    }
}

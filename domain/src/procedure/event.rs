//! What happens to a procedure and its revisions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::description::Description;
use super::{Decision, Origin, Seat, catalogue, code_claim, revision_claim};
use crate::event::{Encoded, json};
use crate::form::Kind;
use crate::stream::{ClaimChange, Counter};

/// What happens to a procedure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A revision was drafted, for the first time or anew.
    Drafted {
        /// Number of the change of the catalogue.
        change: i64,
        /// National code of the procedure.
        code: String,
        /// Number of the revision.
        number: u32,
        /// Where it comes from.
        origin: Origin,
        /// Whether this opens the procedure.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        opens: bool,
    },
    /// The content of a revision, on the revision's own stream.
    Described {
        /// National code of the procedure.
        code: String,
        /// Number of the revision.
        number: u32,
        /// Kinds of every question that this and earlier revisions ever asked.
        asked: BTreeMap<String, Kind>,
        /// The content.
        description: Box<Description>,
        /// Whether this opens the revision.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        opens: bool,
    },
    /// An official found it right.
    Reviewed {
        /// Number of the change of the catalogue.
        change: i64,
        /// Number of the revision.
        number: u32,
        /// Who.
        reviewer: Seat,
        /// Name of the reviewer; personal.
        #[serde(skip)]
        names: Option<Names>,
    },
    /// A decision published it.
    Published {
        /// Number of the change of the catalogue.
        change: i64,
        /// Number of the revision.
        number: u32,
        /// First day in force.
        from: Date,
        /// Last day in force, where the decision names one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
        /// The decision.
        decision: Decision,
        /// Who approved.
        approver: Seat,
        /// Name of the approver; personal.
        #[serde(skip)]
        names: Option<Names>,
    },
    /// A draft was given up.
    Dropped {
        /// Number of the change of the catalogue.
        change: i64,
        /// Number of the revision.
        number: u32,
    },
    /// The procedure ends (bãi bỏ).
    Ended {
        /// Number of the change of the catalogue.
        change: i64,
        /// Last day in force.
        on: Date,
        /// The decision.
        decision: Decision,
    },
}

/// The personal part of a review or publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Name of the official.
    pub official: String,
}

/// Every stored kind of this feature.
pub(crate) const KINDS: [&str; 6] = [
    "procedure-drafted",
    "revision-described",
    "procedure-reviewed",
    "procedure-published",
    "procedure-draft-dropped",
    "procedure-ended",
];

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        let [drafted, described, reviewed, published, dropped, ended] = KINDS;
        match self {
            Event::Drafted { .. } => drafted,
            Event::Described { .. } => described,
            Event::Reviewed { .. } => reviewed,
            Event::Published { .. } => published,
            Event::Dropped { .. } => dropped,
            Event::Ended { .. } => ended,
        }
    }

    pub(crate) fn encode(&self) -> Encoded {
        let personal = match self {
            Event::Reviewed { names, .. } | Event::Published { names, .. } => {
                names.as_ref().map(json)
            }
            Event::Drafted { .. }
            | Event::Described { .. }
            | Event::Dropped { .. }
            | Event::Ended { .. } => None,
        };
        Encoded { kind: self.kind(), schema: 1, facts: json(self), personal }
    }

    pub(crate) fn decode(facts: &str, personal: Option<&str>) -> Result<Event, serde_json::Error> {
        let mut event: Event = serde_json::from_str(facts)?;
        if let Event::Reviewed { names, .. } | Event::Published { names, .. } = &mut event {
            *names = personal.map(serde_json::from_str).transpose()?;
        }
        Ok(event)
    }

    /// The code of a procedure or revision is taken by what opens it.
    pub(crate) fn claims(&self) -> Vec<ClaimChange> {
        match self {
            Event::Drafted { code, opens: true, .. } => vec![ClaimChange::Taken(code_claim(code))],
            Event::Described { code, number, opens: true, .. } => {
                vec![ClaimChange::Taken(revision_claim(code, *number))]
            }
            Event::Drafted { .. }
            | Event::Described { .. }
            | Event::Reviewed { .. }
            | Event::Published { .. }
            | Event::Dropped { .. }
            | Event::Ended { .. } => Vec::new(),
        }
    }

    /// The number of the change of the catalogue.
    pub(crate) fn number(&self) -> Option<(Counter, i64)> {
        match self {
            Event::Drafted { change, .. }
            | Event::Reviewed { change, .. }
            | Event::Published { change, .. }
            | Event::Dropped { change, .. }
            | Event::Ended { change, .. } => Some((catalogue(), *change)),
            Event::Described { .. } => None,
        }
    }
}

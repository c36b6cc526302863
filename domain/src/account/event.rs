//! What happens to an account.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Keys, Kind, Means, Person, Post, link_claim};
use crate::access::Factor;
use crate::event::{Encoded, json};
use crate::stream::ClaimChange;
use crate::time::LawTime;

/// What happens to an account. Fields marked with `skip` are personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It was opened.
    Opened {
        /// What it is.
        kind: Kind,
        /// What it is found by.
        keys: Keys,
        /// When.
        at: LawTime,
        /// Who it is; `None` once erased.
        #[serde(skip)]
        person: Option<Person>,
    },
    /// Who it is was written down anew.
    Amended {
        /// What it is found by.
        keys: Keys,
        /// What it was found by before.
        before: Keys,
        /// Who it is; `None` once erased.
        #[serde(skip)]
        person: Option<Person>,
    },
    /// A post was proposed.
    Proposed {
        /// Its number within the account.
        number: u32,
        /// The post.
        post: Post,
        /// Who proposed it.
        by: String,
        /// Why.
        reason: String,
    },
    /// A proposed post was approved.
    Approved {
        /// Its number.
        number: u32,
        /// Who approved it.
        by: String,
    },
    /// A proposed post was declined.
    Declined {
        /// Its number.
        number: u32,
        /// Who declined it.
        by: String,
        /// Why.
        reason: String,
    },
    /// A post ends.
    PostEnded {
        /// Its number.
        number: u32,
        /// Its last day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// A password was set.
    PasswordSet {},
    /// A factor was added.
    Secured {
        /// Which means.
        means: Means,
        /// Its identifier.
        id: String,
    },
    /// A factor was taken away.
    Unsecured {
        /// Which means.
        means: Means,
        /// Its identifier.
        id: String,
    },
    /// An identity at a provider belongs to it.
    Linked {
        /// The keyed hash of issuer and subject.
        key: String,
        /// The issuer.
        issuer: String,
        /// The subject; `None` once erased.
        #[serde(skip)]
        subject: Option<String>,
    },
    /// The identity no longer belongs to it.
    Unlinked {
        /// The keyed hash of issuer and subject.
        key: String,
    },
    /// It signed in.
    SignedIn {
        /// By which means.
        means: Vec<Means>,
        /// How strongly.
        factor: Factor,
        /// When.
        at: LawTime,
    },
    /// It consents to something.
    Consented {
        /// To what.
        purpose: String,
        /// The version of the text that was shown.
        version: String,
    },
    /// It withdrew a consent.
    Withdrew {
        /// To what.
        purpose: String,
    },
    /// The law forbids its erasure.
    Held {
        /// The ground.
        ground: String,
    },
    /// The law no longer forbids it.
    Released {
        /// The ground.
        ground: String,
    },
    /// It was closed.
    Closed {
        /// Why.
        reason: String,
    },
    /// It was opened again.
    Reopened {
        /// Why.
        reason: String,
    },
    /// Its keys were given up, so that the erasure may follow.
    Forgotten {
        /// What it was found by.
        keys: Keys,
        /// Identities at providers that it had.
        links: Vec<String>,
    },
}

/// Every stored kind of this feature.
pub(crate) const KINDS: [&str; 19] = [
    "account-opened",
    "account-amended",
    "post-proposed",
    "post-approved",
    "post-declined",
    "post-ended",
    "password-set",
    "factor-added",
    "factor-removed",
    "identity-linked",
    "identity-unlinked",
    "signed-in",
    "consent-given",
    "consent-withdrawn",
    "legal-hold-set",
    "legal-hold-lifted",
    "account-closed",
    "account-reopened",
    "account-forgotten",
];

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Opened { .. } => KINDS[0],
            Event::Amended { .. } => KINDS[1],
            Event::Proposed { .. } => KINDS[2],
            Event::Approved { .. } => KINDS[3],
            Event::Declined { .. } => KINDS[4],
            Event::PostEnded { .. } => KINDS[5],
            Event::PasswordSet {} => KINDS[6],
            Event::Secured { .. } => KINDS[7],
            Event::Unsecured { .. } => KINDS[8],
            Event::Linked { .. } => KINDS[9],
            Event::Unlinked { .. } => KINDS[10],
            Event::SignedIn { .. } => KINDS[11],
            Event::Consented { .. } => KINDS[12],
            Event::Withdrew { .. } => KINDS[13],
            Event::Held { .. } => KINDS[14],
            Event::Released { .. } => KINDS[15],
            Event::Closed { .. } => KINDS[16],
            Event::Reopened { .. } => KINDS[17],
            Event::Forgotten { .. } => KINDS[18],
        }
    }

    pub(crate) fn encode(&self) -> Encoded {
        let personal = match self {
            Event::Opened { person, .. } | Event::Amended { person, .. } => {
                person.as_ref().map(json)
            }
            Event::Linked { subject, .. } => subject.as_ref().map(json),
            Event::Proposed { .. }
            | Event::Approved { .. }
            | Event::Declined { .. }
            | Event::PostEnded { .. }
            | Event::PasswordSet {}
            | Event::Secured { .. }
            | Event::Unsecured { .. }
            | Event::Unlinked { .. }
            | Event::SignedIn { .. }
            | Event::Consented { .. }
            | Event::Withdrew { .. }
            | Event::Held { .. }
            | Event::Released { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. }
            | Event::Forgotten { .. } => None,
        };
        Encoded { kind: self.kind(), schema: 1, facts: json(self), personal }
    }

    pub(crate) fn decode(facts: &str, personal: Option<&str>) -> Result<Event, serde_json::Error> {
        let mut event: Event = serde_json::from_str(facts)?;
        if let Event::Opened { person, .. } | Event::Amended { person, .. } = &mut event {
            *person = personal.map(serde_json::from_str).transpose()?;
        } else if let Event::Linked { subject, .. } = &mut event {
            *subject = personal.map(serde_json::from_str).transpose()?;
        }
        Ok(event)
    }

    /// What an account is found by is its own alone.
    pub(crate) fn claims(&self) -> Vec<ClaimChange> {
        match self {
            Event::Opened { keys, .. } => {
                keys.claims().into_iter().map(ClaimChange::Taken).collect()
            }
            Event::Amended { keys, before, .. } => {
                let (old, new) = (before.claims(), keys.claims());
                let gone = old.iter().filter(|it| !new.contains(it)).cloned();
                let come = new.iter().filter(|it| !old.contains(it)).cloned();
                gone.map(ClaimChange::Released).chain(come.map(ClaimChange::Taken)).collect()
            }
            Event::Linked { key, .. } => vec![ClaimChange::Taken(link_claim(key))],
            Event::Unlinked { key } => vec![ClaimChange::Released(link_claim(key))],
            Event::Forgotten { keys, links } => {
                let links = links.iter().map(|key| link_claim(key));
                keys.claims().into_iter().chain(links).map(ClaimChange::Released).collect()
            }
            Event::Proposed { .. }
            | Event::Approved { .. }
            | Event::Declined { .. }
            | Event::PostEnded { .. }
            | Event::PasswordSet {}
            | Event::Secured { .. }
            | Event::Unsecured { .. }
            | Event::SignedIn { .. }
            | Event::Consented { .. }
            | Event::Withdrew { .. }
            | Event::Held { .. }
            | Event::Released { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. } => Vec::new(),
        }
    }
}

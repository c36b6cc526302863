//! Who asks: the account, its posts of today with what their roles give, how it signed in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Action, Fields, Reach, rule};
use crate::province::Role;
use crate::stream::StreamId;

/// How strongly somebody signed in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// One factor: a password, a code to a phone, an identity provider without more.
    #[default]
    One,
    /// A second factor, or a passkey.
    Two,
    /// A second factor given again within the last minutes.
    Fresh,
}

/// Stands in the place of a role where single scopes give an action.
pub const SCOPE: &str = "scope";

/// What a role gives its holder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// The role's identifier, or `scope` for the scopes of a token.
    pub role: String,
    /// What it gives.
    pub may: BTreeSet<Action>,
    /// How far it reaches.
    pub reach: Reach,
    /// Which personal data it sees.
    pub sees: BTreeSet<Fields>,
    /// Whether its holder leads the office.
    pub leads: bool,
}

impl Grant {
    /// What a role of the province gives.
    pub fn of(role: &Role) -> Grant {
        Grant {
            role: role.id.clone(),
            may: role.may.iter().copied().collect(),
            reach: role.reach,
            sees: role.sees.iter().copied().collect(),
            leads: role.leads,
        }
    }

    /// What the scopes of a program's token give: these actions in its office, and no personal
    /// data. A program that must see some is given a role.
    pub fn of_scopes(scopes: &[Action]) -> Grant {
        Grant { role: SCOPE.to_owned(), may: scopes.iter().copied().collect(), ..Grant::default() }
    }

    /// Whether its holder serves applicants: takes dossiers in, gives results out, takes money.
    pub fn serves(&self) -> bool {
        let served = [Action::ReceiveDossier, Action::ReturnDossier, Action::TakePayment];
        served.iter().any(|action| self.may.contains(action))
    }

    /// The same without what asks for a second factor given again: a program has none to give,
    /// so nothing that a person signs for is its own, least of all approving rights.
    #[must_use]
    pub fn without_signing(mut self) -> Grant {
        self.may.retain(|action| rule(*action).factor != Factor::Fresh);
        self
    }
}

/// A post held today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// The office.
    pub office: String,
    /// What the post is called: "Chuyên viên".
    pub position: String,
    /// What its roles give.
    pub grants: Vec<Grant>,
    /// The account whose deputy the holder is, for a deputy's post.
    pub deputy_of: Option<StreamId>,
}

/// Whoever asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The account; `None` for a visitor.
    pub account: Option<StreamId>,
    /// Posts held today.
    pub seats: Vec<Seat>,
    /// How strongly they signed in.
    pub factor: Factor,
    /// Records whose glass they broke and whose time has not run out.
    pub glass: Vec<StreamId>,
    /// Whether the account was closed.
    pub closed: bool,
}

impl Who {
    /// A visitor who did not sign in.
    pub fn visitor() -> Who {
        Who::default()
    }

    /// Whether anybody signed in with a post.
    pub fn is_staff(&self) -> bool {
        !self.seats.is_empty()
    }
}

/// By what somebody may: for the record of a reading, and for the explanation of rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Everybody may.
    Everybody,
    /// Everybody who signed in may, to what is theirs.
    Own,
    /// A role in a post gives it.
    Post {
        /// The office of the post.
        office: String,
        /// What the post is called.
        position: String,
        /// The role.
        role: String,
    },
}

//! How long persons are kept, and what they are asked to agree to: data of the province.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::wording::Wording;

/// How long what an account says of its person is kept, on one ground of erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// The ground, as an identifier: `person-asked`.
    pub ground: String,
    /// For which kind of account.
    pub kind: Kind,
    /// What people call the ground.
    pub name: Wording,
    /// Days since the account last did anything.
    pub kept_days: u16,
    /// The text that gives it, or that it is a sample.
    pub source: String,
    /// Whether no text seen bears it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
}

/// How long dossiers are kept after they ended, whatever becomes of the account of their applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierKeeping {
    /// Days since the dossier ended.
    pub kept_days: u16,
    /// The text that gives it, or that it is a sample.
    pub source: String,
    /// Whether no text seen bears it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
}

/// A text that people may agree to, and take back whenever they like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    /// The purpose, as an identifier: `reuse-answers`.
    pub id: String,
    /// The version of the text: consent is given to this one.
    pub version: String,
    /// What it is about.
    pub name: Wording,
    /// The whole text.
    pub text: Wording,
}

/// How persons are kept in a province.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// For how long, by ground and kind of account.
    #[serde(default)]
    pub retention: Vec<Retention>,
    /// For how long dossiers are kept; for good where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossiers: Option<DossierKeeping>,
    /// What people are asked to agree to.
    #[serde(default)]
    pub consents: Vec<ConsentText>,
}

impl Keeping {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.retention.is_empty() && self.consents.is_empty() && self.dossiers.is_none()
    }

    /// How long a kind of account is kept on each ground.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Retention> {
        self.retention.iter().filter(move |it| it.kind == kind)
    }

    /// A text to agree to, by its purpose.
    pub fn consent(&self, id: &str) -> Option<&ConsentText> {
        self.consents.iter().find(|consent| consent.id == id)
    }
}

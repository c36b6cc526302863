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

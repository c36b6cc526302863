//! Means of signing in.

use serde::{Deserialize, Serialize};

/// Means of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// A password.
    Password,
    /// A code that changes each half minute.
    Totp,
    /// A passkey.
    Passkey,
    /// One of the recovery codes.
    Recovery,
    /// A code sent to a telephone or a mail address.
    Code,
    /// An identity provider (OpenID Connect).
    Provider,
    /// A one-time set-up code.
    SetUp,
}

impl Means {
    /// Whether it is a second factor that stays: something that is had.
    pub fn is_second(self) -> bool {
        matches!(self, Means::Totp | Means::Passkey)
    }
}

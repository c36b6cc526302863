//! Signing in with another house's account: OpenID Connect, as a relying party.
//!
//! The code flow with PKCE, and nothing else. The house asks one host, the issuer's; follows no
//! redirect; reads no answer larger than it expects; and believes a token only after its
//! signature, its issuer, its audience, its time and its nonce. An identity is the pair of issuer
//! and subject, never a name or an address of e-mail.
//!
//! Asking is blocking: run it behind a [`super::gate::Gate`] of [`AT_ONCE`] and [`WAITING_MAX`],
//! never on the threads that answer pages.
//!
//! Errors here are for operators and logs. A person is told only that it did not work.

use serde::{Deserialize, Serialize};

mod claims;
mod client;
mod fetch;
mod journey;
mod jws;

pub use claims::Identity;
pub use client::{Client, SignedIn};
pub use journey::{Ask, CHANCE_BYTES, Journey, Prompt, Returned, state_key};
pub use jws::Algorithm;

/// Talks with an issuer at once.
pub const AT_ONCE: usize = 4;
/// Sign-ins that wait for their turn to talk with an issuer.
pub const WAITING_MAX: usize = 32;
/// How far the issuer's clock may be from this machine's, in seconds.
pub const LEEWAY_S: i64 = 60;
/// How long somebody may take at the issuer's pages, in seconds.
pub const JOURNEY_S: i64 = 15 * 60;

/// How the house knows an issuer, and the issuer the house.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The issuer's address, as it stands in its tokens: `https://sso.example.gov.vn`. Over plain
    /// HTTP on loopback only.
    pub issuer: String,
    /// The house's name at the issuer.
    pub client_id: String,
    /// The secret shared with the issuer; none for a public client, which PKCE alone protects.
    #[serde(default)]
    pub client_secret: Option<String>,
    /// Where the issuer sends people back: below the house's own public address.
    pub redirect_url: String,
    /// What is asked for beside `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// How sure the issuer is when two factors were given, in its own words (`acr`), the best
    /// first: asked for when somebody is to prove themselves anew.
    #[serde(default)]
    pub acr_values: Vec<String>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Settings({} at {}, …)", self.client_id, self.issuer)
    }
}

/// Why a sign-in with an issuer did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The issuer could not be asked, or not in time.
    #[error("the issuer did not answer: {0}")]
    Unreachable(String),
    /// The issuer answered with a status that means no.
    #[error("{url} answered {status}")]
    Status {
        /// What was asked.
        url: String,
        /// The answer's status.
        status: u16,
    },
    /// An answer that is not what it should be.
    #[error("{what}: {why}")]
    Malformed {
        /// Which answer.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// An address at another host than the issuer's, or not over HTTPS.
    #[error("{0} is not an address of the issuer's host over HTTPS")]
    ForeignAddress(String),
    /// Discovery, or the way back, names another issuer.
    #[error("the answer names another issuer: {0}")]
    OtherIssuer(String),
    /// The way back does not belong to this journey: forged, or a second tab.
    #[error("the state is another one")]
    OtherState,
    /// The way back was walked in another browser.
    #[error("the browser is another one")]
    OtherBrowser,
    /// The person took too long.
    #[error("the sign-in took too long")]
    TooLate,
    /// The issuer, or the person there, said no: the protocol's word for it.
    #[error("the issuer refused: {0}")]
    Refused(String),
    /// The ID token is not to be believed.
    #[error("the ID token is not to be believed: {0}")]
    Token(#[from] Distrust),
}

/// Why an ID token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// It is not a signed token with the claims of one.
    #[error("malformed")]
    Malformed,
    /// Its algorithm is not one of [`Algorithm`]: `none` and shared secrets included.
    #[error("algorithm not allowed")]
    Algorithm,
    /// The issuer publishes no such key.
    #[error("unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("wrong signature")]
    Signature,
    /// Another issuer's.
    #[error("another issuer")]
    Issuer,
    /// Somebody else signed in than the one who was to prove themselves anew.
    #[error("another person")]
    Subject,
    /// For somebody else.
    #[error("another audience")]
    Audience,
    /// Its time is over, or has not come.
    #[error("out of its time")]
    Time,
    /// Of another sign-in.
    #[error("another nonce")]
    Nonce,
    /// Of another access token.
    #[error("another access token")]
    AccessHash,
    /// The person signed in at the issuer longer ago than was asked for.
    #[error("signed in too long ago")]
    AuthTime,
}

#[cfg(test)]
mod tests;

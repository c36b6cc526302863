//! What a fact belongs to, and the rules that hold over many streams.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of one stream of events: `2019/office/SNV`. The first part is the stream's birth
/// year in law time, by which a large ledger may be partitioned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StreamId(String);

impl StreamId {
    /// Names a stream born in `year`.
    pub fn new(year: i16, feature: &str, key: &str) -> StreamId {
        StreamId(format!("{year}/{feature}/{key}"))
    }

    /// Takes a stored name as it stands.
    pub fn stored(name: impl Into<String>) -> StreamId {
        StreamId(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The feature part: `office` of `2019/office/SNV`.
    pub fn feature(&self) -> &str {
        self.0.split('/').nth(1).unwrap_or_default()
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rule over many streams as a unique row: at most one stream holds `(kind, key)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// What is claimed: `office-code`.
    pub kind: &'static str,
    /// The value that must be unique.
    pub key: String,
}

impl Claim {
    /// A claim of `key` under `kind`.
    pub fn new(kind: &'static str, key: impl Into<String>) -> Claim {
        Claim { kind, key: key.into() }
    }
}

/// What an event does to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimChange {
    /// The event's stream takes the claim.
    Taken(Claim),
    /// The event's stream gives the claim up.
    Released(Claim),
}

/// A gap-free series of numbers: a book of a year, the codes of a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counter(pub String);

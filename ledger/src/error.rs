//! What can be wrong with a ledger's texts and keys.

/// Why a text, proof or key was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The text has not the shape of its kind.
    #[error("{what}: {why}")]
    Malformed {
        /// The kind of text: `checkpoint`, `proof`, `tile path`.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// No signature of a known key.
    #[error("no valid signature of {0}")]
    Unsigned(String),
    /// The hashes do not lead to the root.
    #[error("{0}")]
    NotProved(&'static str),
    /// A key file or signing command failed.
    #[error("{0}")]
    Key(String),
}

impl Error {
    pub(crate) fn malformed(what: &'static str, why: impl Into<String>) -> Error {
        Error::Malformed { what, why: why.into() }
    }
}

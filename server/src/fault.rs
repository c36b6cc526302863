//! Errors told to an operator: what, where, what to do.

use std::path::PathBuf;

/// A command that could not do its work. Nothing is half done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database said no.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The door said no.
    #[error(transparent)]
    Door(#[from] crate::commit::Error),
    /// A ledger file or key said no.
    #[error("{0}")]
    Ledger(String),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Province files have findings.
    #[error("{0}")]
    Findings(String),
    /// What was found is not in order; the report says what.
    #[error("{0}")]
    NotInOrder(String),
    /// The state of the house does not allow it.
    #[error("{0}")]
    Refused(String),
}

impl Fault {
    /// A file error at a path.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Fault {
        let path = path.into();
        move |source| Fault::File { path, source }
    }
}

impl From<ledger::Error> for Fault {
    fn from(source: ledger::Error) -> Fault {
        Fault::Ledger(source.to_string())
    }
}

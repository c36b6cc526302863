//! Why a developer's command stopped.

use std::{fmt, io};

/// What a command ends with.
pub(crate) type Outcome<T = ()> = Result<T, Fault>;

/// Why a command stopped, and what to do about it.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The command line is wrong.
    Usage(String),
    /// Something that the work needs is not there; the text says how to get it.
    Missing(String),
    /// A check said no.
    Failed(String),
    /// The operating system said no.
    Io {
        /// What was being done.
        doing: String,
        /// Its answer.
        source: io::Error,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Usage(text) | Fault::Missing(text) | Fault::Failed(text) => f.write_str(text),
            Fault::Io { doing, source } => write!(f, "{doing}: {source}"),
        }
    }
}

/// Says what was being done when the operating system refused.
pub(crate) trait Doing<T> {
    /// The value, or a fault that tells what was being done.
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|source| Fault::Io { doing: what.to_string(), source })
    }
}

//! What a database can say: what, where, what to do.

use std::path::PathBuf;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No database there.
    #[error("{0}: there is no database: run `motcua init --province DIR`, or name another place")]
    Missing(String),
    /// Something is there already.
    #[error("{0}: a database exists already; nothing was changed: name an empty place")]
    Exists(String),
    /// The file is not a database.
    #[error("{0}: the file is not a database of motcua (or is encrypted); nothing was changed")]
    NotADatabase(String),
    /// The file ends too early.
    #[error(
        "{path}: the file is truncated: it has {found} bytes of {expected}; \
         restore it from a backup with `motcua restore`"
    )]
    Truncated {
        /// The file.
        path: String,
        /// Bytes found.
        found: u64,
        /// Bytes expected.
        expected: u64,
    },
    /// The database is damaged.
    #[error("{0}: the database is damaged; restore it from a backup with `motcua restore`")]
    Corrupt(String),
    /// Another program's database.
    #[error("{0}: the database belongs to another program; nothing was changed")]
    Foreign(String),
    /// Another process writes.
    #[error("{path}: in use by {holder}: stop it first, or send the command through it")]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// Process and command.
        holder: String,
    },
    /// The database cannot be written.
    #[error("{0}: the database cannot be written: check its permissions and those of its folder")]
    ReadOnly(String),
    /// No room left.
    #[error("{0}: the disk is full; nothing was written: free some space, reading goes on")]
    Full(String),
    /// The disk did not confirm a write.
    #[error("the disk did not confirm a write ({0}): stop, and check the disk")]
    Fsync(String),
    /// The connection broke during COMMIT.
    #[error("the connection broke while committing: it is not known whether it was")]
    CommitUnknown,
    /// The server cannot be reached, or the connection broke.
    #[error("{place}: no connection: {what}: check the address, and that the server runs")]
    Connection {
        /// The location, without its password.
        place: String,
        /// What the driver said.
        what: String,
    },
    /// Another writer was faster: a unique row was taken, or two writers wait for each other.
    #[error("another writer was faster: {0}")]
    Conflict(String),
    /// Too many readers wait.
    #[error("too many reads wait: try again in a moment")]
    Busy,
    /// A read took too long.
    #[error("the read was ended after {0} seconds")]
    ReadTooLong(u64),
    /// A statement failed.
    #[error("{what} in: {sql}")]
    Statement {
        /// What the driver said.
        what: String,
        /// The statement.
        sql: String,
    },
    /// A column is not of the type asked for.
    #[error("column {column} is not {wanted}")]
    Column {
        /// The place, from 0.
        column: usize,
        /// The type asked for.
        wanted: &'static str,
    },
    /// A migration was changed after it was applied, or cannot be.
    #[error("migration {number} ({name}): {what}")]
    Migration {
        /// Its number.
        number: u32,
        /// Its name.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// The address cannot be read.
    #[error("`{0}` is no database address: use sqlite:PATH or postgres://USER@HOST/NAME")]
    Address(String),
    /// A file could not be used.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A thread of the pool ended.
    #[error("the database is closed")]
    Closed,
}

//! Two engines behind one `Db`, `Tx` and `Row`.
//!
//! One synchronous interface: threads own connections, SQLite's and PostgreSQL's alike. One
//! statement text serves both; where they must differ (arrays, locks, full text, types in DDL),
//! markers in the text are expanded here. This crate knows no table.

mod error;
mod files;
mod location;
pub mod migrate;
mod pool;
mod postgres;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod tx;
mod value;

pub use error::Error;
pub use location::{Engine, Location};
pub use pool::{Db, Options, Writer};
pub use sqlite::copy as copy_sqlite;
pub use text::Sql;
pub use tx::{Flown, Lock, Shape, Tx};
pub use value::{Row, Rows, Value, Words};

/// Declares statements as constants, and `ALL` with their names, for the test that prepares every
/// statement of the house on both engines.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $text:expr;)*) => {
        $($(#[$doc])* $vis static $name: $crate::Sql = $crate::Sql($text);)*
        /// Every statement of this module by name.
        pub static ALL: &[(&str, &$crate::Sql)] = &[$((stringify!($name), &$name)),*];
    };
}

//! A year of the demonstration: citizens, clerks and agencies played by a seeded simulator.
//!
//! Everything goes through the one door, each command at its own instant ([`PastDoor`]); no row is
//! written beside it. First the lives of all dossiers are drawn and written out as acts (pure: the
//! same seed and size give the same acts), then they are put in the order of time and told. What is
//! played, how often and in which months stands in `province/demo/year.toml`, names of people in
//! `names.toml`. Keys, salts and secrets come from the operating system, never from the seed.
//!
//! [`PastDoor`]: crate::commit::PastDoor

mod diary;
mod dice;
mod filing;
mod lives;
mod people;
mod play;
mod script;
mod staff;
pub mod store;
#[cfg(test)]
mod tests;
mod town;
mod year;

use domain::LawTime;

pub use play::{Played, play};

/// Where the law time of a demonstration with a past begins: 2019-01-02 07:00 in Vietnam.
pub const BEGIN: LawTime = LawTime(1_546_387_200_000_000);
/// Where its past ends, and where people meet it: 2019-12-16 08:00 in Vietnam.
pub const END: LawTime = LawTime(1_576_458_000_000_000);

/// What is to be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many dossiers.
    pub dossiers: u64,
    /// The seed: the same one gives the same year.
    pub seed: u64,
}

//! The rules: pure functions of values.
//!
//! A decision is two functions: `decide(command, view) -> Result<Vec<Told>, Refusal>` and
//! `apply(state, event) -> state`. Time, chance, and every record relied on arrive as values.
//! This crate knows no clock, no database, no HTML; the crate wall forbids them.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod access;
pub mod account;
pub mod application;
pub mod attachment;
pub mod bench;
pub mod calendar;
pub mod card;
pub mod command;
pub mod condition;
pub mod day_close;
pub mod dossier;
pub mod dossier_code;
pub mod event;
pub mod form;
pub mod guide;
pub mod measure;
#[cfg(test)]
mod memory;
pub mod national;
pub mod notice;
pub mod office;
pub mod phone;
pub mod procedure;
pub mod province;
pub mod reading;
pub mod refusal;
pub mod report;
pub mod request;
pub mod state;
pub mod states;
pub mod stream;
pub mod tally;
pub mod text;
pub mod time;
pub mod view;
pub mod wording;

pub use command::{Command, Reads};
pub use event::{Encoded, Event, Header, Told};
pub use refusal::Refusal;
pub use state::State;
pub use states::States;
pub use stream::{Claim, ClaimChange, Counter, StreamId};
pub use time::{LawTime, MachineTime};
pub use view::View;

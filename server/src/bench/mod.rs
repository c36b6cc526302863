//! `motcua bench`: what the house costs, in ratios within one run.

mod floor;
mod intake;
mod load;
mod measures;
mod process;
mod readings;
pub mod run;
mod search;
pub mod store;

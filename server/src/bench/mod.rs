//! `motcua bench`: what the house costs, in ratios within one run.

pub mod store;

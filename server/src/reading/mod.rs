//! Readings of personal data: recorded, searched, judged.

pub mod store;

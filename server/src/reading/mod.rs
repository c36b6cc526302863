//! Readings of personal data: recorded, searched, judged.

pub mod outliers;
pub mod pages;
pub mod search;
pub mod store;
pub mod words;

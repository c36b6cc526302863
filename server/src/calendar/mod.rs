//! Deadlines in words.

pub mod words;

//! The province as data files: read, checked, written back.

mod calendar;
pub mod files;
mod guide;
mod notices;
pub mod procedures;
mod programmes;
pub mod shipped;
#[cfg(test)]
mod tests;
pub mod write;

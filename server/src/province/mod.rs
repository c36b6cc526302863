//! The province as data files: read, checked, written back.

pub mod files;
pub mod procedures;
pub mod shipped;
#[cfg(test)]
mod tests;
pub mod write;

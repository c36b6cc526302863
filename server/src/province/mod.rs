//! The province as data files: read, checked, written back.

pub mod files;
#[cfg(test)]
mod tests;
pub mod write;

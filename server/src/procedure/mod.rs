//! The catalogue of procedures: its rows, search, import, pages and interface.

pub mod api;
pub mod catalogue;
pub mod changes;
pub mod cpsv;
pub mod export;
pub mod finder;
pub mod import;
pub mod pages;
pub mod questions;
pub mod read;
pub mod store;
#[cfg(test)]
mod tests;
pub mod trial;
pub mod view;
pub mod words;
pub mod write;

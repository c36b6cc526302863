//! The catalogue of procedures: its rows, search, import, pages and interface.

pub mod cpsv;
pub mod export;
pub mod import;
pub mod read;
pub mod store;
pub mod words;
pub mod write;

//! The register of offices: its rows, pages and interface.

pub mod api;
pub mod pages;
pub mod read;
pub mod store;
pub mod tree;

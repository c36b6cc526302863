//! The register of offices: its read model, pages and interface.

pub mod store;

//! `motcua verify`.

pub mod store;

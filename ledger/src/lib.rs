//! The log: salted commitments, RFC 6962 tree, tiles, signed checkpoints, proofs, witness.
//!
//! Everything but key files is a function of bytes. This crate does not know what an entry means,
//! where hashes are stored, or how bytes travel.

pub mod checkpoint;
pub mod commitment;
mod error;
pub mod hash;
pub mod key;
pub mod note;
pub mod proof;
pub mod tile;
pub mod tree;
pub mod witness;

pub use error::Error;

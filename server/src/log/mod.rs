//! The public ledger: sealing committed events into the tree, signing checkpoints, serving tiles
//! and proofs.

pub mod api;
pub mod pages;
pub mod proof;
pub mod resume;
pub mod rotate;
pub mod seal;
pub mod sign;
pub mod source;
pub mod store;
pub mod witness;

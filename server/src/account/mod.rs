//! Accounts: who they are, how they sign in, what they may do, and the pages for it.

pub mod store;

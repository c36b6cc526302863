//! What persons ask about their data.

pub mod store;

//! What persons ask about their data: asked by themselves, answered at the desk, by the law's days.

pub mod clock;
pub mod desk;
pub mod erase;
pub mod own;
pub mod read;
pub mod store;
#[cfg(test)]
mod tests;

//! The web: one router, layers that every answer passes, and the state that handlers share.

pub mod address;
mod answer;
pub mod caller;
pub mod client;
mod doors;
pub mod gate;
mod layers;
mod limit;
pub mod metrics;
mod openapi;
mod problem;
pub mod router;
pub mod sent;
mod state;
#[cfg(test)]
mod tests;

pub use answer::{conditional, framing, html, json, text_file};
pub use problem::{Missing, Problem};
pub use state::{Asked, Site};

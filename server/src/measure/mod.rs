//! Figures: what the programme is followed by, from tallies and the catalogue, and the records that
//! each of them counts.

pub mod api;
pub mod asked;
pub mod carried;
pub mod facts;
mod narrowed;
pub mod one;
pub mod opened;
pub mod pages;
pub mod programme;
pub mod programmes;
mod rated;
pub mod read;
pub mod records;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use asked::{By, Wanted};
pub use pages::routes;

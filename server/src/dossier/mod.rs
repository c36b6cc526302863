//! Dossiers: handed in, worked on, returned; over pages and interface.

pub mod act;
pub mod acts;
pub mod api;
pub mod clock;
pub mod counter;
pub mod file;
pub mod history;
pub mod list;
pub mod pages;
pub mod read;
pub mod register;
pub mod store;
pub mod view;
pub mod words;

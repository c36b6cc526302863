//! Dossiers: handed in, worked on, returned; over pages and interface.

pub mod act;
pub mod acts;
pub mod answers;
pub mod api;
pub mod apologies;
pub mod clock;
pub mod counter;
pub mod export;
pub mod file;
pub mod files;
pub mod hand;
pub mod history;
pub mod import;
pub mod kept;
pub mod list;
pub mod lists;
pub mod pages;
pub mod paper;
pub mod project;
pub mod read;
pub mod register;
pub mod store;
pub mod track;
pub mod view;
pub mod words;

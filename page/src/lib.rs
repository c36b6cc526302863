//! Pages as values: a struct, a template, samples, and texts in two languages.
//!
//! Nothing here reads a file, a clock or a database: a page is rendered from values alone.

pub mod about;
pub mod apply;
pub mod ask;
pub mod asset;
pub mod counter;
pub mod dossier;
pub mod error;
pub mod format;
pub mod glass;
pub mod guide;
pub mod home;
pub mod issued;
mod layout;
pub mod ledger;
pub mod measure;
pub mod my;
pub mod office;
pub mod outbox;
pub mod own;
pub mod people;
pub mod person;
pub mod procedure;
pub mod rating;
pub mod reading;
pub mod report;
pub mod request;
pub mod sign_in;
mod text;
pub mod token;

pub use layout::{Door, Layout, LedgerStatus, Page, Room, Visitor};
pub use text::{Language, Text};

#[cfg(test)]
mod tests;

/// An icon of the sprite, as markup; it says nothing to a screen reader.
pub(crate) fn icon(id: &str) -> String {
    format!(
        "<svg class=\"mc-icon\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{}#i-{id}\"/></svg>",
        asset::ICONS
    )
}

//! People: the register of officers and programs, one of them, what they may do, what waits for
//! approval, and what is shown once.

mod list;
mod one;
mod rights;
mod told;
mod waiting;

pub use list::{Entry, List};
pub use one::{Link, One, PostRow};
pub use rights::{Answer, RightRow, Rights};
pub use told::Told;
pub use waiting::{Proposal, Waiting};

/// How something stands, as far as its colour tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As it should be.
    Fine,
    /// It waits for somebody.
    Waiting,
    /// It is over.
    Over,
}

/// How something stands, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its colour.
    pub mood: Mood,
    /// In words.
    pub words: String,
}

impl Standing {
    /// The end of its class in the style sheet.
    fn class(&self) -> &'static str {
        match self.mood {
            Mood::Fine => "ok",
            Mood::Waiting => "soon",
            Mood::Over => "void",
        }
    }

    /// Its icon.
    fn icon(&self) -> String {
        crate::icon(match self.mood {
            Mood::Fine => "okc",
            Mood::Waiting => "clock",
            Mood::Over => "info",
        })
    }
}

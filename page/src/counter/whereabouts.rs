//! Where the paper lies: the last hand that signed for it, and every hand before.

use super::Wrong;
use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// Papers that went from one hand to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// When: day, hour, minute.
    pub at: (Day, u8, u8),
    /// To whom: officer and office.
    pub to: String,
    /// On which list, with its page.
    pub list: Option<(String, String)>,
    /// What was found different.
    pub remark: Option<String>,
    /// Whether the taker has signed.
    pub taken: bool,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Whereabouts {
    /// What was asked for.
    pub query: String,
    /// Its code and page, once found.
    pub dossier: Option<(String, String)>,
    /// What is asked for in it: Vietnamese.
    pub procedure: String,
    /// The place, in words: office, room, shelf.
    pub place: String,
    /// Sets of papers there, and pieces of originals among them.
    pub sets: (u64, u64),
    /// Where it went, the newest first.
    pub moved: Vec<Moved>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

template!(Whereabouts, "counter/whereabouts.html");

impl Whereabouts {
    fn error(&self) -> Option<&str> {
        self.wrong.first().map(|wrong| wrong.text.as_str())
    }

    fn on_its_way(&self) -> bool {
        self.moved.first().is_some_and(|last| !last.taken)
    }
}

impl Page for Whereabouts {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.whereabouts_name(),
            false => text.error_title(text.whereabouts_name()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Whereabouts> {
        super::sample::whereabouts()
    }
}

//! Dossiers that a desk finds again: by code, card, or words of whoever they belong to; with what
//! the desk may do with each, wherever it lies.

use super::Wrong;
use crate::dossier::{Action, Left};
use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// A dossier that was found.
#[derive(Clone, Debug)]
pub struct LookedUp {
    /// Its code.
    pub code: String,
    /// Whose it is.
    pub applicant: String,
    /// What is asked for in it.
    pub procedure: Said,
    /// Where it stands, in words.
    pub phase: String,
    /// What is left of its time.
    pub left: Left,
    /// Who has it, in words.
    pub holder: String,
    /// What is still to be paid, in words; `None` where nothing is.
    pub owed: Option<String>,
    /// What may be done with it here and now.
    pub may: Vec<Action>,
    /// Whether there is a slip to print again.
    pub slip: bool,
}

impl LookedUp {
    fn path(&self) -> String {
        format!("/dossiers/{}", self.code)
    }

    /// The address of an act; giving out has its own page, which compares the card.
    fn act(&self, action: &Action) -> String {
        match *action == Action::ReturnResult {
            true => format!("/counter/returns?code={}", self.code),
            false => format!("{}/{}?from=counter", self.path(), action.id()),
        }
    }

    fn onward(&self) -> impl Iterator<Item = &Action> {
        self.may.iter().filter(|action| !action.is_rare() && !action.is_grave())
    }

    fn rare(&self) -> Vec<&Action> {
        self.may.iter().filter(|action| action.is_rare() || action.is_grave()).collect()
    }
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    /// What was asked for; a card's line is not kept.
    pub query: String,
    /// What was just done with the dossier.
    pub done: Option<Action>,
    /// Dossiers that were found.
    pub found: Vec<LookedUp>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

template!(Lookup, "counter/lookup.html");

impl Lookup {
    fn error(&self) -> Option<&str> {
        self.wrong.first().map(|wrong| wrong.text.as_str())
    }

    fn told(&self, text: &Text) -> Option<String> {
        self.done.map(|action| action.done(*text))
    }

    fn named(action: &Action, text: &Text) -> String {
        action.name(*text)
    }
}

impl Page for Lookup {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.lookup_name(),
            false => text.error_title(text.lookup_name()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Lookup> {
        super::sample::lookups()
    }
}

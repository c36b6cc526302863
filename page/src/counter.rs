//! The counter's pages: taking dossiers in, giving results out, papers on their way, the day's end.
//!
//! What was typed is kept as it was typed: every value of a form is the text that came with it.

mod day;
mod field;
mod hand_over;
mod intake;
mod known;
mod lookup;
mod online;
mod papers;
mod party;
mod procedure;
mod returning;
mod sample;
mod scan;
mod shortfall;
mod slip;
mod whereabouts;

pub use day::{DayClose, Kind as MoneyKind, Receipt, Sum, Warned};
pub use hand_over::{Batch, Carried, HandOver, Side};
pub use intake::{Focus, Intake, Saved, Ticket};
pub use known::{Alike, Here, Known, OpenDossier};
pub use lookup::{LookedUp, Lookup};
pub use online::{Online, Submitted};
pub use papers::{FORMS, Paper};
pub use party::{Party, RELATIONS, Submitter, relation};
pub use procedure::{AtOnce, Chosen, Due, Fee, Found, Payment, found};
pub use returning::{Match, Returning, Waiting};
pub use scan::{CardDoubt, CardPart, Scanned, Unread};
pub use shortfall::{ShortPaper, Shortfall, ShortfallKind};
pub use slip::{Slip, SlipPaper};
pub use whereabouts::{Moved, Whereabouts};

/// Something that was filled in wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The name of the field: `applicant.birth_date`, `component.CT1`.
    pub name: String,
    /// What is wrong, and what to do.
    pub text: String,
}

impl Wrong {
    /// What is wrong with a field.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Wrong {
        Wrong { name: name.into(), text: text.into() }
    }

    /// The element that it leads to.
    fn target(&self) -> String {
        match self.name.strip_prefix("answers.") {
            // A question has as many boxes as its kind: its heading is one place for all of them.
            Some(_) => "answers".to_owned(),
            None => field::id(&self.name),
        }
    }
}

/// What is wrong with a field, where something is.
fn wrong_at<'a>(all: &'a [Wrong], name: &str) -> Option<&'a str> {
    all.iter().find(|wrong| wrong.name == name).map(|wrong| wrong.text.as_str())
}

/// The list of what is wrong, as markup: it takes the focus.
fn summary(all: &[Wrong], text: crate::Text) -> String {
    #[derive(askama::Template)]
    #[template(path = "counter/errors.html")]
    struct Filled<'a> {
        t: crate::Text,
        all: &'a [Wrong],
    }
    if all.is_empty() {
        return String::new();
    }
    askama::Template::render(&Filled { t: text, all })
        .expect("invariant: a string takes every page, and texts do not fail")
}

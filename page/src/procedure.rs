//! The catalogue's pages: search, one procedure, its print, what changed, its form.

mod compare;
mod field;
mod form;
mod list;
mod national;
mod one;

pub use compare::{ChangeGroup, Changed, Compare, Prose, Side};
pub use field::{Field, Fields};
pub use form::{Answered, Choice, Form, Input, Kept, Question, Row};
pub use list::{Facet, Hit, List, Mark};
pub use national::National;
pub use one::{
    Age, Basis, CaseChoice, Coming, Fact, Fee, FormLink, One, Paper, Place, Print, Revision, Step,
    Time,
};

/// A text with the language it is in, where that is not the page's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The text; lines are parted by line breaks.
    pub text: String,
    /// Whether it is Vietnamese on an English page.
    pub vietnamese: bool,
}

impl Said {
    /// A text in the page's language.
    pub fn plain(text: impl Into<String>) -> Said {
        Said { text: text.into(), vietnamese: false }
    }

    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines().filter(|line| !line.trim().is_empty())
    }

    /// The attribute that names its language, with a space before it.
    pub fn lang(&self) -> &'static str {
        if self.vietnamese { " lang=\"vi\"" } else { "" }
    }
}

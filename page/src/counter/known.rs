//! What the house already knows of whoever stands at the counter.

use crate::format::Day;

/// An open dossier of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDossier {
    /// Its code and address, where this desk may open it; of another office nothing but that it
    /// is open and since when.
    pub here: Option<Here>,
    /// Since when it is open.
    pub since: Day,
}

/// What is said of a dossier of one's own office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// The code.
    pub code: String,
    /// Its page.
    pub path: String,
    /// What is asked for.
    pub procedure: String,
    /// Where it stands, in words.
    pub state: String,
    /// Where its result can be returned now.
    pub give: Option<String>,
    /// Whether it asks for the same as the one that is being taken in.
    pub same: bool,
}

/// Somebody of the same name who was born about the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The name.
    pub name: String,
    /// Year of birth.
    pub birth_year: i16,
    /// The last digits of the number.
    pub number_end: String,
    /// Since when a dossier is open.
    pub since: Day,
}

/// What is known, told before anything is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Open dossiers of the same number.
    pub open: Vec<OpenDossier>,
    /// People who may be the same.
    pub alike: Vec<Alike>,
    /// Whether it was looked for.
    pub looked: bool,
}

impl Known {
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty() && self.alike.is_empty()
    }

    pub(super) fn count(&self) -> u64 {
        self.open.len() as u64
    }

    pub(super) fn has_same(&self) -> bool {
        self.open.iter().filter_map(|it| it.here.as_ref()).any(|here| here.same)
    }
}

//! Dossiers that were sent in on the network and wait to be taken in, the oldest first.

use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// A dossier that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// Its code.
    pub code: String,
    /// Its page, where it is looked through and taken in.
    pub path: String,
    /// What is asked for: Vietnamese.
    pub procedure: String,
    /// Whose matter it is.
    pub applicant: String,
    /// When it was sent: day, hour, minute.
    pub sent: (Day, u8, u8),
    /// What is said of the time to answer: `còn 3 giờ làm việc`.
    pub answer: String,
    /// Whether that time is over.
    pub late: bool,
    /// Whether it is over today.
    pub soon: bool,
    /// Files of the papers, and mandatory papers that have none.
    pub files: (u64, u64),
    /// Whether an officer filled it in for the applicant.
    pub assisted: bool,
    /// Whether what was missing has come.
    pub supplemented: bool,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Online {
    /// What waits.
    pub submitted: Vec<Submitted>,
    /// How many wait in all.
    pub count: u64,
    /// The address of the next page.
    pub next: Option<String>,
}

template!(Online, "counter/online.html");

impl Submitted {
    fn class(&self) -> &'static str {
        match (self.late, self.soon) {
            (true, _) => "late",
            (false, true) => "soon",
            (false, false) => "ok",
        }
    }
}

impl Page for Online {
    fn name(&self, text: Text) -> String {
        text.online_name()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Online> {
        super::sample::onlines()
    }
}

//! Errors in words for the person who meets them.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// A page that could not be given.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What an operator finds in the log.
    pub reference: Option<String>,
}

impl Problem {
    fn text(&self, text: &Text) -> String {
        match self.status {
            401 => text.error_401_text(),
            403 => text.error_403_text(),
            404 => text.error_404_text(),
            405 => text.error_405_text(),
            429 => text.error_429_text(),
            503 => text.error_503_text(),
            400..500 => text.error_400_text(),
            _ => text.error_500_text(),
        }
    }
}

template!(Problem, "problem.html");

impl Page for Problem {
    fn name(&self, text: Text) -> String {
        match self.status {
            401 => text.error_401(),
            403 => text.error_403(),
            404 => text.error_404(),
            405 => text.error_405(),
            429 => text.error_429(),
            503 => text.error_503(),
            400..500 => text.error_400(),
            _ => text.error_500(),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Problem> {
        let problem =
            |status| Problem { status, reference: (status >= 500).then(|| "a1b2".to_owned()) };
        [400, 401, 403, 404, 405, 422, 429, 500, 503].map(problem).into()
    }
}

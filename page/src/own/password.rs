//! A new password.

use super::{Wrong, wrong_at};
use crate::layout::template;
use crate::{Layout, Page, Text};

/// The form for a new password. What was typed never comes back.
#[derive(Clone, Debug, Default)]
pub struct Password {
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

impl Password {
    fn old_error(&self) -> Option<&str> {
        wrong_at(&self.wrong, "old")
    }

    fn new_error(&self) -> Option<&str> {
        wrong_at(&self.wrong, "new")
    }
}

template!(Password, "own/password.html");

impl Page for Password {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.own_password(),
            false => text.error_title(text.own_password()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Password> {
        let wrong = |target, text: &str| Wrong { target, text: text.to_owned() };
        let both = vec![wrong("old", "Chưa đúng."), wrong("new", "Quá <ngắn>.")];
        vec![Password::default(), Password { wrong: both }]
    }
}

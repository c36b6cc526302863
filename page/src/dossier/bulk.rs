//! Several alike dossiers at once: each is checked, each says how it ended.

use super::{Action, Badge, Filled, Left, Wrong};
use crate::layout::template;
use crate::procedure::Choice;
use crate::{Layout, Page, Text};

/// Whether a dossier of the selection can be part of it, or how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It can be done; at which version.
    Able(u64),
    /// It cannot, and why: it is left out, and said so.
    Unable(String),
    /// It was done, or refused: how, in words.
    Ended(Badge),
}

/// A dossier of the selection.
#[derive(Clone, Debug)]
pub struct BulkRow {
    /// Its code.
    pub code: String,
    /// Whose matter it is.
    pub applicant: String,
    /// Its state, in words.
    pub state: String,
    /// What is left.
    pub left: Left,
    /// Whether it can be part of it, or how it ended.
    pub outcome: Outcome,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// What is done.
    pub action: Action,
    /// The dossiers.
    pub rows: Vec<BulkRow>,
    /// Who may get them; sent as `to`. Empty where nobody is asked for.
    pub people: Vec<Choice>,
    /// Whether a reason is asked for; sent as `reason`.
    pub asks_reason: bool,
    /// What was filled in.
    pub filled: Filled,
    /// What was wrong: `code`, `to`, `reason`.
    pub wrong: Vec<Wrong>,
    /// Whether the second factor was given lately; else it is asked for next.
    pub fresh: bool,
}

template!(Bulk, "dossier/bulk.html");

impl Bulk {
    fn error(&self, field: &str) -> Option<&str> {
        let wrong = self.wrong.iter().find(|wrong| wrong.field == field);
        wrong.map(|wrong| wrong.text.as_str())
    }

    fn people(&self) -> Vec<Choice> {
        self.filled.choices("to", &self.people)
    }

    /// Whether it was done already.
    fn is_over(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.outcome, Outcome::Ended(_)))
    }

    fn able(&self) -> u64 {
        self.rows.iter().map(|row| u64::from(matches!(row.outcome, Outcome::Able(_)))).sum()
    }

    fn action_name(&self, text: &Text) -> String {
        self.action.name(*text)
    }
}

impl Page for Bulk {
    fn name(&self, text: Text) -> String {
        let title = text.dossier_bulk(self.action.name(text));
        if self.wrong.is_empty() { title } else { text.error_title(title) }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Bulk> {
        let row = |number: u8, outcome| BulkRow {
            code: format!("000.00.31.H16-191114-{number:04}"),
            applicant: "Nguyễn <Mẫu>".to_owned(),
            state: "Đang thẩm định".to_owned(),
            left: Left::Days(3),
            outcome,
        };
        let choice = Choice {
            id: "van".to_owned(),
            label: crate::procedure::Said::plain("Hoàng Thị Mẫu"),
            chosen: false,
        };
        let asked = Bulk {
            action: Action::Reassign,
            rows: vec![
                row(1, Outcome::Able(3)),
                row(2, Outcome::Able(4)),
                row(3, Outcome::Unable("Đang chờ bổ sung.".to_owned())),
            ],
            people: vec![choice],
            asks_reason: true,
            filled: Filled::default(),
            wrong: Vec::new(),
            fresh: false,
        };
        let wrong = |field: &str| Wrong { field: field.to_owned(), text: "Sai <ô>".to_owned() };
        let refused = Bulk {
            wrong: ["code", "to", "reason"].map(wrong).to_vec(),
            filled: Filled(vec![("reason".to_owned(), "\"x\"".to_owned())]),
            ..asked.clone()
        };
        let ended = |mood, words: &str| Outcome::Ended(Badge { mood, words: words.to_owned() });
        let over = Bulk {
            rows: vec![
                row(1, ended(super::Mood::Fine, "Đã giao lại")),
                row(2, ended(super::Mood::Late, "Người khác vừa sửa: chưa làm")),
            ],
            ..asked.clone()
        };
        let none = Bulk {
            action: Action::Forward,
            people: Vec::new(),
            asks_reason: false,
            fresh: true,
            rows: vec![row(3, Outcome::Unable("Đã trả kết quả.".to_owned()))],
            ..asked.clone()
        };
        vec![asked, refused, over, none]
    }
}

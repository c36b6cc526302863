//! The outbox as an administrator sees it: how much waits, went and failed, and why.

use crate::layout::template;
use crate::reading::{SAMPLE_WHEN, When};
use crate::{Layout, Page, Text};

/// How a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits for its carrier, or for another try.
    Waiting,
    /// Its carrier took it.
    Taken,
    /// Nobody tries any more.
    Failed,
}

impl Standing {
    fn words(self, text: &Text) -> String {
        match self {
            Standing::Waiting => text.letter_waiting(),
            Standing::Taken => text.letter_taken(),
            Standing::Failed => text.letter_failed(),
        }
    }

    /// The end of its class in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Standing::Waiting => "soon",
            Standing::Taken => "ok",
            Standing::Failed => "late",
        }
    }
}

/// One way out of the house.
#[derive(Clone, Debug)]
pub struct Way {
    /// What it carries.
    pub name: String,
    /// Who carries it; `None` where nobody is set up.
    pub by: Option<String>,
    /// How many messages wait.
    pub waiting: u64,
    /// For how long the oldest of them has, in seconds.
    pub oldest_s: Option<u64>,
    /// How many its carrier took.
    pub taken: u64,
    /// How many it did not.
    pub failed: u64,
    /// What went wrong last, and with a message of when.
    pub last: Option<(When, String)>,
}

/// A message, without its content and without whom it is for.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When it was written.
    pub at: When,
    /// What it is about.
    pub about: String,
    /// What carries it.
    pub by: String,
    /// How it stands.
    pub standing: Standing,
    /// How often it was tried.
    pub tries: u64,
    /// Why it was not taken.
    pub reason: Option<String>,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// The ways out.
    pub ways: Vec<Way>,
    /// Messages that wait or failed, the latest first.
    pub entries: Vec<Entry>,
    /// For how many days messages are counted.
    pub days: u64,
}

template!(Outbox, "outbox.html");

impl Page for Outbox {
    fn name(&self, text: Text) -> String {
        text.outbox_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Outbox> {
        let way = |by: Option<&str>, failed| Way {
            name: "Thư điện tử".to_owned(),
            by: by.map(str::to_owned),
            waiting: failed,
            oldest_s: (failed > 0).then_some(125),
            taken: 1_234,
            failed,
            last: (failed > 0).then(|| (SAMPLE_WHEN, "Không nối được <b>".to_owned())),
        };
        let entry = |standing, reason: Option<&str>| Entry {
            at: SAMPLE_WHEN,
            about: "Mã đăng nhập".to_owned(),
            by: "Thư điện tử".to_owned(),
            standing,
            tries: 3,
            reason: reason.map(str::to_owned),
        };
        let full = Outbox {
            ways: vec![way(Some("smtp.example.vn:587"), 0), way(None, 2)],
            entries: vec![
                entry(Standing::Waiting, None),
                entry(Standing::Failed, Some("Từ chối (550)")),
                entry(Standing::Taken, None),
            ],
            days: 30,
        };
        vec![full, Outbox::default()]
    }
}

//! Broken glasses: breaking one, those to be judged, one of them, and the notices of them.

use crate::format::Day;
use crate::layout::template;
use crate::person::Choice;
use crate::reading::{SAMPLE_WHEN, When};
use crate::{Layout, Page, Text};

/// The page that breaks a glass.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// The key of the record.
    pub id: String,
    /// The record's page.
    pub back: String,
    /// Reasons to choose from.
    pub reasons: Vec<Choice>,
    /// The reason in words, as it was sent.
    pub words: String,
    /// What was wrong with what was sent: the field, and the error.
    pub error: Option<(&'static str, String)>,
}

impl New {
    fn error_of(&self, field: &str) -> Option<&str> {
        let (at, error) = self.error.as_ref()?;
        (*at == field).then_some(error)
    }
}

template!(New, "glass/new.html");

impl Page for New {
    fn name(&self, text: Text) -> String {
        text.glass_break()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<New> {
        let id = "2019-ab12".to_owned();
        let back = "/persons/2019-ab12".to_owned();
        let plain = New { id, back, reasons: Choice::samples(), ..New::default() };
        let wrong = |field, words: &str| New {
            error: Some((field, "Chưa đúng".to_owned())),
            words: words.to_owned(),
            ..plain.clone()
        };
        vec![wrong("reason", "<i>"), wrong("words", ""), plain]
    }
}

/// What stands before a dossier whose reader may break the glass, and may do nothing else with it.
#[derive(Clone, Debug)]
pub struct Needed {
    /// The code of the dossier.
    pub id: String,
}

template!(Needed, "glass/needed.html");

impl Page for Needed {
    fn name(&self, text: Text) -> String {
        text.glass_needed()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Needed> {
        vec![Needed { id: "X24611-191216-0001".to_owned() }]
    }
}

/// A broken glass in a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its page, where the reader of the list may open it.
    pub path: Option<String>,
    /// When it was broken.
    pub at: When,
    /// The code of the dossier that it opens; `None` for a person's record.
    pub dossier: Option<String>,
    /// Who broke it.
    pub breaker: String,
    /// For which office.
    pub office: String,
    /// The reason.
    pub reason: String,
    /// By which day it must be judged.
    pub review_by: Day,
    /// Whether that day has passed without a verdict.
    pub late: bool,
    /// What was found.
    pub verdict: Option<String>,
    /// Whether the reader of the list has not seen it before.
    pub fresh: bool,
}

impl Entry {
    /// What it opens, in words.
    fn record(&self, text: &Text) -> String {
        match &self.dossier {
            Some(code) => text.glass_of_dossier(code),
            None => text.glass_of_person(),
        }
    }

    fn samples() -> Vec<Entry> {
        let entry = Entry {
            path: Some("/glass/2019-cd".to_owned()),
            at: SAMPLE_WHEN,
            dossier: Some("X24611-191216-0001".to_owned()),
            breaker: "H'Linh <b>Niê</b>".to_owned(),
            office: "MC-X24611".to_owned(),
            reason: "Nguy hiểm".to_owned(),
            review_by: Day { year: 2019, month: 12, day: 19 },
            late: true,
            verdict: None,
            fresh: true,
        };
        let verdict = Some("Có lý do".to_owned());
        let (path, dossier) = (None, None);
        let judged = Entry { verdict, late: false, fresh: false, path, dossier, ..entry.clone() };
        vec![entry, judged]
    }
}

/// Broken glasses to be judged, by the nearest day, and those that were.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// To be judged.
    pub open: Vec<Entry>,
    /// Judged, the latest first.
    pub judged: Vec<Entry>,
}

template!(List, "glass/list.html");

impl Page for List {
    fn name(&self, text: Text) -> String {
        text.glass_list()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<List> {
        let mut open = Entry::samples();
        let judged = open.split_off(1);
        vec![List::default(), List { open, judged }]
    }
}

/// One broken glass.
#[derive(Clone, Debug)]
pub struct One {
    /// Its key.
    pub id: String,
    /// What happened.
    pub entry: Entry,
    /// The reason in words; `None` once erased.
    pub words: Option<String>,
    /// Until when it was open.
    pub until: When,
    /// Who was told because they work on the record, by name.
    pub told: Vec<String>,
    /// What was read while it was open: when, and what.
    pub readings: Vec<(When, String)>,
    /// Whether it was sent without a verdict.
    pub missed: bool,
}

template!(One, "glass/one.html");

impl Page for One {
    fn name(&self, text: Text) -> String {
        text.glass_one()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<One> {
        let mut entries = Entry::samples();
        let one = One {
            id: "2019-cd".to_owned(),
            entry: entries.remove(0),
            words: Some("Cháu bé đi lạc <b>".to_owned()),
            until: SAMPLE_WHEN,
            told: vec!["Trần <i>An</i>".to_owned()],
            readings: vec![(SAMPLE_WHEN, "Xem người dân".to_owned())],
            missed: false,
        };
        let judged = One {
            entry: entries.remove(0),
            words: None,
            readings: Vec::new(),
            told: Vec::new(),
            ..one.clone()
        };
        vec![One { missed: true, ..one.clone() }, one, judged]
    }
}

/// What somebody is told of: glasses broken before records that they work on, where they lead, or
/// that they judge.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// The latest first.
    pub entries: Vec<Entry>,
}

impl Notices {
    fn is_fresh(&self) -> bool {
        self.entries.iter().any(|entry| entry.fresh)
    }
}

template!(Notices, "glass/notices.html");

impl Page for Notices {
    fn name(&self, text: Text) -> String {
        text.notice_list()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Notices> {
        vec![Notices::default(), Notices { entries: Entry::samples() }]
    }
}

//! What one is filling in, and what changed about it meanwhile.

use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// A draft.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// Its code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// When it was saved last, in words.
    pub saved: String,
    /// Until when it is kept, in words.
    pub until: String,
    /// How many pages are answered, and how many there are.
    pub answered: (u64, u64),
    /// Whether the procedure can no longer be applied for on the network.
    pub closed: bool,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// The drafts, the last touched first.
    pub waiting: Vec<Waiting>,
    /// A code that was typed and leads nowhere.
    pub unknown: Option<String>,
    /// Whether there are too many to begin another.
    pub full: bool,
}

template!(Drafts, "apply/drafts.html");

impl Page for Drafts {
    fn name(&self, text: Text) -> String {
        text.apply_drafts()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Drafts> {
        let waiting = Waiting {
            code: "ABCDEFGHJK".to_owned(),
            procedure: Said { text: "Đăng ký khai sinh <b>".to_owned(), vietnamese: true },
            saved: "09:31 16/12/2019".to_owned(),
            until: "15/01/2020".to_owned(),
            answered: (3, 14),
            closed: false,
        };
        let closed = Waiting { code: "BCDEFGHJKM".to_owned(), closed: true, ..waiting.clone() };
        vec![
            Drafts { waiting: vec![waiting, closed], unknown: None, full: true },
            Drafts { waiting: Vec::new(), unknown: Some("XX".to_owned()), full: false },
        ]
    }
}

/// What another revision of the procedure changed.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The procedure.
    pub procedure: Said,
    /// From which day the new text is in force, in words.
    pub since: String,
    /// Questions that were answered and are not asked any more, with what was said.
    pub gone: Vec<(Said, String)>,
    /// Questions that were not asked before.
    pub new: Vec<Said>,
    /// Questions that are asked otherwise; what was said stays and is looked at again.
    pub changed: Vec<Said>,
    /// Papers that are not asked for any more.
    pub papers_gone: Vec<Said>,
    /// Papers that were not asked for before.
    pub papers_new: Vec<Said>,
    /// Papers that are asked for otherwise.
    pub papers_changed: Vec<Said>,
    /// Where it goes on.
    pub next: String,
    /// The whole comparison of both texts.
    pub compare: String,
}

template!(Changes, "apply/changes.html");

impl Page for Changes {
    fn name(&self, text: Text) -> String {
        text.apply_moved()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Changes> {
        let said = |text: &str| Said { text: text.to_owned(), vietnamese: true };
        let changes = Changes {
            procedure: said("Đăng ký khai sinh"),
            since: "18/07/2026".to_owned(),
            gone: vec![(said("Ngày phát hiện"), "01/12/2019 <b>".to_owned())],
            new: vec![said("Nơi cư trú")],
            changed: vec![said("Quan hệ")],
            papers_gone: vec![said("Tờ khai")],
            papers_new: vec![said("Giấy ra viện")],
            papers_changed: vec![said("Giấy chứng sinh")],
            next: "/my/drafts/ABCDEFGHJK/q-place".to_owned(),
            compare: "/procedures/1.001193/diff?from=1&to=2".to_owned(),
        };
        let none = Changes {
            gone: Vec::new(),
            new: Vec::new(),
            changed: Vec::new(),
            papers_gone: Vec::new(),
            papers_new: Vec::new(),
            papers_changed: Vec::new(),
            ..changes.clone()
        };
        vec![changes, none]
    }
}

//! What changed from one revision to another.

use super::Said;
use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// A revision that is compared.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its number.
    pub number: u32,
    /// First day in force.
    pub from: Option<Day>,
    /// Its own page.
    pub path: String,
}

/// Prose that was rewritten.
#[derive(Clone, Debug)]
pub struct Prose {
    /// What it is.
    pub name: String,
    /// Before.
    pub old: Said,
    /// Now.
    pub new: Said,
}

/// What happened to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The thing; `None` where the sentence says it.
    pub about: Option<Said>,
    /// What happened to it, a sentence.
    pub what: String,
}

/// Changes that concern one question of an applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeGroup {
    /// Its name.
    pub name: String,
    /// The changes.
    pub items: Vec<Changed>,
    /// Whether it concerns the agencies rather than the applicant.
    pub inside: bool,
}

/// The comparison.
#[derive(Clone, Debug)]
pub struct Compare {
    /// National code.
    pub code: String,
    /// The procedure's name.
    pub name: Said,
    /// The older revision.
    pub old: Side,
    /// The newer one.
    pub new: Side,
    /// Whether the newer one is yet to come.
    pub is_coming: bool,
    /// What changed, the weightiest for an applicant first.
    pub groups: Vec<ChangeGroup>,
    /// Rewritten prose, side by side.
    pub prose: Vec<Prose>,
}

template!(Compare, "procedure/compare.html");

impl Compare {
    /// Since when the newer one is in force, or from when.
    fn begins(&self, text: &Text) -> Option<String> {
        let from = text.date(self.new.from?);
        Some(match self.is_coming {
            true => text.procedure_begins(from),
            false => text.procedure_began(from),
        })
    }

    fn side(&self, side: &Side, text: &Text) -> String {
        match side.from {
            Some(from) => text.procedure_side(side.number, text.date(from)),
            None => text.procedure_side_draft(side.number),
        }
    }
}

impl Page for Compare {
    fn name(&self, text: Text) -> String {
        text.procedure_compare(&self.name.text)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Compare> {
        let side = |number, from| Side {
            number,
            from,
            path: "/procedures/1.001193?at=2019-01-01".to_owned(),
        };
        let changed = |about: Option<&str>| Changed {
            about: about.map(Said::plain),
            what: "Không còn bắt buộc.".to_owned(),
        };
        let group = |name: &str, inside| ChangeGroup {
            name: name.to_owned(),
            items: vec![changed(Some("Sổ hộ khẩu <b>")), changed(None)],
            inside,
        };
        let full = Compare {
            code: "1.001193".to_owned(),
            name: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            old: side(1, Some(Day { year: 2019, month: 1, day: 1 })),
            new: side(2, None),
            is_coming: true,
            groups: vec![group("Giấy tờ", false), group("Căn cứ pháp lý", true)],
            prose: vec![Prose {
                name: "Trình tự".to_owned(),
                old: Said::plain("Cũ <b>"),
                new: Said::plain("Mới"),
            }],
        };
        let same = Compare { groups: Vec::new(), prose: Vec::new(), ..full.clone() };
        vec![full.clone(), Compare { is_coming: false, ..full }, same]
    }
}

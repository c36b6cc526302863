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
    /// What changed, a sentence each.
    pub changes: Vec<String>,
    /// Rewritten prose, side by side.
    pub prose: Vec<Prose>,
}

template!(Compare, "procedure/compare.html");

impl Compare {
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
        let full = Compare {
            code: "1.001193".to_owned(),
            name: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            old: side(1, Some(Day { year: 2019, month: 1, day: 1 })),
            new: side(2, None),
            changes: vec!["Cam kết giảm từ 15 ngày xuống 12 ngày.".to_owned()],
            prose: vec![Prose {
                name: "Trình tự".to_owned(),
                old: Said::plain("Cũ <b>"),
                new: Said::plain("Mới"),
            }],
        };
        vec![full.clone(), Compare { changes: Vec::new(), prose: Vec::new(), ..full }]
    }
}

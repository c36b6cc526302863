//! Personal records of citizens: found by the exact number of an identity paper, opened for a
//! purpose, shown as far as the reader's role sees.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// Something to choose: its name in data, and in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The name in data.
    pub id: String,
    /// The name in words.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// One that is not chosen.
    pub fn new(id: &str, name: String) -> Choice {
        Choice { id: id.to_owned(), name, chosen: false }
    }

    pub(crate) fn samples() -> Vec<Choice> {
        let choice = |id: &str, name: &str| Choice::new(id, name.to_owned());
        let all = [choice("handling", "Giải quyết hồ sơ"), choice("inquiry", "Trả lời <i>dân</i>")];
        all.into()
    }
}

/// The page that finds a person.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// Whether a number was sent that nobody has.
    pub missed: bool,
}

template!(Find, "person/find.html");

impl Page for Find {
    fn name(&self, text: Text) -> String {
        text.person_find()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Find> {
        vec![Find::default(), Find { missed: true }]
    }
}

/// The page that asks why somebody's record is opened.
#[derive(Clone, Debug, Default)]
pub struct Purpose {
    /// The record's key in addresses.
    pub id: String,
    /// Purposes to choose from; none where the glass must be broken first.
    pub purposes: Vec<Choice>,
    /// Whether the reader may break the glass.
    pub breaks: bool,
    /// Whether it was sent without a purpose.
    pub missed: bool,
}

template!(Purpose, "person/purpose.html");

impl Page for Purpose {
    fn name(&self, text: Text) -> String {
        text.person_purpose()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Purpose> {
        let id = "2019-ab12".to_owned();
        let asks = Purpose { id, purposes: Choice::samples(), ..Purpose::default() };
        let missed = Purpose { missed: true, ..asks.clone() };
        let glass = Purpose { purposes: Vec::new(), breaks: true, ..asks.clone() };
        vec![asks, missed, glass]
    }
}

/// A line of a record: what, and its value; `None` where the reader's role does not see it.
pub type Line = (String, Option<String>);

/// A person's record.
#[derive(Clone, Debug, Default)]
pub struct One {
    /// The name.
    pub name: String,
    /// What is known of them.
    pub lines: Vec<Line>,
    /// For what it was opened; `None` for one's own.
    pub purpose: Option<String>,
}

template!(One, "person/one.html");

impl Page for One {
    fn name(&self, text: Text) -> String {
        text.person_one()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<One> {
        let lines = vec![
            ("Số định danh".to_owned(), Some("099190000001".to_owned())),
            ("Điện thoại".to_owned(), None),
        ];
        let purpose = Some("Giải quyết hồ sơ".to_owned());
        let one = One { name: "Nguyễn Thị <b>Mẫu</b>".to_owned(), lines, purpose };
        vec![One { purpose: None, ..one.clone() }, one]
    }
}

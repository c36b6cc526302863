//! Why somebody may or may not do something, and everything that they may.

use crate::ask;
use crate::layout::template;
use crate::procedure::{Choice, Question, Said};
use crate::{Layout, Page, Text};

/// The answer to a question about rights.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Whether they may.
    pub yes: bool,
    /// In one sentence.
    pub words: String,
    /// Why.
    pub why: String,
    /// What would have to change; `None` where nothing has to.
    pub change: Option<String>,
}

/// Something that somebody may do.
#[derive(Clone, Debug)]
pub struct RightRow {
    /// What.
    pub action: String,
    /// By which role in which post.
    pub by: String,
    /// How far it reaches.
    pub reach: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Rights {
    /// The address of the account.
    pub path: String,
    /// Whose rights.
    pub name: String,
    /// What can be asked.
    pub questions: Vec<Question>,
    /// The answer, once something was asked.
    pub answer: Option<Answer>,
    /// Everything that they may do today.
    pub rows: Vec<RightRow>,
}

template!(Rights, "people/rights.html");

impl Page for Rights {
    fn name(&self, text: Text) -> String {
        text.rights_title(&self.name)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Rights> {
        let choice = Choice { id: "sign".to_owned(), label: Said::plain("Ký <b>"), chosen: true };
        let answer = |yes, change: Option<&str>| Answer {
            yes,
            words: "Được ký hồ sơ".to_owned(),
            why: "Nhờ vai trò Lãnh đạo".to_owned(),
            change: change.map(str::to_owned),
        };
        let row = RightRow {
            action: "Ký hồ sơ".to_owned(),
            by: "Lãnh đạo, Sở Xây dựng".to_owned(),
            reach: "Cơ quan và bên dưới".to_owned(),
        };
        let plain = Rights {
            path: "/people/2019-ab".to_owned(),
            name: "Đặng Thị Giám".to_owned(),
            questions: vec![ask::choose("action", "Việc", vec![choice])],
            answer: None,
            rows: Vec::new(),
        };
        let yes = Rights { answer: Some(answer(true, None)), rows: vec![row], ..plain.clone() };
        let no = Rights { answer: Some(answer(false, Some("Cần vai trò"))), ..yes.clone() };
        vec![plain, yes, no]
    }
}

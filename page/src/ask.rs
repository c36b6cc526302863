//! A page that asks for one thing: some questions, and a button that does it.

use crate::layout::template;
use crate::procedure::{Answered, Choice, Input, Kept, Question, Said};
use crate::{Layout, Page, Text};

/// What the button does, as far as its colour tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// It begins or goes on with something.
    #[default]
    Plain,
    /// It takes something away.
    Grave,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// What is asked for.
    pub name: String,
    /// Where it came from: address and name.
    pub back: (String, String),
    /// What will happen.
    pub lead: String,
    /// What is known about it already: names and values.
    pub facts: Vec<(String, String)>,
    /// What was wrong as a whole.
    pub problem: Option<String>,
    /// The questions.
    pub questions: Vec<Question>,
    /// Where the form is sent.
    pub action: String,
    /// What the button says.
    pub button: String,
    /// What the button does.
    pub weight: Weight,
}

template!(Ask, "ask.html");

impl Ask {
    /// What is wrong, each with the element that it leads to.
    fn errors(&self) -> Vec<(String, String)> {
        let whole = self.problem.clone().map(|problem| ("ask".to_owned(), problem));
        let each = self
            .questions
            .iter()
            .filter_map(|question| Some((question.target(), question.error.clone()?)));
        whole.into_iter().chain(each).collect()
    }

    fn is_grave(&self) -> bool {
        self.weight == Weight::Grave
    }
}

impl Page for Ask {
    fn name(&self, text: Text) -> String {
        match self.errors().is_empty() {
            true => self.name.clone(),
            false => text.error_title(&self.name),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Ask> {
        let choices = vec![
            Choice { id: "a".to_owned(), label: Said::plain("Một <b>"), chosen: true },
            Choice {
                id: "b".to_owned(),
                label: Said { text: "Hai".to_owned(), vietnamese: true },
                chosen: false,
            },
        ];
        let questions = vec![
            line("name", "Họ và tên", "\"x\""),
            wrong(choose("office", "Cơ quan", choices.clone()), Some("Chọn cơ quan".to_owned())),
            checks("roles", "Vai trò", choices),
            hinted(day("from", "Từ ngày", "2019-12-16"), "Gợi ý"),
            paragraph("reason", "Căn cứ", "a\nb"),
        ];
        let ask = Ask {
            name: "Đề nghị một vị trí".to_owned(),
            back: ("/people".to_owned(), "Người".to_owned()),
            lead: "Người khác sẽ duyệt.".to_owned(),
            facts: vec![("Người".to_owned(), "H'Bia".to_owned())],
            problem: Some("Không được".to_owned()),
            questions: questions.clone(),
            action: "/people/new".to_owned(),
            button: "Gửi".to_owned(),
            weight: Weight::Plain,
        };
        let calm = questions.into_iter().map(|it| wrong(it, None)).collect();
        let grave = Ask { problem: None, questions: calm, weight: Weight::Grave, ..ask.clone() };
        vec![ask, grave]
    }
}

fn question(name: &str, label: impl Into<String>, answered: Answered) -> Question {
    Question {
        name: name.to_owned(),
        label: Said::plain(label),
        hint: None,
        optional: false,
        error: None,
        answered,
    }
}

fn input(name: &str, label: impl Into<String>, input: Input) -> Question {
    question(name, label, Answered::Inputs(vec![Input { name: name.to_owned(), ..input }]))
}

fn text_input(value: &str) -> Input {
    Input {
        name: String::new(),
        label: String::new(),
        value: value.to_owned(),
        kind: "text",
        mode: "text",
        choices: Vec::new(),
    }
}

/// A line of text.
pub fn line(name: &str, label: impl Into<String>, value: &str) -> Question {
    input(name, label, text_input(value))
}

/// A mail address.
pub fn mail(name: &str, label: impl Into<String>, value: &str) -> Question {
    input(name, label, Input { kind: "email", mode: "email", ..text_input(value) })
}

/// A whole number.
pub fn number(name: &str, label: impl Into<String>, value: &str) -> Question {
    input(name, label, Input { mode: "numeric", ..text_input(value) })
}

/// A day in three boxes; `2019-12-16`.
pub fn day(name: &str, label: impl Into<String>, value: &str) -> Question {
    input(name, label, Input { kind: "date", ..text_input(value) })
}

/// One of a list.
pub fn choose(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Question {
    input(name, label, Input { choices, ..text_input("") })
}

/// One of few.
pub fn radios(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Question {
    question(name, label, Answered::Radios(choices))
}

/// Any of several.
pub fn checks(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Question {
    question(name, label, Answered::Checks(choices))
}

/// Several lines of text.
pub fn paragraph(name: &str, label: impl Into<String>, value: &str) -> Question {
    question(name, label, Answered::Paragraph(value.to_owned()))
}

/// A file to send; `kept` is one that came before and need not be sent again.
pub fn file(name: &str, label: impl Into<String>, kept: Option<Kept>) -> Question {
    question(name, label, Answered::Upload(kept))
}

/// The same question, which may be left open.
#[must_use]
pub fn optional(question: Question) -> Question {
    Question { optional: true, ..question }
}

/// The same question with help beside it.
#[must_use]
pub fn hinted(question: Question, hint: impl Into<String>) -> Question {
    Question { hint: Some(Said::plain(hint)), ..question }
}

/// The same question with what is wrong about its answer.
#[must_use]
pub fn wrong(question: Question, error: Option<String>) -> Question {
    Question { error, ..question }
}

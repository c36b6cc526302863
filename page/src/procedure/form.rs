//! A procedure's form, to be tried with sample answers.

use super::Said;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// Something to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The value.
    pub id: String,
    /// What it says.
    pub label: Said,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A part of an answer that is typed in one box.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name it is sent under.
    pub name: String,
    /// Its label where the question has several boxes.
    pub label: String,
    /// What stands in it.
    pub value: String,
    /// The `type` of the box: `text`, `email`, `tel`; `date` for a day in three boxes.
    pub kind: &'static str,
    /// The `inputmode` of the box.
    pub mode: &'static str,
    /// Choices, where it is a list to choose from.
    pub choices: Vec<Choice>,
}

impl Input {
    /// Whether it is a day, which is typed in three boxes: a calendar to click through is no help
    /// with a date of birth.
    fn is_date(&self) -> bool {
        self.kind == "date"
    }

    /// Day, month and year of `2019-12-16`, as far as they were typed.
    fn day(&self) -> [&str; 3] {
        let mut parts = self.value.splitn(3, '-');
        let mut next = || parts.next().unwrap_or_default();
        let (year, month, day) = (next(), next(), next());
        [day, month, year]
    }

    /// The width that the answer needs, in characters of a class of the style sheet.
    fn width(&self) -> &'static str {
        match (self.kind, self.mode) {
            ("tel", _) | (_, "numeric") => " govuk-input--width-20",
            (_, _) => "",
        }
    }
}

/// How a question is answered.
#[derive(Clone, Debug)]
pub enum Answered {
    /// One or several boxes.
    Inputs(Vec<Input>),
    /// Several lines.
    Paragraph(String),
    /// One of several.
    Radios(Vec<Choice>),
    /// Any of several.
    Checks(Vec<Choice>),
    /// A file; the sample's name.
    File(String),
    /// A file that is sent with the form, or one that came before.
    Upload(Option<Kept>),
    /// Rows of questions.
    Rows(Vec<Row>),
}

/// A file that came with a form which was shown again: it need not be sent twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its identifier, sent in the file's place.
    pub id: String,
    /// Its name, and its size in words.
    pub told: String,
}

/// A row of a group.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number, from 1.
    pub number: usize,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The id and name it is sent under: `children[0].name`.
    pub name: String,
    /// The question.
    pub label: Said,
    /// Help beside it.
    pub hint: Option<Said>,
    /// Whether it may be left open.
    pub optional: bool,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// How it is answered.
    pub answered: Answered,
}

impl Question {
    /// The element that an error leads to.
    pub(crate) fn target(&self) -> String {
        match &self.answered {
            Answered::Inputs(inputs) if inputs.len() == 1 && inputs[0].is_date() => {
                format!("{}-day", id(&inputs[0].name))
            }
            Answered::Inputs(inputs) if inputs.len() == 1 => id(&inputs[0].name),
            Answered::Inputs(_) | Answered::Rows(_) => id(&self.name),
            Answered::Paragraph(_) | Answered::File(_) | Answered::Upload(_) => id(&self.name),
            Answered::Radios(_) | Answered::Checks(_) => format!("{}-1", id(&self.name)),
        }
    }

    /// The attribute that reads hint and error together with the question, a space before it.
    fn described(&self) -> String {
        let target = self.target();
        let hint = self.hint.as_ref().map(|_| format!("{target}-hint"));
        let error = self.error.as_ref().map(|_| format!("{target}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        match ids.is_empty() {
            true => String::new(),
            false => format!(" aria-describedby=\"{}\"", ids.join(" ")),
        }
    }

    fn has_rows(&self) -> bool {
        matches!(self.answered, Answered::Rows(_))
    }

    /// What is wrong with it and with the questions in its rows, each with the element that it leads
    /// to.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        let own = self.error.clone().map(|error| (self.target(), error));
        let mut errors: Vec<(String, String)> = own.into_iter().collect();
        if let Answered::Rows(rows) = &self.answered {
            for inner in rows.iter().flat_map(|row| &row.questions) {
                errors.extend(inner.errors());
            }
        }
        errors
    }

    /// The question's template: a row of a group has questions of its own.
    pub(crate) fn render(&self, t: &Text) -> String {
        self.filled(t, false)
    }

    /// The same where the question is what its whole page is about.
    pub(crate) fn render_as_heading(&self, t: &Text) -> String {
        self.filled(t, true)
    }

    fn filled(&self, t: &Text, heading: bool) -> String {
        #[derive(askama::Template)]
        #[template(path = "procedure/question.html")]
        struct Filled<'a> {
            t: Text,
            question: &'a Question,
            heading: bool,
        }
        askama::Template::render(&Filled { t: *t, question: self, heading })
            .expect("invariant: a string takes every page, and texts do not fail")
    }
}

/// A name as an id of the page: brackets and points are no part of one.
fn id(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    format!("q-{}", name.chars().map(plain).collect::<String>())
}

/// The form.
#[derive(Clone, Debug)]
pub struct Form {
    /// National code.
    pub code: String,
    /// The procedure's name.
    pub procedure: Said,
    /// The form's name.
    pub name: Said,
    /// Questions that are asked, given the answers.
    pub questions: Vec<Question>,
    /// How many are not asked, given the answers.
    pub skipped: u64,
    /// Whether answers were sent.
    pub sent: bool,
    /// The day that the address asks for, kept in links.
    pub at: String,
}

template!(Form, "procedure/form.html");

impl Form {
    fn errors(&self) -> Vec<(String, String)> {
        self.questions.iter().flat_map(Question::errors).collect()
    }
}

impl Page for Form {
    fn name(&self, text: Text) -> String {
        match self.errors().is_empty() {
            true => self.name.text.clone(),
            false => text.error_title(&self.name.text),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Form> {
        let choice = |id: &str, chosen| Choice {
            id: id.to_owned(),
            label: Said { text: format!("{id} <b>"), vietnamese: true },
            chosen,
        };
        let input = |name: &str, choices| Input {
            name: name.to_owned(),
            label: format!("Ô {name}"),
            value: "\"x\"".to_owned(),
            kind: "text",
            mode: "text",
            choices,
        };
        let question = |name: &str, error: Option<&str>, answered| Question {
            name: name.to_owned(),
            label: Said::plain(format!("Câu {name}?")),
            hint: Some(Said::plain("Gợi ý")),
            optional: error.is_none(),
            error: error.map(str::to_owned),
            answered,
        };
        let one = |name: &str| Answered::Inputs(vec![input(name, Vec::new())]);
        let inner = vec![question("rows[0].name", Some("Thiếu tên"), one("rows[0].name"))];
        let two =
            vec![input("who.name", Vec::new()), input("who.type", vec![choice("cmnd", true)])];
        let date = |name: &str| {
            let date =
                Input { kind: "date", value: "2019-13-".to_owned(), ..input(name, Vec::new()) };
            Answered::Inputs(vec![date])
        };
        let questions = vec![
            question("day", Some("Sai ngày"), date("day")),
            question("line", Some("Thiếu"), one("line")),
            question("who", None, Answered::Inputs(two)),
            question("text", None, Answered::Paragraph("a\nb".to_owned())),
            question("one", Some("Chọn một"), Answered::Radios(vec![choice("a", true)])),
            question("any", None, Answered::Checks(vec![choice("a", true), choice("b", false)])),
            question("file", None, Answered::File("giay.pdf".to_owned())),
            question("rows", None, Answered::Rows(vec![Row { number: 1, questions: inner }])),
        ];
        let full = Form {
            code: "1.001193".to_owned(),
            procedure: Said::plain("Đăng ký khai sinh"),
            name: Said { text: "Tờ khai".to_owned(), vietnamese: true },
            questions,
            skipped: 2,
            sent: true,
            at: String::new(),
        };
        let calm = vec![question("line", None, one("line"))];
        vec![
            full.clone(),
            Form { questions: calm.clone(), sent: true, skipped: 0, ..full.clone() },
            Form { questions: calm, sent: false, at: "?at=2019-12-16".to_owned(), ..full },
        ]
    }
}

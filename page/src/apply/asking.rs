//! One thing to answer on one page.

use super::Sealed;
use crate::ask::{day, file, hinted, line, optional, radios, wrong};
use crate::layout::template;
use crate::procedure::{Answered, Choice, Kept, Question, Row, Said};
use crate::{Layout, Page, Text};

/// How far one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The page, from 1.
    pub at: usize,
    /// How many there are, as far as it is known now.
    pub of: usize,
}

impl Progress {
    fn parts(self) -> impl Iterator<Item = bool> {
        (1..=self.of).map(move |number| number <= self.at)
    }
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// The procedure.
    pub procedure: Said,
    /// What is asked for, where it is more than one question; empty: the question says it.
    pub name: String,
    /// The page before.
    pub back: String,
    /// How far one is.
    pub progress: Progress,
    /// What to know before answering, as sentences.
    pub notes: Vec<String>,
    /// The questions.
    pub questions: Vec<Question>,
    /// Why it is asked, or what follows from the answer.
    pub why: Option<String>,
    /// Whether a file may come with it.
    pub has_file: bool,
    /// Whether another row can be added.
    pub has_rows: bool,
    /// When the draft was saved, and until when it is kept, as a sentence.
    pub kept: String,
    /// The draft's own page, to stop at.
    pub draft: String,
    /// The form.
    pub form: Sealed,
    /// When the page was made, in microseconds: what an earlier one sends may come later.
    pub turn: i64,
}

template!(Asking, "apply/asking.html");

impl Asking {
    fn errors(&self) -> Vec<(String, String)> {
        self.questions.iter().flat_map(Question::errors).collect()
    }

    /// Whether the one question is the heading of the page.
    fn is_one(&self) -> bool {
        self.name.is_empty()
    }
}

impl Page for Asking {
    fn name(&self, text: Text) -> String {
        let first = self.questions.first().map(|it| it.label.text.clone()).unwrap_or_default();
        let name = if self.is_one() { first } else { self.name.clone() };
        match self.errors().is_empty() {
            true => name,
            false => text.error_title(name),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Asking> {
        let choice = |id: &str, chosen| Choice {
            id: id.to_owned(),
            label: Said::plain(format!("Chọn {id} <b>")),
            chosen,
        };
        let one = Asking {
            procedure: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            name: String::new(),
            back: "/my/drafts/ABCDEFGHJK/whom".to_owned(),
            progress: Progress { at: 2, of: 7 },
            notes: vec!["Điền sẵn từ hồ sơ trước.".to_owned()],
            questions: vec![hinted(
                wrong(
                    day("answers.born", "Con của bạn sinh ngày nào?", "2019--08"),
                    Some("Thiếu tháng".to_owned()),
                ),
                "Ghi theo giấy chứng sinh",
            )],
            why: Some("Trong 60 ngày thì được miễn lệ phí.".to_owned()),
            has_file: false,
            has_rows: false,
            kept: "Bản nháp lưu lúc 09 giờ 31, giữ đến hết 15/01/2020.".to_owned(),
            draft: "/my/drafts".to_owned(),
            form: Sealed {
                action: "/my/drafts/ABCDEFGHJK/q-born".to_owned(),
                seal: "c2VhbA".to_owned(),
            },
            turn: 1_576_464_000_000_000,
        };
        let choose =
            radios("whom", "Bạn nộp cho ai?", vec![choice("self", true), choice("other", false)]);
        let kept = Kept { id: "x".to_owned(), told: "giay.pdf, 1,2 MB".to_owned() };
        let many = Asking {
            name: "Giấy chứng sinh".to_owned(),
            questions: vec![
                radios("way", "Nộp thế nào?", vec![choice("upload", false), choice("bring", true)]),
                file("file", "Tệp", Some(kept)),
            ],
            has_file: true,
            why: None,
            notes: Vec::new(),
            ..one.clone()
        };
        let lines = vec![line("answers.text", "Dân tộc", "M'Nông")];
        let inner = vec![wrong(line("rows[0].name", "Tên", ""), Some("Thiếu tên".to_owned()))];
        let rows = Question {
            answered: Answered::Rows(vec![Row { number: 1, questions: inner }]),
            ..optional(line("rows", "Người cùng khai", ""))
        };
        vec![
            one.clone(),
            many,
            Asking { questions: vec![choose], ..one.clone() },
            Asking { questions: lines, why: None, ..one.clone() },
            Asking { questions: vec![rows], has_rows: true, ..one },
        ]
    }
}

//! The questions of a form on paper, to prepare at home before going on the network.

use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// A question with room for its answer.
#[derive(Clone, Debug, Default)]
pub struct Blank {
    /// The question.
    pub label: Said,
    /// Help beside it.
    pub hint: Option<Said>,
    /// Whether it may be left open.
    pub optional: bool,
    /// Whether it comes only with some answers.
    pub sometimes: bool,
    /// What can be chosen; empty: it is written.
    pub choices: Vec<Said>,
    /// Parts that are written, each on a line of its own.
    pub parts: Vec<String>,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct OnPaper {
    /// National code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// The form's name.
    pub form: Said,
    /// The questions.
    pub blanks: Vec<Blank>,
    /// Papers to have ready.
    pub papers: Vec<Said>,
    /// Where one applies, as it can be typed.
    pub address: String,
}

template!(OnPaper, "apply/paper.html");

impl Page for OnPaper {
    fn name(&self, text: Text) -> String {
        text.apply_paper_title(&self.procedure.text)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<OnPaper> {
        let said = |text: &str| Said { text: text.to_owned(), vietnamese: true };
        let blank = |label: &str, choices: Vec<Said>, parts: Vec<String>| Blank {
            label: said(label),
            hint: Some(said("Ghi theo giấy chứng sinh")),
            optional: choices.is_empty(),
            sometimes: !choices.is_empty(),
            choices,
            parts,
        };
        vec![OnPaper {
            code: "1.001193".to_owned(),
            procedure: said("Đăng ký khai sinh"),
            form: said("Tờ khai đăng ký khai sinh"),
            blanks: vec![
                blank("Giới tính", vec![said("Nữ"), said("Nam <b>")], Vec::new()),
                blank("Mẹ", Vec::new(), vec!["Họ và tên".to_owned(), "Ngày sinh".to_owned()]),
                blank("Dân tộc", Vec::new(), Vec::new()),
            ],
            papers: vec![said("Giấy chứng sinh")],
            address: "https://example.com/apply/1.001193".to_owned(),
        }]
    }
}

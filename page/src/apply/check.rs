//! Everything that was answered, before it is handed in.

use super::Sealed;
use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// An answer with the way to change it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What was asked.
    pub name: Said,
    /// The answer, a line for each part.
    pub value: Vec<String>,
    /// Where it is changed; `None` where it is asked for no longer.
    pub change: Option<String>,
    /// What is still wrong with it.
    pub wrong: Option<String>,
}

/// Answers that belong together.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// What they are about.
    pub name: String,
    /// The answers.
    pub lines: Vec<Line>,
}

/// A row of what it costs and how long it takes.
#[derive(Clone, Debug, Default)]
pub struct Money {
    /// What.
    pub name: String,
    /// On which condition.
    pub note: Option<String>,
    /// How much, or when.
    pub value: String,
    /// Whether it is the end of a count.
    pub sum: bool,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// The procedure.
    pub procedure: Said,
    /// The page before.
    pub back: String,
    /// The answers.
    pub groups: Vec<Group>,
    /// What was answered and is not asked for any more.
    pub gone: Vec<Line>,
    /// What it costs, and when the result is there.
    pub money: Vec<Money>,
    /// Who takes it in.
    pub office: String,
    /// What the rules said no to, with the element that it leads to.
    pub errors: Vec<(String, String)>,
    /// When the draft was saved, and until when it is kept, as a sentence.
    pub kept: String,
    /// The form.
    pub form: Sealed,
}

template!(Check, "apply/check.html");

impl Check {
    /// Whether an answer is still missing or wrong.
    fn is_open(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.lines).any(|line| line.wrong.is_some())
    }
}

impl Page for Check {
    fn name(&self, text: Text) -> String {
        match self.errors.is_empty() {
            true => text.apply_check(),
            false => text.error_title(text.apply_check()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Check> {
        let line = |name: &str, value: &str, wrong: Option<&str>| Line {
            name: Said::plain(name),
            value: vec![value.to_owned()],
            change: Some("/my/drafts/ABCDEFGHJK/q-child".to_owned()),
            wrong: wrong.map(str::to_owned),
        };
        let money = |name: &str, sum| Money {
            name: name.to_owned(),
            note: Some("Đúng hạn: được miễn".to_owned()),
            value: "16.000 đ".to_owned(),
            sum,
        };
        let whole = Check {
            procedure: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            back: "/my/drafts/ABCDEFGHJK/return".to_owned(),
            groups: vec![Group {
                name: "Tờ khai".to_owned(),
                lines: vec![line("Con của bạn", "Điểu Thị Minh An <b>", None)],
            }],
            gone: Vec::new(),
            money: vec![money("Lệ phí", false), money("Phải nộp khi nhận kết quả", true)],
            office: "Bộ phận một cửa phường Nghĩa Trung".to_owned(),
            errors: Vec::new(),
            kept: "Bản nháp lưu lúc 09 giờ 31, giữ đến hết 15/01/2020.".to_owned(),
            form: Sealed {
                action: "/my/drafts/ABCDEFGHJK/check".to_owned(),
                seal: "c2VhbA".to_owned(),
            },
        };
        let lines = vec![line("Con của bạn", "", Some("Chưa trả lời"))];
        let open = Check {
            groups: vec![Group { name: "Tờ khai".to_owned(), lines }],
            gone: vec![Line { change: None, ..line("Ngày phát hiện", "01/12/2019", None) }],
            ..whole.clone()
        };
        let wrong = ("declare".to_owned(), "Đánh dấu vào ô cam đoan".to_owned());
        vec![whole.clone(), open, Check { errors: vec![wrong], ..whole }]
    }
}

//! What one asked oneself, and the form to ask.

use super::{Due, Standing, wish};
use crate::format::Day;
use crate::layout::template;
use crate::own::{Wrong, ok_note, wrong_at};
use crate::{Layout, Page, Text};

/// One's own request.
#[derive(Clone, Debug)]
pub struct Own {
    /// What is asked for, by its name in data.
    pub wish: &'static str,
    /// When it was made.
    pub made: Day,
    /// Where it stands.
    pub standing: Standing,
    /// The last day to acknowledge it, while that is awaited.
    pub answer: Option<Due>,
    /// The last day to finish it, while that is awaited.
    pub finish: Option<Due>,
    /// Whether it got more time.
    pub extended: bool,
    /// What one wrote.
    pub asked: String,
    /// The answer.
    pub answered: Option<String>,
}

impl Own {
    fn title(&self, text: &Text) -> String {
        wish(text, self.wish)
    }
}

/// Requests about one's own data.
#[derive(Clone, Debug, Default)]
pub struct Mine {
    /// All of them, the latest first.
    pub requests: Vec<Own>,
    /// What may be asked for, by name in data.
    pub wishes: Vec<&'static str>,
    /// What was chosen.
    pub chosen: String,
    /// What was written.
    pub text: String,
    /// Whether one was just made.
    pub sent: bool,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

impl Mine {
    fn wish_name(&self, id: &str, text: &Text) -> String {
        wish(text, id)
    }

    fn wish_error(&self) -> Option<&str> {
        wrong_at(&self.wrong, "wish-copy")
    }

    fn text_error(&self) -> Option<&str> {
        wrong_at(&self.wrong, "text")
    }

    fn note(&self, text: &Text) -> String {
        if self.sent { ok_note(&text.request_sent()) } else { String::new() }
    }
}

template!(Mine, "request/mine.html");

impl Page for Mine {
    fn name(&self, text: Text) -> String {
        match self.wrong.is_empty() {
            true => text.request_mine(),
            false => text.error_title(text.request_mine()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Mine> {
        let day = Day { year: 2026, month: 3, day: 2 };
        let request = |wish, standing, answered: Option<&str>| Own {
            wish,
            made: day,
            standing,
            answer: (standing == Standing::Made).then_some(Due { day, left: 2 }),
            finish: standing.is_open().then_some(Due { day, left: -1 }),
            extended: standing == Standing::Acknowledged,
            asked: "Sửa <ngày sinh>.\nCảm ơn.".to_owned(),
            answered: answered.map(str::to_owned),
        };
        let requests = vec![
            request("copy", Standing::Made, None),
            request("correction", Standing::Acknowledged, None),
            request("restriction", Standing::Done, Some("Đã làm.")),
            request("erasure", Standing::Declined, Some("Luật lưu trữ.")),
            request("withdrawal", Standing::Made, None),
        ];
        let wishes = vec!["copy", "correction", "erasure", "restriction", "withdrawal"];
        let none = Mine { wishes, ..Mine::default() };
        let some = Mine { requests, sent: true, ..none.clone() };
        let wrong = |target, text: &str| Wrong { target, text: text.to_owned() };
        let wrong = vec![wrong("wish-copy", "Chọn một."), wrong("text", "Viết vài câu.")];
        let chosen = "erasure".to_owned();
        let refused = Mine { wrong, chosen, sent: false, text: "<x>".to_owned(), ..some.clone() };
        vec![none, some, refused]
    }
}

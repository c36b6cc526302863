//! The desk that answers requests about data: the list by nearest day, and one request.

use super::{Due, Standing, wish};
use crate::format::Day;
use crate::layout::template;
use crate::own::{Wrong, ok_note, wrong_at};
use crate::{Layout, Page, Text};

/// A request in the desk's list; nothing of it is personal.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What leads to it.
    pub id: String,
    /// What is asked for, by its name in data.
    pub wish: &'static str,
    /// When it was made.
    pub made: Day,
    /// Where it stands.
    pub standing: Standing,
    /// The next last day, where the rules in force name one.
    pub due: Option<Due>,
}

impl Waiting {
    fn title(&self, text: &Text) -> String {
        wish(text, self.wish)
    }
}

/// Requests that wait, or those that are settled.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The requests.
    pub requests: Vec<Waiting>,
    /// Whether these are the settled ones.
    pub settled: bool,
    /// The address of the next page.
    pub next: Option<String>,
}

template!(Desk, "request/desk.html");

impl Page for Desk {
    fn name(&self, text: Text) -> String {
        text.door_requests()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Desk> {
        let day = Day { year: 2026, month: 3, day: 2 };
        let waiting = |wish, standing, left: Option<i64>| Waiting {
            id: "2026-ab".to_owned(),
            wish,
            made: day,
            standing,
            due: left.map(|left| Due { day, left }),
        };
        let open = vec![
            waiting("erasure", Standing::Made, Some(-2)),
            waiting("copy", Standing::Acknowledged, Some(0)),
            waiting("correction", Standing::Acknowledged, None),
        ];
        let settled = vec![
            waiting("copy", Standing::Done, None),
            waiting("restriction", Standing::Declined, None),
        ];
        let next = Some("/requests?cursor=2026-03-02.7".to_owned());
        vec![
            Desk::default(),
            Desk { requests: open, settled: false, next },
            Desk { requests: settled, settled: true, next: None },
        ]
    }
}

/// Why somebody may read a request.
#[derive(Clone, Debug)]
pub struct PurposeChoice {
    /// The name in addresses.
    pub id: &'static str,
    /// In words.
    pub name: String,
}

/// What a request says of its person; shown once the reading is recorded.
#[derive(Clone, Debug)]
pub struct Written {
    /// The person's name.
    pub person: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Electronic mail.
    pub email: Option<String>,
    /// What they wrote; `None` once erased.
    pub asked: Option<String>,
    /// The answer.
    pub answered: Option<String>,
}

/// One request at the desk.
#[derive(Clone, Debug)]
pub struct One {
    /// What leads to it.
    pub id: String,
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
    /// The new last day that one extension would give.
    pub later: Option<Day>,
    /// Whether its personal data was erased.
    pub erased: bool,
    /// What it says; `None` before a purpose was chosen.
    pub written: Option<Written>,
    /// Purposes to choose from.
    pub purposes: Vec<PurposeChoice>,
    /// What was just done, as a sentence.
    pub done: Option<String>,
    /// The ground that was filled in.
    pub ground: String,
    /// The answer that was filled in.
    pub text: String,
    /// The reason that was filled in.
    pub reason: String,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

impl One {
    fn title(&self, text: &Text) -> String {
        wish(text, self.wish)
    }

    fn is_erasure(&self) -> bool {
        self.wish == "erasure"
    }

    fn note(&self) -> String {
        self.done.as_deref().map(ok_note).unwrap_or_default()
    }

    fn error(&self, target: &str) -> Option<&str> {
        wrong_at(&self.wrong, target)
    }

    fn is_open(&self) -> bool {
        self.standing.is_open() && !self.erased
    }
}

template!(One, "request/one.html");

impl Page for One {
    fn name(&self, text: Text) -> String {
        let title = text.request_one(self.title(&text));
        if self.wrong.is_empty() { title } else { text.error_title(title) }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<One> {
        let day = Day { year: 2026, month: 3, day: 2 };
        let purpose = |id, name: &str| PurposeChoice { id, name: name.to_owned() };
        let made = One {
            id: "2026-ab".to_owned(),
            wish: "copy",
            made: day,
            standing: Standing::Made,
            answer: Some(Due { day, left: -1 }),
            finish: Some(Due { day, left: 5 }),
            later: Some(day),
            erased: false,
            written: None,
            purposes: vec![purpose("inquiry", "Trả lời"), purpose("inspection", "Kiểm tra")],
            done: None,
            ground: String::new(),
            text: String::new(),
            reason: String::new(),
            wrong: Vec::new(),
        };
        let written = Written {
            person: "Nguyễn <Thị> Mẫu".to_owned(),
            phone: Some("+84901234567".to_owned()),
            email: Some("mau@example.vn".to_owned()),
            asked: Some("Tôi muốn\nmột bản sao.".to_owned()),
            answered: None,
        };
        let read = One {
            written: Some(written.clone()),
            done: Some("Đã ghi.".to_owned()),
            ..made.clone()
        };
        let wrong = ["text", "ground", "reason"]
            .map(|target| Wrong { target, text: "Viết vài câu.".to_owned() });
        let refused = One { wrong: wrong.to_vec(), ground: "<g>".to_owned(), ..made.clone() };
        let acknowledged = One {
            wish: "erasure",
            standing: Standing::Acknowledged,
            answer: None,
            later: None,
            ..made.clone()
        };
        let closed =
            Written { phone: None, email: None, answered: Some("Xong".to_owned()), ..written };
        let settled = One {
            standing: Standing::Done,
            answer: None,
            finish: None,
            later: None,
            written: Some(closed),
            ..made.clone()
        };
        let erased = One { erased: true, written: None, ..settled.clone() };
        vec![made, read, refused, acknowledged, settled, erased]
    }
}

//! A dossier before whoever it belongs to, signed in.

use super::notice;
use super::{Badge, Deadline, Happened, Left, Link, Mood, Notice, sample_deadline, sample_history};
use crate::format::Day;
use crate::layout::template;
use crate::procedure::Said;
use crate::{Layout, Page, Text};

/// An apology for a promise that was not kept.
#[derive(Clone, Debug)]
pub struct Apology {
    /// Who apologises.
    pub who: String,
    /// What was promised, why it was not kept, and the new day, in sentences.
    pub text: String,
    /// The letter.
    pub letter: Option<String>,
}

/// What the applicant has to do.
#[derive(Clone, Debug)]
pub struct Todo {
    /// In a sentence: `Bổ sung 2 giấy tờ`.
    pub title: String,
    /// Why, and what it means for the deadline.
    pub text: String,
    /// What exactly: paper, reason, words.
    pub items: Vec<(String, String, String)>,
    /// Until when.
    pub until: Option<Day>,
    /// Where it is done: address and what the button says.
    pub way: Option<(String, String)>,
}

/// How it ended without a result, and why.
#[derive(Clone, Debug)]
pub struct Ended {
    /// What was not right: paper, reason, words.
    pub items: Vec<(String, String, String)>,
    /// What was written beside it; empty where nothing was.
    pub text: String,
}

/// The result.
#[derive(Clone, Debug)]
pub struct Result {
    /// What it is: `Giấy phép xây dựng số 118/GPXD, 16/12/2019`.
    pub title: String,
    /// Where and how it is got, and what it costs.
    pub text: String,
    /// Files, each with a name.
    pub files: Vec<Link>,
    /// Where anybody can check it.
    pub verify: Option<String>,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Mine {
    /// Where whoever reads it came from: their own dossiers, or tracking.
    pub back: Link,
    /// The dossier's code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// Where it is: the office.
    pub place: String,
    /// Who holds it and since when, in a sentence; may be empty.
    pub holder: String,
    /// The state, in plain words.
    pub state: String,
    /// What is left.
    pub left: Left,
    /// The promised day in words, with the day of the week; `None` while no clock runs.
    pub due: Option<String>,
    /// How far behind the first promise it is, in words.
    pub behind: Option<String>,
    /// Why the clock stands, in a sentence.
    pub paused: Option<String>,
    /// How it ended without a result: refused, withdrawn, stopped, and why.
    pub ended: Option<Ended>,
    /// An apology.
    pub apology: Option<Apology>,
    /// What the applicant has to do; `None` where nothing.
    pub todo: Option<Todo>,
    /// What comes next when there is nothing to do: how one will be told, what to bring.
    pub then: String,
    /// The result.
    pub result: Option<Result>,
    /// What happened, the first first.
    pub history: Vec<Happened>,
    /// How the deadline came about.
    pub deadline: Deadline,
    /// Papers: receipt, letters, proof.
    pub papers: Vec<Link>,
    /// Ways on: ask, complain, who looked, withdraw, rate.
    pub links: Vec<Link>,
    /// What the applicant was told of, the first first.
    pub notices: Vec<Notice>,
    /// What was just done, as a sentence.
    pub done: Option<String>,
}

template!(Mine, "dossier/mine.html");

impl Page for Mine {
    fn name(&self, text: Text) -> String {
        text.dossier_title(&self.code)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Mine> {
        let late = sample();
        let day = Day { year: 2019, month: 12, day: 11 };
        let item = (
            "Bản vẽ <thiết kế>".to_owned(),
            "Nội dung chưa đúng".to_owned(),
            "Thiếu mặt cắt móng".to_owned(),
        );
        let paused = Mine {
            left: Left::Paused(day),
            due: None,
            behind: None,
            paused: Some("Thời hạn dừng từ 11/12/2019 vì còn thiếu giấy tờ.".to_owned()),
            apology: None,
            todo: Some(Todo {
                title: "Bổ sung 1 giấy tờ".to_owned(),
                text: "Khi bạn nộp đủ, thời hạn tính lại từ đầu.".to_owned(),
                items: vec![item],
                until: Some(day),
                way: Some(("/my/dossiers/x/supplement".to_owned(), "Nộp bổ sung".to_owned())),
            }),
            ..late.clone()
        };
        let done = Mine {
            left: Left::Done(0),
            apology: None,
            behind: None,
            deadline: Deadline::default(),
            result: Some(Result {
                title: "Giấy phép xây dựng số 118/GPXD".to_owned(),
                text: "Nhận tại bộ phận một cửa, mang theo 75.000 đ lệ phí.".to_owned(),
                files: vec![Link {
                    path: "/results/x.pdf".to_owned(),
                    name: "Bản ký số <PDF>".to_owned(),
                }],
                verify: Some("/results/x/verify".to_owned()),
            }),
            done: Some("Cảm ơn bạn đã đánh giá.".to_owned()),
            ..late.clone()
        };
        let refused = Mine {
            left: Left::NotStarted,
            due: None,
            holder: String::new(),
            ended: Some(Ended {
                items: vec![(
                    "Cả hồ sơ".to_owned(),
                    "Không thuộc thẩm quyền".to_owned(),
                    "Thửa đất thuộc huyện khác".to_owned(),
                )],
                text: "Nộp tại bộ phận một cửa của huyện có đất.".to_owned(),
            }),
            result: None,
            papers: Vec::new(),
            links: Vec::new(),
            history: Vec::new(),
            notices: Vec::new(),
            then: String::new(),
            ..done.clone()
        };
        vec![late, paused, done, refused]
    }
}

fn sample() -> Mine {
    let link = |path: &str, name: &str| Link { path: path.to_owned(), name: name.to_owned() };
    Mine {
        back: link("/my/dossiers", "Hồ sơ của tôi"),
        code: "000.00.31.H16-191114-0007".to_owned(),
        procedure: Said { text: "Cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(), vietnamese: true },
        place: "Phòng Quản lý đô thị <thị xã>".to_owned(),
        holder: "Chuyên viên Trần Minh Mẫu giữ từ 02/12/2019".to_owned(),
        state: "Đang thẩm định".to_owned(),
        left: Left::Days(2),
        due: Some("Thứ Tư, 18/12/2019".to_owned()),
        behind: Some("Chậm 3 ngày làm việc so với hẹn đầu".to_owned()),
        paused: None,
        ended: None,
        apology: Some(Apology {
            who: "UBND thị xã Gia Nghĩa".to_owned(),
            text: "Chúng tôi hẹn trả ngày 11/12/2019 mà chưa trả được, vì ý kiến về lộ giới đến chậm. Hẹn lại một lần, ngày 18/12/2019.".to_owned(),
            letter: Some("/my/dossiers/x/letters/2".to_owned()),
        }),
        todo: None,
        then: "Khi có giấy phép, bạn nhận tin nhắn ở số 09xx xxx 742.".to_owned(),
        result: None,
        history: sample_history(),
        deadline: sample_deadline(),
        papers: vec![link("/my/dossiers/x/receipt", "Giấy tiếp nhận và hẹn trả")],
        links: vec![link("/account/readings", "Ai đã xem hồ sơ này")],
        notices: notice::samples(),
        done: None,
    }
}

/// A dossier in one's own list.
#[derive(Clone, Debug)]
pub struct MyRow {
    /// Its code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// Where it is, or how it ended.
    pub state: String,
    /// What is left.
    pub left: Left,
    /// The promised day; `None` while no clock runs.
    pub due: Option<Day>,
    /// What the applicant has to do, in a sentence.
    pub todo: Option<String>,
}

/// One's own dossiers.
#[derive(Clone, Debug, Default)]
pub struct MyList {
    /// Those that need something first, then the latest.
    pub rows: Vec<MyRow>,
    /// The next page.
    pub next: Option<String>,
}

template!(MyList, "dossier/my_list.html");

impl Page for MyList {
    fn name(&self, text: Text) -> String {
        text.dossier_my()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<MyList> {
        let row = |left, todo: Option<&str>, due| MyRow {
            code: "000.00.31.H16-191114-0007".to_owned(),
            procedure: sample().procedure,
            state: "Phòng Quản lý đô thị <đang thẩm định>".to_owned(),
            left,
            due,
            todo: todo.map(str::to_owned),
        };
        let day = Day { year: 2019, month: 12, day: 18 };
        let rows = vec![
            row(Left::Paused(day), Some("Bổ sung 1 giấy tờ"), None),
            row(Left::Days(2), None, Some(day)),
        ];
        vec![MyList { rows, next: Some("/my/dossiers?after=x".to_owned()) }, MyList::default()]
    }
}

impl Mine {
    fn badge(&self) -> Option<Badge> {
        let words = self.behind.clone()?;
        Some(Badge { mood: Mood::Late, words })
    }
}

//! The pages of those who work on dossiers, and the page of whoever a dossier belongs to.
//!
//! They are plain values: whoever fills them in decides what may be done ([`Action`]s that are
//! not listed are absent) and hands deadlines over as finished lines.

mod act;
mod action;
mod approve;
mod bulk;
mod centre;
mod lacks;
mod mine;
mod notice;
mod one;
mod papers;
mod question;
mod register;
mod shown;
#[cfg(test)]
mod tests;
mod told;
mod track;
mod work;

pub use act::{Act, Filled, Options, Wrong};
pub use action::Action;
pub use approve::{Approve, BATCH_MAX, Batch, Inbox, Paper, Proposal, Reviewed, Signing};
pub use bulk::{Bulk, BulkRow, Outcome};
pub use centre::{Absent, Centre, UnitRow};
pub use lacks::{Lack, Lacks};
pub use mine::{Apology, Ended, Mine, MyList, MyRow, Result, Todo};
pub use notice::Notice;
pub use one::{Draft, National, NationalRow, One, PrivateNote};
pub use papers::{Came, Papers};
pub use register::{Entry, Register, Released, Tab};
pub use shown::{
    Answer, AnswerGroup, Check, CheckState, Consultation, Document, DocumentKind, Duty, Flag,
    HandOver, Link, Round,
};
pub use told::{
    approval, means, method, opinion, outcome, owed, paper, phase, proof, reason, silence, unit,
};
pub use track::Track;
pub use work::{BULK_MAX, Count, Row, View, Work};

use crate::Text;
use crate::format::Day;
use crate::procedure::Said;

/// An instant in law time: day, hour, minute.
pub type Moment = (Day, u8, u8);

/// How something stands, as far as its colour tells; words always stand beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// As it should be.
    #[default]
    Fine,
    /// Near its end, or waiting for somebody.
    Soon,
    /// Late or wrong.
    Late,
    /// Something to know.
    Info,
    /// Over, or without meaning.
    Void,
}

impl Mood {
    /// The end of its class in the style sheet.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Mood::Fine => "ok",
            Mood::Soon => "soon",
            Mood::Late => "late",
            Mood::Info => "info",
            Mood::Void => "void",
        }
    }

    /// Its icon.
    pub(crate) fn icon(self) -> String {
        crate::icon(match self {
            Mood::Fine => "okc",
            Mood::Soon => "clock",
            Mood::Late => "alert",
            Mood::Info | Mood::Void => "info",
        })
    }
}

/// How something stands: a colour, and finished words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Badge {
    /// Its colour.
    pub mood: Mood,
    /// In words.
    pub words: String,
}

/// What is left of a dossier's time, in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is not taken in yet: no clock runs.
    NotStarted,
    /// The clock stands since a day.
    Paused(Day),
    /// It is late by so many days, 1 at least.
    Late(u64),
    /// It ends today.
    Today,
    /// So many days are left, 1 at least.
    Days(u64),
    /// It is done, so many days late; 0 for in time.
    Done(u64),
}

/// From how many days left a dossier is shown as urgent.
pub const SOON_DAYS: u64 = 2;

impl Left {
    fn mood(self) -> Mood {
        match self {
            Left::NotStarted => Mood::Info,
            Left::Late(_) => Mood::Late,
            Left::Paused(_) | Left::Today | Left::Days(0..=SOON_DAYS) => Mood::Soon,
            Left::Days(_) | Left::Done(0) => Mood::Fine,
            Left::Done(_) => Mood::Void,
        }
    }

    fn words(self, text: Text) -> String {
        match self {
            Left::NotStarted => text.dossier_left_not_started(),
            Left::Paused(day) => text.dossier_left_paused(text.date(day)),
            Left::Late(days) => text.dossier_left_late(days),
            Left::Today => text.dossier_left_today(),
            Left::Days(days) => text.dossier_left_days(days),
            Left::Done(0) => text.dossier_left_done(),
            Left::Done(days) => text.dossier_left_done_late(days),
        }
    }

    /// Icon and words, as markup.
    pub(crate) fn render(&self, text: &Text) -> String {
        let mood = self.mood();
        let icon = match self {
            Left::Paused(_) => crate::icon("pause"),
            Left::NotStarted | Left::Late(_) | Left::Today | Left::Days(_) | Left::Done(_) => {
                mood.icon()
            }
        };
        // The words are our own texts and dates.
        let (class, words) = (mood.class(), self.words(*text));
        format!("<span class=\"mc-state mc-state--{class}\">{icon}{words}</span>")
    }
}

/// A line of how a deadline was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineLine {
    /// What happens in it, finished.
    pub text: String,
    /// The law or letter that it rests on.
    pub source: Option<String>,
    /// What it adds or where it leads: `+ 12 ngày`, `16/12/2019`.
    pub value: String,
    /// Whether it is a sum of the lines before it.
    pub sum: bool,
}

/// How a deadline was computed, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadline {
    /// The lines.
    pub lines: Vec<DeadlineLine>,
    /// Whether it rests on a year whose days off nobody decided yet.
    pub provisional: bool,
}

/// What stands above everything that is said of one dossier.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its code.
    pub code: String,
    /// The procedure's name.
    pub procedure: Said,
    /// The procedure's case, where it has several.
    pub case: Option<Said>,
    /// Whose matter it is.
    pub applicant: String,
    /// Where they are, as short as it is clear; may be empty.
    pub place: String,
    /// How it came, in words: `Tại quầy`, `Trực tuyến, cán bộ nộp hộ`.
    pub channel: String,
    /// Its phase, in words.
    pub phase: String,
    /// What is left.
    pub left: Left,
    /// The promised day; `None` while no clock runs.
    pub due: Option<Day>,
    /// The day by law, where it is another.
    pub due_legal: Option<Day>,
    /// The first promise, where it was changed.
    pub due_original: Option<Day>,
    /// Who holds it, with the office: `Trần Minh Khôi, Phòng Quản lý đô thị`.
    pub holder: String,
    /// Since when they hold it.
    pub held_since: Option<Moment>,
}

impl Head {
    /// Where the dossier's page is.
    pub(crate) fn path(&self) -> String {
        format!("/dossiers/{}", self.code)
    }

    /// A head for samples.
    fn sample(left: Left) -> Head {
        let day = |day| Day { year: 2019, month: 12, day };
        Head {
            code: "000.00.31.H16-191114-0007".to_owned(),
            procedure: Said {
                text: "Cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(),
                vietnamese: true,
            },
            case: Some(Said { text: "Nhà ở đô thị".to_owned(), vietnamese: true }),
            applicant: "Nguyễn Thị <Mẫu>".to_owned(),
            place: "phường Nghĩa Trung".to_owned(),
            channel: "Tại quầy".to_owned(),
            phase: "Đang thẩm định".to_owned(),
            left,
            due: Some(day(18)),
            due_legal: Some(day(16)),
            due_original: Some(day(11)),
            holder: "Trần Minh Mẫu, Phòng Quản lý đô thị".to_owned(),
            held_since: Some((day(2), 8, 20)),
        }
    }
}

/// What happened, in the order of time.
#[derive(Clone, Debug)]
pub struct Happened {
    /// When, in words: an instant, a span, `Dự kiến 18/12/2019`.
    pub when: String,
    /// What.
    pub title: String,
    /// More of it; may be empty.
    pub text: String,
    /// Where it stands on the line.
    pub place: Stage,
}

/// Where something stands on the line of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// It is over.
    #[default]
    Done,
    /// The clock stood.
    Waited,
    /// It is going on.
    Here,
    /// It is still to come.
    Next,
}

impl Happened {
    fn class(&self) -> &'static str {
        match self.place {
            Stage::Done => "",
            Stage::Waited => " class=\"wait\"",
            Stage::Here => " class=\"here\"",
            Stage::Next => " class=\"next\"",
        }
    }
}

/// Samples that several pages share.
fn sample_deadline() -> Deadline {
    let line = |text: &str, source: Option<&str>, value: &str, sum| DeadlineLine {
        text: text.to_owned(),
        source: source.map(str::to_owned),
        value: value.to_owned(),
        sum,
    };
    let rule = "Nghị định 61/2018/NĐ-CP: tính lại từ đầu sau khi nhận đủ";
    Deadline {
        lines: vec![
            line("Nhận đủ hồ sơ sau bổ sung", Some("Ngày nhận không tính"), "29/11/2019", false),
            line("Cộng 12 ngày theo cam kết", Some(rule), "+ 12 ngày", false),
            line("Hẹn trả lần đầu", None, "11/12/2019", true),
            line(
                "Hẹn lại, chỉ được một lần",
                Some("Thư xin lỗi ngày 10/12/2019"),
                "18/12/2019",
                false,
            ),
            line("Chậm so với hẹn đầu, đến hôm nay", None, "3 ngày làm việc", true),
        ],
        provisional: true,
    }
}

fn sample_history() -> Vec<Happened> {
    let happened = |when: &str, title: &str, text: &str, place| Happened {
        when: when.to_owned(),
        title: title.to_owned(),
        text: text.to_owned(),
        place,
    };
    vec![
        happened(
            "09 giờ 12, 14/11/2019",
            "Tiếp nhận",
            "Bộ phận một cửa. Hẹn trả 26/11/2019.",
            Stage::Done,
        ),
        happened(
            "22/11/2019 đến 29/11/2019",
            "Tạm dừng, chờ bổ sung",
            "Thiếu mặt cắt móng.",
            Stage::Waited,
        ),
        happened("Đang làm", "Thẩm định và trình ký", "", Stage::Here),
        happened("Dự kiến 18/12/2019", "Trả giấy phép", "Tại bộ phận một cửa.", Stage::Next),
    ]
}

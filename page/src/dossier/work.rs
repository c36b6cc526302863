//! The work list: dossiers by their legal deadline, filtered, with counts that open.

use super::{Badge, Head, Left, Mood};
use crate::format::Day;
use crate::layout::template;
use crate::procedure::{Choice, Said};
use crate::{Layout, Page, Text};

/// At most so many dossiers are worked on at once.
pub const BULK_MAX: usize = 20;

/// A list that is one press away: built in, or saved by its owner.
#[derive(Clone, Debug)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub path: String,
    /// How many it holds, from the tallies; `None` where nobody counts.
    pub count: Option<u64>,
    /// Whether it is the one that is shown.
    pub here: bool,
    /// Whether what it holds is late.
    pub late: bool,
    /// What takes a saved one away; `None` for those built in.
    pub saved: Option<String>,
}

/// A state with how many dossiers are in it.
#[derive(Clone, Debug)]
pub struct Count {
    /// The state, in words.
    pub name: String,
    /// The list of it, the other filters kept.
    pub path: String,
    /// How many, from the tallies.
    pub count: u64,
    /// Whether the list is of this state alone.
    pub here: bool,
}

/// A dossier in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its code.
    pub code: String,
    /// Whose matter it is.
    pub applicant: String,
    /// Where they are; may be empty.
    pub place: String,
    /// The procedure.
    pub procedure: Said,
    /// Its state or step, in words.
    pub state: String,
    /// Who holds it; may be empty.
    pub holder: String,
    /// What is left.
    pub left: Left,
    /// Whom or what it waits for: `Trung tâm Phát triển quỹ đất chưa trả lời`.
    pub waits: Option<String>,
    /// Anything else to know: a new message, a changed day.
    pub marks: Vec<Badge>,
    /// The promised day; `None` while no clock runs.
    pub due: Option<Day>,
    /// The legal deadline, by which the list is sorted.
    pub due_legal: Option<Day>,
}

impl Row {
    /// The last part of the code, which tells dossiers of one office apart.
    fn short(&self) -> &str {
        let dashes: Vec<usize> = self.code.match_indices('-').map(|(at, _)| at).collect();
        match dashes.len().checked_sub(2) {
            Some(second_last) => &self.code[dashes[second_last] + 1..],
            None => &self.code,
        }
    }
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Built-in and saved lists.
    pub views: Vec<View>,
    /// Which of the lists is filtered; sent as `view`.
    pub view: String,
    /// Words that were searched for.
    pub words: String,
    /// Offices; sent as `office`. A filter without choices is not shown.
    pub offices: Vec<Choice>,
    /// States; sent as `state`.
    pub states: Vec<Choice>,
    /// Holders; sent as `holder`.
    pub holders: Vec<Choice>,
    /// Fields of government; sent as `field`.
    pub fields: Vec<Choice>,
    /// Procedures; sent as `procedure`.
    pub procedures: Vec<Choice>,
    /// Ways in which they came; sent as `channel`.
    pub channels: Vec<Choice>,
    /// Late, due within two days, in time; sent as `late`.
    pub lates: Vec<Choice>,
    /// Counts beside each state.
    pub counts: Vec<Count>,
    /// The dossiers.
    pub rows: Vec<Row>,
    /// Actions for several at once; empty where the visitor may do none.
    pub bulk: Vec<Choice>,
    /// The page before.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// The list as a spreadsheet.
    pub xlsx: Option<String>,
    /// The list as comma-separated values.
    pub csv: Option<String>,
    /// The list's question, to be saved under a name; `None` where it is saved already.
    pub save: Option<String>,
    /// The view of the whole centre, for those who lead one.
    pub centre: bool,
    /// What was just done, as a sentence.
    pub done: Option<String>,
    /// What was wrong with a selection or a name.
    pub problem: Option<String>,
}

/// A list to choose from above the work list.
struct Filter<'a> {
    name: &'static str,
    label: String,
    choices: &'a [Choice],
}

template!(Work, "dossier/work.html");

impl Work {
    fn filters(&self, text: &Text) -> [Vec<Filter<'_>>; 2] {
        let first = [
            ("state", text.dossier_state(), &self.states),
            ("late", text.dossier_left(), &self.lates),
            ("procedure", text.dossier_procedure(), &self.procedures),
        ];
        let more = [
            ("office", text.dossier_office(), &self.offices),
            ("holder", text.dossier_holder(), &self.holders),
            ("field", text.dossier_field(), &self.fields),
            ("channel", text.dossier_channel(), &self.channels),
        ];
        [filled(first), filled(more)]
    }

    /// Whether one of the filters that are folded away is in use.
    fn has_more(&self) -> bool {
        let folded = [&self.offices, &self.holders, &self.fields, &self.channels];
        let used = |choice: &Choice| choice.chosen && !choice.id.is_empty();
        folded.into_iter().flatten().any(used)
    }
}

/// Filters that have something to choose.
fn filled<'a, const N: usize>(
    filters: [(&'static str, String, &'a Vec<Choice>); N],
) -> Vec<Filter<'a>> {
    let shown = filters.into_iter().filter(|(_, _, choices)| !choices.is_empty());
    shown.map(|(name, label, choices)| Filter { name, label, choices }).collect()
}

impl Page for Work {
    fn name(&self, text: Text) -> String {
        let here = self.views.iter().find(|view| view.here);
        here.map_or_else(|| text.dossier_work(), |view| view.name.clone())
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Work> {
        let full = sample();
        let none = Work {
            words: "“x” & <y>".to_owned(),
            rows: Vec::new(),
            bulk: Vec::new(),
            previous: None,
            next: None,
            save: None,
            done: Some("Đã lưu danh sách.".to_owned()),
            problem: Some("Chọn tối đa 20 hồ sơ.".to_owned()),
            ..full.clone()
        };
        vec![full, none, Work::default()]
    }
}

fn sample() -> Work {
    let view = |name: &str, count, here, late, saved: Option<&str>| View {
        name: name.to_owned(),
        path: "/work?late=late".to_owned(),
        count,
        here,
        late,
        saved: saved.map(str::to_owned),
    };
    let choice = |id: &str, name: &str, chosen| Choice {
        id: id.to_owned(),
        label: Said::plain(name),
        chosen,
    };
    let some = |name: &str| vec![choice("", "Tất cả", false), choice("a", name, true)];
    let count = |name: &str, count, here| Count {
        name: name.to_owned(),
        path: "/work?state=working".to_owned(),
        count,
        here,
    };
    Work {
        views: vec![
            view("Đang giữ", Some(23), true, false, None),
            view("Chậm", Some(1), false, true, None),
            view("Của <tôi>", None, false, false, Some("2019-cd")),
        ],
        view: "mine".to_owned(),
        words: "móng".to_owned(),
        offices: some("Phòng Quản lý đô thị"),
        states: some("Đang thẩm định"),
        holders: some("Trần Minh Mẫu"),
        fields: some("Hoạt động xây dựng"),
        procedures: some("Cấp giấy phép xây dựng nhà ở riêng lẻ"),
        channels: some("Trực tuyến"),
        lates: some("Chậm"),
        counts: vec![count("Đang thẩm định", 1204, true), count("Chờ ký", 3, false)],
        rows: sample_rows(),
        bulk: vec![choice("forward", "Chuyển bước", false), choice("reassign", "Giao lại", false)],
        previous: Some("/work?before=x".to_owned()),
        next: Some("/work?after=x".to_owned()),
        xlsx: Some("/work.xlsx".to_owned()),
        csv: Some("/work.csv".to_owned()),
        save: Some("late=late&q=móng".to_owned()),
        centre: true,
        done: None,
        problem: None,
    }
}

fn sample_rows() -> Vec<Row> {
    let row = |number: u8, applicant: &str, left, waits: Option<&str>| {
        let Head { code, procedure, place, phase, holder, due, due_legal, .. } = Head::sample(left);
        Row {
            code: code.replace("0007", &format!("{number:04}")),
            applicant: applicant.to_owned(),
            place,
            procedure,
            state: phase,
            holder,
            left,
            waits: waits.map(str::to_owned),
            marks: Vec::new(),
            due,
            due_legal,
        }
    };
    let day = Day { year: 2019, month: 12, day: 11 };
    let message = Badge { mood: Mood::Info, words: "1 tin nhắn mới".to_owned() };
    vec![
        row(3, "Điểu K’<Mẫu>", Left::Late(2), Some("Trung tâm Phát triển quỹ đất chưa trả lời")),
        row(7, "Nguyễn Thị Mẫu", Left::Days(2), None),
        row(12, "Nông Văn Mẫu", Left::Today, Some("Lịch đi thực địa 14 giờ")),
        row(9, "Y Mẫu Kđoh", Left::Paused(day), Some("Người nộp: thiếu mặt cắt móng")),
        Row { marks: vec![message], ..row(15, "Vũ Đình Mẫu", Left::Days(5), None) },
        Row {
            due: None,
            due_legal: None,
            code: "x".to_owned(),
            ..row(8, "Công ty Mẫu", Left::NotStarted, None)
        },
        row(5, "H’Mẫu Niê", Left::Done(0), None),
        row(6, "Trần Mẫu", Left::Done(1), None),
    ]
}

//! Who looked at whose data: the audit search, and the month's outliers.

use crate::format::Day;
use crate::layout::template;
use crate::person::Choice;
use crate::{Layout, Page, Text};

/// An instant as pages show it: day, hour, minute.
pub type When = (Day, u8, u8);

/// A sample of an instant.
pub(crate) const SAMPLE_WHEN: When = (Day { year: 2019, month: 12, day: 16 }, 8, 5);

/// A reading.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When.
    pub at: When,
    /// Who read.
    pub reader: String,
    /// The list of what they read.
    pub reader_path: String,
    /// Their post and its office.
    pub post: String,
    /// What they did.
    pub action: String,
    /// Why.
    pub purpose: String,
    /// Whose data: the name where the searcher's role sees it, else the record's key.
    pub person: Option<String>,
    /// The list of who read that person.
    pub person_path: Option<String>,
    /// How many records a list showed.
    pub rows: Option<u64>,
}

/// Somebody whom a search by name found.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// The list of who read them.
    pub as_person: String,
    /// The list of what they read; `None` for citizens.
    pub as_reader: Option<String>,
}

/// The audit search.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Purposes of searching; one must be chosen.
    pub purposes: Vec<Choice>,
    /// Purposes of the readings searched for.
    pub of: Vec<Choice>,
    /// Actions searched for.
    pub actions: Vec<Choice>,
    /// The key of the person searched for.
    pub person: String,
    /// The key of the reader searched for.
    pub reader: String,
    /// The code of the office searched for.
    pub office: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Whether it was searched.
    pub asked: bool,
    /// Whether it was searched without a purpose.
    pub missed: bool,
    /// What was found.
    pub entries: Vec<Entry>,
    /// Whom a name or number found; `None` when nobody was looked for.
    pub candidates: Option<Vec<Candidate>>,
    /// The address of the next page.
    pub next: Option<String>,
}

template!(Search, "reading/search.html");

impl Page for Search {
    fn name(&self, text: Text) -> String {
        text.reading_search()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Search> {
        let entry = Entry {
            at: SAMPLE_WHEN,
            reader: "H'Linh <b>Niê</b>".to_owned(),
            reader_path: "/readings?reader=2019-aa&for=inspection".to_owned(),
            post: "Cán bộ một cửa, MC-X24611".to_owned(),
            action: "Xem người dân".to_owned(),
            purpose: "Giải quyết hồ sơ".to_owned(),
            person: Some("2019-bb".to_owned()),
            person_path: Some("/readings?person=2019-bb&for=inspection".to_owned()),
            rows: None,
        };
        let list = Entry { person: None, person_path: None, rows: Some(50), ..entry.clone() };
        let plain = Search {
            purposes: Choice::samples(),
            of: Choice::samples(),
            actions: Choice::samples(),
            ..Search::default()
        };
        let missed = Search { missed: true, ..plain.clone() };
        let none = Search { asked: true, candidates: Some(Vec::new()), ..plain.clone() };
        let candidate = Candidate {
            name: "Nguyễn Thị Mẫu".to_owned(),
            as_person: "/readings?person=2019-bb".to_owned(),
            as_reader: Some("/readings?reader=2019-bb".to_owned()),
        };
        let found = Search {
            asked: true,
            entries: vec![entry, list],
            candidates: Some(vec![Candidate { as_reader: None, ..candidate.clone() }, candidate]),
            next: Some("/readings?cursor=1-2".to_owned()),
            ..plain.clone()
        };
        vec![plain, missed, none, found]
    }
}

/// Somebody who read unlike their colleagues.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The name.
    pub name: String,
    /// The list of what they read.
    pub path: String,
    /// The office.
    pub office: String,
    /// How many readings.
    pub readings: u64,
    /// Of how many persons.
    pub persons: u64,
    /// What stands out, in words.
    pub signs: Vec<String>,
}

/// The month's outliers.
#[derive(Clone, Debug, Default)]
pub struct Outliers {
    /// The month: `2019-12`.
    pub month: String,
    /// Purposes of looking; one must be chosen.
    pub purposes: Vec<Choice>,
    /// Whether the report was asked for.
    pub asked: bool,
    /// How many readers the month had.
    pub all: u64,
    /// Those who stand out, most first.
    pub readers: Vec<Reader>,
}

template!(Outliers, "reading/outliers.html");

impl Page for Outliers {
    fn name(&self, text: Text) -> String {
        text.outlier_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Outliers> {
        let month = "2019-12".to_owned();
        let plain = Outliers { month, purposes: Choice::samples(), ..Outliers::default() };
        let none = Outliers { asked: true, all: 50, ..plain.clone() };
        let reader = Reader {
            name: "Trần <b>Thị</b> Quầy".to_owned(),
            path: "/readings?reader=2019-aa".to_owned(),
            office: "MC-X24612".to_owned(),
            readings: 912,
            persons: 40,
            signs: vec!["Ngoài giờ".to_owned(), "Không có hồ sơ".to_owned()],
        };
        let found = Outliers { readers: vec![reader], ..none.clone() };
        vec![plain, none, found]
    }
}

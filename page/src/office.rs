//! The register of offices: the list, and one office.

use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// An office in a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its code.
    pub code: String,
    /// Its name in the page's language.
    pub name: String,
    /// Whether the name is Vietnamese on an English page.
    pub vietnamese_only: bool,
    /// Its level.
    pub level: String,
    /// Its kind.
    pub kind: String,
    /// The office above.
    pub parent: Option<String>,
}

/// A level to choose.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The address of the list with this choice.
    pub path: String,
    /// Its name.
    pub name: String,
    /// How many offices.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The list of offices, whole or searched.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What was asked for.
    pub query: String,
    /// Levels to choose.
    pub facets: Vec<Facet>,
    /// What was found.
    pub entries: Vec<Entry>,
    /// The address of the next page.
    pub next: Option<String>,
}

impl List {
    fn found(&self) -> u64 {
        self.entries.len() as u64
    }
}

template!(List, "office/list.html");

impl Page for List {
    fn name(&self, text: Text) -> String {
        text.office_list()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<List> {
        let entry = |code: &str, name: &str, parent: Option<&str>| Entry {
            code: code.to_owned(),
            name: name.to_owned(),
            vietnamese_only: parent.is_none(),
            level: "Cấp xã".to_owned(),
            kind: "Ủy ban nhân dân".to_owned(),
            parent: parent.map(str::to_owned),
        };
        let facet = |name: &str, chosen| Facet {
            path: "/offices?level=commune".to_owned(),
            name: name.to_owned(),
            count: 142,
            chosen,
        };
        let entries = vec![
            entry("X24631", "Ủy ban nhân dân xã Quảng Khê", Some("Huyện Đăk Glong")),
            entry("UBND", "Ủy ban nhân dân tỉnh <b>Đắk Nông</b>", None),
        ];
        let facets = vec![facet("Mọi cấp", false), facet("Cấp xã", true)];
        let whole = List { facets, entries, ..List::default() };
        let next = Some("/offices?cursor=abc".to_owned());
        let found = List { query: "quang khe".to_owned(), next, ..whole.clone() };
        let none = List { query: "“x” & <y>".to_owned(), ..List::default() };
        vec![whole, found, none]
    }
}

/// An identifier code with the regulation that it follows.
#[derive(Clone, Debug)]
pub struct Identifier {
    /// Whether by QCVN 102:2016; otherwise by Decision 20/2020.
    pub old_scheme: bool,
    /// The code.
    pub code: String,
    /// First day in force, where it differs from the office's.
    pub from: Option<Day>,
}

/// Hours on some days of the week in a season.
#[derive(Clone, Debug)]
pub struct Hours {
    /// Month and day on which the season begins.
    pub from: (u8, u8),
    /// Days of the week, Monday = 1, rising.
    pub days: Vec<u8>,
    /// Opening and closing times: hour, minute.
    pub spans: Vec<((u8, u8), (u8, u8))>,
}

impl Hours {
    fn season(&self, _text: &Text) -> String {
        format!("{:02}/{:02}", self.from.1, self.from.0)
    }

    fn day_names(&self, text: &Text) -> String {
        match (self.days.first(), self.days.last()) {
            (Some(first), Some(last)) if self.days.len() > 1 => {
                text.days_range(text.weekday(*first), text.weekday(*last))
            }
            (Some(only), _) => text.weekday(*only),
            (None, _) => String::new(),
        }
    }

    fn times(&self, text: &Text) -> String {
        let each = self.spans.iter().map(|(opens, closes)| text.span(*opens, *closes));
        each.collect::<Vec<_>>().join(", ")
    }
}

/// A link to another office.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A description of the past, the present or the future.
#[derive(Clone, Debug)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day; `None` while there is no end.
    pub to: Option<Day>,
    /// The name then.
    pub name: String,
    /// Whether it is in force on the day of the page.
    pub current: bool,
}

/// One office.
#[derive(Clone, Debug)]
pub struct One {
    /// Its code.
    pub code: String,
    /// Its name in the page's language.
    pub name: String,
    /// Its Vietnamese name, where that differs.
    pub name_vi: Option<String>,
    /// Its level.
    pub level: String,
    /// Its kind.
    pub kind: String,
    /// Offices above, from the top.
    pub parents: Vec<Link>,
    /// First day of the office.
    pub from: Day,
    /// Last day, once decided.
    pub to: Option<Day>,
    /// Whether it is in force on the day of the page.
    pub in_force: bool,
    /// Identifier codes.
    pub identifiers: Vec<Identifier>,
    /// Code of the administrative unit governed.
    pub unit_code: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Working hours.
    pub hours: Vec<Hours>,
    /// Offices directly under it.
    pub children: Vec<Link>,
    /// Descriptions over time, newest first.
    pub periods: Vec<Period>,
    /// Who took over.
    pub successors: Vec<Link>,
    /// Whom it took over from.
    pub predecessors: Vec<Link>,
    /// Where the facts come from.
    pub source: Option<String>,
    /// Whether part of it is sample data.
    pub sample: bool,
    /// How many procedures it carries out.
    pub procedures: u64,
}

impl One {
    fn validity(&self, text: &Text) -> String {
        match self.to {
            Some(to) => text.office_from_to(text.date(self.from), text.date(to)),
            None => text.office_since(text.date(self.from)),
        }
    }
}

impl Period {
    fn span(&self, text: &Text) -> String {
        match self.to {
            Some(to) => text.office_from_to(text.date(self.from), text.date(to)),
            None => text.office_since(text.date(self.from)),
        }
    }
}

template!(One, "office/one.html");

impl Page for One {
    fn name(&self, _text: Text) -> String {
        self.name.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<One> {
        let link = |code: &str, name: &str| Link { code: code.to_owned(), name: name.to_owned() };
        let day = |year| Day { year, month: 1, day: 1 };
        let identifier =
            |old_scheme, code: &str, from| Identifier { old_scheme, code: code.to_owned(), from };
        let hours = |days: &[u8]| Hours {
            from: (4, 16),
            days: days.to_vec(),
            spans: vec![((7, 0), (11, 30)), ((13, 30), (17, 0))],
        };
        let period = |name: &str, from, to, current| Period {
            from: day(from),
            to,
            name: name.to_owned(),
            current,
        };
        let full = One {
            code: "H660".to_owned(),
            name: "Ủy ban nhân dân thành phố Gia Nghĩa".to_owned(),
            name_vi: Some("Ủy ban nhân dân thành phố Gia Nghĩa".to_owned()),
            level: "Cấp huyện".to_owned(),
            kind: "Ủy ban nhân dân".to_owned(),
            parents: vec![link("UBND", "Ủy ban nhân dân tỉnh Đắk Nông")],
            from: day(2017),
            to: None,
            in_force: true,
            identifiers: vec![
                identifier(true, "000.00.21.H16", None),
                identifier(false, "H16.21", Some(Day { year: 2020, month: 9, day: 15 })),
            ],
            unit_code: Some("660".to_owned()),
            address: Some("Phường Nghĩa Trung".to_owned()),
            phone: Some("0261 000 1022".to_owned()),
            hours: vec![hours(&[1, 2, 3, 4, 5]), hours(&[6])],
            children: vec![link("MC-H660", "Bộ phận một cửa thành phố Gia Nghĩa")],
            periods: vec![
                period("Ủy ban nhân dân thành phố Gia Nghĩa", 2020, None, true),
                period("Ủy ban nhân dân thị xã Gia Nghĩa", 2017, Some(day(2019)), false),
            ],
            successors: Vec::new(),
            predecessors: vec![link("H659", "Ủy ban nhân dân huyện cũ")],
            source: Some("Danh mục hành chính".to_owned()),
            sample: true,
            procedures: 17,
        };
        let ended = One {
            name_vi: None,
            to: Some(day(2025)),
            in_force: false,
            identifiers: Vec::new(),
            unit_code: None,
            address: None,
            phone: None,
            hours: Vec::new(),
            children: Vec::new(),
            periods: Vec::new(),
            successors: vec![link("X24611", "Phường Bắc Gia Nghĩa")],
            predecessors: Vec::new(),
            source: None,
            sample: false,
            procedures: 0,
            ..full.clone()
        };
        vec![full, ended]
    }
}

//! What is burning in a centre: late, due within two days, by unit; and who stands in for whom.

use crate::layout::template;
use crate::procedure::{Choice, Said};
use crate::{Layout, Page, Text};

/// A unit of the centre.
#[derive(Clone, Debug, Default)]
pub struct UnitRow {
    /// What it is called.
    pub name: String,
    /// Open dossiers and their list.
    pub open: (u64, String),
    /// Late ones and their list.
    pub late: (u64, String),
    /// Due within two days, and their list.
    pub soon: (u64, String),
    /// Paused, and their list.
    pub paused: (u64, String),
    /// Held by nobody, and their list.
    pub unassigned: (u64, String),
}

/// Somebody who is away while dossiers wait for them.
#[derive(Clone, Debug)]
pub struct Absent {
    /// Their account.
    pub id: String,
    /// Their name and post.
    pub name: String,
    /// From when to when, in words.
    pub dates: String,
    /// How many dossiers they hold, and how many of them are late.
    pub held: u64,
    /// How many of them are late.
    pub late: u64,
    /// Who stands in for them already.
    pub deputy: Option<String>,
    /// Who may; sent as `to`.
    pub people: Vec<Choice>,
    /// What was wrong with the choice.
    pub error: Option<String>,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Centre {
    /// What the centre is called.
    pub office: String,
    /// Its units, the one with most late dossiers first.
    pub units: Vec<UnitRow>,
    /// All together.
    pub total: UnitRow,
    /// Who is away.
    pub absent: Vec<Absent>,
    /// Whether the visitor may hand over what they hold.
    pub may_substitute: bool,
    /// What was just done, as a sentence.
    pub done: Option<String>,
}

template!(Centre, "dossier/centre.html");

impl Centre {
    /// The units and their sum, which comes last.
    fn rows(&self) -> impl Iterator<Item = (bool, &UnitRow)> {
        let units = self.units.iter().map(|unit| (false, unit));
        units.chain(std::iter::once((true, &self.total)))
    }
}

impl UnitRow {
    fn figures(&self) -> [&(u64, String); 5] {
        [&self.late, &self.soon, &self.paused, &self.unassigned, &self.open]
    }
}

impl Page for Centre {
    fn name(&self, text: Text) -> String {
        text.dossier_centre()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Centre> {
        let figure = |count| (count, "/work?office=a&late=late".to_owned());
        let unit = |name: &str, late| UnitRow {
            name: name.to_owned(),
            open: figure(1230),
            late: figure(late),
            soon: figure(7),
            paused: figure(4),
            unassigned: figure(0),
        };
        let choice =
            Choice {
                id: "van".to_owned(), label: Said::plain("Hoàng Thị Mẫu"), chosen: false
            };
        let absent = |id: &str, deputy: Option<&str>| Absent {
            id: id.to_owned(),
            name: "Trần Minh <Mẫu>, chuyên viên".to_owned(),
            dates: "16/12/2019 – 20/12/2019".to_owned(),
            held: 23,
            late: 1,
            deputy: deputy.map(str::to_owned),
            people: vec![choice.clone()],
            error: None,
        };
        let wrong =
            Absent { error: Some("Chọn người thay.".to_owned()), ..absent("2019-c", None) };
        let full = Centre {
            office: "Bộ phận một cửa <thị xã>".to_owned(),
            units: vec![unit("Phòng Quản lý đô thị", 3), unit("Phòng Tư pháp", 0)],
            total: unit("Tổng", 3),
            absent: vec![absent("2019-a", None), absent("2019-b", Some("Hoàng Thị Mẫu")), wrong],
            may_substitute: true,
            done: Some("Đã giao 23 hồ sơ.".to_owned()),
        };
        let calm = Centre { absent: Vec::new(), done: None, ..full.clone() };
        vec![Centre { may_substitute: false, ..full.clone() }, full, calm]
    }
}

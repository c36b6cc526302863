//! What is burning in a centre: late, due within two days, by unit; and who stands in for whom.

use super::{Filled, Wrong};
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
    /// Their name and post.
    pub name: String,
    /// From when to when, or why, in words.
    pub dates: String,
    /// How many dossiers they hold.
    pub held: u64,
    /// How many of them are late.
    pub late: u64,
    /// Who stands in for them already.
    pub deputy: Option<String>,
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
    /// Whose dossiers may be given away; sent as `absent`.
    pub holders: Vec<Choice>,
    /// Who may get them; sent as `to`. The reason is sent as `reason`.
    pub people: Vec<Choice>,
    /// What was filled in.
    pub filled: Filled,
    /// What was wrong: `absent`, `to`, `reason`.
    pub wrong: Vec<Wrong>,
    /// What was just done, as a sentence.
    pub done: Option<String>,
    /// What could not be given: code and why.
    pub failed: Vec<(String, String)>,
}

template!(Centre, "dossier/centre.html");

impl Centre {
    /// The units and their sum, which comes last.
    fn rows(&self) -> impl Iterator<Item = (bool, &UnitRow)> {
        let units = self.units.iter().map(|unit| (false, unit));
        units.chain(std::iter::once((true, &self.total)))
    }
}

impl Centre {
    fn error(&self, field: &str) -> Option<&str> {
        let wrong = self.wrong.iter().find(|wrong| wrong.field == field);
        wrong.map(|wrong| wrong.text.as_str())
    }

    /// The lists of the form, each with its name and label.
    fn lists(&self, text: &Text) -> [(&'static str, String, Vec<Choice>); 2] {
        [
            ("absent", text.dossier_substitute_for(), self.filled.choices("absent", &self.holders)),
            ("to", text.dossier_substitute_to(), self.filled.choices("to", &self.people)),
        ]
    }
}

impl UnitRow {
    fn figures(&self) -> [&(u64, String); 5] {
        [&self.late, &self.soon, &self.paused, &self.unassigned, &self.open]
    }
}

impl Page for Centre {
    fn name(&self, text: Text) -> String {
        let title = text.dossier_centre();
        if self.wrong.is_empty() { title } else { text.error_title(title) }
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
        let choice = |id: &str, name: &str| Choice {
            id: id.to_owned(),
            label: Said::plain(name),
            chosen: false,
        };
        let absent = |deputy: Option<&str>| Absent {
            name: "Trần Minh <Mẫu>, chuyên viên".to_owned(),
            dates: "16/12/2019 – 20/12/2019".to_owned(),
            held: 23,
            late: 1,
            deputy: deputy.map(str::to_owned),
        };
        let full = Centre {
            office: "Bộ phận một cửa <thị xã>".to_owned(),
            units: vec![unit("Phòng Quản lý đô thị", 3), unit("Phòng Tư pháp", 0)],
            total: unit("Tổng", 3),
            absent: vec![absent(None), absent(Some("Hoàng Thị Mẫu"))],
            holders: vec![choice("khoi", "Trần Minh <Mẫu>, 23 hồ sơ")],
            people: vec![choice("van", "Hoàng Thị Mẫu")],
            done: Some("Đã giao 23 hồ sơ.".to_owned()),
            failed: vec![("H16-1".to_owned(), "Đã ký nên không giao lại.".to_owned())],
            ..Centre::default()
        };
        let wrong = |field: &str| Wrong { field: field.to_owned(), text: "Sai <ô>".to_owned() };
        let refused = Centre {
            filled: Filled(vec![("to".to_owned(), "van".to_owned())]),
            wrong: ["absent", "to", "reason"].map(wrong).to_vec(),
            done: None,
            failed: Vec::new(),
            ..full.clone()
        };
        let calm = Centre {
            absent: Vec::new(),
            holders: Vec::new(),
            done: None,
            failed: Vec::new(),
            ..full.clone()
        };
        vec![full, refused, calm]
    }
}

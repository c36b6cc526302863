//! The records keeper: what is signed gets its number, what is numbered is released.

use super::{Badge, Left, Mood};
use crate::format::Day;
use crate::layout::template;
use crate::procedure::{Choice, Said};
use crate::{Layout, Page, Text};

/// Which part of the register is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Signed, without a number.
    #[default]
    Signed,
    /// Numbered, not released.
    Numbered,
    /// Released.
    Released,
}

impl Tab {
    /// Every part, in the order of the work.
    pub const ALL: [Tab; 3] = [Tab::Signed, Tab::Numbered, Tab::Released];

    /// The name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Tab::Signed => "signed",
            Tab::Numbered => "numbered",
            Tab::Released => "released",
        }
    }

    fn name(self, text: &Text) -> String {
        match self {
            Tab::Signed => text.dossier_tab_signed(),
            Tab::Numbered => text.dossier_tab_numbered(),
            Tab::Released => text.dossier_tab_released(),
        }
    }
}

/// A result that waits for its number or its release.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The dossier's code.
    pub code: String,
    /// What it is, for whom.
    pub title: String,
    /// Who signed, in what capacity, and when.
    pub signed: String,
    /// What is left of the dossier's time.
    pub left: Left,
    /// The dossier's version; sent as `expected_version`.
    pub version: u64,
    /// Its number and symbol, once given: `118/GPXD`; before, what the next would be.
    pub number: String,
    /// Registers it may be numbered in; sent as `office`. One alone is not asked for.
    pub offices: Vec<Choice>,
    /// The day that it bears.
    pub dated: Option<Day>,
    /// Whoever numbers it may not be who signed it: why the visitor may not.
    pub barred: Option<String>,
    /// What was wrong with the choice of a register.
    pub error: Option<String>,
}

/// A result of the list.
#[derive(Clone, Debug)]
pub struct Released {
    /// Whether the visitor may open its dossier.
    pub is_open: bool,
    /// Number and symbol.
    pub number: String,
    /// The day that it bears.
    pub dated: Day,
    /// What it is, for whom.
    pub title: String,
    /// The dossier's code.
    pub code: String,
    /// Who signed.
    pub signer: String,
    /// Waits at the desk, handed over, corrected, revoked.
    pub standing: Badge,
    /// The result as a document.
    pub path: Option<String>,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// What is shown.
    pub tab: Tab,
    /// How many there are in each part, from the tallies.
    pub counts: [u64; 3],
    /// The register's name and year.
    pub register: String,
    /// The last number given, and the next.
    pub numbers: String,
    /// Words that were searched for.
    pub words: String,
    /// What waits.
    pub entries: Vec<Entry>,
    /// What was released.
    pub released: Vec<Released>,
    /// The page before.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// What was just done, as a sentence.
    pub done: Option<String>,
}

template!(Register, "dossier/register.html");

impl Register {
    fn tabs(&self) -> [(Tab, u64); 3] {
        let [signed, numbered, released] = self.counts;
        [(Tab::Signed, signed), (Tab::Numbered, numbered), (Tab::Released, released)]
    }

    fn tab_name(tab: &Tab, text: &Text) -> String {
        tab.name(text)
    }

    fn is_empty(&self) -> bool {
        match self.tab {
            Tab::Signed | Tab::Numbered => self.entries.is_empty(),
            Tab::Released => self.released.is_empty(),
        }
    }

    /// What is wrong, each with the element that it leads to.
    fn errors(&self) -> Vec<(String, String)> {
        let of = |(place, entry): (usize, &Entry)| {
            Some((format!("office-{}", place + 1), entry.error.clone()?))
        };
        self.entries.iter().enumerate().filter_map(of).collect()
    }
}

impl Page for Register {
    fn name(&self, text: Text) -> String {
        let title = text.dossier_register();
        if self.errors().is_empty() { title } else { text.error_title(title) }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Register> {
        let day = Day { year: 2019, month: 12, day: 16 };
        let office = |id: &str| Choice {
            id: id.to_owned(),
            label: Said::plain(format!("Sổ {id}")),
            chosen: false,
        };
        let entry = |code: &str, barred: Option<&str>, error: Option<&str>| Entry {
            code: format!("000.00.31.H16-191114-{code}"),
            title: "Giấy phép xây dựng cho bà Nguyễn Thị <Mẫu>".to_owned(),
            signed: "KT. Chủ tịch: Phan Anh Mẫu, 15 giờ 20, 16/12/2019".to_owned(),
            left: Left::Today,
            version: 10,
            number: "118/GPXD".to_owned(),
            offices: if error.is_some() { vec![office("a"), office("b")] } else { Vec::new() },
            dated: Some(day),
            barred: barred.map(str::to_owned),
            error: error.map(str::to_owned),
        };
        let released = |path: Option<&str>, mood, words: &str| Released {
            is_open: path.is_some(),
            number: "117/GPXD".to_owned(),
            dated: day,
            title: "Giấy phép xây dựng <nhà ở>".to_owned(),
            code: "000.00.31.H16-191101-0002".to_owned(),
            signer: "Phan Anh Mẫu".to_owned(),
            standing: Badge { mood, words: words.to_owned() },
            path: path.map(str::to_owned),
        };
        let signed = Register {
            tab: Tab::Signed,
            counts: [3, 1, 1204],
            register: "Sổ giấy phép xây dựng 2019".to_owned(),
            numbers: "Số cuối 117, số tiếp theo 118".to_owned(),
            entries: vec![
                entry("0007", None, None),
                entry("0008", None, Some("Chọn sổ.")),
                entry("0009", Some("Bạn đã ký hồ sơ này."), None),
            ],
            done: Some("Đã cấp số 117.".to_owned()),
            ..Register::default()
        };
        let numbered = Register {
            tab: Tab::Numbered,
            entries: vec![entry("0007", None, None), entry("0009", Some("Bạn đã ký."), None)],
            done: None,
            ..signed.clone()
        };
        let list = Register {
            tab: Tab::Released,
            words: "117".to_owned(),
            entries: Vec::new(),
            released: vec![
                released(Some("/results/x"), Mood::Soon, "Chờ trả"),
                released(None, Mood::Late, "Đã thu hồi"),
            ],
            previous: Some("/results?before=x".to_owned()),
            next: Some("/results?after=x".to_owned()),
            ..numbered.clone()
        };
        vec![signed, numbered, list, Register::default()]
    }
}

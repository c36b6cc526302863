//! One procedure: for whom, what to bring, how long, how much, where, how, and its history.

use super::{Changed, Said};
use crate::format::Day;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// One of the facts that decide whether to read on.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// In large letters.
    pub text: String,
    /// In small ones.
    pub note: Option<String>,
}

/// A case to choose.
#[derive(Clone, Debug)]
pub struct CaseChoice {
    /// Its name.
    pub name: Said,
    /// The page's address with this case.
    pub path: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A paper to bring.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its id within the page.
    pub id: String,
    /// Its name.
    pub name: Said,
    /// How many, and of what kind.
    pub quantity: String,
    /// Whether the dossier is incomplete without it.
    pub mandatory: bool,
    /// Who needs it.
    pub condition: Option<Said>,
    /// Data that replaces it.
    pub replaceable_by: Option<Said>,
    /// The blank form to use.
    pub template: Option<Said>,
}

/// A time as a bar.
#[derive(Clone, Debug)]
pub struct Time {
    /// Whose: the law's, the province's.
    pub name: String,
    /// The time.
    pub text: String,
    /// Its length against the longest, in hundredths.
    pub percent: u8,
    /// Whether it is the promise.
    pub promised: bool,
}

/// A sum to pay.
#[derive(Clone, Debug)]
pub struct Fee {
    /// What for.
    pub name: Said,
    /// What it is in law, where its name does not say it.
    pub kind: Option<String>,
    /// How much.
    pub amount: String,
    /// Who pays it.
    pub condition: Option<Said>,
    /// The legal text.
    pub source: Option<String>,
}

/// A step of the province's process.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is done.
    pub name: Said,
    /// Who does it.
    pub who: String,
    /// How long it has.
    pub time: String,
    /// Agencies asked at the same time.
    pub consults: Vec<String>,
}

/// Where to go.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its name.
    pub name: Said,
    /// The page that tells more.
    pub path: Option<String>,
}

/// A legal text.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Number and symbol.
    pub number: String,
    /// What it is about.
    pub name: Option<Said>,
    /// First day in force.
    pub from: Option<Day>,
    /// Last day in force.
    pub to: Option<Day>,
}

/// Where a revision stands against today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It ended.
    Past,
    /// It is in force.
    Now,
    /// It is published and yet to come.
    Coming,
}

/// A revision of the past, the present or the future.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its number.
    pub number: u32,
    /// First day in force.
    pub from: Day,
    /// Last day in force.
    pub to: Option<Day>,
    /// The decision that published it.
    pub decision: String,
    /// Whether it is the one shown.
    pub shown: bool,
    /// Where it stands against today.
    pub age: Age,
    /// Its own page.
    pub path: String,
    /// What changed against the one before.
    pub compare: Option<String>,
}

/// A revision that is published and yet to come.
#[derive(Clone, Debug)]
pub struct Coming {
    /// First day in force.
    pub from: Day,
    /// The first change of each kind.
    pub changes: Vec<Changed>,
    /// How many there are beside.
    pub more: u64,
    /// The address of all changes.
    pub compare: String,
}

/// The form of the procedure.
#[derive(Clone, Debug)]
pub struct FormLink {
    /// Its name.
    pub name: Said,
    /// How many questions it has.
    pub questions: u64,
}

/// One procedure.
#[derive(Clone, Debug)]
pub struct One {
    /// National code.
    pub code: String,
    /// Its name.
    pub name: Said,
    /// Its Vietnamese name on an English page.
    pub name_vi: Option<String>,
    /// Its field: name and address.
    pub field: (String, String),
    /// For whom it is and what it gives.
    pub summary: Option<Said>,
    /// How long it takes, what it costs, where and how to apply.
    pub facts: [Fact; 4],
    /// Whether it is in force on the day of the page.
    pub in_force: bool,
    /// First and last day in force.
    pub days: (Day, Option<Day>),
    /// The next revision.
    pub coming: Option<Coming>,
    /// Cases to choose.
    pub cases: Vec<CaseChoice>,
    /// Papers of the case chosen.
    pub papers: Vec<Paper>,
    /// Notes that stand among the papers.
    pub notes: Vec<Said>,
    /// How many sets of papers.
    pub sets: Option<u8>,
    /// Times of the case chosen.
    pub times: Vec<Time>,
    /// How much shorter the promise is than the law.
    pub saved: Option<String>,
    /// Words beside them.
    pub time_notes: Vec<Said>,
    /// The hour after which a same-day dossier waits for the next day.
    pub cutoff_hour: Option<u8>,
    /// What it costs.
    pub fees: Vec<Fee>,
    /// What happens: heading and text.
    pub instructions: Vec<(Option<Said>, Said)>,
    /// The province's process.
    pub steps: Vec<Step>,
    /// Who carries it out and where dossiers are taken.
    pub places: Vec<Place>,
    /// Level of online service by both regulations.
    pub online: Vec<String>,
    /// What an applicant can do on the network.
    pub online_note: Option<String>,
    /// For whom.
    pub subjects: Vec<Said>,
    /// What one gets.
    pub results: Vec<Said>,
    /// Requirements.
    pub requirements: Option<Said>,
    /// Legal texts.
    pub legal_basis: Vec<Basis>,
    /// Every published revision, newest first.
    pub revisions: Vec<Revision>,
    /// The form.
    pub form: Option<FormLink>,
    /// Where one applies on the network; `None` where it is not taken in so today.
    pub apply: Option<String>,
    /// Names of parts that are samples.
    pub sample: Vec<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// The day that the address asks for, kept in links: `?at=2026-07-01`.
    pub at: String,
    /// The address of this page on paper, with the day and the case.
    pub print: String,
}

template!(One, "procedure/one.html");

/// Names with more characters than this are set smaller.
const NAME_LENGTH_LARGE_MAX: usize = 70;

impl One {
    /// The size of the heading: official names can be a paragraph.
    fn heading(&self) -> &'static str {
        match self.name.text.chars().count() > NAME_LENGTH_LARGE_MAX {
            true => "govuk-heading-l",
            false => "govuk-heading-xl",
        }
    }

    /// The case whose papers these are.
    fn chosen(&self) -> Option<&Said> {
        self.cases.iter().find(|case| case.chosen).map(|case| &case.name)
    }

    fn validity(&self, text: &Text) -> String {
        match self.days.1 {
            Some(to) => text.office_from_to(text.date(self.days.0), text.date(to)),
            None => text.office_since(text.date(self.days.0)),
        }
    }
}

impl Revision {
    fn span(&self, text: &Text) -> String {
        match self.to {
            Some(to) => text.office_from_to(text.date(self.from), text.date(to)),
            None => text.office_since(text.date(self.from)),
        }
    }
}

impl Page for One {
    fn name(&self, _text: Text) -> String {
        self.name.text.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<One> {
        vec![with_process(full()), bare()]
    }
}

fn full() -> One {
    let said = |text: &str| Said { text: text.to_owned(), vietnamese: true };
    let fact = |text: &str, note: &str| Fact { text: text.to_owned(), note: Some(note.to_owned()) };
    let day = |year| Day { year, month: 7, day: 1 };
    let case = |name: &str, chosen| CaseChoice {
        name: said(name),
        path: "/procedures/1.013225?case=c02".to_owned(),
        chosen,
    };
    One {
        code: "1.013225".to_owned(),
        name: said("Cấp giấy phép xây dựng <i>nhà ở</i>"),
        name_vi: Some("Cấp giấy phép xây dựng nhà ở".to_owned()),
        field: ("Hoạt động xây dựng".to_owned(), "/procedures?field=x".to_owned()),
        summary: Some(said("Cho người xây nhà mới.")),
        facts: [
            fact("12 ngày", "Luật cho 15 ngày"),
            fact("75.000 đ", "Lệ phí"),
            fact("UBND cấp huyện", "8 bộ phận một cửa"),
            fact("3 cách", "Qua mạng, tại quầy, bưu chính"),
        ],
        in_force: true,
        days: (day(2019), Some(day(2026))),
        coming: Some(coming()),
        cases: vec![case("Xây nhà mới", true), case("Có công trình liền kề", false)],
        papers: vec![Paper {
            id: "kq1".to_owned(),
            name: said("Đơn đề nghị"),
            quantity: "1 bản chính".to_owned(),
            mandatory: true,
            condition: Some(said("nộp trực tiếp")),
            replaceable_by: Some(said("Cơ sở dữ liệu đất đai")),
            template: Some(said("Mẫu số 1")),
        }],
        notes: vec![said("Bản chụp phải rõ")],
        sets: Some(1),
        times: vec![
            Time {
                name: "Luật cho".into(), text: "15 ngày".into(), percent: 100, promised: false
            },
            Time { name: "Cam kết".into(), text: "12 ngày".into(), percent: 80, promised: true },
        ],
        saved: Some("Nhanh hơn luật 3 ngày".to_owned()),
        time_notes: vec![said("Không tính thời gian bổ sung")],
        cutoff_hour: Some(15),
        fees: Vec::new(),
        instructions: Vec::new(),
        steps: Vec::new(),
        places: Vec::new(),
        online: vec!["Mức độ 3".to_owned()],
        online_note: Some("Nộp qua mạng".to_owned()),
        subjects: vec![said("Công dân")],
        results: vec![said("Giấy phép")],
        requirements: Some(said("Phù hợp quy hoạch")),
        legal_basis: Vec::new(),
        revisions: Vec::new(),
        form: Some(FormLink { name: said("Đơn đề nghị"), questions: 12 }),
        apply: Some("/apply/1.013225".to_owned()),
        sample: vec!["limits".to_owned()],
        source: Some("Cơ sở dữ liệu quốc gia".to_owned()),
        at: "?at=2019-12-16".to_owned(),
        print: "/procedures/1.013225/print?at=2019-12-16".to_owned(),
    }
}

/// A revision that raises a charge.
fn coming() -> Coming {
    let about = Said { text: "Lệ phí <b>".to_owned(), vietnamese: true };
    let what = "Tăng từ 50.000 đ lên 75.000 đ.".to_owned();
    Coming {
        from: Day { year: 2026, month: 7, day: 1 },
        changes: vec![Changed { about: Some(about), what }],
        more: 3,
        compare: "/procedures/1.013225/diff?from=1&to=2".to_owned(),
    }
}

/// What happens to a dossier, and on which law.
fn with_process(one: One) -> One {
    let said = |text: &str| Said { text: text.to_owned(), vietnamese: true };
    let day = |year| Day { year, month: 7, day: 1 };
    One {
        fees: vec![Fee {
            name: said("Cấp phép"),
            kind: Some("Lệ phí".to_owned()),
            amount: "75.000 đ".to_owned(),
            condition: Some(said("mỗi giấy phép")),
            source: Some("NQ 20/2016".to_owned()),
        }],
        instructions: vec![(Some(said("Nộp hồ sơ")), said("Dòng một\nDòng hai"))],
        steps: vec![Step {
            name: said("Thẩm tra"),
            who: "Chuyên viên".to_owned(),
            time: "8 ngày".to_owned(),
            consults: vec!["Sở Xây dựng".to_owned()],
        }],
        places: vec![
            Place { name: said("Sở Xây dựng"), path: Some("/offices/SXD".to_owned()) },
            Place { name: said("Cơ quan thuế"), path: None },
        ],
        legal_basis: vec![Basis {
            number: "50/2014/QH13".to_owned(),
            name: Some(said("Luật Xây dựng")),
            from: Some(day(2015)),
            to: Some(day(2025)),
        }],
        revisions: vec![Revision {
            number: 2,
            from: day(2019),
            to: None,
            decision: "1/QĐ-UBND".to_owned(),
            shown: true,
            age: Age::Now,
            path: "/procedures/1.013225?at=2019-07-01".to_owned(),
            compare: Some("/procedures/1.013225/diff?from=1&to=2".to_owned()),
        }],
        ..one
    }
}

fn bare() -> One {
    One {
        name_vi: None,
        summary: None,
        facts: Default::default(),
        in_force: false,
        coming: None,
        cases: Vec::new(),
        papers: Vec::new(),
        notes: Vec::new(),
        sets: None,
        times: Vec::new(),
        saved: None,
        time_notes: Vec::new(),
        cutoff_hour: None,
        requirements: None,
        form: None,
        apply: None,
        sample: Vec::new(),
        source: None,
        at: String::new(),
        ..full()
    }
}

/// One procedure on paper, with the way back to it as a QR code.
#[derive(Clone, Debug)]
pub struct Print {
    /// The procedure.
    pub one: One,
    /// The QR code as SVG.
    pub qr: String,
    /// The address that it holds.
    pub address: String,
}

template!(Print, "procedure/print.html");

impl Page for Print {
    fn name(&self, _text: Text) -> String {
        self.one.name.text.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Print> {
        let qr = "<svg viewBox=\"0 0 1 1\"></svg>".to_owned();
        let address = "http://localhost/procedures/1.013225".to_owned();
        let print = |one| Print { one, qr: qr.clone(), address: address.clone() };
        vec![print(with_process(full())), print(bare())]
    }
}

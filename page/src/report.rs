//! Statutory reports: the list of what was frozen, and one report with its table.

use crate::format::Day;
use crate::layout::template;
use crate::person::Choice;
use crate::{Layout, Page, Text};

/// A field that the reader got wrong.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The field's id.
    pub id: &'static str,
    /// What is wrong and what to do.
    pub words: String,
}

/// A choice of how things are counted.
#[derive(Clone, Debug)]
pub struct Way {
    /// The name of its parameter.
    pub name: &'static str,
    /// What it asks.
    pub label: String,
    /// Its options.
    pub options: Vec<Choice>,
}

/// What a report is asked by.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Periods that the law names.
    pub periods: Vec<Choice>,
    /// The first day: `2019-12-15`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Offices that the reader may ask of; the province is the empty one.
    pub offices: Vec<Choice>,
    /// Whether offices below are meant too.
    pub below: Vec<Choice>,
    /// What stands in the rows.
    pub by: Vec<Choice>,
    /// How things are counted.
    pub ways: Vec<Way>,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is of.
    pub name: String,
    /// The report that it opens to; `None` where there is none below it.
    pub path: Option<String>,
    /// The figures of columns 3 to 13, as they are written.
    pub cells: Vec<String>,
}

/// A figure that was corrected since the report was frozen.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The row.
    pub row: String,
    /// The column's number.
    pub column: usize,
    /// What it is called.
    pub name: String,
    /// As it was frozen.
    pub frozen: String,
    /// As it is now.
    pub now: String,
    /// The difference with its sign.
    pub difference: String,
}

/// That the report was frozen.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// When and by whom.
    pub told: String,
    /// SHA-256 of what was frozen.
    pub sha256: String,
    /// Where its proof is.
    pub proof: String,
    /// What was corrected since.
    pub corrections: Vec<Correction>,
}

/// How it can be frozen.
#[derive(Clone, Debug)]
pub struct Freeze {
    /// Where the form goes.
    pub path: String,
    /// Hidden fields: what was asked.
    pub fields: Vec<(String, String)>,
}

/// The figures with what belongs to them.
#[derive(Clone, Debug)]
pub struct Table {
    /// Who reports, and the window.
    pub caption: String,
    /// What stands in the rows.
    pub rows_are: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// All of them.
    pub total: Vec<String>,
    /// How things were counted.
    pub notes: Vec<String>,
    /// Where the spreadsheet is.
    pub xlsx: String,
    /// Where the paper is.
    pub pdf: String,
    /// Where a program finds it.
    pub json: String,
    /// That it was frozen.
    pub frozen: Option<Frozen>,
    /// How the reader may freeze it.
    pub freeze: Option<Freeze>,
    /// Whether its last day is not over.
    pub running: bool,
    /// That the same was frozen with other ways to count, in words, and where that report is.
    pub otherwise: Option<(String, String)>,
}

/// One report.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The form's id: `II.06a`.
    pub form: String,
    /// Its number on paper.
    pub number: String,
    /// What it is asked by.
    pub asked: Asked,
    /// What the reader got wrong.
    pub wrong: Vec<Wrong>,
    /// What does not hold of the figures, a sentence each: then there is no table.
    pub broken: Vec<String>,
    /// The figures.
    pub table: Option<Table>,
}

/// What columns 3 to 13 are called, in their order.
pub fn columns(text: Text) -> [String; 11] {
    [
        text.report_received_all(),
        text.report_received_online(),
        text.report_received_direct(),
        text.report_carried(),
        text.report_handled_all(),
        text.report_early(),
        text.report_on_time(),
        text.report_late(),
        text.report_open_all(),
        text.report_open_in_time(),
        text.report_open_late(),
    ]
}

impl Report {
    fn columns(&self, text: &Text) -> Vec<(usize, String)> {
        columns(*text).into_iter().enumerate().map(|(at, name)| (at + 3, name)).collect()
    }

    fn cells<'a>(&self, text: &Text, cells: &'a [String]) -> Vec<(String, &'a String)> {
        let labels =
            self.columns(text).into_iter().map(|(number, name)| format!("{number}. {name}"));
        labels.zip(cells).collect()
    }
}

template!(Report, "report/one.html");

impl Page for Report {
    fn name(&self, text: Text) -> String {
        text.report_name(&self.form)
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Report> {
        let way =
            Way {
                name: "ended", label: "Hồ sơ xin rút".to_owned(), options: Choice::samples()
            };
        let asked = Asked {
            periods: Choice::samples(),
            from: "2019-12-15".to_owned(),
            to: "2020-03-14".to_owned(),
            offices: Choice::samples(),
            below: Choice::samples(),
            by: Choice::samples(),
            ways: vec![way],
        };
        let plain = Report {
            form: "II.06a".to_owned(),
            number: "II.06a/VPCP/KSTT".to_owned(),
            asked,
            ..Report::default()
        };
        let wrong = Wrong { id: "to", words: "Ngày cuối <trước> ngày đầu".to_owned() };
        let wrong = Report { wrong: vec![wrong], ..plain.clone() };
        let broken = vec!["Tổng số: 3 = 7 + 11".to_owned()];
        let broken = Report { broken, ..plain.clone() };
        let with = |table| Report { table: Some(table), ..plain.clone() };
        let made = Table::sample();
        let frozen = Table { freeze: None, frozen: Some(Frozen::sample()), ..made.clone() };
        let unchanged = Frozen { corrections: Vec::new(), ..Frozen::sample() };
        let unchanged = Table { freeze: None, frozen: Some(unchanged), ..made.clone() };
        let running = Table { freeze: None, running: true, rows: Vec::new(), ..made.clone() };
        let path = "/reports/II.06a?from=2019-12-15&by=field".to_owned();
        let otherwise = Some(("Báo cáo đã chốt với cách đếm <khác>".to_owned(), path));
        let otherwise = Table { freeze: None, otherwise, ..made.clone() };
        let tables = [made, frozen, unchanged, running, otherwise].map(with);
        [plain.clone(), wrong, broken].into_iter().chain(tables).collect()
    }
}

impl Table {
    fn sample() -> Table {
        let cells = ["1.204", "301", "880", "23", "1.190", "702", "480", "8", "14", "13", "1"];
        let cells: Vec<String> = cells.map(str::to_owned).to_vec();
        let field = Row { name: "Hộ <b>tịch</b>".to_owned(), path: None, cells: cells.clone() };
        let office = Row {
            name: "Thành phố Gia Nghĩa".to_owned(),
            path: Some("/reports/II.06a?office=H660".to_owned()),
            cells: cells.clone(),
        };
        Table {
            caption: "Tỉnh Đắk Nông, từ 15/12/2019 đến 14/03/2020".to_owned(),
            rows_are: "Lĩnh vực".to_owned(),
            rows: vec![field, office],
            total: cells,
            notes: vec!["Hồ sơ xin rút tính đúng hạn.".to_owned()],
            xlsx: "/reports/II.06a.xlsx?from=2019-12-15".to_owned(),
            pdf: "/reports/II.06a.pdf?from=2019-12-15".to_owned(),
            json: "/reports/II.06a/json?from=2019-12-15".to_owned(),
            frozen: None,
            freeze: Some(Freeze {
                path: "/reports/II.06a/freeze".to_owned(),
                fields: vec![("from".to_owned(), "2019-12-15".to_owned())],
            }),
            running: false,
            otherwise: None,
        }
    }
}

impl Frozen {
    fn sample() -> Frozen {
        Frozen {
            told: "16/03/2020 08:05, Bùi Minh Cải".to_owned(),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            proof: "/reports/frozen/12/proof".to_owned(),
            corrections: vec![Correction {
                row: "Hộ tịch".to_owned(),
                column: 13,
                name: "Quá hạn".to_owned(),
                frozen: "1".to_owned(),
                now: "2".to_owned(),
                difference: "+1".to_owned(),
            }],
        }
    }
}

/// A form that can be made.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its id.
    pub id: String,
    /// Its number on paper.
    pub number: String,
}

/// A report that was frozen, in the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is.
    pub path: String,
    /// Its form.
    pub form: String,
    /// Who reported.
    pub office: String,
    /// The first and the last day.
    pub window: (Day, Day),
    /// What its rows are.
    pub rows_are: String,
    /// When and by whom.
    pub told: String,
    /// SHA-256 of what was frozen.
    pub sha256: String,
}

/// The reports of the house.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Forms that can be made.
    pub forms: Vec<Form>,
    /// What was frozen, the latest first.
    pub entries: Vec<Entry>,
    /// The address of the next page.
    pub next: Option<String>,
}

template!(List, "report/list.html");

impl Page for List {
    fn name(&self, text: Text) -> String {
        text.report_list()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<List> {
        let forms = vec![Form { id: "II.06a".to_owned(), number: "II.06a/VPCP/KSTT".to_owned() }];
        let entry = Entry {
            path: "/reports/II.06a?from=2019-12-15".to_owned(),
            form: "II.06a".to_owned(),
            office: "Thành phố <b>Gia Nghĩa</b>".to_owned(),
            window: (Day { year: 2019, month: 12, day: 15 }, Day { year: 2020, month: 3, day: 14 }),
            rows_are: "Lĩnh vực".to_owned(),
            told: "16/03/2020 08:05, Bùi Minh Cải".to_owned(),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        };
        let none = List { forms, ..List::default() };
        let next = Some("/reports?before=12".to_owned());
        let some = List { entries: vec![entry], next, ..none.clone() };
        vec![none, some]
    }
}

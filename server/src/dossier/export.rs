//! A list of dossiers as a file: comma-separated values, or a spreadsheet.
//!
//! It is read a page at a time, each in a short read of its own, up to a bound that the file says
//! when it was reached. What somebody typed is never a formula: spreadsheets would run it.

use std::collections::HashMap;

use domain::procedure::description::Channel;
use domain::{LawTime, StreamId};
use page::Text;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

use super::list::{Asked, LIMIT_MAX, Line};
use super::register::Offices;
use super::{lists, words};
use crate::procedure::catalogue::Catalogue;
use crate::procedure::words as procedure_words;
use crate::reading::search;
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// Dossiers of one file at most.
pub const ROWS_MAX: usize = 10_000;
/// What tells spreadsheets the letters of a file.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// What a formula begins with, in one spreadsheet or another.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// How instants look in a spreadsheet.
const MOMENT: &str = "dd/mm/yyyy hh:mm";

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// An instant of law time.
    Moment(LawTime),
    /// Nothing.
    Empty,
}

impl From<Option<LawTime>> for Cell {
    fn from(at: Option<LawTime>) -> Cell {
        at.map_or(Cell::Empty, Cell::Moment)
    }
}

/// A list as a table.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What the columns are called.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// That there is more than a file may hold, in a sentence.
    pub cut: Option<String>,
}

/// Reads a list to its end, or to the bound; and whether more was left.
pub async fn lines(site: &Site, gate: &Gate, asked: &Asked) -> Result<(Vec<Line>, bool), Problem> {
    let mut all = Vec::new();
    let mut asked = Asked { limit: LIMIT_MAX, ..asked.clone() };
    loop {
        let (page, more) = lists::page(site, gate, &asked).await?;
        asked.after = page.last().map(Line::place);
        all.extend(page);
        if !more {
            return Ok((all, false));
        }
        if all.len() >= ROWS_MAX {
            all.truncate(ROWS_MAX);
            return Ok((all, true));
        }
    }
}

/// The table of a list, with the names that its rows speak of.
pub async fn sheet(
    site: &Site,
    text: Text,
    offices: &Offices,
    lines: &[Line],
    is_cut: bool,
) -> Result<Sheet, Problem> {
    let catalogue = site.catalogue().await?;
    let accounts: Vec<StreamId> = lines.iter().filter_map(|line| line.assignee.clone()).collect();
    let names = site.house().db.read(move |tx| search::names(tx, &accounts)).await?;
    let most = text.number(ROWS_MAX as u64);
    Ok(Sheet {
        head: head(text),
        rows: lines.iter().map(|line| row(text, &catalogue, offices, &names, line)).collect(),
        cut: is_cut.then(|| text.dossier_export_cut(most)),
    })
}

fn head(text: Text) -> Vec<String> {
    vec![
        text.dossier_code(),
        text.dossier_applicant(),
        text.dossier_procedure(),
        text.dossier_export_procedure_name(),
        text.dossier_state(),
        text.dossier_national_status(),
        text.dossier_channel(),
        text.dossier_export_received_by(),
        text.dossier_office(),
        text.dossier_holder(),
        text.dossier_export_filed(),
        text.dossier_export_received(),
        text.dossier_due(),
        text.dossier_due_legal(),
        text.dossier_paused(),
        text.dossier_export_late_since(),
    ]
}

fn row(
    text: Text,
    catalogue: &Catalogue,
    offices: &Offices,
    names: &HashMap<StreamId, (String, bool)>,
    line: &Line,
) -> Vec<Cell> {
    let said = |text: &str| Cell::Text(text.to_owned());
    let office = |code: &str| {
        Cell::Text(offices.get(code).map_or_else(|| code.to_owned(), |it| it.name.clone()))
    };
    let procedure = catalogue.by_code(&line.procedure).map(|item| &item.entry.name);
    let procedure = procedure.map(|name| procedure_words::said(text, name).to_owned());
    let holder = line.assignee.as_ref().and_then(|account| names.get(account));
    let channel = [Channel::Counter, Channel::Online, Channel::Post];
    let channel = channel.into_iter().find(|it| it.id() == line.channel);
    let channel = channel.map(|it| procedure_words::channel(text, it));
    vec![
        said(&line.code),
        said(&line.name),
        said(&line.procedure),
        Cell::Text(procedure.unwrap_or_default()),
        Cell::Text(words::phase(text, line.phase)),
        Cell::Text(line.phase.national().number().to_string()),
        Cell::Text(channel.unwrap_or_default()),
        office(&line.office),
        office(&line.holder),
        Cell::Text(holder.map(|(name, _)| name.clone()).unwrap_or_default()),
        Cell::Moment(line.filed),
        line.received.into(),
        line.promised.into(),
        line.due.into(),
        Cell::Text(if line.standing { "✓".to_owned() } else { String::new() }),
        line.late_since.into(),
    ]
}

/// A text that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    match text.starts_with(FORMULA) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The table as comma-separated values in UTF-8, for spreadsheets too.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(&sheet.head)?;
    let shown = |cell: &Cell| match cell {
        Cell::Text(text) => plain(text),
        Cell::Moment(at) => at.rfc3339(),
        Cell::Empty => String::new(),
    };
    for row in &sheet.rows {
        writer.write_record(row.iter().map(shown))?;
    }
    if let Some(cut) = &sheet.cut {
        // Every record has as many columns as the head.
        let mut last = vec![cut.as_str()];
        last.resize(sheet.head.len(), "");
        writer.write_record(last)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The table as a spreadsheet: words are words, instants are instants.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let (bold, moment) = (Format::new().set_bold(), Format::new().set_num_format(MOMENT));
    for (column, name) in (0..).zip(&sheet.head) {
        page.write_string_with_format(0, column, name, &bold)?;
        page.set_column_width(column, 22)?;
    }
    page.set_freeze_panes(1, 1)?;
    let mut at = 0;
    for row in &sheet.rows {
        at += 1;
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Text(text) => drop(page.write_string(at, column, text)?),
                Cell::Moment(instant) => {
                    page.write_datetime_with_format(at, column, excel(*instant)?, &moment)?;
                }
                Cell::Empty => {}
            }
        }
    }
    if let Some(cut) = &sheet.cut {
        page.write_string(at + 1, 0, cut)?;
    }
    book.save_to_buffer()
}

/// An instant of law time as spreadsheets count it, in Vietnam's civil time.
fn excel(at: LawTime) -> Result<ExcelDateTime, XlsxError> {
    let civil = at.civil();
    let part = |part: i8| part.unsigned_abs();
    let year = civil.year().unsigned_abs();
    ExcelDateTime::from_ymd(year, part(civil.month()), part(civil.day()))?.and_hms(
        u16::from(part(civil.hour())),
        part(civil.minute()),
        f64::from(part(civil.second())),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn sheet() -> Sheet {
        let cell = |text: &str| Cell::Text(text.to_owned());
        Sheet {
            head: vec!["Mã".to_owned(), "Chủ hồ sơ".to_owned(), "Nộp".to_owned()],
            rows: vec![
                vec![cell("a-1"), cell("=HYPERLINK(\"x\")"), Cell::Moment(LawTime(0))],
                vec![cell("a,2"), cell("Điểu \"K'\""), Cell::Empty],
                vec![cell("+1"), cell("-2"), Cell::Empty],
            ],
            cut: Some("Chỉ có 3 hồ sơ đầu.".to_owned()),
        }
    }

    #[test]
    fn what_somebody_typed_is_never_a_formula() {
        let bytes = csv(&sheet()).expect("it is written");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let text = text.strip_prefix(BYTE_ORDER_MARK).expect("the mark");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> =
            reader.records().collect::<Result<_, _>>().expect("it reads");
        assert_eq!(&rows[0][1], "'=HYPERLINK(\"x\")");
        assert_eq!((&rows[1][0], &rows[1][1]), ("a,2", "Điểu \"K'\""));
        assert_eq!((&rows[2][0], &rows[2][1]), ("'+1", "'-2"));
        assert_eq!(&rows[3][0], "Chỉ có 3 hồ sơ đầu.", "it says that it was cut");
        for text in ["=a", "+a", "-a", "@a", "\ta", "\ra"] {
            assert!(plain(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(plain("a=b"), "a=b");
    }

    #[test]
    fn a_spreadsheet_holds_words_and_instants() {
        let bytes = xlsx(&sheet()).expect("it is written");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        let mut part = |name: &str| {
            let mut text = String::new();
            let mut file = archive.by_name(name).expect("a part");
            file.read_to_string(&mut text).expect("it reads");
            text
        };
        let page = part("xl/worksheets/sheet1.xml");
        assert!(!page.contains("<f>"), "no cell is a formula");
        assert_eq!(page.matches("<row ").count(), 5);
        // 1970-01-01 07:00 in Vietnam.
        assert!(page.contains("25569.2916"), "{page}");
        let words = part("xl/sharedStrings.xml");
        assert!(words.contains("=HYPERLINK(&quot;x&quot;)") || words.contains("=HYPERLINK(\"x\")"));
    }
}

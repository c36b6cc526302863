//! A report as a spreadsheet: the head and foot of the paper, figures as numbers.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use domain::report::{COLUMNS, Cells, Report};
use page::{Language, Text};
use pdf::Report as Paper;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::paper::file_name;
use super::shown::Shown;
use crate::web::Problem;

/// The media type.
pub const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The first row of the table's head, counted from 0.
const HEAD: u32 = 7;
/// Rows of the table's head.
const HEAD_ROWS: u32 = 4;
/// The last column, counted from 0.
const LAST: u16 = 12;

/// The spreadsheet as a file.
pub async fn answer(paper: Paper, shown: &Shown) -> Result<Response<Body>, Problem> {
    let (report, name) = (shown.report.clone(), file_name(shown));
    let done = tokio::task::spawn_blocking(move || write(&paper, &report)).await;
    let bytes =
        done.map_err(|error| Problem::bug(&error))?.map_err(|error| Problem::bug(&error))?;
    let name = domain::attachment::ascii(&name);
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.xlsx\""));
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(KIND));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_DISPOSITION, disposition.map_err(|error| Problem::bug(&error))?);
    Ok(response)
}

/// The bytes of the spreadsheet.
pub fn write(paper: &Paper, report: &Report) -> Result<Vec<u8>, XlsxError> {
    let text = Text::new(Language::Vietnamese);
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(text.report_sheet())?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_column_width(0, 5)?.set_column_width(1, 38)?;
    for column in 2..=LAST {
        page.set_column_width(column, 11)?;
    }
    top(page, paper, text)?;
    head(page, paper, text)?;
    let mut at = HEAD + HEAD_ROWS;
    let framed = Format::new().set_border(FormatBorder::Thin);
    for (named, row) in paper.rows.iter().zip(&report.figures.rows) {
        page.write_number_with_format(at, 0, f64::from(named.number), &framed)?;
        page.write_string_with_format(at, 1, &named.name, &framed.clone().set_text_wrap())?;
        figures(page, at, &row.cells, &framed)?;
        at += 1;
    }
    let bold = framed.set_bold();
    page.write_blank(at, 0, &bold)?;
    page.write_string_with_format(at, 1, text.report_total(), &bold)?;
    figures(page, at, &report.figures.total, &bold)?;
    page.set_repeat_rows(HEAD, HEAD + HEAD_ROWS - 1)?;
    page.set_freeze_panes(HEAD + HEAD_ROWS, 2)?;
    foot(page, paper, at + 2)?;
    book.save_to_buffer()
}

/// Number, title, who reports to whom, and the window.
fn top(page: &mut Worksheet, paper: &Paper, text: Text) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let title = bold.clone().set_align(FormatAlign::Center).set_font_size(14);
    let centred = Format::new().set_align(FormatAlign::Center);
    page.write_string_with_format(0, 0, format!("Biểu số {}", paper.number), &bold)?;
    page.write_string(1, 0, format!("Ban hành theo {}", paper.source))?;
    page.write_string(0, 8, format!("Đơn vị báo cáo: {}", paper.reporter))?;
    page.write_string(1, 8, format!("Đơn vị nhận báo cáo: {}", paper.receiver))?;
    page.merge_range(3, 0, 3, LAST, &text.report_handling().to_uppercase(), &title)?;
    let days = |day: jiff::civil::Date| text.date(crate::procedure::view::day(day));
    let days = text.report_from_to(days(paper.from), days(paper.to));
    let window = match paper.period.is_empty() {
        true => format!("Kỳ báo cáo: {days}"),
        false => format!("Kỳ báo cáo: {} ({days})", paper.period),
    };
    page.merge_range(4, 0, 4, LAST, &window, &centred)?;
    page.merge_range(5, 0, 5, LAST, &text.report_unit(), &centred.set_italic())?;
    Ok(())
}

fn head(page: &mut Worksheet, paper: &Paper, text: Text) -> Result<(), XlsxError> {
    let it = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let (first, last) = (HEAD, HEAD + HEAD_ROWS - 2);
    page.merge_range(first, 0, last, 0, "TT", &it)?;
    page.merge_range(first, 1, last, 1, &paper.rows_are, &it)?;
    let groups = [
        (2, 5, text.report_received()),
        (6, 9, text.report_handled()),
        (10, 12, text.report_open()),
    ];
    for (from, to, name) in groups {
        page.merge_range(first, from, first, to, &name, &it)?;
    }
    for (column, name) in (2..).zip(page::report::columns(text)) {
        page.merge_range(first + 1, column, last, column, &name, &it)?;
    }
    let sums = [(3, "(3)=(4)+(5)+(6)"), (7, "(7)=(8)+(9)+(10)"), (11, "(11)=(12)+(13)")];
    for number in 1..=u16::try_from(COLUMNS).unwrap_or(LAST) + 2 {
        let sum = sums.iter().find(|(column, _)| *column == number);
        let shown = sum.map_or_else(|| format!("({number})"), |(_, sum)| (*sum).to_owned());
        page.write_string_with_format(last + 1, number - 1, shown, &it)?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a spreadsheet knows no other numbers")]
fn figures(page: &mut Worksheet, at: u32, cells: &Cells, format: &Format) -> Result<(), XlsxError> {
    let format = format.clone().set_num_format("#,##0");
    for (column, figure) in (2..).zip(cells.0) {
        page.write_number_with_format(at, column, figure as f64, &format)?;
    }
    Ok(())
}

/// How things were counted, that it was frozen, and who signs.
fn foot(page: &mut Worksheet, paper: &Paper, mut at: u32) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Center);
    page.write_string(at, 0, "Ghi chú:")?;
    for note in &paper.notes {
        at += 1;
        page.write_string(at, 1, note)?;
    }
    if !paper.sha256.is_empty() {
        at += 1;
        page.write_string(at, 1, format!("Báo cáo đã chốt; mã băm SHA-256: {}", paper.sha256))?;
    }
    let day = paper.date;
    let date = format!("{}, ngày {:02}/{:02}/{}", paper.place, day.day(), day.month(), day.year());
    at += 2;
    page.write_string(at, 9, date)?;
    at += 1;
    page.write_string_with_format(at, 1, "NGƯỜI LẬP", &bold)?;
    page.write_string_with_format(at, 10, "THỦ TRƯỞNG ĐƠN VỊ", &bold)?;
    page.write_string_with_format(at + 4, 1, &paper.preparer.name, &bold)?;
    page.write_string_with_format(at + 4, 10, &paper.head.name, &bold)?;
    Ok(())
}

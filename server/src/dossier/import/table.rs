//! Import files as rows of texts: CSV with a head line, or JSON lines with the same names.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Finding;
use super::columns::{COLUMNS, column};

/// A row by the names of its columns; what is empty is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The line of the file that it begins at, from 1.
    pub line: u64,
    /// The texts.
    pub cells: BTreeMap<&'static str, String>,
}

/// Reads a file: JSON lines where its first letter is a brace, else CSV. What is wrong with the
/// file as a whole spoils it; what is wrong in a row spoils the row.
pub fn read(text: &str) -> Result<(Vec<Row>, Vec<Finding>), Finding> {
    match text.trim_start().starts_with('{') {
        true => Ok(json_lines(text)),
        // Lines are counted where they end: the reader counts a row after `\r\n` one too early.
        false => comma_separated(&text.replace("\r\n", "\n")),
    }
}

fn json_lines(text: &str) -> (Vec<Row>, Vec<Finding>) {
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = at as u64 + 1;
        match serde_json::from_str::<serde_json::Map<String, Json>>(line) {
            Ok(object) => match cells(&object) {
                Ok(cells) => rows.push(Row { line: number, cells }),
                Err((field, what)) => findings.push(Finding::new(number, &field, what)),
            },
            Err(error) => {
                let what = format!("{error}: write one JSON object a line");
                findings.push(Finding::new(number, "", what));
            }
        }
    }
    (rows, findings)
}

/// The cells of an object, or the first key that is not right.
fn cells(
    object: &serde_json::Map<String, Json>,
) -> Result<BTreeMap<&'static str, String>, (String, String)> {
    let mut cells = BTreeMap::new();
    for (key, value) in object {
        let Some(known) = column(key) else {
            return Err((key.clone(), unknown()));
        };
        let text = match value {
            Json::Null => continue,
            Json::String(text) => text.trim().to_owned(),
            Json::Number(number) => number.to_string(),
            Json::Bool(_) | Json::Array(_) | Json::Object(_) => {
                return Err((key.clone(), format!("write a text: {}", known.expects)));
            }
        };
        if !text.is_empty() {
            cells.insert(known.name, text);
        }
    }
    Ok(cells)
}

fn unknown() -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|it| it.name).collect();
    format!("there is no such column: take it out or name one of {}", names.join(", "))
}

fn comma_separated(text: &str) -> Result<(Vec<Row>, Vec<Finding>), Finding> {
    // Spreadsheets of this country write semicolons, for the comma parts the decimals.
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let wrong = |error: &csv::Error| Finding::new(1, "", error.to_string());
    let heads = reader.headers().map_err(|error| wrong(&error))?.clone();
    let mut names = Vec::new();
    for head in &heads {
        let name = head.trim();
        let known = column(name).ok_or_else(|| Finding::new(1, name, unknown()))?;
        if names.contains(&known.name) {
            return Err(Finding::new(1, name, "the column stands twice: take one out".to_owned()));
        }
        names.push(known.name);
    }
    if let Some(missing) = COLUMNS.iter().find(|it| it.needed && !names.contains(&it.name)) {
        let what = format!("the column is missing: add it, with {}", missing.expects);
        return Err(Finding::new(1, missing.name, what));
    }
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok((rows, findings)),
            Ok(true) => {}
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                findings.push(Finding::new(line, "", error.to_string()));
                continue;
            }
        }
        let line = record.position().map_or(1, csv::Position::line);
        if record.len() != names.len() {
            let (has, wants) = (record.len(), names.len());
            let what = format!(
                "the line has {has} cells and the head {wants}: quote what has \"{}\" in it",
                char::from(delimiter)
            );
            findings.push(Finding::new(line, "", what));
            continue;
        }
        let told = names.iter().zip(&record).filter(|(_, cell)| !cell.trim().is_empty());
        let cells = told.map(|(name, cell)| (*name, cell.trim().to_owned())).collect();
        rows.push(Row { line, cells });
    }
}

//! Reports in words.

use domain::report::{Broken, By, Choices, Figures, Period, WAYS, Window, Wrong};
use page::{Language, Text};

use super::shown::Shown;
use crate::procedure::view::day;
use crate::web::Problem;

/// What a period of the law is called.
pub fn period(text: Text, period: Period) -> String {
    match period {
        Period::Quarter(year, number) => text.report_quarter(roman(number), year.to_string()),
        Period::Half(year) => text.report_half(year.to_string()),
        Period::Year(year) => text.report_year(year.to_string()),
    }
}

/// Quarters are numbered so.
fn roman(number: i8) -> String {
    let numbers = ["I", "II", "III", "IV"];
    let at = usize::from(number.unsigned_abs()).saturating_sub(1);
    numbers.get(at).copied().unwrap_or_default().to_owned()
}

/// The days of a window, after the period that it is.
pub fn window(text: Text, window: Window) -> String {
    let days = text.report_from_to(text.date(day(window.from)), text.date(day(window.to)));
    match window.period() {
        Some(it) => format!("{}, {days}", period(text, it)),
        None => days,
    }
}

/// What the rows of a report are of.
pub fn rows_are(text: Text, by: By) -> String {
    match by {
        By::Field => text.report_by_field(),
        By::Office => text.report_by_office(),
    }
}

/// What a choice asks.
pub fn way(text: Text, name: &str) -> String {
    match name {
        "ended" => text.report_way_ended(),
        "waiting" => text.report_way_waiting(),
        "imported" => text.report_way_imported(),
        _ => text.report_way_judged(),
    }
}

/// What an option of a choice is called.
pub fn option(text: Text, name: &str, option: &str) -> String {
    match (name, option) {
        ("ended", "on-time") => text.report_ended_on_time(),
        ("ended", _) => text.report_ended_as_they_stood(),
        ("waiting", "in-time") => text.report_waiting_in_time(),
        ("waiting", _) => text.report_waiting_as_they_stood(),
        ("imported", "when-received") => text.report_imported_when_received(),
        ("imported", _) => text.report_imported_when_taken_over(),
        (_, "by-promise") => text.report_judged_by_promise(),
        (_, _) => text.report_judged_by_law(),
    }
}

fn note(text: Text, name: &str, option: &str) -> String {
    match (name, option) {
        ("ended", "on-time") => text.report_note_ended_on_time(),
        ("ended", _) => text.report_note_ended_as_they_stood(),
        ("waiting", "in-time") => text.report_note_waiting_in_time(),
        ("waiting", _) => text.report_note_waiting_as_they_stood(),
        ("imported", "when-received") => text.report_note_imported_when_received(),
        ("imported", _) => text.report_note_imported_when_taken_over(),
        (_, "by-promise") => text.report_note_judged_by_promise(),
        (_, _) => text.report_note_judged_by_law(),
    }
}

/// How a report was counted, a sentence each, what it is not, and how it goes on from the one
/// before: its footnotes.
pub fn footnotes(text: Text, shown: &Shown) -> Vec<String> {
    let report = &shown.report;
    let mut all = notes(text, report.choices, report.by);
    let begins = report.figures.total.column(6).to_string();
    let instant = |at| super::view::instant(text, at);
    let otherwise = shown.counted_otherwise.as_ref();
    all.extend(otherwise.map(|it| text.report_note_otherwise(instant(it.at))));
    all.extend((!shown.has_ended).then(|| text.report_note_running()));
    all.extend(shown.left_open.map(|left| text.report_note_left_open(begins, left.to_string())));
    all
}

/// How a report was counted.
fn notes(text: Text, choices: Choices, by: By) -> Vec<String> {
    let chosen = WAYS.iter().zip(choices.chosen());
    let mut notes = vec![text.report_note_days()];
    notes.extend(chosen.map(|(way, option)| note(text, way.name, option)));
    if by == By::Field {
        notes.push(text.report_note_fields());
    }
    notes
}

/// What does not hold of a report's figures.
pub fn broken(text: Text, broken: &Broken, figures: &Figures) -> String {
    let row = match figures.row(&broken.row) {
        Some(row) if !row.name.is_empty() => row.name.clone(),
        Some(_) => text.report_no_field(),
        None => text.report_total(),
    };
    let (left, right) = (broken.left.to_string(), broken.right.to_string());
    text.report_broken_line(broken.identity.formula(), left, right, row)
}

/// Why a report was not frozen.
pub fn refused(wrong: &Wrong) -> Problem {
    let said = |text: Text| match wrong {
        Wrong::NotEnded(last) => {
            let first = last.tomorrow().unwrap_or(*last);
            text.report_not_ended(text.date(day(first)))
        }
        Wrong::AlreadyFrozen => text.report_already_frozen(),
        Wrong::Broken(found) => broken(text, found, &Figures::default()),
    };
    let [vietnamese, english] = Language::ALL.map(|language| said(Text::new(language)));
    Problem::new(wrong.key(), wrong.status(), &vietnamese, &english)
}

//! A day.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong, bounds};

pub(super) static DATE: Definition =
    Definition { takes: &[Setting::Bounds], wrong: date_wrong, schema: date_schema };

/// Bounds are years.
fn date_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    let Some(text) = answer.as_str() else { return Some(Wrong::Shape) };
    let well_formed = text.len() == 10;
    match text.parse::<Date>().ok().filter(|_| well_formed) {
        None => Some(Wrong::NotADay),
        Some(day) => bounds(question, i64::from(day.year())),
    }
}

fn date_schema(_: &Question) -> Json {
    json!({ "type": "string", "format": "date" })
}

//! A sum in đồng.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong, bounds};

/// The greatest sum, in đồng: no procedure of a province reaches it.
const SUM_VND_MAX: i64 = 1_000_000_000_000_000;

pub(super) static MONEY: Definition =
    Definition { takes: &[Setting::Bounds], wrong: money_wrong, schema: money_schema };

fn money_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    match answer.as_i64() {
        None => Some(Wrong::Shape),
        Some(..0) => Some(Wrong::TooLittle(0)),
        Some(sum) if sum > SUM_VND_MAX => Some(Wrong::TooMuch(SUM_VND_MAX)),
        Some(sum) => bounds(question, sum),
    }
}

fn money_schema(question: &Question) -> Json {
    let (min, max) = (question.min.unwrap_or(0), question.max.unwrap_or(SUM_VND_MAX));
    json!({ "type": "integer", "minimum": min, "maximum": max, "description": "VND" })
}

//! A whole number.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong, bounds};

pub(super) static NUMBER: Definition =
    Definition { takes: &[Setting::Bounds], wrong: number_wrong, schema: number_schema };

fn number_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    match answer.as_i64() {
        None => Some(Wrong::Shape),
        Some(number) => bounds(question, number),
    }
}

fn number_schema(question: &Question) -> Json {
    let mut schema = json!({ "type": "integer" });
    if let Some(min) = question.min {
        schema["minimum"] = min.into();
    }
    if let Some(max) = question.max {
        schema["maximum"] = max.into();
    }
    schema
}

//! One line of text.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong, line};

/// The longest line where the question names no other bound, in characters.
const LENGTH_MAX: usize = 200;

pub(super) static TEXT: Definition =
    Definition { takes: &[Setting::Bounds], wrong: text_wrong, schema: text_schema };

fn text_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    match line(question, answer, LENGTH_MAX) {
        Err(wrong) => Some(wrong),
        Ok(text) => text.contains(['\n', '\r']).then_some(Wrong::Shape),
    }
}

fn text_schema(question: &Question) -> Json {
    let max = question.max.unwrap_or(200);
    json!({ "type": "string", "minLength": question.min.unwrap_or(1), "maxLength": max })
}

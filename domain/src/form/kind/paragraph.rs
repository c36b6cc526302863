//! Several lines of text.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong, line};

/// The longest text where the question names no other bound, in characters.
const LENGTH_MAX: usize = 4000;

pub(super) static PARAGRAPH: Definition =
    Definition { takes: &[Setting::Bounds], wrong: paragraph_wrong, schema: paragraph_schema };

fn paragraph_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    line(question, answer, LENGTH_MAX).err()
}

fn paragraph_schema(question: &Question) -> Json {
    let max = question.max.unwrap_or(4000);
    json!({ "type": "string", "minLength": question.min.unwrap_or(1), "maxLength": max })
}

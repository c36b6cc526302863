//! Rows of the same questions: children, members of a household, plots of land.

use serde_json::{Value as Json, json};

use super::super::{Question, schema};
use super::{Definition, Setting, Wrong};

/// The most rows where the question names no other bound.
const ROWS_MAX: i64 = 50;

pub(super) static GROUP: Definition = Definition {
    takes: &[Setting::Questions, Setting::Bounds],
    wrong: group_wrong,
    schema: group_schema,
};

/// Rows are looked at where their questions are asked; this finds what is no list.
fn group_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    (!answer.is_array()).then_some(Wrong::Shape)
}

fn group_schema(question: &Question) -> Json {
    json!({
        "type": "array", "items": schema::object(&question.questions),
        "minItems": question.min.unwrap_or(1), "maxItems": question.max.unwrap_or(ROWS_MAX),
    })
}

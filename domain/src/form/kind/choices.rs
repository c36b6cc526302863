//! Any of several.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong, count_wrong};

pub(super) static CHOICES: Definition = Definition {
    takes: &[Setting::Choices, Setting::Bounds],
    wrong: choices_wrong,
    schema: choices_schema,
};

fn choices_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    let Some(chosen) = answer.as_array() else { return Some(Wrong::Shape) };
    let known =
        |one: &Json| question.choices.iter().any(|choice| Some(&*choice.id) == one.as_str());
    if !chosen.iter().all(known) {
        return Some(Wrong::NotAChoice);
    }
    let twice = (1..chosen.len()).any(|at| chosen[..at].contains(&chosen[at]));
    if twice { Some(Wrong::Shape) } else { count_wrong(question, chosen.len()) }
}

fn choices_schema(question: &Question) -> Json {
    let ids: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
    let max = question.max.unwrap_or_else(|| i64::try_from(ids.len()).unwrap_or(i64::MAX));
    json!({
        "type": "array", "items": { "type": "string", "enum": ids }, "uniqueItems": true,
        "minItems": question.min.unwrap_or(1), "maxItems": max,
    })
}

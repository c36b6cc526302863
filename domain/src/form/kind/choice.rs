//! One of several.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong};

pub(super) static CHOICE: Definition =
    Definition { takes: &[Setting::Choices], wrong: choice_wrong, schema: choice_schema };

fn choice_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    let Some(chosen) = answer.as_str() else { return Some(Wrong::Shape) };
    let known = question.choices.iter().any(|choice| choice.id == chosen);
    (!known).then_some(Wrong::NotAChoice)
}

fn choice_schema(question: &Question) -> Json {
    let ids: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
    json!({ "type": "string", "enum": ids })
}

//! Yes or no.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong};

pub(super) static YES_NO: Definition =
    Definition { takes: &[], wrong: yes_no_wrong, schema: yes_no_schema };

fn yes_no_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    (!answer.is_boolean()).then_some(Wrong::Shape)
}

fn yes_no_schema(_: &Question) -> Json {
    json!({ "type": "boolean" })
}

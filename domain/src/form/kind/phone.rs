//! Telephone number.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong};
use crate::phone::Phone;

pub(super) static PHONE: Definition =
    Definition { takes: &[], wrong: phone_wrong, schema: phone_schema };

fn phone_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    match answer.as_str() {
        None => Some(Wrong::Shape),
        Some(text) => Phone::parse(text).is_none().then_some(Wrong::Malformed("phone")),
    }
}

fn phone_schema(_: &Question) -> Json {
    json!({ "type": "string", "pattern": "^[+0-9][0-9 .-]{8,16}$" })
}

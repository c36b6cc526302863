//! A place: its text as people write it, and the code of its administrative unit.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong, only, part};

/// The longest text, in characters.
const LENGTH_MAX: usize = 300;

pub(super) static ADDRESS: Definition =
    Definition { takes: &[], wrong: address_wrong, schema: address_schema };

fn address_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    address(answer).err()
}

fn address(answer: &Json) -> Result<(), Wrong> {
    only(answer, &["text", "unit_code"])?;
    if part(answer, "text")?.chars().count() > LENGTH_MAX {
        return Err(Wrong::TooMuch(300));
    }
    match answer.get("unit_code").filter(|code| !super::super::is_empty(code)) {
        None => Ok(()),
        Some(Json::String(code)) if is_unit_code(code) => Ok(()),
        Some(_) => Err(Wrong::Malformed("unit-code")),
    }
}

/// Codes of QĐ 124/2004/QĐ-TTg: two digits a province, three a district, five a commune.
fn is_unit_code(code: &str) -> bool {
    matches!(code.len(), 2 | 3 | 5) && code.bytes().all(|digit| digit.is_ascii_digit())
}

fn address_schema(_: &Question) -> Json {
    json!({
        "type": "object", "required": ["text"], "additionalProperties": false,
        "properties": {
            "text": { "type": "string", "minLength": 1, "maxLength": LENGTH_MAX },
            "unit_code": { "type": "string", "pattern": "^([0-9]{2}|[0-9]{3}|[0-9]{5})$" },
        },
    })
}

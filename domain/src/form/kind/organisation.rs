//! An organisation with its tax code.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong, identity, only, part};

/// The longest name, in characters.
const NAME_LENGTH_MAX: usize = 300;

pub(super) static ORGANISATION: Definition =
    Definition { takes: &[], wrong: organisation_wrong, schema: organisation_schema };

fn organisation_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    organisation(answer).err()
}

fn organisation(answer: &Json) -> Result<(), Wrong> {
    only(answer, &["name", "tax_code"])?;
    if part(answer, "name")?.chars().count() > NAME_LENGTH_MAX {
        return Err(Wrong::TooMuch(300));
    }
    let code = answer.get("tax_code").filter(|code| !super::super::is_empty(code));
    match code.map(|code| code.as_str()) {
        None => Ok(()),
        Some(Some(code)) if identity::is_tax_code(code) => Ok(()),
        Some(_) => Err(Wrong::Malformed("tax-code")),
    }
}

fn organisation_schema(_: &Question) -> Json {
    json!({
        "type": "object", "required": ["name"], "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": NAME_LENGTH_MAX },
            "tax_code": { "type": "string", "pattern": identity::TAX_CODE_PATTERN },
        },
    })
}

//! A human being. A name is one text as people have it: `H'Bia`, `Y Thông`, `Nguyễn Thị Hoa`.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong, date, identity, only, part};

/// The longest name, in characters.
const NAME_LENGTH_MAX: usize = 100;

pub(super) static PERSON: Definition =
    Definition { takes: &[], wrong: person_wrong, schema: person_schema };

fn person_wrong(question: &Question, answer: &Json) -> Option<Wrong> {
    person(question, answer).err()
}

fn person(question: &Question, answer: &Json) -> Result<(), Wrong> {
    only(answer, &["name", "birth_date", "identity"])?;
    let name = part(answer, "name")?;
    if name.chars().count() > NAME_LENGTH_MAX {
        return Err(Wrong::TooMuch(100));
    }
    if name.chars().any(|c| c.is_control() || c.is_ascii_digit()) {
        return Err(Wrong::Malformed("name"));
    }
    if let Some(day) = answer.get("birth_date").filter(|day| !super::super::is_empty(day)) {
        let unbound = Question { min: None, max: None, ..question.clone() };
        if let Some(wrong) = (date::DATE.wrong)(&unbound, day) {
            return Err(wrong);
        }
    }
    match answer.get("identity").filter(|identity| !super::super::is_empty(identity)) {
        Some(identity) => identity::identity(identity),
        None => Ok(()),
    }
}

fn person_schema(question: &Question) -> Json {
    json!({
        "type": "object", "required": ["name"], "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": NAME_LENGTH_MAX },
            "birth_date": (date::DATE.schema)(question),
            "identity": identity::schema(),
        },
    })
}

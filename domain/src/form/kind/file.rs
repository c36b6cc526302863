//! An uploaded file, by the identifier that the upload gave.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Setting, Wrong, only, part};

pub(super) static FILE: Definition =
    Definition { takes: &[Setting::Component], wrong: file_wrong, schema: file_schema };

fn file_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    let parts = only(answer, &["attachment", "name"]);
    parts.and_then(|()| part(answer, "attachment")).err()
}

fn file_schema(_: &Question) -> Json {
    json!({
        "type": "object", "required": ["attachment"], "additionalProperties": false,
        "properties": {
            "attachment": { "type": "string", "minLength": 1 },
            "name": { "type": "string", "maxLength": 255 },
        },
    })
}

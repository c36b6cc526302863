//! E-mail address.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong};

pub(super) static EMAIL: Definition =
    Definition { takes: &[], wrong: email_wrong, schema: email_schema };

/// Only a sent message proves an address; this catches what cannot be one.
fn email_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    let Some(text) = answer.as_str() else { return Some(Wrong::Shape) };
    (!is_email(text)).then_some(Wrong::Malformed("email"))
}

/// Whether a text can be an address of electronic mail.
pub fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    let fits = parts.is_some_and(|(name, host)| {
        let plain =
            |text: &str| !text.is_empty() && !text.contains(['@', ' ', '\n', '\r', '<', '>']);
        plain(name)
            && plain(host)
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
    });
    fits && text.len() <= 254
}

fn email_schema(_: &Question) -> Json {
    json!({ "type": "string", "format": "email", "maxLength": 254 })
}

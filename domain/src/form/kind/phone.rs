//! Telephone number.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong};

pub(super) static PHONE: Definition =
    Definition { takes: &[], wrong: phone_wrong, schema: phone_schema };

fn phone_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    match answer.as_str() {
        None => Some(Wrong::Shape),
        Some(text) => (!is_phone(text)).then_some(Wrong::Malformed("phone")),
    }
}

/// Whether a text is a telephone number of the country.
///
/// Ten digits of a mobile or eleven of a landline after the leading 0, which `+84` may replace;
/// spaces and dots may part them.
pub fn is_phone(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    let national = match plain.strip_prefix("+84").or_else(|| plain.strip_prefix("84")) {
        Some(rest) => format!("0{rest}"),
        None => plain,
    };
    let digits = national.bytes().all(|byte| byte.is_ascii_digit());
    let mobile =
        national.len() == 10 && matches!(national.get(1..2), Some("3" | "5" | "7" | "8" | "9"));
    let landline = national.len() == 11 && national.get(1..2) == Some("2");
    digits && national.starts_with('0') && (mobile || landline)
}

fn phone_schema(_: &Question) -> Json {
    json!({ "type": "string", "pattern": "^[+0-9][0-9 .-]{8,16}$" })
}

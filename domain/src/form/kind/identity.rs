//! Number of an identity paper.

use serde_json::{Value as Json, json};

use super::super::Question;
use super::{Definition, Wrong, only};
use crate::card::PersonalNumber;

pub(super) static IDENTITY: Definition =
    Definition { takes: &[], wrong: identity_wrong, schema: identity_schema };

/// Ten digits, and three more for a branch.
pub(super) const TAX_CODE_PATTERN: &str = "^[0-9]{10}(-[0-9]{3})?$";

fn identity_wrong(_: &Question, answer: &Json) -> Option<Wrong> {
    identity(answer).err()
}

/// The paper's kind and number must fit: a citizen id has 12 digits (NĐ 137/2015/NĐ-CP), an old
/// identity card 9, a passport a letter and 7 or 8 digits.
pub(super) fn identity(answer: &Json) -> Result<(), Wrong> {
    only(answer, &["type", "number"])?;
    let number = answer.get("number").and_then(Json::as_str).unwrap_or_default();
    let digits = |count: usize| number.len() == count && all_digits(number);
    match answer.get("type").and_then(Json::as_str) {
        // As it is stored: nothing parts the digits.
        Some("citizen_id")
            if PersonalNumber::parse(number).is_ok_and(|known| known.as_str() == number) =>
        {
            Ok(())
        }
        Some("citizen_id") => Err(Wrong::Malformed("citizen-id")),
        Some("cmnd") if digits(9) => Ok(()),
        Some("cmnd") => Err(Wrong::Malformed("cmnd")),
        Some("passport") if is_passport(number) => Ok(()),
        Some("passport") => Err(Wrong::Malformed("passport")),
        Some("none") if number.is_empty() => Ok(()),
        Some(_) | None => Err(Wrong::Part("type")),
    }
}

/// Whether a number is one of a kind of identity paper of persons: `citizen_id`, `cmnd`,
/// `passport`.
pub fn is_identity(kind: &str, number: &str) -> bool {
    identity(&json!({ "type": kind, "number": number })).is_ok()
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_passport(number: &str) -> bool {
    let rest = number.strip_prefix(|c: char| c.is_ascii_uppercase());
    rest.is_some_and(|rest| matches!(rest.len(), 7 | 8) && all_digits(rest))
}

/// Whether a text is a tax code whose check digit fits; the branch suffix has none.
pub fn is_tax_code(code: &str) -> bool {
    let (number, branch) = code.split_once('-').map_or((code, None), |(a, b)| (a, Some(b)));
    let branch_fits = branch.is_none_or(|branch| branch.len() == 3 && all_digits(branch));
    if !branch_fits || number.len() != 10 || !all_digits(number) {
        return false;
    }
    let digits: Vec<u32> = number.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let sum: u32 = weights.iter().zip(&digits).map(|(weight, digit)| weight * digit).sum();
    10 - sum % 11 == digits[9]
}

pub(super) fn schema() -> Json {
    json!({
        "type": "object", "required": ["type"], "additionalProperties": false,
        "properties": {
            "type": { "type": "string", "enum": ["citizen_id", "cmnd", "passport", "none"] },
            "number": { "type": "string", "pattern": "^([0-9]{12}|[0-9]{9}|[A-Z][0-9]{7,8})$" },
        },
    })
}

fn identity_schema(_: &Question) -> Json {
    schema()
}

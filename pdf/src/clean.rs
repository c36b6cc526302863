//! Texts as they can be printed: composed letters, no control characters.

use serde_json::Value;
use std::collections::BTreeSet;

/// Composes every text of a form, line by line, and gathers the letters that are not `known`.
pub(crate) fn clean(value: &mut Value, known: fn(char) -> bool, missing: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => {
            *text = composed(text);
            missing.extend(text.chars().filter(|letter| *letter != '\n' && !known(*letter)));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| clean(value, known, missing)),
        Value::Object(fields) => {
            fields.values_mut().for_each(|value| clean(value, known, missing));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One line a line, composed (NFC), without what cannot be seen.
pub(crate) fn composed(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let visible: String = line.chars().filter(|letter| !is_invisible(*letter)).collect();
        domain::text::compose(&visible)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What has no ink and no width: controls, marks of direction and joining, the byte order mark.
fn is_invisible(letter: char) -> bool {
    let is_format = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    is_format || letter.is_control() && !letter.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposed_letters_are_composed_and_unseen_ones_dropped() {
        assert_eq!(composed("Nguye\u{302}\u{303}n\tVa\u{306}n \u{feff}A\u{7}"), "Nguyễn Văn A");
        assert_eq!(composed(" một\r\nhai  ba "), "một\nhai ba");
    }

    #[test]
    fn unknown_letters_are_gathered_from_every_depth() {
        let mut value = serde_json::json!({"a": ["x漢", {"b": "字\ny", "n": 1}], "c": null});
        let mut missing = BTreeSet::new();
        clean(&mut value, |letter| letter.is_ascii(), &mut missing);
        assert_eq!(missing.into_iter().collect::<String>(), "字漢");
    }
}

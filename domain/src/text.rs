//! Vietnamese text: search words and sort keys that both engines compare byte by byte.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Folds text for search: lower case, marks stripped, đ to d. `Đắk Nông` becomes `dak nong`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
            continue;
        }
        decompose_canonical(c, |part| {
            if !is_combining_mark(part) {
                folded.extend(part.to_lowercase().map(plain));
            }
        });
    }
    folded
}

/// The letter beneath a stroke, which no decomposition takes off.
fn plain(c: char) -> char {
    match c {
        'đ' => 'd',
        'ø' => 'o',
        other => other,
    }
}

/// Composes text the way it is stored (NFC), with single spaces and none at the ends.
pub fn compose(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text for the full-text index: the folded ones, then those that differ from
/// their folded form as they are written (lower case), so that a tone mark can rank a hit.
pub fn words(text: &str) -> Vec<String> {
    let exact = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_lowercase(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect::<String>().to_lowercase(),
    };
    let mut folded = Vec::new();
    let mut marked = Vec::new();
    for word in split(&exact) {
        if word.is_ascii() {
            folded.push(word.to_owned());
            continue;
        }
        // Folding may part a word where a letter was only marks.
        let plain = fold(word);
        folded.extend(split(&plain).map(str::to_owned));
        if plain != word {
            marked.push(word.to_owned());
        }
    }
    folded.append(&mut marked);
    folded
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The order of the Vietnamese alphabet; `f j w z` stand where foreign words expect them.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// A key whose byte order is the Vietnamese alphabetical order: letters first (ă after a, đ after
/// d), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then the text itself to make it total.
pub fn sort_key(text: &str) -> String {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    let mut letters = String::new();
    let mut tones = String::new();
    for c in lower.chars() {
        let (letter, tone) = letter_and_tone(c);
        match ALPHABET.chars().position(|known| known == letter) {
            Some(place) => letters.push(char::from(b'0' + u8::try_from(place).unwrap_or(74))),
            None if letter.is_ascii_digit() => letters.extend(['!', letter]),
            None => letters.push(' '),
        }
        tones.push(char::from(b'0' + tone));
    }
    format!("{letters}\u{1}{tones}\u{1}{lower}")
}

/// Splits a composed letter into its base letter (with breve, circumflex, horn, stroke) and tone.
fn letter_and_tone(c: char) -> (char, u8) {
    let mut tone = 0;
    let rest: String = std::iter::once(c)
        .nfd()
        .filter(|mark| {
            let found = match mark {
                '\u{300}' => 1,
                '\u{309}' => 2,
                '\u{303}' => 3,
                '\u{301}' => 4,
                '\u{323}' => 5,
                _ => 0,
            };
            tone = tone.max(found);
            found == 0
        })
        .collect();
    (rest.nfc().next().unwrap_or(c), tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_strips_every_mark_and_the_stroke() {
        assert_eq!(fold("Đắk R'Lấp, ƯỠN ẹo"), "dak r'lap, uon eo");
        let decomposed: String = "Đắk".nfd().collect();
        assert_eq!(fold(&decomposed), "dak");
    }

    #[test]
    fn words_keep_the_marked_form_beside_the_folded_one() {
        assert_eq!(words("Sở Y tế"), ["so", "y", "te", "sở", "tế"]);
    }

    #[test]
    fn names_sort_by_the_vietnamese_alphabet() {
        let mut names =
            vec!["Đăk Song", "Ea Pô", "Dak Mil", "Cư Jút", "Âu Lạc", "An", "Ăn", "Cu Jut", "Ân"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["An", "Ăn", "Ân", "Âu Lạc", "Cu Jut", "Cư Jút", "Dak Mil", "Đăk Song", "Ea Pô"]
        );
    }

    #[test]
    fn tones_sort_huyen_hoi_nga_sac_nang() {
        let mut words = vec!["mạ", "má", "mã", "mả", "mà", "ma"];
        words.sort_by_key(|word| sort_key(word));
        assert_eq!(words, ["ma", "mà", "mả", "mã", "má", "mạ"]);
    }

    #[test]
    fn composing_joins_what_keyboards_split() {
        assert_eq!(compose("  So\u{31b}\u{309}  Nội vụ "), "Sở Nội vụ");
    }
}

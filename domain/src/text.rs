//! Vietnamese text: search words and sort keys that both engines compare byte by byte.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{
    canonical_combining_class, decompose_canonical, is_combining_mark,
};
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Folds text for search: lower case, marks stripped, đ to d. `Đắk Nông` becomes `dak nong`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match letter(c) {
            Some(letter) => folded.push(letter.folded),
            None => decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    folded.extend(part.to_lowercase().map(plain));
                }
            }),
        }
    }
    folded
}

/// What is known of a character that stands for itself in composed text.
#[derive(Clone, Copy)]
struct Letter {
    lower: char,
    folded: char,
    /// Whether it is part of a word.
    is_word: bool,
}

/// Characters below this are looked up: all that Vietnamese is written with.
const LETTERS: u32 = 0x2000;

/// The table entry of a character; `None` for those that need the long way.
fn letter(c: char) -> Option<Letter> {
    static TABLE: OnceLock<Vec<Option<Letter>>> = OnceLock::new();
    let place = u32::from(c);
    if place >= LETTERS {
        return None;
    }
    let table = TABLE.get_or_init(|| (0..LETTERS).map(|at| look_up(char::from_u32(at)?)).collect());
    table[usize::try_from(place).ok()?]
}

fn look_up(c: char) -> Option<Letter> {
    let alone = is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes;
    // The small letter of sigma depends on its place in a word.
    if !alone || canonical_combining_class(c) != 0 || c == 'Σ' {
        return None;
    }
    let one = |mut all: std::char::ToLowercase| (all.len() == 1).then(|| all.next()).flatten();
    let lower = one(c.to_lowercase())?;
    let mut folded = Vec::new();
    decompose_canonical(c, |part| {
        if !is_combining_mark(part) {
            folded.extend(part.to_lowercase().map(plain));
        }
    });
    let [folded] = folded[..] else { return None };
    let is_word = lower.is_alphanumeric();
    (folded.is_alphanumeric() == is_word).then_some(Letter { lower, folded, is_word })
}

/// The letter beneath a stroke, which no decomposition takes off.
fn plain(c: char) -> char {
    match c {
        'đ' => 'd',
        'ø' => 'o',
        other => other,
    }
}

/// Text without marks, đ as d, letters as large as they were: for networks that carry no others.
/// `Đắk Nông` becomes `Dak Nong`.
pub fn unmarked(text: &str) -> String {
    let bare = text.nfd().filter(|c| !is_combining_mark(*c));
    bare.map(|c| if c == 'Đ' { 'D' } else { plain(c) }).collect()
}

/// Composes text the way it is stored (NFC), with single spaces and none at the ends.
pub fn compose(text: &str) -> String {
    match text.chars().all(|c| letter(c).is_some()) {
        true => spaced(text),
        false => spaced(&text.nfc().collect::<String>()),
    }
}

/// Words with one space between them.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |it: u8| char::from_digit(u32::from(it), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The words of a text for the full-text index: the folded ones, then those that differ from
/// their folded form as they are written (lower case), so that a tone mark can rank a hit.
pub fn words(text: &str) -> Vec<String> {
    known_words(text).unwrap_or_else(|| any_words(text))
}

/// The words of a text whose characters are all in the table.
fn known_words(text: &str) -> Option<Vec<String>> {
    let (mut all, mut marked) = (Vec::new(), Vec::new());
    let (mut folded, mut exact) = (String::new(), String::new());
    for c in text.chars().chain([' ']) {
        let letter = letter(c)?;
        if letter.is_word {
            folded.push(letter.folded);
            exact.push(letter.lower);
        } else if !exact.is_empty() {
            if exact != folded {
                marked.push(std::mem::take(&mut exact));
            }
            exact.clear();
            all.push(std::mem::take(&mut folded));
        }
    }
    all.append(&mut marked);
    Some(all)
}

/// The words of any text.
fn any_words(text: &str) -> Vec<String> {
    let exact = text.nfc().collect::<String>().to_lowercase();
    let (mut all, mut marked) = (Vec::new(), Vec::new());
    for word in split(&exact) {
        // Folding may part a word where a letter was only marks.
        let plain = fold(word);
        all.extend(split(&plain).map(str::to_owned));
        if plain != word {
            marked.push(word.to_owned());
        }
    }
    all.append(&mut marked);
    all
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

/// A syllable with its tone behind it, so that it does not matter over which vowel the tone was
/// written: `hòa` and `hoà` are both `hoa1`. Without a tone it is the lower-case text.
pub fn syllable(text: &str) -> String {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    let mut tone = 0;
    let mut letters = String::with_capacity(lower.len() + 1);
    for c in lower.chars() {
        let (letter, own) = letter_and_tone(c);
        letters.push(letter);
        tone = tone.max(own);
    }
    if tone > 0 {
        letters.push(char::from(b'0' + tone));
    }
    letters
}

/// Splits a composed letter into its base letter (with breve, circumflex, horn, stroke) and tone.
fn letter_and_tone(c: char) -> (char, u8) {
    static TABLE: OnceLock<Vec<(char, u8)>> = OnceLock::new();
    let place = u32::from(c);
    if place >= LETTERS {
        return take_apart(c);
    }
    let all = (0..LETTERS).filter_map(char::from_u32).map(take_apart);
    usize::try_from(place).map_or((c, 0), |at| TABLE.get_or_init(|| all.collect())[at])
}

fn take_apart(c: char) -> (char, u8) {
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
    fn unmarked_text_keeps_its_capitals_and_everything_that_is_no_mark() {
        assert_eq!(unmarked("Đắk R'Lấp: ĐƯỢC, được 100 %"), "Dak R'Lap: DUOC, duoc 100 %");
    }

    proptest::proptest! {
        #[test]
        fn the_table_gives_what_the_long_way_gives(
            text in "[ -~àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐẮÊƠ\u{300}-\u{303}ΣσßİıΩ½²ªʰ一]{0,40}",
            any in "\\PC{0,30}"
        ) {
            for text in [text, any] {
                if let Some(known) = known_words(&text) {
                    proptest::prop_assert_eq!(known, any_words(&text));
                }
                let long: String = text.nfd().filter(|c| !is_combining_mark(*c))
                    .flat_map(char::to_lowercase).map(plain).collect();
                proptest::prop_assert_eq!(fold(&text), long);
            }
        }
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
    fn a_tone_is_the_same_over_either_vowel() {
        assert_eq!(syllable("Hoà"), "hoa1");
        assert_eq!(syllable("hòa"), syllable("hoà"));
        assert_ne!(syllable("thẻ"), syllable("thế"));
        assert_eq!(syllable("đăng"), "đăng");
    }

    #[test]
    fn composing_joins_what_keyboards_split() {
        assert_eq!(compose("  So\u{31b}\u{309}  Nội vụ "), "Sở Nội vụ");
    }
}

//! What a keyboard or a scanner's settings do to a card's line on the way.
//!
//! Signs are looked for that no name and no address of any people of the country shows, because a
//! card that is wrongly refused stops a person at the counter: no word has two tones, no word of a
//! name has digits in it, and one odd word alone is somebody's name. What leaves another possible
//! name behind (`Ksor` becomes `Ksỏ` under Telex) cannot be seen in letters: the clerk compares.

use unicode_normalization::UnicodeNormalization;

use super::Unread;
use crate::text::fold;

/// What changed the letters on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// Telex: letters s, f, r, x, j and w, or letters twice, stand for marks.
    Telex,
    /// VNI: digits stand for marks.
    Vni,
    /// The Vietnamese layout of the system: the row of digits types letters and marks.
    Layout,
    /// The marks between the fields were lost.
    Marks,
}

/// Tone marks: grave, acute, tilde, hook, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
/// What the row of digits types in the Vietnamese layout, decomposed (TCVN 6064:1995).
const DIGIT_ROW: [char; 11] = [
    'a', 'e', 'o', 'đ', '\u{306}', '\u{302}', '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}',
];
/// Letters of UTF-8 that was read byte by byte as Latin-1, which Vietnamese never has.
const BYTEWISE: [char; 8] = ['Ä', 'Å', 'Æ', '»', 'º', '¿', '?', '\u{fffd}'];
/// Scripts from here on are none that a card is printed in.
const OTHER_SCRIPTS: char = '\u{2e80}';
/// Odd words in one line that are a keyboard's work: one may be somebody's name.
const ODD_WORDS_MIN: usize = 2;
/// Characters of the shortest number that a card begins with.
const NUMBER_LENGTH_MIN: usize = 9;

/// Whether the line begins with digits that the Vietnamese layout turned into letters.
pub(super) fn layout(line: &str) -> Option<Typing> {
    let first = line.split(['|', ' ']).next().unwrap_or_default();
    let decomposed: Vec<char> = first.nfd().collect();
    let turned = decomposed.iter().all(|c| c.is_ascii_digit() || DIGIT_ROW.contains(c));
    let letters = decomposed.iter().any(|c| !c.is_ascii_digit());
    (turned && letters && decomposed.len() >= NUMBER_LENGTH_MIN).then_some(Typing::Layout)
}

/// What is odd about the fields that follow a number that came through well.
pub(super) fn spoiled<'a>(fields: impl Iterator<Item = &'a str>) -> Option<Unread> {
    let fields: Vec<&str> = fields.collect();
    if fields.iter().any(|field| wrong_characters(field)) {
        return Some(Unread::Characters);
    }
    // Name and gender hold no digits; an address does.
    let named = [0, 2].into_iter().filter_map(|at| fields.get(at));
    if named.flat_map(|field| words(field)).any(digit_in) {
        return Some(Unread::Keyboard(Typing::Vni));
    }
    let all: Vec<&str> = fields.iter().flat_map(|field| words(field)).collect();
    let twice = all.iter().any(|word| tones(word) > 1);
    let odd = all.iter().filter(|word| is_typed_telex(word)).count();
    (twice || odd >= ODD_WORDS_MIN).then_some(Unread::Keyboard(Typing::Telex))
}

fn words(field: &str) -> impl Iterator<Item = &str> {
    field.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether letters come from UTF-8 that was read as something else.
fn wrong_characters(field: &str) -> bool {
    let pairs = field.chars().zip(field.chars().skip(1));
    let tilde = pairs.into_iter().any(|(one, next)| {
        // `Ã` is a letter of `XÃ`; before such a sign it is half of another letter.
        one == 'Ã' && ('\u{a1}'..='\u{bf}').contains(&next)
    });
    tilde || field.chars().any(|c| BYTEWISE.contains(&c) || c >= OTHER_SCRIPTS)
}

/// Whether a digit stands behind a letter.
fn digit_in(word: &str) -> bool {
    let pairs = word.chars().zip(word.chars().skip(1));
    pairs.into_iter().any(|(one, next)| one.is_alphabetic() && next.is_ascii_digit())
}

fn tones(word: &str) -> usize {
    word.nfd().filter(|c| TONES.contains(c)).count()
}

/// Whether a word shows the letters that were typed for its marks: `Nguyeexn`, `Vawn`, `Hoaf`.
fn is_typed_telex(word: &str) -> bool {
    let plain = fold(word);
    let twice = ["aa", "ee", "oo", "dd", "aw", "ow", "uw"];
    let marked = twice.iter().filter_map(|letters| plain.find(letters)).min();
    let toned = marked.is_some_and(|at| plain[at + 1..].contains(['s', 'f', 'r', 'x', 'j', 'w']));
    let ends = plain.ends_with(['f', 'x', 'j']);
    let vowel = plain.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    toned || (ends && vowel && plain.len() > 1)
}

//! Finds a procedure by the words people have: without marks, abbreviated, half typed, in
//! everyday speech.
//!
//! The whole national list is some thousands of names, so an index in memory answers in a part
//! of a millisecond and ranks the same on both engines. Synonyms are data of the province.

mod rank;
mod reading;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use self::rank::{Later, Numbered};
use self::reading::{Phrases, Word};
use super::standard::plain_name;
use crate::national::{is_national_code, national_code};
use crate::text::{fold, sort_key};
use crate::wording::Wording;

/// Words of a question that are looked at.
const WORDS_MAX: usize = 16;
/// Digits from which on something typed looks like a code.
const CODE_DIGITS_MIN: usize = 3;
/// Digits of a national code.
const CODE_DIGITS: usize = 7;

/// What people say, and what the catalogue calls it. An empty meaning says that the words tell
/// that somebody wants something, not what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonym {
    /// Everyday words and abbreviations.
    pub say: Vec<String>,
    /// The catalogue's words.
    #[serde(default)]
    pub mean: String,
}

/// Whose a procedure is; what is published here comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Published by this province and in force.
    Published,
    /// Of the nation, not published here.
    National,
    /// Of the nation, between agencies only.
    Internal,
    /// Of another province or agency alone: for staff.
    Elsewhere,
}

/// What is searched.
#[derive(Clone, Debug)]
pub struct Entry {
    /// National code.
    pub code: String,
    /// Name.
    pub name: Wording,
    /// Everyday names.
    pub also: Vec<String>,
    /// Fields of government.
    pub fields: Vec<String>,
    /// Whose it is.
    pub tier: Tier,
}

/// Where a word stands in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Field,
    Also,
    Name,
}

/// An entry as the index keeps it.
#[derive(Debug)]
struct Kept {
    tier: Tier,
    /// The name, then the other names.
    names: Vec<Vec<Numbered>>,
    /// What the name does to a thing that is there already.
    later: Vec<Later>,
    /// Its rank in the alphabet.
    rank: u32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Numbers of entries, the best first.
    pub entries: Vec<u32>,
    /// What the question was read as, where that differs from what was typed.
    pub read_as: Option<String>,
    /// Whether every entry answers the whole question.
    pub whole: bool,
}

/// The index.
#[derive(Debug, Default)]
pub struct Index {
    words: BTreeMap<String, u32>,
    /// Entries of a word and the best place it has there, by word number.
    postings: Vec<Vec<(u32, Place)>>,
    /// Words with their tone marks.
    spellings: HashMap<String, u32>,
    kept: Vec<Kept>,
    /// Entries by tier, then by the alphabet.
    ordered: Vec<u32>,
    codes: BTreeMap<String, u32>,
    phrases: Phrases,
    later_words: Vec<Vec<Word>>,
}

impl Index {
    /// Builds an index; an entry's number is its place in `entries`.
    pub fn new(entries: &[Entry], synonyms: &[Synonym]) -> Index {
        let phrases = Phrases::new(synonyms);
        let later_words = rank::later_words();
        let mut index = Index { phrases, later_words, ..Index::default() };
        for (number, entry) in (0..).zip(entries) {
            index.add(number, entry);
        }
        let keys = entries.iter().map(|entry| sort_key(&plain_name(&entry.name.vi)));
        let mut sorted: Vec<(Tier, String, u32)> =
            (0..).zip(keys).map(|(at, key)| (index.kept[at as usize].tier, key, at)).collect();
        sorted.sort_unstable();
        index.ordered = sorted.into_iter().map(|(_, _, at)| at).collect();
        for (rank, at) in (0..).zip(&index.ordered) {
            index.kept[*at as usize].rank = rank;
        }
        index
    }

    fn add(&mut self, number: u32, entry: &Entry) {
        let plain = plain_name(&entry.name.vi);
        let mut places: BTreeMap<u32, Place> = BTreeMap::new();
        let mut note = |index: &mut Index, text: &str, place: Place| -> Vec<Numbered> {
            let words: Vec<Word> = reading::words_of(text);
            let numbers: Vec<Numbered> = words.iter().map(|word| index.number(word)).collect();
            for word in &numbers {
                let best = places.entry(word.word).or_insert(place);
                *best = place.max(*best);
            }
            numbers
        };
        let mut names = vec![note(self, &plain, Place::Name)];
        let others = entry.name.en.iter().chain(&entry.also);
        names.extend(others.map(|other| note(self, other, Place::Also)));
        for field in &entry.fields {
            note(self, field, Place::Field);
        }
        for (word, place) in places {
            self.postings[word as usize].push((number, place));
        }
        let later = rank::later(&plain);
        self.kept.push(Kept { tier: entry.tier, names, later, rank: 0 });
        self.codes.insert(entry.code.to_lowercase(), number);
    }

    fn number(&mut self, word: &Word) -> Numbered {
        let next = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
        let number = *self.words.entry(word.key.clone()).or_insert(next);
        if number == next {
            self.postings.push(Vec::new());
        }
        let next = u32::try_from(self.spellings.len()).unwrap_or(u32::MAX);
        let spelling = *self.spellings.entry(word.spelling.clone()).or_insert(next);
        Numbered { word: number, spelling }
    }

    /// Entries that answer a question, the best first. An empty question finds everything in
    /// the order of the alphabet. `wanted` filters by entry number.
    pub fn find(&self, question: &str, wanted: &dyn Fn(u32) -> bool) -> Found {
        let mut typed = reading::words_of(question);
        typed.truncate(WORDS_MAX);
        if typed.is_empty() {
            let entries = self.ordered.iter().copied().filter(|at| wanted(*at)).collect();
            return Found { entries, read_as: None, whole: true };
        }
        let by_code = self.by_code(question, wanted);
        if !by_code.is_empty() {
            return Found { entries: by_code, read_as: None, whole: true };
        }
        let is_meant = |spare: &Word, next: &Word| self.is_written_otherwise(spare, next);
        self.ranked(&self.phrases.readings(typed, &is_meant), wanted)
    }

    /// Whether a name has two words beside each other, the first with other marks: "lam nghiep"
    /// is `lâm nghiệp` there and not `làm`.
    fn is_written_otherwise(&self, first: &Word, next: &Word) -> bool {
        let (Some(one), Some(two)) = (self.words.get(&first.key), self.words.get(&next.key)) else {
            return false;
        };
        let same = self.spellings.get(&first.spelling);
        let otherwise = |pair: &[Numbered]| {
            pair[0].word == *one && pair[1].word == *two && Some(&pair[0].spelling) != same
        };
        let entries = self.postings[*one as usize].iter();
        entries
            .flat_map(|(entry, _)| &self.kept[*entry as usize].names)
            .any(|name| name.windows(2).any(otherwise))
    }

    /// Entries of the code that was typed, or whose code begins so.
    fn by_code(&self, question: &str, wanted: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let question = question.trim().to_lowercase();
        let parts: Vec<&str> = question.split_whitespace().collect();
        let within: Vec<u32> = match parts[..] {
            [typed] if looks_like_code(typed) => {
                let begun = self.begun(typed);
                match begun.is_empty() {
                    true => whole_code(typed).map(|code| self.begun(&code)).unwrap_or_default(),
                    false => begun,
                }
            }
            _ => parts
                .iter()
                .filter_map(|part| self.codes.get(&whole_code(part)?).copied())
                .collect(),
        };
        within.into_iter().filter(|entry| wanted(*entry)).collect()
    }

    /// Entries whose code begins so.
    fn begun(&self, code: &str) -> Vec<u32> {
        let from = self.codes.range(code.to_owned()..);
        from.take_while(|(known, _)| known.starts_with(code)).map(|(_, entry)| *entry).collect()
    }
}

fn looks_like_code(typed: &str) -> bool {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    digits >= CODE_DIGITS_MIN && typed.starts_with(|c: char| c.is_ascii_digit())
}

/// The national code that was typed: `1.001193` of `1.001193.000.00.00.H16` and of `1001193`.
fn whole_code(typed: &str) -> Option<String> {
    let bare = typed.trim_end_matches(['.', ',', ';', ':', '?']);
    let dotted = match bare.bytes().all(|byte| byte.is_ascii_digit()) {
        true if bare.len() == CODE_DIGITS => format!("{}.{}", &bare[..1], &bare[1..]),
        true | false => national_code(bare),
    };
    is_national_code(&dotted).then_some(dotted)
}

/// The words of a text as the index compares them.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(one_spelling).collect()
}

/// `ký` and `kí` are one word: `y` after a consonant at the end of a syllable is `i`.
fn one_spelling(word: &str) -> String {
    let consonant = |c: char| c.is_ascii_alphabetic() && !"aeiouy".contains(c);
    match word.strip_suffix('y') {
        Some(rest) if rest.ends_with(consonant) => format!("{rest}i"),
        _ => word.to_owned(),
    }
}

/// Words of a text that answer a question, for marking them: byte spans in `text`.
pub fn marks(text: &str, question: &str) -> Vec<(usize, usize)> {
    let asked: BTreeSet<String> = words(question).into_iter().collect();
    let mut spans = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = words(&text[from..at]);
                if word.first().is_some_and(|word| asked.contains(word)) {
                    spans.push((from, at));
                }
                start = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    spans
}

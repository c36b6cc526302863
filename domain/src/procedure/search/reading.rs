//! What a question may mean: as typed, and with everyday words replaced by the catalogue's.

use super::{Synonym, one_spelling};
use crate::text::{compose, fold, syllable};

/// Readings of a question that are tried.
const READINGS_MAX: usize = 12;
/// Words of a reading that are looked at.
pub(super) const READING_WORDS_MAX: usize = 32;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As it is looked up: without marks.
    pub(super) key: String,
    /// As it is told apart: with its tone behind it, wherever that was written.
    pub(super) spelling: String,
    /// As it was written, in lower case.
    pub(super) written: String,
}

impl Word {
    /// Whether it was written with marks.
    pub(super) fn is_marked(&self) -> bool {
        self.spelling != self.key
    }

    /// Whether it may be the other word: written without marks, any word with these letters.
    pub(super) fn may_be(&self, other: &Word) -> bool {
        self.key == other.key && (!self.is_marked() || self.spelling == other.spelling)
    }
}

/// The words of a text.
pub(super) fn words_of(text: &str) -> Vec<Word> {
    let lower = compose(text).to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let word = |part: &str| {
        let key = one_spelling(&fold(part));
        Word { key, spelling: one_spelling(&syllable(part)), written: part.to_owned() }
    };
    parts.map(word).filter(|word| !word.key.is_empty()).collect()
}

/// A reading of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Words that an answer must have.
    pub(super) told: Vec<Word>,
    /// Words that say only that somebody wants something; an answer may have them.
    pub(super) spare: Vec<Word>,
    /// All of them as they are written, in order.
    pub(super) written: String,
}

/// What people say and what it means.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// Phrases with a meaning, longer ones first.
    said: Vec<(Vec<Word>, Vec<Word>)>,
    /// Phrases without one, longer ones first.
    spare: Vec<Vec<Word>>,
}

impl Phrases {
    pub(super) fn new(synonyms: &[Synonym]) -> Phrases {
        let mut phrases = Phrases::default();
        for synonym in synonyms {
            let mean = words_of(&synonym.mean);
            for say in synonym.say.iter().map(|say| words_of(say)).filter(|say| !say.is_empty()) {
                match mean.is_empty() {
                    true => phrases.spare.push(say),
                    false => phrases.said.push((say, mean.clone())),
                }
            }
        }
        // "giấy phép xây dựng" before "giấy phép".
        phrases.said.sort_by_key(|(say, _)| std::cmp::Reverse(say.len()));
        phrases.spare.sort_by_key(|say| std::cmp::Reverse(say.len()));
        phrases
    }

    /// What a question may mean; as typed comes first. `is_meant` hears a spare word with the
    /// next one, and tells whether the catalogue means another word by it.
    pub(super) fn readings(
        &self,
        typed: Vec<Word>,
        is_meant: &dyn Fn(&Word, &Word) -> bool,
    ) -> Vec<Reading> {
        let mut all = vec![typed];
        let mut at = 0;
        while at < all.len() && all.len() < READINGS_MAX {
            let words = all[at].clone();
            for (say, mean) in &self.said {
                if let Some(other) = replaced(&words, say, mean)
                    && !all.contains(&other)
                    && all.len() < READINGS_MAX
                {
                    all.push(other);
                }
            }
            at += 1;
        }
        all.into_iter().map(|words| self.parted(words, is_meant)).collect()
    }

    /// Parts what was told from spare words. Where all are spare, all are told.
    fn parted(&self, mut words: Vec<Word>, is_meant: &dyn Fn(&Word, &Word) -> bool) -> Reading {
        words.truncate(READING_WORDS_MAX);
        let mut is_spare = vec![false; words.len()];
        for say in &self.spare {
            for (place, part) in words.windows(say.len()).enumerate() {
                let next = words.get(place + 1);
                let is_other = || next.is_some_and(|next| is_meant(&say[0], next));
                let is_open = part.len() == 1 && !part[0].is_marked();
                if is_said(part, say) && !(is_open && is_other()) {
                    is_spare[place..place + say.len()].fill(true);
                }
            }
        }
        if !is_spare.contains(&false) {
            is_spare.fill(false);
        }
        let written: Vec<&str> = words.iter().map(|word| word.written.as_str()).collect();
        let mut reading =
            Reading { told: Vec::new(), spare: Vec::new(), written: written.join(" ") };
        for (word, is_spare) in words.into_iter().zip(is_spare) {
            let part = if is_spare { &mut reading.spare } else { &mut reading.told };
            if part.iter().all(|known| known.key != word.key) {
                part.push(word);
            }
        }
        reading
    }
}

fn is_said(part: &[Word], say: &[Word]) -> bool {
    part.iter().zip(say).all(|(word, said)| word.may_be(said))
}

/// The words with the first place of a phrase replaced by its meaning.
fn replaced(words: &[Word], say: &[Word], mean: &[Word]) -> Option<Vec<Word>> {
    let place = words.windows(say.len()).position(|part| is_said(part, say))?;
    let same = |a: &[Word], b: &[Word]| a.iter().zip(b).all(|(a, b)| a.key == b.key);
    // Its own meaning already stands there.
    let around = &words[place.saturating_sub(mean.len())..];
    if around.windows(mean.len()).any(|part| same(part, mean)) {
        return None;
    }
    Some([&words[..place], mean, &words[place + say.len()..]].concat())
}

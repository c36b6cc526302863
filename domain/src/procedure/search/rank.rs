//! Which entries answer a reading, and which of them best.

use super::reading::{READING_WORDS_MAX, Reading, Word, words_of};
use super::{Found, Index, Place};
use crate::text::compose;

/// Words that a half-typed one may stand for.
const COMPLETIONS_MAX: usize = 64;
/// The shortest word, in letters, that may be mistyped by one letter.
const MISTYPED_LETTERS_MIN: usize = 4;
/// How much of a question a hit must answer when nothing answers all of it.
const PARTIAL_SHARE: f32 = 0.6;
/// How near to the best such hit the others must come.
const NEAR_SHARE: f32 = 0.75;
/// A share that is all of it, but for rounding.
const WHOLE_SHARE: f32 = 0.999;
/// What a word is worth that was completed or corrected, against one that stands there.
const GUESS_WORTH: f32 = 0.6;
/// What a word of a name is worth whose marks are other than those typed.
const OTHER_MARKS_WORTH: f32 = 0.5;
/// What a spare word is worth against one that was told.
const SPARE_WORTH: f32 = 0.3;

/// What is done to a thing that is there already: whoever names only the thing wants it first.
const LATER: [&str; 22] = [
    "lại",
    "đổi",
    "thay đổi",
    "gia hạn",
    "thu hồi",
    "chấm dứt",
    "hủy",
    "huỷ",
    "xóa",
    "xoá",
    "mất",
    "sửa",
    "sửa đổi",
    "điều chỉnh",
    "khôi phục",
    "tạm dừng",
    "tạm ngừng",
    "tiếp tục",
    "chuyển",
    "ủy quyền",
    "thôi",
    "đính chính",
];

/// A place in `LATER`.
pub(super) type Later = usize;

/// The words of each of `LATER`, taken apart once.
pub(super) fn later_words() -> Vec<Vec<Word>> {
    LATER.iter().map(|later| words_of(later)).collect()
}

/// A word of a name by its numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbered {
    pub(super) word: u32,
    pub(super) spelling: u32,
}

/// What a name does to a thing that is there already.
pub(super) fn later(name: &str) -> Vec<Later> {
    let padded = format!(" {} ", compose(name).replace([',', ';', '/', '(', ')'], " "));
    let there = |word: &str| padded.contains(&format!(" {word} "));
    (0..LATER.len()).filter(|at| there(LATER[*at])).collect()
}

impl Place {
    fn worth(self) -> f32 {
        match self {
            Place::Name => 1.0,
            Place::Also => 0.95,
            Place::Field => 0.5,
        }
    }
}

/// A word of a reading as the index knows it.
struct Asked {
    /// The word itself, where it is known.
    exact: Option<u32>,
    /// What it may be the beginning of, or a slip for.
    guesses: Vec<u32>,
    /// How much it tells.
    weight: f32,
    /// Its spelling, where it was written with marks.
    spelling: Option<u32>,
    is_marked: bool,
}

/// A reading ready to be compared with names.
struct Question {
    /// For every word of the index, the places in the reading that it answers, as bits: told
    /// words first, in order, then spare ones.
    answers: Vec<u32>,
    asked: Vec<Asked>,
    told: usize,
    /// Words that were written with marks, as bits.
    marked: u32,
    /// Which of `LATER` it asks for.
    later: Vec<Later>,
}

/// An entry that answers a reading.
struct Hit {
    entry: u32,
    reading: usize,
    /// The share of the told words that it answers.
    coverage: f32,
    /// How well the words stand in it.
    score: f32,
}

impl Index {
    /// Entries that answer one of the readings, the best first.
    pub(super) fn ranked(&self, readings: &[Reading], wanted: &dyn Fn(u32) -> bool) -> Found {
        let mut hits = Vec::new();
        let questions: Vec<Question> = readings.iter().map(|one| self.question(one)).collect();
        for (at, question) in questions.iter().enumerate() {
            self.answer(question, at, wanted, &mut hits);
        }
        let best = hits.iter().map(|hit| hit.coverage).fold(0.0, f32::max);
        let whole = best > WHOLE_SHARE;
        let least = if whole { WHOLE_SHARE } else { PARTIAL_SHARE.max(best * NEAR_SHARE) };
        hits.retain(|hit| hit.coverage >= least);
        for hit in &mut hits {
            hit.score += self.fit(hit.entry, &questions[hit.reading]);
        }
        // The best reading of each entry.
        hits.sort_unstable_by(|a, b| {
            a.entry.cmp(&b.entry).then(b.score.total_cmp(&a.score)).then(a.reading.cmp(&b.reading))
        });
        hits.dedup_by_key(|hit| hit.entry);
        hits.sort_unstable_by(|a, b| {
            let (one, other) = (&self.kept[a.entry as usize], &self.kept[b.entry as usize]);
            let by_score = b.score.total_cmp(&a.score);
            one.tier.cmp(&other.tier).then(by_score).then(one.rank.cmp(&other.rank))
        });
        let read_as = hits.first().map(|hit| hit.reading).filter(|at| *at > 0);
        let read_as = read_as.map(|at| readings[at].written.clone());
        Found { entries: hits.into_iter().map(|hit| hit.entry).collect(), read_as, whole }
    }

    fn question(&self, reading: &Reading) -> Question {
        let told = reading.told.len();
        let words = reading.told.iter().chain(&reading.spare).take(READING_WORDS_MAX);
        let last = reading.written.rsplit(' ').next().unwrap_or_default();
        let mut asked: Vec<Asked> =
            words.map(|word| self.asked(word, word.written == last)).collect();
        for spare in asked.iter_mut().skip(told) {
            spare.weight *= SPARE_WORTH;
        }
        let mut answers = vec![0; self.postings.len()];
        let marked = (0..).zip(&asked).filter(|(_, one)| one.is_marked).map(|(at, _)| 1_u32 << at);
        let marked = marked.fold(0, |all, one| all | one);
        for (at, one) in asked.iter().enumerate() {
            for word in one.exact.iter().chain(&one.guesses) {
                answers[*word as usize] |= 1 << at;
            }
        }
        let said = || reading.told.iter().chain(&reading.spare);
        let is_asked = |at: &Later| {
            self.later_words[*at].iter().all(|word| said().any(|said| said.may_be(word)))
        };
        let later = (0..LATER.len()).filter(is_asked).collect();
        Question { answers, asked, told: told.min(READING_WORDS_MAX), marked, later }
    }

    fn asked(&self, word: &Word, is_last: bool) -> Asked {
        let exact = self.words.get(&word.key).copied();
        let mut guesses = match is_last {
            true => self.begun_by(&word.key),
            false => Vec::new(),
        };
        if exact.is_none() && guesses.is_empty() {
            guesses = self.mistyped(&word.key);
        }
        guesses.retain(|guess| Some(*guess) != exact);
        let spelling = self.spellings.get(&word.spelling).copied();
        let is_marked = word.is_marked();
        let weight = match exact {
            Some(exact) => self.rarity(&[exact]),
            None => self.rarity(&guesses),
        };
        Asked { exact, guesses, weight, spelling: spelling.filter(|_| is_marked), is_marked }
    }

    /// Words that the last one may be the beginning of.
    fn begun_by(&self, key: &str) -> Vec<u32> {
        if key.len() < 2 {
            return Vec::new();
        }
        let from = self.words.range(key.to_owned()..);
        let begun = from.take_while(|(known, _)| known.starts_with(key)).take(COMPLETIONS_MAX);
        begun.map(|(_, number)| *number).collect()
    }

    /// Words that an unknown one is a slip for: one letter more, less or other.
    fn mistyped(&self, key: &str) -> Vec<u32> {
        if key.chars().count() < MISTYPED_LETTERS_MIN || key.bytes().any(|c| c.is_ascii_digit()) {
            return Vec::new();
        }
        let known = self.words.iter().filter(|(known, _)| differs_by_one(known, key));
        known.map(|(_, number)| *number).take(COMPLETIONS_MAX).collect()
    }

    /// How much a word tells: rare words more than common ones. One that nothing has tells as
    /// much as one that a few have, and is answered by nobody.
    #[expect(clippy::cast_precision_loss, reason = "counts of some thousands")]
    fn rarity(&self, meant: &[u32]) -> f32 {
        let entries = self.kept.len() as f32;
        let with: usize = meant.iter().map(|word| self.postings[*word as usize].len()).sum();
        let with = if with == 0 { entries.sqrt() } else { with as f32 };
        ((entries + 1.0) / (with + 0.5)).ln().max(0.2)
    }

    /// Adds the entries that answer enough of a question.
    fn answer(
        &self,
        question: &Question,
        reading: usize,
        wanted: &dyn Fn(u32) -> bool,
        hits: &mut Vec<Hit>,
    ) {
        let total: f32 = question.asked.iter().take(question.told).map(|one| one.weight).sum();
        let all: f32 = question.asked.iter().map(|one| one.weight).sum();
        let mut sums: Vec<(f32, f32)> = vec![(0.0, 0.0); self.kept.len()];
        let mut answered: Vec<f32> = vec![0.0; self.kept.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (at, one) in question.asked.iter().enumerate() {
            touched.clear();
            let exact = one.exact.iter().map(|word| (*word, 1.0));
            let guesses = one.guesses.iter().map(|word| (*word, GUESS_WORTH));
            for (word, worth) in exact.chain(guesses) {
                for (entry, place) in &self.postings[word as usize] {
                    let best = &mut answered[*entry as usize];
                    if *best == 0.0 {
                        touched.push(*entry);
                    }
                    *best = best.max(worth * place.worth());
                }
            }
            for entry in &touched {
                let worth = std::mem::take(&mut answered[*entry as usize]);
                let sum = &mut sums[*entry as usize];
                sum.0 += if at < question.told { one.weight } else { 0.0 };
                sum.1 += one.weight * worth;
            }
        }
        for (entry, (covered, placed)) in (0..).zip(sums) {
            let coverage = covered / total;
            if coverage >= PARTIAL_SHARE && wanted(entry) {
                hits.push(Hit { entry, reading, coverage, score: placed / all });
            }
        }
    }

    /// How well an entry's names fit: the best of them, and whether it is done first or later.
    fn fit(&self, entry: u32, question: &Question) -> f32 {
        let kept = &self.kept[entry as usize];
        let each = kept.names.iter().map(|name| question.fit(name));
        let best = each.fold(0.0, f32::max);
        let unasked = kept.later.iter().any(|later| !question.later.contains(later));
        best - if unasked { 0.35 } else { 0.0 }
    }
}

impl Question {
    /// Which of these words of the question have the marks of a name's word.
    fn alike(&self, here: u32, word: Numbered) -> u32 {
        let (mut alike, mut left) = (0, here & self.marked);
        while left != 0 {
            let at = left.trailing_zeros();
            left &= left - 1;
            if self.asked[at as usize].spelling == Some(word.spelling) {
                alike |= 1 << at;
            }
        }
        alike
    }

    /// How well a name fits: words in order, little else in it, its beginning, the same marks.
    #[expect(clippy::cast_precision_loss, reason = "counts of some words")]
    fn fit(&self, name: &[Numbered]) -> f32 {
        let (mut pairs, mut own, mut same, mut before) = (0_u32, 0.0, 0_u32, 0_u32);
        for word in name {
            let here = self.answers[word.word as usize];
            pairs |= (before << 1) & here;
            before = here;
            if here != 0 {
                let alike = self.alike(here, *word);
                same |= alike;
                own += if alike | (here & !self.marked) != 0 { 1.0 } else { OTHER_MARKS_WORTH };
            }
        }
        // Spare words stand anywhere.
        let told: u32 = (1_u64 << self.told).wrapping_sub(1) as u32;
        let pairs = (pairs & told & !1).count_ones() as f32;
        let in_order = pairs / self.told.saturating_sub(1).max(1) as f32;
        let filled = own / name.len().max(1) as f32;
        let begins = name.first().is_some_and(|word| self.answers[word.word as usize] & 1 != 0);
        let same = same.count_ones() as f32 / self.marked.count_ones().max(1) as f32;
        0.4 * in_order + 0.6 * filled + 0.4 * same + if begins { 0.15 } else { 0.0 }
    }
}

/// Whether two words differ by one letter more, less or other, or by two that changed places.
fn differs_by_one(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let ahead = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let left = a.len().max(b.len()).saturating_sub(ahead + behind);
    let swapped = || a.len() == b.len() && a[ahead] == b[ahead + 1] && a[ahead + 1] == b[ahead];
    left <= 1 || (left == 2 && swapped())
}

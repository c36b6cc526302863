//! Finds a procedure by the words people have: without marks, abbreviated, half typed, in
//! everyday speech.
//!
//! The whole national list is some thousands of names, so an index in memory answers in a part
//! of a millisecond and ranks the same on both engines. Synonyms are data of the province.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::standard::plain_name;
use crate::text::{compose, fold, sort_key};
use crate::wording::Wording;

/// Words of a question that are looked at.
const WORDS_MAX: usize = 16;
/// Readings of a question that are tried: as typed, and with synonyms put in.
const READINGS_MAX: usize = 12;
/// Words that a half-typed one may stand for.
const COMPLETIONS_MAX: usize = 64;
/// How much of a question (in hundredths of its weight) a hit must answer when nothing answers
/// all of it.
const PARTIAL_PERCENT: f32 = 0.6;

/// What people say, and what the catalogue calls it. An empty meaning drops the words.
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

impl Place {
    fn weight(self) -> f32 {
        match self {
            Place::Name => 1.0,
            Place::Also => 0.95,
            Place::Field => 0.5,
        }
    }
}

/// An entry as the index keeps it.
#[derive(Debug)]
struct Kept {
    tier: Tier,
    /// Word numbers of the name, in order.
    name: Vec<u32>,
    /// The name in lower case with its marks.
    marked: String,
    /// Place in the alphabet.
    sort_key: String,
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
    kept: Vec<Kept>,
    codes: BTreeMap<String, u32>,
    synonyms: Vec<(Vec<String>, Vec<String>)>,
    /// Words of meanings as they are written, by the word that is compared.
    spelled: BTreeMap<String, String>,
}

impl Index {
    /// Builds an index; an entry's number is its place in `entries`.
    pub fn new(entries: &[Entry], synonyms: &[Synonym]) -> Index {
        let mut index = Index::default();
        for synonym in synonyms {
            let mean: Vec<String> = words(&synonym.mean);
            index.spelled.extend(spelled(&synonym.mean));
            let said = synonym.say.iter().map(|say| (words(say), mean.clone()));
            index.synonyms.extend(said.filter(|(say, _)| !say.is_empty()));
        }
        // Longer phrases before shorter ones: "giấy phép xây dựng" before "giấy phép".
        index.synonyms.sort_by_key(|(say, _)| std::cmp::Reverse(say.len()));
        for (number, entry) in (0..).zip(entries) {
            index.add(number, entry);
        }
        index
    }

    fn add(&mut self, number: u32, entry: &Entry) {
        let plain = plain_name(&entry.name.vi);
        let mut places: BTreeMap<u32, Place> = BTreeMap::new();
        let mut note = |index: &mut Index, text: &str, place: Place| -> Vec<u32> {
            let numbers: Vec<u32> = words(text).iter().map(|word| index.word(word)).collect();
            for word in &numbers {
                let best = places.entry(*word).or_insert(place);
                *best = place.max(*best);
            }
            numbers
        };
        let name = note(self, &plain, Place::Name);
        if let Some(en) = &entry.name.en {
            note(self, en, Place::Also);
        }
        for also in &entry.also {
            note(self, also, Place::Also);
        }
        for field in &entry.fields {
            note(self, field, Place::Field);
        }
        for (word, place) in places {
            self.postings[usize::try_from(word).unwrap_or(0)].push((number, place));
        }
        let sort_key = sort_key(&plain);
        self.kept.push(Kept { tier: entry.tier, name, marked: plain, sort_key });
        self.codes.insert(entry.code.to_lowercase(), number);
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let number = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
        self.words.insert(word.to_owned(), number);
        self.postings.push(Vec::new());
        number
    }

    /// Entries that answer a question, the best first. An empty question finds everything in
    /// the order of the alphabet. `wanted` filters by entry number.
    pub fn find(&self, question: &str, wanted: &dyn Fn(u32) -> bool) -> Found {
        let typed = words(question);
        if typed.is_empty() {
            return self.all(wanted);
        }
        let by_code = self.by_code(question, wanted);
        if !by_code.is_empty() {
            return Found { entries: by_code, read_as: None, whole: true };
        }
        let mut best: HashMap<u32, (f32, f32, usize)> = HashMap::new();
        let readings = self.readings(&typed);
        for (at, reading) in readings.iter().enumerate() {
            for (entry, coverage, score) in self.scored(reading, question, wanted) {
                let known = best.entry(entry).or_insert((0.0, 0.0, at));
                if (coverage, score) > (known.0, known.1) {
                    *known = (coverage, score, at);
                }
            }
        }
        let whole = best.values().any(|(coverage, ..)| *coverage > 0.999);
        let least = if whole { 0.999 } else { PARTIAL_PERCENT };
        let mut hits: Vec<(u32, f32, f32, usize)> = best
            .into_iter()
            .filter(|(_, (coverage, ..))| *coverage >= least)
            .map(|(entry, (coverage, score, at))| (entry, coverage, score, at))
            .collect();
        hits.sort_by(|a, b| {
            let tier = |hit: u32| self.kept[hit as usize].tier;
            let key = |hit: u32| &self.kept[hit as usize].sort_key;
            let tiers = tier(a.0).cmp(&tier(b.0));
            tiers.then(b.1.total_cmp(&a.1)).then(b.2.total_cmp(&a.2)).then(key(a.0).cmp(key(b.0)))
        });
        let read_as = hits.first().map(|hit| hit.3).filter(|at| *at > 0);
        let read_as = read_as.map(|at| self.written(&readings[at], question));
        Found { entries: hits.into_iter().map(|hit| hit.0).collect(), read_as, whole }
    }

    fn all(&self, wanted: &dyn Fn(u32) -> bool) -> Found {
        let mut entries: Vec<u32> = (0..).take(self.kept.len()).filter(|at| wanted(*at)).collect();
        entries.sort_by_key(|at| {
            let kept = &self.kept[*at as usize];
            (kept.tier, &kept.sort_key)
        });
        Found { entries, read_as: None, whole: true }
    }

    /// Entries whose code begins with what was typed, where that looks like a code.
    fn by_code(&self, question: &str, wanted: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let typed = question.trim().to_lowercase();
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        if digits < 3 || !typed.starts_with(|c: char| c.is_ascii_digit()) || typed.contains(' ') {
            return Vec::new();
        }
        let from = self.codes.range(typed.clone()..);
        let within = from.take_while(|(code, _)| code.starts_with(&typed));
        within.map(|(_, entry)| *entry).filter(|entry| wanted(*entry)).collect()
    }

    /// What a question may mean: as typed, and with each synonym in it replaced.
    fn readings(&self, typed: &[String]) -> Vec<Vec<String>> {
        let mut readings = vec![typed.to_vec()];
        let mut at = 0;
        while at < readings.len() && readings.len() < READINGS_MAX {
            let reading = readings[at].clone();
            for (say, mean) in &self.synonyms {
                let Some(place) = reading.windows(say.len()).position(|part| part == say) else {
                    continue;
                };
                // Its own meaning already stands there.
                let around = place.saturating_sub(mean.len())..reading.len();
                if !mean.is_empty() && reading[around].windows(mean.len()).any(|it| it == mean) {
                    continue;
                }
                let mut other = reading[..place].to_vec();
                other.extend(mean.iter().cloned());
                other.extend(reading[place + say.len()..].iter().cloned());
                if !other.is_empty() && !readings.contains(&other) {
                    readings.push(other);
                }
                if readings.len() >= READINGS_MAX {
                    break;
                }
            }
            at += 1;
        }
        readings
    }

    /// A reading as people write it: with the marks that the question or the meaning has.
    fn written(&self, reading: &[String], question: &str) -> String {
        let typed: BTreeMap<String, String> = spelled(question).collect();
        let word = |word: &String| {
            let marked = typed.get(word).filter(|typed| !typed.is_ascii());
            let known = marked.or_else(|| self.spelled.get(word)).or_else(|| typed.get(word));
            known.unwrap_or(word).clone()
        };
        reading.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// Entries with the share of the reading that they answer, and how well.
    fn scored(
        &self,
        reading: &[String],
        question: &str,
        wanted: &dyn Fn(u32) -> bool,
    ) -> Vec<(u32, f32, f32)> {
        let reading = &reading[..reading.len().min(WORDS_MAX)];
        let asked: Vec<(Vec<u32>, f32)> = reading
            .iter()
            .enumerate()
            .map(|(at, word)| {
                let meant = self.meant(word, at + 1 == reading.len());
                let weight = self.rarity(&meant);
                (meant, weight)
            })
            .collect();
        let total: f32 = asked.iter().map(|(_, weight)| weight).sum();
        let mut sums: Vec<(f32, f32)> = vec![(0.0, 0.0); self.kept.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (meant, weight) in &asked {
            let mut answered: BTreeMap<u32, Place> = BTreeMap::new();
            for word in meant {
                for (entry, place) in &self.postings[*word as usize] {
                    let best = answered.entry(*entry).or_insert(*place);
                    *best = (*best).max(*place);
                }
            }
            for (entry, place) in answered {
                let sum = &mut sums[entry as usize];
                if sum.0 == 0.0 {
                    touched.push(entry);
                }
                sum.0 += weight;
                sum.1 += weight * place.weight();
            }
        }
        let marked = compose(question).to_lowercase();
        let judged = touched.into_iter().filter(|entry| wanted(*entry)).filter_map(|entry| {
            let (answered, placed) = sums[entry as usize];
            let coverage = answered / total;
            let fits = coverage >= PARTIAL_PERCENT;
            fits.then(|| (entry, coverage, self.fit(entry, &asked, placed / total, &marked)))
        });
        judged.collect()
    }

    /// Word numbers that a typed word may mean: itself, and when it is the last and may be half
    /// typed, the words it begins.
    fn meant(&self, word: &str, is_last: bool) -> Vec<u32> {
        let exact = self.words.get(word).copied();
        if !is_last || word.len() < 2 {
            return exact.into_iter().collect();
        }
        let from = self.words.range(word.to_owned()..);
        let begun = from.take_while(|(known, _)| known.starts_with(word)).take(COMPLETIONS_MAX);
        begun.map(|(_, number)| *number).collect()
    }

    /// How much a word tells: rare words more than common ones, unknown ones most.
    #[expect(clippy::cast_precision_loss, reason = "counts of some thousands")]
    fn rarity(&self, meant: &[u32]) -> f32 {
        let entries = self.kept.len() as f32;
        let with: usize = meant.iter().map(|word| self.postings[*word as usize].len()).sum();
        ((entries + 1.0) / (with as f32 + 0.5)).ln().max(0.2)
    }

    /// How well an entry's name fits: words in order, little else in the name, the same marks.
    #[expect(clippy::cast_precision_loss, reason = "counts of some words")]
    fn fit(&self, entry: u32, asked: &[(Vec<u32>, f32)], placed: f32, marked: &str) -> f32 {
        let kept = &self.kept[entry as usize];
        let is = |at: usize, word: u32| asked[at].0.contains(&word);
        let mut pairs = 0;
        for at in 1..asked.len() {
            let beside = kept.name.windows(2).any(|two| is(at - 1, two[0]) && is(at, two[1]));
            pairs += usize::from(beside);
        }
        let in_order = pairs as f32 / asked.len().saturating_sub(1).max(1) as f32;
        let own = kept.name.iter().filter(|word| (0..asked.len()).any(|at| is(at, **word))).count();
        let filled = own as f32 / kept.name.len().max(1) as f32;
        let begins = kept.name.first().is_some_and(|word| is(0, *word));
        let same_marks = kept.marked.contains(marked);
        placed
            + 0.4 * in_order
            + 0.6 * filled
            + if begins { 0.15 } else { 0.0 }
            + if same_marks { 0.2 } else { 0.0 }
    }
}

/// Words of a text as they are written, by the word that is compared.
fn spelled(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split_whitespace().filter_map(|word| Some((words(word).pop()?, word.to_lowercase())))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(code: &str, name: &str, tier: Tier) -> Entry {
        Entry {
            code: code.to_owned(),
            name: name.into(),
            also: Vec::new(),
            fields: vec!["Hộ tịch".to_owned()],
            tier,
        }
    }

    fn index() -> Index {
        let entries = [
            entry("1.000001", "Thủ tục đăng ký khai sinh", Tier::Published),
            entry("1.000002", "Đăng ký khai sinh có yếu tố nước ngoài", Tier::National),
            entry("1.000003", "Đăng ký kết hôn", Tier::Published),
            entry("1.000004", "Chứng thực bản sao từ bản chính", Tier::National),
            entry("1.000005", "Đăng ký khai sinh lưu động riêng", Tier::Elsewhere),
        ];
        let synonyms = [
            Synonym {
                say: vec!["sao y".into(), "xin bản sao".into()],
                mean: "chứng thực bản sao".into(),
            },
            Synonym { say: vec!["dk".into(), "đk".into()], mean: "đăng ký".into() },
            Synonym { say: vec!["làm".into(), "thủ tục".into()], mean: String::new() },
        ];
        Index::new(&entries, &synonyms)
    }

    fn find(question: &str) -> Vec<u32> {
        index().find(question, &|_| true).entries
    }

    #[test]
    fn marks_abbreviations_halves_and_everyday_words_do_not_matter() {
        for question in ["đăng ký khai sinh", "dang ki khai sinh", "khai si", "DK KHAI SINH"] {
            assert_eq!(find(question), [0, 1, 4], "{question}");
        }
        assert_eq!(find("thủ tục làm khai sinh")[0], 0);
        assert_eq!(find("sao y"), [3]);
        assert_eq!(find("khai sinh nước ngoài"), [1]);
        assert_eq!(find("1.00000"), [0, 1, 2, 3, 4]);
        assert_eq!(find("1.000004"), [3]);
        assert_eq!(find("tàu vũ trụ"), [0_u32; 0]);
        assert_eq!(find("  ").len(), 5);
    }

    #[test]
    fn what_nothing_answers_whole_is_answered_in_part() {
        let found = index().find("đăng ký kết hôn trực tuyến", &|_| true);
        assert!(found.entries.is_empty() || !found.whole);
        let found = index().find("kết hôn nhanh", &|_| true);
        assert!(!found.whole);
    }

    #[test]
    fn what_it_was_read_as_is_said() {
        let found = index().find("sao y", &|_| true);
        assert_eq!(found.read_as.as_deref(), Some("chứng thực bản sao"));
        let found = index().find("xin ban sao", &|_| true);
        let whole = Some("chứng thực bản sao");
        assert_eq!(found.read_as.as_deref(), whole, "words without marks get those of the meaning");
        assert_eq!(index().find("khai sinh", &|_| true).read_as, None);
        assert_eq!(index().find("khai sinh", &|at| at != 0).entries, [1, 4]);
    }

    #[test]
    fn words_of_the_question_are_marked_in_the_name() {
        let name = "Đăng ký khai sinh";
        let marked: Vec<&str> = marks(name, "ki sinh").iter().map(|(a, b)| &name[*a..*b]).collect();
        assert_eq!(marked, ["ký", "sinh"]);
    }

    proptest::proptest! {
        #[test]
        fn no_question_breaks_the_search(question in "\\PC{0,40}") {
            let index = index();
            let found = index.find(&question, &|_| true);
            proptest::prop_assert!(found.entries.len() <= 5);
            for (from, to) in marks(&question, &question) {
                proptest::prop_assert!(question.is_char_boundary(from) && question.is_char_boundary(to));
            }
        }
    }
}

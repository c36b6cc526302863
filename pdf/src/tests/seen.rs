//! What stands on the pages of a form, read from where the letters were put.

use serde_json::Value;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

use crate::{Form, clean, typeset};

/// How far two words of one line may touch: kerning of slanted letters.
const TOUCH_PT: f64 = 1.0;
/// The least margin that printers leave white.
const WHITE_PT: f64 = 14.0;
/// Longer texts may go on the next page, between whose ends other texts stand.
const WHOLE_LETTERS: usize = 24;

/// A word where it stands.
struct Word {
    text: String,
    left: f64,
    right: f64,
    base: f64,
    top: f64,
}

pub(super) struct Seen {
    /// The letters of each page, in their order, without spaces.
    pub(super) pages: Vec<String>,
    /// All of them.
    pub(super) all: String,
    /// What is wrong with where they stand.
    faults: Vec<String>,
}

/// Whether a text is not written by people: a choice between few, or made here of dates and money.
pub(super) fn is_choice(key: &str, text: &str) -> bool {
    let tags = ["by", "copies", "copy", "kind", "state", "outcome"];
    tags.contains(&key)
        || text.is_empty()
            && ["taken_at", "forwarded", "decided", "returned", "until", "frozen_at"].contains(&key)
}

impl Seen {
    pub(super) fn of(form: &Form) -> Seen {
        let (document, warnings) = typeset::lay_out(form).expect("the form is laid out");
        Seen::new(&document, warnings)
    }

    pub(super) fn new(document: &PagedDocument, warnings: Vec<String>) -> Seen {
        let mut seen = Seen { pages: Vec::new(), all: String::new(), faults: warnings };
        for page in document.pages() {
            let mut words = Vec::new();
            gather(&page.frame, Transform::identity(), &mut words);
            let size = page.frame.size();
            seen.faults.extend(outside(&words, size.x.to_pt(), size.y.to_pt()));
            seen.faults.extend(overlaps(&mut words));
            let mut letters = Vec::new();
            crate::testing::read(&page.frame, &mut letters);
            let letters: String = letters.concat().chars().filter(|c| !c.is_whitespace()).collect();
            seen.all.push_str(&letters);
            seen.pages.push(letters);
        }
        seen
    }

    pub(super) fn assert_whole(&self, form: &Form, name: &str) {
        let parts = typeset::parts(form).expect("a form has its parts");
        self.assert_holds(&parts.values, name);
    }

    /// Every text of the values is there, and stands where it may.
    pub(super) fn assert_holds(&self, values: &Value, name: &str) {
        assert!(self.faults.is_empty(), "{name}: {:#?}", self.faults);
        let all = self.all.to_lowercase();
        let mut missing = Vec::new();
        each(values, "", &mut |text| {
            let text = clean::composed(text).to_lowercase();
            let solid: String = text.split_whitespace().collect();
            let is_there = match solid.chars().count() {
                ..=WHOLE_LETTERS => all.contains(&solid),
                _ => text.split_whitespace().all(|word| is_there_in_parts(word, &all)),
            };
            if !is_there {
                missing.push(text);
            }
        });
        assert!(missing.is_empty(), "{name}: not there: {missing:#?}\n{}", self.all);
    }
}

/// Whether a word is there whole, or in two parts: a page may end within it.
fn is_there_in_parts(word: &str, all: &str) -> bool {
    let mut cuts = word.char_indices().map(|(at, _)| word.split_at(at));
    cuts.any(|(start, end)| all.contains(end) && all.contains(start))
}

fn each(value: &Value, key: &str, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) if !is_choice(key, text) => see(text),
        Value::Array(values) => values.iter().for_each(|value| each(value, key, see)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| each(value, key, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn gather(frame: &Frame, at: Transform, words: &mut Vec<Word>) {
    for (position, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                let inner = here.pre_concat(group.transform);
                // What is turned lies over the page on purpose.
                if inner.ky.is_zero() && inner.kx.is_zero() {
                    gather(&group.frame, inner, words);
                }
            }
            FrameItem::Text(text) => {
                let start = Point::zero().transform(here);
                let left = start.x.to_pt();
                words.push(Word {
                    text: text.text.to_string(),
                    left,
                    right: left + text.width().to_pt(),
                    base: start.y.to_pt(),
                    top: (start.y - text.size * 0.7).to_pt(),
                });
            }
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(..) => {}
        }
    }
}

fn outside(words: &[Word], width: f64, height: f64) -> Vec<String> {
    let white = Abs::pt(WHITE_PT).to_pt();
    let found = words.iter().filter(|word| {
        let beside = word.left < white || word.right > width - white;
        beside || word.top < white || word.base > height - white
    });
    found
        .map(|word| format!("outside at {:.0}, {:.0}: {}", word.left, word.base, word.text))
        .collect()
}

fn overlaps(words: &mut [Word]) -> Vec<String> {
    let mut found = Vec::new();
    words.sort_by(|a, b| a.base.total_cmp(&b.base));
    for (index, word) in words.iter().enumerate() {
        let near = words[index + 1..].iter().take_while(|other| other.base < word.base + 20.0);
        for other in near.filter(|other| other.top < word.base - TOUCH_PT) {
            let common = word.right.min(other.right) - word.left.max(other.left);
            if common > TOUCH_PT {
                found.push(format!("{:?} lies on {:?}", word.text, other.text));
            }
        }
    }
    found
}

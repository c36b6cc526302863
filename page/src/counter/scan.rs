//! What came of the field for cards.

use crate::{Text, icon};

/// A part of a card's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardPart {
    /// The personal number.
    Number,
    /// The old number.
    OldNumber,
    /// The name.
    Name,
    /// The day of birth.
    Birth,
    /// The gender.
    Gender,
    /// The residence.
    Address,
    /// The day of issue.
    Issued,
}

/// Why a card could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A Vietnamese keyboard changed it.
    Keyboard,
    /// The scanner's letters are not UTF-8.
    Characters,
    /// It broke off after so many fields.
    Cut(u64),
    /// A part is not what stands there on a card.
    Part(CardPart),
    /// Not twelve digits, but so many.
    Digits(u64),
    /// The code of something else, or far too long for a card.
    NotACard,
}

/// A reason to look at the card once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardDoubt {
    /// No province has the first three digits.
    UnknownPlace(u16),
    /// The number says another gender.
    Gender,
    /// The number says this year of birth.
    BirthYear(i16),
}

/// What came of it. The line that was scanned is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scanned {
    /// Nothing was scanned yet.
    #[default]
    Nothing,
    /// A whole card filled the form.
    Card(Vec<CardDoubt>),
    /// A number alone.
    Number(Vec<CardDoubt>),
    /// It could not be read.
    Unread(Unread),
}

impl Scanned {
    /// What is said beside the field, as markup.
    pub(super) fn told(&self, text: &Text) -> String {
        let state = |class: &str, sign: &str, words: &str| {
            // The words are ours: no one's data stands in them.
            format!("<span class=\"mc-state mc-state--{class}\">{}{words}</span>", icon(sign))
        };
        let beside = |words: String| format!(" <span class=\"mc-muted\">{words}</span>");
        match self {
            Scanned::Nothing => beside(text.counter_scan_hint()),
            Scanned::Card(doubts) | Scanned::Number(doubts) if !doubts.is_empty() => {
                let words: Vec<String> = doubts.iter().map(|it| it.words(*text)).collect();
                state("soon", "alert", &text.counter_scan_doubt())
                    + &beside(format!("{} {}", words.join(" "), text.counter_scan_doubt_help()))
            }
            Scanned::Card(_) => {
                state("ok", "okc", &text.counter_scan_card()) + &beside(text.counter_scan_compare())
            }
            Scanned::Number(_) => {
                state("ok", "okc", &text.counter_scan_number()) + &beside(text.counter_scan_type())
            }
            Scanned::Unread(unread) => {
                let (what, help) = unread.words(*text);
                state("late", "alert", &what) + &beside(help)
            }
        }
    }
}

impl CardDoubt {
    fn words(self, text: Text) -> String {
        match self {
            CardDoubt::UnknownPlace(code) => text.counter_doubt_place(format!("{code:03}")),
            CardDoubt::Gender => text.counter_doubt_gender(),
            CardDoubt::BirthYear(year) => text.counter_doubt_year(year),
        }
    }
}

impl CardPart {
    fn name(self, text: Text) -> String {
        match self {
            CardPart::Number => text.counter_number(),
            CardPart::OldNumber => text.counter_identity_cmnd(),
            CardPart::Name => text.counter_name(),
            CardPart::Birth => text.counter_birth(),
            CardPart::Gender => text.counter_gender(),
            CardPart::Address => text.counter_address(),
            CardPart::Issued => text.counter_issued(),
        }
    }
}

impl Unread {
    /// What is wrong, and what to do.
    fn words(self, text: Text) -> (String, String) {
        match self {
            Unread::Keyboard => {
                (text.counter_unread_keyboard(), text.counter_unread_keyboard_help())
            }
            Unread::Characters => {
                (text.counter_unread_characters(), text.counter_unread_characters_help())
            }
            Unread::Cut(found) => (text.counter_unread_cut(found), text.counter_unread_cut_help()),
            Unread::Part(part) => {
                (text.counter_unread_part(part.name(text)), text.counter_unread_part_help())
            }
            Unread::Digits(found) => {
                (text.counter_unread_digits(found), text.counter_unread_digits_help())
            }
            Unread::NotACard => (text.counter_unread_other(), text.counter_unread_other_help()),
        }
    }
}

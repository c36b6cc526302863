//! The citizen card as a scanner reads it: one line of fields parted by `|`.
//!
//! `number | old number, often empty | name | birth | Nam or Nữ | residence | issued`; cards since
//! July 2024 append fields. A scanner types what it reads, so whatever is on between the two can
//! spoil it: a Vietnamese keyboard, or the wrong set of characters. That is told apart from a code
//! that is no card, because what helps is another thing.
//!
//! Reading a code is not checking a card: nothing in it is signed. The line itself is read and
//! dropped: no type here keeps it whole, and no error quotes it.

mod keyboard;
mod number;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use keyboard::Typing;
pub use number::{Doubt, NoNumber, PersonalNumber, Place};

use crate::text::{compose, fold};

/// The longest line that a card can hold, in bytes: a code holds no more (ISO/IEC 18004).
pub const SCAN_BYTES_MAX: usize = 2953;
/// Fields of a card with an old number; without that field one fewer.
const FIELDS: usize = 7;

/// What a card says in its field of gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Nữ.
    Female,
    /// Nam.
    Male,
}

impl Gender {
    /// The name in data and forms.
    pub fn id(self) -> &'static str {
        match self {
            Gender::Female => "female",
            Gender::Male => "male",
        }
    }

    /// Nam or Nữ, in any case; `Nu` where the marks were lost on the way.
    fn parse(text: &str) -> Option<Gender> {
        match fold(text).as_str() {
            "nam" => Some(Gender::Male),
            "nu" => Some(Gender::Female),
            _ => None,
        }
    }
}

/// What stood on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The personal number.
    pub number: PersonalNumber,
    /// The identity card of nine digits that it replaced.
    pub old_number: Option<String>,
    /// The whole name, as it is printed on the card; some have one word.
    pub name: String,
    /// Day of birth.
    pub birth: Date,
    /// Gender.
    pub gender: Gender,
    /// Residence, as a text: its units may have been merged since.
    pub address: String,
    /// The day of issue.
    pub issued: Date,
    /// Fields that newer cards append, as they stand.
    pub rest: Vec<String>,
}

impl Card {
    /// What does not fit together on it.
    pub fn doubts(&self) -> Vec<Doubt> {
        self.number.doubts(Some(self.birth), Some(self.gender))
    }
}

/// What was scanned or typed into the field for cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// A whole card.
    Card(Box<Card>),
    /// A personal number alone: typed, or from the bar code of an older card.
    Number(PersonalNumber),
    /// The nine digits of an old identity card.
    OldNumber(String),
}

/// A part of a card's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
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

/// Why it could not be read. Nothing of what was read stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Nothing was there.
    #[error("nothing was scanned")]
    Empty,
    /// It is longer than a card's code can be.
    #[error("longer than the code of a card can be")]
    TooLong,
    /// A Vietnamese keyboard changed the letters on the way: turn it off, and scan again.
    #[error("changed by a Vietnamese keyboard")]
    Keyboard(Typing),
    /// The scanner reads letters in another set of characters than UTF-8: set it, and scan again.
    #[error("letters in another set of characters than UTF-8")]
    Characters,
    /// The line broke off: hold the card still, and scan again.
    #[error("{found} fields, of at least 6")]
    Cut {
        /// How many fields there were.
        found: usize,
    },
    /// One part is not what stands there on a card.
    #[error("the part is not a card's")]
    Part(Part),
    /// A number of neither twelve nor nine digits.
    #[error(transparent)]
    Number(#[from] NoNumber),
    /// The code of something else.
    #[error("not the code of a citizen card")]
    NotACard,
}

/// Reads what was scanned, pasted or typed.
pub fn read(text: &str) -> Result<Scan, Unread> {
    // A line that would take long to compose is no card.
    if text.len() > SCAN_BYTES_MAX {
        return Err(Unread::TooLong);
    }
    let line = compose(text.trim_matches(|c: char| c.is_whitespace() || c.is_control()));
    if line.is_empty() {
        return Err(Unread::Empty);
    }
    if let Some(typing) = keyboard::layout(&line) {
        return Err(Unread::Keyboard(typing));
    }
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    match fields.as_slice() {
        [alone] => read_alone(alone),
        [first, ..] if PersonalNumber::parse(first).is_ok() => read_card(&fields),
        [..] => Err(Unread::NotACard),
    }
}

fn read_alone(text: &str) -> Result<Scan, Unread> {
    let begins = text.chars().take_while(char::is_ascii_digit).count();
    match PersonalNumber::parse(text) {
        Ok(number) => Ok(Scan::Number(number)),
        Err(NoNumber { digits: 9, others: 0 }) => {
            Ok(Scan::OldNumber(text.chars().filter(char::is_ascii_digit).collect()))
        }
        Err(wrong) if wrong.others == 0 => Err(Unread::Number(wrong)),
        // A card whose field marks were lost: the number stands in front of letters.
        Err(_) if begins >= 12 => Err(Unread::Keyboard(Typing::Marks)),
        Err(_) => Err(Unread::NotACard),
    }
}

/// Fields after the number: some readers drop the empty second one, so the day of birth tells
/// which is which.
fn read_card(fields: &[&str]) -> Result<Scan, Unread> {
    let is_day = |at: usize| fields.get(at).is_some_and(|field| day(field).is_some());
    let has_old = is_day(3) || !is_day(2);
    let wanted = if has_old { FIELDS } else { FIELDS - 1 };
    let (old, rest) = fields[1..].split_at(usize::from(has_old).min(fields.len() - 1));
    let letters = rest.iter().take(4).copied();
    if let Some(unread) = keyboard::spoiled(letters) {
        return Err(unread);
    }
    if fields.len() < wanted {
        return Err(Unread::Cut { found: fields.len() });
    }
    let [name, birth, gender, address, issued, rest @ ..] = rest else {
        return Err(Unread::Cut { found: fields.len() });
    };
    let given = |text: &str, part| match text.is_empty() {
        true => Err(Unread::Part(part)),
        false => Ok(text.to_owned()),
    };
    Ok(Scan::Card(Box::new(Card {
        number: PersonalNumber::parse(fields[0])?,
        old_number: old_number(old.first().copied().unwrap_or_default())?,
        name: given(name, Part::Name)?,
        birth: day(birth).ok_or(Unread::Part(Part::Birth))?,
        gender: Gender::parse(gender).ok_or(Unread::Part(Part::Gender))?,
        address: given(address, Part::Address)?,
        issued: day(issued).ok_or(Unread::Part(Part::Issued))?,
        rest: rest.iter().map(|field| (*field).to_owned()).collect(),
    })))
}

fn old_number(text: &str) -> Result<Option<String>, Unread> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match (text.len(), digits) {
        (0, _) => Ok(None),
        (9, true) => Ok(Some(text.to_owned())),
        (_, _) => Err(Unread::Part(Part::OldNumber)),
    }
}

/// `14031993`, `14/03/1993`, `14-03-1993`: the day comes first, always.
fn day(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(|c| !matches!(c, '/' | '-' | '.')).collect();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = digits[4..].parse().ok().filter(|year| *year >= 1870)?;
    Date::new(year, digits[2..4].parse().ok()?, digits[..2].parse().ok()?).ok()
}

//! The kinds of answers, one file each.

mod address;
mod choice;
mod choices;
mod date;
mod email;
mod file;
mod group;
mod identity;
mod money;
mod number;
mod organisation;
mod paragraph;
mod person;
mod phone;
mod text;
mod yes_no;

pub use email::is_email;
pub use identity::{is_identity, is_tax_code};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::Question;

/// What kind of answer a question takes. It never changes under a question's id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    Paragraph,
    /// A whole number.
    Number,
    /// A sum in đồng.
    Money,
    /// A day.
    Date,
    /// One of several.
    Choice,
    /// Any of several.
    Choices,
    /// Yes or no.
    YesNo,
    /// A human being: name, birth date, identity paper.
    Person,
    /// An organisation: name, tax code.
    Organisation,
    /// A place with its administrative unit.
    Address,
    /// Number of an identity paper.
    Identity,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// An uploaded file.
    File,
    /// Rows of the same questions.
    Group,
}

/// Settings that a kind may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `min` and `max`.
    Bounds,
    /// `choices`.
    Choices,
    /// `questions`.
    Questions,
    /// `component`.
    Component,
}

/// What a kind is.
pub(super) struct Definition {
    /// Settings it takes.
    pub(super) takes: &'static [Setting],
    /// What is wrong with an answer.
    pub(super) wrong: fn(&Question, &Json) -> Option<Wrong>,
    /// JSON Schema of an answer.
    pub(super) schema: fn(&Question) -> Json,
}

/// Why an answer is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No question has this id.
    Unknown,
    /// It must be answered.
    Missing,
    /// It is not asked, given the other answers.
    NotAsked,
    /// It has another shape than its kind.
    Shape,
    /// A part of it must be there.
    Part(&'static str),
    /// Shorter, smaller or fewer than allowed.
    TooLittle(i64),
    /// Longer, greater or more than allowed.
    TooMuch(i64),
    /// Not one of the choices.
    NotAChoice,
    /// No such day.
    NotADay,
    /// Not the shape of such a number or address: `citizen-id`, `tax-code`, `phone`, `email`.
    Malformed(&'static str),
    /// The condition could not be decided.
    Condition(String),
}

impl Wrong {
    /// The text key: `missing`.
    pub fn key(&self) -> &'static str {
        match self {
            Wrong::Unknown => "unknown",
            Wrong::Missing => "missing",
            Wrong::NotAsked => "not-asked",
            Wrong::Shape => "shape",
            Wrong::Part(_) => "part",
            Wrong::TooLittle(_) => "too-little",
            Wrong::TooMuch(_) => "too-much",
            Wrong::NotAChoice => "not-a-choice",
            Wrong::NotADay => "not-a-day",
            Wrong::Malformed(_) => "malformed",
            Wrong::Condition(_) => "condition",
        }
    }

    /// What the text is about: a bound, a part, a name of a shape.
    pub fn about(&self) -> String {
        match self {
            Wrong::Part(part) | Wrong::Malformed(part) => (*part).to_owned(),
            Wrong::TooLittle(bound) | Wrong::TooMuch(bound) => bound.to_string(),
            Wrong::Condition(why) => why.clone(),
            Wrong::Unknown
            | Wrong::Missing
            | Wrong::NotAsked
            | Wrong::Shape
            | Wrong::NotAChoice
            | Wrong::NotADay => String::new(),
        }
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 16] = [
        Kind::Text,
        Kind::Paragraph,
        Kind::Number,
        Kind::Money,
        Kind::Date,
        Kind::Choice,
        Kind::Choices,
        Kind::YesNo,
        Kind::Person,
        Kind::Organisation,
        Kind::Address,
        Kind::Identity,
        Kind::Phone,
        Kind::Email,
        Kind::File,
        Kind::Group,
    ];

    pub(super) fn definition(self) -> &'static Definition {
        match self {
            Kind::Text => &text::TEXT,
            Kind::Paragraph => &paragraph::PARAGRAPH,
            Kind::Number => &number::NUMBER,
            Kind::Money => &money::MONEY,
            Kind::Date => &date::DATE,
            Kind::Choice => &choice::CHOICE,
            Kind::Choices => &choices::CHOICES,
            Kind::YesNo => &yes_no::YES_NO,
            Kind::Person => &person::PERSON,
            Kind::Organisation => &organisation::ORGANISATION,
            Kind::Address => &address::ADDRESS,
            Kind::Identity => &identity::IDENTITY,
            Kind::Phone => &phone::PHONE,
            Kind::Email => &email::EMAIL,
            Kind::File => &file::FILE,
            Kind::Group => &group::GROUP,
        }
    }

    /// What is wrong with an answer.
    pub fn wrong(self, question: &Question, answer: &Json) -> Option<Wrong> {
        (self.definition().wrong)(question, answer)
    }

    /// The name in data.
    pub fn id(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|id| id.as_str().map(str::to_owned))
            .expect("invariant: a kind is written as a text")
    }
}

/// Whether a length, value or number lies outside its bounds.
pub(super) fn bounds(question: &Question, value: i64) -> Option<Wrong> {
    let (min, max) = (question.min, question.max);
    let little = min.filter(|min| value < *min).map(Wrong::TooLittle);
    little.or_else(|| max.filter(|max| value > *max).map(Wrong::TooMuch))
}

/// Whether there are too few or too many.
pub(super) fn count_wrong(question: &Question, count: usize) -> Option<Wrong> {
    bounds(question, i64::try_from(count).unwrap_or(i64::MAX))
}

/// The text of an answer, or why it is none; at most `max` characters where the question names
/// no other bound.
fn line<'a>(question: &Question, answer: &'a Json, max: usize) -> Result<&'a str, Wrong> {
    let text = answer.as_str().ok_or(Wrong::Shape)?;
    let length = text.chars().count();
    if let Some(wrong) = count_wrong(question, length) {
        return Err(wrong);
    }
    let bound = i64::try_from(max).unwrap_or(i64::MAX);
    if question.max.is_none() && length > max {
        return Err(Wrong::TooMuch(bound));
    }
    let controls = |c: char| c.is_control() && c != '\n' && c != '\r' && c != '\t';
    if text.chars().any(controls) { Err(Wrong::Shape) } else { Ok(text) }
}

/// A part of an answer that consists of parts.
fn part<'a>(answer: &'a Json, name: &'static str) -> Result<&'a str, Wrong> {
    let text = answer.get(name).and_then(Json::as_str).map(str::trim).unwrap_or_default();
    if text.is_empty() { Err(Wrong::Part(name)) } else { Ok(text) }
}

/// Whether an answer has only parts that are known.
fn only(answer: &Json, parts: &[&str]) -> Result<(), Wrong> {
    let fields = answer.as_object().ok_or(Wrong::Shape)?;
    if fields.keys().all(|key| parts.contains(&key.as_str())) { Ok(()) } else { Err(Wrong::Shape) }
}

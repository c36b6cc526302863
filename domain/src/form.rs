//! Forms as data: questions of typed kinds, with conditions, in both languages.
//!
//! A kind is one file in `form/kind/`: which settings it takes, which answers it accepts, and
//! what they look like as JSON Schema.

mod check;
pub mod kind;
mod schema;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::condition;
use crate::wording::Wording;
pub use check::{Fault, Flaw, check};
pub use kind::{Kind, Wrong};
pub use schema::schema;

/// The most questions of a form, those of groups included.
pub const QUESTIONS_MAX: usize = 200;
/// The most choices of a question.
pub const CHOICES_MAX: usize = 200;

/// Answers by the id of their question.
pub type Answers = Map<String, Json>;

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// Its official name: "Tờ khai đăng ký khai sinh".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Wording>,
    /// Questions in the order in which they are asked.
    pub questions: Vec<Question>,
    /// Answers with which it can be tried; made up.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub sample: Answers,
}

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Kept over revisions, with its kind; usable as a name in conditions: `child_name`.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The question.
    pub label: Wording,
    /// Help beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Wording>,
    /// Whether it may be left open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Which answers lead to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Least value, length or number, as the kind takes it; of a date its year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Greatest value, length or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The questions of a repeating group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// The component that an uploaded file is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
}

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The value stored.
    pub id: String,
    /// What it says.
    pub label: Wording,
}

/// An answer that is not accepted, at its place: `children[1].name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtPlace {
    /// The place.
    pub place: String,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Form {
    /// Whether a question is asked, given the answers so far. A condition that cannot be
    /// decided is an error that names it.
    pub fn is_asked(
        question: &Question,
        answers: &Answers,
        given: &Answers,
    ) -> Result<bool, condition::Wrong> {
        let Some(when) = &question.when else { return Ok(true) };
        condition::holds(when, |name| answers.get(name).or_else(|| given.get(name)))
    }

    /// Everything that is wrong with answers. `given` holds the channel and the case.
    pub fn wrongs(&self, answers: &Answers, given: &Answers) -> Vec<AtPlace> {
        let mut wrongs = Vec::new();
        wrongs_of(&self.questions, answers, given, "", &mut wrongs);
        wrongs
    }

    /// Every question, those of groups included, with the group that holds it.
    pub fn each(&self) -> impl Iterator<Item = &Question> {
        self.questions
            .iter()
            .flat_map(|question| std::iter::once(question).chain(question.questions.iter()))
    }
}

fn wrongs_of(
    questions: &[Question],
    answers: &Answers,
    given: &Answers,
    prefix: &str,
    wrongs: &mut Vec<AtPlace>,
) {
    let known = |id: &String| questions.iter().any(|question| question.id == *id);
    for id in answers.keys().filter(|id| !known(id)) {
        wrongs.push(AtPlace { place: format!("{prefix}{id}"), wrong: Wrong::Unknown });
    }
    // Conditions see earlier answers only, and none that was not asked for.
    let mut asked = Answers::new();
    for question in questions {
        let place = format!("{prefix}{}", question.id);
        let answer = answers.get(&question.id).filter(|answer| !is_empty(answer));
        match Form::is_asked(question, &asked, given) {
            Err(why) => {
                // Where the question it asks about is wrong itself, that is said already.
                if wrongs.is_empty() {
                    wrongs.push(AtPlace { place, wrong: Wrong::Condition(why.to_string()) });
                }
                continue;
            }
            Ok(false) => {
                if answer.is_some() {
                    wrongs.push(AtPlace { place, wrong: Wrong::NotAsked });
                }
                continue;
            }
            Ok(true) => {}
        }
        let Some(answer) = answer else {
            if !question.optional {
                wrongs.push(AtPlace { place, wrong: Wrong::Missing });
            }
            continue;
        };
        asked.insert(question.id.clone(), answer.clone());
        match (question.kind, answer.as_array()) {
            (Kind::Group, Some(rows)) => group_wrongs(question, rows, given, &place, wrongs),
            _ => {
                let found = question.kind.wrong(question, answer);
                wrongs.extend(found.map(|wrong| AtPlace { place, wrong }));
            }
        }
    }
}

fn group_wrongs(
    question: &Question,
    rows: &[Json],
    given: &Answers,
    place: &str,
    wrongs: &mut Vec<AtPlace>,
) {
    if let Some(wrong) = kind::count_wrong(question, rows.len()) {
        wrongs.push(AtPlace { place: place.to_owned(), wrong });
    }
    for (at, row) in rows.iter().enumerate() {
        match row.as_object() {
            Some(row) => {
                wrongs_of(&question.questions, row, given, &format!("{place}[{at}]."), wrongs);
            }
            None => wrongs.push(AtPlace { place: format!("{place}[{at}]"), wrong: Wrong::Shape }),
        }
    }
}

/// An answer left open.
fn is_empty(answer: &Json) -> bool {
    match answer {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(fields) => fields.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

#[cfg(test)]
mod tests;

//! Whether a form can be used: read, decided and finished.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::Setting;
use super::{Answers, CHOICES_MAX, Form, Kind, QUESTIONS_MAX, Question};
use crate::condition::{self, GIVEN};

/// What is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// An id that conditions cannot name: `a-z`, digits and `_`, beginning with a letter.
    BadId,
    /// An id that stands twice.
    Twice,
    /// No question at all.
    Empty,
    /// More than the form or question may have.
    TooMany(usize),
    /// The question asks nothing.
    NoLabel,
    /// A setting that the kind does not take.
    Setting(&'static str),
    /// A choice without choices, or a group without questions.
    NothingToAnswer,
    /// The least is more than the greatest.
    Bounds(i64, i64),
    /// A group inside a group.
    Nested,
    /// The condition cannot be used.
    Condition(String),
    /// The condition asks about something that is no question.
    UnknownName(String),
    /// The condition asks about a question that comes later.
    LaterName(String),
    /// Conditions that wait for each other.
    Circle(Vec<String>),
    /// The sample is missing, so nothing proves that the form can be finished.
    NoSample,
    /// The sample's answer is not accepted at this place.
    Sample(String, super::Wrong),
}

/// A flaw at its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The question's id; empty for the form itself.
    pub question: String,
    /// What is wrong.
    pub flaw: Flaw,
}

/// Everything that is wrong with a form. `given` holds a channel and case to try the sample with.
pub fn check(form: &Form, given: &Answers) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut say = |question: &str, flaw| {
        faults.push(Fault { question: question.to_owned(), flaw });
    };
    if form.questions.is_empty() {
        say("", Flaw::Empty);
    }
    if form.each().count() > QUESTIONS_MAX {
        say("", Flaw::TooMany(QUESTIONS_MAX));
    }
    check_list(&form.questions, &mut say);
    for group in form.questions.iter().filter(|question| question.kind == Kind::Group) {
        check_list(&group.questions, &mut say);
        for inner in group.questions.iter().filter(|inner| inner.kind == Kind::Group) {
            say(&inner.id, Flaw::Nested);
        }
    }
    if !faults.is_empty() {
        return faults;
    }
    if form.sample.is_empty() {
        return vec![Fault { question: String::new(), flaw: Flaw::NoSample }];
    }
    let wrongs = form.wrongs(&form.sample, given).into_iter();
    wrongs
        .map(|at| {
            let question = at.place.split(['[', '.']).next().unwrap_or_default().to_owned();
            Fault { question, flaw: Flaw::Sample(at.place, at.wrong) }
        })
        .collect()
}

fn check_list(questions: &[Question], say: &mut dyn FnMut(&str, Flaw)) {
    let mut seen = BTreeSet::new();
    for question in questions {
        if !is_name(&question.id) {
            say(&question.id, Flaw::BadId);
        }
        if !seen.insert(question.id.as_str()) {
            say(&question.id, Flaw::Twice);
        }
        check_settings(question, say);
    }
    check_conditions(questions, say);
}

/// Whether conditions can name it.
fn is_name(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let reserved = GIVEN.contains(&id) || ["true", "false", "null", "in"].contains(&id);
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.len() <= 60
        && id.chars().all(plain)
        && !reserved
}

fn check_settings(question: &Question, say: &mut dyn FnMut(&str, Flaw)) {
    let id = question.id.as_str();
    let takes = question.kind.definition().takes;
    let has_bounds = question.min.is_some() || question.max.is_some();
    for (set, setting, name) in [
        (has_bounds, Setting::Bounds, "min, max"),
        (!question.choices.is_empty(), Setting::Choices, "choices"),
        (!question.questions.is_empty(), Setting::Questions, "questions"),
        (question.component.is_some(), Setting::Component, "component"),
    ] {
        if set && !takes.contains(&setting) {
            say(id, Flaw::Setting(name));
        }
    }
    if question.label.is_empty() {
        say(id, Flaw::NoLabel);
    }
    let choices = takes.contains(&Setting::Choices) && question.choices.is_empty();
    if choices || (takes.contains(&Setting::Questions) && question.questions.is_empty()) {
        say(id, Flaw::NothingToAnswer);
    }
    if question.choices.len() > CHOICES_MAX {
        say(id, Flaw::TooMany(CHOICES_MAX));
    }
    let twice =
        |at: usize| question.choices[..at].iter().any(|it| it.id == question.choices[at].id);
    if (0..question.choices.len()).any(twice) {
        say(id, Flaw::Twice);
    }
    match (question.min, question.max) {
        (Some(min), Some(max)) if min > max => say(id, Flaw::Bounds(min, max)),
        (Some(min), None) if question.kind == Kind::Choices => {
            let count = i64::try_from(question.choices.len()).unwrap_or(i64::MAX);
            if min > count {
                say(id, Flaw::Bounds(min, count));
            }
        }
        _ => {}
    }
}

/// Conditions may ask about earlier questions only, so that a person can always go on.
fn check_conditions(questions: &[Question], say: &mut dyn FnMut(&str, Flaw)) {
    let mut asks: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (at, question) in questions.iter().enumerate() {
        let Some(when) = &question.when else { continue };
        let names = match condition::names(when) {
            Ok(names) => names,
            Err(wrong) => {
                say(&question.id, Flaw::Condition(wrong.to_string()));
                continue;
            }
        };
        for name in names.iter().filter(|name| !GIVEN.contains(&name.as_str())) {
            let place = questions.iter().position(|other| other.id == *name);
            match place {
                None => say(&question.id, Flaw::UnknownName(name.clone())),
                Some(place) if place >= at => say(&question.id, Flaw::LaterName(name.clone())),
                Some(_) => {}
            }
        }
        asks.insert(&question.id, names);
    }
    if let Some(circle) = circle(&asks) {
        let first = circle.first().cloned().unwrap_or_default();
        say(&first, Flaw::Circle(circle));
    }
}

/// Questions whose conditions wait for each other, in order.
fn circle(asks: &BTreeMap<&str, BTreeSet<String>>) -> Option<Vec<String>> {
    for start in asks.keys() {
        let mut path = vec![(*start).to_owned()];
        if follow(asks, &mut path) {
            return Some(path);
        }
    }
    None
}

fn follow(asks: &BTreeMap<&str, BTreeSet<String>>, path: &mut Vec<String>) -> bool {
    let last = path.last().cloned().unwrap_or_default();
    for next in asks.get(last.as_str()).into_iter().flatten() {
        if path.first() == Some(next) {
            path.push(next.clone());
            return true;
        }
        if path.contains(next) {
            continue;
        }
        path.push(next.clone());
        if follow(asks, path) {
            return true;
        }
        path.pop();
    }
    false
}

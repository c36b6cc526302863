//! What no draft may have: markup, references to nothing, conditions that cannot be decided,
//! forms that nobody can finish.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::description::{Component, Description, Fee, Limit, Party};
use super::lint::{Finding, Rule};
use crate::condition::{self, GIVEN};
use crate::form::{self, Flaw};
use crate::national::has_markup;
use crate::wording::Wording;

/// The most components of a procedure: house permits have lists of a hundred rows.
pub const COMPONENTS_MAX: usize = 500;
/// The most rows of any other list.
pub const ROWS_MAX: usize = 500;
/// The longest name of anything, in characters: headings of real records are paragraphs.
pub const NAME_LENGTH_MAX: usize = 20_000;
/// The longest text, in characters.
pub const TEXT_LENGTH_MAX: usize = 100_000;

/// Everything for which a description cannot even be a draft, in the order of its parts.
pub fn check(of: &Description) -> Vec<Finding> {
    let mut found = Found::default();
    texts(of, &mut found);
    sizes(of, &mut found);
    ids(of, &mut found);
    references(of, &mut found);
    conditions(of, &mut found);
    form_flaws(of, &mut found);
    found.0
}

#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn say(&mut self, rule: Rule, place: impl Into<String>, about: &[&str]) {
        self.0.push(Finding::new(rule, place, about));
    }

    fn wording(&mut self, place: &str, wording: &Wording, length_max: usize) {
        for text in std::iter::once(&wording.vi).chain(&wording.en) {
            if has_markup(text) {
                self.say(Rule::Markup, place, &[]);
            }
            if text.chars().count() > length_max {
                self.say(Rule::TooLong, place, &[&length_max.to_string()]);
            }
            if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
                self.say(Rule::ControlCharacter, place, &[]);
            }
        }
    }
}

fn texts(of: &Description, found: &mut Found) {
    if of.name.is_empty() {
        found.say(Rule::NoName, "name", &[]);
    }
    found.wording("name", &of.name, NAME_LENGTH_MAX);
    found.wording("field", &of.field.name, NAME_LENGTH_MAX);
    for (place, wording) in [("summary", &of.summary), ("requirements", &of.requirements)] {
        if let Some(wording) = wording {
            found.wording(place, wording, TEXT_LENGTH_MAX);
        }
    }
    for (at, one) in of.instructions.iter().enumerate() {
        found.wording(&format!("instructions[{at}]"), &one.text, TEXT_LENGTH_MAX);
        if let Some(name) = &one.name {
            found.wording(&format!("instructions[{at}]"), name, NAME_LENGTH_MAX);
        }
    }
    for (at, one) in of.components.iter().enumerate() {
        let place = format!("components[{at}]");
        found.wording(&place, &one.name, TEXT_LENGTH_MAX);
        for wording in [&one.condition, &one.replaceable_by, &one.template].into_iter().flatten() {
            found.wording(&place, wording, TEXT_LENGTH_MAX);
        }
    }
    for (at, one) in of.cases.iter().enumerate() {
        found.wording(&format!("cases[{at}]"), &one.name, NAME_LENGTH_MAX);
    }
    for (at, one) in of.fees.iter().enumerate() {
        let place = format!("fees[{at}]");
        found.wording(&place, &one.name, NAME_LENGTH_MAX);
        for wording in [&one.condition, &one.per].into_iter().flatten() {
            found.wording(&place, wording, TEXT_LENGTH_MAX);
        }
    }
    for (at, note) in
        of.limits.iter().enumerate().filter_map(|(at, it)| Some((at, it.note.as_ref()?)))
    {
        found.wording(&format!("limits[{at}]"), note, TEXT_LENGTH_MAX);
    }
    for (at, one) in of.steps.iter().enumerate() {
        found.wording(&format!("steps[{at}]"), &one.name, NAME_LENGTH_MAX);
    }
    for (list, named) in [("subjects", &of.subjects), ("results", &of.results)] {
        for (at, one) in named.iter().enumerate() {
            found.wording(&format!("{list}[{at}]"), &one.name, NAME_LENGTH_MAX);
        }
    }
    for (at, name) in
        of.legal_basis.iter().enumerate().filter_map(|(at, it)| Some((at, it.name.as_ref()?)))
    {
        found.wording(&format!("legal_basis[{at}]"), name, TEXT_LENGTH_MAX);
    }
    for question in of.form.iter().flat_map(form::Form::each) {
        let place = format!("form.{}", question.id);
        found.wording(&place, &question.label, NAME_LENGTH_MAX);
        let choices = question.choices.iter().map(|choice| &choice.label);
        for wording in question.hint.iter().chain(choices) {
            found.wording(&place, wording, NAME_LENGTH_MAX);
        }
    }
}

fn sizes(of: &Description, found: &mut Found) {
    if of.components.len() > COMPONENTS_MAX {
        found.say(Rule::TooMany, "components", &[&COMPONENTS_MAX.to_string()]);
    }
    for (place, count) in [
        ("cases", of.cases.len()),
        ("limits", of.limits.len()),
        ("fees", of.fees.len()),
        ("steps", of.steps.len()),
        ("legal_basis", of.legal_basis.len()),
        ("instructions", of.instructions.len()),
    ] {
        if count > ROWS_MAX {
            found.say(Rule::TooMany, place, &[&ROWS_MAX.to_string()]);
        }
    }
    for (at, limit) in of.limits.iter().enumerate() {
        if limit.cutoff_hour.is_some_and(|hour| hour > 23) {
            found.say(Rule::BadHour, format!("limits[{at}]"), &[]);
        }
    }
    if of.clock.cutoff_hour.is_some_and(|hour| hour > 23) {
        found.say(Rule::BadHour, "clock", &[]);
    }
    if of.online.level_2011.is_some_and(|level| !(1..=4).contains(&level)) {
        found.say(Rule::BadLevel, "online", &[]);
    }
}

fn ids(of: &Description, found: &mut Found) {
    let lists: [(&str, Vec<&str>); 4] = [
        ("cases", of.cases.iter().map(|it| it.id.as_str()).collect()),
        ("components", of.components.iter().map(|it| it.id.as_str()).collect()),
        ("fees", of.fees.iter().map(|it| it.id.as_str()).collect()),
        ("steps", of.steps.iter().map(|it| it.id.as_str()).collect()),
    ];
    for (list, ids) in lists {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.into_iter().enumerate() {
            let place = format!("{list}[{at}]");
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
            if id.is_empty() || id.len() > 80 || !id.chars().all(plain) {
                found.say(Rule::BadId, place, &[id]);
            } else if !seen.insert(id) {
                found.say(Rule::Twice, place, &[id]);
            }
        }
    }
}

fn references(of: &Description, found: &mut Found) {
    let known = |id: &str| of.cases.iter().any(|case| case.id == id);
    let mut named: Vec<(String, &str)> = Vec::new();
    for (at, Component { cases, .. }) in of.components.iter().enumerate() {
        named.extend(cases.iter().map(|id| (format!("components[{at}]"), id.as_str())));
    }
    for (at, Limit { case, .. }) in of.limits.iter().enumerate() {
        named.extend(case.iter().map(|id| (format!("limits[{at}]"), id.as_str())));
    }
    for (at, Fee { case, .. }) in of.fees.iter().enumerate() {
        named.extend(case.iter().map(|id| (format!("fees[{at}]"), id.as_str())));
    }
    for (at, step) in of.steps.iter().enumerate() {
        named.extend(step.cases.iter().map(|id| (format!("steps[{at}]"), id.as_str())));
    }
    for (place, id) in named {
        if !known(id) {
            found.say(Rule::UnknownCase, place, &[id]);
        }
    }
    for question in of.form.iter().flat_map(form::Form::each) {
        let Some(id) = &question.component else { continue };
        if !of.components.iter().any(|component| component.id == *id) {
            found.say(Rule::UnknownComponent, format!("form.{}", question.id), &[id]);
        }
    }
}

fn conditions(of: &Description, found: &mut Found) {
    let questions: Vec<&str> = of
        .form
        .iter()
        .flat_map(|form| form.questions.iter().map(|question| question.id.as_str()))
        .collect();
    let components = of.components.iter().enumerate();
    let whens = components
        .map(|(at, it)| (format!("components[{at}]"), &it.when))
        .chain(of.cases.iter().enumerate().map(|(at, it)| (format!("cases[{at}]"), &it.when)))
        .chain(of.fees.iter().enumerate().map(|(at, it)| (format!("fees[{at}]"), &it.when)))
        .chain(of.steps.iter().enumerate().map(|(at, it)| (format!("steps[{at}]"), &it.when)));
    for (place, when) in whens {
        let Some(when) = when else { continue };
        match condition::names(when) {
            Err(wrong) => found.say(Rule::Condition, place, &[&wrong.to_string()]),
            Ok(names) => {
                for name in names {
                    if !GIVEN.contains(&name.as_str()) && !questions.contains(&name.as_str()) {
                        found.say(Rule::UnknownQuestion, place.clone(), &[&name]);
                    }
                }
            }
        }
    }
}

/// What conditions know beside answers when a form is tried: the first channel and case.
pub fn given(of: &Description) -> form::Answers {
    let channel = of.channels.first().map(|channel| Json::from(channel.id()));
    let case = of.cases.first().map(|case| Json::from(case.id.clone()));
    let given = [("channel", channel), ("case", case)];
    given.into_iter().map(|(name, id)| (name.to_owned(), id.unwrap_or_default())).collect()
}

fn form_flaws(of: &Description, found: &mut Found) {
    let Some(form) = &of.form else { return };
    for fault in form::check(form, &given(of)) {
        let place = match fault.question.as_str() {
            "" => "form".to_owned(),
            question => format!("form.{question}"),
        };
        found.say(rule_of(&fault.flaw), place, &[&about(&fault.flaw)]);
    }
}

fn rule_of(flaw: &Flaw) -> Rule {
    match flaw {
        Flaw::BadId => Rule::BadId,
        Flaw::Twice => Rule::Twice,
        Flaw::Empty | Flaw::NothingToAnswer => Rule::NothingToAnswer,
        Flaw::TooMany(_) => Rule::TooMany,
        Flaw::NoLabel => Rule::NoName,
        Flaw::Setting(_) => Rule::Setting,
        Flaw::Bounds(..) => Rule::Bounds,
        Flaw::Nested => Rule::Nested,
        Flaw::Condition(_) => Rule::Condition,
        Flaw::UnknownName(_) => Rule::UnknownQuestion,
        Flaw::LaterName(_) => Rule::LaterQuestion,
        Flaw::Circle(_) => Rule::Circle,
        Flaw::NoSample | Flaw::Sample(..) => Rule::Unfinished,
    }
}

fn about(flaw: &Flaw) -> String {
    match flaw {
        Flaw::BadId | Flaw::Twice | Flaw::Empty | Flaw::NothingToAnswer => String::new(),
        Flaw::NoLabel | Flaw::Nested | Flaw::NoSample => String::new(),
        Flaw::TooMany(most) => most.to_string(),
        Flaw::Setting(setting) => (*setting).to_owned(),
        Flaw::Bounds(min, max) => format!("{min} > {max}"),
        Flaw::Condition(why) => why.clone(),
        Flaw::UnknownName(name) | Flaw::LaterName(name) => name.clone(),
        Flaw::Circle(path) => path.join(" → "),
        Flaw::Sample(place, wrong) => format!("{place}: {} {}", wrong.key(), wrong.about()),
    }
}

/// Codes of offices that a description names.
pub fn offices(of: &Description) -> BTreeSet<&str> {
    let lists = of.competent.iter().chain(&of.executing).chain(&of.coordinating);
    let lists = lists.chain(&of.receiving).chain(of.steps.iter().flat_map(|step| &step.party));
    let asked = of.steps.iter().flat_map(|step| &step.consults).map(|one| &one.party);
    lists.chain(asked).filter_map(office_code).collect()
}

fn office_code(party: &Party) -> Option<&str> {
    match party {
        Party::Office(code) => Some(code),
        Party::Every { .. } | Party::Named(_) => None,
    }
}

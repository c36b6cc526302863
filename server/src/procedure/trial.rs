//! Forms tried out: what a browser sends becomes answers, and answers become boxes again.
//!
//! Nothing is kept. A question that the answers do not lead to is neither shown nor checked.

use domain::form::{self, AtPlace, Kind, Wrong};
use domain::form::{Answers, Form};
use domain::wording::Wording;
use page::Text;
use page::procedure as shown;
use page::procedure::{Answered, Choice, Input, Row, Said};
use serde_json::{Value as Json, json};

use super::view::said;
use super::words;

/// The most rows of a group that a browser may send.
const ROWS_MAX: usize = 50;

/// What a browser sends: names and values in their order.
pub type Sent = Vec<(String, String)>;

/// Answers of a form as a browser sent them; those that are not asked for are left out.
pub fn answers(form: &Form, sent: &Sent, given: &Answers) -> Answers {
    asked(&form.questions, &decode(&form.questions, sent, ""), given)
}

/// Answers without those that the others do not lead to.
fn asked(questions: &[form::Question], answers: &Answers, given: &Answers) -> Answers {
    let mut kept = Answers::new();
    for question in questions {
        let Some(answer) = answers.get(&question.id) else { continue };
        // A condition that cannot be decided is told by the check.
        if Form::is_asked(question, &kept, given).unwrap_or(true) {
            kept.insert(question.id.clone(), answer.clone());
        }
    }
    kept
}

fn decode(questions: &[form::Question], sent: &Sent, prefix: &str) -> Answers {
    let mut answers = Answers::new();
    for question in questions {
        let name = format!("{prefix}{}", question.id);
        if let Some(answer) = answer(question, sent, &name) {
            answers.insert(question.id.clone(), answer);
        }
    }
    answers
}

fn one<'a>(sent: &'a Sent, name: &str) -> Option<&'a str> {
    let found = sent.iter().find(|(sent, _)| sent == name);
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// A day from its three boxes, or from one as programs send it. What makes no day stays as it was
/// typed, and the check says so; `None` when nothing was typed.
fn day(sent: &Sent, name: &str) -> Option<String> {
    if let Some(whole) = one(sent, name) {
        return Some(whole.to_owned());
    }
    let boxes = ["year", "month", "day"].map(|part| one(sent, &format!("{name}.{part}")));
    let [year, month, day] = boxes.map(|part| match part {
        Some(part) => format!("{part:0>2}"),
        None => String::new(),
    });
    boxes.iter().any(Option::is_some).then(|| format!("{year}-{month}-{day}"))
}

/// The parts of an answer that were said; `None` when none was.
fn parts(sent: &Sent, name: &str, ids: &[&str]) -> Option<Answers> {
    let part = |id: &&str| Some(((*id).to_owned(), one(sent, &format!("{name}.{id}"))?.into()));
    Some(ids.iter().filter_map(part).collect()).filter(|parts: &Answers| !parts.is_empty())
}

fn identity(sent: &Sent, name: &str) -> Option<Json> {
    let number = one(sent, &format!("{name}.identity_number"));
    let kind = one(sent, &format!("{name}.identity_type"))?;
    match (kind, number) {
        // The list begins with a kind: without a number nothing was said.
        ("none", _) => Some(json!({ "type": "none" })),
        (kind, Some(number)) => Some(json!({ "type": kind, "number": number })),
        (_, None) => None,
    }
}

fn answer(question: &form::Question, sent: &Sent, name: &str) -> Option<Json> {
    match question.kind {
        Kind::Date => Some(day(sent, name)?.into()),
        Kind::Text | Kind::Paragraph | Kind::Phone | Kind::Email | Kind::Choice => {
            Some(one(sent, name)?.replace("\r\n", "\n").into())
        }
        Kind::Number | Kind::Money => Some(whole_number(one(sent, name)?)),
        Kind::YesNo => Some((one(sent, name)? == "yes").into()),
        Kind::Choices => {
            let chosen = sent.iter().filter(|(sent, _)| sent == name);
            let chosen: Vec<&str> = chosen.map(|(_, value)| value.as_str()).collect();
            (!chosen.is_empty()).then(|| chosen.into())
        }
        Kind::Identity => identity(sent, name),
        Kind::Person => {
            let mut person = parts(sent, name, &["name"]).unwrap_or_default();
            let born = day(sent, &format!("{name}.birth_date"));
            person.extend(born.map(|day| ("birth_date".to_owned(), day.into())));
            person.extend(identity(sent, name).map(|identity| ("identity".to_owned(), identity)));
            (!person.is_empty()).then_some(Json::Object(person))
        }
        Kind::Organisation => parts(sent, name, &["name", "tax_code"]).map(Json::Object),
        Kind::Address => parts(sent, name, &["text", "unit_code"]).map(Json::Object),
        Kind::File => {
            let file = one(sent, name)?;
            Some(json!({ "attachment": file, "name": file }))
        }
        Kind::Group => {
            // A row that was emptied is gone; those behind it close up.
            let rows = (0..ROWS_MAX)
                .map(|at| decode(&question.questions, sent, &format!("{name}[{at}].")))
                .filter(|row| !row.is_empty());
            let rows: Vec<Json> = rows.map(Json::Object).collect();
            (!rows.is_empty()).then_some(Json::Array(rows))
        }
    }
}

/// `1.500.000` is a number as people write it; what is none stays text, and the check says so.
fn whole_number(text: &str) -> Json {
    let plain: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    plain.parse::<i64>().map_or_else(|_| text.into(), Into::into)
}

/// A form with answers as its page shows it.
pub struct Trial<'a> {
    /// Texts.
    pub text: Text,
    /// The form.
    pub form: &'a Form,
    /// Channel and case.
    pub given: Answers,
    /// What is wrong, when answers were sent.
    pub wrongs: Vec<AtPlace>,
}

impl Trial<'_> {
    /// Questions that are asked with these answers, and how many are not.
    pub fn questions(&self, answers: &Answers) -> (Vec<shown::Question>, u64) {
        self.list(&self.form.questions, answers, "")
    }

    fn list(
        &self,
        questions: &[form::Question],
        answers: &Answers,
        prefix: &str,
    ) -> (Vec<shown::Question>, u64) {
        let mut shown = Vec::new();
        let mut skipped = 0;
        for question in questions {
            let name = format!("{prefix}{}", question.id);
            match Form::is_asked(question, answers, &self.given).unwrap_or(true) {
                true => shown.push(self.question(question, answers.get(&question.id), name)),
                false => skipped += 1,
            }
        }
        (shown, skipped)
    }

    fn question(
        &self,
        question: &form::Question,
        answer: Option<&Json>,
        name: String,
    ) -> shown::Question {
        let wrong = self.wrongs.iter().find(|at| at.place == name);
        let error = wrong.map(|at| self.wrong(&question.label, &at.wrong));
        shown::Question {
            label: said(self.text, &question.label),
            hint: question.hint.as_ref().map(|hint| said(self.text, hint)),
            optional: question.optional,
            error,
            answered: self.answered(question, answer, &name),
            name,
        }
    }

    fn answered(&self, question: &form::Question, answer: Option<&Json>, name: &str) -> Answered {
        let text = self.text;
        let value = value(answer);
        let line = |kind, mode| Answered::Inputs(vec![input(name, "", &value, kind, mode)]);
        let part = |id: &str| part(answer, id);
        let boxed = |id: &str, label: &str, kind, mode| {
            input(&format!("{name}.{id}"), label, &part(id), kind, mode)
        };
        match question.kind {
            Kind::Text => line("text", "text"),
            Kind::Number | Kind::Money => line("text", "numeric"),
            Kind::Date => line("date", "text"),
            Kind::Phone => line("tel", "tel"),
            Kind::Email => line("email", "email"),
            Kind::Paragraph => Answered::Paragraph(value),
            Kind::File => Answered::File(part("name")),
            Kind::Choice => Answered::Radios(self.choices(question, answer)),
            Kind::Choices => Answered::Checks(self.choices(question, answer)),
            Kind::YesNo => {
                let choice = |id: &str, label, is| Choice {
                    id: id.to_owned(),
                    label: Said::plain(label),
                    chosen: answer.and_then(Json::as_bool) == Some(is),
                };
                let (yes, no) = (text.form_yes(), text.form_no());
                Answered::Radios(vec![choice("yes", yes, true), choice("no", no, false)])
            }
            Kind::Identity => Answered::Inputs(self.identity(answer, name)),
            Kind::Person => {
                let mut boxes = vec![
                    boxed("name", &text.form_part_name(), "text", "text"),
                    boxed("birth_date", &text.form_part_birth_date(), "date", "text"),
                ];
                boxes.extend(self.identity(answer.and_then(|it| it.get("identity")), name));
                Answered::Inputs(boxes)
            }
            Kind::Organisation => Answered::Inputs(vec![
                boxed("name", &text.form_part_organisation(), "text", "text"),
                boxed("tax_code", &text.form_part_tax_code(), "text", "numeric"),
            ]),
            Kind::Address => Answered::Inputs(vec![
                boxed("text", &text.form_part_address(), "text", "text"),
                boxed("unit_code", &text.form_part_unit(), "text", "numeric"),
            ]),
            Kind::Group => Answered::Rows(self.rows(question, answer, name)),
        }
    }

    fn choices(&self, question: &form::Question, answer: Option<&Json>) -> Vec<Choice> {
        let is_chosen = |id: &str| match answer {
            Some(Json::Array(all)) => all.iter().any(|one| one.as_str() == Some(id)),
            Some(one) => one.as_str() == Some(id),
            None => false,
        };
        let choice = |choice: &form::Choice| Choice {
            id: choice.id.clone(),
            label: said(self.text, &choice.label),
            chosen: is_chosen(&choice.id),
        };
        question.choices.iter().map(choice).collect()
    }

    fn identity(&self, answer: Option<&Json>, name: &str) -> Vec<Input> {
        let text = self.text;
        let chosen = part(answer, "type");
        let kinds = [
            ("citizen_id", text.identity_citizen_id()),
            ("cmnd", text.identity_cmnd()),
            ("passport", text.identity_passport()),
            ("none", text.identity_none()),
        ];
        let choices = kinds.map(|(id, label)| Choice {
            id: id.to_owned(),
            label: Said::plain(label),
            chosen: chosen == id,
        });
        let label = text.form_part_identity_type();
        let kind = input(&format!("{name}.identity_type"), &label, &chosen, "text", "text");
        let label = text.form_part_identity_number();
        let number = part(answer, "number");
        vec![
            Input { choices: choices.to_vec(), ..kind },
            input(&format!("{name}.identity_number"), &label, &number, "text", "text"),
        ]
    }

    /// Rows that were answered and one more, unless there may be no more.
    fn rows(&self, question: &form::Question, answer: Option<&Json>, name: &str) -> Vec<Row> {
        let empty = Answers::new();
        let answered: Vec<&Answers> = answer
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_object)
            .collect();
        let max = question.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(ROWS_MAX);
        let count = (answered.len() + 1).min(max).max(1);
        let row = |at: usize| {
            let answers = answered.get(at).copied().unwrap_or(&empty);
            let (questions, _) = self.list(&question.questions, answers, &format!("{name}[{at}]."));
            Row { number: at + 1, questions }
        };
        (0..count).map(row).collect()
    }

    /// What is wrong with an answer, as a sentence.
    fn wrong(&self, label: &Wording, wrong: &Wrong) -> String {
        let name = words::said(self.text, label).trim_end_matches(['?', ':', '.']).to_owned();
        answer_wrong(self.text, &name, wrong)
    }
}

/// What is wrong with the answer to a question of that name, as a sentence.
pub fn answer_wrong(t: Text, name: &str, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Unknown => t.wrong_unknown(),
        Wrong::Missing => t.wrong_missing(name),
        Wrong::NotAsked => t.wrong_not_asked(name),
        Wrong::Shape => t.wrong_shape(name),
        Wrong::Part(part) => t.wrong_part(name, part_name(t, part)),
        Wrong::TooLittle(bound) => t.wrong_too_little(name, bound),
        Wrong::TooMuch(bound) => t.wrong_too_much(name, bound),
        Wrong::NotAChoice => t.wrong_not_a_choice(name),
        Wrong::NotADay => t.wrong_not_a_day(name),
        Wrong::Malformed("citizen-id") => t.wrong_citizen_id(name),
        Wrong::Malformed("cmnd") => t.wrong_cmnd(name),
        Wrong::Malformed("passport") => t.wrong_passport(name),
        Wrong::Malformed("tax-code") => t.wrong_tax_code(name),
        Wrong::Malformed("phone") => t.wrong_phone(name),
        Wrong::Malformed("email") => t.wrong_email(name),
        Wrong::Malformed("unit-code") => t.wrong_unit_code(name),
        Wrong::Malformed("name") => t.wrong_name(name),
        Wrong::Malformed(_) => t.wrong_shape(name),
        Wrong::Condition(why) => t.wrong_condition(name, why),
    }
}

fn part_name(t: Text, part: &str) -> String {
    let name = match part {
        "name" => t.form_part_name(),
        "tax_code" => t.form_part_tax_code(),
        "text" => t.form_part_address(),
        "type" => t.form_part_identity_type(),
        other => return other.to_owned(),
    };
    name.to_lowercase()
}

fn input(name: &str, label: &str, value: &str, kind: &'static str, mode: &'static str) -> Input {
    Input {
        name: name.to_owned(),
        label: label.to_owned(),
        value: value.to_owned(),
        kind,
        mode,
        choices: Vec::new(),
    }
}

/// A plain answer as it stands in its box.
fn value(answer: Option<&Json>) -> String {
    match answer {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => number.to_string(),
        Some(_) | None => String::new(),
    }
}

fn part(answer: Option<&Json>, id: &str) -> String {
    value(answer.and_then(|answer| answer.get(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(parts: &[(&str, &str)]) -> Option<String> {
        let sent: Sent =
            parts.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        day(&sent, "born")
    }

    #[test]
    fn a_day_comes_from_three_boxes_or_from_one() {
        let three = [("born.day", "8"), ("born.month", "11"), ("born.year", "2019")];
        assert_eq!(typed(&three).as_deref(), Some("2019-11-08"));
        assert_eq!(typed(&[("born", "2019-11-08")]).as_deref(), Some("2019-11-08"));
        assert_eq!(typed(&[("born.day", ""), ("born.month", ""), ("born.year", "")]), None);
    }

    #[test]
    fn a_row_that_was_emptied_leaves_those_behind_it() {
        let question = json!({
            "id": "members", "kind": "group", "label": {"vi": "Thành viên"},
            "questions": [{"id": "name", "kind": "text", "label": {"vi": "Họ tên"}}],
        });
        let question = serde_json::from_value(question).expect("a question");
        let row = |at: usize, name: &str| (format!("members[{at}].name"), name.to_owned());
        let sent: Sent = [row(0, "An"), row(1, ""), row(2, "Bình")].into_iter().collect();
        let told = answer(&question, &sent, "members");
        assert_eq!(told, Some(json!([{"name": "An"}, {"name": "Bình"}])));
    }

    #[test]
    fn a_day_with_a_box_left_open_is_wrong_and_stays_as_typed() {
        let told = typed(&[("born.day", "8"), ("born.year", "2019")]);
        assert_eq!(told.as_deref(), Some("2019--08"), "there is no such day");
    }
}

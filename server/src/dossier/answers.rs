//! Answers of a form in words, as people read them: to whoever gave them, and to whoever works on them.

use domain::form::{Answers, Form, Kind, Question};
use jiff::civil::Date;
use page::Text;
use page::procedure::Said;
use serde_json::Value as Json;

use super::history;
use crate::procedure::view::{day, said};
use crate::procedure::words;

/// An answer in words, a line for each part.
pub fn answer(t: Text, question: &Question, answer: &Json) -> Vec<String> {
    let chosen = |id: &str| {
        let choice = question.choices.iter().find(|it| it.id == id);
        choice.map_or_else(|| id.to_owned(), |it| words::said(t, &it.label).to_owned())
    };
    let text = |part: &str| answer.get(part).and_then(Json::as_str).unwrap_or_default();
    let lines = match question.kind {
        Kind::YesNo => {
            vec![if answer.as_bool() == Some(true) { t.form_yes() } else { t.form_no() }]
        }
        Kind::Choice => vec![answer.as_str().map(chosen).unwrap_or_default()],
        Kind::Choices => {
            let all = answer.as_array().into_iter().flatten();
            all.filter_map(Json::as_str).map(chosen).collect()
        }
        Kind::Date => vec![day_told(t, answer.as_str().unwrap_or_default())],
        Kind::Money => vec![words::vnd(t, answer.as_u64().unwrap_or(0))],
        Kind::Number => vec![history::shown(answer)],
        Kind::Text | Kind::Paragraph | Kind::Phone | Kind::Email => {
            answer.as_str().unwrap_or_default().lines().map(str::to_owned).collect()
        }
        Kind::Identity => vec![text("number").to_owned()],
        Kind::Person => {
            let identity = answer.get("identity").and_then(|it| it.get("number"));
            let identity = identity.and_then(Json::as_str).unwrap_or_default();
            let born = day_told(t, text("birth_date"));
            vec![text("name").to_owned(), born, identity.to_owned()]
        }
        Kind::Organisation => vec![text("name").to_owned(), text("tax_code").to_owned()],
        Kind::Address => vec![text("text").to_owned(), text("unit_code").to_owned()],
        // The file's name is read beside.
        Kind::File => Vec::new(),
        Kind::Group => {
            let rows = answer.as_array().into_iter().flatten().filter_map(Json::as_object);
            rows.map(|given| row(t, question, given)).collect()
        }
    };
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// Every answer with its question, in the order of the form. An answer of which the form knows
/// nothing, or which is not of its question's kind, stays as it was sent, under the others.
pub fn all(t: Text, form: Option<&Form>, given: &Answers) -> Vec<(Said, String)> {
    let questions: &[Question] = form.map_or(&[], |form| &form.questions);
    let asked = questions.iter().filter_map(|question| {
        let value = given.get(&question.id)?;
        let told = answer(t, question, value).join(", ");
        let told = if told.is_empty() { history::shown(value) } else { told };
        Some((said(t, &question.label), told))
    });
    let is_asked = |id: &str| questions.iter().any(|question| question.id == id);
    let others = given.iter().filter(|(id, _)| !is_asked(id));
    asked.chain(others.map(|(id, value)| (Said::plain(id), history::shown(value)))).collect()
}

fn row(t: Text, question: &Question, row: &Answers) -> String {
    let told = question.questions.iter().filter_map(|inner| {
        let given = row.get(&inner.id)?;
        Some(answer(t, inner, given).join(", "))
    });
    told.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A day as people write it; what is none stays as it was typed.
fn day_told(t: Text, stored: &str) -> String {
    match stored.parse::<Date>() {
        Ok(date) => t.date(day(date)),
        Err(_) => stored.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use page::Language;
    use serde_json::json;

    use super::*;

    const FORM: &str = r#"
        [[questions]]
        id = "who"
        label = { vi = "Người đi khai", en = "Who declares" }
        kind = "person"
        [[questions]]
        id = "sex"
        label = { vi = "Giới tính", en = "Sex" }
        kind = "choice"
        choices = [{ id = "female", label = { vi = "Nữ", en = "Female" } }]
        [[questions]]
        id = "late"
        label = { vi = "Khai muộn?", en = "Late?" }
        kind = "yes-no"
    "#;

    #[test]
    fn answers_are_told_in_words_and_in_the_order_of_the_form() {
        let form: Form = toml::from_str(FORM).expect("a form");
        let given = json!({
            "late": false,
            "other": ["x", 7],
            "sex": "female",
            "who": {
                "name": "Nguyễn Thị Mẫu",
                "birth_date": "1990-05-20",
                "identity": { "type": "citizen_id", "number": "099190000001" },
            },
        });
        let given = given.as_object().expect("an object");
        let told = |language| {
            let all = all(Text { language }, Some(&form), given);
            all.into_iter().map(|(name, value)| (name.text, value)).collect::<Vec<_>>()
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let vi = [
            pair("Người đi khai", "Nguyễn Thị Mẫu, 20/05/1990, 099190000001"),
            pair("Giới tính", "Nữ"),
            pair("Khai muộn?", "Không"),
            pair("other", "x; 7"),
        ];
        assert_eq!(told(Language::Vietnamese), vi);
        assert_eq!(told(Language::English)[1], pair("Sex", "Female"));
        let kept = all(Text { language: Language::Vietnamese }, None, given);
        assert_eq!(kept.len(), 4, "without its form every answer is there still");
    }

    #[test]
    fn an_answer_that_is_not_of_its_question_s_kind_stays_as_it_was_sent() {
        let form: Form = toml::from_str(FORM).expect("a form");
        let given = json!({ "sex": 3 });
        let told = all(
            Text { language: Language::Vietnamese },
            Some(&form),
            given.as_object().expect("an object"),
        );
        assert_eq!(told[0].1, "3");
    }
}

//! What was filled into a form, by the names of its fields.

use domain::access::Action;
use jiff::civil::Date;
use page::ask::{self, Ask};

/// The longest text that is looked at, in characters; the rules say what is too long.
const LENGTH_MAX: usize = 2000;

/// Fields and values as they were sent; a field may come more than once.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(transparent)]
pub struct Filled(Vec<(String, String)>);

impl Filled {
    /// A form with these values.
    pub fn of(values: &[(&str, &str)]) -> Filled {
        Filled(values.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect())
    }

    /// The value of a field without spaces around it; empty where there is none.
    pub fn one(&self, name: &str) -> String {
        let found = self.0.iter().find(|(known, _)| known == name);
        let text: String =
            found.map(|(_, value)| value.chars().take(LENGTH_MAX).collect()).unwrap_or_default();
        text.replace('\0', " ").trim().to_owned()
    }

    /// The value of a field in composed letters with single spaces.
    pub fn composed(&self, name: &str) -> String {
        domain::text::compose(&self.one(name))
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> Vec<String> {
        let found = self.0.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).collect()
    }

    /// A day of three boxes as it was typed: `2019-12-16`; empty where nothing was.
    pub fn typed_day(&self, name: &str) -> String {
        let part = |part: &str| self.one(&format!("{name}.{part}"));
        let (day, month, year) = (part("day"), part("month"), part("year"));
        match [&day, &month, &year].iter().all(|it| it.is_empty()) {
            true => String::new(),
            false => format!("{year}-{month:0>2}-{day:0>2}"),
        }
    }

    /// The day of three boxes: nothing where none was typed, an error where it is no day.
    pub fn day(&self, name: &str) -> Result<Option<Date>, NotADay> {
        let typed = self.typed_day(name);
        match typed.is_empty() {
            true => Ok(None),
            false => typed.parse().map(Some).map_err(|_| NotADay),
        }
    }

    /// Actions by their names; unknown ones are left out.
    pub fn actions(&self, name: &str) -> Vec<Action> {
        self.all(name).iter().filter_map(|id| Action::parse(id)).collect()
    }
}

/// Three boxes that make no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

/// What is wrong with a form: the field, and what to do.
#[derive(Clone, Debug, Default)]
pub struct Wrong(pub Vec<(&'static str, String)>);

impl Wrong {
    /// Notes what is wrong with a field.
    pub fn add(&mut self, field: &'static str, what: String) {
        self.0.push((field, what));
    }

    /// What is wrong with a field, where anything is.
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, what)| what.clone())
    }

    /// The form with what is wrong: at each question, and as a whole what is about none of them.
    pub fn on(&self, page: Ask) -> Ask {
        let asks = |field: &str| page.questions.iter().any(|question| question.name == field);
        let beside = self.0.iter().find(|(field, _)| !asks(field));
        let problem = beside.map(|(_, what)| what.clone());
        let at = |question: page::procedure::Question| {
            let what = self.of(&question.name);
            ask::wrong(question, what)
        };
        let questions = page.questions.into_iter().map(at).collect();
        Ask { problem, questions, ..page }
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_its_boxes_or_refused() {
        let day = |day, month, year| {
            let values = [("on.day", day), ("on.month", month), ("on.year", year)];
            Filled::of(&values).day("on")
        };
        assert_eq!(day("6", "1", "2020"), Ok(Some(jiff::civil::date(2020, 1, 6))));
        assert_eq!(day("", "", ""), Ok(None));
        for wrong in [("31", "2", "2020"), ("", "1", "2020"), ("x", "1", "2020"), ("1", "1", "20")]
        {
            assert_eq!(day(wrong.0, wrong.1, wrong.2), Err(NotADay), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_question_or_as_a_whole() {
        let questions = ["name", "office"].map(|name| ask::line(name, name, "")).into();
        let mut wrong = Wrong::default();
        wrong.add("name", "too long".to_owned());
        wrong.add("login", "taken".to_owned());
        let page = wrong.on(Ask { questions, ..Ask::default() });
        assert_eq!(page.problem.as_deref(), Some("taken"));
        let errors: Vec<Option<String>> = page.questions.into_iter().map(|it| it.error).collect();
        assert_eq!(errors, [Some("too long".to_owned()), None]);
    }

    #[test]
    fn a_field_may_come_more_than_once() {
        let form: Filled =
            serde_urlencoded::from_str("roles=clerk&csrf=x&roles=leader&name=+A%00b+")
                .expect("a form");
        assert_eq!(form.all("roles"), ["clerk", "leader"]);
        assert_eq!((form.one("name").as_str(), form.one("no").as_str()), ("A b", ""));
    }
}

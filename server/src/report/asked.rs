//! What a report is asked by: the values of an address, read, with what is wrong at its place.

use domain::report::{By, Choices, Form, Period, Scope, WAYS, Window};
use jiff::civil::Date;
use page::Text;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::web::address::with_query;

/// The longest value of an address that is looked at, in bytes.
const VALUE_BYTES_MAX: usize = 60;

/// The values of an address.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct Query {
    /// A period of the law in place of both days: `2019-q4`, `2019-h1`, `2019`.
    pub period: String,
    /// The first day.
    #[param(format = Date)]
    pub from: String,
    /// The last day.
    #[param(format = Date)]
    pub to: String,
    /// The code of the office that reports; the province when absent.
    pub office: Option<String>,
    /// `below` (offices under it too; the default) or `alone`.
    pub scope: String,
    /// Rows: `field` (the default) or `office`.
    pub by: String,
    /// Withdrawn and stopped dossiers: `on-time` (the default) or `as-they-stood`.
    pub ended: String,
    /// Overdue dossiers that wait for a supplement: `in-time` (the default) or `as-they-stood`.
    pub waiting: String,
    /// Dossiers of an old system: `when-received` (the default) or `when-taken-over`.
    pub imported: String,
    /// Results: `by-promise` (the default) or `by-law`.
    pub judged: String,
}

/// A report that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The form.
    pub form: Form,
    /// Of which offices.
    pub scope: Scope,
    /// Of which days.
    pub window: Window,
    /// What stands in its rows.
    pub by: By,
    /// How things are counted.
    pub choices: Choices,
    /// Whether no way to count was said, so that a frozen report's own ones hold.
    pub free: bool,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is no day.
    NoDay,
    /// The last day is before the first.
    Order,
    /// A day far from those that are asked for.
    Range,
    /// There is no such period.
    NoPeriod,
    /// There is no such office.
    NoOffice,
    /// It is none of the options.
    NoOption,
}

impl Flaw {
    /// What is wrong and what to do.
    pub fn words(self, text: Text) -> String {
        match self {
            Flaw::NoDay => text.report_no_day(),
            Flaw::Order => text.report_day_order(),
            Flaw::Range => text.report_day_range(),
            Flaw::NoPeriod => text.report_no_period(),
            Flaw::NoOffice => text.report_no_office(),
            Flaw::NoOption => text.report_no_option(),
        }
    }
}

impl Query {
    fn ways(&self) -> [(&'static str, &str); 4] {
        [
            ("ended", &self.ended),
            ("waiting", &self.waiting),
            ("imported", &self.imported),
            ("judged", &self.judged),
        ]
    }

    /// Whether nothing of a window was said.
    pub fn is_open(&self) -> bool {
        self.period.is_empty() && self.from.is_empty() && self.to.is_empty()
    }

    /// The window; each flaw with the name of its value.
    pub fn window(&self) -> Result<Window, Vec<(&'static str, Flaw)>> {
        if !self.period.is_empty() {
            let period = Period::parse(self.period.trim());
            return period.map(Period::window).ok_or_else(|| vec![("period", Flaw::NoPeriod)]);
        }
        let read = |text: &str| text.trim().parse::<Date>().ok();
        let (Some(from), Some(to)) = (read(&self.from), read(&self.to)) else {
            let each = [("from", &self.from), ("to", &self.to)];
            let wrong = each.into_iter().filter(|(_, text)| read(text).is_none());
            return Err(wrong.map(|(name, _)| (name, Flaw::NoDay)).collect());
        };
        let flaw = if to < from { Flaw::Order } else { Flaw::Range };
        Window::of(from, to).ok_or_else(|| vec![("to", flaw)])
    }

    /// The report of a form, of the office where the address names none.
    pub fn asked(&self, form: Form, office: &str) -> Result<Asked, Vec<(&'static str, Flaw)>> {
        let mut wrong = Vec::new();
        let window = self.window().map_err(|flaws| wrong.extend(flaws)).ok();
        let alone = match self.scope.as_str() {
            "" | "below" => Some(false),
            "alone" => Some(true),
            _ => None,
        };
        if alone.is_none() {
            wrong.push(("scope", Flaw::NoOption));
        }
        let by = if self.by.is_empty() { Some(By::Field) } else { By::parse(&self.by) };
        if by.is_none() {
            wrong.push(("by", Flaw::NoOption));
        }
        let mut choices = Choices::default();
        for (name, option) in self.ways() {
            match choices.choose(name, option) {
                Some(chosen) => choices = chosen,
                None => wrong.push((name, Flaw::NoOption)),
            }
        }
        let (Some(window), Some(alone), Some(by), true) = (window, alone, by, wrong.is_empty())
        else {
            return Err(wrong);
        };
        let office = self.office.as_deref().unwrap_or(office).trim().replace('\0', "");
        let office = office.chars().take(VALUE_BYTES_MAX).collect::<String>();
        // The province has no desk of its own beside its offices.
        let scope = Scope { alone: alone && !office.is_empty(), office };
        let free = self.ways().iter().all(|(_, option)| option.is_empty());
        Ok(Asked { form, scope, window, by, choices, free })
    }
}

impl Asked {
    /// The values that say the same.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let mut values = vec![
            ("from", self.window.from.to_string()),
            ("to", self.window.to.to_string()),
            ("office", self.scope.office.clone()),
            ("scope", if self.scope.alone { "alone".to_owned() } else { String::new() }),
            ("by", self.by.id().to_owned()),
        ];
        if !self.free {
            let chosen = WAYS.iter().zip(self.choices.chosen());
            values.extend(chosen.map(|(way, option)| (way.name, option.to_owned())));
        }
        values
    }

    /// Its address under a path.
    pub fn at(&self, path: &str) -> String {
        let values = self.values();
        let mut said: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // An empty office is the province, and has to be said where it is not the default.
        said.retain(|(_, value)| !value.is_empty());
        let path = with_query(path, &said);
        match self.scope.is_province() {
            true => format!("{path}&office="),
            false => path,
        }
    }

    /// The same of an office and those under it.
    #[must_use]
    pub fn of(&self, office: &str) -> Asked {
        Asked { scope: Scope::below(office), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Query {
        let text: Vec<String> = pairs.iter().map(|(name, it)| format!("{name}={it}")).collect();
        serde_urlencoded::from_str(&text.join("&")).expect("a query")
    }

    #[test]
    fn an_address_says_again_what_it_was_read_as() {
        let said = query(&[
            ("period", "2020-q1"),
            ("office", "H660"),
            ("by", "office"),
            ("judged", "by-law"),
        ]);
        let asked = said.asked(Form::Handling, "").expect("a report");
        assert_eq!(asked.window.from, date(2019, 12, 15));
        let path = asked.at("/reports/II.06a");
        let (_, rest) = path.split_once('?').expect("a query");
        let again: Query = serde_urlencoded::from_str(rest).expect("a query");
        assert_eq!(again.asked(Form::Handling, "").as_ref(), Ok(&asked));
        let province = Asked { scope: Scope::province(), free: true, ..asked };
        let path = province.at("/r");
        assert_eq!(path, "/r?from=2019-12-15&to=2020-03-14&by=office&office=");
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place_and_all_at_once() {
        let flaws = |pairs: &[_]| query(pairs).asked(Form::Handling, "").expect_err("it is wrong");
        let found = flaws(&[("from", "hôm qua"), ("by", "colour"), ("judged", "x")]);
        let expected = [
            ("from", Flaw::NoDay),
            ("to", Flaw::NoDay),
            ("by", Flaw::NoOption),
            ("judged", Flaw::NoOption),
        ];
        assert_eq!(found, expected);
        let days = |from, to| flaws(&[("from", from), ("to", to)]);
        assert_eq!(days("2020-03-02", "2020-03-01"), [("to", Flaw::Order)]);
        assert_eq!(days("1890-03-02", "2020-03-01"), [("to", Flaw::Range)]);
        assert_eq!(days("2020-02-30", "2020-03-01"), [("from", Flaw::NoDay)]);
        assert_eq!(flaws(&[("period", "2020-q9")]), [("period", Flaw::NoPeriod)]);
    }
}

//! What an address asks of a figure: a window, an office, a procedure, and by what.

use jiff::civil::Date;
use serde::Deserialize;

use crate::tally::Window;

/// By what a figure is broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Month by month.
    Month,
    /// Office by office.
    Office,
    /// Procedure by procedure.
    Procedure,
    /// Field of government by field.
    Field,
}

impl By {
    /// Every way, as they are offered.
    pub const ALL: [By; 4] = [By::Month, By::Office, By::Procedure, By::Field];

    /// The name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            By::Month => "month",
            By::Office => "office",
            By::Procedure => "procedure",
            By::Field => "field",
        }
    }

    /// The way of that name.
    pub fn parse(id: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.id() == id)
    }
}

/// The query as it comes.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Query {
    pub(super) office: Option<String>,
    pub(super) procedure: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) by: Option<String>,
    pub(super) part: Option<String>,
    pub(super) cursor: Option<String>,
    pub(super) limit: Option<usize>,
    /// Of ratings: those of one score.
    pub(super) score: Option<u8>,
    /// Of ratings: those alone that say something.
    pub(super) written: Option<String>,
}

/// What is wrong with a query: the parameter, and what is expected.
pub type Flaw = (&'static str, &'static str);

/// A query that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The window; this year up to today when nothing is said.
    pub window: Window,
    /// Whether it was said.
    pub is_said: bool,
    /// An office with those under it.
    pub office: Option<String>,
    /// A procedure.
    pub procedure: Option<String>,
    /// By what.
    pub by: Option<By>,
}

/// The longest code of an office or a procedure, in bytes.
const CODE_BYTES_MAX: usize = 60;
/// The longest window, in days: more than a programme.
const WINDOW_DAYS_MAX: i32 = 3_700;

impl Wanted {
    /// Reads a query on a day. What is wrong is told; the other parameters hold.
    pub fn of(query: &Query, today: Date) -> (Wanted, Vec<Flaw>) {
        let mut flaws: Vec<Flaw> = Vec::new();
        let mut day = |name: &'static str, text: &Option<String>| match said(text) {
            None => None,
            Some(text) => match text.parse::<Date>() {
                Ok(day) if (2000..=2100).contains(&day.year()) => Some(day),
                Ok(_) | Err(_) => {
                    flaws.push((name, "a date like 2019-12-16"));
                    None
                }
            },
        };
        let (from, to) = (day("from", &query.from), day("to", &query.to));
        let is_said = from.is_some() || to.is_some();
        let last = to.unwrap_or(today);
        let first = from.unwrap_or_else(|| last.first_of_year());
        let length = first.until(last).map_or(0, |span| span.get_days());
        let window = match Window::new(first, last) {
            Some(window) if length <= WINDOW_DAYS_MAX => window,
            Some(_) => {
                flaws.push(("from", "at most ten years before `to`"));
                Window { from: last.first_of_year(), to: last }
            }
            None => {
                flaws.push(("to", "a day that is not before `from`"));
                Window { from: first, to: first }
            }
        };
        let mut code = |name: &'static str, text: &Option<String>| match said(text) {
            Some(text) if text.len() > CODE_BYTES_MAX || text.contains('\0') => {
                flaws.push((name, "a code"));
                None
            }
            text => text.map(str::to_owned),
        };
        let (office, procedure) =
            (code("office", &query.office), code("procedure", &query.procedure));
        let by = said(&query.by).and_then(|text| {
            let by = By::parse(text);
            if by.is_none() {
                flaws.push(("by", "month, office, procedure or field"));
            }
            by
        });
        (Wanted { window, is_said, office, procedure, by }, flaws)
    }

    /// The query again: name and value of everything that was said.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let mut values = Vec::new();
        if self.is_said {
            values.push(("from", self.window.from.to_string()));
            values.push(("to", self.window.to.to_string()));
        }
        values.extend(self.office.clone().map(|office| ("office", office)));
        values.extend(self.procedure.clone().map(|procedure| ("procedure", procedure)));
        values
    }

    /// A path with the same query.
    pub fn path(&self, path: &str, more: &[(&str, &str)]) -> String {
        let values = self.values();
        let mut all: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend(more);
        crate::web::address::with_query(path, &all)
    }
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Wanted, Vec<&'static str>) {
        let of = |name: &str| {
            pairs.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned())
        };
        let query = Query {
            office: of("office"),
            from: of("from"),
            to: of("to"),
            by: of("by"),
            ..Query::default()
        };
        let (wanted, flaws) = Wanted::of(&query, date(2019, 12, 16));
        (wanted, flaws.into_iter().map(|(name, _)| name).collect())
    }

    #[test]
    fn nothing_said_is_this_year_up_to_today() {
        let (wanted, flaws) = read(&[]);
        assert_eq!(wanted.window, Window { from: date(2019, 1, 1), to: date(2019, 12, 16) });
        assert!(flaws.is_empty() && !wanted.is_said);
        assert_eq!(wanted.path("/programmes/x", &[]), "/programmes/x");
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_holds() {
        let (wanted, flaws) = read(&[("from", "2019-13-01"), ("office", "SXD"), ("by", "moon")]);
        assert_eq!(flaws, ["from", "by"]);
        assert_eq!(wanted.office.as_deref(), Some("SXD"));
        assert_eq!(read(&[("from", "2019-05-01"), ("to", "2019-04-01")]).1, ["to"]);
        assert_eq!(read(&[("from", "2001-05-01")]).1, ["from"]);
        assert_eq!(read(&[("to", "0001-05-01")]).1, ["to"]);
        let (wanted, flaws) =
            read(&[("from", "2018-12-15"), ("to", "2019-03-14"), ("by", "month")]);
        assert!(flaws.is_empty());
        let path = wanted.path("/measures/time-cut", &[("part", "numerator")]);
        assert_eq!(path, "/measures/time-cut?from=2018-12-15&to=2019-03-14&part=numerator");
    }
}

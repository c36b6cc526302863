//! Windows of reports: any days, and the periods that the law names.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// The years of which periods can be asked.
pub const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// The days that a report speaks of, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Window {
    /// The window between two days; `None` where it would end before it begins, or reaches out of
    /// [`YEARS`].
    pub fn of(from: Date, to: Date) -> Option<Window> {
        let known = |day: Date| YEARS.contains(&day.year());
        (from <= to && known(from) && known(to)).then_some(Window { from, to })
    }

    /// The last day before it.
    pub fn eve(self) -> Date {
        self.from.yesterday().unwrap_or(self.from)
    }

    /// Whether it has ended on a day: its last day is over.
    pub fn has_ended(self, today: Date) -> bool {
        self.to < today
    }

    /// The period of the law that it is, if any.
    pub fn period(self) -> Option<Period> {
        let year = self.to.year();
        Period::of_year(year).into_iter().find(|it| it.window() == self)
    }

    /// The window before it: the period before, where it is one of the law, else as many days.
    pub fn before(self) -> Window {
        if let Some(period) = self.period() {
            return period.before().window();
        }
        let days = self.from.until(self.to).map_or(0, |span| span.get_days());
        let to = self.eve();
        let from = to.checked_sub(jiff::Span::new().days(days)).unwrap_or(to);
        Window { from, to }
    }
}

/// A period of regular reports (NĐ 09/2019/NĐ-CP, Điều 12): it is cut on the 14th, so that figures
/// are there before the period itself ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A quarter, from 1 to 4: the 15th of the last month of the one before, to the 14th of its own
    /// last month.
    Quarter(i16, i8),
    /// The first six months: 15 December to 14 June.
    Half(i16),
    /// The year: 15 December to 14 December.
    Year(i16),
}

impl Period {
    /// The periods that end in a year, in the order in which they end.
    pub fn of_year(year: i16) -> Vec<Period> {
        let quarter = |number| Period::Quarter(year, number);
        let whole = Period::Year(year);
        vec![quarter(1), quarter(2), Period::Half(year), quarter(3), quarter(4), whole]
    }

    /// Its days.
    pub fn window(self) -> Window {
        let (begin, end, year) = match self {
            Period::Quarter(year, 1) => (None, 3, year),
            Period::Quarter(year, number) => (Some(number * 3 - 3), number * 3, year),
            Period::Half(year) => (None, 6, year),
            Period::Year(year) => (None, 12, year),
        };
        let from = match begin {
            None => date(year - 1, 12, 15),
            Some(month) => date(year, month, 15),
        };
        Window { from, to: date(year, end, 14) }
    }

    /// The period before it.
    pub fn before(self) -> Period {
        match self {
            Period::Quarter(year, 1) => Period::Quarter(year - 1, 4),
            Period::Quarter(year, number) => Period::Quarter(year, number - 1),
            // Six months are reported once a year; what came before is the year before.
            Period::Half(year) | Period::Year(year) => Period::Year(year - 1),
        }
    }

    /// The name in addresses: `2019-q4`, `2019-h1`, `2019`.
    pub fn id(self) -> String {
        match self {
            Period::Quarter(year, number) => format!("{year}-q{number}"),
            Period::Half(year) => format!("{year}-h1"),
            Period::Year(year) => year.to_string(),
        }
    }

    /// The period of that name.
    pub fn parse(id: &str) -> Option<Period> {
        let year: i16 = id.get(..4)?.parse().ok().filter(|year| YEARS.contains(year))?;
        Period::of_year(year).into_iter().find(|it| it.id() == id)
    }

    /// The last quarter that had ended on a day.
    pub fn last_ended(today: Date) -> Period {
        let years = [today.year() - 1, today.year()];
        let mut quarters = years.into_iter().flat_map(|year| (1..=4).map(move |it| (year, it)));
        let (year, number) = quarters
            .rfind(|(year, it)| Period::Quarter(*year, *it).window().has_ended(today))
            .unwrap_or((today.year() - 1, 4));
        Period::Quarter(year, number)
    }
}

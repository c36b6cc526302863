//! A window of days: whole months and the days at its edges.

use domain::tally::Period;
use jiff::ToSpan;
use jiff::civil::Date;

/// From a day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Window {
    /// From a day to another; `None` where the second is before the first.
    pub fn new(from: Date, to: Date) -> Option<Window> {
        (from <= to).then_some(Window { from, to })
    }

    /// Everything up to a day.
    pub fn until(to: Date) -> Window {
        Window { from: jiff::civil::date(1, 1, 1), to }
    }

    /// The ranges of periods that it is the sum of: the days before its first whole month, its
    /// whole months, the days after the last. At most three, none of which meets another.
    pub(super) fn ranges(self) -> Vec<(String, String)> {
        let days = |from: Date, to: Date| {
            (from <= to).then(|| (Period::Day(from).to_string(), Period::Day(to).to_string()))
        };
        let first = match self.from == self.from.first_of_month() {
            true => Some(self.from),
            false => self.from.last_of_month().checked_add(1.day()).ok(),
        };
        let last = match self.to == self.to.last_of_month() {
            true => Some(self.to),
            false => self.to.first_of_month().checked_sub(1.day()).ok(),
        };
        let Some((first, last)) = first.zip(last).filter(|(first, last)| first <= last) else {
            return days(self.from, self.to).into_iter().collect();
        };
        let before = first.checked_sub(1.day()).ok().and_then(|to| days(self.from, to));
        let after = last.checked_add(1.day()).ok().and_then(|from| days(from, self.to));
        let months = (Period::Month(first).to_string(), Period::Month(last).to_string());
        before.into_iter().chain([months]).chain(after).collect()
    }
}

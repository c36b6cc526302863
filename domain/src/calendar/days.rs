//! A calendar made ready: what every day is, found by its number.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::clock::NoDue;
use super::recurrence::{days_of, first_of, is_weekend};
use super::{DayKind, Declaration, ExceptionalDay};
use crate::wording::Wording;

/// Why a day is not worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Off {
    /// Saturday or Sunday (ngày nghỉ hằng tuần).
    WeeklyRest,
    /// A holiday.
    Holiday {
        /// Its name.
        name: Wording,
    },
    /// Off instead of a holiday on a rest day, or by a swap.
    CompensatoryOff {
        /// What for.
        name: Wording,
    },
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Worked, as its weekday says.
    Working,
    /// A Saturday or Sunday that is worked for a swapped day.
    Makeup,
    /// A weekly rest day.
    WeeklyRest,
    /// A holiday of the occasion with this number.
    Holiday(u8),
    /// A day off instead, for the occasion with this number.
    CompensatoryOff(u8),
    /// Of a year that the calendar does not have.
    Unknown,
}

impl Day {
    /// Whether limits count it (ngày làm việc).
    pub fn is_working(self) -> bool {
        match self {
            Day::Working | Day::Makeup => true,
            Day::WeeklyRest | Day::Holiday(_) | Day::CompensatoryOff(_) | Day::Unknown => false,
        }
    }
}

/// A calendar ready to count with. Make it once for a declaration: it takes longer than a
/// hundred deadlines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    first: Date,
    days: Vec<Day>,
    /// The first day that is provisional, by its number.
    provisional_from: usize,
    names: Vec<Wording>,
}

impl Calendar {
    /// Makes a calendar ready. A year that is missing between two decided ones stays unknown; of
    /// two declarations of one day the later holds.
    pub fn new(declared: &Declaration) -> Calendar {
        let years = || declared.years.iter().map(|year| year.year);
        let first = years().min().unwrap_or(0);
        let last = years().max();
        let decided = last.map_or(0, |last| i32::from(last) - i32::from(first) + 1);
        let end = decided + last.map_or(0, |_| i32::from(declared.provisional_years));
        let mut calendar = Calendar {
            first: first_of(first),
            days: Vec::new(),
            provisional_from: 0,
            names: declared.occasions.iter().map(|occasion| occasion.name.clone()).collect(),
        };
        let numbers: HashMap<&str, u8> = declared
            .occasions
            .iter()
            .zip(0_u8..)
            .map(|(it, number)| (it.id.as_str(), number))
            .collect();
        for place in 0..end {
            let year = first.saturating_add(i16::try_from(place).unwrap_or(i16::MAX));
            if place == decided {
                calendar.provisional_from = calendar.days.len();
            }
            let decision = declared.years.iter().find(|it| it.year == year);
            match (decision, place >= decided) {
                (Some(decision), _) => calendar.add_year(year, &decision.days, &numbers),
                (None, true) => calendar.add_year(year, &days_of(declared, year), &numbers),
                (None, false) => calendar.add_unknown(year),
            }
        }
        if end == decided {
            calendar.provisional_from = calendar.days.len();
        }
        calendar
    }

    fn add_unknown(&mut self, year: i16) {
        let length = usize::from(first_of(year).days_in_year().unsigned_abs());
        self.days.extend(std::iter::repeat_n(Day::Unknown, length));
    }

    fn add_year(&mut self, year: i16, days: &[ExceptionalDay], numbers: &HashMap<&str, u8>) {
        let begun = self.days.len();
        let first = first_of(year);
        let each = first.series(jiff::Span::new().days(1)).take_while(|day| day.year() == year);
        self.days.extend(each.map(|day| match is_weekend(day) {
            true => Day::WeeklyRest,
            false => Day::Working,
        }));
        for day in days.iter().filter(|day| day.date.year() == year) {
            let place = begun + usize::from(day.date.day_of_year().unsigned_abs()) - 1;
            // An occasion that is not declared has no name; `check` finds it.
            let number = numbers.get(day.of.as_str()).copied().unwrap_or(u8::MAX);
            self.days[place] = match day.kind {
                DayKind::Holiday => Day::Holiday(number),
                DayKind::CompensatoryOff => Day::CompensatoryOff(number),
                DayKind::MakeupWorkday => Day::Makeup,
            };
        }
    }

    fn place(&self, date: Date) -> Option<usize> {
        let hours = date.duration_since(self.first).as_hours();
        usize::try_from(hours.div_euclid(24)).ok().filter(|place| *place < self.days.len())
    }

    /// What a day is; an error that names the year where the calendar does not have it.
    pub fn day(&self, date: Date) -> Result<Day, NoDue> {
        let day = self.place(date).map(|place| self.days[place]);
        let known = day.filter(|day| *day != Day::Unknown);
        known.ok_or(NoDue::YearMissing { year: date.year() })
    }

    /// Whether limits count a day (ngày làm việc).
    pub fn is_working(&self, date: Date) -> Result<bool, NoDue> {
        self.day(date).map(Day::is_working)
    }

    /// Whether a day lies past the last decided year.
    pub fn is_provisional(&self, date: Date) -> bool {
        self.place(date).is_none_or(|place| place >= self.provisional_from)
    }

    /// The first working day from a day on.
    pub fn working_from(&self, date: Date) -> Result<Date, NoDue> {
        let mut day = date;
        while !self.is_working(day)? {
            day = next(day)?;
        }
        Ok(day)
    }

    /// Why a day is not worked; `None` when it is.
    pub fn off(&self, day: Day) -> Option<Off> {
        match day {
            Day::Working | Day::Makeup | Day::Unknown => None,
            Day::WeeklyRest => Some(Off::WeeklyRest),
            Day::Holiday(number) => Some(Off::Holiday { name: self.name(number) }),
            Day::CompensatoryOff(number) => Some(Off::CompensatoryOff { name: self.name(number) }),
        }
    }

    fn name(&self, number: u8) -> Wording {
        self.names.get(usize::from(number)).cloned().unwrap_or_default()
    }
}

/// The day after.
pub(super) fn next(day: Date) -> Result<Date, NoDue> {
    day.tomorrow().map_err(|_| NoDue::YearMissing { year: day.year() })
}

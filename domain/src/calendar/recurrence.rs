//! The holidays of a year by rule, for years that nobody decided yet.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday, date};

use super::lunar::lunar_date;
use super::{DayKind, Declaration, ExceptionalDay, Occasion};

/// Whether a day is a Saturday or Sunday (ngày nghỉ hằng tuần).
pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

impl Occasion {
    /// The day itself in a year; `None` where it does not come by rule.
    pub(super) fn day_in(&self, year: i16) -> Option<Date> {
        let signed = |number: u8| i8::try_from(number).unwrap_or(i8::MAX);
        let solar =
            self.solar.and_then(|it| Date::new(year, signed(it.month), signed(it.day)).ok());
        solar.or_else(|| self.lunar.map(|it| lunar_date(year, it.month, it.day)))
    }

    /// Its holidays in a year, the neighbouring one not counted.
    fn own_days(&self, year: i16) -> Vec<Date> {
        let Some(day) = self.day_in(year).filter(|_| self.recurs_in(year)) else {
            return Vec::new();
        };
        let from = -i64::from(self.days_before);
        let to = i64::from(self.days_after);
        let each = (from..=to).map(|days| day.saturating_add(jiff::Span::new().days(days)));
        each.collect()
    }

    /// How many holidays it has in a year by rule.
    pub(super) fn count_in(&self, year: i16) -> usize {
        let neighbours = usize::from(self.neighbour_from.is_some_and(|from| from <= year));
        match self.recurs_in(year) {
            true => usize::from(self.days_before) + 1 + usize::from(self.days_after) + neighbours,
            false => 0,
        }
    }
}

/// The exceptional days of a year by rule, in their order. The Prime Minister may decide otherwise
/// within the law, so they are provisional.
pub(super) fn days_of(declared: &Declaration, year: i16) -> Vec<ExceptionalDay> {
    let mut off: BTreeMap<Date, (DayKind, &str)> = BTreeMap::new();
    for occasion in &declared.occasions {
        for day in occasion.own_days(year) {
            off.entry(day).or_insert((DayKind::Holiday, &occasion.id));
        }
    }
    for occasion in declared.occasions.iter().filter(|it| it.recurs_in(year)) {
        let has_neighbour = occasion.neighbour_from.is_some_and(|from| from <= year);
        if let Some(day) = occasion.day_in(year).filter(|_| has_neighbour) {
            off.insert(neighbour(day, &off), (DayKind::Holiday, &occasion.id));
        }
    }
    let on_rest_days: Vec<(Date, &str)> =
        off.iter().filter(|(day, _)| is_weekend(**day)).map(|(day, (_, of))| (*day, *of)).collect();
    for (day, of) in on_rest_days {
        // Bộ luật Lao động 2019, Điều 111, khoản 3: off on the next working day instead.
        let mut next = day;
        while is_weekend(next) || off.contains_key(&next) {
            next = next.tomorrow().unwrap_or(Date::MAX);
        }
        off.insert(next, (DayKind::CompensatoryOff, of));
    }
    let told = off.into_iter().filter(|(day, _)| day.year() == year);
    told.map(|(date, (kind, of))| ExceptionalDay { date, kind, of: of.to_owned() }).collect()
}

/// The day beside a holiday: one that would be worked, by choice one that touches a weekend, else
/// the day before.
fn neighbour(day: Date, off: &BTreeMap<Date, (DayKind, &str)>) -> Date {
    let before = day.yesterday().unwrap_or(day);
    let after = day.tomorrow().unwrap_or(day);
    let is_free = |day: &Date| is_weekend(*day) || off.contains_key(day);
    let touches =
        |day: &Date, beyond: Option<Date>| !is_free(day) && beyond.is_some_and(is_weekend);
    match (is_free(&before), is_free(&after)) {
        (true, false) => after,
        (false, true) => before,
        _ if touches(&after, after.tomorrow().ok())
            && !touches(&before, before.yesterday().ok()) =>
        {
            after
        }
        _ => before,
    }
}

/// The first day of a year.
pub(super) fn first_of(year: i16) -> Date {
    date(year.clamp(-9999, 9999), 1, 1)
}

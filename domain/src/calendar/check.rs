//! What is wrong with a declared calendar or with sets of rules.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::recurrence::is_weekend;
use super::{
    DayKind, DecidedYear, Declaration, ExceptionalDay, Occasion, PROVISIONAL_YEARS_MAX, RuleSet,
    new_year,
};

/// The most occasions of a calendar.
const OCCASIONS_MAX: usize = 200;
/// The last lunar month whose days a rule can name: later ones may fall into the next civil year.
const LUNAR_MONTH_MAX: u8 = 10;
/// The last hour of a day that a cut-off can be.
const HOUR_MAX: u8 = 23;

/// Where in a declaration something is wrong, by places from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The whole.
    Whole,
    /// An occasion.
    Occasion(usize),
    /// A year.
    Year(usize),
    /// A day of a year.
    Day(usize, usize),
    /// A set of rules.
    Rules(usize),
}

/// What is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No year at all.
    #[error("no year is decided: add `[[years]]`")]
    NoYear,
    /// Too far ahead.
    #[error("a calendar answers at most {PROVISIONAL_YEARS_MAX} years past its last decided one")]
    TooFarAhead,
    /// Too many occasions.
    #[error("a calendar has at most {OCCASIONS_MAX} occasions")]
    TooManyOccasions,
    /// An occasion without a name, or told twice.
    #[error("occasion `{0}` is told twice or has no name: give each one an id and a name")]
    BadOccasion(String),
    /// An occasion that comes by two rules, or by one that cannot be reckoned.
    #[error("occasion `{0}` comes on one day: `solar`, or `lunar` in months 01 to 10")]
    BadRecurrence(String),
    /// A year told twice, or out of order, or with one missing before it.
    #[error("year {0} does not follow the year before: decided years follow each other")]
    YearOutOfOrder(i16),
    /// A year that does not say where it comes from.
    #[error("year {0} has no source: name the notice, or say how it was put together")]
    NoSource(i16),
    /// A year without Tết.
    #[error("year {year} has no Tết: {tet} is its first day")]
    NoTet {
        /// The year.
        year: i16,
        /// The first day of the lunar year.
        tet: Date,
    },
    /// A year in which an occasion has more or fewer holidays than the law gives.
    #[error("year {year}: `{of}` has {found} holidays, by rule {expected} around {day}")]
    HolidaysOff {
        /// The year.
        year: i16,
        /// The occasion.
        of: String,
        /// Its holidays.
        found: usize,
        /// How many it has by rule.
        expected: usize,
        /// Its day.
        day: Date,
    },
    /// Holidays on rest days without their days off (Bộ luật Lao động, Điều 111).
    #[error("year {year}: `{of}` has {found} compensatory days off for {expected} on rest days")]
    CompensationOff {
        /// The year.
        year: i16,
        /// The occasion.
        of: String,
        /// Its compensatory days off.
        found: usize,
        /// Its holidays on rest days.
        expected: usize,
    },
    /// A day of another year.
    #[error("{0} is no day of its year: move it")]
    OtherYear(Date),
    /// A day told twice.
    #[error("{0} is told twice: keep one")]
    DayTwice(Date),
    /// Days out of order.
    #[error("{0} stands before an earlier day: put the days in their order")]
    DaysUnsorted(Date),
    /// A make-up day that is worked anyway.
    #[error("{0} is no Saturday or Sunday: only those are worked instead")]
    MakeupOnWeekday(Date),
    /// A day off that was a rest day anyway.
    #[error("{0} is a Saturday or Sunday: a compensatory day off is a day that would be worked")]
    CompensationOnRestDay(Date),
    /// An occasion that is not declared.
    #[error("occasion `{0}` is not declared: add it to `[[occasions]]`")]
    UnknownOccasion(String),
    /// A set of rules told twice, or out of order.
    #[error("rules `{0}` are told twice, or begin before the ones above")]
    RulesOutOfOrder(String),
    /// A set of rules that says something impossible.
    #[error("rules `{id}`: {what}")]
    BadRules {
        /// The set.
        id: String,
        /// What, and what to do.
        what: &'static str,
    },
}

/// Everything that is wrong with a declared calendar.
pub fn check(declared: &Declaration) -> Vec<(Place, Fault)> {
    let mut found = Vec::new();
    if declared.years.is_empty() {
        found.push((Place::Whole, Fault::NoYear));
    }
    if declared.provisional_years > PROVISIONAL_YEARS_MAX {
        found.push((Place::Whole, Fault::TooFarAhead));
    }
    if declared.occasions.len() > OCCASIONS_MAX {
        found.push((Place::Whole, Fault::TooManyOccasions));
    }
    let mut seen = BTreeSet::new();
    for (place, occasion) in declared.occasions.iter().enumerate() {
        let is_new = seen.insert(&occasion.id);
        found.extend(occasion_faults(occasion, is_new).map(|it| (Place::Occasion(place), it)));
    }
    let mut before: Option<i16> = None;
    for (place, year) in declared.years.iter().enumerate() {
        let follows = before.is_none_or(|before| i32::from(before) + 1 == i32::from(year.year));
        if !follows {
            found.push((Place::Year(place), Fault::YearOutOfOrder(year.year)));
        }
        before = Some(year.year);
        found.extend(year_faults(declared, year).into_iter().map(|it| (Place::Year(place), it)));
        for (number, day) in year.days.iter().enumerate() {
            let faults = day_faults(declared, year, number, day);
            found.extend(faults.into_iter().map(|it| (Place::Day(place, number), it)));
        }
    }
    found
}

fn occasion_faults(occasion: &Occasion, is_new: bool) -> impl Iterator<Item = Fault> {
    let id = || occasion.id.clone();
    let is_named = !occasion.id.is_empty() && !occasion.name.is_empty();
    let name = (!is_new || !is_named).then(|| Fault::BadOccasion(id()));
    let lunar = occasion.lunar.is_none_or(|it| (1..=LUNAR_MONTH_MAX).contains(&it.month));
    let is_one = occasion.solar.is_none() || occasion.lunar.is_none();
    let recurrence = (!lunar || !is_one).then(|| Fault::BadRecurrence(id()));
    name.into_iter().chain(recurrence)
}

fn year_faults(declared: &Declaration, told: &DecidedYear) -> Vec<Fault> {
    let year = told.year;
    let mut found = Vec::new();
    if told.source.trim().is_empty() {
        found.push(Fault::NoSource(year));
    }
    let tet = new_year(year);
    if !told.days.iter().any(|day| day.date == tet && day.kind == DayKind::Holiday) {
        found.push(Fault::NoTet { year, tet });
    }
    for occasion in &declared.occasions {
        let of = || told.days.iter().filter(|day| day.of == occasion.id);
        let holidays = || of().filter(|day| day.kind == DayKind::Holiday);
        let (count, expected) = (holidays().count(), occasion.count_in(year));
        if let Some(day) = occasion.day_in(year).filter(|_| occasion.recurs_in(year)) {
            let has_day = holidays().any(|holiday| holiday.date == day);
            if count != expected || !has_day {
                let of = occasion.id.clone();
                found.push(Fault::HolidaysOff { year, of, found: count, expected, day });
            }
            let off = of().filter(|day| day.kind == DayKind::CompensatoryOff).count();
            let on_rest_days = holidays().filter(|day| is_weekend(day.date)).count();
            if off != on_rest_days {
                let (of, found_days) = (occasion.id.clone(), off);
                let expected = on_rest_days;
                found.push(Fault::CompensationOff { year, of, found: found_days, expected });
            }
        }
    }
    found
}

fn day_faults(
    declared: &Declaration,
    year: &DecidedYear,
    number: usize,
    day: &ExceptionalDay,
) -> Vec<Fault> {
    let mut found = Vec::new();
    let date = day.date;
    if date.year() != year.year {
        found.push(Fault::OtherYear(date));
    }
    let before = &year.days[..number];
    if before.iter().any(|other| other.date == date) {
        found.push(Fault::DayTwice(date));
    } else if before.last().is_some_and(|other| other.date > date) {
        found.push(Fault::DaysUnsorted(date));
    }
    match day.kind {
        DayKind::MakeupWorkday if !is_weekend(date) => found.push(Fault::MakeupOnWeekday(date)),
        DayKind::CompensatoryOff if is_weekend(date) => {
            found.push(Fault::CompensationOnRestDay(date));
        }
        DayKind::Holiday | DayKind::CompensatoryOff | DayKind::MakeupWorkday => {}
    }
    if declared.occasion(&day.of).is_none() {
        found.push(Fault::UnknownOccasion(day.of.clone()));
    }
    found
}

/// Everything that is wrong with sets of rules.
pub fn check_rules(sets: &[RuleSet]) -> Vec<(Place, Fault)> {
    let mut found = Vec::new();
    for (place, set) in sets.iter().enumerate() {
        let mut say = |fault| found.push((Place::Rules(place), fault));
        let before = &sets[..place];
        let is_first = before.iter().all(|other| other.id != set.id && other.from < set.from);
        if !is_first || set.id.is_empty() {
            say(Fault::RulesOutOfOrder(set.id.clone()));
        }
        let bad = |what| Fault::BadRules { id: set.id.clone(), what };
        if set.source.trim().is_empty() {
            say(bad("they have no source: name the text that makes them"));
        }
        if set.cutoff_hour > HOUR_MAX {
            say(bad("the cut-off is an hour from 0 to 23"));
        }
        let forms: BTreeSet<_> = set.forms.iter().map(|title| title.form).collect();
        if forms.len() != set.forms.len() {
            say(bad("a form is told twice: keep one title"));
        }
        if set.forms.iter().any(|title| title.title.is_empty() || title.number.is_empty()) {
            say(bad("a form has no number or no title"));
        }
        let answers = set.data_subject.iter().flat_map(|clocks| &clocks.finish);
        let requests: BTreeSet<_> = answers.clone().map(|answer| &answer.request).collect();
        if requests.len() != answers.count() {
            say(bad("a request about one's own data is told twice: keep one limit"));
        }
    }
    found
}

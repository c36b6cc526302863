//! The clock, case by case, with the article that each case stands on; and what always holds.

mod always;
mod calendar;
mod cases;
mod pauses;
mod rules;

use jiff::civil::{Date, DateTime, Time, date};

use super::{
    AfterSupplement, Calendar, Clock, DayKind, DecidedYear, Declaration, Due, ExceptionalDay,
    Hours, Moment, MonthDay, NoDue, Occasion, Pause, PauseKind, Precision, Rule,
};
use crate::procedure::description::{Quantity, Span, Unit};
use crate::province::{Schedule, Season};
use crate::time::LawTime;

/// The rules of 2018, to the day.
const TO_THE_DAY: Rule = Rule {
    after_supplement: AfterSupplement::Restart,
    due_precision: Precision::EndOfDay,
    cutoff_hour: 15,
};
/// The same to the minute.
const TO_THE_MINUTE: Rule = Rule { due_precision: Precision::SameClockTime, ..TO_THE_DAY };
/// The rules of 2015, to the day.
const RESUMING: Rule = Rule { after_supplement: AfterSupplement::Resume, ..TO_THE_DAY };

fn occasion(id: &str) -> Occasion {
    Occasion { id: id.to_owned(), name: id.into(), ..Occasion::default() }
}

fn month_day(text: &str) -> Option<MonthDay> {
    MonthDay::parse(text)
}

/// 2018 to 2020 as they were decided, and two provisional years.
fn declared() -> Declaration {
    let day = |text: &str, kind, of: &str| ExceptionalDay {
        date: text.parse().expect("a date"),
        kind,
        of: of.to_owned(),
    };
    let year = |year: i16, days: &[(&str, DayKind, &str)]| DecidedYear {
        year,
        source: "a notice".to_owned(),
        sample: false,
        days: days
            .iter()
            .map(|(text, kind, of)| day(&format!("{year}-{text}"), *kind, of))
            .collect(),
    };
    use DayKind::{CompensatoryOff as Off, Holiday, MakeupWorkday as Makeup};
    let solar = |id: &str, on: &str| Occasion { solar: month_day(on), ..occasion(id) };
    let lunar = |id: &str, on: &str| Occasion { lunar: month_day(on), ..occasion(id) };
    Declaration {
        provisional_years: 2,
        occasions: vec![
            solar("new-year", "01-01"),
            Occasion { days_before: 1, days_after: 3, ..lunar("tet", "01-01") },
            lunar("hung-kings", "03-10"),
            solar("victory", "04-30"),
            solar("labour", "05-01"),
            Occasion { neighbour_from: Some(2021), ..solar("national", "09-02") },
            occasion("swap"),
        ],
        years: vec![
            year(
                2018,
                &[
                    ("01-01", Holiday, "new-year"),
                    ("02-14", Holiday, "tet"),
                    ("02-15", Holiday, "tet"),
                    ("02-16", Holiday, "tet"),
                    ("02-17", Holiday, "tet"),
                    ("02-18", Holiday, "tet"),
                    ("02-19", Off, "tet"),
                    ("02-20", Off, "tet"),
                    ("04-25", Holiday, "hung-kings"),
                    ("04-30", Holiday, "victory"),
                    ("05-01", Holiday, "labour"),
                    ("09-02", Holiday, "national"),
                    ("09-03", Off, "national"),
                    ("12-31", Off, "swap"),
                ],
            ),
            year(
                2019,
                &[
                    ("01-01", Holiday, "new-year"),
                    ("01-05", Makeup, "swap"),
                    ("02-04", Holiday, "tet"),
                    ("02-05", Holiday, "tet"),
                    ("02-06", Holiday, "tet"),
                    ("02-07", Holiday, "tet"),
                    ("02-08", Holiday, "tet"),
                    ("04-14", Holiday, "hung-kings"),
                    ("04-15", Off, "hung-kings"),
                    ("04-29", Off, "swap"),
                    ("04-30", Holiday, "victory"),
                    ("05-01", Holiday, "labour"),
                    ("05-04", Makeup, "swap"),
                    ("09-02", Holiday, "national"),
                ],
            ),
            year(
                2020,
                &[
                    ("01-01", Holiday, "new-year"),
                    ("01-23", Holiday, "tet"),
                    ("01-24", Holiday, "tet"),
                    ("01-25", Holiday, "tet"),
                    ("01-26", Holiday, "tet"),
                    ("01-27", Holiday, "tet"),
                    ("01-28", Off, "tet"),
                    ("01-29", Off, "tet"),
                    ("04-02", Holiday, "hung-kings"),
                    ("04-30", Holiday, "victory"),
                    ("05-01", Holiday, "labour"),
                    ("09-02", Holiday, "national"),
                ],
            ),
        ],
    }
}

fn season(from: &str, days: &[u8], spans: &[(&str, &str)]) -> Season {
    let time = |text: &str| text.parse::<Time>().expect("a time");
    let spans = spans.iter().map(|(opens, closes)| (time(opens), time(closes))).collect();
    Season { from: from.to_owned(), days: days.to_vec(), spans }
}

/// 07:00 to 11:30 and 13:30 to 17:00; from 16 April half an hour earlier in the afternoon; from
/// November a desk on Saturday morning too.
fn schedule() -> Schedule {
    let week = [1, 2, 3, 4, 5];
    Schedule {
        id: "office".to_owned(),
        seasons: vec![
            season("01-01", &week, &[("07:00", "11:30"), ("13:30", "17:00")]),
            season("04-16", &week, &[("07:00", "11:30"), ("13:00", "16:30")]),
            season("11-01", &week, &[("07:00", "11:30"), ("13:30", "17:00")]),
            season("11-01", &[6], &[("07:30", "11:00")]),
        ],
    }
}

/// Everything that a clock needs.
struct Bench {
    calendar: Calendar,
    hours: Hours,
}

impl Bench {
    fn new() -> Bench {
        Bench { calendar: Calendar::new(&declared()), hours: Hours::new(&schedule()) }
    }

    fn clock(&self, rule: Rule) -> Clock<'_> {
        Clock { rule, hours: &self.hours, calendar: &self.calendar }
    }

    fn due(&self, rule: Rule, received: &str, span: Span) -> Result<Due, NoDue> {
        self.clock(rule).due(at(received), span)
    }

    /// The due moment as text: a day, or an instant to the minute.
    fn told(&self, rule: Rule, received: &str, span: Span) -> String {
        told(self.due(rule, received, span).expect("it is due").due)
    }

    fn told_after(&self, rule: Rule, received: &str, span: Span, pauses: &[Pause]) -> String {
        let due = self.clock(rule).due_after(at(received), span, pauses).expect("it is due");
        told(due.due)
    }
}

fn told(due: Moment) -> String {
    match due {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(at) => at.civil().strftime("%Y-%m-%dT%H:%M").to_string(),
    }
}

fn at(text: &str) -> LawTime {
    LawTime::of(text.parse::<DateTime>().expect("a date and time"))
}

fn quarters(quarters: u32, unit: Unit) -> Span {
    Span { quantity: Quantity { quarters }, unit }
}

fn days(count: u32) -> Span {
    quarters(count * 4, Unit::WorkingDay)
}

fn same_day() -> Span {
    quarters(0, Unit::SameDay)
}

fn supplement(from: &str, to: &str) -> Pause {
    pause(PauseKind::Supplement, from, to)
}

fn pause(kind: PauseKind, from: &str, to: &str) -> Pause {
    Pause { kind, from: at(from), to: Some(at(to)), basis: None }
}

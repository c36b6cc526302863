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

/// Days off and make-up days of 2018 to 2020: `.` a holiday, `-` a day off instead, `+` made up.
const DECIDED: [(i16, &str); 3] = [
    (
        2018,
        "01-01.new-year 02-14.tet 02-15.tet 02-16.tet 02-17.tet 02-18.tet 02-19-tet 02-20-tet \
         04-25.hung-kings 04-30.victory 05-01.labour 09-02.national 09-03-national 12-31-swap",
    ),
    (
        2019,
        "01-01.new-year 01-05+swap 02-04.tet 02-05.tet 02-06.tet 02-07.tet 02-08.tet \
         04-14.hung-kings 04-15-hung-kings 04-29-swap 04-30.victory 05-01.labour 05-04+swap \
         09-02.national",
    ),
    (
        2020,
        "01-01.new-year 01-23.tet 01-24.tet 01-25.tet 01-26.tet 01-27.tet 01-28-tet 01-29-tet \
         04-02.hung-kings 04-30.victory 05-01.labour 09-02.national",
    ),
];

fn exceptional(year: i16, told: &str) -> ExceptionalDay {
    let (date, rest) = told.split_at(5);
    let (kind, of) = rest.split_at(1);
    let kind = match kind {
        "." => DayKind::Holiday,
        "-" => DayKind::CompensatoryOff,
        "+" => DayKind::MakeupWorkday,
        other => panic!("{other} is no kind"),
    };
    let date = format!("{year}-{date}").parse().expect("a date");
    ExceptionalDay { date, kind, of: of.to_owned() }
}

/// 2018 to 2020 as they were decided, and two provisional years.
pub(crate) fn declared() -> Declaration {
    let solar = |id: &str, on: &str| Occasion { solar: month_day(on), ..occasion(id) };
    let lunar = |id: &str, on: &str| Occasion { lunar: month_day(on), ..occasion(id) };
    let year = |(year, days): (i16, &str)| DecidedYear {
        year,
        source: "a notice".to_owned(),
        sample: false,
        days: days.split_whitespace().map(|day| exceptional(year, day)).collect(),
    };
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
        years: DECIDED.map(year).to_vec(),
    }
}

fn season(from: &str, days: &[u8], spans: &[(&str, &str)]) -> Season {
    let time = |text: &str| text.parse::<Time>().expect("a time");
    let spans = spans.iter().map(|(opens, closes)| (time(opens), time(closes))).collect();
    Season { from: from.to_owned(), days: days.to_vec(), spans }
}

/// 07:00 to 11:30 and 13:30 to 17:00; from 16 April half an hour earlier in the afternoon; from
/// November a desk on Saturday morning too.
pub(crate) fn schedule() -> Schedule {
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

pub(crate) fn told(due: Moment) -> String {
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

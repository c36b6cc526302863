//! A deadline and how it was found, in both languages.

use domain::calendar::{Due, Line, Moment, Off, PauseKind, SetBy};
use domain::procedure::description::{Quantity, Span, Unit};
use jiff::civil::{Date, DateTime, Time};
use page::Text;

use crate::procedure::view;
use crate::procedure::words::{said, span};

/// Seconds in a minute.
const MINUTE_SECONDS: i64 = 60;
/// Minutes in an hour.
const HOUR_MINUTES: u64 = 60;

/// Every line, the answer last.
pub fn lines(text: Text, due: &Due) -> Vec<String> {
    due.lines.iter().map(|one| line(text, one)).collect()
}

/// One line.
pub fn line(text: Text, line: &Line) -> String {
    let date = |date: &Date| day(text, *date);
    match line {
        Line::Received { at } => text.calendar_received(instant(text, *at)),
        Line::Limit { span: limit } => text.calendar_limit(span(text, *limit)),
        Line::Set { due, by } => {
            let due = match due {
                Moment::Day(last) => date(last),
                Moment::Instant(at) => instant(text, at.civil()),
            };
            match by {
                SetBy::OldSystem => text.calendar_set_elsewhere(due),
                SetBy::TwoPeople => text.calendar_set_approved(due),
            }
        }
        Line::OutsideHours { from } => text.calendar_outside_hours(instant(text, *from)),
        Line::FirstDay { date: first } => text.calendar_first_day(date(first)),
        Line::RoundedUp { days } => text.calendar_rounded_up(calendar_days(text, *days)),
        Line::Counted { from, to, total } if from == to => {
            text.calendar_counted_one(date(from), total)
        }
        Line::Counted { from, to, total } => text.calendar_counted(date(from), date(to), total),
        Line::MakeupCounted { date: day, total } => text.calendar_makeup_counted(date(day), total),
        Line::Passed { from, to, off } if from == to => {
            text.calendar_passed_one(date(from), why_off(text, off))
        }
        Line::Passed { from, to, off } => {
            text.calendar_passed(date(from), date(to), why_off(text, off))
        }
        Line::Worked { date: day, from, to, total } => {
            let hours = text.span(clock(*from), clock(*to));
            text.calendar_worked(date(day), hours, work(text, *total))
        }
        Line::DaysCounted { from, to, days } => {
            text.calendar_days_counted(date(from), date(to), calendar_days(text, *days))
        }
        Line::MonthsCounted { months, days, to } => counted_months(text, *months, *days, *to),
        Line::EndsOnDayOff { date: last, off, to } => {
            text.calendar_ends_on_day_off(date(last), why_off(text, off), date(to))
        }
        Line::WithinCutoff { hour } => text.calendar_within_cutoff(hour),
        Line::AfterCutoff { hour } => text.calendar_after_cutoff(hour),
        Line::SameClockTime { at } => text.calendar_same_clock_time(instant(text, *at)),
        Line::Paused { kind, from, to, basis } => {
            let why = why_paused(text, *kind, basis.as_deref());
            text.calendar_paused(why, instant(text, *from), instant(text, *to))
        }
        Line::Standing { kind, from } => {
            text.calendar_standing(why_paused(text, *kind, None), instant(text, *from))
        }
        Line::DaysLeft { days } => text.calendar_left(calendar_days(text, *days)),
        Line::WorkLeft { seconds } => text.calendar_left(work(text, *seconds)),
        Line::BegunAnew { at } => text.calendar_begun_anew(instant(text, *at)),
        Line::PausedTooLate { from } => text.calendar_paused_too_late(instant(text, *from)),
        Line::Provisional { year } => text.calendar_provisional(year),
        Line::Due { due } => moment(text, *due),
    }
}

fn counted_months(text: Text, months: u32, days: u32, to: Date) -> String {
    let whole = span(text, counted(months, Unit::Month));
    match (months, days) {
        (_, 0) => text.calendar_months_counted(whole, day(text, to)),
        (0, days) => text.calendar_months_counted(calendar_days(text, days), day(text, to)),
        (_, days) => {
            text.calendar_months_days_counted(whole, calendar_days(text, days), day(text, to))
        }
    }
}

/// When something is due.
pub fn moment(text: Text, due: Moment) -> String {
    match due {
        Moment::Day(date) => {
            let weekday = date.weekday().to_monday_one_offset().unsigned_abs();
            text.calendar_due_day(text.weekday(weekday), day(text, date))
        }
        Moment::Instant(at) => text.calendar_due_instant(instant(text, at.civil())),
    }
}

fn why_off(text: Text, off: &Off) -> String {
    match off {
        Off::WeeklyRest => text.calendar_weekly_rest(),
        Off::Holiday { name } => text.calendar_holiday(said(text, name)),
        Off::CompensatoryOff { name } => text.calendar_compensatory_off(said(text, name)),
    }
}

fn why_paused(text: Text, kind: PauseKind, basis: Option<&str>) -> String {
    match (kind, basis) {
        (PauseKind::Supplement, _) => text.calendar_supplement(),
        (PauseKind::FinancialDuty, _) => text.calendar_financial_duty(),
        (PauseKind::Excluded, None) => text.calendar_excluded(),
        (PauseKind::Excluded, Some(basis)) => text.calendar_excluded_basis(basis),
    }
}

fn counted(count: u32, unit: Unit) -> Span {
    Span { quantity: Quantity::whole(count), unit }
}

fn calendar_days(text: Text, days: u32) -> String {
    span(text, counted(days, Unit::CalendarDay))
}

/// `45 phút`, `8 giờ`, `4 giờ 30 phút`.
fn work(text: Text, seconds: i64) -> String {
    let minutes = u64::try_from(seconds / MINUTE_SECONDS).unwrap_or(0);
    match (minutes / HOUR_MINUTES, minutes % HOUR_MINUTES) {
        (0, minutes) => text.calendar_minutes(minutes),
        (hours, 0) => text.calendar_hours(hours),
        (hours, minutes) => text.calendar_hours_minutes(hours, minutes),
    }
}

fn clock(time: Time) -> (u8, u8) {
    (time.hour().unsigned_abs(), time.minute().unsigned_abs())
}

fn day(text: Text, date: Date) -> String {
    text.date(view::day(date))
}

fn instant(text: Text, at: DateTime) -> String {
    let (hour, minute) = clock(at.time());
    text.instant(&(view::day(at.date()), hour, minute))
}

#[cfg(test)]
mod tests {
    use page::Language;

    use super::*;

    #[test]
    fn working_time_is_told_in_hours_and_minutes() {
        let told = |language, seconds| work(Text::new(language), seconds);
        assert_eq!(told(Language::Vietnamese, 2700), "45 phút");
        assert_eq!(told(Language::Vietnamese, 28_800), "8 giờ");
        assert_eq!(told(Language::English, 16_200), "4 h 30 min");
        assert_eq!(told(Language::English, 3600), "1 hour");
    }
}

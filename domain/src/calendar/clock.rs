//! When a dossier is due.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::procedure::description::{Quantity, Span, Unit};
use crate::time::LawTime;

use super::count::Count;
use super::days::{Calendar, next};
use super::hours::{Hours, seconds};
use super::line::{Line, SetBy};
use super::pause::Pause;
use super::rules::{Precision, Rule};

/// Seconds in an hour.
const HOUR_SECONDS: i32 = 3600;
/// Seconds in a quarter of an hour.
const QUARTER_SECONDS: i64 = 900;

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// By the close of business of a day.
    Day(Date),
    /// At an instant.
    Instant(LawTime),
}

/// A deadline, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When.
    pub due: Moment,
    /// Whether a day of a year that is not decided yet was looked at (lịch tạm tính).
    pub provisional: bool,
    /// Since when the clock stands; then nothing is late, and the due date will move.
    pub standing_since: Option<LawTime>,
    /// How it was found.
    pub lines: Vec<Line>,
}

/// Why there is no deadline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDue {
    /// The calendar does not have the year.
    #[error("the calendar has no year {year}: declare it in calendar.toml and load the province")]
    YearMissing {
        /// The year.
        year: i16,
    },
    /// The limit is words, not an amount of time.
    #[error("a limit as each project needs has no due date: name one")]
    NotCounted,
    /// The limit is nothing.
    #[error("a limit of nothing has no due date: name an amount")]
    Empty,
    /// The office's hours cannot be counted.
    #[error("schedule `{schedule}` has a season without hours from Monday to Friday: fill it in")]
    NoHours {
        /// The schedule.
        schedule: String,
    },
}

/// The rules, hours and calendar that a deadline is counted by.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    /// The rules.
    pub rule: Rule,
    /// The office's hours.
    pub hours: &'a Hours,
    /// The calendar.
    pub calendar: &'a Calendar,
}

/// The end of a limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// As counted, though it be a day off.
    pub(super) raw: DateTime,
    /// As it holds.
    pub(super) holds: DateTime,
}

impl End {
    pub(super) fn at(at: DateTime) -> End {
        End { raw: at, holds: at }
    }

    pub(super) fn on(day: Date) -> End {
        End::at(start(day))
    }
}

impl Clock<'_> {
    /// When a dossier accepted at an instant is due. The clock starts at acceptance, never at an
    /// online submission. Instants count to the whole second.
    pub fn due(&self, received: LawTime, span: Span) -> Result<Due, NoDue> {
        self.due_after(received, span, &[])
    }

    /// The same after pauses, in the order in which they began.
    pub fn due_after(&self, received: LawTime, span: Span, pauses: &[Pause]) -> Result<Due, NoDue> {
        let mut count = Count::new(self.calendar, self.hours);
        let at = received.civil();
        count.look(at.date())?;
        count.lines.extend([Line::Received { at }, Line::Limit { span }]);
        let end = self.end(&mut count, at, span)?;
        let (end, standing_since) = self.over(&mut count, span, end, pauses)?;
        Ok(answer(count, self.moment(span, end), standing_since))
    }

    /// When a dossier is due whose due date was set and not counted: as it was set, moved by pauses
    /// alone. The limit says how they move it.
    pub fn due_from(
        &self,
        received: LawTime,
        (set, by): (Moment, SetBy),
        span: Span,
        pauses: &[Pause],
    ) -> Result<Due, NoDue> {
        let mut count = Count::new(self.calendar, self.hours);
        count.lines.extend([Line::Received { at: received.civil() }, Line::Set { due: set, by }]);
        if !pauses.is_empty() {
            count.lines.push(Line::Limit { span });
        }
        let begun = match self.is_instant(span.unit) {
            true => End::at(set.instant(self.hours).civil()),
            false => End::on(set.date()),
        };
        let (end, standing_since) = self.over(&mut count, span, begun, pauses)?;
        let due = if end.holds == begun.holds { set } else { self.moment(span, end) };
        Ok(answer(count, due, standing_since))
    }

    /// The end after all pauses, and since when the clock stands.
    fn over(
        &self,
        count: &mut Count<'_>,
        span: Span,
        mut end: End,
        pauses: &[Pause],
    ) -> Result<(End, Option<LawTime>), NoDue> {
        let mut standing_since = None;
        for pause in pauses {
            match self.after(count, span, end, pause)? {
                Some(later) => end = later,
                None => standing_since = Some(pause.from),
            }
        }
        Ok((end, standing_since))
    }

    fn moment(&self, span: Span, end: End) -> Moment {
        match self.is_instant(span.unit) {
            true => Moment::Instant(LawTime::of(end.holds)),
            false => Moment::Day(end.holds.date()),
        }
    }

    /// Whether a limit of this unit ends at an instant.
    pub(super) fn is_instant(&self, unit: Unit) -> bool {
        match unit {
            Unit::WorkingHour => true,
            Unit::WorkingDay | Unit::CalendarDay | Unit::Month => {
                self.rule.due_precision == Precision::SameClockTime
            }
            Unit::SameDay | Unit::Other => false,
        }
    }

    /// The end of a whole limit that begins at an instant.
    pub(super) fn end(
        &self,
        count: &mut Count<'_>,
        at: DateTime,
        span: Span,
    ) -> Result<End, NoDue> {
        let Span { quantity, unit } = span;
        match (unit, self.is_instant(unit)) {
            (Unit::Other, _) => Err(NoDue::NotCounted),
            (Unit::SameDay, _) => self.same_day(count, at),
            _ if quantity.quarters == 0 => Err(NoDue::Empty),
            (Unit::WorkingDay, false) => working_days(count, at.date(), quantity),
            (Unit::CalendarDay | Unit::Month, false) => civil_days(count, at, span),
            (Unit::WorkingHour, _) => {
                let from = self.opening(count, at)?;
                let seconds = i64::from(quantity.quarters) * QUARTER_SECONDS;
                count.work(from, seconds).map(End::at)
            }
            (Unit::WorkingDay, true) => {
                let from = self.opening(count, at)?;
                working_days_to_the_minute(count, from, quantity)
            }
            (Unit::CalendarDay | Unit::Month, true) => {
                let from = self.opening(count, at)?;
                civil_days(count, from, span).and_then(|end| at_clock_time(count, end))
            }
        }
    }

    /// The instant from which time is counted to the minute: outside hours, the next opening.
    fn opening(&self, count: &mut Count<'_>, at: DateTime) -> Result<DateTime, NoDue> {
        if !self.hours.is_countable() {
            return Err(NoDue::NoHours { schedule: self.hours.id.clone() });
        }
        let from = count.within_hours(at)?;
        if from != at {
            count.lines.push(Line::OutsideHours { from });
        }
        Ok(from)
    }

    /// Due on the day itself up to the hour; after it, or on a day off, on the next working day.
    fn same_day(&self, count: &mut Count<'_>, at: DateTime) -> Result<End, NoDue> {
        let hour = self.rule.cutoff_hour;
        let in_time = seconds(at.time()) <= i32::from(hour) * HOUR_SECONDS;
        let is_working = count.look(at.date())?.is_working();
        let from = match (is_working, in_time) {
            (true, true) => {
                count.lines.push(Line::WithinCutoff { hour });
                return Ok(End::on(at.date()));
            }
            (true, false) => {
                count.lines.push(Line::AfterCutoff { hour });
                next(at.date())?
            }
            (false, _) => at.date(),
        };
        count.working_from(from).map(End::on)
    }
}

/// The deadline with its last lines.
fn answer(count: Count<'_>, due: Moment, standing_since: Option<LawTime>) -> Due {
    let provisional = count.provisional;
    let mut lines = count.lines;
    lines.extend(provisional.map(|year| Line::Provisional { year }));
    lines.push(Line::Due { due });
    Due { due, provisional: provisional.is_some(), standing_since, lines }
}

/// Whole working days after the first one, which is not counted.
fn working_days(count: &mut Count<'_>, first: Date, of: Quantity) -> Result<End, NoDue> {
    count.lines.push(Line::FirstDay { date: first });
    let days = rounded_up(count, of);
    count.working_days(first, days).map(End::on)
}

/// Working days to the same time of day; a part of a day is that part of the day's hours.
fn working_days_to_the_minute(
    count: &mut Count<'_>,
    from: DateTime,
    of: Quantity,
) -> Result<End, NoDue> {
    let (days, part) = (of.quarters / 4, of.quarters % 4);
    let mut at = from;
    if days > 0 {
        count.lines.push(Line::FirstDay { date: from.date() });
        let last = count.working_days(from.date(), days)?;
        at = count.clock_time_on(last, from)?;
        count.lines.push(Line::SameClockTime { at });
    }
    if part > 0 {
        let whole = i64::from(count.hours.seconds_of(at.date()));
        let later = count.work(at, whole * i64::from(part) / 4)?;
        // Never later than a whole day would end, though the next day be a short one.
        let mut quiet = count.quiet();
        let day = quiet.working_days(at.date(), 1)?;
        at = later.min(quiet.clock_time_on(day, from)?);
    }
    Ok(End::at(at))
}

/// Calendar days or months, and the next working day where they end on a day off.
fn civil_days(count: &mut Count<'_>, at: DateTime, span: Span) -> Result<End, NoDue> {
    let first = at.date();
    count.lines.push(Line::FirstDay { date: first });
    let beyond = |_| NoDue::YearMissing { year: i16::MAX };
    let quarters = span.quantity.quarters;
    let last = if span.unit == Unit::Month {
        // Điều 146: half a month is 15 days; a quarter is a half of that, rounded up.
        let (months, days) = (quarters / 4, (quarters % 4 * 15).div_ceil(2));
        let to = first.checked_add(i64::from(months).months()).map_err(beyond)?;
        let to = to.checked_add(i64::from(days).days()).map_err(beyond)?;
        count.lines.push(Line::MonthsCounted { months, days, to });
        to
    } else {
        let days = rounded_up(count, span.quantity);
        let to = first.checked_add(i64::from(days).days()).map_err(beyond)?;
        count.lines.push(Line::DaysCounted { from: next(first)?, to, days });
        to
    };
    rolled(count, last.to_datetime(at.time()))
}

/// A counted end as it holds: on the next working day where it is a day off.
pub(super) fn rolled(count: &mut Count<'_>, raw: DateTime) -> Result<End, NoDue> {
    let date = raw.date();
    let day = count.look(date)?;
    let Some(off) = count.calendar.off(day) else { return Ok(End::at(raw)) };
    let to = count.quiet_working_from(date)?;
    count.lines.push(Line::EndsOnDayOff { date, off, to });
    Ok(End { raw, holds: to.to_datetime(raw.time()) })
}

/// The end at its time of day, within the day's hours.
pub(super) fn at_clock_time(count: &mut Count<'_>, end: End) -> Result<End, NoDue> {
    let at = count.clock_time_on(end.holds.date(), end.holds)?;
    count.lines.push(Line::SameClockTime { at });
    Ok(End { raw: end.raw, holds: at })
}

fn rounded_up(count: &mut Count<'_>, of: Quantity) -> u32 {
    let days = of.quarters.div_ceil(4);
    if !of.quarters.is_multiple_of(4) {
        count.lines.push(Line::RoundedUp { days });
    }
    days
}

/// The first instant of a day.
fn start(day: Date) -> DateTime {
    day.to_datetime(jiff::civil::Time::midnight())
}

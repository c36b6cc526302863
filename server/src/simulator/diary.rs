//! The hours of a schedule over the played time, as spans that follow one another.

use domain::LawTime;
use domain::calendar::Day;
use domain::calendar::{Calendar, MonthDay, NoDue};
use domain::province::Schedule;
use jiff::ToSpan;
use jiff::civil::{Date, Time};

/// Instants here are whole seconds of law time.
pub(super) type Seconds = i64;

/// A minute, an hour and a day.
pub(super) const MINUTE: Seconds = 60;
pub(super) const HOUR: Seconds = 60 * MINUTE;
pub(super) const DAY: Seconds = 24 * HOUR;

/// The instant of a number of seconds.
pub(super) fn instant(at: Seconds) -> LawTime {
    LawTime(at * 1_000_000)
}

/// The seconds of an instant.
pub(super) fn seconds(at: LawTime) -> Seconds {
    at.0.div_euclid(1_000_000)
}

/// The day of a number of seconds.
pub(super) fn day_of(at: Seconds) -> Date {
    instant(at).date()
}

/// Which days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// Working days: when work is done.
    ToWork,
    /// Saturdays with hours of their own too: when a desk receives.
    ToReceive,
}

/// Spans of opening hours with the time worked before each.
#[derive(Debug)]
pub(super) struct Diary {
    spans: Vec<(Seconds, Seconds)>,
    before: Vec<Seconds>,
}

impl Diary {
    /// The hours from a day to another.
    pub(super) fn new(
        schedule: &Schedule,
        calendar: &Calendar,
        (from, to): (Date, Date),
        open: Open,
    ) -> Result<Diary, NoDue> {
        let (mut spans, mut before, mut worked) = (Vec::new(), Vec::new(), 0);
        let mut day = from;
        while day <= to {
            let weekday = day.weekday().to_monday_one_offset().unsigned_abs();
            let hours = match calendar.day(day)? {
                Day::Makeup => hours_of(schedule, day, 1),
                Day::Working => hours_of(schedule, day, weekday),
                Day::WeeklyRest if open == Open::ToReceive => hours_of(schedule, day, weekday),
                Day::WeeklyRest | Day::Holiday(_) | Day::CompensatoryOff(_) | Day::Unknown => {
                    Vec::new()
                }
            };
            for (opens, closes) in hours {
                let at = |time: Time| seconds(LawTime::of(day.to_datetime(time)));
                spans.push((at(opens), at(closes)));
                before.push(worked);
                worked += at(closes) - at(opens);
            }
            day = day.saturating_add(1.day());
        }
        Ok(Diary { spans, before })
    }

    /// The hours worked up to an instant.
    fn worked(&self, at: Seconds) -> Seconds {
        let next = self.spans.partition_point(|(_, closes)| *closes <= at);
        match self.spans.get(next) {
            Some((opens, _)) => self.before[next] + (at - opens).max(0),
            None => self.total(),
        }
    }

    fn total(&self) -> Seconds {
        let last = self.before.last().zip(self.spans.last());
        last.map_or(0, |(before, (opens, closes))| before + closes - opens)
    }

    /// The instant after so much work, within opening hours; the end of the last span beyond it.
    pub(super) fn after(&self, at: Seconds, work: Seconds) -> Seconds {
        let target = self.worked(at) + work.max(0);
        let place = self.before.partition_point(|before| *before <= target);
        let Some(place) = place.checked_sub(1) else { return at };
        let (opens, closes) = self.spans[place];
        (opens + target - self.before[place]).min(closes).max(at)
    }

    /// The first instant from one on at which it is open.
    pub(super) fn open_from(&self, at: Seconds) -> Seconds {
        self.after(at, 0)
    }

    /// How long is worked between two instants.
    pub(super) fn between(&self, from: Seconds, to: Seconds) -> Seconds {
        (self.worked(to) - self.worked(from)).max(0)
    }

    /// The first opening after the day of an instant.
    pub(super) fn next_morning(&self, at: Seconds) -> Seconds {
        let tomorrow = day_of(at).saturating_add(1.day());
        self.open_from(seconds(LawTime::start_of(tomorrow)))
    }

    /// The spans of a day.
    pub(super) fn of_day(&self, day: Date) -> &[(Seconds, Seconds)] {
        let begins = seconds(LawTime::start_of(day));
        let first = self.spans.partition_point(|(opens, _)| *opens < begins);
        let end = self.spans.partition_point(|(opens, _)| *opens < begins + DAY);
        &self.spans[first..end]
    }
}

fn hours_of(schedule: &Schedule, day: Date, weekday: u8) -> Vec<(Time, Time)> {
    let today = MonthDay { month: day.month().unsigned_abs(), day: day.day().unsigned_abs() };
    let begins = |season: &domain::province::Season| MonthDay::parse(&season.from);
    let begun = schedule.seasons.iter().filter_map(begins).filter(|from| *from <= today).max();
    // Before the year's first season the last one of the year before still holds.
    let holds = begun.or_else(|| schedule.seasons.iter().filter_map(begins).max());
    let rows = schedule.seasons.iter().filter(|season| begins(season) == holds);
    let mut hours: Vec<(Time, Time)> = rows
        .filter(|season| season.days.contains(&weekday))
        .flat_map(|season| season.spans.iter().copied())
        .collect();
    hours.sort_unstable();
    hours
}

//! An office's working hours by season and day of the week.

use jiff::civil::{Date, Time};

use crate::province::Schedule;

use super::MonthDay;
use super::recurrence::is_weekend;

/// Seconds in a minute and in an hour.
const MINUTE_SECONDS: i32 = 60;
const HOUR_SECONDS: i32 = 3600;

/// A part of a day's hours: opening and closing, in seconds from midnight.
pub(super) type Part = (i32, i32);

/// The hours of one season, by day of the week, Monday first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SeasonHours {
    from: MonthDay,
    week: [Vec<Part>; 7],
}

/// A schedule of hours ready to count with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The identifier of the schedule.
    pub id: String,
    seasons: Vec<SeasonHours>,
}

impl Hours {
    /// Makes a schedule ready.
    pub fn new(schedule: &Schedule) -> Hours {
        let mut seasons: Vec<SeasonHours> = Vec::new();
        for row in &schedule.seasons {
            let Some(from) = MonthDay::parse(&row.from) else { continue };
            let place = seasons.iter().position(|season| season.from == from);
            let place = place.unwrap_or_else(|| {
                seasons.push(SeasonHours { from, week: Default::default() });
                seasons.len() - 1
            });
            let parts = row.spans.iter().map(|(opens, closes)| (seconds(*opens), seconds(*closes)));
            let parts: Vec<Part> = parts.collect();
            for day in &row.days {
                if let Some(hours) = seasons[place].week.get_mut(usize::from(*day).wrapping_sub(1))
                {
                    hours.extend_from_slice(&parts);
                    hours.sort_unstable();
                }
            }
        }
        seasons.sort_by_key(|season| season.from);
        Hours { id: schedule.id.clone(), seasons }
    }

    /// Whether every season has hours from Monday to Friday, so that counting hours ends.
    pub fn is_countable(&self) -> bool {
        let works = |season: &SeasonHours| {
            season.week.iter().take(5).flatten().any(|(opens, closes)| opens < closes)
        };
        !self.seasons.is_empty() && self.seasons.iter().all(works)
    }

    /// The parts of a working day. A make-up Saturday or Sunday is worked as a weekday is, whatever
    /// the desk's own hours on other Saturdays are.
    pub(super) fn of(&self, day: Date) -> &[Part] {
        let (month, number) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let today = MonthDay { month, day: number };
        let begun = self.seasons.iter().rev().find(|season| season.from <= today);
        // Before the year's first season the last one of the year before still holds.
        let Some(season) = begun.or(self.seasons.last()) else { return &[] };
        if is_weekend(day) {
            let mut weekdays = season.week.iter().take(5);
            return weekdays.find(|parts| !parts.is_empty()).map_or(&[], Vec::as_slice);
        }
        let place = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        &season.week[place]
    }

    /// How many seconds a working day has.
    pub(super) fn seconds_of(&self, day: Date) -> i32 {
        self.of(day).iter().map(|(opens, closes)| closes - opens).sum()
    }

    /// When a working day closes; `None` for a day without hours.
    pub fn closing(&self, day: Date) -> Option<Time> {
        self.of(day).last().map(|(_, closes)| time(*closes))
    }
}

/// Seconds from midnight.
pub(super) fn seconds(time: Time) -> i32 {
    i32::from(time.hour()) * HOUR_SECONDS
        + i32::from(time.minute()) * MINUTE_SECONDS
        + i32::from(time.second())
}

/// The time of a number of seconds from midnight.
pub(super) fn time(seconds: i32) -> Time {
    let part = |number: i32| i8::try_from(number).unwrap_or(0);
    let (hour, rest) = (seconds / HOUR_SECONDS, seconds % HOUR_SECONDS);
    let (minute, second) = (rest / MINUTE_SECONDS, rest % MINUTE_SECONDS);
    Time::new(part(hour), part(minute), part(second), 0).unwrap_or(Time::MAX)
}

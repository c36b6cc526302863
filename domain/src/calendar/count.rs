//! Walking over days and hours, writing down each step.

use jiff::civil::{Date, DateTime};

use super::clock::NoDue;
use super::days::{Calendar, Day, next};
use super::hours::{Hours, seconds, time};
use super::line::Line;

/// A walk over the calendar.
pub(super) struct Count<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) hours: &'a Hours,
    /// What was found, step by step.
    pub(super) lines: Vec<Line>,
    /// The first year looked at that is not decided yet.
    pub(super) provisional: Option<i16>,
    /// The day that the last line of a run ends with.
    last: Option<(Date, Day)>,
}

impl<'a> Count<'a> {
    pub(super) fn new(calendar: &'a Calendar, hours: &'a Hours) -> Count<'a> {
        Count { calendar, hours, lines: Vec::new(), provisional: None, last: None }
    }

    /// A walk beside this one, of which nothing is told.
    pub(super) fn quiet(&self) -> Count<'a> {
        Count::new(self.calendar, self.hours)
    }

    /// What a day is; remembers whether its year is decided.
    pub(super) fn look(&mut self, date: Date) -> Result<Day, NoDue> {
        let day = self.calendar.day(date)?;
        if self.provisional.is_none() && self.calendar.is_provisional(date) {
            self.provisional = Some(date.year());
        }
        Ok(day)
    }

    /// The last of some working days after a day.
    pub(super) fn working_days(&mut self, after: Date, count: u32) -> Result<Date, NoDue> {
        self.last = None;
        let (mut date, mut total) = (after, 0);
        while total < count {
            date = next(date)?;
            let day = self.look(date)?;
            total += u32::from(day.is_working());
            self.note(date, day, total);
        }
        Ok(date)
    }

    /// The first working day from a day on.
    pub(super) fn working_from(&mut self, from: Date) -> Result<Date, NoDue> {
        self.last = None;
        let mut date = from;
        loop {
            let day = self.look(date)?;
            if day.is_working() {
                return Ok(date);
            }
            self.note(date, day, 0);
            date = next(date)?;
        }
    }

    /// The same without a line.
    pub(super) fn quiet_working_from(&mut self, from: Date) -> Result<Date, NoDue> {
        let told = self.lines.len();
        let date = self.working_from(from)?;
        self.lines.truncate(told);
        Ok(date)
    }

    /// How many working days lie after a day, up to another.
    pub(super) fn working_days_between(&mut self, after: Date, to: Date) -> Result<u32, NoDue> {
        let (mut date, mut count) = (after, 0);
        while date < to {
            date = next(date)?;
            count += u32::from(self.look(date)?.is_working());
        }
        Ok(count)
    }

    /// A line for a day, or a longer last line.
    fn note(&mut self, date: Date, day: Day, counted: u32) {
        let follows = self.last.is_some_and(|(before, kind)| {
            kind == day && before.tomorrow().is_ok_and(|after| after == date)
        });
        self.last = Some((date, day));
        match (self.lines.last_mut(), self.calendar.off(day)) {
            (Some(Line::Counted { to, total, .. }), None) if follows && day == Day::Working => {
                (*to, *total) = (date, counted);
            }
            (Some(Line::Passed { to, .. }), Some(_)) if follows => *to = date,
            (_, Some(off)) => self.lines.push(Line::Passed { from: date, to: date, off }),
            (_, None) if day == Day::Makeup => {
                self.lines.push(Line::MakeupCounted { date, total: counted });
            }
            (_, None) => {
                self.lines.push(Line::Counted { from: date, to: date, total: counted });
            }
        }
    }

    /// The instant itself where it is within hours, else the next opening. Opening and closing
    /// belong to the hours.
    pub(super) fn within_hours(&mut self, at: DateTime) -> Result<DateTime, NoDue> {
        let (mut date, mut second) = (at.date(), seconds(at.time()));
        loop {
            if self.look(date)?.is_working() {
                let part = self.hours.of(date).iter().find(|(_, closes)| second <= *closes);
                if let Some((opens, _)) = part {
                    return Ok(date.to_datetime(time(second.max(*opens))));
                }
            }
            (date, second) = (next(date)?, 0);
        }
    }

    /// A time of day on a working day: moved to the next opening, or back to the last closing.
    pub(super) fn clock_time_on(&mut self, date: Date, of: DateTime) -> Result<DateTime, NoDue> {
        let second = seconds(of.time());
        let parts = self.hours.of(date);
        let part = parts.iter().find(|(_, closes)| second <= *closes).or(parts.last());
        match part {
            Some((opens, closes)) => Ok(date.to_datetime(time(second.clamp(*opens, *closes)))),
            None => self.within_hours(date.to_datetime(time(0))),
        }
    }

    /// The instant after so many seconds of work; it never is an opening.
    pub(super) fn work(&mut self, from: DateTime, work: i64) -> Result<DateTime, NoDue> {
        self.last = None;
        let (mut date, mut second, mut left) = (from.date(), seconds(from.time()), work);
        if left <= 0 {
            return Ok(from);
        }
        loop {
            let day = self.look(date)?;
            let hours = self.hours;
            let parts = if day.is_working() { hours.of(date) } else { &[] };
            for (opens, closes) in parts.iter().filter(|(_, closes)| second < *closes) {
                let begin = second.max(*opens);
                let end = i32::try_from(left).map_or(*closes, |left| (*closes).min(begin + left));
                left -= i64::from(end - begin);
                let (from, to, total) = (time(begin), time(end), work - left);
                self.lines.push(Line::Worked { date, from, to, total });
                if left == 0 {
                    return Ok(date.to_datetime(to));
                }
            }
            if !day.is_working() {
                self.note(date, day, 0);
            }
            (date, second) = (next(date)?, 0);
        }
    }

    /// How many seconds of work lie between two instants.
    pub(super) fn work_between(&mut self, from: DateTime, to: DateTime) -> Result<i64, NoDue> {
        let (mut date, mut work) = (from.date(), 0);
        while date <= to.date() {
            let begin = if date == from.date() { seconds(from.time()) } else { 0 };
            let end = if date == to.date() { seconds(to.time()) } else { i32::MAX };
            if self.look(date)?.is_working() {
                let each = self.hours.of(date).iter();
                let each = each.map(|(opens, closes)| end.min(*closes) - begin.max(*opens));
                work += each.map(|seconds| i64::from(seconds.max(0))).sum::<i64>();
            }
            date = next(date)?;
        }
        Ok(work)
    }
}

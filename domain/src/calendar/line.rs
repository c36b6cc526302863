//! How a deadline was found, line by line, as data: texts of both languages say it.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::procedure::description::Span;

use super::clock::Moment;
use super::days::Off;
use super::pause::PauseKind;

/// Who set a due date that is not counted from the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetBy {
    /// The system that the dossier was taken over from told it.
    OldSystem,
    /// One official asked for it and another approved it.
    TwoPeople,
}

/// One step of the reckoning. Days are civil days in Vietnam; spans of work are in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
pub enum Line {
    /// When the dossier was accepted; the clock starts (NĐ 61/2018/NĐ-CP, Điều 17).
    Received {
        /// The instant.
        at: DateTime,
    },
    /// The limit that is counted.
    Limit {
        /// How much.
        span: Span,
    },
    /// A due date that was set: it is kept as it is, and only a pause moves it.
    Set {
        /// The moment.
        due: Moment,
        /// Who set it.
        by: SetBy,
    },
    /// Received outside hours: counted from the next opening.
    OutsideHours {
        /// The instant that counts instead.
        from: DateTime,
    },
    /// The first day is not counted (Bộ luật Dân sự 2015, Điều 147, khoản 2).
    FirstDay {
        /// The day.
        date: Date,
    },
    /// A part of a day counts as a whole one.
    RoundedUp {
        /// The days counted.
        days: u32,
    },
    /// Working days, one after the other.
    Counted {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
        /// How many were counted up to here.
        total: u32,
    },
    /// A Saturday or Sunday worked for a swapped day, counted.
    MakeupCounted {
        /// The day.
        date: Date,
        /// How many were counted up to here.
        total: u32,
    },
    /// Days off, not counted.
    Passed {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
        /// Why.
        off: Off,
    },
    /// A part of a working day, counted.
    Worked {
        /// The day.
        date: Date,
        /// From when.
        from: Time,
        /// To when.
        to: Time,
        /// Seconds counted up to here.
        total: i64,
    },
    /// Calendar days, all of them counted.
    DaysCounted {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
        /// How many.
        days: u32,
    },
    /// Months, to the day of the same number or the month's last (Điều 148, khoản 3).
    MonthsCounted {
        /// Whole months.
        months: u32,
        /// Days beyond them: half a month is 15 days (Điều 146).
        days: u32,
        /// The last day.
        to: Date,
    },
    /// The last day is off, so the limit ends on the next working day (Điều 148, khoản 5).
    EndsOnDayOff {
        /// The day off.
        date: Date,
        /// Why it is off.
        off: Off,
        /// The next working day.
        to: Date,
    },
    /// Received up to the hour: due on the day itself.
    WithinCutoff {
        /// The hour.
        hour: u8,
    },
    /// Received after the hour: due on the next working day.
    AfterCutoff {
        /// The hour.
        hour: u8,
    },
    /// The clock of day on the last day.
    SameClockTime {
        /// The instant.
        at: DateTime,
    },
    /// The clock stood.
    Paused {
        /// Why.
        kind: PauseKind,
        /// Since when.
        from: DateTime,
        /// Until when.
        to: DateTime,
        /// The text that allows it.
        basis: Option<String>,
    },
    /// What was left when the clock stopped, counted on from its end.
    DaysLeft {
        /// Days.
        days: u32,
    },
    /// The same in working time.
    WorkLeft {
        /// Seconds.
        seconds: i64,
    },
    /// After a supplement the whole limit begins anew (NĐ 61/2018/NĐ-CP).
    BegunAnew {
        /// The instant.
        at: DateTime,
    },
    /// A pause that began after the limit had ended moves nothing.
    PausedTooLate {
        /// When it began.
        from: DateTime,
    },
    /// The clock stands; the due date will move.
    Standing {
        /// Why.
        kind: PauseKind,
        /// Since when.
        from: DateTime,
    },
    /// The calendar of that year is not decided yet.
    Provisional {
        /// The year.
        year: i16,
    },
    /// The answer.
    Due {
        /// The moment.
        due: Moment,
    },
}

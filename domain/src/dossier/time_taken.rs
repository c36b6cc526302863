//! The time that a finished dossier took, beside what the law allows and the province promises, in
//! one unit: working days.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::deadline::Limits;
use crate::calendar::Calendar;
use crate::procedure::description::{Span, Unit};

/// Working days of a dossier. What the clock stood is in none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeTaken {
    /// What the law allows.
    pub law: u32,
    /// What was promised.
    pub promised: u32,
    /// What it took: what the law allows, less what was left of it, or more what it was over.
    pub taken: u32,
}

impl TimeTaken {
    /// The time of a dossier by its day of reception, its legal due day as it stands at the end,
    /// and the day on which it finished. `None` where the law sets no limit in days: what it
    /// decides on the same day cannot be cut, and hours and words are no days.
    pub fn of(
        limits: &Limits,
        calendar: &Calendar,
        [received, due, finished]: [Date; 3],
    ) -> Option<TimeTaken> {
        let law = days(limits.legal?, calendar, received)?;
        let promised = days(limits.promise()?, calendar, received)?;
        let taken = match finished <= due {
            true => law.saturating_sub(between(calendar, finished, due)?),
            false => law.saturating_add(between(calendar, due, finished)?),
        };
        (law > 0).then_some(TimeTaken { law, promised, taken })
    }
}

/// A limit in working days from a day on; a part of a day is a day.
fn days(limit: Span, calendar: &Calendar, from: Date) -> Option<u32> {
    let whole = limit.quantity.quarters.div_ceil(4);
    let end = match limit.unit {
        Unit::WorkingDay => return Some(whole),
        Unit::CalendarDay => from.checked_add(i64::from(whole).days()),
        Unit::Month => from.checked_add(i64::from(whole).months()),
        Unit::WorkingHour | Unit::SameDay | Unit::Other => return None,
    };
    between(calendar, from, end.ok()?)
}

/// Working days after a day, up to another.
fn between(calendar: &Calendar, after: Date, to: Date) -> Option<u32> {
    let (mut day, mut count) = (after, 0);
    while day < to {
        day = day.tomorrow().ok()?;
        count += u32::from(calendar.is_working(day).ok()?);
    }
    Some(count)
}

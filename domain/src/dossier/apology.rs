//! When an apology is to be sent: while the promised day is still to come. It is drafted two
//! working days before, goes to the leader on the next one, and is sent by then at the latest, one
//! day before the promised day (NĐ 61/2018/NĐ-CP, Điều 19).
//!
//! Nothing is told for it: it follows from the promise and the day, so that it is there for whoever
//! holds the dossier or leads the office that morning, and is gone with the apology.

use jiff::civil::Date;

use super::phase::Phase;
use super::state::Dossier;
use crate::calendar::Calendar;

/// Working days before the promised day on which an apology is drafted.
const DRAFT_DAYS: u32 = 2;

/// How an apology stands that was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApologyDue {
    /// It is drafted: whoever holds the dossier sends it, or is done in time.
    Drafted,
    /// The last day to send it: the leader is told.
    Escalated,
    /// The promised day has come, or passed, without one.
    Missed,
}

/// How an apology stands on a day, for a dossier in a phase that was promised for another day;
/// `None` while there is none to send. Days that the calendar does not know count as working days.
pub fn apology_due(
    calendar: &Calendar,
    phase: Phase,
    standing: bool,
    promised: Date,
    today: Date,
) -> Option<ApologyDue> {
    if !phase.is_at_work() || standing {
        return None;
    }
    let (mut day, mut left) = (today, 0);
    while day < promised && left <= DRAFT_DAYS {
        day = day.tomorrow().ok()?;
        left += u32::from(calendar.is_working(day).unwrap_or(true));
    }
    match left {
        0 => Some(ApologyDue::Missed),
        1 => Some(ApologyDue::Escalated),
        DRAFT_DAYS => Some(ApologyDue::Drafted),
        _ => None,
    }
}

impl Dossier {
    /// How its apology stands on a day.
    pub fn apology_due(&self, calendar: &Calendar, today: Date) -> Option<ApologyDue> {
        let deadline = self.deadline?;
        let promised = deadline.promised.date();
        apology_due(calendar, self.phase, deadline.standing, promised, today)
    }

    /// Working days that the steps from the present one on may take together, rounded up; what an
    /// apology proposes as its new day. At least one.
    pub fn remaining_days(&self) -> u32 {
        let left = self.filing.steps.get(self.step..).unwrap_or_default();
        let quarters = left.iter().map(|step| match step.limit.unit {
            crate::procedure::description::Unit::WorkingDay
            | crate::procedure::description::Unit::CalendarDay => step.limit.quantity.quarters,
            // Four working hours are half a day: two quarters of it.
            crate::procedure::description::Unit::WorkingHour => step.limit.quantity.quarters / 8,
            crate::procedure::description::Unit::SameDay
            | crate::procedure::description::Unit::Month
            | crate::procedure::description::Unit::Other => 4,
        });
        quarters.fold(0_u32, u32::saturating_add).div_ceil(4).max(1)
    }
}

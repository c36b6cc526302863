//! Pauses: while the clock stands, the limit does not run.

use serde::{Deserialize, Serialize};

use crate::procedure::description::{Span, Unit};
use crate::time::LawTime;

use super::clock::{Clock, End, NoDue, at_clock_time, rolled};
use super::count::Count;
use super::line::Line;
use super::rules::AfterSupplement;

/// Why the clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseKind {
    /// The applicant adds what is missing (yêu cầu bổ sung): national status 5.
    Supplement,
    /// The applicant pays what is due (nghĩa vụ tài chính): national status 6.
    FinancialDuty,
    /// Time that the procedure's own text excludes: posting, a newspaper, an expertise.
    Excluded,
}

/// A time in which the clock stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub kind: PauseKind,
    /// Since when.
    pub from: LawTime,
    /// Until when; it stands still when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<LawTime>,
    /// The text that allows it; needed for time that is excluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

impl Clock<'_> {
    /// The end after a pause; `None` while the clock stands.
    ///
    /// The day on which a pause begins counts as used, the day on which it ends does not count, as
    /// the first day of a limit does not. A pause never shortens, and none that began after the
    /// end moves it: what was late stays late.
    pub(super) fn after(
        &self,
        count: &mut Count<'_>,
        span: Span,
        end: End,
        pause: &Pause,
    ) -> Result<Option<End>, NoDue> {
        let (kind, from) = (pause.kind, pause.from.civil());
        let is_too_late = match self.is_instant(span.unit) {
            true => from > end.holds,
            false => from.date() > end.holds.date(),
        };
        if is_too_late {
            count.lines.push(Line::PausedTooLate { from });
            return Ok(Some(end));
        }
        let Some(to) = pause.to else {
            count.lines.push(Line::Standing { kind, from });
            return Ok(None);
        };
        let to = to.civil().max(from);
        count.lines.push(Line::Paused { kind, from, to, basis: pause.basis.clone() });
        let restarts = match (kind, self.rule.after_supplement) {
            (PauseKind::Supplement, AfterSupplement::Restart) => true,
            (PauseKind::Supplement, AfterSupplement::Resume)
            | (PauseKind::FinancialDuty | PauseKind::Excluded, _) => false,
        };
        if restarts {
            count.lines.push(Line::BegunAnew { at: to });
            return self.end(count, to, span).map(Some);
        }
        if to == from {
            return Ok(Some(end));
        }
        let later = self.resumed(count, span, end, (from, to))?;
        Ok(Some(if later.holds < end.holds { end } else { later }))
    }

    /// The end when what was left at `from` is counted on from `to`.
    fn resumed(
        &self,
        count: &mut Count<'_>,
        span: Span,
        end: End,
        (from, to): (jiff::civil::DateTime, jiff::civil::DateTime),
    ) -> Result<End, NoDue> {
        let is_instant = self.is_instant(span.unit);
        match (span.unit, is_instant) {
            // A limit of the day itself has nothing left to count on with.
            (Unit::SameDay | Unit::Other, _) => self.end(count, to, span),
            (Unit::WorkingDay, false) => {
                let days = count.working_days_between(from.date(), end.holds.date())?;
                count.lines.push(Line::DaysLeft { days });
                match days {
                    0 => count.working_from(to.date()).map(End::on),
                    days => count.working_days(to.date(), days).map(End::on),
                }
            }
            (Unit::WorkingDay | Unit::WorkingHour, _) => {
                let seconds = count.work_between(from, end.holds)?;
                count.lines.push(Line::WorkLeft { seconds });
                let begin = count.within_hours(to)?;
                count.work(begin, seconds).map(End::at)
            }
            (Unit::CalendarDay | Unit::Month, _) => {
                let left = end.raw.duration_since(from).max(jiff::SignedDuration::ZERO);
                let days = end.raw.date().duration_since(from.date()).as_hours() / 24;
                count.lines.push(Line::DaysLeft { days: u32::try_from(days).unwrap_or(0) });
                let beyond = |_| NoDue::YearMissing { year: i16::MAX };
                if is_instant {
                    let raw = to.checked_add(left).map_err(beyond)?;
                    let end = rolled(count, raw)?;
                    return at_clock_time(count, end);
                }
                let days = jiff::Span::new().days(days.max(0));
                let last = to.date().checked_add(days).map_err(beyond)?;
                rolled(count, last.to_datetime(jiff::civil::Time::midnight()))
            }
        }
    }
}

//! The days by which the law wants a request about data answered and finished: from the set of
//! rules in force, over the province's calendar.

use domain::LawTime;
use domain::calendar::{Calendar, Clock, Hours, Moment, NoDue, RuleSet, Settings};
use domain::procedure::description::Span;
use domain::province::Terms;
use domain::request::Wish;
use jiff::ToSpan;
use jiff::civil::Date;

/// The schedule of hours that days are counted by, where the province has it.
const SCHEDULE: &str = "office";
/// How much longer one extension may take, in days (NĐ 356/2025/NĐ-CP: once, 15 at most).
pub const EXTENSION_DAYS: i32 = 15;

/// The days of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The set of rules in force; empty where the province has none.
    pub rules: String,
    /// The last day to acknowledge it; `None` where no rule names one.
    pub answer_by: Option<Date>,
    /// The last day to finish it; `None` where no rule names one.
    pub finish_by: Option<Date>,
}

/// The kind of request by which rules name their limits. What is erased here must be erased by
/// those who received it too, so an erasure has the limit of requests that concern third parties.
fn limit_of(wish: Wish) -> &'static str {
    match wish {
        Wish::Copy | Wish::Correction => "access",
        Wish::Restriction | Wish::Withdrawal => "restrict",
        Wish::Erasure => "third-parties",
    }
}

/// The days of a request made at an instant; an error where the calendar does not have the year.
pub fn days(terms: &Terms, wish: Wish, made: LawTime) -> Result<Days, NoDue> {
    let Some(set) = RuleSet::in_force(&terms.rules, made.date()) else {
        return Ok(Days::default());
    };
    let rules = set.id.clone();
    let limits = set.data_subject.as_ref().filter(|limits| limits.from <= made.date());
    let schedule = terms.schedule(SCHEDULE).or_else(|| terms.schedules.first());
    let (Some(limits), Some(schedule)) = (limits, schedule) else {
        return Ok(Days { rules, ..Days::default() });
    };
    let (hours, calendar) = (Hours::new(schedule), Calendar::new(&terms.calendar));
    let rule = set.rule(&Settings::default());
    let clock = Clock { rule, hours: &hours, calendar: &calendar };
    let day = |span: Span| match clock.due(made, span)?.due {
        Moment::Day(day) => Ok(day),
        Moment::Instant(at) => Ok(at.date()),
    };
    let answer_by = Some(day(limits.answer)?);
    let finish = limits.finish.iter().find(|answer| answer.request == limit_of(wish));
    let finish_by = finish.map(|answer| day(answer.limit)).transpose()?;
    Ok(Days { rules, answer_by, finish_by })
}

/// The last day after the one extension that a request may get.
pub fn extended(finish_by: Date) -> Date {
    finish_by.saturating_add(EXTENSION_DAYS.days())
}

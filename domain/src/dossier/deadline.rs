//! When a dossier is due: by law, as promised, and as it was first promised, for ever.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::wrong::Wrong;
use crate::calendar::{
    Calendar, Clock, Due, Line, Moment, NoDue, Pause, Ready, Rule, SetBy, Settings,
};
use crate::procedure::description::Span;
use crate::province::Terms;
use crate::time::LawTime;

/// What a deadline is counted by, as it stood when the dossier was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// What the law allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal: Option<Span>,
    /// What the province promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committed: Option<Span>,
    /// A day agreed with the applicant, where the law names no countable limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Date>,
    /// The schedule of hours of the receiving office.
    pub hours: String,
    /// The rules of the clock: of the set of rules, or of the procedure's own text.
    pub clock: Settings,
}

/// When a dossier is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// What the applicant may rely on: it only moves later.
    pub promised: Moment,
    /// What lateness in law is measured by.
    pub legal: Moment,
    /// What the slip said first; it never changes.
    pub original: Moment,
    /// Whether a day of a year that is not decided yet was looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// Whether the clock stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standing: bool,
    /// Whether it was changed by hand, by two people.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
}

/// Due dates that were set and are not counted from the limit: told by the system that the dossier
/// was taken over from, or approved by two people. No calendar moves them; what the clock stood
/// does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDue {
    /// As promised.
    pub promised: Moment,
    /// By law.
    pub legal: Moment,
    /// Who set them.
    pub by: SetBy,
    /// When: pauses that had ended by then are in them.
    pub at: LawTime,
}

/// Both deadlines with how they were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// As promised.
    pub promised: Due,
    /// By law; the same as promised where the law names no limit of its own.
    pub legal: Due,
}

impl Limits {
    /// The limit that the promise is counted by.
    pub fn promise(&self) -> Option<Span> {
        self.committed.or(self.legal)
    }

    fn rule(&self) -> Rule {
        Rule {
            after_supplement: self.clock.after_supplement.unwrap_or_default(),
            due_precision: self.clock.due_precision.unwrap_or_default(),
            cutoff_hour: self.clock.cutoff_hour.unwrap_or(DEFAULT_CUTOFF_HOUR),
        }
    }
}

/// What comes after this hour is forwarded on the next working day.
const FORWARD_HOUR: i8 = 15;
/// The hour up to which same-day dossiers come where nobody says another.
const DEFAULT_CUTOFF_HOUR: u8 = 15;

impl Deadline {
    /// The first deadline: all three are one.
    pub(super) fn first(counted: &Counted) -> Deadline {
        Deadline {
            promised: counted.promised.due,
            legal: counted.legal.due,
            original: counted.promised.due,
            provisional: counted.promised.provisional || counted.legal.provisional,
            standing: false,
            changed: false,
        }
    }

    /// The deadline counted anew: after a pause, or by another calendar. The promise moves later
    /// only; a due date that two people changed is not undone by a count.
    #[must_use]
    pub fn recounted(self, counted: &Counted) -> Deadline {
        let later = |old: Moment, new: Moment| if is_later(new, old) { new } else { old };
        let legal = counted.legal.due;
        Deadline {
            promised: later(self.promised, counted.promised.due),
            legal: if self.changed { later(self.legal, legal) } else { legal },
            original: self.original,
            provisional: counted.promised.provisional || counted.legal.provisional,
            standing: counted.promised.standing_since.is_some(),
            changed: self.changed,
        }
    }
}

/// Whether a moment ends after another; a day ends with its last instant.
pub(super) fn is_later(a: Moment, b: Moment) -> bool {
    a.last() > b.last()
}

/// Counts both deadlines of a dossier received at an instant, after pauses. Pure: by the
/// province's calendar as it stands in its terms.
pub fn explain(
    limits: &Limits,
    ready: &Ready,
    terms: &Terms,
    received: LawTime,
    pauses: &[Pause],
) -> Result<Counted, Wrong> {
    let calendar = ready.calendar(terms);
    if let Some(day) = limits.agreed {
        return agreed(day, pauses, &calendar).map_err(Wrong::NoDue);
    }
    let hours = ready.hours(terms, &limits.hours);
    let hours = hours.ok_or_else(|| Wrong::NoHours(limits.hours.clone()))?;
    let clock = Clock { rule: limits.rule(), hours: &hours, calendar: &calendar };
    let promise = limits.promise().ok_or(Wrong::NoLimit)?;
    let promised = clock.due_after(received, promise, pauses).map_err(Wrong::NoDue)?;
    let legal = match limits.legal.filter(|legal| *legal != promise) {
        Some(legal) => clock.due_after(received, legal, pauses).map_err(Wrong::NoDue)?,
        None => promised.clone(),
    };
    Ok(Counted { promised, legal })
}

/// The same from due dates that were set.
pub fn explain_set(
    set: &SetDue,
    limits: &Limits,
    (ready, terms): (&Ready, &Terms),
    received: LawTime,
    pauses: &[Pause],
) -> Result<Counted, Wrong> {
    let calendar = ready.calendar(terms);
    let is_later = |pause: &&Pause| pause.to.is_none_or(|to| to > set.at);
    let later: Vec<Pause> = pauses.iter().filter(is_later).cloned().collect();
    let Some(promise) = limits.promise() else {
        let due = |moment: Moment| {
            let mut due = agreed(moment.date(), &later, &calendar)?.promised;
            due.due = if due.due.date() == moment.date() { moment } else { due.due };
            due.lines = vec![
                Line::Received { at: received.civil() },
                Line::Set { due: moment, by: set.by },
                Line::Due { due: due.due },
            ];
            Ok(due)
        };
        let both = due(set.promised).and_then(|promised| Ok((promised, due(set.legal)?)));
        let (promised, legal) = both.map_err(Wrong::NoDue)?;
        return Ok(Counted { promised, legal });
    };
    let hours = ready.hours(terms, &limits.hours);
    let hours = hours.ok_or_else(|| Wrong::NoHours(limits.hours.clone()))?;
    let clock = Clock { rule: limits.rule(), hours: &hours, calendar: &calendar };
    let due = |moment, span| {
        clock.due_from(received, (moment, set.by), span, &later).map_err(Wrong::NoDue)
    };
    let promised = due(set.promised, promise)?;
    let legal = due(set.legal, limits.legal.unwrap_or(promise))?;
    Ok(Counted { promised, legal })
}

/// A day that was agreed moves by the working days that were left of it when the clock stood, as
/// any limit does: no limit begins anew, for there is none. A pause without end leaves the clock
/// standing, and one that began after the day moves nothing.
fn agreed(day: Date, pauses: &[Pause], calendar: &Calendar) -> Result<Counted, NoDue> {
    let mut moved = day;
    for pause in pauses {
        let from = pause.from.date();
        let Some(to) = pause.to.filter(|_| from <= moved) else { continue };
        let left = working_days(calendar, from, moved)?;
        moved = moved.max(nth_working_day(calendar, to.date(), left)?);
    }
    let standing = pauses.iter().find(|pause| pause.to.is_none());
    let due = Moment::Day(moved);
    let lines = vec![Line::Due { due }];
    let standing_since = standing.map(|pause| pause.from);
    let provisional = moved != day && calendar.is_provisional(moved);
    let due = Due { due, provisional, standing_since, lines };
    Ok(Counted { promised: due.clone(), legal: due })
}

/// Working days after a day, up to another.
fn working_days(calendar: &Calendar, after: Date, to: Date) -> Result<u32, NoDue> {
    let (mut day, mut count) = (after, 0);
    while day < to {
        day = next(day)?;
        count += u32::from(calendar.day(day)?.is_working());
    }
    Ok(count)
}

/// The last of so many working days after a day; of none, the first one from the day on.
fn nth_working_day(calendar: &Calendar, after: Date, count: u32) -> Result<Date, NoDue> {
    let (mut day, mut left) = (after, count);
    if count == 0 && calendar.day(day)?.is_working() {
        return Ok(day);
    }
    left = left.max(1);
    while left > 0 {
        day = next(day)?;
        left -= u32::from(calendar.day(day)?.is_working());
    }
    Ok(day)
}

fn next(day: Date) -> Result<Date, NoDue> {
    day.tomorrow().map_err(|_| NoDue::YearMissing { year: day.year() })
}

/// The day by whose end a dossier received at an instant is to be forwarded: the same working
/// day, and the next one where it came after 15:00 or on a day off (NĐ 61/2018/NĐ-CP, Điều 18).
/// Nothing is refused for it: it is shown, and counted.
pub fn forward_by(ready: &Ready, terms: &Terms, received: LawTime) -> Result<Date, NoDue> {
    let calendar = ready.calendar(terms);
    let (day, time) = (received.date(), received.civil().time());
    let is_working = calendar.day(day)?.is_working();
    let is_late = time > jiff::civil::time(FORWARD_HOUR, 0, 0, 0);
    nth_working_day(&calendar, day, u32::from(is_working && is_late))
}

/// When a step that begins at an instant is due; `None` where its limit cannot be counted.
pub(super) fn step_due(
    limits: &Limits,
    ready: &Ready,
    terms: &Terms,
    begins: LawTime,
    limit: Span,
) -> Option<Moment> {
    let calendar = ready.calendar(terms);
    let hours = ready.hours(terms, &limits.hours)?;
    let clock = Clock { rule: limits.rule(), hours: &hours, calendar: &calendar };
    let over = crate::calendar::HandOver { given: begins, acknowledged: Some(begins) };
    // A step never stands in the way of the dossier: one whose limit cannot be counted has none.
    clock.step_due(over, limit).ok().flatten().map(|step| step.due.due)
}

//! Clocks of steps: each step of the office's own process has a limit of its own.

use crate::procedure::description::Span;
use crate::time::LawTime;

use super::clock::{Clock, Due, Moment, NoDue};
use super::rules::{Precision, Rule};

/// The dossier goes from one hand to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// When it was given.
    pub given: LawTime,
    /// When the taker said so; until then the giver answers for it.
    pub acknowledged: Option<LawTime>,
}

/// When a step begins and is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDue {
    /// Its first instant.
    pub begins: LawTime,
    /// Its deadline, to the instant.
    pub due: Due,
}

impl Clock<'_> {
    /// The deadline of a step handed over; `None` until the taker acknowledges, for until then the
    /// giver's clock runs.
    pub fn step_due(&self, over: HandOver, limit: Span) -> Result<Option<StepDue>, NoDue> {
        let begun = over.acknowledged.map(|at| at.max(over.given));
        begun.map(|begins| self.step_from(begins, limit)).transpose()
    }

    /// The deadlines of steps that follow each other without a gap. Steps are timed to the
    /// instant, so that halves of a day add up.
    pub fn plan(&self, begins: LawTime, limits: &[Span]) -> Result<Vec<StepDue>, NoDue> {
        let mut plan: Vec<StepDue> = Vec::with_capacity(limits.len());
        let mut begins = begins;
        for limit in limits {
            let step = self.step_from(begins, *limit)?;
            begins = match step.due.due {
                Moment::Instant(at) => at,
                // Only a limit of the day itself ends with a day.
                Moment::Day(day) => Moment::Day(day).instant(self.hours),
            };
            plan.push(step);
        }
        Ok(plan)
    }

    fn step_from(&self, begins: LawTime, limit: Span) -> Result<StepDue, NoDue> {
        let rule = Rule { due_precision: Precision::SameClockTime, ..self.rule };
        let due = Clock { rule, ..*self }.due(begins, limit)?;
        Ok(StepDue { begins, due })
    }
}

//! The clock: apologies, changed due dates, lateness, excluded time.

use jiff::civil::Date;

use super::super::deadline::{self, Deadline};
use super::super::event::What;
use super::super::phase::Phase;
use super::super::wrong::{Flaw, Wrong};
use super::{Acting, Answer, document, field};
use crate::calendar::{Moment, RuleSet};
use crate::time::LawTime;

impl Acting<'_> {
    fn deadline(&self) -> Result<Deadline, Wrong> {
        let not_now = || Wrong::NotNow { act: self.act, phase: self.dossier.phase };
        self.dossier.deadline.filter(|_| self.dossier.phase.is_open()).ok_or_else(not_now)
    }

    /// Apologises, with the reason, and promises a new date: once, where the rules say so. The
    /// due date of law stays, so that what is late is late.
    pub(super) fn apologise(&self, day: Date) -> Answer {
        let deadline = self.deadline()?;
        self.said("text")?;
        let id = &self.dossier.filing.rules;
        let set = self.terms()?.rules.iter().find(|set: &&RuleSet| set.id == *id);
        if set.is_some_and(|set| !set.admits_apology(self.dossier.apologies)) {
            return Err(Wrong::PromisedAnew.into());
        }
        let promised = Moment::Day(day);
        let is_past = day < self.view.now.date();
        if is_past || !deadline::is_later(promised, deadline.promised) {
            return Err(Wrong::NotLater.into());
        }
        self.tell(What::Apologised { promised })
    }

    /// Asks for another due date: with the reason and the paper that it stands on.
    pub(super) fn change_due_date(&self, day: Date, number: &str) -> Answer {
        let deadline = self.deadline()?;
        self.said("text")?;
        let document = document("document", number)?;
        if self.dossier.due_change.is_some() {
            return Err(Wrong::ChangeOpen.into());
        }
        if day < self.view.now.date() {
            return Err(field("due", Flaw::BadDate).into());
        }
        let due = Moment::Day(day);
        if due == deadline.legal && due == deadline.promised {
            return Err(field("due", Flaw::Twice).into());
        }
        self.tell(What::DueChangeAsked { due, document })
    }

    /// Another person approves it. The first promise stays for ever beside it, and the promise on
    /// the slip moves later only.
    pub(super) fn approve_due_date(&self) -> Answer {
        let deadline = self.deadline()?;
        let change = self.dossier.due_change.as_ref().ok_or(Wrong::NoChange)?;
        if change.by == self.view.actor.id {
            return Err(Wrong::SamePerson.into());
        }
        let promised = match deadline::is_later(change.due, deadline.promised) {
            true => change.due,
            false => deadline.promised,
        };
        let deadline = Deadline { promised, legal: change.due, changed: true, ..deadline };
        self.tell(What::DueChangeApproved { deadline })
    }

    /// Declines it, with the reason.
    pub(super) fn decline_due_date(&self) -> Answer {
        self.deadline()?;
        self.dossier.due_change.as_ref().ok_or(Wrong::NoChange)?;
        self.said("text")?;
        self.tell(What::DueChangeDeclined)
    }

    /// What time alone changed is made a fact, with the instant at which it happened. Only another
    /// calendar undoes it (see [`Self::recount`]): a due date that was changed afterwards does not
    /// hide that it was late.
    pub(super) fn mark_late(&self) -> Answer {
        let deadline = self.deadline()?;
        let over = deadline.legal.last();
        let is_late = over < self.lateness_runs_to();
        match (is_late, self.dossier.late_since) {
            (true, None) => self.tell(What::BecameLate { since: over }),
            (true, Some(_)) | (false, _) => Err(Wrong::NothingToMark.into()),
        }
    }

    /// While the clock stands nothing becomes late; what was late before stays late.
    fn lateness_runs_to(&self) -> LawTime {
        self.dossier.open_pause().map_or(self.view.now, |pause| pause.from)
    }

    /// Counts the deadline by the calendar as it is now; tells nothing when nothing moves.
    pub(super) fn recount(&self) -> Answer {
        let before = self.deadline()?;
        let deadline = self.counted_anew(&self.dossier.pauses)?;
        if deadline == before {
            return Ok(Vec::new());
        }
        let mut told = self.tell(What::Recounted { deadline })?;
        let over = deadline.legal.last();
        // A due date that was set after it was late does not undo it.
        let counted = self.dossier.late_since.filter(|_| self.dossier.set_due.is_none());
        if counted.is_some_and(|since| since != over) {
            told.push(self.told(What::NoLongerLate));
            if over < self.lateness_runs_to() {
                told.push(self.told(What::BecameLate { since: over }));
            }
        }
        Ok(told)
    }

    /// Time that the procedure's own text excludes begins: posting, a newspaper, an expertise.
    pub(super) fn exclude(&self, basis: &str) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        self.not_on_its_way()?;
        if self.deadline()?.standing {
            return Err(field("basis", Flaw::Twice).into());
        }
        let basis = document("basis", basis)?;
        self.tell(What::Excluded { basis })
    }

    /// The excluded time ends.
    pub(super) fn resume(&self) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        if !self.deadline()?.standing {
            return Err(Wrong::NotNow { act: self.act, phase: self.dossier.phase }.into());
        }
        let deadline = self.after_pause()?;
        self.tell(What::Resumed { deadline })
    }
}

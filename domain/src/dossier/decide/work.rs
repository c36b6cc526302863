//! From hand to hand: hand-overs that both sides sign, the queue, other agencies' opinions.

use super::super::deadline;
use super::super::event::What;
use super::super::phase::Phase;
use super::super::result::{Letter, Opinion};
use super::super::state::{Consultation, HandOver, Way};
use super::super::wrong::{Flaw, Wrong};
use super::super::{CONSULTATIONS_MAX, SETS_MAX};
use super::{Acting, Answer, ENDED, UNDECIDED, agency, document, field};
use crate::account;
use crate::calendar::Moment;
use crate::procedure::description::{Silence, Span};
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::StreamId;
use crate::view::View;

impl Acting<'_> {
    /// To the next step of the plan.
    pub(super) fn forward(
        &self,
        account: Option<&StreamId>,
        sets: u16,
        list: Option<&String>,
    ) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        self.not_on_its_way()?;
        let step = self.dossier.step + 1;
        let next = self.dossier.filing.steps.get(step).ok_or(Wrong::NoStep)?;
        let list = list.map(|list| document("list", list)).transpose()?;
        self.hand_over(next.office.clone(), step, Way::On, (account, sets, list))
    }

    /// Back to an earlier step, with the reason; or back to the giver, where the taker does not
    /// take over what was handed to it.
    pub(super) fn return_step(&self, step: Option<usize>, sets: u16) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        if let Some(over) = &self.dossier.hand_over
            && over.to == self.view.actor.office
            && step.is_none()
        {
            self.said("text")?;
            return self.give_back(over, sets);
        }
        self.not_on_its_way()?;
        self.said("text")?;
        let now = self.dossier.step;
        let step = step.or_else(|| now.checked_sub(1)).filter(|step| *step < now);
        let step = step.ok_or(Wrong::NoStep)?;
        let back = self.dossier.filing.steps.get(step).ok_or(Wrong::NoStep)?;
        self.hand_over(back.office.clone(), step, Way::Back, (None, sets, None))
    }

    /// The papers that came go back to where they lie by the books. The step does not change: it
    /// was never taken over.
    fn give_back(&self, over: &HandOver, sets: u16) -> Answer {
        if sets > SETS_MAX {
            return Err(field("sets", Flaw::OutOfRange(0, i64::from(SETS_MAX))).into());
        }
        let holder = &self.dossier.holder;
        self.tell(What::Forwarded(HandOver {
            from: over.to.clone(),
            to: holder.office.clone(),
            account: holder.account.clone(),
            step: self.dossier.step,
            way: Way::Back,
            sets,
            list: None,
        }))
    }

    /// To the agency that is competent, with the reason. The code and the clock stay.
    pub(super) fn transfer(&self, office: &str, sets: u16) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        self.not_on_its_way()?;
        self.said("text")?;
        let known = self.view.office_by_code(office);
        known.ok_or_else(|| Refusal::UnknownOffice(office.to_owned()))?;
        if office == self.dossier.holder.office {
            return Err(field("office", Flaw::Unknown).into());
        }
        self.hand_over(office.to_owned(), self.dossier.step, Way::Transfer, (None, sets, None))
    }

    fn hand_over(
        &self,
        to: String,
        step: usize,
        way: Way,
        (account, sets, list): (Option<&StreamId>, u16, Option<String>),
    ) -> Answer {
        if sets > SETS_MAX {
            return Err(field("sets", Flaw::OutOfRange(0, i64::from(SETS_MAX))).into());
        }
        if let Some(account) = account {
            works_at(self.view, account, &to)?;
        }
        let from = self.dossier.holder.office.clone();
        let account = account.cloned();
        self.tell(What::Forwarded(HandOver { from, to, account, step, way, sets, list }))
    }

    /// The taker says so; from now on the step's clock runs. Other sets than were given are
    /// settled first, for the paper is gone otherwise.
    pub(super) fn acknowledge(&self, sets: u16, account: Option<&StreamId>) -> Answer {
        let here = &self.view.actor.office;
        let waiting = self.dossier.hand_over.as_ref();
        let over = waiting.filter(|over| over.to == *here);
        let over = over.ok_or_else(|| Wrong::NoHandOver(here.clone()))?;
        if over.sets != sets {
            return Err(Wrong::SetsDiffer { given: over.sets, counted: sets }.into());
        }
        if let Some(account) = account {
            works_at(self.view, account, here)?;
        }
        let account = account.cloned().or_else(|| over.account.clone());
        let limit = self.dossier.filing.steps.get(over.step).map(|step| step.limit);
        let due = limit.map(|limit| self.due_from_now(limit)).transpose()?.flatten();
        self.tell(What::Acknowledged { account, due })
    }

    /// Takes it from the queue of the office; what was handed over is acknowledged with it.
    pub(super) fn take(&self, account: &StreamId) -> Answer {
        let here = &self.view.actor.office;
        if ENDED.contains(&self.dossier.phase) {
            return Err(Wrong::NotNow { act: self.act, phase: self.dossier.phase }.into());
        }
        if let Some(over) = &self.dossier.hand_over {
            return match over.to == *here {
                true => self.acknowledge(over.sets, Some(account)),
                false => Err(Wrong::HandOverOpen(over.to.clone()).into()),
            };
        }
        let holder = &self.dossier.holder;
        if holder.office != *here {
            return Err(Wrong::HeldElsewhere(holder.office.clone()).into());
        }
        match &holder.account {
            Some(known) if known == account => Ok(Vec::new()),
            Some(_) => Err(Wrong::TakenAlready.into()),
            None => {
                works_at(self.view, account, here)?;
                self.tell(What::Taken { account: account.clone() })
            }
        }
    }

    /// To somebody else in the office: the leader's act, with no hand-over of paper.
    pub(super) fn reassign(&self, account: &StreamId) -> Answer {
        self.not_on_its_way()?;
        let holder = &self.dossier.holder;
        if !self.dossier.phase.is_open() {
            return Err(Wrong::NotNow { act: self.act, phase: self.dossier.phase }.into());
        }
        works_at(self.view, account, &holder.office)?;
        match holder.account.as_ref() == Some(account) {
            true => Ok(Vec::new()),
            false => self.tell(What::Reassigned { account: account.clone() }),
        }
    }

    /// Asks an agency beside the main work; the clock runs on.
    pub(super) fn consult(&self, office: &str, limit: Span, silence: Silence) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        self.not_on_its_way()?;
        self.said("text")?;
        let office = agency("office", office)?;
        if self.dossier.awaited().any(|asked| asked.office == office) {
            return Err(Wrong::AskedAlready(office).into());
        }
        if self.dossier.awaited().count() >= CONSULTATIONS_MAX {
            return Err(field("office", Flaw::TooLong(CONSULTATIONS_MAX)).into());
        }
        let due = self.due_from_now(limit)?.ok_or(Wrong::NoLimit)?;
        let id = u32::try_from(self.dossier.consultations.len() + 1).unwrap_or(u32::MAX);
        self.tell(What::OpinionAsked(Consultation {
            id,
            office,
            at: self.view.now,
            due,
            silence,
            opinion: None,
            letter: None,
        }))
    }

    /// An opinion; an objection and conditions are written out.
    pub(super) fn reply(&self, id: u32, opinion: Opinion) -> Answer {
        self.only_in(&UNDECIDED)?;
        let asked = self.dossier.awaited().find(|asked| asked.id == id);
        asked.ok_or(Wrong::NotAsked(id))?;
        self.written_out(opinion)?;
        self.tell(What::OpinionGiven { id, opinion, letter: None })
    }

    /// The opinion of an agency that has no account here: whoever works on the dossier enters it
    /// from the letter. An office of the register answers for itself.
    pub(super) fn record_opinion(
        &self,
        id: u32,
        agency: &str,
        opinion: Opinion,
        letter: &Letter,
    ) -> Answer {
        self.only_in(&UNDECIDED)?;
        let asked = self.dossier.awaited().find(|asked| asked.id == id && asked.office == agency);
        let asked = asked.ok_or(Wrong::NotAsked(id))?;
        if self.view.office_by_code(agency).is_some() {
            return Err(Wrong::AnswersItself(agency.to_owned()).into());
        }
        self.written_out(opinion)?;
        let number = document("document", &letter.number)?;
        // An answer comes after its question, and none is of tomorrow.
        if letter.date < asked.at.date() || letter.date > self.view.now.date() {
            return Err(field("date", Flaw::BadDate).into());
        }
        let letter = Letter { number, ..letter.clone() };
        self.tell(What::OpinionGiven { id, opinion, letter: Some(Box::new(letter)) })
    }

    /// Conditions and objections are written out.
    fn written_out(&self, opinion: Opinion) -> Result<(), Wrong> {
        match opinion {
            Opinion::Agrees => Ok(()),
            Opinion::AgreesIf | Opinion::Disagrees => self.said("text"),
            // Silence is found by the clock, not said by anybody.
            Opinion::Silent => Err(field("opinion", Flaw::Unknown)),
        }
    }

    /// The clock found that an opinion did not come, and that silence is consent.
    pub(super) fn mark_silent(&self, id: u32) -> Answer {
        let asked = self.dossier.awaited().find(|asked| asked.id == id);
        let asked = asked.ok_or(Wrong::NotAsked(id))?;
        let is_over = asked.due.last() < self.view.now;
        if !is_over || asked.silence != Silence::Consents || !self.dossier.phase.is_open() {
            return Err(Wrong::NotAsked(id).into());
        }
        self.tell(What::OpinionGiven { id, opinion: Opinion::Silent, letter: None })
    }

    fn due_from_now(&self, limit: Span) -> Result<Option<Moment>, Refusal> {
        let (view, limits) = (self.view, &self.dossier.filing.limits);
        Ok(deadline::step_due(limits, view.ready, self.terms()?, view.now, limit))
    }
}

/// The account holds a post in the office today.
pub(super) fn works_at(view: &View<'_>, account: &StreamId, office: &str) -> Result<(), Refusal> {
    let today = view.now.date();
    let Some(State::Account(known)) = view.states.get(account) else {
        return Err(Refusal::UnknownAccount);
    };
    let here = known.posts.iter().any(|held| {
        held.standing == account::Standing::Held
            && held.post.office == office
            && held.post.is_on(today)
    });
    if here && !known.closed { Ok(()) } else { Err(Refusal::UnknownAccount) }
}

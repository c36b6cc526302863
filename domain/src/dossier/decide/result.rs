//! From proposal to the hands of the applicant: proposing, signing, numbering and releasing are
//! separate acts of separate people (NĐ 30/2020/NĐ-CP).

use jiff::civil::Date;

use super::super::command::Act;
use super::super::event::{Register, What};
use super::super::filing::{NamedFile, Reason};
use super::super::phase::Phase;
use super::super::result::{Handout, Method, Outcome, Signature};
use super::super::time_taken::TimeTaken;
use super::super::wrong::{Flaw, Wrong};
use super::super::{register_counter, result_counter};
use super::{Acting, Answer, UNDECIDED, document, field};
use crate::account::is_account;
use crate::calendar::Punctuality;
use crate::procedure::description::Silence;
use crate::refusal::Refusal;
use crate::stream::StreamId;

/// Whoever signed on paper is an account, and none of those who took the dossier in or enter
/// the result.
pub(super) fn apart(signed_by: &str, others: &[&str]) -> Result<(), Wrong> {
    if !is_account(signed_by) {
        let flaw = if signed_by.is_empty() { Flaw::Missing } else { Flaw::Malformed("account") };
        return Err(field("signed_by", flaw));
    }
    match others.contains(&signed_by) {
        true => Err(Wrong::SamePerson),
        false => Ok(()),
    }
}

impl Acting<'_> {
    /// Proposes a decision. Opinions that the law waits for must be there; a rejection is written
    /// out.
    pub(super) fn propose(&self, outcome: Outcome, office: &str) -> Answer {
        self.only_in(&[Phase::Received, Phase::Working])?;
        self.may_be_decided()?;
        if outcome == Outcome::Rejected {
            self.said("text")?;
        }
        let known = self.view.office_by_code(office);
        known.ok_or_else(|| Refusal::UnknownOffice(office.to_owned()))?;
        self.tell(What::Proposed { outcome, office: office.to_owned() })
    }

    /// The leader sends a proposal back, with the reason.
    pub(super) fn send_back(&self) -> Answer {
        self.only_in(&[Phase::Proposed])?;
        self.said("text")?;
        self.tell(What::SentBack)
    }

    /// Signs what was proposed. Whoever took it in or proposed it does not sign it.
    pub(super) fn sign(&self, deputy_of: Option<&StreamId>, method: Method) -> Answer {
        self.only_in(&[Phase::Proposed])?;
        let by = &self.view.actor.id;
        let received = self.dossier.reception.as_ref().is_some_and(|it| it.by == *by);
        let proposed = self.dossier.result.as_ref().is_some_and(|it| it.proposed_by == *by);
        if received || proposed {
            return Err(Wrong::SamePerson.into());
        }
        self.tell(What::Signed(Signature {
            by: by.clone(),
            office: self.dossier.holder.office.clone(),
            deputy_of: deputy_of.cloned(),
            method,
            at: self.view.now,
        }))
    }

    /// The records keeper's book gives the signed result its number.
    pub(super) fn number(&self, office: &str, day: Date) -> Answer {
        self.only_in(&[Phase::Signed])?;
        self.not_the_signer()?;
        self.same_day(day)?;
        if self.dossier.holder.office != *office {
            return Err(Wrong::HeldElsewhere(self.dossier.holder.office.clone()).into());
        }
        let year = day.year();
        let number = self.view.next_number(&result_counter(office, year));
        self.tell(What::Numbered { office: office.to_owned(), year, number })
    }

    /// The scan of the result: from the signature on until it is handed out.
    pub(super) fn attach_result(&self, file: &NamedFile) -> Answer {
        self.only_in(&[Phase::Signed, Phase::Numbered, Phase::Finished])?;
        self.tell(What::ResultAttached(file.clone()))
    }

    /// Releases the numbered result: the clock stops.
    pub(super) fn release(&self) -> Answer {
        self.only_in(&[Phase::Numbered])?;
        self.not_the_signer()?;
        let punctuality = self.punctuality()?;
        self.tell(What::Released { punctuality, time: self.time_taken()? })
    }

    /// Enters a result that was signed on paper at once, or that another system gave.
    pub(super) fn finish(&self, act: &Act) -> Answer {
        let Act::Finish { outcome, day, register, number, signed_by } = act else {
            unreachable!("invariant: called for this act alone")
        };
        self.only_in(&[Phase::Received, Phase::Working])?;
        self.may_be_decided()?;
        self.same_day(*day)?;
        let received = self.dossier.reception.as_ref().map_or("", |it| it.by.as_str());
        apart(signed_by, &[&self.view.actor.id, received])?;
        let number = number.as_ref().map(|text| document("number", text)).transpose()?;
        if register.is_none() && number.is_none() {
            return Err(field("number", Flaw::Missing).into());
        }
        if *outcome == Outcome::Rejected {
            self.said("text")?;
        }
        let year = day.year();
        let filing = &self.dossier.filing;
        let register = match register {
            None => None,
            Some((office, procedure)) => {
                let here = [&self.dossier.holder.office, &filing.office].contains(&office);
                if *procedure != filing.procedure || !here {
                    return Err(field("register", Flaw::Unknown).into());
                }
                let counter = register_counter(office, procedure, year);
                let number = self.view.next_number(&counter);
                let (office, procedure) = (office.clone(), procedure.clone());
                Some(Register { office, procedure, year, number })
            }
        };
        let signature = Signature {
            by: signed_by.clone(),
            office: self.dossier.holder.office.clone(),
            deputy_of: None,
            method: Method::Paper,
            at: self.view.now,
        };
        let (outcome, punctuality) = (*outcome, self.punctuality()?);
        let time = self.time_taken()?;
        self.tell(What::Finished { outcome, register, number, signature, punctuality, time })
    }

    /// Hands the result out: nothing may be owed.
    pub(super) fn return_result(&self, handout: Handout) -> Answer {
        self.only_in(&[Phase::Finished])?;
        if self.dossier.result.as_ref().is_some_and(|result| result.revoked) {
            return Err(Wrong::Revoked.into());
        }
        let owed = self.dossier.owed_vnd() + self.dossier.duty_owed_vnd();
        if owed > 0 {
            return Err(Wrong::Owed(owed).into());
        }
        if handout.authorised {
            self.said("text")?;
        }
        self.tell(What::Returned(handout))
    }

    /// Corrects what was wrong in a result; the reason and the paper are named.
    pub(super) fn correct(&self, number: &str) -> Answer {
        self.after_the_result()?;
        let document = document("document", number)?;
        self.tell(What::Corrected { document })
    }

    /// Revokes a result.
    pub(super) fn revoke(&self, number: &str) -> Answer {
        self.after_the_result()?;
        let document = document("document", number)?;
        self.tell(What::Revoked { document })
    }

    fn after_the_result(&self) -> Result<(), Wrong> {
        self.only_in(&[Phase::Finished, Phase::Returned])?;
        self.said("text")?;
        match self.dossier.result.as_ref().is_some_and(|result| result.revoked) {
            true => Err(Wrong::Revoked),
            false => Ok(()),
        }
    }

    /// The applicant takes it back, as long as nothing is decided.
    pub(super) fn withdraw(&self) -> Answer {
        self.only_in(&[
            Phase::Submitted,
            Phase::Incomplete,
            Phase::Received,
            Phase::Working,
            Phase::Supplementing,
            Phase::Paying,
            Phase::Proposed,
        ])?;
        self.tell(What::Withdrawn)
    }

    /// Stops the work, by a decision.
    pub(super) fn stop(&self, reason: Reason, number: &str) -> Answer {
        self.only_in(&UNDECIDED)?;
        if reason == Reason::NotSupplemented {
            self.overdue("reason")?;
        }
        self.said("text")?;
        let document = document("document", number)?;
        self.tell(What::Stopped { reason, document })
    }

    /// Nothing stands in the way of a decision: a hand-over, excluded time, or an opinion that the
    /// law waits for.
    fn may_be_decided(&self) -> Result<(), Wrong> {
        self.not_on_its_way()?;
        self.not_excluded()?;
        let open = self.dossier.awaited().filter(|asked| asked.silence == Silence::Waits).count();
        match u32::try_from(open).unwrap_or(u32::MAX) {
            0 => Ok(()),
            open => Err(Wrong::OpinionsOpen(open)),
        }
    }

    /// Whoever signed does not number or release it (NĐ 30/2020/NĐ-CP, Điều 15 and 18).
    fn not_the_signer(&self) -> Result<(), Wrong> {
        let signature = self.dossier.result.as_ref().and_then(|it| it.signature.as_ref());
        match signature.is_some_and(|it| it.by == self.view.actor.id) {
            true => Err(Wrong::SamePerson),
            false => Ok(()),
        }
    }

    fn same_day(&self, day: Date) -> Result<(), Wrong> {
        let today = self.view.now.date();
        if day == today { Ok(()) } else { Err(Wrong::DayTurned(today)) }
    }

    fn time_taken(&self) -> Result<Option<TimeTaken>, Refusal> {
        let (dossier, now) = (self.dossier, self.view.now.date());
        let known = dossier.reception.as_ref().zip(dossier.deadline.as_ref());
        let calendar = self.view.ready.calendar(self.terms()?);
        Ok(known.and_then(|(reception, deadline)| {
            let days = [reception.at.date(), deadline.legal.date(), now];
            TimeTaken::of(&dossier.filing.limits, &calendar, days)
        }))
    }

    /// How the result stands to what was promised, by days as reports count.
    fn punctuality(&self) -> Result<Punctuality, Wrong> {
        let not_now = || Wrong::NotNow { act: self.act, phase: self.dossier.phase };
        let deadline = self.dossier.deadline.ok_or_else(not_now)?;
        Ok(deadline.promised.by_day(self.view.now))
    }
}

//! From the proposal to the hands of the applicant.

use domain::dossier::{Act, Handout, Method, Outcome, Proof, ReturnBy};
use domain::event::Actor;

use super::super::diary::{DAY, HOUR, MINUTE, Seconds, day_of};
use super::super::filing::return_by;
use super::super::lives::Halt;
use super::Pen;

impl Pen<'_> {
    /// Proposed, signed, numbered and released, each by somebody else; or entered in the register of
    /// what is decided on the same day.
    pub(super) fn decide(&mut self) -> Option<()> {
        let rejected = self.happens(27);
        let outcome = if rejected { Outcome::Rejected } else { Outcome::Granted };
        let text = match rejected {
            true => self.dice.text(&self.town.year.words.rejections),
            false => String::new(),
        };
        if self.life.is_same_day(self.town) && self.happens(450) {
            self.finish(outcome, &text);
            return Some(());
        }
        let at = self.until(0.8);
        let propose = Act::Propose { outcome, office: self.agency.clone() };
        self.say(at, self.examiner(), propose.clone(), &text);
        self.unless(Halt::Proposed)?;
        if self.happens(48) {
            let at = self.soon(20, 300);
            let back = self.dice.text(&self.town.year.words.returns);
            self.say(at, self.signer(), Act::SendBack, &back);
            let at = self.soon(30, 420);
            self.say(at, self.examiner(), propose, &text);
        }
        let at = self.until(0.92);
        let method = if self.dice.percent(22) { Method::Electronic } else { Method::Paper };
        self.act(at, self.signer(), Act::Sign { deputy_of: None, method });
        self.unless(Halt::Signed)?;
        let at = self.until(0.97);
        let number = Act::Number { office: self.agency.clone(), day: day_of(at.max(self.now)) };
        self.act(at, self.recorder(), number);
        self.unless(Halt::Numbered)?;
        let at = self.until(1.0);
        self.act(at, self.recorder(), Act::Release);
        self.unless(Halt::Finished)
    }

    fn finish(&mut self, outcome: Outcome, text: &str) {
        let at = self.until(1.0);
        let procedure = self.life.entry(self.town).code.clone();
        let finish = Act::Finish {
            outcome,
            day: day_of(at),
            register: Some((self.agency.clone(), procedure)),
            number: None,
            signed_by: self.signer().id,
        };
        self.say(at, self.examiner(), finish, text);
    }

    /// Collected on the next day, weeks later, or not yet; corrected afterwards now and then.
    pub(super) fn give_back(&mut self) -> Option<()> {
        let by = return_by(self.town, self.life);
        let at = match (by, self.dice.place(100)) {
            (ReturnBy::Post, _) => self.days_later_at_desk(2, 5),
            (ReturnBy::Online, _) => self.now + self.dice.between(1, 60) * HOUR,
            (ReturnBy::Counter, 0..=71) => self.next_day(),
            (ReturnBy::Counter, 72..=92) => self.days_later_at_desk(4, 45),
            (ReturnBy::Counter, _) => return None,
        };
        self.now = at;
        if self.owed > 0 {
            self.take_fee(1000);
        }
        let at = self.now + 2 * MINUTE;
        let authorised = by == ReturnBy::Counter && self.dice.percent(4);
        let proof = match by {
            ReturnBy::Post => Proof::Post,
            ReturnBy::Online => Proof::Downloaded,
            ReturnBy::Counter => Proof::Signed,
        };
        let text = match authorised {
            true => self.dice.text(&self.town.year.words.authorisations),
            false => String::new(),
        };
        let by = self.returner(by);
        self.say(at, by, Act::ReturnResult(Handout { proof, authorised }), &text);
        if self.happens(7) {
            let at = self.work().open_from(self.now + self.dice.between(3, 40) * DAY);
            let document = self.document(at, "QĐ");
            let text = self.dice.text(&self.town.year.words.corrections);
            self.say(at, self.signer(), Act::CorrectResult { document }, &text);
        }
        Some(())
    }

    /// Who hands it out: the clerk; what is downloaded, the account that downloads it.
    fn returner(&self, by: ReturnBy) -> Actor {
        match self.staff.citizen(self.life.number).filter(|_| by == ReturnBy::Online) {
            Some(account) => Actor { id: account.to_string(), office: String::new() },
            None => self.at_desk(),
        }
    }

    fn next_day(&mut self) -> Seconds {
        let minutes = self.dice.between(5, 400);
        self.desk().after(self.desk().next_morning(self.now), minutes * MINUTE)
    }
}

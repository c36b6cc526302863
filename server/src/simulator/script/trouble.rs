//! What does not go as planned: sent back, taken back, stopped, given to others, promised anew.

use domain::calendar::{Moment, SetBy};
use domain::dossier::{Act, Reason, SetDue};
use jiff::ToSpan;
use jiff::civil::Date;

use super::super::diary::{DAY, HOUR, MINUTE, day_of, instant, seconds};
use super::super::lives::Halt;
use super::super::staff::Work;
use super::Pen;

impl Pen<'_> {
    /// What befalls a life while it is worked on; `None` where it ends with it.
    pub(super) fn trouble(&mut self) -> Option<()> {
        if self.transfers() {
            self.transfer();
            self.unless(Halt::Working)?;
        }
        if self.happens(14) && !self.transfers() {
            self.sent_back_to_the_desk()?;
        }
        if self.happens(22) {
            self.reassign();
        }
        if self.happens(15) {
            let at = self.until(0.45);
            let at = self.desk().after(at, 10 * MINUTE);
            self.act(at, self.at_desk(), Act::Withdraw);
            return None;
        }
        if self.happens(6) {
            let at = self.until(0.5);
            let document = self.document(at, "TB");
            let text = self.dice.text(&self.town.year.words.stops);
            let stop = Act::Stop { reason: Reason::ConditionNotMet, document };
            self.say(at, self.examiner(), stop, &text);
            return None;
        }
        if self.happens(13) {
            self.change_due_date();
        }
        Some(())
    }

    /// Whether it turns out to be another agency's.
    pub(super) fn transfers(&self) -> bool {
        self.life.transferred && self.life.entry(self.town).transfer.is_some()
    }

    fn transfer(&mut self) {
        let Some(transfer) = &self.life.entry(self.town).transfer else { return };
        let at = self.until(0.1);
        let text = self.dice.text(&self.town.year.words.transfers);
        let act = Act::Transfer { office: transfer.office.clone(), sets: self.sets };
        self.say(at, self.examiner(), act, &text);
        self.agency = transfer.office.clone();
        (self.officer, self.leader) = (0, 0);
        let at = self.soon(10, 400);
        let officer = self.examiner();
        let account = Some(Pen::account(&officer));
        self.act(at, officer, Act::Acknowledge { sets: self.sets, account });
    }

    /// Back to the desk with the reason, and to the agency again.
    fn sent_back_to_the_desk(&mut self) -> Option<()> {
        let at = self.until(0.12);
        let text = self.dice.text(&self.town.year.words.steps_back);
        self.say(at, self.examiner(), Act::ReturnStep { step: Some(0), sets: self.sets }, &text);
        let at = self.soon_at_desk(10, 200);
        let clerk = self.at_desk();
        let account = Some(Pen::account(&clerk));
        self.act(at, clerk.clone(), Act::Acknowledge { sets: self.sets, account });
        let at = self.soon_at_desk(10, 120);
        self.act(at, clerk, self.forward());
        self.acknowledge()
    }

    fn reassign(&mut self) {
        if self.staff.count(&self.agency, Work::Examine) < 2 {
            return;
        }
        let at = self.until(0.2);
        self.officer += 1;
        let to = Pen::account(&self.examiner());
        self.act(at, self.signer(), Act::Reassign(to));
    }

    /// Another due date, by two people; or declined.
    fn change_due_date(&mut self) {
        let at = self.until(0.4);
        let later = self.dice.between(3, 9);
        let due = self.working_day(self.promised.date().saturating_add(later.days()));
        if due < day_of(at) {
            return;
        }
        let document = self.document(at, "TTr");
        let text = self.dice.text(&self.town.year.words.changes);
        self.say(at, self.examiner(), Act::ChangeDueDate { due, document }, &text);
        let at = self.soon(20, 240);
        if self.dice.percent(72) {
            self.act(at, self.signer(), Act::ApproveDueDate);
            let (promised, legal, at) = (Moment::Day(due), Moment::Day(due), instant(self.now));
            self.set_due = Some(SetDue { promised, legal, by: SetBy::TwoPeople, at });
            self.promised = promised;
        } else {
            self.say(at, self.signer(), Act::DeclineDueDate, &text);
        }
    }

    fn working_day(&self, day: Date) -> Date {
        day_of(self.work().open_from(seconds(domain::LawTime::start_of(day))))
    }

    /// What will not be done in time is apologised for: often the day before, often too late, and
    /// often not at all.
    pub(super) fn apologise(&mut self) {
        let (done, due) = (self.until(1.0), self.promised.date());
        if self.life.halt.is_some() || day_of(done) <= due || !self.dice.percent(58) {
            return;
        }
        let before = seconds(domain::LawTime::start_of(due)) - DAY;
        let at = match self.dice.percent(55) {
            true => self.work().open_from(before),
            false => self.work().open_from(before + 2 * DAY),
        };
        let at = self.work().after(at, self.dice.between(1, 3) * HOUR);
        if at <= self.now || at >= self.until(0.97) {
            return;
        }
        let spare = self.dice.between(-1, 4);
        let promised = self.working_day(day_of(done).saturating_add(spare.days()));
        if promised <= due || promised < day_of(at) {
            return;
        }
        let text = self.dice.text(&self.town.year.words.apologies);
        // What follows keeps its time: an apology makes nobody work faster.
        self.say(at, self.examiner(), Act::Apologise(promised), &text);
    }
}

//! From hand to hand, other agencies' opinions, supplements and duties.

use domain::calendar::{Pause, PauseKind};
use domain::dossier::{Act, Duty, DutyItem, Means, Opinion, Pay, Reason};
use domain::procedure::description::Silence;
use jiff::ToSpan;

use super::super::diary::{DAY, HOUR, MINUTE, Seconds, day_of, instant, seconds};
use super::super::filing::brought;
use super::super::lives::Halt;
use super::super::staff::Work;
use super::{FORWARD_UNTIL, Pen};

impl Pen<'_> {
    /// To the agency: on the same day, or on the next morning what came after three; both sides
    /// sign.
    pub(super) fn hand_over(&mut self) -> Option<()> {
        if self.plan.len() < 2 {
            return Some(());
        }
        let day = seconds(domain::LawTime::start_of(day_of(self.now)));
        let at = match self.now - day < FORWARD_UNTIL {
            true => self.soon_at_desk(8, 50),
            false => self.desk().next_morning(self.now) + self.dice.between(5, 40) * MINUTE,
        };
        self.act(at, self.at_desk(), self.forward());
        self.unless(Halt::OnItsWay)?;
        self.acknowledge()?;
        // What another agency turns out to be competent for is worked on there.
        if self.transfers() { Some(()) } else { self.unless(Halt::Working) }
    }

    pub(super) fn forward(&self) -> Act {
        Act::Forward { account: None, sets: self.sets, list: None }
    }

    /// The agency takes it over: straight to an officer, or into its queue first.
    pub(super) fn acknowledge(&mut self) -> Option<()> {
        let slow = if self.town.is_overloaded(&self.agency) { 420 } else { 150 };
        let at = self.soon(5, slow);
        let officer = self.examiner();
        let account = Pen::account(&officer);
        let queued = self.dice.percent(22) || self.halts(Halt::Queued);
        let own = (!queued).then(|| account.clone());
        let acknowledge = Act::Acknowledge { sets: self.sets, account: own };
        self.act(at, officer.clone(), acknowledge);
        self.unless(Halt::Queued)?;
        if queued {
            let at = self.soon(4, 90);
            self.act(at, officer, Act::Take(account));
        }
        Some(())
    }

    /// Asks other agencies: some answer late, and silence is consent where the law says so.
    pub(super) fn ask(&mut self) -> Option<()> {
        let planned = self.plan.iter().flat_map(|step| &step.consults).next().cloned();
        let Some(planned) = planned.filter(|_| !self.transfers()) else { return Some(()) };
        let begun = self.until(0.08);
        let mut answered = begun;
        for office in self.life.asked(self.town) {
            let (limit, silence) = (planned.limit, planned.silence);
            let text = self.dice.text(&self.town.year.words.questions);
            let act = Act::Consult { office: office.clone(), limit, silence };
            self.say(begun, self.examiner(), act, &text);
            if self.halts(Halt::Asking) {
                continue;
            }
            if let Some(at) = self.opinion(&office, begun, silence) {
                answered = answered.max(at);
            }
        }
        self.now = self.now.max(answered);
        self.unless(Halt::Asking)
    }

    /// The opinion of an office; `None` where it stays silent.
    fn opinion(&mut self, office: &str, asked: Seconds, silence: Silence) -> Option<Seconds> {
        if silence == Silence::Consents && self.dice.percent(32) {
            return None;
        }
        let id = self.steps.iter().filter(|step| is_question(&step.what)).count();
        let diary = &self.town.hours(office).work;
        let at = diary.after(asked, self.dice.between(3, 30) * HOUR);
        let by = self.staff.actor(office, Work::Examine, self.dice.place(2));
        let (opinion, text) = match self.dice.place(10) {
            0 | 1 => (Opinion::AgreesIf, self.dice.text(&self.town.year.words.opinions)),
            _ => (Opinion::Agrees, String::new()),
        };
        let reply = Act::Reply { id: u32::try_from(id).unwrap_or(1), opinion };
        // It comes while the others are still asked: the order of time is made at the end.
        let now = self.now;
        self.say(at, by, reply, &text);
        self.now = now;
        Some(at)
    }

    /// Time that the procedure's own text excludes: posting, a newspaper.
    pub(super) fn exclude(&mut self) {
        let entry = self.life.entry(self.town);
        let fits = |case: &Option<String>| case.is_none() || *case == self.life.case;
        let Some(excluded) = entry.excluded.as_ref().filter(|it| fits(&it.case)) else { return };
        if !self.happens(excluded.percent * 10) {
            return;
        }
        let at = self.until(0.15);
        self.act(at, self.examiner(), Act::Exclude { basis: excluded.basis.clone() });
        let days = self.dice.between(excluded.least_days, excluded.most_days);
        let over = self.work().after(self.work().open_from(at + days * DAY), 20 * MINUTE);
        self.act(over, self.examiner(), Act::Resume);
        self.pause(PauseKind::Excluded, at);
    }

    /// Asks the applicant for what is missing: once, sometimes again with the reason.
    pub(super) fn supplement(&mut self) -> Option<()> {
        let often = if self.promised_days() > 3 { 95 } else { 28 };
        if !(self.happens(often) || self.halts(Halt::Supplementing)) {
            return Some(());
        }
        self.once_more("")?;
        if self.dice.percent(9) {
            let again = self.dice.text(&self.town.year.words.again);
            self.once_more(&again)?;
        }
        Some(())
    }

    fn once_more(&mut self, again: &str) -> Option<()> {
        let at = self.until(0.3);
        let until = day_of(at).saturating_add(self.dice.between(10, 30).days());
        self.request(at, self.examiner(), until, again);
        self.unless(Halt::Supplementing)?;
        if self.dice.percent(88) {
            let back = self.days_later_at_desk(1, 15);
            let papers = brought(self.town, self.life);
            self.act(back, self.at_desk(), Act::CompleteSupplement(papers));
            self.pause(PauseKind::Supplement, at);
            return Some(());
        }
        let after = seconds(domain::LawTime::start_of(until)) + DAY;
        let at = self.work().after(self.work().open_from(after), 90 * MINUTE);
        let document = self.document(at, "TB");
        let text = self.dice.text(&self.town.year.words.stops);
        let stop = Act::Stop { reason: Reason::NotSupplemented, document };
        self.say(at, self.examiner(), stop, &text);
        None
    }

    /// What the tax office finds is paid there, at once or in parts, and shown at the desk.
    pub(super) fn pay_duty(&mut self) -> Option<()> {
        let percent = self.life.entry(self.town).duty;
        if !(self.happens(percent * 10) || self.halts(Halt::Paying)) {
            return Some(());
        }
        let at = self.until(0.4);
        let sums = [self.dice.between(12, 900) * 10_000, self.dice.between(4, 60) * 10_000];
        let names = ["Thuế thu nhập cá nhân", "Lệ phí trước bạ"];
        let items = names.iter().zip(sums).map(|(name, sum)| DutyItem {
            name: (*name).to_owned(),
            amount_vnd: sum.unsigned_abs(),
        });
        let duty = Duty {
            payee: "CTHUE".to_owned(),
            notice: format!("{}/TB-CCT", self.dice.between(100, 9999)),
            items: items.collect(),
        };
        let total = duty.total_vnd();
        self.act(at, self.examiner(), Act::RequestPayment(duty));
        self.unless(Halt::Paying)?;
        if self.dice.percent(7) {
            return None;
        }
        let parts =
            if self.dice.percent(24) { vec![total / 2, total - total / 2] } else { vec![total] };
        for amount_vnd in parts {
            let paid = self.days_later_at_desk(1, 12);
            let evidence = format!("GNT-{:06}", self.dice.between(1, 999_999));
            let pay = Pay {
                amount_vnd,
                means: Means::Elsewhere,
                book: None,
                office: self.life.desk.clone(),
                number: None,
                evidence: Some(evidence),
            };
            self.act(paid, self.till(), Act::RecordPayment { pay, duty: true });
        }
        self.pause(PauseKind::FinancialDuty, at);
        Some(())
    }

    /// A pause from then to now, over which the deadline is counted anew.
    fn pause(&mut self, kind: PauseKind, from: Seconds) {
        let (from, to) = (instant(from), Some(instant(self.now)));
        self.pauses.push(Pause { kind, from, to, basis: None });
        self.count();
    }

    fn promised_days(&self) -> i64 {
        (seconds(self.promised.last()) - self.received) / DAY
    }

    /// Number and symbol of a paper.
    pub(super) fn document(&mut self, at: Seconds, symbol: &str) -> String {
        let office = self.agency.trim_start_matches(|c: char| c.is_ascii_digit());
        format!("{}/{symbol}-{office}/{}", self.dice.between(1, 980), day_of(at).year())
    }
}

fn is_question(what: &super::What) -> bool {
    matches!(what, super::What::Act(Act::Consult { .. }, _))
}

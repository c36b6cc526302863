//! A life written out as acts, each with its instant and actor.

mod rating;
mod result;
mod trouble;
mod work;

use domain::StreamId;
use domain::calendar::{Moment, Pause};
use domain::dossier::{
    Act, Lack, Limits, Means, PlannedStep, Reason, SetDue, Words, explain, explain_set,
};
use domain::event::Actor;
use domain::procedure::description::Channel;
use jiff::ToSpan;
use jiff::civil::Date;

use super::diary::{DAY, Diary, HOUR, MINUTE, Seconds, day_of, instant, seconds};
use super::dice::{Dice, Use};
use super::filing::{brought, owed, pay, sets};
use super::lives::{Halt, Life};
use super::staff::{Staff, Work};
use super::town::Town;

/// After this hour a dossier goes on the next working morning (NĐ 61/2018/NĐ-CP, Điều 18).
const FORWARD_UNTIL: Seconds = 15 * HOUR;
/// What a request at the desk stands on.
const BASIS: &str = "61/2018/NĐ-CP, Điều 17";

/// What is done.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Handed in; at once, where it says who signed.
    File { accept: bool, signed_by: Option<String> },
    /// An act on it.
    Act(Act, Words),
    /// The last receipt is voided; its number is known when it is told.
    Void(Words),
}

/// One act of a life.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) at: Seconds,
    pub(super) by: Actor,
    pub(super) what: What,
}

/// Writes a life.
pub(super) struct Pen<'a> {
    town: &'a Town,
    staff: &'a Staff,
    life: &'a Life,
    dice: Dice,
    steps: Vec<Step>,
    /// When the last thing happened.
    now: Seconds,
    clerk: usize,
    officer: usize,
    leader: usize,
    /// The agency that works on it.
    agency: String,
    plan: Vec<PlannedStep>,
    limits: Limits,
    sets: u16,
    owed: u64,
    received: Seconds,
    pauses: Vec<Pause>,
    /// The due date that two people changed it to.
    set_due: Option<SetDue>,
    /// Where the time of work begins anew: at reception, and after each pause.
    begins: Seconds,
    /// What the slip promises.
    promised: Moment,
    /// How much of its time the work takes.
    factor: f64,
}

/// The acts of a life, in the order of time.
pub(super) fn write(town: &Town, staff: &Staff, life: &Life) -> Vec<Step> {
    let mut pen = Pen::new(town, staff, life);
    // Where a life ends early, everything before it stands.
    pen.live();
    pen.rate();
    let mut steps = pen.steps;
    steps.sort_by_key(|step| step.at);
    steps
}

impl<'a> Pen<'a> {
    fn new(town: &'a Town, staff: &'a Staff, life: &'a Life) -> Pen<'a> {
        let mut dice = Dice::new(town.seed, Use::Script, life.number);
        let description = &life.revision(town).description;
        let day = day_of(life.arrives);
        let case = life.case.as_deref();
        let agency = life.agency(town);
        // Those whose work stands still lie with the demonstration's own people.
        let mut one = |office: &str, work| match life.halt {
            Some(_) => 0,
            None => dice.place(staff.count(office, work)),
        };
        let clerk = one(&life.desk, Work::Desk);
        let officer = one(&agency, Work::Examine);
        let leader = one(&agency, Work::Sign);
        let mut pen = Pen {
            town,
            staff,
            life,
            dice,
            steps: Vec::new(),
            now: life.arrives,
            clerk,
            officer,
            leader,
            agency,
            plan: life.steps(town),
            limits: town.limits(description, case, life.channel, &life.desk, day),
            sets: sets(description),
            owed: owed(town, life),
            received: life.arrives,
            pauses: Vec::new(),
            set_due: None,
            begins: life.arrives,
            promised: Moment::Day(day),
            factor: 0.0,
        };
        pen.factor = pen.draw_factor();
        pen
    }

    /// How much of its time the work takes: mostly a good half, in overloaded offices often more
    /// than all of it, and now and then a dossier is forgotten.
    fn draw_factor(&mut self) -> f64 {
        if self.life.halt.is_some() {
            return 0.02;
        }
        let usual = 0.6 + 0.34 * self.dice.bell();
        let forgotten = if self.dice.permille(14) { 1.6 } else { 1.0 };
        (usual * forgotten * self.town.pace(&self.agency)).max(0.06)
    }

    /// The whole life; `None` where it ends before its result is handed out.
    fn live(&mut self) -> Option<()> {
        self.take_in()?;
        self.hand_over()?;
        self.ask()?;
        self.trouble()?;
        self.exclude();
        self.supplement()?;
        self.pay_duty()?;
        self.apologise();
        self.decide()?;
        self.give_back()
    }

    fn put(&mut self, at: Seconds, by: Actor, what: What) {
        self.now = at.max(self.now);
        self.steps.push(Step { at: self.now, by, what });
    }

    fn act(&mut self, at: Seconds, by: Actor, act: Act) {
        self.put(at, by, What::Act(act, Words::default()));
    }

    fn say(&mut self, at: Seconds, by: Actor, act: Act, text: &str) {
        self.put(at, by, What::Act(act, Words::of(text)));
    }

    /// Ends the life here, where it is one that stands still at this place.
    fn unless(&self, halt: Halt) -> Option<()> {
        (self.life.halt != Some(halt)).then_some(())
    }

    fn halts(&self, halt: Halt) -> bool {
        self.life.halt == Some(halt)
    }

    /// Whether something of so many in a thousand happens to a life that does not stand still.
    fn happens(&mut self, permille: u32) -> bool {
        self.dice.permille(permille) && self.life.halt.is_none()
    }

    fn at_desk(&self) -> Actor {
        self.staff.actor(&self.life.desk, Work::Desk, self.clerk)
    }

    fn till(&self) -> Actor {
        self.staff.actor(&self.life.desk, Work::Till, self.clerk)
    }

    fn examiner(&self) -> Actor {
        self.staff.actor(&self.agency, Work::Examine, self.officer)
    }

    fn signer(&self) -> Actor {
        self.staff.actor(&self.agency, Work::Sign, self.leader)
    }

    fn recorder(&self) -> Actor {
        self.staff.actor(&self.agency, Work::Record, 0)
    }

    fn work(&self) -> &'a Diary {
        &self.town.hours(&self.agency).work
    }

    fn desk(&self) -> &'a Diary {
        &self.town.hours(&self.life.desk).desk
    }

    /// Some working minutes from now on, at the agency.
    fn soon(&mut self, least: i64, most: i64) -> Seconds {
        let minutes = if self.life.halt.is_some() { least } else { self.dice.between(least, most) };
        self.work().after(self.now, minutes * MINUTE)
    }

    /// Some minutes from now on, when the desk is open.
    fn soon_at_desk(&mut self, least: i64, most: i64) -> Seconds {
        let minutes = self.dice.between(least, most);
        self.desk().after(self.now, minutes * MINUTE)
    }

    /// Some days from now on, when the desk is open.
    fn days_later_at_desk(&mut self, least: i64, most: i64) -> Seconds {
        let day = self.now + self.dice.between(least, most) * DAY;
        let minutes = self.dice.between(5, 150);
        self.desk().after(self.desk().open_from(day), minutes * MINUTE)
    }

    /// The instant at which this part of the work is done.
    fn until(&self, part: f64) -> Seconds {
        let due = seconds(self.promised.last());
        let budget = self.work().between(self.begins, due).max(90 * MINUTE);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "seconds of a year are exact, and a second more or less is nothing"
        )]
        let work = (budget as f64 * self.factor * part) as Seconds;
        self.work().after(self.begins, work).max(self.work().after(self.now, 3 * MINUTE))
    }

    /// Counts the deadline anew, as the domain does, and begins the time of work here.
    fn count(&mut self) {
        let (town, received) = (self.town, instant(self.received));
        let (ready, terms) = (&town.ready, &town.terms);
        let counted = match &self.set_due {
            Some(set) => explain_set(set, &self.limits, (ready, terms), received, &self.pauses),
            None => explain(&self.limits, ready, terms, received, &self.pauses),
        };
        if let Ok(counted) = counted {
            let due = counted.promised.due;
            let is_later = due.last() > self.promised.last();
            self.promised = if is_later { due } else { self.promised };
        }
        self.begins = self.now;
    }

    fn account(actor: &Actor) -> StreamId {
        StreamId::stored(actor.id.clone())
    }

    /// Handed in, and taken in, sent away, or asked to come again.
    fn take_in(&mut self) -> Option<()> {
        let life = self.life;
        let at_home = life.channel == Channel::Online && !life.assisted;
        let refused = self.happens(26);
        let incomplete =
            self.happens(if at_home { 130 } else { 65 }) || self.halts(Halt::Incomplete);
        let waits = refused || incomplete || self.halts(Halt::Submitted);
        let accept = life.channel != Channel::Online && !waits;
        let by = match self.staff.citizen(life.number) {
            Some(account) => Actor { id: account.to_string(), office: String::new() },
            None => self.at_desk(),
        };
        let percent = life.entry(self.town).at_once;
        let same_day = life.is_same_day(self.town);
        let is_quick = same_day && life.channel == Channel::Counter && life.halt.is_none();
        let at_once = self.dice.percent(percent) && is_quick && accept;
        let signed_by = at_once.then(|| self.signer().id);
        self.put(life.arrives, by, What::File { accept, signed_by });
        if at_once {
            return None;
        }
        if !accept {
            self.unless(Halt::Submitted)?;
            self.look_at(refused, incomplete)?;
            let day = day_of(self.now);
            let (office, agreed) = (life.desk.clone(), self.limits.agreed);
            self.act(self.now, self.at_desk(), Act::Accept { office, day, agreed });
        }
        self.received = self.now;
        self.promised = Moment::Day(day_of(self.now));
        self.count();
        self.take_fee(600);
        self.unless(Halt::Received)
    }

    /// The desk looks at what was sent in: it is refused, or what is missing is asked for.
    fn look_at(&mut self, refused: bool, incomplete: bool) -> Option<()> {
        let backlog = if self.life.channel == Channel::Online { 380 } else { 12 };
        let at = self.soon_at_desk(5, backlog);
        let (clerk, words) = (self.at_desk(), &self.town.year.words);
        if refused {
            let reasons = [Reason::NotCompetent, Reason::Duplicate, Reason::ConditionNotMet];
            let place = self.dice.place(reasons.len());
            let text = words.refusals.get(place).cloned().unwrap_or_default();
            let lack = Lack { component: None, reason: reasons[place] };
            self.say(at, clerk, Act::Refuse(vec![lack]), &text);
            return None;
        }
        self.now = at;
        if !incomplete {
            return Some(());
        }
        let until = day_of(at).saturating_add(self.dice.between(8, 20).days());
        self.request(at, clerk.clone(), until, "");
        self.unless(Halt::Incomplete)?;
        if self.dice.percent(82) {
            let at = self.days_later_at_desk(1, 7);
            let papers = brought(self.town, self.life);
            self.act(at, clerk, Act::CompleteSupplement(papers));
            self.now = self.soon_at_desk(4, 25);
            return Some(());
        }
        let after = seconds(domain::LawTime::start_of(until)) + DAY;
        let at = self.desk().after(self.desk().open_from(after), 40 * MINUTE);
        let lack = Lack { component: None, reason: Reason::NotSupplemented };
        let text = self.dice.text(&words.stops);
        self.say(at, clerk, Act::Refuse(vec![lack]), &text);
        None
    }

    /// Asks for what is missing, in one list.
    fn request(&mut self, at: Seconds, by: Actor, until: Date, again: &str) {
        let reasons = [
            Reason::Unreadable,
            Reason::NotSigned,
            Reason::Expired,
            Reason::WrongContent,
            Reason::Missing,
            Reason::WrongForm,
        ];
        let papers = brought(self.town, self.life);
        let component = papers.first().map(|paper| paper.id.clone());
        let place = self.dice.place(reasons.len());
        let lacks = vec![Lack { component, reason: reasons[place] }];
        let items = self.town.year.words.lacks.get(place).cloned().into_iter().collect();
        let words = Words { text: String::new(), items };
        let (basis, again) = (BASIS.to_owned(), again.to_owned());
        let act = Act::RequestSupplement { lacks, until: Some(until), basis, again };
        self.put(at, by, What::Act(act, words));
    }

    /// Takes what is owed, in so many of a thousand lives; a receipt is voided now and then.
    fn take_fee(&mut self, permille: u32) {
        if self.owed == 0 || !self.dice.permille(permille) {
            return;
        }
        let means = match self.life.channel {
            Channel::Counter => Means::Cash,
            Channel::Post => Means::Post,
            Channel::Online => Means::Transfer,
        };
        let record =
            |pen: &Pen<'_>| Act::RecordPayment { pay: pay(pen.life, pen.owed, means), duty: false };
        let at = self.soon_at_desk(2, 6);
        self.act(at, self.till(), record(self));
        if self.happens(16) {
            let at = self.soon_at_desk(2, 9);
            let text = self.dice.text(&self.town.year.words.voids);
            self.put(at, self.till(), What::Void(Words::of(&text)));
            self.act(at + MINUTE, self.till(), record(self));
        }
        self.owed = 0;
    }
}

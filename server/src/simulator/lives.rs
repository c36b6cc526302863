//! Which dossiers there are: what for, where, when and how each comes.

use domain::dossier::PlannedStep;
use domain::procedure::description::{Channel, Description, Unit};
use jiff::ToSpan;
use jiff::civil::Date;

use super::diary::{DAY, HOUR, MINUTE, Seconds, day_of, seconds};
use super::dice::{Dice, Use};
use super::town::{Procedure, Revision, Town};
use super::year::Entry;
use super::{BEGIN, END, Wanted};

/// Where a life stands still, so that there is work of every kind on the last morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halt {
    /// Sent in, not looked at.
    Submitted,
    /// More papers were asked for at the desk.
    Incomplete,
    /// Taken in.
    Received,
    /// Handed over, not acknowledged.
    OnItsWay,
    /// In the queue of the office.
    Queued,
    /// With the officer who examines it.
    Working,
    /// Another agency is asked.
    Asking,
    /// The applicant brings what is missing.
    Supplementing,
    /// The applicant pays what the tax office found.
    Paying,
    /// It waits for its signature.
    Proposed,
    /// It waits for its number.
    Signed,
    /// It waits for its release.
    Numbered,
    /// The result waits at the desk.
    Finished,
}

const HALTS: [Halt; 13] = [
    Halt::Proposed,
    Halt::Working,
    Halt::Signed,
    Halt::Submitted,
    Halt::Finished,
    Halt::Received,
    Halt::OnItsWay,
    Halt::Queued,
    Halt::Numbered,
    Halt::Supplementing,
    Halt::Paying,
    Halt::Asking,
    Halt::Incomplete,
];

/// A dossier that is going to be played.
#[derive(Clone, Debug)]
pub(super) struct Life {
    /// Its number, from 0.
    pub(super) number: u64,
    /// The procedure and revision, by their places.
    pub(super) procedure: usize,
    pub(super) revision: usize,
    pub(super) case: Option<String>,
    pub(super) desk: String,
    pub(super) channel: Channel,
    /// Filled in by a clerk for somebody.
    pub(super) assisted: bool,
    /// Filed by the account of the person themselves.
    pub(super) own: bool,
    pub(super) arrives: Seconds,
    pub(super) halt: Option<Halt>,
    /// Whether it is given to the agency that turns out to be competent.
    pub(super) transferred: bool,
}

impl Life {
    /// The procedure's data.
    pub(super) fn entry<'a>(&self, town: &'a Town) -> &'a Entry {
        &town.procedures[self.procedure].entry
    }

    /// The revision that it comes under.
    pub(super) fn revision<'a>(&self, town: &'a Town) -> &'a Revision {
        &town.procedures[self.procedure].revisions[self.revision]
    }

    /// The steps that it takes.
    pub(super) fn steps(&self, town: &Town) -> Vec<PlannedStep> {
        let description = &self.revision(town).description;
        town.steps(description, self.case.as_deref(), self.channel, &self.desk)
    }

    /// The office that works on it.
    pub(super) fn agency(&self, town: &Town) -> String {
        let steps = self.steps(town);
        steps.get(1).map_or_else(|| self.desk.clone(), |step| step.office.clone())
    }

    /// Every office that may act beside the desk.
    pub(super) fn agencies(&self, town: &Town) -> Vec<String> {
        let mut all = vec![self.agency(town)];
        all.extend(self.asked(town));
        let transfer = self.entry(town).transfer.as_ref().filter(|_| self.transferred);
        all.extend(transfer.map(|it| it.office.clone()));
        all
    }

    /// The offices that are asked for their opinion.
    pub(super) fn asked(&self, town: &Town) -> Vec<String> {
        let Some(asks) = &self.entry(town).asks else { return Vec::new() };
        let is_asked = self.steps(town).iter().any(|step| !step.consults.is_empty());
        let mut dice = Dice::new(town.seed, Use::Papers, self.number);
        if !is_asked || !(self.halt == Some(Halt::Asking) || dice.percent(asks.percent)) {
            return Vec::new();
        }
        let agency = self.agency(town);
        let mut asked = Vec::new();
        for office in &asks.offices {
            let other = match office.as_str() {
                "commune" => town.communes[dice.place(town.communes.len())].clone(),
                code => code.to_owned(),
            };
            if other != agency && town.offices.get(&other).is_some() {
                asked.push(other);
            }
        }
        asked
    }

    /// Whether it is due on the day itself.
    pub(super) fn is_same_day(&self, town: &Town) -> bool {
        let description = &self.revision(town).description;
        let limit = domain::dossier::limit(description, self.case.as_deref(), self.channel);
        let span = limit.and_then(|it| it.committed.or(it.legal));
        span.is_some_and(|span| span.unit == Unit::SameDay)
    }
}

/// Draws every life: those of the year, and those that stand still on the last morning.
pub(super) fn draw(town: &Town, wanted: Wanted) -> Vec<Life> {
    let halted = halted(town, wanted.dossiers);
    let natural = wanted.dossiers - halted.len() as u64;
    let mut lives: Vec<Life> =
        (0..natural).filter_map(|number| natural_life(town, number)).collect();
    lives.extend(halted);
    for (number, life) in lives.iter_mut().enumerate() {
        life.number = number as u64;
    }
    lives
}

fn natural_life(town: &Town, number: u64) -> Option<Life> {
    let mut dice = Dice::new(town.seed, Use::Lives, number);
    let shares = town.procedures.iter().map(|it| it.entry.share);
    let place = dice.weighed(shares);
    let procedure = town.procedures.get(place)?;
    let desk = dice.weighed(procedure.desks.iter().map(|(_, weight)| *weight));
    let desk = procedure.desks.get(desk)?.0.clone();
    let day = day(town, procedure, &desk, &mut dice)?;
    let revision = in_force(procedure, day)?;
    let description = &procedure.revisions[revision].description;
    let channel = channel(town, description, day, &mut dice);
    let assisted = channel == Channel::Online && dice.percent(28);
    let arrives = match channel {
        Channel::Online if !assisted => at_home(day, &mut dice),
        Channel::Online | Channel::Counter | Channel::Post => {
            at_the_desk(town, &desk, day, &mut dice)?
        }
    };
    let case = case(&procedure.entry, description, channel, &mut dice);
    let transfer = procedure.entry.transfer.as_ref();
    let transfer = transfer.filter(|it| it.case.is_none() || it.case == case);
    let transferred = transfer.is_some_and(|it| dice.percent(it.percent));
    Some(Life {
        number,
        procedure: place,
        revision,
        case,
        desk,
        channel,
        assisted,
        own: channel == Channel::Online && !assisted,
        arrives,
        halt: None,
        transferred,
    })
}

fn in_force(procedure: &Procedure, day: Date) -> Option<usize> {
    procedure.revisions.iter().position(|it| it.from <= day && day <= it.to)
}

/// A day on which the desk is open and the procedure in force: the month by the procedure's
/// season, Mondays and the days after holidays fuller than Fridays.
fn day(town: &Town, procedure: &Procedure, desk: &str, dice: &mut Dice) -> Option<Date> {
    let diary = &town.hours(desk).desk;
    let last = day_of(seconds(END)).saturating_sub(1.day());
    let mut days = Vec::new();
    let (mut day, mut rested) = (BEGIN.date(), false);
    while day <= last {
        let is_open = !diary.of_day(day).is_empty();
        if is_open && in_force(procedure, day).is_some() {
            let month = usize::from(day.month().unsigned_abs()) - 1;
            let weekday = [13, 11, 10, 10, 9, 3, 2];
            let place = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
            let after = if rested { 7 } else { 6 };
            days.push((day, procedure.entry.months[month] * weekday[place] * after));
        }
        rested = !is_open;
        day = day.saturating_add(1.day());
    }
    days.get(dice.weighed(days.iter().map(|(_, weight)| *weight))).map(|(day, _)| *day)
}

/// A time of a day at the desk: most come in the morning, some after three, a few when the clerk
/// is about to close for lunch and takes them in all the same.
fn at_the_desk(town: &Town, desk: &str, day: Date, dice: &mut Dice) -> Option<Seconds> {
    let spans = town.hours(desk).desk.of_day(day);
    let span =
        dice.weighed(spans.iter().enumerate().map(|(place, _)| if place == 0 { 62 } else { 38 }));
    let (opens, closes) = *spans.get(span)?;
    if dice.permille(8) {
        return Some(closes + dice.between(1, 9) * MINUTE);
    }
    let early = dice.between(0, closes - opens - 5 * MINUTE);
    let other = dice.between(0, closes - opens - 5 * MINUTE);
    Some(opens + if dice.percent(35) { early.min(other) } else { early })
}

/// A time at home: mostly in the evening, on any day of the week that follows.
fn at_home(day: Date, dice: &mut Dice) -> Seconds {
    let begins = seconds(domain::LawTime::start_of(day)) + dice.between(0, 6) * DAY;
    let hour = if dice.percent(58) { dice.between(18, 22) } else { dice.between(6, 17) };
    let at = begins + hour * HOUR + dice.between(0, 3599);
    at.min(seconds(END) - dice.between(1, 50) * HOUR)
}

fn channel(town: &Town, description: &Description, day: Date, dice: &mut Dice) -> Channel {
    let month = usize::from(day.month().unsigned_abs()) - 1;
    let level = description.online.level_2011.unwrap_or(1);
    let online = town.year.online[month] * if level >= 4 { 2 } else { 1 };
    let takes =
        |channel| description.channels.is_empty() || description.channels.contains(&channel);
    if level >= 3 && takes(Channel::Online) && dice.percent(online) {
        return Channel::Online;
    }
    match takes(Channel::Post) && dice.percent(town.year.post[month]) {
        true => Channel::Post,
        false => Channel::Counter,
    }
}

/// The case; online the one that the form's sample answers lead to.
fn case(
    entry: &Entry,
    description: &Description,
    channel: Channel,
    dice: &mut Dice,
) -> Option<String> {
    let cases = &description.cases;
    if cases.is_empty() {
        return None;
    }
    if channel == Channel::Online {
        let sample = description.form.as_ref().map(|form| &form.sample);
        let leads = |when: &String| {
            domain::condition::holds(when, |name| sample?.get(name)).unwrap_or(false)
        };
        let found = cases.iter().find(|case| case.when.as_ref().is_some_and(leads));
        return found.or(cases.first()).map(|case| case.id.clone());
    }
    let share = |id: &str| entry.cases.iter().find(|it| it.id == id).map_or(0, |it| it.share);
    let place = dice.weighed(cases.iter().map(|case| share(&case.id)));
    cases.get(place).map(|case| case.id.clone())
}

/// A procedure and its case.
type Choice = (&'static str, Option<&'static str>);

/// Desks whose people the demonstration knows, with procedures and cases that take more than a day.
const STAGES: [(&str, &[Choice]); 4] = [
    (
        "MC-X24617",
        &[("1.004873", None), ("1.000894", Some("verify")), ("1.000656", Some("verify"))],
    ),
    ("TTHCC", &[("1.012784", None), ("2.001610", None), ("1.012783", Some("usual"))]),
    (
        "MC-X24611",
        &[("1.004873", None), ("1.000656", Some("verify")), ("1.000894", Some("verify"))],
    ),
    ("MC-H660", &[("1.013225", Some("work")), ("1.012784", None), ("1.001612", None)]),
];
/// Lives that stand still, in each round.
const ROUND: u64 = 4 * 13;
/// Rounds at most; of a small year at most every fourth life stands still.
const ROUNDS_MAX: u64 = 3;

/// Lives that stand still where the demonstration's own people work: some are due tomorrow, some
/// are late.
fn halted(town: &Town, dossiers: u64) -> Vec<Life> {
    let most = (dossiers / 4).min(ROUND * ROUNDS_MAX);
    let each = (0..ROUND * ROUNDS_MAX).filter_map(|number| halted_life(town, number));
    each.take(usize::try_from(most).unwrap_or(0)).collect()
}

fn halted_life(town: &Town, number: u64) -> Option<Life> {
    let mut dice = Dice::new(town.seed, Use::Lives, u64::from(u32::MAX) + number);
    let place = usize::try_from(number).unwrap_or(0);
    let (desk, choices) = STAGES[place % STAGES.len()];
    let halt = HALTS[place / STAGES.len() % HALTS.len()];
    let round = place / (STAGES.len() * HALTS.len());
    let (code, case) = match halt {
        // Only where another agency finds a duty, or is asked.
        Halt::Paying => *choices.iter().find(|(code, _)| code.starts_with("1.0127"))?,
        Halt::Asking => choices[0],
        _ => choices[(place + round) % choices.len()],
    };
    let procedure = town.procedures.iter().position(|it| it.entry.code == code)?;
    let known = &town.procedures[procedure];
    known.desks.iter().find(|(known, _)| known == desk)?;
    let working_days_ago = [1, 6, 2][(place + round) % 3];
    let day = days_ago(town, desk, working_days_ago);
    let revision = in_force(known, day)?;
    let description = &known.revisions[revision].description;
    let submits = halt == Halt::Submitted;
    let channel = match submits && description.channels.contains(&Channel::Online) {
        true => Channel::Online,
        false => Channel::Counter,
    };
    let arrives = match channel {
        Channel::Online => at_home(days_ago(town, desk, 1), &mut dice),
        Channel::Counter | Channel::Post => {
            let (opens, _) = *town.hours(desk).work.of_day(day).first()?;
            opens + dice.between(10, 120) * MINUTE
        }
    };
    let entry = &known.entry;
    let competent = entry.transfer.as_ref().is_some_and(|it| it.case.as_deref() == case);
    let reaches = matches!(halt, Halt::Working | Halt::Proposed | Halt::Signed);
    Some(Life {
        number,
        procedure,
        revision,
        case: case.map(str::to_owned),
        desk: desk.to_owned(),
        channel,
        assisted: false,
        own: channel == Channel::Online,
        arrives,
        halt: Some(halt),
        transferred: competent && reaches,
    })
}

/// The working day so many working days before the last morning.
fn days_ago(town: &Town, desk: &str, count: u32) -> Date {
    let diary = &town.hours(desk).work;
    let (mut day, mut left) = (END.date(), count);
    while left > 0 && day > BEGIN.date() {
        day = day.saturating_sub(1.day());
        left -= u32::from(!diary.of_day(day).is_empty());
    }
    day
}

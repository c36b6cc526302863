//! Plays the year: every act of every life in the order of time, through the one door.

use std::collections::{BTreeMap, VecDeque};

use domain::dossier::{Act, Command, File, Pay, Words};
use domain::dossier_code::DossierCode;
use domain::event::Actor;
use domain::{Command as AnyCommand, LawTime};
use jiff::ToSpan;
use jiff::civil::Date;

use super::diary::{DAY, day_of, instant, seconds};
use super::lives::{self, Life};
use super::script::{Step, What, write};
use super::staff::{self, Staff, Work};
use super::town::Town;
use super::{BEGIN, END, Wanted, filing};
use crate::account::demo::People;
use crate::account::secret::HouseSecret;
use crate::commit::{Answer, PastDoor, Request};
use crate::dossier::clock;
use crate::fault::Fault;
use crate::house::House;

/// Right after midnight, when what became late is made a fact.
const MARK_AFTER_US: i64 = 10_000_000;
/// Days between the return of a result and its revocation.
const REVOKED_AFTER: i64 = 33 * DAY;

/// What was played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// Dossiers handed in.
    pub dossiers: u64,
    /// Commands accepted, those of the clock among them.
    pub acts: u64,
}

/// Plays the year in a demonstration's house. `people` are the demonstration's own, who act among
/// others; `step` hears how many of how many acts are done. Fails when an act is refused: then the
/// simulator broke a rule, and the house is thrown away.
pub fn play(
    house: &House,
    people: &People,
    wanted: Wanted,
    step: &mut dyn FnMut(u64, u64),
) -> Result<Played, Fault> {
    let town = Town::read(house, wanted.seed)?;
    if town.procedures.is_empty() || wanted.dossiers == 0 {
        return Ok(Played::default());
    }
    let lives = lives::draw(&town, wanted);
    let secret = house.secret()?;
    house.with_past_door(|past| {
        let staff = staff::open(past, &secret, &town, &lives, people)?;
        let acts = acts(&town, &staff, &lives);
        let stage = Stage {
            past,
            town: &town,
            staff: &staff,
            secret: &secret,
            lives: &lives,
            books: Books { codes: vec![String::new(); lives.len()], ..Books::default() },
        };
        stage.play(&acts, step)
    })
}

/// The acts of all lives up to the end, in the order of time.
fn acts(town: &Town, staff: &Staff, lives: &[Life]) -> Vec<(usize, Step)> {
    let mut revoked = false;
    let mut acts = Vec::new();
    for (place, life) in lives.iter().enumerate() {
        let mut steps = write(town, staff, life);
        if !revoked && let Some(step) = revocation(town, staff, life, &steps) {
            steps.push(step);
            revoked = true;
        }
        acts.extend(steps.into_iter().map(|step| (place, step)));
    }
    let end = seconds(END);
    acts.retain(|(_, step)| step.at < end);
    acts.sort_by_key(|(_, step)| step.at);
    acts
}

/// The one revocation of the year: of the first result that was given, signed here, and returned
/// early enough.
fn revocation(town: &Town, staff: &Staff, life: &Life, steps: &[Step]) -> Option<Step> {
    let is = |wanted: &dyn Fn(&Act) -> bool| {
        steps.iter().find(|step| matches!(&step.what, What::Act(act, _) if wanted(act)))
    };
    let granted =
        is(&|act| matches!(act, Act::Propose { outcome: domain::dossier::Outcome::Granted, .. }));
    let signed = is(&|act| matches!(act, Act::Sign { .. }))?;
    let returned = is(&|act| matches!(act, Act::ReturnResult(_)))?;
    let last = steps.last()?;
    let at = last.at.max(returned.at) + REVOKED_AFTER;
    let at = town.hours(&signed.by.office).work.open_from(at);
    granted.filter(|_| at < seconds(END))?;
    let text = town.year.words.revocations.first()?;
    let document = format!("{}/QĐ-{}", life.number + 1, signed.by.office);
    let by = staff.actor(&signed.by.office, Work::Sign, 0);
    Some(Step { at, by, what: What::Act(Act::RevokeResult { document }, Words::of(text)) })
}

/// Numbers as the books give them: known beforehand, for nothing is refused.
#[derive(Default)]
struct Books {
    codes: Vec<String>,
    of_day: BTreeMap<(String, Date), u32>,
    receipts: BTreeMap<(String, String), i64>,
    last_receipt: BTreeMap<usize, (String, i64)>,
}

struct Stage<'a> {
    past: &'a PastDoor,
    town: &'a Town,
    staff: &'a Staff,
    secret: &'a HouseSecret,
    lives: &'a [Life],
    books: Books,
}

impl Stage<'_> {
    fn play(
        mut self,
        acts: &[(usize, Step)],
        step: &mut dyn FnMut(u64, u64),
    ) -> Result<Played, Fault> {
        let mut played = Played::default();
        let (mut rest, mut day) = (acts, BEGIN.date());
        while day <= END.date() {
            let midnight = LawTime::start_of(day);
            let begins = LawTime(midnight.0 + MARK_AFTER_US);
            let past = self.past;
            loop {
                let marks = clock::marks(past.door(), begins)?;
                if marks.is_empty() {
                    break;
                }
                let told = marks.into_iter().map(|mark| (begins, mark));
                played.acts += tell(past, told, &mut |_| {})?;
            }
            let today = rest.partition_point(|(_, step)| day_of(step.at) <= day);
            let (acts_of_day, later) = rest.split_at(today);
            rest = later;
            let requests = acts_of_day.iter().map(|(life, step)| self.request(*life, step));
            let before = played.acts;
            let total = acts.len() as u64;
            played.acts += tell(past, requests, &mut |done| step(before + done, total))?;
            played.dossiers += files(acts_of_day);
            day = day.saturating_add(1.day());
        }
        Ok(played)
    }

    fn request(&mut self, place: usize, step: &Step) -> (LawTime, Request) {
        let command = match &step.what {
            What::File { accept, signed_by } => self.file(place, *accept, signed_by.as_deref()),
            What::Act(act, words) => self.act(place, act.clone(), words.clone()),
            What::Void(words) => {
                let last = self.books.last_receipt.get(&place).cloned();
                let (series, number) = last.unwrap_or_default();
                self.act(place, Act::VoidPayment { series, number }, words.clone())
            }
        };
        let actor: Actor = step.by.clone();
        let request = Request { actor, command: AnyCommand::Dossier(command), key: None };
        (instant(step.at), request)
    }

    fn file(&mut self, place: usize, accept: bool, signed_by: Option<&str>) -> Command {
        let life = &self.lives[place];
        let file = filing::file(self.town, self.staff, self.secret, life, accept, signed_by);
        let File { office, day, identifier, paid, .. } = &file;
        let number = self.books.of_day.entry((office.clone(), *day)).or_default();
        *number += 1;
        let code = DossierCode::new(identifier, *day, *number);
        self.books.codes[place] = code.map(|it| it.as_str().to_owned()).unwrap_or_default();
        if let Some(pay) = paid {
            self.books.receipt(place, pay);
        }
        Command::File(Box::new(file))
    }

    fn act(&mut self, place: usize, act: Act, words: Words) -> Command {
        if let Act::RecordPayment { pay, .. } = &act {
            self.books.receipt(place, pay);
        }
        let code = self.books.codes[place].clone();
        Command::Act { code, expected: None, act, words }
    }
}

impl Books {
    /// Counts the receipt that a payment takes.
    fn receipt(&mut self, place: usize, pay: &Pay) {
        let Some((_, series)) = &pay.book else { return };
        let number = self.receipts.entry((pay.office.clone(), series.clone())).or_default();
        *number += 1;
        self.last_receipt.insert(place, (series.clone(), *number));
    }
}

fn files(acts: &[(usize, Step)]) -> u64 {
    acts.iter().filter(|(_, step)| matches!(step.what, What::File { .. })).count() as u64
}

/// Tells requests; answers how many were accepted. The first that was not is named.
fn tell(
    past: &PastDoor,
    requests: impl Iterator<Item = (LawTime, Request)>,
    done: &mut dyn FnMut(u64),
) -> Result<u64, Fault> {
    let (mut accepted, mut failed) = (0, None);
    let names = std::cell::RefCell::new(VecDeque::new());
    let named = requests.inspect(|(at, request)| names.borrow_mut().push_back(name(*at, request)));
    let mut hear = |answer: Answer| {
        let name = names.borrow_mut().pop_front().unwrap_or_default();
        match answer {
            Ok(_) => {
                accepted += 1;
                done(accepted);
            }
            Err(error) => {
                let told = || Fault::Refused(format!("{name}: {error}"));
                failed.get_or_insert_with(told);
            }
        }
    };
    past.commit_all(named, &mut hear);
    failed.map_or(Ok(accepted), Err)
}

fn name(at: LawTime, request: &Request) -> String {
    let what = match &request.command {
        AnyCommand::Dossier(Command::File(file)) => {
            format!("{} at {}", file.procedure, file.office)
        }
        AnyCommand::Dossier(Command::Act { code, act, .. }) => format!("{} of {code}", act.id()),
        _ => String::new(),
    };
    format!("{what}, {}", at.rfc3339())
}

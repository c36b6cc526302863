//! What the simulator knows of the province: its offices, hours, procedures and paces.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::calendar::{Ready, RuleSet, Settings};
use domain::dossier::{self, Limits, PlannedStep};
use domain::procedure::description::{Channel, Description, Party, Span, Unit};
use domain::province::Terms;
use jiff::ToSpan;
use jiff::civil::Date;

use super::diary::{Diary, Open};
use super::dice::{Dice, Use};
use super::year::{Entry, Names, Year, shipped};
use super::{BEGIN, END, store};
use crate::commit::Error;
use crate::dossier::register::{Offices, Register};
use crate::fault::Fault;
use crate::house::House;

/// Days that are known beyond the end, for due dates.
const DAYS_BEYOND: i64 = 150;

/// From this pace on an office is overloaded.
const OVERLOADED: f64 = 1.4;

/// The hours of a schedule.
pub(super) struct Hours {
    pub(super) work: Diary,
    pub(super) desk: Diary,
}

/// A revision of a procedure that is played.
pub(super) struct Revision {
    pub(super) number: u32,
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) description: Description,
}

/// A procedure that is played.
pub(super) struct Procedure {
    pub(super) entry: Entry,
    pub(super) revisions: Vec<Revision>,
    /// Desks that take it in, with their weights.
    pub(super) desks: Vec<(String, u64)>,
}

/// The province.
pub(super) struct Town {
    pub(super) seed: u64,
    pub(super) terms: Terms,
    pub(super) ready: Ready,
    pub(super) offices: Arc<Offices>,
    pub(super) procedures: Vec<Procedure>,
    pub(super) year: Year,
    pub(super) names: Names,
    /// Codes of the communes' committees.
    pub(super) communes: Vec<String>,
    hours: BTreeMap<String, Hours>,
}

impl Town {
    /// Reads the province of a house.
    pub(super) fn read(house: &House, seed: u64) -> Result<Town, Fault> {
        let terms = house.province()?.terms;
        let (from, to) = (BEGIN.date(), END.date());
        let now = house.source.machine();
        let (offices, revisions) = house.db.read_now(move |tx| {
            let offices = Register::default().offices(tx, from, now)?;
            let days = [from.to_string().into(), to.to_string().into()];
            let mut revisions: BTreeMap<String, Vec<Revision>> = BTreeMap::new();
            for row in tx.rows(&store::IN_FORCE_WITHIN, &days)? {
                let revision = Revision {
                    number: u32::try_from(row.int(1)?).unwrap_or(0),
                    from: day(row.text(2)?)?,
                    to: day(row.text(3)?)?,
                    description: serde_json::from_str(row.text(4)?)
                        .map_err(|error| Error::Damaged(format!("a revision: {error}")))?,
                };
                revisions.entry(row.text(0)?.to_owned()).or_default().push(revision);
            }
            Ok::<_, Error>((offices, revisions))
        })?;
        let ready = Ready::default();
        let hours = hours(&terms, &ready)?;
        let year: Year = shipped("demo/year.toml")?;
        let names: Names = shipped("demo/names.toml")?;
        let is_commune = |code: &str| {
            offices.get(code).is_some_and(|it| it.level == "commune" && it.kind == "committee")
        };
        let communes = offices.all().map(|(code, _)| code.clone()).filter(|it| is_commune(it));
        let communes = communes.collect();
        let played = revisions.into_iter().map(|(code, revisions)| {
            let entry = year.procedures.iter().find(|entry| entry.code == code).cloned();
            let entry = entry.unwrap_or_else(|| Entry::rare(&code));
            let desks = desks(&offices, &revisions, seed);
            Procedure { entry, revisions, desks }
        });
        let procedures = played.filter(|it| !it.desks.is_empty()).collect();
        Ok(Town { seed, terms, ready, offices, procedures, year, names, communes, hours })
    }

    /// The hours of an office.
    pub(super) fn hours(&self, office: &str) -> &Hours {
        let own = self.offices.hours(office).and_then(|id| self.hours.get(&id));
        own.or_else(|| self.hours.values().next()).expect("invariant: a province has hours")
    }

    /// How slow an office is: up to 1 its work is done in time, above it is overloaded. Every sixth
    /// commune is, and more of the agencies above; the same ones all year long.
    pub(super) fn pace(&self, office: &str) -> f64 {
        let mut dice = Dice::of_office(self.seed, Use::Pace, office);
        let is_commune = self.offices.get(office).is_some_and(|it| it.level == "commune");
        match dice.percent(if is_commune { 17 } else { 30 }) {
            true => OVERLOADED + 0.6 * dice.part(),
            false => 0.72 + 0.38 * dice.part(),
        }
    }

    /// Whether an office cannot keep up.
    pub(super) fn is_overloaded(&self, office: &str) -> bool {
        self.pace(office) >= OVERLOADED
    }

    /// The steps of a dossier.
    pub(super) fn steps(
        &self,
        description: &Description,
        case: Option<&str>,
        channel: Channel,
        desk: &str,
    ) -> Vec<PlannedStep> {
        let resolve = |party: &Party| self.offices.resolve(party, desk);
        let answers = domain::form::Answers::new();
        dossier::plan(description, case, channel, &answers, desk, &resolve)
    }

    /// What a dossier's deadline is counted by.
    pub(super) fn limits(
        &self,
        description: &Description,
        case: Option<&str>,
        channel: Channel,
        desk: &str,
        day: Date,
    ) -> Limits {
        let limit = dossier::limit(description, case, channel);
        let own = limit.map_or(description.clock, |limit| description.clock.under(limit));
        let rule = RuleSet::in_force(&self.terms.rules, day).map(|set| set.rule(&own));
        let counted = |span: &Span| span.unit != Unit::Other;
        let legal = limit.and_then(|it| it.legal).filter(counted);
        let committed = limit.and_then(|it| it.committed).filter(counted);
        let is_counted = legal.or(committed).is_some();
        Limits {
            legal,
            committed,
            agreed: (!is_counted).then(|| day.saturating_add(14.days())),
            hours: self.offices.hours(desk).unwrap_or_default(),
            clock: Settings {
                after_supplement: rule.map(|it| it.after_supplement),
                due_precision: rule.map(|it| it.due_precision),
                cutoff_hour: rule.map(|it| it.cutoff_hour),
            },
        }
    }
}

fn day(text: &str) -> Result<Date, Error> {
    text.parse().map_err(|error| Error::Damaged(format!("the day `{text}`: {error}")))
}

fn hours(terms: &Terms, ready: &Ready) -> Result<BTreeMap<String, Hours>, Fault> {
    let calendar = ready.calendar(terms);
    let days = (BEGIN.date(), END.date().saturating_add(DAYS_BEYOND.days()));
    let missing = |error| Fault::Refused(format!("the year cannot be played: {error}"));
    let mut all = BTreeMap::new();
    for schedule in &terms.schedules {
        let diary = |open| Diary::new(schedule, &calendar, days, open).map_err(missing);
        let hours = Hours { work: diary(Open::ToWork)?, desk: diary(Open::ToReceive)? };
        all.insert(schedule.id.clone(), hours);
    }
    match all.is_empty() {
        true => Err(Fault::Refused("the province has no hours to play in".to_owned())),
        false => Ok(all),
    }
}

/// The offices that take a procedure in, each with a weight of its size.
fn desks(offices: &Offices, revisions: &[Revision], seed: u64) -> Vec<(String, u64)> {
    let Some(revision) = revisions.first() else { return Vec::new() };
    let description = &revision.description;
    let named = match description.receiving.is_empty() {
        true => &description.executing,
        false => &description.receiving,
    };
    let mut desks = Vec::new();
    for (code, office) in offices.all() {
        let fits = |party: &Party| match party {
            Party::Office(known) => known == code,
            Party::Every { level, kind } => {
                office.level == *level && kind.as_ref().is_none_or(|kind| *kind == office.kind)
            }
            Party::Named(_) => false,
        };
        if named.iter().any(fits) && offices.identifier(code).is_some() {
            desks.push((code.clone(), weight(code, &office.level, seed)));
        }
    }
    desks
}

/// Desks where the demonstration's own people sit receive more.
const DEMO_DESKS: [&str; 3] = ["MC-X24617", "MC-X24611", "MC-H660"];

fn weight(code: &str, level: &str, seed: u64) -> u64 {
    let mut dice = Dice::of_office(seed, Use::Office, code);
    let size = dice.between(40, 170).unsigned_abs();
    let by_level = match level {
        "commune" => 1,
        "district" => 3,
        _ => 6,
    };
    let own = if DEMO_DESKS.contains(&code) { 3 } else { 1 };
    size * by_level * own
}

//! A programme of reform as data: objectives, each with targets; a target binds a measure to a
//! threshold, a direction, a day and an owner, or it is refused.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Figure, Measure, Sight, State, Told, wilson};
use crate::wording::Wording;

/// A programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// The name in addresses.
    pub id: String,
    /// What it is called.
    pub name: Wording,
    /// Number and symbol of the decision.
    pub decision: String,
    /// Day of signature.
    pub date: Date,
    /// Who decided.
    pub agency: Wording,
    /// First day of the time that it is for.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where these data come from, and what was not found.
    pub source: Wording,
    /// Its objectives, in their order.
    pub objectives: Vec<Objective>,
}

/// An objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Its number.
    pub number: u8,
    /// In words.
    pub name: Wording,
    /// More words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Wording>,
    /// Its targets.
    pub targets: Vec<Target>,
}

/// Which way a value is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// At least the threshold.
    AtLeast,
    /// More than the threshold.
    Above,
    /// More than the value before: the threshold is by how much.
    Rise,
}

impl Direction {
    /// The name in data and answers.
    pub fn id(self) -> &'static str {
        match self {
            Direction::AtLeast => "at-least",
            Direction::Above => "above",
            Direction::Rise => "rise",
        }
    }
}

/// The value that a target began from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Baseline {
    /// It is known.
    Recorded {
        /// In hundredths of the target's unit.
        hundredths: i64,
        /// Of which year.
        year: i16,
        /// Who says so.
        source: Wording,
    },
    /// It was not recorded, and why.
    NotRecorded(Wording),
}

/// What somebody outside the house published of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Of which year.
    pub year: i16,
    /// The value in hundredths; none where it was not published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hundredths: Option<i64>,
    /// Whether it is counted as the year before was.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub comparable: bool,
    /// Who says so, and what is known beside the value.
    pub source: Wording,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_yes(is: &bool) -> bool {
    *is
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The name in addresses, unlike any other of the programme.
    pub id: String,
    /// In words.
    pub name: Wording,
    /// The measure that answers it; none where the house cannot count it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Other readings of the same words, shown beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// What its value is counted in.
    pub unit: Unit,
    /// The threshold in hundredths of the unit.
    pub threshold: i64,
    /// Which way.
    pub direction: Direction,
    /// The last day.
    pub by: Date,
    /// Code of the office that answers for it.
    pub owner: String,
    /// Where it began.
    pub baseline: Baseline,
    /// What was published outside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// Why there is no figure, where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Wording>,
}

/// What a target's value is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Percent.
    Percent,
    /// Points of an index.
    Points,
    /// Ranks in the national table, fewer being better: a rise is upwards.
    Ranks,
    /// Whether there is one: a mechanism, a membership. 100 hundredths are yes.
    Fulfilled,
}

impl Unit {
    /// The name in data and answers.
    pub fn id(self) -> &'static str {
        match self {
            Unit::Percent => "percent",
            Unit::Points => "points",
            Unit::Ranks => "ranks",
            Unit::Fulfilled => "fulfilled",
        }
    }
}

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Its threshold is reached.
    Reached,
    /// Five points or fewer are missing.
    Near,
    /// More is missing.
    Behind,
    /// Nothing can be said.
    Open,
}

impl Standing {
    /// The name in answers.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Reached => "reached",
            Standing::Near => "near",
            Standing::Behind => "behind",
            Standing::Open => "open",
        }
    }
}

/// How far from its threshold a value is still near, in percent points.
const NEAR: f64 = 5.0;
/// Fewer answers than this decide nothing, but where even their interval does.
const SAMPLE_MIN: i64 = 30;

impl Target {
    /// Its measure.
    pub fn measured(&self) -> Option<Measure> {
        self.measure.as_deref().and_then(Measure::parse)
    }

    /// The threshold in its unit.
    pub fn threshold(&self) -> f64 {
        hundredths(self.threshold)
    }

    /// The newest reading that has a value, and how it stands to the one before: the value, the
    /// difference, and whether the two can be compared.
    pub fn newest(&self) -> Option<(&Reading, Option<f64>)> {
        let known = self.readings.iter().filter(|reading| reading.hundredths.is_some());
        let mut by_year: Vec<&Reading> = known.collect();
        by_year.sort_by_key(|reading| std::cmp::Reverse(reading.year));
        let newest = *by_year.first()?;
        let before = by_year.get(1).filter(|it| newest.comparable && it.year + 1 == newest.year);
        let rise = before.and_then(|it| Some(newest.hundredths? - it.hundredths?));
        // From rank 31 to rank 28 is three up.
        let rise = if self.unit == Unit::Ranks { rise.map(|it| -it) } else { rise };
        Some((newest, rise.map(hundredths)))
    }

    /// How what was published outside may be read in a year: the state of the figure.
    pub fn published_state(&self, year: i16) -> State {
        match self.newest() {
            None if self.readings.is_empty() => State::NoData,
            None if self.readings.iter().any(|it| !it.comparable) => State::NotComparable,
            None => State::NotPublished,
            Some((newest, _)) if !newest.comparable => State::NotComparable,
            // An index of a year is published in the next one.
            Some((newest, _)) if newest.year + 1 < year => State::Stale,
            Some(_) => State::Value,
        }
    }

    /// How it stands with a share that a sample says. It is tested, not compared: reached is what
    /// the whole interval lies beyond; a value beyond the threshold whose interval is not, and one
    /// of few answers, decide nothing.
    fn tested(&self, figure: Figure) -> Standing {
        let Some((low, _)) = wilson(figure.numerator, figure.denominator) else {
            return Standing::Open;
        };
        match (self.judged(Some(low)), self.judged(figure.percent())) {
            (Standing::Reached, _) => Standing::Reached,
            (_, Standing::Reached) => Standing::Open,
            _ if figure.denominator < SAMPLE_MIN => Standing::Open,
            (_, value) => value,
        }
    }

    /// How it stands with a value in its unit, or with a rise since the year before.
    pub fn judged(&self, value: Option<f64>) -> Standing {
        let Some(value) = value else { return Standing::Open };
        let threshold = self.threshold();
        let is_reached = match self.direction {
            Direction::AtLeast => value >= threshold,
            Direction::Above => value > threshold,
            Direction::Rise if self.threshold == 0 => value > 0.0,
            Direction::Rise => value >= threshold,
        };
        match (is_reached, self.unit) {
            (true, _) => Standing::Reached,
            (false, Unit::Percent) if threshold - value <= NEAR => Standing::Near,
            (false, _) => Standing::Behind,
        }
    }
}

/// How a target stands with the figure of its measure, to a reader of some sight: what is hidden
/// from them decides nothing, for the state would tell it.
pub fn standing(target: &Target, figure: Option<Figure>, sight: Sight) -> Standing {
    match (target.measured(), figure) {
        (Some(measure), Some(figure)) if Told::of(measure, figure, sight).is_hidden => {
            Standing::Open
        }
        (Some(Measure::Satisfaction), Some(figure)) => target.tested(figure),
        (_, Some(figure)) => target.judged(figure.percent()),
        (_, None) => match (target.direction, target.newest()) {
            (Direction::Rise, Some((_, rise))) => target.judged(rise),
            (_, Some((newest, _))) => target.judged(newest.hundredths.map(hundredths)),
            (_, None) => Standing::Open,
        },
    }
}

/// A number that is kept in hundredths.
pub(super) fn hundredths(of: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "values stay far below 2^53")]
    let whole = of as f64;
    whole / 100.0
}

/// What is wrong with a programme, and the text to look for where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The identifier at fault.
    pub at: String,
    /// What, and what to do.
    pub what: String,
}

/// Checks programmes: `is_office` says whether an office of the register has a code.
pub fn check(programmes: &[Programme], is_office: &dyn Fn(&str) -> bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, programme) in programmes.iter().enumerate() {
        let mut say = |at: &str, what: String| faults.push(Fault { at: at.to_owned(), what });
        if programmes[..at].iter().any(|other| other.id == programme.id) {
            say(&programme.id, format!("programme `{}` is told twice: keep one", programme.id));
        }
        if !is_id(&programme.id) {
            say(&programme.id, "an id is small letters, digits and hyphens".to_owned());
        }
        if programme.to < programme.from {
            say(&programme.id, "it ends before it begins: turn `from` and `to`".to_owned());
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut numbers = std::collections::BTreeSet::new();
        for objective in &programme.objectives {
            if !numbers.insert(objective.number) {
                let what = format!("objective {} is told twice: keep one", objective.number);
                say(&objective.name.vi, what);
            }
            if objective.targets.is_empty() {
                let what = format!("objective {} has no target", objective.number);
                say(&objective.name.vi, what);
            }
            for target in &objective.targets {
                if !seen.insert(&target.id) {
                    say(&target.id, format!("target `{}` is told twice: keep one", target.id));
                }
                for what in target_faults(target, programme, is_office) {
                    say(&target.id, format!("target `{}`: {what}", target.id));
                }
            }
        }
    }
    faults
}

fn target_faults(
    target: &Target,
    programme: &Programme,
    is_office: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for id in target.measure.iter().chain(&target.beside) {
        if Measure::parse(id).is_none() {
            let known = Measure::ALL.map(Measure::id).join(", ");
            wrong.push(format!("there is no measure `{id}`: name one of {known}, or none"));
        }
    }
    if target.measure.is_some() && target.unit != Unit::Percent {
        wrong.push("a measure is in percent: set `unit = \"percent\"`".to_owned());
    }
    if target.measure.is_none() && target.note.is_none() && target.readings.is_empty() {
        wrong.push("without a measure it needs a `note` that says why".to_owned());
    }
    if !is_id(&target.id) {
        wrong.push("an id is small letters, digits and hyphens".to_owned());
    }
    if !is_office(&target.owner) {
        wrong.push(format!("there is no office `{}`: name its owner's code", target.owner));
    }
    if !(programme.from..=programme.to).contains(&target.by) {
        wrong.push(format!("{} is outside the programme's time", target.by));
    }
    let is_share = target.unit == Unit::Percent;
    if target.threshold < 0 || (is_share && target.threshold > 10_000) {
        wrong.push("a threshold is 0 to 10000 hundredths of a percent".to_owned());
    }
    if let Baseline::NotRecorded(why) = &target.baseline
        && why.is_empty()
    {
        wrong.push("a baseline that was not recorded says why".to_owned());
    }
    wrong
}

fn is_id(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= 60 && text.chars().all(is_part)
}

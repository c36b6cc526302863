//! When a dossier is due, for anyone who wants to know or to check.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use db::{Location, Options};
use domain::LawTime;
use domain::calendar::{
    Calendar, Clock, Due, Hours, Moment, Pause, PauseKind, Precision, RuleSet, Settings,
};
use domain::procedure::description::{Quantity, Span, Unit};
use domain::province::{Schedule, Terms};
use jiff::civil::DateTime;
use page::{Language, Text};
use serde_json::json;

use super::print_json;
use crate::app::Source;
use crate::calendar::words;
use crate::fault::Fault;
use crate::house::{House, Place};
use crate::province::files::terms_of;
use crate::province::shipped;

/// The folder of the shipped province.
const SHIPPED: &str = "dak-nong";
/// The schedule of hours where none is named and the province has it; else its first one.
const SCHEDULE: &str = "office";

/// When a dossier is due: by the shipped calendar, or by that of --data or --database.
#[derive(Debug, Args)]
pub(super) struct DueCommand {
    /// When the dossier was accepted, in Vietnam: 2019-01-31T09:10.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    from: LawTime,
    /// How much time there is, in steps of a quarter: 3, 0.5. Not needed with same-day.
    #[arg(long, value_name = "AMOUNT", value_parser = amount, required_if_eq_any = [
        ("unit", "working-day"),
        ("unit", "calendar-day"),
        ("unit", "working-hour"),
        ("unit", "month"),
    ])]
    limit: Option<Quantity>,
    /// Of what.
    #[arg(long)]
    unit: LimitUnit,
    /// Dossiers due on the day itself come until this hour; as the rules say when absent.
    #[arg(long, value_name = "HOUR", value_parser = clap::value_parser!(u8).range(0..=23))]
    cutoff_hour: Option<u8>,
    /// The set of rules: 2015, 2018, 2025; the one in force at --from when absent.
    #[arg(long, value_name = "RULES")]
    rules: Option<String>,
    /// How exact the due date is; as the rules say when absent.
    #[arg(long)]
    precision: Option<DuePrecision>,
    /// The schedule of office hours, by its name in the province.
    #[arg(long, value_name = "SCHEDULE")]
    hours: Option<String>,
    /// The clock stood for a supplement, from when to when: 2019-02-12T10:00/2019-02-14T09:00;
    /// repeatable.
    #[arg(long = "supplement", value_name = "FROM/TO", value_parser = period)]
    supplements: Vec<(LawTime, LawTime)>,
    /// The clock stood for another reason; repeatable.
    #[arg(long = "pause", value_name = "FROM/TO", value_parser = period)]
    pauses: Vec<(LawTime, LawTime)>,
    /// For machines.
    #[arg(long)]
    json: bool,
    /// In English.
    #[arg(long)]
    english: bool,
    /// A province's folder, whose calendar counts instead of the shipped one.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Another database: sqlite:PATH or postgres://USER@HOST/NAME.
    #[arg(long, value_name = "ADDRESS", env = "MOTCUA_DATABASE", hide_env_values = true)]
    database: Option<Location>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LimitUnit {
    WorkingDay,
    CalendarDay,
    WorkingHour,
    Month,
    SameDay,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DuePrecision {
    EndOfDay,
    SameClockTime,
}

impl DueCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        let terms = self.terms()?;
        let rules = self.rule_set(&terms)?;
        let hours = Hours::new(self.schedule(&terms)?);
        let calendar = Calendar::new(&terms.calendar);
        let own = Settings {
            cutoff_hour: self.cutoff_hour,
            due_precision: self.precision.map(Precision::from),
            after_supplement: None,
        };
        let clock = Clock { rule: rules.rule(&own), hours: &hours, calendar: &calendar };
        let quantity = self.limit.unwrap_or_default();
        let span = Span { quantity, unit: Unit::from(self.unit) };
        let due = clock.due_after(self.from, span, &self.all_pauses()?);
        let due = due.map_err(|no_due| Fault::Refused(no_due.to_string()))?;
        let language = if self.english { Language::English } else { Language::Vietnamese };
        print(Text::new(language), &due, &rules.id, self.json);
        Ok(())
    }

    /// The terms of the province named, else of the shipped one.
    fn terms(&self) -> Result<Terms, Fault> {
        if self.data.is_none() && self.database.is_none() {
            let own = |(path, _): &&(&str, &str)| Path::new(path).starts_with(SHIPPED);
            let files: Vec<_> = shipped::FILES.iter().filter(own).copied().collect();
            return terms_of(&files).map_err(|findings| {
                let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
                Fault::Findings(lines.join("\n"))
            });
        }
        let data = self.data.clone().unwrap_or_else(|| PathBuf::from("./data"));
        let place = Place::new(data, self.database.clone());
        Ok(House::open(place, Source::real(), &Options::default())?.province()?.terms)
    }

    fn rule_set<'a>(&self, terms: &'a Terms) -> Result<&'a RuleSet, Fault> {
        let found = match &self.rules {
            Some(id) => terms.rules.iter().find(|set| set.id == *id),
            None => RuleSet::in_force(&terms.rules, self.from.date()),
        };
        let ids: Vec<&str> = terms.rules.iter().map(|set| set.id.as_str()).collect();
        found.ok_or_else(|| unknown("--rules", self.rules.as_deref(), &ids, "rules.toml"))
    }

    fn schedule<'a>(&self, terms: &'a Terms) -> Result<&'a Schedule, Fault> {
        let found = match &self.hours {
            Some(id) => terms.schedule(id),
            None => terms.schedule(SCHEDULE).or_else(|| terms.schedules.first()),
        };
        let ids: Vec<&str> = terms.schedules.iter().map(|it| it.id.as_str()).collect();
        found.ok_or_else(|| unknown("--hours", self.hours.as_deref(), &ids, "province.toml"))
    }

    /// The pauses in the order in which they began, each within the time after reception.
    fn all_pauses(&self) -> Result<Vec<Pause>, Fault> {
        let of = |kind: PauseKind, all: &[(LawTime, LawTime)]| {
            let each = all.iter();
            let each =
                each.map(|(from, to)| Pause { kind, from: *from, to: Some(*to), basis: None });
            each.collect::<Vec<Pause>>()
        };
        let mut all = of(PauseKind::Supplement, &self.supplements);
        all.extend(of(PauseKind::Excluded, &self.pauses));
        all.sort_by_key(|pause| (pause.from, pause.to));
        let mut free_from = Some(self.from);
        for pause in &all {
            if Some(pause.from) < free_from {
                let at = pause.from.rfc3339();
                let what = "a pause begins after reception, and after the pause before it ended";
                return Err(Fault::Refused(format!("--supplement, --pause: {at}: {what}")));
            }
            free_from = pause.to;
        }
        Ok(all)
    }
}

/// A name that the province does not have.
fn unknown(option: &str, named: Option<&str>, known: &[&str], file: &str) -> Fault {
    let what = match (named, known) {
        (_, []) => format!("the province has none: write {file} and run `motcua province load`"),
        (named, known) => {
            let named = named.unwrap_or_default();
            format!("`{named}` is not known: name one of {}", known.join(", "))
        }
    };
    Fault::Refused(format!("{option}: {what}"))
}

fn print(text: Text, due: &Due, rules: &str, is_json: bool) {
    let lines = words::lines(text, due);
    if is_json {
        let moment = match due.due {
            Moment::Day(day) => day.to_string(),
            Moment::Instant(at) => at.rfc3339(),
        };
        print_json(&json!({
            "due": moment, "provisional": due.provisional, "rules": rules, "lines": lines,
            "steps": due.lines,
        }));
        return;
    }
    println!("{}", words::moment(text, due.due));
    // The last line is the answer, which stands above.
    for line in lines.iter().take(lines.len().saturating_sub(1)) {
        println!("- {line}");
    }
}

impl From<LimitUnit> for Unit {
    fn from(unit: LimitUnit) -> Unit {
        match unit {
            LimitUnit::WorkingDay => Unit::WorkingDay,
            LimitUnit::CalendarDay => Unit::CalendarDay,
            LimitUnit::WorkingHour => Unit::WorkingHour,
            LimitUnit::Month => Unit::Month,
            LimitUnit::SameDay => Unit::SameDay,
        }
    }
}

impl From<DuePrecision> for Precision {
    fn from(precision: DuePrecision) -> Precision {
        match precision {
            DuePrecision::EndOfDay => Precision::EndOfDay,
            DuePrecision::SameClockTime => Precision::SameClockTime,
        }
    }
}

/// Reads `2019-01-31T09:10` in Vietnam, or an instant with its offset.
fn instant(text: &str) -> Result<LawTime, String> {
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Ok(LawTime(timestamp.as_microsecond()));
    }
    let civil = text.parse::<DateTime>().ok().filter(|_| text.contains(['T', 't', ' ']));
    let what = "no date and time: write it like 2019-01-31T09:10";
    civil.map(LawTime::of).ok_or_else(|| what.to_owned())
}

/// Reads `FROM/TO`.
fn period(text: &str) -> Result<(LawTime, LawTime), String> {
    let what = "no period: write it like 2019-02-12T10:00/2019-02-14T09:00";
    let (from, to) = text.split_once('/').ok_or_else(|| what.to_owned())?;
    let (from, to) = (instant(from)?, instant(to)?);
    match from <= to {
        true => Ok((from, to)),
        false => Err("it ends before it begins: write the earlier instant first".to_owned()),
    }
}

/// Reads `3`, `0.5` or `0,5`.
fn amount(text: &str) -> Result<Quantity, String> {
    let number: Option<f64> = text.replace(',', ".").parse().ok();
    let quantity = number.and_then(Quantity::of).filter(|quantity| quantity.quarters > 0);
    let what = "no amount: more than 0, at most 10000, in steps of 0.25";
    quantity.ok_or_else(|| what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_in_vietnam_unless_it_says_otherwise() {
        let at = |text| instant(text).expect("an instant").rfc3339();
        assert_eq!(at("2019-01-31T09:10"), "2019-01-31T09:10:00+07:00");
        assert_eq!(at("2019-01-31T09:10+07:00"), "2019-01-31T09:10:00+07:00");
        assert_eq!(at("2019-01-31T02:10Z"), "2019-01-31T09:10:00+07:00");
        for wrong in ["2019-01-31", "2019-02-30T09:10", "soon", ""] {
            assert!(instant(wrong).is_err_and(|what| what.contains("2019-01-31T09:10")), "{wrong}");
        }
    }

    #[test]
    fn an_amount_comes_in_quarters() {
        assert_eq!(amount("2,5"), Ok(Quantity { quarters: 10 }));
        for wrong in ["0", "-1", "0.3", "many", "10001"] {
            assert!(amount(wrong).is_err(), "{wrong}");
        }
        assert!(period("2019-02-14T09:00/2019-02-12T10:00").is_err());
    }
}

//! Reads the province's calendar and sets of rules: `calendar.toml` and `rules.toml`.

use std::ops::Range;

use domain::calendar::{self, DecidedYear, Declaration, ExceptionalDay, Occasion, Place, RuleSet};
use serde::Deserialize;
use toml::Spanned;

use super::files::{Finding, Source};

/// The file of the calendar.
pub(super) const CALENDAR: &str = "calendar.toml";
/// The file of the sets of rules.
pub(super) const RULES: &str = "rules.toml";

#[derive(Deserialize)]
struct CalendarFile {
    #[serde(default)]
    provisional_years: u8,
    #[serde(default)]
    occasions: Vec<Spanned<Occasion>>,
    #[serde(default)]
    years: Vec<Spanned<YearEntry>>,
}

#[derive(Deserialize)]
struct YearEntry {
    year: i16,
    source: String,
    #[serde(default)]
    sample: bool,
    days: Vec<Spanned<ExceptionalDay>>,
}

#[derive(Deserialize)]
struct RulesFile {
    #[serde(default)]
    rules: Vec<Spanned<RuleSet>>,
}

/// Reads a calendar; what is wrong with it goes to the findings.
pub(super) fn parse(source: &Source, findings: &mut Vec<Finding>) -> Declaration {
    let Some(file) = parsed::<CalendarFile>(source, findings) else {
        return Declaration::default();
    };
    let occasions: Vec<Range<usize>> = file.occasions.iter().map(Spanned::span).collect();
    let years: Vec<(Range<usize>, Vec<Range<usize>>)> = file
        .years
        .iter()
        .map(|year| (year.span(), year.as_ref().days.iter().map(Spanned::span).collect()))
        .collect();
    let declared = Declaration {
        provisional_years: file.provisional_years,
        occasions: file.occasions.into_iter().map(Spanned::into_inner).collect(),
        years: file.years.into_iter().map(|year| decided(year.into_inner())).collect(),
    };
    let span = |place: Place| match place {
        Place::Occasion(at) => occasions.get(at).cloned(),
        Place::Year(at) => years.get(at).map(|(year, _)| year.clone()),
        Place::Day(at, day) => years.get(at).and_then(|(_, days)| days.get(day)).cloned(),
        Place::Whole | Place::Rules(_) => None,
    };
    for (place, fault) in calendar::check(&declared) {
        findings.push(source.finding(&span(place).unwrap_or(0..0), fault.to_string()));
    }
    declared
}

fn decided(entry: YearEntry) -> DecidedYear {
    let YearEntry { year, source, sample, days } = entry;
    DecidedYear { year, source, sample, days: days.into_iter().map(Spanned::into_inner).collect() }
}

/// Reads sets of rules; what is wrong with them goes to the findings.
pub(super) fn parse_rules(source: &Source, findings: &mut Vec<Finding>) -> Vec<RuleSet> {
    let Some(file) = parsed::<RulesFile>(source, findings) else { return Vec::new() };
    let spans: Vec<Range<usize>> = file.rules.iter().map(Spanned::span).collect();
    let rules: Vec<RuleSet> = file.rules.into_iter().map(Spanned::into_inner).collect();
    for (place, fault) in calendar::check_rules(&rules) {
        let span = match place {
            Place::Rules(at) => spans.get(at).cloned(),
            Place::Whole | Place::Occasion(_) | Place::Year(_) | Place::Day(..) => None,
        };
        findings.push(source.finding(&span.unwrap_or(0..0), fault.to_string()));
    }
    rules
}

/// The file as a value; findings for syntax, and for keys that nothing reads.
fn parsed<'a, T: Deserialize<'a>>(source: &'a Source, findings: &mut Vec<Finding>) -> Option<T> {
    match source.parse::<T>() {
        Ok((file, unknown)) => {
            for path in unknown {
                let key = path.rsplit('.').next().unwrap_or(&path);
                let at = source.text.find(key).unwrap_or(0);
                let what = format!("unknown key `{path}`: take it out");
                findings.push(source.finding(&(at..at), what));
            }
            Some(file)
        }
        Err(error) => {
            findings.push(source.syntax(&error));
            None
        }
    }
}

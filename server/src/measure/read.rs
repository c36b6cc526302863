//! Figures of a scope: whole, by office, by procedure, by month.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use domain::measure::{Figure, Measure, Of};
use domain::tally::Tally;
use jiff::ToSpan;
use jiff::civil::Date;

use super::carried::Carried;
use crate::commit::Error;
use crate::tally::{self, Offices, Scope, Sums, Window};

/// Figures by measure.
pub type Figures = BTreeMap<Measure, Figure>;

/// The tallies that measures need.
fn needed(measures: &[Measure]) -> Vec<Tally> {
    let tallies: BTreeSet<Tally> = measures.iter().flat_map(|measure| measure.needs()).collect();
    tallies.into_iter().collect()
}

/// Figures of a scope, with the revisions of its offices.
pub fn figures(
    tx: &mut Tx<'_>,
    carried: &Carried<'_>,
    measures: &[Measure],
    scope: Scope<'_>,
) -> Result<Figures, Error> {
    let sums = tally::sums(tx, &needed(measures), scope)?;
    let mut figures = of_sums(&sums, measures);
    figures.extend(of_procedures(carried, measures, scope));
    if measures.contains(&Measure::LevelFourUsed) {
        let used = used(tx, scope)?;
        figures.insert(Measure::LevelFourUsed, used.1);
    }
    Ok(figures)
}

/// Figures of those measures that count procedures or publications.
fn of_procedures(
    carried: &Carried<'_>,
    measures: &[Measure],
    Scope { procedure, window, .. }: Scope<'_>,
) -> impl Iterator<Item = (Measure, Figure)> {
    let procedures = measures.iter().filter(|measure| measure.of() != Of::Dossiers);
    procedures.map(move |measure| (*measure, carried.figure(*measure, procedure, window)))
}

fn of_sums(sums: &Sums, measures: &[Measure]) -> Figures {
    let of = |measure: &Measure| Some((*measure, measure.figure(&|tally| sums.of(tally))?));
    measures.iter().filter_map(of).collect()
}

/// Procedures at level 4 that anybody used over the network in the window, and their figure.
pub fn used(tx: &mut Tx<'_>, scope: Scope<'_>) -> Result<(BTreeSet<String>, Figure), Error> {
    let tallies = needed(&[Measure::LevelFourUsed]);
    let by_procedure = tally::by_procedure(tx, &tallies, scope)?;
    let (mut used, mut sums) = (BTreeSet::new(), Sums::default());
    for (procedure, one) in by_procedure {
        if one.of(Tally::FinishedLevel4Online) > 0 {
            sums.merge(&one);
            used.insert(procedure);
        }
    }
    let figure = Measure::LevelFourUsed.figure(&|tally| sums.of(tally)).unwrap_or_default();
    Ok((used, figure))
}

/// A measure of dossiers, office by office.
pub fn by_office(
    tx: &mut Tx<'_>,
    measure: Measure,
    scope: Scope<'_>,
) -> Result<BTreeMap<String, Figure>, Error> {
    let tallies = needed(&[measure]);
    let sums = match scope.offices {
        Offices::All => tally::by_each_office(tx, &tallies, scope.procedure, scope.window)?,
        Offices::These(_) => tally::by_office(tx, &tallies, scope)?,
    };
    let mut figures = BTreeMap::new();
    for (office, sums) in sums {
        let figure = match measure == Measure::LevelFourUsed {
            true => {
                let only = [office.clone()];
                used(tx, Scope { offices: Offices::These(&only), ..scope })?.1
            }
            false => measure.figure(&|tally| sums.of(tally)).unwrap_or_default(),
        };
        figures.insert(office, figure);
    }
    figures.retain(|_, figure| figure.denominator > 0);
    Ok(figures)
}

/// A measure of dossiers, procedure by procedure.
pub fn by_procedure(
    tx: &mut Tx<'_>,
    measure: Measure,
    scope: Scope<'_>,
) -> Result<BTreeMap<String, Figure>, Error> {
    let mut figures = BTreeMap::new();
    for (procedure, sums) in tally::by_procedure(tx, &needed(&[measure]), scope)? {
        let figure = measure.figure(&|tally| sums.of(tally)).unwrap_or_default();
        let is_used = sums.of(Tally::FinishedLevel4Online) > 0;
        if is_used || measure != Measure::LevelFourUsed {
            figures.insert(procedure, figure);
        }
    }
    figures.retain(|_, figure| figure.denominator > 0);
    Ok(figures)
}

/// Figures month by month, by the first day of each: what happened in its part of the window, and
/// procedures as they stood on the last day of it.
pub fn by_month(
    tx: &mut Tx<'_>,
    carried: &Carried<'_>,
    measures: &[Measure],
    scope: Scope<'_>,
) -> Result<BTreeMap<Date, Figures>, Error> {
    let sums = tally::by_month(tx, &needed(measures), scope)?;
    let mut months = BTreeMap::new();
    for part in parts(scope.window) {
        let month = part.from.first_of_month();
        let none = Sums::default();
        let mut figures = of_sums(sums.get(&month).unwrap_or(&none), measures);
        let within = Scope { window: part, ..scope };
        figures.extend(of_procedures(carried, measures, within));
        if measures.contains(&Measure::LevelFourUsed) {
            figures.insert(Measure::LevelFourUsed, used(tx, within)?.1);
        }
        months.insert(month, figures);
    }
    Ok(months)
}

/// The most months that a trend has: those that the longest window meets.
const MONTHS_MAX: usize = 124;

/// A window month by month.
fn parts(window: Window) -> Vec<Window> {
    let mut parts = Vec::new();
    let mut from = window.from;
    while from <= window.to && parts.len() < MONTHS_MAX {
        let to = from.last_of_month().min(window.to);
        parts.push(Window { from, to });
        let Ok(next) = to.checked_add(1.day()) else { break };
        from = next;
    }
    parts
}

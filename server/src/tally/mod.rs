//! Reading tallies: sums over windows of days, whole or by office, procedure or month. What a sum
//! costs depends on the window and on what it is grouped by, never on how many records there are.

pub mod listed;
pub mod store;
#[cfg(test)]
mod tests;
mod window;

use std::collections::BTreeMap;

use db::{Rows, Tx};
use domain::tally::Tally;
use jiff::civil::Date;

use crate::commit::Error;
pub use window::Window;

/// Whose records are summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offices<'a> {
    /// Those of all offices.
    All,
    /// Those of some offices; what lies below one is not meant unless it is named.
    These(&'a [String]),
}

impl<'a> Offices<'a> {
    fn keys(self) -> Vec<&'a str> {
        match self {
            Offices::All => vec![""],
            Offices::These(offices) => offices.iter().map(String::as_str).collect(),
        }
    }
}

/// Which records are summed.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Of whom.
    pub offices: Offices<'a>,
    /// Of which procedure; of all when absent.
    pub procedure: Option<&'a str>,
    /// When. Of a stock, the last day alone matters.
    pub window: Window,
}

/// Sums by tally; what was never counted is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<Tally, i64>);

impl Sums {
    /// The sum of a tally.
    pub fn of(&self, tally: Tally) -> i64 {
        self.0.get(&tally).copied().unwrap_or_default()
    }

    /// The sum of several.
    pub fn all(&self, tallies: &[Tally]) -> i64 {
        tallies.iter().map(|tally| self.of(*tally)).sum()
    }

    fn add(&mut self, tally: Tally, n: i64) {
        *self.0.entry(tally).or_default() += n;
    }

    /// Adds what another has.
    pub fn merge(&mut self, other: &Sums) {
        for (tally, n) in &other.0 {
            self.add(*tally, *n);
        }
    }
}

/// The ranges of periods that a tally is summed over: of a stock, all up to the last day.
fn ranges(tally: Tally, window: Window) -> Vec<(String, String)> {
    match tally.is_stock() {
        true => Window::until(window.to).ranges(),
        false => window.ranges(),
    }
}

/// Sums of tallies over all that a scope names.
pub fn sums(tx: &mut Tx<'_>, tallies: &[Tally], scope: Scope<'_>) -> Result<Sums, Error> {
    let by_office = by_office(tx, tallies, scope)?;
    let mut all = Sums::default();
    by_office.values().for_each(|sums| all.merge(sums));
    Ok(all)
}

/// Sums office by office, in the order of their codes; an office without any is not among them.
/// Of all offices it is one sum, of the office ``.
pub fn by_office(
    tx: &mut Tx<'_>,
    tallies: &[Tally],
    scope: Scope<'_>,
) -> Result<BTreeMap<String, Sums>, Error> {
    let subject = scope.procedure.unwrap_or_default();
    let mut rows = Rows::default();
    for tally in tallies {
        for office in scope.offices.keys() {
            for (from, to) in ranges(*tally, scope.window) {
                let key = [tally.id(), office, subject];
                rows.push(
                    key.into_iter().map(Into::into).chain([from.into(), to.into()]).collect(),
                );
            }
        }
    }
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    for row in tx.each(&store::SUMS, &rows)? {
        let Some(n) = row.maybe_int(2)? else { continue };
        sums.entry(row.text(1)?.to_owned()).or_default().add(tally(row.text(0)?)?, n);
    }
    Ok(sums)
}

/// Sums of every office that was ever counted, in the order of their codes.
pub fn by_every_office(
    tx: &mut Tx<'_>,
    tallies: &[Tally],
    window: Window,
) -> Result<BTreeMap<String, Sums>, Error> {
    let mut rows = Rows::default();
    for tally in tallies {
        for (from, to) in ranges(*tally, window) {
            rows.push(vec![tally.id().into(), from.into(), to.into()]);
        }
    }
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    for row in tx.each(&store::BY_OFFICE, &rows)? {
        let Some(n) = row.maybe_int(2)? else { continue };
        sums.entry(row.text(1)?.to_owned()).or_default().add(tally(row.text(0)?)?, n);
    }
    Ok(sums)
}

/// Sums procedure by procedure, in the order of their codes.
pub fn by_procedure(
    tx: &mut Tx<'_>,
    tallies: &[Tally],
    scope: Scope<'_>,
) -> Result<BTreeMap<String, Sums>, Error> {
    let mut rows = Rows::default();
    for tally in tallies {
        for office in scope.offices.keys() {
            for (from, to) in ranges(*tally, scope.window) {
                let key = [tally.id(), office];
                rows.push(
                    key.into_iter().map(Into::into).chain([from.into(), to.into()]).collect(),
                );
            }
        }
    }
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    for row in tx.each(&store::BY_SUBJECT, &rows)? {
        let Some(n) = row.maybe_int(2)? else { continue };
        sums.entry(row.text(1)?.to_owned()).or_default().add(tally(row.text(0)?)?, n);
    }
    Ok(match scope.procedure {
        Some(only) => sums.into_iter().filter(|(procedure, _)| procedure == only).collect(),
        None => sums,
    })
}

/// Flows month by month, by the first day of each; days at the edges of the window count to their
/// month. A month without any is not among them.
pub fn by_month(
    tx: &mut Tx<'_>,
    tallies: &[Tally],
    scope: Scope<'_>,
) -> Result<BTreeMap<Date, Sums>, Error> {
    debug_assert!(tallies.iter().all(|tally| !tally.is_stock()), "a stock stands at an instant");
    let subject = scope.procedure.unwrap_or_default();
    let mut rows = Rows::default();
    for tally in tallies {
        for office in scope.offices.keys() {
            for (from, to) in scope.window.ranges() {
                let key = [tally.id(), office, subject];
                rows.push(
                    key.into_iter().map(Into::into).chain([from.into(), to.into()]).collect(),
                );
            }
        }
    }
    let mut sums: BTreeMap<Date, Sums> = BTreeMap::new();
    for row in tx.each(&store::PERIODS, &rows)? {
        let month = month(row.text(1)?)?;
        sums.entry(month).or_default().add(tally(row.text(0)?)?, row.int(2)?);
    }
    Ok(sums)
}

fn tally(id: &str) -> Result<Tally, Error> {
    Tally::parse(id).ok_or_else(|| Error::Damaged(format!("an unknown tally: {id}")))
}

/// The first day of the month that a period is or lies in.
fn month(period: &str) -> Result<Date, Error> {
    let day = match period.strip_prefix('M') {
        Some(month) => format!("{month}-01").parse::<Date>(),
        None => period.parse::<Date>(),
    };
    let day = day.map_err(|_| Error::Damaged(format!("an unknown period: {period}")))?;
    Ok(day.first_of_month())
}

//! Tallies the other way round: how many records there are that satisfy each condition, told by
//! the rows that a list shows and not by what was counted.

use std::collections::BTreeMap;

use db::{Row, Tx};
use domain::State;
use domain::dossier::Dossier;
use domain::tally::{Counted, Tally};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::store;
use crate::commit::Error;
use crate::rating::store as ratings;

/// How many records of an office satisfy a condition, by tally, procedure and day.
pub type Listed = BTreeMap<(Tally, String, Date), i64>;

/// Tallies of the columns of the first statement, in their order.
const TAKEN_IN: [Tally; 5] = [
    Tally::ReceivedOnline,
    Tally::ReceivedDesk,
    Tally::ReceivedPost,
    Tally::Imported,
    Tally::ImportedOnline,
];
/// Those of them that came into the book.
const CAME: [Tally; 4] =
    [Tally::ReceivedOnline, Tally::ReceivedDesk, Tally::ReceivedPost, Tally::Imported];
/// Of what was received elsewhere, by the day on which it was.
const CARRIED: [Tally; 2] = [Tally::CarriedOnline, Tally::CarriedDirect];
/// Of the second; what ended is taken off the stocks.
const ENDED: [Tally; 16] = [
    Tally::Early,
    Tally::OnTime,
    Tally::Late,
    Tally::Lawful,
    Tally::Unlawful,
    Tally::Withdrawn,
    Tally::Stopped,
    Tally::Refused,
    Tally::FinishedLevel4,
    Tally::FinishedLevel4Online,
    Tally::Timed,
    Tally::DaysLaw,
    Tally::DaysPromised,
    Tally::DaysTaken,
    Tally::EndedLate,
    Tally::LawfulEarly,
];
/// What came off the stocks with them.
const OFF: [Tally; 2] = [Tally::Open, Tally::OpenLate];
/// Stocks that are told by no one column.
const OTHER: [Tally; 2] = [Tally::Elsewhere, Tally::OpenLateWaiting];

/// Every tally that follows from the rows of dossiers and ratings.
pub fn tallies() -> Vec<Tally> {
    let dossiers = TAKEN_IN.into_iter().chain(CARRIED).chain(ENDED).chain(OFF);
    dossiers.chain(OTHER).chain(Tally::RATED).collect()
}

/// Offices whose book has dossiers.
pub fn offices(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    let rows = tx.rows(&store::OFFICES, &[])?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// Counts an office's dossiers and ratings by their rows.
pub fn of(tx: &mut Tx<'_>, office: &str) -> Result<Listed, Error> {
    let mut listed = Listed::new();
    let mut add = |tally, procedure: &str, day, n: i64| {
        if n != 0 {
            *listed.entry((tally, procedure.to_owned(), day)).or_default() += n;
        }
    };
    for row in tx.rows(&store::LISTED_TAKEN_IN, &[office.into()])? {
        let (procedure, day) = (row.text(0)?, day(row.int(1)?)?);
        for (at, tally) in TAKEN_IN.into_iter().enumerate() {
            add(tally, procedure, day, row.int(at + 2)?);
            if CAME.contains(&tally) {
                add(Tally::Open, procedure, day, row.int(at + 2)?);
            }
            if tally == Tally::Imported {
                add(Tally::Elsewhere, procedure, day, -row.int(at + 2)?);
            }
        }
    }
    for row in tx.rows(&store::LISTED_CARRIED, &[office.into()])? {
        let (procedure, day) = (row.text(0)?, day(row.int(1)?)?);
        for (at, tally) in CARRIED.into_iter().enumerate() {
            add(tally, procedure, day, row.int(at + 2)?);
            add(Tally::Elsewhere, procedure, day, row.int(at + 2)?);
        }
    }
    for row in tx.rows(&store::LISTED_ENDED, &[office.into()])? {
        let (procedure, day) = (row.text(0)?, day(row.int(1)?)?);
        for (at, tally) in ENDED.into_iter().enumerate() {
            add(tally, procedure, day, row.int(at + 2)?);
        }
        for (at, tally) in OFF.into_iter().enumerate() {
            add(tally, procedure, day, -row.int(at + 2 + ENDED.len())?);
        }
    }
    for row in tx.rows(&store::LISTED_LATE, &[office.into()])? {
        add(Tally::OpenLate, row.text(0)?, day(row.int(1)?)?, row.int(2)?);
    }
    for row in tx.rows(&store::LISTED_LATE_STATES, &[office.into()])? {
        let dossier = late(&row)?;
        let procedure = dossier.filing.procedure.as_str();
        for (from, to) in Counted::of(&dossier).waits {
            add(Tally::OpenLateWaiting, procedure, from, 1);
            if let Some(to) = to {
                add(Tally::OpenLateWaiting, procedure, to, -1);
            }
        }
    }
    for row in tx.rows(&ratings::LISTED_BY_DAY, &[office.into()])? {
        let score = row.int(2)?;
        let at = usize::try_from(score).ok().and_then(|score| score.checked_sub(1));
        let tally = at.and_then(|at| Tally::RATED.get(at));
        let tally = tally.ok_or_else(|| Error::Damaged(format!("no score {score}")))?;
        add(*tally, row.text(0)?, day(row.int(1)?)?, row.int(3)?);
    }
    listed.retain(|_, n| *n != 0);
    Ok(listed)
}

/// A dossier of its state.
fn late(row: &Row) -> Result<Dossier, Error> {
    let damaged = |source| Error::Damaged(format!("a dossier: {source}"));
    let state: State = serde_json::from_str(row.text(0)?).map_err(damaged)?;
    let State::Dossier(dossier) = state.open() else {
        return Err(Error::Damaged("a dossier is something else".to_owned()));
    };
    Ok(Dossier::clone(dossier))
}

/// A day by its number since 1970.
fn day(number: i64) -> Result<Date, Error> {
    let wrong = || Error::Damaged(format!("no day {number}"));
    date(1970, 1, 1).checked_add(number.days()).map_err(|_| wrong())
}

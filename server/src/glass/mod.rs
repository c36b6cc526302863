//! Broken glasses: half an hour to read what one may not, told at once and judged afterwards.

pub mod notices;
pub mod pages;

use std::collections::{BTreeSet, HashMap};

use db::{Row, Rows, Tx};
use domain::access::{Duty, Thing};
use domain::calendar::Calendar;
use domain::reading::{Emergency, Verdict};
use domain::{LawTime, StreamId};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::commit::Error;
use crate::reading::store;
use crate::reading::words::verdict_of;

/// Working days within which a broken glass is judged.
const REVIEW_DAYS: u8 = 3;
/// Days after which the search for working days gives up: longer than any holiday.
const DAYS_MAX: u8 = 40;
/// Glasses of one account that are looked at when it breaks another.
const UNJUDGED_MAX: i64 = 100;
/// Open dossiers of one person whose assignees are told.
const DOSSIERS_MAX: i64 = 100;

/// A broken glass as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its identifier; later ones have higher ones.
    pub id: i64,
    /// Its stream.
    pub stream: StreamId,
    /// The record that it opens.
    pub subject: StreamId,
    /// Who broke it.
    pub breaker: StreamId,
    /// For which office.
    pub office: String,
    /// The reason.
    pub emergency: Option<Emergency>,
    /// When.
    pub at: LawTime,
    /// Until when.
    pub until: LawTime,
    /// By which day it must be judged.
    pub review_by: Date,
    /// What was found.
    pub verdict: Option<Verdict>,
}

impl Broken {
    fn read(row: &Row) -> Result<Broken, Error> {
        let damaged = |_| Error::Damaged("a glass has no day of review".to_owned());
        Ok(Broken {
            id: row.int(0)?,
            stream: StreamId::stored(row.text(1)?),
            subject: StreamId::stored(row.text(2)?),
            breaker: StreamId::stored(row.text(3)?),
            office: row.text(4)?.to_owned(),
            emergency: Emergency::parse(row.text(5)?),
            at: LawTime(row.int(6)?),
            until: LawTime(row.int(7)?),
            review_by: row.text(8)?.parse().map_err(damaged)?,
            verdict: row.maybe_text(9)?.and_then(verdict_of),
        })
    }

    fn all(rows: &[Row]) -> Result<Vec<Broken>, Error> {
        rows.iter().map(Broken::read).collect()
    }

    /// What rights look at: whoever broke it and whoever it is about do not judge it.
    pub fn thing(&self) -> Thing {
        let done =
            vec![(Duty::Requested, self.breaker.clone()), (Duty::Concerned, self.subject.clone())];
        Thing { stream: Some(self.stream.clone()), done, ..Thing::default() }
    }

    /// Its key in addresses.
    pub fn key(&self) -> String {
        self.stream.as_str().replacen("/glass/", "-", 1)
    }

    /// Whether its day passed without a verdict.
    pub fn is_late(&self, today: Date) -> bool {
        self.verdict.is_none() && self.review_by < today
    }
}

/// The last of the working days in which a glass broken on a day is judged. A calendar that does
/// not know the year knows weekends.
pub fn review_by(calendar: &Calendar, day: Date) -> Date {
    let (mut last, mut left) = (day, REVIEW_DAYS);
    for _ in 0..DAYS_MAX {
        let Ok(next) = last.checked_add(1.day()) else { break };
        last = next;
        let weekend = last.weekday().to_monday_one_offset() > 5;
        left -= u8::from(calendar.is_working(last).unwrap_or(!weekend));
        if left == 0 {
            break;
        }
    }
    last
}

/// Open dossiers of an account, as far as their assignees are told.
pub fn dossiers_of(tx: &mut Tx<'_>, account: &StreamId) -> Result<Vec<StreamId>, Error> {
    let values = [account.as_str().into(), DOSSIERS_MAX.into()];
    let rows = tx.rows(&store::OPEN_DOSSIERS, &values)?;
    rows.iter().map(|row| Ok(StreamId::stored(row.text(0)?))).collect()
}

/// Accounts that are told of a glass because they work on its record.
pub fn told_of(tx: &mut Tx<'_>, broken: &Broken) -> Result<Vec<StreamId>, Error> {
    let rows = tx.rows(&store::TOLD_OF, &[broken.id.into()])?;
    rows.iter().map(|row| Ok(StreamId::stored(row.text(0)?))).collect()
}

/// Codes of the dossiers among the records of glasses.
pub fn codes<'a>(
    tx: &mut Tx<'_>,
    broken: impl Iterator<Item = &'a Broken>,
) -> Result<HashMap<StreamId, String>, Error> {
    let subjects: BTreeSet<&str> = broken.map(|it| it.subject.as_str()).collect();
    let mut rows = Rows::default();
    for subject in subjects {
        rows.push(vec![subject.into()]);
    }
    let found = tx.each(&store::CODES, &rows)?;
    let code = |row: &Row| Ok((StreamId::stored(row.text(0)?), row.text(1)?.to_owned()));
    found.iter().map(code).collect()
}

/// Glasses of an account that nobody judged yet.
pub fn unjudged_of(tx: &mut Tx<'_>, account: &StreamId) -> Result<Vec<StreamId>, Error> {
    let rows = tx.rows(&store::UNJUDGED_OF, &[account.as_str().into(), UNJUDGED_MAX.into()])?;
    rows.iter().map(|row| Ok(StreamId::stored(row.text(0)?))).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_glass_is_judged_within_three_working_days() {
        let calendar = Calendar::new(&domain::calendar::Declaration::default());
        assert_eq!(review_by(&calendar, date(2019, 12, 16)), date(2019, 12, 19));
        assert_eq!(review_by(&calendar, date(2019, 12, 20)), date(2019, 12, 25), "over a weekend");
    }
}

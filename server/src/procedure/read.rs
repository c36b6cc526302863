//! Procedures as they are read: a revision of a day, its history, what was found in it.

use db::{Row, Tx};
use domain::national::{Listing, Record};
use domain::procedure::Decision;
use domain::procedure::description::Description;
use domain::procedure::lint::{Against, Finding, lint};
use domain::procedure::standard::{Standard, standard};
use jiff::civil::Date;

use super::store;
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::House;
use crate::office::store::NO_END;

/// Where a revision stands, as its row says.
#[derive(Clone, Debug)]
pub struct Head {
    /// National code.
    pub code: String,
    /// Its number.
    pub number: u32,
    /// `draft`, `reviewed`, `published` or `dropped`.
    pub status: String,
    /// First day in force.
    pub from: Option<Date>,
    /// Last day in force; `None` while there is no end.
    pub to: Option<Date>,
    /// The decision that published it.
    pub decision: Option<Decision>,
}

impl Head {
    fn read(row: &Row) -> Result<Head, Error> {
        let damaged = |what: &str| Error::Damaged(format!("publication row: {what}"));
        let day = |text: Option<&str>| text.and_then(|text| text.parse::<Date>().ok());
        let decision = row.maybe_text(6)?.map(serde_json::from_str).transpose();
        Ok(Head {
            code: row.text(0)?.to_owned(),
            number: u32::try_from(row.int(1)?).map_err(|_| damaged("number"))?,
            status: row.text(2)?.to_owned(),
            from: day(row.maybe_text(4)?),
            to: day(Some(row.text(5)?).filter(|day| *day != NO_END)),
            decision: decision.map_err(|_| damaged("decision"))?,
        })
    }

    /// Whether it was published.
    pub fn is_published(&self) -> bool {
        self.status == "published"
    }

    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.is_published()
            && self.from.is_some_and(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }
}

/// Every revision of a procedure, oldest first.
pub fn heads(tx: &mut Tx<'_>, code: &str) -> Result<Vec<Head>, Error> {
    tx.rows(&store::HEADS, &[code.into()])?.iter().map(Head::read).collect()
}

/// Every revision that was published, by code and number.
pub fn all_published(tx: &mut Tx<'_>) -> Result<Vec<Head>, Error> {
    let all = tx.rows(&store::ALL_HEADS, &[])?;
    let mut heads: Vec<Head> = all.iter().map(Head::read).collect::<Result<_, _>>()?;
    heads.retain(Head::is_published);
    Ok(heads)
}

/// The content of one revision.
pub fn content(tx: &mut Tx<'_>, code: &str, number: u32) -> Result<Option<Description>, Error> {
    let row = tx.row(&store::CONTENT, &[code.into(), i64::from(number).into()])?;
    row.map(|row| parse(row.text(0)?)).transpose()
}

pub(super) fn parse(text: &str) -> Result<Description, Error> {
    serde_json::from_str(text).map_err(|source| Error::Damaged(format!("revision: {source}")))
}

/// What the national database has of a procedure.
pub fn national(tx: &mut Tx<'_>, code: &str) -> Result<(Option<Listing>, Option<Record>), Error> {
    let Some(row) = tx.row(&store::NATIONAL, &[code.into()])? else { return Ok((None, None)) };
    let damaged = |source| Error::Damaged(format!("national record of {code}: {source}"));
    let listing = row.maybe_text(0)?.map(serde_json::from_str).transpose().map_err(damaged)?;
    let record = row.maybe_text(1)?.map(serde_json::from_str).transpose().map_err(damaged)?;
    Ok((listing, record))
}

/// A procedure on a day.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The revision in force on the day; else the last one that was; else the first to come.
    pub head: Head,
    /// Whether it is in force on the day.
    pub in_force: bool,
    /// Its content.
    pub description: Description,
    /// Every published revision, oldest first.
    pub history: Vec<Head>,
}

/// A published procedure on a day; `None` when nothing of it was ever published.
pub fn whole(tx: &mut Tx<'_>, code: &str, day: Date) -> Result<Option<Whole>, Error> {
    let mut history = heads(tx, code)?;
    history.retain(Head::is_published);
    let now = history.iter().find(|head| head.holds_on(day));
    let past = history.iter().rev().find(|head| head.from.is_some_and(|from| from <= day));
    let Some(head) = now.or(past).or(history.first()).cloned() else { return Ok(None) };
    let description = content(tx, code, head.number)?
        .ok_or_else(|| Error::Damaged(format!("revision {} of {code} is gone", head.number)))?;
    Ok(Some(Whole { in_force: head.holds_on(day), head, description, history }))
}

/// Whether a revision is standardised. A record that was decided after the revision's time says
/// nothing about it.
pub fn standardised(head: &Head, of: &Description, record: Option<&Record>) -> Standard {
    let later = |record: &&Record| match (record.decided, head.to) {
        (Some(decided), Some(to)) => decided <= to,
        _ => true,
    };
    standard(of, Some(&head.code), record.filter(later))
}

/// What is found in the revisions of one procedure or of all: drafts, and what is in force or to
/// come. Answers code, number and findings.
pub fn findings(
    house: &House,
    code: Option<&str>,
) -> Result<Vec<(String, u32, Vec<Finding>)>, Fault> {
    let wanted = code.map(str::to_owned);
    let found = house.db.read_now(move |tx| {
        let all = match &wanted {
            Some(code) => heads(tx, code)?,
            None => tx
                .rows(&store::ALL_HEADS, &[])?
                .iter()
                .map(Head::read)
                .collect::<Result<_, Error>>()?,
        };
        let mut found = Vec::new();
        for head in all.into_iter().filter(|head| head.status != "dropped") {
            let Some(of) = content(tx, &head.code, head.number)? else { continue };
            let before = content(tx, &head.code, head.number.saturating_sub(1))?;
            let (_, record) = national(tx, &head.code)?;
            let comparable =
                !matches!(standardised(&head, &of, record.as_ref()), Standard::NotComparable);
            let against = Against {
                from: head.from,
                before: before.as_ref(),
                national: record.as_ref().filter(|_| comparable),
                code: Some(&head.code),
            };
            found.push((head.code.clone(), head.number, lint(&of, &against)));
        }
        Ok::<_, Error>(found)
    })?;
    match (code, found.is_empty()) {
        (Some(code), true) => Err(Fault::Refused(format!(
            "procedure `{code}` has no revision here: import it, or look at its code again"
        ))),
        _ => Ok(found),
    }
}

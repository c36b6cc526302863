//! The search of readings: rows of one question, a page at a time, by the index that finds them.

use std::collections::HashMap;

use db::{Row, Rows, Sql, Tx, Value, Words};
use domain::access::{Action, Purpose};
use domain::{LawTime, StreamId};
use jiff::ToSpan;
use jiff::civil::Date;

use super::store;
use crate::commit::Error;

/// Readings on one page.
pub const PAGE: i64 = 50;
/// People whom a search by name shows.
const NAMED_MAX: i64 = 20;

/// A place in the list: instant and identifier.
pub type Place = (i64, i64);

/// What is searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Whose data.
    pub person: Option<StreamId>,
    /// Who read.
    pub reader: Option<StreamId>,
    /// For which office.
    pub office: String,
    /// Why.
    pub purpose: Option<Purpose>,
    /// What was done.
    pub action: Option<Action>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Where to go on: instant and identifier of the last one shown.
    pub before: Option<Place>,
}

/// A reading as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its identifier.
    pub id: i64,
    /// When.
    pub at: LawTime,
    /// Who read.
    pub reader: StreamId,
    /// For which office.
    pub office: String,
    /// What their post was called.
    pub position: String,
    /// What was done.
    pub action: String,
    /// Why.
    pub purpose: String,
    /// Whose data.
    pub person: Option<StreamId>,
    /// How many records a list showed.
    pub rows: Option<i64>,
}

impl Found {
    fn read(row: &Row) -> Result<Found, Error> {
        Ok(Found {
            id: row.int(0)?,
            at: LawTime(row.int(1)?),
            reader: StreamId::stored(row.text(2)?),
            office: row.text(3)?.to_owned(),
            position: row.text(4)?.to_owned(),
            action: row.text(5)?.to_owned(),
            purpose: row.text(6)?.to_owned(),
            person: row.maybe_text(8)?.map(StreamId::stored),
            rows: row.maybe_int(9)?,
        })
    }
}

impl Wanted {
    /// The statement whose index leaves least to look through. One person and one reader have
    /// few rows; emergencies and unusual actions are rarer than any office's rows.
    fn statement(&self) -> &'static Sql {
        let usual = [Some(Action::ReadDossier), Some(Action::ReadPerson)];
        let rare_action = self.action.is_some() && !usual.contains(&self.action);
        let rare_purpose = self.purpose.is_some() && self.purpose != Some(Purpose::Handling);
        match (&self.person, &self.reader) {
            (Some(_), _) => &store::SEARCH_PERSON,
            (None, Some(_)) => &store::SEARCH_READER,
            (None, None) if self.purpose.is_some() && rare_action => &store::SEARCH_BOTH,
            (None, None) if rare_action => &store::SEARCH_ACTION,
            (None, None) if self.purpose == Some(Purpose::Emergency) => &store::SEARCH_PURPOSE,
            (None, None) if !self.office.is_empty() => &store::SEARCH_OFFICE,
            (None, None) if rare_purpose && self.action.is_some() => &store::SEARCH_BOTH,
            (None, None) if rare_purpose => &store::SEARCH_PURPOSE,
            (None, None) => &store::SEARCH,
        }
    }

    fn values(&self) -> Vec<Value> {
        let end = self.to.and_then(|to| to.checked_add(1.day()).ok());
        let end = end.map_or(i64::MAX, |end| LawTime::start_of(end).0);
        // No identifier is below 0, so that the first page ends right before the end.
        let (at, id) = self.before.filter(|(at, _)| *at < end).unwrap_or((end, -1));
        let from = self.from.map_or(i64::MIN, |from| LawTime::start_of(from).0);
        let text = |stream: &Option<StreamId>| -> Value {
            stream.as_ref().map(StreamId::as_str).unwrap_or_default().into()
        };
        vec![
            at.into(),
            id.into(),
            from.into(),
            text(&self.person),
            text(&self.reader),
            self.office.as_str().into(),
            self.purpose.map(Purpose::id).unwrap_or_default().into(),
            self.action.map(Action::id).unwrap_or_default().into(),
            (PAGE + 1).into(),
        ]
    }
}

/// A page of readings, the latest first, and the place to go on from.
pub fn search(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<(Vec<Found>, Option<Place>), Error> {
    let rows = tx.rows(wanted.statement(), &wanted.values())?;
    let mut found = rows.iter().map(Found::read).collect::<Result<Vec<Found>, Error>>()?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|last| (last.at.0, last.id));
    Ok((found, next))
}

/// An account as a search by name shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The account.
    pub account: StreamId,
    /// The name.
    pub name: String,
    /// Whether it is an officer's.
    pub is_staff: bool,
}

/// Accounts whose name has all these words.
pub fn named(tx: &mut Tx<'_>, name: &str) -> Result<Vec<Named>, Error> {
    let folded = domain::text::fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(words) = Words::new(words, true) else { return Ok(Vec::new()) };
    let rows = tx.rows(&store::NAMED, &[words.into(), NAMED_MAX.into()])?;
    let read = |row: &Row| {
        Ok(Named {
            account: StreamId::stored(row.text(0)?),
            name: row.text(1)?.to_owned(),
            is_staff: row.text(2)? == "staff",
        })
    };
    rows.iter().map(read).collect()
}

/// Names of accounts; erased ones have none. A decoy is marked by true.
pub fn names<'a>(
    tx: &mut Tx<'_>,
    accounts: impl IntoIterator<Item = &'a StreamId>,
) -> Result<HashMap<StreamId, (String, bool)>, Error> {
    let mut unique: Vec<&StreamId> = accounts.into_iter().collect();
    unique.sort_unstable();
    unique.dedup();
    let mut names = HashMap::new();
    for part in unique.chunks(1000) {
        let mut rows = Rows::default();
        for account in part {
            rows.push(vec![account.as_str().into()]);
        }
        for row in tx.each(&store::NAMES, &rows)? {
            let name = (row.text(1)?.to_owned(), row.int(2)? == 1);
            names.insert(StreamId::stored(row.text(0)?), name);
        }
    }
    Ok(names)
}

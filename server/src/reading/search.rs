//! The search of readings: rows of one question, a page at a time, by the index that finds them.
//!
//! Every index ends in the time, and what is asked stands before it whole: a question that leaves
//! something open is asked once for each kind that occurs, and the pages are merged. So no question
//! looks through readings that it does not show, however rare its answers are (ADR 25).

use std::cmp::Reverse;
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

/// Readings of one office, purpose and action, or of one purpose and action where the office is
/// empty. Each lies in an index in the order of time, so that a page of it costs a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kind {
    office: String,
    purpose: String,
    action: String,
}

impl Wanted {
    fn start(&self) -> i64 {
        self.from.map_or(i64::MIN, |from| LawTime::start_of(from).0)
    }

    /// Values of every search: the same places for each statement.
    fn values(&self, from: i64, kind: &Kind) -> Vec<Value> {
        let end = self.to.and_then(|to| to.checked_add(1.day()).ok());
        let end = end.map_or(i64::MAX, |end| LawTime::start_of(end).0);
        // No identifier is below 0, so that the first page ends right before the end.
        let (at, id) = self.before.filter(|(at, _)| *at < end).unwrap_or((end, -1));
        let text = |stream: &Option<StreamId>| -> Value {
            stream.as_ref().map(StreamId::as_str).unwrap_or_default().into()
        };
        vec![
            at.into(),
            id.into(),
            from.into(),
            text(&self.person),
            text(&self.reader),
            kind.office.as_str().into(),
            kind.purpose.as_str().into(),
            kind.action.as_str().into(),
            (PAGE + 1).into(),
        ]
    }

    /// What is asked, as if it were one kind: what is not asked is empty.
    fn asked(&self) -> Kind {
        Kind {
            office: self.office.clone(),
            purpose: self.purpose.map(Purpose::id).unwrap_or_default().to_owned(),
            action: self.action.map(Action::id).unwrap_or_default().to_owned(),
        }
    }

    /// The kinds that are asked for and occur, with the statement that searches one of them.
    fn kinds(&self, tx: &mut Tx<'_>) -> Result<(&'static Sql, Vec<Kind>), Error> {
        let offices = match (&self.reader, self.office.as_str()) {
            (Some(reader), "") => {
                let rows = tx.rows(&store::OFFICES_OF_READER, &[reader.as_str().into()])?;
                rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<_, Error>>()?
            }
            (Some(_) | None, office) => vec![office.to_owned()],
        };
        let mut rows = Rows::default();
        for office in &offices {
            for purpose in Purpose::ALL
                .into_iter()
                .filter(|it| self.purpose.is_none_or(|wanted| wanted == *it))
            {
                for action in
                    Action::ALL.iter().filter(|it| self.action.is_none_or(|wanted| wanted == **it))
                {
                    let reader = self.reader.as_ref().map(StreamId::as_str).unwrap_or_default();
                    let kind = [reader, office, purpose.id(), action.id()];
                    rows.push(kind.map(Value::from).into());
                }
            }
        }
        let (occur, search) = match (&self.reader, self.office.is_empty()) {
            (Some(_), _) => (&store::KINDS_OF_READER, &store::SEARCH_READER),
            (None, false) => (&store::KINDS_OF_OFFICE, &store::SEARCH_OFFICE),
            (None, true) => (&store::KINDS, &store::SEARCH_KIND),
        };
        let read = |row: &Row| {
            let text = |at| Ok::<_, Error>(row.text(at)?.to_owned());
            Ok(Kind { office: text(0)?, purpose: text(1)?, action: text(2)? })
        };
        Ok((search, tx.each(occur, &rows)?.iter().map(read).collect::<Result<_, Error>>()?))
    }
}

/// A page of readings, the latest first, and the place to go on from.
pub fn search(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<(Vec<Found>, Option<Place>), Error> {
    let asked = wanted.asked();
    let is_plain = asked.office.is_empty() && asked.purpose.is_empty() && asked.action.is_empty();
    let mut found = match (&wanted.person, &wanted.reader) {
        // One person has few readings, whatever else is asked.
        (Some(_), _) => one(tx, &store::SEARCH_PERSON, &wanted.values(wanted.start(), &asked))?,
        (None, None) if is_plain => {
            one(tx, &store::SEARCH, &wanted.values(wanted.start(), &asked))?
        }
        (None, Some(_) | None) => each(tx, wanted)?,
    };
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|last| (last.at.0, last.id));
    Ok((found, next))
}

fn one(tx: &mut Tx<'_>, sql: &'static Sql, values: &[Value]) -> Result<Vec<Found>, Error> {
    tx.rows(sql, values)?.iter().map(Found::read).collect()
}

/// The latest readings of all kinds that are asked for: a page of each, merged.
fn each(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<Found>, Error> {
    let (sql, kinds) = wanted.kinds(tx)?;
    let whole = usize::try_from(PAGE + 1).unwrap_or(usize::MAX);
    let (mut found, mut from) = (Vec::<Found>::new(), wanted.start());
    for kind in &kinds {
        found.extend(one(tx, sql, &wanted.values(from, kind))?);
        found.sort_unstable_by_key(|it| Reverse((it.at, it.id)));
        found.truncate(whole);
        // What is older than a whole page is on no page of this place.
        if let Some(last) = found.last().filter(|_| found.len() == whole) {
            from = from.max(last.at.0);
        }
    }
    Ok(found)
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

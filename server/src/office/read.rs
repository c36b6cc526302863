//! Offices as they are read: rows of one day, their terms in a language.

use std::collections::BTreeSet;

use db::{Row, Rows, Tx, Value, Words};
use domain::office::Description;
use domain::province::Terms;
use domain::text::fold;
use jiff::civil::Date;
use page::Language;

use super::store;
use crate::commit::Error;

/// Offices above one that are followed.
const LEVELS_MAX: usize = 8;
/// Offices under one that are listed.
const CHILDREN_MAX: i64 = 200;

/// An office as it is described on a day.
#[derive(Clone, Debug)]
pub struct Described {
    /// The code of the house.
    pub code: String,
    /// First day of the description.
    pub from_day: String,
    /// Last day of the description.
    pub to_day: String,
    /// The description.
    pub description: Description,
    /// Codes of the offices that took over.
    pub successors: Vec<String>,
    /// Its place in the alphabet, where the statement reads it.
    pub sort_key: Option<String>,
}

impl Described {
    /// Reads a row of a description.
    pub fn read(row: &Row) -> Result<Described, Error> {
        let damaged = |source| Error::Damaged(format!("office row: {source}"));
        Ok(Described {
            code: row.text(1)?.to_owned(),
            from_day: row.text(2)?.to_owned(),
            to_day: row.text(3)?.to_owned(),
            description: serde_json::from_str(row.text(9)?).map_err(damaged)?,
            successors: serde_json::from_str(row.text(10)?).map_err(damaged)?,
            sort_key: row.maybe_text(11).ok().flatten().map(str::to_owned),
        })
    }

    /// The name in a language, and whether it is Vietnamese for want of another.
    pub fn name(&self, language: Language) -> (&str, bool) {
        match (language, &self.description.name_en) {
            (Language::English, Some(name)) => (name, false),
            (Language::English, None) => (&self.description.name, true),
            (Language::Vietnamese, _) => (&self.description.name, false),
        }
    }
}

fn all(rows: &[Row]) -> Result<Vec<Described>, Error> {
    rows.iter().map(Described::read).collect()
}

/// A place in the alphabet: sort key and code.
pub type Place = (String, String);

/// What a list asks for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Words to look for.
    pub query: String,
    /// A level.
    pub level: Option<String>,
    /// The place after which to go on: sort key and code.
    pub after: Place,
    /// How many.
    pub limit: i64,
}

/// A page of the list, and the place to go on from.
pub fn list(
    tx: &mut Tx<'_>,
    asked: &Asked,
    day: Date,
) -> Result<(Vec<Described>, Option<Place>), Error> {
    let (key, code) = &asked.after;
    let mut values: Vec<Value> = vec![
        key.as_str().into(),
        code.as_str().into(),
        day.to_string().into(),
        (asked.limit + 1).into(),
    ];
    let folded = fold(&asked.query);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let sql = match (Words::new(words, true), &asked.level) {
        (Some(words), _) => {
            values.push(words.into());
            &store::SEARCH
        }
        (None, _) if !asked.query.trim().is_empty() => return Ok((Vec::new(), None)),
        (None, Some(level)) => {
            values.push(level.as_str().into());
            &store::LIST_LEVEL
        }
        (None, None) => &store::LIST,
    };
    let mut found = all(&tx.rows(sql, &values)?)?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next = last.map(|last| (last.sort_key.clone().unwrap_or_default(), last.code.clone()));
    Ok((found, next))
}

/// How many offices each level has on a day, in the order of the province's levels.
pub fn counts(tx: &mut Tx<'_>, terms: &Terms, day: Date) -> Result<Vec<(String, u64)>, Error> {
    let rows = tx.rows(&store::COUNTS, &[day.to_string().into()])?;
    let mut counts = Vec::new();
    for level in &terms.levels {
        let row = rows.iter().find(|row| row.text(0).is_ok_and(|id| id == level.id));
        let count = row.map(|row| row.int(1)).transpose()?.unwrap_or(0);
        counts.push((level.id.clone(), count.unsigned_abs()));
    }
    Ok(counts)
}

/// An office with what stands around it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its description on the day; else the one closest to it.
    pub now: Described,
    /// Whether that description is in force on the day.
    pub in_force: bool,
    /// Offices above, from the top.
    pub parents: Vec<Described>,
    /// Offices directly under it.
    pub children: Vec<Described>,
    /// Every description, oldest first.
    pub history: Vec<Described>,
    /// Offices that it succeeds: code and name.
    pub predecessors: Vec<(String, String)>,
    /// Offices that took over.
    pub successors: Vec<Described>,
}

/// One office on a day; `None` when there is no such code.
pub fn one(tx: &mut Tx<'_>, code: &str, day: Date) -> Result<Option<Whole>, Error> {
    let history = all(&tx.rows(&store::HISTORY, &[code.into()])?)?;
    let today = day.to_string();
    let current = history.iter().find(|it| it.from_day <= today && it.to_day >= today);
    let past = history.iter().rev().find(|it| it.from_day <= today);
    let Some(now) = current.or(past).or(history.first()).cloned() else { return Ok(None) };
    let in_force = current.is_some();
    let at: Value = today.as_str().into();
    let mut parents: Vec<Described> = Vec::new();
    let mut above = now.description.parent.clone();
    while let Some(code) = above.filter(|_| parents.len() < LEVELS_MAX) {
        let Some(parent) = on(tx, &code, &at)? else { break };
        above = parent.description.parent.clone();
        parents.insert(0, parent);
    }
    let children = tx.rows(&store::CHILDREN, &[code.into(), at.clone(), CHILDREN_MAX.into()])?;
    let predecessors = tx.rows(&store::PREDECESSORS, &[code.into()])?;
    let pair = |row: &Row| Ok::<_, db::Error>((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
    let mut successors = Vec::new();
    for code in &now.successors {
        successors.extend(all(&tx.rows(&store::HISTORY, &[code.as_str().into()])?)?.pop());
    }
    Ok(Some(Whole {
        now,
        in_force,
        parents,
        children: all(&children)?,
        history,
        predecessors: predecessors.iter().map(pair).collect::<Result<_, _>>()?,
        successors,
    }))
}

fn on(tx: &mut Tx<'_>, code: &str, day: &Value) -> Result<Option<Described>, Error> {
    tx.row(&store::ONE, &[code.into(), day.clone()])?.map(|row| Described::read(&row)).transpose()
}

/// Names of offices on a day, by code: Vietnamese, and English where there is one.
pub type Names = std::collections::HashMap<String, (String, Option<String>)>;

/// Names of some offices on a day; codes that are none are left out.
pub fn names<'a>(
    tx: &mut Tx<'_>,
    codes: impl Iterator<Item = &'a str>,
    day: Date,
) -> Result<Names, Error> {
    let codes: BTreeSet<&str> = codes.collect();
    if codes.is_empty() {
        return Ok(Names::new());
    }
    let mut rows = Rows::default().and(day.to_string());
    for code in codes {
        rows.push(vec![code.into()]);
    }
    let name = |row: &Row| {
        let (vi, en) = (row.text(1)?.to_owned(), row.maybe_text(2)?.map(str::to_owned));
        Ok((row.text(0)?.to_owned(), (vi, en)))
    };
    tx.each(&store::NAMES, &rows)?.iter().map(name).collect()
}

/// The schedule that holds for an office: its own, else the nearest one above.
pub fn schedule(whole: &Whole) -> Option<&str> {
    let above = whole.parents.iter().rev().map(|parent| &parent.description);
    std::iter::once(&whole.now.description).chain(above).find_map(|it| it.hours.as_deref())
}

//! What measures know of published revisions, kept in memory and read anew when the catalogue
//! changed. How many procedures a province has depends on no dossier.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use db::Tx;
use domain::calendar::Calendar;
use domain::measure::{Facts, PUBLISH_DAYS, cut_of};
use domain::procedure::description::{Channel, Description};
use domain::procedure::lint::{Against, Rule, lint};
use domain::procedure::standard::Standard;
use domain::procedure::{Decision, Event as Told};
use domain::{Event, LawTime};
use jiff::civil::Date;

use super::store;
use crate::commit::{Error, decode, parse_header};
use crate::procedure::read;
use crate::procedure::store as catalogue;

/// Revisions that were published, by code and number.
type Known = Arc<Vec<Facts>>;

/// What is kept.
#[derive(Debug, Default)]
pub struct Shelf {
    kept: Mutex<Option<(i64, Known)>>,
}

impl Shelf {
    /// The published revisions as they stand now: one statement, unless the catalogue changed.
    pub fn current(&self, tx: &mut Tx<'_>, calendar: &Calendar) -> Result<Known, Error> {
        let change = tx.row(&catalogue::LAST_CHANGE, &[])?.map(|row| row.int(0)).transpose()?;
        let change = change.unwrap_or(0);
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, known)) = kept.filter(|(known, _)| *known >= change) {
            return Ok(known);
        }
        let made = Arc::new(read_all(tx, calendar)?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((change, Arc::clone(&made)));
        Ok(made)
    }
}

fn read_all(tx: &mut Tx<'_>, calendar: &Calendar) -> Result<Vec<Facts>, Error> {
    let mut loaded = BTreeSet::new();
    for row in tx.rows(&store::ORIGINS, &[])? {
        if row.text(2)? == "files" {
            loaded.insert((row.text(0)?.to_owned(), row.int(1)?));
        }
    }
    let published = publications(tx)?;
    let mut all = Vec::new();
    for head in read::all_published(tx)? {
        let Some(from) = head.from else { continue };
        let Some(of) = read::content(tx, &head.code, head.number)? else { continue };
        let (_, record) = read::national(tx, &head.code)?;
        let standard = read::standardised(&head, &of, record.as_ref());
        let key = (head.code.clone(), i64::from(head.number));
        let told = published.get(&key).filter(|_| !loaded.contains(&key));
        let published = told.and_then(|(at, decision)| {
            Some((at.date(), after(calendar, decision.date, PUBLISH_DAYS)?))
        });
        all.push(Facts {
            from,
            to: head.to,
            standardised: standard == Standard::Equal,
            complete: is_complete(&of),
            cut: cut_of(&of),
            level: of.online.level_2011.unwrap_or_default(),
            online: of.channels.contains(&Channel::Online),
            published,
            code: head.code,
            field: of.field.name,
            executing: of.executing,
        });
    }
    Ok(all)
}

/// Whether no mandatory part of a published procedure is missing.
fn is_complete(of: &Description) -> bool {
    lint(of, &Against::default()).iter().all(|finding| finding.rule != Rule::PartMissing)
}

/// When revisions were published and by which decisions, by code and number.
type Publications = BTreeMap<(String, i64), (LawTime, Decision)>;

fn publications(tx: &mut Tx<'_>) -> Result<Publications, Error> {
    let mut published = BTreeMap::new();
    for row in tx.rows(&store::PUBLICATIONS, &[])? {
        let header = parse_header(row.text(2)?)?;
        let event = decode(&header, row.text(3)?, None)?;
        if let Event::Procedure(Told::Published { number, decision, .. }) = event {
            let key = (row.text(0)?.to_owned(), i64::from(number));
            published.insert(key, (LawTime(row.int(1)?), decision));
        }
    }
    Ok(published)
}

/// The last of some working days after a day; `None` where the calendar does not have them.
fn after(calendar: &Calendar, day: Date, days: u32) -> Option<Date> {
    let (mut day, mut left) = (day, days);
    while left > 0 {
        day = day.tomorrow().ok()?;
        left -= u32::from(calendar.is_working(day).ok()?);
    }
    Some(day)
}

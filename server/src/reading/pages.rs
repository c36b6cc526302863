//! The audit search of readings and the month's outliers. Looking here is recorded too.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::StreamId;
use domain::access::{Action, Fields, Granted, Purpose, Thing};
use domain::calendar::Calendar;
use domain::reading::outlier;
use jiff::ToSpan;
use jiff::civil::Date;
use page::Text;
use page::person::Choice;
use page::reading::{Candidate, Entry, Outliers, Reader, Search};
use serde::Deserialize;

use super::outliers;
use super::search::{self, Found, Named, Wanted};
use super::words::{ACTIONS, action_of, purpose_name, purpose_of, sign_name, when};
use crate::account::own::office_name;
use crate::commit::Error;
use crate::office::read::{Names, names};
use crate::person::{account, by_number, key};
use crate::web::address::with_query;
use crate::web::gate::{Gate, Read};
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// The longest name that is looked for, in characters.
const NAME_LENGTH_MAX: usize = 80;

/// What the search's address may say. Nobody is named in it: people stand there by their keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    #[serde(rename = "for")]
    purpose: String,
    person: String,
    reader: String,
    office: String,
    of: String,
    action: String,
    from: String,
    to: String,
    cursor: String,
}

impl SearchQuery {
    /// What is searched for; `None` where a key is none, so that nothing can be found.
    fn wanted(&self) -> Option<Wanted> {
        let stream = |text: &str| match text.trim() {
            "" => Some(None),
            text => account(text).map(Some),
        };
        let before = self.cursor.split_once('-');
        Some(Wanted {
            person: stream(&self.person)?,
            reader: stream(&self.reader)?,
            office: self.office.trim().replace('\0', ""),
            purpose: Purpose::parse(&self.of),
            action: ACTIONS.into_iter().find(|action| action.id() == self.action),
            from: self.from.parse().ok(),
            to: self.to.parse().ok(),
            before: before.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?))),
        })
    }

    fn path(&self, cursor: &str) -> String {
        let values = [
            ("for", self.purpose.as_str()),
            ("person", &self.person),
            ("reader", &self.reader),
            ("office", &self.office),
            ("of", &self.of),
            ("action", &self.action),
            ("from", &self.from),
            ("to", &self.to),
            ("cursor", cursor),
        ];
        with_query("/readings", &values)
    }

    /// The search for one person or reader, with the same purpose.
    fn about(&self, name: &str, stream: &StreamId) -> String {
        with_query("/readings", &[("for", &*self.purpose), (name, &key(stream))])
    }

    fn page(&self, text: Text) -> Search {
        let action = |it: Action| Choice::new(it.id(), action_of(text, it.id()));
        Search {
            purposes: purposes(text, &self.purpose),
            of: chosen(
                Purpose::ALL.map(|it| Choice::new(it.id(), purpose_name(text, it))),
                &self.of,
            ),
            actions: chosen(ACTIONS.map(action), &self.action),
            person: self.person.clone(),
            reader: self.reader.clone(),
            office: self.office.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            ..Search::default()
        }
    }
}

fn chosen(all: impl IntoIterator<Item = Choice>, id: &str) -> Vec<Choice> {
    all.into_iter().map(|it| Choice { chosen: it.id == id, ..it }).collect()
}

/// Purposes of looking into the record of readings.
fn purposes(text: Text, id: &str) -> Vec<Choice> {
    let offered = Purpose::ALL.into_iter().filter(|it| *it != Purpose::Emergency);
    chosen(offered.map(|it| Choice::new(it.id(), purpose_name(text, it))), id)
}

/// The search. Without a question it shows the form and records nothing.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    query: Result<Query<SearchQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let text = Text::new(asked.language);
    let question = query.path("");
    if question == "/readings" {
        return Ok(html(&site, &asked, StatusCode::OK, &query.page(text)));
    }
    let Some(purpose) = Purpose::parse(&query.purpose) else {
        let page = Search { missed: true, ..query.page(text) };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let (wanted, today) = (query.wanted(), site.law_now().date());
    let read = site.house().db.read(move |tx| {
        let Some(wanted) = wanted else { return Ok((Vec::new(), None, Known::default())) };
        let (found, next) = search::search(tx, &wanted)?;
        let persons = found.iter().filter_map(|it| it.person.as_ref());
        let people = search::names(tx, found.iter().map(|it| &it.reader).chain(persons))?;
        let offices = names(tx, found.iter().map(|it| it.office.as_str()), today)?;
        Ok::<_, Error>((found, next, Known { people, offices }))
    });
    let (found, next, known) = read.await?;
    let rows = u32::try_from(found.len()).ok();
    let read = Read { rows, query: Some(&question), ..Read::default() };
    let granted = gate.read(&Thing::nothing(), Some(purpose), read).await?;
    let entry = |it: &Found| entry(text, &query, it, &known, &granted);
    let page = Search {
        asked: true,
        entries: found.iter().map(entry).collect(),
        next: next.map(|(at, id)| query.path(&format!("{at}-{id}"))),
        ..query.page(text)
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Names of people and of offices.
#[derive(Default)]
struct Known {
    people: HashMap<StreamId, (String, bool)>,
    offices: Names,
}

fn entry(
    text: Text,
    query: &SearchQuery,
    found: &Found,
    known: &Known,
    granted: &Granted,
) -> Entry {
    let named = |stream: &StreamId| known.people.get(stream).map(|(name, _)| name.clone());
    let name = |stream: &StreamId| named(stream).unwrap_or_else(|| key(stream));
    let office = office_name(&known.offices, &found.office, text.language);
    // Who was looked at is said by name only to those whose role sees who people are.
    let sees = granted.sees.contains(&Fields::Identity);
    let person = |stream: &StreamId| if sees { name(stream) } else { key(stream) };
    Entry {
        at: when(found.at),
        reader: name(&found.reader),
        reader_path: query.about("reader", &found.reader),
        post: [&*found.position, &*office].join(", "),
        action: action_of(text, &found.action),
        purpose: purpose_of(text, &found.purpose),
        person: found.person.as_ref().map(person),
        person_path: found.person.as_ref().map(|it| query.about("person", it)),
        rows: found.rows.map(i64::unsigned_abs),
    }
}

/// Whom to look for: by name, or by the exact number of an identity paper.
#[derive(Deserialize)]
pub struct WhoForm {
    #[serde(default)]
    who: String,
    #[serde(default, rename = "for")]
    purpose: String,
}

/// Finds keys of people. Names and numbers come in the body and stand in no address.
pub async fn find(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Sent { form, .. }: Sent<WhoForm>,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let query = SearchQuery { purpose: form.purpose, ..SearchQuery::default() };
    let Some(purpose) = Purpose::parse(&query.purpose) else {
        let page = Search { missed: true, ..query.page(text) };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let who: String = form.who.trim().chars().take(NAME_LENGTH_MAX).collect();
    let secret = site.house().secret().map_err(|fault| Problem::bug(&fault))?;
    let wanted = who.clone();
    let read = site.house().db.read(move |tx| {
        if wanted.chars().any(|c| c.is_ascii_digit()) {
            let Some(account) = by_number(tx, &secret, &wanted)? else { return Ok(Vec::new()) };
            let name = key(&account);
            return Ok(vec![Named { account, name, is_staff: false }]);
        }
        search::named(tx, &wanted)
    });
    let found: Vec<Named> = read.await?;
    let rows = u32::try_from(found.len()).ok();
    let read = Read { rows, query: Some(&who), ..Read::default() };
    gate.read(&Thing::nothing(), Some(purpose), read).await?;
    let candidate = |it: &Named| Candidate {
        name: it.name.clone(),
        as_person: query.about("person", &it.account),
        as_reader: it.is_staff.then(|| query.about("reader", &it.account)),
    };
    let candidates = Some(found.iter().map(candidate).collect());
    let page = Search { candidates, ..query.page(text) };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// What the report's address may say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MonthQuery {
    month: String,
    #[serde(rename = "for")]
    purpose: String,
}

/// The first day of a month like `2019-12`, and of the next one.
fn month_of(text: &str) -> Option<(Date, Date)> {
    let first: Date = format!("{text}-01").parse().ok()?;
    Some((first, first.checked_add(1.month()).ok()?))
}

/// Readers who read unlike their colleagues.
pub async fn outliers(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    query: Result<Query<MonthQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let text = Text::new(asked.language);
    let month = match month_of(&query.month) {
        Some(_) => query.month.clone(),
        None => site.law_now().date().strftime("%Y-%m").to_string(),
    };
    let blank = Outliers {
        month: month.clone(),
        purposes: purposes(text, &query.purpose),
        ..Outliers::default()
    };
    let (Some(purpose), Some((from, until))) = (Purpose::parse(&query.purpose), month_of(&month))
    else {
        return Ok(html(&site, &asked, StatusCode::OK, &blank));
    };
    let calendar = Calendar::new(&site.province().terms.calendar);
    let counted =
        site.house().db.read(move |tx| outliers::count(tx, &calendar, from, until)).await?;
    let (today, codes) = (site.law_now().date(), offices_of(&counted));
    let offices =
        site.house().db.read(move |tx| names(tx, codes.iter().map(String::as_str), today)).await?;
    let ranked = outlier::rank(&counted.counted);
    let question = format!("/readings/outliers?month={month}");
    let rows = u32::try_from(ranked.len()).ok();
    let read = Read { rows, query: Some(&question), ..Read::default() };
    gate.read(&Thing::nothing(), Some(purpose), read).await?;
    let reader = |it: &outlier::Outlier| {
        let stream = StreamId::stored(&*it.counted.reader);
        let name = counted.names.get(&stream).cloned();
        Reader {
            name: name.unwrap_or_else(|| key(&stream)),
            path: with_query("/readings", &[("for", &*query.purpose), ("reader", &key(&stream))]),
            office: office_name(&offices, &it.counted.office, asked.language),
            readings: it.counted.readings,
            persons: it.counted.persons,
            signs: it.signs.iter().map(|(sign, _)| sign_name(text, *sign)).collect(),
        }
    };
    let all = counted.counted.len() as u64;
    let readers = ranked.iter().map(reader).collect();
    Ok(html(&site, &asked, StatusCode::OK, &Outliers { asked: true, all, readers, ..blank }))
}

fn offices_of(month: &outliers::Month) -> Vec<String> {
    month.counted.iter().map(|it| it.office.clone()).collect()
}

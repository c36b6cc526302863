//! The register over the interface: `/api/v1/offices`.

#![expect(unused_qualifications, reason = "the macro of a path spells its parameters out")]

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response};
use domain::office::Identifier;
use domain::province::Season;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::read::{self, Described};
use crate::web::{Missing, Problem, Site, json};

/// The most offices of one answer.
const LIMIT_MAX: i64 = 200;
/// Offices of an answer when nothing is said.
const LIMIT: i64 = 50;
/// The longest question, in bytes.
const QUERY_BYTES_MAX: usize = 200;

/// What a list asks for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Words of the name, with or without marks; or a code.
    q: Option<String>,
    /// A level of the province's structure.
    level: Option<String>,
    /// The day on which offices must be in force; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<String>,
    /// Where to go on: `next` of the answer before.
    cursor: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// An office in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeEntry {
    /// The code of the house.
    code: String,
    /// Vietnamese name.
    name: String,
    /// English name.
    name_en: Option<String>,
    /// Level of the province's structure.
    level: String,
    /// Kind of office.
    kind: String,
    /// Code of the office above.
    parent: Option<String>,
    /// Identifier codes of both generations.
    #[schema(value_type = Vec<Object>)]
    identifiers: Vec<Identifier>,
    /// First day of this description.
    from: String,
    /// Last day of this description; absent while there is no end.
    to: Option<String>,
}

impl OfficeEntry {
    fn new(office: &Described) -> OfficeEntry {
        let description = &office.description;
        OfficeEntry {
            code: office.code.clone(),
            name: description.name.clone(),
            name_en: description.name_en.clone(),
            level: description.level.clone(),
            kind: description.kind.clone(),
            parent: description.parent.clone(),
            identifiers: description.identifiers.clone(),
            from: office.from_day.clone(),
            to: (office.to_day != super::store::NO_END).then(|| office.to_day.clone()),
        }
    }
}

/// A page of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeList {
    /// The offices, in the Vietnamese alphabet.
    items: Vec<OfficeEntry>,
    /// Where to go on; null at the end.
    next: Option<String>,
}

/// An office with what stands around it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeWhole {
    /// The office on the day asked for.
    #[serde(flatten)]
    entry: OfficeEntry,
    /// Whether it is in force on that day.
    in_force: bool,
    /// Code of the administrative unit governed.
    unit_code: Option<String>,
    /// Postal address.
    address: Option<String>,
    /// Telephone.
    phone: Option<String>,
    /// Working hours by season.
    #[schema(value_type = Vec<Object>)]
    hours: Vec<Season>,
    /// Where the facts come from.
    source: Option<String>,
    /// Whether part of it is sample data.
    sample: bool,
    /// Every description, oldest first.
    history: Vec<OfficeEntry>,
    /// Codes of the offices that took over.
    successors: Vec<String>,
    /// Codes of the offices that it succeeds.
    predecessors: Vec<String>,
}

/// Offices with their codes of both generations, level, parent and validity.
#[utoipa::path(
    get,
    path = "/offices",
    params(ListQuery),
    responses(
        (status = 200, description = "A page of offices", body = OfficeList),
        (status = 304, description = "Nothing changed since the tag sent along"),
        (status = 400, description = "A parameter cannot be read"),
    )
)]
pub async fn list(
    State(site): State<Site>,
    headers: HeaderMap,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let day = day(&site, query.at.as_deref())?;
    let asked = asked(&site, query)?;
    let (found, next) = site.house().db.read(move |tx| read::list(tx, &asked, day)).await?;
    let items = found.iter().map(OfficeEntry::new).collect();
    json(&headers, &OfficeList { items, next: next.map(|place| cursor(&place)) })
}

fn asked(site: &Site, query: ListQuery) -> Result<read::Asked, Problem> {
    let limit = query.limit.unwrap_or(LIMIT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::invalid("limit", "a number from 1 to 200"));
    }
    let text = query.q.unwrap_or_default();
    if text.len() > QUERY_BYTES_MAX {
        return Err(Problem::invalid("q", "at most 200 bytes"));
    }
    let known = |level: &String| site.province().terms.level(level).is_some();
    if query.level.as_ref().is_some_and(|level| !known(level)) {
        return Err(Problem::invalid("level", "a level of the province, as in /offices/{code}"));
    }
    let after = match query.cursor {
        Some(cursor) => place(&cursor)
            .ok_or_else(|| Problem::invalid("cursor", "`next` of an earlier answer"))?,
        None => Default::default(),
    };
    Ok(read::Asked { query: text, level: query.level, after, limit })
}

fn day(site: &Site, at: Option<&str>) -> Result<Date, Problem> {
    match at {
        None => Ok(site.law_now().date()),
        Some(at) => at.parse().map_err(|_| Problem::invalid("at", "a date like 2019-12-16")),
    }
}

/// A place in the list as text that a client hands back unread.
pub(super) fn cursor((key, code): &(String, String)) -> String {
    use std::fmt::Write;
    let bytes = format!("{key}\n{code}").into_bytes();
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
}

/// The place of a cursor.
pub(super) fn place(cursor: &str) -> Option<(String, String)> {
    if !cursor.is_ascii() || !cursor.len().is_multiple_of(2) || cursor.len() > 4096 {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(&cursor[at..at + 2], 16).ok();
    let bytes: Option<Vec<u8>> = (0..cursor.len()).step_by(2).map(byte).collect();
    let text = String::from_utf8(bytes?).ok().filter(|text| !text.contains('\0'))?;
    let (key, code) = text.rsplit_once('\n')?;
    Some((key.to_owned(), code.to_owned()))
}

/// What one office asks for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OneQuery {
    /// The day of the description; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<String>,
}

/// One office with its identifier codes, hours and history.
#[utoipa::path(
    get,
    path = "/offices/{code}",
    params(("code" = String, Path, description = "The code of the house, e.g. SNV"), OneQuery),
    responses(
        (status = 200, description = "The office", body = OfficeWhole),
        (status = 304, description = "Nothing changed since the tag sent along"),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such office"),
    )
)]
pub async fn one(
    State(site): State<Site>,
    Path(code): Path<String>,
    headers: HeaderMap,
    query: Result<Query<OneQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let day = day(&site, query.at.as_deref())?;
    if code.contains('\0') {
        return Err(Missing.into());
    }
    let whole = site.house().db.read(move |tx| read::one(tx, &code, day)).await?;
    let whole = whole.ok_or(Missing)?;
    let terms = &site.province().terms;
    let schedule = read::schedule(&whole).and_then(|id| terms.schedule(id));
    let description = whole.now.description.clone();
    let answer = OfficeWhole {
        entry: OfficeEntry::new(&whole.now),
        in_force: whole.in_force,
        unit_code: description.unit_code,
        address: description.address,
        phone: description.phone,
        hours: schedule.map(|schedule| schedule.seasons.clone()).unwrap_or_default(),
        source: description.source,
        sample: description.sample,
        history: whole.history.iter().map(OfficeEntry::new).collect(),
        successors: whole.now.successors.clone(),
        predecessors: whole.predecessors.into_iter().map(|(code, _)| code).collect(),
    };
    json(&headers, &answer)
}

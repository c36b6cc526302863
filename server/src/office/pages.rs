//! The register's pages.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use domain::province::Terms;
use jiff::civil::Date;
use ledger::commitment::Part;
use page::format::Day;
use page::office::{Entry, Facet, Hours, Identifier, Link, List, One, Period};
use page::{Language, Text};
use serde::Deserialize;

use super::api::{cursor, place};
use super::read::{self, Described, Whole};
use super::store::NO_END;
use crate::commit::Error;
use crate::log::proof::{self, Found};
use crate::procedure::catalogue::Filter;
use crate::web::address::with_query;
use crate::web::{Asked, Missing, Problem, Site, html, text_file};

/// Offices on one page of the list.
const PAGE: i64 = 50;
/// The longest question that is looked for, in characters; the rest is dropped.
const QUERY_LENGTH_MAX: usize = 80;

/// What the list's address may say.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    level: Option<String>,
    cursor: Option<String>,
}

/// The list of offices.
pub async fn list(
    State(site): State<Site>,
    asked: Asked,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let day = site.law_now().date();
    let terms = site.province().terms.clone();
    let text: String = query.q.unwrap_or_default().chars().take(QUERY_LENGTH_MAX).collect();
    let text = text.replace('\0', " ").trim().to_owned();
    let level = query.level.filter(|level| terms.level(level).is_some());
    let after = query.cursor.as_deref().and_then(place).unwrap_or_default();
    let wanted = read::Asked { query: text.clone(), level: level.clone(), after, limit: PAGE };
    let read = site.house().db.read(move |tx| {
        let (found, next) = read::list(tx, &wanted, day)?;
        let mut names = std::collections::HashMap::new();
        for parent in found.iter().filter_map(|office| office.description.parent.clone()) {
            if !names.contains_key(&parent)
                && let Some(whole) = read::one(tx, &parent, day)?
            {
                names.insert(parent, whole.now);
            }
        }
        Ok::<_, Error>((found, next, names, read::counts(tx, &terms, day)?))
    });
    let (found, next, names, counts) = read.await?;
    let entry = |office: &Described| {
        let (name, vietnamese_only) = office.name(asked.language);
        let parent = office.description.parent.as_ref().and_then(|code| names.get(code));
        Entry {
            code: office.code.clone(),
            name: name.to_owned(),
            vietnamese_only,
            level: level_name(&site.province().terms, &office.description.level, asked.language),
            kind: kind_name(&site.province().terms, &office.description.kind, asked.language),
            parent: parent.map(|parent| parent.name(asked.language).0.to_owned()),
        }
    };
    let level_asked = level.as_deref().unwrap_or_default();
    let next = next.map(|place| {
        let values = [("cursor", &*cursor(&place)), ("level", level_asked), ("q", &text)];
        with_query("/offices", &values)
    });
    let facets = match text.is_empty() {
        true => facets(&site, &asked, &counts, level.as_deref()),
        false => Vec::new(),
    };
    let entries = found.iter().map(entry).collect();
    let page = List { query: text, facets, entries, next };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn facets(
    site: &Site,
    asked: &Asked,
    counts: &[(String, u64)],
    chosen: Option<&str>,
) -> Vec<Facet> {
    let all = Facet {
        path: "/offices".to_owned(),
        name: Text::new(asked.language).office_all_levels(),
        count: counts.iter().map(|(_, count)| count).sum(),
        chosen: chosen.is_none(),
    };
    let each = counts.iter().map(|(id, count)| Facet {
        path: format!("/offices?level={id}"),
        name: level_name(&site.province().terms, id, asked.language),
        count: *count,
        chosen: chosen == Some(id),
    });
    std::iter::once(all).chain(each).collect()
}

pub(crate) fn level_name(terms: &Terms, id: &str, language: Language) -> String {
    term_name(terms.level(id), id, language)
}

fn kind_name(terms: &Terms, id: &str, language: Language) -> String {
    term_name(terms.kind(id), id, language)
}

fn term_name(term: Option<&domain::province::Term>, id: &str, language: Language) -> String {
    match (term, language) {
        (Some(term), Language::Vietnamese) => term.name.clone(),
        (Some(term), Language::English) => term.name_en.clone(),
        (None, _) => id.to_owned(),
    }
}

/// One office.
pub async fn one(
    State(site): State<Site>,
    Path(code): Path<String>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let day = site.law_now().date();
    let code = code.replace('\0', "");
    let whole = site.house().db.read(move |tx| read::one(tx, &code, day)).await?;
    let whole = whole.ok_or(Missing)?;
    let filter = Filter { office: Some(whole.now.clone()), ..Filter::default() };
    let procedures = site.catalogue().await?.find("", &filter).entries.len() as u64;
    let page = One { procedures, ..page_of(&site, &asked, &whole, day) };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn page_of(site: &Site, asked: &Asked, whole: &Whole, day: Date) -> One {
    let terms = &site.province().terms;
    let language = asked.language;
    let description = &whole.now.description;
    let (name, _) = whole.now.name(language);
    let today = day.to_string();
    let schedule = read::schedule(whole).and_then(|id| terms.schedule(id));
    let last = whole.history.last().filter(|last| last.to_day != NO_END);
    One {
        code: whole.now.code.clone(),
        name: name.to_owned(),
        name_vi: Some(description.name.clone()).filter(|vi| vi != name),
        level: level_name(terms, &description.level, language),
        kind: kind_name(terms, &description.kind, language),
        parents: links(&whole.parents, language),
        from: whole.history.first().map_or_else(|| day_of(&today), |it| day_of(&it.from_day)),
        to: last.map(|last| day_of(&last.to_day)),
        in_force: whole.in_force,
        identifiers: description.identifiers.iter().map(identifier).collect(),
        unit_code: description.unit_code.clone(),
        address: description.address.clone(),
        phone: description.phone.clone(),
        hours: schedule.map(|it| it.seasons.iter().filter_map(hours).collect()).unwrap_or_default(),
        children: links(&whole.children, language),
        periods: whole.history.iter().rev().map(|it| period(it, &today, language)).collect(),
        successors: links(&whole.successors, language),
        predecessors: whole.predecessors.iter().map(link).collect(),
        source: description.source.clone(),
        sample: description.sample,
        procedures: 0,
    }
}

fn day_of(text: &str) -> Day {
    Day::parse(text).unwrap_or(Day { year: 1, month: 1, day: 1 })
}

fn link((code, name): &(String, String)) -> Link {
    Link { code: code.clone(), name: name.clone() }
}

fn links(offices: &[Described], language: Language) -> Vec<Link> {
    let link = |office: &Described| Link {
        code: office.code.clone(),
        name: office.name(language).0.to_owned(),
    };
    offices.iter().map(link).collect()
}

fn identifier(identifier: &domain::office::Identifier) -> Identifier {
    Identifier {
        old_scheme: identifier.scheme == domain::office::CodeScheme::Qcvn102,
        code: identifier.code.clone(),
        from: identifier.from.map(|from| day_of(&from.to_string())),
    }
}

fn hours(season: &domain::province::Season) -> Option<Hours> {
    let (month, day) = season.from.split_once('-')?;
    let time =
        |time: &jiff::civil::Time| (time.hour().unsigned_abs(), time.minute().unsigned_abs());
    Some(Hours {
        from: (month.parse().ok()?, day.parse().ok()?),
        days: season.days.clone(),
        spans: season.spans.iter().map(|(opens, closes)| (time(opens), time(closes))).collect(),
    })
}

fn period(office: &Described, today: &str, language: Language) -> Period {
    let (from, to) = (office.from_day.as_str(), office.to_day.as_str());
    Period {
        from: day_of(from),
        to: (to != NO_END).then(|| day_of(to)),
        name: office.name(language).0.to_owned(),
        current: from <= today && to >= today,
    }
}

/// The proof of an office's newest event. Offices hold no personal data, so anyone may see it.
pub async fn proof(
    State(site): State<Site>,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let name = code.clone();
    let read = site.house().db.read(move |tx| {
        let Some(row) = tx.row(&super::store::STREAM, &[code.as_str().into()])? else {
            return Ok(Found::Nothing);
        };
        let stream = domain::StreamId::stored(row.text(0)?);
        proof::find(tx, &stream, row.int(1)?, &[Part::Header, Part::Facts])
    });
    match read.await.map_err(|error: Error| Problem::from(error))? {
        Found::Nothing => Err(Missing.into()),
        Found::NotYet => {
            let mut response = StatusCode::ACCEPTED.into_response();
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
            Ok(response)
        }
        Found::Proof(proof) => {
            let mut response = text_file(proof.to_string(), "no-cache");
            let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            let disposition = format!("attachment; filename=\"{name}.tlog-proof\"");
            if let Ok(value) = HeaderValue::from_str(&disposition) {
                response.headers_mut().insert(CONTENT_DISPOSITION, value);
            }
            Ok(response)
        }
    }
}

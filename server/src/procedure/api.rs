//! The catalogue over the interface: `/api/v1/procedures`.

#![expect(unused_qualifications, reason = "the macro of a path spells its parameters out")]

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response};
use domain::access::{Action, Thing};
use domain::procedure::Decision;
use domain::procedure::description::{Description, Party};
use domain::procedure::diff::{Change, diff};
use domain::wording::Wording;
use page::{Language, Text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::catalogue::{Filter, Item};
use super::pages::{Compared, compared, load};
use super::read::{self, Head};
use super::{changes, words};
use crate::commit::Error;
use crate::office;
use crate::web::gate::Gate;
use crate::web::{Missing, Problem, Site, conditional, json};

/// The most procedures of one answer.
const LIMIT_MAX: usize = 200;
/// Procedures of an answer when nothing is said.
const LIMIT: usize = 50;
/// The longest question, in bytes.
const QUERY_BYTES_MAX: usize = 200;

/// What a list asks for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Words, with or without marks, everyday words, or a national code.
    q: Option<String>,
    /// A field of government, by its Vietnamese name or national code.
    field: Option<String>,
    /// The code of an office that carries them out.
    office: Option<String>,
    /// A level of government that carries them out.
    level: Option<String>,
    /// Whether other provinces' own procedures are wanted too: for those who may see them.
    elsewhere: Option<bool>,
    /// Where to go on: `next` of the answer before.
    cursor: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// A procedure in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureEntry {
    /// National code.
    code: String,
    /// Vietnamese name.
    name: String,
    /// English name.
    name_en: Option<String>,
    /// Field of government.
    field: String,
    /// Code of the office that carries it out, where it is one; else who does, in words.
    office: Option<String>,
    /// Whether it is published here and in force today.
    published: bool,
}

impl ProcedureEntry {
    fn new(item: &Item, terms: &domain::province::Terms) -> ProcedureEntry {
        let of = item.published.as_deref();
        let listing = item.listing.as_deref();
        let party = of.and_then(|of| of.executing.first());
        let office = match party {
            Some(Party::Office(code)) => Some(code.clone()),
            Some(other) => Some(words::party(vietnamese(), terms, other, &|_| None)),
            None => listing.and_then(|listing| listing.departments.first().cloned()),
        };
        ProcedureEntry {
            code: item.entry.code.clone(),
            name: item.entry.name.vi.clone(),
            name_en: item.entry.name.en.clone(),
            field: item.entry.fields.first().cloned().unwrap_or_default(),
            office,
            published: of.is_some(),
        }
    }
}

fn vietnamese() -> Text {
    Text::new(Language::Vietnamese)
}

/// A part of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureList {
    /// The procedures: published ones first, the best answers first.
    items: Vec<ProcedureEntry>,
    /// Where to go on; null at the end.
    next: Option<String>,
}

/// Procedures: those published here first, then national ones.
#[utoipa::path(
    get,
    path = "/procedures",
    params(ListQuery),
    responses(
        (status = 200, description = "A part of the list", body = ProcedureList),
        (status = 304, description = "Nothing changed since the tag sent along"),
        (status = 400, description = "A parameter cannot be read"),
    )
)]
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    headers: HeaderMap,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let elsewhere = query.elsewhere == Some(true);
    if elsewhere {
        gate.may_do(Action::ReadElsewhere, &Thing::nothing(), None)?;
    }
    let limit = query.limit.unwrap_or(LIMIT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::invalid("limit", "a number from 1 to 200"));
    }
    let words = query.q.unwrap_or_default();
    if words.len() > QUERY_BYTES_MAX {
        return Err(Problem::invalid("q", "at most 200 bytes"));
    }
    let terms = &site.province().terms;
    if query.level.as_ref().is_some_and(|level| terms.level(level).is_none()) {
        return Err(Problem::invalid("level", "a level of the province, as in /offices/{code}"));
    }
    let from = match query.cursor {
        None => 0,
        Some(cursor) => cursor
            .parse::<usize>()
            .map_err(|_| Problem::invalid("cursor", "`next` of an earlier answer"))?,
    };
    let office = match query.office {
        None => None,
        Some(code) => Some(an_office(&site, code).await?),
    };
    let filter =
        Filter { field: query.field, level: query.level, channel: None, office, elsewhere };
    let catalogue = site.catalogue().await?;
    let found = catalogue.find(&words, &filter).entries;
    let some = found.iter().skip(from).take(limit);
    let items: Vec<ProcedureEntry> =
        some.map(|number| ProcedureEntry::new(catalogue.item(*number), terms)).collect();
    let shown = from.saturating_add(items.len());
    let next = (!items.is_empty() && shown < found.len()).then(|| shown.to_string());
    json(&headers, &ProcedureList { items, next })
}

async fn an_office(site: &Site, code: String) -> Result<office::read::Described, Problem> {
    let day = site.law_now().date();
    let none = || Problem::invalid("office", "the code of an office, as in /offices");
    if code.contains('\0') {
        return Err(none());
    }
    let whole = site.house().db.read(move |tx| office::read::one(tx, &code, day)).await?;
    Ok(whole.ok_or_else(none)?.now)
}

/// What one procedure asks for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OneQuery {
    /// The day of the revision; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<String>,
}

/// A published procedure.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureWhole {
    /// National code.
    code: String,
    /// The revision, with the days on which it is in force.
    revision: RevisionEntry,
    /// Whether it is in force on the day asked for.
    in_force: bool,
    /// Everything that is published: name, field, cases, components, limits, fees, results,
    /// legal basis, steps, form and the rest.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    description: Description,
}

/// A revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionEntry {
    /// Its number.
    number: u32,
    /// First day in force.
    from: Option<String>,
    /// Last day in force; absent while there is no end.
    to: Option<String>,
    /// The decision that published it.
    #[schema(value_type = Option<Object>)]
    decision: Option<Decision>,
}

impl RevisionEntry {
    fn new(head: &Head) -> RevisionEntry {
        RevisionEntry {
            number: head.number,
            from: head.from.map(|day| day.to_string()),
            to: head.to.map(|day| day.to_string()),
            decision: head.decision.clone(),
        }
    }
}

/// One published procedure, all of it.
#[utoipa::path(
    get,
    path = "/procedures/{code}",
    params(("code" = String, Path, description = "National code, e.g. 1.001193"), OneQuery),
    responses(
        (status = 200, description = "The procedure", body = ProcedureWhole),
        (status = 304, description = "Nothing changed since the tag sent along"),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "It is not published here"),
    )
)]
pub async fn one(
    State(site): State<Site>,
    Path(code): Path<String>,
    headers: HeaderMap,
    query: Result<Query<OneQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let loaded = load(&site, &code, asked_day(query.at)?).await?.ok_or(Missing)?;
    let whole = loaded.whole;
    let answer = ProcedureWhole {
        code: whole.head.code.clone(),
        revision: RevisionEntry::new(&whole.head),
        in_force: whole.in_force,
        description: whole.description,
    };
    json(&headers, &answer)
}

fn asked_day(at: Option<String>) -> Result<Option<String>, Problem> {
    match at {
        Some(at) if at.is_empty() => Err(Problem::invalid("at", "a date like 2019-12-16")),
        at => Ok(at),
    }
}

/// A procedure's revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionList {
    /// Every published revision, by the day from which it is in force.
    items: Vec<RevisionEntry>,
    /// Always null: all are told at once.
    next: Option<String>,
}

/// Every published revision of a procedure.
#[utoipa::path(
    get,
    path = "/procedures/{code}/revisions",
    params(("code" = String, Path, description = "National code, e.g. 1.001193")),
    responses(
        (status = 200, description = "The revisions", body = RevisionList),
        (status = 304, description = "Nothing changed since the tag sent along"),
        (status = 404, description = "It is not published here"),
    )
)]
pub async fn revisions(
    State(site): State<Site>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let code = code.replace('\0', "");
    let read = site.house().db.read(move |tx| read::heads(tx, &code));
    let mut heads = read.await.map_err(|error: Error| Problem::from(error))?;
    heads.retain(Head::is_published);
    heads.sort_by_key(|head| head.from);
    if heads.is_empty() {
        return Err(Missing.into());
    }
    json(
        &headers,
        &RevisionList { items: heads.iter().map(RevisionEntry::new).collect(), next: None },
    )
}

/// Which revisions are compared.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DiffQuery {
    /// Number of the older revision.
    from: u32,
    /// Number of the newer one.
    to: u32,
}

/// A change in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeEntry {
    /// What kind of change: `paper`, `legal-limit`, `fee` …
    kind: &'static str,
    /// In Vietnamese and English.
    #[schema(value_type = Object)]
    text: Wording,
}

/// What changed between two revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcedureDiff {
    /// National code.
    code: String,
    /// The older revision.
    from: RevisionEntry,
    /// The newer one.
    to: RevisionEntry,
    /// The changes, the weightiest for a citizen first.
    changes: Vec<ChangeEntry>,
}

/// What changed between two published revisions.
#[utoipa::path(
    get,
    path = "/procedures/{code}/diff",
    params(("code" = String, Path, description = "National code, e.g. 1.001193"), DiffQuery),
    responses(
        (status = 200, description = "The changes", body = ProcedureDiff),
        (status = 304, description = "Nothing changed since the tag sent along"),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There are no such revisions"),
    )
)]
pub async fn changes(
    State(site): State<Site>,
    Path(code): Path<String>,
    headers: HeaderMap,
    query: Result<Query<DiffQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let Compared { old, new } = compared(&site, &code, query.from, query.to).await?;
    let terms = &site.province().terms;
    let entry = |change: &Change| ChangeEntry {
        kind: kind(change),
        text: Wording {
            vi: changes::sentence(vietnamese(), terms, change),
            en: Some(changes::sentence(Text::new(Language::English), terms, change)),
        },
    };
    let answer = ProcedureDiff {
        code: new.0.code.clone(),
        from: RevisionEntry::new(&old.0),
        to: RevisionEntry::new(&new.0),
        changes: diff(&old.1, &new.1).iter().map(entry).collect(),
    };
    json(&headers, &answer)
}

fn kind(change: &Change) -> &'static str {
    match change {
        Change::Name(..) => "name",
        Change::Added(..) => "added",
        Change::Removed(..) => "removed",
        Change::Legal(..) => "legal-limit",
        Change::Committed(..) => "committed-limit",
        Change::Paper(..) => "paper",
        Change::Fee(..) => "fee",
        Change::Question(..) => "question",
        Change::Step(..) => "step",
        Change::ChannelsAdded(_) | Change::ChannelsRemoved(_) => "channels",
        Change::Online(..) => "online",
        Change::Levels(..) => "levels",
        Change::Clock => "clock",
        Change::Prose(_) => "prose",
    }
}

/// JSON Schema (2020-12) of a procedure's form.
#[utoipa::path(
    get,
    path = "/procedures/{code}/form.schema.json",
    params(("code" = String, Path, description = "National code, e.g. 1.001193"), OneQuery),
    responses(
        (status = 200, description = "The schema", body = Object,
            content_type = "application/schema+json"),
        (status = 304, description = "Nothing changed since the tag sent along"),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "It is not published here or has no form"),
    )
)]
pub async fn form_schema(
    State(site): State<Site>,
    Path(code): Path<String>,
    headers: HeaderMap,
    query: Result<Query<OneQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let loaded = load(&site, &code, asked_day(query.at)?).await?.ok_or(Missing)?;
    let form = loaded.whole.description.form.as_ref().ok_or(Missing)?;
    let path = format!("/api/v1/procedures/{}/form.schema.json", loaded.whole.head.code);
    let schema = domain::form::schema(form, &site.absolute(&path));
    let bytes = serde_json::to_vec(&schema).map_err(|source| Problem::bug(&source))?;
    Ok(conditional(&headers, "application/schema+json", "no-cache", bytes))
}

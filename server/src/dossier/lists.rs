//! The work list over the interface, and the lists that pages are made of.

#![expect(unused_qualifications, reason = "the macro of a path spells its parameters out")]

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::access::Purpose;
use domain::dossier::Phase;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::api::answer;
use super::list::{self, Asked, Timing, Which};
use super::view::{self, DossierEntry};
use crate::web::gate::{Gate, Read};
use crate::web::{Problem, Site};

/// The longest question, in bytes.
const QUERY_BYTES_MAX: usize = 200;

/// What a list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// `mine`, `queue`, `unit`, `invited` or `own`; `unit` when absent, `own` for an applicant.
    view: Option<String>,
    /// One office.
    office: Option<String>,
    /// One state.
    state: Option<String>,
    /// One procedure.
    procedure: Option<String>,
    /// Only those that are late by law now.
    late: Option<bool>,
    /// Words of names, codes, telephone and identity numbers.
    q: Option<String>,
    /// Where to go on: `next` of the answer before.
    cursor: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// A page of dossiers.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierList {
    /// The dossiers, by the legal deadline.
    items: Vec<DossierEntry>,
    /// Where to go on; null at the end.
    next: Option<String>,
}

impl ListQuery {
    fn asked(self, site: &Site, is_applicant: bool) -> Result<Asked, Problem> {
        let which = match &self.view {
            None if is_applicant => Which::Own,
            None => Which::Unit,
            Some(id) => Which::parse(id)
                .ok_or_else(|| Problem::invalid("view", "mine, queue, unit, invited or own"))?,
        };
        let phase = self.state.as_deref().map(|id| {
            Phase::parse(id).ok_or_else(|| Problem::invalid("state", "a state by its name"))
        });
        let limit = self.limit.unwrap_or(50);
        if !(1..=list::LIMIT_MAX).contains(&limit) {
            return Err(Problem::invalid("limit", "a number from 1 to 200"));
        }
        if self.q.as_ref().is_some_and(|q| q.len() > QUERY_BYTES_MAX) {
            return Err(Problem::invalid("q", "at most 200 bytes"));
        }
        let after = self.cursor.as_deref().map(|cursor| {
            let place = cursor.split_once('.');
            place
                .and_then(|(due, id)| Some((due.parse().ok()?, id.parse().ok()?)))
                .ok_or_else(|| Problem::invalid("cursor", "`next` of an earlier answer"))
        });
        Ok(Asked {
            which,
            office: self.office,
            phase: phase.transpose()?,
            procedure: self.procedure,
            timing: self.late.unwrap_or(false).then(|| Timing::Late(site.law_now())),
            words: self.q.filter(|q| !q.trim().is_empty()),
            after: after.transpose()?,
            limit,
            ..Asked::default()
        })
    }
}

/// The work list.
#[utoipa::path(
    get,
    path = "/dossiers",
    params(ListQuery),
    responses(
        (status = 200, description = "A page of dossiers", body = DossierList),
        (status = 400, description = "A parameter cannot be read"),
    )
)]
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let is_applicant = gate.caller().who().seats.is_empty();
    let question = query.q.clone();
    let asked = query.asked(&site, is_applicant)?;
    let (lines, more) = page(&site, &gate, &asked).await?;
    if asked.which != Which::Own {
        record(&gate, lines.len(), question.as_deref()).await?;
    }
    let next = lines.last().filter(|_| more).map(|last| {
        let (due, id) = last.place();
        format!("{due}.{id}")
    });
    let items = lines.iter().map(view::entry).collect();
    Ok(answer(StatusCode::OK, &DossierList { items, next }))
}

/// A page of the list that the caller may see.
pub async fn page(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
) -> Result<(Vec<list::Line>, bool), Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (who, asked, at) = (gate.caller().who().clone(), asked.clone(), site.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, now)?;
        list::page(tx, &who, &offices, &asked)
    });
    Ok(read.await?)
}

/// A list names people: that it was looked at is recorded once, with its question.
pub async fn record(gate: &Gate, count: usize, query: Option<&str>) -> Result<(), Problem> {
    let seat = gate
        .caller()
        .who()
        .seats
        .iter()
        .find(|seat| seat.grants.iter().any(|grant| grant.may.contains(&gate.action())));
    let Some(seat) = seat else { return Ok(()) };
    let rows = u32::try_from(count).unwrap_or(u32::MAX);
    let read = Read { rows: Some(rows), query, ..Read::default() };
    gate.note(seat, Purpose::Handling, read).await
}

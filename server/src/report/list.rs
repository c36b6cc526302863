//! Reports that were frozen: the list, and the proof of one.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use domain::access::{Action, scope};
use domain::report::{Form, Report};
use domain::{LawTime, StreamId};
use ledger::commitment::Part;
use page::Text;
use page::report::{Entry, Form as Offered, List};
use serde::Deserialize;

use super::asked::Asked;
use super::shown::{permitted, reaches};
use super::tree::Tree;
use super::{store, view, words};
use crate::commit::Error;
use crate::log::proof::{self, Found};
use crate::procedure::view::day;
use crate::reading::search;
use crate::web::gate::Gate;
use crate::web::{Asked as Wanted, Missing, Problem, Site, html, text_file};

/// Reports on one page.
const PAGE: i64 = 50;

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    before: Option<i64>,
}

/// A frozen report of the list.
struct Known {
    id: i64,
    report: Report,
    sha256: String,
    by: StreamId,
    at: LawTime,
}

type Page = (Vec<Known>, bool, Tree, HashMap<StreamId, (String, bool)>);

/// The list: what the caller may read of the next fifty.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    wanted: Wanted,
    from: Result<Query<From>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(From { before }) = from?;
    let (today, text) = (site.law_now().date(), Text::new(wanted.language));
    let read = site.house().db.read(move |tx| {
        let mut known = Vec::new();
        for row in tx.rows(&store::LIST, &[before.unwrap_or(i64::MAX).into(), (PAGE + 1).into()])? {
            let damaged = |source| Error::Damaged(format!("a report: {source}"));
            known.push(Known {
                id: row.int(0)?,
                report: serde_json::from_str(row.text(9)?).map_err(damaged)?,
                sha256: row.text(6)?.to_owned(),
                by: StreamId::stored(row.text(7)?),
                at: LawTime(row.int(8)?),
            });
        }
        let more = i64::try_from(known.len()).is_ok_and(|count| count > PAGE);
        known.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let names = search::names(tx, known.iter().map(|it| &it.by))?;
        Ok::<_, Error>((known, more, Tree::read(tx, today)?, names))
    });
    let (known, more, tree, names): Page = read.await?;
    let may = scope(gate.caller().who(), Action::ReadReports);
    let next = known.last().filter(|_| more).map(|last| format!("/reports?before={}", last.id));
    let covered = |it: &&Known| reaches(&[&tree], &may, &it.report.scope);
    let entries = known.iter().filter(covered).map(|it| entry(text, &tree, &names, it));
    let offered =
        |form: Form| Offered { id: form.id().to_owned(), number: form.number().to_owned() };
    let page = List { forms: Form::ALL.map(offered).to_vec(), entries: entries.collect(), next };
    Ok(html(&site, &wanted, StatusCode::OK, &page))
}

fn entry(
    text: Text,
    tree: &Tree,
    names: &HashMap<StreamId, (String, bool)>,
    known: &Known,
) -> Entry {
    let Report { form, window, by, choices, scope, .. } = &known.report;
    let (form, window, by, choices) = (*form, *window, *by, *choices);
    let asked = Asked { form, scope: scope.clone(), window, by, choices, free: true };
    let name = names.get(&known.by).map(|(name, _)| name.clone()).unwrap_or_default();
    Entry {
        path: asked.at(&format!("/reports/{}", form.id())),
        form: form.id().to_owned(),
        office: match scope.is_province() {
            true => text.report_province(),
            false => tree.name(&scope.office, text.language),
        },
        window: (day(window.from), day(window.to)),
        rows_are: words::rows_are(text, by),
        told: format!("{}, {name}", view::instant(text, known.at)),
        sha256: known.sha256.clone(),
    }
}

/// The proof that a report was frozen so: its figures hold nothing personal.
pub async fn proof(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<i64>,
) -> Result<Response<Body>, Problem> {
    let read = site.house().db.read(move |tx| {
        let row = tx.row(&store::BY_ID, &[id.into()])?;
        let Some(row) = row else { return Ok(None) };
        let damaged = |source| Error::Damaged(format!("a report: {source}"));
        let report: Report = serde_json::from_str(row.text(1)?).map_err(damaged)?;
        Ok::<_, Error>(Some((row.text(0)?.to_owned(), report)))
    });
    let (stream, report) = read.await?.ok_or(Missing)?;
    let reported = (&report.scope, report.window.to);
    permitted(&site, &gate, Action::ReadReports, reported).await?;
    let stream = StreamId::stored(stream);
    let parts = [Part::Header, Part::Facts];
    let found = site.house().db.read(move |tx| proof::find(tx, &stream, 1, &parts));
    match found.await? {
        Found::Nothing => Err(Missing.into()),
        Found::NotYet => Ok(Problem::not_yet().into_response()),
        Found::Proof(proof) => {
            let mut response = text_file(proof.to_string(), "no-cache");
            let disposition = format!("attachment; filename=\"report-{id}.tlog-proof\"");
            if let Ok(value) = HeaderValue::from_str(&disposition) {
                response.headers_mut().insert(CONTENT_DISPOSITION, value);
            }
            Ok(response)
        }
    }
}

//! Freezing a report: what the page showed goes into the ledger, if it still is so.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::Command as AnyCommand;
use domain::access::Action;
use domain::report::Command;
use page::Text;
use serde::Deserialize;

use super::asked::Query;
use super::pages::{form_of, page};
use super::shown::{Shown, permitted};
use super::view;
use crate::commit::Request;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked as Wanted, Problem, Site};

/// What is sent: what was asked, and the hash of what was seen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Freeze {
    #[serde(flatten)]
    query: Query,
    seen: String,
}

/// Freezes a report.
pub async fn freeze(
    State(site): State<Site>,
    gate: Gate,
    wanted: Wanted,
    Path(form): Path<String>,
    sent: Sent<Freeze>,
) -> Result<Response<Body>, Problem> {
    let Freeze { query, seen } = sent.form;
    let asked = query.asked(form_of(&form)?, &view::own(&gate));
    let asked = asked.map_err(|wrong| super::api::invalid(&wrong))?;
    let reported = (&asked.scope, asked.window.to);
    let granted = permitted(&site, &gate, Action::FreezeReport, reported).await?;
    let shown = Shown::make(&site, &asked).await?.sound()?;
    // Also where somebody else froze it meanwhile: with other figures than were seen here.
    if shown.report.sha256() != seen {
        let words = Text::new(wanted.language).report_moved();
        let wrong = vec![page::report::Wrong { id: "content", words }];
        let status = StatusCode::CONFLICT;
        return page(&site, &gate, &wanted, (&query, &asked, &shown), status, wrong).await;
    }
    let command = AnyCommand::Report(Command { report: shown.report });
    let actor = gate.actor(&granted);
    site.door().commit(Request { actor, command, key: sent.key }).await?;
    let path = asked.at(&format!("/reports/{}", asked.form.id()));
    Ok(Redirect::to(&path).into_response())
}

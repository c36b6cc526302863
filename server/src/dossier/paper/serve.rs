//! Papers as files: `/dossiers/{code}/paper/{form}`.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::Response;
use domain::access::Why;

use super::{Paper, Which, form};
use crate::dossier::pages::one;
use crate::web::gate::Gate;
use crate::web::{Missing, Problem, Site};

/// A paper of a dossier as PDF. Reading it is recorded like reading the dossier.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    Path((code, name)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response<Body>, Problem> {
    let paper = Paper::parse(&name).ok_or(Missing)?;
    let opened = one::open(&site, &gate, &code).await?;
    // The control sheet is the offices' own; everything else is addressed to the applicant.
    if opened.granted.why == Why::Own && paper == Paper::ControlSlip {
        return Err(Missing.into());
    }
    let sees = &opened.granted.sees;
    let made = form(&site, &opened.known, &opened.events, sees, paper, &which).await?;
    site.press().answer(made.ok_or(Missing)?, &format!("{}-{code}", paper.id())).await
}

//! The question on the tablet of the desk: a clerk opens it for the dossier just given out and turns
//! the screen; it shows the one question and nothing of the clerk's.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::access::Action;
use domain::event::Actor;
use page::rating::{Ask, Stand};
use serde::Deserialize;

use super::Form;
use super::pages::{answered, kept_by_nobody, question};
use crate::dossier::counter::desk::Desk;
use crate::dossier::read;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};
use domain::dossier_code::DossierCode;

/// Which dossier.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    code: String,
}

/// `GET /counter/rating`: asks which dossier; `?code=` turns the screen to the applicant.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(which): Query<Which>,
) -> Result<Response<Body>, Problem> {
    turned(&site, &gate, &asked, &which.code, None).await
}

/// `POST /counter/rating`: what the applicant touched.
pub async fn rate(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Form>,
) -> Result<Response<Body>, Problem> {
    let code = sent.form.code.clone();
    turned(&site, &gate, &asked, &code, Some(sent)).await
}

async fn turned(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    code: &str,
    sent: Option<Sent<Form>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(site, gate, asked, Action::ReturnDossier).await?;
    let ask = |missed| Ask { code: code.trim().to_owned(), missed };
    if code.trim().is_empty() {
        return Ok(html(site, asked, StatusCode::OK, &ask(None)));
    }
    let found = match DossierCode::read(code) {
        Ok(wanted) => {
            let wanted = wanted.as_str().to_owned();
            desk.read(move |tx| read::one(tx, &wanted)).await?
        }
        Err(_) => None,
    };
    // Of a dossier of another desk nothing is told.
    let Some(known) = found.filter(|it| it.dossier.filing.office == desk.office()) else {
        let missed = Some(desk.text.returning_unknown());
        return Ok(html(site, asked, StatusCode::NOT_FOUND, &ask(missed)));
    };
    let mut page = question(site, asked, &known).await?;
    if page.stand == Stand::Early {
        let missed = Some(desk.text.rating_early());
        return Ok(html(site, asked, StatusCode::CONFLICT, &ask(missed)));
    }
    page.action = "/counter/rating".to_owned();
    page.at_desk = true;
    let (status, page) = match sent {
        None => (StatusCode::OK, page),
        Some(sent) => answered(site, Actor::applicant(desk.office()), page, sent).await?,
    };
    Ok(kept_by_nobody(html(site, asked, status, &page)))
}

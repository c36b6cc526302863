//! The question on the tablet of the desk: a clerk opens it for the dossier just given out and turns
//! the screen; it shows the one question and nothing of the clerk's.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use db::Tx;
use domain::access::{Action, Purpose};
use domain::dossier::{Event, What};
use domain::dossier_code::DossierCode;
use domain::event::Actor;
use domain::{LawTime, StreamId};
use page::rating::{Ask, Stand};
use serde::Deserialize;

use super::Form;
use super::pages::{answered, kept_by_nobody, question};
use crate::commit::Error;
use crate::dossier::counter::desk::Desk;
use crate::dossier::read;
use crate::web::gate::{Gate, Read};
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// How long after the applicant got their answer the desk asks them, in microseconds: half an hour,
/// while they are there. Later only they themselves rate, so that nobody at the desk does it for them.
const OPEN_US: i64 = 30 * 60 * 1_000_000;

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

/// When the applicant got their answer last: the result across the desk, or that it is refused.
fn answered_at(tx: &mut Tx<'_>, stream: &StreamId) -> Result<Option<LawTime>, Error> {
    let events = read::events(tx, stream)?;
    let mut last = events.iter().rev().map(|(_, event)| event);
    let answer = |event: &&Event| matches!(event.what, What::Returned(_) | What::Refused { .. });
    Ok(last.find(answer).map(|event| event.at))
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
    let stream = known.stream.clone();
    let told = desk.read(move |tx| answered_at(tx, &stream)).await?;
    if told.is_none_or(|at| site.law_now().0 - at.0 > OPEN_US) {
        let missed = Some(desk.text.rating_desk_late());
        return Ok(html(site, asked, StatusCode::CONFLICT, &ask(missed)));
    }
    // Whoever asks for many of them is seen in the log of readings.
    let person = known.dossier.filing.account.as_ref();
    let read = Read { person, rows: Some(1), query: None };
    desk.gate.note(&desk.seat, Purpose::Handling, read).await?;
    page.action = "/counter/rating".to_owned();
    page.at_desk = true;
    let (status, page) = match sent {
        None => (StatusCode::OK, page),
        Some(sent) => answered(site, Actor::applicant(desk.office()), page, sent).await?,
    };
    Ok(kept_by_nobody(html(site, asked, status, &page)))
}

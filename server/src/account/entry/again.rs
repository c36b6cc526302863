//! The second factor once more before an act that needs it, and signing out.

use axum::body::Body;
use axum::extract::Query;
use axum::http::header::{HeaderName, SET_COOKIE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::account::Means;
use page::sign_in::{Field, Kind, Sheet, Step, Word};
use serde::Deserialize;

use super::super::errand::{COOKIE, set_cookie};
use super::super::proof::{self, Found};
use super::super::session::{self, Session};
use super::super::sign_in::{self, session_cookie};
use super::next::{Wanted, own_path};
use super::provider;
use super::visit::{Told, Visit};
use crate::web::caller::Caller;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem};

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// A form that only wants something done.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// The session of the caller with its account.
pub(super) async fn own(visit: &Visit) -> Result<(Session, Found), Problem> {
    let session = visit.asked.caller.session().ok_or_else(Problem::sign_in)?.clone();
    let found = proof::account(&visit.site, &session.account).await?;
    Ok((session, found.ok_or_else(Problem::sign_in)?))
}

fn sheet(visit: &Visit, found: &Found, next: &str) -> Sheet {
    let text = visit.text();
    let has = |means| found.credentials.iter().any(|it| it.means == means);
    let code = || vec![Field::new("code", Kind::Code, text.sign_in_code())];
    Sheet {
        step: Step::Again,
        next: own_path(next),
        problem: (!found.has_second_factor()).then(|| text.again_none()),
        fields: if has(Means::Totp) { code() } else { Vec::new() },
        others: Vec::new(),
        passkey: has(Means::Passkey),
    }
}

/// `GET /sign-in/again`
pub(super) async fn show(
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response<Body>, Problem> {
    let (_, found) = own(&visit).await?;
    Ok(visit.page(StatusCode::OK, &sheet(&visit, &found, &wanted.next)))
}

/// `POST /sign-in/again`
pub(super) async fn send(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let (session, found) = own(&visit).await?;
    let Form { code, next } = sent.form;
    let page = sheet(&visit, &found, &next);
    if !found.has_second_factor() {
        return Ok(visit.refused(Told::wrong(visit.text().again_none()), page));
    }
    if let Err(doubt) = proof::code(&visit.site, &found, &code, visit.guesser()).await {
        return Ok(visit.refused(visit.told(doubt)?, page));
    }
    let from = visit.origin();
    let cookie = sign_in::step_up(&visit.site, &session, vec![Means::Totp], from).await?;
    let mut response = Redirect::to(&own_path(&next)).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /sign-out`: ends the session, and has the browser forget what it kept of it.
pub(super) async fn sign_out(
    visit: Visit,
    _sent: Sent<Nothing>,
) -> Result<Response<Body>, Problem> {
    let caller = &visit.asked.caller;
    let mut leave = None;
    if let Some(session) = caller.session().or(caller.locked()) {
        leave = provider::leave(&visit, session).await?;
        let (account, hash) = (session.account.clone(), session.hash);
        visit.site.door().work(move |tx| session::end(tx, &account, &hash)).await?;
    }
    let asked = Asked { caller: Caller::default(), ..visit.asked.clone() };
    let visit = Visit { asked, ..visit };
    let mut response = visit.page(StatusCode::OK, &Word::SignedOut(leave));
    let headers = response.headers_mut();
    headers.append(SET_COOKIE, session_cookie("", 0));
    headers.append(SET_COOKIE, set_cookie(COOKIE, "", 0));
    // Cookies are taken away one by one: the language and the marks of this device stay.
    let name = HeaderName::from_static("clear-site-data");
    headers.insert(name, HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

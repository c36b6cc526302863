//! A proof once more before an act that needs it, and signing out.

use axum::body::Body;
use axum::extract::Query;
use axum::http::header::{HeaderName, SET_COOKIE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Factor;
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
use crate::web::address::with_query;
use crate::web::caller::Caller;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem};

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    code: String,
    #[serde(default)]
    password: String,
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

/// How somebody can prove themselves again in a session.
pub(super) struct Ways {
    code: bool,
    passkey: bool,
    password: bool,
    /// At the identity provider.
    pub(super) provider: bool,
}

impl Ways {
    /// The second factor where there is one. Who has none here gives what they sign in with: the
    /// password, as far as the session is of one factor, or a proof of the provider.
    pub(super) fn of(visit: &Visit, session: &Session, found: &Found) -> Ways {
        let has = |means| found.credentials.iter().any(|it| it.means == means);
        let has_second = found.has_second_factor();
        let is_linked = !found.state.links.is_empty();
        Ways {
            code: has(Means::Totp),
            passkey: has(Means::Passkey),
            password: !has_second && session.factor == Factor::One && has(Means::Password),
            provider: !has_second && is_linked && visit.site.porter().provider().is_some(),
        }
    }

    fn none(&self) -> bool {
        !(self.code || self.passkey || self.password || self.provider)
    }
}

/// Where the page stands, with where to go afterwards.
pub(super) fn path(next: &str) -> String {
    with_query("/sign-in/again", &[("next", next)])
}

pub(super) fn sheet(visit: &Visit, session: &Session, found: &Found, next: &str) -> Sheet {
    let text = visit.text();
    let (ways, next) = (Ways::of(visit, session, found), own_path(next));
    let fields = match (ways.code, ways.password) {
        (true, _) => vec![Field::new("code", Kind::Code, text.sign_in_code())],
        (false, true) => vec![Field::new("password", Kind::Password, text.sign_in_password())],
        (false, false) => Vec::new(),
    };
    let provider = || with_query("/sign-in/again/provider", &[("next", &next)]);
    Sheet {
        step: Step::Again,
        problem: ways.none().then(|| text.again_none()),
        fields,
        others: Vec::new(),
        passkey: ways.passkey,
        provider: ways.provider.then(provider),
        next,
    }
}

/// `GET /sign-in/again`
pub(super) async fn show(
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response<Body>, Problem> {
    let (session, found) = own(&visit).await?;
    Ok(visit.page(StatusCode::OK, &sheet(&visit, &session, &found, &wanted.next)))
}

/// `POST /sign-in/again`
pub(super) async fn send(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let (session, found) = own(&visit).await?;
    let Form { code, password, next } = sent.form;
    let page = sheet(&visit, &session, &found, &next);
    let ways = Ways::of(&visit, &session, &found);
    let (proven, proof) = match (ways.code, ways.password) {
        (true, _) => {
            let proven = proof::code(&visit.site, &found, &code, visit.guesser()).await;
            (proven, (vec![Means::Totp], Factor::Fresh))
        }
        (false, true) => {
            let guesser = visit.guesser();
            let proven = proof::password_again(&visit.site, &found, &password, guesser).await;
            (proven, (vec![Means::Password], Factor::One))
        }
        (false, false) => {
            return Ok(visit.refused(Told::wrong(visit.text().again_none()), page));
        }
    };
    if let Err(doubt) = proven {
        return Ok(visit.refused(visit.told(doubt)?, page));
    }
    let cookie = sign_in::step_up(&visit.site, &session, proof, visit.origin()).await?;
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

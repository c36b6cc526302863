//! The quick switch at a shared computer: locked, it opens for its owner alone, and what was
//! filled in stays in the page.

use axum::body::Body;
use axum::extract::Query;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::account::Means;
use page::sign_in::{Field, Kind, Sheet, Step};
use serde::Deserialize;

use super::super::errand::{self, put};
use super::super::{proof, session, totp};
use super::next::{Wanted, own_path};
use super::visit::Visit;
use crate::web::Problem;
use crate::web::address::with_query;
use crate::web::sent::Sent;

/// What the forms send.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    proof: String,
    #[serde(default)]
    next: String,
    /// Set by the script, which stays on its page.
    #[serde(default)]
    stay: String,
}

impl Form {
    /// Where the browser goes: nowhere, when a script asked.
    fn on(&self, path: &str) -> Response<Body> {
        match self.stay.is_empty() {
            true => Redirect::to(path).into_response(),
            false => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

/// `POST /lock`
pub(super) async fn lock(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let session = visit.asked.caller.session().ok_or_else(Problem::sign_in)?;
    let (key, ends) = (session.hash.text(), session.ends_at);
    let kind = errand::Kind::Lock;
    visit.site.door().work(move |tx| put(tx, &key, kind, &(), ends)).await?;
    let next = own_path(&sent.form.next);
    Ok(sent.form.on(&with_query("/lock", &[("next", &next)])))
}

fn sheet(visit: &Visit, next: &str) -> Sheet {
    let text = visit.text();
    Sheet {
        step: Step::Unlock,
        next: own_path(next),
        problem: None,
        fields: vec![Field::new("proof", Kind::Password, text.lock_proof())],
        others: vec![("/sign-in", text.lock_other())],
        passkey: false,
        provider: None,
    }
}

/// `GET /lock`
pub(super) async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> Response<Body> {
    match visit.asked.caller.locked() {
        Some(_) => visit.page(StatusCode::OK, &sheet(&visit, &wanted.next)),
        None => Redirect::to(&own_path(&wanted.next)).into_response(),
    }
}

/// `POST /unlock`
pub(super) async fn unlock(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let form = sent.form;
    let Some(session) = visit.asked.caller.locked().cloned() else {
        // Another page of the browser has opened it, or the session has ended.
        return match (visit.asked.caller.account(), form.stay.is_empty()) {
            (Some(_), _) => Ok(form.on(&own_path(&form.next))),
            (None, true) => Ok(Redirect::to("/sign-in").into_response()),
            (None, false) => Err(Problem::sign_in()),
        };
    };
    let found = proof::account(&visit.site, &session.account).await?;
    let found = found.ok_or_else(Problem::sign_in)?;
    let typed = form.proof.trim();
    let digits = typed.len() == totp::DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit());
    let proven = match digits && found.credential(Means::Totp).is_some() {
        true => proof::code(&visit.site, &found, typed, visit.guesser()).await,
        false => proof::password_again(&visit.site, &found, &form.proof, visit.guesser()).await,
    };
    if let Err(doubt) = proven {
        return Ok(visit.refused(visit.told(doubt)?, sheet(&visit, &form.next)));
    }
    let (hash, now) = (session.hash, visit.site.house().source.machine());
    let open = move |tx: &mut db::Tx<'_>| {
        errand::take::<()>(tx, &hash.text(), errand::Kind::Lock, now)?;
        session::note(tx, &hash, now)
    };
    visit.site.door().work(open).await?;
    Ok(form.on(&own_path(&form.next)))
}

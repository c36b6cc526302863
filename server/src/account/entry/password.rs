//! The first page: a login, a password, and the code for those who have it at hand.

use axum::body::Body;
use axum::extract::Query;
use axum::http::header::RETRY_AFTER;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Factor;
use domain::account::Means;
use page::sign_in::SignIn;
use serde::Deserialize;

use super::super::proof;
use super::demo;
use super::next::{Wanted, own_path};
use super::visit::{Told, Visit};
use crate::web::Problem;
use crate::web::address::with_query;
use crate::web::sent::Sent;

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`
pub(super) async fn show(
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response<Body>, Problem> {
    let next = own_path(&wanted.next);
    if visit.asked.caller.account().is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    Ok(visit.page(StatusCode::OK, &page(&visit, next, "").await?))
}

/// `POST /sign-in`
pub(super) async fn send(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let Form { login, password, code, next } = sent.form;
    let found = proof::password(&visit.site, &login, &password, visit.guesser()).await;
    let found = match found {
        Ok(found) => found,
        Err(doubt) => return refuse(&visit, doubt, next, &login).await,
    };
    let has_app = found.credential(Means::Totp).is_some();
    let shut_out = visit.is_shut_out(&found, &[Means::Password]);
    if code.trim().is_empty() || !has_app || shut_out {
        return visit.first_proof(&found, vec![Means::Password], &next).await;
    }
    if let Err(doubt) = proof::code(&visit.site, &found, &code, visit.guesser()).await {
        return refuse(&visit, doubt, next, &login).await;
    }
    let mut response = Redirect::to(&own_path(&next)).into_response();
    let means = vec![Means::Password, Means::Totp];
    visit.enter(&found.id, means, Factor::Two, response.headers_mut()).await?;
    Ok(response)
}

async fn refuse(
    visit: &Visit,
    doubt: proof::Doubt,
    next: String,
    login: &str,
) -> Result<Response<Body>, Problem> {
    let waits = matches!(doubt, proof::Doubt::Wait(_));
    let told = match doubt {
        // Where the account's lanes had to wait, a right password was not looked at either.
        proof::Doubt::Wrong => Told::wrong(visit.text().sign_in_wrong_or_many()),
        proof::Doubt::Wait(_) | proof::Doubt::Busy | proof::Doubt::Failed(_) => {
            visit.told(doubt)?
        }
    };
    let page = page(visit, own_path(&next), login).await?;
    let page = SignIn { problem: Some(told.words), ..page };
    let mut response = visit.page(told.status, &page);
    if waits {
        response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from(60));
    }
    Ok(response)
}

async fn page(visit: &Visit, next: String, login: &str) -> Result<SignIn, Problem> {
    let provider = visit.site.porter().provider();
    let path = || with_query("/sign-in/provider", &[("next", &next)]);
    Ok(SignIn {
        provider: provider.map(|_| path()),
        login: login.to_owned(),
        problem: None,
        citizens: visit.citizens(),
        roles: demo::roles(visit).await?,
        next,
    })
}

//! The second factor after a right password: a code, a recovery code, or setting one up.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Factor;
use domain::account::Means;
use page::sign_in::{Codes, Enrol, Field, Kind, Sheet, Step, Word};
use serde::Deserialize;

use super::super::enrol::{self, Offer};
use super::super::errand::{self, COOKIE};
use super::super::proof::{self, Doubt, Found};
use super::visit::{Pending, Visit};
use crate::web::Problem;
use crate::web::sent::Sent;

/// What these forms send.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    code: String,
}

/// Who gave a password in this browser, with the key of the errand.
async fn pending(visit: &Visit) -> Result<Option<(String, Pending, Found)>, Problem> {
    let kind = errand::Kind::Factor;
    let found = errand::of::<Pending>(&visit.site, &visit.headers, COOKIE, kind).await?;
    let Some((key, pending)) = found else { return Ok(None) };
    let account = proof::account(&visit.site, &pending.account).await?;
    Ok(account.map(|account| (key, pending, account)))
}

/// Whoever comes without an errand begins anew.
fn begin_anew() -> Response<Body> {
    Redirect::to("/sign-in").into_response()
}

fn factor_sheet(visit: &Visit, found: &Found) -> Sheet {
    let text = visit.text();
    let passkey = found.credentials.iter().any(|it| it.means == Means::Passkey);
    Sheet {
        step: Step::Factor,
        next: String::new(),
        problem: None,
        fields: vec![Field::new("code", Kind::Code, text.sign_in_code())],
        others: vec![("/sign-in/recovery", text.factor_lost())],
        passkey,
        provider: None,
    }
}

fn recovery_sheet(visit: &Visit) -> Sheet {
    let text = visit.text();
    let field = Field::new("code", Kind::PaperCode, text.recovery_code());
    Sheet {
        step: Step::Recovery,
        next: String::new(),
        problem: None,
        fields: vec![field.hint(text.recovery_hint())],
        others: vec![("/sign-in/factor", text.factor_title())],
        passkey: false,
        provider: None,
    }
}

/// `GET /sign-in/factor`
pub(super) async fn show(visit: Visit) -> Result<Response<Body>, Problem> {
    let Some((_, _, found)) = pending(&visit).await? else { return Ok(begin_anew()) };
    Ok(visit.page(StatusCode::OK, &factor_sheet(&visit, &found)))
}

/// `POST /sign-in/factor`
pub(super) async fn send(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let Some((key, pending, found)) = pending(&visit).await? else { return Ok(begin_anew()) };
    let proven = proof::code(&visit.site, &found, &sent.form.code, visit.guesser()).await;
    if let Err(doubt) = proven {
        return Ok(visit.refused(visit.told(doubt)?, factor_sheet(&visit, &found)));
    }
    done(&visit, key, pending, Means::Totp).await
}

/// `GET /sign-in/recovery`
pub(super) async fn show_recovery(visit: Visit) -> Result<Response<Body>, Problem> {
    Ok(match pending(&visit).await? {
        Some(_) => visit.page(StatusCode::OK, &recovery_sheet(&visit)),
        None => visit.page(StatusCode::OK, &Word::Stuck(visit.citizens())),
    })
}

/// `POST /sign-in/recovery`
pub(super) async fn send_recovery(
    visit: Visit,
    sent: Sent<Form>,
) -> Result<Response<Body>, Problem> {
    let Some((key, pending, found)) = pending(&visit).await? else { return Ok(begin_anew()) };
    let proven = proof::recovery(&visit.site, &found, &sent.form.code, visit.guesser()).await;
    if let Err(doubt) = proven {
        return Ok(visit.refused(visit.told(doubt)?, recovery_sheet(&visit)));
    }
    done(&visit, key, pending, Means::Recovery).await
}

/// Signs in who gave both factors. The errand is done once: a form sent twice begins anew.
pub(super) async fn done(
    visit: &Visit,
    key: String,
    pending: Pending,
    second: Means,
) -> Result<Response<Body>, Problem> {
    let taken = errand::finish::<Pending>(&visit.site, key, errand::Kind::Factor).await?;
    if taken.is_none() {
        return Ok(begin_anew());
    }
    let means = pending.means.into_iter().chain([second]).collect();
    let mut response = Redirect::to(&pending.next).into_response();
    visit.enter(&pending.account, means, Factor::Two, response.headers_mut()).await?;
    Ok(response)
}

/// What is offered in this browser, while the account still has no second factor: whoever knows a
/// password alone must not add one beside the owner's.
async fn offered(visit: &Visit) -> Result<Option<(String, Offer)>, Problem> {
    let kind = errand::Kind::Enrol;
    let found = errand::of::<Offer>(&visit.site, &visit.headers, COOKIE, kind).await?;
    let Some((key, offer)) = found else { return Ok(None) };
    let account = proof::account(&visit.site, &offer.account).await?;
    let may = account.is_some_and(|it| it.is_open() && !it.has_second_factor());
    Ok(may.then_some((key, offer)))
}

/// `GET /sign-in/enrol`
pub(super) async fn show_enrol(visit: Visit) -> Result<Response<Body>, Problem> {
    let Some((_, offer)) = offered(&visit).await? else { return Ok(begin_anew()) };
    Ok(visit.page(StatusCode::OK, &enrol_page(&visit, &offer, None).await?))
}

/// `POST /sign-in/enrol`
pub(super) async fn send_enrol(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    let Some((key, offer)) = offered(&visit).await? else { return Ok(begin_anew()) };
    if let Err(doubt) = enrol::confirm_totp(&visit.site, &offer, &sent.form.code).await {
        let told = visit.told(doubt)?;
        let page = enrol_page(&visit, &offer, Some(told.words)).await?;
        return Ok(visit.page(told.status, &page));
    }
    if errand::finish::<Offer>(&visit.site, key, errand::Kind::Enrol).await?.is_none() {
        return Ok(begin_anew());
    }
    let codes = enrol::new_recovery_codes(&visit.site, &offer.account).await;
    let codes = codes.map_err(problem)?;
    let page = Codes { codes, next: offer.next };
    let mut response = visit.page(StatusCode::OK, &page);
    let means = offer.means.into_iter().chain([Means::Totp]).collect();
    visit.enter(&offer.account, means, Factor::Two, response.headers_mut()).await?;
    Ok(response)
}

/// A doubt where nothing was typed that could be wrong.
pub(crate) fn problem(doubt: Doubt) -> Problem {
    match doubt {
        Doubt::Failed(error) => error.into(),
        Doubt::Wrong | Doubt::Wait(_) | Doubt::Busy => Problem::busy(),
    }
}

async fn enrol_page(
    visit: &Visit,
    offer: &Offer,
    problem: Option<String>,
) -> Result<Enrol, Problem> {
    let enrol::Shown { secret, picture } = enrol::show(&visit.site, offer).await?;
    Ok(Enrol { secret, picture, problem })
}

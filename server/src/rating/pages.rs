//! The question for whoever has the result: signed in, or with the slip in hand. The QR code of a
//! result and the message that it is ready lead here.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::dossier::{Flaw, RATING_TEXT_LENGTH_MAX, Wrong};
use domain::dossier_code::DossierCode;
use domain::event::Actor;
use page::Text;
use page::rating::{Rating, Secret, Stand};

use super::{Form, rate as commit, refused};
use crate::account::entry::{Told, Visit};
use crate::dossier::hand;
use crate::dossier::read::{self, Known};
use crate::dossier::track::{self, Codes};
use crate::procedure::finder;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// `GET /r/CODE`: the question where this browser opens the dossier; else the codes are asked for,
/// the same whether there is such a dossier or not.
pub async fn show(
    State(site): State<Site>,
    headers: HeaderMap,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    match opened(&site, &headers, &asked, &code).await? {
        Some((known, _)) => {
            let page = question(&site, &asked, &known).await?;
            Ok(kept_by_nobody(html(&site, &asked, StatusCode::OK, &page)))
        }
        None => Ok(html(
            &site,
            &asked,
            StatusCode::OK,
            &Secret { code: read_code(&code), ..Secret::default() },
        )),
    }
}

fn read_code(code: &str) -> String {
    DossierCode::read(code).map(|code| code.as_str().to_owned()).unwrap_or_default()
}

/// `POST /r/CODE`: the codes of the slip, then the question.
pub(crate) async fn open(visit: Visit, sent: Sent<Codes>) -> Result<Response<Body>, Problem> {
    let (codes, text) = (sent.form, visit.text());
    let missing = |typed: &str, words: String| typed.trim().is_empty().then_some(words);
    let mut form = Secret {
        code: codes.code.trim().to_owned(),
        code_problem: missing(&codes.code, text.track_empty_code()),
        secret_problem: missing(&codes.secret, text.track_empty_secret()),
        problem: None,
    };
    if form.code_problem.is_some() || form.secret_problem.is_some() {
        return Ok(visit.answer(&Told::wrong(String::new()), &form));
    }
    let told = match track::open(&visit.site, &codes, visit.client.address).await? {
        Ok(Some(known)) => {
            let code = known.dossier.filing.code;
            let mut answer = Redirect::to(&format!("/r/{code}")).into_response();
            hand::keep(&visit.site, &code, answer.headers_mut())?;
            return Ok(answer);
        }
        Ok(None) => Told::wrong(text.track_wrong()),
        Err(wait) => visit.waits(wait.until, |time| text.track_wait(time)),
    };
    form.problem = Some(told.words.clone());
    Ok(visit.answer(&told, &form))
}

/// `POST /r/CODE/rate`
pub async fn rate(
    State(site): State<Site>,
    headers: HeaderMap,
    asked: Asked,
    Path(code): Path<String>,
    sent: Sent<Form>,
) -> Result<Response<Body>, Problem> {
    let Some((known, actor)) = opened(&site, &headers, &asked, &code).await? else {
        // What was typed is worth nothing without the codes, and they were typed too long ago.
        return Ok(Redirect::to(&format!("/r/{}", read_code(&code))).into_response());
    };
    let page = question(&site, &asked, &known).await?;
    let (status, page) = answered(&site, actor, page, sent).await?;
    Ok(kept_by_nobody(html(&site, &asked, status, &page)))
}

/// The dossier that this browser opens, and who rates it.
async fn opened(
    site: &Site,
    headers: &HeaderMap,
    asked: &Asked,
    code: &str,
) -> Result<Option<(Known, Actor)>, Problem> {
    let Ok(wanted) = DossierCode::read(code) else { return Ok(None) };
    let wanted = wanted.as_str().to_owned();
    let holds = hand::holds(site, headers, &wanted)?;
    let account = asked.caller.account().cloned();
    if !holds && account.is_none() {
        return Ok(None);
    }
    let known = site.house().db.read(move |tx| read::one(tx, &wanted)).await?;
    Ok(known.and_then(|known| {
        let is_own = account.is_some() && known.dossier.filing.account == account;
        match (is_own, holds) {
            (true, _) => Some((known, asked.caller.actor(""))),
            (false, true) => Some((known, Actor::applicant(""))),
            (false, false) => None,
        }
    }))
}

/// The page of a dossier, by where it stands.
pub(super) async fn question(site: &Site, asked: &Asked, known: &Known) -> Result<Rating, Problem> {
    let dossier = &known.dossier;
    let (text, filing) = (Text::new(asked.language), &dossier.filing);
    let catalogue = site.catalogue().await?;
    let item = catalogue.by_code(&filing.procedure);
    let named = item.map(|item| finder::name(text, item));
    Ok(Rating {
        code: filing.code.clone(),
        procedure: named.unwrap_or_else(|| page::procedure::Said::plain(&filing.procedure)),
        action: format!("/r/{}/rate", filing.code),
        stand: match (dossier.rated, dossier.may_be_rated()) {
            (Some(_), _) => Stand::Before,
            (None, true) => Stand::Question,
            (None, false) => Stand::Early,
        },
        ..Rating::default()
    })
}

/// What becomes of a rating that was sent: thanks, or the question again with what is wrong, and
/// everything that was typed.
pub(super) async fn answered(
    site: &Site,
    actor: Actor,
    page: Rating,
    sent: Sent<Form>,
) -> Result<(StatusCode, Rating), Problem> {
    let Sent { form, key } = sent;
    let typed = Rating { score: form.score(), text: form.text.clone(), ..page };
    let Some(score) = typed.score.filter(|score| (1..=5).contains(score)) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Rating { no_score: true, ..typed }));
    };
    let rating = (score, typed.text.as_str());
    let Err(error) = commit(site, actor, &typed.code, rating, key).await else {
        return Ok((StatusCode::OK, Rating { stand: Stand::Thanks, ..typed }));
    };
    Ok(match refused(error)? {
        Wrong::RatedAlready => (StatusCode::CONFLICT, Rating { stand: Stand::Before, ..typed }),
        Wrong::NotNow { .. } => (StatusCode::CONFLICT, Rating { stand: Stand::Early, ..typed }),
        Wrong::Fields(at) if at.iter().any(|it| matches!(it.flaw, Flaw::TooLong(_))) => {
            let too_long = Some(RATING_TEXT_LENGTH_MAX);
            (StatusCode::UNPROCESSABLE_ENTITY, Rating { too_long, ..typed })
        }
        other => return Err(crate::commit::Error::Refused(domain::Refusal::Dossier(other)).into()),
    })
}

/// A page that the browser does not show again to whoever uses it next.
pub(super) fn kept_by_nobody(mut answer: Response<Body>) -> Response<Body> {
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

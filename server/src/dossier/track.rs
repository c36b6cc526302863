//! Tracking without signing in: a dossier's code, and the secret that is printed on its slip.
//!
//! The secret follows from the house's own and is kept nowhere, so a wrong secret and a code that
//! nobody has take the same work and get the same answer. It never stands in an address.

use std::net::IpAddr;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Action;
use domain::dossier_code::DossierCode;
use page::dossier::Track;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::pages::mine::{self, Reader};
use super::read::{self, Known};
use super::{api, hand, view};
use crate::account::attempt;
use crate::account::entry::{Told, Visit};
use crate::account::throttle::{Wait, seconds_until};
use crate::attachment::read::{Wanted, answer};
use crate::attachment::{Attachment, reference};
use crate::commit::Error;
use crate::web::client::Client;
use crate::web::gate::Routes;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// The addresses of tracking.
pub fn routes(routes: Routes) -> Routes {
    let track = Action::TrackDossier;
    routes
        .get("/t", track, ask)
        .get("/t/{code}", track, ask_of)
        .post("/t", track, show)
        .get("/t/{code}/result", track, download)
        .interface(track, routes!(tell))
}

/// The two codes of a slip.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub struct Codes {
    /// The dossier's code.
    #[serde(default)]
    pub(crate) code: String,
    /// The tracking code of the slip; capital or small letters.
    #[serde(default)]
    pub(crate) secret: String,
}

/// `GET /t`
pub async fn ask(State(site): State<Site>, asked: Asked) -> Response<Body> {
    html(&site, &asked, StatusCode::OK, &Track::default())
}

/// `GET /t/CODE`: where the QR code of a slip leads; the secret is still to be typed.
pub async fn ask_of(
    State(site): State<Site>,
    asked: Asked,
    Path(code): Path<String>,
) -> Response<Body> {
    let code = DossierCode::read(&code).map(|code| code.as_str().to_owned()).unwrap_or_default();
    html(&site, &asked, StatusCode::OK, &Track { code, ..Track::default() })
}

/// `POST /t`
pub(crate) async fn show(visit: Visit, sent: Sent<Codes>) -> Result<Response<Body>, Problem> {
    let (codes, text) = (sent.form, visit.text());
    let missing = |typed: &str, words: String| typed.trim().is_empty().then_some(words);
    let mut form = Track {
        code: codes.code.trim().to_owned(),
        code_problem: missing(&codes.code, text.track_empty_code()),
        secret_problem: missing(&codes.secret, text.track_empty_secret()),
        problem: None,
    };
    if form.code_problem.is_some() || form.secret_problem.is_some() {
        return Ok(visit.answer(&Told::wrong(String::new()), &form));
    }
    let told = match open(&visit.site, &codes, visit.client.address).await? {
        Ok(Some(known)) => {
            let page = mine::page(&visit.site, &visit.asked, &known, Reader::Slip).await?;
            let mut answer = html(&visit.site, &visit.asked, StatusCode::OK, &page);
            // Whoever uses the telephone next goes back and sees nothing of it.
            answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            hand::keep(&visit.site, &known.dossier.filing.code, answer.headers_mut())?;
            return Ok(answer);
        }
        Ok(None) => Told::wrong(text.track_wrong()),
        Err(wait) => visit.waits(wait.until, |time| text.track_wait(time)),
    };
    form.problem = Some(told.words.clone());
    Ok(visit.answer(&told, &form))
}

/// `GET /t/CODE/result`: the file of the result, for whoever typed the codes in this browser a moment
/// ago; the codes are asked for again after that.
pub async fn download(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    if !hand::holds(&site, &headers, &code)? {
        return Ok(Redirect::to("/t").into_response());
    }
    let wanted = code.clone();
    let known = site.house().db.read(move |tx| read::one(tx, &wanted)).await?.ok_or(Missing)?;
    let scan = known.dossier.result.as_ref().and_then(|it| it.file.as_ref());
    let scan = scan.filter(|_| known.dossier.is_handed_out()).ok_or(Missing)?;
    let id = scan.attachment.clone();
    let read = site.house().db.read(move |tx| reference::find(tx, &id));
    let file: Option<Attachment> = read.await.map_err(|error: Error| Problem::from(error))?;
    let file = file.filter(|file| file.record.as_ref() == Some(&known.stream)).ok_or(Missing)?;
    Ok(answer(&site, &file, Wanted::Saved).await?)
}

/// Where a dossier is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tracked {
    /// Its code.
    code: String,
    /// National code of the procedure.
    procedure: String,
    /// The status of the national list, 1 to 10.
    national_status: u8,
    /// Where it stands, finer than the national list.
    state: String,
    /// Code of the office that holds it.
    holder: String,
    /// Since when.
    since: String,
    /// When it is due as promised; null while no clock runs.
    due_at: Option<String>,
    /// Whether the clock stands.
    standing: bool,
    /// Since when it is late by law.
    late_since: Option<String>,
    /// How many things the applicant has to add.
    to_add: usize,
    /// What the applicant still has to pay, in đồng.
    to_pay_vnd: u64,
}

impl Tracked {
    fn new(known: &Known, site: &Site) -> Tracked {
        let dossier = &known.dossier;
        let whole = view::whole(known, &site.province().terms, &std::collections::BTreeSet::new());
        Tracked {
            code: whole.code,
            procedure: whole.procedure,
            national_status: whole.national_status,
            state: whole.state,
            holder: dossier.place().office,
            since: dossier.holder.since.rfc3339(),
            due_at: whole.due_at,
            standing: whole.standing,
            late_since: whole.late_since,
            to_add: dossier.open_supplement().map_or(0, |asked| asked.lacks.len()),
            to_pay_vnd: dossier.owed_vnd() + dossier.duty_owed_vnd(),
        }
    }
}

/// Where a dossier is, for whoever has its slip.
#[utoipa::path(
    post,
    path = "/track",
    request_body = Codes,
    responses(
        (status = 200, description = "Where it is", body = Tracked),
        (status = 400, description = "The body cannot be read"),
        (status = 404, description = "No dossier has this code and this secret"),
        (status = 429, description = "Too many attempts for this code from this address"),
    )
)]
pub async fn tell(
    State(site): State<Site>,
    client: Client,
    bytes: axum::body::Bytes,
) -> Result<Response<Body>, Problem> {
    let codes: Codes = serde_json::from_slice(&bytes)
        .map_err(|error| Problem::invalid("body", &error.to_string()))?;
    match open(&site, &codes, client.address).await? {
        Ok(Some(known)) => {
            Ok(([(CACHE_CONTROL, "no-store")], Json(Tracked::new(&known, &site))).into_response())
        }
        Ok(None) => Err(Problem::untracked()),
        Err(wait) => {
            let seconds = seconds_until(wait.until, site.house().source.machine());
            let mut answer = Problem::wait(seconds).into_response();
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            Ok(answer)
        }
    }
}

/// The dossier that a code and its secret open; counted before it is looked at, for each code from
/// each address apart, so that nobody makes the owner wait.
pub(crate) async fn open(
    site: &Site,
    codes: &Codes,
    address: IpAddr,
) -> Result<Result<Option<Known>, Wait>, Problem> {
    // What is no code at all is looked for like one that nobody has.
    let code = DossierCode::read(&codes.code).map(|it| it.as_str().to_owned()).unwrap_or_default();
    let guess = match attempt::admit_here(site, &format!("track {code}"), address).await? {
        Ok(guess) => guess,
        Err(wait) => return Ok(Err(wait)),
    };
    let secret = codes.secret.chars().filter(char::is_ascii_alphanumeric);
    let secret = secret.collect::<String>().to_ascii_uppercase();
    let expected = api::tracking_secret(site, &code)?;
    let is_right: bool = expected.as_bytes().ct_eq(secret.as_bytes()).into();
    if !is_right {
        return Ok(Ok(None));
    }
    guess.was_right(site).await?;
    Ok(Ok(site.house().db.read(move |tx| read::one(tx, &code)).await?))
}

//! Dossiers over the interface: `/api/v1/dossiers`.

#![expect(unused_qualifications, reason = "the macro of a path spells its parameters out")]

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use domain::access::{Fields, Granted, Purpose, Why};
use domain::calendar::{Due, Moment};
use ledger::commitment::Part;
use page::{Language, Text};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use super::act;
use super::file::{self, Filing};
use super::history;
pub use super::lists::{page, record};
use super::read::{self, Known};
use super::view::{self, DossierWhole};
use crate::calendar::words::lines;
use crate::commit::{Error, IdempotencyKey};
use crate::log::proof::{self, Found};
use crate::web::gate::{Gate, Read};
use crate::web::{Missing, Problem, Site};

/// The longest idempotency key, in bytes.
const KEY_BYTES_MAX: usize = 100;

/// A body that was read, with the idempotency key that came beside it.
pub(crate) fn sent<T: DeserializeOwned>(
    headers: &HeaderMap,
    bytes: &Bytes,
    path: &str,
) -> Result<(T, Option<IdempotencyKey>), Problem> {
    let media = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !media.starts_with("application/json") {
        return Err(Problem::invalid("Content-Type", "application/json"));
    }
    let body = serde_json::from_slice(bytes)
        .map_err(|source| Problem::invalid("body", &source.to_string()))?;
    let Some(key) = headers.get("idempotency-key") else { return Ok((body, None)) };
    let key = key.to_str().ok().filter(|key| (1..=KEY_BYTES_MAX).contains(&key.len()));
    let expected = "1 to 100 visible characters";
    let key = key.ok_or_else(|| Problem::invalid("Idempotency-Key", expected))?.to_owned();
    let mut request = Sha256::new();
    request.update(path.as_bytes());
    request.update([0]);
    request.update(bytes);
    Ok((body, Some(IdempotencyKey { key, request: request.finalize().to_vec() })))
}

/// Hands a dossier in; at a desk it is taken in at once.
#[utoipa::path(
    post,
    path = "/dossiers",
    params(("Idempotency-Key" = Option<String>, Header,
        description = "The same key gives the first result again")),
    request_body = Filing,
    responses(
        (status = 201, description = "Handed in", body = DossierWhole),
        (status = 400, description = "The body cannot be read"),
        (status = 404, description = "No such office or procedure"),
        (status = 409, description = "Another revision is in force, or a code is taken"),
        (status = 422, description = "Fields are not right, each at its place, or the key was \
            used with another body"),
    )
)]
pub async fn create(
    State(site): State<Site>,
    gate: Gate,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response<Body>, Problem> {
    let (filing, key) = sent::<Filing>(&headers, &bytes, "/dossiers")?;
    let filed = file::file(&site, &gate, filing, key).await?;
    // Whoever handed it in knows what they handed in.
    let all = Fields::ALL.into_iter().collect();
    let mut whole = view::whole(&filed.known, &site.province().terms, &all);
    whole.tracking_secret = Some(tracking_secret(&site, &filed.code)?);
    Ok(answer(StatusCode::CREATED, &whole))
}

/// The secret with which an applicant tracks a dossier: ten letters and digits that are not
/// mistaken for each other. It is kept nowhere; it follows from the house's secret.
pub fn tracking_secret(site: &Site, code: &str) -> Result<String, Problem> {
    /// No 0, O, 1, I, L.
    const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    const LENGTH: usize = 10;
    let secret = site.porter().secret(site.house())?;
    let hash = Sha256::digest(secret.hash("tracking", code));
    let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
    Ok(hash.iter().take(LENGTH).map(letter).collect())
}

/// What an act did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Acted {
    /// The dossier's code.
    pub code: String,
    /// The status of the national list.
    pub national_status: u8,
    /// Where it stands now.
    pub state: String,
    /// How many events it has now.
    pub version: i64,
    /// When it is due as promised.
    pub due_at: Option<String>,
    /// The number of the result.
    pub number: Option<String>,
    /// The last fee receipt.
    #[schema(value_type = Option<Object>)]
    pub receipt: Option<Json_>,
    /// Whether an earlier request with the same key did it.
    pub repeated: bool,
}

pub(crate) fn answer(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    (status, [(CACHE_CONTROL, "no-store")], Json(value)).into_response()
}

/// Why a dossier is read.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Why_ {
    /// The purpose, recorded: `handling` when absent; `inspection`, `complaint`, `inquiry` …
    purpose: Option<String>,
}

/// A dossier that the caller may read, once it is recorded that they did.
async fn opened(
    site: &Site,
    gate: &Gate,
    code: &str,
    why: Result<Query<Why_>, QueryRejection>,
) -> Result<(Known, Granted), Problem> {
    let Query(why) = why?;
    let purpose = match &why.purpose {
        None => Purpose::Handling,
        Some(id) => Purpose::parse(id)
            .ok_or_else(|| Problem::invalid("purpose", "a purpose by its name"))?,
    };
    let known = act::find(site, code).await?;
    let thing = act::thing(site, &known).await?;
    let person = known.dossier.filing.account.clone();
    let read = Read { person: person.as_ref(), ..Read::default() };
    let granted = gate.read(&thing, Some(purpose), read).await?;
    Ok((known, granted))
}

/// One dossier.
#[utoipa::path(
    get,
    path = "/dossiers/{code}",
    params(("code" = String, Path, description = "The dossier's code"), Why_),
    responses(
        (status = 200, description = "The dossier", body = DossierWhole),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such dossier"),
    )
)]
pub async fn one(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
    why: Result<Query<Why_>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (known, granted) = opened(&site, &gate, &code, why).await?;
    Ok(answer(StatusCode::OK, &view::whole(&known, &site.province().terms, &granted.sees)))
}

/// What happened to a dossier.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierEvents {
    /// The events in order: kind, instant, office, what, and what was written.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Json_>,
}

/// The history of a dossier.
#[utoipa::path(
    get,
    path = "/dossiers/{code}/events",
    params(("code" = String, Path, description = "The dossier's code"), Why_),
    responses(
        (status = 200, description = "Its history", body = DossierEvents),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such dossier"),
    )
)]
pub async fn events(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
    why: Result<Query<Why_>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (known, granted) = opened(&site, &gate, &code, why).await?;
    let stream = known.stream.clone();
    let events = site.house().db.read(move |tx| read::events(tx, &stream)).await?;
    let told = events.iter().filter(|(_, it)| granted.why == Why::Own || !history::is_rating(it));
    let items = told.map(|(header, it)| view::event(header, it, &granted.sees)).collect();
    Ok(answer(StatusCode::OK, &DossierEvents { items }))
}

/// A deadline explained.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierDeadline {
    /// When it is due as promised.
    due: String,
    /// When it is due by law.
    due_legal: String,
    /// What the slip said first.
    due_original: String,
    /// Whether the due dates look at a calendar that is not decided yet.
    provisional: bool,
    /// Whether the clock stands.
    standing: bool,
    /// How the promise was found, line by line, in Vietnamese.
    lines: Vec<String>,
    /// The same in English.
    lines_en: Vec<String>,
    /// How the due date of law was found, in Vietnamese; empty where it is the same.
    lines_legal: Vec<String>,
    /// The same in English.
    lines_legal_en: Vec<String>,
}

/// The deadline of a dossier, explained line by line.
#[utoipa::path(
    get,
    path = "/dossiers/{code}/deadline",
    params(("code" = String, Path, description = "The dossier's code"), Why_),
    responses(
        (status = 200, description = "Its deadline", body = DossierDeadline),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such dossier, or it has no deadline yet"),
        (status = 422, description = "The calendar does not reach so far"),
    )
)]
pub async fn deadline(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
    why: Result<Query<Why_>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (known, _) = opened(&site, &gate, &code, why).await?;
    let dossier = &known.dossier;
    let deadline = dossier.deadline.ok_or(Missing)?;
    let ground = (site.register().ready(), &site.province().terms);
    let counted = dossier.counted(ground, &dossier.pauses).ok_or(Missing)?;
    let counted = counted.map_err(|wrong| Error::Refused(domain::Refusal::Dossier(wrong)))?;
    let lines = |language, due: &Due| lines(Text::new(language), due);
    let differs = counted.legal != counted.promised;
    let legal = |language| match differs {
        true => lines(language, &counted.legal),
        false => Vec::new(),
    };
    Ok(answer(
        StatusCode::OK,
        &DossierDeadline {
            due: moment(deadline.promised),
            due_legal: moment(deadline.legal),
            due_original: moment(deadline.original),
            provisional: deadline.provisional,
            standing: deadline.standing,
            lines: lines(Language::Vietnamese, &counted.promised),
            lines_en: lines(Language::English, &counted.promised),
            lines_legal: legal(Language::Vietnamese),
            lines_legal_en: legal(Language::English),
        },
    ))
}

/// A day as a date, an instant with its offset.
fn moment(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(at) => at.rfc3339(),
    }
}

/// The proof that a dossier stands in the public log, with the parts that the holder may see.
#[utoipa::path(
    get,
    path = "/dossiers/{code}/proof",
    params(("code" = String, Path, description = "The dossier's code"), Why_),
    responses(
        (status = 200, description = "A C2SP tlog-proof of its filing", body = String,
            content_type = "text/plain"),
        (status = 202, description = "Not sealed yet: ask again in a second", body = Problem,
            content_type = "application/problem+json"),
        (status = 400, description = "A parameter cannot be read"),
        (status = 404, description = "There is no such dossier"),
    )
)]
pub async fn proof(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
    why: Result<Query<Why_>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (known, granted) = opened(&site, &gate, &code, why).await?;
    let all = Fields::ALL.iter().all(|fields| granted.sees.contains(fields));
    proof_of(&site, &known, all).await
}

/// The proof of a filing, with its personal part for whoever may see all of it; it is waited for as
/// long as sealing usually takes.
pub async fn proof_of(site: &Site, known: &Known, all: bool) -> Result<Response<Body>, Problem> {
    let parts: &'static [Part] = match all {
        true => &[Part::Header, Part::Facts, Part::Personal],
        false => &[Part::Header, Part::Facts],
    };
    let waits = std::time::Duration::from_millis(PROOF_PAUSE_MS);
    for tries in 0..PROOF_TRIES {
        let stream = known.stream.clone();
        let found = site.house().db.read(move |tx| proof::find(tx, &stream, 1, parts)).await?;
        match found {
            Found::Nothing => return Err(Missing.into()),
            Found::Proof(proof) => {
                return Ok(crate::web::text_file(proof.to_string(), "no-store"));
            }
            Found::NotYet if tries + 1 < PROOF_TRIES => tokio::time::sleep(waits).await,
            Found::NotYet => {}
        }
    }
    Ok(Problem::not_yet().into_response())
}

/// How often a proof that is not there yet is looked for, and the pause between, in milliseconds:
/// two seconds in all.
const PROOF_TRIES: usize = 9;
const PROOF_PAUSE_MS: u64 = 250;

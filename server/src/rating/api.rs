//! `POST /api/v1/dossiers/{code}/rating`: by the account whose dossier it is.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dossier::act;
use crate::dossier::api::{answer, sent};
use crate::web::gate::Gate;
use crate::web::{Missing, Problem, Site};

/// A rating.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingAsked {
    /// From 1, very dissatisfied, to 5, very satisfied.
    score: u8,
    /// What the applicant wants to say; personal data.
    #[serde(default)]
    text: String,
}

/// A rating that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingTaken {
    /// The dossier's code.
    code: String,
    /// The score.
    score: u8,
    /// Whether an earlier request with the same key did it.
    repeated: bool,
}

/// Rates how one was served, once, after the result or the refusal.
#[utoipa::path(
    post,
    path = "/dossiers/{code}/rating",
    params(
        ("code" = String, Path, description = "The dossier's code"),
        ("Idempotency-Key" = Option<String>, Header,
            description = "The same key gives the first result again"),
    ),
    request_body = RatingAsked,
    responses(
        (status = 201, description = "It was taken", body = RatingTaken),
        (status = 400, description = "The body cannot be read"),
        (status = 404, description = "The caller has no such dossier"),
        (status = 409, description = "It was rated already, or has no result yet"),
        (status = 422, description = "A field is not right"),
    )
)]
pub async fn rate(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response<Body>, Problem> {
    let (asked, key) = sent::<RatingAsked>(&headers, &bytes, &format!("/dossiers/{code}/rating"))?;
    let known = act::find(&site, &code).await?;
    let account = gate.caller().account().cloned();
    // Whose it is not learns nothing of it, not even that it is there.
    if account.is_none() || known.dossier.filing.account != account {
        return Err(Missing.into());
    }
    let code = known.dossier.filing.code;
    let rating = (asked.score, asked.text.as_str());
    let accepted = super::rate(&site, gate.caller().actor(""), &code, rating, key).await?;
    let taken = RatingTaken { code, score: asked.score, repeated: accepted.repeated };
    Ok(answer(StatusCode::CREATED, &taken))
}

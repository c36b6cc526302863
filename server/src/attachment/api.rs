//! Attachments over the interface: sent in one go, looked up, read and erased by whoever sent them.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use domain::StreamId;
use domain::access::Thing;
use futures_util::StreamExt;
use multer::{Constraints, Multipart, SizeLimit};
use page::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{No, told};
use super::read::{self, Wanted};
use super::{Attachment, FILE_BYTES_MAX, receive, reference};
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// Bytes that a form may have beside its file.
const FORM_BYTES: u64 = 64 * 1024;
/// The field of a form that has the file.
const FIELD: &str = "file";

/// Why a file was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refused {
    /// A stable name: `macros`.
    reason: &'static str,
    /// What is wrong and what to do, in Vietnamese.
    detail: String,
    /// The same in English.
    detail_en: String,
}

/// A file that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sent {
    /// Its identifier.
    id: String,
    /// SHA-256 of its bytes, in hexadecimal; null until all of it came.
    sha256: Option<String>,
    /// Its size in bytes.
    size_bytes: u64,
    /// What it is, by its content; null until it was looked into.
    media_type: Option<&'static str>,
    /// Its name, without a path and with the ending of its content.
    name: String,
    /// `uploading`, `waiting` for the virus scanner, `checked`, or `refused`.
    state: &'static str,
    /// Why it was refused.
    refused: Option<Refused>,
}

impl From<Attachment> for Sent {
    fn from(file: Attachment) -> Sent {
        let refused = file.refusal.map(|wrong| Refused {
            reason: wrong.id(),
            detail: told(Text::new(Language::Vietnamese), wrong),
            detail_en: told(Text::new(Language::English), wrong),
        });
        Sent {
            id: file.id,
            sha256: file.sha256,
            size_bytes: file.size,
            media_type: file.kind.map(domain::attachment::Kind::media_type),
            name: file.name,
            state: file.state.id(),
            refused,
        }
    }
}

/// The form of an upload in one go.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the form is described by it, and read piece by piece")]
pub(super) struct FileForm {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The account that asks; every file is its own.
pub(super) fn owner(gate: &Gate) -> Result<StreamId, Problem> {
    let account = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    gate.may(&Thing::of(account.clone()))?;
    Ok(account)
}

/// Sends a file in one go; its kind is told by its content.
#[utoipa::path(
    post,
    path = "/attachments",
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The file is kept for a week, until something names it",
            body = Sent),
        (status = 400, description = "The form cannot be read"),
        (status = 409, description = "Too many files are half sent"),
        (status = 413, description = "The file is too large"),
        (status = 422, description = "The file is refused, or the form has none"),
        (status = 507, description = "The server has no room left"),
    )
)]
pub async fn send(
    State(site): State<Site>,
    gate: Gate,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let owner = owner(&gate)?;
    let headers = request.headers();
    let text = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(text)
        .map_err(|_| Problem::invalid("Content-Type", "multipart/form-data"))?;
    let announced = length(headers);
    if announced.is_some_and(|bytes| bytes > FILE_BYTES_MAX + FORM_BYTES) {
        return Err(No::Wrong(domain::attachment::Wrong::TooLarge).into());
    }
    let limit = SizeLimit::new().whole_stream(FILE_BYTES_MAX + FORM_BYTES);
    let constraints = Constraints::new().size_limit(limit);
    let body = request.into_body().into_data_stream();
    let mut form = Multipart::with_constraints(body, boundary, constraints);
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        if field.name() == Some(FIELD) {
            let name = field.file_name().unwrap_or_default().to_owned();
            let file = receive::whole(&site, &owner, &name, announced, field.boxed()).await?;
            let headers = [(CACHE_CONTROL, "no-store")];
            return Ok((StatusCode::CREATED, headers, Json(Sent::from(file))).into_response());
        }
    }
    Err(No::NoFile.into())
}

fn unreadable(error: &multer::Error) -> Problem {
    match error {
        multer::Error::StreamSizeExceeded { .. } => {
            No::Wrong(domain::attachment::Wrong::TooLarge).into()
        }
        other => Problem::invalid("form", &other.to_string()),
    }
}

/// How many bytes a request says that it has.
pub(super) fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH).and_then(|it| it.to_str().ok()).and_then(|it| it.parse().ok())
}

/// A file that one sent: what it is, and how far it is.
#[utoipa::path(
    get,
    path = "/attachments/{id}",
    params(("id" = String, Path, description = "The file's identifier")),
    responses(
        (status = 200, description = "The file", body = Sent),
        (status = 400, description = "The identifier cannot be read"),
        (status = 404, description = "No such file of whoever asks"),
    )
)]
pub async fn one(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
) -> Result<Response<Body>, Problem> {
    let file = receive::own(&site, &owner(&gate)?, &id).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(Sent::from(file))).into_response())
}

/// The bytes of a file that one sent, to be saved.
#[utoipa::path(
    get,
    path = "/attachments/{id}/file",
    params(("id" = String, Path, description = "The file's identifier")),
    responses(
        (status = 200, description = "Its bytes", content(
            (Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"),
            (Vec<u8> = "image/tiff"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.oasis.opendocument.text"),
        )),
        (status = 400, description = "The identifier cannot be read"),
        (status = 404, description = "No such file of whoever asks"),
        (status = 409, description = "The virus scanner has not seen it yet"),
        (status = 422, description = "It was refused"),
    )
)]
pub async fn file(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
) -> Result<Response<Body>, Problem> {
    let file = receive::own(&site, &owner(&gate)?, &id).await?;
    Ok(read::answer(&site, &file, Wanted::Saved).await?)
}

/// The same in a page of one's own: shown where every browser can show it.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
) -> Result<Response<Body>, Problem> {
    let file = receive::own(&site, &owner(&gate)?, &id).await?;
    Ok(read::answer(&site, &file, Wanted::Shown).await?)
}

/// Erases a file that one sent, while nothing names it.
#[utoipa::path(
    delete,
    path = "/attachments/{id}",
    params(("id" = String, Path, description = "The file's identifier")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 400, description = "The identifier cannot be read"),
        (status = 404, description = "No such file of whoever asks"),
        (status = 409, description = "A dossier names it"),
    )
)]
pub async fn erase(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    take_back(&site, &owner(&gate)?, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Erases a file of an account, bytes and all, unless a record names it.
pub(super) async fn take_back(site: &Site, owner: &StreamId, id: &str) -> Result<(), No> {
    let turn = site.cabinet().slots.take(id).await;
    let file = receive::own(site, owner, id).await?;
    let wanted = file.id.clone();
    let expired = site.door().work(move |tx| {
        tx.execute(&super::store::EXPIRE, &[wanted.as_str().into()])?;
        reference::find(tx, &wanted)
    });
    if expired.await?.is_some_and(|now| now.state != super::State::Erased) {
        return Err(No::InUse);
    }
    let site = site.clone();
    receive::blocking(move || {
        site.cabinet().vault().remove(&file.id, file.object.as_deref())?;
        let id = file.id;
        site.door().work_now(move |tx| Ok(tx.execute(&super::store::GONE, &[id.into()])?))?;
        drop(turn);
        Ok(())
    })
    .await
}

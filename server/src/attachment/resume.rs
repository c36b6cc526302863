//! Uploads that go on after the line broke: the core protocol of tus 1.0 with creation, expiration
//! and termination.

use axum::body::Body;
use axum::extract::{MatchedPath, Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::api::{length, owner, take_back};
use super::problem::No;
use super::{Attachment, FILE_BYTES_MAX, OPEN_US, receive};
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// The version of the protocol.
const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
/// The media type of a piece.
const PIECE: &str = "application/offset+octet-stream";
/// Where uploads stand.
const UPLOADS: &str = "/uploads";

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Every request but the one that asks what is spoken says its version.
fn speaks(headers: &HeaderMap) -> Result<(), Problem> {
    match text(headers, &RESUMABLE) {
        Some(VERSION) => Ok(()),
        Some(_) => Err(Problem { status: 412, ..Problem::invalid("Tus-Resumable", VERSION) }),
        None => Err(Problem::invalid("Tus-Resumable", VERSION)),
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let found = text(headers, name).and_then(|text| text.parse().ok());
    found.ok_or_else(|| Problem::invalid(name.as_str(), "a number of bytes"))
}

/// The name in `Upload-Metadata`: pairs of a key and a value in base64.
fn name(headers: &HeaderMap) -> Result<String, Problem> {
    let wrong = || Problem::invalid("Upload-Metadata", "pairs `key base64` with commas between");
    let metadata = headers.get("upload-metadata").map(|it| it.to_str().map_err(|_| wrong()));
    let metadata = metadata.transpose()?.unwrap_or_default();
    let mut pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let Some((_, value)) = pairs.find(|(key, _)| *key == "filename") else {
        return Ok(String::new());
    };
    let bytes = STANDARD.decode(value.trim()).map_err(|_| wrong())?;
    String::from_utf8(bytes).map_err(|_| wrong())
}

/// An answer of the protocol; `path` is where uploads stand for whoever asks.
fn answer(status: StatusCode, headers: &[(HeaderName, String)]) -> Result<Response<Body>, Problem> {
    let mut response = status.into_response();
    let into = response.headers_mut();
    into.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    into.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).map_err(|error| Problem::bug(&error))?;
        into.insert(name.clone(), value);
    }
    Ok(response)
}

/// Until when the rest of a file is waited for, as an HTTP date.
fn expires(file: &Attachment) -> (HeaderName, String) {
    let at = Timestamp::from_microsecond(file.uploaded_at.saturating_add(OPEN_US));
    let at = at.map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    (EXPIRES, at.unwrap_or_default())
}

/// What is spoken here.
#[utoipa::path(
    method(options),
    path = "/uploads",
    responses((status = 204, description = "Version, extensions and the largest file",
        headers(
            ("Tus-Version" = String), ("Tus-Extension" = String), ("Tus-Max-Size" = u64),
        )))
)]
pub async fn options() -> Result<Response<Body>, Problem> {
    let of = |name: &'static str, value: String| (HeaderName::from_static(name), value);
    let headers = [
        of("tus-version", VERSION.to_owned()),
        of("tus-extension", "creation,expiration,termination".to_owned()),
        of("tus-max-size", FILE_BYTES_MAX.to_string()),
    ];
    answer(StatusCode::NO_CONTENT, &headers)
}

/// Begins an upload (tus 1.0, creation).
#[utoipa::path(
    post,
    path = "/uploads",
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "The file's size in bytes"),
        ("Upload-Metadata" = Option<String>, Header, description = "`filename BASE64`"),
    ),
    responses(
        (status = 201, description = "Where to send it",
            headers(("Location" = String), ("Upload-Expires" = String))),
        (status = 400, description = "A header cannot be read"),
        (status = 409, description = "Too many files are half sent"),
        (status = 412, description = "Another version of the protocol"),
        (status = 413, description = "The file is too large"),
        (status = 422, description = "The file is empty"),
    )
)]
pub async fn create(
    State(site): State<Site>,
    gate: Gate,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let owner = owner(&gate)?;
    let headers = request.headers();
    speaks(headers)?;
    let (size, name) = (number(headers, &LENGTH)?, name(headers)?);
    let at = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let at = at.unwrap_or(UPLOADS).to_owned();
    let file = receive::begin(&site, &owner, &name, size).await?;
    let location = (LOCATION, format!("{at}/{}", file.id));
    answer(StatusCode::CREATED, &[location, (OFFSET, "0".to_owned()), expires(&file)])
}

/// How much of an upload has come (tus 1.0; HEAD is answered alike).
#[utoipa::path(
    get,
    path = "/uploads/{id}",
    params(("id" = String, Path, description = "The file's identifier")),
    responses(
        (status = 200, description = "How much has come, durably",
            headers(("Upload-Offset" = u64), ("Upload-Length" = u64))),
        (status = 400, description = "The identifier cannot be read"),
        (status = 404, description = "No such file of whoever asks"),
        (status = 422, description = "The file was refused"),
    )
)]
pub async fn came(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
) -> Result<Response<Body>, Problem> {
    let (file, length) = receive::came(&site, &owner(&gate)?, &id).await?;
    let headers = [(OFFSET, length.to_string()), (LENGTH, file.size.to_string()), expires(&file)];
    answer(StatusCode::OK, &headers)
}

/// Sends the next piece of an upload (tus 1.0).
#[utoipa::path(
    patch,
    path = "/uploads/{id}",
    params(
        ("id" = String, Path, description = "The file's identifier"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "How much came before"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, description = "It is kept, durably; with the last byte it was checked",
            headers(("Upload-Offset" = u64))),
        (status = 400, description = "A header cannot be read"),
        (status = 404, description = "No such file of whoever asks"),
        (status = 409, description = "Another number of bytes came before"),
        (status = 412, description = "Another version of the protocol"),
        (status = 413, description = "More than was announced"),
        (status = 415, description = "Not a piece of a file"),
        (status = 422, description = "The file is refused"),
        (status = 507, description = "The server has no room left"),
    )
)]
pub async fn append(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let owner = owner(&gate)?;
    let headers = request.headers();
    speaks(headers)?;
    if text(headers, &CONTENT_TYPE) != Some(PIECE) {
        return Err(Problem { status: 415, ..Problem::invalid("Content-Type", PIECE) });
    }
    let (offset, announced) = (number(headers, &OFFSET)?, length(headers));
    let body = request.into_body().into_data_stream();
    match receive::append(&site, &owner, &id, offset, announced, body).await {
        Ok((file, length)) => {
            answer(StatusCode::NO_CONTENT, &[(OFFSET, length.to_string()), expires(&file)])
        }
        Err(No::Place(length)) => {
            let mut response = Problem::from(No::Place(length)).into_response();
            response.headers_mut().insert(OFFSET, HeaderValue::from(length));
            Ok(response)
        }
        Err(no) => Err(no.into()),
    }
}

/// Gives an upload up (tus 1.0, termination).
#[utoipa::path(
    delete,
    path = "/uploads/{id}",
    params(
        ("id" = String, Path, description = "The file's identifier"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    responses(
        (status = 204, description = "It is gone"),
        (status = 400, description = "A header cannot be read"),
        (status = 404, description = "No such file of whoever asks"),
        (status = 409, description = "A dossier names it"),
        (status = 412, description = "Another version of the protocol"),
    )
)]
pub async fn give_up(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let owner = owner(&gate)?;
    speaks(&headers)?;
    take_back(&site, &owner, &id).await?;
    answer(StatusCode::NO_CONTENT, &[])
}

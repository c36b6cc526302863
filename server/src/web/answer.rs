//! Answers: pages, JSON and files, with what caches may do with them.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    SET_COOKIE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use page::Page;
use serde::Serialize;

use super::layers::POLICY;
use super::problem::Problem;
use super::state::{Asked, LANGUAGE_COOKIE, Site};

/// A page. Public pages may be kept but must be asked about again.
pub fn html<P: Page>(site: &Site, asked: &Asked, status: StatusCode, page: &P) -> Response<Body> {
    let document = page.render(&site.layout(asked));
    let mut response = Response::new(Body::from(document));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // What is shown to somebody signed in is kept by nobody.
    let kept = if asked.caller.account().is_some() { "no-store" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(asked.language.code()));
    if asked.chosen {
        let code = asked.language.code();
        let cookie = format!("{LANGUAGE_COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Lax");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.insert(SET_COOKIE, cookie);
        }
    }
    response
}

/// A page that shows a file of this house in a frame: nothing else may be framed, and nothing more
/// is allowed than on any other page.
pub fn framing(mut response: Response<Body>) -> Response<Body> {
    let policy = format!("{POLICY}; frame-src 'self'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A JSON answer that a client may ask about again by its tag.
pub fn json(asked: &HeaderMap, value: &impl Serialize) -> Result<Response<Body>, Problem> {
    let bytes = serde_json::to_vec(value).map_err(|source| Problem::bug(&source))?;
    Ok(conditional(asked, "application/json", "no-cache", bytes))
}

/// A text file of the ledger.
pub fn text_file(bytes: impl Into<Vec<u8>>, cache: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes.into()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// Bytes with a tag of their content: a client that has them already gets 304 and no body.
pub fn conditional(
    asked: &HeaderMap,
    media_type: &'static str,
    cache: &'static str,
    bytes: Vec<u8>,
) -> Response<Body> {
    let hash = ledger::hash::sha256(&[&bytes]).0;
    let tag: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{tag}\"");
    let known = asked.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let same = known.is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = match same {
        true => Response::new(Body::empty()),
        false => Response::new(Body::from(bytes)),
    };
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

//! What every request and answer passes: limits, headers, counting, and words for errors.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use page::error;

use super::answer::html;
use super::caller::Caller;
use super::client;
use super::problem::Problem;
use super::state::{Asked, Site};

/// Only our own files, no script in pages, no frames around them.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for a page that shows files of this house in a frame.
const FRAMING: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Lets a page show files of this house in a frame, and nobody else's.
pub fn framing(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMING));
    response
}

/// Addresses that programs and scripts ask, which get problems and no pages.
pub(super) const PROGRAMS: [&str; 3] = ["/api/v1/", "/ledger/", "/uploads"];

/// For how long browsers hold to HTTPS: a year.
const HTTPS: &str = "max-age=31536000; includeSubDomains";

/// Guards, counts and finishes a request.
pub(super) async fn around(
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let source = site.house().source.clone();
    let begun = source.monotonic();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let asked = Asked::of(&path, request.headers());
    let address = client::beyond(request.extensions(), request.headers());
    let number = site.next_request();
    let method = request.method().clone();
    let admitted = address.is_none_or(|address| site.limit().admits(address, begun));
    let response = match admitted {
        true => next.run(request).await,
        false => Problem::too_many().into_response(),
    };
    let mut response = worded(&site, &asked, number, response);
    let took = source.monotonic().saturating_sub(begun);
    let status = response.status().as_u16();
    site.metrics().count(status, took);
    let plain = path.split('?').next().unwrap_or_default();
    tracing::debug!(number, %method, path = plain, status, ?took, "answered");
    guard(response.headers_mut());
    // Browsers heed it over HTTPS alone; the address that people use is configured, never asked of
    // the request.
    if site.absolute("").starts_with("https://") {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HTTPS));
    }
    response
}

/// Outside the interface, an error gets a page in the reader's words.
fn worded(site: &Site, asked: &Asked, number: u64, response: Response<Body>) -> Response<Body> {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let path = asked.path.split('?').next().unwrap_or_default();
    if !failed || response.headers().get(CONTENT_TYPE).is_some_and(is_html) {
        return response;
    }
    if PROGRAMS.iter().any(|known| path.starts_with(known)) {
        return match response.headers().get(CONTENT_TYPE).is_some_and(is_problem) {
            true => response,
            false => plain_problem(status).into_response(),
        };
    }
    let reference = status.is_server_error().then(|| format!("{number:06x}"));
    if let Some(reference) = &reference {
        tracing::error!(reference, path, %status, "a page failed");
    }
    let retry = response.headers().get(axum::http::header::RETRY_AFTER).cloned();
    let page = error::Problem { status: status.as_u16(), reference };
    let caller = response.extensions().get::<Caller>().cloned().unwrap_or_default();
    let asked = Asked { caller, ..asked.clone() };
    let mut response = html(site, &asked, status, &page);
    // Why somebody was answered so may depend on who they are, so nobody keeps it.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(retry) = retry {
        response.headers_mut().insert(axum::http::header::RETRY_AFTER, retry);
    }
    response
}

fn plain_problem(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::method_not_allowed(),
        status if status.is_client_error() => Problem::invalid("request", "a readable request"),
        _ => Problem::bug(&status),
    }
}

fn is_html(value: &HeaderValue) -> bool {
    value.as_bytes().starts_with(b"text/html")
}

fn is_problem(value: &HeaderValue) -> bool {
    value.as_bytes().starts_with(b"application/problem+json")
}

fn guard(headers: &mut axum::http::HeaderMap) {
    let set = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in set {
        // A file that somebody sent carries a stricter policy of its own, a page that frames one
        // its own, too.
        let own = name == CONTENT_SECURITY_POLICY && headers.contains_key(CONTENT_SECURITY_POLICY);
        if !own {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

//! Every address of the site.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, FORWARDED, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::get;
use page::{about, asset};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::metrics::Metrics;
use super::problem::Problem;
use super::state::{Asked, Site};
use super::{answer, layers, openapi};
use crate::{log, office, procedure};

/// The largest body of a request, in bytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// The site's router.
pub fn router(site: Site) -> Router {
    let (interface, document) = OpenApiRouter::with_openapi(openapi::Head::openapi())
        .nest(
            "/api/v1",
            OpenApiRouter::new()
                .routes(routes!(office::api::list))
                .routes(routes!(office::api::one))
                .routes(routes!(procedure::api::list))
                .routes(routes!(procedure::api::one))
                .routes(routes!(procedure::api::revisions))
                .routes(routes!(procedure::api::changes))
                .routes(routes!(procedure::api::form_schema)),
        )
        .split_for_parts();
    Router::new()
        // For people.
        .route("/", get(procedure::pages::home))
        .route("/procedures", get(procedure::pages::list))
        .route("/procedures/{code}", get(procedure::pages::one))
        .route("/procedures/{code}/print", get(procedure::pages::print))
        .route("/procedures/{code}/diff", get(procedure::pages::compare))
        .route(
            "/procedures/{code}/form",
            get(procedure::pages::form).post(procedure::pages::try_form),
        )
        .route("/fields", get(procedure::pages::fields))
        .route("/offices", get(office::pages::list))
        .route("/offices/{code}", get(office::pages::one))
        .route("/offices/{code}/proof", get(office::pages::proof))
        .route("/ledger", get(log::pages::status))
        .route("/about/sample", get(about_sample))
        .route("/api", get(about_api))
        .route("/assets/{file}", get(serve_asset))
        // The public ledger (C2SP tlog-tiles).
        .route("/ledger/checkpoint", get(log::api::checkpoint))
        .route("/ledger/key", get(log::api::key))
        .route("/ledger/{*tile}", get(log::api::tile))
        // For machines.
        .merge(interface)
        .route("/api/openapi.json", openapi::serve(document))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(CatchPanicLayer::new())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(site.clone(), layers::around))
        .layer(CompressionLayer::new().compress_when(worth_packing()))
        .with_state(site)
}

fn worth_packing() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::new("application/octet-stream"))
        .and(NotForContentType::new("application/gzip"))
}

async fn about_sample(State(site): State<Site>, asked: Asked) -> Response<Body> {
    answer::html(&site, &asked, StatusCode::OK, &about::Sample)
}

async fn about_api(State(site): State<Site>, asked: Asked) -> Response<Body> {
    answer::html(&site, &asked, StatusCode::OK, &about::Api)
}

/// Assets carry their hash in their name, so they may be kept for ever.
async fn serve_asset(Path(file): Path<String>, headers: HeaderMap) -> Response<Body> {
    let Some(found) = asset::find(&format!("/assets/{file}")) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let packs = headers.get(ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let packs = packs.is_some_and(|encodings| encodings.contains("gzip"));
    let mut response = Response::new(Body::from(if packs { found.gzip } else { found.bytes }));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(found.media_type));
    let forever = "public, max-age=31536000, immutable";
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(forever));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if packs {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// Whether the site reads and the door is open.
async fn health(State(site): State<Site>) -> Response<Body> {
    let read = site.house().db.read(log::sign::Head::read).await;
    match read {
        Ok(head) => {
            let body = serde_json::json!({ "status": "ok", "entries": head.size });
            (StatusCode::OK, axum::Json(body)).into_response()
        }
        Err(error) => Problem::from(error).into_response(),
    }
}

/// Counters, for this machine only: what came through a proxy came from elsewhere.
async fn metrics(
    State(site): State<Site>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response<Body> {
    let proxied = headers.contains_key(FORWARDED) || headers.contains_key("x-forwarded-for");
    match peer.ip().is_loopback() && !proxied {
        true => Metrics::render(&site).into_response(),
        false => StatusCode::NOT_FOUND.into_response(),
    }
}

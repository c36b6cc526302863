//! Every address of the site.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, FORWARDED, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::get;
use domain::access::Action;
use page::{about, asset};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::gate::Routes;
use super::metrics::Metrics;
use super::problem::Problem;
use super::state::{Asked, Site};
use super::{answer, caller, layers, openapi};
use crate::{
    account, apply, attachment, dossier, glass, guide, issued, log, measure, my, office, outbox,
    people, person, procedure, rating, reading, report, request,
};

/// The largest body of a request, in bytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// The site's router.
pub fn router(site: Site) -> Router {
    let (guarded, document) = routes().build(&site);
    guarded
        .route("/api/openapi.json", openapi::serve(document))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(CatchPanicLayer::new())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(site.clone(), caller::identify))
        .layer(from_fn_with_state(site.clone(), layers::around))
        .layer(CompressionLayer::new().compress_when(worth_packing()))
        .with_state(site)
}

/// Every route with the action that it needs.
pub fn routes() -> Routes {
    let head = OpenApiRouter::with_openapi(openapi::Head::openapi());
    let routes = report::routes(ledger(public(Routes::new(head))));
    let routes = measure::routes(looked(account::entry::routes(routes)));
    let routes = apply::routes(dossier::counter::routes(dossier::pages::routes(routes)));
    let routes =
        guide::routes(issued::routes(rating::routes(dossier::track::routes(my::routes(routes)))));
    dossier::acts::routes(administration(requests(files(own(routes)))))
        .interface(Action::FileDossier, routes!(dossier::api::create))
        .interface(Action::ReadDossier, routes!(dossier::lists::list))
        .interface(Action::ReadDossier, routes!(dossier::api::one))
        .interface(Action::ReadDossier, routes!(dossier::api::events))
        .interface(Action::ReadDossier, routes!(dossier::api::deadline))
        .interface(Action::ReadDossier, routes!(dossier::api::proof))
        .interface(Action::ReadPublic, routes!(office::api::list))
        .interface(Action::ReadPublic, routes!(office::api::one))
        .interface(Action::ReadPublic, routes!(procedure::api::list))
        .interface(Action::ReadPublic, routes!(procedure::api::one))
        .interface(Action::ReadPublic, routes!(procedure::api::revisions))
        .interface(Action::ReadPublic, routes!(procedure::api::changes))
        .interface(Action::ReadPublic, routes!(procedure::api::form_schema))
        .interface(Action::ReadPublic, routes!(measure::api::list))
        .interface(Action::ReadPublic, routes!(measure::api::one))
        .interface(Action::ReadPublic, routes!(measure::api::records::list_records))
        .interface(Action::ReadPublic, routes!(measure::programmes::programmes))
        .interface(Action::ReadPublic, routes!(measure::programmes::one_programme))
        .interface(Action::ManageOwn, routes!(people::api::me))
}

/// Pages for everybody.
fn public(routes: Routes) -> Routes {
    let open = Action::ReadPublic;
    routes
        .get("/", open, procedure::pages::home)
        .get("/procedures", open, procedure::pages::list)
        .get("/procedures/{code}", open, procedure::pages::one)
        .get("/procedures/{code}/print", open, procedure::pages::print)
        .get("/procedures/{code}/diff", open, procedure::pages::compare)
        .get("/procedures/{code}/form", open, procedure::pages::form)
        .post("/procedures/{code}/form", open, procedure::pages::try_form)
        .get("/fields", open, procedure::pages::fields)
        .get("/offices", open, office::pages::list)
        .get("/offices/{code}", open, office::pages::one)
        .get("/offices/{code}/proof", open, office::pages::proof)
        .get("/about/sample", open, about_sample)
        .get("/api", open, about_api)
        .get("/assets/{file}", open, serve_asset)
}

/// Citizens' records, who read them, and emergencies.
fn looked(routes: Routes) -> Routes {
    routes
        .get("/persons", Action::ReadPerson, person::pages::find)
        .post("/persons/find", Action::ReadPerson, person::pages::found)
        .get("/persons/{id}", Action::ReadPerson, person::pages::ask)
        .post("/persons/{id}", Action::ReadPerson, person::pages::open)
        .get("/readings", Action::SearchReadings, reading::pages::list)
        .post("/readings/find", Action::SearchReadings, reading::pages::find)
        .get("/readings/outliers", Action::SearchReadings, reading::pages::outliers)
        .get("/glass", Action::ReviewGlass, glass::pages::list)
        .get("/glass/new", Action::BreakGlass, glass::pages::new)
        .post("/glass/new", Action::BreakGlass, glass::pages::create)
        .get("/glass/{id}", Action::ReviewGlass, glass::pages::one)
        .post("/glass/{id}", Action::ReviewGlass, glass::pages::judge)
        .get("/notices", Action::ManageOwn, glass::pages::notices)
        .post("/notices", Action::ManageOwn, glass::pages::seen)
}

/// One's own account.
fn own(routes: Routes) -> Routes {
    use account::own;
    let mine = Action::ManageOwn;
    routes
        .get("/account", mine, own::overview)
        .get("/account/sessions", mine, own::sessions::list)
        .post("/account/sessions/end", mine, own::sessions::end)
        .post("/account/sessions/end-others", mine, own::sessions::end_others)
        .get("/account/factors", mine, own::factors::list)
        .post("/account/factors/authenticator", mine, own::factors::begin)
        .post("/account/factors/authenticator/confirm", mine, own::factors::confirm)
        .post("/account/factors/passkey/begin", mine, own::passkeys::begin)
        .post("/account/factors/passkey", mine, own::passkeys::finish)
        .post("/account/factors/passkey/name", mine, own::passkeys::name)
        .post("/account/factors/remove", mine, own::factors::remove)
        .post("/account/factors/codes", mine, own::factors::codes)
        .get("/account/password", mine, own::password::form)
        .post("/account/password", mine, own::password::change)
        .get("/account/data", mine, own::kept::show)
        .post("/account/data/consent", mine, own::kept::answer)
        .get("/account/data/export", mine, own::export::download)
        .get("/account/readings", mine, own::readings::list)
        .get("/account/requests", mine, request::own::list)
        .post("/account/requests", mine, request::own::make)
}

/// Files that people send before they hand something in.
fn files(routes: Routes) -> Routes {
    use attachment::{api, resume};
    let mine = Action::AttachFile;
    routes
        .get("/attachments/{id}", mine, api::show)
        .post("/uploads", mine, resume::create)
        .get("/uploads/{id}", mine, resume::came)
        .script(Method::PATCH, "/uploads/{id}", mine, resume::append)
        .script(Method::DELETE, "/uploads/{id}", mine, resume::give_up)
        .interface(mine, routes!(api::send))
        .interface(mine, routes!(api::one, api::erase))
        .interface(mine, routes!(api::file))
        .interface(mine, routes!(resume::create))
        .interface(Action::ReadPublic, routes!(resume::options))
        .interface(mine, routes!(resume::came, resume::append, resume::give_up))
}

/// The desk that answers requests about data, and erasure.
fn requests(routes: Routes) -> Routes {
    use request::{desk, erase};
    let (handle, decide) = (Action::HandleRequest, Action::ErasePerson);
    routes
        .get("/requests", handle, desk::list)
        .get("/requests/{id}", Action::ReadRequest, desk::one)
        .post("/requests/{id}/acknowledge", handle, desk::acknowledge)
        .post("/requests/{id}/extend", handle, desk::extend)
        .post("/requests/{id}/finish", handle, desk::finish)
        .get("/requests/{id}/erase", decide, erase::show)
        .post("/requests/{id}/erase", decide, erase::decide)
        .post("/requests/{id}/hold", handle, erase::hold)
        .post("/requests/{id}/release", decide, erase::release)
}

/// The public ledger (C2SP tlog-tiles).
fn ledger(routes: Routes) -> Routes {
    let open = Action::ReadPublic;
    routes
        .get("/ledger", open, log::pages::status)
        .get("/ledger/checkpoint", open, log::api::checkpoint)
        .get("/ledger/key", open, log::api::key)
        .get("/ledger/{*tile}", open, log::api::tile)
}

/// Officers and programs, their posts, rights and tokens.
fn administration(routes: Routes) -> Routes {
    use people::{leave, one, open, posts, register, rights, tokens};
    routes
        .get("/people", Action::ReadPeople, register::list)
        .get("/people/new", Action::OpenAccount, open::ask_new)
        .post("/people/new", Action::OpenAccount, open::new)
        .get("/people/{id}", Action::ReadPeople, one::one)
        .get("/people/{id}/set-up", Action::OpenAccount, open::ask_set_up)
        .post("/people/{id}/set-up", Action::OpenAccount, open::set_up)
        .get("/people/{id}/posts/new", Action::ProposePost, posts::ask_post)
        .post("/people/{id}/posts/new", Action::ProposePost, posts::propose_post)
        .get("/people/{id}/deputy", Action::ProposePost, posts::ask_deputy)
        .post("/people/{id}/deputy", Action::ProposePost, posts::propose_deputy)
        .get("/people/{id}/posts/{number}", Action::ApprovePost, posts::look)
        .post("/people/{id}/posts/{number}", Action::ApprovePost, posts::settle)
        .get("/people/{id}/posts/{number}/end", Action::EndPost, posts::ask_end)
        .post("/people/{id}/posts/{number}/end", Action::EndPost, posts::end)
        .get("/people/{id}/close", Action::EndPost, leave::ask_close)
        .post("/people/{id}/close", Action::EndPost, leave::close)
        .get("/people/{id}/reopen", Action::EndPost, leave::ask_reopen)
        .post("/people/{id}/reopen", Action::EndPost, leave::reopen)
        .get("/people/{id}/rights", Action::ExplainRights, rights::rights)
        .get("/posts", Action::ReadPeople, posts::waiting)
        .get("/tokens", Action::ManageTokens, tokens::list)
        .get("/tokens/new", Action::ManageTokens, tokens::ask_new)
        .post("/tokens/new", Action::ManageTokens, tokens::new)
        .post("/tokens/{id}", Action::ManageTokens, tokens::revoke)
        .get("/outbox", Action::WatchOutbox, outbox::pages::show)
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
        true => match site.house().db.read(outbox::pages::counts).await {
            Ok(counts) => Metrics::render(&site, &counts).into_response(),
            Err(error) => Problem::from(error).into_response(),
        },
        false => StatusCode::NOT_FOUND.into_response(),
    }
}

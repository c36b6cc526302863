//! Answers of the site over its router, without a network.

mod apply;
mod apply_again;
mod apply_unsent;
mod measure;
mod own;
mod request;

use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, COOKIE,
    ETAG, IF_NONE_MATCH, SET_COOKIE,
};
use axum::http::{HeaderName, Request, Response};
use axum::{Extension, Router};
use domain::Command;
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use tower::ServiceExt;

use super::router::router;
use super::state::Site;
use crate::commit::Door;
use crate::house::{House, tell_all};
use crate::province::procedures::ProcedureFile;
use crate::served::{self, NOW};

struct Served {
    router: Router,
    site: Site,
    _ground: served::Served,
}

/// The offices of the shipped province, served.
fn serve() -> Served {
    of(served::found(NOW, |_, _, _| (), |_| ()))
}

fn of(ground: served::Served) -> Served {
    Served { router: ground.router.clone(), site: ground.site.clone(), _ground: ground }
}

/// The same with its procedures and a few of the nation's.
fn serve_catalogue() -> Served {
    let tell = |house: &House, door: &Door, procedures: &[ProcedureFile]| {
        served::procedures(house, door, procedures);
        let listed = [("3.000347", "Đổi giấy phép lái xe"), ("3.000346", "Cấp giấy phép lái xe")];
        let commands = listed.map(|(code, name)| {
            let line = serde_json::json!({
                "code": code, "name": name, "categories": ["Giao thông"], "departments": [],
                "departmentPromulgate": "Bộ Công an", "formalityTargetType": [],
                "type": "STANDARD", "state": "ACTIVE",
            });
            let listing = domain::national::listing(line).expect("a listing");
            Command::National(domain::national::Command::List(Box::new(listing)))
        });
        tell_all(door, commands).expect("they are told");
    };
    of(served::found(NOW, tell, |_| ()))
}

impl Served {
    async fn get(&self, path: &str, headers: &[(HeaderName, &str)]) -> Response<Body> {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    async fn body(&self, path: &str) -> (u16, Vec<u8>) {
        let response = self.get(path, &[]).await;
        let status = response.status().as_u16();
        (status, to_bytes(response.into_body(), 1 << 20).await.expect("a body").to_vec())
    }

    /// Bytes of a packed answer.
    async fn packed(&self, path: &str) -> usize {
        let response = self.get(path, &[(ACCEPT_ENCODING, "gzip")]).await;
        assert_eq!(header(&response, CONTENT_ENCODING), "gzip", "{path}");
        to_bytes(response.into_body(), 1 << 20).await.expect("a body").len()
    }

    async fn json(&self, path: &str) -> (u16, serde_json::Value) {
        let (status, body) = self.body(path).await;
        (status, serde_json::from_slice(&body).unwrap_or(serde_json::Value::Null))
    }
}

fn header(response: &Response<Body>, name: HeaderName) -> String {
    let value = response.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn every_page_answers_in_both_languages_behind_its_guards() {
    let served = serve();
    let pages = [
        "/",
        "/offices",
        "/offices?q=quang+khe",
        "/offices/H660",
        "/programmes",
        "/programmes/1019-2017",
        "/programmes/1019-2017?from=2018-12-15&to=2019-12-14",
        "/measures/on-time-by-law",
        "/measures/committed-cut-share?from=2019-01-01",
        "/measures/on-time-by-law?office=SXD",
        "/measures/on-time-by-law/records",
        "/measures/satisfaction/records",
        "/measures/services-level-3/records?part=denominator",
        "/ledger",
        "/api",
        "/about/sample",
    ];
    for path in pages {
        for language in ["vi", "en"] {
            let mark = if path.contains('?') { '&' } else { '?' };
            let response = served.get(&format!("{path}{mark}lang={language}"), &[]).await;
            assert_eq!(response.status(), 200, "{path}");
            assert_eq!(header(&response, CONTENT_LANGUAGE), language);
            assert!(header(&response, SET_COOKIE).starts_with(&format!("lang={language};")));
            let policy = header(&response, axum::http::header::CONTENT_SECURITY_POLICY);
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
        }
    }
}

#[tokio::test]
async fn the_language_follows_the_cookie_then_the_browser() {
    let served = serve();
    let kept = served.get("/", &[(COOKIE, "a=b; lang=en"), (ACCEPT_LANGUAGE, "vi")]).await;
    assert_eq!(header(&kept, CONTENT_LANGUAGE), "en");
    let asked = served.get("/", &[(ACCEPT_LANGUAGE, "fr, en-GB;q=0.8")]).await;
    assert_eq!(header(&asked, CONTENT_LANGUAGE), "en");
    let neither = served.get("/", &[(ACCEPT_LANGUAGE, "fr")]).await;
    assert_eq!(header(&neither, CONTENT_LANGUAGE), "vi");
}

#[tokio::test]
async fn errors_are_pages_for_people_and_problems_for_machines() {
    let served = serve();
    let page = served.get("/offices/NOBODY", &[]).await;
    assert_eq!(page.status(), 404);
    assert!(header(&page, CONTENT_TYPE).starts_with("text/html"));
    for (path, status, name) in [
        ("/api/v1/offices/NOBODY", 404, "not-found"),
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/offices?limit=0", 400, "invalid-parameter"),
        ("/api/v1/measures/no-such", 404, "not-found"),
        ("/api/v1/measures/time-cut?office=NOBODY", 404, "not-found"),
        ("/api/v1/measures/time-cut?by=moon", 400, "invalid-parameter"),
        ("/api/v1/measures/time-cut?from=2019-12-01&to=2019-11-01", 400, "invalid-parameter"),
        ("/api/v1/measures/time-cut?from=yesterday", 400, "invalid-parameter"),
        ("/api/v1/measures/services-level-3/records?part=half", 400, "invalid-parameter"),
        ("/api/v1/measures/services-level-3/records?limit=0", 400, "invalid-parameter"),
        ("/api/v1/measures/services-level-3/records?cursor=x", 400, "invalid-parameter"),
        ("/api/v1/programmes/no-such", 404, "not-found"),
        ("/api/v1/offices?limit=x", 400, "invalid-parameter"),
        ("/api/v1/offices?unknown=1", 400, "invalid-parameter"),
        ("/api/v1/offices?level=moon", 400, "invalid-parameter"),
        ("/api/v1/offices?cursor=zz", 400, "invalid-parameter"),
        ("/api/v1/offices?at=16-12-2019", 400, "invalid-parameter"),
        ("/ledger/tile/0/0", 404, "not-found"),
    ] {
        let (found, problem) = served.json(path).await;
        assert_eq!(found, status, "{path}");
        assert_eq!(problem["type"], format!("urn:motcua:problem:{name}"), "{path}");
        assert!(problem["detail"].is_string() && problem["detail_en"].is_string());
    }
    let posted = Request::post("/api/v1/offices").body(Body::empty()).expect("a request");
    let refused = served.router.clone().oneshot(posted).await.expect("an answer");
    assert_eq!(refused.status(), 405);
    assert_eq!(header(&refused, CONTENT_TYPE), "application/problem+json");
}

#[tokio::test]
async fn a_list_is_walked_by_cursors_without_gap_or_double() {
    let served = serve();
    let (mut path, mut codes) = ("/api/v1/offices?limit=50".to_owned(), Vec::new());
    loop {
        let (status, list) = served.json(&path).await;
        assert_eq!(status, 200);
        let items = list["items"].as_array().expect("items");
        codes.extend(items.iter().map(|item| item["code"].as_str().expect("a code").to_owned()));
        let Some(next) = list["next"].as_str() else { break };
        path = format!("/api/v1/offices?limit=50&cursor={next}");
    }
    let unique: std::collections::BTreeSet<&String> = codes.iter().collect();
    assert_eq!((codes.len(), unique.len()), (186, 186));
}

#[tokio::test]
async fn offices_are_found_without_marks_and_described_by_date() {
    let served = serve();
    let (_, found) = served.json("/api/v1/offices?q=so%20noi%20vu").await;
    assert_eq!(found["items"][0]["code"], "SNV");
    let (_, nothing) = served.json("/api/v1/offices?q=%22%20OR%201").await;
    assert_eq!(nothing["items"].as_array().map(Vec::len), Some(0), "a question is only words");
    let (_, before) = served.json("/api/v1/offices/H660?at=2019-12-31").await;
    let (_, after) = served.json("/api/v1/offices/H660?at=2020-01-01").await;
    assert_eq!(before["name"], "Ủy ban nhân dân thị xã Gia Nghĩa");
    assert_eq!(after["name"], "Ủy ban nhân dân thành phố Gia Nghĩa");
    assert_eq!(after["history"].as_array().map(Vec::len), Some(2));
    assert_eq!(after["hours"][0]["spans"][0][0], "07:00:00");
    let (_, early) = served.json("/api/v1/offices/H660?at=2010-01-01").await;
    assert_eq!(early["in_force"], false);
}

#[tokio::test]
async fn an_answer_known_already_is_not_sent_again_and_a_long_one_is_packed() {
    let served = serve();
    let first = served.get("/api/v1/offices", &[]).await;
    let tag = header(&first, ETAG);
    let again = served.get("/api/v1/offices", &[(IF_NONE_MATCH, &tag)]).await;
    assert_eq!(again.status(), 304);
    let other = served.get("/api/v1/offices?limit=1", &[(IF_NONE_MATCH, &tag)]).await;
    assert_eq!(other.status(), 200, "another answer has another tag");
    let packed = served.get("/offices", &[(ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(header(&packed, CONTENT_ENCODING), "gzip");
    let css = served.get(page::asset::MOTCUA_CSS, &[(ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(header(&css, CONTENT_ENCODING), "gzip");
    assert!(header(&css, axum::http::header::CACHE_CONTROL).contains("immutable"));
}

/// Statements that a route sends once the catalogue is on its shelf.
const STATEMENTS: [(&str, u16, u64); 14] = [
    // Whether the catalogue changed, and offices by level.
    ("/", 200, 2),
    // Whether it changed, and names of the offices of all hits together.
    ("/procedures", 200, 2),
    ("/procedures?q=so+do", 200, 2),
    ("/procedures?q=so+do&part=results", 200, 2),
    // Every office carries it out, or none is named: there is no name to read.
    ("/procedures?q=lai+xe", 200, 1),
    ("/procedures?q=khong+co+gi+ca", 200, 1),
    ("/fields", 200, 1),
    // Its revisions, the contents of this one and the coming one, names of offices.
    ("/procedures/1.012784", 200, 4),
    ("/procedures/1.012784/print", 200, 3),
    ("/procedures/1.012784/diff?from=1&to=2", 200, 3),
    ("/procedures/3.000347", 200, 2),
    ("/procedures/9.999999", 404, 2),
    ("/api/v1/procedures?q=so+do", 200, 1),
    ("/api/v1/procedures/1.012784", 200, 3),
];

#[tokio::test]
async fn a_page_of_the_catalogue_sends_few_statements_however_long_it_is() {
    let served = serve_catalogue();
    assert_eq!(served.body("/fields").await.0, 200, "it makes the catalogue");
    let db = &served.site.house().db;
    let mut found = Vec::new();
    for (path, ..) in STATEMENTS {
        let before = db.statements();
        let (status, _) = served.body(path).await;
        found.push((path, status, db.statements() - before));
    }
    assert_eq!(found, STATEMENTS);
}

/// What a first view loads beside its page.
const ASSETS: [&str; 5] = [
    page::asset::GOVUK_CSS,
    page::asset::MOTCUA_CSS,
    page::asset::ICONS,
    page::asset::MARK,
    page::asset::SEARCH_JS,
];

#[tokio::test]
async fn a_first_view_of_the_catalogue_weighs_at_most_40_kb() {
    let served = serve_catalogue();
    let mut assets = 0;
    for asset in ASSETS {
        assets += served.packed(asset).await;
    }
    for path in ["/", "/procedures", "/procedures/1.001193", "/procedures/2.000815"] {
        let weight = assets + served.packed(path).await;
        assert!(weight <= 40_000, "{path}: {weight} bytes");
    }
}

#[tokio::test]
async fn tiles_lead_to_the_root_of_the_signed_checkpoint() {
    let served = serve();
    let (_, note) = served.body("/ledger/checkpoint").await;
    let (_, key) = served.body("/ledger/key").await;
    let key = String::from_utf8(key).expect("text").trim().parse().expect("a key");
    let (checkpoint, _) =
        Checkpoint::open(&String::from_utf8(note).expect("text"), &[key]).expect("it is signed");
    let (status, tile) = served.body(&format!("/ledger/tile/0/000.p/{}", checkpoint.size)).await;
    assert_eq!(status, 200);
    let (status, bundle) =
        served.body(&format!("/ledger/tile/entries/000.p/{}", checkpoint.size)).await;
    assert_eq!(status, 200);
    let entries = ledger::tile::unbundle(&bundle).expect("entries");
    let mut tree = ledger::tree::Frontier::default();
    for (entry, stored) in entries.iter().zip(tile.chunks_exact(32)) {
        let hash = ledger::hash::leaf_hash(entry);
        assert_eq!(hash, Hash(stored.try_into().expect("a hash")));
        tree.append(hash);
    }
    assert_eq!((tree.size(), tree.root()), (checkpoint.size, checkpoint.root));
    let beyond = served.body(&format!("/ledger/tile/0/000.p/{}", checkpoint.size + 1)).await;
    assert_eq!(beyond.0, 404, "nothing beyond the checkpoint is served");
}

#[tokio::test]
async fn whatever_is_refused_is_described_as_a_problem() {
    let (_, document) = serve().json("/api/openapi.json").await;
    let paths = document["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|item| item.as_object().expect("operations").values());
    let mut refusals = 0;
    for operation in operations {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            if status.starts_with(['4', '5']) {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{status} of {operation}");
                refusals += 1;
            }
        }
        let everywhere = ["401", "403", "429", "503"];
        assert!(everywhere.iter().all(|it| operation["responses"][it].is_object()), "{operation}");
    }
    assert!(refusals > 300, "{refusals}");
}

/// Every path of the interface, in its order.
const PATHS: &[&str] = &[
    "/api/v1/attachments",
    "/api/v1/attachments/{id}",
    "/api/v1/attachments/{id}/file",
    "/api/v1/dossiers",
    "/api/v1/dossiers/{code}",
    "/api/v1/dossiers/{code}/accept",
    "/api/v1/dossiers/{code}/acknowledge",
    "/api/v1/dossiers/{code}/add-paper",
    "/api/v1/dossiers/{code}/apologise",
    "/api/v1/dossiers/{code}/approve-due-date",
    "/api/v1/dossiers/{code}/attach-result",
    "/api/v1/dossiers/{code}/change-due-date",
    "/api/v1/dossiers/{code}/complete-supplement",
    "/api/v1/dossiers/{code}/consult",
    "/api/v1/dossiers/{code}/correct-result",
    "/api/v1/dossiers/{code}/deadline",
    "/api/v1/dossiers/{code}/decline-due-date",
    "/api/v1/dossiers/{code}/events",
    "/api/v1/dossiers/{code}/exclude",
    "/api/v1/dossiers/{code}/finish",
    "/api/v1/dossiers/{code}/forward",
    "/api/v1/dossiers/{code}/link",
    "/api/v1/dossiers/{code}/number",
    "/api/v1/dossiers/{code}/proof",
    "/api/v1/dossiers/{code}/propose",
    "/api/v1/dossiers/{code}/rating",
    "/api/v1/dossiers/{code}/reassign",
    "/api/v1/dossiers/{code}/record-opinion",
    "/api/v1/dossiers/{code}/record-payment",
    "/api/v1/dossiers/{code}/refuse",
    "/api/v1/dossiers/{code}/release",
    "/api/v1/dossiers/{code}/reply",
    "/api/v1/dossiers/{code}/request-payment",
    "/api/v1/dossiers/{code}/request-supplement",
    "/api/v1/dossiers/{code}/resume",
    "/api/v1/dossiers/{code}/return-result",
    "/api/v1/dossiers/{code}/return-step",
    "/api/v1/dossiers/{code}/revoke-result",
    "/api/v1/dossiers/{code}/send-back",
    "/api/v1/dossiers/{code}/sign",
    "/api/v1/dossiers/{code}/stop",
    "/api/v1/dossiers/{code}/take",
    "/api/v1/dossiers/{code}/transfer",
    "/api/v1/dossiers/{code}/void-payment",
    "/api/v1/dossiers/{code}/withdraw",
    "/api/v1/me",
    "/api/v1/measures",
    "/api/v1/measures/{id}",
    "/api/v1/measures/{id}/records",
    "/api/v1/offices",
    "/api/v1/offices/{code}",
    "/api/v1/procedures",
    "/api/v1/procedures/{code}",
    "/api/v1/procedures/{code}/diff",
    "/api/v1/procedures/{code}/form.schema.json",
    "/api/v1/procedures/{code}/revisions",
    "/api/v1/programmes",
    "/api/v1/programmes/{id}",
    "/api/v1/reports/{form}",
    "/api/v1/track",
    "/api/v1/uploads",
    "/api/v1/uploads/{id}",
];

#[tokio::test]
async fn the_description_names_every_path_of_the_interface() {
    let served = serve();
    let (status, document) = served.json("/api/openapi.json").await;
    assert_eq!(status, 200);
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    assert_eq!(paths, PATHS);
}

#[tokio::test]
async fn counters_are_for_this_machine_only() {
    let served = serve();
    let (status, text) = served.body("/metrics").await;
    assert_eq!(status, 200);
    assert!(String::from_utf8_lossy(&text).contains("motcua_ledger_size 192"));
    let proxied = HeaderName::from_static("x-forwarded-for");
    assert_eq!(served.get("/metrics", &[(proxied, "203.0.113.9")]).await.status(), 404);
    let far = Extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 9))));
    let request = Request::get("/metrics").body(Body::empty()).expect("a request");
    let answer = router(served.site.clone()).layer(far).oneshot(request).await.expect("an answer");
    assert_eq!(answer.status(), 404);
}

#[tokio::test]
async fn an_address_that_asks_too_often_waits_and_no_other_does() {
    let served = serve();
    let from = |address: &'static str| [(HeaderName::from_static("x-forwarded-for"), address)];
    let mut refused = None;
    for _ in 0..5000 {
        let answer = served.get("/about/sample", &from("198.51.100.7, 203.0.113.9")).await;
        if answer.status() == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the limit is reached");
    assert_eq!(header(&refused, axum::http::header::RETRY_AFTER), "60");
    assert!(header(&refused, CONTENT_TYPE).starts_with("text/html"), "a person reads it");
    let same = served.get("/about/sample", &from("192.0.2.55, 203.0.113.9")).await;
    assert_eq!(same.status(), 429, "what a client writes itself does not count");
    let other = served.get("/about/sample", &from("203.0.113.10")).await;
    assert_eq!(other.status(), 200);
    assert_eq!(served.get("/about/sample", &[]).await.status(), 200, "this machine is not limited");
}

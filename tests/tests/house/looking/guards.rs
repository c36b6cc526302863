//! What browsers are told with every answer, and what is believed of a request.

use axum::http::Method;
use db::Engine;
use server::web::router::routes;

use super::town::Town;

#[test]
fn every_answer_is_guarded_whoever_asks() {
    let town = Town::new(Engine::Sqlite);
    let paths =
        ["/", "/procedures", "/nothing", "/glass", "/persons", "/api/v1/offices", "/ledger"];
    for path in paths {
        for who in ["visitor", "data-protection@own", "citizen-own"] {
            let answer = town.get(who, path);
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{path} as {who}");
            }
            assert_eq!(answer.header("strict-transport-security"), "", "{path}: plain HTTP here");
        }
    }
}

#[test]
fn browsers_are_held_to_https_where_people_use_it() {
    let town = Town::at(Engine::Sqlite, "https://motcua.example");
    for path in ["/", "/nothing", "/api/v1/offices"] {
        let answer = town.get("visitor", path);
        let told = answer.header("strict-transport-security");
        assert!(told.starts_with("max-age=31536000"), "{path}: {told}");
    }
}

#[test]
fn a_host_that_a_request_names_is_never_believed() {
    let town = Town::new(Engine::Sqlite);
    let headers = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "host=evil.example;proto=https"),
    ];
    let session = town.sign_in("data-protection@own");
    for path in ["/", "/persons", "/glass/new", "/procedures", "/ledger", "/api/openapi.json"] {
        let answer = town.ask(&Method::GET, path, session.as_ref(), "", &headers);
        let location = answer.header("location");
        assert!(!answer.body.contains("evil.example") && !location.contains("evil"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
}

#[test]
fn a_sign_in_leads_back_to_where_it_was_asked_for() {
    let town = Town::new(Engine::Sqlite);
    let path = format!("/glass/new?subject={}", town.key("citizen-own"));
    let asked = town.get("visitor", &path);
    let back = format!("/sign-in?next=%2Fglass%2Fnew%3Fsubject%3D{}", town.key("citizen-own"));
    assert_eq!((asked.status, asked.header("location")), (303, &*back));
}

#[test]
fn a_form_of_another_site_is_refused_whatever_it_carries() {
    let town = Town::new(Engine::Sqlite);
    let session = town.sign_in("clerk@own");
    let cookie = session.as_ref().map(|(cookie, _)| cookie.clone()).unwrap_or_default();
    let path = "/persons/find";
    let marked = town.ask(&Method::POST, path, session.as_ref(), "number=1", &[]);
    assert_eq!(marked.status, 404, "its own form is taken");
    let unmarked = Some((cookie, "0".to_owned()));
    assert_eq!(town.ask(&Method::POST, path, unmarked.as_ref(), "number=1", &[]).status, 403);
}

#[test]
fn no_address_takes_personal_data() {
    let personal = ["name", "number", "phone", "email", "identity", "birth", "address", "login"];
    for route in routes().declared() {
        let parameters = route.path.split('/').filter(|part| part.starts_with('{'));
        for parameter in parameters {
            let plain = parameter.trim_matches(['{', '}', '*']);
            let is_post_number = plain == "number" && route.path.contains("/posts/");
            assert!(!personal.contains(&plain) || is_post_number, "{}", route.path);
        }
    }
    let town = Town::new(Engine::Sqlite);
    // Forms that are sent by GET put their fields into addresses.
    for path in ["/", "/persons", "/readings", "/procedures", "/offices", "/glass"] {
        let body = town.get("data-protection@own", path).body;
        for form in body.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let is_get = form.split('>').next().unwrap_or_default().contains("method=\"get\"");
            for field in personal {
                let named = form.contains(&format!("name=\"{field}\""));
                assert!(!(is_get && named), "{path} sends `{field}` in an address");
            }
        }
    }
}

//! Tracking a dossier by the two codes of its slip, without signing in.

use std::collections::HashSet;

use axum::http::Method;
use db::Engine;
use serde_json::{Value as Json, json};
use server::dossier::api::tracking_secret;

use super::dossiers::{Api, DESK, WARD, filed, read};
use super::town::{Answer, Town};
use crate::ground::ENGINES;

/// Codes that whoever has one slip tries its secret on.
const OTHERS: u32 = 100_000;

fn typed(town: &Town, code: &str, secret: &str) -> Answer {
    town.post("visitor", "/t", &format!("code={code}&secret={secret}"))
}

fn told(town: &Town, code: &str, secret: &str) -> Answer {
    let body = json!({ "code": code, "secret": secret }).to_string();
    let headers = [("content-type", "application/json")];
    town.ask(&Method::POST, "/api/v1/track", None, &body, &headers)
}

fn codes(whole: &Json) -> (String, String) {
    let text = |name: &str| whole[name].as_str().expect("a text").to_owned();
    (text("code"), text("tracking_secret"))
}

fn found(engine: Engine) {
    let town = Town::new(engine);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let specialist = Api::of(&town, WARD, &["specialist"]);
    let (code, secret) = codes(&filed(&clerk));
    clerk.act(&code, "forward", &json!({ "sets": 1 }));
    specialist.act(&code, "acknowledge", &json!({ "sets": 1 }));
    specialist.act(&code, "take", &json!({}));
    let lacks = json!({ "items": [{ "component": null, "reason": "other", "text": "Ảnh mờ" }] });
    specialist.act(&code, "request-supplement", &lacks);

    let led = town.get("visitor", &format!("/t/{}", code.to_lowercase()));
    assert_eq!(led.status, 200);
    assert!(led.body.contains(&format!("value=\"{code}\"")), "the code of the slip stands there");
    assert!(!led.body.contains(&secret));
    // As people type it: small letters, in groups.
    let (small, grouped) = (code.to_lowercase(), format!("{}+{}", &secret[..5], &secret[5..]));
    let page = typed(&town, &small, &grouped.to_lowercase());
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    for text in [&*code, "Ảnh mờ", "Nghĩa Đức", "Cần bổ sung 1 mục"] {
        assert!(page.body.contains(text), "{text}");
    }
    assert!(!page.body.contains("H&#39;Bia") && !page.body.contains("099195000017"), "no names");
    assert!(!page.body.contains("/paper/"), "papers open by signing in");
    let tracked = read(&told(&town, &code, &secret));
    assert_eq!((&tracked["national_status"], &tracked["to_add"]), (&json!(5), &json!(1)));
    assert_eq!((&tracked["holder"], &tracked["standing"]), (&json!(WARD), &json!(true)));
}

#[test]
fn whoever_has_the_slip_sees_where_the_dossier_is_and_what_to_do() {
    for engine in ENGINES {
        found(engine);
    }
}

#[test]
fn a_wrong_secret_and_a_code_that_nobody_has_are_answered_alike() {
    let town = Town::new(Engine::Sqlite);
    let (code, secret) = codes(&filed(&Api::of(&town, DESK, &["clerk"])));
    let nobodys = code.replace("-0001", "-9999");
    let shown = |answer: &Answer, typed: &str| {
        assert_eq!(answer.status, 422);
        answer.body.replace(typed, "CODE")
    };
    let wrong = shown(&typed(&town, &code, "2345678923"), &code);
    assert!(wrong.contains("Mã hồ sơ hoặc mã tra cứu chưa đúng"));
    let mark = |page: &str| page.split("name=\"key\"").map(str::len).sum::<usize>();
    let unknown = shown(&typed(&town, &nobodys, &secret), &nobodys);
    assert_eq!(mark(&wrong), mark(&unknown));
    let answers = [told(&town, &code, "2345678923"), told(&town, &nobodys, &secret)];
    assert_eq!((answers[0].status, &answers[0].body), (404, &answers[1].body));
    let empty = typed(&town, "", "");
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("href=\"#code\"") && empty.body.contains("href=\"#secret\""));
}

#[test]
fn guesses_at_one_dossier_wait_and_no_other_dossier_waits_for_them() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let ((code, secret), (other, others)) = (codes(&filed(&clerk)), codes(&filed(&clerk)));
    let answers = (0..20).map(|_| told(&town, &code, &others).status);
    let (wrong, waits): (Vec<u16>, Vec<u16>) = answers.partition(|status| *status == 404);
    assert!(wrong.len() < 10 && waits.iter().all(|status| *status == 429), "{wrong:?} {waits:?}");
    let told_to_wait = told(&town, &code, &others);
    let seconds = told_to_wait.header("retry-after").to_owned();
    assert!(seconds.parse::<u32>().is_ok_and(|seconds| (1..=900).contains(&seconds)), "{seconds}");
    assert!(told_to_wait.body.contains(&format!("wait {seconds} seconds")), "and the words agree");
    let waits = typed(&town, &code, &secret);
    assert_eq!(waits.status, 429, "from this address even the right one");
    assert!(waits.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds <= 900));
    assert!(waits.body.contains("Đã thử nhiều lần"));
    assert_eq!(told(&town, &other, &others).status, 200, "another dossier does not wait");
}

#[test]
fn the_secret_of_one_slip_opens_none_of_a_hundred_thousand_other_dossiers() {
    let town = Town::new(Engine::Sqlite);
    let site = &town.site().0;
    let secrets: HashSet<String> = (1..=OTHERS)
        .map(|number| tracking_secret(site, &format!("000.16.31.H16-191216-{number:04}")))
        .collect::<Result<_, _>>()
        .expect("secrets");
    assert_eq!(secrets.len(), OTHERS as usize);
    assert!(secrets.iter().all(|secret| secret.len() == 10));
}

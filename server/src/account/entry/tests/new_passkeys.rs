//! Passkeys that people add to their own account, with an authenticator in software.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::Means;
use serde_json::Value;

use super::ground::{Answer, Browser, Served, serve};
use super::passkeys::{self, Authenticator, text};
use crate::account::own::passkeys::LABEL_CHARS_MAX;
use crate::account::passkey::CHALLENGE_S;
use crate::account::session::FRESH_US;

const PAGE: &str = "/account/factors";
const BEGIN: &str = "/account/factors/passkey/begin";
const FINISH: &str = "/account/factors/passkey";
const NAME: &str = "/account/factors/passkey/name";
const AGAIN: &str = "/sign-in/again?next=%2Faccount%2Ffactors";
const ADDED: &str = "/account/factors?done=passkey-added";

/// A browser in which somebody signed in and sees their factors.
async fn inside<'a>(served: &'a Served, login: &str, address: &str) -> Browser<'a> {
    let mut browser = served.browser(address);
    assert_eq!(browser.sign_in(login).await.to, "/");
    assert_eq!(browser.get(PAGE).await.status, 200);
    browser
}

fn said(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).expect("JSON")
}

async fn begin(browser: &mut Browser<'_>, label: &str) -> Value {
    let answer = browser.post(BEGIN, &[("label", label)]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    said(&answer)["options"].clone()
}

/// An authenticator that makes a passkey for the account that the options name.
fn authenticator(seed: u8, options: &Value) -> Authenticator {
    let handle = options["user"]["id"].as_str().expect("a handle");
    Authenticator::new(seed, &URL_SAFE_NO_PAD.decode(handle).expect("base64url"))
}

async fn finish(browser: &mut Browser<'_>, key: &Authenticator, options: &Value) -> Answer {
    let made = key.registration(&options["challenge"]).to_string();
    browser.post(FINISH, &[("answer", &made)]).await
}

async fn add(browser: &mut Browser<'_>, seed: u8, label: &str) -> Authenticator {
    let options = begin(browser, label).await;
    let key = authenticator(seed, &options);
    assert_eq!(finish(browser, &key, &options).await.to, ADDED);
    key
}

/// Names of somebody's passkeys, once what is kept and what is told were found to be the same.
async fn labels(served: &Served, login: &str) -> Vec<String> {
    let found = served.account(login).await;
    let kept = found.credentials.iter().filter(|it| it.means == Means::Passkey);
    let (ids, labels): (Vec<_>, Vec<_>) = kept.map(|it| (it.id.clone(), it.label.clone())).unzip();
    let told = found.state.factors.iter().filter(|(means, _)| *means == Means::Passkey);
    let mut told: Vec<String> = told.map(|(_, id)| id.clone()).collect();
    told.sort();
    assert_eq!(told, ids, "what is kept is what is told");
    labels
}

fn demand_wrong(answer: &Answer, words: &str) {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let wrong = said(answer)["wrong"].as_str().unwrap_or_default().to_owned();
    assert!(wrong.contains(words), "{wrong}");
}

#[tokio::test]
async fn an_added_passkey_is_listed_signs_in_and_takes_the_place_of_the_app() {
    let served = serve();
    let mut browser = inside(&served, "linh", "192.0.2.1").await;
    let page = browser.get(PAGE).await.text;
    assert!(page.contains("data-new-passkey hidden") && page.contains("value=\"My device\""));
    let options = begin(&mut browser, "  Máy ở bàn 3 ").await;
    assert_eq!(options["user"]["name"], "linh");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let mut key = authenticator(3, &options);
    assert_eq!(finish(&mut browser, &key, &options).await.to, ADDED);
    let page = browser.get(ADDED).await.text;
    assert!(page.contains("Passkey “Máy ở bàn 3”") && page.contains("The passkey is ready"));
    assert_eq!(labels(&served, "linh").await, ["Máy ở bàn 3"]);
    let mut other = served.browser("192.0.2.2");
    let asked = passkeys::begin(&mut other, "choose").await;
    let answered = passkeys::finish(&mut other, "choose", &key.answer(&asked)).await;
    assert_eq!((answered.status, other.is_in().await), (200, true), "it signs in alone");
    let asked = passkeys::begin(&mut other, "own").await;
    let answered = passkeys::finish(&mut other, "own", &key.answer(&asked)).await;
    assert_eq!(answered.status, 200, "and once more before an act");
    other.get(PAGE).await;
    let remove = "/account/factors/remove";
    let app = other.post(remove, &[("means", "totp"), ("id", "")]).await;
    assert_eq!(app.to, "/account/factors?done=factor-removed", "the passkey is a second factor");
    let last = other.post(remove, &[("means", "passkey"), ("id", &text(&key.id))]).await;
    assert_eq!(last.status, 422, "and an officer keeps the last one");
    assert_eq!(labels(&served, "linh").await.len(), 1);
}

#[tokio::test]
async fn no_passkey_is_added_twice() {
    let served = serve();
    let mut browser = inside(&served, "linh", "192.0.2.1").await;
    let options = begin(&mut browser, "One").await;
    let key = authenticator(3, &options);
    let jar = browser.jar.clone();
    assert_eq!(finish(&mut browser, &key, &options).await.to, ADDED);
    browser.jar = jar;
    demand_wrong(&finish(&mut browser, &key, &options).await, "too long");
    let options = begin(&mut browser, "Two").await;
    assert_eq!(options["excludeCredentials"][0]["id"], text(&key.id), "browsers are told");
    demand_wrong(&finish(&mut browser, &key, &options).await, "already");
    let mut colleague = inside(&served, "khoi", "192.0.2.2").await;
    let options = begin(&mut colleague, "Three").await;
    demand_wrong(&finish(&mut colleague, &key, &options).await, "already");
    assert_eq!(labels(&served, "linh").await, ["One"], "the first is as it was");
    assert!(labels(&served, "khoi").await.is_empty());
}

#[tokio::test]
async fn a_challenge_is_answered_once_in_its_session_and_for_its_act() {
    let served = serve();
    let mut browser = inside(&served, "linh", "192.0.2.1").await;
    let mut colleague = inside(&served, "khoi", "192.0.2.2").await;
    let options = begin(&mut browser, "A").await;
    let key = authenticator(3, &options);
    colleague.jar.insert("__Host-passkey".to_owned(), browser.jar["__Host-passkey"].clone());
    demand_wrong(&finish(&mut colleague, &key, &options).await, "too long");
    let options = begin(&mut browser, "B").await;
    let begun = browser.jar["__Host-passkey"].clone();
    let mut key = add(&mut browser, 4, "C").await;
    let asked = passkeys::begin(&mut browser, "own").await;
    demand_wrong(&finish(&mut browser, &key, &asked).await, "too long");
    let asked = passkeys::begin(&mut browser, "own").await;
    let again = passkeys::finish(&mut browser, "own", &key.answer(&asked)).await;
    assert_eq!(again.status, 200);
    browser.get(PAGE).await;
    browser.jar.insert("__Host-passkey".to_owned(), begun);
    let other = authenticator(5, &options);
    demand_wrong(&finish(&mut browser, &other, &options).await, "too long");
    let options = begin(&mut browser, "D").await;
    let broken = browser.post(FINISH, &[("answer", "{}")]).await;
    demand_wrong(&broken, "was not added");
    demand_wrong(&finish(&mut browser, &other, &options).await, "too long");
    let options = begin(&mut browser, "E").await;
    served.pass(CHALLENGE_S);
    let late = finish(&mut browser, &other, &options).await;
    assert_eq!(late.to, AGAIN, "the second factor is as old as the challenge by then");
    assert_eq!(labels(&served, "linh").await, ["C"]);
    assert!(labels(&served, "khoi").await.is_empty());
}

#[tokio::test]
async fn a_passkey_is_called_what_its_owner_says() {
    let served = serve();
    let mut browser = inside(&served, "linh", "192.0.2.1").await;
    let long = "ế".repeat(LABEL_CHARS_MAX + 1);
    for label in ["", "  ", "a\nb", long.as_str()] {
        demand_wrong(&browser.post(BEGIN, &[("label", label)]).await, "at most 60 characters");
    }
    let key = add(&mut browser, 3, &long[..long.len() - "ế".len()]).await;
    let id = text(&key.id);
    let named = browser.post(NAME, &[("id", &id), ("label", "Của <Linh>")]).await;
    assert_eq!(named.to, "/account/factors?done=passkey-named");
    assert!(browser.get(&named.to).await.text.contains("has its new name"));
    let refused = browser.post(NAME, &[("id", &id), ("label", " ")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Give the passkey a name"), "{}", refused.text);
    let mut colleague = inside(&served, "khoi", "192.0.2.2").await;
    let taken = colleague.post(NAME, &[("id", &id), ("label", "Mine")]).await;
    assert_eq!(taken.status, 404, "a colleague's is not theirs to name");
    assert_eq!(labels(&served, "linh").await, ["Của <Linh>"]);
}

#[tokio::test]
async fn adding_and_naming_need_the_second_factor_just_now() {
    let served = serve();
    let mut browser = inside(&served, "linh", "192.0.2.1").await;
    let options = begin(&mut browser, "A").await;
    let key = authenticator(3, &options);
    served.pass(FRESH_US / 1_000_000);
    assert_eq!(browser.get(PAGE).await.status, 200);
    assert_eq!(browser.post(BEGIN, &[("label", "B")]).await.to, AGAIN);
    assert_eq!(finish(&mut browser, &key, &options).await.to, AGAIN);
    assert_eq!(browser.post(NAME, &[("id", "x"), ("label", "B")]).await.to, AGAIN);
    assert!(labels(&served, "linh").await.is_empty());
}

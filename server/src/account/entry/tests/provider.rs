//! Signing in by an identity provider: a small issuer on loopback.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::{Kind, Means};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use super::ground::{Answer, Browser, Served, serve};
use crate::account::oidc::{Client, Settings};

/// What the issuer says in its next token.
#[derive(Clone, Default)]
struct Issuer {
    url: String,
    says: Arc<Mutex<Value>>,
}

fn pair() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed")
}

async fn describe(State(issuer): State<Issuer>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", issuer.url);
    Json(json!({
        "issuer": issuer.url, "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"), "jwks_uri": at("/keys"),
        "end_session_endpoint": at("/leave"),
    }))
}

async fn keys() -> Json<Value> {
    let x = URL_SAFE_NO_PAD.encode(pair().public_key());
    Json(json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k", "alg": "EdDSA", "x": x}]}))
}

async fn token(State(issuer): State<Issuer>, Form(_): Form<Value>) -> Json<Value> {
    let claims = issuer.says.lock().expect("it can be read").clone();
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&json!({"alg": "EdDSA", "kid": "k"})), part(&claims));
    let signature = URL_SAFE_NO_PAD.encode(pair().sign(message.as_bytes()));
    Json(json!({"id_token": format!("{message}.{signature}"), "token_type": "Bearer"}))
}

/// Starts an issuer, and makes the house its client.
async fn issue(served: &Served) -> Issuer {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let issuer = Issuer { url: url.clone(), says: Arc::default() };
    let app = Router::new()
        .route("/.well-known/openid-configuration", get(describe))
        .route("/keys", get(keys))
        .route("/token", post(token))
        .with_state(issuer.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let settings = Settings {
        issuer: url,
        client_id: "motcua".to_owned(),
        client_secret: None,
        redirect_url: served.site.absolute(super::super::CALLBACK),
        scopes: Vec::new(),
        acr_values: vec!["gold".to_owned()],
    };
    served.site.porter().set_provider(Client::new(settings).expect("a client"));
    issuer
}

/// A value of the query that the browser was sent out with.
fn asked(answer: &Answer, name: &str) -> String {
    let (_, query) = answer.to.split_once('?').expect("a query");
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).expect("pairs");
    pairs.into_iter().find(|(known, _)| known == name).map(|(_, value)| value).expect("it is asked")
}

impl Issuer {
    /// Has the issuer say who signed in, on the journey of an answer.
    fn vouch(&self, served: &Served, out: &Answer, subject: &str, more: &Value) {
        let now = served.site.house().source.machine().0 / 1_000_000;
        let mut claims = json!({
            "iss": self.url, "sub": subject, "aud": "motcua", "nonce": asked(out, "nonce"),
            "iat": now, "exp": now + 300, "name": "Y Thông",
        });
        let object = claims.as_object_mut().expect("an object");
        object.extend(more.as_object().cloned().unwrap_or_default());
        *self.says.lock().expect("it can be written") = claims;
    }
}

async fn come_back(browser: &mut Browser<'_>, out: &Answer) -> Answer {
    let state = asked(out, "state");
    browser.get(&format!("/sign-in/callback?code=c&state={state}")).await
}

async fn walk(
    served: &Served,
    browser: &mut Browser<'_>,
    issuer: &Issuer,
    subject: &str,
) -> Answer {
    let out = browser.get("/sign-in/provider?next=/offices").await;
    assert!(out.status == 303 && out.to.starts_with(&issuer.url), "{} {}", out.status, out.text);
    issuer.vouch(served, &out, subject, &json!({}));
    come_back(browser, &out).await
}

#[tokio::test]
async fn a_first_visit_opens_a_citizens_account_and_the_next_finds_it() {
    let served = serve();
    let issuer = issue(&served).await;
    let mut browser = served.browser("192.0.2.1");
    assert!(browser.get("/sign-in").await.text.contains("/sign-in/provider?next="));
    let answer = walk(&served, &mut browser, &issuer, "s-1").await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices"), "{}", answer.text);
    let page = browser.get("/sign-in/again").await;
    assert!(page.status == 200 && page.text.contains("Y Thông"));
    let answer = browser.post("/sign-out", &[]).await;
    assert!(
        answer.text.contains(&format!("{}/leave?id_token_hint=", issuer.url)),
        "{}",
        answer.text
    );
    let count = async || {
        let read = served.site.house().db.read(|tx| {
            let rows = tx.rows(&crate::account::store::EVERYBODY, &[100.into()])?;
            let of = |row: &db::Row| Ok(row.text(1)? == Kind::Citizen.id());
            rows.iter().map(of).collect::<Result<Vec<bool>, db::Error>>()
        });
        read.await.expect("read").into_iter().filter(|is| *is).count()
    };
    let before = count().await;
    assert_eq!(walk(&served, &mut browser, &issuer, "s-1").await.status, 303);
    assert_eq!(count().await, before, "the same person");
    let mut other = served.browser("192.0.2.2");
    assert_eq!(walk(&served, &mut other, &issuer, "s-2").await.status, 303);
    assert_eq!(count().await, before + 1, "another subject is another person");
}

#[tokio::test]
async fn a_way_back_is_walked_once_in_time_and_by_its_own_browser() {
    let served = serve();
    let issuer = issue(&served).await;
    let mut browser = served.browser("192.0.2.1");
    let mut thief = served.browser("192.0.2.9");
    let out = browser.get("/sign-in/provider").await;
    issuer.vouch(&served, &out, "s-1", &json!({}));
    let foreign = come_back(&mut thief, &out).await;
    assert!(foreign.status == 422 && thief.session().is_none(), "another browser");
    let spent = come_back(&mut browser, &out).await;
    assert!(spent.status == 422 && browser.session().is_none(), "it was walked already");
    let out = browser.get("/sign-in/provider").await;
    issuer.vouch(&served, &out, "s-1", &json!({}));
    served.pass(16 * 60);
    assert_eq!(come_back(&mut browser, &out).await.status, 422, "it took too long");
    for (name, value) in [
        ("nonce", json!("another")),
        ("aud", json!("another")),
        ("iss", json!("https://evil.example")),
        ("exp", json!(1)),
    ] {
        let out = browser.get("/sign-in/provider").await;
        issuer.vouch(&served, &out, "s-1", &json!({name: value}));
        assert_eq!(come_back(&mut browser, &out).await.status, 422, "{name}");
    }
    let state = asked(&browser.get("/sign-in/provider").await, "state");
    let no = browser.get(&format!("/sign-in/callback?error=access_denied&state={state}")).await;
    assert_eq!(no.status, 422, "the issuer said no");
    assert!(browser.session().is_none());
}

#[tokio::test]
async fn an_identity_is_linked_from_inside_alone_and_an_officer_still_gives_a_code() {
    let served = serve();
    let issuer = issue(&served).await;
    let mut browser = served.browser("192.0.2.1");
    browser.sign_in("linh").await;
    assert_eq!(walk(&served, &mut browser, &issuer, "officer").await.status, 303);
    let linh = served.account("linh").await;
    assert_eq!(linh.state.links.len(), 1);
    let mut outside = served.browser("192.0.2.2");
    let answer = walk(&served, &mut outside, &issuer, "officer").await;
    assert_eq!(answer.to, "/sign-in/factor", "the issuer vouched for one factor");
    served.pass(31);
    let answer = outside.post("/sign-in/factor", &[("code", &served.code("linh", 0))]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices"));
    let out = served.browser("192.0.2.3").get("/sign-in/provider").await;
    assert_eq!(out.status, 303);
    let mut strong = served.browser("192.0.2.4");
    let out = strong.get("/sign-in/provider?next=/ledger").await;
    issuer.vouch(&served, &out, "officer", &json!({"amr": ["pwd", "mfa"]}));
    assert_eq!(come_back(&mut strong, &out).await.to, "/ledger", "it vouched for two");
    let mut khoi = served.browser("192.0.2.5");
    khoi.sign_in("khoi").await;
    assert_eq!(walk(&served, &mut khoi, &issuer, "officer").await.status, 422, "it is another's");
    let crossed = khoi.cross("/sign-in/provider").await;
    assert_eq!(crossed.status, 403, "another site cannot have an identity linked");
    served.pass(600);
    let late = khoi.get("/sign-in/provider?next=/offices").await;
    let again = "/sign-in/again?next=%2Fsign-in%2Fprovider%3Fnext%3D%252Foffices";
    assert_eq!(late.to, again, "nor can whoever finds the session open");
    let answer = khoi.post("/sign-in/again", &[("code", &served.code("khoi", 0))]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(walk(&served, &mut khoi, &issuer, "khoi's own").await.status, 303);
}

/// Sets out from a session to be confirmed by the issuer, which says what the claims say.
async fn confirm(
    served: &Served,
    browser: &mut Browser<'_>,
    issuer: &Issuer,
    (subject, more): (&str, &Value),
) -> Answer {
    let out = browser.get("/sign-in/again/provider?next=/account/password").await;
    assert!(out.to.starts_with(&issuer.url), "{} {}", out.status, out.text);
    assert_eq!((asked(&out, "prompt"), asked(&out, "max_age")), ("login".into(), "0".into()));
    assert_eq!(asked(&out, "acr_values"), "gold");
    issuer.vouch(served, &out, subject, more);
    come_back(browser, &out).await
}

#[tokio::test]
async fn who_signs_in_by_the_provider_alone_is_confirmed_there() {
    let served = serve();
    let issuer = issue(&served).await;
    let mut browser = served.browser("192.0.2.1");
    walk(&served, &mut served.browser("192.0.2.2"), &issuer, "s-2").await;
    walk(&served, &mut browser, &issuer, "s-1").await;
    let led = browser.get("/account/password").await;
    assert_eq!(led.to, "/sign-in/again?next=%2Faccount%2Fpassword", "nobody says when it was");
    let page = browser.get(&led.to).await;
    assert!(page.text.contains("/sign-in/again/provider?next="), "{}", page.text);
    assert!(!page.text.contains("name=\"code\"") && !page.text.contains("name=\"password\""));
    let now = || served.site.house().source.machine().0 / 1_000_000;
    let before = browser.session();
    for (subject, more, why) in [
        ("s-2", json!({"auth_time": now()}), "somebody else"),
        ("s-3", json!({"auth_time": now()}), "somebody whom nobody knows"),
        ("s-1", json!({"auth_time": now() - 61}), "before it was asked"),
        ("s-1", json!({"auth_time": now() + 120}), "in the future"),
        ("s-1", json!({}), "nobody says when"),
        ("s-1", json!({"auth_time": now(), "nonce": "another"}), "of another journey"),
        ("s-1", json!({"auth_time": now(), "iss": "https://evil.example"}), "another issuer"),
    ] {
        let answer = confirm(&served, &mut browser, &issuer, (subject, &more)).await;
        assert_eq!(answer.status, 422, "{why}");
        assert!(answer.text.contains("did not confirm that it is you"), "{why}: {}", answer.text);
        assert!(answer.text.contains("value=\"/account/password\""), "{why}: one can go on");
        assert_eq!(browser.session(), before, "{why}: the session stays as it was");
        assert_eq!(browser.get("/account/password").await.status, 303, "{why}");
    }
    let good = json!({"auth_time": now()});
    let answer = confirm(&served, &mut browser, &issuer, ("s-1", &good)).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/account/password"), "{}", answer.text);
    assert_ne!(browser.session(), before, "the token is a new one");
    assert_eq!(browser.get("/account/password").await.status, 200);
    served.pass(301);
    assert_eq!(browser.get("/account/password").await.status, 303, "for five minutes");
    let answer = browser.post("/sign-out", &[]).await;
    assert!(answer.text.contains("/leave?id_token_hint="), "the way out there goes along");
}

#[tokio::test]
async fn a_confirmation_belongs_to_the_session_that_set_out() {
    let served = serve();
    let issuer = issue(&served).await;
    let mut browser = served.browser("192.0.2.1");
    walk(&served, &mut browser, &issuer, "s-1").await;
    let crossed = browser.cross("/sign-in/again/provider").await;
    assert_eq!(crossed.status, 403, "no other site sets out");
    let out = browser.get("/sign-in/again/provider").await;
    let now = served.site.house().source.machine().0 / 1_000_000;
    issuer.vouch(&served, &out, "s-1", &json!({"auth_time": now}));
    let before = browser.session().expect("a session");
    let errand = browser.jar["__Host-errand"].clone();
    browser.get("/account").await;
    browser.post("/sign-out", &[]).await;
    walk(&served, &mut browser, &issuer, "s-1").await;
    let another = browser.session();
    assert_ne!(another.as_ref(), Some(&before));
    browser.jar.insert("__Host-errand".to_owned(), errand);
    let answer = come_back(&mut browser, &out).await;
    assert_eq!((answer.status, browser.session()), (422, another), "it is another session");
    let out = browser.get("/sign-in/again/provider").await;
    issuer.vouch(&served, &out, "s-1", &json!({"auth_time": now}));
    served.pass(6 * 60);
    assert_eq!(come_back(&mut browser, &out).await.status, 422, "it was proven too long ago");
    let mut linh = served.browser("192.0.2.3");
    linh.sign_in("linh").await;
    assert_eq!(linh.get("/sign-in/again/provider").await.status, 404, "who has a code gives it");
}

#[tokio::test]
async fn an_officer_without_means_of_their_own_needs_two_factors_of_the_provider() {
    let served = serve();
    let issuer = issue(&served).await;
    let mut inside = served.browser("192.0.2.1");
    inside.sign_in("linh").await;
    walk(&served, &mut inside, &issuer, "officer").await;
    let linh = served.account("linh").await.id;
    served.remove(&linh, Means::Totp).await;
    served.remove(&linh, Means::Password).await;
    let mut browser = served.browser("192.0.2.2");
    let out = browser.get("/sign-in/provider?next=/ledger").await;
    let now = || served.site.house().source.machine().0 / 1_000_000;
    let long_ago = json!({"acr": "gold", "auth_time": now() - 3_600});
    issuer.vouch(&served, &out, "officer", &long_ago);
    assert_eq!(come_back(&mut browser, &out).await.to, "/ledger", "the agreed level is two");
    assert_eq!(browser.get("/account/password").await.status, 303, "long ago is not just now");
    for amr in [json!(["pwd"]), json!(["otp"]), json!(["otp", "sms"]), json!([])] {
        let one = json!({"auth_time": now(), "amr": amr, "acr": "silver"});
        let answer = confirm(&served, &mut browser, &issuer, ("officer", &one)).await;
        assert_eq!(answer.status, 422, "{amr} is one factor");
    }
    for two in [json!({"acr": "gold"}), json!({"amr": ["pwd", "otp"]}), json!({"amr": ["mfa"]})] {
        served.pass(301);
        assert_eq!(browser.get("/account/password").await.status, 303);
        let mut said = json!({"auth_time": now()});
        said.as_object_mut().expect("an object").extend(two.as_object().cloned().expect("one"));
        let answer = confirm(&served, &mut browser, &issuer, ("officer", &said)).await;
        assert_eq!(answer.status, 303, "{two}: {}", answer.text);
        assert_eq!(browser.get("/account/password").await.status, 200);
    }
}

#[tokio::test]
async fn without_a_provider_there_is_no_way_to_it() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    assert_eq!(browser.get("/sign-in/provider").await.status, 404);
    assert_eq!(browser.get("/sign-in/callback?state=a&code=b").await.status, 404);
    assert!(!browser.get("/sign-in").await.text.contains("/sign-in/provider"));
}

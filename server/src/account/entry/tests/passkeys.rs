//! Passkeys over the router, with an authenticator in software.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::{Means, Own};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::ground::{Answer, Browser, Served, serve};
use crate::account::credential::Credential;
use crate::account::passkey::{Holder, Site};
use crate::account::{enrol, proof};

pub(super) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// An authenticator that says that it knows who touches it.
pub(super) struct Authenticator {
    pair: Ed25519KeyPair,
    pub(super) id: [u8; 16],
    handle: Vec<u8>,
    counter: u32,
}

impl Authenticator {
    /// One that is drawn from a seed, with a passkey for a handle.
    pub(super) fn new(seed: u8, handle: &[u8]) -> Authenticator {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key");
        Authenticator { pair, id: [seed; 16], handle: handle.to_vec(), counter: 0 }
    }

    fn word(&self, key: &[u8]) -> Vec<u8> {
        let made = if key.is_empty() { 0 } else { 0x40 };
        let mut word = Sha256::digest("localhost").to_vec();
        word.push(0x05 | made);
        word.extend(self.counter.to_be_bytes());
        word.extend(key);
        word
    }

    fn client(kind: &str, challenge: &Value) -> String {
        json!({"type": kind, "challenge": challenge, "origin": "http://localhost", "crossOrigin": false})
            .to_string()
    }

    /// Its key as COSE, behind its id (Web Authentication, 6.5.1).
    fn made(&self) -> Vec<u8> {
        let mut made = vec![0; 16];
        made.extend([0, 16]);
        made.extend(self.id);
        made.extend([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        made.extend(self.pair.public_key().as_ref());
        made
    }

    pub(super) fn registration(&self, challenge: &Value) -> Value {
        let word = self.word(&self.made());
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend(b"fmt");
        attestation.push(0x64);
        attestation.extend(b"none");
        attestation.push(0x67);
        attestation.extend(b"attStmt");
        attestation.extend([0xa0, 0x68]);
        attestation.extend(b"authData");
        attestation.extend([0x58, u8::try_from(word.len()).expect("short")]);
        attestation.extend(&word);
        let client = Authenticator::client("webauthn.create", challenge);
        json!({"id": text(&self.id), "response": {
            "clientDataJSON": text(client.as_bytes()), "attestationObject": text(&attestation),
        }})
    }

    pub(super) fn answer(&mut self, options: &Value) -> String {
        self.counter += 1;
        let client = Authenticator::client("webauthn.get", &options["challenge"]);
        let word = self.word(&[]);
        let message = [word.clone(), Sha256::digest(client.as_bytes()).to_vec()].concat();
        let signature = self.pair.sign(&message);
        json!({"id": text(&self.id), "response": {
            "clientDataJSON": text(client.as_bytes()), "authenticatorData": text(&word),
            "signature": text(signature.as_ref()), "userHandle": text(&self.handle),
        }})
        .to_string()
    }
}

/// Gives somebody a passkey.
async fn register(served: &Served, login: &str, seed: u8) -> Authenticator {
    let account = served.account(login).await.id;
    let handle = enrol::handle(&account).to_vec();
    let authenticator = Authenticator::new(seed, &handle);
    let site = Site::of("http://localhost", "Đắk Nông").expect("a site");
    let holder = Holder { handle: &handle, login, name: login };
    let source = &served.site.house().source;
    let (options, challenge) =
        site.begin_registration(&holder, &[], source.machine(), source.chance());
    let answer = authenticator.registration(&options["challenge"]);
    let answer = serde_json::from_value(answer).expect("an answer");
    let passkey =
        site.finish_registration(&challenge, &answer, source.machine()).expect("registered");
    let factor = Own::Secure { means: Means::Passkey, id: passkey.id.clone() };
    enrol::tell(&served.site, &account, factor).await.expect("told");
    let secret = serde_json::to_string(&passkey).expect("a record");
    let kept = proof::once(&served.site, Means::Passkey, secret);
    let kept = Credential { id: passkey.id, ..kept };
    proof::keep(&served.site, &account, kept).await.expect("kept");
    authenticator
}

pub(super) async fn begin(browser: &mut Browser<'_>, used: &str) -> Value {
    let answer = browser.post("/sign-in/passkey/begin", &[("use", used)]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    serde_json::from_str(&answer.text).expect("options")
}

pub(super) async fn finish(browser: &mut Browser<'_>, used: &str, answer: &str) -> Answer {
    let form = [("use", used), ("answer", answer), ("next", "/offices")];
    browser.post("/sign-in/passkey", &form).await
}

#[tokio::test]
async fn a_passkey_alone_signs_in_and_each_challenge_is_answered_once() {
    let served = serve();
    let mut key = register(&served, "linh", 3).await;
    let mut browser = served.browser("192.0.2.1");
    let options = begin(&mut browser, "choose").await;
    let answer = key.answer(&options);
    let kept = browser.jar.clone();
    let answered = finish(&mut browser, "choose", &answer).await;
    assert_eq!((answered.status, answered.text.as_str()), (200, "{\"next\":\"/offices\"}"));
    assert!(browser.is_in().await);
    let mut replay = served.browser("192.0.2.9");
    replay.jar = kept;
    assert_eq!(finish(&mut replay, "choose", &answer).await.status, 401, "a second time");
    let options = begin(&mut replay, "choose").await;
    assert_eq!(finish(&mut replay, "choose", &answer).await.status, 401, "another challenge");
    assert_eq!(finish(&mut replay, "choose", &key.answer(&options)).await.status, 401, "spent");
    assert!(!replay.is_in().await);
}

#[tokio::test]
async fn a_passkey_is_the_second_factor_and_the_second_look() {
    let served = serve();
    let mut key = register(&served, "linh", 3).await;
    let mut other = register(&served, "khoi", 4).await;
    let mut browser = served.browser("192.0.2.1");
    assert_eq!(browser.post("/sign-in/passkey/begin", &[("use", "own")]).await.status, 401);
    let password = served.person("linh").password.clone();
    let form = [("login", "linh"), ("password", password.as_str()), ("next", "/ledger")];
    assert_eq!(browser.post("/sign-in", &form).await.to, "/sign-in/factor");
    assert!(browser.get("/sign-in/factor").await.text.contains("data-passkey=\"own\""));
    let options = begin(&mut browser, "own").await;
    assert_eq!(options["allowCredentials"][0]["id"], text(&[3; 16]));
    assert_eq!(
        finish(&mut browser, "own", &other.answer(&options)).await.status,
        401,
        "a colleague's"
    );
    let options = begin(&mut browser, "own").await;
    let answered = finish(&mut browser, "own", &key.answer(&options)).await;
    assert_eq!(answered.text, "{\"next\":\"/ledger\"}", "the errand knows the way");
    assert!(browser.is_in().await);
    let before = browser.session();
    let options = begin(&mut browser, "own").await;
    assert_eq!(finish(&mut browser, "own", &key.answer(&options)).await.status, 200);
    assert_ne!(browser.session(), before, "a new token");
}

#[tokio::test]
async fn a_copied_passkey_is_set_aside() {
    let served = serve();
    let mut key = register(&served, "linh", 3).await;
    let mut browser = served.browser("192.0.2.1");
    key.counter = 10;
    let options = begin(&mut browser, "choose").await;
    assert_eq!(finish(&mut browser, "choose", &key.answer(&options)).await.status, 200);
    key.counter = 2;
    let mut copy = served.browser("192.0.2.9");
    let options = begin(&mut copy, "choose").await;
    assert_eq!(finish(&mut copy, "choose", &key.answer(&options)).await.status, 401);
    let found = served.account("linh").await;
    assert!(!found.credentials.iter().any(|it| it.means == Means::Passkey));
}

#[tokio::test]
async fn an_officers_last_passkey_that_was_copied_opens_nothing_and_leaves_no_gap() {
    let served = serve();
    let mut key = register(&served, "linh", 3).await;
    let linh = served.account("linh").await.id;
    let gone = Own::Unsecure { means: Means::Totp, id: String::new() };
    enrol::tell(&served.site, &linh, gone).await.expect("told");
    served.remove(&linh, Means::Totp).await;
    let mut browser = served.browser("192.0.2.1");
    key.counter = 10;
    let options = begin(&mut browser, "choose").await;
    assert_eq!(finish(&mut browser, "choose", &key.answer(&options)).await.status, 200);
    for counter in [2, 100] {
        key.counter = counter;
        let mut copy = served.browser("192.0.2.9");
        let options = begin(&mut copy, "choose").await;
        assert_eq!(finish(&mut copy, "choose", &key.answer(&options)).await.status, 401);
    }
    assert_eq!(served.tray().await.matches("A passkey of your").count(), 1, "the owner is told");
    let password = served.person("linh").password.clone();
    let form = [("login", "linh"), ("password", password.as_str())];
    let answer = served.browser("192.0.2.9").post("/sign-in", &form).await;
    assert_eq!(answer.to, "/sign-in/factor", "the password alone sets up no other factor");
}

#[tokio::test]
async fn a_passkey_that_was_taken_away_does_not_come_back_with_an_answer_under_way() {
    let served = serve();
    register(&served, "linh", 3).await;
    let found = served.account("linh").await;
    let of = |it: &&Credential| it.means == Means::Passkey;
    let before = found.credentials.iter().find(of).expect("it is there").clone();
    let after = Credential { used_at: Some(domain::MachineTime(1)), ..before.clone() };
    let (account, id) = (found.id.clone(), before.id.clone());
    let remove = move |tx: &mut db::Tx<'_>| {
        crate::account::credential::remove(tx, &account, Means::Passkey, &id)
    };
    served.site.door().work(remove).await.expect("removed");
    let kept = proof::replace(&served.site, &found.id, before, after).await.expect("worked");
    assert!(!kept && served.account("linh").await.passkeys().is_empty());
}

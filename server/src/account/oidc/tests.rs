use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::MachineTime;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use super::claims::{Expected, access_hash, believe};
use super::jws::{Keys, Token};
use super::*;

const ISSUER: &str = "https://sso.example.gov.vn";
const NOW: MachineTime = MachineTime(1_600_000_000_000_000);
const NOW_S: i64 = 1_600_000_000;
const BROWSER: &str = "the cookie of this browser";

fn settings() -> Settings {
    Settings {
        issuer: ISSUER.to_owned(),
        client_id: "motcua".to_owned(),
        client_secret: None,
        redirect_url: "https://motcua.example.gov.vn/sign-in/back".to_owned(),
        scopes: vec!["profile".to_owned()],
        acr_values: Vec::new(),
    }
}

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed")
}

fn keys() -> Keys {
    let x = URL_SAFE_NO_PAD.encode(key().public_key());
    let keys = json!({"keys": [
        {"kty": "OKP", "crv": "Ed25519", "kid": "one", "use": "sig", "alg": "EdDSA", "x": x},
        {"kty": "oct", "kid": "shared", "k": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "kid": "sealing", "use": "enc", "x": x},
        {"kty": "new-kind", "kid": "two"},
    ]});
    serde_json::from_value(keys).expect("keys")
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "9f2", "aud": "motcua", "nonce": "n-1",
        "exp": NOW_S + 300, "iat": NOW_S - 1, "auth_time": NOW_S - 10,
        "acr": "2", "amr": ["pwd", "otp"], "name": "Nguyễn Thị Hạnh",
    })
}

fn signed(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = key().sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn good_header() -> Value {
    json!({"alg": "EdDSA", "kid": "one"})
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        client_id: "motcua",
        nonce: "n-1",
        access_token: Some("access"),
        max_age_s: None,
        asked_at: NOW,
        subject: None,
        now: NOW,
    }
}

/// Everything that is done with a token: taken apart, held against the keys, believed.
fn judged(text: &str, expected: &Expected<'_>) -> Result<Identity, Distrust> {
    let token = Token::parse(text)?;
    let keys = keys();
    let keys = keys.of(&token);
    if keys.is_empty() {
        return Err(Distrust::UnknownKey);
    }
    match keys.into_iter().any(|key| token.is_signed_by(key)) {
        true => believe(&token, expected),
        false => Err(Distrust::Signature),
    }
}

/// What comes of the good claims with one of them changed, or taken away by `null`.
fn with(name: &str, value: Value) -> Result<Identity, Distrust> {
    let mut claims = claims();
    let object = claims.as_object_mut().expect("an object");
    match value {
        Value::Null => object.remove(name),
        value => object.insert(name.to_owned(), value),
    };
    judged(&signed(&good_header(), &claims), &expected())
}

#[test]
fn a_good_token_tells_who_signed_in_and_how() {
    let identity = judged(&signed(&good_header(), &claims()), &expected()).expect("good");
    assert_eq!((identity.issuer.as_str(), identity.subject.as_str()), (ISSUER, "9f2"));
    assert_eq!(identity.acr.as_deref(), Some("2"));
    assert_eq!(identity.amr, ["pwd", "otp"]);
    assert_eq!(identity.auth_time, Some(MachineTime(NOW.0 - 10_000_000)));
    assert_eq!(identity.claims["name"], "Nguyễn Thị Hạnh");
}

#[test]
fn a_token_is_for_this_house_from_this_issuer_and_of_this_sign_in() {
    for (name, value, why) in [
        ("iss", json!("https://sso.example.gov.vn/"), Distrust::Issuer),
        ("iss", Value::Null, Distrust::Malformed),
        ("aud", json!("another"), Distrust::Audience),
        ("aud", json!([]), Distrust::Audience),
        ("aud", json!(["motcua", "another"]), Distrust::Audience),
        ("azp", json!("another"), Distrust::Audience),
        ("nonce", json!("n-2"), Distrust::Nonce),
        ("nonce", Value::Null, Distrust::Nonce),
        ("sub", json!(""), Distrust::Malformed),
        ("sub", json!("x".repeat(256)), Distrust::Malformed),
        ("sub", Value::Null, Distrust::Malformed),
        ("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"), Distrust::AccessHash),
    ] {
        assert_eq!(with(name, value.clone()), Err(why), "{name} = {value}");
    }
    let hash = access_hash(Algorithm::EdDsa, "access");
    assert!(with("at_hash", json!(hash)).is_ok());
    assert!(with("aud", json!(["motcua"])).is_ok());
}

#[test]
fn a_token_has_its_time_with_a_minute_of_leeway() {
    for (name, value, is_good) in [
        ("exp", NOW_S - 59, true),
        ("exp", NOW_S - 60, false),
        ("iat", NOW_S + 60, true),
        ("iat", NOW_S + 61, false),
        ("nbf", NOW_S + 61, false),
        ("nbf", NOW_S, true),
    ] {
        assert_eq!(with(name, json!(value)).is_ok(), is_good, "{name} {}", value - NOW_S);
    }
    assert_eq!(with("exp", Value::Null), Err(Distrust::Malformed), "no token is for ever");
    assert!(with("exp", json!(1e300)).is_ok(), "far away, and no overflow");
}

#[test]
fn a_fresh_sign_in_must_say_when_it_was() {
    let fresh = |claims: &Value| {
        let expected = Expected { max_age_s: Some(60), ..expected() };
        judged(&signed(&good_header(), claims), &expected).map(|_| ())
    };
    let mut claims = claims();
    assert_eq!(fresh(&claims), Ok(()));
    for value in [json!(NOW_S - 121), json!(NOW_S + 3_600), json!(1e300), Value::Null] {
        claims["auth_time"] = value;
        assert_eq!(fresh(&claims), Err(Distrust::AuthTime));
    }
}

#[test]
fn a_sign_in_is_fresh_as_of_the_setting_out_however_long_the_pages_there_take() {
    let at = |asked_at_s: i64, signed_in_s: i64| {
        let asked_at = MachineTime((NOW_S + asked_at_s) * 1_000_000);
        let expected = Expected { max_age_s: Some(0), asked_at, ..expected() };
        let mut claims = claims();
        claims["auth_time"] = json!(NOW_S + signed_in_s);
        judged(&signed(&good_header(), &claims), &expected).map(|_| ())
    };
    assert_eq!(at(-600, -590), Ok(()), "the rest of the pages took ten minutes");
    assert_eq!(at(-600, -660), Ok(()), "a minute of leeway");
    assert_eq!(at(-600, -661), Err(Distrust::AuthTime), "before it was asked");
    assert_eq!(at(0, 60), Ok(()));
    assert_eq!(at(0, 61), Err(Distrust::AuthTime), "in the future");
}

#[test]
fn nobody_else_proves_anew_to_be_the_one_who_was() {
    let by = |subject: &'static str| {
        let expected = Expected { subject: Some(subject), ..expected() };
        judged(&signed(&good_header(), &claims()), &expected).map(|identity| identity.subject)
    };
    assert_eq!(by("9f2"), Ok("9f2".to_owned()));
    for other in ["9f3", "9F2", "9f", ""] {
        assert_eq!(by(other), Err(Distrust::Subject), "{other}");
    }
}

#[test]
fn two_means_of_one_kind_are_one_factor() {
    for (amr, is_two) in [
        (json!([]), false),
        (json!(["pwd"]), false),
        (json!(["otp"]), false),
        (json!(["hwk"]), false),
        (json!(["pwd", "pin"]), false),
        (json!(["otp", "sms"]), false),
        (json!(["pwd", "unheard-of"]), false),
        (json!(["mfa"]), true),
        (json!(["pwd", "otp"]), true),
        (json!(["hwk", "pin"]), true),
        (json!(["swk", "fpt"]), true),
    ] {
        let identity = with("amr", amr.clone()).expect("good");
        assert_eq!(identity.is_by_two_factors(), is_two, "{amr}");
    }
}

#[test]
fn a_level_that_was_agreed_on_vouches_for_two() {
    let client = |acr_values: &[&str]| {
        let acr_values = acr_values.iter().map(|acr| (*acr).to_owned()).collect();
        Client::new(Settings { acr_values, ..settings() }).expect("https")
    };
    let mut identity = with("amr", json!(["pwd"])).expect("good");
    assert!(!client(&[]).vouches_for_two(&identity));
    assert!(!client(&["3"]).vouches_for_two(&identity));
    assert!(client(&["3", "2"]).vouches_for_two(&identity));
    identity.acr = None;
    assert!(!client(&["3", "2"]).vouches_for_two(&identity));
}

#[test]
fn no_algorithm_is_believed_but_the_key_s_own() {
    let of = |header: Value| judged(&signed(&header, &claims()), &expected()).map(|_| ());
    for name in ["none", "None", "", "HS256", "HS512", "RS1", "eddsa"] {
        assert_eq!(of(json!({"alg": name, "kid": "one"})), Err(Distrust::Algorithm), "{name}");
    }
    assert_eq!(of(json!({"alg": "RS256", "kid": "one"})), Err(Distrust::UnknownKey));
    assert_eq!(of(json!({"kid": "one"})), Err(Distrust::Malformed));
    let critical = json!({"alg": "EdDSA", "kid": "one", "crit": ["b64"]});
    assert_eq!(of(critical), Err(Distrust::Malformed));
    assert_eq!(of(json!({"alg": "EdDSA"})), Ok(()), "without an id every key is tried");
    let stripped = signed(&json!({"alg": "none"}), &claims());
    let stripped = &stripped[..=stripped.rfind('.').expect("three parts")];
    assert_eq!(judged(stripped, &expected()), Err(Distrust::Algorithm));
}

#[test]
fn keys_that_are_not_for_signing_sign_nothing() {
    for id in ["sealing", "shared", "two", "three"] {
        let token = signed(&json!({"alg": "EdDSA", "kid": id}), &claims());
        assert_eq!(judged(&token, &expected()), Err(Distrust::UnknownKey), "{id}");
    }
}

#[test]
fn a_token_with_any_byte_changed_is_not_believed() {
    let good = signed(&good_header(), &claims());
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'B' { b'C' } else { b'B' };
        let changed = String::from_utf8(bytes).expect("letters");
        assert!(judged(&changed, &expected()).is_err(), "byte {at}");
    }
    for part in ["", ".", "..", "a.b", "a.b.c", &format!("{good}.x"), &"A".repeat(40_000)] {
        assert!(judged(part, &expected()).is_err());
    }
}

#[test]
fn a_signature_of_the_curve_is_believed_from_its_own_key_alone() {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
    let pair = EcdsaKeyPair::from_pkcs8(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        pkcs8.expect("made").as_ref(),
        &random,
    );
    let pair = pair.expect("a key");
    let point = pair.public_key().as_ref();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
    let keys: Keys = serde_json::from_value(json!({"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "ec", "x": x, "y": y},
        {"kty": "EC", "crv": "P-384", "kid": "ec", "x": x, "y": y},
    ]}))
    .expect("keys");
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&json!({"alg": "ES256", "kid": "ec"})), part(&claims()));
    let signature = pair.sign(&random, message.as_bytes()).expect("signed");
    let text = format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
    let token = Token::parse(&text).expect("three parts");
    let found: Vec<bool> = keys.of(&token).into_iter().map(|key| token.is_signed_by(key)).collect();
    assert_eq!(found, [true, false], "the second key is of another curve");
}

fn begun() -> (String, Journey) {
    let ask = Ask {
        login_hint: Some("hanh.nt@daknong"),
        subject: Some("9f2"),
        prompt: Some(Prompt::Login),
        max_age_s: Some(0),
        acr_values: &["2".to_owned(), "1".to_owned()],
    };
    let chance = std::array::from_fn(|at| u8::try_from(at).expect("under 96"));
    Journey::begin(&settings(), "https://sso.example.gov.vn/auth?x=1", &ask, BROWSER, NOW, chance)
}

fn value<'a>(url: &'a str, name: &str) -> &'a str {
    let pairs = url.split(['?', '&']).filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

#[test]
fn the_browser_is_sent_with_state_nonce_and_challenge_and_without_the_verifier() {
    let (url, journey) = begun();
    assert!(url.starts_with("https://sso.example.gov.vn/auth?x=1&response_type=code&"), "{url}");
    assert_eq!(value(&url, "scope"), "openid%20profile");
    assert_eq!(value(&url, "nonce"), journey.nonce);
    assert_eq!(value(&url, "prompt"), "login");
    assert_eq!(value(&url, "max_age"), "0");
    assert_eq!(value(&url, "acr_values"), "2%201");
    assert_eq!(value(&url, "login_hint"), "hanh.nt%40daknong");
    assert_eq!(value(&url, "code_challenge_method"), "S256");
    assert_eq!(value(&url, "code_challenge").len(), 43);
    assert!(!url.contains(&journey.verifier));
    assert!(!url.contains("9f2"), "who is expected is nobody else's business");
    assert_eq!(state_key(value(&url, "state")), journey.key());
}

#[test]
fn only_the_same_browser_comes_back_with_the_same_state_in_time() {
    let (url, journey) = begun();
    let kept = serde_json::to_string(&journey).expect("text");
    let journey: Journey = serde_json::from_str(&kept).expect("a journey");
    let state = value(&url, "state").to_owned();
    assert!(!kept.contains(&state), "the state is kept as a hash");
    let good = Returned { state, code: Some("c".to_owned()), error: None, iss: None };
    let back = |returned: &Returned, browser, after_s: i64| {
        let now = MachineTime(NOW.0 + after_s * 1_000_000);
        journey.code(returned, browser, ISSUER, now).map(str::to_owned)
    };
    assert_eq!(back(&good, BROWSER, JOURNEY_S - 1), Ok("c".to_owned()));
    assert_eq!(back(&good, BROWSER, JOURNEY_S), Err(Error::TooLate));
    assert_eq!(back(&good, "another cookie", 0), Err(Error::OtherBrowser));
    let other = Returned { state: "forged".to_owned(), ..good.clone() };
    assert_eq!(back(&other, BROWSER, 0), Err(Error::OtherState));
    let named = |iss: &str| Returned { iss: Some(iss.to_owned()), ..good.clone() };
    assert!(back(&named(ISSUER), BROWSER, 0).is_ok());
    let elsewhere = Error::OtherIssuer("https://evil.example".to_owned());
    assert_eq!(back(&named("https://evil.example"), BROWSER, 0), Err(elsewhere));
    let denied = Returned { error: Some("access_denied".to_owned()), ..good.clone() };
    assert_eq!(back(&denied, BROWSER, 0), Err(Error::Refused("access_denied".to_owned())));
    let forged = Returned { error: Some("no\n2019 INFO all is well".to_owned()), ..good.clone() };
    let plain = Error::Refused("no2019 INFO all is well".to_owned());
    assert_eq!(back(&forged, BROWSER, 0), Err(plain), "no line of the log is made up");
    let empty = Returned { code: None, ..good };
    assert!(matches!(back(&empty, BROWSER, 0), Err(Error::Malformed { .. })));
}

#[test]
fn no_secret_is_printed_for_debugging() {
    let mut settings = settings();
    settings.client_secret = Some("very secret".to_owned());
    let (_, journey) = begun();
    let printed = format!("{settings:?} {journey:?}");
    assert!(!printed.contains("very secret") && !printed.contains(&journey.verifier), "{printed}");
}

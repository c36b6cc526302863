//! What an ID token must say before it is believed (OpenID Connect Core, 3.1.3.7).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::MachineTime;
use serde::Deserialize;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

use super::jws::{Algorithm, Token};
use super::{Distrust, LEEWAY_S};

/// The longest subject, in characters (OpenID Connect Core, 2).
const SUBJECT_CHARACTERS_MAX: usize = 255;

/// Who signed in, by the issuer's word.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The issuer. With the subject, the one key of an identity.
    pub issuer: String,
    /// The issuer's name for the person, never given to another.
    pub subject: String,
    /// How sure the issuer is, in its own words; checked before an act that needs it.
    pub acr: Option<String>,
    /// By which means the person signed in: `pwd`, `otp`, `hwk` (RFC 8176).
    pub amr: Vec<String>,
    /// When the person signed in at the issuer.
    pub auth_time: Option<MachineTime>,
    /// Everything that the token says: names and numbers, to be shown and never to be keyed by.
    pub claims: Map<String, Value>,
}

/// A kind of factor (NIST SP 800-63B, 2): two means of one kind are one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Factor {
    Known,
    Had,
    Inborn,
}

impl Identity {
    /// Whether the issuer says that the person signed in by two factors (RFC 8176, 2).
    pub fn is_by_two_factors(&self) -> bool {
        let mut kinds = self.amr.iter().filter_map(|amr| kind(amr));
        let first = kinds.next();
        let has_other = kinds.any(|kind| Some(kind) != first);
        has_other || self.amr.iter().any(|amr| amr == "mfa")
    }
}

fn kind(amr: &str) -> Option<Factor> {
    Some(match amr {
        "pwd" | "pin" | "kba" => Factor::Known,
        "otp" | "sms" | "tel" | "hwk" | "swk" | "sc" | "pop" => Factor::Had,
        "face" | "fpt" | "iris" | "retina" | "vbm" => Factor::Inborn,
        _ => return None,
    })
}

/// What a token is held against.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    pub(super) access_token: Option<&'a str>,
    pub(super) max_age_s: Option<u32>,
    /// When the browser was sent out: the age is as of then, for people take their time.
    pub(super) asked_at: MachineTime,
    /// Who must have signed in; anybody where it is not known.
    pub(super) subject: Option<&'a str>,
    pub(super) now: MachineTime,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    at_hash: Option<String>,
    auth_time: Option<f64>,
    acr: Option<String>,
    #[serde(default)]
    amr: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Believes a token whose signature was found right, or says why not.
pub(super) fn believe(token: &Token<'_>, expected: &Expected<'_>) -> Result<Identity, Distrust> {
    let claims: Map<String, Value> =
        serde_json::from_slice(&token.payload).map_err(|_| Distrust::Malformed)?;
    let read: Claims =
        serde_json::from_value(Value::Object(claims.clone())).map_err(|_| Distrust::Malformed)?;
    if read.iss != expected.issuer {
        return Err(Distrust::Issuer);
    }
    let subject_length = read.sub.chars().count();
    if subject_length == 0 || subject_length > SUBJECT_CHARACTERS_MAX {
        return Err(Distrust::Malformed);
    }
    if expected.subject.is_some_and(|subject| subject != read.sub) {
        return Err(Distrust::Subject);
    }
    check_audience(&read, expected.client_id)?;
    check_time(&read, expected)?;
    let nonce = read.nonce.as_deref().unwrap_or_default();
    if !bool::from(nonce.as_bytes().ct_eq(expected.nonce.as_bytes())) {
        return Err(Distrust::Nonce);
    }
    if let (Some(hash), Some(access_token)) = (&read.at_hash, expected.access_token)
        && *hash != access_hash(token.algorithm, access_token)
    {
        return Err(Distrust::AccessHash);
    }
    Ok(Identity {
        issuer: read.iss,
        subject: read.sub,
        acr: read.acr,
        amr: read.amr,
        auth_time: read.auth_time.map(instant),
        claims,
    })
}

/// Meant for the house alone: a token that others may present too names the house as the party
/// that it was issued to.
fn check_audience(claims: &Claims, client_id: &str) -> Result<(), Distrust> {
    let audiences = match &claims.aud {
        Audience::One(one) => std::slice::from_ref(one),
        Audience::Many(many) => many.as_slice(),
    };
    let is_meant = audiences.iter().any(|audience| audience == client_id);
    let is_party = claims.azp.as_ref().is_none_or(|party| party == client_id);
    let names_party = audiences.len() == 1 || claims.azp.is_some();
    match is_meant && is_party && names_party {
        true => Ok(()),
        false => Err(Distrust::Audience),
    }
}

fn check_time(claims: &Claims, expected: &Expected<'_>) -> Result<(), Distrust> {
    let leeway = LEEWAY_S * 1_000_000;
    let (earliest, latest) = (expected.now.0 - leeway, expected.now.0 + leeway);
    let begun = [Some(claims.iat), claims.nbf].into_iter().flatten();
    let has_begun = begun.into_iter().all(|begin| instant(begin).0 <= latest);
    if instant(claims.exp).0 <= earliest || !has_begun {
        return Err(Distrust::Time);
    }
    let Some(max_age_s) = expected.max_age_s else { return Ok(()) };
    // Who asks for a fresh sign-in must be told when it was.
    let signed_in = claims.auth_time.map(instant).ok_or(Distrust::AuthTime)?;
    let fresh_until = signed_in.0.saturating_add(i64::from(max_age_s) * 1_000_000);
    let is_fresh = fresh_until >= expected.asked_at.0.saturating_sub(leeway);
    match is_fresh && signed_in.0 <= latest {
        true => Ok(()),
        false => Err(Distrust::AuthTime),
    }
}

/// Seconds since 1970, whole or not (RFC 7519, 2); what is out of range becomes its edge.
fn instant(seconds: f64) -> MachineTime {
    MachineTime((seconds * 1e6) as i64)
}

/// The left half of the hash of an access token.
pub(super) fn access_hash(algorithm: Algorithm, access_token: &str) -> String {
    let hash = ring::digest::digest(algorithm.digest(), access_token.as_bytes());
    let hash = hash.as_ref();
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

//! The house as a client of one issuer.

use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::MachineTime;
use serde::Deserialize;

use super::super::escape::escaped;
use super::claims::{Expected, Identity, believe};
use super::fetch::Host;
use super::journey::{Ask, CHANCE_BYTES, Journey, Prompt, Returned, form, with_query};
use super::jws::{Keys, Token};
use super::{Distrust, Error, Settings};

/// How long what an issuer says of itself is believed, in seconds.
const DISCOVERY_S: i64 = 24 * 3_600;
/// How long to wait before keys are read once more for a token with an unknown one, in seconds:
/// tokens made up by strangers must not make the house hammer the issuer.
const KEYS_AGAIN_S: i64 = 60;
const SECOND_US: i64 = 1_000_000;

/// The house as a client of one issuer; remembers what the issuer said of itself.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    host: Host,
    known: Mutex<Option<Known>>,
}

/// What the issuer said of itself, and when.
#[derive(Clone, Debug)]
struct Known {
    issuer: Discovered,
    at: MachineTime,
    keys: Keys,
    keys_at: MachineTime,
}

/// The issuer's own description (OpenID Connect Discovery, 3).
#[derive(Clone, Debug, Deserialize)]
struct Discovered {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// A sign-in that is believed.
#[derive(Clone, PartialEq)]
pub struct SignedIn {
    /// Who it is.
    pub identity: Identity,
    /// The token itself: the hint that the issuer wants at sign-out. Kept with the session.
    pub id_token: String,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedIn({:?}, …)", self.identity)
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Client {
    /// A client of the issuer of these settings. Asks nobody yet.
    pub fn new(settings: Settings) -> Result<Client, Error> {
        let host = Host::of(&settings.issuer)?;
        Ok(Client { settings, host, known: Mutex::default() })
    }

    /// Sets out: the address to send the browser to, and the record to keep. `browser` is the value
    /// of a cookie that this browser alone has. Asks the issuer when it was not asked for a day.
    pub fn begin(
        &self,
        ask: &Ask<'_>,
        browser: &str,
        now: MachineTime,
        chance: [u8; CHANCE_BYTES],
    ) -> Result<(String, Journey), Error> {
        let issuer = self.known(now)?.issuer;
        let endpoint = &issuer.authorization_endpoint;
        Ok(Journey::begin(&self.settings, endpoint, ask, browser, now, chance))
    }

    /// What is asked for when somebody who is signed in here is to prove themselves anew there.
    /// `subject` is who they were, where it is known: nobody else is believed.
    pub fn anew<'a>(&'a self, subject: Option<&'a str>) -> Ask<'a> {
        Ask {
            subject,
            prompt: Some(Prompt::Login),
            max_age_s: Some(0),
            acr_values: &self.settings.acr_values,
            login_hint: None,
        }
    }

    /// Whether the issuer vouches for two factors: by a level that was agreed on, or by means of
    /// two kinds.
    pub fn vouches_for_two(&self, identity: &Identity) -> bool {
        let agreed = |acr: &String| self.settings.acr_values.contains(acr);
        identity.acr.as_ref().is_some_and(agreed) || identity.is_by_two_factors()
    }

    /// Comes back: exchanges the code and believes the token, or says why not.
    pub fn finish(
        &self,
        journey: &Journey,
        returned: &Returned,
        browser: &str,
        now: MachineTime,
    ) -> Result<SignedIn, Error> {
        let code = journey.code(returned, browser, &self.settings.issuer, now)?;
        let issuer = self.known(now)?.issuer;
        if issuer.authorization_response_iss_parameter_supported && returned.iss.is_none() {
            return Err(Error::OtherIssuer("none, though it always names itself".to_owned()));
        }
        let tokens = self.exchange(&issuer, code, &journey.verifier)?;
        let token = Token::parse(&tokens.id_token)?;
        self.check_signature(&token, now)?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: &journey.nonce,
            access_token: tokens.access_token.as_deref(),
            max_age_s: journey.max_age_s,
            asked_at: journey.begun(),
            subject: journey.subject.as_deref(),
            now,
        };
        let identity = believe(&token, &expected)?;
        Ok(SignedIn { identity, id_token: tokens.id_token })
    }

    /// Where to send the browser after signing out here, so that the issuer signs out too and sends
    /// it back to `back`; `None` when the issuer has no such page.
    pub fn sign_out(
        &self,
        id_token: &str,
        back: &str,
        now: MachineTime,
    ) -> Result<Option<String>, Error> {
        let query = [
            ("id_token_hint", id_token.to_owned()),
            ("client_id", self.settings.client_id.clone()),
            ("post_logout_redirect_uri", back.to_owned()),
        ];
        let endpoint = self.known(now)?.issuer.end_session_endpoint;
        Ok(endpoint.map(|endpoint| with_query(&endpoint, &query)))
    }

    fn exchange(&self, issuer: &Discovered, code: &str, verifier: &str) -> Result<Tokens, Error> {
        let mut values = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", self.settings.redirect_url.clone()),
            ("code_verifier", verifier.to_owned()),
        ];
        let client_id = &self.settings.client_id;
        let methods = &issuer.token_endpoint_auth_methods_supported;
        let only_in_form =
            !methods.is_empty() && methods.iter().all(|method| method != "client_secret_basic");
        let authorization = match &self.settings.client_secret {
            Some(secret) if !only_in_form => {
                let pair = format!("{}:{}", escaped(client_id), escaped(secret));
                Some(format!("Basic {}", STANDARD.encode(pair)))
            }
            Some(secret) => {
                values.push(("client_id", client_id.clone()));
                values.push(("client_secret", secret.clone()));
                None
            }
            None => {
                values.push(("client_id", client_id.clone()));
                None
            }
        };
        let url = &issuer.token_endpoint;
        let answer = self.host.post(url, &form(&values), authorization.as_deref())?;
        match answer.status {
            200 => answer.json("the tokens"),
            400 | 401 => {
                let refused: Refused = answer.json("the refusal of a token")?;
                Err(Error::Refused(refused.error))
            }
            status => Err(Error::Status { url: url.clone(), status }),
        }
    }

    /// Holds a token against the issuer's keys; reads them once more for a key that is new.
    fn check_signature(&self, token: &Token<'_>, now: MachineTime) -> Result<(), Error> {
        let mut known = self.known(now)?;
        if known.keys.of(token).is_empty() && since(known.keys_at, now) >= KEYS_AGAIN_S {
            known.keys = self.host.get(&known.issuer.jwks_uri, "the keys of the issuer")?;
            known.keys_at = now;
            self.remember(known.clone());
        }
        let keys = known.keys.of(token);
        if keys.is_empty() {
            return Err(Distrust::UnknownKey.into());
        }
        match keys.into_iter().any(|key| token.is_signed_by(key)) {
            true => Ok(()),
            false => Err(Distrust::Signature.into()),
        }
    }

    /// What the issuer says of itself, asked anew once a day.
    fn known(&self, now: MachineTime) -> Result<Known, Error> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known.filter(|known| since(known.at, now) < DISCOVERY_S) {
            return Ok(known);
        }
        // The lock is not held while the issuer is asked: two may ask, and the later is kept.
        let issuer = self.discover()?;
        let keys = self.host.get(&issuer.jwks_uri, "the keys of the issuer")?;
        let known = Known { issuer, at: now, keys, keys_at: now };
        self.remember(known.clone());
        Ok(known)
    }

    fn discover(&self) -> Result<Discovered, Error> {
        let base = self.settings.issuer.trim_end_matches('/');
        let url = format!("{base}/.well-known/openid-configuration");
        let issuer: Discovered = self.host.get(&url, "the issuer's description")?;
        if issuer.issuer != self.settings.issuer {
            return Err(Error::OtherIssuer(issuer.issuer));
        }
        // The browser is sent nowhere else either: a description that was tampered with must not
        // lead people to a false sign-in page.
        let addresses = [&issuer.authorization_endpoint, &issuer.token_endpoint, &issuer.jwks_uri];
        for url in addresses.into_iter().chain(&issuer.end_session_endpoint) {
            self.host.owns(url)?;
        }
        Ok(issuer)
    }

    fn remember(&self, known: Known) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}

/// Seconds from one instant to another; after a clock was set back, as if long ago.
fn since(then: MachineTime, now: MachineTime) -> i64 {
    match now < then {
        true => i64::MAX,
        false => (now.0 - then.0) / SECOND_US,
    }
}

//! One sign-in on its way: what the browser is sent with, and what it must come back with.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::MachineTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::super::escape::escaped;
use super::{Error, JOURNEY_S, Settings};

/// Bytes of chance in a journey: a state, a nonce and a PKCE verifier of 256 bits each.
pub const CHANCE_BYTES: usize = 96;

/// Characters of a word of the query that are kept, at most.
const WORD_CHARACTERS_MAX: usize = 200;

/// What is asked of the issuer beside a sign-in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask<'a> {
    /// Who is expected: the issuer fills it in.
    pub login_hint: Option<&'a str>,
    /// Who must come back, by the issuer's name for them; the issuer is not told.
    pub subject: Option<&'a str>,
    /// What the issuer shows.
    pub prompt: Option<Prompt>,
    /// How long ago the person may have signed in at the issuer, in seconds.
    pub max_age_s: Option<u32>,
    /// How sure the issuer shall be, the best first, in its own words.
    pub acr_values: &'a [String],
}

/// What the issuer shows to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The sign-in page, even if the person is signed in: before an act that needs it.
    Login,
    /// Nothing: answers at once whether somebody is signed in.
    None,
    /// The choice between several accounts.
    SelectAccount,
}

/// A sign-in on its way, as it is kept under [`Journey::key`] until the browser comes back. It is
/// deleted when it is read: a way back is walked once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journey {
    key: String,
    browser: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) max_age_s: Option<u32>,
    #[serde(default)]
    pub(super) subject: Option<String>,
    ends: MachineTime,
}

impl std::fmt::Debug for Journey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Journey({}, …)", self.key)
    }
}

/// What the browser comes back with: the query of the redirect.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Returned {
    /// The journey's state.
    #[serde(default)]
    pub state: String,
    /// The code to exchange.
    pub code: Option<String>,
    /// Why there is none.
    pub error: Option<String>,
    /// The issuer that answered (RFC 9207).
    pub iss: Option<String>,
}

/// The key under which the journey of a state is kept.
pub fn state_key(state: &str) -> String {
    hashed("state", state)
}

impl Journey {
    /// Sets out: the address to send the browser to, and the record to keep. `browser` is the value
    /// of a cookie that this browser alone has.
    pub(super) fn begin(
        settings: &Settings,
        endpoint: &str,
        ask: &Ask<'_>,
        browser: &str,
        now: MachineTime,
        chance: [u8; CHANCE_BYTES],
    ) -> (String, Journey) {
        let mut texts = chance.chunks(32).map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        let mut text = || texts.next().expect("invariant: 96 bytes are three texts");
        let (state, nonce, verifier) = (text(), text(), text());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let url = with_query(endpoint, &asked(settings, ask, &state, &nonce, &challenge));
        let journey = Journey {
            key: state_key(&state),
            browser: hashed("browser", browser),
            nonce,
            verifier,
            max_age_s: ask.max_age_s,
            subject: ask.subject.map(str::to_owned),
            ends: MachineTime(now.0.saturating_add(JOURNEY_S * 1_000_000)),
        };
        (url, journey)
    }

    /// The key to keep it under: the hash of its state.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Until when it is worth keeping.
    pub fn ends(&self) -> MachineTime {
        self.ends
    }

    /// When the browser was sent out.
    pub(super) fn begun(&self) -> MachineTime {
        MachineTime(self.ends.0.saturating_sub(JOURNEY_S * 1_000_000))
    }

    /// The code that the browser brought back, if it is this journey's browser, in time, and from
    /// the right issuer.
    pub(super) fn code<'a>(
        &self,
        returned: &'a Returned,
        browser: &str,
        issuer: &str,
        now: MachineTime,
    ) -> Result<&'a str, Error> {
        let is_same = |one: &str, other: &str| bool::from(one.as_bytes().ct_eq(other.as_bytes()));
        if !is_same(&self.key, &state_key(&returned.state)) {
            return Err(Error::OtherState);
        }
        if !is_same(&self.browser, &hashed("browser", browser)) {
            return Err(Error::OtherBrowser);
        }
        if now >= self.ends {
            return Err(Error::TooLate);
        }
        // An issuer that names itself is held to it, so that no other one's code is taken to it.
        if let Some(named) = returned.iss.as_deref().filter(|named| *named != issuer) {
            return Err(Error::OtherIssuer(word(named)));
        }
        match (&returned.error, &returned.code) {
            (Some(error), _) => Err(Error::Refused(word(error))),
            (None, Some(code)) => Ok(code),
            (None, None) => {
                let why = "it has neither a code nor an error".to_owned();
                Err(Error::Malformed { what: "the way back", why })
            }
        }
    }
}

/// A word of the query, fit for a log: anybody can write one, so it must not look like lines.
fn word(text: &str) -> String {
    let plain = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
    plain.take(WORD_CHARACTERS_MAX).collect()
}

fn asked(
    settings: &Settings,
    ask: &Ask<'_>,
    state: &str,
    nonce: &str,
    challenge: &str,
) -> Vec<(&'static str, String)> {
    let scopes = std::iter::once("openid").chain(settings.scopes.iter().map(String::as_str));
    let mut query = vec![
        ("response_type", "code".to_owned()),
        ("client_id", settings.client_id.clone()),
        ("redirect_uri", settings.redirect_url.clone()),
        ("scope", scopes.collect::<Vec<_>>().join(" ")),
        ("state", state.to_owned()),
        ("nonce", nonce.to_owned()),
        ("code_challenge", challenge.to_owned()),
        ("code_challenge_method", "S256".to_owned()),
    ];
    if let Some(hint) = ask.login_hint {
        query.push(("login_hint", hint.to_owned()));
    }
    if let Some(prompt) = ask.prompt {
        let prompt = match prompt {
            Prompt::Login => "login",
            Prompt::None => "none",
            Prompt::SelectAccount => "select_account",
        };
        query.push(("prompt", prompt.to_owned()));
    }
    if let Some(seconds) = ask.max_age_s {
        query.push(("max_age", seconds.to_string()));
    }
    if !ask.acr_values.is_empty() {
        query.push(("acr_values", ask.acr_values.join(" ")));
    }
    query
}

/// An address with a query, or with more of it.
pub(super) fn with_query(url: &str, query: &[(&str, String)]) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{}", form(query))
}

/// Names and values as a form sends them.
pub(super) fn form(values: &[(&str, String)]) -> String {
    let pairs = values.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn hashed(kind: &str, text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("motcua/oidc/{kind}/{text}")))
}

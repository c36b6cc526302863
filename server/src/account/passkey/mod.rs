//! Passkeys (Web Authentication, level 3): nothing to remember, nothing to phish.
//!
//! The house asks for no attestation: it does not matter who made an authenticator, and a list of
//! approved makers would shut people out. So the statement about the maker is read over, and what
//! is believed is a signature by the key that the person registered.
//!
//! The values of the browser's interface go in and out as JSON (`PublicKeyCredential.toJSON` and
//! `parseCreationOptionsFromJSON`).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::MachineTime;
use serde::{Deserialize, Serialize};
use serde_json::json;

mod answer;
mod cbor;
mod key;

use answer::{AuthenticatorWord, check_client, decode};
use cbor::Value;
use key::{ALGORITHMS, PublicKey};

/// How long somebody may look for the authenticator, in seconds.
pub const CHALLENGE_S: i64 = 5 * 60;
/// Bytes of chance in a challenge.
pub const CHANCE_BYTES: usize = 32;
/// The longest handle of an account, in bytes (Web Authentication, 5.4.3).
pub const HANDLE_BYTES_MAX: usize = 64;

/// The site that passkeys belong to: from the configured public address, never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    id: String,
    origin: String,
    name: String,
}

impl Site {
    /// The site at a public address: HTTPS, or `http://localhost`, which browsers allow too. `None`
    /// for any other address, where browsers would refuse.
    pub fn of(public_url: &str, name: &str) -> Option<Site> {
        let (scheme, rest) = public_url.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next().filter(|it| !it.contains('@'))?;
        let authority = authority.to_ascii_lowercase();
        let (id, port) = match authority.split_once(':') {
            Some((id, port)) => (id, Some(port)),
            None => (authority.as_str(), None),
        };
        let is_name = id.contains(|c: char| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
        let is_secure = scheme == "https" || (scheme == "http" && id == "localhost");
        (is_name && is_secure).then_some(())?;
        // A browser's origin leaves out the port that everybody expects.
        let port = port.filter(|port| (scheme, *port) != ("https", "443"));
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        Some(Site {
            id: id.to_owned(),
            origin: format!("{scheme}://{id}{port}"),
            name: name.to_owned(),
        })
    }
}

/// An account that a passkey is made for.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// Chance that names the account to authenticators, up to [`HANDLE_BYTES_MAX`]; never the
    /// login, for it is kept in the open.
    pub handle: &'a [u8],
    /// The login, shown by the authenticator.
    pub login: &'a str,
    /// The person's name, shown by the authenticator.
    pub name: &'a str,
}

/// A registered passkey, as it is kept. Its id is unique over all accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// Its id, in base64url: the key of its row.
    pub id: String,
    key: PublicKey,
    counter: u32,
    can_be_backed_up: bool,
    /// Copies exist: losing the device does not lose it.
    pub is_backed_up: bool,
    /// It was copied, and opens nothing any more.
    #[serde(default)]
    is_set_aside: bool,
    /// How it is reached: `internal`, `usb`, `hybrid`; a hint for browsers.
    transports: Vec<String>,
}

impl Passkey {
    /// The same, set aside: it opens nothing any more.
    #[must_use]
    pub fn set_aside(&self) -> Passkey {
        Passkey { is_set_aside: true, ..self.clone() }
    }
}

/// Whether the authenticator must know who touches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// By fingerprint, face or PIN: for signing in by passkey alone, and before an act that needs
    /// it. Registration always asks for it.
    Required,
    /// A touch is enough: as a second factor after a password.
    Discouraged,
}

impl Verification {
    fn name(self) -> &'static str {
        match self {
            Verification::Required => "required",
            Verification::Discouraged => "discouraged",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Register,
    SignIn,
}

/// A challenge on its way, as it is kept, together with the session that asked for it: who registers
/// must be who was asked. It is deleted when it is read: each is answered once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    act: Act,
    text: String,
    /// The account's handle in base64url; none for a sign-in that lets the authenticator choose.
    handle: Option<String>,
    verification: Verification,
    ends: MachineTime,
}

/// Why an answer is refused. For logs; a person is told only that it did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not what a browser sends.
    #[error("malformed")]
    Malformed,
    /// It comes too late.
    #[error("too late")]
    TooLate,
    /// A registration for a sign-in, or the other way round.
    #[error("another act")]
    OtherAct,
    /// It answers another challenge.
    #[error("another challenge")]
    OtherChallenge,
    /// It was given to another page, or inside one.
    #[error("another origin")]
    OtherOrigin,
    /// It was given for another site.
    #[error("another site")]
    OtherSite,
    /// It is of another passkey or another account.
    #[error("another passkey")]
    OtherPasskey,
    /// Nobody touched the authenticator.
    #[error("nobody present")]
    Absent,
    /// The authenticator does not know who touched it.
    #[error("not verified")]
    Unverified,
    /// The key is of an algorithm that was not asked for.
    #[error("algorithm not allowed")]
    Algorithm,
    /// The signature does not fit.
    #[error("wrong signature")]
    Signature,
    /// It has signed less often than it had before: there are two of it. The owner is told, and the
    /// passkey is set aside.
    #[error("the passkey was copied")]
    Copied,
    /// It was copied before.
    #[error("the passkey was set aside")]
    SetAside,
}

/// A browser's answer to a registration.
#[derive(Clone, Debug, Deserialize)]
pub struct Registration {
    id: String,
    response: RegistrationWords,
}

#[derive(Clone, Debug, Deserialize)]
struct RegistrationWords {
    #[serde(rename = "clientDataJSON")]
    client: String,
    #[serde(rename = "attestationObject")]
    attestation: String,
    #[serde(default)]
    transports: Vec<String>,
}

/// A browser's answer to a sign-in.
#[derive(Clone, Debug, Deserialize)]
pub struct SignIn {
    /// The passkey's id, under which the caller finds it.
    pub id: String,
    response: SignInWords,
}

#[derive(Clone, Debug, Deserialize)]
struct SignInWords {
    #[serde(rename = "clientDataJSON")]
    client: String,
    #[serde(rename = "authenticatorData")]
    authenticator: String,
    signature: String,
    #[serde(rename = "userHandle")]
    handle: Option<String>,
}

/// The longest name of a transport, in bytes.
const TRANSPORT_BYTES_MAX: usize = 32;
/// Transports that are kept of an answer, at most.
const TRANSPORTS_MAX: usize = 8;

impl Site {
    /// Begins to register: what the browser is given, and the record to keep. `known` are the
    /// account's passkeys, so that no authenticator makes a second one.
    pub fn begin_registration(
        &self,
        holder: &Holder<'_>,
        known: &[Passkey],
        now: MachineTime,
        chance: [u8; CHANCE_BYTES],
    ) -> (serde_json::Value, Challenge) {
        let handle = URL_SAFE_NO_PAD.encode(holder.handle);
        let verification = Verification::Required;
        let challenge = challenge(Act::Register, Some(handle), verification, now, chance);
        let algorithms = ALGORITHMS.map(|number| json!({"type": "public-key", "alg": number}));
        let options = json!({
            "rp": {"id": self.id, "name": self.name},
            "user": {
                "id": challenge.handle,
                "name": holder.login,
                "displayName": holder.name,
            },
            "challenge": challenge.text,
            "pubKeyCredParams": algorithms,
            "timeout": CHALLENGE_S * 1_000,
            "excludeCredentials": described(known),
            "authenticatorSelection": {
                "residentKey": "preferred",
                "userVerification": Verification::Required.name(),
            },
            "attestation": "none",
        });
        (options, challenge)
    }

    /// Registers the passkey that the browser brings. The caller refuses an id that is known.
    pub fn finish_registration(
        &self,
        challenge: &Challenge,
        answer: &Registration,
        now: MachineTime,
    ) -> Result<Passkey, Refused> {
        challenge.check(Act::Register, now)?;
        let client = decode(&answer.response.client)?;
        check_client(&client, "webauthn.create", &challenge.text, self)?;
        let attestation = decode(&answer.response.attestation)?;
        let (attestation, rest) = cbor::read(&attestation).ok_or(Refused::Malformed)?;
        let word = attestation.get(&Value::Text("authData")).and_then(Value::bytes);
        let word = word.filter(|_| rest.is_empty()).ok_or(Refused::Malformed)?;
        let mut word = AuthenticatorWord::read(word, self)?;
        check_person(&word, challenge.verification)?;
        let (id, key) = word.made.take().ok_or(Refused::Malformed)?;
        if decode(&answer.id)? != id {
            return Err(Refused::OtherPasskey);
        }
        let transports = answer.response.transports.iter();
        let is_word = |it: &&String| {
            it.len() <= TRANSPORT_BYTES_MAX && it.chars().all(|c| c.is_ascii_alphanumeric())
        };
        let transports = transports.filter(is_word);
        Ok(Passkey {
            id: URL_SAFE_NO_PAD.encode(id),
            key,
            counter: word.counter,
            can_be_backed_up: word.can_be_backed_up(),
            is_backed_up: word.is_backed_up(),
            is_set_aside: false,
            transports: transports.take(TRANSPORTS_MAX).cloned().collect(),
        })
    }

    /// Begins a sign-in with one of the account's passkeys; with none of them, whichever passkey the
    /// person chooses for this site.
    pub fn begin_sign_in(
        &self,
        account: Option<(&[u8], &[Passkey])>,
        verification: Verification,
        now: MachineTime,
        chance: [u8; CHANCE_BYTES],
    ) -> (serde_json::Value, Challenge) {
        let handle = account.map(|(handle, _)| URL_SAFE_NO_PAD.encode(handle));
        let challenge = challenge(Act::SignIn, handle, verification, now, chance);
        let options = json!({
            "challenge": challenge.text,
            "timeout": CHALLENGE_S * 1_000,
            "rpId": self.id,
            "allowCredentials": account.map_or_else(Vec::new, |(_, known)| described(known)),
            "userVerification": verification.name(),
        });
        (options, challenge)
    }

    /// Believes a sign-in with a passkey that the caller has found by the answer's id, together with
    /// the handle of the account that it belongs to. The record that it answers takes the old one's
    /// place.
    pub fn finish_sign_in(
        &self,
        challenge: &Challenge,
        (handle, passkey): (&[u8], &Passkey),
        answer: &SignIn,
        now: MachineTime,
    ) -> Result<Passkey, Refused> {
        challenge.check(Act::SignIn, now)?;
        let handle = URL_SAFE_NO_PAD.encode(handle);
        check_owner(challenge, &handle, passkey, answer)?;
        let client = decode(&answer.response.client)?;
        let client_hash = check_client(&client, "webauthn.get", &challenge.text, self)?;
        let bytes = decode(&answer.response.authenticator)?;
        let word = AuthenticatorWord::read(&bytes, self)?;
        check_person(&word, challenge.verification)?;
        let signature = decode(&answer.response.signature)?;
        if !passkey.key.signed(&[&bytes[..], &client_hash].concat(), &signature) {
            return Err(Refused::Signature);
        }
        // One that can be copied to a cloud was made so; it cannot become so.
        if word.can_be_backed_up() != passkey.can_be_backed_up {
            return Err(Refused::Malformed);
        }
        if passkey.is_set_aside {
            return Err(Refused::SetAside);
        }
        let counts = word.counter != 0 || passkey.counter != 0;
        if counts && word.counter <= passkey.counter {
            return Err(Refused::Copied);
        }
        Ok(Passkey { counter: word.counter, is_backed_up: word.is_backed_up(), ..passkey.clone() })
    }
}

impl SignIn {
    /// The handle of the account that the authenticator names.
    pub fn handle(&self) -> Option<Vec<u8>> {
        let named = self.response.handle.as_deref()?;
        decode(named).ok().filter(|handle| !handle.is_empty())
    }
}

impl Challenge {
    /// The key to keep it under, and what the browser's answer repeats.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Until when it is worth keeping.
    pub fn ends(&self) -> MachineTime {
        self.ends
    }

    fn check(&self, act: Act, now: MachineTime) -> Result<(), Refused> {
        match (self.act == act, now < self.ends) {
            (false, _) => Err(Refused::OtherAct),
            (true, false) => Err(Refused::TooLate),
            (true, true) => Ok(()),
        }
    }
}

fn challenge(
    act: Act,
    handle: Option<String>,
    verification: Verification,
    now: MachineTime,
    chance: [u8; CHANCE_BYTES],
) -> Challenge {
    let ends = MachineTime(now.0.saturating_add(CHALLENGE_S * 1_000_000));
    Challenge { act, text: URL_SAFE_NO_PAD.encode(chance), handle, verification, ends }
}

fn described(known: &[Passkey]) -> Vec<serde_json::Value> {
    let described = known.iter().map(
        |passkey| json!({"type": "public-key", "id": passkey.id, "transports": passkey.transports}),
    );
    described.collect()
}

fn check_person(word: &AuthenticatorWord, verification: Verification) -> Result<(), Refused> {
    if !word.is_present() {
        return Err(Refused::Absent);
    }
    match verification {
        Verification::Required if !word.is_verified() => Err(Refused::Unverified),
        Verification::Required | Verification::Discouraged => Ok(()),
    }
}

/// The passkey is the one that answered, and belongs to the account that was asked, or that the
/// authenticator names where none was.
fn check_owner(
    challenge: &Challenge,
    handle: &str,
    passkey: &Passkey,
    answer: &SignIn,
) -> Result<(), Refused> {
    let named = answer.response.handle.as_deref().filter(|named| !named.is_empty());
    let is_asked = challenge.handle.as_deref().is_none_or(|asked| asked == handle);
    let is_named = match named {
        Some(named) => named.trim_end_matches('=') == handle,
        None => challenge.handle.is_some(),
    };
    let is_it = answer.id.trim_end_matches('=') == passkey.id;
    match is_it && is_asked && is_named {
        true => Ok(()),
        false => Err(Refused::OtherPasskey),
    }
}

#[cfg(test)]
mod tests;

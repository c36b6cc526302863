//! What a browser and an authenticator say, read and held against what was asked.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::cbor;
use super::key::PublicKey;
use super::{Refused, Site};

/// The largest part of an answer, in bytes: statements about an authenticator can be long.
const PART_BYTES_MAX: usize = 64 * 1024;
/// The longest id of a passkey, in bytes (Web Authentication, 7.1).
const ID_BYTES_MAX: usize = 1_023;

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const CAN_BE_BACKED_UP: u8 = 1 << 3;
const IS_BACKED_UP: u8 = 1 << 4;
const HAS_KEY: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// What the browser says: the part that both answers share.
#[derive(Deserialize)]
struct ClientWord {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
    #[serde(rename = "topOrigin")]
    top_origin: Option<String>,
}

/// Reads base64url of a bearable length.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, Refused> {
    if text.len() > PART_BYTES_MAX {
        return Err(Refused::Malformed);
    }
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Refused::Malformed)
}

/// Checks the browser's word: the act, the challenge, the page; its hash, which was signed.
pub(super) fn check_client(
    word: &[u8],
    kind: &str,
    challenge: &str,
    site: &Site,
) -> Result<[u8; 32], Refused> {
    let read: ClientWord = serde_json::from_slice(word).map_err(|_| Refused::Malformed)?;
    if read.kind != kind {
        return Err(Refused::OtherAct);
    }
    if !bool::from(read.challenge.as_bytes().ct_eq(challenge.as_bytes())) {
        return Err(Refused::OtherChallenge);
    }
    // Never inside a page of somebody else.
    if read.origin != site.origin || read.cross_origin || read.top_origin.is_some() {
        return Err(Refused::OtherOrigin);
    }
    Ok(Sha256::digest(word).into())
}

/// A new passkey's id and public key.
type Made = (Vec<u8>, PublicKey);

/// What the authenticator says (Web Authentication, 6.1).
#[derive(Debug)]
pub(super) struct AuthenticatorWord {
    flags: u8,
    /// How often it has signed; 0 for those that do not count.
    pub(super) counter: u32,
    /// The new passkey, at registration.
    pub(super) made: Option<Made>,
}

impl AuthenticatorWord {
    /// Reads it all, to the last byte, and checks that it was said to this site.
    pub(super) fn read(bytes: &[u8], site: &Site) -> Result<AuthenticatorWord, Refused> {
        let (site_hash, rest) = bytes.split_at_checked(32).ok_or(Refused::Malformed)?;
        let (&flags, rest) = rest.split_first().ok_or(Refused::Malformed)?;
        let (counter, mut rest) = rest.split_first_chunk().ok_or(Refused::Malformed)?;
        if site_hash != Sha256::digest(&site.id).as_slice() {
            return Err(Refused::OtherSite);
        }
        let mut made = None;
        if flags & HAS_KEY != 0 {
            let (found, after) = read_made(rest)?;
            (made, rest) = (Some(found), after);
        }
        if flags & HAS_EXTENSIONS != 0 {
            rest = cbor::read(rest).ok_or(Refused::Malformed)?.1;
        }
        let is_backup_odd = flags & IS_BACKED_UP != 0 && flags & CAN_BE_BACKED_UP == 0;
        if !rest.is_empty() || is_backup_odd {
            return Err(Refused::Malformed);
        }
        Ok(AuthenticatorWord { flags, counter: u32::from_be_bytes(*counter), made })
    }

    /// Somebody touched it.
    pub(super) fn is_present(&self) -> bool {
        self.flags & PRESENT != 0
    }

    /// It knows who: by fingerprint, face or PIN.
    pub(super) fn is_verified(&self) -> bool {
        self.flags & VERIFIED != 0
    }

    /// Whether the passkey can leave the device at all.
    pub(super) fn can_be_backed_up(&self) -> bool {
        self.flags & CAN_BE_BACKED_UP != 0
    }

    /// Whether copies of the passkey exist.
    pub(super) fn is_backed_up(&self) -> bool {
        self.flags & IS_BACKED_UP != 0
    }
}

/// The id and the public key of a new passkey; the rest.
fn read_made(bytes: &[u8]) -> Result<(Made, &[u8]), Refused> {
    let cut = Refused::Malformed;
    // The model of the authenticator, 16 bytes, is not believed: nothing vouches for it.
    let (_, rest) = bytes.split_at_checked(16).ok_or(cut)?;
    let (length, rest) = rest.split_first_chunk().ok_or(cut)?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length == 0 || length > ID_BYTES_MAX {
        return Err(cut);
    }
    let (id, rest) = rest.split_at_checked(length).ok_or(cut)?;
    let (key, rest) = cbor::read(rest).ok_or(cut)?;
    let key = PublicKey::read(&key).ok_or(Refused::Algorithm)?;
    Ok(((id.to_vec(), key), rest))
}

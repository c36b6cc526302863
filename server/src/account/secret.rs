//! The house's secret: what makes keyed hashes, so that the register can tell who is the same
//! without saying who it is.
//!
//! It stands beside the ledger's key, outside the database and every backup. All nodes of a house
//! share it; without it nobody is found by their login any more.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::{Keys, Person};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

/// Bytes of the secret.
pub const SECRET_BYTES: usize = 32;

/// The secret, ready to be used. Printing it for debugging shows nothing.
#[derive(Clone)]
pub struct HouseSecret {
    hashing: hmac::Key,
    sealing: Arc<LessSafeKey>,
}

impl fmt::Debug for HouseSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HouseSecret(…)")
    }
}

impl HouseSecret {
    /// The secret of these bytes.
    pub fn new(bytes: &[u8; SECRET_BYTES]) -> HouseSecret {
        let hashing = hmac::Key::new(hmac::HMAC_SHA256, bytes);
        // A key of its own for each use.
        let derived = hmac::sign(&hashing, b"motcua/seal");
        let sealing = UnboundKey::new(&AES_256_GCM, derived.as_ref())
            .expect("invariant: a hash of 256 bits is a key of 256 bits");
        HouseSecret { hashing, sealing: Arc::new(LessSafeKey::new(sealing)) }
    }

    /// Enciphers what must be read again, a second factor's secret: `chance` is never used twice.
    /// It opens only in the place that it was sealed for.
    pub fn seal(&self, place: &str, text: &str, chance: [u8; NONCE_LEN]) -> String {
        let mut bytes = text.as_bytes().to_vec();
        let nonce = Nonce::assume_unique_for_key(chance);
        self.sealing
            .seal_in_place_append_tag(nonce, Aad::from(place.as_bytes()), &mut bytes)
            .expect("invariant: a short text can be sealed");
        URL_SAFE_NO_PAD.encode([chance.as_slice(), &bytes].concat())
    }

    /// Reads what was sealed for a place; `None` for anything else.
    pub fn open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let aad = Aad::from(place.as_bytes());
        let text = self.sealing.open_in_place(nonce, aad, &mut rest).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }

    /// The keyed hash of a text for one use, as base64url.
    pub fn hash(&self, use_for: &str, text: &str) -> String {
        let mut context = hmac::Context::with_key(&self.hashing);
        for part in [use_for.as_bytes(), &[0], text.as_bytes()] {
            context.update(part);
        }
        URL_SAFE_NO_PAD.encode(context.sign())
    }

    /// What a person is found by.
    pub fn keys(&self, person: &Person) -> Keys {
        let identity = person.identity_type.as_ref().zip(person.identity_number.as_ref());
        Keys {
            login: person.login.as_ref().map(|login| self.login(login)),
            identity: identity.map(|(kind, number)| self.identity(kind, number)),
            phone: person.phone.as_ref().map(|phone| self.hash("phone", phone)),
            email: person.email.as_ref().map(|email| self.hash("email", &email.to_lowercase())),
        }
    }

    /// The key of a login; case and marks do not matter.
    pub fn login(&self, login: &str) -> String {
        self.hash("login", &domain::text::fold(login.trim()))
    }

    /// The key of an identity paper.
    pub fn identity(&self, kind: &str, number: &str) -> String {
        self.hash("identity", &format!("{kind} {number}"))
    }

    /// The key of an identity at a provider.
    pub fn link(&self, issuer: &str, subject: &str) -> String {
        self.hash("link", &format!("{issuer} {subject}"))
    }
}

/// Where the secret stands.
pub fn path(data: &Path) -> PathBuf {
    data.join("keys").join("house")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_secret_use_and_text() {
        let (one, other) = (HouseSecret::new(&[1; 32]), HouseSecret::new(&[2; 32]));
        assert_eq!(one.hash("a", "x"), one.hash("a", "x"));
        for different in [one.hash("b", "x"), one.hash("a", "y"), other.hash("a", "x")] {
            assert_ne!(one.hash("a", "x"), different);
        }
        assert_ne!(one.hash("ab", "c"), one.hash("a", "bc"), "parts do not run together");
    }

    #[test]
    fn a_login_is_found_however_it_is_written() {
        let secret = HouseSecret::new(&[1; 32]);
        assert_eq!(secret.login("Khôi.TM "), secret.login("khoi.tm"));
        assert_ne!(secret.login("khoi"), secret.login("khoi2"));
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let secret = HouseSecret::new(&[1; 32]);
        let sealed = secret.seal("account/a totp", "JBSWY3DP", [9; NONCE_LEN]);
        assert!(!sealed.contains("JBSWY3DP"));
        assert_eq!(secret.open("account/a totp", &sealed).as_deref(), Some("JBSWY3DP"));
        assert_eq!(secret.open("account/b totp", &sealed), None, "another place");
        let other = HouseSecret::new(&[2; 32]);
        assert_eq!(other.open("account/a totp", &sealed), None, "another house");
        for wrong in ["", "%", "AAAA", &sealed[..sealed.len() - 2]] {
            assert_eq!(secret.open("account/a totp", wrong), None, "{wrong}");
        }
    }

    #[test]
    fn debugging_shows_no_secret() {
        assert_eq!(format!("{:?}", HouseSecret::new(&[7; 32])), "HouseSecret(…)");
    }
}

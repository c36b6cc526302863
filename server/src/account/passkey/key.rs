//! Public keys of authenticators (RFC 9053), and what they signed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use super::cbor::Value;

/// The algorithms asked for, the best first, by their COSE numbers. RS256 is there for Windows
/// Hello on older machines.
pub(super) const ALGORITHMS: [i64; 3] = [EDDSA, ES256, RS256];
const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// A public key as it is kept; its numbers in base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum PublicKey {
    /// A point of P-256, uncompressed.
    Es256 {
        /// The point.
        point: String,
    },
    /// A point of Ed25519.
    EdDsa {
        /// The point.
        point: String,
    },
    /// RSA.
    Rs256 {
        /// The modulus.
        n: String,
        /// The exponent.
        e: String,
    },
}

impl PublicKey {
    /// Reads a key as authenticators write it; `None` for any that was not asked for.
    pub(super) fn read(key: &Value<'_>) -> Option<PublicKey> {
        let number = |name: i64| match key.get(&Value::Number(name))? {
            Value::Number(number) => Some(*number),
            Value::Bytes(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Map(_)
            | Value::Simple(_) => None,
        };
        let bytes = |name: i64| key.get(&Value::Number(name))?.bytes();
        let coordinate = |name: i64| bytes(name).filter(|bytes| bytes.len() == 32);
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        // Names of RFC 9053: 1 kind, 3 algorithm, then by kind -1 curve or n, -2 x or e, -3 y.
        match (number(1)?, number(3)?) {
            (2, ES256) if number(-1)? == 1 => {
                let point = [&[4], coordinate(-2)?, coordinate(-3)?].concat();
                Some(PublicKey::Es256 { point: text(&point) })
            }
            (1, EDDSA) if number(-1)? == 6 => {
                Some(PublicKey::EdDsa { point: text(coordinate(-2)?) })
            }
            (3, RS256) => Some(PublicKey::Rs256 { n: text(bytes(-1)?), e: text(bytes(-2)?) }),
            _ => None,
        }
    }

    /// Whether it made a signature.
    pub(super) fn signed(&self, message: &[u8], sign: &[u8]) -> bool {
        let decode = |text: &String| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        match self {
            PublicKey::Es256 { point } => {
                let key = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, decode(point));
                key.verify(message, sign).is_ok()
            }
            PublicKey::EdDsa { point } => {
                UnparsedPublicKey::new(&signature::ED25519, decode(point))
                    .verify(message, sign)
                    .is_ok()
            }
            PublicKey::Rs256 { n, e } => RsaPublicKeyComponents { n: decode(n), e: decode(e) }
                .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, sign)
                .is_ok(),
        }
    }
}

//! Signed tokens (RFC 7515) and the keys that they are held against (RFC 7517).
//!
//! Only signatures by private keys are known here. What is not known cannot be allowed by mistake:
//! neither `none` nor a shared secret has a variant.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

use super::Distrust;

/// The longest token, in bytes.
const TOKEN_BYTES_MAX: usize = 32 * 1024;

/// The algorithms that are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with SHA-256, as most issuers sign.
    Rs256,
    /// RSA with SHA-384.
    Rs384,
    /// RSA with SHA-512.
    Rs512,
    /// RSA-PSS with SHA-256.
    Ps256,
    /// RSA-PSS with SHA-384.
    Ps384,
    /// RSA-PSS with SHA-512.
    Ps512,
    /// The curve P-256 with SHA-256.
    Es256,
    /// The curve P-384 with SHA-384.
    Es384,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    fn parse(name: &str) -> Option<Algorithm> {
        Some(match name {
            "RS256" => Algorithm::Rs256,
            "RS384" => Algorithm::Rs384,
            "RS512" => Algorithm::Rs512,
            "PS256" => Algorithm::Ps256,
            "PS384" => Algorithm::Ps384,
            "PS512" => Algorithm::Ps512,
            "ES256" => Algorithm::Es256,
            "ES384" => Algorithm::Es384,
            "EdDSA" | "Ed25519" => Algorithm::EdDsa,
            _ => return None,
        })
    }

    /// The hash that `at_hash` is made with (OpenID Connect Core, 3.1.3.6).
    pub(super) fn digest(self) -> &'static ring::digest::Algorithm {
        match self {
            Algorithm::Rs256 | Algorithm::Ps256 | Algorithm::Es256 => &ring::digest::SHA256,
            Algorithm::Rs384 | Algorithm::Ps384 | Algorithm::Es384 => &ring::digest::SHA384,
            Algorithm::Rs512 | Algorithm::Ps512 | Algorithm::EdDsa => &ring::digest::SHA512,
        }
    }
}

/// A token taken apart, not yet believed.
pub(super) struct Token<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
    pub(super) payload: Vec<u8>,
    signed: &'a str,
    signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

impl<'a> Token<'a> {
    /// Takes a token apart.
    pub(super) fn parse(text: &'a str) -> Result<Token<'a>, Distrust> {
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Distrust::Malformed);
        if text.len() > TOKEN_BYTES_MAX {
            return Err(Distrust::Malformed);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Distrust::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(Distrust::Malformed)?;
        let header: Header =
            serde_json::from_slice(&decode(header)?).map_err(|_| Distrust::Malformed)?;
        // An extension that must be understood is not understood here (RFC 7515, 4.1.11).
        if header.crit.is_some() {
            return Err(Distrust::Malformed);
        }
        Ok(Token {
            algorithm: Algorithm::parse(&header.alg).ok_or(Distrust::Algorithm)?,
            key_id: header.kid,
            payload: decode(payload)?,
            signed,
            signature: decode(signature)?,
        })
    }

    /// Whether a key made the signature.
    pub(super) fn is_signed_by(&self, key: &Key) -> bool {
        use Algorithm as Is;
        let (message, sign) = (self.signed.as_bytes(), self.signature.as_slice());
        let by_point = |algorithm, key: &[u8]| {
            UnparsedPublicKey::new(algorithm, key).verify(message, sign).is_ok()
        };
        match (&key.material, self.algorithm) {
            (Material::Rsa { n, e }, algorithm) => {
                let rsa: &signature::RsaParameters = match algorithm {
                    Is::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
                    Is::Rs384 => &signature::RSA_PKCS1_2048_8192_SHA384,
                    Is::Rs512 => &signature::RSA_PKCS1_2048_8192_SHA512,
                    Is::Ps256 => &signature::RSA_PSS_2048_8192_SHA256,
                    Is::Ps384 => &signature::RSA_PSS_2048_8192_SHA384,
                    Is::Ps512 => &signature::RSA_PSS_2048_8192_SHA512,
                    Is::Es256 | Is::Es384 | Is::EdDsa => return false,
                };
                RsaPublicKeyComponents { n, e }.verify(rsa, message, sign).is_ok()
            }
            (Material::P256(point), Is::Es256) => {
                by_point(&signature::ECDSA_P256_SHA256_FIXED, point)
            }
            (Material::P384(point), Is::Es384) => {
                by_point(&signature::ECDSA_P384_SHA384_FIXED, point)
            }
            (Material::Ed25519(key), Is::EdDsa) => by_point(&signature::ED25519, key),
            (Material::P256(_) | Material::P384(_) | Material::Ed25519(_), _) => false,
        }
    }
}

/// A public key of the issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    id: Option<String>,
    algorithm: Option<Algorithm>,
    material: Material,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    P384(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// The keys that an issuer publishes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Published")]
pub(super) struct Keys(Vec<Key>);

#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct PublishedKey {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl From<Published> for Keys {
    /// Keys of kinds that are not known here are left out, so that a new kind spoils nothing.
    fn from(published: Published) -> Keys {
        let read = |key| Key::read(serde_json::from_value(key).ok()?);
        Keys(published.keys.into_iter().filter_map(read).collect())
    }
}

impl Key {
    fn read(published: PublishedKey) -> Option<Key> {
        if published.purpose.is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let bytes = |text: Option<String>| URL_SAFE_NO_PAD.decode(text?).ok();
        let material = match (published.kty.as_str(), published.crv.as_deref()) {
            ("RSA", _) => Material::Rsa { n: bytes(published.n)?, e: bytes(published.e)? },
            ("EC", Some("P-256")) => {
                Material::P256(point(&bytes(published.x)?, &bytes(published.y)?))
            }
            ("EC", Some("P-384")) => {
                Material::P384(point(&bytes(published.x)?, &bytes(published.y)?))
            }
            ("OKP", Some("Ed25519")) => Material::Ed25519(bytes(published.x)?),
            _ => return None,
        };
        let algorithm = match published.alg {
            Some(name) => Some(Algorithm::parse(&name)?),
            None => None,
        };
        Some(Key { id: published.kid, algorithm, material })
    }
}

impl Keys {
    /// The keys that may have signed a token: with its id, or all where it names none.
    pub(super) fn of(&self, token: &Token<'_>) -> Vec<&Key> {
        let fits = |key: &&Key| {
            (token.key_id.is_none() || key.id == token.key_id)
                && key.algorithm.is_none_or(|algorithm| algorithm == token.algorithm)
        };
        self.0.iter().filter(fits).collect()
    }
}

/// A point of a curve, uncompressed (SEC 1, 2.3.3).
fn point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}

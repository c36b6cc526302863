//! Opaque tokens of 256 bits: sessions, known devices, links that work once, and programs.
//!
//! A token is shown once, to its holder. The house keeps only its hash, so that a stolen table
//! opens nothing.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of chance in a token.
pub const CHANCE_BYTES: usize = 32;
/// Begins the token of a program, so that scanners of published text recognise a leaked one.
pub const API_PREFIX: &str = "mct_";
/// Characters of a token's random part.
const BODY_CHARACTERS: usize = 43;
/// Characters of the checksum that ends the token of a program: 24 bits.
const CHECKSUM_CHARACTERS: usize = 4;

/// What a token opens. A token of one kind is never taken for another, whatever its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A browser's session, in a cookie.
    Session,
    /// A program's access to the interface.
    Api,
    /// A link that works once.
    Link,
    /// The mark that a sign-in leaves in a browser: its hash names a known device to `throttle`.
    Device,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Session => "session",
            Kind::Api => "api",
            Kind::Link => "link",
            Kind::Device => "device",
        }
    }
}

/// A token as its holder has it. Printing it for debugging shows its kind alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    kind: Kind,
    bytes: [u8; CHANCE_BYTES],
}

impl Token {
    /// A token made of chance.
    pub fn new(kind: Kind, chance: [u8; CHANCE_BYTES]) -> Token {
        Token { kind, bytes: chance }
    }

    /// Reads a token of a kind. `None` for what no token of that kind can look like; for the token
    /// of a program that includes a wrong checksum, found without asking the database.
    pub fn parse(kind: Kind, text: &str) -> Option<Token> {
        let body = match kind {
            Kind::Session | Kind::Link | Kind::Device => text,
            Kind::Api => {
                let (body, sum) =
                    text.strip_prefix(API_PREFIX)?.split_at_checked(BODY_CHARACTERS)?;
                (sum == checksum(body)).then_some(body)?
            }
        };
        let bytes = URL_SAFE_NO_PAD.decode(body).ok()?;
        Some(Token { kind, bytes: bytes.try_into().ok()? })
    }

    /// The text that its holder keeps; the only time that it is shown.
    pub fn reveal(&self) -> String {
        let body = URL_SAFE_NO_PAD.encode(self.bytes);
        match self.kind {
            Kind::Session | Kind::Link | Kind::Device => body,
            Kind::Api => format!("{API_PREFIX}{body}{}", checksum(&body)),
        }
    }

    /// What the house keeps. A plain hash is enough for 256 bits of chance: there is no list of
    /// likely tokens to try.
    pub fn hash(&self) -> TokenHash {
        let mut hasher = Sha256::new();
        hasher.update(b"motcua/token/");
        hasher.update(self.kind.name());
        hasher.update([0]);
        hasher.update(self.bytes);
        TokenHash(hasher.finalize().into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({:?}, …)", self.kind)
    }
}

/// The hash of a token, as it is kept. Compared in constant time.
#[derive(Clone, Copy, Debug, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// As a row keeps it: base64url.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads what a row keeps.
    pub fn parse(text: &str) -> Option<TokenHash> {
        Some(TokenHash(URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?))
    }
}

impl PartialEq for TokenHash {
    fn eq(&self, other: &TokenHash) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl From<TokenHash> for String {
    fn from(hash: TokenHash) -> String {
        hash.text()
    }
}

impl TryFrom<String> for TokenHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<TokenHash, &'static str> {
        TokenHash::parse(&text).ok_or("not the hash of a token")
    }
}

/// No secret: it only tells a token from text that looks like one.
fn checksum(body: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"motcua/token/checksum");
    hasher.update(body);
    let sum = hasher.finalize();
    let mut text = URL_SAFE_NO_PAD.encode(sum);
    text.truncate(CHECKSUM_CHARACTERS);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 4] = [Kind::Session, Kind::Api, Kind::Link, Kind::Device];

    #[test]
    fn a_token_is_read_back_as_its_own_kind_only() {
        for kind in KINDS {
            let token = Token::new(kind, [7; CHANCE_BYTES]);
            assert_eq!(Token::parse(kind, &token.reveal()), Some(token));
        }
        let of = |kind| Token::new(kind, [7; CHANCE_BYTES]).hash();
        for kind in [Kind::Link, Kind::Api, Kind::Device] {
            assert_ne!(of(Kind::Session), of(kind), "same bytes, another door: {kind:?}");
        }
    }

    #[test]
    fn a_program_token_is_recognised_and_a_mistyped_one_is_not() {
        let text = Token::new(Kind::Api, [9; CHANCE_BYTES]).reveal();
        assert_eq!(text.len(), API_PREFIX.len() + BODY_CHARACTERS + CHECKSUM_CHARACTERS);
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(other).expect("still letters");
            assert_eq!(Token::parse(Kind::Api, &other), None, "{other}");
        }
        assert_eq!(Token::parse(Kind::Api, &text[..text.len() - 1]), None);
        assert_eq!(Token::parse(Kind::Api, &format!("{text}A")), None);
    }

    #[test]
    fn text_that_is_no_token_is_refused_without_a_crash() {
        for text in ["", "mct_", "mct_é", "%", &"A".repeat(42), &"A".repeat(44), &"é".repeat(30)]
        {
            for kind in KINDS {
                assert_eq!(Token::parse(kind, text), None, "{text}");
            }
        }
    }

    #[test]
    fn debugging_shows_no_secret() {
        let token = Token::new(Kind::Session, [7; CHANCE_BYTES]);
        assert!(!format!("{token:?}").contains(&token.reveal()[..8]));
    }

    #[test]
    fn a_hash_is_kept_as_text_and_read_back() {
        let hash = Token::new(Kind::Link, [1; CHANCE_BYTES]).hash();
        let kept = serde_json::to_string(&hash).expect("text");
        assert_eq!(serde_json::from_str::<TokenHash>(&kept).expect("a hash"), hash);
        assert!(serde_json::from_str::<TokenHash>("\"short\"").is_err());
    }
}

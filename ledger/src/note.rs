//! Signed notes (C2SP signed-note) and their keys.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature as Ed25519, VerifyingKey};

use crate::Error;
use crate::hash::sha256;

/// The longest note that is read, in bytes.
pub const NOTE_BYTES_MAX: usize = 64 * 1024;
/// The most signatures that a note may carry.
const SIGNATURES_MAX: usize = 64;
const LINE: &str = "\u{2014} ";

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519 over the note's text: a log's key.
    Ed25519,
    /// Ed25519 over the text and an instant (C2SP tlog-cosignature): a witness's key.
    Cosignature,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 1,
            Algorithm::Cosignature => 4,
        }
    }
}

/// A public key with its name: `name+hash+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    algorithm: Algorithm,
    key: VerifyingKey,
}

impl VerifierKey {
    /// A key by its parts.
    pub fn new(name: &str, algorithm: Algorithm, public: [u8; 32]) -> Result<VerifierKey, Error> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(&public)
            .map_err(|_| Error::malformed("verifier key", "no point of the curve"))?;
        Ok(VerifierKey { name: name.to_owned(), algorithm, key })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key's identifier in signature lines.
    pub fn id(&self) -> [u8; 4] {
        let hash =
            sha256(&[self.name.as_bytes(), b"\n", &[self.algorithm.byte()], self.key.as_bytes()]);
        hash.0[..4].try_into().expect("invariant: a hash has 32 bytes")
    }

    /// Whether a signature is this key's over a message.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(message, &Ed25519::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[self.algorithm.byte()], self.key.as_bytes().as_slice()].concat();
        let id = u32::from_be_bytes(self.id());
        write!(f, "{}+{id:08x}+{}", self.name, STANDARD.encode(typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for VerifierKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<VerifierKey, Error> {
        let wrong = |why: &str| Error::malformed("verifier key", why);
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(typed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("name+hash+base64 is expected"));
        };
        let typed = STANDARD.decode(typed).map_err(|_| wrong("the last part is no base64"))?;
        let (algorithm, public) = match typed.split_first() {
            Some((1, public)) => (Algorithm::Ed25519, public),
            Some((4, public)) => (Algorithm::Cosignature, public),
            _ => return Err(wrong("the algorithm is unknown")),
        };
        let public = public.try_into().map_err(|_| wrong("32 bytes of key are expected"))?;
        let key = VerifierKey::new(name, algorithm, public)?;
        if key.to_string() == text { Ok(key) } else { Err(wrong("the hash is not the key's")) }
    }
}

/// A key's name: no white space, no plus.
pub fn check_name(name: &str) -> Result<(), Error> {
    let bad = |c: char| c.is_whitespace() || c == '+' || c.is_control();
    if name.is_empty() || name.len() > 255 || name.contains(bad) {
        let why = "1 to 255 characters without spaces or plus are expected";
        return Err(Error::malformed("key name", why));
    }
    Ok(())
}

/// A signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    /// The signer's name.
    pub name: String,
    /// The signer's key identifier.
    pub id: [u8; 4],
    /// What the algorithm makes of it: 64 bytes, or an instant and 64 bytes.
    pub bytes: Vec<u8>,
}

impl SignatureLine {
    /// Reads a line without its line end.
    pub fn parse(line: &str) -> Result<SignatureLine, Error> {
        let wrong = |why: &str| Error::malformed("signature line", why);
        let rest = line.strip_prefix(LINE).ok_or_else(|| wrong("it does not begin with a dash"))?;
        let (name, encoded) = rest.split_once(' ').ok_or_else(|| wrong("name and signature"))?;
        check_name(name)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| wrong("no base64"))?;
        let (id, bytes) = bytes.split_first_chunk::<4>().ok_or_else(|| wrong("too short"))?;
        if bytes.is_empty() {
            return Err(wrong("too short"));
        }
        Ok(SignatureLine { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }

    /// Whether the line is of a key, by name and identifier.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == key.name() && self.id == key.id()
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.as_slice(), &self.bytes].concat();
        write!(f, "{LINE}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A text with signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    /// The text, with its last line end.
    pub text: String,
    /// The signature lines.
    pub signatures: Vec<SignatureLine>,
}

impl SignedNote {
    /// Reads a note.
    pub fn parse(note: &str) -> Result<SignedNote, Error> {
        let wrong = |why: &str| Error::malformed("signed note", why);
        if note.len() > NOTE_BYTES_MAX {
            return Err(wrong("longer than 64 kB"));
        }
        if note.chars().any(|c| c.is_control() && c != '\n') {
            return Err(wrong("control characters"));
        }
        let place = note.rfind("\n\n").ok_or_else(|| wrong("no empty line before signatures"))?;
        let (text, lines) = (&note[..=place], &note[place + 2..]);
        let lines = lines.strip_suffix('\n').ok_or_else(|| wrong("it does not end with a line"))?;
        let signatures: Vec<SignatureLine> =
            lines.split('\n').map(SignatureLine::parse).collect::<Result<_, _>>()?;
        if signatures.len() > SIGNATURES_MAX {
            return Err(wrong("more than 64 signatures"));
        }
        let note_again = SignedNote { text: text.to_owned(), signatures };
        if note_again.to_string() == note { Ok(note_again) } else { Err(wrong("not canonical")) }
    }

    /// The instants and keys of valid signatures among `keys`: an instant for cosignatures, none
    /// for a log's own. A line of a known key that does not verify spoils the note.
    pub fn verify<'k>(
        &self,
        keys: &'k [VerifierKey],
    ) -> Result<Vec<(&'k VerifierKey, Option<u64>)>, Error> {
        let mut valid = Vec::new();
        for line in &self.signatures {
            let Some(key) = keys.iter().find(|key| line.is_of(key)) else {
                continue;
            };
            valid.push((key, check(key, &self.text, line)?));
        }
        Ok(valid)
    }
}

fn check(key: &VerifierKey, text: &str, line: &SignatureLine) -> Result<Option<u64>, Error> {
    let failed = || Error::Unsigned(key.name().to_owned());
    match key.algorithm() {
        Algorithm::Ed25519 => {
            let signature = line.bytes.as_slice().try_into().map_err(|_| failed())?;
            key.verifies(text.as_bytes(), signature).then_some(None).ok_or_else(failed)
        }
        Algorithm::Cosignature => {
            let (instant, signature) = line.bytes.split_first_chunk::<8>().ok_or_else(failed)?;
            let seconds = u64::from_be_bytes(*instant);
            let signature = signature.try_into().map_err(|_| failed())?;
            let message = cosigned(text, seconds);
            key.verifies(message.as_bytes(), signature).then_some(Some(seconds)).ok_or_else(failed)
        }
    }
}

/// The message that a witness signs (C2SP tlog-cosignature).
pub fn cosigned(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

//! Salted commitments: a public log entry that says nothing to whoever lacks salt and bytes.

use crate::Error;
use crate::hash::{Hash, sha256};

/// The version mark at the head of every entry.
const VERSION: &[u8; 9] = b"motcua/v1";
/// The length of an entry in bytes.
pub const ENTRY_LENGTH: usize = 105;

/// A salt: 16 random bytes of its own for every part of every event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salt(hidden)")
    }
}

/// A part of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Kind, instant, stream, actor.
    Header,
    /// What is kept for ever.
    Facts,
    /// What can be erased.
    Personal,
}

impl Part {
    /// Every part, in the order of the entry.
    pub const ALL: [Part; 3] = [Part::Header, Part::Facts, Part::Personal];

    /// The part's name in proofs.
    pub fn name(self) -> &'static str {
        match self {
            Part::Header => "header",
            Part::Facts => "facts",
            Part::Personal => "personal",
        }
    }

    /// The part of a name.
    pub fn parse(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }

    fn tag(self) -> &'static [u8] {
        match self {
            Part::Header => b"motcua/v1/header\n",
            Part::Facts => b"motcua/v1/facts\n",
            Part::Personal => b"motcua/v1/personal\n",
        }
    }
}

/// C(x) = SHA-256(tag ‖ salt ‖ bytes).
pub fn commit(part: Part, salt: &Salt, bytes: &[u8]) -> Hash {
    sha256(&[part.tag(), &salt.0, bytes])
}

/// The public entry of an event from the commitments to its parts.
pub fn entry(header: Hash, facts: Hash, personal: Hash) -> [u8; ENTRY_LENGTH] {
    let mut entry = [0; ENTRY_LENGTH];
    let pieces = [VERSION.as_slice(), &header.0, &facts.0, &personal.0];
    let mut rest = entry.as_mut_slice();
    for piece in pieces {
        let (here, after) = rest.split_at_mut(piece.len());
        here.copy_from_slice(piece);
        rest = after;
    }
    entry
}

/// The commitment to a part, as an entry holds it.
pub fn committed(entry: &[u8], part: Part) -> Result<Hash, Error> {
    if entry.len() != ENTRY_LENGTH || !entry.starts_with(VERSION) {
        return Err(Error::malformed("entry", "105 bytes that begin with motcua/v1 are expected"));
    }
    let from = VERSION.len() + 32 * (part as usize);
    let bytes = entry[from..from + 32].try_into();
    Ok(Hash(bytes.expect("invariant: an entry holds three hashes")))
}

/// A part with its salt: what a proof shows to its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which part.
    pub part: Part,
    /// Its salt.
    pub salt: Salt,
    /// Its bytes as stored.
    pub bytes: Vec<u8>,
}

impl Opened {
    /// Whether the entry commits to this part.
    pub fn is_in(&self, entry: &[u8]) -> bool {
        committed(entry, self.part)
            .is_ok_and(|hash| hash == commit(self.part, &self.salt, &self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_opens_only_to_the_bytes_committed() {
        let salt = Salt([7; 16]);
        let [a, b, c] = Part::ALL.map(|part| commit(part, &salt, b"same bytes"));
        assert!(a != b && b != c, "each part has a tag of its own");
        let entry = entry(a, b, c);
        let opened = |part, bytes: &[u8], salt| Opened { part, salt, bytes: bytes.to_vec() };
        assert!(opened(Part::Facts, b"same bytes", salt).is_in(&entry));
        assert!(!opened(Part::Facts, b"same byte", salt).is_in(&entry));
        assert!(!opened(Part::Facts, b"same bytes", Salt([8; 16])).is_in(&entry));
        assert!(!opened(Part::Facts, b"same bytes", salt).is_in(&entry[..104]));
    }
}

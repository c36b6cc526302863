//! Proof files (C2SP tlog-proof): one entry, its inclusion, the checkpoint, the opened parts.
//!
//! The `extra` line holds what is opened, as lines of text: `entry BASE64`, then for each opened
//! part `header SALT BYTES`, both in base64.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Error;
use crate::checkpoint::Checkpoint;
use crate::commitment::{Opened, Part, Salt, committed};
use crate::hash::{Hash, leaf_hash};
use crate::note::VerifierKey;
use crate::tree::verify_inclusion;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// The longest proof that is read, in bytes.
const PROOF_BYTES_MAX: usize = 1024 * 1024;
/// The most hashes of a proof: the height of the tallest tree.
const HASHES_MAX: usize = 64;

/// A proof file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The log entry.
    pub entry: Vec<u8>,
    /// The parts that the holder may see.
    pub opened: Vec<Opened>,
    /// The entry's place in the log.
    pub index: u64,
    /// The inclusion proof.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// What a proof proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The log's checkpoint.
    pub checkpoint: Checkpoint,
    /// The entry's place.
    pub index: u64,
    /// The witnesses that cosigned, with their instants in seconds since 1970.
    pub witnesses: Vec<(String, u64)>,
    /// The opened parts.
    pub opened: Vec<Opened>,
}

impl Proof {
    /// Checks everything against the log's keys, and at least `quorum` of the witnesses' keys.
    pub fn verify(
        &self,
        log: &[VerifierKey],
        witnesses: &[VerifierKey],
        quorum: usize,
    ) -> Result<Verified, Error> {
        let (checkpoint, note) = Checkpoint::open(&self.checkpoint, log)?;
        let leaf = leaf_hash(&self.entry);
        verify_inclusion(leaf, self.index, checkpoint.size, &self.hashes, checkpoint.root)?;
        committed(&self.entry, Part::Header)?;
        if let Some(wrong) = self.opened.iter().find(|part| !part.is_in(&self.entry)) {
            let why = match wrong.part {
                Part::Header => "the header shown is not the one recorded",
                Part::Facts => "the facts shown are not the ones recorded",
                Part::Personal => "the personal data shown is not what was recorded",
            };
            return Err(Error::NotProved(why));
        }
        let mut cosigned: Vec<(String, u64)> = note
            .verify(witnesses)?
            .into_iter()
            .filter_map(|(key, at)| Some((key.name().to_owned(), at?)))
            .collect();
        cosigned.sort();
        cosigned.dedup_by(|a, b| a.0 == b.0);
        if cosigned.len() < quorum {
            return Err(Error::Unsigned(format!(
                "{quorum} witnesses; there are {}",
                cosigned.len()
            )));
        }
        let (index, opened) = (self.index, self.opened.clone());
        Ok(Verified { checkpoint, index, witnesses: cosigned, opened })
    }

    fn extra(&self) -> String {
        let mut lines = format!("entry {}\n", STANDARD.encode(&self.entry));
        for part in &self.opened {
            let (salt, bytes) = (STANDARD.encode(part.salt.0), STANDARD.encode(&part.bytes));
            lines.push_str(&format!("{} {salt} {bytes}\n", part.part.name()));
        }
        STANDARD.encode(lines)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}\nextra {}\nindex {}", self.extra(), self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Proof {
    type Err = Error;

    fn from_str(text: &str) -> Result<Proof, Error> {
        let wrong = |why: &str| Error::malformed("proof", why);
        if text.len() > PROOF_BYTES_MAX {
            return Err(wrong("longer than 1 MB"));
        }
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or_else(|| wrong("no empty line before the checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(wrong("the first line is not that of a proof"));
        }
        let extra = lines.next().and_then(|line| line.strip_prefix("extra "));
        let extra = extra.ok_or_else(|| wrong("the line `extra` is missing"))?;
        let (entry, opened) = read_extra(extra).ok_or_else(|| wrong("the opened parts"))?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")?.parse().ok());
        let index = index.ok_or_else(|| wrong("the line `index` is missing"))?;
        let hashes: Vec<Hash> = lines.map(Hash::parse).collect::<Result<_, _>>()?;
        if hashes.len() > HASHES_MAX {
            return Err(wrong("more hashes than any tree is high"));
        }
        let proof = Proof { entry, opened, index, hashes, checkpoint: checkpoint.to_owned() };
        if proof.to_string() == text { Ok(proof) } else { Err(wrong("not canonical")) }
    }
}

fn read_extra(extra: &str) -> Option<(Vec<u8>, Vec<Opened>)> {
    let lines = String::from_utf8(STANDARD.decode(extra).ok()?).ok()?;
    let mut lines = lines.strip_suffix('\n')?.split('\n');
    let entry = STANDARD.decode(lines.next()?.strip_prefix("entry ")?).ok()?;
    let mut opened = Vec::new();
    for line in lines {
        let mut words = line.splitn(3, ' ');
        let part = Part::parse(words.next()?)?;
        let salt = Salt(STANDARD.decode(words.next()?).ok()?.try_into().ok()?);
        let bytes = STANDARD.decode(words.next()?).ok()?;
        opened.push(Opened { part, salt, bytes });
    }
    Some((entry, opened))
}

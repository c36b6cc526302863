//! The witness (C2SP tlog-witness) without its transport: it cosigns a checkpoint only when it
//! extends the one that it saw before.

use std::fmt;
use std::str::FromStr;

use crate::Error;
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::key::SigningKey;
use crate::note::{Algorithm, SignatureLine, VerifierKey};
use crate::tree::verify_consistency;

/// The most hashes of a consistency proof that are read.
const HASHES_MAX: usize = 63;

/// What a log asks of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the log believes the witness to have seen last.
    pub old_size: u64,
    /// The proof from there.
    pub proof: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for AddCheckpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<AddCheckpoint, Error> {
        let wrong = |why: &str| Error::malformed("request to a witness", why);
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or_else(|| wrong("no empty line before the checkpoint"))?;
        let mut lines = head.split('\n');
        let old_size = lines.next().and_then(|line| line.strip_prefix("old ")?.parse().ok());
        let old_size = old_size.ok_or_else(|| wrong("the line `old` is missing"))?;
        let proof: Vec<Hash> = lines.map(Hash::parse).collect::<Result<_, _>>()?;
        if proof.len() > HASHES_MAX {
            return Err(wrong("more than 63 hashes"));
        }
        let request = AddCheckpoint { old_size, proof, checkpoint: checkpoint.to_owned() };
        if request.to_string() == text { Ok(request) } else { Err(wrong("not canonical")) }
    }
}

/// Why a witness does not cosign, as the protocol's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// 400: the request cannot be read.
    BadRequest(String),
    /// 403: no signature of a key known for the origin.
    Forbidden,
    /// 404: the origin is not known.
    NotFound,
    /// 409: the witness saw another size last; it says which.
    Conflict(u64),
    /// 422: the checkpoint does not extend the one seen.
    Unprocessable,
}

impl Refused {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Refused::BadRequest(_) => 400,
            Refused::Forbidden => 403,
            Refused::NotFound => 404,
            Refused::Conflict(_) => 409,
            Refused::Unprocessable => 422,
        }
    }
}

/// A checkpoint that was cosigned: the caller keeps size and root before it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The log's origin.
    pub origin: String,
    /// The size to remember.
    pub size: u64,
    /// The root to remember.
    pub root: Hash,
    /// The signature line to answer.
    pub line: SignatureLine,
}

/// A witness with its key and the logs that it watches.
#[derive(Debug)]
pub struct Witness {
    /// Its own key.
    pub key: SigningKey,
    /// Keys of the logs; a key's name is its log's origin.
    pub logs: Vec<VerifierKey>,
}

impl Witness {
    /// The origin that a request is about, to look up what was seen of it last.
    pub fn origin(request: &AddCheckpoint) -> Option<String> {
        request.checkpoint.split('\n').next().map(str::to_owned)
    }

    /// Decides on a request. `seen` is the size and root remembered for its origin.
    pub fn decide(
        &self,
        request: &AddCheckpoint,
        seen: Option<(u64, Hash)>,
        now_seconds: u64,
    ) -> Result<Cosigned, Refused> {
        let origin = Witness::origin(request).unwrap_or_default();
        if !self.logs.iter().any(|key| key.name() == origin) {
            return Err(Refused::NotFound);
        }
        let (checkpoint, note) = match Checkpoint::open(&request.checkpoint, &self.logs) {
            Ok(opened) => opened,
            Err(Error::Unsigned(_)) => return Err(Refused::Forbidden),
            Err(error) => return Err(Refused::BadRequest(error.to_string())),
        };
        if request.old_size > checkpoint.size {
            return Err(Refused::BadRequest("the old size is beyond the checkpoint".to_owned()));
        }
        let (seen_size, seen_root) = seen.unwrap_or((0, crate::hash::empty_root()));
        if request.old_size != seen_size {
            return Err(Refused::Conflict(seen_size));
        }
        let (size, root) = (checkpoint.size, checkpoint.root);
        if seen_size == size && seen.is_some() && seen_root != root {
            return Err(Refused::Conflict(seen_size));
        }
        verify_consistency((seen_size, seen_root), (size, root), &request.proof)
            .map_err(|_| Refused::Unprocessable)?;
        let line = self.key.cosign(&note.text, now_seconds);
        Ok(Cosigned { origin: checkpoint.origin, size, root, line })
    }
}

/// Reads a witness's answer and demands a valid cosignature of a known witness.
pub fn read_answer(
    answer: &str,
    text: &str,
    witnesses: &[VerifierKey],
) -> Result<(VerifierKey, u64, SignatureLine), Error> {
    let known: Vec<VerifierKey> =
        witnesses.iter().filter(|key| key.algorithm() == Algorithm::Cosignature).cloned().collect();
    for line in answer.lines() {
        let line = SignatureLine::parse(line)?;
        let note =
            crate::note::SignedNote { text: text.to_owned(), signatures: vec![line.clone()] };
        if let Some((key, Some(at))) = note.verify(&known)?.first() {
            return Ok(((*key).clone(), *at, line));
        }
    }
    Err(Error::Unsigned("a known witness".to_owned()))
}

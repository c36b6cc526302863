//! Checkpoints (C2SP tlog-checkpoint): a tree's size and root under an origin.

use std::fmt;
use std::str::FromStr;

use crate::Error;
use crate::hash::Hash;
use crate::key::Signer;
use crate::note::{SignedNote, VerifierKey, check_name};

/// A tree head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Further lines, opaque here.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint without extensions.
    pub fn new(origin: String, size: u64, root: Hash) -> Checkpoint {
        Checkpoint { origin, size, root, extensions: Vec::new() }
    }

    /// The signed form.
    pub fn sign(&self, signers: &[&dyn Signer]) -> Result<String, Error> {
        let text = self.to_string();
        let signatures =
            signers.iter().map(|signer| signer.line(&text)).collect::<Result<_, _>>()?;
        Ok(SignedNote { text, signatures }.to_string())
    }

    /// Reads a signed checkpoint and demands a signature of one of the log's keys.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<(Checkpoint, SignedNote), Error> {
        let note = SignedNote::parse(note)?;
        let checkpoint: Checkpoint = note.text.parse()?;
        let own: Vec<VerifierKey> =
            keys.iter().filter(|key| key.name() == checkpoint.origin).cloned().collect();
        match note.verify(&own)?.is_empty() {
            false => Ok((checkpoint, note)),
            true => Err(Error::Unsigned(format!("the log `{}`", checkpoint.origin))),
        }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Checkpoint, Error> {
        let wrong = |why: &str| Error::malformed("checkpoint", why);
        let lines = text.strip_suffix('\n').ok_or_else(|| wrong("it does not end with a line"))?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(wrong("origin, size and root are expected"));
        };
        check_name(origin).map_err(|_| wrong("the origin is no key name"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(wrong("an empty line"));
        }
        let size = size.parse().map_err(|_| wrong("the size is no number"))?;
        let root = Hash::parse(root).map_err(|_| wrong("the root is no hash"))?;
        let checkpoint = Checkpoint { origin: origin.to_owned(), size, root, extensions };
        if checkpoint.to_string() == text { Ok(checkpoint) } else { Err(wrong("not canonical")) }
    }
}

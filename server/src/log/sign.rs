//! Signs checkpoints: at most a second after a commit, never over a root that is not durable.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use db::{Engine, Tx};
use domain::{LawTime, MachineTime};
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::key::Signer;

use super::seal::{position, seal_pending};
use super::store;
use crate::app::Source;
use crate::commit::{Door, Error};

/// How often the signer looks for new entries.
pub const SIGN_EVERY: std::time::Duration = std::time::Duration::from_millis(250);

/// The head of the log as it stands in the database.
#[derive(Clone, Debug)]
pub struct Head {
    /// How many entries are sealed.
    pub size: u64,
    /// Their root.
    pub root: Hash,
    /// The instant of the last one.
    pub law_time: LawTime,
    /// How many entries the signed checkpoint covers.
    pub signed_size: u64,
    /// When it was signed.
    pub signed_at: MachineTime,
    /// The signed checkpoint; empty before the first.
    pub checkpoint: String,
}

impl Head {
    /// Reads the head.
    pub fn read(tx: &mut Tx<'_>) -> Result<Head, Error> {
        let row = tx.row(&store::HEAD, &[])?;
        let row = row.ok_or(Error::Damaged("the log head is missing".to_owned()))?;
        let root = row.bytes(1)?.try_into();
        Ok(Head {
            size: u64::try_from(row.int(0)?).unwrap_or_default(),
            root: Hash(root.map_err(|_| Error::Damaged("log_head.root is no hash".to_owned()))?),
            law_time: LawTime(row.int(3)?),
            signed_size: u64::try_from(row.int(4)?).unwrap_or_default(),
            signed_at: MachineTime(row.int(5)?),
            checkpoint: row.text(6)?.to_owned(),
        })
    }
}

/// Signs what is sealed. Several nodes may run one each: the later checkpoint stays.
pub struct LogSigner {
    /// The log's origin.
    pub origin: String,
    /// The key that signs; during a rotation the old one signs too.
    pub signers: Vec<Arc<dyn Signer>>,
    /// Until when more than the first one signs.
    pub both_until: Option<LawTime>,
    /// Machine time.
    pub source: Source,
}

impl LogSigner {
    /// Seals what is pending, and signs the head when it has grown. Answers the head.
    pub fn step(&self, door: &Door) -> Result<Head, Error> {
        let head = door.work_now(|tx| {
            if tx.engine() == Engine::Postgres {
                seal_pending(tx)?;
            }
            Head::read(tx)
        })?;
        if head.size == head.signed_size && !head.checkpoint.is_empty() {
            return Ok(head);
        }
        let checkpoint = self.sign(&head)?;
        let signed_at = self.source.machine();
        let (text, size) = (checkpoint.clone(), position(head.size));
        door.work_now(move |tx| {
            let values = [text.into(), size.into(), signed_at.0.into()];
            Ok(tx.execute(&store::KEEP_CHECKPOINT, &values)?)
        })?;
        Ok(Head { signed_size: head.size, signed_at, checkpoint, ..head })
    }

    /// Whether no committed event waits to be sealed.
    pub fn is_sealed(&self, door: &Door) -> Result<bool, Error> {
        door.work_now(|tx| {
            let row = tx.row(&store::PENDING_COUNT, &[])?;
            Ok(row.map(|row| row.int(0)).transpose()?.unwrap_or(0) == 0)
        })
    }

    /// The signed checkpoint of a head.
    pub fn sign(&self, head: &Head) -> Result<String, Error> {
        let checkpoint = Checkpoint::new(self.origin.clone(), head.size, head.root);
        let both = self.both_until.is_some_and(|until| self.source.law() <= until);
        let count = if both { self.signers.len() } else { 1 };
        let signers: Vec<&dyn Signer> = self.signers[..count].iter().map(|it| &**it).collect();
        checkpoint.sign(&signers).map_err(|source| Error::Damaged(format!("signing: {source}")))
    }
}

/// Where the log's private key stands in a data directory.
pub fn key_path(data: &Path) -> PathBuf {
    data.join("keys").join("ledger")
}

//! The sequencer: appends committed events to the tree, fenced so that there is only one.
//!
//! On SQLite the commit thread calls it within each batch. On PostgreSQL events wait in
//! `pending`, and one node at a time seals them behind a barrier: it locks out commits for a
//! moment, so that everything older than what it sees is there, and the log keeps the order of
//! law time.

use db::{Lock, Row, Rows, Tx, Value};
use domain::{LawTime, StreamId};
use ledger::commitment::{Part, Salt, commit, entry};
use ledger::hash::{Hash, leaf_hash};
use ledger::tree::Frontier;

use super::store;
use crate::commit::Error;

/// The advisory lock between commits (shared) and the sequencer (exclusive).
pub const SEAL_LOCK: i64 = 0x6d6f_7463_7561_0001;
/// Events sealed at a time.
pub const SEAL_MAX: i64 = 8192;

/// The growing tree.
#[derive(Clone, Debug)]
pub struct Tree {
    frontier: Frontier,
    law_time: LawTime,
}

/// An event on its way into the log.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The event.
    pub event: i64,
    /// Its instant.
    pub law_time: LawTime,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream.
    pub version: i64,
    /// The public log entry.
    pub bytes: [u8; 105],
}

impl Entry {
    /// The order of the log: law time, stream, version.
    pub fn order(&self) -> (LawTime, &StreamId, i64) {
        (self.law_time, &self.stream, self.version)
    }
}

impl Tree {
    /// Reads the tree's frontier; `None` before the log has begun.
    pub fn load(tx: &mut Tx<'_>) -> Result<Option<Tree>, Error> {
        let Some(row) = tx.row(&store::HEAD, &[])? else {
            return Ok(None);
        };
        let frontier = Frontier::from_bytes(row.bytes(2)?)
            .map_err(|source| Error::Damaged(format!("log_head.frontier: {source}")))?;
        let size = u64::try_from(row.int(0)?).unwrap_or(u64::MAX);
        if frontier.size() != size || frontier.root().0.as_slice() != row.bytes(1)? {
            return Err(Error::Damaged("log_head: size, root and frontier disagree".to_owned()));
        }
        Ok(Some(Tree { frontier, law_time: LawTime(row.int(3)?) }))
    }

    /// Begins an empty log.
    pub fn begin(tx: &mut Tx<'_>) -> Result<Tree, Error> {
        let frontier = Frontier::default();
        let root = Value::from(frontier.root().0.to_vec());
        tx.execute(&store::BEGIN_LOG, &[root, frontier.to_bytes().into()])?;
        Ok(Tree { frontier, law_time: LawTime(0) })
    }

    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root hash.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Appends entries, sorted already.
    pub fn append(self, tx: &mut Tx<'_>, entries: &[Entry]) -> Result<Tree, Error> {
        let latest = entries.iter().map(|entry| entry.law_time).max().unwrap_or(LawTime(0));
        let leaf = |entry: &Entry| (entry.event, leaf_hash(&entry.bytes));
        self.append_hashes(tx, &entries.iter().map(leaf).collect::<Vec<_>>(), latest)
    }

    /// Appends leaves by their hashes, and moves the head on behind the fence.
    pub fn append_hashes(
        mut self,
        tx: &mut Tx<'_>,
        hashes: &[(i64, Hash)],
        latest: LawTime,
    ) -> Result<Tree, Error> {
        let old_size = position(self.frontier.size());
        let (mut leaves, mut nodes) = (Rows::default(), Rows::default());
        for (event, hash) in hashes {
            let place = position(self.frontier.size());
            leaves.push(vec![place.into(), (*event).into(), hash.0.to_vec().into()]);
            for node in self.frontier.append(*hash) {
                let (level, index) = (i64::from(node.level), position(node.index));
                nodes.push(vec![level.into(), index.into(), node.hash.0.to_vec().into()]);
            }
        }
        self.law_time = self.law_time.max(latest);
        let mut flight = vec![(&store::ADD_LEAVES, &leaves), (&store::ADD_NODES, &nodes)];
        flight.retain(|(_, rows)| !rows.is_empty());
        tx.flight(&flight)?;
        let moved = tx.execute(
            &store::MOVE_HEAD,
            &[
                old_size.into(),
                position(self.frontier.size()).into(),
                self.frontier.root().0.to_vec().into(),
                self.frontier.to_bytes().into(),
                self.law_time.0.into(),
            ],
        )?;
        match moved {
            1 => Ok(self),
            _ => Err(Error::Damaged("the log head was moved by somebody else".to_owned())),
        }
    }
}

/// Seals what is pending; answers how many entries the log has now. Only PostgreSQL needs it.
pub fn seal_pending(tx: &mut Tx<'_>) -> Result<u64, Error> {
    tx.advisory_lock(SEAL_LOCK, Lock::Exclusive)?;
    let tree = Tree::load(tx)?.ok_or(Error::Damaged("the log head is missing".to_owned()))?;
    let mut entries = Vec::new();
    let mut sealed = Rows::default();
    for row in tx.rows(&store::PENDING, &[SEAL_MAX.into()])? {
        let parts = Stored::read(&row, 4)?;
        sealed.push(vec![row.int(0)?.into()]);
        entries.push(Entry {
            event: row.int(0)?,
            law_time: LawTime(row.int(1)?),
            stream: StreamId::stored(row.text(2)?),
            version: row.int(3)?,
            bytes: parts.entry()?,
        });
    }
    if entries.is_empty() {
        return Ok(tree.size());
    }
    let tree = tree.append(tx, &entries)?;
    tx.each(&store::SEALED, &sealed)?;
    Ok(tree.size())
}

/// The stored bytes of an event, from which its log entry is formed.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// JSON of the header.
    pub header: &'a str,
    /// JSON of the facts.
    pub facts: &'a str,
    /// JSON of the personal data; absent where the kind has none, or erased.
    pub personal: Option<&'a str>,
    /// Salts of header and facts.
    pub salts: &'a [u8],
    /// Salt of the personal data; absent once erased.
    pub salt_personal: Option<&'a [u8]>,
    /// Commitment to the personal data; present once erased.
    pub commitment_personal: Option<&'a [u8]>,
}

impl Stored<'_> {
    /// Reads the six columns from `first` on, in the order of the fields.
    pub fn read(row: &Row, first: usize) -> Result<Stored<'_>, db::Error> {
        Ok(Stored {
            header: row.text(first)?,
            facts: row.text(first + 1)?,
            personal: row.maybe_text(first + 2)?,
            salts: row.bytes(first + 3)?,
            salt_personal: row.maybe_bytes(first + 4)?,
            commitment_personal: row.maybe_bytes(first + 5)?,
        })
    }

    /// The public log entry of the stored bytes as they stand.
    pub fn entry(&self) -> Result<[u8; 105], Error> {
        let [header, facts] = self.salts()?;
        let header = commit(Part::Header, &header, self.header.as_bytes());
        let facts = commit(Part::Facts, &facts, self.facts.as_bytes());
        Ok(entry(header, facts, self.personal_commitment()?))
    }

    /// Salts of header and facts.
    pub fn salts(&self) -> Result<[Salt; 2], Error> {
        match self.salts.len() {
            32 => Ok([salt(&self.salts[..16])?, salt(&self.salts[16..])?]),
            _ => Err(Error::Damaged("event_body.salts has a wrong length".to_owned())),
        }
    }

    fn personal_commitment(&self) -> Result<Hash, Error> {
        let wrong = || Error::Damaged("an event has neither personal salt nor commitment".into());
        match (self.salt_personal, self.commitment_personal) {
            (Some(bytes), _) => {
                let personal = self.personal.unwrap_or_default();
                Ok(commit(Part::Personal, &salt(bytes)?, personal.as_bytes()))
            }
            (None, Some(bytes)) => Ok(Hash(bytes.try_into().map_err(|_| wrong())?)),
            (None, None) => Err(wrong()),
        }
    }
}

/// Reads a stored salt.
pub fn salt(bytes: &[u8]) -> Result<Salt, Error> {
    let exact = bytes.try_into().map_err(|_| Error::Damaged("a salt has a wrong length".into()))?;
    Ok(Salt(exact))
}

/// A log position as the database counts it.
pub fn position(place: u64) -> i64 {
    i64::try_from(place).expect("invariant: a log has fewer than 2^63 entries")
}

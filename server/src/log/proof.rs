//! Proofs of events: the entry, its inclusion, and the parts that the holder may see.

use db::{Tx, Value};
use domain::StreamId;
use ledger::commitment::{Opened, Part};
use ledger::proof::Proof;
use ledger::tree::inclusion;

use super::api::cosigned_checkpoint;
use super::seal::{Stored, salt};
use super::sign::Head;
use super::source::StoredNodes;
use super::store;
use crate::commit::Error;

/// What there is of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is no such event.
    Nothing,
    /// The event was told, but no signed checkpoint covers it yet: ask again in a second.
    NotYet,
    /// The proof.
    Proof(Box<Proof>),
}

/// The proof of an event, opening `parts` of it.
pub fn find(
    tx: &mut Tx<'_>,
    stream: &StreamId,
    version: i64,
    parts: &[Part],
) -> Result<Found, Error> {
    let values: [Value; 2] = [stream.as_str().into(), version.into()];
    if tx.row(&store::EVENT_OF, &values)?.is_none() {
        return Ok(Found::Nothing);
    }
    let Some(row) = tx.row(&store::POSITION_OF, &values)? else { return Ok(Found::NotYet) };
    let place = row.int(0)?;
    let index = u64::try_from(place).unwrap_or(u64::MAX);
    let size = Head::read(tx)?.signed_size;
    if index >= size {
        return Ok(Found::NotYet);
    }
    let row = tx.row(&store::ENTRIES, &[place.into(), (place + 1).into()])?;
    let row = row.ok_or(Error::Damaged(format!("position {place} has no event")))?;
    let stored = Stored::read(&row, 1)?;
    let opened = parts.iter().filter_map(|part| open(&stored, *part).transpose());
    Ok(Found::Proof(Box::new(Proof {
        entry: stored.entry()?.to_vec(),
        opened: opened.collect::<Result<_, _>>()?,
        index,
        hashes: inclusion(index, size, &mut StoredNodes(tx))?,
        checkpoint: cosigned_checkpoint(tx)?,
    })))
}

/// A part with its salt; `None` when it was erased.
fn open(stored: &Stored<'_>, part: Part) -> Result<Option<Opened>, Error> {
    let [header, facts] = stored.salts()?;
    let (salt, bytes) = match part {
        Part::Header => (header, stored.header),
        Part::Facts => (facts, stored.facts),
        Part::Personal => match stored.salt_personal {
            Some(bytes) => (salt(bytes)?, stored.personal.unwrap_or_default()),
            None => return Ok(None),
        },
    };
    Ok(Some(Opened { part, salt, bytes: bytes.as_bytes().to_vec() }))
}

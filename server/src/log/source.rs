//! The tree's stored hashes, as proofs ask for them.

use db::Tx;
use ledger::hash::Hash;
use ledger::tree::Nodes;

use super::seal::position;
use super::store;
use crate::commit::Error;

/// Hashes read from the database within one transaction.
pub struct StoredNodes<'a, 'b>(pub &'a mut Tx<'b>);

impl Nodes for StoredNodes<'_, '_> {
    type Error = Error;

    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, Error> {
        let (first, end) = (position(from).into(), position(from + count).into());
        let rows = match level {
            0 => self.0.rows(&store::LEAVES, &[first, end])?,
            level => self.0.rows(&store::NODES, &[i64::from(level).into(), first, end])?,
        };
        let hashes = rows.iter().map(|row| {
            let bytes = row.bytes(0)?.try_into();
            Ok(Hash(bytes.map_err(|_| Error::Damaged("a stored hash has a wrong length".into()))?))
        });
        hashes.collect()
    }
}

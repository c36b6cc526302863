//! Erasure: destroys personal bytes and their salt, and leaves the commitment.

use db::{Rows, Tx, Value};
use domain::StreamId;
use ledger::commitment::{Part, commit};

use super::{Error, store};
use crate::log::seal::salt;

/// Destroys the personal parts of all events of a stream. What is left can still be proved to
/// stand in the log, but not read.
pub(super) fn destroy(tx: &mut Tx<'_>, stream: &StreamId) -> Result<(), Error> {
    let mut rows = Rows::default();
    for row in tx.rows(&store::PERSONAL_OF, &[Value::from(stream.as_str())])? {
        let salt = salt(row.bytes(2)?)?;
        let personal = row.maybe_text(1)?.unwrap_or_default();
        let commitment = commit(Part::Personal, &salt, personal.as_bytes());
        rows.push(vec![row.int(0)?.into(), commitment.0.to_vec().into()]);
    }
    if !rows.is_empty() {
        tx.each(&store::DESTROY_PERSONAL, &rows)?;
    }
    Ok(())
}

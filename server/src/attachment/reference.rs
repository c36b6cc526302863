//! What features ask of attachments: whether they may be named, and that a stream names them.

use db::{Rows, Tx};
use domain::StreamId;

use super::{Attachment, State, store};
use crate::commit::Error;
use crate::commit::writes::{Key, Writes};

/// Why a file cannot be named by a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReady {
    /// There is none of that identifier that the account sent.
    Unknown(String),
    /// Part of it is still missing.
    Unfinished(String),
    /// It was refused; the row says why.
    Refused(String),
    /// Another record names it.
    Taken(String),
}

/// One file.
pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Attachment>, Error> {
    let row = tx.row(&store::ONE, &[id.into()])?;
    Ok(row.map(|row| Attachment::read(&row)).transpose()?)
}

/// Files that a stream names, in the order in which they came; erased ones are not among them.
pub fn of(tx: &mut Tx<'_>, stream: &StreamId) -> Result<Vec<Attachment>, Error> {
    let rows = tx.rows(&store::OF_RECORD, &[stream.as_str().into()])?;
    Ok(rows.iter().map(Attachment::read).collect::<Result<_, _>>()?)
}

/// Looks whether files that an account sent may be named by a stream: the facts of the command
/// that names them. A file that waits for the scanner may be named; it opens once it was seen.
pub fn ready(
    tx: &mut Tx<'_>,
    owner: &StreamId,
    ids: &[String],
    stream: Option<&StreamId>,
) -> Result<Result<Vec<Attachment>, NotReady>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let file = find(tx, id)?.filter(|file| file.owner == *owner);
        let Some(file) = file else { return Ok(Err(NotReady::Unknown(id.clone()))) };
        match file.state {
            State::Waiting | State::Checked => {}
            State::Uploading => return Ok(Err(NotReady::Unfinished(id.clone()))),
            State::Refused => return Ok(Err(NotReady::Refused(id.clone()))),
            State::Erased | State::Gone => return Ok(Err(NotReady::Unknown(id.clone()))),
        }
        if file.record.is_some() && file.record.as_ref() != stream {
            return Ok(Err(NotReady::Taken(id.clone())));
        }
        found.push(file);
    }
    Ok(Ok(found))
}

/// A stream names a file: for the projection of the event that does, so that both are written in
/// one transaction. A rebuild writes the same again.
pub fn project(writes: &mut Writes, id: &str, stream: &StreamId) {
    writes.put(&store::NAMED, vec![Key::Text(id.to_owned())], vec![stream.as_str().into()]);
}

/// A stream names files: between two batches, where no event does.
pub fn reference(tx: &mut Tx<'_>, ids: &[String], stream: &StreamId) -> Result<(), Error> {
    let mut rows = Rows::default();
    for id in ids {
        rows.push(vec![id.as_str().into(), stream.as_str().into()]);
    }
    if !rows.is_empty() {
        tx.each(&store::NAME, &rows)?;
    }
    Ok(())
}

/// The files of an erased stream are to go: those that it names, and those of an account that
/// nothing names. The commit of an erasure does this by itself.
pub fn erase_of(tx: &mut Tx<'_>, stream: &StreamId) -> Result<(), Error> {
    tx.execute(&store::ERASE_OF, &[stream.as_str().into()])?;
    Ok(())
}

/// One file is to go, whatever names it; others stay. Its bytes follow within a second.
pub fn erase_one(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    tx.execute(&store::ERASE, &[id.into()])?;
    Ok(())
}

//! What officers keep for themselves beside the facts: saved lists, what they examined, notes.
//!
//! None of it is an event: it decides nothing and is told to nobody. It is backed up with the house
//! and not rebuilt.

pub mod store;

use std::collections::BTreeMap;

use db::{Rows, Tx};
use domain::{LawTime, MachineTime, StreamId};

use crate::commit::Error;

/// Lists that somebody may save.
pub const VIEWS_MAX: usize = 20;
/// The longest name of a list, in characters.
pub const NAME_LENGTH_MAX: usize = 60;
/// The longest question of a list, in bytes.
pub const QUERY_BYTES_MAX: usize = 500;
/// The longest note, in characters.
pub const NOTE_LENGTH_MAX: usize = 2000;

/// A saved list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its identifier among those of its owner.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What the address of the list says.
    pub query: String,
}

/// Lists that somebody saved, the first first.
pub fn views(tx: &mut Tx<'_>, account: &StreamId) -> Result<Vec<Saved>, Error> {
    let most = i64::try_from(VIEWS_MAX).unwrap_or(i64::MAX);
    let rows = tx.rows(&store::VIEWS, &[account.as_str().into(), most.into()])?;
    let read = |row: &db::Row| {
        Ok(Saved {
            id: row.text(0)?.to_owned(),
            name: row.text(1)?.to_owned(),
            query: row.text(2)?.to_owned(),
        })
    };
    rows.iter().map(read).collect()
}

/// Saves a list; false when somebody has as many as they may.
pub fn save_view(
    tx: &mut Tx<'_>,
    account: &StreamId,
    view: &Saved,
    now: MachineTime,
) -> Result<bool, Error> {
    if views(tx, account)?.len() >= VIEWS_MAX {
        return Ok(false);
    }
    let values = [
        account.as_str().into(),
        view.id.as_str().into(),
        view.name.as_str().into(),
        view.query.as_str().into(),
        now.0.into(),
    ];
    tx.execute(&store::SAVE_VIEW, &values)?;
    Ok(true)
}

/// Forgets a list; false where its owner has none of that identifier.
pub fn forget_view(tx: &mut Tx<'_>, account: &StreamId, id: &str) -> Result<bool, Error> {
    Ok(tx.execute(&store::FORGET_VIEW, &[account.as_str().into(), id.into()])? > 0)
}

/// How the points of a dossier stand, by their names; those that nobody looked at are absent.
pub fn checks(tx: &mut Tx<'_>, dossier: i64) -> Result<BTreeMap<String, String>, Error> {
    let rows = tx.rows(&store::CHECKS, &[dossier.into()])?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

/// Notes how points of a dossier stand.
pub fn put_checks(
    tx: &mut Tx<'_>,
    dossier: i64,
    by: &StreamId,
    states: &[(String, &'static str)],
    now: LawTime,
) -> Result<(), Error> {
    let mut rows = Rows::default();
    for (point, state) in states {
        let by = by.as_str().into();
        rows.push(vec![dossier.into(), point.as_str().into(), (*state).into(), by, now.0.into()]);
    }
    if !rows.is_empty() {
        tx.each(&store::PUT_CHECK, &rows)?;
    }
    Ok(())
}

/// Somebody's note on a dossier, and when it was written.
pub fn note(
    tx: &mut Tx<'_>,
    dossier: i64,
    account: &StreamId,
) -> Result<Option<(String, LawTime)>, Error> {
    let row = tx.row(&store::NOTE, &[dossier.into(), account.as_str().into()])?;
    let read = |row: db::Row| Ok((row.text(0)?.to_owned(), LawTime(row.int(1)?)));
    row.map(read).transpose()
}

/// Writes somebody's note on a dossier; an empty one is forgotten.
pub fn put_note(
    tx: &mut Tx<'_>,
    dossier: i64,
    account: &StreamId,
    note: &str,
    now: LawTime,
) -> Result<(), Error> {
    if note.is_empty() {
        tx.execute(&store::FORGET_NOTE, &[dossier.into(), account.as_str().into()])?;
        return Ok(());
    }
    let mut rows = Rows::default();
    rows.push(vec![dossier.into(), account.as_str().into(), note.into(), now.0.into()]);
    tx.each(&store::PUT_NOTE, &rows)?;
    Ok(())
}

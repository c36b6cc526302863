//! Files in a backup: the database comes first, then every file that it names.
//!
//! Objects never change and their names never come back, so one folder of files serves many
//! backups: what is there already is not copied again.

use std::io::ErrorKind;

use db::{Db, Tx};

use super::vault::Vault;
use super::{Attachment, State, store};
use crate::commit::Error;
use crate::fault::Fault;
use crate::verify::Finding;

/// Rows read at a time.
const ROWS_AT_ONCE: i64 = 1000;

/// Reads a page of the files whose bytes a database says are on disk, behind an identifier.
pub fn page(tx: &mut Tx<'_>, after: String) -> Result<Vec<Attachment>, Error> {
    let rows = tx.rows(&store::ON_DISK, &[after.into(), ROWS_AT_ONCE.into()])?;
    Ok(rows.iter().map(Attachment::read).collect::<Result<_, _>>()?)
}

/// How pages of files are read, from a database that serves or from one that is written.
pub type Pages<'a> = &'a mut dyn FnMut(String) -> Result<Vec<Attachment>, Error>;

/// Hears every file whose bytes are on disk.
fn each(
    pages: Pages<'_>,
    hear: &mut dyn FnMut(&Attachment, &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut after = String::new();
    loop {
        let files = pages(after)?;
        let Some(last) = files.last() else { return Ok(()) };
        after = last.id.clone();
        for file in &files {
            if let Some(object) = &file.object {
                hear(file, object)?;
            }
        }
    }
}

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Files that were copied.
    pub copied: u64,
    /// Files that were there already.
    pub known: u64,
    /// Files that are missing or altered, by their identifiers.
    pub lost: Vec<String>,
}

/// Copies every file that a database names from one vault into another. A file that is missing or
/// not what its row says is told and spoils no other.
pub fn copy(pages: Pages<'_>, from: &Vault, into: &Vault) -> Result<Copied, Fault> {
    let mut done = Copied::default();
    each(pages, &mut |file, object| {
        if into.has(object, file.size) {
            done.known += 1;
            return Ok(());
        }
        match from.copy(object, into) {
            Ok(sha256) if Some(&sha256) == file.sha256.as_ref() => done.copied += 1,
            Ok(_) => {
                into.remove_object(object).map_err(Fault::file(into.root()))?;
                done.lost.push(file.id.clone());
            }
            // The file may still be on its way to its place, if the server stopped just then.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                match from.has_arrived(&file.id, file.size) {
                    true => {
                        from.settle(&file.id, object).map_err(Fault::file(from.root()))?;
                        from.copy(object, into).map_err(Fault::file(into.root()))?;
                        done.copied += 1;
                    }
                    false => done.lost.push(file.id.clone()),
                }
            }
            Err(error) => return Err(Fault::file(into.root())(error)),
        }
        Ok(())
    })?;
    Ok(done)
}

/// Whether a file is still named by a database: one that was erased while a backup ran is not lost.
pub fn is_named(db: &Db, id: &str) -> Result<bool, Fault> {
    let wanted = id.to_owned();
    let found = db.read_now(move |tx| super::reference::find(tx, &wanted))?;
    Ok(found.is_some_and(|file| matches!(file.state, State::Waiting | State::Checked)))
}

/// Holds every file against its row: what is missing, and what was altered.
pub fn verify(db: &Db, vault: &Vault) -> Result<(u64, Vec<Finding>), Fault> {
    let (mut files, mut findings) = (0, Vec::new());
    let mut pages = |after| db.read_now(move |tx| page(tx, after));
    each(&mut pages, &mut |file, object| {
        files += 1;
        let attachment = file.id.clone();
        match vault.hash(object) {
            Ok(sha256) if Some(&sha256) == file.sha256.as_ref() => {}
            Ok(_) => findings.push(Finding::FileAltered { attachment }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // All of it may still stand where it came in.
                if !vault.has_arrived(&file.id, file.size) && is_named(db, &file.id)? {
                    findings.push(Finding::FileMissing { attachment });
                }
            }
            Err(error) => return Err(Fault::file(vault.root())(error)),
        }
        Ok(())
    })?;
    Ok((files, findings))
}

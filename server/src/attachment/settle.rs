//! What happens to a file once all of it is there: looked into, named on disk, scanned.
//!
//! Every step can be done again after a crash: the row says `uploading` until the file was looked
//! into and its name on disk is known, and `waiting` until it stands there and was scanned.

use std::io;

use db::Value;
use domain::attachment::{Kind, Wrong};

use super::problem::No;
use super::scan::Verdict;
use super::{Attachment, State, check, reference, store, vault};
use crate::fault::Fault;
use crate::web::Site;

/// Looks into a file of which everything has come. Waits for the disk and the scanner.
pub(super) fn finish(site: &Site, file: Attachment) -> Result<Attachment, No> {
    let mut disk = site.cabinet().vault().arrived(&file.id)?;
    let sha256 = vault::hash(&mut disk, &mut io::sink())?;
    let looked = check::look(&mut disk, &file.name)?;
    drop(disk);
    let (kind, name) = match looked {
        Ok(found) => found,
        Err(wrong) => return Err(refuse(site, &file, wrong)),
    };
    let secret = site.house().secret().map_err(|fault: Fault| No::Bug(fault.to_string()))?;
    let object = secret.hash("attachment", &format!("{} {sha256}", file.id));
    let values: [Value; 5] = [
        file.id.as_str().into(),
        sha256.as_str().into(),
        object.as_str().into(),
        kind.media_type().into(),
        name.as_str().into(),
    ];
    let arrived = site.door().work_now(move |tx| Ok(tx.execute(&store::ARRIVED, &values)?))?;
    if arrived == 0 {
        // It was erased or refused meanwhile.
        site.cabinet().vault().remove(&file.id, None)?;
        return Err(No::Missing);
    }
    let (sha256, object) = (Some(sha256), Some(object));
    let state = State::Waiting;
    admit(site, Attachment { state, sha256, object, kind: Some(kind), name, ..file })
}

/// Gives a file its place on disk, and has it scanned. A scanner that is down leaves it waiting.
pub(super) fn admit(site: &Site, file: Attachment) -> Result<Attachment, No> {
    let cabinet = site.cabinet();
    let Some(object) = file.object.clone() else { return Err(No::Missing) };
    cabinet.vault().settle(&file.id, &object)?;
    if let Some(scanner) = cabinet.scanner() {
        let scanned = cabinet.vault().open(&object).and_then(|mut from| scanner.scan(&mut from));
        match scanned {
            Ok(Verdict::Clean) => {}
            Ok(Verdict::Found(what)) => {
                tracing::warn!(attachment = file.id, what, "the scanner found something");
                return Err(refuse(site, &file, Wrong::Harmful));
            }
            Err(error) => {
                tracing::warn!(attachment = file.id, %error, "not scanned; tried again later");
                return Ok(file);
            }
        }
    }
    let id = file.id.clone();
    let checked = site.door().work_now(move |tx| {
        tx.execute(&store::CHECKED, &[id.as_str().into()])?;
        reference::find(tx, &id)
    })?;
    match checked {
        Some(now) if now.state == State::Checked => Ok(now),
        // It was erased while it was scanned.
        Some(_) | None => {
            cabinet.vault().remove(&file.id, Some(&object))?;
            Err(No::Missing)
        }
    }
}

/// Says no to a file: first that it is refused, so that nobody opens it, then its bytes go.
fn refuse(site: &Site, file: &Attachment, wrong: Wrong) -> No {
    let values: [Value; 2] = [file.id.as_str().into(), wrong.id().into()];
    let told = site.door().work_now(move |tx| Ok(tx.execute(&store::REFUSED, &values)?));
    if let Err(error) = told {
        return error.into();
    }
    match site.cabinet().vault().remove(&file.id, file.object.as_deref()) {
        Ok(()) => No::Wrong(wrong),
        Err(error) => error.into(),
    }
}

/// Whether a kind may stand in a page: what every browser shows by itself, once it was checked.
pub(super) fn is_shown(file: &Attachment) -> bool {
    file.state == State::Checked && file.kind.is_some_and(Kind::is_shown)
}

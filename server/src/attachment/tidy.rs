//! What is done with files beside requests: bytes of erased ones go, unscanned ones are tried
//! again, what nothing names goes after a week, and nothing stays on disk that no row knows.

use std::time::Duration;

use super::problem::No;
use super::{Attachment, DAY_US, KEEP_US, OPEN_US, State, settle, store};
use crate::commit::Error;
use crate::web::Site;

/// Files taken at a time.
const FILES_AT_ONCE: i64 = 100;
/// How long a file on its way is left alone before somebody looks whether all of it came, in
/// microseconds: its own request is looking into it.
const LOOKED_INTO_US: i64 = 60 * 1_000_000;
/// How long bytes that nothing knows are kept, in microseconds: after a restore from a backup an
/// operator may still want them.
const UNKNOWN_US: i64 = KEEP_US;
/// How long bytes of a refused or erased file may stay behind after a crash, in microseconds.
const LEFT_US: i64 = 3600 * 1_000_000;

fn in_state(site: &Site, state: State, until: i64) -> Result<Vec<Attachment>, Error> {
    let values = [state.id().into(), until.into(), FILES_AT_ONCE.into()];
    site.house().db.read_now(move |tx| {
        let rows = tx.rows(&store::IN_STATE, &values)?;
        Ok(rows.iter().map(Attachment::read).collect::<Result<_, _>>()?)
    })
}

/// Removes the bytes of erased files. Answers how many went.
pub fn erase(site: &Site) -> Result<usize, No> {
    let erased = in_state(site, State::Erased, i64::MAX)?;
    for file in &erased {
        let Some(_turn) = site.cabinet().slots.take_idle(&file.id) else { continue };
        site.cabinet().vault().remove(&file.id, file.object.as_deref())?;
        let id = file.id.clone();
        site.door().work_now(move |tx| Ok(tx.execute(&store::GONE, &[id.into()])?))?;
    }
    Ok(erased.len())
}

/// Goes on with files that a stop or a scanner that was down left half way. A scanner that is still
/// down is not asked for every file.
pub fn go_on(site: &Site) -> Result<(), No> {
    let now = site.house().source.machine().0;
    for file in in_state(site, State::Uploading, now - LOOKED_INTO_US)? {
        let Some(_turn) = site.cabinet().slots.take_idle(&file.id) else { continue };
        if site.cabinet().vault().length(&file.id)? == file.size {
            told(settle::finish(site, file))?;
        }
    }
    for file in in_state(site, State::Waiting, now)? {
        let Some(_turn) = site.cabinet().slots.take_idle(&file.id) else { continue };
        if told(settle::admit(site, file))?.is_some_and(|file| file.state == State::Waiting) {
            break;
        }
    }
    Ok(())
}

/// A refusal is an answer that nobody waits for any more.
fn told(settled: Result<Attachment, No>) -> Result<Option<Attachment>, No> {
    match settled {
        Ok(file) => Ok(Some(file)),
        Err(No::Wrong(_) | No::Missing) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Lets go of what nothing named in time, and of bytes that no row knows.
pub fn expire(site: &Site) -> Result<(), No> {
    let now = site.house().source.machine().0;
    let kept = [
        (State::Uploading, OPEN_US),
        (State::Waiting, KEEP_US),
        (State::Checked, KEEP_US),
        (State::Refused, KEEP_US),
    ];
    for (state, kept_us) in kept {
        let values = [state.id().into(), (now - kept_us).into(), FILES_AT_ONCE.into()];
        site.door().work_now(move |tx| {
            for row in tx.rows(&store::UNNAMED, &values)? {
                tx.execute(&store::EXPIRE, &[row.text(0)?.into()])?;
            }
            Ok(())
        })?;
    }
    site.door().work_now(move |tx| Ok(tx.execute(&store::FORGET, &[(now - DAY_US).into()])?))?;
    loose(site, now)
}

/// Removes bytes that no row knows, or whose row says that they are gone.
fn loose(site: &Site, now: i64) -> Result<(), No> {
    let vault = site.cabinet().vault();
    let since = Duration::from_micros(u64::try_from(now).unwrap_or(0));
    let mut found = Vec::new();
    vault.each(since, &mut |name, is_object, age| {
        if age >= Duration::from_micros(LEFT_US.unsigned_abs()) {
            found.push((name.to_owned(), is_object, age));
        }
        Ok(())
    })?;
    for (name, is_object, age) in found {
        let wanted = name.clone();
        let row = site.house().db.read_now(move |tx| {
            let sql = if is_object { &store::BY_OBJECT } else { &store::ONE };
            let row = tx.row(sql, &[wanted.into()])?;
            let id = row.map(|row| row.text(0).map(str::to_owned)).transpose()?;
            id.map_or(Ok(None), |id| super::reference::find(tx, &id))
        })?;
        let is_loose = match row.map(|row| row.state) {
            Some(State::Uploading | State::Waiting | State::Checked) => false,
            Some(State::Refused | State::Erased | State::Gone) => true,
            None => age >= Duration::from_micros(UNKNOWN_US.unsigned_abs()),
        };
        if is_loose {
            tracing::info!("bytes that nothing knows were removed");
            match is_object {
                true => vault.remove_object(&name)?,
                false => vault.remove(&name, None)?,
            }
        }
    }
    Ok(())
}

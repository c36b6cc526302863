//! What time alone changes, made facts: lateness at its due moment, silence that is consent, and
//! deadlines counted anew when the calendar changed.

use db::Tx;
use domain::dossier::{Act, Command, Words, Wrong};
use domain::event::Actor;
use domain::refusal::Refusal;
use domain::{Command as AnyCommand, LawTime};

use super::store;
use crate::commit::{Answer, Door, Error, IdempotencyKey, Request};

/// Dossiers marked in one commit.
const AT_ONCE: i64 = 500;

/// Marks what became late and what was answered by silence up to now. Answers how many acts were
/// told; called again until it answers none, and after a standstill it catches up with the
/// instants at which things happened.
pub fn mark(door: &Door, now: LawTime) -> Result<usize, Error> {
    tell(door, marks(door, now)?)
}

/// What is to be marked up to an instant, at most some hundreds at a time.
pub fn marks(door: &Door, now: LawTime) -> Result<Vec<Request>, Error> {
    let due = door.work_now(move |tx| due(tx, now))?;
    Ok(due.into_iter().map(|(code, act)| request(code, act, None)).collect())
}

fn due(tx: &mut Tx<'_>, now: LawTime) -> Result<Vec<(String, Act)>, Error> {
    let mut acts = Vec::new();
    for row in tx.rows(&store::OVERDUE, &[now.0.into(), AT_ONCE.into()])? {
        acts.push((row.text(0)?.to_owned(), Act::MarkLate));
    }
    for row in tx.rows(&store::SILENT, &[now.0.into(), AT_ONCE.into()])? {
        let id = u32::try_from(row.int(1)?).unwrap_or(0);
        acts.push((row.text(0)?.to_owned(), Act::MarkSilent { id }));
    }
    Ok(acts)
}

/// Counts the deadlines of open dossiers anew, for a version of the calendar, in commits of at
/// most 500. Once for each dossier: what was counted already tells nothing.
pub fn recount(door: &Door, version: &str) -> Result<usize, Error> {
    let mut after = 0;
    let mut told = 0;
    loop {
        let page = door.work_now(move |tx| open_after(tx, after))?;
        let Some((last, _)) = page.last() else { return Ok(told) };
        after = *last;
        let requests = page.into_iter().map(|(_, code)| {
            let key = format!("recount {version} {code}");
            let request_hash = key.clone().into_bytes();
            let key = IdempotencyKey { key, request: request_hash };
            request(code, Act::Recount, Some(key))
        });
        told += tell(door, requests)?;
    }
}

fn open_after(tx: &mut Tx<'_>, after: i64) -> Result<Vec<(i64, String)>, Error> {
    let rows = tx.rows(&store::OPEN_AFTER, &[after.into(), AT_ONCE.into()])?;
    rows.iter().map(|row| Ok((row.int(0)?, row.text(1)?.to_owned()))).collect()
}

fn request(code: String, act: Act, key: Option<IdempotencyKey>) -> Request {
    let command = Command::Act { code, expected: None, act, words: Words::default() };
    Request { actor: Actor::system(), command: AnyCommand::Dossier(command), key }
}

/// Tells commands; what somebody did meanwhile is not refused twice.
fn tell(door: &Door, requests: impl IntoIterator<Item = Request>) -> Result<usize, Error> {
    let (mut told, mut failed) = (0, None);
    let mut hear = |answer: Answer| match answer {
        Ok(accepted) => told += usize::from(!accepted.events.is_empty()),
        Err(Error::Refused(Refusal::Dossier(
            Wrong::NothingToMark | Wrong::NotNow { .. } | Wrong::NotAsked(_),
        ))) => {}
        // An erased dossier is closed to commands; its lateness stays as it was told.
        Err(Error::Refused(Refusal::AlreadyErased(_))) => {}
        Err(error) => failed = Some(error),
    };
    door.commit_all_now(requests, &mut hear);
    match failed {
        Some(error) => Err(error),
        None => Ok(told),
    }
}

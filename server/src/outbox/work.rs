//! The workers of the outbox: one for each way out, so that a carrier that is down holds up nobody
//! else's messages.

use std::sync::atomic::Ordering;

use db::{Tx, Value};
use domain::MachineTime;

use super::letter::Message;
use super::{Carrier, Parcel, Reason, Way, store};
use crate::account::one_time;
use crate::commit::{Door, Error};
use crate::notice;
use crate::web::Site;

/// Messages that one round carries at most.
const ROUND_MAX: usize = 64;
/// How long a claimed message is left to its worker before another may try, in microseconds: longer
/// than any carrier may take.
const CLAIM_US: i64 = 2 * 60 * 1_000_000;
/// The first pause after a failure, doubled each time, in microseconds.
pub(super) const PAUSE_US: i64 = 10 * 1_000_000;
/// The longest pause before a code is tried again, in microseconds: it lives ten minutes.
pub(super) const PAUSE_US_MAX: i64 = 60 * 1_000_000;
/// The longest life of a code, in microseconds.
const CODE_LIFE_US: i64 = one_time::LIFE_S * 1_000_000;
/// The longest pause before what lives for days is tried again, in microseconds.
const LONG_PAUSE_US_MAX: i64 = 30 * 60 * 1_000_000;
/// How often a message that does not end is tried: with pauses that double, for almost a day.
pub(super) const TRIES_MAX: i64 = 14;
/// How many days what became of a message is kept.
pub const KEPT_DAYS: i64 = 30;
const DAY_US: i64 = 24 * 3600 * 1_000_000;

/// A message as its worker gets it.
struct Claimed {
    id: i64,
    sealed: String,
    at: MachineTime,
    ends: Option<i64>,
    /// How often it was tried, this time included.
    tries: i64,
}

/// What becomes of a message after a try.
#[derive(Clone, Copy)]
enum Fate {
    Taken,
    Failed(Reason),
    PutOff(Reason, i64),
}

/// Gives up what ended and carries what is due, until a carrier fails. Answers how many messages
/// were taken. Blocks for as long as the carrier takes.
pub fn round(site: &Site, way: Way) -> Result<usize, Error> {
    let (door, source) = (site.door(), &site.house().source);
    let ended = end(door, way, source.machine())?;
    site.outbox().counts(way).failed.fetch_add(ended, Ordering::Relaxed);
    match site.outbox().carrier(way) {
        Some(carrier) => round_by(site, carrier, way),
        None => Ok(0),
    }
}

/// Carries what is due by a carrier, until it fails.
pub(super) fn round_by(site: &Site, carrier: &dyn Carrier, way: Way) -> Result<usize, Error> {
    let (door, source) = (site.door(), &site.house().source);
    let mut taken = 0;
    for _ in 0..ROUND_MAX {
        let now = source.machine();
        let Some(claimed) = door.work_now(move |tx| claim(tx, way, now))? else { break };
        let outcome = try_once(site, carrier, way, &claimed)?;
        let fate = fate(&claimed, outcome, source.machine());
        let (id, now) = (claimed.id, source.machine());
        door.work_now(move |tx| settle(tx, id, fate, now))?;
        count(site, way, &claimed, fate);
        match fate {
            Fate::Taken => taken += 1,
            Fate::Failed(_) => {}
            Fate::PutOff(..) => break,
        }
    }
    Ok(taken)
}

fn end(door: &Door, way: Way, now: MachineTime) -> Result<u64, Error> {
    let values = [way.id().into(), now.0.into(), Reason::Ended.text().into()];
    door.work_now(move |tx| {
        let ended = tx.execute(&store::END, &values)?;
        if ended > 0 {
            tx.execute(&notice::store::LETTERS_ENDED, &[now.0.into()])?;
        }
        Ok(ended)
    })
}

fn claim(tx: &mut Tx<'_>, way: Way, now: MachineTime) -> Result<Option<Claimed>, Error> {
    let values = [way.id().into(), now.0.into(), (now.0 + CLAIM_US).into()];
    let Some(row) = tx.row(&store::CLAIM, &values)? else { return Ok(None) };
    Ok(Some(Claimed {
        id: row.int(0)?,
        sealed: row.maybe_text(1)?.unwrap_or_default().to_owned(),
        at: MachineTime(row.int(2)?),
        ends: row.maybe_int(3)?,
        tries: row.int(4)?,
    }))
}

fn try_once(
    site: &Site,
    carrier: &dyn Carrier,
    way: Way,
    claimed: &Claimed,
) -> Result<Result<(), Reason>, Error> {
    Ok(match Message::open(site, &claimed.sealed)? {
        Some(message) => carrier.carry(&parcel(site, way, claimed, &message)),
        None => Err(Reason::Unreadable),
    })
}

fn parcel(site: &Site, way: Way, claimed: &Claimed, message: &Message) -> Parcel {
    let text = message.text();
    let words = message.words.say(text);
    let terms = &site.province().terms;
    let province = match text.language {
        page::Language::Vietnamese => &terms.name,
        page::Language::English => &terms.name_en,
    };
    Parcel {
        // A restored house may give a number again, but not at the same instant.
        id: format!("{}.{}", claimed.id, claimed.at.0),
        to: message.to.clone(),
        subject: message.words.subject(text),
        text: match way {
            Way::Mail => {
                format!("{words}\n\n-- \n{}\n", text.message_foot(province, site.absolute("")))
            }
            Way::Sms => words,
        },
        language: text.language,
        at: claimed.at,
    }
}

/// What follows from a try, at an instant after it.
fn fate(claimed: &Claimed, outcome: Result<(), Reason>, now: MachineTime) -> Fate {
    let Err(reason) = outcome else { return Fate::Taken };
    let doubled = PAUSE_US.saturating_mul(1 << (claimed.tries - 1).clamp(0, 20));
    let pause = match claimed.ends {
        // A code is tried again before it ends; what lives for days waits out a carrier's night.
        Some(ends) if ends - claimed.at.0 <= CODE_LIFE_US => doubled.min(PAUSE_US_MAX),
        Some(_) => doubled.min(LONG_PAUSE_US_MAX),
        None => doubled,
    };
    let due = now.0.saturating_add(pause);
    let is_over = match claimed.ends {
        Some(ends) => due >= ends,
        None => claimed.tries >= TRIES_MAX,
    };
    match reason.is_final() || is_over {
        true => Fate::Failed(reason),
        false => Fate::PutOff(reason, due),
    }
}

fn count(site: &Site, way: Way, claimed: &Claimed, fate: Fate) {
    let counts = site.outbox().counts(way);
    let (letter, carrier, tries) = (claimed.id, way.id(), claimed.tries);
    match fate {
        Fate::Taken => {
            counts.taken.fetch_add(1, Ordering::Relaxed);
            tracing::debug!(letter, carrier, "a message was taken");
        }
        Fate::Failed(reason) => {
            counts.failed.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(letter, carrier, tries, reason = reason.text(), "a message failed");
        }
        Fate::PutOff(reason, _) => {
            counts.put_off.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(letter, carrier, tries, reason = reason.text(), "a message waits");
        }
    }
}

fn settle(tx: &mut Tx<'_>, id: i64, fate: Fate, now: MachineTime) -> Result<(), Error> {
    let (id, at): (Value, Value) = (id.into(), now.0.into());
    let (state, reason) = match fate {
        Fate::Taken => (store::TAKEN, None),
        Fate::Failed(reason) => (store::FAILED, Some(reason.text())),
        Fate::PutOff(reason, due) => {
            tx.execute(&store::PUT_OFF, &[id, due.into(), at, reason.text().into()])?;
            return Ok(());
        }
    };
    let values = [id, state.into(), at, reason.into()];
    tx.execute(&store::SETTLE, &values)?;
    // What became of a notice outlives its letter.
    tx.execute(&notice::store::LETTER_SETTLED, &values)?;
    Ok(())
}

/// Forgets what became of messages that were settled more than [`KEPT_DAYS`] ago.
pub fn forget(tx: &mut Tx<'_>, now: MachineTime) -> Result<u64, Error> {
    Ok(tx.execute(&store::FORGET, &[(now.0 - KEPT_DAYS * DAY_US).into()])?)
}

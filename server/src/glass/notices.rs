//! Notices of broken glasses: who works on the record, who leads the office and who judges sees
//! each at once.
//!
//! A notice of a leader or judge is no row of its own: it follows from the glass and from who leads
//! today, so that it is there the moment the glass is, and nobody can miss one by having been
//! appointed later. Who worked on the record then stands in the glass itself.

use std::collections::{BTreeSet, HashMap};

use db::{Rows, Tx};
use domain::access::{Action, Reach, Who};
use domain::{LawTime, StreamId};
use jiff::civil::Date;

use super::Broken;
use crate::commit::Error;
use crate::office::read;
use crate::person::gives;
use crate::reading::store;

/// How long a notice is shown, in microseconds: 90 days.
const SHOWN_US: i64 = 90 * 24 * 3600 * 1_000_000;
/// Glasses that are looked through.
const GLASSES_MAX: i64 = 500;

/// Whether somebody may be told of broken glasses: by a post, or by what they work on.
pub fn is_told(who: &Who) -> bool {
    watches(who) || gives(who, Action::ReadDossier)
}

/// Whether a post has somebody told of broken glasses before records that are not theirs.
pub fn watches(who: &Who) -> bool {
    leads(who) || gives(who, Action::ReviewGlass)
}

fn leads(who: &Who) -> bool {
    who.seats.iter().flat_map(|seat| &seat.grants).any(|grant| grant.leads)
}

/// How many notices somebody has not seen.
pub fn unseen(tx: &mut Tx<'_>, who: &Who, now: LawTime) -> Result<u64, Error> {
    let Some(account) = who.account.as_ref() else { return Ok(0) };
    // Each page asks this: mostly one statement, and nothing to tell.
    let own = if watches(who) { None } else { Some(worked_on(tx, who)?) };
    if own.as_ref().is_some_and(BTreeSet::is_empty) {
        return Ok(0);
    }
    let values = [(now.0 - SHOWN_US).into(), GLASSES_MAX.into(), account.as_str().into()];
    let all = Broken::all(&tx.rows(&store::UNSEEN, &values)?)?;
    let own = match own {
        Some(own) => own,
        None if all.is_empty() => return Ok(0),
        None => worked_on(tx, who)?,
    };
    Ok(told(tx, who, &own, all, now.date())?.len() as u64)
}

/// Notices of somebody, the latest first, and the last one that they have seen.
pub fn list(tx: &mut Tx<'_>, who: &Who, now: LawTime) -> Result<(Vec<Broken>, i64), Error> {
    let Some(account) = &who.account else { return Ok((Vec::new(), 0)) };
    let all =
        Broken::all(&tx.rows(&store::SINCE, &[(now.0 - SHOWN_US).into(), GLASSES_MAX.into()])?)?;
    let seen = tx.row(&store::SEEN, &[account.as_str().into()])?;
    let seen = seen.map(|row| row.int(0)).transpose()?.unwrap_or(0);
    let own = worked_on(tx, who)?;
    Ok((told(tx, who, &own, all, now.date())?, seen))
}

/// Notes that somebody has seen their notices up to one.
pub fn see(tx: &mut Tx<'_>, account: &StreamId, upto: i64) -> Result<(), Error> {
    tx.execute(&store::SEE, &[account.as_str().into(), upto.into()])?;
    Ok(())
}

/// Glasses before records on which somebody works, or whoever they are the deputy of.
fn worked_on(tx: &mut Tx<'_>, who: &Who) -> Result<BTreeSet<i64>, Error> {
    let deputised = who.seats.iter().filter_map(|seat| seat.deputy_of.as_ref());
    let accounts: BTreeSet<&StreamId> = who.account.iter().chain(deputised).collect();
    let mut rows = Rows::default();
    for account in accounts {
        rows.push(vec![account.as_str().into()]);
    }
    let found = tx.each(&store::TOLD_TO, &rows)?;
    found.iter().map(|row| Ok(row.int(0)?)).collect()
}

/// Those of which somebody is told: before records that they work on, where they lead, or all that
/// they judge. Nobody is told of their own.
fn told(
    tx: &mut Tx<'_>,
    who: &Who,
    own: &BTreeSet<i64>,
    all: Vec<Broken>,
    day: Date,
) -> Result<Vec<Broken>, Error> {
    let others = all.into_iter().filter(|it| who.account.as_ref() != Some(&it.breaker));
    if gives(who, Action::ReviewGlass) {
        return Ok(others.collect());
    }
    let mut led: HashMap<String, bool> = HashMap::new();
    let mut told = Vec::new();
    for broken in others {
        if own.contains(&broken.id) {
            told.push(broken);
            continue;
        }
        let known = led.get(&broken.office).copied();
        let leads = match known {
            Some(leads) => leads,
            None => leads_at(who, &path(tx, &broken.office, day)?),
        };
        led.insert(broken.office.clone(), leads);
        if leads {
            told.push(broken);
        }
    }
    Ok(told)
}

/// An office and those above it.
pub fn path(tx: &mut Tx<'_>, office: &str, day: Date) -> Result<Vec<String>, Error> {
    let whole = read::one(tx, office, day)?;
    let parents = whole.map(|whole| whole.parents).unwrap_or_default();
    let above = parents.into_iter().rev().map(|parent| parent.code);
    Ok(std::iter::once(office.to_owned()).chain(above).collect())
}

fn leads_at(who: &Who, path: &[String]) -> bool {
    let offices: BTreeSet<&String> = path.iter().collect();
    who.seats.iter().any(|seat| {
        seat.grants.iter().filter(|grant| grant.leads).any(|grant| match grant.reach {
            Reach::Office => path.first() == Some(&seat.office),
            Reach::Below | Reach::Province => offices.contains(&seat.office),
        })
    })
}

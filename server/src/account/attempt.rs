//! Guesses as they are counted: the rows of `throttle`, read and kept in one transaction.

use std::net::IpAddr;

use db::Tx;
use domain::{MachineTime, StreamId};

use super::throttle::{
    self, Admitted, Attempt, Guessed, Lane, LaneKey, Origin, Row, Subject, Wait,
};
use super::{message, store};
use crate::commit::Error;
use crate::outbox::Pen;
use crate::web::Site;

/// A guess that was admitted, until it is known whether it was right.
#[derive(Debug)]
pub struct Guess {
    lanes: Vec<Lane>,
    /// Whether it may be looked at. Where it may not, it is not right, whatever it is.
    pub is_looked_at: bool,
}

/// Where a guess comes from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The client's address.
    pub address: IpAddr,
    /// What the account knows of it.
    pub origin: Origin<'a>,
}

/// What is counted: lanes that say whether it has to wait, and lanes that are kept quiet about.
struct Counted {
    shown: Vec<Lane>,
    hidden: Vec<Lane>,
    owner: Option<StreamId>,
}

/// Counts a guess at an account before it is looked at, or says that it has to wait.
pub async fn admit(
    site: &Site,
    account: &StreamId,
    place: Place<'_>,
    guessed: Guessed,
) -> Result<Result<Guess, Wait>, Error> {
    let Place { address, origin } = place;
    let subject = Subject::Account(account.as_str());
    let shown = throttle::lanes(&Attempt { subject, address, origin, guessed });
    count(site, Counted { shown, hidden: Vec::new(), owner: Some(account.clone()) }).await
}

/// The same for somebody who is named: whether there is such an account, and which other names it
/// has, shows neither in the answer nor in the work.
pub async fn admit_named(
    site: &Site,
    (typed, account): (&str, Option<&StreamId>),
    place: Place<'_>,
    guessed: Guessed,
) -> Result<Result<Guess, Wait>, Error> {
    if let (Some(account), true) = (account, place.origin != Origin::Unknown) {
        // Whoever comes from the account's own browser knows that it is there.
        return admit(site, account, place, guessed).await;
    }
    let Place { address, origin } = place;
    let attempt = |subject| Attempt { subject, address, origin, guessed };
    let shown = throttle::lanes(&attempt(Subject::Typed(typed)));
    let subject = account.map_or(Subject::Nobody(typed), |it| Subject::Account(it.as_str()));
    let hidden = throttle::own_lanes(&attempt(subject));
    count(site, Counted { shown, hidden, owner: account.cloned() }).await
}

/// The same for what belongs to no account: each address has a lane of its own, and nobody can
/// slow down anybody else.
pub async fn admit_here(
    site: &Site,
    what: &str,
    address: IpAddr,
) -> Result<Result<Guess, Wait>, Error> {
    let (subject, guessed) = (Subject::Typed(what), Guessed::Password);
    let origin = Origin::KnownAddress;
    let shown = throttle::lanes(&Attempt { subject, address, origin, guessed });
    count(site, Counted { shown, hidden: Vec::new(), owner: None }).await
}

/// Counts what is sent to a contact, so that nobody is showered: it belongs to whoever reads there.
pub async fn admit_message(
    site: &Site,
    what: &str,
    address: IpAddr,
) -> Result<Result<Guess, Wait>, Error> {
    let (subject, origin) = (Subject::Typed(what), Origin::Unknown);
    let attempt = Attempt { subject, address, origin, guessed: Guessed::Sent };
    let shown = throttle::lanes(&attempt);
    count(site, Counted { shown, hidden: Vec::new(), owner: None }).await
}

async fn count(site: &Site, counted: Counted) -> Result<Result<Guess, Wait>, Error> {
    let now = site.house().source.machine();
    let lanes: Vec<Lane> = counted.shown.iter().chain(&counted.hidden).cloned().collect();
    let (asked, pen) = (lanes.clone(), Pen::of(site)?);
    let work = move |tx: &mut Tx<'_>| {
        let admitted = admit_in(tx, &counted, &asked, now)?;
        // Told in the same transaction: no longer time tells that there is somebody to be told.
        let news = admitted.as_ref().ok().and_then(|admitted| admitted.news);
        if let Some((news, owner)) = news.zip(counted.owner.as_ref()) {
            tracing::warn!(account = %owner, ?news, "somebody guesses at an account");
            message::warn_owner(tx, pen, owner, news)?;
        }
        Ok(admitted)
    };
    let admitted = site.door().work(work).await?;
    Ok(admitted.map(|Admitted { is_looked_at, .. }| Guess { lanes, is_looked_at }))
}

/// Admits an attempt through its lanes and keeps the count.
fn admit_in(
    tx: &mut Tx<'_>,
    counted: &Counted,
    lanes: &[Lane],
    now: MachineTime,
) -> Result<Result<Admitted, Wait>, Error> {
    let rows = rows(tx, lanes)?;
    let row = |key: &LaneKey| find(&rows, key);
    let admitted = throttle::admit_named(&counted.shown, &counted.hidden, now, row);
    if let Ok(admitted) = &admitted {
        for (key, row) in &admitted.rows {
            put(tx, key, *row)?;
        }
    }
    Ok(admitted)
}

impl Guess {
    /// Notes that it was right.
    pub async fn was_right(self, site: &Site) -> Result<(), Error> {
        let lanes = self.lanes;
        let settle = move |tx: &mut Tx<'_>| {
            let rows = rows(tx, &lanes)?;
            for (key, row) in throttle::succeed(&lanes, |key| find(&rows, key)) {
                match row {
                    Some(row) => put(tx, &key, row)?,
                    None => drop(tx.execute(&store::REMOVE_ATTEMPT, &[key.0.into()])?),
                }
            }
            Ok(())
        };
        site.door().work(settle).await
    }
}

fn rows(tx: &mut Tx<'_>, lanes: &[Lane]) -> Result<Vec<(LaneKey, Row)>, Error> {
    let mut rows = Vec::new();
    for lane in lanes {
        let Some(row) = tx.row(&store::ATTEMPT, &[lane.key.0.as_str().into()])? else { continue };
        let row = serde_json::from_str(row.text(0)?)
            .map_err(|source| Error::Damaged(format!("a count of guesses: {source}")))?;
        rows.push((lane.key.clone(), row));
    }
    Ok(rows)
}

fn find(rows: &[(LaneKey, Row)], key: &LaneKey) -> Option<Row> {
    rows.iter().find(|(known, _)| known == key).map(|(_, row)| *row)
}

fn put(tx: &mut Tx<'_>, key: &LaneKey, row: Row) -> Result<(), Error> {
    let state = serde_json::to_string(&row).expect("invariant: counts serialise");
    let ends = row.last.0 + throttle::kept_s_max() * 1_000_000;
    tx.execute(&store::PUT_ATTEMPT, &[key.0.as_str().into(), state.into(), ends.into()])?;
    Ok(())
}

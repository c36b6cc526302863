//! Guesses as they are counted: the rows of `throttle`, read and kept in one transaction.

use std::net::IpAddr;

use db::Tx;
use domain::MachineTime;

use super::store;
use super::throttle::{self, Admitted, Attempt, Guessed, Lane, LaneKey, Origin, Row, Wait};
use crate::commit::Error;
use crate::web::Site;

/// A guess that was admitted, until it is known whether it was right.
#[derive(Debug)]
pub struct Guess {
    lanes: Vec<Lane>,
    /// Strangers have just begun to guess in earnest: the owner is to be told.
    pub tell_owner: bool,
}

/// Counts a guess before it is looked at, or says that it has to wait.
pub async fn admit(
    site: &Site,
    account: &str,
    address: IpAddr,
    mark: Option<&str>,
    guessed: Guessed,
) -> Result<Result<Guess, Wait>, Error> {
    let origin = mark.map_or(Origin::Unknown, Origin::KnownDevice);
    count(site, &Attempt { account, address, origin, guessed }).await
}

/// The same for what belongs to no account: each address has a lane of its own, and nobody can
/// slow down anybody else.
pub async fn admit_here(
    site: &Site,
    what: &str,
    address: IpAddr,
) -> Result<Result<Guess, Wait>, Error> {
    let guessed = Guessed::Password;
    count(site, &Attempt { account: what, address, origin: Origin::KnownAddress, guessed }).await
}

async fn count(site: &Site, attempt: &Attempt<'_>) -> Result<Result<Guess, Wait>, Error> {
    let lanes = throttle::lanes(attempt);
    let now = site.house().source.machine();
    let asked = lanes.clone();
    let admitted = site.door().work(move |tx| admit_in(tx, &asked, now)).await?;
    Ok(admitted.map(|Admitted { tell_owner, .. }| Guess { lanes, tell_owner }))
}

/// Admits an attempt through its lanes and keeps the count.
fn admit_in(
    tx: &mut Tx<'_>,
    lanes: &[Lane],
    now: MachineTime,
) -> Result<Result<Admitted, Wait>, Error> {
    let rows = rows(tx, lanes)?;
    let admitted = throttle::admit(lanes, now, |key| find(&rows, key));
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

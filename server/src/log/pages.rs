//! The public page of the ledger.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use page::ledger::{Status, WitnessRow};

use super::api::cosigned_checkpoint;
use super::sign::Head;
use super::store;
use crate::commit::Error;
use crate::web::{Asked, Problem, Site, html};

/// The state of the ledger.
pub async fn status(State(site): State<Site>, asked: Asked) -> Result<Response<Body>, Problem> {
    let read = site.house().db.read(|tx| {
        let head = Head::read(tx)?;
        let witnesses = tx.rows(&store::COSIGNATURES, &[])?;
        Ok::<_, Error>((head, cosigned_checkpoint(tx)?, witnesses))
    });
    let (head, checkpoint, witnesses) = read.await?;
    let now = site.house().source.machine().0 / 1_000_000;
    let row = |row: &db::Row| {
        Ok::<_, db::Error>(WitnessRow {
            name: row.text(0)?.to_owned(),
            size: row.int(1)?.unsigned_abs(),
            age_seconds: u64::try_from(now - row.int(2)?).unwrap_or(0),
        })
    };
    let witnesses = witnesses.iter().map(row).collect::<Result<_, _>>()?;
    let province = site.province();
    let page = Status {
        origin: province.origin.clone(),
        root: head.root.to_string(),
        checkpoint,
        key: province.log_keys.last().cloned().unwrap_or_default(),
        witnesses,
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

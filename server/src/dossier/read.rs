//! A dossier as it is read: its state, who is behind it, what happened to it.

use db::{Row, Tx};
use domain::dossier::{Dossier, Event, Personal};
use domain::event::{Event as AnyEvent, Header};
use domain::{State, StreamId};

use super::store;
use crate::commit::{Error, decode, parse_header};

/// A dossier with who is behind it.
#[derive(Clone, Debug)]
pub struct Known {
    /// The record's identifier in rows.
    pub id: i64,
    /// Its stream.
    pub stream: StreamId,
    /// Its state.
    pub dossier: Box<Dossier>,
    /// Who is behind it; `None` once erased.
    pub personal: Option<Personal>,
}

/// A dossier by its code; `None` where there is none.
pub fn one(tx: &mut Tx<'_>, code: &str) -> Result<Option<Known>, Error> {
    known(tx.row(&store::ONE, &[code.into()])?)
}

/// A dossier by its stream.
pub fn of(tx: &mut Tx<'_>, stream: &StreamId) -> Result<Option<Known>, Error> {
    known(tx.row(&store::ONE_OF, &[stream.as_str().into()])?)
}

/// A dossier of a row of [`store::ONE`] and its likes.
pub fn known(row: Option<Row>) -> Result<Option<Known>, Error> {
    let Some(row) = row else { return Ok(None) };
    let code = row.text(1)?.to_owned();
    let damaged = |source| Error::Damaged(format!("dossier {code}: {source}"));
    let state: State = serde_json::from_str(row.text(2)?).map_err(damaged)?;
    let State::Dossier(dossier) = state.open() else {
        return Err(Error::Damaged(format!("dossier {code} is something else")));
    };
    let personal = row.maybe_text(3)?.map(serde_json::from_str).transpose().map_err(damaged)?;
    Ok(Some(Known {
        id: row.int(0)?,
        stream: StreamId::stored(row.text(1)?),
        dossier: dossier.clone(),
        personal,
    }))
}

/// What happened to a dossier, in order.
pub fn events(tx: &mut Tx<'_>, stream: &StreamId) -> Result<Vec<(Header, Event)>, Error> {
    let mut events = Vec::new();
    for row in tx.rows(&store::EVENTS, &[stream.as_str().into()])? {
        let header = parse_header(row.text(0)?)?;
        if let AnyEvent::Dossier(event) = decode(&header, row.text(1)?, row.maybe_text(2)?)? {
            events.push((header, event));
        }
    }
    Ok(events)
}

//! The public ledger over HTTP: checkpoint, key, tiles, proofs (C2SP tlog-tiles).

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use db::Tx;
use ledger::note::SignedNote;
use ledger::tile::{Kind, TILE_WIDTH, TilePath, bundle};
use ledger::tree::Nodes;

use super::seal::{Stored, position};
use super::sign::Head;
use super::source::StoredNodes;
use super::store;
use crate::commit::Error;
use crate::web::{Missing, Problem, Site, text_file};

/// What a full tile may be kept for: it never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The signed checkpoint with the witnesses' cosignatures over it.
pub async fn checkpoint(State(site): State<Site>) -> Result<Response<Body>, Problem> {
    let note = site.house().db.read(cosigned_checkpoint).await?;
    if note.is_empty() {
        return Err(Missing.into());
    }
    Ok(text_file(note, "no-cache"))
}

/// The newest checkpoint with every cosignature that is over it.
pub fn cosigned_checkpoint(tx: &mut Tx<'_>) -> Result<String, Error> {
    let head = Head::read(tx)?;
    if head.checkpoint.is_empty() {
        return Ok(String::new());
    }
    let mut note = SignedNote::parse(&head.checkpoint)?;
    for row in tx.rows(&store::COSIGNATURES, &[])? {
        if row.int(1)? == position(head.signed_size) {
            note.signatures.push(ledger::note::SignatureLine::parse(row.text(3)?)?);
        }
    }
    Ok(note.to_string())
}

/// The verifier keys in force, newest first.
pub async fn key(State(site): State<Site>) -> Response<Body> {
    let keys = super::rotate::in_force(site.province(), site.law_now());
    let keys: String = keys.iter().map(|key| format!("{key}\n")).collect();
    text_file(keys, "no-cache")
}

/// A tile of hashes or of entries.
pub async fn tile(
    State(site): State<Site>,
    Path(path): Path<String>,
) -> Result<Response<Body>, Problem> {
    let tile = TilePath::parse(&path).map_err(|_| Problem::not_found())?;
    let read = site.house().db.read(move |tx| read_tile(tx, &tile)).await?;
    let bytes = read.ok_or(Missing)?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    Ok(response)
}

/// The bytes of a tile as far as the signed checkpoint covers it; `None` beyond.
pub fn read_tile(tx: &mut Tx<'_>, tile: &TilePath) -> Result<Option<Vec<u8>>, Error> {
    let level = match tile.kind {
        Kind::Hashes(level) => level,
        Kind::Entries => 0,
    };
    // A level-8 tile would need more entries than a position can count.
    if level >= 8 {
        return Ok(None);
    }
    let covered = Head::read(tx)?.signed_size >> (8 * u32::from(level));
    let Some(from) = tile.index.checked_mul(TILE_WIDTH) else { return Ok(None) };
    if from.checked_add(tile.width).is_none_or(|to| to > covered) {
        return Ok(None);
    }
    match tile.kind {
        Kind::Hashes(level) => {
            let hashes = StoredNodes(tx).hashes(level, from, tile.width)?;
            Ok(Some(hashes.iter().flat_map(|hash| hash.0).collect()))
        }
        Kind::Entries => entries(tx, from, tile.width).map(Some),
    }
}

fn entries(tx: &mut Tx<'_>, from: u64, count: u64) -> Result<Vec<u8>, Error> {
    let range = [position(from).into(), position(from + count).into()];
    let mut entries = Vec::new();
    for row in tx.rows(&store::ENTRIES, &range)? {
        let stored = Stored::read(&row, 1)?;
        entries.push(stored.entry()?);
    }
    Ok(bundle(entries.iter().map(<[u8; 105]>::as_slice)))
}

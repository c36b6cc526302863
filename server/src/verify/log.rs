//! The log against its rows: every leaf has its event, every event its leaf, every hash its bytes.

use std::collections::HashMap;

use db::{Row, Sql};
use domain::LawTime;
use ledger::checkpoint::Checkpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::tree::{Frontier, root_at};

use super::{FINDINGS_MAX, Finding, Report, Verification, store};
use crate::commit::{Error, parse_header};
use crate::log::seal::Stored;
use crate::log::sign::Head;
use crate::log::source::StoredNodes;

/// Leaves read at a time.
const LEAVES_AT_ONCE: i64 = 4096;

/// What the leaves alone give.
#[derive(Default)]
struct Tree {
    frontier: Frontier,
    nodes: HashMap<(i64, i64), Hash>,
    last: LawTimeOrNone,
    /// The root at the size of the checkpoint to compare with.
    at_published: Option<Hash>,
    at_signed: Option<Hash>,
}

type LawTimeOrNone = Option<LawTime>;

pub(super) fn check(
    verification: &Verification<'_>,
    report: &mut Report,
    step: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    let head = verification.db.read_now(Head::read)?;
    let mut tree = Tree::default();
    let mut next = 0;
    let published = verification.against.as_ref().map(|checkpoint| checkpoint.size);
    loop {
        let from = next;
        let read = move |tx: &mut db::Tx<'_>| {
            tx.rows(&store::LEAVES, &[from.into(), LEAVES_AT_ONCE.into()])
        };
        let rows = verification.db.read_now(read)?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            next = leaf(row, next, &mut tree, report)?;
            let size = Some(tree.frontier.size());
            if size == published {
                tree.at_published = Some(tree.frontier.root());
            }
            if size == Some(head.signed_size) {
                tree.at_signed = Some(tree.frontier.root());
            }
        }
        step(tree.frontier.size());
    }
    report.entries = tree.frontier.size();
    heads(verification, &head, &tree, report)?;
    nodes(verification, &tree, report)?;
    others(verification, report)
}

/// One leaf with whatever the database still has of its event.
fn leaf(row: &Row, next: i64, tree: &mut Tree, report: &mut Report) -> Result<i64, Error> {
    let (position, event) = (row.int(0)?, row.int(1)?);
    let mut say = |finding| report.findings.push(finding);
    if position != next {
        say(Finding::PositionMissing { position: next });
    }
    let hash = hash(row.bytes(2)?)?;
    for node in tree.frontier.append(hash) {
        let index = i64::try_from(node.index).unwrap_or(i64::MAX);
        tree.nodes.insert((i64::from(node.level), index), node.hash);
    }
    let Some(header_text) = row.maybe_text(7)? else {
        say(Finding::EventRemoved { position, event });
        return Ok(position + 1);
    };
    if row.maybe_text(8)?.is_none() {
        say(Finding::BodyRemoved { event });
        return Ok(position + 1);
    }
    let stored = Stored::read(row, 7)?;
    let stream = row.text(3)?.to_owned();
    if stored.entry().map(|entry| leaf_hash(&entry)).ok() != Some(hash) {
        say(Finding::EventChanged { position, event, stream });
    } else if let Ok(header) = parse_header(header_text) {
        let columns = (row.text(3)?, row.int(4)?, row.text(5)?, row.int(6)?);
        let said =
            (header.stream.as_str(), header.version, header.kind.as_str(), header.law_time.0);
        if columns != said {
            say(Finding::ColumnChanged { event });
        }
        if tree.last.is_some_and(|last| last > header.law_time) {
            say(Finding::OrderBroken { position });
        }
        // A log that goes on after a loss begins with the event that says so.
        if header.kind != domain::province::LOG_CONTINUED {
            tree.last = Some(header.law_time);
        }
    }
    Ok(position + 1)
}

fn hash(bytes: &[u8]) -> Result<Hash, Error> {
    let exact = bytes.try_into().map_err(|_| Error::Damaged("leaf.hash is no hash".to_owned()))?;
    Ok(Hash(exact))
}

fn heads(
    verification: &Verification<'_>,
    head: &Head,
    tree: &Tree,
    report: &mut Report,
) -> Result<(), Error> {
    let mut say = |finding| report.findings.push(finding);
    let found = tree.frontier.size();
    if head.size != found {
        say(Finding::HeadChanged { stated: head.size, found });
    } else if head.root != tree.frontier.root() {
        say(Finding::RootChanged);
    }
    if !head.checkpoint.is_empty() {
        match Checkpoint::open(&head.checkpoint, &verification.log_keys) {
            Err(error) => say(Finding::CheckpointUnsigned { why: error.to_string() }),
            Ok((signed, _)) if signed.size != head.signed_size => {
                say(Finding::CheckpointChanged { size: signed.size });
            }
            Ok((signed, _)) if tree.at_signed != Some(signed.root) && signed.size > 0 => {
                say(Finding::CheckpointChanged { size: signed.size });
            }
            Ok(_) => {}
        }
    }
    if let Some(published) = &verification.against
        && published.size > 0
        && tree.at_published != Some(published.root)
    {
        say(Finding::HistoryRewritten { size: published.size });
    }
    let (size, root) = (head.size, tree.frontier.root());
    let stored = verification.db.read_now(move |tx| root_at(size, &mut StoredNodes(tx)));
    if found == size && stored.ok() != Some(root) {
        say(Finding::RootChanged);
    }
    Ok(())
}

fn nodes(verification: &Verification<'_>, tree: &Tree, report: &mut Report) -> Result<(), Error> {
    let rows = verification.db.read_now(|tx| tx.rows(&store::NODES, &[]))?;
    let mut stored = HashMap::new();
    for row in &rows {
        stored.insert((row.int(0)?, row.int(1)?), hash(row.bytes(2)?)?);
    }
    let mut places: Vec<&(i64, i64)> = tree.nodes.keys().chain(stored.keys()).collect();
    places.sort();
    places.dedup();
    for place in places {
        if tree.nodes.get(place) != stored.get(place) {
            let (level, place) = *place;
            report.findings.push(Finding::NodeChanged { level, place });
        }
    }
    Ok(())
}

/// What can only be seen from the rows' side.
fn others(verification: &Verification<'_>, report: &mut Report) -> Result<(), Error> {
    let mut each = |sql: &'static Sql, finding: &dyn Fn(&Row) -> Result<Finding, db::Error>| {
        let rows = verification.db.read_now(move |tx| tx.rows(sql, &[FINDINGS_MAX.into()]))?;
        for row in &rows {
            report.findings.push(finding(row)?);
        }
        Ok::<_, Error>(())
    };
    each(&store::UNLOGGED, &|row| {
        Ok(Finding::EventInserted { event: row.int(0)?, stream: row.text(1)?.to_owned() })
    })?;
    each(&store::LOOSE_BODIES, &|row| Ok(Finding::BodyInserted { event: row.int(0)? }))?;
    each(&store::WAITING_TWICE, &|row| Ok(Finding::SealedTwice { event: row.int(0)? }))?;
    each(&store::BROKEN_STREAMS, &|row| {
        Ok(Finding::StreamBroken {
            stream: row.text(0)?.to_owned(),
            first: row.int(1)?,
            last: row.int(2)?,
            count: row.int(3)?,
        })
    })?;
    each(&store::UNDEAD, &|row| {
        Ok(Finding::ErasureUndone { event: row.int(0)?, stream: row.text(1)?.to_owned() })
    })?;
    each(&store::DESTROYED, &|row| {
        Ok(Finding::ErasureUntold { event: row.int(0)?, stream: row.text(1)?.to_owned() })
    })
}

//! The archive: sealed events shipped every second, so that a restore rolls forward beyond its
//! backup.
//!
//! A segment is a text file named by its first and last position: a head line, then one JSON
//! object an entry. Segments never change but by an erasure. Beside them stands the newest
//! checkpoint, which a restore must reach exactly.

#![expect(clippy::disallowed_methods, reason = "the archive's files are written and read here")]

pub mod store;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use db::{Db, Row, Rows, Tx, Value};
use domain::{LawTime, StreamId};
use ledger::checkpoint::Checkpoint;
use ledger::note::VerifierKey;
use serde::{Deserialize, Serialize};

use crate::commit::{Error, parse_header};
use crate::fault::Fault;
use crate::log::seal::{Entry, Stored, Tree, position};
use crate::log::sign::Head;
use crate::log::store as log;

/// Entries of one segment.
const ENTRIES_MAX: u64 = 4096;
/// The largest segment that is read, in bytes.
const SEGMENT_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// A folder with segments.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
    origin: String,
}

/// An entry as a segment holds it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Archived {
    position: i64,
    event: i64,
    header: String,
    facts: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    personal: Option<String>,
    salts: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt_personal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commitment_personal: Option<String>,
}

impl Archive {
    /// Opens an archive's folder, or begins one. Only local folders are built.
    pub fn open(address: &str, origin: &str) -> Result<Archive, Fault> {
        if address.contains("://") {
            let what = "only a local folder can be an archive: mount the store, or ship the folder";
            return Err(Fault::Refused(format!("{address}: {what}")));
        }
        let folder = PathBuf::from(address);
        crate::house::make_directory(&folder)?;
        Ok(Archive { folder, origin: origin.to_owned() })
    }

    /// Ships what is sealed and signed and not shipped yet, and takes out what was erased since.
    /// Answers the number of entries shipped.
    pub fn step(&self, db: &Db, erased: &Path) -> Result<u64, Fault> {
        let head = db.read_now(Head::read)?;
        let mut from = self.segments()?.last().map_or(0, |(_, to)| *to);
        let begun = from;
        while from < head.signed_size {
            let to = head.signed_size.min(from + ENTRIES_MAX);
            self.write(db, from, to)?;
            from = to;
        }
        if from > begun {
            self.put("checkpoint", head.checkpoint.as_bytes())?;
        }
        self.forget(db, erased)?;
        Ok(from - begun)
    }

    fn write(&self, db: &Db, from: u64, to: u64) -> Result<(), Fault> {
        let range = [position(from).into(), position(to).into()];
        let rows = db.read_now(move |tx| tx.rows(&log::ENTRIES, &range))?;
        let mut text = format!("motcua/v1 segment {} {from} {to}\n", self.origin);
        for row in &rows {
            let line = serde_json::to_string(&archived(row)?);
            text.push_str(&line.map_err(|source| Fault::Refused(source.to_string()))?);
            text.push('\n');
        }
        self.put(&name(from, to), text.as_bytes())
    }

    /// Puts a file under its name at once, durably: a crash leaves all of it or nothing.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let (path, next) = (self.folder.join(name), self.folder.join("next"));
        let written = fs::File::create(&next).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        let named = written.and_then(|()| fs::rename(&next, &path));
        named.and_then(|()| fs::File::open(&self.folder)?.sync_all()).map_err(Fault::file(path))
    }

    /// First and one past the last position of each segment, rising, without gap.
    fn segments(&self) -> Result<Vec<(u64, u64)>, Fault> {
        let entries = fs::read_dir(&self.folder).map_err(Fault::file(&self.folder))?;
        let mut segments: Vec<(u64, u64)> = entries
            .filter_map(|entry| parse_name(&entry.ok()?.file_name().to_string_lossy()))
            .collect();
        segments.sort_unstable();
        let mut next = 0;
        for (from, to) in &segments {
            if *from != next {
                let what = format!("positions {next} to {from} are missing");
                return Err(Fault::Refused(format!("{}: {what}", self.folder.display())));
            }
            next = *to;
        }
        Ok(segments)
    }

    /// Writes segments anew that hold personal data of streams erased since the last time.
    fn forget(&self, db: &Db, erased: &Path) -> Result<(), Fault> {
        let listed = fs::read_to_string(erased).unwrap_or_default();
        let marker = self.folder.join("erased-lines");
        let done: usize =
            fs::read_to_string(&marker).ok().and_then(|it| it.parse().ok()).unwrap_or(0);
        let streams: Vec<StreamId> = listed.lines().skip(done).map(StreamId::stored).collect();
        if streams.is_empty() {
            return Ok(());
        }
        let count = done + streams.len();
        let places = db.read_now(move |tx| {
            let mut places = Vec::new();
            for stream in &streams {
                let rows = tx.rows(&store::POSITIONS, &[stream.as_str().into()])?;
                for row in &rows {
                    places.push(row.int(0)?.unsigned_abs());
                }
            }
            Ok::<_, db::Error>(places)
        })?;
        for (from, to) in self.segments()? {
            if places.iter().any(|place| (from..to).contains(place)) {
                self.write(db, from, to)?;
            }
        }
        self.put("erased-lines", count.to_string().as_bytes())
    }

    /// Rolls a restored database forward to the archived checkpoint. Nothing changes unless the
    /// archive is whole and leads to the root that the log signed.
    pub fn roll_forward(&self, db: &Db, keys: &[VerifierKey]) -> Result<u64, Fault> {
        let path = self.folder.join("checkpoint");
        let note = fs::read_to_string(&path).map_err(Fault::file(&path))?;
        let (checkpoint, _) = Checkpoint::open(&note, keys)?;
        let begun = db.read_now(Head::read)?.size;
        let mut writer = db.writer()?;
        writer.transaction(|tx| {
            let tree = Tree::load(tx)?.ok_or(Error::Damaged("the log head is missing".into()))?;
            let mut tree = tree;
            for (from, to) in self.segments()? {
                if to > tree.size() && from < checkpoint.size {
                    tree = self.add(tx, tree, (from, to), checkpoint.size)?;
                }
            }
            if (tree.size(), tree.root()) != (checkpoint.size, checkpoint.root) {
                let at = self.folder.display();
                let what = "the archive does not lead to its checkpoint: it was changed or is not of this log";
                return Err(Fault::Refused(format!("{at}: {what}; nothing was rolled forward")));
            }
            tx.execute(&store::SETTLE_PENDING, &[])?;
            let size = position(checkpoint.size).into();
            tx.execute(&log::KEEP_CHECKPOINT, &[note.as_str().into(), size, 0.into()])?;
            crate::backup::go_on_from_last(tx)?;
            Ok::<_, Fault>(())
        })?;
        writer.transaction(|tx| crate::rebuild::rebuild(db, tx, &mut |_| {}))?;
        Ok(checkpoint.size.saturating_sub(begun))
    }

    /// Adds the entries of one segment that the database lacks.
    fn add(
        &self,
        tx: &mut Tx<'_>,
        tree: Tree,
        (from, to): (u64, u64),
        end: u64,
    ) -> Result<Tree, Fault> {
        let path = self.folder.join(name(from, to));
        let wrong = |what: String| Fault::Refused(format!("{}: {what}", path.display()));
        let size = fs::metadata(&path).map_err(Fault::file(&path))?.len();
        if size > SEGMENT_BYTES_MAX {
            return Err(wrong(format!("{size} bytes are more than a segment has")));
        }
        let text = fs::read_to_string(&path).map_err(Fault::file(&path))?;
        let mut lines = text.lines();
        if lines.next() != Some(&format!("motcua/v1 segment {} {from} {to}", self.origin)) {
            return Err(wrong("it is no segment of this log".to_owned()));
        }
        let (mut events, mut bodies) = (Rows::default(), Rows::default());
        let mut entries = Vec::new();
        let mut next = from;
        for line in lines {
            let entry: Archived = serde_json::from_str(line)
                .map_err(|source| wrong(format!("position {next} is damaged: {source}")))?;
            if entry.position != position(next) {
                return Err(wrong(format!("position {next} is missing")));
            }
            if (tree.size()..end).contains(&next) {
                entries.push(entry.rows(&mut events, &mut bodies)?);
            }
            next += 1;
        }
        if next != to {
            return Err(wrong(format!("it is cut off at position {next}")));
        }
        tx.flight(&[(&store::ADD_EVENTS, &events), (&store::ADD_BODIES, &bodies)])?;
        Ok(tree.append(tx, &entries)?)
    }
}

fn name(from: u64, to: u64) -> String {
    format!("{from:012}-{to:012}.segment")
}

fn parse_name(name: &str) -> Option<(u64, u64)> {
    let (from, to) = name.strip_suffix(".segment")?.split_once('-')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn archived(row: &Row) -> Result<Archived, db::Error> {
    let encoded = |bytes: &[u8]| STANDARD.encode(bytes);
    Ok(Archived {
        position: row.int(0)?,
        event: row.int(8)?,
        header: row.text(1)?.to_owned(),
        facts: row.text(2)?.to_owned(),
        personal: row.maybe_text(3)?.map(str::to_owned),
        salts: encoded(row.bytes(4)?),
        salt_personal: row.maybe_bytes(5)?.map(encoded),
        commitment_personal: row.maybe_bytes(6)?.map(encoded),
    })
}

impl Archived {
    /// The rows of the event, and its log entry formed from them.
    fn rows(self, events: &mut Rows, bodies: &mut Rows) -> Result<Entry, Fault> {
        let header = parse_header(&self.header)?;
        let decoded = |text: &String| {
            let damaged = || Fault::Refused(format!("position {}: no base64", self.position));
            STANDARD.decode(text).map_err(|_| damaged())
        };
        let salts = decoded(&self.salts)?;
        let salt_personal = self.salt_personal.as_ref().map(decoded).transpose()?;
        let commitment = self.commitment_personal.as_ref().map(decoded).transpose()?;
        let stored = Stored {
            header: &self.header,
            facts: &self.facts,
            personal: self.personal.as_deref(),
            salts: &salts,
            salt_personal: salt_personal.as_deref(),
            commitment_personal: commitment.as_deref(),
        };
        let bytes = stored.entry()?;
        let LawTime(law_time) = header.law_time;
        events.push(vec![
            self.event.into(),
            header.stream.as_str().into(),
            header.version.into(),
            header.kind.into(),
            law_time.into(),
            self.header.into(),
        ]);
        let mut body: Vec<Value> = vec![self.event.into(), self.facts.into()];
        body.extend([self.personal.into(), salts.into(), salt_personal.into(), commitment.into()]);
        bodies.push(body);
        let (stream, version) = (header.stream, header.version);
        Ok(Entry { event: self.event, law_time: header.law_time, stream, version, bytes })
    }
}

//! Backups: one SQLite file with what was told and what works, whatever the engine it came from.
//!
//! Files that people sent stand in a folder beside it. Derived tables are not in it: a restore makes them anew. Keys are never in it. Erased streams
//! stand in the data directory, outside every backup, and a restore erases them again.

use std::path::Path;

use db::{Db, Location, Options, Tx, Value, Writer};

use crate::attachment;
use crate::attachment::keep::Copied;
use crate::attachment::vault::Vault;
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::{House, MIGRATIONS};
use crate::rebuild;

/// Tables of a backup with their columns: what was told, then what works.
pub const KEPT: &[(&str, &[&str])] = &[
    ("event", &["id", "stream", "version", "kind", "law_time", "header"]),
    (
        "event_body",
        &["event", "facts", "personal", "salts", "salt_personal", "commitment_personal"],
    ),
    ("leaf", &["position", "event", "hash"]),
    ("node", &["level", "place", "hash"]),
    (
        "log_head",
        &["one", "size", "root", "frontier", "law_time", "signed_size", "signed_at", "checkpoint"],
    ),
    ("pending", &["event"]),
    ("idempotency", &["actor", "key", "request", "outcome", "at"]),
    ("job", &["id", "kind", "payload", "due_at", "attempts", "claimed_until", "last_error"]),
    (
        "letter",
        &[
            "id",
            "carrier",
            "about",
            "state",
            "sealed",
            "written_at",
            "ends_at",
            "due_at",
            "tries",
            "claimed_until",
            "answered_at",
            "reason",
        ],
    ),
    ("cosignature", &["witness", "size", "at", "line"]),
    ("setup_code", &["hash", "made_at"]),
    ("credential", &["account", "means", "id", "secret", "label", "made_at", "used_at"]),
    (
        "attachment",
        &[
            "id",
            "owner",
            "record",
            "state",
            "size",
            "sha256",
            "object",
            "media_type",
            "name",
            "refusal",
            "uploaded_at",
        ],
    ),
    ("token", &["hash", "account", "label", "made_at", "used_at", "ends_at"]),
];

/// Rows written at a time.
const ROWS_AT_ONCE: usize = 4096;

/// Options of databases that are read from end to end.
pub fn long_reads() -> Options {
    Options { readers: 3, read_seconds_max: 24 * 3600, ..Options::default() }
}

/// Writes a backup from one snapshot of the database. Answers how many rows it holds.
pub fn backup(db: &Db, file: &Path, step: &mut dyn FnMut(u64)) -> Result<u64, Fault> {
    write(db, file, step, &mut |_| Ok(()))
}

/// The same, and then every file that the snapshot names into a folder of its own; only then does
/// the backup get its name. Answers how many rows it holds, and which files.
pub fn backup_with_files(
    house: &House,
    file: &Path,
    files: &Vault,
    step: &mut dyn FnMut(u64),
) -> Result<(u64, Copied), Fault> {
    let mut copied = Copied::default();
    let rows = write(&house.db, file, step, &mut |snapshot| {
        let mut read = |after| snapshot.transaction(|tx| attachment::keep::page(tx, after));
        copied = attachment::keep::copy(&mut read, &house.vault(), files)?;
        Ok(())
    })?;
    // What was erased while this ran is not lost.
    let mut lost = Vec::new();
    for id in copied.lost {
        if attachment::keep::is_named(&house.db, &id)? {
            lost.push(id);
        }
    }
    Ok((rows, Copied { lost, ..copied }))
}

fn write(
    db: &Db,
    file: &Path,
    step: &mut dyn FnMut(u64),
    beside: &mut dyn FnMut(&mut Writer) -> Result<(), Fault>,
) -> Result<u64, Fault> {
    let unfinished = file.with_extension("unfinished");
    remove(&unfinished)?;
    let mut writer = Db::create_for_writer(&Location::Sqlite(unfinished.clone()))?;
    db::migrate::apply(&mut writer, MIGRATIONS, &mut |_| {})?;
    let rows = copy(db, &mut writer, step)?;
    beside(&mut writer)?;
    writer.fold_log()?;
    drop(writer);
    finish(&unfinished, file)?;
    Ok(rows)
}

/// Copies the kept tables of one snapshot.
fn copy(db: &Db, writer: &mut Writer, step: &mut dyn FnMut(u64)) -> Result<u64, Fault> {
    let (sender, receiver) = std::sync::mpsc::sync_channel::<(usize, Vec<Vec<Value>>)>(4);
    let reader = db.clone();
    let reading = std::thread::spawn(move || {
        reader.read_now(move |tx| {
            for (place, (table, columns)) in KEPT.iter().enumerate() {
                pages(tx, table, columns, &mut |rows| {
                    sender.send((place, rows)).map_err(|_| db::Error::Closed)
                })?;
            }
            Ok::<_, db::Error>(())
        })
    });
    let written = writer.transaction(|tx| {
        let mut written = 0;
        for (place, rows) in receiver {
            let (table, columns) = KEPT[place];
            tx.load(table, columns, &rows)?;
            written += rows.len() as u64;
            step(written);
        }
        Ok::<_, db::Error>(written)
    })?;
    reading.join().map_err(|_| Fault::Refused("reading ended badly".to_owned()))??;
    Ok(written)
}

fn pages(
    tx: &mut Tx<'_>,
    table: &str,
    columns: &[&str],
    take: &mut dyn FnMut(Vec<Vec<Value>>) -> Result<(), db::Error>,
) -> Result<(), db::Error> {
    let mut rows = Vec::with_capacity(ROWS_AT_ONCE);
    tx.dump(table, columns, &mut |row| {
        rows.push(row.values().to_vec());
        match rows.len() {
            ROWS_AT_ONCE => take(std::mem::take(&mut rows)),
            _ => Ok(()),
        }
    })?;
    take(rows)
}

/// Makes a database from a backup: loads what was kept and makes the rest anew.
pub fn restore(file: &Path, target: &Location, step: &mut dyn FnMut(u64)) -> Result<Db, Fault> {
    let source = Db::open(&Location::Sqlite(file.to_owned()), &long_reads())?;
    match db::migrate::state(&source, MIGRATIONS)? {
        db::migrate::State::Current => {}
        db::migrate::State::Empty
        | db::migrate::State::Behind { .. }
        | db::migrate::State::Newer { .. } => {
            let what =
                "the backup was made by another version: restore it with that one, then migrate";
            return Err(Fault::Refused(format!("{}: {what}", file.display())));
        }
    }
    let db = Db::create(target, &long_reads())?;
    let mut writer = db.writer()?;
    db::migrate::apply(&mut writer, MIGRATIONS, &mut |_| {})?;
    copy(&source, &mut writer, step)?;
    writer.transaction(|tx| {
        go_on_from_last(tx)?;
        rebuild::rebuild(&db, tx, &mut |_| {}).map(drop)
    })?;
    Ok(db)
}

/// Sequences go on behind the identifiers that were loaded.
pub(crate) fn go_on_from_last(tx: &mut Tx<'_>) -> Result<(), Error> {
    for (sequence, sql) in [
        ("event_id", &rebuild::store::LAST_EVENT),
        ("job_id", &rebuild::store::LAST_JOB),
        ("letter_id", &crate::outbox::store::LAST),
    ] {
        let last = tx.row(sql, &[])?.map(|row| row.maybe_int(0)).transpose()?.flatten();
        tx.set_sequence(sequence, last.unwrap_or(0) + 1)?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "an unfinished backup is cleared away here")]
fn remove(path: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Fault::file(path)(source))
        }
        _ => Ok(()),
    }
}

/// A finished backup gets its name at once, so that no half one ever carries it.
#[expect(clippy::disallowed_methods, reason = "a finished backup is named here")]
fn finish(unfinished: &Path, file: &Path) -> Result<(), Fault> {
    if file.exists() {
        let what = "a file is there already; the backup was not written: name another one";
        return Err(Fault::Refused(format!("{}: {what}", file.display())));
    }
    std::fs::rename(unfinished, file).map_err(Fault::file(file))?;
    remove(&unfinished.with_extension("unfinished.lock"))
}

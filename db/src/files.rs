//! The files of a SQLite database: what is there, and who writes it.

#![expect(clippy::disallowed_methods, reason = "a database's own files are opened here")]

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Error;

/// The first bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// The length of SQLite's file header in bytes.
const HEADER_LENGTH: u64 = 100;
/// The mark of this program in the file header: `MCua`.
pub(crate) const APPLICATION_ID: u32 = 0x4d43_7561;

/// Whether a database may be made at a path: nothing there, or an empty file.
pub(crate) fn is_free(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |meta| meta.is_file() && meta.len() == 0)
}

/// Files by device and inode, each with how many connections there are to it.
type Files = BTreeMap<(u64, u64), (Arc<File>, usize)>;

/// Files that are open here.
static HELD: Mutex<Files> = Mutex::new(Files::new());

/// A database file that is open here. POSIX lets go of all locks that a process has on a file when
/// it closes any descriptor of it, and another process would then take itself for the only one and
/// remove the log beside the file. So there is one descriptor, which stays open as long as any
/// connection does.
#[derive(Debug)]
pub(crate) struct Held {
    key: (u64, u64),
    file: Arc<File>,
}

impl Held {
    fn take(path: &Path) -> Result<Held, Error> {
        let missing = |_| Error::Missing(path.display().to_string());
        let meta = fs::metadata(path).map_err(missing)?;
        let key = (meta.dev(), meta.ino());
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((file, count)) = held.get_mut(&key) {
            *count += 1;
            return Ok(Held { key, file: Arc::clone(file) });
        }
        let opened = File::open(path).map_err(|_| Error::ReadOnly(path.display().to_string()))?;
        let file = Arc::new(opened);
        held.insert(key, (Arc::clone(&file), 1));
        Ok(Held { key, file })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, count)) = held.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.key);
            }
        }
    }
}

/// Holds a file that the engine has just made.
pub(crate) fn hold(path: &Path) -> Result<Held, Error> {
    Held::take(path)
}

/// Looks at a file before the engine opens it, so that each fault gets its own words, and holds it.
pub(crate) fn look(path: &Path) -> Result<Held, Error> {
    let name = || path.display().to_string();
    let meta = fs::metadata(path).map_err(|_| Error::Missing(name()))?;
    if meta.is_dir() {
        return Err(Error::NotADatabase(name()));
    }
    if meta.len() == 0 {
        return Err(Error::Missing(name()));
    }
    let held = Held::take(path)?;
    let mut header = [0; HEADER_LENGTH as usize];
    if meta.len() < HEADER_LENGTH || held.file.read_exact_at(&mut header, 0).is_err() {
        let (found, expected) = (meta.len(), HEADER_LENGTH);
        return Err(Error::Truncated { path: name(), found, expected });
    }
    if &header[..16] != MAGIC {
        return Err(Error::NotADatabase(name()));
    }
    if big_endian(&header[68..72]) != u64::from(APPLICATION_ID) {
        return Err(Error::Foreign(name()));
    }
    let page = match big_endian(&header[16..18]) {
        1 => 65_536,
        size => size,
    };
    let expected = page * big_endian(&header[28..32]);
    // A checkpoint that a crash ended half way leaves a short file, which the log beside it heals.
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |meta| meta.len());
    if meta.len() < expected && log == 0 {
        return Err(Error::Truncated { path: name(), found: meta.len(), expected });
    }
    Ok(held)
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The lock of the one process that writes a data directory; released when dropped.
#[derive(Debug)]
pub(crate) struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Takes the lock beside a database file, or says who holds it.
    pub(crate) fn take(database: &Path) -> Result<WriteLock, Error> {
        let path = beside(database, ".lock");
        let failed = |source| Error::File { path: path.clone(), source };
        let options =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).to_owned();
        let mut file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                drop(file.read_to_string(&mut holder));
                let holder = match holder.trim() {
                    "" => "another process".to_owned(),
                    known => known.to_owned(),
                };
                return Err(Error::Locked { path, holder });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let command: Vec<String> = std::env::args().take(3).collect();
        let holder = format!("process {} ({})", std::process::id(), command.join(" "));
        file.set_len(0).map_err(failed)?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        file.write_all(holder.as_bytes()).map_err(failed)?;
        Ok(WriteLock { _file: file })
    }
}

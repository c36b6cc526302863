//! The files on disk: `partial/ID` while a file is on its way, `objects/AB/NAME` once it is all
//! there.
//!
//! A name is a keyed hash of identifier and content: whoever has the disk alone can neither look up
//! whether a known paper was handed in, nor see which files are alike. Each file is an object of its
//! own, so that one is erased without another. Nothing is answered before bytes and folder are on
//! the disk. This is the one module that knows where files stand; another kind of store has the
//! same functions and another constructor.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::house::make_directory;

/// Bytes read or written at a time.
pub(super) const CHUNK_BYTES: usize = 256 * 1024;

/// An open file, as others take it from here.
pub type Disk = File;

/// A folder of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    root: PathBuf,
}

/// Where a data directory keeps its files.
pub const FOLDER: &str = "files";

impl Vault {
    /// Files on a local disk, or on one that all nodes of a house share.
    pub fn on_disk(root: PathBuf) -> Vault {
        Vault { root }
    }

    /// Where it stands.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn partial(&self, id: &str) -> PathBuf {
        self.root.join("partial").join(id)
    }

    fn object(&self, name: &str) -> PathBuf {
        self.root.join("objects").join(name.get(..2).unwrap_or("_")).join(name)
    }

    /// Opens a file that is on its way, to write behind what came so far; `WouldBlock` when somebody
    /// else writes it. Begins it where there is none.
    #[expect(clippy::disallowed_methods, reason = "files that are on their way are written here")]
    pub fn resume(&self, id: &str) -> io::Result<File> {
        let path = self.partial(id);
        let open =
            || OpenOptions::new().create(true).read(true).append(true).mode(0o600).open(&path);
        let file = match open() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make_folder(&self.root.join("partial"))?;
                open()?
            }
            other => other?,
        };
        // Another node of the house may write the same file.
        file.try_lock().map_err(io::Error::from)?;
        sync_folder(&path)?;
        Ok(file)
    }

    /// How many bytes of a file have come; they are on the disk when this answers.
    #[expect(clippy::disallowed_methods, reason = "files that are on their way are read here")]
    pub fn length(&self, id: &str) -> io::Result<u64> {
        match OpenOptions::new().write(true).open(self.partial(id)) {
            Ok(file) => {
                file.sync_data()?;
                Ok(file.metadata()?.len())
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Opens a file of which everything has come.
    #[expect(clippy::disallowed_methods, reason = "files that are on their way are read here")]
    pub fn arrived(&self, id: &str) -> io::Result<File> {
        File::open(self.partial(id))
    }

    /// Gives a file of which everything has come its name; done again, it changes nothing.
    #[expect(clippy::disallowed_methods, reason = "files get their names here")]
    pub fn settle(&self, id: &str, object: &str) -> io::Result<()> {
        let (from, to) = (self.partial(id), self.object(object));
        make_parents(&to)?;
        match std::fs::rename(&from, &to) {
            Err(error) if error.kind() == ErrorKind::NotFound && to.exists() => Ok(()),
            Err(error) => Err(error),
            Ok(()) => {
                sync_folder(&to)?;
                sync_folder(&from)
            }
        }
    }

    /// Opens an object.
    #[expect(clippy::disallowed_methods, reason = "files are read here")]
    pub fn open(&self, object: &str) -> io::Result<File> {
        File::open(self.object(object))
    }

    /// Removes the bytes of a file, wherever they stand; it is durable that they are gone.
    pub fn remove(&self, id: &str, object: Option<&str>) -> io::Result<()> {
        // In this order nothing is left where somebody gives the file its name meanwhile.
        remove(&self.partial(id))?;
        object.map_or(Ok(()), |object| self.remove_object(object))
    }

    /// Removes an object.
    pub fn remove_object(&self, object: &str) -> io::Result<()> {
        remove(&self.object(object))
    }

    /// Tells every object and every file on its way, with how long ago it was written. `true` tells
    /// that the name is an object's.
    #[expect(clippy::disallowed_methods, reason = "files are counted here")]
    pub fn each(
        &self,
        now: Duration,
        found: &mut dyn FnMut(&str, bool, Duration) -> io::Result<()>,
    ) -> io::Result<()> {
        let list = |path: &Path| match std::fs::read_dir(path) {
            Ok(entries) => entries.collect::<io::Result<Vec<_>>>(),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        };
        let mut tell = |folder: &Path, is_object: bool| {
            for entry in list(folder)? {
                let written = entry.metadata()?.modified()?;
                let since = written.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
                let name = entry.file_name();
                found(&name.to_string_lossy(), is_object, now.saturating_sub(since))?;
            }
            Ok::<_, io::Error>(())
        };
        tell(&self.root.join("partial"), false)?;
        for folder in list(&self.root.join("objects"))? {
            tell(&folder.path(), true)?;
        }
        Ok(())
    }

    /// Whether an object of a size is there.
    pub fn has(&self, object: &str, size: u64) -> bool {
        self.object(object).metadata().is_ok_and(|found| found.len() == size)
    }

    /// Whether all of a file came and has no name yet.
    pub fn has_arrived(&self, id: &str, size: u64) -> bool {
        self.partial(id).metadata().is_ok_and(|found| found.len() == size)
    }

    /// Copies an object into another vault and answers the SHA-256 of what was copied. The copy
    /// carries its name only when all of it is there.
    #[expect(clippy::disallowed_methods, reason = "files are copied here")]
    pub fn copy(&self, object: &str, into: &Vault) -> io::Result<String> {
        let mut from = self.open(object)?;
        let unfinished = into.partial(object);
        make_folder(&into.root.join("partial"))?;
        let mut options = OpenOptions::new();
        let mut to =
            options.create(true).write(true).truncate(true).mode(0o600).open(&unfinished)?;
        let sha256 = hash(&mut from, &mut to)?;
        to.sync_all()?;
        into.settle(object, object)?;
        Ok(sha256)
    }

    /// The SHA-256 of an object.
    pub fn hash(&self, object: &str) -> io::Result<String> {
        hash(&mut self.open(object)?, &mut io::sink())
    }
}

/// Hashes what is read, and writes it on; SHA-256 in hexadecimal.
pub(super) fn hash(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let n = from.read(&mut chunk)?;
        if n == 0 {
            return Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hasher.update(&chunk[..n]);
        to.write_all(&chunk[..n])?;
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    make_directory(path).map_err(|fault| io::Error::other(fault.to_string()))
}

/// Makes the folder of a path, and has those above it say durably that it is there.
fn make_parents(path: &Path) -> io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.exists()) else { return Ok(()) };
    make_folder(folder)?;
    for above in folder.ancestors().skip(1).take(3).filter(|above| above.exists()) {
        sync(above)?;
    }
    Ok(())
}

fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync)
}

#[expect(clippy::disallowed_methods, reason = "folders are made durable here")]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[expect(clippy::disallowed_methods, reason = "files are removed here")]
fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder(path),
    }
}

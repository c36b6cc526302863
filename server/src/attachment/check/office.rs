//! Packed documents: OOXML and OpenDocument. Every part is unpacked once, counted, and thrown away.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read, Seek};

use domain::attachment::{Kind, Wrong};
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::attachment::vault::{CHUNK_BYTES, Disk};

/// Parts that a document may have.
const PARTS_MAX: usize = 2000;
/// Bytes that all parts may have together when they are unpacked: 300 MiB.
const UNPACKED_BYTES_MAX: u64 = 300 * 1024 * 1024;
/// How many times its size a document may grow when it is unpacked …
const RATIO_MAX: u64 = 100;
/// … once it is larger than this, in bytes: small sheets of equal cells pack very well.
const RATIO_FREE_BYTES: u64 = 10 * 1024 * 1024;
/// The largest list of contents that is read, in bytes.
const CONTENTS_BYTES_MAX: u64 = 1024 * 1024;
/// How each entry of the directory of a packed file begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Programs and macros by the endings of their parts.
const PROGRAMS: [&str; 22] = [
    "vbaproject.bin",
    "vbadata.xml",
    ".docm",
    ".dotm",
    ".xlsm",
    ".xltm",
    ".xlam",
    ".xlsb",
    ".pptm",
    ".exe",
    ".dll",
    ".scr",
    ".com",
    ".bat",
    ".cmd",
    ".ps1",
    ".vbs",
    ".js",
    ".jar",
    ".msi",
    ".lnk",
    ".hta",
];
/// Folders of programs: controls of Office, macros of OpenDocument.
const PROGRAM_FOLDERS: [&str; 4] = ["word/activex/", "xl/activex/", "basic/", "scripts/"];
/// Archives in a document are not looked into, so they are not let in.
const ARCHIVES: [&str; 5] = [".zip", ".rar", ".7z", ".gz", ".cab"];

/// Looks into a packed document.
pub(super) fn look(file: &mut Disk) -> io::Result<Result<Kind, Wrong>> {
    // Before any directory is read into memory, its entries are counted.
    if entries(file)? > PARTS_MAX {
        return Ok(Err(Wrong::Parts));
    }
    let size = file.metadata()?.len();
    file.rewind()?;
    Ok(ZipArchive::new(BufReader::new(file)).map_err(|_| Wrong::Damaged).and_then(|mut archive| {
        // Something before the archive makes the file two files at once.
        if archive.offset() != 0 {
            return Err(Wrong::Damaged);
        }
        if archive.has_overlapping_entries().map_err(|_| Wrong::Damaged)? {
            return Err(Wrong::Bomb);
        }
        parts(&mut archive, size)
    }))
}

fn entries(file: &mut Disk) -> io::Result<usize> {
    file.rewind()?;
    let mut chunk = vec![0; CHUNK_BYTES];
    let (mut kept, mut found) = (0, 0);
    loop {
        let n = file.read(&mut chunk[kept..])?;
        if n == 0 {
            return Ok(found);
        }
        let filled = kept + n;
        found += chunk[..filled].windows(ENTRY.len()).filter(|it| *it == ENTRY).count();
        // An entry may begin in one chunk and end in the next.
        kept = filled.min(ENTRY.len() - 1);
        chunk.copy_within(filled - kept..filled, 0);
    }
}

fn parts<R: Read + Seek>(archive: &mut ZipArchive<R>, size: u64) -> Result<Kind, Wrong> {
    let mut names = BTreeSet::new();
    let (mut unpacked, mut mime_type) = (0, String::new());
    for index in 0..archive.len() {
        if archive.by_index_raw(index).map_err(|_| Wrong::Damaged)?.encrypted() {
            return Err(Wrong::Locked);
        }
        let mut part = archive.by_index(index).map_err(|_| Wrong::Damaged)?;
        if part.enclosed_name().is_none() || part.is_symlink() {
            return Err(Wrong::Damaged);
        }
        let name = part.name().map_err(|_| Wrong::Damaged)?.to_lowercase();
        harmless(&name)?;
        let mut text = Vec::new();
        if name == "[content_types].xml" || (name == "mimetype" && index == 0) {
            let read = Read::by_ref(&mut part).take(CONTENTS_BYTES_MAX).read_to_end(&mut text);
            read.map_err(|_| Wrong::Damaged)?;
        }
        unpacked += text.len() as u64;
        unpacked = drain(&mut part, unpacked, size)?;
        let text = String::from_utf8_lossy(&text).into_owned();
        if text.to_lowercase().contains("macroenabled") {
            return Err(Wrong::Macros);
        }
        if name == "mimetype" {
            mime_type = text;
        }
        names.insert(name);
    }
    kind(&names, &mime_type)
}

fn harmless(name: &str) -> Result<(), Wrong> {
    let is_program = PROGRAMS.iter().any(|ending| name.ends_with(ending))
        || PROGRAM_FOLDERS.iter().any(|folder| name.starts_with(folder))
        || (name.contains("/embeddings/") && name.ends_with(".bin"));
    if is_program {
        return Err(Wrong::Macros);
    }
    match ARCHIVES.iter().any(|ending| name.ends_with(ending)) {
        true => Err(Wrong::Archive),
        false => Ok(()),
    }
}

/// Unpacks a part to its end, whatever its directory says of its size.
fn drain<R: Read>(part: &mut ZipFile<'_, R>, mut unpacked: u64, size: u64) -> Result<u64, Wrong> {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let n = part.read(&mut chunk).map_err(|_| Wrong::Damaged)?;
        if n == 0 {
            return Ok(unpacked);
        }
        unpacked += n as u64;
        let grown = unpacked > RATIO_FREE_BYTES && unpacked / RATIO_MAX > size;
        if grown || unpacked > UNPACKED_BYTES_MAX {
            return Err(Wrong::Bomb);
        }
    }
}

fn kind(names: &BTreeSet<String>, mime_type: &str) -> Result<Kind, Wrong> {
    let has = |name: &str| names.contains(name);
    let office = has("[content_types].xml");
    match (office && has("word/document.xml"), office && has("xl/workbook.xml")) {
        (true, false) => return Ok(Kind::Docx),
        (false, true) => return Ok(Kind::Xlsx),
        (true, true) => return Err(Wrong::Damaged),
        (false, false) => {}
    }
    if mime_type == Kind::Odt.media_type() && has("content.xml") {
        return Ok(Kind::Odt);
    }
    // Presentations and other documents are packed too; whoever sends one is told what is taken.
    match office || !mime_type.is_empty() {
        true => Err(Wrong::Unknown),
        false => Err(Wrong::Archive),
    }
}

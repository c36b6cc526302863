//! What a file is, by its content; and whether it is one that can be opened without harm.
//!
//! This looks at structure and believes no name. It is no virus scanner, and no proof: what it lets
//! through is still served as data, never as a page.

mod office;
mod pdf;
mod picture;

use std::io::{self, Read, Seek};

use domain::attachment::{Kind, Wrong, named};
use infer::MatcherType;

pub use picture::{PIXELS_MAX, SIDE_PIXELS_MAX};

use super::FILE_BYTES_MAX;
use super::vault::Disk;

/// Bytes at the beginning by which a kind is told.
const HEAD_BYTES: u64 = 4096;
/// How packed files begin, those of Office and OpenDocument among them.
const ZIP: &[u8] = b"PK\x03\x04";
/// How Office files of before 2007 begin, and newer ones under a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Looks into a file. Answers what it is and the name that it may carry, or why it is refused.
pub(super) fn look(file: &mut Disk, name: &str) -> io::Result<Result<(Kind, String), Wrong>> {
    let mut head = Vec::new();
    file.rewind()?;
    Read::by_ref(file).take(HEAD_BYTES).read_to_end(&mut head)?;
    file.rewind()?;
    let found = match sniff(&head) {
        Err(wrong) => Err(wrong),
        Ok(Sniffed::Kind(kind)) => inside(file, kind)?.map(|()| kind),
        Ok(Sniffed::Packed) => office::look(file)?,
        Ok(Sniffed::Compound) => Err(compound(&whole(file)?)),
    };
    Ok(found.and_then(|kind| Ok((kind, named(name, kind)?))))
}

/// What the first bytes tell.
enum Sniffed {
    Kind(Kind),
    Packed,
    Compound,
}

fn sniff(head: &[u8]) -> Result<Sniffed, Wrong> {
    if head.is_empty() {
        return Err(Wrong::Empty);
    }
    if head.starts_with(ZIP) {
        return Ok(Sniffed::Packed);
    }
    if head.starts_with(COMPOUND) {
        return Ok(Sniffed::Compound);
    }
    let Some(found) = infer::get(head) else { return Err(Wrong::Unknown) };
    match (Kind::parse(found.mime_type()), found.mime_type(), found.matcher_type()) {
        (Some(kind), _, _) => Ok(Sniffed::Kind(kind)),
        (None, "image/heif", _) => Err(Wrong::Heic),
        (None, _, MatcherType::Archive) => Err(Wrong::Archive),
        (None, _, _) => Err(Wrong::Unknown),
    }
}

fn inside(file: &mut Disk, kind: Kind) -> io::Result<Result<(), Wrong>> {
    match kind {
        Kind::Pdf => Ok(pdf::look(&whole(file)?)),
        Kind::Jpeg | Kind::Png | Kind::Tiff => Ok(picture::look(&whole(file)?, kind)),
        Kind::Docx | Kind::Xlsx | Kind::Odt => office::look(file).map(|found| found.map(drop)),
    }
}

/// A file in memory. Few are looked into at a time, so this is bounded.
fn whole(file: &mut Disk) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Office keeps a file under a password as a stream of this name, whatever its ending.
fn compound(bytes: &[u8]) -> Wrong {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if holds(bytes, &name) { Wrong::Locked } else { Wrong::OldOffice }
}

/// Whether bytes stand somewhere in others.
fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

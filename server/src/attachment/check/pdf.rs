//! PDFs: whole, without a password, and without anything that runs when they are opened.
//!
//! Names are looked for wherever they could stand, written plainly or with escapes, and in packed
//! streams of objects. No object is read as a reader would: a file that hides from this may still
//! be refused by the scanner, and is never run by us.

use std::io::Read;

use domain::attachment::Wrong;
use flate2::bufread::ZlibDecoder;

/// How far from its end a PDF says that it ends, in bytes (ISO 32000-1, Annex H).
const END_BYTES: usize = 1024;
/// The longest name that is looked at, in bytes: every name that we look for is shorter.
const NAME_BYTES_MAX: usize = 32;
/// Streams of objects that are looked into: each holds a hundred objects and more.
const STREAMS_MAX: usize = 10_000;
/// The longest dictionary of a stream of objects, in bytes.
const DICTIONARY_BYTES_MAX: usize = 4096;
/// Bytes that streams of objects may have when they are unpacked, in all.
const OBJECTS_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Looks into a PDF.
pub(super) fn look(bytes: &[u8]) -> Result<(), Wrong> {
    let end = &bytes[bytes.len().saturating_sub(END_BYTES)..];
    if !bytes.starts_with(b"%PDF-") || !super::holds(end, b"%%EOF") {
        return Err(Wrong::Damaged);
    }
    let (mut left, mut streams) = (OBJECTS_BYTES_MAX, 0);
    for (at, name) in names(bytes) {
        harmless(&name)?;
        if name == b"ObjStm" {
            streams += 1;
            if streams > STREAMS_MAX {
                return Err(Wrong::Parts);
            }
            let objects = objects(bytes, at, left)?;
            left -= objects.len() as u64;
            for (_, name) in names(&objects) {
                harmless(&name)?;
            }
        }
    }
    Ok(())
}

fn harmless(name: &[u8]) -> Result<(), Wrong> {
    match name {
        b"Encrypt" => Err(Wrong::Locked),
        // Scripts, programs, forms with scripts of their own, films.
        b"JavaScript" | b"Launch" | b"XFA" | b"RichMedia" => Err(Wrong::Active),
        _ => Ok(()),
    }
}

/// Every name with the place where it begins; escapes (`#4a`) are read.
fn names(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    starts.map(|(at, _)| (at, name(&bytes[at + 1..])))
}

fn name(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        if is_end(*first) || name.len() > NAME_BYTES_MAX {
            break;
        }
        let escaped = after.get(..2).filter(|_| *first == b'#');
        let escaped = escaped.and_then(|two| std::str::from_utf8(two).ok());
        match escaped.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                name.push(byte);
                rest = &after[2..];
            }
            None => {
                name.push(*first);
                rest = after;
            }
        }
    }
    name
}

fn is_end(byte: u8) -> bool {
    byte <= b' ' || b"()<>[]{}/%".contains(&byte)
}

/// The objects of the stream whose dictionary has a name at a place. What is packed so that it
/// cannot be looked into is refused.
fn objects(bytes: &[u8], at: usize, left: u64) -> Result<Vec<u8>, Wrong> {
    let behind = &bytes[at..bytes.len().min(at + DICTIONARY_BYTES_MAX)];
    let before = &bytes[at.saturating_sub(DICTIONARY_BYTES_MAX)..at];
    let start = behind.windows(6).position(|it| it == b"stream").ok_or(Wrong::Damaged)? + at;
    let from = before.windows(4).rposition(|it| it == b" obj").ok_or(Wrong::Damaged)?;
    let dictionary = &bytes[at - before.len() + from..start];
    let packed: Vec<Vec<u8>> = names(dictionary)
        .map(|(_, name)| name)
        .filter(|name| name.ends_with(b"Decode") || name == b"Filter" || name == b"DecodeParms")
        .collect();
    match packed.iter().map(Vec::as_slice).collect::<Vec<_>>().as_slice() {
        // They stand there in clear, and were looked at.
        [] => return Ok(Vec::new()),
        [b"Filter", b"FlateDecode"] => {}
        _ => return Err(Wrong::Damaged),
    }
    let data = &bytes[start + b"stream".len()..];
    let blank = data.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let mut objects = Vec::new();
    // What a reader would still show of a stream that breaks off was unpacked, and is looked at.
    ZlibDecoder::new(&data[blank..]).take(left + 1).read_to_end(&mut objects).ok();
    match objects.len() as u64 {
        0 => Err(Wrong::Damaged),
        length if length > left => Err(Wrong::Bomb),
        _ => Ok(objects),
    }
}

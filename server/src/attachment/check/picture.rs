//! Pictures: how many points they have, and whether their end is there.

use domain::attachment::{Kind, Wrong};

/// The longest side of a picture, in points.
pub const SIDE_PIXELS_MAX: u64 = 20_000;
/// Points of a picture in all: a page of A3 at 600 dpi has 70 million.
pub const PIXELS_MAX: u64 = 100_000_000;

/// Looks at a picture's header, and for its end.
pub(super) fn look(bytes: &[u8], kind: Kind) -> Result<(), Wrong> {
    let size = imagesize::blob_size(bytes).map_err(|_| Wrong::Damaged)?;
    let (width, height) = (size.width as u64, size.height as u64);
    if width == 0 || height == 0 {
        return Err(Wrong::Damaged);
    }
    if width.max(height) > SIDE_PIXELS_MAX || width * height > PIXELS_MAX {
        return Err(Wrong::Pixels);
    }
    let is_whole = match kind {
        Kind::Jpeg => jpeg_ends(bytes).is_some(),
        Kind::Png => png_ends(bytes).is_some(),
        // Its directory stands anywhere; that it was read is all that is known.
        Kind::Tiff | Kind::Pdf | Kind::Docx | Kind::Xlsx | Kind::Odt => true,
    };
    if is_whole { Ok(()) } else { Err(Wrong::Damaged) }
}

/// Walks to the picture itself, past a preview that has an end of its own, and looks for its end.
/// What telephones write behind it does not matter.
fn jpeg_ends(bytes: &[u8]) -> Option<()> {
    let mut at = 2;
    loop {
        let marker = bytes.get(at..at + 2)?;
        if marker[0] != 0xff {
            return None;
        }
        match marker[1] {
            // Padding between segments.
            0xff => at += 1,
            0xda => {
                return bytes[at..].windows(2).any(|two| two == [0xff, 0xd9]).then_some(());
            }
            _ => {
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
            }
        }
    }
}

/// Walks over the chunks to the last one.
fn png_ends(bytes: &[u8]) -> Option<()> {
    let mut at = 8;
    loop {
        let head = bytes.get(at..at + 8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let next = at + 12 + usize::try_from(length).ok()?;
        if next > bytes.len() {
            return None;
        }
        if &head[4..] == b"IEND" {
            return Some(());
        }
        at = next;
    }
}

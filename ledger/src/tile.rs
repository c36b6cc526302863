//! Tile paths and entry bundles (C2SP tlog-tiles).

use std::fmt;

use crate::Error;

/// Hashes or entries of a full tile.
pub const TILE_WIDTH: u64 = 256;
/// The highest level of a tile.
const LEVEL_MAX: u8 = 63;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Hashes of a level.
    Hashes(u8),
    /// Log entries.
    Entries,
}

/// The path of a tile: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TilePath {
    /// What it holds.
    pub kind: Kind,
    /// Its place in its level.
    pub index: u64,
    /// How many hashes or entries: 1 to 256; 256 is a full tile.
    pub width: u64,
}

impl TilePath {
    /// Reads a path. Only the canonical form is taken, so that a tile has one address.
    pub fn parse(path: &str) -> Result<TilePath, Error> {
        let wrong = || Error::malformed("tile path", format!("`{}`", path.escape_default()));
        let mut parts = path.split('/');
        if parts.next() != Some("tile") {
            return Err(wrong());
        }
        let kind = match parts.next() {
            Some("entries") => Kind::Entries,
            Some(level) => Kind::Hashes(level.parse().map_err(|_| wrong())?),
            None => return Err(wrong()),
        };
        let mut groups: Vec<&str> = parts.collect();
        let mut width = TILE_WIDTH;
        if let [.., last, partial] = groups.as_slice()
            && let Some(last) = last.strip_suffix(".p")
        {
            width = partial.parse().map_err(|_| wrong())?;
            let place = groups.len() - 2;
            groups.truncate(place);
            groups.push(last);
        }
        let mut index: u64 = 0;
        for group in &groups {
            let digits = group.strip_prefix('x').unwrap_or(group);
            let number: u64 = digits.parse().map_err(|_| wrong())?;
            let higher = index.checked_mul(1000).ok_or_else(wrong)?;
            index = higher.checked_add(number).ok_or_else(wrong)?;
        }
        let tile = TilePath { kind, index, width };
        let in_limits = (1..=TILE_WIDTH).contains(&width)
            && !matches!(kind, Kind::Hashes(level) if level > LEVEL_MAX);
        if in_limits && tile.to_string() == path { Ok(tile) } else { Err(wrong()) }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Entries => f.write_str("tile/entries")?,
            Kind::Hashes(level) => write!(f, "tile/{level}")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (place, group) in groups.iter().enumerate().rev() {
            let more = if place > 0 { "x" } else { "" };
            write!(f, "/{more}{group:03}")?;
        }
        if self.width < TILE_WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// A bundle of entries: each behind its length in two bytes, most significant first.
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).expect("invariant: entries have 105 bytes");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    bytes
}

/// Reads a bundle.
pub fn unbundle(bytes: &[u8]) -> Result<Vec<&[u8]>, Error> {
    let wrong = || Error::malformed("entry bundle", "an entry is cut off");
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<2>().ok_or_else(wrong)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or_else(wrong)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

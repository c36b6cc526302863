//! The tree (RFC 6962, RFC 9162): growing, proving, checking.

use crate::Error;
use crate::hash::{Hash, empty_root, node_hash};

/// The height of a tile: it holds 2^8 hashes.
pub const TILE_HEIGHT: u32 = 8;

/// The root of a complete subtree of 256^level leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The tile level, from 1.
    pub level: u8,
    /// Its place in the level.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
}

/// The right edge of a growing tree: its size and the roots of its complete subtrees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// From the largest subtree to the smallest, one for each bit of the size.
    roots: Vec<Hash>,
}

impl Frontier {
    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf; answers the tile-level nodes that it completed.
    pub fn append(&mut self, leaf: Hash) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut hash = leaf;
        for height in 0.. {
            if height > 0 && height % TILE_HEIGHT == 0 {
                let level = u8::try_from(height / TILE_HEIGHT).expect("invariant: at most 8");
                nodes.push(Node { level, index: self.size >> height, hash });
            }
            if self.size >> height & 1 == 0 {
                break;
            }
            let left = self.roots.pop().expect("invariant: a root for each bit of the size");
            hash = node_hash(left, hash);
        }
        self.roots.push(hash);
        self.size += 1;
        nodes
    }

    /// The root of the whole tree.
    pub fn root(&self) -> Hash {
        let smallest_first = self.roots.iter().rev().copied();
        smallest_first.reduce(|right, left| node_hash(left, right)).unwrap_or_else(empty_root)
    }

    /// Stored form: size, then the roots.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.roots.iter().for_each(|root| bytes.extend_from_slice(&root.0));
        bytes
    }

    /// Reads the stored form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Frontier, Error> {
        let wrong = || Error::malformed("frontier", "a size and a hash for each of its bits");
        let (size, roots) = bytes.split_first_chunk::<8>().ok_or_else(wrong)?;
        let size = u64::from_be_bytes(*size);
        let (roots, rest) = roots.as_chunks::<32>();
        if !rest.is_empty() || roots.len() != size.count_ones() as usize {
            return Err(wrong());
        }
        Ok(Frontier { size, roots: roots.iter().copied().map(Hash).collect() })
    }
}

/// Where stored hashes come from: level 0 are leaf hashes, level k roots of 256^k leaves.
pub trait Nodes {
    /// What can go wrong when reading.
    type Error: From<Error>;

    /// `count` hashes of a level from a place; fewer is an error of the store.
    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, Self::Error>;
}

/// The root of the tree's first `size` leaves.
pub fn root_at<N: Nodes>(size: u64, nodes: &mut N) -> Result<Hash, N::Error> {
    if size == 0 { Ok(empty_root()) } else { range(0, size, nodes) }
}

/// The inclusion proof of a leaf (RFC 6962, 2.1.1).
pub fn inclusion<N: Nodes>(index: u64, size: u64, nodes: &mut N) -> Result<Vec<Hash>, N::Error> {
    if index >= size {
        return Err(Error::NotProved("the entry is beyond the tree").into());
    }
    let mut proof = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            proof.push(range(middle, to, nodes)?);
            to = middle;
        } else {
            proof.push(range(from, middle, nodes)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that a tree of `new` leaves extends that of its first `old` (RFC 6962, 2.1.2).
pub fn consistency<N: Nodes>(old: u64, new: u64, nodes: &mut N) -> Result<Vec<Hash>, N::Error> {
    if old > new {
        return Err(Error::NotProved("the older tree is the larger one").into());
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let mut proof = Vec::new();
    let (mut from, mut to) = (0, new);
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            proof.push(range(middle, to, nodes)?);
            to = middle;
        } else {
            proof.push(range(from, middle, nodes)?);
            from = middle;
        }
    }
    if from > 0 {
        proof.push(range(from, to, nodes)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The largest power of two smaller than `count`.
fn split(count: u64) -> u64 {
    1 << (u64::BITS - 1 - (count - 1).leading_zeros())
}

/// The hash over leaves `from..to`.
fn range<N: Nodes>(from: u64, to: u64, nodes: &mut N) -> Result<Hash, N::Error> {
    let count = to - from;
    if count.is_power_of_two() && from.is_multiple_of(count) {
        return subtree(count.trailing_zeros(), from / count, nodes);
    }
    let middle = from + split(count);
    Ok(node_hash(range(from, middle, nodes)?, range(middle, to, nodes)?))
}

/// The root of a complete subtree: at most 128 stored hashes of the tile level below it.
fn subtree<N: Nodes>(height: u32, index: u64, nodes: &mut N) -> Result<Hash, N::Error> {
    let level = u8::try_from(height / TILE_HEIGHT).expect("invariant: at most 8");
    let count = 1 << (height % TILE_HEIGHT);
    let mut hashes = nodes.hashes(level, index * count, count)?;
    if hashes.len() as u64 != count {
        return Err(Error::NotProved("stored hashes are missing").into());
    }
    while hashes.len() > 1 {
        hashes = hashes.chunks_exact(2).map(|pair| node_hash(pair[0], pair[1])).collect();
    }
    Ok(hashes[0])
}

/// Checks an inclusion proof (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), Error> {
    let failed = Error::NotProved("the hashes do not lead from the entry to the checkpoint's root");
    if index >= size {
        return Err(failed);
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for other in proof {
        if last == 0 {
            return Err(failed);
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(*other, hash);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            hash = node_hash(hash, *other);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    if last == 0 && hash == root { Ok(()) } else { Err(failed) }
}

/// Checks a consistency proof (RFC 9162, 2.1.4.2).
pub fn verify_consistency(old: (u64, Hash), new: (u64, Hash), proof: &[Hash]) -> Result<(), Error> {
    let failed = Error::NotProved("the newer checkpoint does not extend the older one");
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size {
        return Err(failed);
    }
    if old_size == new_size || old_size == 0 {
        let same = old_size == 0 || old_root == new_root;
        return if proof.is_empty() && same { Ok(()) } else { Err(failed) };
    }
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let mut hashes = proof.iter();
    let first = match old_size.is_power_of_two() {
        true => old_root,
        false => *hashes.next().ok_or_else(|| failed.clone())?,
    };
    let (mut before, mut after) = (first, first);
    for other in hashes {
        if last == 0 {
            return Err(failed);
        }
        if place & 1 == 1 || place == last {
            before = node_hash(*other, before);
            after = node_hash(*other, after);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            after = node_hash(after, *other);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    if last == 0 && before == old_root && after == new_root { Ok(()) } else { Err(failed) }
}

//! The tree, its proofs, tiles, checkpoints and notes, against implementations that are not ours.

use std::collections::HashMap;

use ledger::checkpoint::Checkpoint;
use ledger::hash::{Hash, leaf_hash};
use ledger::key::SigningKey;
use ledger::tile::{Kind, TilePath};
use ledger::tree::{
    Frontier, Nodes, consistency, inclusion, root_at, verify_consistency, verify_inclusion,
};

/// Stored hashes by level, as the server keeps them in rows.
#[derive(Default)]
struct Store {
    frontier: Frontier,
    levels: HashMap<u8, Vec<Hash>>,
}

impl Store {
    fn append(&mut self, leaf: Hash) {
        self.levels.entry(0).or_default().push(leaf);
        for node in self.frontier.append(leaf) {
            let level = self.levels.entry(node.level).or_default();
            assert_eq!(level.len() as u64, node.index, "nodes come in order, without gaps");
            level.push(node.hash);
        }
    }
}

impl Nodes for &Store {
    type Error = ledger::Error;

    fn hashes(&mut self, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, ledger::Error> {
        let all = self.levels.get(&level).map(Vec::as_slice).unwrap_or_default();
        let (from, count) = (from as usize, count as usize);
        Ok(all.get(from..from + count).unwrap_or_default().to_vec())
    }
}

/// The hashes that Cloudflare's implementation keeps.
#[derive(Default)]
struct Theirs(Vec<tlog_tiles::Hash>);

impl tlog_tiles::HashReader for Theirs {
    fn read_hashes(
        &self,
        indexes: &[u64],
    ) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::tlog::Error> {
        Ok(indexes.iter().map(|index| self.0[*index as usize]).collect())
    }
}

fn entry(n: u64) -> Vec<u8> {
    format!("entry {n}").into_bytes()
}

fn plain(hashes: &[tlog_tiles::Hash]) -> Vec<Hash> {
    hashes.iter().map(|hash| Hash(hash.0)).collect()
}

fn grown(size: u64) -> (Store, Theirs) {
    let (mut ours, mut theirs) = (Store::default(), Theirs::default());
    for n in 0..size {
        grow(&mut ours, &mut theirs, n);
    }
    (ours, theirs)
}

fn grow(ours: &mut Store, theirs: &mut Theirs, n: u64) {
    ours.append(leaf_hash(&entry(n)));
    let stored = tlog_tiles::stored_hashes(n, &entry(n), theirs).expect("they store");
    theirs.0.extend(stored);
}

fn agree_on_proofs(ours: &Store, theirs: &Theirs, size: u64, index: u64, old: u64) {
    let root = root_at(size, &mut &*ours).expect("a root");
    let proof = inclusion(index, size, &mut &*ours).expect("a proof");
    let foreign = tlog_tiles::prove_record(size, index, theirs).expect("their proof");
    assert_eq!(proof, plain(&foreign), "inclusion of {index} in {size}");
    let leaf = leaf_hash(&entry(index));
    verify_inclusion(leaf, index, size, &proof, root).expect("it holds");
    tlog_tiles::check_record(
        &foreign,
        size,
        tlog_tiles::Hash(root.0),
        index,
        tlog_tiles::Hash(leaf.0),
    )
    .expect("they take our root");
    if old > 0 {
        let proof = consistency(old, size, &mut &*ours).expect("a proof");
        let foreign = tlog_tiles::prove_tree(size, old, theirs).expect("their proof");
        assert_eq!(proof, plain(&foreign), "consistency of {old} and {size}");
        let before = root_at(old, &mut &*ours).expect("a root");
        verify_consistency((old, before), (size, root), &proof).expect("it holds");
    }
}

#[test]
fn every_size_to_300_agrees_with_two_foreign_trees() {
    let (mut ours, mut theirs) = (Store::default(), Theirs::default());
    let mut third = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    for n in 0..300 {
        grow(&mut ours, &mut theirs, n);
        third.push(entry(n));
        let size = n + 1;
        let root = ours.frontier.root();
        let foreign = tlog_tiles::tree_hash(size, &theirs).expect("their root");
        assert_eq!(root, Hash(foreign.0));
        assert_eq!(root.0.as_slice(), third.root().as_bytes().as_slice());
        assert_eq!(root_at(size, &mut &ours).expect("a root"), root);
        for index in 0..size {
            agree_on_proofs(&ours, &theirs, size, index, index + 1);
        }
    }
}

#[test]
fn random_places_in_a_tree_of_a_million_agree() {
    let (ours, theirs) = grown(1_000_000);
    let foreign = tlog_tiles::tree_hash(1_000_000, &theirs).expect("their root");
    assert_eq!(ours.frontier.root(), Hash(foreign.0));
    let again = Frontier::from_bytes(&ours.frontier.to_bytes()).expect("it reads");
    assert_eq!(again, ours.frontier);
    let mut state: u64 = 1;
    for _ in 0..300 {
        let mut next = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let size = 1 + next(1_000_000);
        let (index, old) = (next(size), 1 + next(size));
        agree_on_proofs(&ours, &theirs, size, index, old);
    }
}

#[test]
fn tile_paths_agree() {
    for (index, width) in
        [(0, 256), (5, 1), (999, 255), (1000, 256), (1_234_067, 13), (u32::MAX.into(), 256)]
    {
        for level in [0, 1, 5] {
            let ours = TilePath { kind: Kind::Hashes(level), index, width };
            let theirs = tlog_tiles::Tile::new(8, level, index, width as u32, false);
            assert_eq!(ours.to_string(), theirs.path().replace("tile/8/", "tile/"));
            assert_eq!(TilePath::parse(&ours.to_string()).expect("it reads"), ours);
        }
    }
}

#[test]
fn checkpoints_and_signatures_are_taken_by_a_foreign_verifier() {
    let key = SigningKey::generate("example.com/log", [3; 32]).expect("a key");
    let (ours, _) = grown(300);
    let checkpoint = Checkpoint::new("example.com/log".to_owned(), 300, ours.frontier.root());
    let signed = checkpoint.sign(&[&key]).expect("it signs");
    let note = signed_note::Note::from_bytes(signed.as_bytes()).expect("they read it");
    let verifier =
        signed_note::StandardVerifier::new(&key.verifier().to_string()).expect("they take the key");
    let verifiers = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    let (valid, _) = note.verify(&verifiers).expect("they take the signature");
    assert_eq!(valid.len(), 1);
    let theirs = tlog_tiles::Checkpoint::from_bytes(note.text()).expect("they read the checkpoint");
    assert_eq!(theirs.size(), 300);
    assert_eq!(Hash(theirs.hash().0), ours.frontier.root());
    let (opened, _) = Checkpoint::open(&signed, &[key.verifier()]).expect("we read it");
    assert_eq!(opened, checkpoint);
}

//! What is not taken: changed bytes, texts out of shape, keys that others may read.

use ledger::Error;
use ledger::checkpoint::Checkpoint;
use ledger::commitment::{Opened, Part, Salt, commit, entry};
use ledger::hash::{Hash, leaf_hash};
use ledger::key::{CommandSigner, Signer, SigningKey};
use ledger::note::{SignedNote, VerifierKey};
use ledger::proof::Proof;
use ledger::tile::{TilePath, bundle, unbundle};
use ledger::tree::{Frontier, verify_consistency};
use ledger::witness::{AddCheckpoint, Refused, Witness, read_answer};
use proptest::prelude::*;

fn log_key() -> SigningKey {
    SigningKey::generate("example.com/log", [1; 32]).expect("a key")
}

fn witness_key() -> SigningKey {
    SigningKey::generate_witness("witness.example", [2; 32]).expect("a key")
}

fn opened(part: Part) -> Opened {
    Opened { part, salt: Salt([part as u8; 16]), bytes: format!("{} bytes", part.name()).into() }
}

/// A proof of the second of two entries, cosigned by one witness.
fn sample() -> (Proof, Vec<VerifierKey>, Vec<VerifierKey>) {
    let parts = Part::ALL.map(opened);
    let [header, facts, personal] =
        Part::ALL.map(|part| commit(part, &opened(part).salt, &opened(part).bytes));
    let entry = entry(header, facts, personal);
    let first = leaf_hash(b"first");
    let mut tree = Frontier::default();
    tree.append(first);
    tree.append(leaf_hash(&entry));
    let checkpoint = Checkpoint::new("example.com/log".to_owned(), 2, tree.root());
    let mut note =
        SignedNote::parse(&checkpoint.sign(&[&log_key()]).expect("signed")).expect("it reads");
    note.signatures.push(witness_key().cosign(&note.text, 1_576_458_000));
    let proof = Proof {
        entry: entry.to_vec(),
        opened: parts[..2].to_vec(),
        index: 1,
        hashes: vec![first],
        checkpoint: note.to_string(),
    };
    (proof, vec![log_key().verifier()], vec![witness_key().verifier()])
}

#[test]
fn a_proof_holds_and_shows_only_what_was_opened() {
    let (proof, log, witnesses) = sample();
    let read: Proof = proof.to_string().parse().expect("it reads");
    assert_eq!(read, proof);
    let verified = read.verify(&log, &witnesses, 1).expect("it holds");
    assert_eq!(verified.index, 1);
    assert_eq!(verified.witnesses, [("witness.example".to_owned(), 1_576_458_000)]);
    assert_eq!(verified.opened, [opened(Part::Header), opened(Part::Facts)]);
    assert!(!proof.to_string().contains("personal bytes"));
    assert!(read.verify(&log, &[], 1).is_err(), "a witness is demanded and none is known");
}

#[test]
fn no_changed_byte_of_a_proof_is_taken() {
    let (proof, log, witnesses) = sample();
    let bytes = proof.to_string().into_bytes();
    for place in 0..bytes.len() {
        for flip in [1, 2, 32, 128] {
            let mut changed = bytes.clone();
            changed[place] ^= flip;
            let Ok(text) = String::from_utf8(changed) else {
                continue;
            };
            let taken = text.parse::<Proof>().and_then(|proof| proof.verify(&log, &witnesses, 1));
            assert!(taken.is_err(), "byte {place} of {} was changed unseen", bytes.len());
        }
    }
}

#[test]
fn a_checkpoint_of_another_key_or_origin_is_unsigned() {
    let checkpoint = Checkpoint::new("example.com/log".to_owned(), 0, ledger::hash::empty_root());
    let other = SigningKey::generate("example.com/log", [9; 32]).expect("a key");
    let signed = checkpoint.sign(&[&other]).expect("it signs");
    let keys = [log_key().verifier()];
    assert!(matches!(Checkpoint::open(&signed, &keys), Err(Error::Unsigned(_))));
    let foreign = SigningKey::generate("example.com/other", [1; 32]).expect("a key");
    let signed = checkpoint.sign(&[&foreign]).expect("it signs");
    let keys = [foreign.verifier()];
    assert!(matches!(Checkpoint::open(&signed, &keys), Err(Error::Unsigned(_))));
}

fn signed(size: u64, tree: &Frontier) -> String {
    let checkpoint = Checkpoint::new("example.com/log".to_owned(), size, tree.root());
    checkpoint.sign(&[&log_key()]).expect("it signs")
}

#[test]
fn a_witness_takes_only_what_extends_what_it_saw() {
    let witness = Witness { key: witness_key(), logs: vec![log_key().verifier()] };
    let (a, b) = (leaf_hash(b"a"), leaf_hash(b"b"));
    let mut one = Frontier::default();
    one.append(a);
    let first = AddCheckpoint { old_size: 0, proof: vec![], checkpoint: signed(1, &one) };
    let first: AddCheckpoint = first.to_string().parse().expect("it reads");
    let seen = witness.decide(&first, None, 7).expect("it cosigns");
    let text = SignedNote::parse(&first.checkpoint).expect("a note").text;
    let keys = [witness_key().verifier()];
    let answer = format!("{}\n", seen.line);
    assert_eq!(read_answer(&answer, &text, &keys).expect("it is theirs").1, 7);

    let mut two = one.clone();
    two.append(b);
    let request = |old_size, proof, checkpoint| AddCheckpoint { old_size, proof, checkpoint };
    let seen = Some((seen.size, seen.root));
    let good = request(1, vec![b], signed(2, &two));
    assert!(witness.decide(&good, seen, 8).is_ok());
    let stale = request(0, vec![], signed(2, &two));
    assert_eq!(witness.decide(&stale, seen, 8), Err(Refused::Conflict(1)));
    let mut fork = Frontier::default();
    fork.append(b);
    fork.append(a);
    let forked = request(1, vec![a], signed(2, &fork));
    assert_eq!(witness.decide(&forked, seen, 8), Err(Refused::Unprocessable));
    let mut same = Frontier::default();
    same.append(b);
    let split = request(1, vec![], signed(1, &same));
    assert_eq!(witness.decide(&split, seen, 8), Err(Refused::Conflict(1)));
    let back = request(3, vec![], signed(2, &two));
    assert!(matches!(witness.decide(&back, Some((3, a)), 8), Err(Refused::BadRequest(_))));
    let stranger = Witness { key: witness_key(), logs: vec![] };
    assert_eq!(stranger.decide(&good, None, 8), Err(Refused::NotFound));
    let other = SigningKey::generate("example.com/log", [9; 32]).expect("a key");
    let impostor = Witness { key: witness_key(), logs: vec![other.verifier()] };
    assert_eq!(impostor.decide(&good, None, 8), Err(Refused::Forbidden));
}

#[test]
fn an_empty_old_tree_needs_no_proof_and_takes_none() {
    let root = leaf_hash(b"a");
    let empty = (0, ledger::hash::empty_root());
    assert!(verify_consistency(empty, (1, root), &[]).is_ok());
    assert!(verify_consistency(empty, (1, root), &[root]).is_err());
    assert!(verify_consistency((2, root), (1, root), &[]).is_err());
}

mod keys {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the tests damage key files")]
    fn a_key_file_is_read_back_and_guarded() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger");
        log_key().write(&path).expect("it writes");
        assert_eq!(SigningKey::read(&path).expect("it reads").verifier(), log_key().verifier());
        let again = log_key().write(&path).expect_err("it is there");
        assert!(again.to_string().contains("exists"), "{again}");
        let text = std::fs::read_to_string(&path).expect("a key file");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).expect("they change");
        let open = SigningKey::read(&path).expect_err("others may read it");
        assert!(open.to_string().contains("chmod 600"), "{open}");
        for damaged in [&text[..40], "", "PRIVATE+KEY+x+00000000+AAAA", &text.replace("log", "lug")]
        {
            std::fs::remove_file(&path).expect("it goes");
            std::fs::write(&path, damaged).expect("it is written");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).expect("they change");
            let error = SigningKey::read(&path).expect_err("it is damaged");
            assert!(error.to_string().contains("damaged"), "{error}");
        }
        std::fs::remove_file(&path).expect("it goes");
        let missing = SigningKey::read(&path).expect_err("it is missing");
        assert!(missing.to_string().contains("missing"), "{missing}");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the tests make commands")]
    fn a_command_signs_and_a_wrong_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let command = |name: &str, script: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("it is written");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o700)).expect("they change");
            path
        };
        let signature = Signer::sign(&log_key(), b"text\n").expect("it signs");
        let encoded = base64_of(&signature);
        let good = command("good", &format!("cat >/dev/null; echo {encoded}"));
        let signer = CommandSigner::new(log_key().verifier(), good);
        assert_eq!(signer.sign(b"text\n").expect("it signs"), signature);
        let wrong = signer.sign(b"another text\n").expect_err("the signature is of another text");
        assert!(wrong.to_string().contains("no signature"), "{wrong}");
        let failing = CommandSigner::new(log_key().verifier(), command("bad", "exit 3"));
        assert!(failing.sign(b"text\n").is_err());
        let absent = CommandSigner::new(log_key().verifier(), folder.path().join("none"));
        assert!(absent.sign(b"text\n").is_err());
    }

    fn base64_of(bytes: &[u8]) -> String {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }
}

/// Texts that parsers once met or might meet; the name's first word says the verdict.
#[test]
#[expect(clippy::disallowed_methods, reason = "the corpus is read from its folder")]
fn the_corpus_gets_its_verdicts() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut seen = 0;
    for kind in ["checkpoint", "note", "proof", "tile", "witness"] {
        for file in std::fs::read_dir(folder.join(kind)).expect("a folder of texts") {
            let path = file.expect("a file").path();
            let bytes = std::fs::read(&path).expect("it is read");
            let text = String::from_utf8_lossy(&bytes);
            let taken = match kind {
                "checkpoint" => text.parse::<Checkpoint>().is_ok(),
                "note" => SignedNote::parse(&text).is_ok(),
                "proof" => text.parse::<Proof>().is_ok(),
                "tile" => TilePath::parse(text.trim_end()).is_ok(),
                _ => text.parse::<AddCheckpoint>().is_ok(),
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            assert_eq!(taken, name.starts_with("good"), "{kind}/{name}");
            seen += 1;
        }
    }
    assert!(seen >= 25, "only {seen} texts in the corpus");
}

proptest! {
    #[test]
    fn parsers_survive_anything(text in "\\PC{0,400}", bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let lossy = String::from_utf8_lossy(&bytes);
        for text in [text.as_str(), &lossy] {
            drop(text.parse::<Checkpoint>());
            drop(SignedNote::parse(text));
            drop(text.parse::<Proof>());
            drop(text.parse::<AddCheckpoint>());
            drop(text.parse::<VerifierKey>());
            drop(TilePath::parse(text));
            drop(Hash::parse(text));
        }
        drop(unbundle(&bytes));
        drop(Frontier::from_bytes(&bytes));
    }

    #[test]
    fn lines_in_any_order_never_break_a_parser(
        lines in proptest::collection::vec(
            prop_oneof!["old [0-9]{1,3}", "index [0-9]{1,3}", "extra [A-Za-z0-9+/]{0,8}",
                "[A-Za-z0-9+/]{43}=", "\u{2014} a [A-Za-z0-9+/]{8,12}", "", "c2sp.org/tlog-proof@v1"],
            0..12)
    ) {
        let text = lines.join("\n");
        drop(text.parse::<Proof>());
        drop(text.parse::<AddCheckpoint>());
        drop(SignedNote::parse(&text));
        drop(text.parse::<Checkpoint>());
    }

    #[test]
    fn bundles_come_back(entries in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..20)) {
        let bytes = bundle(entries.iter().map(Vec::as_slice));
        prop_assert_eq!(unbundle(&bytes).expect("it reads"), entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
        if !bytes.is_empty() && !entries.last().expect("one").is_empty() {
            prop_assert!(unbundle(&bytes[..bytes.len() - 1]).is_err());
        }
    }

    #[test]
    fn tile_paths_come_back(level in 0_u8..64, index in any::<u64>(), width in 1_u64..=256) {
        let path = TilePath { kind: ledger::tile::Kind::Hashes(level), index, width };
        prop_assert_eq!(TilePath::parse(&path.to_string()).expect("it reads"), path);
    }
}

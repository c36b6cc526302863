//! The log's keys: which sign now, how a new one follows an old one.
//!
//! A rotation writes `keys/ledger.next`, tells the ledger, and then renames. Killed at any point it
//! is finished, or begun anew, by whoever needs the signer next.

#![expect(clippy::disallowed_methods, reason = "key files are moved to their places here")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::province::{Event, Province};
use domain::{Command, LawTime};
use ledger::key::{CommandSigner, Signer, SigningKey};
use ledger::note::{SignedNote, VerifierKey};

use super::sign::{LogSigner, key_path};
use crate::fault::Fault;
use crate::house::{House, tell_all};

/// How long the old key signs beside the new one, in microseconds: 30 days.
const BOTH_US: i64 = 30 * 24 * 3600 * 1_000_000;

/// What the old key states about the new one.
pub fn statement(origin: &str, new: &VerifierKey) -> String {
    format!("motcua/v1 key rotation\n{origin}\n{new}\n")
}

/// The keys that verify the log's newest checkpoints: the last one, and the one before it while
/// both sign; newest first.
pub fn in_force(province: &Province, now: LawTime) -> Vec<String> {
    let both = province.both_until.is_some_and(|until| now <= until);
    province.log_keys.iter().rev().take(if both { 2 } else { 1 }).cloned().collect()
}

/// The signer of a house: by command, or by the key files of its data directory.
pub fn signer(house: &House) -> Result<LogSigner, Fault> {
    let province = house.province()?;
    let last: VerifierKey = match province.log_keys.last() {
        Some(key) => key.parse()?,
        None => return Err(Fault::Refused("the ledger has no key".to_owned())),
    };
    let current: Arc<dyn Signer> = match &house.signer_command {
        Some(command) => Arc::new(CommandSigner::new(last, command.clone())),
        None => Arc::new(settle(&house.place.data, &last)?),
    };
    let mut signers = vec![current];
    let before = province.log_keys.iter().rev().nth(1);
    if let (Some(before), Some(until)) = (before, province.both_until)
        && house.source.law() <= until
        && let Ok(old) = SigningKey::read(&old_path(&house.place.data))
        && old.verifier().to_string() == *before
    {
        signers.push(Arc::new(old));
    }
    let (origin, both_until) = (province.origin, province.both_until);
    Ok(LogSigner { origin, signers, both_until, source: house.source.clone() })
}

fn next_path(data: &Path) -> PathBuf {
    key_path(data).with_extension("next")
}

fn old_path(data: &Path) -> PathBuf {
    key_path(data).with_extension("old")
}

/// The key file of the ledger's last key; finishes a rotation that was interrupted.
fn settle(data: &Path, last: &VerifierKey) -> Result<SigningKey, Fault> {
    let (path, next) = (key_path(data), next_path(data));
    let is_last = |key: &SigningKey| key.verifier() == *last;
    match SigningKey::read(&path) {
        Ok(key) if is_last(&key) => return Ok(key),
        Ok(_) | Err(_) if SigningKey::read(&next).is_ok_and(|key| is_last(&key)) => {
            if path.exists() {
                fs::rename(&path, old_path(data)).map_err(Fault::file(&path))?;
            }
            fs::rename(&next, &path).map_err(Fault::file(&next))?;
        }
        Err(error) => return Err(error.into()),
        Ok(_) => {}
    }
    let key = SigningKey::read(&path)?;
    match is_last(&key) {
        true => Ok(key),
        false => Err(Fault::Refused(format!(
            "{} is not the key of this ledger: it must verify as {last}; put the right key file there",
            path.display()
        ))),
    }
}

/// Makes a new key, states it under the old one, and lets both sign for 30 days. Answers the new
/// verifier key.
pub fn rotate(house: &House) -> Result<VerifierKey, Fault> {
    if house.signer_command.is_some() {
        let what = "the key is kept elsewhere: rotate it there, and name it with --new-key";
        return Err(Fault::Refused(what.to_owned()));
    }
    let province = house.province()?;
    let old = signer(house)?;
    let next = next_path(&house.place.data);
    if next.exists() {
        // An earlier rotation ended before the ledger heard of this key; nobody trusts it.
        fs::remove_file(&next).map_err(Fault::file(&next))?;
    }
    let key = SigningKey::generate(&province.origin, house.source.chance())?;
    key.write(&next)?;
    let text = statement(&province.origin, &key.verifier());
    let signatures = vec![old.signers[0].line(&text)?];
    let told = Event::KeyRotated {
        statement: SignedNote { text, signatures }.to_string(),
        log_key: key.verifier().to_string(),
        both_until: LawTime(house.source.law().0 + BOTH_US),
    };
    house.with_door(|door| tell_all(door, [Command::Province(told)]).map(drop))?;
    Ok(key.verifier())
}

/// Whether a rotation's statement names its new key under the one before it.
pub fn is_stated(origin: &str, before: &VerifierKey, new: &VerifierKey, note: &str) -> bool {
    let Ok(note) = SignedNote::parse(note) else { return false };
    let signed = note.verify(std::slice::from_ref(before)).is_ok_and(|valid| !valid.is_empty());
    signed && note.text == statement(origin, new)
}

#[cfg(test)]
mod tests {
    use db::testing::fresh;
    use domain::province::Purpose;
    use ledger::checkpoint::Checkpoint;

    use super::*;
    use crate::app::Source;
    use crate::house::{Founding, Place};

    fn found(fresh: &db::testing::Fresh) -> House {
        let place =
            Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
        let founding = Founding {
            purpose: Purpose::Bench,
            origin: "example.com/keys".to_owned(),
            administrators: Vec::new(),
        };
        House::found(place, Source::real(), &db::Options::default(), &founding).expect("a house")
    }

    fn keys(house: &House) -> Vec<VerifierKey> {
        let province = house.province().expect("a province");
        province.log_keys.iter().map(|key| key.parse().expect("a key")).collect()
    }

    fn signed_by(house: &House) -> Vec<VerifierKey> {
        let head = house.head().expect("a head");
        let note = SignedNote::parse(&head.checkpoint).expect("a note");
        let keys = keys(house);
        let valid = note.verify(&keys).expect("its signatures hold");
        valid.into_iter().map(|(key, _)| key.clone()).collect()
    }

    #[test]
    fn both_keys_sign_for_thirty_days_and_then_only_the_new_one() {
        let fresh = fresh(db::Engine::Sqlite);
        let house = found(&fresh);
        let old = keys(&house)[0].clone();
        let new = rotate(&house).expect("it rotates");
        assert_eq!(keys(&house), [old.clone(), new.clone()]);
        assert_eq!(signed_by(&house), [new.clone(), old.clone()]);
        let province = house.province().expect("a province");
        let now = house.source.law();
        assert_eq!(in_force(&province, now), [new.to_string(), old.to_string()]);
        house.source.shift_to(LawTime(now.0 + BOTH_US + 1_000_000));
        let signer = signer(&house).expect("a signer");
        let head = house.head().expect("a head");
        let later = signer.sign(&head).expect("it signs");
        assert!(Checkpoint::open(&later, std::slice::from_ref(&new)).is_ok());
        assert!(Checkpoint::open(&later, &[old]).is_err(), "the old key signs no more");
        assert_eq!(in_force(&province, house.source.law()), [new.to_string()]);
    }

    #[test]
    fn the_old_key_states_the_new_one_in_the_ledger() {
        let fresh = fresh(db::Engine::Sqlite);
        let house = found(&fresh);
        let old = keys(&house)[0].clone();
        let new = rotate(&house).expect("it rotates");
        let rows = house.db.read_now(|tx| {
            let stream = domain::province::stream();
            tx.rows(&crate::commit::store::STREAM_EVENTS, &[stream.as_str().into()])
        });
        let rows = rows.expect("it reads");
        let facts = rows.last().expect("an event").text(1).expect("facts").to_owned();
        let Ok(Event::KeyRotated { statement, .. }) = serde_json::from_str(&facts) else {
            panic!("{facts}")
        };
        assert!(is_stated("example.com/keys", &old, &new, &statement));
        assert!(!is_stated("example.com/keys", &new, &new, &statement));
        assert!(!is_stated("example.com/other", &old, &new, &statement));
    }

    #[test]
    fn a_rotation_killed_before_its_renames_is_finished() {
        let fresh = fresh(db::Engine::Sqlite);
        let house = found(&fresh);
        let new = rotate(&house).expect("it rotates");
        let data = fresh.directory.path();
        fs::rename(key_path(data), next_path(data)).expect("as before the second rename");
        assert_eq!(signer(&house).expect("a signer").signers[0].verifier(), new);
        fs::rename(key_path(data), next_path(data)).expect("as before both renames");
        fs::rename(old_path(data), key_path(data)).expect("as before both renames");
        assert_eq!(signer(&house).expect("a signer").signers[0].verifier(), new);
        assert!(old_path(data).exists(), "the old key is kept beside");
        let again = rotate(&house).expect("it rotates once more");
        assert_ne!(again, new);
    }

    #[test]
    fn a_key_of_another_ledger_is_refused() {
        let fresh = fresh(db::Engine::Sqlite);
        let house = found(&fresh);
        let path = key_path(fresh.directory.path());
        fs::remove_file(&path).expect("it goes");
        let missing = signer(&house).err().expect("it is refused").to_string();
        assert!(missing.contains("missing"), "{missing}");
        let other = SigningKey::generate("example.com/keys", [5; 32]).expect("a key");
        other.write(&path).expect("it is written");
        let wrong = signer(&house).err().expect("it is refused").to_string();
        assert!(wrong.contains("not the key of this ledger"), "{wrong}");
    }
}

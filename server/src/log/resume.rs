//! Going on after a loss: a new origin whose first entry says what the old one lost.
//!
//! When the tail of a log is gone for good, the old origin can never publish again: it would show
//! two histories. Two administrators sign what was lost; the log then begins anew, its first entry
//! that statement, every surviving event after it in the old order.

#![expect(clippy::disallowed_methods, reason = "the old key is put aside here")]

use std::fs;

use db::{Rows, Tx};
use domain::event::{Actor, Header};
use domain::province::{Event, Loss, Province};
use domain::{Event as AnyEvent, LawTime};
use ledger::checkpoint::Checkpoint;
use ledger::commitment::{Part, Salt, commit, entry};
use ledger::hash::{Hash, leaf_hash};
use ledger::key::SigningKey;
use ledger::note::{SignedNote, VerifierKey};

use super::seal::Tree;
use super::sign::key_path;
use super::store;
use crate::commit::store as door;
use crate::commit::{Error, put_snapshot};
use crate::fault::Fault;
use crate::house::House;

/// Administrators that must sign.
pub const ADMINISTRATORS: usize = 2;
/// Surviving entries sealed at a time.
const LEAVES_AT_ONCE: usize = 4096;

/// What was lost, and how the log goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// The last checkpoint that was published, as signed.
    pub last: String,
    /// Its tree.
    pub published: Checkpoint,
    /// How many entries survive.
    pub survive: u64,
    /// The new origin.
    pub origin: String,
}

impl Continuation {
    /// Compares what was published with what is left. Refuses when nothing was lost.
    pub fn new(house: &House, last: String, origin: String) -> Result<Continuation, Fault> {
        let province = house.province()?;
        let keys: Vec<VerifierKey> =
            province.log_keys.iter().map(|key| key.parse()).collect::<Result<_, _>>()?;
        let (published, _) = Checkpoint::open(&last, &keys)?;
        let survive = house.head()?.size;
        if published.size <= survive {
            return Err(Fault::Refused(format!(
                "nothing was lost: the checkpoint has {} entries and the log {survive}; \
                 go on as before, and check with `motcua verify --against`",
                published.size
            )));
        }
        if origin == province.origin {
            let what = "the new origin must be another name: the old one can publish no more";
            return Err(Fault::Refused(what.to_owned()));
        }
        ledger::note::check_name(&origin)?;
        Ok(Continuation { last, published, survive, origin })
    }

    /// What the administrators sign.
    pub fn statement(&self) -> String {
        let Checkpoint { origin, size, root, .. } = &self.published;
        format!(
            "motcua/v1 continuation\nold origin {origin}\nnew origin {}\nlast checkpoint {size} {root}\n\
             lost positions {} to {}\n",
            self.origin,
            self.survive,
            size - 1
        )
    }

    /// Whether two administrators of the province signed the statement.
    fn check(&self, note: &str, province: &Province) -> Result<(), Fault> {
        let note = SignedNote::parse(note)?;
        if note.text != self.statement() {
            let what =
                "the signed text is not the statement of this loss: print it again and sign it";
            return Err(Fault::Refused(what.to_owned()));
        }
        let keys: Vec<VerifierKey> =
            province.administrators.iter().map(|key| key.parse()).collect::<Result<_, _>>()?;
        let mut signed: Vec<String> =
            note.verify(&keys)?.into_iter().map(|(key, _)| key.to_string()).collect();
        signed.sort();
        signed.dedup();
        match signed.len() {
            ADMINISTRATORS.. => Ok(()),
            found => Err(Fault::Refused(format!(
                "{ADMINISTRATORS} administrators of the province must sign; {found} did"
            ))),
        }
    }

    /// Goes on under the new origin with a new key. Nothing changes unless all of it does.
    pub fn go_on(&self, house: &House, note: &str) -> Result<VerifierKey, Fault> {
        let province = house.province()?;
        self.check(note, &province)?;
        let key = SigningKey::generate(&self.origin, house.source.chance())?;
        let (path, next) =
            (key_path(&house.place.data), key_path(&house.place.data).with_extension("next"));
        fs::remove_file(&next).ok();
        key.write(&next)?;
        let loss = Loss {
            old_origin: self.published.origin.clone(),
            last_checkpoint: self.last.clone(),
            lost_from: self.survive,
            lost_to: self.published.size,
            statement: note.to_owned(),
        };
        let log_key = key.verifier().to_string();
        let event = Event::LogContinued { loss, origin: self.origin.clone(), log_key };
        let salts = [house.source.chance(), house.source.chance(), house.source.chance()];
        let now = house.source.law().max(house.head()?.law_time);
        let mut writer = house.db.writer()?;
        writer.transaction(|tx| begin_anew(tx, province, &event, salts.map(Salt), now))?;
        drop(writer);
        if path.exists() {
            fs::rename(&path, path.with_extension("before-loss")).map_err(Fault::file(&path))?;
        }
        fs::rename(&next, &path).map_err(Fault::file(&next))?;
        house.with_door(|_| Ok(()))?;
        Ok(key.verifier())
    }
}

/// Tells the loss and seals everything again: the loss first, then what survives, in its order.
/// What waits to be sealed follows as ever.
fn begin_anew(
    tx: &mut Tx<'_>,
    province: Province,
    event: &Event,
    salts: [Salt; 3],
    now: LawTime,
) -> Result<(), Error> {
    let mut survivors: Vec<(i64, Hash)> = Vec::new();
    tx.stream(&store::ALL_LEAVES, &[], &mut |row| {
        let hash = row.bytes(1)?.try_into();
        let wrong = |_| Error::Damaged("leaf.hash is no hash".to_owned());
        survivors.push((row.int(0)?, Hash(hash.map_err(wrong)?)));
        Ok::<_, Error>(())
    })?;
    let first = tell(tx, province, event, salts, now)?;
    for table in ["leaf", "node", "log_head", "cosignature"] {
        tx.clear(table)?;
    }
    let mut tree = Tree::begin(tx)?.append_hashes(tx, &[first], now)?;
    for leaves in survivors.chunks(LEAVES_AT_ONCE) {
        tree = tree.append_hashes(tx, leaves, now)?;
    }
    Ok(())
}

/// Adds the event as the door would, outside its queue: the log's head is about to be replaced.
fn tell(
    tx: &mut Tx<'_>,
    province: Province,
    event: &Event,
    salts: [Salt; 3],
    now: LawTime,
) -> Result<(i64, Hash), Error> {
    let stream = domain::province::stream();
    let row = tx.row(&store::PLACE_OF, &[stream.as_str().into()])?;
    let row = row.ok_or(Error::Damaged("the province has no snapshot".to_owned()))?;
    let (version, born) = (row.int(0)? + 1, row.int(1)?);
    let id = tx.take_ids("event_id", 1)?.pop();
    let id = id.ok_or(Error::Damaged("no identifier was given".to_owned()))?;
    let encoded = AnyEvent::Province(event.clone()).encode();
    let header = Header {
        schema: encoded.schema,
        kind: encoded.kind.to_owned(),
        law_time: now,
        stream: stream.clone(),
        version,
        actor: Actor::administrator(),
    };
    let header_text = serde_json::to_string(&header)
        .map_err(|source| Error::Damaged(format!("the header: {source}")))?;
    let parts = [header_text.as_bytes(), encoded.facts.as_bytes(), b""];
    let [a, b, c] = [0, 1, 2].map(|at| commit(Part::ALL[at], &salts[at], parts[at]));
    let bytes = entry(a, b, c);
    let (mut events, mut bodies) = (Rows::default(), Rows::default());
    events.push(vec![
        id.into(),
        stream.as_str().into(),
        version.into(),
        encoded.kind.into(),
        now.0.into(),
        header_text.into(),
    ]);
    let own = salts[2].0.to_vec();
    let salts = [salts[0].0, salts[1].0].concat();
    bodies.push(vec![id.into(), encoded.facts.into(), db::Value::Null, salts.into(), own.into()]);
    tx.flight(&[(&door::ADD_EVENTS, &events), (&door::ADD_BODIES, &bodies)])?;
    let state = domain::State::Province(Box::new(province.apply(event)));
    let mut writes = crate::commit::writes::Writes::default();
    put_snapshot(&mut writes, &stream, &state, version, now, born);
    writes.send(tx)?;
    Ok((id, leaf_hash(&bytes)))
}

#[cfg(test)]
mod tests {
    use db::testing::{Fresh, both};
    use domain::Command;
    use domain::province::Purpose;

    use super::*;
    use crate::app::Source;
    use crate::backup::{backup, long_reads, restore};
    use crate::house::{Founding, Place, tell_all};
    use crate::verify::Verification;

    fn key(seed: u8) -> SigningKey {
        SigningKey::generate(&format!("admin-{seed}"), [seed; 32]).expect("a key")
    }

    fn place(fresh: &Fresh) -> Place {
        Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() }
    }

    fn clock_looked_at(house: &House) {
        let event = Event::ClockAccepted { last: LawTime(0) };
        let told = house.with_door(|door| tell_all(door, [Command::Province(event)]));
        told.expect("it is told");
    }

    /// A house whose last two events were lost, with the checkpoint that was published before.
    fn lost(old: &Fresh, new: &Fresh) -> (House, String) {
        let founding = Founding {
            purpose: Purpose::Bench,
            origin: "example.com/old".to_owned(),
            administrators: [1, 2].map(|seed| key(seed).verifier().to_string()).to_vec(),
        };
        let house = House::found(place(old), Source::real(), &db::Options::default(), &founding)
            .expect("it is founded");
        clock_looked_at(&house);
        let file = old.directory.path().join("backup");
        backup(&house.db, &file, &mut |_| {}).expect("it is backed up");
        clock_looked_at(&house);
        clock_looked_at(&house);
        let published = house.head().expect("a head").checkpoint;
        restore(&file, &new.location, &mut |_| {}).expect("it is restored");
        let keys = new.directory.path().join("keys");
        fs::create_dir_all(&keys).expect("a folder");
        fs::copy(key_path(old.directory.path()), keys.join("ledger")).expect("the key");
        let house = House::open(place(new), Source::real(), &long_reads()).expect("it opens");
        (house, published)
    }

    fn findings(house: &House, scratch: &std::path::Path) -> Vec<String> {
        fs::create_dir_all(scratch).expect("a folder");
        let keys = house.province().expect("a province").log_keys;
        let log_keys = keys.iter().map(|key| key.parse().expect("a key")).collect();
        let verification = Verification { db: &house.db, log_keys, against: None, scratch };
        let report = verification.run(&mut |_| {}).expect("it runs");
        report.findings.iter().map(ToString::to_string).collect()
    }

    fn sign(text: &str, seeds: &[u8]) -> String {
        let line = |seed: &u8| ledger::key::Signer::line(&key(*seed), text).expect("signed");
        let signatures = seeds.iter().map(line).collect();
        SignedNote { text: text.to_owned(), signatures }.to_string()
    }

    #[test]
    fn a_log_goes_on_under_a_new_origin_that_begins_with_its_loss() {
        for (old, new) in both().into_iter().zip(both()) {
            let (house, published) = lost(&old, &new);
            let origin = "example.com/new".to_owned();
            let continuation =
                Continuation::new(&house, published, origin.clone()).expect("something was lost");
            assert_eq!((continuation.survive, continuation.published.size), (4, 6));
            let text = continuation.statement();
            for seeds in [&[1][..], &[1, 1], &[1, 3], &[]] {
                let note = sign(&text, seeds);
                assert!(continuation.go_on(&house, &note).is_err(), "{seeds:?} are not enough");
            }
            let other = text.replace("4 to 5", "5 to 5");
            assert!(continuation.go_on(&house, &sign(&other, &[1, 2])).is_err());
            let key = continuation.go_on(&house, &sign(&text, &[1, 2])).expect("it goes on");
            let head = house.head().expect("a head");
            let (signed, _) = Checkpoint::open(&head.checkpoint, &[key]).expect("it is signed");
            assert_eq!((signed.origin.as_str(), signed.size), ("example.com/new", 5));
            assert_eq!(findings(&house, &new.directory.path().join("scratch")), [""; 0]);
            clock_looked_at(&house);
            let mut writer = house.db.writer().expect("it writes");
            let rebuilt =
                writer.transaction(|tx| crate::rebuild::rebuild(&house.db, tx, &mut |_| {}));
            assert_eq!(rebuilt.expect("it is rebuilt"), 6);
            drop(writer);
            assert_eq!(house.province().expect("a province").origin, origin);
            assert_eq!(findings(&house, &new.directory.path().join("again")), [""; 0]);
        }
    }

    #[test]
    fn a_log_that_lost_nothing_is_not_continued() {
        let mut fresh = both();
        let (old, new) = (fresh.remove(0), db::testing::fresh(db::Engine::Sqlite));
        let (house, _) = lost(&old, &new);
        let now = house.head().expect("a head").checkpoint;
        let refused = Continuation::new(&house, now, "example.com/new".to_owned());
        assert!(refused.expect_err("nothing was lost").to_string().contains("nothing was lost"));
    }
}

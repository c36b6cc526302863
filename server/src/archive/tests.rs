//! An archive leads a restore from its backup to the last signed checkpoint, or is refused.

use db::testing::{Fresh, both, fresh};
use domain::Command;
use domain::bench::{Command as Bench, Filing, Person};
use domain::province::Purpose;

use super::*;
use crate::app::Source;
use crate::backup::{backup, restore};
use crate::house::{Founding, House, Place, tell_all};
use crate::verify::Verification;

const NAME: &str = "Zyxwvu Tên Không Ai Có";

fn place(fresh: &Fresh) -> Place {
    Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() }
}

fn found(fresh: &Fresh) -> House {
    let founding = Founding {
        purpose: Purpose::Bench,
        origin: "example.com/archive".to_owned(),
        administrators: Vec::new(),
    };
    let options = db::Options::default();
    House::found(place(fresh), Source::real(), &options, &founding).expect("it is founded")
}

fn file(house: &House, keys: &[&str]) {
    let command = |key: &&str| {
        let filing = Filing {
            key: (*key).to_owned(),
            office: "SNV".to_owned(),
            procedure: "1.000001".to_owned(),
            limit_days: 5,
            number: 0,
            due: LawTime(0),
            components: Vec::new(),
        };
        let person =
            Person { name: NAME.to_owned(), address: String::new(), answers: "{}".to_owned() };
        Command::Bench(Bench::File { filing, person })
    };
    let told = house.with_door(|door| tell_all(door, keys.iter().map(command)).map(drop));
    told.expect("they are filed");
}

fn erase(house: &House, key: &str) {
    let (stream, ground) = (domain::bench::stream(key), "retention".to_owned());
    let command = Command::ErasePersonal { stream, ground };
    house.with_door(|door| tell_all(door, [command]).map(drop)).expect("it is erased");
}

/// A house with a backup of its beginning and an archive of all of it.
struct Kept {
    house: House,
    archive: Archive,
    backup: PathBuf,
    fresh: Fresh,
}

fn kept(fresh: Fresh) -> Kept {
    let house = found(&fresh);
    file(&house, &["one", "two"]);
    let folder = fresh.directory.path();
    let archive = folder.join("archive").display().to_string();
    let archive = Archive::open(&archive, "example.com/archive").expect("it opens");
    archive.step(&house.db, &folder.join("erased")).expect("it ships");
    let backup_file = folder.join("backup");
    backup(&house.db, &backup_file, &mut |_| {}).expect("it is backed up");
    file(&house, &["three", "four"]);
    archive.step(&house.db, &folder.join("erased")).expect("it ships");
    Kept { house, archive, backup: backup_file, fresh }
}

fn keys(house: &House) -> Vec<VerifierKey> {
    let keys = house.province().expect("a province").log_keys;
    keys.iter().map(|key| key.parse().expect("a key")).collect()
}

fn findings(db: &Db, log_keys: Vec<VerifierKey>, scratch: &Path) -> Vec<String> {
    fs::create_dir_all(scratch).expect("a folder");
    let verification = Verification { db, log_keys, against: None, scratch };
    let report = verification.run(&mut |_| {}).expect("it runs");
    report.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_restore_rolls_forward_to_the_last_signed_checkpoint() {
    for (fresh, new) in both().into_iter().zip(both()) {
        let kept = kept(fresh);
        let db = restore(&kept.backup, &new.location, &mut |_| {}).expect("it is restored");
        assert_eq!(db.read_now(Head::read).expect("a head").size, 3);
        let keys = keys(&kept.house);
        assert_eq!(kept.archive.roll_forward(&db, &keys).expect("it rolls forward"), 2);
        let (ours, theirs) = (db.read_now(Head::read), kept.house.head());
        let (ours, theirs) = (ours.expect("a head"), theirs.expect("a head"));
        assert_eq!((ours.size, ours.root, &ours.checkpoint), (5, theirs.root, &theirs.checkpoint));
        assert_eq!(findings(&db, keys, &new.directory.path().join("scratch")), [""; 0]);
    }
}

#[test]
fn an_erasure_reaches_the_archive() {
    let kept = kept(fresh(db::Engine::Sqlite));
    let folder = kept.fresh.directory.path();
    let holds = |name: &str| {
        let segments = kept.archive.segments().expect("segments");
        let texts = segments.iter().map(|(from, to)| {
            fs::read_to_string(folder.join("archive").join(super::name(*from, *to))).expect("text")
        });
        texts.map(|text| text.matches(name).count()).sum::<usize>()
    };
    assert_eq!(holds(NAME), 4);
    erase(&kept.house, "one");
    kept.archive.step(&kept.house.db, &folder.join("erased")).expect("it ships");
    assert_eq!(holds(NAME), 3, "the erased name is gone, the others stay");
    erase(&kept.house, "three");
    kept.archive.step(&kept.house.db, &folder.join("erased")).expect("it ships");
    assert_eq!(holds(NAME), 2);
    let new = fresh(db::Engine::Sqlite);
    let db = restore(&kept.backup, &new.location, &mut |_| {}).expect("it is restored");
    let rolled = kept.archive.roll_forward(&db, &keys(&kept.house));
    assert_eq!(rolled.expect("a rewritten archive still leads to the root"), 4);
}

#[test]
fn a_changed_cut_or_foreign_archive_is_refused_and_changes_nothing() {
    let kept = kept(fresh(db::Engine::Sqlite));
    let new = fresh(db::Engine::Sqlite);
    let db = restore(&kept.backup, &new.location, &mut |_| {}).expect("it is restored");
    let path = kept.fresh.directory.path().join("archive").join(name(3, 5));
    let whole = fs::read_to_string(&path).expect("a segment");
    let changed = whole.replacen("\\\"office\\\":\\\"SNV\\\"", "\\\"office\\\":\\\"STP\\\"", 1);
    assert_ne!(changed, whole);
    let lines: Vec<&str> = whole.lines().collect();
    let swapped = [lines[0], lines[2], lines[1]].join("\n");
    let cut = lines[..2].join("\n");
    let foreign = whole.replace("example.com/archive", "example.com/other");
    for (text, why) in [
        (changed.as_str(), "does not lead"),
        (&swapped, "position 3 is missing"),
        (&cut, "cut off at position 4"),
        (&foreign, "no segment of this log"),
        (&whole[..whole.len() - 9], "position 4 is damaged"),
    ] {
        fs::write(&path, text).expect("it is written");
        let refused = kept.archive.roll_forward(&db, &keys(&kept.house)).expect_err(why);
        assert!(refused.to_string().contains(why), "{refused}");
        assert_eq!(db.read_now(Head::read).expect("a head").size, 3, "nothing changed");
    }
    fs::remove_file(kept.fresh.directory.path().join("archive").join(name(0, 3))).expect("it goes");
    let gap = kept.archive.roll_forward(&db, &keys(&kept.house)).expect_err("a gap");
    assert!(gap.to_string().contains("positions 0 to 3 are missing"), "{gap}");
    assert!(Archive::open("s3://bucket", "x").is_err());
}

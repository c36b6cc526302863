//! Jobs are done once the commit that asked for them is durable, and erased bytes are gone.

use db::Options;
use db::testing::{Fresh, both};
use domain::bench::{Command as Bench, Filing, Person};
use domain::event::Actor;
use domain::province::Purpose;
use domain::{Command, LawTime, MachineTime};

use super::*;
use crate::app::Source;
use crate::commit::{BATCH_MAX, Request};
use crate::house::{Founding, House, Place};

/// A name that stands nowhere else.
const NAME: &str = "Zyxwvu Tên Không Ai Có";

fn found(fresh: &Fresh) -> House {
    let place = Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
    let founding = Founding {
        purpose: Purpose::Bench,
        origin: "example.com/jobs".to_owned(),
        administrators: Vec::new(),
    };
    House::found(place, Source::real(), &Options::default(), &founding).expect("it is founded")
}

fn tell(door: &Door, command: Command) {
    let request = Request { actor: Actor::system(), command, key: None };
    door.commit_now(request).expect("it is taken");
}

fn file(door: &Door) {
    let filing = Filing {
        key: "one".to_owned(),
        office: "SNV".to_owned(),
        procedure: "1.000001".to_owned(),
        limit_days: 5,
        number: 0,
        due: LawTime(0),
        components: Vec::new(),
    };
    let person = Person {
        name: NAME.to_owned(),
        address: "Xã Quảng Khê".to_owned(),
        answers: "{}".to_owned(),
    };
    tell(door, Command::Bench(Bench::File { filing, person }));
}

fn erase(door: &Door) {
    let (stream, ground) = (domain::bench::stream("one"), "retention".to_owned());
    tell(door, Command::ErasePersonal { stream, ground });
}

/// Whether any file of the folder holds the name, written or folded.
#[expect(clippy::disallowed_methods, reason = "the test looks for bytes in files")]
fn is_anywhere(folder: &std::path::Path) -> bool {
    let folded = "zyxwvu";
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return is_anywhere(&path);
        }
        let bytes = std::fs::read(&path).expect("it is read");
        let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        has(NAME) || has(folded)
    })
}

#[test]
fn erased_bytes_are_nowhere_once_the_wipe_is_done() {
    for fresh in both() {
        let house = found(&fresh);
        let (door, thread) = house.door(BATCH_MAX).expect("the door opens");
        file(&door);
        let folder = fresh.directory.path();
        let on_disk = house.db.engine() == db::Engine::Sqlite;
        assert_eq!(is_anywhere(folder), on_disk, "the name was written");
        erase(&door);
        let now = house.source.machine();
        assert_eq!(work(&door, now).expect("jobs run"), 1, "the erasure asked for a wipe");
        assert_eq!(work(&door, now).expect("jobs run"), 0, "and it is done once");
        assert!(!is_anywhere(folder), "the erased name is still in a file");
        drop(door);
        thread.join().expect("it ends");
    }
}

#[test]
fn a_failed_job_is_put_off_and_a_claimed_one_left_alone() {
    for fresh in both() {
        let house = found(&fresh);
        let (door, thread) = house.door(BATCH_MAX).expect("the door opens");
        file(&door);
        erase(&door);
        let now = house.source.machine();
        let claimed = door.work_now(move |tx| claim(tx, now)).expect("it claims");
        assert_eq!(claimed.len(), 1);
        assert_eq!(door.work_now(move |tx| claim(tx, now)).expect("it claims"), []);
        let job = claimed[0].clone();
        let failure = Error::Damaged("on purpose".to_owned());
        door.work_now(move |tx| settle(tx, &job, Some(failure), now)).expect("it is put off");
        assert_eq!(door.work_now(move |tx| claim(tx, now)).expect("it claims"), []);
        let later = MachineTime(now.0 + PAUSE_US + 1);
        let again = door.work_now(move |tx| claim(tx, later)).expect("it claims");
        assert_eq!((again.len(), again[0].attempts, again[0].id), (1, 1, claimed[0].id));
        drop(door);
        thread.join().expect("it ends");
    }
}

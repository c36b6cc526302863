//! A hundred persons with dossiers and files are erased: what the law keeps no longer goes with
//! them, the rest when its day comes, and nothing before what is open is finished.

use std::path::Path;

use db::{Engine, Sql};
use domain::account::{self, Act, Kind};
use domain::dossier::{self, Act as Step, Words};
use domain::event::Actor;
use domain::reading::{self, Emergency, Verdict};
use domain::{Command, MachineTime, Refusal, StreamId};
use server::account::erase::{Records, follow, gather};
use server::attachment::receive::whole;
use server::attachment::tidy;
use server::backup::KEPT;
use server::commit::{Error, Request};
use server::dossier::{kept, read::one};
use server::jobs;
use server::rebuild::{DERIVED, rebuild};

use super::dossiers::{Api, DESK, WARD, marriage, read};
use super::town::Town;
use crate::ground::Ground;

const PERSONS: usize = 100;
const DAY_MINUTES: i64 = 24 * 60;
/// How long dossiers are kept here after they were over, in days.
const KEPT_DAYS: i32 = 30;

static DOSSIERS: Sql = Sql("SELECT count(*) FROM dossier");
static APPLICANTS: Sql = Sql("SELECT count(*) FROM dossier_person");

/// A text of one person that nothing else holds, of letters alone: it is a name. The end of it stays
/// whole even where an index keeps only what differs from the word before.
fn mark(n: usize) -> String {
    let letters: String = format!("{n:03}").bytes().map(|digit| char::from(digit + 49)).collect();
    format!("r{letters}quy{letters}x")
}

fn number(n: usize) -> String {
    format!("099195{:06}", n + 1000)
}

fn actor(town: &Town, name: &str, office: &str) -> Actor {
    Actor { id: town.accounts[name].to_string(), office: office.to_owned() }
}

/// A dossier of a person, taken in at the desk, so that it names no account. It has a file, a private
/// note, and a broken glass that was judged. Answers the code.
fn live(town: &Town, desk: &Api<'_>, n: usize) -> String {
    let mark = mark(n);
    let bytes = axum::body::Body::from(format!("%PDF-1.7\n{mark}\n%%EOF\n")).into_data_stream();
    let (account, name) = (desk.account(), format!("{mark}.pdf"));
    let file = town.wait(whole(&town.site().0, &account, &name, None, bytes)).expect("it is kept");
    let mut wish = marriage();
    wish["applicant"]["name"] = format!("Nguyễn Văn {mark}").into();
    wish["applicant"]["identity"]["number"] = number(n).into();
    wish["applicant"]["address"]["text"] = format!("thôn {mark}").into();
    wish["components"][0]["attachment"] = file.id.into();
    let filed = desk.post("/api/v1/dossiers", &wish, None);
    assert_eq!(filed.status, 201, "{}", filed.body);
    let code = read(&filed)["code"].as_str().expect("a code").to_owned();
    let found = code.clone();
    let dossier = town.site().0.house().db.read_now(move |tx| one(tx, &found));
    let dossier = dossier.expect("it reads").expect("it is there");
    let (door, source) = town.insides();
    let (writer, note, now) = (account, format!("Gọi {mark}"), source.law());
    door.work_now(move |tx| kept::put_note(tx, dossier.id, &writer, &note, now)).expect("kept");
    let breaking = reading::Command::Break {
        subject: dossier.stream,
        emergency: Emergency::Absence,
        words: format!("Hồ sơ của {mark} sắp đến hạn."),
        review_by: source.law().date(),
        unjudged: Vec::new(),
        dossiers: Vec::new(),
    };
    let glass = town.tell(&actor(town, "specialist@own", WARD), Command::Reading(breaking));
    let review = reading::Command::Review { glass, verdict: Verdict::Justified };
    town.tell(&actor(town, "data-protection@own", WARD), Command::Reading(review));
    code
}

/// The person takes the dossier back, in words.
fn withdraw(town: &Town, code: &str, n: usize) {
    let command = dossier::Command::Act {
        code: code.to_owned(),
        expected: None,
        act: Step::Withdraw,
        words: Words { text: format!("{} xin rút.", mark(n)), items: Vec::new() },
    };
    town.tell(&actor(town, "clerk@own", DESK), Command::Dossier(command));
}

fn records(town: &Town, account: &StreamId) -> Records {
    let (account, today) = (account.clone(), town.insides().1.law().date());
    let house = town.site().0.house();
    let read = house.db.read_now(move |tx| gather(tx, &account, today, Some(KEPT_DAYS)));
    read.expect("it is gathered")
}

fn erase(town: &Town, n: usize, also: &[StreamId]) -> Result<(), Error> {
    let account = town.accounts[&mark(n)].clone();
    let records = records(town, &account);
    let (door, source) = town.insides();
    let act = Act::Forget {
        ground: "person-asked".to_owned(),
        kept_days: 0,
        dossier_days: Some(KEPT_DAYS),
        records: records.now().iter().chain(also).cloned().collect(),
    };
    let (id, at) = (account.clone(), (source.law(), source.machine()));
    door.work_now(move |tx| follow(tx, &id, &records, at)).expect("it is noted");
    let command = Command::Account(account::Command::On { account, act });
    let actor = actor(town, "data-protection@own", WARD);
    door.commit_now(Request { actor, command, key: None }).map(drop)
}

/// Days pass, and jobs do what is due.
fn pass(town: &Town, days: i64) {
    town.pass_minutes(days * DAY_MINUTES);
    let (door, source) = town.insides();
    door.accept_clock().expect("the door hears it");
    let later = MachineTime(source.machine().0 + days * DAY_MINUTES * 60_000_000);
    while jobs::work(door, later).expect("jobs are claimed") > 0 {}
}

/// Marks of which some bytes are still there, in files and in every row.
fn found(ground: &Ground) -> Vec<usize> {
    let mut bytes = files(ground.fresh.directory.path());
    for (table, columns) in DERIVED.iter().chain(KEPT) {
        bytes.extend(ground.rows(table, columns).join("\n").into_bytes());
    }
    let text = String::from_utf8_lossy(&bytes);
    (0..PERSONS).filter(|n| text.contains(&mark(*n)[4..])).collect()
}

#[expect(clippy::disallowed_methods, reason = "tests look into every file of the house")]
fn files(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        bytes.extend(path.to_string_lossy().into_owned().into_bytes());
        match path.is_dir() {
            true => bytes.extend(files(&path)),
            false => bytes.extend(std::fs::read(&path).expect("a file")),
        }
    }
    bytes
}

#[test]
fn a_hundred_persons_are_erased_with_their_dossiers_and_files() {
    let mut town = Town::new(Engine::Sqlite);
    for n in 0..PERSONS {
        town.open(&mark(n), Kind::Citizen, &[], &number(n));
    }
    let desk = Api::of(&town, DESK, &["clerk"]);
    let codes: Vec<String> = (0..PERSONS).map(|n| live(&town, &desk, n)).collect();
    assert_eq!(found(town.ground()), (0..PERSONS).collect::<Vec<_>>(), "the search finds them");
    let dossiers = town.ground().number(&DOSSIERS);

    let open = erase(&town, 0, &[]);
    assert!(
        matches!(&open, Err(Error::Refused(Refusal::UnderHold(why))) if why == "open-dossier"),
        "{open:?}"
    );
    for (n, code) in codes.iter().enumerate() {
        withdraw(&town, code, n);
    }
    let account = town.accounts[&mark(1)].clone();
    let kept = records(&town, &account).kept;
    let [(stream, Some(until))] = &kept[..] else { panic!("{kept:?}") };
    let early = erase(&town, 1, std::slice::from_ref(stream));
    assert!(matches!(early, Err(Error::Refused(Refusal::Retained(day))) if day == *until));
    erase(&town, 1, &[]).expect("the account goes, and its dossier stays");
    assert_eq!(town.ground().number(&APPLICANTS), dossiers, "the law keeps it");

    pass(&town, i64::from(KEPT_DAYS) + 1);
    assert_eq!(town.ground().number(&APPLICANTS), dossiers - 1, "it went when its day came");
    for n in (0..PERSONS).filter(|n| *n != 1) {
        erase(&town, n, &[]).expect("all of it goes");
    }
    pass(&town, 1);
    tidy::erase(&town.site().0).expect("the bytes of files go");
    assert_eq!(town.ground().number(&APPLICANTS), dossiers - i64::try_from(PERSONS).expect("few"));
    assert_eq!(town.ground().number(&DOSSIERS), dossiers, "every count is what it was");

    let ground = town.close();
    ground.tell([]);
    assert_eq!(found(&ground), Vec::<usize>::new(), "their bytes are nowhere");
    assert_eq!(ground.findings(), []);
    let rows = ground.derived();
    assert_eq!(rows["glass_told"].len(), PERSONS, "who was told of each glass is known for ever");
    let mut writer = ground.house.db.writer().expect("nobody else writes");
    let rebuilt = writer.transaction(|tx| rebuild(&ground.house.db, tx, &mut |_| {}));
    rebuilt.expect("it is rebuilt");
    drop(writer);
    for (table, rebuilt) in ground.derived() {
        assert_eq!(rebuilt, rows[table], "{table}");
    }
    assert_eq!(found(&ground), Vec::<usize>::new(), "nor after a rebuild");
}

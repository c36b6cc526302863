//! Two engines, one house: equal rows, equal answers, and each restores the other's backup.

use std::collections::BTreeMap;

use db::testing::fresh;
use db::{Engine, Sql, Value};
use domain::{Command, day_close, report};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use server::backup::{KEPT, backup, long_reads, restore};
use server::commit::{Door, Error};
use server::house::House;
use server::rebuild::rebuild;

use crate::catalogue::{description, draft, listed, publish, recorded, review};
use crate::commands::{START, ask, ask_keyed, erase, file_of, office, step};
use crate::ground::{ENGINES, Ground, place};
use crate::people;

const OFFICES: [&str; 3] = ["GN", "DL", "CJ"];
const PEOPLE: [&str; 6] =
    ["H'Bia Êban", "Y Thông", "Nguyễn Thị Hương", "Trần Đình Đức", "Vàng A Pủa", "Lò Thị Mỷ"];
const STATES: [&str; 3] = ["taken", "consulted", "decided"];
/// Tables that this run does not fill: a played year does, on both engines (see `simulated`), and
/// glasses broken before dossiers (see `looking`).
const PLAYED: [&str; 9] = [
    "consultation",
    "dossier",
    "dossier_person",
    "dossier_words",
    "fee_receipt",
    "glass_told",
    "hand_over",
    "rating",
    "result_entry",
];
const QUESTIONS: [&str; 9] =
    ["bia", "hương", "huong", "duc", "đức", "pu", "nguyen thi", "bon pi nao", "ghost"];

/// Tells a random but repeatable run of commands, with keys now and then; answers the refusals.
fn live(ground: &Ground, seed: u64, count: usize) -> Vec<String> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut versions: Vec<i64> = Vec::new();
    let mut refusals = Vec::new();
    let told = ground.house.with_door(|door| {
        for n in 0..count {
            let command = command(&mut chance, &versions, n);
            let files = matches!(&command, Command::Bench(domain::bench::Command::File { .. }));
            let moved = match &command {
                Command::Bench(domain::bench::Command::Move { key, .. }) => key.parse().ok(),
                _ => None,
            };
            let request = match chance.random_ratio(1, 4) {
                true => ask_keyed(command, &format!("key-{n}"), &n.to_string()),
                false => ask(command),
            };
            match door.commit_now(request) {
                Ok(_) if files => versions.push(1),
                Ok(_) => {
                    let place: Option<usize> = moved;
                    place
                        .and_then(|place| versions.get_mut(place))
                        .into_iter()
                        .for_each(|v| *v += 1);
                }
                Err(Error::Refused(refusal)) => refusals.push(refusal.key().to_owned()),
                Err(error) => panic!("{error}"),
            }
        }
        days_end(door);
        quarter_ends(door);
        people::day(door);
        Ok(())
    });
    told.expect("the door opens");
    refusals
}

/// Two desks close their day; the words of one are erased.
fn days_end(door: &Door) {
    let day = jiff::civil::date(2019, 12, 16);
    for (code, identifier) in [("QUY1", "H16.91"), ("QUY2", "H16.92")] {
        let close = day_close::Command {
            office: code.to_owned(),
            day,
            expected_vnd: 58_000,
            receipts: 3,
            counted_vnd: 57_000,
            difference: "Trả lại nhầm bà Mận".to_owned(),
        };
        for command in [office(code, "Bộ phận một cửa", &[identifier]), Command::DayClose(close)]
        {
            door.commit_now(ask(command)).expect("it is accepted");
        }
    }
    let (stream, ground) = (day_close::stream("QUY1", day), "retention".to_owned());
    door.commit_now(ask(Command::ErasePersonal { stream, ground })).expect("it is erased");
}

/// A report of a quarter in which nothing was counted is frozen.
fn quarter_ends(door: &Door) {
    let report = report::Report {
        form: report::Form::Handling,
        scope: report::Scope::province(),
        window: report::Period::Quarter(2019, 3).window(),
        by: report::By::Field,
        choices: report::Choices::default(),
        figures: report::Figures::default(),
    };
    let freeze = Command::Report(report::Command { report });
    door.commit_now(ask(freeze)).expect("it is accepted");
}

fn command(chance: &mut StdRng, versions: &[i64], n: usize) -> Command {
    let pick = chance.random_range(0..100);
    let one = chance.random_range(0..versions.len().max(1));
    match pick {
        _ if versions.is_empty() => file_of("0", OFFICES[0], PEOPLE[0]),
        0..50 => {
            let key = versions.len().to_string();
            let office = OFFICES[chance.random_range(0..OFFICES.len())];
            file_of(&key, office, PEOPLE[chance.random_range(0..PEOPLE.len())])
        }
        50..80 => step(&one.to_string(), versions[one], STATES[n % 3]),
        80..86 => step(&one.to_string(), versions[one] + 1, "decided"),
        86..90 => erase(&one.to_string()),
        90..97 => of_catalogue(chance, n),
        _ => {
            let number = chance.random_range(0..6);
            let names = ["Sở Nội vụ", "Sở Y tế", "Sở Công Thương"];
            let identifier = format!("H16.{}", number % 4);
            office(&format!("S{number}"), names[number % 3], &[&identifier])
        }
    }
}

/// Drafts, reviews, publications and national records of a procedure.
fn of_catalogue(chance: &mut StdRng, n: usize) -> Command {
    let code = "1.000001".to_owned();
    let number = chance.random_range(0..3).max(1);
    let (days, month) = (chance.random_range(1..4), chance.random_range(1..13));
    match chance.random_range(0..7) {
        0 | 1 => draft(&code, number, description("Đăng ký khai sinh", days)),
        2 | 3 => review(&code, number),
        4 => publish(&code, number, month),
        5 => listed(&code, &format!("Đăng ký khai sinh {}", n % 2)),
        _ => recorded(&code, description("Đăng ký khai sinh", days)),
    }
}

/// A row as two houses may agree on it: without the names of accounts, which chance drew, and with
/// instants as whole hours since the start, for two engines do not decide in the same microsecond.
fn in_hours(row: &str) -> String {
    let drawn = |part: &str| part.len() == 32 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts = row.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let nameless: String = parts
        .map(|part| match part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()) {
            name if drawn(name) => part.replacen(name, "drawn", 1),
            _ => part.to_owned(),
        })
        .collect();
    let row = nameless.as_str();
    let mut plain = String::new();
    let mut digits = String::new();
    for c in row.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        match digits.parse::<i64>() {
            Ok(instant) if digits.len() == 16 => {
                plain.push_str(&format!("{}h", (instant - START.0).div_euclid(3_600_000_000)));
            }
            _ => plain.push_str(&digits),
        }
        digits.clear();
        plain.push(c);
    }
    plain
}

fn answers(ground: &Ground) -> BTreeMap<&'static str, Vec<String>> {
    QUESTIONS.into_iter().map(|question| (question, ground.found(question))).collect()
}

/// Names of offices that match, by the statement of the register's search.
fn offices(ground: &Ground, question: &str) -> Vec<String> {
    let words = db::Words::new(domain::text::fold(question).split(' '), true);
    let values: Vec<Value> = vec![
        "".into(),
        "".into(),
        "2019-12-16".into(),
        100.into(),
        Value::Words(words.expect("a question has words")),
    ];
    ground.texts(&server::office::store::SEARCH, values)
}

fn assert_equal(
    a: &BTreeMap<&'static str, Vec<String>>,
    b: &BTreeMap<&'static str, Vec<String>>,
    shown: fn(&str) -> String,
) {
    for (table, rows) in a {
        let sorted = |rows: &[String]| {
            let mut rows: Vec<String> = rows.iter().map(|row| shown(row)).collect();
            // Rows whose key chance drew stand in another order.
            rows.sort();
            rows
        };
        let (rows, others) = (sorted(rows), sorted(&b[table]));
        let is_played = PLAYED.contains(table);
        assert!(is_played || !rows.is_empty(), "{table} is empty: the run proves nothing of it");
        for (row, other) in rows.iter().zip(&others) {
            // Each house has a key of its own; its province knows it.
            let keyless = |row: &String| row.split("\"log_keys\"").next().map(str::to_owned);
            assert_eq!(keyless(row), keyless(other), "{table}");
        }
        assert_eq!(rows.len(), others.len(), "{table}");
    }
}

fn as_it_is(row: &str) -> String {
    row.to_owned()
}

#[test]
fn the_same_commands_give_the_same_rows_and_answers_on_both_engines() {
    for seed in [1, 2, 3] {
        let [lite, pg] = ENGINES.map(Ground::in_2019);
        let refusals = [&lite, &pg].map(|ground| live(ground, seed, 250));
        assert_eq!(refusals[0], refusals[1], "seed {seed}");
        assert!(!refusals[0].is_empty(), "some of the run is refused");
        assert_equal(&lite.derived(), &pg.derived(), in_hours);
        let found = answers(&lite);
        assert!(found["huong"].len() > 2 && found["ghost"].is_empty(), "{found:?}");
        assert_eq!(found, answers(&pg), "seed {seed}");
        for question in ["noi vu", "sở", "h16", "y t"] {
            assert_eq!(offices(&lite, question), offices(&pg, question), "{question}");
        }
        assert!(!offices(&lite, "noi vu").is_empty());
        for ground in [lite, pg] {
            assert_eq!(ground.findings(), [], "seed {seed}");
        }
    }
}

fn rebuilt(ground: &Ground) -> u64 {
    let mut writer = ground.house.db.writer().expect("nobody else writes");
    let done = writer.transaction(|tx| rebuild(&ground.house.db, tx, &mut |_| {}));
    done.expect("it is rebuilt")
}

fn kept(ground: &Ground) -> BTreeMap<&'static str, Vec<String>> {
    KEPT.iter().map(|(table, columns)| (*table, ground.rows(table, columns))).collect()
}

#[test]
fn a_rebuild_gives_exactly_the_rows_that_were_there() {
    static EVENTS: Sql = Sql("SELECT count(*) FROM event");
    static SPOIL: [Sql; 5] = [
        Sql("DELETE FROM snapshot WHERE stream LIKE '2019/bench/%'"),
        Sql("UPDATE tally SET n = n + 1"),
        Sql("DELETE FROM claim"),
        Sql("UPDATE counter SET last = 0"),
        Sql("UPDATE bench SET state = 'lost'"),
    ];
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        live(&ground, 4, 250);
        ground.house.make_setup_code().expect("a set-up code");
        let (before, found, working) = (ground.derived(), answers(&ground), kept(&ground));
        for _ in 0..2 {
            assert_eq!(i64::try_from(rebuilt(&ground)), Ok(ground.number(&EVENTS)));
            assert_equal(&before, &ground.derived(), as_it_is);
            assert_eq!(found, answers(&ground), "{engine:?}: the same is found");
            assert_eq!(working, kept(&ground), "{engine:?}: nothing else is touched");
            for sql in &SPOIL {
                ground.meddle(sql, &[]);
            }
        }
        rebuilt(&ground);
        assert_equal(&before, &ground.derived(), as_it_is);
        assert!(!working["idempotency"].is_empty() && !working["setup_code"].is_empty());
        live_on(&ground);
    }
}

/// A house that was rebuilt or restored decides as if nothing had happened.
fn live_on(ground: &Ground) {
    let last: i64 = ground.rows("counter", &["name", "last"])[1]
        .rsplit('|')
        .next()
        .and_then(|last| last.parse().ok())
        .expect("a book has a last number");
    let told = ground.tell([file_of("more", "DL", "Y Thông"), step("more", 1, "taken")]);
    assert_eq!(told[1].events[0].version, 2);
    static NUMBER: Sql = Sql("SELECT number FROM bench WHERE key = 'more'");
    assert_eq!(ground.number(&NUMBER), last + 1, "the book goes on");
    assert_eq!(ground.findings(), []);
}

#[test]
fn a_rebuild_folds_events_that_wait_to_be_sealed() {
    let ground = Ground::in_2019(Engine::Postgres);
    let door = ground.open();
    for command in [file_of("a", "DL", "Y Thông"), step("a", 1, "taken"), erase("a")] {
        door.commit_now(ask(command)).expect("accepted");
    }
    drop(door);
    assert_eq!(ground.rows("pending", &["event"]).len(), 3, "nobody sealed them");
    let before = ground.derived();
    rebuilt(&ground);
    for (table, rows) in ground.derived() {
        assert_eq!(rows, before[table], "{table}");
    }
    assert_eq!(ground.findings(), [], "waiting is no fault");
}

#[test]
fn a_backup_of_one_engine_is_restored_into_the_other() {
    for (from, to) in [(ENGINES[0], ENGINES[1]), (ENGINES[1], ENGINES[0])] {
        let ground = Ground::in_2019(from);
        live(&ground, 5, 200);
        let file = ground.fresh.directory.path().join("backup.sqlite");
        let rows = backup(&ground.house.db, &file, &mut |_| {}).expect("it is backed up");
        assert_eq!(rows, kept(&ground).values().map(|rows| rows.len() as u64).sum::<u64>());
        let other = restored(&ground, &file, to);
        assert_equal(&ground.derived(), &other.derived(), as_it_is);
        assert_eq!(kept(&ground), kept(&other), "{from:?} to {to:?}");
        assert_eq!(answers(&ground), answers(&other));
        assert_eq!(other.findings_with(&ground.log_keys(), None), []);
        live_on(&other);
    }
}

/// The house of a backup on another engine, with the key of the first.
fn restored(ground: &Ground, file: &std::path::Path, to: Engine) -> Ground {
    let fresh = fresh(to);
    restore(file, &fresh.location, &mut |_| {}).expect("it is restored");
    let place = place(&fresh);
    let key = ledger::key::SigningKey::read(&ground.house.key_path()).expect("the key is there");
    let house = House::open(place, ground.house.source.clone(), &long_reads()).expect("it opens");
    make_folder(&house.place.data.join("keys"));
    key.write(&house.key_path()).expect("the key is brought");
    Ground { house, fresh }
}

#[expect(clippy::disallowed_methods, reason = "tests bring keys to restored houses")]
fn make_folder(path: &std::path::Path) {
    std::fs::create_dir_all(path).expect("the folder can be made");
}

#[test]
fn a_backup_is_taken_while_the_house_works() {
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        live(&ground, 6, 60);
        let door = ground.open();
        let file = ground.fresh.directory.path().join("backup.sqlite");
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let working = scope.spawn(|| {
                let mut n = 0;
                while !stop.load(std::sync::atomic::Ordering::SeqCst) || n < 20 {
                    let request = ask(file_of(&format!("live{n}"), "GN", "Y Thông"));
                    door.commit_now(request).expect("accepted");
                    n += 1;
                }
            });
            backup(&ground.house.db, &file, &mut |_| {}).expect("it is backed up");
            stop.store(true, std::sync::atomic::Ordering::SeqCst);
            working.join().expect("work went on");
        });
        let other = restored(&ground, &file, engine);
        assert_eq!(other.findings_with(&ground.log_keys(), None), [], "{engine:?}");
    }
}

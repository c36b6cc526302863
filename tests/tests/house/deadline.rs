//! `motcua due`: the deadline and how it was counted, with and without a house.

#![expect(clippy::disallowed_methods, reason = "these tests change files on purpose")]

use std::path::Path;

use serde_json::Value;

use crate::program::{fail, succeed};

fn province() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong"))
}

fn due(arguments: &[&str]) -> Value {
    let told = succeed(&[&["due", "--json"], arguments].concat());
    serde_json::from_str(&told).expect("a line of JSON")
}

#[test]
fn three_working_days_before_tet_2019_end_after_it() {
    let asked = ["--from", "2019-01-31T09:10", "--limit", "3", "--unit", "working-day"];
    let told = due(&asked);
    assert_eq!((&told["due"], &told["provisional"]), (&"2019-02-12".into(), &false.into()));
    let lines = told["lines"].as_array().expect("lines");
    assert!(lines.iter().any(|line| line.as_str().is_some_and(|it| it.contains("Tết Âm lịch"))));
    let words = succeed(&[&["due"], &asked[..]].concat());
    assert!(words.starts_with("Hạn trả: hết giờ làm việc thứ Ba, 12/02/2019."), "{words}");
    let words = succeed(&[&["due", "--english"], &asked[..]].concat());
    assert!(words.starts_with("Due: by the close of business of Tuesday, 12 February"), "{words}");
    assert!(words.contains("holiday (Lunar New Year), not counted"), "{words}");
}

#[test]
fn every_unit_and_set_of_rules_is_counted() {
    for (arguments, expected) in [
        ("--from 2019-02-01T15:00 --unit same-day", "2019-02-01"),
        ("--from 2019-02-01T15:01 --unit same-day --cutoff-hour 15", "2019-02-11"),
        ("--from 2019-01-31T09:10 --limit 5 --unit calendar-day", "2019-02-11"),
        ("--from 2019-01-31T09:10 --limit 1 --unit month", "2019-02-28"),
        ("--from 2019-01-31T16:00 --limit 2 --unit working-hour", "2019-02-01T08:00:00+07:00"),
        (
            "--from 2019-03-04T09:00 --limit 3 --unit working-day --rules 2015 \
             --supplement 2019-03-05T10:00/2019-03-11T10:00",
            "2019-03-13",
        ),
        (
            "--from 2019-03-04T09:00 --limit 3 --unit working-day --rules 2018 \
             --supplement 2019-03-05T10:00/2019-03-11T10:00",
            "2019-03-14",
        ),
        (
            "--from 2019-03-04T09:10 --limit 3 --unit working-day --precision same-clock-time",
            "2019-03-07T09:10:00+07:00",
        ),
    ] {
        let told = due(&arguments.split_whitespace().collect::<Vec<_>>());
        assert_eq!(told["due"], expected, "{arguments}");
    }
}

#[test]
fn a_year_that_the_calendar_lacks_is_named() {
    let of = |from| fail(&["due", "--from", from, "--limit", "3", "--unit", "working-day"]);
    assert!(of("2015-06-01T08:00").contains("no year 2015"));
    assert!(of("2029-12-31T08:00").contains("no year 2030"));
    let told = due(&["--from", "2027-06-01T08:00", "--limit", "3", "--unit", "working-day"]);
    assert_eq!(told["provisional"], true);
}

#[test]
fn what_cannot_be_asked_is_told_with_what_to_do() {
    for (arguments, expected) in [
        ("--from soon --limit 3 --unit working-day", "write it like 2019-01-31T09:10"),
        ("--from 2019-03-04T09:00 --limit 0.3 --unit working-day", "in steps of 0.25"),
        ("--from 2019-03-04T09:00 --unit working-day", "--limit <AMOUNT>"),
        ("--from 2019-03-04T09:00 --limit 3 --unit week", "working-day, calendar-day"),
        ("--from 2019-03-04T09:00 --limit 3 --unit month --rules 2016", "2015, 2018, 2025"),
        ("--from 2019-03-04T09:00 --limit 3 --unit month --hours night", "office, commune"),
        (
            "--from 2019-03-04T09:00 --limit 3 --unit month \
             --pause 2019-03-01T09:00/2019-03-02T09:00",
            "a pause begins after reception",
        ),
    ] {
        let told =
            fail(&[&["due"], &arguments.split_whitespace().collect::<Vec<_>>()[..]].concat());
        assert!(told.contains(expected), "{arguments}: {told}");
    }
}

#[test]
fn a_declared_calendar_is_one_event_and_moves_what_is_due() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = folder.path().join("province");
    std::fs::create_dir_all(files.join("offices")).expect("a folder");
    for name in ["province.toml", "calendar.toml", "rules.toml"] {
        std::fs::copy(province().join(name), files.join(name)).expect("it is copied");
    }
    let office = "[[office]]\ncode = \"A\"\n[[office.description]]\nfrom = \"2017-01-01\"\n\
                  name = \"A\"\nlevel = \"province\"\nkind = \"committee\"\n";
    std::fs::write(files.join("offices/a.toml"), office).expect("it is written");
    let (province, data) = (files.display().to_string(), folder.path().join("data"));
    let data = data.display().to_string();
    succeed(&["init", "--province", &province, "--data", &data]);
    let asked = ["--from", "2019-03-04T09:00", "--limit", "1", "--unit", "working-day"];
    let own = || due(&[&asked[..], &["--data", &data]].concat())["due"].clone();
    assert_eq!(own(), "2019-03-05");

    let calendar = files.join("calendar.toml");
    let text = std::fs::read_to_string(&calendar).expect("a text");
    let victory = "  { date = \"2019-04-14\", kind = \"holiday\", of = \"hung-kings\" },\n";
    let off = "  { date = \"2019-03-05\", kind = \"compensatory-off\", of = \"swap\" },\n";
    let text = text.replacen(victory, &format!("{off}{victory}"), 1);
    std::fs::write(&calendar, text).expect("it is written");
    let loaded = succeed(&["province", "load", &province, "--data", &data]);
    assert!(loaded.starts_with("1 facts"), "{loaded}");
    assert_eq!(own(), "2019-03-06");
    assert_eq!(due(&asked)["due"], "2019-03-05", "the shipped calendar is as it was");
    let again = succeed(&["province", "load", &province, "--data", &data]);
    assert!(again.starts_with("0 facts"), "what is known is not told again: {again}");
}

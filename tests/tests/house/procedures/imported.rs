//! The national database as it is: its records, its list, and many of them. The files stand
//! beside the checkout; where they are absent these tests say so and prove nothing.

#![expect(clippy::disallowed_methods, reason = "these tests read the national files")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::served::Served;
use super::{decision, events, file, import, publish};
use crate::ground::{ENGINES, Ground};

/// How many records a large import has.
const MANY: usize = 500;

/// Whole records of the national database, and its list.
fn national() -> Option<(Vec<PathBuf>, PathBuf)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/national"));
    let Ok(entries) = fs::read_dir(folder.join("details")) else {
        eprintln!("left out: {} is not there", folder.display());
        return None;
    };
    let mut details: Vec<PathBuf> = entries.map(|it| it.expect("an entry").path()).collect();
    details.sort();
    Some((details, folder.join("catalog.jsonl")))
}

fn read(path: &Path) -> Json {
    serde_json::from_str(&fs::read_to_string(path).expect("it reads")).expect("it is JSON")
}

#[test]
fn every_record_of_the_nation_is_imported_once_and_its_list_beside() {
    let Some((details, list)) = national() else { return };
    let mut catalogues = Vec::new();
    for engine in ENGINES {
        let ground = super::shipped(engine);
        let first = import(&ground, &details);
        assert_eq!((first.new, first.drafts), (66, 66), "{first:?}");
        assert!(first.findings.values().flatten().all(|finding| !finding.place.is_empty()));
        let told = events(&ground);
        assert_eq!(import(&ground, &details).unchanged, 66);
        assert_eq!(events(&ground), told, "the same records tell nothing");
        let listed = import(&ground, std::slice::from_ref(&list));
        assert_eq!(listed.new + listed.changed, 5670, "{listed:?}");
        assert_eq!(import(&ground, std::slice::from_ref(&list)).unchanged, 5670);
        let served = Served::new(&ground);
        let found = served.json("/procedures?q=khai%20sinh&limit=200");
        let items = found["items"].as_array().expect("a list").clone();
        let ours = items.iter().take_while(|item| item["published"] == true).count();
        assert!(ours > 0 && items.len() > ours, "what is published here comes first");
        assert!(items[ours..].iter().all(|item| item["published"] == false));
        drop(served);
        assert_eq!(ground.findings(), []);
        catalogues.push(ground.rows("national", &["code", "listing", "record"]));
    }
    catalogues.iter_mut().for_each(|rows| rows.sort());
    assert!(catalogues[0] == catalogues[1], "both engines hold the same");
}

/// Texts and numbers of a value, those of JSON inside texts as well.
fn leaves(value: &Json, key: &str, all: &mut Vec<(String, String)>) {
    let plain = domain::text::compose;
    match value {
        Json::Object(fields) => fields.iter().for_each(|(key, value)| leaves(value, key, all)),
        Json::Array(items) => items.iter().for_each(|value| leaves(value, key, all)),
        Json::String(text) => {
            if let Ok(inner @ (Json::Object(_) | Json::Array(_) | Json::String(_))) =
                serde_json::from_str(text)
            {
                leaves(&inner, key, all);
            }
            all.push((key.to_owned(), plain(text)));
        }
        Json::Number(number) => all.push((key.to_owned(), number.to_string())),
        Json::Null | Json::Bool(_) => {}
    }
}

/// Keys whose words are told in other words, by kinds, days and levels; and lists of names that
/// the record tells a second time as one text.
const IN_OTHER_WORDS: [&str; 8] = [
    "submissionMethod",
    "processingTimeUnit",
    "type",
    "currencyName",
    "decisionDate",
    "executingAgencies",
    "coordinatingAgencies",
    "delegatedAgencies",
];
/// Keys of the database's own book-keeping.
const BOOK_KEEPING: [&str; 2] = ["createdAt", "updatedAt"];
/// Headings over papers that say what the papers are.
const HEADINGS: [&str; 4] =
    ["giấy tờ phải nộp", "giấy tờ phải xuất trình", "lưu ý", "thành phần hồ sơ"];

fn is_told(key: &str, text: &str, told: &[String], whole: &str) -> bool {
    // Marks around a heading are no part of a case's name.
    let bare = text.trim_matches(['*', '-', '+', ' ', ':']);
    let heading = bare.to_lowercase();
    let is_identifier = key == "id" || key.ends_with("Id") || key.ends_with("Ids");
    is_identifier
        || text.is_empty()
        || IN_OTHER_WORDS.contains(&key)
        || BOOK_KEEPING.contains(&key)
        || (key == "name" && HEADINGS.contains(&heading.as_str()))
        || told.iter().any(|one| one == text)
        || (bare.chars().any(char::is_alphabetic) && whole.contains(bare))
}

#[test]
fn no_word_of_a_record_is_lost_between_the_nation_and_the_interface() {
    let Some((details, _)) = national() else { return };
    let ground = Ground::in_2019(ENGINES[0]);
    import(&ground, &details);
    let records = ground.rows("national", &["code", "record"]);
    let mut published = Vec::new();
    for path in &details {
        let record = read(path)["data"].take();
        let code = record["code"].as_str().expect("a code").trim().to_owned();
        let one = format!("procedures = [{{ code = \"{code}\" }}]");
        if publish(&ground, &decision("Lê Thị Duyệt", "2019-12-10", &one)).is_ok() {
            published.push(code.clone());
        }
        let row = records.iter().find(|row| row.starts_with(&format!("{code}|")));
        let (_, held) = row.and_then(|row| row.split_once('|')).expect("it is held");
        assert_words(&record, &serde_json::from_str(held).expect("it is JSON"), &code);
    }
    assert!(published.len() > 50, "most can be published as they are: {}", published.len());
    let served = Served::new(&ground);
    for code in published {
        let path = details.iter().find(|path| path.ends_with(format!("{code}.json")));
        let record = read(path.expect("its file"))["data"].take();
        let mut answer = served.json(&format!("/procedures/{code}"));
        // The record's decision is the nation's; the answer has the province's.
        let kept = ["type", "decisionNo", "departmentPromulgateName", "procedureProposal"];
        let mut described = record;
        kept.iter().for_each(|key| described[*key] = Json::Null);
        answer["revision"] = json!(null);
        assert_words(&described, &answer, &code);
    }
}

fn assert_words(record: &Json, held: &Json, code: &str) {
    let (mut wanted, mut told) = (Vec::new(), Vec::new());
    leaves(record, "", &mut wanted);
    leaves(held, "", &mut told);
    let told: Vec<String> = told.into_iter().map(|(_, text)| text).collect();
    let whole = told.join("\n");
    let lost: Vec<_> =
        wanted.iter().filter(|(key, text)| !is_told(key, text, &told, &whole)).collect();
    assert!(lost.is_empty(), "{code} lost {lost:?}");
}

/// Seconds of processor time that this process took, of all its threads.
fn processor_seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_A_SECOND
}

#[test]
fn five_hundred_records_are_imported_in_one_go() {
    let Some((details, _)) = national() else { return };
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        let folder = ground.fresh.directory.path().join("many");
        fs::create_dir(&folder).expect("a folder");
        let paths: Vec<PathBuf> = (0..MANY)
            .map(|number| {
                let mut record = read(&details[number % details.len()]);
                record["data"]["code"] = json!(format!("7.{number:06}"));
                file(&folder, &format!("{number}.json"), record.to_string())
            })
            .collect();
        let before = processor_seconds();
        let report = import(&ground, &paths);
        let took = processor_seconds() - before;
        println!("{engine:?}: {MANY} records in {took:.1} s of processor time");
        assert_eq!((report.new, report.drafts), (500, 500));
        assert_eq!(ground.rows("revision", &["code"]).len(), MANY);
    }
}

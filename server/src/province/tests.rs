//! The shipped province reads; every broken file is told with its place.

use std::collections::BTreeMap;
use std::path::Path;

use domain::office::{Command, Office};

use super::files::{ProvinceFiles, read};
use super::write::write;

fn shipped() -> ProvinceFiles {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../province/dak-nong"))
        .expect("the shipped province has no findings")
}

/// The offices that the commands make, told in their order.
fn offices(files: &ProvinceFiles) -> Vec<Office> {
    let mut offices: BTreeMap<String, Office> = BTreeMap::new();
    for command in &files.commands {
        match command {
            Command::Describe { code, description } => {
                let office = offices.entry(code.clone()).or_insert_with(|| Office {
                    code: code.clone(),
                    descriptions: Vec::new(),
                    closing: None,
                });
                office.descriptions.push((**description).clone());
            }
            Command::Close { code, closing } => {
                offices.get_mut(code).expect("it was told").closing = Some(closing.clone());
            }
        }
    }
    offices.into_values().collect()
}

#[test]
fn the_shipped_province_has_the_offices_of_2017() {
    let all = offices(&shipped());
    let count = |level: &str, kind: &str| {
        let first = |office: &&Office| {
            let first = &office.descriptions[0];
            first.level == level && first.kind == kind
        };
        all.iter().filter(first).count()
    };
    assert_eq!(count("province", "committee"), 1);
    assert_eq!(count("province", "department"), 19);
    assert_eq!(count("district", "committee"), 8);
    assert_eq!(count("commune", "committee"), 71);
    assert_eq!(
        [count("province", "desk"), count("district", "desk"), count("commune", "desk")],
        [1, 8, 71]
    );
    let gia_nghia = all.iter().find(|office| office.code == "H660").expect("Gia Nghĩa");
    let names: Vec<&str> =
        gia_nghia.descriptions.iter().map(|description| description.name.as_str()).collect();
    assert_eq!(names, ["Ủy ban nhân dân thị xã Gia Nghĩa", "Ủy ban nhân dân thành phố Gia Nghĩa"]);
}

#[test]
fn what_is_written_reads_as_the_same_province() {
    let files = shipped();
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("export");
    write(&target, &files.terms, &offices(&files), &files.procedures).expect("it is written");
    assert_eq!(read(&target).expect("it reads"), files);
    let again = write(&target, &files.terms, &offices(&files), &files.procedures)
        .expect_err("it is not empty");
    assert!(again.to_string().contains("not empty"), "{again}");
}

const TERMS: &str = r#"name = "Tỉnh"
name_en = "Province"
[[levels]]
id = "province"
name = "Cấp tỉnh"
name_en = "Province"
rank = 1
[[kinds]]
id = "committee"
name = "Ủy ban"
name_en = "Committee"
rank = 1
[[kinds]]
id = "desk"
name = "Một cửa"
name_en = "Desk"
rank = 2
[[schedules]]
id = "office"
[[schedules.seasons]]
from = "01-01"
days = [1]
spans = [["07:00:00", "11:00:00"]]
"#;

const TOP: &str = r#"[[office]]
code = "A"
[[office.description]]
from = "2017-01-01"
name = "A"
level = "province"
kind = "committee"
"#;

const DESK: &str = r#"[[office]]
code = "B"
[[office.description]]
from = "2017-01-01"
name = "B"
level = "province"
kind = "desk"
parent = "A"
"#;

#[expect(clippy::disallowed_methods, reason = "the tests break files")]
fn findings(terms: &str, offices: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("offices")).expect("a folder");
    std::fs::write(folder.path().join("province.toml"), terms).expect("it is written");
    std::fs::write(folder.path().join("offices/o.toml"), offices).expect("it is written");
    let found = read(folder.path()).err().unwrap_or_default();
    let line = |finding: &super::files::Finding| {
        let name = finding.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{name}:{}: {}", finding.line, finding.what)
    };
    found.iter().map(line).collect()
}

#[test]
fn a_sound_province_has_no_findings() {
    assert_eq!(findings(TERMS, format!("{TOP}{DESK}").as_bytes()), [""; 0]);
}

#[test]
fn every_broken_office_is_told_with_its_file_and_line() {
    let both = format!("{TOP}{DESK}");
    let long = "x".repeat(201);
    for (from, to, expected) in [
        ("code = \"B\"", "code = \"A\"", "o.toml:8: office `A` is told at"),
        ("code = \"B\"", "code = \"b\"", "o.toml:8: office `b`: its code must have 1 to 24"),
        (
            "parent = \"A\"",
            "parent = \"X\"",
            "o.toml:8: office `B`: its parent `X` is not in the register",
        ),
        (
            "kind = \"desk\"",
            "kind = \"moon\"",
            "o.toml:8: office `B`: kind `moon` is not in province.toml",
        ),
        (
            "kind = \"desk\"",
            "kind = \"committee\"",
            "o.toml:8: office `B`: its parent `A` does not rank above it",
        ),
        (
            "name = \"B\"",
            &format!("name = \"{long}\""),
            "o.toml:8: office `B`: its name must have 1 to 200",
        ),
        (
            "parent = \"A\"",
            "parent = \"A\"\nhours = \"night\"",
            "o.toml:8: office `B`: schedule `night` is not",
        ),
        (
            "parent = \"A\"",
            "parent = \"A\"\ncolour = 1",
            "o.toml:8: office `B`: unknown key `colour`",
        ),
        ("name = \"B\"\n", "", "missing field `name`"),
        ("name = \"B\"", "name = 5", "o.toml:12: invalid type: integer `5`, expected a string"),
        ("name = \"B\"", "name = \"B", "o.toml:12: "),
        (
            "parent = \"A\"",
            "parent = \"A\"\nidentifiers = [{ scheme = \"qcvn-102-2016\", code = \"H16\" }]",
            "o.toml:8: office `B`: `H16` has not the shape of its scheme",
        ),
        (
            "code = \"B\"",
            "code = \"B\"\nclosed = { on = \"2020-01-01\", successors = [\"Z\"] }",
            "its successor `Z` is not in the register",
        ),
        (
            "parent = \"A\"",
            "parent = \"A\"\n[[office.description]]\nfrom = \"2016-01-01\"\nname = \"B\"\nlevel = \"province\"\nkind = \"desk\"",
            "its descriptions must be in the order of their dates",
        ),
    ] {
        let at = both.rfind(from).expect("it is there");
        let broken = format!("{}{to}{}", &both[..at], &both[at + from.len()..]);
        let found = findings(TERMS, broken.as_bytes());
        assert!(found.iter().any(|finding| finding.contains(expected)), "{expected}: {found:?}");
    }
}

#[test]
fn identifiers_belong_to_one_office_whatever_their_case() {
    let with = |office: &str, code: &str| {
        format!("{office}identifiers = [{{ scheme = \"qd-20-2020\", code = \"{code}\" }}]\n")
    };
    let text = format!("{}{}", with(TOP, "H16.AB"), with(DESK, "H16.ab"));
    let found = findings(TERMS, text.as_bytes());
    assert_eq!(found, ["o.toml:9: identifier `H16.ab` belongs to office `A`"]);
}

#[test]
fn broken_terms_and_encodings_are_told_together_with_the_rest() {
    let offices = format!("{TOP}{DESK}");
    for (from, to, expected) in [
        ("from = \"01-01\"", "from = \"13-01\"", "`13-01` is no month and day"),
        ("days = [1]", "days = [8]", "days are numbers from 1"),
        ("\"11:00:00\"]]", "\"06:00:00\"]]", "closes before it opens"),
        (
            "\"11:00:00\"]]",
            "\"11:00:00\"], [\"10:00:00\", \"12:00:00\"]]",
            "overlaps the one before",
        ),
        ("id = \"desk\"", "id = \"committee\"", "kind `committee` is defined twice"),
        ("rank = 2", "rank = \"low\"", "province.toml:"),
    ] {
        let found = findings(&TERMS.replacen(from, to, 1), offices.as_bytes());
        assert!(found.iter().any(|finding| finding.contains(expected)), "{expected}: {found:?}");
    }
    let latin = [offices.as_bytes(), b"# caf\xe9\n"].concat();
    assert!(findings(TERMS, &latin)[0].starts_with("o.toml:16: the text is not UTF-8"));
    let two =
        offices.replace("parent = \"A\"", "parent = \"X\"").replace("name = \"A\"", "name = \"\"");
    assert_eq!(findings(TERMS, two.as_bytes()).len(), 2, "all findings are told at once");
}

#[test]
fn an_empty_folder_says_what_it_needs() {
    let folder = tempfile::tempdir().expect("a folder");
    let found = read(folder.path()).expect_err("there is nothing");
    assert!(found.iter().any(|finding| finding.what.contains("offices/*.toml")), "{found:?}");
    assert!(found.iter().any(|finding| finding.path.ends_with("province.toml")), "{found:?}");
}

/// A programme of one target, that names these.
fn programme(measure: &str, owner: &str, more: &str) -> String {
    format!(
        r#"[[programmes]]
id = "p"
name = "Chương trình"
decision = "1/QĐ-UBND"
date = "2017-06-16"
agency = "UBND"
from = "2016-01-01"
to = "2020-12-31"
source = "công báo"
[[programmes.objectives]]
number = 1
name = "Một"
[[programmes.objectives.targets]]
id = "standard"
name = "Chuẩn hóa"
measure = "{measure}"
unit = "percent"
threshold = 10000
direction = "at-least"
by = "2020-12-31"
owner = "{owner}"
baseline = {{ not-recorded = "không có số" }}
{more}"#
    )
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the tests break files")]
fn a_programme_that_cannot_be_followed_is_told_with_its_file_and_line() {
    let told = |text: &str| -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("offices")).expect("a folder");
        std::fs::write(folder.path().join("province.toml"), TERMS).expect("it is written");
        std::fs::write(folder.path().join("offices/o.toml"), format!("{TOP}{DESK}"))
            .expect("it is written");
        std::fs::write(folder.path().join("programmes.toml"), text).expect("it is written");
        let found = read(folder.path()).err().unwrap_or_default();
        let line = |finding: &super::files::Finding| {
            let name = finding.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            format!("{name}:{}: {}", finding.line, finding.what)
        };
        found.iter().map(line).collect()
    };
    let known = "procedures-standardised";
    assert_eq!(told(&programme(known, "A", "")), [""; 0]);
    let begins = |told: Vec<String>, expected: &str| {
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
    };
    let at = "programmes.toml:14: target `standard`:";
    begins(told(&programme("moon", "A", "")), &format!("{at} there is no measure `moon`"));
    begins(told(&programme(known, "XX", "")), &format!("{at} there is no office `XX`"));
    begins(told(&programme(known, "A", "colour = 1")), "programmes.toml:");
    let without = programme(known, "A", "").replace("threshold = 10000\n", "");
    let missing = told(&without);
    assert!(missing.len() == 1 && missing[0].contains("missing field `threshold`"), "{missing:?}");
    assert!(missing[0].starts_with("programmes.toml:1"), "{missing:?}");
    let twice = format!("{0}{0}", programme(known, "A", ""));
    begins(told(&twice), "programmes.toml:24: programme `p` is told twice");
}

//! Bad input: said at its place, and nothing half told.

#![expect(clippy::disallowed_methods, reason = "these tests break files on purpose")]

use std::fs;
use std::path::Path;

use db::Engine;
use db::testing::{Fresh, fresh};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use super::{SHIPPED, file, record};
use crate::ground::ENGINES;
use crate::program::{address, fail, succeed};

/// Lines of the national list, the third one replaced.
fn list(third: &str) -> String {
    let line = |n: u32| json!({ "code": format!("1.00000{n}"), "name": "Thử" }).to_string();
    [line(1), line(2), third.to_owned(), line(4)].join("\n")
}

fn changed(pointer: &str, value: Json) -> String {
    let mut record = record("1.000001", 5);
    *record.pointer_mut(pointer).expect("a place") = value;
    record.to_string()
}

#[test]
fn a_bad_file_of_the_national_database_is_told_at_its_place_and_changes_nothing() {
    let step = "/data/executionSteps/0/description";
    let rows: Vec<Json> = vec![json!({ "name": "", "description": "Bước" }); 501];
    let bad: [(&str, Vec<u8>, &str); 11] = [
        ("broken.jsonl", list("{\"code\": ").into(), "broken.jsonl:3: "),
        (
            "twice.jsonl",
            list(r#"{"code":"1.000002","name":"Hai"}"#).into(),
            "twice.jsonl:3: code `1.000002` stands at",
        ),
        (
            "markup.jsonl",
            list(r#"{"code":"1.000003","name":"<script>x</script>"}"#).into(),
            "markup.jsonl:3: `name`",
        ),
        ("shape.jsonl", list(r#"{"code":"1.000003","name":7}"#).into(), "shape.jsonl:3: `name`"),
        ("missing.jsonl", list(r#"{"name":"Thử"}"#).into(), "missing.jsonl:3: `code`"),
        (
            "latin.json",
            b"{\"data\":\n{\"name\": \"Th\xfa t\xfcc\"}}".to_vec(),
            "latin.json:2: the text is not UTF-8",
        ),
        (
            "script.json",
            changed(step, json!("<img src=x onerror=alert(1)>")).into(),
            "script.json:1: `data.executionSteps[0].description`",
        ),
        (
            "kind.json",
            changed("/data/executionMethods/0/submissionMethod", json!("FAX")).into(),
            "kind.json:1: `data.executionMethods[0].submissionMethod`",
        ),
        (
            "many.json",
            changed("/data/executionSteps", rows.into()).into(),
            "many.json:1: `1.000001`, instructions: too-many",
        ),
        ("array.json", b"[]".to_vec(), "array.json:1: "),
        ("empty.json", Vec::new(), "empty.json:"),
    ];
    for engine in ENGINES {
        let house = Small::new(engine);
        let good = file(house.folder.path(), "good.json", record("1.000009", 5).to_string());
        let good = good.display().to_string();
        for (name, bytes, place) in &bad {
            let path = file(house.folder.path(), name, bytes).display().to_string();
            let told = house.fail(&["procedure", "import", &good, &path]);
            assert!(told.contains(place), "{name}: {told}");
            assert!(told.contains("nothing was imported"), "{name}: {told}");
            assert_eq!(house.lint(), "0 revisions, 0 findings", "{name} left something behind");
        }
        let report = house.succeed(&["procedure", "import", &good]);
        let last = report.lines().last();
        assert_eq!(last, Some("1 new, 0 changed, 0 unchanged, 1 with findings"));
        assert_eq!(house.lint().split(',').next(), Some("1 revisions"));
        assert!(house.succeed(&["verify"]).starts_with("All is well"));
    }
}

/// A house of the shipped offices, without a procedure.
struct Small {
    folder: TempDir,
    data: String,
    database: String,
    _fresh: Fresh,
}

impl Small {
    fn new(engine: Engine) -> Small {
        let (folder, fresh) = (tempfile::tempdir().expect("a folder"), fresh(engine));
        let province = folder.path().join("province");
        copy(Path::new(SHIPPED), &province);
        fs::remove_dir_all(province.join("procedures")).expect("it goes");
        fs::remove_file(province.join("guide.toml")).expect("it goes, for it leads to them");
        let data = folder.path().join("data").display().to_string();
        let house = Small { folder, data, database: address(&fresh.location), _fresh: fresh };
        let province = province.display().to_string();
        house.succeed(&["init", "--province", &province, "--origin", "motcua.example/small"]);
        house
    }

    fn at<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        [arguments, &["--data", &self.data, "--database", &self.database]].concat()
    }

    fn succeed(&self, arguments: &[&str]) -> String {
        succeed(&self.at(arguments))
    }

    fn fail(&self, arguments: &[&str]) -> String {
        fail(&self.at(arguments))
    }

    fn lint(&self) -> String {
        let told = self.succeed(&["procedure", "lint"]);
        told.lines().last().unwrap_or_default().to_owned()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("it reads") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy(&from, &to),
            false => drop(fs::copy(&from, &to).expect("it is copied")),
        }
    }
}

/// The line on which a text stands first after another.
fn line_of(text: &str, after: &str, wanted: &str) -> usize {
    let start = text.find(after).expect("it begins");
    let at = start + text[start..].find(wanted).expect("it is there");
    text[..at].matches('\n').count() + 1
}

#[test]
fn a_bad_procedure_file_is_told_by_line_and_rule_and_nothing_is_loaded() {
    const QUESTION: &str = "[[revisions.description.form.questions]]\nid = \"situation\"\n";
    let folder = tempfile::tempdir().expect("a folder");
    let (province, data) = (folder.path().join("p"), folder.path().join("data"));
    copy(Path::new(SHIPPED), &province);
    let path = province.join("procedures/1.001193.toml");
    let good = fs::read_to_string(&path).expect("it reads");
    let [at, data] = [&province, &data].map(|path| path.display().to_string());
    succeed(&["init", "--province", &at, "--data", &data]);
    let circle = format!("{QUESTION}when = \"child_sex == 'male'\"\n");
    let asked_back = "id = \"child_sex\"\nwhen = \"situation == 'usual'\"\n";
    let twice = format!("id = \"{}\"", "child_sex");
    for (rule, text, place) in [
        (
            "circle",
            good.replacen(QUESTION, &circle, 1).replacen("id = \"child_sex\"\n", asked_back, 1),
            "id = \"child_sex\"",
        ),
        ("unfinished", good.replacen("situation = \"usual\"", "situation = \"nobody\"", 1), ""),
        ("twice", good.replacen("id = \"ethnicity\"", &twice, 1), "id = \"child_sex\""),
        (
            "unknown-question",
            good.replacen("when = \"situation == 'usual'\"", "when = \"nobody == 1\"", 1),
            "",
        ),
        (
            "markup",
            good.replacen("vi = \"Giới tính\"", "vi = \"<script>Giới tính\"", 1),
            "id = \"child_sex\"",
        ),
        ("part-missing", good.replacen("channels = [", "channels = []\nx = [", 1), "channels ="),
    ] {
        assert_ne!(text, good, "{rule}: the file is broken");
        fs::write(&path, &text).expect("it is written");
        for verb in ["check", "load"] {
            let arguments: &[&str] = match verb {
                "check" => &["province", "check", &at],
                _ => &["province", "load", &at, "--data", &data],
            };
            let told = fail(arguments);
            let told = told.lines().find(|line| line.contains(rule));
            let told = told.unwrap_or_else(|| panic!("{rule} is not told by {verb}"));
            if !place.is_empty() {
                let line = line_of(&text, "[[revisions]]", place);
                let lines =
                    [line, line.saturating_sub(1)].map(|line| format!("1.001193.toml:{line}:"));
                assert!(lines.iter().any(|line| told.contains(line)), "{rule}, {lines:?}: {told}");
            }
        }
    }
    fs::write(&path, &good).expect("it is written");
    fs::copy(&path, province.join("procedures/zz.toml")).expect("it is copied");
    let told = fail(&["province", "load", &at, "--data", &data]);
    assert!(told.contains("1.001193") && told.contains("zz.toml:"), "a code stands twice: {told}");
    fs::remove_file(province.join("procedures/zz.toml")).expect("it goes");
    let told = succeed(&["province", "load", &at, "--data", &data]);
    assert!(told.starts_with("0 facts"), "nothing of all that was loaded: {told}");
}

#[test]
fn a_bad_decision_file_is_told_by_its_line() {
    let house = Small::new(Engine::Sqlite);
    let text = "number = \"1/QĐ\"\ndate = \"2019-12-01\"\nagency = \"UBND\"\nfrom = \"soon\"\n";
    let path = file(house.folder.path(), "decision.toml", text).display().to_string();
    let told = house.fail(&["procedure", "publish", &path]);
    assert!(told.contains("decision.toml:4:"), "{told}");
}

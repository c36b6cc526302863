//! What the interface answers about the shipped province, on both engines.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::served::Served;
use super::shipped;
use crate::ground::ENGINES;

fn codes(list: &Json) -> Vec<&str> {
    let items = list["items"].as_array().expect("a list").iter();
    items.map(|item| item["code"].as_str().expect("a code")).collect()
}

#[test]
fn what_is_published_is_listed_found_and_told_on_both_engines() {
    let mut answers = Vec::new();
    for engine in ENGINES {
        let ground = shipped(engine);
        let served = Served::new(&ground);
        let all = served.json("/procedures?limit=200");
        assert_eq!((codes(&all).len(), &all["next"]), (17, &Json::Null));
        let mut paged = BTreeSet::new();
        let mut path = "/procedures?limit=5".to_owned();
        let pages = (0..10).take_while(|_| {
            let part = served.json(&path);
            paged.extend(codes(&part).into_iter().map(str::to_owned));
            path = format!("/procedures?limit=5&cursor={}", part["next"].as_str().unwrap_or(""));
            !part["next"].is_null()
        });
        assert_eq!(pages.count(), 3, "seventeen in fives");
        assert_eq!(paged.len(), 17, "no procedure is lost or told twice between pages");
        for question in ["khai%20sinh", "dang%20ky%20khai%20sinh", "KHAI+SINH", "1.001193"] {
            let found = served.json(&format!("/procedures?q={question}"));
            assert_eq!(codes(&found).first(), Some(&"1.001193"), "{question}");
        }
        let field = served.json("/procedures?field=G15-TP07");
        assert!((2..17).contains(&codes(&field).len()), "a field holds some of them");
        let level = served.json("/procedures?level=commune");
        assert!((2..17).contains(&codes(&level).len()), "a level carries out some of them");
        answers.push(vec![
            all,
            served.json("/procedures?q=ho%20khau"),
            served.json("/procedures/1.001193"),
            served.json("/procedures/1.001193?at=2026-12-01"),
            served.json("/procedures/1.001193/diff?from=1&to=2"),
        ]);
        drop(served);
        assert_eq!(ground.findings(), []);
    }
    assert_eq!(answers[0], answers[1], "both engines answer alike");
}

#[test]
fn one_procedure_is_told_as_of_a_day_with_its_history() {
    for engine in ENGINES {
        let ground = shipped(engine);
        let served = Served::new(&ground);
        let now = served.json("/procedures/1.001193");
        for part in ["name", "field", "cases", "components", "limits", "fees", "results"] {
            assert!(!now[part].is_null(), "{part} is told");
        }
        assert!(now["legal_basis"][0]["number"].is_string() && now["steps"][0].is_object());
        assert_eq!((&now["revision"]["number"], &now["in_force"]), (&json!(1), &json!(true)));
        let later = served.json("/procedures/1.001193?at=2026-07-18");
        assert_eq!(later["revision"]["number"], 2, "the second revision is scheduled");
        let eve = served.json("/procedures/1.001193?at=2026-07-17");
        assert_eq!(eve["revision"]["number"], 1);
        let early = served.json("/procedures/1.001193?at=2019-01-14");
        assert_eq!(early["in_force"], false, "before its first day nothing is in force");
        let history = served.json("/procedures/1.001193/revisions");
        let to: Vec<&Json> = history["items"].as_array().expect("a list").iter().collect();
        assert_eq!((to.len(), &to[0]["to"]), (2, &json!("2026-07-17")), "the next one ends it");
        let diff = served.json("/procedures/1.001193/diff?from=1&to=2");
        let changes = diff["changes"].as_array().expect("changes");
        assert!(changes.len() > 3);
        for change in changes {
            assert!(change["text"]["vi"].is_string() && change["text"]["en"].is_string());
        }
        for (path, status) in [
            ("/procedures/9.999999", 404),
            ("/procedures/9.999999/revisions", 404),
            ("/procedures/1.001193/diff?from=1&to=9", 404),
            ("/procedures/1.001193/diff?from=1", 400),
            ("/procedures/1.001193?at=yesterday", 400),
            ("/procedures?limit=201", 400),
            ("/procedures?level=moon", 400),
            ("/procedures?office=moon", 400),
        ] {
            assert_eq!(served.status(path), status, "{path}");
        }
    }
}

/// Whether a form's schema accepts answers; the schema itself is checked on the way.
fn accepts(schema: &Json, answers: &Json) -> bool {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.set_default_draft(boon::Draft::V2020_12);
    compiler.enable_format_assertions();
    compiler.add_resource("http://localhost/form", schema.clone()).expect("it is a resource");
    let index = compiler.compile("http://localhost/form", &mut schemas);
    let index = index.unwrap_or_else(|wrong| panic!("no JSON Schema 2020-12: {wrong:#}"));
    schemas.validate(answers, index).is_ok()
}

#[test]
fn a_form_is_told_as_a_schema_that_takes_its_sample_and_nothing_less() {
    let ground = shipped(ENGINES[0]);
    let served = Served::new(&ground);
    let mut asked = 0;
    let all = served.json("/procedures?limit=200");
    for code in codes(&all) {
        for day in ["2019-12-16", "2026-12-01"] {
            let form = &served.json(&format!("/procedures/{code}?at={day}"))["form"];
            let path = format!("/procedures/{code}/form.schema.json?at={day}");
            if form.is_null() {
                assert_eq!(served.status(&path), 404, "{code} asks nothing");
                continue;
            }
            let schema = served.json(&path);
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            let sample = &form["sample"];
            assert!(accepts(&schema, sample), "{code} of {day} refuses its own sample");
            assert!(!accepts(&schema, &json!({})), "{code}: something is required");
            let mut more = sample.clone();
            more["nobody_asked"] = json!("x");
            assert!(!accepts(&schema, &more), "{code}: nothing else is taken");
            let required = schema["required"][0].as_str().expect("something is required");
            let mut other = sample.clone();
            other[required] = json!([[]]);
            assert!(!accepts(&schema, &other), "{code}: {required} has a shape");
            asked += 1;
        }
    }
    assert!(asked >= 17, "most procedures have a form: {asked}");
}

#[test]
fn loading_the_province_again_tells_nothing() {
    for engine in ENGINES {
        let ground = shipped(engine);
        let before = super::events(&ground);
        assert_eq!(super::load(&ground), 0);
        assert_eq!(super::events(&ground), before);
    }
}

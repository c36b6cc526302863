//! What forms accept, and which forms are accepted.

use serde_json::{Value as Json, json};

use super::{Answers, Flaw, Form, Kind, Question, Wrong, check, schema};

fn answers(json: Json) -> Answers {
    serde_json::from_value(json).expect("an object")
}

fn given() -> Answers {
    answers(json!({ "channel": "online", "case": null }))
}

fn form(json: Json) -> Form {
    serde_json::from_value(json).expect("a form")
}

fn question(kind: &str, more: &Json) -> Question {
    let mut all = json!({ "id": "q", "kind": kind, "label": "?" });
    for (key, value) in more.as_object().expect("an object") {
        all[key] = value.clone();
    }
    serde_json::from_value(all).expect("a question")
}

#[test]
fn every_kind_accepts_its_answers_and_says_what_is_wrong_with_others() {
    let choices = json!({ "choices": [{ "id": "a", "label": "A" }, { "id": "b", "label": "B" }] });
    let person = |name: &str, number: &str| {
        json!({ "name": name, "birth_date": "1990-02-28",
            "identity": { "type": "citizen_id", "number": number } })
    };
    let cases: Vec<(&str, Json, Json, Option<Wrong>)> = vec![
        ("text", json!({}), json!("Y Thông"), None),
        ("text", json!({ "max": 3 }), json!("dài quá"), Some(Wrong::TooMuch(3))),
        ("text", json!({}), json!("a\nb"), Some(Wrong::Shape)),
        ("text", json!({}), json!("a\u{0}b"), Some(Wrong::Shape)),
        ("paragraph", json!({}), json!("a\nb"), None),
        ("number", json!({ "min": 1 }), json!(0), Some(Wrong::TooLittle(1))),
        ("number", json!({}), json!(1.5), Some(Wrong::Shape)),
        ("number", json!({}), json!(7), None),
        ("money", json!({}), json!(75_000), None),
        ("money", json!({}), json!(-1), Some(Wrong::TooLittle(0))),
        ("date", json!({}), json!("2019-02-28"), None),
        ("date", json!({}), json!("2019-02-29"), Some(Wrong::NotADay)),
        ("date", json!({}), json!("28/02/2019"), Some(Wrong::NotADay)),
        ("date", json!({ "min": 1900 }), json!("1899-01-01"), Some(Wrong::TooLittle(1900))),
        ("choice", choices.clone(), json!("a"), None),
        ("choice", choices.clone(), json!("c"), Some(Wrong::NotAChoice)),
        ("choices", choices.clone(), json!(["a", "b"]), None),
        ("choices", choices.clone(), json!(["a", "a"]), Some(Wrong::Shape)),
        ("choices", choices, json!(["x"]), Some(Wrong::NotAChoice)),
        ("yes-no", json!({}), json!(false), None),
        ("yes-no", json!({}), json!("no"), Some(Wrong::Shape)),
        ("person", json!({}), person("H'Bia", "067190012345"), None),
        ("person", json!({}), person("", "067190012345"), Some(Wrong::Part("name"))),
        ("person", json!({}), person("A", "0671"), Some(Wrong::Malformed("citizen-id"))),
        ("person", json!({}), json!({ "name": "A", "age": 3 }), Some(Wrong::Shape)),
        ("organisation", json!({}), json!({ "name": "A", "tax_code": "0100109106" }), None),
        (
            "organisation",
            json!({}),
            json!({ "name": "A", "tax_code": "0100109107" }),
            Some(Wrong::Malformed("tax-code")),
        ),
        ("address", json!({}), json!({ "text": "Bon Bu", "unit_code": "24631" }), None),
        ("address", json!({}), json!({ "text": "Bon Bu", "unit_code": "246" }), None),
        ("address", json!({}), json!({ "unit_code": "24631" }), Some(Wrong::Part("text"))),
        ("identity", json!({}), json!({ "type": "cmnd", "number": "245000111" }), None),
        ("identity", json!({}), json!({ "type": "none" }), None),
        (
            "identity",
            json!({}),
            json!({ "type": "passport", "number": "B12" }),
            Some(Wrong::Malformed("passport")),
        ),
        ("phone", json!({}), json!("0912 345 678"), None),
        ("phone", json!({}), json!("+84 261 3543 999"), None),
        ("phone", json!({}), json!("12345"), Some(Wrong::Malformed("phone"))),
        ("email", json!({}), json!("a@example.vn"), None),
        ("email", json!({}), json!("a@b"), Some(Wrong::Malformed("email"))),
        ("file", json!({}), json!({ "attachment": "x1", "name": "a.pdf" }), None),
        ("file", json!({}), json!({ "name": "a.pdf" }), Some(Wrong::Part("attachment"))),
    ];
    for (kind, more, answer, expected) in &cases {
        let question = question(kind, more);
        let found = question.kind.wrong(&question, answer);
        assert_eq!(found, *expected, "{kind} {more} {answer}");
    }
    for kind in Kind::ALL {
        let tried = cases.iter().any(|(id, ..)| *id == kind.id());
        assert!(tried || kind == Kind::Group, "{} has no case", kind.id());
    }
}

fn family() -> Form {
    form(json!({
        "questions": [
            { "id": "married", "kind": "yes-no", "label": "Kết hôn chưa?" },
            { "id": "spouse", "kind": "person", "label": "Vợ, chồng", "when": "married" },
            { "id": "children", "kind": "group", "label": "Con", "min": 1, "max": 3,
              "optional": true, "questions": [
                { "id": "name", "kind": "text", "label": "Tên" },
                { "id": "born", "kind": "date", "label": "Ngày sinh", "optional": true },
            ] },
        ],
        "sample": { "married": true, "spouse": { "name": "Nguyễn Văn Mẫu" },
            "children": [{ "name": "H'Bia", "born": "2019-12-01" }] },
    }))
}

#[test]
fn answers_are_judged_at_their_place() {
    let form = family();
    assert_eq!(check(&form, &given()), []);
    let places = |answers_json: Json| {
        let found = form.wrongs(&answers(answers_json), &given());
        found.into_iter().map(|at| (at.place, at.wrong.key())).collect::<Vec<_>>()
    };
    assert_eq!(places(json!({})), [("married".into(), "missing")]);
    assert_eq!(places(json!({ "married": true })), [("spouse".into(), "missing")]);
    assert_eq!(
        places(json!({ "married": false, "spouse": { "name": "A" }, "age": 3 })),
        [("age".into(), "unknown"), ("spouse".into(), "not-asked")]
    );
    assert_eq!(
        places(json!({ "married": false, "children": [{}, { "name": "A", "born": "x" }] })),
        [("children[0].name".into(), "missing"), ("children[1].born".into(), "not-a-day")]
    );
    let four = json!([{ "name": "a" }, { "name": "b" }, { "name": "c" }, { "name": "d" }]);
    assert_eq!(
        places(json!({ "married": false, "children": four })),
        [("children".into(), "too-much")]
    );
}

#[test]
fn a_form_that_nobody_can_finish_is_told() {
    let flaws = |json: Json| {
        let faults = check(&form(json), &given());
        faults.into_iter().map(|fault| (fault.question, fault.flaw)).collect::<Vec<_>>()
    };
    let ask = |id: &str, when: Option<&str>| match when {
        Some(when) => json!({ "id": id, "kind": "text", "label": "?", "when": when }),
        None => json!({ "id": id, "kind": "text", "label": "?" }),
    };
    assert_eq!(flaws(json!({ "questions": [] })), [("".into(), Flaw::Empty)]);
    assert_eq!(flaws(json!({ "questions": [ask("a", None)] })), [("".into(), Flaw::NoSample)]);
    assert!(
        flaws(json!({ "questions": [ask("a-b", None)] })).contains(&("a-b".into(), Flaw::BadId))
    );
    let circle =
        flaws(json!({ "questions": [ask("a", Some("b == 'x'")), ask("b", Some("a == 'x'"))] }));
    assert!(circle.iter().any(|(_, flaw)| matches!(flaw, Flaw::Circle(path) if path.len() == 3)));
    assert!(circle.contains(&("a".into(), Flaw::LaterName("b".into()))));
    assert_eq!(
        flaws(json!({ "questions": [ask("a", Some("nobody == 1"))] })),
        [("a".into(), Flaw::UnknownName("nobody".into()))]
    );
    assert!(matches!(
        &flaws(json!({ "questions": [ask("a", Some("1 +"))] }))[..],
        [(_, Flaw::Condition(_))]
    ));
    let bounds = json!({ "id": "n", "kind": "number", "label": "?", "min": 5, "max": 2 });
    assert_eq!(flaws(json!({ "questions": [bounds] })), [("n".into(), Flaw::Bounds(5, 2))]);
    let empty = json!({ "id": "c", "kind": "choice", "label": "?" });
    assert_eq!(flaws(json!({ "questions": [empty] })), [("c".into(), Flaw::NothingToAnswer)]);
    let odd = json!({ "id": "y", "kind": "yes-no", "label": "", "min": 2 });
    assert_eq!(
        flaws(json!({ "questions": [odd] })),
        [("y".into(), Flaw::Setting("min, max")), ("y".into(), Flaw::NoLabel)]
    );
    let unfinished =
        json!({ "questions": [ask("a", None), ask("b", None)], "sample": { "a": "x" } });
    assert_eq!(flaws(unfinished), [("b".into(), Flaw::Sample("b".into(), Wrong::Missing))]);
}

#[test]
fn a_form_is_a_json_schema() {
    let schema = schema(&family(), "/procedures/x/form.schema.json");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["required"], json!(["married"]));
    assert_eq!(schema["properties"]["spouse"]["x-when"], "married");
    assert_eq!(schema["properties"]["children"]["items"]["required"], json!(["name"]));
    assert_eq!(schema["examples"][0]["married"], true);
}

//! A dossier over the interface, from the desk to the applicant's hands, on both engines; and
//! what is refused on the way.

use axum::http::Method;
use db::Engine;
use domain::dossier::{self, Act, Method as Signing, Words};
use domain::event::Actor;
use domain::{Command, StreamId};
use serde_json::{Value as Json, json};
use server::account::integration::{Wanted, issue_now};

use super::town::{Answer, Town};
use crate::ground::ENGINES;

/// The desk of a ward, and the ward itself.
pub(super) const DESK: &str = "MC-X24611";
pub(super) const WARD: &str = "X24611";
/// Marriage registration, which takes days where conditions are verified.
const MARRIAGE: &str = "1.000894";

pub(super) struct Api<'a> {
    town: &'a Town,
    token: String,
    account: StreamId,
}

impl Api<'_> {
    pub(super) fn of<'a>(town: &'a Town, office: &str, roles: &[&str]) -> Api<'a> {
        let (door, source) = town.insides();
        let wanted = Wanted {
            office: office.to_owned(),
            label: format!("Phần mềm {office} {}", roles.join(" ")),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            scopes: Vec::new(),
            days: 1,
        };
        let issued = issue_now(door, source, &wanted).expect("a token");
        Api { town, token: issued.token, account: issued.account }
    }

    /// The account of the program.
    pub(super) fn account(&self) -> StreamId {
        self.account.clone()
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.town.send(&Method::GET, path, &self.token, None, None)
    }

    pub(super) fn post(&self, path: &str, body: &Json, key: Option<&str>) -> Answer {
        self.town.send(&Method::POST, path, &self.token, Some(body), key)
    }

    /// An act that must succeed.
    pub(super) fn act(&self, code: &str, act: &str, body: &Json) -> Json {
        let answer = self.post(&format!("/api/v1/dossiers/{code}/{act}"), body, None);
        assert_eq!(answer.status, 200, "{act}: {}", answer.body);
        read(&answer)
    }

    /// An act that must be refused; answers the problem's type.
    pub(super) fn refused(&self, code: &str, act: &str, body: &Json) -> (u16, String) {
        let answer = self.post(&format!("/api/v1/dossiers/{code}/{act}"), body, None);
        let problem = read(&answer);
        let kind = problem["type"].as_str().unwrap_or_default();
        (answer.status, kind.trim_start_matches("urn:motcua:problem:").to_owned())
    }
}

pub(super) fn read(answer: &Answer) -> Json {
    serde_json::from_str(&answer.body).expect("JSON")
}

/// A complete dossier at the desk.
pub(super) fn marriage() -> Json {
    json!({
        "procedure": MARRIAGE,
        "case": "verify",
        "office": DESK,
        "channel": "counter",
        "applicant": {
            "kind": "person",
            "name": "H'Bia Niê",
            "birth_date": "1995-04-12",
            "identity": { "type": "citizen_id", "number": "099195000017" },
            "address": { "text": "Tổ 3, phường Nghĩa Đức" }
        },
        "components": components(),
        "return_by": "counter"
    })
}

/// Every mandatory paper of the shipped procedure.
pub(super) fn components() -> Json {
    let text = include_str!("../../../../province/dak-nong/procedures/1.000894.toml");
    let file: toml::Value = toml::from_str(text).expect("it reads");
    let description = &file["revisions"][0]["description"];
    let papers = description["components"].as_array().expect("papers");
    let needed =
        papers.iter().filter(|it| it.get("mandatory").and_then(toml::Value::as_bool) == Some(true));
    needed.map(|it| json!({ "id": it["id"].as_str(), "form": "original", "quantity": 1 })).collect()
}

pub(super) fn filed(api: &Api<'_>) -> Json {
    let answer = api.post("/api/v1/dossiers", &marriage(), None);
    assert_eq!(answer.status, 201, "{}", answer.body);
    read(&answer)
}

/// A leader signs here with a second factor, which no program has.
pub(super) fn sign(town: &Town, code: &str) {
    let actor = Actor { id: town.accounts["leader@own"].to_string(), office: WARD.to_owned() };
    let act = Act::Sign { deputy_of: None, method: Signing::Electronic };
    let command = dossier::Command::Act {
        code: code.to_owned(),
        expected: None,
        act,
        words: Words::default(),
    };
    town.tell(&actor, Command::Dossier(command));
}

fn life(engine: Engine) {
    let town = Town::new(engine);
    let clerk = Api::of(&town, DESK, &["clerk", "cashier"]);
    let specialist = Api::of(&town, WARD, &["specialist"]);
    let keeper = Api::of(&town, WARD, &["records-keeper"]);
    let whole = filed(&clerk);
    let code = whole["code"].as_str().expect("a code").to_owned();
    assert_eq!((&whole["national_status"], &whole["state"]), (&json!(2), &json!("received")));
    assert!(code.ends_with("-191216-0001"), "{code}");
    assert_eq!(whole["tracking_secret"].as_str().map(str::len), Some(10));
    assert!(whole["due_at"].as_str().is_some_and(|due| due.starts_with("2019-12-")), "{whole}");
    let deadline = read(&clerk.get(&format!("/api/v1/dossiers/{code}/deadline")));
    assert!(deadline["lines"].as_array().is_some_and(|lines| lines.len() > 2), "{deadline}");

    let stale = clerk.refused(&code, "forward", &json!({ "sets": 1, "expected_version": 9 }));
    assert_eq!(stale, (409, "version-moved-on".to_owned()));
    let forwarded = clerk.act(&code, "forward", &json!({ "sets": 1, "expected_version": 1 }));
    assert_eq!(forwarded["national_status"], 4);
    let gone = clerk.refused(&code, "forward", &json!({ "sets": 1 }));
    assert_eq!(gone, (403, "denied-relation".to_owned()), "it is on its way");
    assert_eq!(
        specialist.refused(&code, "acknowledge", &json!({ "sets": 2 })),
        (422, "dossier-sets-differ".to_owned())
    );
    specialist.act(&code, "take", &json!({}));
    let asked = json!({ "items": [{ "component": null, "reason": "other", "text": "Ảnh mờ" }] });
    assert_eq!(specialist.act(&code, "request-supplement", &asked)["national_status"], 5);
    town.pass_minutes(5);
    clerk.act(&code, "complete-supplement", &json!({}));
    assert_eq!(
        specialist.refused(&code, "request-supplement", &asked),
        (422, "dossier-asked-before".to_owned())
    );
    let proposal = json!({ "outcome": "granted", "office": WARD, "text": "Đủ điều kiện" });
    specialist.act(&code, "propose", &proposal);
    sign(&town, &code);
    let numbered = keeper.act(&code, "number", &json!({}));
    assert_eq!(numbered["number"], "1");
    let release = format!("/api/v1/dossiers/{code}/release");
    for _ in 0..2 {
        // The first time takes it out of the keeper's hands; the same key is answered all the same.
        let released = keeper.post(&release, &json!({}), Some("release"));
        assert_eq!((released.status, &read(&released)["national_status"]), (200, &json!(9)));
    }
    let other = keeper.post(&release, &json!({ "text": "x" }), Some("release"));
    assert_eq!(other.status, 422, "the key was another request's");
    assert_eq!(keeper.refused(&code, "release", &json!({})).0, 403);
    let handout = json!({ "proof": "signed" });
    assert_eq!(clerk.refused(&code, "return-result", &handout), (422, "dossier-owed".to_owned()));
    let book = json!({ "form": "01BLP", "series": "AA-19P" });
    let paid = json!({ "amount_vnd": 8000, "means": "cash", "receipt": book });
    assert_eq!(clerk.act(&code, "record-payment", &paid)["receipt"]["number"], 1);
    let returned = clerk.act(&code, "return-result", &handout);
    assert_eq!(
        (&returned["national_status"], &returned["state"]),
        (&json!(10), &json!("returned"))
    );
    let events = read(&clerk.get(&format!("/api/v1/dossiers/{code}/events")));
    assert_eq!(events["items"].as_array().map(Vec::len), Some(11), "{events}");
    let second = filed(&clerk);
    assert!(second["code"].as_str().is_some_and(|code| code.ends_with("-191216-0002")));
    let ground = town.close();
    assert_eq!(ground.findings(), Vec::new(), "what was told is what is there");
}

#[test]
fn a_dossier_goes_from_the_desk_to_the_hands_of_its_applicant() {
    for engine in ENGINES {
        life(engine);
    }
}

#[test]
fn every_wrong_field_is_told_at_its_place_and_a_key_does_its_work_once() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let mut wrong = marriage();
    wrong["applicant"]["name"] = "".into();
    wrong["applicant"]["identity"]["number"] = "12".into();
    wrong["components"] = json!([{ "id": "no-such", "form": "original", "quantity": 1 }]);
    let answer = clerk.post("/api/v1/dossiers", &wrong, None);
    assert_eq!(answer.status, 422, "{}", answer.body);
    let problem = read(&answer);
    let places: Vec<&str> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|at| at["place"].as_str())
        .collect();
    for place in ["applicant.name", "applicant.identity", "components[no-such]"] {
        assert!(places.contains(&place), "{place} in {places:?}");
    }
    let first = clerk.post("/api/v1/dossiers", &marriage(), Some("k1"));
    let again = clerk.post("/api/v1/dossiers", &marriage(), Some("k1"));
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(read(&first)["code"], read(&again)["code"]);
    let mut other = marriage();
    other["sets"] = 2.into();
    assert_eq!(clerk.post("/api/v1/dossiers", &other, Some("k1")).status, 422);
}

#[test]
fn another_wards_desk_neither_sees_nor_touches_a_dossier() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let other = Api::of(&town, "MC-X24612", &["clerk"]);
    let code = filed(&clerk)["code"].as_str().expect("a code").to_owned();
    let path = format!("/api/v1/dossiers/{code}");
    assert_eq!(clerk.get(&path).status, 200);
    assert_eq!(other.get(&path).status, 403);
    assert_eq!(other.refused(&code, "forward", &json!({})).0, 403);
    let found = read(&other.get("/api/v1/dossiers?q=Bia"));
    assert_eq!(found["items"], json!([]), "nor is it found by a name");
    let found = read(&clerk.get("/api/v1/dossiers?q=bia"));
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");
}

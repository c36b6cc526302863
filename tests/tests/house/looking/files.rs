//! Files of dossiers: named by whoever sent them, shown with the dossier, gone with it.

use db::{Engine, Sql};
use domain::account::Kind;
use domain::dossier::{self, Act, Words};
use domain::event::Actor;
use domain::{Command, StreamId};
use serde_json::{Value as Json, json};
use server::attachment::receive::whole;
use server::rebuild::rebuild;

use super::dossiers::{Api, DESK, WARD, marriage, read, sign};
use super::town::Town;
use crate::ground::ENGINES;

const FILE: &str = "%PDF-1.7\nmarriage\n%%EOF\n";

static RECORDS: Sql = Sql("SELECT count(*) FROM attachment WHERE record IS NOT NULL");
static ERASED: Sql =
    Sql("SELECT count(*) FROM attachment WHERE record IS NOT NULL AND state = 'erased'");

static ROW: Sql = Sql("INSERT INTO attachment (id, owner, state, size, name, uploaded_at)
    VALUES ($1, $2, $3, 5, 'a.pdf', 1)");

/// A file that an account sent; answers its identifier.
fn send(town: &Town, owner: &StreamId) -> String {
    let body = axum::body::Body::from(FILE).into_data_stream();
    let sent = town.wait(whole(&town.site().0, owner, "Tờ khai.pdf", None, body));
    sent.expect("it is kept").id
}

fn with(id: &str) -> Json {
    let mut dossier = marriage();
    dossier["components"][0]["attachment"] = id.into();
    dossier
}

/// The stream of a dossier.
fn stream(town: &Town, code: &str) -> StreamId {
    let (site, code) = (&town.site().0, code.to_owned());
    let found = site.house().db.read(move |tx| server::dossier::read::one(tx, &code));
    town.wait(found).expect("it reads").expect("it is there").stream
}

fn life(engine: Engine) {
    let mut town = Town::new(engine);
    town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let program = clerk.account();
    let id = send(&town, &program);
    let answer = clerk.post("/api/v1/dossiers", &with(&id), Some("k1"));
    assert_eq!(answer.status, 201, "{}", answer.body);
    let whole = read(&answer);
    let code = whole["code"].as_str().expect("a code").to_owned();
    let paper = &whole["components"][0];
    assert_eq!(paper["attachment"], id.as_str());
    assert_eq!(
        (&paper["file"]["size"], &paper["file"]["kind"]),
        (&json!(FILE.len()), &json!("application/pdf"))
    );
    assert_eq!(paper["file"]["sha256"].as_str().map(str::len), Some(64));
    let again = clerk.post("/api/v1/dossiers", &with(&id), Some("k1"));
    assert_eq!((again.status, &read(&again)["code"]), (201, &whole["code"]), "the same key");

    let second = send(&town, &program);
    let added = json!({ "components": [{ "id": "to-khai", "form": "electronic", "quantity": 1,
        "attachment": second }] });
    clerk.act(&code, "add-paper", &added);
    assert_eq!(town.ground().number(&RECORDS), 2);

    // The program gives it to somebody at the desk, who reads it on pages.
    let act = Act::Reassign(town.accounts["desk"].clone());
    let (expected, words) = (None, Words::default());
    let command = dossier::Command::Act { code: code.clone(), expected, act, words };
    let actor = Actor { id: program.to_string(), office: DESK.to_owned() };
    town.tell(&actor, Command::Dossier(command));
    let page = town.get("desk", &format!("/dossiers/{code}"));
    let path = format!("/dossiers/{code}/files/{id}");
    assert!(page.body.contains(&path) && page.body.contains("Tờ khai.pdf"), "it is shown");
    assert!(page.header("content-security-policy").contains("frame-src 'self'"));
    let shown = town.get("desk", &path);
    assert_eq!((shown.status, shown.body.as_str()), (200, FILE));
    assert_eq!(shown.header("cache-control"), "no-store");
    assert!(shown.header("content-security-policy").contains("frame-ancestors 'self'"));
    for other in ["clerk@sibling", "citizen-own"] {
        assert_eq!(town.get(other, &path).status, 403, "{other}");
    }

    let stream = stream(&town, &code);
    let ground = "retention-ended".to_owned();
    town.tell(&Actor::administrator(), Command::ErasePersonal { stream, ground });
    assert_eq!(town.ground().number(&ERASED), 2, "its files go with it");
    assert_eq!(town.get("desk", &path).status, 404);
    let ground = town.close();
    assert_eq!(ground.findings(), Vec::new());
    let before = ground.number(&RECORDS);
    let mut writer = ground.house.db.writer().expect("nobody else writes");
    let rebuilt = writer.transaction(|tx| rebuild(&ground.house.db, tx, &mut |_| {}));
    rebuilt.expect("it is rebuilt");
    drop(writer);
    assert_eq!((ground.number(&RECORDS), ground.number(&ERASED)), (before, 2));
    assert_eq!(ground.findings(), Vec::new());
}

#[test]
fn a_file_is_named_with_its_paper_shown_with_its_dossier_and_goes_with_it() {
    for engine in ENGINES {
        life(engine);
    }
}

#[test]
fn a_file_of_somebody_else_or_of_another_dossier_is_refused_at_its_place() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let stranger = send(&town, &town.accounts["citizen-own"].clone());
    let mine = send(&town, &clerk.account());
    assert_eq!(clerk.post("/api/v1/dossiers", &with(&mine), None).status, 201);
    let owner = clerk.account();
    for (id, state) in [("half", "uploading"), ("new", "waiting"), ("bad", "refused")] {
        let values = [id.into(), owner.as_str().into(), state.into()];
        let kept = town.insides().0.work_now(move |tx| Ok(tx.execute(&ROW, &values)?));
        kept.expect("it is kept");
    }
    for (id, words) in [
        (stranger.as_str(), "Không có tệp này"),
        (mine.as_str(), "đã thuộc hồ sơ khác"),
        ("half", "chưa gửi xong"),
        ("new", "đang được kiểm tra"),
        ("bad", "đã bị từ chối"),
        ("", "Không có tệp này"),
        ("../../etc/passwd", "Không có tệp này"),
        ("' OR 1=1 --", "Không có tệp này"),
        ("\u{202e}\u{1f600}", "Không có tệp này"),
    ] {
        let mut hostile = with(id);
        // What a caller says that the file is, nobody believes.
        hostile["components"][0]["file"] =
            json!({ "sha256": "0".repeat(64), "size": 1, "kind": "application/pdf" });
        let answer = clerk.post("/api/v1/dossiers", &hostile, None);
        assert_eq!(answer.status, 422, "{id}: {}", answer.body);
        let errors = &read(&answer)["errors"];
        assert_eq!(errors[0]["place"], "components[to-khai].attachment", "{id}");
        let told = errors[0]["detail"].as_str().unwrap_or_default();
        assert!(told.contains(words), "{id}: {told}");
    }
    let code = read(&clerk.post("/api/v1/dossiers", &marriage(), None))["code"]
        .as_str()
        .expect("a code")
        .to_owned();
    let paper = json!({ "id": "to-khai", "form": "electronic", "quantity": 1,
        "attachment": mine });
    let refused = clerk.refused(&code, "add-paper", &json!({ "components": [paper] }));
    assert_eq!(refused, (422, "dossier-fields".to_owned()));
    let elsewhere = town.get("clerk@own", &format!("/dossiers/{code}/files/{mine}"));
    assert_ne!(elsewhere.status, 200, "a file is found with its own dossier alone");
}

#[test]
fn facts_of_a_file_that_nobody_named_are_not_believed() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let mut hostile = marriage();
    hostile["components"][0]["file"] =
        json!({ "sha256": "0".repeat(64), "size": 1, "kind": "application/pdf" });
    let answer = clerk.post("/api/v1/dossiers", &hostile, None);
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(read(&answer)["components"][0]["file"], Json::Null);
}

#[test]
fn the_scan_of_a_result_is_its_keepers_to_attach_and_goes_out_with_it() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let clerk = Api::of(&town, DESK, &["clerk"]);
        let specialist = Api::of(&town, WARD, &["specialist"]);
        let keeper = Api::of(&town, WARD, &["records-keeper"]);
        let code = read(&clerk.post("/api/v1/dossiers", &marriage(), None))["code"]
            .as_str()
            .expect("a code")
            .to_owned();
        let scan = |id: &str| {
            json!({ "components": [{ "id": "scan", "form": "electronic", "quantity": 1,
                "attachment": id }] })
        };
        let id = send(&town, &keeper.account());
        clerk.act(&code, "forward", &json!({ "sets": 1 }));
        specialist.act(&code, "take", &json!({}));
        let proposal = json!({ "outcome": "granted", "office": WARD, "text": "Đủ điều kiện" });
        specialist.act(&code, "propose", &proposal);
        assert_eq!(keeper.refused(&code, "attach-result", &scan(&id)).0, 403, "it is not signed");
        sign(&town, &code);
        let foreign = send(&town, &clerk.account());
        let refused = keeper.refused(&code, "attach-result", &scan(&foreign));
        assert_eq!(refused, (422, "dossier-fields".to_owned()), "somebody else sent it");
        assert_eq!(keeper.refused(&code, "attach-result", &json!({})).0, 422);
        keeper.act(&code, "attach-result", &scan(&id));
        keeper.act(&code, "number", &json!({}));
        keeper.act(&code, "release", &json!({}));
        let path = format!("/dossiers/{code}/files/{id}");
        let page = town.get("leader@own", &format!("/dossiers/{code}"));
        assert!(page.body.contains(&path), "{}", page.status);
        assert_eq!(town.get("leader@own", &path).body, FILE);
        let ground = town.close();
        assert_eq!(ground.findings(), Vec::new());
    }
}

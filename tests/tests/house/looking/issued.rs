//! Whether a result is real: for anybody, without names, and by comparing files.

use axum::http::Method;
use db::Engine;
use domain::account::Kind;
use serde_json::json;

use super::dossiers::{Api, DESK, WARD, filed, read, sign};
use super::town::{Answer, Town};

const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";

fn get(town: &Town, path: &str) -> Answer {
    town.ask(&Method::GET, path, None, "", &[])
}

/// Compares a file with a result, without an account.
fn compare(town: &Town, name: &str, bytes: &[u8]) -> Answer {
    let nobody = (String::new(), String::new());
    town.send_parts(&nobody, &format!("/v/{name}"), &[("file", Some("ket-qua.pdf"), bytes)])
}

/// A dossier that is signed and numbered, with its scan; not released yet.
fn numbered(town: &Town, outcome: &str) -> (String, String) {
    let clerk = Api::of(town, DESK, &["clerk"]);
    let specialist = Api::of(town, WARD, &["specialist"]);
    let whole = filed(&clerk);
    let code = whole["code"].as_str().expect("a code").to_owned();
    let secret = whole["tracking_secret"].as_str().expect("a secret").to_owned();
    clerk.act(&code, "forward", &json!({ "sets": 1 }));
    specialist.act(&code, "take", &json!({}));
    let proposal = json!({ "outcome": outcome, "office": WARD, "text": "Đủ điều kiện" });
    specialist.act(&code, "propose", &proposal);
    sign(town, &code);
    let session = town.sign_in("records-keeper@own").expect("a keeper");
    let sent = town.send_parts(
        &session,
        &format!("/dossiers/{code}/attach-result"),
        &[("file", Some("ket-qua.pdf"), SCAN)],
    );
    assert_eq!(sent.status, 303, "{}", sent.body);
    let keeper = Api::of(town, WARD, &["records-keeper"]);
    keeper.act(&code, "number", &json!({}));
    (code, secret)
}

#[test]
fn a_decision_to_refuse_is_never_shown_as_a_thing_that_was_granted() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk"), (DESK, "cashier")], "");
    let (code, _) = numbered(&town, "rejected");
    Api::of(&town, WARD, &["records-keeper"]).act(&code, "release", &json!({}));
    let page = get(&town, &format!("/v/{code}"));
    assert!(page.status == 200 && page.body.contains("văn bản từ chối"), "{}", page.body);
    assert!(!page.body.contains("do cơ quan cấp"), "{}", page.body);
}

#[test]
fn a_result_is_shown_once_it_was_issued_and_names_nobody() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk"), (DESK, "cashier")], "");
    let (code, secret) = numbered(&town, "granted");
    let keeper = Api::of(&town, WARD, &["records-keeper"]);
    let before = get(&town, &format!("/v/{code}"));
    let never = get(&town, "/v/000.00.99.H16-191216-0099");
    assert_eq!((before.status, never.status), (404, 404));
    // The age of the checkpoint stands below the page and moves.
    let bare = |answer: &Answer, name: &str| {
        let main = answer.body.split("<main").nth(1).and_then(|it| it.split("</main>").next());
        main.expect("a page").replace(name, "X")
    };
    assert_eq!(bare(&before, &code), bare(&never, "000.00.99.H16-191216-0099"));
    keeper.act(&code, "release", &json!({}));
    for name in [code.as_str(), "X24611-2019-1"] {
        let page = get(&town, &format!("/v/{name}"));
        assert!(page.status == 200 && page.body.contains("do cơ quan cấp"), "{}", page.body);
        for personal in ["Bia", "099195000017", "Nguyễn"] {
            assert!(!page.body.contains(personal), "{personal} in {}", page.body);
        }
    }
    let proof = get(&town, &format!("/v/{code}/proof"));
    assert!(matches!(proof.status, 200 | 202), "{}: {}", proof.status, proof.body);
    assert_eq!(get(&town, &format!("/v/{code}/qr")).header("content-type"), "image/svg+xml");
    assert_eq!(get(&town, &format!("/v?name={code}")).header("location"), format!("/v/{code}"));
    for (bytes, says, status) in [
        (SCAN, "Tệp này đúng là bản đã cấp", 200),
        (b"%PDF-1.4 another".as_slice(), "Tệp này khác bản đã cấp", 200),
        (b"".as_slice(), "Chọn một tệp", 422),
    ] {
        let answer = compare(&town, &code, bytes);
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(says), "{says} in {}", answer.body);
    }
    by_slip(&town, &code, &secret);
    let leader = Api::of(&town, WARD, &["leader"]);
    drop(leader);
    assert_eq!(town.ground().rows("attachment", &["id"]).len(), 1, "what was compared is not kept");
}

/// The result is saved by whoever typed the codes of the slip, once nothing is owed.
fn by_slip(town: &Town, code: &str, secret: &str) {
    let track = |fields: &str| town.ask(&Method::POST, "/t", None, fields, &[]);
    let path = format!("/t/{code}/result");
    assert_eq!(get(town, &path).header("location"), "/t", "the codes are asked for");
    let page = track(&format!("code={code}&secret={secret}"));
    let cookies = page.headers.get_all("set-cookie").into_iter();
    let cookie = cookies
        .filter_map(|value| value.to_str().ok())
        .find(|line| line.starts_with("__Host-slip="))
        .and_then(|line| line.split(';').next())
        .expect("the slip is in hand")
        .to_owned();
    let ask = || town.ask(&Method::GET, &path, None, "", &[("cookie", &cookie)]);
    assert_eq!(ask().status, 404, "a fee is owed");
    let clerk = Api::of(town, DESK, &["clerk", "cashier"]);
    let book = json!({ "form": "01BLP", "series": "AA-19P" });
    let paid = json!({ "amount_vnd": 8000, "means": "cash", "receipt": book });
    assert!(
        read(&clerk.post(&format!("/api/v1/dossiers/{code}/record-payment"), &paid, None))
            .is_object()
    );
    let file = ask();
    assert_eq!((file.status, file.body.as_bytes()), (200, SCAN));
    assert!(file.header("content-disposition").starts_with("attachment; "));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("cache-control"), "no-store");
}

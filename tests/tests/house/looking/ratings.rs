//! How an applicant was served is asked once, of the applicant alone, and counted in the commit.

use axum::http::Method;
use db::{Engine, Sql};
use domain::account::Kind;
use serde_json::{Value as Json, json};

use super::dossiers::{Api, DESK, WARD, filed, marriage, read, sign};
use super::town::{Answer, Town};
use crate::ground::ENGINES;

/// Brings a dossier to the applicant's hands.
fn returned(town: &Town, clerk: &Api<'_>, code: &str) {
    let specialist = Api::of(town, WARD, &["specialist"]);
    let keeper = Api::of(town, WARD, &["records-keeper"]);
    clerk.act(code, "forward", &json!({ "sets": 1 }));
    specialist.act(code, "take", &json!({}));
    let proposal = json!({ "outcome": "granted", "office": WARD, "text": "Đủ điều kiện" });
    specialist.act(code, "propose", &proposal);
    sign(town, code);
    keeper.act(code, "number", &json!({}));
    keeper.act(code, "release", &json!({}));
    let book = json!({ "form": "01BLP", "series": "AA-19P" });
    let paid = json!({ "amount_vnd": 8000, "means": "cash", "receipt": book });
    clerk.act(code, "record-payment", &paid);
    clerk.act(code, "return-result", &json!({ "proof": "signed" }));
}

fn text(whole: &Json, name: &str) -> String {
    whole[name].as_str().expect("a text").to_owned()
}

/// Asks without an account, with what the browser keeps.
fn visit(town: &Town, method: &Method, path: &str, fields: &str, cookie: &str) -> Answer {
    let headers = [("cookie", cookie)];
    town.ask(method, path, None, fields, if cookie.is_empty() { &[] } else { &headers })
}

/// What the browser keeps after the codes were typed.
fn cookie(answer: &Answer) -> String {
    let all = answer.headers.get_all("set-cookie").into_iter();
    let mut lines = all.filter_map(|value| value.to_str().ok());
    let line = lines.find(|line| line.starts_with("__Host-slip=")).unwrap_or_default();
    line.split(';').next().unwrap_or_default().to_owned()
}

fn tally(town: &Town, score: u8) -> i64 {
    static N: Sql = Sql("SELECT CAST(coalesce(sum(n), 0) AS bigint) FROM tally
        WHERE measure = $1 AND office = $2 AND subject = '1.000894' AND period LIKE 'M%'");
    let values = [format!("dossier-rated-{score}").into(), DESK.into()];
    let read = move |tx: &mut db::Tx<'_>| tx.row(&N, &values)?.expect("a row").int(0);
    town.ground().house.db.read_now(read).expect("it is read")
}

fn by_slip(engine: Engine) {
    let mut town = Town::new(engine);
    town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
    let clerk = Api::of(&town, DESK, &["clerk", "cashier"]);
    let whole = filed(&clerk);
    let (code, secret) = (text(&whole, "code"), text(&whole, "tracking_secret"));
    let path = format!("/r/{code}");
    let codes = format!("code={code}&secret={secret}");
    let wrong = visit(&town, &Method::POST, &path, &format!("code={code}&secret=AAAAAAAAAA"), "");
    assert_eq!((wrong.status, cookie(&wrong)), (422, String::new()));
    let opened = visit(&town, &Method::POST, &path, &codes, "");
    assert_eq!((opened.status, opened.header("location")), (303, path.as_str()));
    let kept = cookie(&opened);
    let early = visit(&town, &Method::GET, &path, "", &kept);
    assert!(early.body.contains("Chưa đánh giá được"), "{}", early.body);
    returned(&town, &clerk, &code);
    let question = visit(&town, &Method::GET, &path, "", &kept);
    assert!(question.body.contains("Rất không hài lòng"), "{}", question.body);
    assert_eq!(question.header("cache-control"), "no-store");
    let send = |fields: &str, kept: &str| {
        visit(&town, &Method::POST, &format!("{path}/rate"), fields, kept)
    };
    let blank = send("score=&text=Cảm+ơn", &kept);
    assert_eq!(blank.status, 422);
    assert!(blank.body.contains("Cảm ơn</textarea>"), "what was typed stays: {}", blank.body);
    assert_eq!(send("score=5&text=", "").status, 303, "without the codes nothing is rated");
    assert_eq!(tally(&town, 5), 0);
    let thanks = send("score=5&text=Nhanh", &kept);
    assert!(thanks.status == 200 && thanks.body.contains("Cảm ơn ông/bà"), "{}", thanks.body);
    assert_eq!(
        (send("score=1&text=", &kept).status, tally(&town, 5), tally(&town, 1)),
        (409, 1, 0)
    );
    // Who worked on it reads neither the score nor the words there.
    let page = town.get("desk", &format!("/dossiers/{code}")).body;
    assert!(!page.contains("Nhanh") && !page.contains("Đã đánh giá"), "{page}");
    let events = clerk.get(&format!("/api/v1/dossiers/{code}/events")).body;
    assert!(!events.contains("rated"), "{events}");
    let ground = town.close();
    assert_eq!(ground.findings(), Vec::new(), "tallies are what the events say");
}

#[test]
fn whoever_has_the_slip_rates_once_after_the_result() {
    for engine in ENGINES {
        by_slip(engine);
    }
}

#[test]
fn a_code_without_its_secret_tells_nothing_of_a_rating() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk", "cashier"]);
    let code = text(&filed(&clerk), "code");
    let known = visit(&town, &Method::GET, &format!("/r/{code}"), "", "");
    let other = code.replace("0001", "0009");
    let unknown = visit(&town, &Method::GET, &format!("/r/{other}"), "", "");
    assert_eq!((known.status, unknown.status), (200, 200));
    assert_eq!(known.body.replace(&code, "X"), unknown.body.replace(&other, "X"));
    let forged = visit(&town, &Method::GET, &format!("/r/{code}"), "", "__Host-slip=AAAA");
    assert_eq!(forged.body.replace(&code, "X"), known.body.replace(&code, "X"));
}

#[test]
fn the_slip_opens_one_dossier_for_some_minutes() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk", "cashier"]);
    let (first, second) = (filed(&clerk), filed(&clerk));
    let codes = format!("code={}&secret={}", text(&first, "code"), text(&first, "tracking_secret"));
    let kept = cookie(&visit(&town, &Method::POST, "/t", &codes, ""));
    assert!(kept.len() > 20, "{kept}");
    let of = |whole: &Json| {
        let path = format!("/r/{}", text(whole, "code"));
        visit(&town, &Method::GET, &path, "", &kept).body.contains("name=\"secret\"")
    };
    assert!(!of(&first) && of(&second), "another dossier asks for its own secret");
}

#[test]
fn the_interface_takes_a_rating_from_the_account_it_belongs_to_once() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk", "cashier"]);
    let code = text(&filed(&clerk), "code");
    let path = format!("/api/v1/dossiers/{code}/rating");
    let score = json!({ "score": 4 });
    // A clerk's program learns that it has no such dossier.
    assert_eq!(clerk.post(&path, &score, None).status, 404);
    assert_eq!(clerk.post(&path, &json!({ "stars": 4 }), None).status, 400);
}

#[test]
fn the_tablet_at_the_desk_shows_the_question_and_nothing_of_the_clerks() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
    town.open("elsewhere", Kind::Staff, &[("MC-X24612", "clerk")], "");
    let clerk = Api::of(&town, DESK, &["clerk", "cashier"]);
    let answer = clerk.post("/api/v1/dossiers", &marriage(), None);
    let code = text(&read(&answer), "code");
    let path = format!("/counter/rating?code={code}");
    assert_eq!(town.get("desk", &path).status, 409, "nothing was given out yet");
    returned(&town, &clerk, &code);
    assert_eq!(town.get("elsewhere", &path).status, 404);
    let turned = town.get("desk", &path);
    assert!(turned.status == 200 && turned.body.contains("Rất hài lòng"), "{}", turned.body);
    for own in ["/sign-out", "/work", "/counter/returns", "Nguyễn desk"] {
        assert!(!turned.body.contains(own), "{own} in {}", turned.body);
    }
    town.pass_minutes(31);
    let late = town.get("desk", &path);
    assert!(late.status == 409 && late.body.contains("30 phút"), "{}", late.body);
    town.pass_minutes(-31);
    let fields = format!("code={code}&score=2&text=");
    let thanks = town.post("desk", "/counter/rating", &fields);
    assert!(thanks.body.contains("Cảm ơn ông/bà"), "{}", thanks.body);
    assert_eq!(tally(&town, 2), 1);
    static BY: Sql = Sql("SELECT header FROM event WHERE kind = 'dossier-rated'");
    let read = |tx: &mut db::Tx<'_>| {
        Ok::<_, db::Error>(tx.row(&BY, &[])?.expect("told").text(0)?.to_owned())
    };
    let header = town.ground().house.db.read_now(read).expect("read");
    assert!(header.contains("\"applicant\"") && header.contains(DESK), "{header}");
}

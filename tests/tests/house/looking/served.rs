//! What a desk serves wherever it lies, and files that come with the form of an act.

use axum::http::Method;
use db::{Engine, Sql};
use domain::account::Kind;
use serde_json::json;

use super::dossiers::{Api, DESK, WARD, filed, read, sign};
use super::town::{Answer, Town};
use super::work::{Office, hidden, words};
use crate::ground::ENGINES;

/// Of the applicant whom these tests file for.
const NUMBER: &str = "099195000017";
const PDF: &[u8] = b"%PDF-1.7\nresult\n%%EOF\n";
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

static NAMED: Sql = Sql("SELECT count(*) FROM attachment WHERE record IS NOT NULL");

/// A desk, one beside it, and one who only takes money; the dossier lies with the ward's specialist.
fn served(engine: Engine) -> (Office, String) {
    let mut office = Office::new(engine);
    office.town.open("plain", Kind::Staff, &[(DESK, "clerk")], "");
    office.town.open("till", Kind::Staff, &[(DESK, "cashier")], "");
    office.town.open("beside", Kind::Staff, &[("MC-X24612", "clerk")], "");
    let code = office.taken();
    (office, code)
}

fn found(town: &Town, who: &str, wanted: &str) -> Answer {
    town.post(who, "/counter/lookup", &format!("q={wanted}"))
}

#[test]
fn a_desk_finds_what_it_took_in_wherever_it_lies_and_no_other_desk_does() {
    for engine in ENGINES {
        let (office, code) = served(engine);
        let town = &office.town;
        let one = format!("/counter/lookup?code={code}");
        let led = found(town, "desk", &code.to_lowercase());
        assert_eq!((led.status, led.header("location")), (303, one.as_str()));
        let card = format!("{NUMBER}||H'Bia Niê|12041995|Nữ|Tổ 3|15042021").replace('|', "%7C");
        for wanted in [card.as_str(), NUMBER, "h'bia+nie", &code[code.len() - 4..]] {
            let answer = found(town, "desk", wanted);
            assert_eq!(answer.status, 200, "{wanted}: {}", words(&answer.body));
            assert!(answer.body.contains(&code), "{wanted}");
            assert!(!answer.body.contains(NUMBER), "{wanted}: the number stays nowhere");
            assert_eq!(found(town, "beside", wanted).status, 404, "{wanted}");
        }
        let page = town.get("desk", &one);
        assert!(page.body.contains("Nguyễn specialist@own"), "{}", words(&page.body));
        for act in ["/withdraw?from=counter", "/counter/slips/"] {
            assert!(page.body.contains(act), "{act}: {}", words(&page.body));
        }
        assert!(page.body.contains("/record-payment?from=counter"), "who may take money");
        let plain = town.get("plain", &one);
        for act in ["/propose", "/forward", "/take", "/record-payment"] {
            assert!(!plain.body.contains(act), "{act} is nothing for a clerk now");
        }
        for path in [one.as_str(), &format!("/counter/slips/{code}")] {
            assert_eq!(town.get("desk", path).status, 200, "{path}");
            assert_ne!(town.get("beside", path).status, 200, "{path}");
        }
    }
}

#[test]
fn a_desk_takes_in_a_supplement_while_the_dossier_lies_with_the_specialist() {
    let (office, code) = served(Engine::Sqlite);
    let ask = "lack=whole&reason.whole=other&text.whole=Anh+mo&basis=Dieu+10";
    office.done("specialist@own", &code, "request-supplement", ask);
    let page = office.town.get("plain", &format!("/counter/lookup?code={code}"));
    assert!(page.body.contains("/complete-supplement?from=counter"), "{}", words(&page.body));
    let form = format!("/dossiers/{code}/complete-supplement?from=counter");
    let form = office.town.get("plain", &form);
    assert_eq!(hidden(&form.body, "from").as_deref(), Some("counter"));
    let version = hidden(&form.body, "expected_version").expect("a version");
    let fields = format!("expected_version={version}&from=counter");
    let path = format!("/dossiers/{code}/complete-supplement");
    let done = office.town.post("plain", &path, &fields);
    let back = format!("/counter/lookup?code={code}&done=complete-supplement");
    assert_eq!((done.status, done.header("location")), (303, back.as_str()));
    assert_eq!(office.state(&code), "working");
    let told = office.town.get("plain", &back);
    assert!(told.body.contains("role=\"status\""), "{}", words(&told.body));
}

#[test]
fn whoever_takes_money_sees_what_is_owed_and_neither_papers_nor_what_was_written() {
    let (office, code) = served(Engine::Sqlite);
    let town = &office.town;
    let duty = "payee=Kho+bac&notice=12/TB&items[0].name=Le+phi&items[0].amount=75.000";
    office.done("specialist@own", &code, "request-payment", duty);
    let page = town.get("till", &format!("/counter/lookup?code={code}"));
    let is_offered = page.body.contains("/record-payment?from=counter");
    assert!(page.body.contains("Còn phải thu") && is_offered, "{}", words(&page.body));
    assert!(!page.body.contains("/withdraw"), "that is for a clerk");
    let whole = town.get("till", &format!("/dossiers/{code}"));
    assert_eq!(whole.status, 200);
    assert!(!whole.body.contains("Tổ 3") && !page.body.contains("/counter/slips/"), "no address");
    assert_eq!(town.get("till", &format!("/counter/slips/{code}")).status, 404);
    assert!(town.get("plain", &format!("/dossiers/{code}")).body.contains("Tổ 3"));
    let pay = "for=duty&amount=75000&means=cash&book=01BLP+AA-19P";
    office.done("till", &code, "record-payment", pay);
    assert_eq!(office.state(&code), "working", "the clock runs again");
    let draft = "outcome=granted&text=Rieng+tu&office=X24611";
    office.done("specialist@own", &code, "propose", draft);
    let whole = town.get("till", &format!("/dossiers/{code}"));
    assert!(!whole.body.contains("Rieng tu"), "the draft is nothing to a cashier");
    let clerk = town.get("desk", &format!("/dossiers/{code}"));
    assert!(clerk.body.contains("Rieng tu"));
}

/// A signed result that waits for its number.
fn signed(office: &Office) -> String {
    let code = office.proposed();
    sign(&office.town, &code);
    code
}

fn send(office: &Office, who: &str, path: &str, parts: &[Part<'_>]) -> Answer {
    let session = office.town.sign_in(who).expect("a session");
    office.town.send_parts(&session, path, parts)
}

fn count(town: &Town) -> String {
    town.ground().texts(&NAMED, Vec::new()).concat()
}

#[test]
fn the_file_of_a_result_comes_with_its_form_and_what_is_wrong_is_told_at_the_file() {
    let office = Office::new(Engine::Sqlite);
    let (code, keeper) = (signed(&office), "records-keeper@own");
    let path = format!("/dossiers/{code}/attach-result");
    let page = office.town.get(keeper, &format!("/dossiers/{code}"));
    assert!(page.body.contains("/attach-result"), "{}", words(&page.body));
    let form = office.town.get(keeper, &path);
    assert!(form.body.contains("enctype=\"multipart/form-data\"") && form.status == 200);
    let wrong: [&[Part<'_>]; 4] = [
        &[],
        &[("file", Some(""), b"")],
        &[("file", Some("a.exe"), b"MZ\x90\0")],
        &[("file", Some("a.pdf"), b"")],
    ];
    for parts in wrong {
        let refused = send(&office, keeper, &path, parts);
        assert_eq!(refused.status, 422, "{parts:?}");
        let at_place = refused.body.contains("href=\"#q-file\"")
            && refused.body.contains("id=\"q-file-error\"");
        assert!(at_place, "{parts:?}: {}", words(&refused.body));
    }
    let foreign = ("x".to_owned(), "y".to_owned());
    let parts: [Part<'_>; 1] = [("file", Some("kq.pdf"), PDF)];
    let session = office.town.sign_in(keeper).expect("a session");
    let unmarked = office.town.send_parts(&(session.0.clone(), foreign.1), &path, &parts);
    assert_eq!(unmarked.status, 403, "a form of elsewhere keeps no file");
    assert_eq!(count(&office.town), "0");
    // A stale form: the file stays with it, and need not be sent again.
    let stale: [Part<'_>; 2] = [("expected_version", None, b"1"), parts[0]];
    let moved = office.town.send_parts(&session, &path, &stale);
    assert_eq!(moved.status, 422, "{}", words(&moved.body));
    let kept = hidden(&moved.body, "file").expect("the file is kept");
    assert!(moved.body.contains("kq.pdf"), "and named");
    let version = hidden(&moved.body, "expected_version").expect("a version");
    // One that is refused does not take the place of the good one, nor is that attached for it.
    let replaced: [Part<'_>; 3] = [
        ("expected_version", None, version.as_bytes()),
        ("file", None, kept.as_bytes()),
        ("file", Some("a.exe"), b"MZ\x90\0"),
    ];
    let refused = office.town.send_parts(&session, &path, &replaced);
    assert_eq!(refused.status, 422, "{}", words(&refused.body));
    assert!(refused.body.contains("id=\"q-file-error\""), "{}", words(&refused.body));
    assert_eq!(hidden(&refused.body, "file").as_deref(), Some(&*kept));
    assert_eq!(count(&office.town), "0");
    let again: [Part<'_>; 3] = [
        ("expected_version", None, version.as_bytes()),
        ("file", None, kept.as_bytes()),
        ("file", Some(""), b""),
    ];
    let done = office.town.send_parts(&session, &path, &again);
    assert_eq!(done.status, 303, "{}", words(&done.body));
    assert_eq!(count(&office.town), "1");
    let page = office.town.get(keeper, &format!("/dossiers/{code}"));
    let file = format!("/dossiers/{code}/files/{kept}");
    assert!(page.body.contains(&file), "{}", words(&page.body));
    assert_eq!(office.town.get(keeper, &file).status, 200);
    let other = send(&office, "specialist@own", &path, &parts);
    assert_ne!(other.status, 303, "only who keeps the records attaches it");
}

#[test]
fn a_form_with_a_file_sent_twice_does_its_work_once() {
    let office = Office::new(Engine::Sqlite);
    let (code, keeper) = (signed(&office), "records-keeper@own");
    let path = format!("/dossiers/{code}/attach-result");
    let session = office.town.sign_in(keeper).expect("a session");
    let parts: [Part<'_>; 2] = [("key", None, b"one-form"), ("file", Some("kq.pdf"), PDF)];
    for _ in 0..2 {
        let sent = office.town.send_parts(&session, &path, &parts);
        assert_eq!(sent.status, 303, "{}", words(&sent.body));
    }
    assert_eq!(count(&office.town), "1", "one file is named, once");
}

#[test]
fn an_opinion_of_an_agency_outside_the_register_is_entered_from_its_letter() {
    let office = Office::new(Engine::Sqlite);
    let (town, who) = (&office.town, "specialist@own");
    let code = office.taken();
    let path = format!("/dossiers/{code}/record-opinion");
    let ask = "&text=Y+kien%3F&limit=3&unit=working-day&silence=waits";
    office.done(who, &code, "consult", &format!("office=SXD{ask}"));
    let page = town.get(who, &format!("/dossiers/{code}"));
    assert!(!page.body.contains("/record-opinion"), "an office of the register answers itself");
    office.done(who, &code, "consult", &format!("outside=Cong+an+tinh{ask}"));
    let form = town.get(who, &path);
    assert!(form.body.contains("Cong an tinh"), "{}", words(&form.body));
    let asked = hidden(&form.body, "consultation").expect("one question");
    let empty = send(&office, who, &path, &[("consultation", None, asked.as_bytes())]);
    assert_eq!(empty.status, 422);
    for place in ["#q-opinion-1", "#q-document", "#q-date-day", "#q-file"] {
        assert!(empty.body.contains(&format!("href=\"{place}\"")), "{place}");
    }
    let letter = |year: &'static [u8]| -> Vec<Part<'static>> {
        vec![
            ("opinion", None, b"agrees-if"),
            ("text", None, b"Giu nguyen hien trang"),
            ("document", None, b"15/CA-TM"),
            ("date.day", None, b"16"),
            ("date.month", None, b"12"),
            ("date.year", None, year),
            ("file", Some("cv.pdf"), PDF),
        ]
    };
    let mut early = letter(b"2018");
    early.push(("consultation", None, asked.as_bytes()));
    let refused = send(&office, who, &path, &early);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("href=\"#q-date-day\""), "{}", words(&refused.body));
    assert!(refused.body.contains("15/CA-TM") && refused.body.contains("cv.pdf"), "input stays");
    let mut right = letter(b"2019");
    right.push(("consultation", None, asked.as_bytes()));
    let done = send(&office, who, &path, &right);
    assert_eq!(done.status, 303, "{}", words(&done.body));
    let page = town.get(who, &format!("/dossiers/{code}"));
    for told in ["15/CA-TM", "Giu nguyen hien trang", "/files/"] {
        assert!(page.body.contains(told), "{told}");
    }
    assert!(!page.body.contains("/record-opinion"), "nothing waits for a letter any more");
}

#[test]
fn over_the_interface_a_letter_answers_as_on_the_page() {
    let town = Town::new(Engine::Sqlite);
    let (desk, ward) = (Api::of(&town, DESK, &["clerk"]), Api::of(&town, WARD, &["specialist"]));
    let code = filed(&desk)["code"].as_str().expect("a code").to_owned();
    desk.act(&code, "forward", &json!({ "sets": 1 }));
    let account = ward.account();
    ward.act(&code, "acknowledge", &json!({ "sets": 1, "account": account.as_str() }));
    let limit = json!({ "quantity": 3, "unit": "working-day" });
    let ask = json!({ "office": "Công an tỉnh", "text": "Ý kiến?", "limit": limit });
    ward.act(&code, "consult", &ask);
    let letter = json!({
        "consultation": 1, "opinion": "agrees", "document": "15/CA", "date": "2019-12-16",
    });
    let bare = ward.refused(&code, "record-opinion", &letter);
    assert_eq!(bare, (422, "dossier-fields".to_owned()), "its scan is missing");
    let other = json!({ "consultation": 2, "opinion": "agrees", "date": "2019-12-16" });
    assert_eq!(
        ward.refused(&code, "record-opinion", &other),
        (409, "dossier-not-asked".to_owned())
    );
    let path = format!("/api/v1/dossiers/{code}/record-opinion");
    let bearer = town.send(&Method::POST, &path, "", Some(&letter), None);
    assert_eq!(bearer.status, 401);
    assert_eq!(read(&ward.get(&format!("/api/v1/dossiers/{code}")))["state"], "working");
}

//! An applicant is told what happens to a dossier: by a real mail server and a gateway of text
//! messages, once each, in their language, and nothing after an erasure.

use db::Engine;
use domain::Command;
use domain::account::Kind;
use domain::notice::SMS_LENGTH_MAX;
use domain::province::Purpose;
use serde_json::{Value as Json, json};
use server::notice::work as notices;
use server::outbox::{Way, work};

use super::dossiers::{Api, DESK, WARD, marriage, read, sign};
use super::sink::{MailSink, SmsSink};
use super::town::Town;
use crate::ground::ENGINES;

const BASE: &str = "https://motcua.example.vn";
const MAIL: &str = "h.bia@example.vn";

/// A house in production with carriers.
struct Post {
    town: Town,
    mail: MailSink,
    sms: SmsSink,
}

impl Post {
    fn new(engine: Engine) -> Post {
        let mut town = Town::of(engine, BASE, Purpose::Production);
        town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
        let (mail, sms) = (MailSink::new(), SmsSink::default());
        let outbox = town.site().0.outbox();
        outbox.set(Way::Mail, mail.carrier());
        outbox.set(Way::Sms, Box::new(sms.clone()));
        Post { town, mail, sms }
    }

    /// Writes what is due and carries it; answers how many letters were written.
    fn carry(&self) -> usize {
        let site = &self.town.site().0;
        let written = notices::round(site).expect("notices are written");
        for way in Way::ALL {
            work::round(site, way).expect("letters are carried");
        }
        written
    }

    /// Subjects of mails, in their order.
    fn subjects(&self) -> Vec<String> {
        let code = |subject: &str| subject.split(['.', ' ']).next().unwrap_or_default().to_owned();
        let mails = self.mail.received().into_iter();
        mails.map(|mail| code(mail.text.lines().next().unwrap_or_default())).collect()
    }
}

fn code(whole: &Json) -> String {
    whole["code"].as_str().expect("a code").to_owned()
}

fn reachable(language: Option<&str>) -> Json {
    let mut filing = marriage();
    filing["applicant"]["phone"] = "0912 345 678".into();
    filing["applicant"]["email"] = MAIL.into();
    filing["language"] = json!(language);
    filing
}

fn filed(clerk: &Api<'_>, filing: &Json) -> String {
    let answer = clerk.post("/api/v1/dossiers", filing, None);
    assert_eq!(answer.status, 201, "{}", answer.body);
    code(&read(&answer))
}

fn told_once(engine: Engine) {
    let post = Post::new(engine);
    let clerk = Api::of(&post.town, DESK, &["clerk"]);
    let code = filed(&clerk, &reachable(None));
    assert_eq!(post.carry(), 2, "a mail and a text message");
    assert_eq!(post.carry(), 0, "and they are written once");
    let mails = post.mail.received();
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, MAIL));
    let mail = &mails[0];
    assert!(mail.head.contains("Content-Language: vi"), "{}", mail.head);
    for words in [&code, "Ngày hẹn trả kết quả: 2", &format!("{BASE}/t/{code}"), "2019."] {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
    }
    let parcels = post.sms.parcels();
    let sms = &parcels[0];
    assert_eq!((parcels.len(), sms.to.as_str()), (1, "+84912345678"));
    assert!(sms.text.contains(&code) && sms.text.contains("/12/2019"), "{}", sms.text);
    assert!(sms.text.is_ascii() && sms.text.len() <= SMS_LENGTH_MAX, "{}", sms.text);
    for text in [&mail.text, &sms.text] {
        assert!(!text.contains("Bia") && !text.contains("099195000017"), "no person in {text}");
    }
    // The officer at the desk sees that it went out, and not the whole address.
    post.town.pass_minutes(1);
    let page = post.town.get("desk", &format!("/dossiers/{code}")).body;
    assert!(page.contains("thư điện tử tới h…@e….vn") && page.contains("Đã gửi lúc"), "{page}");
    assert!(page.contains("tin nhắn tới số …678") && !page.contains(">h.bia@"), "{page}");
    let Post { town, .. } = post;
    assert_eq!(town.close().findings(), Vec::new(), "a notice is no fact and needs no rebuild");
}

#[test]
fn an_applicant_is_told_by_mail_and_text_message_once() {
    for engine in ENGINES {
        told_once(engine);
    }
}

#[test]
fn each_thing_that_concerns_the_applicant_is_told_in_its_turn() {
    let post = Post::new(Engine::Sqlite);
    let clerk = Api::of(&post.town, DESK, &["clerk", "cashier"]);
    let specialist = Api::of(&post.town, WARD, &["specialist"]);
    let keeper = Api::of(&post.town, WARD, &["records-keeper"]);
    let code = filed(&clerk, &reachable(None));
    post.carry();
    clerk.act(&code, "forward", &json!({ "sets": 1 }));
    specialist.act(&code, "take", &json!({}));
    assert_eq!(post.carry(), 0, "who works on it is the house's own matter");
    let items = json!([{ "component": null, "reason": "expired", "text": "của bà Mận" }]);
    let asked = json!({ "items": items, "until": "2019-12-30" });
    specialist.act(&code, "request-supplement", &asked);
    assert_eq!(post.carry(), 2);
    let mail = post.mail.received().pop().expect("a mail");
    assert!(mail.text.contains("30/12/2019") && mail.text.contains("- "), "{}", mail.text);
    assert!(!mail.text.contains("Mận"), "what was written beside it names people: {}", mail.text);
    // One that is done with before it is sent says nothing any more.
    post.town.pass_minutes(5);
    clerk.act(&code, "complete-supplement", &json!({}));
    let apology = json!({ "due": "2020-02-20", "text": "Chờ xác minh" });
    specialist.act(&code, "apologise", &apology);
    assert_eq!(post.carry(), 2, "of the two new dates the later one is told, with the apology");
    let mail = post.mail.received().pop().expect("a mail");
    assert!(mail.text.contains("xin lỗi") && mail.text.contains("20/02/2020"), "{}", mail.text);
    let proposal = json!({ "outcome": "granted", "office": WARD, "text": "Đủ điều kiện" });
    specialist.act(&code, "propose", &proposal);
    sign(&post.town, &code);
    keeper.act(&code, "number", &json!({}));
    keeper.act(&code, "release", &json!({}));
    assert_eq!(post.carry(), 2);
    let mail = post.mail.received().pop().expect("a mail");
    for words in ["đã có kết quả", "8.000 đ", &format!("{BASE}/r/{code}")] {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
    }
    assert_eq!(post.subjects().len(), 4);
    let ids: std::collections::BTreeSet<String> = post.mail.received().iter().map(id).collect();
    assert_eq!(ids.len(), 4, "each has an identifier of its own");
}

fn id(mail: &super::sink::Received) -> String {
    let line = mail.head.lines().find(|line| line.starts_with("Message-ID:"));
    line.expect("an identifier").to_owned()
}

#[test]
fn whoever_reads_english_is_told_in_english() {
    let post = Post::new(Engine::Sqlite);
    let clerk = Api::of(&post.town, DESK, &["clerk"]);
    let code = filed(&clerk, &reachable(Some("en")));
    post.carry();
    let mail = post.mail.received().pop().expect("a mail");
    assert!(mail.text.contains(&format!("accepted dossier {code}")), "{}", mail.text);
    assert!(mail.head.contains("Content-Language: en"));
    let answer = clerk.post("/api/v1/dossiers", &reachable(Some("fr")), None);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("\"language\""), "{}", answer.body);
}

#[test]
fn a_notice_that_fails_says_why_where_the_dossier_is_read() {
    let post = Post::new(Engine::Sqlite);
    let clerk = Api::of(&post.town, DESK, &["clerk"]);
    post.mail.answers(Some("451 busy"));
    let mut filing = reachable(None);
    filing["applicant"]["phone"] = Json::Null;
    let code = filed(&clerk, &filing);
    assert_eq!(post.carry(), 1);
    let page = || post.town.get("desk", &format!("/dossiers/{code}")).body;
    assert!(page().contains("Đang gửi lại thư điện tử tới h…@e….vn"), "{}", page());
    post.mail.answers(Some("550 no such mailbox"));
    let code = filed(&clerk, &filing);
    assert_eq!(post.carry(), 1);
    let failed = post.town.get("desk", &format!("/dossiers/{code}")).body;
    assert!(failed.contains("Không gửi được thư điện tử tới h…@e….vn"), "{failed}");
    assert!(failed.contains("(550)") && post.mail.received().is_empty());
}

#[test]
fn who_left_no_address_is_told_nowhere_and_a_result_in_hand_is_not_announced() {
    let post = Post::new(Engine::Sqlite);
    let clerk = Api::of(&post.town, DESK, &["clerk"]);
    let code = filed(&clerk, &marriage());
    assert_eq!(post.carry(), 0);
    let page = || post.town.get("desk", &format!("/dossiers/{code}")).body;
    assert!(page().contains("Chưa có tin nào"), "{}", page());
    clerk.act(&code, "withdraw", &json!({}));
    assert_eq!(post.carry(), 0);
    assert!(page().contains("hồ sơ không ghi điện thoại hay thư điện tử"), "{}", page());
    let code = filed(&clerk, &reachable(None));
    clerk.act(&code, "withdraw", &json!({}));
    assert_eq!(post.carry(), 2, "that it was taken in is old news");
    let mail = post.mail.received().pop().expect("a mail");
    assert!(mail.text.contains("đã được rút"), "{}", mail.text);
    assert_eq!(post.mail.received().len(), 1);
}

#[test]
fn whoever_brought_it_is_told_where_the_applicant_left_no_address() {
    let post = Post::new(Engine::Sqlite);
    let clerk = Api::of(&post.town, DESK, &["clerk"]);
    let mut filing = marriage();
    let mut submitter = filing["applicant"].clone();
    submitter["email"] = "con.trai@example.vn".into();
    submitter["relation"] = "con".into();
    filing["submitter"] = submitter;
    filed(&clerk, &filing);
    assert_eq!(post.carry(), 1);
    assert_eq!(post.mail.received()[0].to, "con.trai@example.vn");
}

#[test]
fn an_erased_dossier_tells_nobody_and_keeps_no_address() {
    for engine in ENGINES {
        let post = Post::new(engine);
        let clerk = Api::of(&post.town, DESK, &["clerk"]);
        let code = filed(&clerk, &reachable(None));
        let site = &post.town.site().0;
        notices::round(site).expect("letters wait");
        clerk.act(&code, "withdraw", &json!({}));
        let stream = {
            let code = code.clone();
            let read = move |tx: &mut db::Tx<'_>| server::dossier::read::one(tx, &code);
            site.house().db.read_now(read).expect("read").expect("there").stream
        };
        let command = Command::ErasePersonal { stream, ground: "asked".to_owned() };
        post.town.tell(&domain::event::Actor::administrator(), command);
        assert_eq!(post.carry(), 0, "nobody is left to be told");
        assert!(post.mail.received().is_empty() && post.sms.parcels().is_empty());
        for table in ["notice_letter", "letter"] {
            let rows = post.town.ground().rows(table, columns(table)).join("\n");
            assert!(!rows.contains("h…@") && !rows.contains("…678"), "{table}: {rows}");
        }
        let letters = post.town.ground().rows("letter", columns("letter"));
        assert!(letters.iter().all(|row| row.contains("failed")), "{letters:?}");
    }
}

fn columns(table: &str) -> &'static [&'static str] {
    match table {
        "letter" => &["id", "state", "sealed"],
        _ => &["letter", "shown", "state"],
    }
}

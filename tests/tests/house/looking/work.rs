//! The pages of those who work on dossiers: every form asked and sent, what is wrong told at its
//! place, several at once, lists, files, and who may not.

use axum::http::Method;
use db::{Engine, Sql};
use domain::account::Kind;
use serde_json::json;

use super::dossiers::{Api, DESK, WARD, filed};
use super::town::{Answer, Town};
use crate::ground::ENGINES;

/// The town with people at the desk, and a dossier that lies with the ward in nobody's hands.
pub(super) struct Office {
    pub(super) town: Town,
}

impl Office {
    pub(super) fn new(engine: Engine) -> Office {
        let mut town = Town::new(engine);
        town.open("desk", Kind::Staff, &[(DESK, "clerk"), (DESK, "cashier")], "");
        town.open("second", Kind::Staff, &[(WARD, "specialist")], "");
        Office { town }
    }

    pub(super) fn desk(&self) -> Api<'_> {
        Api::of(&self.town, DESK, &["clerk"])
    }

    /// A dossier in the queue of the ward.
    pub(super) fn waiting(&self) -> String {
        let desk = self.desk();
        let code = filed(&desk)["code"].as_str().expect("a code").to_owned();
        desk.act(&code, "forward", &json!({ "sets": 1 }));
        let ward = Api::of(&self.town, WARD, &["specialist"]);
        ward.act(&code, "acknowledge", &json!({ "sets": 1 }));
        code
    }

    /// The same in the hands of the ward's specialist.
    pub(super) fn taken(&self) -> String {
        let code = self.waiting();
        self.done("specialist@own", &code, "take", "");
        code
    }

    /// The same, proposed.
    pub(super) fn proposed(&self) -> String {
        let code = self.taken();
        self.done(
            "specialist@own",
            &code,
            "propose",
            "outcome=granted&text=Cho+ket+hon&office=X24611",
        );
        code
    }

    pub(super) fn state(&self, code: &str) -> String {
        static PHASE: Sql = Sql("SELECT phase FROM dossier WHERE code = $1");
        self.town.ground().texts(&PHASE, vec![code.into()]).concat()
    }

    /// Opens the form of an act, and sends it as the page has it, with these fields.
    fn sent(&self, who: &str, code: &str, act: &str, fields: &str) -> Answer {
        let path = format!("/dossiers/{code}/{act}");
        let form = self.town.get(who, &path);
        let plain = ["take", "release", "resume"].contains(&act);
        assert!(plain || form.status == 200, "{act} as {who}: {} {}", form.status, form.body);
        let mut pairs = vec![fields.to_owned()];
        for name in ["expected_version", "hash", "consultation", "receipt", "from"] {
            if let Some(value) = hidden(&form.body, name) {
                pairs.push(format!("{name}={}", value.replace(' ', "+")));
            }
        }
        self.town.post(who, &path, &pairs.join("&"))
    }

    /// The same, which must succeed.
    pub(super) fn done(&self, who: &str, code: &str, act: &str, fields: &str) -> String {
        let answer = self.sent(who, code, act, fields);
        assert_eq!(answer.status, 303, "{act} as {who}: {}", words(&answer.body));
        answer.header("location").to_owned()
    }
}

/// The value of a hidden input.
pub(super) fn hidden(page: &str, name: &str) -> Option<String> {
    let mark = format!("name=\"{name}\" value=\"");
    let at = page.find(&mark)? + mark.len();
    Some(page[at..at + page[at..].find('"')?].to_owned())
}

/// The words of a page's error summary, or of its main part.
pub(super) fn words(page: &str) -> String {
    let at = page.find("govuk-error-summary").or_else(|| page.find("<main")).unwrap_or(0);
    page[at..].chars().take(1500).collect()
}

#[test]
fn a_dossier_goes_through_the_office_by_its_pages() {
    for engine in ENGINES {
        let office = Office::new(engine);
        let town = &office.town;
        let code = office.waiting();
        let queue = town.get("specialist@own", "/work?view=queue");
        assert!(queue.body.contains(&code), "it waits in the queue");
        assert!(!town.get("specialist@own", "/work").body.contains(&code), "and is nobody's work");
        let taken = office.done("specialist@own", &code, "take", "");
        assert_eq!(taken, format!("/dossiers/{code}?done=take"));
        assert!(town.get("specialist@own", "/work").body.contains(&code));
        let page = town.get("specialist@own", &format!("/dossiers/{code}"));
        assert!(page.body.contains("/propose") && page.body.contains("H&#39;Bia"), "{}", page.body);
        let ask = "lack=whole&reason.whole=other&text.whole=Anh+mo&basis=Dieu+10";
        office.done("specialist@own", &code, "request-supplement", ask);
        assert_eq!(office.state(&code), "supplementing");
        office.desk().act(&code, "complete-supplement", &json!({}));
        assert_eq!(office.state(&code), "working");
        let draft = "outcome=granted&text=Cho+ket+hon&office=X24611";
        office.done("specialist@own", &code, "propose", draft);
        let inbox = town.get("leader@own", "/approve");
        assert!(inbox.body.contains(&code) && inbox.body.contains("Nguyễn specialist@own"));
        let one = town.get("leader@own", &format!("/approve/{code}"));
        assert!(one.body.contains("Cho ket hon"), "{}", words(&one.body));
        let hash = hidden(&one.body, "hash").expect("a hash");
        let version = hidden(&one.body, "expected_version").expect("a version");
        let sign = format!("/dossiers/{code}/sign");
        let fields = format!("expected_version={version}&method=electronic&hash=0");
        let moved = town.post("leader@own", &sign, &fields);
        assert_eq!((moved.status, office.state(&code)), (422, "proposed".to_owned()));
        let fields = format!("expected_version={version}&method=electronic&hash={hash}");
        let own = town.post("specialist@own", &sign, &fields);
        assert_eq!(own.status, 403, "whoever proposed does not sign");
        let signed = town.post("leader@own", &sign, &fields);
        assert_eq!((signed.status, signed.header("location")), (303, "/approve?done=sign"));
        let keeper = "records-keeper@own";
        let register = town.get(keeper, "/results");
        assert!(register.body.contains(&code) && register.body.contains("Nguyễn leader@own"));
        let numbered = town.post(keeper, &format!("/dossiers/{code}/number"), "from=results");
        assert_eq!((numbered.status, numbered.header("location")), (303, "/results?done=number"));
        assert!(!town.get(keeper, "/results").body.contains(&code));
        let released = town.post(keeper, &format!("/dossiers/{code}/release"), "from=results");
        assert_eq!(released.header("location"), "/results?tab=numbered&done=release");
        for path in
            ["/results?tab=released", "/results?tab=released&q=bia", "/results?tab=released&q=1"]
        {
            assert!(town.get(keeper, path).body.contains(&code), "{path}");
        }
        assert!(!town.get(keeper, "/results?tab=released&q=nobody").body.contains(&code));
        assert_eq!(office.state(&code), "finished");
        let paid = "for=fees&amount=8.000&means=cash&book=01BLP+AA-19P";
        office.done("desk", &code, "record-payment", paid);
        office.done("desk", &code, "void-payment", "reason=Ghi+sai");
        office.done("desk", &code, "record-payment", paid);
        office.done("desk", &code, "return-result", "proof=signed");
        assert_eq!(office.state(&code), "returned");
        let ground = office.town.close();
        assert_eq!(ground.findings(), Vec::new(), "what was told is what is there");
    }
}

/// Stands for the desk's own program: whoever does not hold a dossier reads none of its pages.
const PROGRAM: &str = "the desk's program";

/// Acts on a dossier in the specialist's hands: who, what, with what, and where it stands then.
const ACTS: &[(&str, &str, &str, &str)] = &[
    ("specialist@own", "exclude", "basis=Dieu+5+NĐ+123", "working"),
    ("specialist@own", "resume", "", "working"),
    ("specialist@own", "link", "foreign=DVC-1", "working"),
    (
        "specialist@own",
        "consult",
        "office=X24612&office=SXD&text=Y+kien%3F&limit=2&unit=working-day&silence=waits",
        "working",
    ),
    ("specialist@sibling", "reply", "opinion=agrees&text=Dong+y", "working"),
    ("specialist@other", "reply", "opinion=disagrees&text=Khong+duoc", "working"),
    ("specialist@own", "apologise", "reason=Cham&due.day=30&due.month=12&due.year=2019", "working"),
    (
        "specialist@own",
        "change-due-date",
        "reason=Le&document=1%2FTTr&due.day=31&due.month=12&due.year=2019",
        "working",
    ),
    ("leader@own", "approve-due-date", "approval=decline&reason=Khong", "working"),
    (
        "specialist@own",
        "change-due-date",
        "reason=Le&document=2%2FTTr&due.day=31&due.month=12&due.year=2019",
        "working",
    ),
    ("leader@own", "approve-due-date", "approval=approve", "working"),
    (
        "specialist@own",
        "request-payment",
        "payee=Thue&notice=3%2FTB&items%5B1%5D.name=Thue&items%5B1%5D.amount=5.000",
        "paying",
    ),
    (
        PROGRAM,
        "record-payment",
        r#"{"amount_vnd":5000,"means":"elsewhere","evidence":"BL1","duty":true}"#,
        "working",
    ),
    (
        "specialist@own",
        "propose",
        "outcome=rejected&text=Khong+du+dieu+kien&office=X24611",
        "proposed",
    ),
    ("leader@own", "return-step", "reason=Viet+lai", "working"),
    ("leader@own", "reassign", "to=SECOND&reason=Nghi+phep", "working"),
    ("second", "stop", "kind=condition-not-met&document=4%2FQD&reason=Khong+dat", "stopped"),
];

#[test]
fn each_form_does_what_it_says_and_an_empty_one_is_told_what_it_lacks() {
    let office = Office::new(Engine::Sqlite);
    let code = office.taken();
    let second = office.town.accounts["second"].to_string();
    for (who, act, fields, state) in ACTS {
        if *who == PROGRAM {
            let desk = Api::of(&office.town, DESK, &["clerk", "cashier"]);
            desk.act(&code, act, &serde_json::from_str(fields).expect("JSON"));
            continue;
        }
        let fields = fields.replace("SECOND", &second);
        if !fields.is_empty() {
            let empty = office.sent(who, &code, act, "");
            assert_eq!(empty.status, 422, "{act} without anything: {}", words(&empty.body));
            assert!(empty.body.contains("govuk-error-summary"), "{act} says what it lacks");
        }
        office.done(who, &code, act, &fields);
        assert_eq!(office.state(&code), *state, "after {act}");
    }
    let history = office.town.get("second", &format!("/dossiers/{code}")).body;
    for told in ["Khong dat", "DVC-1", "Nghi phep", "Y kien?", "Khong duoc"] {
        assert!(history.contains(told), "{told}");
    }
}

#[test]
fn what_was_typed_stays_and_the_error_leads_to_its_field() {
    let office = Office::new(Engine::Sqlite);
    let code = office.taken();
    let cases = [
        ("request-supplement", "basis=Dieu+10", "href=\"#lack-", "Dieu 10"),
        (
            "request-supplement",
            "basis=x&lack=whole&reason.whole=other",
            "#text-whole",
            "value=\"x\"",
        ),
        ("propose", "text=Mot+doan", "href=\"#", "Mot doan"),
        (
            "consult",
            "outside=Vien&text=Hoi&limit=0&unit=working-day&silence=waits",
            "#q-limit",
            "Vien",
        ),
        ("apologise", "reason=Cham&due.day=31&due.month=2&due.year=2020", "#q-due", "Cham"),
        ("request-payment", "payee=A&notice=1&items%5B2%5D.name=Thue", "#q-items", "Thue"),
    ];
    for (act, fields, link, kept) in cases {
        let answer = office.sent("specialist@own", &code, act, fields);
        assert_eq!(answer.status, 422, "{act}");
        assert!(answer.body.contains(link), "{act} leads to {link}: {}", words(&answer.body));
        assert!(answer.body.contains(kept), "{act} keeps {kept}");
    }
    let stale = format!("/dossiers/{code}/link");
    let moved = office.town.post("specialist@own", &stale, "foreign=A1&expected_version=1");
    assert_eq!(moved.status, 422);
    assert!(moved.body.contains("value=\"A1\""), "what was typed is kept");
    let ask =
        "office=X24612&office=X24612&outside=SXD&text=Hoi&limit=2&unit=working-day&silence=waits";
    office.done("specialist@own", &code, "consult", ask);
    let again = "office=SXD&office=VP&text=Hoi&limit=2&unit=working-day&silence=waits";
    let refused = office.sent("specialist@own", &code, "consult", again);
    assert_eq!(refused.status, 422, "one of them was asked already");
}

#[test]
fn who_has_no_part_in_a_dossier_neither_sees_nor_changes_it() {
    let office = Office::new(Engine::Sqlite);
    let (code, town) = (office.taken(), &office.town);
    for who in ["specialist@sibling", "leader@other", "citizen-own", "auditor@own", "cashier@own"] {
        for path in ["", "/link", "/files/x"] {
            let answer = town.get(who, &format!("/dossiers/{code}{path}"));
            assert_eq!(answer.status, 403, "{path} as {who}");
            assert!(!answer.body.contains("Bia"), "{path} as {who}");
        }
        for (path, fields) in
            [("link", "foreign=X"), ("checks", "check.paper-to-khai=met"), ("note", "note=x")]
        {
            let answer = town.post(who, &format!("/dossiers/{code}/{path}"), fields);
            assert_eq!(answer.status, 403, "{path} as {who}");
        }
        let batch = town.get(who, &format!("/approve/batch?code={code}"));
        assert!(!batch.body.contains("Bia"), "batch as {who}");
        let bulk = town.get(who, &format!("/bulk?action=take&code={code}"));
        assert!(!bulk.body.contains("Bia"), "bulk as {who}");
    }
    let leader = town.post("leader@own", &format!("/dossiers/{code}/propose"), "outcome=granted");
    assert_eq!(leader.status, 403, "who leads does not propose");
    for path in ["/work", "/approve", "/results", "/centre", "/work.csv", "/bulk?action=take"] {
        assert_eq!(town.get("citizen-own", path).status, 403, "{path}");
        assert_eq!(town.get("auditor@own", path).status, 403, "{path}");
    }
    let other = town.get("specialist@other", "/work?view=unit&q=bia");
    assert!(!other.body.contains(&code));
}

#[test]
fn several_are_signed_only_when_each_was_opened_and_is_as_it_was_read() {
    let office = Office::new(Engine::Sqlite);
    let town = &office.town;
    let codes = [office.proposed(), office.proposed(), office.proposed()];
    let all: Vec<String> = codes.iter().map(|code| format!("code={code}")).collect();
    let path = format!("/approve/batch?{}", all.join("&"));
    let leader = "leader@own";
    let unopened = town.get(leader, &path);
    assert!(unopened.status == 200 && !unopened.body.contains("name=\"code\""));
    for code in &codes[..2] {
        assert_eq!(town.get(leader, &format!("/approve/{code}")).status, 200);
    }
    assert_eq!(town.get(leader, "/approve").body.matches("name=\"code\"").count(), 2);
    let page = town.get(leader, &path).body;
    assert_eq!(page.matches("name=\"code\"").count(), 2, "one was not opened");
    let mut fields = all.clone();
    for code in &codes {
        for part in ["version", "hash"] {
            let name = format!("{part}.{code}");
            let value = hidden(&page, &name).unwrap_or_default();
            let value = if *code == codes[1] && part == "hash" { "0".to_owned() } else { value };
            fields.push(format!("{name}={value}"));
        }
    }
    let session = town.sign_in_stale(leader);
    let stale = town.ask(&Method::POST, "/approve/batch", session.as_ref(), &fields.join("&"), &[]);
    assert!(stale.header("location").starts_with("/sign-in/again?next=%2Fapprove%2Fbatch"));
    assert_eq!(office.state(&codes[0]), "proposed", "nothing is signed before the factor");
    let one = format!("/dossiers/{}/sign", codes[0]);
    let one = town.ask(&Method::POST, &one, session.as_ref(), "method=electronic", &[]);
    assert!(one.header("location").starts_with("/sign-in/again?next=%2Fapprove%2F"));
    let looked = town.ask(&Method::GET, "/approve", session.as_ref(), "", &[]);
    assert_eq!(looked.status, 200, "to look takes no second factor");
    let ended = town.post(leader, "/approve/batch", &fields.join("&"));
    assert_eq!(ended.status, 200);
    let states = codes.clone().map(|code| office.state(&code));
    assert_eq!(states, ["signed", "proposed", "proposed"], "{}", words(&ended.body));
    for code in &codes {
        assert!(ended.body.contains(code), "each says how it ended");
    }
    let none = town.post(leader, "/approve/batch", "");
    assert_eq!(none.status, 422);
    let many: Vec<String> = (0..11).map(|n| format!("code={n}")).collect();
    assert_eq!(town.post(leader, "/approve/batch", &many.join("&")).status, 422);
}

#[test]
fn several_at_once_are_each_checked_and_each_says_how_it_ended() {
    let office = Office::new(Engine::Sqlite);
    let town = &office.town;
    let (one, other, proposed) = (office.waiting(), office.waiting(), office.proposed());
    let codes = format!("code={one}&code={other}&code={proposed}&code=no-such");
    let page = town.get("specialist@own", &format!("/bulk?action=take&{codes}"));
    assert_eq!((page.status, page.body.matches("name=\"code\"").count()), (200, 2));
    for code in [&one, &other, &proposed, &"no-such".to_owned()] {
        assert!(page.body.contains(code.as_str()), "{code} is not left out in silence");
    }
    // Somebody is faster with one of them.
    office.done("second", &other, "take", "");
    let fields: Vec<String> = [&one, &other]
        .map(|code| {
            let name = format!("version.{code}");
            format!("{name}={}", hidden(&page.body, &name).expect("a version"))
        })
        .to_vec();
    let fields = format!("action=take&{codes}&{}", fields.join("&"));
    let ended = town.post("specialist@own", "/bulk", &fields);
    assert_eq!(ended.status, 200);
    let mine = town.get("specialist@own", "/work?view=mine").body;
    assert!(mine.contains(&one) && !mine.contains(&other));
    let leader = "leader@own";
    let asked = town.post(leader, "/bulk", &format!("action=reassign&code={one}"));
    assert_eq!(asked.status, 422);
    assert!(asked.body.contains("href=\"#to\"") && asked.body.contains("href=\"#reason\""));
    let to = town.accounts["second"].to_string();
    let given = format!("action=reassign&code={one}&to={to}&reason=Nghi");
    assert_eq!(town.post(leader, "/bulk", &given).status, 200);
    assert!(town.get("second", "/work").body.contains(&one));
    let many: Vec<String> = (0..21).map(|n| format!("code={n}")).collect();
    let many = town.get(leader, &format!("/bulk?action=reassign&{}", many.join("&")));
    assert_eq!((many.status, many.header("location")), (303, "/work?wrong=too-many"));
    assert_eq!(town.get(leader, "/bulk?action=sign&code=x").status, 404, "not for several");
}

//! The counter in a browser: dossiers taken in by card and by hand, money and receipts, what is
//! refused, results given out, papers from hand to hand, the day's end.

use axum::http::Method;
use db::{Engine, Sql};
use domain::Command;
use domain::account::Kind;
use domain::dossier::{self, Act, Outcome, Words};
use domain::event::Actor;
use jiff::civil::date;

use super::town::{Answer, Town};

/// The desk of a ward, and the ward itself.
const DESK: &str = "MC-X24611";
const WARD: &str = "X24611";
const MARRIAGE: &str = "1.000894";
const COPIES: &str = "2.000815";
const NAME: &str = "Nguyễn Thị Quét";
const CARD: &str = "067193004518||Nguyễn Thị Quét|14031993|Nữ|Tổ 1, phường Nghĩa Đức|15042021";
const OTHER_CARD: &str = "067090000017||Trần Văn Hộ|02021990|Nam|Tổ 2, phường Nghĩa Đức|15042021";
/// The most statements that saving a dossier may read by, beside the commit.
const STATEMENTS_MAX: u64 = 12;

/// The same of an empty form; one of them asks whether a glass was broken before the clerk's work.
const BEGIN_STATEMENTS_MAX: u64 = 4;

type Pairs<'a> = Vec<(&'a str, &'a str)>;

/// A form as a browser encodes it.
fn encoded(pairs: &[(&str, &str)]) -> String {
    let escaped = |text: &str| {
        let mut out = String::new();
        for byte in text.bytes() {
            match byte.is_ascii_alphanumeric() {
                true => out.push(char::from(byte)),
                false => out.push_str(&format!("%{byte:02X}")),
            }
        }
        out
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A clerk who signed in once.
struct Clerk<'a> {
    town: &'a Town,
    session: (String, String),
}

impl Clerk<'_> {
    fn of<'a>(town: &'a Town, name: &str) -> Clerk<'a> {
        let session = town.sign_in(name).expect("an account");
        Clerk { town, session }
    }

    fn get(&self, path: &str) -> Answer {
        self.town.ask(&Method::GET, path, Some(&self.session), "", &[])
    }

    fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.town.ask(&Method::POST, path, Some(&self.session), &encoded(pairs), &[])
    }

    /// Saves what must be taken in; answers its code.
    fn saved(&self, pairs: &[(&str, &str)]) -> String {
        let answer = self.post("/counter", pairs);
        assert_eq!(answer.status, 303, "{}", told(&answer));
        let path = answer.header("location");
        let code = path.strip_prefix("/counter/slips/").and_then(|it| it.strip_suffix("?fresh=1"));
        code.unwrap_or_else(|| panic!("{path}")).to_owned()
    }
}

/// What a page says is wrong, for a failing test.
fn told(answer: &Answer) -> String {
    let errors = answer.body.split("govuk-error-summary").nth(1).unwrap_or(&answer.body);
    errors.chars().take(1500).collect()
}

/// A town with the desk's people: one who takes money, one who does not.
fn town() -> Town {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk"), (DESK, "cashier")], "");
    town.open("plain", Kind::Staff, &[(DESK, "clerk")], "");
    town.open("next", Kind::Staff, &[("MC-X24612", "clerk")], "");
    town
}

fn person<'a>() -> Pairs<'a> {
    vec![
        ("applicant.kind", "person"),
        ("applicant.name", NAME),
        ("applicant.birth_date", "14/03/1993"),
        ("applicant.identity.type", "citizen_id"),
        ("applicant.identity.number", "067193004518"),
        ("applicant.phone", "0912 345 678"),
        ("applicant.address", "Tổ 1, phường Nghĩa Đức"),
    ]
}

/// A complete marriage registration; conditions are verified, so that it takes days.
fn marriage<'a>() -> Pairs<'a> {
    let mut pairs = person();
    pairs.extend([
        ("procedure", MARRIAGE),
        ("case", "verify"),
        ("component.to-khai", "1"),
        ("component.to-khai.form", "original"),
        ("component.to-khai.quantity", "1"),
        ("component.tinh-trang-hon-nhan", "1"),
        ("component.kq004946", "1"),
        ("component.kq004946.presented", "1"),
        ("component.kq003785", "1"),
        ("component.kq003785.presented", "1"),
        ("fee.copy.count", "1"),
    ]);
    pairs
}

fn copies<'a>(signer: &'a str, receipt: &'a str) -> Pairs<'a> {
    let mut pairs = person();
    pairs.extend([
        ("procedure", COPIES),
        ("case", "usual"),
        ("component.ban-chinh", "1"),
        ("component.ban-chinh.presented", "1"),
        ("fee.first.count", "3"),
        ("at_once", "1"),
        ("signed_by", signer),
        ("payment.method", "cash"),
        ("receipt.form", "01BLP"),
        ("receipt.series", "AA-19P"),
        ("receipt.number", receipt),
    ]);
    pairs
}

#[test]
fn a_card_fills_the_form_and_what_is_missing_is_told_at_its_place() {
    let town = town();
    let desk = Clerk::of(&town, "desk");
    assert_eq!(desk.get("/counter").status, 200);
    let scanned = desk.post("/counter/check", &[("scan", CARD)]);
    assert_eq!(scanned.status, 200);
    for part in [NAME, "14/03/1993", "067193004518", "Tổ 1, phường Nghĩa Đức"] {
        assert!(scanned.body.contains(&format!("value=\"{part}\"")), "{part}");
    }
    assert!(!scanned.body.contains("067193004518||"), "the line itself is dropped");
    let spoilt = desk.post("/counter/check", &[("scan", "067193004518||Nguyễn"), ("q", "x")]);
    assert!(spoilt.body.contains("Mới đọc được"), "{}", told(&spoilt));
    let mut chosen = person();
    chosen.push(("q", MARRIAGE));
    let chosen = desk.post("/counter/check", &chosen);
    for part in ["component.to-khai", "value=\"1.000894\"", "Vì sao là ngày này?", NAME] {
        assert!(chosen.body.contains(part), "{part}");
    }
    let part = desk.get("/counter/procedures?part=results&q=ket%20hon");
    assert!(part.body.contains("value=\"1.000894\"") && !part.body.contains("<html"));
    let mut lacking = marriage();
    lacking.retain(|(name, _)| *name != "component.to-khai");
    lacking.push(("applicant.birth_date", "14/13/1993"));
    lacking.retain(|pair| *pair != ("applicant.birth_date", "14/03/1993"));
    let unread = desk.post("/counter", &lacking);
    assert_eq!(unread.status, 422);
    assert!(unread.body.contains("href=\"#c-applicant-birth-date\""), "{}", told(&unread));
    lacking.retain(|(name, _)| *name != "applicant.birth_date");
    let missing = desk.post("/counter", &lacking);
    assert_eq!(missing.status, 422);
    assert!(missing.body.contains("href=\"#c-component-to-khai\""), "{}", told(&missing));
    assert!(missing.body.contains("0912 345 678"), "the other input stays");
}

#[test]
fn a_form_is_saved_once_and_a_second_dossier_of_the_same_kind_is_asked_about() {
    let town = town();
    let desk = Clerk::of(&town, "desk");
    let mut keyed = marriage();
    keyed.push(("key", "k1"));
    let db = &town.site().0.house().db;
    let before = db.statements();
    desk.get("/counter");
    let statements = db.statements() - before;
    assert!(statements <= BEGIN_STATEMENTS_MAX, "{statements} statements of an empty form");
    let before = db.statements();
    let code = desk.saved(&keyed);
    let statements = db.statements() - before;
    assert!(statements <= STATEMENTS_MAX, "{statements} statements");
    assert_eq!(desk.saved(&keyed), code, "the same key, the same dossier");
    let slip = desk.get(&format!("/counter/slips/{code}?fresh=1"));
    assert_eq!(slip.status, 200);
    for part in [code.as_str(), NAME, "<svg", "Mã tra cứu", "0912 345 678"] {
        assert!(slip.body.contains(part), "{part}");
    }
    let again = desk.get(&format!("/counter/slips/{code}"));
    assert!(again.body.contains("in lại") && !again.body.contains("Mã tra cứu<br>"));
    let twice = desk.post("/counter", &marriage());
    assert_eq!(twice.status, 422, "{}", told(&twice));
    assert!(twice.body.contains(&code) && twice.body.contains("name=\"seen\""));
    let mut seen = marriage();
    seen.push(("seen", "1"));
    assert_ne!(desk.saved(&seen), code);
    let next = Clerk::of(&town, "next");
    let elsewhere = next.post("/counter/check", &[("scan", CARD)]);
    assert!(elsewhere.body.contains("đang mở ở cơ quan khác"), "{}", told(&elsewhere));
    assert!(!elsewhere.body.contains(&code), "no more than that is told");
    let ground = town.close();
    assert_eq!(ground.findings(), Vec::new());
}

#[test]
fn an_organisation_is_taken_in_for_whom_somebody_comes_and_gives_a_fingerprint() {
    let town = town();
    let desk = Clerk::of(&town, "desk");
    let mut pairs = marriage();
    pairs.retain(|(name, _)| !name.starts_with("applicant."));
    pairs.extend([
        ("applicant.kind", "organisation"),
        ("applicant.name", "Hợp tác xã 19/5"),
        ("applicant.identity.type", "tax_code"),
        ("applicant.identity.number", "0999999990"),
        ("applicant.address", "Tổ 3, phường Nghĩa Đức"),
        ("submitter.name", NAME),
        ("submitter.identity.type", "citizen_id"),
        ("submitter.identity.number", "067193004518"),
        ("fingerprint", "1"),
    ]);
    let unsaid = desk.post("/counter", &pairs);
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.body.contains("href=\"#c-submitter-relation\""), "{}", told(&unsaid));
    pairs.push(("submitter.relation", "organisation"));
    let code = desk.saved(&pairs);
    let slip = desk.get(&format!("/counter/slips/{code}")).body;
    for part in ["Hợp tác xã 19/5", "Người đại diện của tổ chức", "(Điểm chỉ)"]
    {
        assert!(slip.contains(part), "{part}");
    }
}

#[test]
fn a_certified_copy_is_paid_registered_and_returned_in_one_commit() {
    let town = town();
    let desk = Clerk::of(&town, "desk");
    let leader = town.accounts["leader@own"].to_string();
    let wrong = desk.post("/counter", &copies(&leader, "0000005"));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Số tiếp theo của quyển này là 1"), "{}", told(&wrong));
    let unsigned = desk.post("/counter", &copies("", "0000001"));
    assert!(unsigned.body.contains("href=\"#c-signed-by\""), "{}", told(&unsigned));
    let plain = Clerk::of(&town, "plain").post("/counter", &copies(&leader, "0000001"));
    assert!(plain.body.contains("Tài khoản này không thu phí"), "{}", told(&plain));
    let code = desk.saved(&copies(&leader, "0000001"));
    let slip = desk.get(&format!("/counter/slips/{code}?fresh=1")).body;
    for part in ["số trong sổ: 1", "6.000", "biên lai 0000001"] {
        assert!(slip.contains(part), "{part}");
    }
    let path = format!("/counter?again={code}");
    assert!(slip.contains(&path), "the next one begins with the same person");
    let again = desk.get(&path);
    for part in [NAME, COPIES, "value=\"0000002\""] {
        assert!(again.body.contains(part), "{part}");
    }
    let second = desk.saved(&copies(&leader, "0000002"));
    assert!(desk.get(&format!("/counter/slips/{second}")).body.contains("số trong sổ: 2"));
    let ground = town.close();
    assert_eq!(ground.findings(), Vec::new());
}

#[test]
fn what_is_refused_or_incomplete_at_the_counter_is_recorded_and_counted() {
    let town = town();
    let desk = Clerk::of(&town, "desk");
    let mut lacking = marriage();
    lacking.retain(|(name, _)| *name != "component.to-khai");
    let asked = desk.post("/counter/supplement", &lacking);
    assert_eq!(asked.status, 200);
    assert!(asked.body.contains("name=\"applicant.name\"") && asked.body.contains(NAME));
    let with = |more: &[(&'static str, &'static str)]| {
        let mut pairs = lacking.clone();
        pairs.extend(more);
        pairs
    };
    let nothing = desk.post("/counter/supplement/save", &with(&[("component.to-khai.reason", "")]));
    assert_eq!(nothing.status, 422);
    let past = [("component.to-khai.reason", "missing"), ("until", "16/12/2019")];
    assert_eq!(desk.post("/counter/supplement/save", &with(&past)).status, 422);
    let right = [
        ("component.to-khai.reason", "missing"),
        ("component.to-khai.note", "Tờ khai"),
        ("until", "20/12/2019"),
    ];
    let done = desk.post("/counter/supplement/save", &with(&right));
    assert_eq!(done.status, 303, "{}", told(&done));
    let path = done.header("location");
    let code =
        path.strip_prefix("/counter?saved=").and_then(|it| it.strip_suffix("&paper=supplement"));
    let code = code.unwrap_or_else(|| panic!("{path}")).to_owned();
    let next = desk.get(path).body;
    let paper = format!("href=\"/dossiers/{code}/paper/supplement\"");
    assert!(next.contains(&paper), "the form of it is printed");
    let one = desk.get(&format!("/dossiers/{code}"));
    assert_eq!(one.status, 200, "{code}");
    assert!(one.body.contains("Tờ khai"), "what is missing is told with its words");
    assert_eq!(desk.post("/counter/refusal", &lacking).status, 200);
    let unfounded = desk.post("/counter/refusal/save", &with(&[("seen", "1")]));
    assert_eq!(unfounded.status, 422, "a refusal has its ground");
    let founded = [("ground", "authority"), ("office", WARD), ("advice", "Đến nơi thường trú")];
    let refused = desk.post("/counter/refusal/save", &with(&founded));
    assert_eq!(refused.status, 303, "{}", told(&refused));
    let day = desk.get("/counter/day").body;
    let counts: Vec<&str> = day
        .split("<dd class=\"mc-num\">")
        .skip(1)
        .take(4)
        .filter_map(|part| part.split('<').next())
        .collect();
    assert_eq!(counts, ["0", "0", "1", "1"], "received, handed out, incomplete, refused");
}

/// A marriage that was decided on and waits at the desk; 8.000 đồng are owed.
fn ready(town: &Town, desk: &Clerk<'_>) -> String {
    let code = desk.saved(&marriage());
    let actor = Actor { id: town.accounts["specialist@own"].to_string(), office: WARD.to_owned() };
    let act = Act::Finish {
        outcome: Outcome::Granted,
        day: date(2019, 12, 16),
        register: Some((DESK.to_owned(), MARRIAGE.to_owned())),
        number: None,
        signed_by: town.accounts["leader@own"].to_string(),
    };
    let words = Words::default();
    let command = dossier::Command::Act { code: code.clone(), expected: None, act, words };
    town.tell(&actor, Command::Dossier(command));
    code
}

#[test]
fn a_result_is_given_to_whom_it_belongs_and_the_day_is_closed_on_its_money() {
    let town = town();
    let desk = Clerk::of(&town, "desk");
    let code = ready(&town, &desk);
    for query in [code.as_str(), "067193004518"] {
        let found = desk.get(&format!("/counter/returns?code={query}"));
        assert!(found.body.contains(&code) && found.body.contains("8.000"), "{query}");
    }
    let next = Clerk::of(&town, "next").get(&format!("/counter/returns?code={code}"));
    assert_eq!(next.status, 404, "another desk finds nothing");
    let compared = |card| desk.post("/counter/returns/check", &[("code", &code), ("scan", card)]);
    assert!(compared(CARD).body.contains("Đúng chủ hồ sơ"));
    assert!(compared(OTHER_CARD).body.contains("Không phải chủ hồ sơ"));
    let give = |more: &[(&'static str, &'static str)]| {
        let mut pairs = vec![("code", code.as_str()), ("method", "cash"), ("receipt", "0000001")];
        pairs.extend(more);
        desk.post("/counter/returns", &pairs)
    };
    let other = give(&[("scan", OTHER_CARD)]);
    assert!(other.body.contains("href=\"#c-authorisation\""), "{}", told(&other));
    let given = give(&[("scan", CARD)]);
    assert_eq!(given.status, 303, "{}", told(&given));
    assert_eq!(give(&[]).status, 422, "it is given once");
    let day = desk.get("/counter/day").body;
    assert!(day.contains("AA-19P 0000001") && day.contains("8.000"), "{day}");
    assert_eq!(desk.post("/counter/day", &[("counted", "x")]).status, 422);
    let less = desk.post("/counter/day", &[("counted", "7.000")]);
    assert_eq!(less.status, 422);
    assert!(less.body.contains("thiếu 1.000"), "{}", told(&less));
    assert_eq!(desk.post("/counter/day", &[("counted", "8.000")]).status, 303);
    assert!(desk.get("/counter/day").body.contains("Đã chốt và nộp quỹ"));
    assert_eq!(desk.post("/counter/day", &[("counted", "1")]).status, 303, "it is closed once");
    static CLOSED: Sql = Sql("SELECT count(*) FROM event WHERE kind = 'day-closed'");
    static COUNTED: Sql = Sql("SELECT counted FROM day_close WHERE expected = 8000
        AND receipts = 1");
    let counted = (town.ground().number(&CLOSED), town.ground().number(&COUNTED));
    assert_eq!(counted, (1, 8000), "the cash that was handed in is a fact");
    let plain = Clerk::of(&town, "plain").get("/counter/day");
    assert_eq!(plain.status, 403, "money is for those who take it");
}

#[test]
fn papers_are_given_on_a_list_and_taken_over_as_far_as_they_arrived() {
    let town = town();
    let (desk, taker) = (Clerk::of(&town, "desk"), Clerk::of(&town, "specialist@own"));
    let mut seen = marriage();
    seen.push(("seen", "1"));
    let [one, two] = [(); 2].map(|()| desk.saved(&seen));
    let unknown = desk.post("/counter/handover/scan", &[("code", "H16.20.12-191216-0999")]);
    assert_eq!(unknown.status, 422);
    for code in [&one, &two] {
        let scanned = desk.post("/counter/handover/scan", &[("code", &code.to_lowercase())]);
        assert_eq!(scanned.status, 200, "{}", told(&scanned));
        assert!(scanned.body.contains(code.as_str()));
    }
    let nobody = desk.post("/counter/handover", &[("receiver", "")]);
    assert_eq!(nobody.status, 422);
    let fields = [("receiver", WARD), ("key", "h1")];
    let given = desk.post("/counter/handover", &fields);
    assert_eq!(given.status, 303, "{}", told(&given));
    let list = given.header("location").to_owned();
    assert_eq!(list, "/counter/handover/MC-X24611-20191216-01");
    assert_eq!(desk.post("/counter/handover", &fields).header("location"), list, "a form, a list");
    assert!(taker.get("/counter/handover").body.contains(&list), "it waits for the taker");
    assert_eq!(Clerk::of(&town, "next").get(&list).status, 404, "it is nobody else's");
    let number = list.replace("/counter/handover/", "");
    let arrived = format!("arrived.{one}");
    let mut fields = vec![("number", number.as_str()), (arrived.as_str(), "1")];
    let silent = taker.post("/counter/handover/take", &fields);
    assert_eq!(silent.status, 422, "what did not arrive is written down");
    assert!(silent.body.contains("href=\"#c-remark\""), "{}", told(&silent));
    fields.push(("remark", "Thiếu một bộ"));
    assert_eq!(taker.post("/counter/handover/take", &fields).status, 303);
    let at = |code: &str| desk.get(&format!("/counter/whereabouts?code={code}")).body;
    assert!(at(&one).contains("Đang ở") && at(&one).contains("Thiếu một bộ"));
    assert!(at(&two).contains("Đang trên đường đến"), "it is the giver's until it is counted");
    assert_eq!(
        Clerk::of(&town, "next").get(&format!("/counter/whereabouts?code={two}")).status,
        404
    );
    let late = format!("arrived.{two}");
    let rest = [("number", number.as_str()), (late.as_str(), "1")];
    assert_eq!(taker.post("/counter/handover/take", &rest).status, 303);
    assert!(at(&two).contains("Đang ở"));
    let ground = town.close();
    assert_eq!(ground.findings(), Vec::new(), "the hands are what was told");
}

//! Official papers of a dossier: what stands on each, and who is given which.

use std::collections::BTreeSet;

use db::{Engine, Sql};
use domain::access::Fields;
use domain::account::Kind;
use domain::dossier::{self, Event, File, Personal, PlannedStep, ReturnBy};
use domain::event::{Actor, Header};
use domain::procedure::description::{Channel, Quantity, Span, Unit};
use domain::{Command, StreamId};
use pdf::Form;
use serde_json::json;
use server::dossier::paper::{self, Paper, Which};
use server::dossier::read::{self, Known};

use super::dossiers::{Api, DESK, WARD, filed, read as json_of, sign};
use super::town::Town;
use crate::ground::ENGINES;

static READINGS: Sql = Sql("SELECT count(*) FROM reading");

/// What the house knows of a dossier.
fn known(town: &Town, code: &str) -> (Known, Vec<(Header, Event)>) {
    let (site, code) = (&town.site().0, code.to_owned());
    let read = site.house().db.read(move |tx| {
        let known = read::one(tx, &code)?.expect("it is there");
        let events = read::events(tx, &known.stream)?;
        Ok::<_, server::commit::Error>((known, events))
    });
    town.wait(read).expect("it reads")
}

fn form(town: &Town, code: &str, paper: Paper, which: &Which) -> Option<Form> {
    let (known, events) = known(town, code);
    form_of(town, &known, &events, paper, which)
}

fn form_of(
    town: &Town,
    known: &Known,
    events: &[(Header, Event)],
    paper: Paper,
    which: &Which,
) -> Option<Form> {
    let sees: BTreeSet<Fields> = Fields::ALL.into();
    let made = paper::form(&town.site().0, known, events, &sees, paper, which);
    town.wait(made).expect("it is made")
}

/// Every one of the texts stands on the form.
fn says(form: &Form, texts: &[&str]) {
    let letters = pdf::testing::letters(form).expect("it is laid out");
    for text in texts {
        let solid: String = text.split_whitespace().collect();
        assert!(letters.contains(&solid), "{text}: {letters}");
    }
}

/// A dossier that was supplemented, apologised for, decided, paid for and handed out.
fn lived(town: &Town) -> String {
    let clerk = Api::of(town, DESK, &["clerk", "cashier"]);
    let specialist = Api::of(town, WARD, &["specialist"]);
    let keeper = Api::of(town, WARD, &["records-keeper"]);
    let code = filed(&clerk)["code"].as_str().expect("a code").to_owned();
    clerk.act(&code, "forward", &json!({ "sets": 1, "text": "Gấp" }));
    specialist.act(&code, "take", &json!({}));
    let items = json!([{ "component": "to-khai", "reason": "unreadable", "text": "Trang 2 mờ" }]);
    let asked = json!({ "items": items, "until": "2019-12-20", "basis": "Điều 17 NĐ 61/2018" });
    specialist.act(&code, "request-supplement", &asked);
    town.pass_minutes(5);
    clerk.act(&code, "complete-supplement", &json!({}));
    let sorry = json!({ "due": "2019-12-27", "text": "Chờ xác minh tại nơi cư trú cũ" });
    specialist.act(&code, "apologise", &sorry);
    let proposal = json!({ "outcome": "granted", "office": WARD, "text": "Đủ điều kiện" });
    specialist.act(&code, "propose", &proposal);
    sign(town, &code);
    keeper.act(&code, "number", &json!({}));
    keeper.act(&code, "release", &json!({}));
    let book = json!({ "form": "01BLP", "series": "AA-19P" });
    let paid = json!({ "amount_vnd": 8000, "means": "cash", "receipt": book });
    clerk.act(&code, "record-payment", &paid);
    code
}

#[test]
fn each_paper_says_what_the_dossier_knows_and_nothing_else() {
    let town = Town::new(Engine::Sqlite);
    let code = lived(&town);
    let of = |paper| form(&town, &code, paper, &Which::default());
    let slip = of(Paper::Slip).expect("it was taken in");
    says(
        &slip,
        &[
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Mẫu số 01 (TT 01/2018/TT-VPCP)",
            "ỦY BAN NHÂN DÂN PHƯỜNG NGHĨA ĐỨC",
            "Nghĩa Đức, ngày 16 tháng 12 năm 2019",
            &code,
            "H'Bia Niê",
            "Địa chỉ: Tổ 3, phường Nghĩa Đức",
            "Số điện thoại: ....",
            "Đăng ký kết hôn",
            "Tờ khai đăng ký kết hôn theo mẫu, hai bên khai chung một tờ",
            "Bản chính",
            "Số lượng hồ sơ: 01 (bộ)",
            "5 ngày làm việc; cơ quan cam kết 4 ngày làm việc",
            "Thời gian nhận hồ sơ: 08 giờ 00 phút, ngày 16 tháng 12 năm 2019",
            "(nhận trực tiếp)",
            "Bản sao trích lục hộ tịch: 8.000 đồng",
            "biên lai số 0000001",
            "Quyển số: 01/2019, Số thứ tự: 1",
        ],
    );
}

#[test]
fn letters_about_a_dossier_say_what_was_asked_promised_and_paid() {
    let town = Town::new(Engine::Sqlite);
    let code = lived(&town);
    let of = |paper| form(&town, &code, paper, &Which::default());
    let slip = of(Paper::Slip).expect("it was taken in");
    let original = known(&town, &code).0.dossier.deadline.expect("a deadline").original.date();
    let due = format!("ngày {:02} tháng 12 năm 2019", original.day());
    says(&slip, &[&format!("5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, {due}")]);
    says(
        &of(Paper::Supplement).expect("it was asked"),
        &[
            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
            "Lần thứ 1",
            "Căn cứ: Điều 17 NĐ 61/2018",
            "1. Tờ khai đăng ký kết hôn theo mẫu",
            "Trang 2 mờ",
            "Hạn bổ sung, hoàn thiện hồ sơ: 17 giờ 00 phút, ngày 20 tháng 12 năm 2019",
        ],
    );
    says(
        &of(Paper::Apology).expect("it was promised anew"),
        &[
            "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
            "Kính gửi: H'Bia Niê",
            "Lý do: Chờ xác minh tại nơi cư trú cũ",
            "17 giờ 00 phút, ngày 27 tháng 12 năm 2019",
            "THỦ TRƯỞNG CƠ QUAN",
        ],
    );
    says(
        &of(Paper::ControlSlip).expect("it was taken in"),
        &[
            "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
            "Kèm theo hồ sơ của: H'Bia Niê",
            "2. Nhận: Ủy ban nhân dân phường Nghĩa Đức",
            "Gấp",
        ],
    );
    says(
        &of(Paper::Receipt).expect("it was paid"),
        &[
            "Mẫu số: 01BLP",
            "Ký hiệu: AA-19P",
            "Số: 0000001",
            "Tổng cộng8.000",
            "Tám nghìn đồng",
            "Tên đơn vị hoặc người nộp phí, lệ phí: H'Bia Niê",
        ],
    );
    assert_eq!(of(Paper::Refusal), None, "it was not refused");
    assert_eq!(of(Paper::Stop), None, "it was not stopped");
}

#[test]
fn of_several_papers_the_named_one_is_printed_and_none_that_there_is_not() {
    let town = Town::new(Engine::Sqlite);
    let code = lived(&town);
    let is_there = |paper, which| form(&town, &code, paper, &which).is_some();
    let round = |round| Which { round: Some(round), ..Which::default() };
    assert!(is_there(Paper::Supplement, round(1)) && is_there(Paper::Apology, round(1)));
    for which in [0, 2, usize::MAX] {
        assert!(!is_there(Paper::Supplement, round(which)), "round {which}");
        assert!(!is_there(Paper::Apology, round(which)), "round {which}");
    }
    let receipt = |number, series: &str| Which {
        number: Some(number),
        series: Some(series.to_owned()),
        ..Which::default()
    };
    assert!(is_there(Paper::Receipt, receipt(1, "AA-19P")));
    assert!(!is_there(Paper::Receipt, receipt(2, "AA-19P")));
    assert!(!is_there(Paper::Receipt, receipt(1, "AA-18P")));
}

#[test]
fn a_dossier_is_printed_by_the_rules_it_was_received_under() {
    let town = Town::new(Engine::Sqlite);
    let code = lived(&town);
    let (known, events) = known(&town, &code);
    let under = |rules: &str, paper| {
        let mut known = known.clone();
        known.dossier.filing.rules = rules.to_owned();
        form_of(&town, &known, &events, paper, &Which::default())
    };
    says(&under("2015", Paper::Slip).expect("a slip"), &["Mẫu số 03 (QĐ 09/2015/QĐ-TTg)"]);
    assert_eq!(under("2015", Paper::Apology), None, "there was no such form");
    says(&under("2025", Paper::Slip).expect("a slip"), &["Mẫu số 01 (TT 03/2025/TT-VPCP)"]);
    says(
        &under("2025", Paper::Apology).expect("an apology"),
        &[
            "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
            "đề nghị gia hạn thời gian giải quyết hồ sơ thêm:",
            "ngày làm việc",
        ],
    );
    assert_eq!(under("1999", Paper::Slip), None, "rules that nobody knows");
}

#[test]
fn a_refusal_and_a_stop_say_why() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let specialist = Api::of(&town, WARD, &["specialist"]);
    let code = filed(&clerk)["code"].as_str().expect("a code").to_owned();
    clerk.act(&code, "forward", &json!({ "sets": 1 }));
    specialist.act(&code, "take", &json!({}));
    let stop = json!({ "reason": "duplicate", "document": "12/QĐ-UBND", "text": "Đã có hồ sơ 5" });
    specialist.act(&code, "stop", &stop);
    let (mut known, events) = known(&town, &code);
    let of = |known: &Known| form_of(&town, known, &events, Paper::Stop, &Which::default());
    assert_eq!(of(&known), None, "the rules of 2018 have no such form");
    known.dossier.filing.rules = "2025".to_owned();
    says(
        &of(&known).expect("the rules of 2025 have"),
        &[
            "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
            "Đã có hồ sơ 5",
            "Dừng giải quyết hồ sơ theo văn bản số 12/QĐ-UBND",
            "Chưa thu phí, lệ phí",
        ],
    );
}

#[test]
fn an_erased_person_is_printed_as_erased() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let code = lived(&town);
        let stream: StreamId = known(&town, &code).0.stream;
        let ground = "retention-ended".to_owned();
        town.tell(&Actor::administrator(), Command::ErasePersonal { stream, ground });
        for paper in [Paper::Slip, Paper::Supplement, Paper::ControlSlip, Paper::Receipt] {
            let form = form(&town, &code, paper, &Which::default()).expect("it is still printed");
            says(&form, &["(dữ liệu cá nhân đã được xóa)", &code]);
            let letters = pdf::testing::letters(&form).expect("it is laid out");
            for gone in ["Bia", "Tổ3", "Trang2mờ", "Gấp"] {
                assert!(!letters.contains(gone), "{}: {gone}", paper.id());
            }
        }
    }
}

#[test]
fn a_paper_is_given_to_those_who_may_read_the_dossier_and_kept_by_nobody() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
    let code = owned(&town, "citizen-other");
    let path = format!("/dossiers/{code}/paper/slip");
    let given = town.get("desk", &path);
    assert_eq!((given.status, given.header("content-type")), (200, "application/pdf"));
    assert_eq!(given.header("cache-control"), "no-store");
    let name = format!("inline; filename=\"slip-{code}.pdf\"");
    assert_eq!(given.header("content-disposition"), name);
    let form = form(&town, &code, Paper::Slip, &Which::default()).expect("a slip");
    let file = pdf::render(&form).expect("it is made");
    assert_eq!(given.body, String::from_utf8_lossy(&file), "what is given is what was looked at");
    for other in ["clerk@sibling", "clerk@other", "citizen-own", "closed"] {
        assert_eq!(town.get(other, &path).status, 403, "{other}");
    }
    let visitor = town.get("visitor", &path);
    assert_eq!(visitor.status, 303, "to the sign-in");
    for missing in ["refusal", "apology", "stop", "receipt", "supplement", "draft", "slip.pdf"] {
        let answer = town.get("desk", &format!("/dossiers/{code}/paper/{missing}"));
        assert_eq!(answer.status, 404, "{missing}");
    }
    let page = town.get("desk", &format!("/dossiers/{code}"));
    assert!(page.body.contains(&path), "the dossier leads to its papers");
}

#[test]
fn a_name_that_no_paper_can_show_is_refused_at_its_place() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let mut foreign = super::dossiers::marriage();
    foreign["applicant"]["name"] = "Trần 漢".into();
    let answer = clerk.post("/api/v1/dossiers", &foreign, None);
    assert_eq!(answer.status, 422, "{}", answer.body);
    let errors = &json_of(&answer)["errors"];
    assert_eq!(errors[0]["place"], "applicant.name");
    assert!(errors[0]["detail"].as_str().is_some_and(|it| it.contains('漢')), "{errors}");
}

#[test]
fn the_register_of_a_desk_is_its_own_and_bounded() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
    let code = lived(&town);
    let at =
        |from: &str, to: &str| format!("/registers/dossiers?office={DESK}&from={from}&to={to}");
    let given = town.get("desk", &at("2019-12-01", "2019-12-31"));
    assert_eq!((given.status, given.header("content-type")), (200, "application/pdf"));
    let site = &town.site().0;
    let period = paper::register::Period {
        office: DESK.to_owned(),
        from: jiff::civil::date(2019, 12, 1),
        to: jiff::civil::date(2019, 12, 31),
    };
    let register = town.wait(paper::register::of(site, &period)).expect("it is made");
    let row = register.rows.first().expect("a row");
    assert_eq!((register.rows.len(), row.number, &row.code), (1, 1, &code));
    let start = jiff::civil::date(2019, 12, 16);
    assert_eq!((row.received, row.forwarded, row.decided), (start, Some(start), Some(start)));
    assert_eq!((row.returned, row.channel.as_str()), (None, "Trực tiếp"));
    says(&Form::Register(register), &["SỔ THEO DÕI HỒ SƠ", "Quyển số: 01/2019", "H'Bia Niê"]);
    for (from, to) in [("2019-12-01", "2020-01-01"), ("2019-12-02", "2019-12-01")] {
        assert_eq!(town.get("desk", &at(from, to)).status, 422, "{from} to {to}");
    }
    assert_eq!(town.get("desk", &at("2019-13-01", "x")).status, 400);
    for other in ["clerk@own", "clerk@sibling", "citizen-own"] {
        assert_eq!(town.get(other, &at("2019-12-01", "2019-12-31")).status, 403, "{other}");
    }
}

#[test]
fn an_apology_is_drafted_shown_to_the_leader_and_missed_as_the_days_pass() {
    let town = Town::new(Engine::Sqlite);
    let clerk = Api::of(&town, DESK, &["clerk"]);
    let code = filed(&clerk)["code"].as_str().expect("a code").to_owned();
    clerk.act(&code, "forward", &json!({ "sets": 1 }));
    let taken = town.post("specialist@own", &format!("/dossiers/{code}/take"), "");
    assert_eq!(taken.status, 303, "{}", taken.body);
    let promised = known(&town, &code).0.dossier.deadline.expect("a deadline").promised.date();
    assert_eq!(promised, jiff::civil::date(2019, 12, 20), "a Friday");
    let next_day = || {
        town.pass_minutes(24 * 60);
        town.insides().0.accept_clock().expect("the door hears it");
    };
    let lists = |who: &str| town.get(who, "/apologies").body;
    for who in ["specialist@own", "leader@own"] {
        assert!(!lists(who).contains(&code), "{who}: it is Monday");
    }
    next_day();
    next_day();
    for who in ["specialist@own", "leader@own"] {
        assert!(lists(who).contains(&code) && lists(who).contains("đã soạn sẵn"), "{who}");
    }
    assert!(!lists("specialist@sibling").contains(&code), "nobody else's");
    let form = town.get("specialist@own", &format!("/dossiers/{code}/apologise"));
    assert!(form.body.contains("chưa xong trước ngày hẹn"), "the draft is filled in");
    next_day();
    assert!(lists("leader@own").contains("ngày cuối để gửi"), "the next morning");
    next_day();
    assert!(lists("leader@own").contains("chưa gửi phiếu xin lỗi"), "it was missed");
    let sorry = "reason=Ch%E1%BB%9D&due.day=27&due.month=12&due.year=2019";
    let sent = town.post("specialist@own", &format!("/dossiers/{code}/apologise"), sorry);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(!lists("leader@own").contains(&code), "it is gone with the apology");
    let again = town.post("specialist@own", &format!("/dossiers/{code}/apologise"), sorry);
    assert_eq!(again.status, 409, "once only");
}

#[test]
fn ones_own_data_holds_ones_dossiers_with_what_one_said_in_them() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
    let code = owned(&town, "citizen-own");
    let of = |who: &str| json_of(&town.get(who, "/account/data/export"))["dossiers"].clone();
    let own = of("citizen-own");
    let [dossier] = &own.as_array().expect("a list")[..] else { panic!("{own}") };
    assert_eq!(dossier["code"], code.as_str());
    assert_eq!(dossier["applicant"]["name"], "H'Bia Niê");
    assert_eq!(of("citizen-other"), json!([]), "and nobody else's");
}

/// A dossier of a citizen with an account, taken in at the desk; answers its code.
fn owned(town: &Town, owner: &str) -> String {
    let day = jiff::civil::date(2019, 12, 16);
    let text = super::dossiers::marriage();
    let whole = |part: &str| text[part].clone();
    let applicant = serde_json::from_value(whole("applicant")).expect("an applicant");
    let step = |id: &str, office: &str| PlannedStep {
        id: id.to_owned(),
        role: "clerk".to_owned(),
        office: office.to_owned(),
        limit: Span { quantity: Quantity::whole(1), unit: Unit::WorkingDay },
        consults: Vec::new(),
    };
    let file = File {
        day,
        office: DESK.to_owned(),
        identifier: "001.01.21.H16".to_owned(),
        procedure: "1.000894".to_owned(),
        revision: 1,
        case: Some("verify".to_owned()),
        channel: Channel::Counter,
        assisted: false,
        accept: true,
        return_by: ReturnBy::Counter,
        sets: 1,
        components: serde_json::from_value(whole("components")).expect("papers"),
        fees: Vec::new(),
        agreed: None,
        hours: "commune".to_owned(),
        steps: vec![step("receive", DESK), step("handle", WARD)],
        account: Some(town.accounts[owner].clone()),
        foreign: Vec::new(),
        personal: Personal { applicant, ..Personal::default() },
        paid: None,
        at_once: None,
    };
    let actor = Actor { id: town.accounts["desk"].to_string(), office: DESK.to_owned() };
    let stream = town.tell(&actor, Command::Dossier(dossier::Command::File(Box::new(file))));
    let read = town.site().0.house().db.read(move |tx| read::of(tx, &stream));
    town.wait(read).expect("it reads").expect("it is there").dossier.filing.code
}

#[test]
fn an_owner_is_given_what_is_addressed_to_them_and_it_is_no_reading() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
    let code = owned(&town, "citizen-own");
    let given =
        |who: &str, paper: &str| town.get(who, &format!("/dossiers/{code}/paper/{paper}")).status;
    assert_eq!(given("citizen-own", "slip"), 200);
    assert_eq!(given("citizen-own", "control-slip"), 404, "it travels between offices");
    assert_eq!((given("desk", "control-slip"), given("desk", "slip")), (200, 200));
    for other in ["citizen-other", "clerk@sibling"] {
        assert_eq!(given(other, "slip"), 403, "{other}");
    }
    assert_eq!(town.ground().number(&READINGS), 2, "the desk's two");
    let mine = town.get("citizen-own", &format!("/my/dossiers/{code}"));
    assert!(mine.body.contains(&format!("/dossiers/{code}/paper/slip")), "{}", mine.status);
    assert!(!mine.body.contains("control-slip"));
}

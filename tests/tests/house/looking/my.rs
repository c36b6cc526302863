//! One's own page, ratings by one's account, and the questions that lead to a procedure.

use axum::http::Method;
use db::Engine;
use domain::Command;
use domain::dossier::{Act, Command as Dossiers, File, Words};
use domain::event::Actor;
use server::dossier::file::{Filing, Ground, prepare};

use super::dossiers::{DESK, marriage};
use super::town::{Answer, Town};

/// A dossier that a citizen handed in online; answers its code.
fn submitted(town: &Town, name: &str) -> String {
    let account = town.accounts[name].clone();
    let mut filing = marriage();
    filing["applicant"]["email"] = "h.bia@example.vn".into();
    let filing: Filing = serde_json::from_value(filing).expect("a filing");
    let site = town.site().0.clone();
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let ground = Ground { day, now, account: None, key: None };
    let at = site.clone();
    let read = move |tx: &mut db::Tx<'_>| prepare(tx, at.register(), &filing, ground);
    // Of the town's procedures none goes online: it is the citizen's, and waits at the desk.
    let file = site.house().db.read_now(read).expect("it is prepared");
    let file = File { account: Some(account.clone()), accept: false, ..file };
    let actor = Actor { id: account.to_string(), office: String::new() };
    let stream = town.tell(&actor, Command::Dossier(Dossiers::File(Box::new(file))));
    let read = move |tx: &mut db::Tx<'_>| server::dossier::read::of(tx, &stream);
    let known = site.house().db.read_now(read).expect("read").expect("there");
    known.dossier.filing.code
}

fn done(town: &Town, code: &str, act: Act) {
    let actor = Actor { id: town.accounts["clerk@own"].to_string(), office: DESK.to_owned() };
    let words = Words::of("vì lý do đã nêu");
    let command = Dossiers::Act { code: code.to_owned(), expected: None, act, words };
    town.tell(&actor, Command::Dossier(command));
}

fn lack() -> domain::dossier::Lack {
    domain::dossier::Lack { component: None, reason: domain::dossier::Reason::Missing }
}

fn get(town: &Town, path: &str) -> Answer {
    town.ask(&Method::GET, path, None, "", &[])
}

#[test]
fn ones_own_page_tells_first_what_waits_and_nobody_elses() {
    let town = Town::new(Engine::Sqlite);
    let code = submitted(&town, "citizen-own");
    let page = town.get("citizen-own", "/my");
    assert!(page.status == 200 && page.body.contains("Không có việc nào chờ bạn"), "{}", page.body);
    let lacks = vec![lack()];
    let (until, basis, again) = (None, String::new(), String::new());
    done(&town, &code, Act::RequestSupplement { lacks, until, basis, again });
    server::notice::work::round(&town.site().0).expect("notices are written");
    let page = town.get("citizen-own", "/my").body;
    for words in
        ["Bổ sung giấy tờ", &code, "Yêu cầu bổ sung", "Nằm ở khay tin", "/account/readings"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    let other = town.get("citizen-other", "/my").body;
    assert!(!other.contains(&code), "{other}");
    assert_eq!(get(&town, "/my").status, 303, "a visitor signs in first");
}

#[test]
fn an_applicant_with_an_account_rates_by_it_once() {
    let town = Town::new(Engine::Sqlite);
    let code = submitted(&town, "citizen-own");
    let path = format!("/r/{code}");
    assert!(town.get("citizen-own", &path).body.contains("Chưa đánh giá được"));
    done(&town, &code, Act::Refuse(vec![lack()]));
    let page = town.get("citizen-own", &format!("/my/dossiers/{code}")).body;
    assert!(page.contains(&format!("href=\"{path}\"")), "the dossier leads to it: {page}");
    let question = town.get("citizen-own", &path).body;
    assert!(
        question.contains("Rất hài lòng") && !question.contains("name=\"secret\""),
        "{question}"
    );
    let send = |name: &str| town.post(name, &format!("{path}/rate"), "score=3&text=");
    assert_eq!(
        send("citizen-other").status,
        303,
        "who has neither account nor slip types the codes"
    );
    assert_eq!((send("citizen-own").status, send("citizen-own").status), (200, 409));
    let page = town.get("citizen-own", &format!("/my/dossiers/{code}")).body;
    assert!(!page.contains(&format!("href=\"{path}\"")), "and then no more: {page}");
}

#[test]
fn three_questions_at_most_lead_to_a_procedure_its_case_and_its_papers() {
    let town = Town::new(Engine::Sqlite);
    let begin = get(&town, "/guide");
    assert!(begin.body.contains("/guide/marriage"), "{}", begin.body);
    assert!(get(&town, "/").body.contains("href=\"/guide\""), "the front page leads to it");
    let question = get(&town, "/guide/marriage/0").body;
    assert!(question.contains("/guide/marriage/0/1") && question.contains("Đăng ký kết hôn"));
    let ends = get(&town, "/guide/marriage/0/1").body;
    for words in [
        "Cần xác minh điều kiện kết hôn",
        "/procedures/1.000894?case=verify",
        "Giấy tờ cần chuẩn bị",
    ] {
        assert!(ends.contains(words), "{words} in {ends}");
    }
    let english = get(&town, "/guide/marriage/0/1?lang=en").body;
    assert!(english.contains("Marriage registration"), "{english}");
    let tell = get(&town, "/guide/business/2").body;
    assert!(tell.contains("Không phải làm thủ tục"), "{tell}");
    for path in
        ["/guide/nothing", "/guide/marriage/9", "/guide/marriage/0/1/0", "/guide/marriage/x"]
    {
        assert_eq!(get(&town, path).status, 404, "{path}");
    }
}

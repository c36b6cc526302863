//! What grows with the number of dossiers, and what a filing costs in statements: counted, so that
//! a busy machine proves the same as an idle one.

use axum::http::Method;
use db::{Engine, Sql, Value};
use domain::account::Kind;
use serde_json::json;
use server::commit::Error;

use super::dossiers::{Api, DESK, WARD, filed, marriage, read};
use super::town::Town;
use crate::ground::ENGINES;

/// The most statements of a commit of filings, beside the one that ends it.
const FILING_STATEMENTS_MAX: u64 = 15;
/// Dossiers that one office has open: few, and many.
const FEW: i64 = 2_000;
const MANY: i64 = 50_000;

/// What a page may cost with many dossiers, in hundredths of what it costs with few.
const SLOPE_MAX: u64 = 150;

/// Pages that are opened all day, by those who open them.
const PAGES: [(&str, &str); 9] = [
    ("leader@own", "/work?view=unit"),
    ("leader@own", "/work?view=unit&state=working"),
    ("leader@own", "/work?view=unit&procedure=1.000894"),
    ("leader@own", "/work?view=unit&field=P7"),
    ("leader@own", "/work?view=unit&late=paused"),
    ("specialist@own", "/work?view=queue"),
    ("specialist@own", "/work?view=mine"),
    ("specialist@own", "/dossiers/CODE"),
    ("leader@own", "/approve"),
];

/// Copies of a dossier's row: of other procedures and fields, due one after the other, one in ten
/// in somebody's hands.
static COPY: Sql = Sql("WITH RECURSIVE n (n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM n
    WHERE n < $2) INSERT INTO dossier (id, stream, code, office, holder, assignee, procedure, field,
    channel, phase, is_open, account, filed_at, received_at, due, promised, standing, late_since,
    ended_at, version) SELECT 1000000 + n.n, '2019/dossier/copy' || n.n, 'COPY-' || n.n, d.office,
    d.holder, CASE n.n % 10 WHEN 0 THEN '2019/account/copy' || (n.n % 70) END,
    CASE n.n % 2 WHEN 0 THEN d.procedure ELSE 'P' || (n.n % 40) END,
    CASE n.n % 2 WHEN 0 THEN d.field ELSE 'P' || (n.n % 9) END, d.channel, d.phase, d.is_open,
    NULL, d.filed_at, d.received_at + n.n, d.due + n.n * 1000, d.promised + n.n * 1000,
    CASE n.n % 5 WHEN 0 THEN 1 ELSE 0 END, NULL, NULL, d.version
    FROM n JOIN dossier d ON d.code = $3");

fn copy(town: &Town, code: &str, from: i64, to: i64) {
    let values: [Value; 3] = [from.into(), to.into(), code.into()];
    let copied = town.insides().0.work_now(move |tx| Ok::<_, Error>(tx.execute(&COPY, &values)?));
    assert_eq!(copied.expect("rows are copied"), u64::try_from(to - from + 1).unwrap_or(0));
}

/// What each page costs, in steps of the engine.
fn costs(town: &Town, code: &str) -> Vec<u64> {
    let one = |(who, path): &(&str, &str)| {
        let path = path.replace("CODE", code);
        let db = &town.site().0.house().db;
        let session = town.sign_in(who);
        // What is kept in memory is read by the first one who asks.
        town.ask(&Method::GET, &path, session.as_ref(), "", &[]);
        let cost = || {
            let before = db.steps();
            let answer = town.ask(&Method::GET, &path, session.as_ref(), "", &[]);
            assert_eq!(answer.status, 200, "{path}");
            db.steps() - before
        };
        // Now and then one of them finds what is kept in memory too old, and reads that as well.
        (0..4).map(|_| cost()).min().unwrap_or(0)
    };
    PAGES.iter().map(one).collect()
}

#[test]
fn a_page_costs_the_same_however_many_dossiers_an_office_has_open() {
    let town = Town::new(Engine::Sqlite);
    let desk = Api::of(&town, DESK, &["clerk"]);
    let code = filed(&desk)["code"].as_str().expect("a code").to_owned();
    desk.act(&code, "forward", &json!({ "sets": 1 }));
    Api::of(&town, WARD, &["specialist"]).act(&code, "acknowledge", &json!({ "sets": 1 }));
    copy(&town, &code, 1, FEW);
    let few = costs(&town, &code);
    copy(&town, &code, FEW + 1, MANY);
    let many = costs(&town, &code);
    for ((few, many), (who, path)) in few.iter().zip(&many).zip(PAGES) {
        assert!(*few > 100, "{path}: {few} steps are no page");
        assert!(many * 100 <= few * SLOPE_MAX, "{path} as {who}: {few} steps, then {many}");
    }
}

#[test]
fn a_commit_of_filings_sends_few_statements() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let desk = Api::of(&town, DESK, &["clerk"]);
        filed(&desk);
        let counts = town.insides().0.counts();
        let read = || {
            let of = |counter: &std::sync::atomic::AtomicU64| {
                counter.load(std::sync::atomic::Ordering::Relaxed)
            };
            (of(&counts.batches), of(&counts.statements))
        };
        for n in 0..20 {
            let before = read();
            let answer = desk.post("/api/v1/dossiers", &marriage(), Some(&format!("key-{n}")));
            assert_eq!(answer.status, 201, "{}", answer.body);
            let after = read();
            assert_eq!(after.0 - before.0, 1, "a filing is one commit");
            let sent = after.1 - before.1;
            assert!((5..=FILING_STATEMENTS_MAX).contains(&sent), "{engine:?}: {sent} statements");
        }
    }
}

#[test]
fn a_filing_is_answered_as_it_is_kept_and_the_same_again() {
    for engine in ENGINES {
        let mut town = Town::new(engine);
        town.open("desk", Kind::Staff, &[(DESK, "clerk")], "");
        let desk = Api::of(&town, DESK, &["clerk"]);
        let mut sent = marriage();
        // Decomposed, with stray spaces: it is kept as it is to be read.
        sent["applicant"]["name"] = "  Nguye\u{302}\u{303}n  Thi\u{323} Ma\u{302}\u{303}u ".into();
        let first = read(&desk.post("/api/v1/dossiers", &sent, Some("key")));
        assert_eq!(first["applicant"]["name"], "Nguyễn Thị Mẫu", "{first}");
        let again = read(&desk.post("/api/v1/dossiers", &sent, Some("key")));
        assert_eq!(again, first, "what an earlier request did is read, and reads the same");
    }
}

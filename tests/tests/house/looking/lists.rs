//! Lists of those who work on dossiers: saved, examined, flagged, exported, and how much each asks.

use axum::http::Method;
use db::{Engine, Sql};
use serde_json::Value as Json;

use super::dossiers::{Api, marriage, read};
use super::work::Office;
use crate::ground::ENGINES;

#[test]
fn a_list_is_kept_under_a_name_by_its_owner_alone_and_without_words() {
    static VIEWS: Sql = Sql("SELECT query FROM saved_view ORDER BY made_at");
    let office = Office::new(Engine::Sqlite);
    let town = &office.town;
    let path = "/views";
    let saved = town.post("specialist@own", path, "name=Cham&query=late%3Dlate%26q%3DBia");
    assert!(saved.header("location").contains("done=saved"), "{}", saved.header("location"));
    assert_eq!(town.ground().texts(&VIEWS, Vec::new()), ["late=late"], "no name is kept");
    let page = town.get("specialist@own", "/work?late=late").body;
    assert!(page.contains("Cham"), "{page}");
    assert!(!town.get("second", "/work?late=late").body.contains("Cham"));
    let at = page.find("/views/").expect("a way to remove it");
    let id = &page[at + 7..at + 7 + page[at + 7..].find('/').expect("its end")];
    let remove = format!("/views/{id}/remove");
    assert_eq!(town.post("second", &remove, "").status, 404);
    assert_eq!(town.post("specialist@own", &remove, "").status, 303);
    assert!(town.ground().texts(&VIEWS, Vec::new()).is_empty());
    for (fields, wrong) in [("name=&query=late%3Dlate", "name"), ("name=a&query=q%3Dx", "query")] {
        let refused = town.post("specialist@own", path, fields);
        assert!(refused.header("location").contains(&format!("wrong={wrong}")));
        let told = town.get("specialist@own", refused.header("location"));
        assert!(told.body.contains("govuk-error-summary"));
    }
}

#[test]
fn what_was_examined_stays_with_the_dossier_and_a_note_with_its_writer() {
    let office = Office::new(Engine::Sqlite);
    let (code, town) = (office.taken(), &office.town);
    let path = format!("/dossiers/{code}");
    let page = town.get("specialist@own", &path).body;
    assert!(page.contains("check.requirement-1") && page.contains("check.paper-to-khai"), "{page}");
    let fields = "check.requirement-1=met&check.paper-to-khai=failed&check.no-such=met&check.paper-kq004946=x";
    assert_eq!(town.post("specialist@own", &format!("{path}/checks"), fields).status, 303);
    assert_eq!(town.post("leader@own", &format!("{path}/checks"), fields).status, 403);
    assert_eq!(town.post("specialist@own", &format!("{path}/note"), "note=Goi+lai").status, 303);
    let page = town.get("specialist@own", &path).body;
    assert_eq!(page.matches("value=\"met\" selected").count(), 1, "{page}");
    assert_eq!(page.matches("value=\"failed\" selected").count(), 1);
    assert!(page.contains("Goi lai"));
    let seen = town.get("leader@own", &path).body;
    assert!(!seen.contains("Goi lai"), "a note is its writer's alone");
    assert!(!seen.contains("name=\"check."), "and who does not work on it ticks nothing");
    let erased = town.post("specialist@own", &format!("{path}/note"), "note=+");
    assert_eq!(erased.status, 303);
    assert!(!town.get("specialist@own", &path).body.contains("Goi lai"));
}

#[test]
fn the_same_request_of_one_person_is_flagged_and_elsewhere_only_that_it_is_open() {
    let office = Office::new(Engine::Sqlite);
    let town = &office.town;
    let first = office.taken();
    let second = office.taken();
    let page = town.get("specialist@own", &format!("/dossiers/{second}")).body;
    assert!(page.contains(&format!("/dossiers/{first}")), "the other one of this office");
    let elsewhere = Api::of(town, "MC-X24612", &["clerk"]);
    let mut wish: Json = marriage();
    wish["office"] = "MC-X24612".into();
    let answer = elsewhere.post("/api/v1/dossiers", &wish, None);
    let other = read(&answer)["code"].as_str().expect("a code").to_owned();
    let page = town.get("specialist@own", &format!("/dossiers/{second}?lang=en")).body;
    assert!(page.contains("has asked another office for the same"), "{page}");
    assert!(!page.contains(&other), "but not which one");
    assert!(page.contains("1 more of this procedure"), "{page}");
}

#[test]
fn a_centre_shows_what_burns_and_gives_somebodys_work_to_another() {
    for engine in ENGINES {
        let office = Office::new(engine);
        let town = &office.town;
        let codes = [office.taken(), office.taken()];
        let proposed = office.proposed();
        let centre = town.get("leader@own", "/centre");
        assert_eq!(centre.status, 200);
        assert!(centre.body.contains("Nguyễn specialist@own"), "{}", centre.body);
        assert_eq!(town.get("specialist@own", "/centre").status, 403);
        let empty = town.post("leader@own", "/centre/substitute", "reason=Om");
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains("href=\"#absent\"") && empty.body.contains(">Om</textarea>"));
        let [from, to] = ["specialist@own", "second"].map(|who| town.accounts[who].to_string());
        let fields = format!("absent={from}&to={to}&reason=Om");
        let given = town.post("leader@own", "/centre/substitute?lang=en", &fields);
        assert!(given.status == 200 && given.body.contains("2 dossiers were given."));
        let page = town.get("second", "/work").body;
        for code in &codes {
            assert!(page.contains(code), "{code}");
        }
        assert!(!page.contains(&proposed), "what waits for a signature is nobody's work");
        let other = town.post("leader@other", "/centre/substitute", &fields);
        assert!(other.status == 200 && town.get("second", "/work").body.contains(&codes[0]));
    }
}

#[test]
fn lists_are_filtered_exported_and_recorded() {
    static EXPORTED: Sql = Sql("SELECT count(*) FROM reading WHERE rows_shown = 3");
    for engine in ENGINES {
        let office = Office::new(engine);
        let town = &office.town;
        let codes = [office.waiting(), office.taken(), office.taken()];
        let leader = "leader@own";
        let found = |query: &str| {
            let page = town.get(leader, &format!("/work?view=unit&{query}"));
            assert_eq!(page.status, 200, "{query}");
            codes.iter().filter(|code| page.body.contains(&format!("value=\"{code}\""))).count()
        };
        let key = town.key("specialist@own");
        let cases = [
            ("", 3),
            ("procedure=1.000894", 3),
            ("procedure=2.000000", 0),
            ("field=G15-TP07", 3),
            ("field=none", 0),
            ("channel=counter", 3),
            ("channel=online", 0),
            ("state=working", 3),
            ("state=proposed", 0),
            ("office=X24611", 3),
            ("office=X24612", 0),
            ("holder=none", 1),
            (&*format!("holder={key}"), 2),
            (&*format!("holder={key}&state=working"), 2),
            ("late=late", 0),
            ("late=paused", 0),
            ("q=bia", 3),
            ("q=bia&holder=none", 1),
            ("q=bia&state=proposed", 0),
        ];
        for (query, count) in cases {
            assert_eq!(found(query), count, "{query} on {engine:?}");
        }
        let before = town.ground().number(&EXPORTED);
        let csv = town.get(leader, "/work.csv?view=unit&lang=en");
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.header("content-disposition").contains("ho-so.csv"));
        assert_eq!(csv.body.lines().count(), 4, "{}", csv.body);
        assert!(codes.iter().all(|code| csv.body.contains(code)) && csv.body.contains("H'Bia Niê"));
        let xlsx = town.get(leader, "/work.xlsx?view=unit");
        assert!(xlsx.status == 200 && xlsx.body.starts_with("PK"));
        assert_eq!(town.ground().number(&EXPORTED), before + 2, "each was recorded as a reading");
        let mine = town.get("specialist@own", "/work.csv?view=mine");
        assert_eq!(mine.body.lines().count(), 3);
    }
}

/// Statements that a page sends, however many dossiers it shows.
const STATEMENTS: [(&str, &str, u64); 4] = [
    ("specialist@own", "/work?view=mine", 8),
    ("leader@own", "/work?view=unit", 8),
    ("specialist@own", "/dossiers/CODE", 14),
    ("leader@own", "/approve", 8),
];

#[test]
fn a_page_of_dossiers_sends_few_statements_however_long_it_is() {
    let office = Office::new(Engine::Sqlite);
    let code = office.taken();
    office.proposed();
    let counted = |office: &Office| {
        STATEMENTS.map(|(who, path, _)| {
            let path = path.replace("CODE", &code);
            let db = &office.town.site().0.house().db;
            // What is kept in memory is read by the first one who asks.
            office.town.get(who, &path);
            let session = office.town.sign_in(who);
            let before = db.statements();
            let answer = office.town.ask(&Method::GET, &path, session.as_ref(), "", &[]);
            assert_eq!(answer.status, 200, "{path}");
            db.statements() - before
        })
    };
    let few = counted(&office);
    for _ in 0..4 {
        office.taken();
        office.proposed();
    }
    assert_eq!(counted(&office), few, "it does not grow with the list");
    for ((_, path, most), sent) in STATEMENTS.iter().zip(few) {
        assert!(sent <= *most, "{path} sends {sent} statements");
    }
}

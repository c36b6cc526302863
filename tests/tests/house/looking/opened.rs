//! Records opened for a purpose, glasses, notices, and the search of who looked.

use std::collections::BTreeSet;

use db::{Engine, Sql};
use domain::account::Kind;
use jiff::civil::date;

use super::town::Town;
use crate::ground::ENGINES;

static READINGS: Sql = Sql("SELECT count(*) FROM reading");

fn readings(town: &Town) -> i64 {
    town.ground().number(&READINGS)
}

#[test]
fn a_record_is_shown_for_a_purpose_and_each_time_recorded_before() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let path = format!("/persons/{}", town.key("citizen-own"));
        let asked = town.get("data-protection@other", &path);
        assert_eq!(asked.status, 200);
        assert!(!asked.body.contains("099190000001"), "it asks for the purpose first");
        assert_eq!(readings(&town), 0);
        let none = town.post("data-protection@other", &path, "purpose=");
        assert_eq!((none.status, readings(&town)), (422, 0));
        let emergency = town.post("data-protection@other", &path, "purpose=emergency");
        assert_eq!((emergency.status, readings(&town)), (422, 0), "no glass was broken");
        let shown = town.post("data-protection@other", &path, "purpose=inquiry");
        assert_eq!((shown.status, readings(&town)), (200, 1));
        assert!(shown.body.contains("099190000001"));
        for other in ["clerk@own", "auditor@own", "citizen-other", "closed"] {
            let answer = town.post(other, &path, "purpose=handling");
            assert_eq!((answer.status, readings(&town)), (403, 1), "{other}");
            assert!(!answer.body.contains("099190000001"), "{other}");
        }
        let own = town.get("citizen-own", &path);
        assert!(
            own.body.contains("099190000001") && readings(&town) == 1,
            "one's own is no reading"
        );
        assert_eq!(town.ground().findings(), []);
    }
}

#[test]
fn a_person_is_found_by_the_exact_number_alone_which_stands_in_no_address() {
    let town = Town::new(Engine::Sqlite);
    let found = town.post("clerk@own", "/persons/find", "number=0991+9000+0001");
    let to = found.header("location").to_owned();
    assert_eq!((found.status, to), (303, format!("/persons/{}", town.key("citizen-own"))));
    for number in ["09919000000", "099190000003", "", "%25", "099190000001%00"] {
        let none = town.post("clerk@own", "/persons/find", &format!("number={number}"));
        assert_eq!(none.status, 404, "{number}");
    }
    let asked = town.get("clerk@own", "/persons/find?number=099190000001");
    assert_ne!(asked.status, 303);
}

#[test]
fn a_broken_glass_opens_one_record_for_half_an_hour_and_is_told_at_once() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let (own, other) = (town.key("citizen-own"), town.key("citizen-other"));
        let path = format!("/glass/new?subject={own}");
        for (fields, field) in [("reason=&words=x", "#reason"), ("reason=life&words=", "#words")] {
            let wrong = town.post("clerk@own", &path, fields);
            assert_eq!(wrong.status, 422);
            assert!(wrong.body.contains(field), "the error leads to its field");
        }
        let broken = town.post("clerk@own", &path, "reason=life&words=A+child+is+missing");
        assert_eq!((broken.status, broken.header("location")), (303, &*format!("/persons/{own}")));
        let emergency = "purpose=emergency";
        let read = |id: &str| town.post("clerk@own", &format!("/persons/{id}"), emergency).status;
        assert_eq!((read(&own), read(&other)), (200, 403), "it opens one record");
        for told in ["leader@own", "data-protection@other"] {
            assert!(town.get(told, "/notices").body.contains("Nguyễn clerk@own"), "{told}");
            assert!(town.get(told, "/").body.contains("(1)"), "{told} sees it in the masthead");
        }
        for others in ["leader@other", "leader@sibling", "clerk@own", "clerk@sibling"] {
            assert!(!town.get(others, "/notices").body.contains("<tr><td>"), "{others}");
        }
        assert_eq!(town.post("leader@own", "/notices", "").status, 303);
        assert!(!town.get("leader@own", "/").body.contains("(1)"), "it was seen");
        assert!(town.get("data-protection@other", "/").body.contains("(1)"), "by one alone");
        town.pass_minutes(31);
        assert_eq!(read(&own), 403, "the half hour is over");
    }
}

#[test]
fn a_glass_is_judged_by_another_and_one_past_its_day_stops_its_breaker() {
    let mut town = Town::new(Engine::Sqlite);
    town.open("both", Kind::Staff, &[("X24611", "clerk"), ("X24611", "data-protection")], "");
    let id = town.break_glass("both", "citizen-own", date(2019, 12, 15));
    let path = format!("/glass/{id}");
    assert_eq!(town.get("both", &path).status, 403, "nobody judges their own");
    let new = format!("/glass/new?subject={}", town.key("citizen-other"));
    let again = town.post("both", &new, "reason=life&words=again");
    assert_eq!(again.status, 422, "the first was not judged by its day");
    assert_eq!(town.post("both", &path, "verdict=justified").status, 403);
    assert!(town.get("data-protection@own", &path).body.contains("a child is missing"));
    assert_eq!(town.post("data-protection@own", &path, "verdict=").status, 422);
    assert_eq!(town.post("data-protection@own", &path, "verdict=unjustified").status, 303);
    let twice = town.post("data-protection@own", &path, "verdict=justified");
    assert_eq!(twice.status, 409);
    assert_eq!(town.post("both", &new, "reason=life&words=again").status, 303);
}

#[test]
fn who_looked_is_found_by_person_reader_office_time_purpose_and_action() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let (own, other) = (town.key("citizen-own"), town.key("citizen-other"));
        let reader = "data-protection@own";
        for (id, purpose) in [(&own, "inquiry"), (&own, "complaint"), (&other, "inquiry")] {
            let path = format!("/persons/{id}");
            assert_eq!(town.post(reader, &path, &format!("purpose={purpose}")).status, 200);
        }
        let rows = |question: &str| {
            let answer = town.get("auditor@own", &format!("/readings?for=inspection&{question}"));
            assert_eq!(answer.status, 200, "{question}");
            answer.body.matches("<tr><td class=\"mc-when\">").count()
        };
        let key = town.key(reader);
        let all = [
            (format!("person={own}"), 2),
            (format!("person={own}&of=complaint"), 1),
            (format!("reader={key}&action=read-person"), 3),
            ("office=X24611&action=read-person".to_owned(), 3),
            ("office=X24612&action=read-person".to_owned(), 0),
            ("of=inquiry".to_owned(), 2),
            ("of=inquiry&action=read-person".to_owned(), 2),
            (format!("person={own}&from=2019-12-16&to=2019-12-16"), 2),
            (format!("person={own}&from=2019-12-17"), 0),
            (format!("person={own}&to=2019-12-15"), 0),
            ("person=nobody".to_owned(), 0),
            ("action=search-readings".to_owned(), 11),
        ];
        for (question, count) in all {
            assert_eq!(rows(&question), count, "{question} on {engine:?}");
        }
        let before = readings(&town);
        assert_eq!(town.get("auditor@own", &format!("/readings?person={own}")).status, 422);
        assert_eq!(readings(&town), before, "nothing is shown without a purpose");
        let page = town.get("auditor@own", &format!("/readings?for=inspection&person={own}"));
        assert!(page.body.contains(&own) && !page.body.contains("Nguyễn citizen-own"));
        let seen = town.get("inspector@own", &format!("/readings?for=inspection&person={own}"));
        assert!(seen.body.contains("Nguyễn citizen-own"), "an inspector sees who people are");
        let found = town.post("auditor@own", "/readings/find", "for=inspection&who=099190000001");
        assert_eq!(town.post("auditor@own", "/readings/find", "who=Nguyen").status, 422);
        assert!(found.body.contains(&format!("for=inspection&#38;person={own}")));
    }
}

#[test]
fn a_long_search_is_walked_without_gap_or_double() {
    let town = Town::new(Engine::Sqlite);
    let path = format!("/persons/{}", town.key("citizen-own"));
    for _ in 0..120 {
        assert_eq!(town.post("data-protection@own", &path, "purpose=inquiry").status, 200);
    }
    let person = town.key("citizen-own");
    let mut next = format!("/readings?for=inspection&person={person}");
    let (mut count, mut pages) = (0, BTreeSet::new());
    while pages.insert(next.clone()) {
        let body = town.get("auditor@own", &next).body;
        count += body.matches("<tr><td class=\"mc-when\">").count();
        let Some(at) = body.find("mc-pager") else { break };
        let link = &body[at + body[at..].find("href=\"").expect("a link") + 6..];
        next = link[..link.find('"').expect("its end")].replace("&#38;", "&");
    }
    assert_eq!((count, pages.len()), (120, 3));
}

#[test]
fn the_months_outlier_is_the_one_who_looked_at_everybody() {
    let mut town = Town::new(Engine::Sqlite);
    let officers: Vec<String> = (0..6).map(|number| format!("officer-{number}")).collect();
    for name in &officers {
        town.open(name, Kind::Staff, &[("VP", "data-protection")], "");
    }
    let path = format!("/persons/{}", town.key("citizen-own"));
    for (number, name) in officers.iter().enumerate() {
        for _ in 0..if number == 3 { 40 } else { 2 } {
            assert_eq!(town.post(name, &path, "purpose=inquiry").status, 200);
        }
    }
    let report = town.get("auditor@own", "/readings/outliers?month=2019-12&for=inspection");
    assert_eq!(report.status, 200);
    assert!(report.body.contains("Nguyễn officer-3"));
    assert_eq!(report.body.matches("<th scope=\"row\">").count(), 1, "nobody else stands out");
}

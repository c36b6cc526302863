//! Figures as each reader is told them, and the ratings that one counts, over the router, on a small
//! played year.

use axum::body::Body;
use axum::http::Request as Sent;

use crate::served::{Answer, Served, played};

const ALL: &str = "/measures/satisfaction/records?part=denominator";

async fn listed(served: &Served, path: &str) -> serde_json::Value {
    let reform = served.token("SNV", &["reform-office"]).await;
    let (status, answer) = served.bearer(&reform, &format!("/api/v1{path}")).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer["items"].clone()
}

fn scores(items: &serde_json::Value) -> Vec<u64> {
    let items = items.as_array().expect("a list").iter();
    items.map(|it| it["score"].as_u64().expect("a score")).collect()
}

#[tokio::test]
async fn satisfaction_opens_down_to_its_ratings_and_to_no_dossier() {
    let served = played();
    let reader = served.token("SNV", &["reform-office"]).await;
    let (_, figure) = served.bearer(&reader, "/api/v1/measures/satisfaction").await;
    let all = listed(&served, ALL).await;
    let rated = scores(&all);
    assert_eq!(figure["denominator"].as_u64(), Some(rated.len() as u64), "{figure}");
    assert!(rated.len() >= 5 && rated.iter().any(|score| *score < 4), "{rated:?}");
    let satisfied = rated.iter().filter(|score| **score >= 4).count();
    assert_eq!(figure["numerator"].as_u64(), Some(satisfied as u64), "{figure}");
    let some = listed(&served, "/measures/satisfaction/records?part=numerator").await;
    assert_eq!(scores(&some).len(), satisfied);
    let one = rated[0];
    let same = listed(&served, &format!("{ALL}&score={one}")).await;
    let count = rated.iter().filter(|score| **score == one).count();
    assert_eq!(scores(&same), vec![one; count]);
    let said = listed(&served, &format!("{ALL}&written=1")).await;
    let texts: Vec<&str> =
        said.as_array().expect("a list").iter().filter_map(|it| it["text"].as_str()).collect();
    assert!(!texts.is_empty() && texts.len() == scores(&said).len(), "{said}");
    assert!(texts.len() < rated.len(), "some said nothing");
    let reform = served.appoint("SNV", "inspector").await;
    let page = served.get(&reform, ALL).await.body;
    assert!(page.contains(texts[0]), "what was written is read");
    for answer in [page, all.to_string()] {
        assert!(!answer.contains("H16-"), "no dossier is named");
    }
}

#[tokio::test]
async fn few_ratings_are_not_opened_to_the_office_that_was_rated_nor_any_to_outsiders() {
    let served = played();
    let all = listed(&served, ALL).await;
    let of = |office: &str| {
        let items = all.as_array().expect("a list").iter();
        items.filter(|it| it["office"] == office).count()
    };
    let offices: std::collections::BTreeSet<&str> =
        all.as_array().expect("a list").iter().filter_map(|it| it["office"].as_str()).collect();
    let few = offices.into_iter().find(|office| (1..5).contains(&of(office)));
    let few: &'static str = few.expect("an office with few").to_owned().leak();
    let leader = served.appoint(few, "leader").await;
    let page = served.get(&leader, ALL).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("ít hơn 5 phiếu") && !page.body.contains("mc-rated__bar"));
    let leader = served.token(few, &["leader"]).await;
    let (status, told) = served.bearer(&leader, &format!("/api/v1{ALL}")).await;
    assert_eq!((status, &told["type"]), (403, &"urn:motcua:problem:few-ratings".into()));
    let clerk = served.appoint(few, "clerk").await;
    let page = served.get(&clerk, ALL).await;
    assert!(page.status == 200 && !page.body.contains("mc-rated__bar"), "it is not theirs");
    let clerk = served.token(few, &["clerk"]).await;
    assert_eq!(served.bearer(&clerk, &format!("/api/v1{ALL}")).await.0, 403);
}

/// What a visitor is answered.
async fn visited(served: &Served, path: &str) -> Answer {
    served.answer(Sent::get(path).body(Body::empty()).expect("a request")).await
}

/// A measure narrowed to an office, over the interface.
fn of(measure: &str, office: &str) -> String {
    format!("/api/v1/measures/{measure}?office={office}")
}

#[tokio::test]
async fn the_days_of_one_dossier_are_told_to_whoever_reads_its_office_and_to_nobody_else() {
    let served = played();
    let timed = listed(&served, "/measures/time-cut/records?part=denominator").await;
    let one = timed.as_array().and_then(|it| it.first()).expect("one took its time");
    let text = |name: &str| one[name].as_str().expect("a text").to_owned();
    let (office, day) = (text("office"), text("ended_at")[..10].to_owned());
    let asked = format!("office={office}&procedure={}&from={day}&to={day}", text("procedure"));
    let reform = served.token("SNV", &["reform-office"]).await;
    for measure in ["time-cut", "committed-cut-of-dossiers"] {
        let path = format!("/api/v1/measures/{measure}?{asked}");
        let told = visited(&served, &path).await.json();
        assert_eq!((&told["hidden"], &told["state"]), (&true.into(), &"value".into()), "{told}");
        for side in ["numerator", "denominator", "percent"] {
            assert!(told[side].is_null(), "{side} would tell how long it took: {told}");
        }
        let (_, told) = served.bearer(&reform, &path).await;
        assert!(told["denominator"].as_i64().is_some_and(|days| days > 0), "{told}");
        let page = visited(&served, &format!("/measures/{measure}?{asked}")).await.body;
        assert!(page.contains("không hiện, số đếm nhỏ") && !page.contains("mc-frac__value"));
    }
}

#[tokio::test]
async fn small_counts_are_told_of_the_offices_whose_reports_one_reads_and_of_no_others() {
    let served = played();
    let reform = served.token("SNV", &["reform-office"]).await;
    let rows = "/api/v1/measures/on-time-by-law?by=office";
    let (_, all) = served.bearer(&reform, rows).await;
    let few = |row: &&serde_json::Value| row["denominator"].as_i64().is_some_and(|it| it < 5);
    let few: Vec<&serde_json::Value> =
        all["rows"].as_array().expect("rows").iter().filter(few).collect();
    let key = |at: usize| few[at]["key"].as_str().expect("a code").to_owned();
    let (own, other): (&'static str, String) = (key(0).leak(), key(1));
    let leader = served.token(own, &["leader"]).await;
    let (_, told) = served.bearer(&leader, rows).await;
    let row = |code: &str| {
        let rows = told["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["key"] == code).cloned().expect("a row")
    };
    assert_eq!(row(own)["denominator"], few[0]["denominator"], "its own");
    assert!(row(&other)["denominator"].is_null() && row(&other)["hidden"] == true, "{told}");
    let (_, told) = served.bearer(&leader, &of("on-time-by-law", own)).await;
    assert!(told["numerator"].is_i64(), "{told}");
    let (_, told) = served.bearer(&leader, &of("on-time-by-law", &other)).await;
    assert!(told["numerator"].is_null() && told["percent"].is_null(), "{told}");
    let browser = served.appoint(own, "leader").await;
    let page = served.get(&browser, &format!("/measures/on-time-by-law?office={other}")).await.body;
    assert!(page.contains("dưới 5") && page.contains("không hiện, số đếm nhỏ"), "{page}");
    let page = served.get(&browser, &format!("/measures/on-time-by-law?office={own}")).await.body;
    assert!(!page.contains("không hiện, số đếm nhỏ"), "{page}");
}

#[tokio::test]
async fn one_rating_is_not_told_by_its_figure_to_the_office_that_was_rated() {
    let served = played();
    let all = listed(&served, ALL).await;
    let all = all.as_array().expect("a list");
    let count = |office: &str| all.iter().filter(|it| it["office"] == office).count();
    let office = |it: &serde_json::Value| it["office"].as_str().expect("a code").to_owned();
    let few = all.iter().map(office).find(|it| count(it) < 5).expect("an office with few");
    let leader = served.token(&few, &["leader"]).await;
    let (_, told) = served.bearer(&leader, &of("satisfaction", &few)).await;
    assert_eq!(told["hidden"], true, "{told}");
    for name in ["numerator", "denominator", "percent", "interval", "response"] {
        assert!(told[name].is_null(), "{name}: {told}");
    }
    let reform = served.token("SNV", &["reform-office"]).await;
    let (_, told) = served.bearer(&reform, &of("satisfaction", &few)).await;
    assert_eq!(told["denominator"].as_u64(), Some(count(&few) as u64), "{told}");
    let (_, told) = served.bearer(&reform, "/api/v1/measures/satisfaction").await;
    let number = |name: &str| told[name].as_f64().expect("a number");
    let rate = number("denominator") * 100.0 / number("finished");
    assert!((number("response") - rate).abs() < 1e-9, "{told}");
    let reader = served.appoint("SNV", "reform-office").await;
    let page = served.get(&reader, "/measures/satisfaction").await.body;
    assert!(page.contains("là mẫu ngẫu nhiên") && page.contains("tỷ lệ đánh giá"), "{page}");
}

#[tokio::test]
async fn a_list_of_ratings_goes_on_without_saying_when_one_was_given() {
    let served = played();
    let reform = served.token("SNV", &["reform-office"]).await;
    let all = scores(&listed(&served, ALL).await);
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1{ALL}&limit=2{cursor}");
        let (status, page) = served.bearer(&reform, &path).await;
        assert_eq!(status, 200, "{page}");
        found.extend(scores(&page["items"]));
        let Some(next) = page["next"].as_str() else { break };
        assert_eq!(super::opened::after(Some(next)), None, "{next} tells an instant");
        cursor = format!("&cursor={next}");
    }
    assert!(all.len() > 4 && found == all, "{found:?} {all:?}");
    // What another list gives out is no way into this one.
    let path = format!("/api/v1{ALL}&cursor=1576458000000000-7");
    assert_eq!(served.bearer(&reform, &path).await.0, 400);
}

#[tokio::test]
async fn every_list_of_figures_says_its_window_and_the_time_of_its_data() {
    let served = played();
    let page = visited(&served, "/programmes").await.body;
    assert!(page.contains("Kỳ 01/01/") && page.contains("Số liệu lúc "), "{page}");
    for path in ["/api/v1/measures", "/api/v1/programmes", "/api/v1/programmes/1019-2017"] {
        let told = visited(&served, path).await.json();
        for name in ["from", "to", "data_time"] {
            assert!(told[name].is_string(), "{name} of {path}");
        }
        let window = format!("{path}?from=2019-03-01&to=2019-03-31");
        assert_eq!(visited(&served, &window).await.json()["to"], "2019-03-31", "{path}");
    }
}

//! Ratings that a figure counts, over the router, on a small played year.

use crate::served::{Served, played};

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
    let reader = served.token("SNV", &["read-reports"]).await;
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

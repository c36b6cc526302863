//! Figures and programmes over the interface.

use super::serve_catalogue;

#[tokio::test]
async fn figures_are_told_with_their_state_and_procedures_are_listed_to_everybody() {
    let served = serve_catalogue();
    let (status, all) = served.json("/api/v1/measures").await;
    assert_eq!((status, all["items"].as_array().map(Vec::len)), (200, Some(15)));
    let of = |id: &str| {
        let items = all["items"].as_array().expect("a list");
        items.iter().find(|it| it["id"] == id).cloned().expect("a measure")
    };
    assert_eq!(of("on-time-by-law")["state"], "no-data");
    assert!(of("on-time-by-law")["percent"].is_null(), "nothing counted is not zero");
    let level = of("services-level-3");
    assert_eq!(level["state"], "value");
    let (_, listed) =
        served.json("/api/v1/measures/services-level-3/records?part=denominator").await;
    let records = listed["items"].as_array().expect("a list").len();
    assert_eq!(level["denominator"].as_u64(), Some(records as u64));
    let (_, listed) = served.json("/api/v1/measures/services-level-3/records").await;
    let records = listed["items"].as_array().expect("a list").len();
    assert_eq!(level["numerator"].as_u64(), Some(records as u64));
    let (_, months) = served.json("/api/v1/measures/services-level-3?by=month").await;
    assert_eq!(months["rows"].as_array().map(Vec::len), Some(12), "{months}");
    assert_eq!(months["rows"][11]["key"], "2019-12");
    let (status, _) = served.json("/api/v1/measures/on-time-by-law/records").await;
    assert_eq!(status, 401, "dossiers are listed to officers alone");
}

#[tokio::test]
async fn an_office_has_the_procedures_that_its_page_lists_and_those_of_the_offices_under_it() {
    let served = serve_catalogue();
    let told = async |path: String| served.json(&format!("/api/v1{path}")).await;
    let measure = "/measures/procedures-published";
    // A commune, a department, and a district with its communes.
    for (office, is_alone) in [("X24619", true), ("STP", true), ("H660", false)] {
        let (_, listed) = told(format!("/procedures?office={office}&limit=200")).await;
        let listed = listed["items"].as_array().expect("a list").len() as u64;
        let (_, figure) = told(format!("{measure}?office={office}")).await;
        let count = figure["denominator"].as_u64().expect("a count, also a small one");
        assert!(listed > 0 && count >= listed, "{office}: {count} of {listed}");
        assert_eq!(count == listed, is_alone, "{office}: {count} of {listed}");
        for by in ["procedure", "field"] {
            let (_, parts) = told(format!("{measure}?office={office}&by={by}")).await;
            let rows = parts["rows"].as_array().expect("rows");
            let sum: u64 = rows.iter().filter_map(|row| row["denominator"].as_u64()).sum();
            assert_eq!(sum, count, "{parts}");
        }
        let (_, records) =
            told(format!("{measure}/records?part=denominator&office={office}")).await;
        assert_eq!(records["items"].as_array().map(Vec::len), Some(count as usize));
        let (_, months) = told(format!("{measure}?office={office}&by=month")).await;
        let last = months["rows"].as_array().and_then(|rows| rows.last()).expect("a month");
        assert_eq!((&last["key"], last["denominator"].as_u64()), (&"2019-12".into(), Some(count)));
        let (_, offices) = told(format!("{measure}?by=office")).await;
        let row = offices["rows"].as_array().expect("rows").iter().find(|it| it["key"] == office);
        assert_eq!(row.expect("a row")["denominator"].as_u64(), Some(count));
    }
    let (_, within) = told(format!("{measure}?office=H660&by=office")).await;
    let keys = within["rows"].as_array().expect("rows").iter().map(|it| &it["key"]);
    let keys: Vec<&str> = keys.filter_map(|it| it.as_str()).collect();
    assert!(keys.contains(&"H660") && !keys.contains(&"STP"), "{keys:?}");
    for path in [measure.to_owned(), format!("{measure}/records")] {
        assert_eq!(told(format!("{path}?office=NOWHERE")).await.0, 404);
        assert_eq!(told(format!("{path}?from=yesterday")).await.0, 400);
    }
    assert_eq!(told(format!("{measure}?by=moon")).await.0, 400);
    assert_eq!(told("/measures/on-time-by-law?by=field".to_owned()).await.0, 200);
}

#[tokio::test]
async fn the_page_of_a_figure_of_procedures_opens_by_office_and_field_down_to_its_procedures() {
    let served = serve_catalogue();
    let page = async |path: &str| {
        let (status, body) = served.body(path).await;
        (status, String::from_utf8(body).expect("text"))
    };
    let (status, whole) = page("/measures/services-level-3").await;
    assert_eq!(status, 200);
    for told in ["Theo cơ quan", "Theo lĩnh vực", "Theo thủ tục", "không cộng thành số của tỉnh"]
    {
        assert!(whole.contains(told), "{told}");
    }
    assert!(!whole.contains("dưới 5"), "each procedure is listed: no count is hidden");
    assert!(whole.contains("/measures/services-level-3?office=X24619"));
    let (_, commune) = page("/measures/services-level-3?office=X24619").await;
    let list = "/measures/services-level-3/records?office=X24619&part=denominator";
    assert!(commune.contains(&list.replace('&', "&#38;")), "the way to its procedures");
    let (status, records) = page(list).await;
    assert_eq!(status, 200);
    assert!(records.contains("/procedures/1.001193"), "a commune registers births");
    assert!(!records.contains("/procedures/2.001610"), "and no household businesses");
    for path in ["/measures/services-level-3", "/measures/services-level-3/records"] {
        assert_eq!(page(&format!("{path}?office=NOWHERE")).await.0, 404);
    }
}

#[tokio::test]
async fn a_programme_tells_every_target_with_threshold_owner_baseline_and_state() {
    let served = serve_catalogue();
    let (status, list) = served.json("/api/v1/programmes").await;
    assert_eq!((status, &list["items"][0]["id"]), (200, &"1019-2017".into()));
    let (status, one) = served.json("/api/v1/programmes/1019-2017").await;
    assert_eq!(status, 200);
    let objectives = one["objectives"].as_array().expect("objectives");
    assert_eq!(objectives.len(), 7);
    let targets: Vec<_> =
        objectives.iter().flat_map(|it| it["targets"].as_array().expect("targets")).collect();
    let of = |id: &str| targets.iter().find(|it| it["id"] == id).expect("a target");
    assert_eq!(of("standardised")["threshold"], 100.0);
    assert_eq!(of("sipas")["state"], "not-published");
    assert_eq!(of("papi-score")["state"], "not-comparable");
    assert_eq!(
        (&of("pci-score")["state"], &of("pci-score")["standing"]),
        (&"value".into(), &"reached".into())
    );
    assert_eq!(of("officers-qualified")["state"], "no-data");
    let ranks = ["pci-rank", "papi-rank", "par-index-rank"].map(|id| of(id)["state"].clone());
    assert_eq!(ranks, ["no-data", "not-comparable", "not-published"], "score and rank of each");
    assert_eq!(of("level-4")["beside"].as_array().map(Vec::len), Some(2));
    for target in targets {
        assert!(target["owner"].as_str().is_some_and(|it| !it.is_empty()), "{target}");
        assert!(target["baseline"].is_object(), "{target}");
    }
}

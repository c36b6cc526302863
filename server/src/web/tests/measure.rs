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
    let (_, of_office) = served.json("/api/v1/measures/services-level-3?office=SXD").await;
    assert_eq!(of_office["state"], "not-comparable", "procedures are counted for the province");
    let (status, _) = served.json("/api/v1/measures/on-time-by-law/records").await;
    assert_eq!(status, 401, "dossiers are listed to officers alone");
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
    assert_eq!(of("level-4")["beside"].as_array().map(Vec::len), Some(2));
    for target in targets {
        assert!(target["owner"].as_str().is_some_and(|it| !it.is_empty()), "{target}");
        assert!(target["baseline"].is_object(), "{target}");
    }
}

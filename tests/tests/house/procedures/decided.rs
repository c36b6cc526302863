//! From a national record to a published revision, and to its end, on both engines.

use serde_json::json;

use super::served::Served;
use super::{decision, events, file, import, publish, record};
use crate::ground::{ENGINES, Ground};

const CODE: &str = "1.000001";
const PATH: &str = "/procedures/1.000001";
const ONE: &str = "procedures = [{ code = \"1.000001\" }]";

fn days(served: &Served, path: &str) -> serde_json::Value {
    served.json(path)["limits"][0]["legal"]["quantity"].clone()
}

#[test]
fn a_changed_record_is_a_draft_that_nobody_sees_until_a_decision_and_its_day() {
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        let folder = ground.fresh.directory.path();
        let old = file(folder, "old.json", record(CODE, 5).to_string());
        let first = import(&ground, std::slice::from_ref(&old));
        assert_eq!((first.new, first.changed, first.unchanged, first.drafts), (1, 0, 0, 1));
        let told = events(&ground);
        let again = import(&ground, &[old]);
        assert_eq!((again.new, again.changed, again.unchanged, again.drafts), (0, 0, 1, 0));
        assert_eq!(events(&ground), told, "what is known already is not told");
        assert_eq!(Served::new(&ground).status(PATH), 404, "a draft is nobody's business");

        let decided = decision("Lê Thị Duyệt", "2019-12-10", ONE);
        assert_eq!(publish(&ground, &decided).expect("published"), 2, "a review and a decision");
        assert_eq!(publish(&ground, &decided).expect("the same again"), 0);
        let served = Served::new(&ground);
        assert_eq!(days(&served, PATH), 5);
        let unmapped = served.json(PATH)["unmapped"].to_string();
        assert!(unmapped.contains("returningMethods"), "what has no place is told: {unmapped}");
        let page = served.get("/procedures/1.000001?lang=vi").1;
        assert!(page.contains("Thủ tục cấp giấy thử") && page.contains("5\u{a0}ngày làm việc"));
        drop(served);

        let new = file(folder, "new.json", record(CODE, 7).to_string());
        let changed = import(&ground, &[new]);
        assert_eq!((changed.new, changed.changed, changed.drafts), (0, 1, 1));
        let served = Served::new(&ground);
        assert_eq!(days(&served, PATH), 5, "a draft changes no page");
        assert_eq!(served.status("/procedures/1.000001/diff?from=1&to=2"), 404);
        drop(served);

        let until = "procedures = [{ code = \"1.000001\", to = \"2020-04-30\" }]";
        let scheduled = decision("Lê Thị Duyệt", "2020-03-01", until);
        assert_eq!(publish(&ground, &scheduled).expect("published"), 2);
        let told = events(&ground);
        let served = Served::new(&ground);
        for (today, expected, in_force) in [
            ("2019-12-16", 5, true),
            ("2020-02-29", 5, true),
            ("2020-03-01", 7, true),
            ("2020-04-30", 7, true),
            ("2020-05-01", 7, false),
        ] {
            served.shift_to(today);
            let one = served.json(PATH);
            assert_eq!(one["limits"][0]["legal"]["quantity"], expected, "{today}");
            assert_eq!(one["in_force"], in_force, "{today}");
            let listed = served.json("/procedures?q=cap%20giay%20thu");
            let published = listed["items"].as_array().expect("a list").len();
            assert_eq!(published, usize::from(in_force), "{today}: the list follows the day");
            let page = served.get("/procedures/1.000001?lang=vi").1;
            assert!(page.contains(&format!("{expected}\u{a0}ngày làm việc")), "{today}");
        }
        served.shift_to("2019-12-16");
        assert_eq!(days(&served, "/procedures/1.000001?at=2020-03-01"), 7);
        assert_eq!(served.json("/procedures/1.000001/revisions")["items"][1]["to"], "2020-04-30");
        drop(served);
        assert_eq!(events(&ground), told, "a day that comes is no event");
        assert_eq!(ground.findings(), []);
    }
}

#[test]
fn a_decision_is_published_whole_or_not_at_all() {
    for engine in ENGINES {
        let ground = Ground::in_2019(engine);
        let folder = ground.fresh.directory.path();
        let mut without_papers = record("1.000002", 5);
        without_papers["data"]["executionCases"] = json!([]);
        let files = [
            file(folder, "one.json", record(CODE, 5).to_string()),
            file(folder, "two.json", without_papers.to_string()),
        ];
        import(&ground, &files);
        let before = events(&ground);
        let both = "procedures = [{ code = \"1.000001\" }, { code = \"1.000002\" }]";
        for (what, approver, from, procedures) in [
            ("two different officials", "Trần Văn Soát", "2019-12-10", ONE),
            ("part-missing", "Lê Thị Duyệt", "2019-12-10", both),
            ("2019-11-30", "Lê Thị Duyệt", "2019-11-30", ONE),
            (
                "twice",
                "Lê Thị Duyệt",
                "2019-12-10",
                "procedures = [{ code = \"1.000001\" }, { code = \"1.000001\" }]",
            ),
            (
                "not in the catalogue",
                "Lê Thị Duyệt",
                "2019-12-10",
                "procedures = [{ code = \"9.999999\" }]",
            ),
            ("names no procedure", "Lê Thị Duyệt", "2019-12-10", "procedures = []"),
            (
                "revision",
                "Lê Thị Duyệt",
                "2019-12-10",
                "procedures = [{ code = \"1.000001\", revision = 7 }]",
            ),
        ] {
            let refused = publish(&ground, &decision(approver, from, procedures));
            let told = refused.expect_err(what).to_string();
            assert!(told.contains(what), "{what}: {told}");
            assert_eq!(events(&ground), before, "{what}: nothing was told");
        }
        publish(&ground, &decision("Lê Thị Duyệt", "2019-12-10", ONE)).expect("published");
        let told = events(&ground);
        let moved = publish(&ground, &decision("Lê Thị Duyệt", "2019-12-11", ONE));
        assert!(moved.is_err(), "what is published is not published anew with another day");
        assert_eq!(events(&ground), told);
    }
}

#[test]
fn an_import_leaves_a_draft_of_somebody_else_alone() {
    let ground = Ground::in_2019(ENGINES[0]);
    let ours = crate::catalogue::description("Bản nháp của tỉnh", 3);
    ground.tell([crate::catalogue::draft(CODE, 1, ours)]);
    let path = file(ground.fresh.directory.path(), "one.json", record(CODE, 5).to_string());
    let report = import(&ground, &[path]);
    assert_eq!((report.drafts, report.drafts_kept), (0, vec![CODE.to_owned()]));
    let heads = ground.rows("publication", &["code", "number", "status", "origin"]);
    assert_eq!(heads, ["1.000001|1|draft|files"]);
}

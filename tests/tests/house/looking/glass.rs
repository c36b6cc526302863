//! The glass before a dossier: who is told, what its breaker may, and what is recorded.

use db::Sql;

use super::work::Office;
use crate::ground::ENGINES;

static PURPOSES: Sql =
    Sql("SELECT DISTINCT purpose FROM reading WHERE reader = $1 AND action = 'read-dossier'");

#[test]
fn who_works_on_a_dossier_is_told_at_once_of_a_glass_before_it_and_its_breaker_reads_alone() {
    for engine in ENGINES {
        let office = Office::new(engine);
        let (code, town) = (office.taken(), &office.town);
        let (path, new) = (format!("/dossiers/{code}"), format!("/glass/new?subject={code}"));
        let closed = town.get("second", &path);
        assert_eq!(closed.status, 403);
        assert!(closed.body.contains(&new) && !closed.body.contains("Bia"), "{}", closed.body);
        for far in ["specialist@other", "expert@own"] {
            let closed = town.get(far, &path);
            assert!(closed.status == 403 && !closed.body.contains(&new), "{far} breaks none here");
        }
        let wrong = town.post("second", &new, "reason=absence&words=");
        assert!(wrong.status == 422 && wrong.body.contains(&format!("href=\"{path}\"")));
        assert!(!town.get("specialist@own", "/").body.contains("(1)"), "nothing was broken yet");
        let broken = town.post("second", &new, "reason=absence&words=It+is+due+tomorrow");
        assert_eq!((broken.status, broken.header("location")), (303, &*path));

        for told in ["specialist@own", "leader@own", "data-protection@other"] {
            let notices = town.get(told, "/notices").body;
            assert!(notices.contains("Nguyễn second") && notices.contains(&code), "{told}");
            assert!(town.get(told, "/").body.contains("(1)"), "{told} sees it in the masthead");
        }
        for others in ["second", "clerk@own", "specialist@sibling", "leader@other"] {
            assert!(!town.get(others, "/notices").body.contains(&code), "{others}");
        }
        let glass = town.get("data-protection@own", "/glass").body;
        let at = glass.find("href=\"/glass/").expect("a glass to judge") + 6;
        let one = &glass[at..at + glass[at..].find('"').expect("its end")];
        let one = town.get("data-protection@own", &format!("{one}?lang=en")).body;
        assert!(one.contains("Nguyễn specialist@own, who works on it"), "{one}");

        assert_eq!(town.get("second", &path).status, 200);
        let reader = town.accounts["second"].to_string();
        assert_eq!(town.ground().texts(&PURPOSES, vec![reader.into()]), ["emergency"]);
        for (act, fields) in [("note", "note=seen"), ("checks", "check.requirement-1=met")] {
            let answer = town.post("second", &format!("{path}/{act}"), fields);
            assert_eq!(answer.status, 403, "{act}: a broken glass is read through");
        }
        assert_eq!(town.post("specialist@own", "/notices", "").status, 303);
        assert!(!town.get("specialist@own", "/").body.contains("(1)"), "it was seen");
        town.pass_minutes(31);
        assert_eq!(town.get("second", &path).status, 403, "the half hour is over");
        assert_eq!(town.ground().findings(), []);
    }
}

//! Applying on the network, as a browser without script meets it.

use axum::http::header::LOCATION;
use domain::access::Factor;
use domain::account::Kind;
use domain::dossier::{self, Act, Phase, Words};
use domain::event::Actor;
use domain::{LawTime, StreamId};

use super::own::{Visitor, hidden, open, sign_in};
use super::*;
use crate::apply::draft;
use crate::commit::Request as Told;
use crate::dossier::act;

pub(super) const BIRTH: &str = "1.001193";
const DESK: &str = "MC-X24617";

pub(super) async fn citizen(served: &Served, name: &str) -> Visitor {
    let account = open(served, Kind::Citizen, name, None).await;
    sign_in(served, &account, Factor::One).await
}

/// Begins a draft; its code.
pub(super) async fn begin(served: &Served, visitor: &Visitor, procedure: &str) -> String {
    let (status, place) = visitor.send(served, &format!("/apply/{procedure}"), &[]).await;
    assert_eq!(status, 303, "{place}");
    place.trim_start_matches("/my/drafts/").to_owned()
}

/// The address of a step, and the seal that its form carries.
pub(super) async fn form(
    served: &Served,
    visitor: &Visitor,
    code: &str,
    step: &str,
) -> (String, String) {
    let path = format!("/my/drafts/{code}/{step}");
    let (status, page) = visitor.see(served, &path).await;
    assert_eq!(status, 200, "{path}: {page}");
    (path, hidden(&page, "seal").to_owned())
}

/// Answers a step: the status, and where it leads or what it shows.
pub(super) async fn answer(
    served: &Served,
    visitor: &Visitor,
    code: &str,
    step: &str,
    fields: &[(&str, &str)],
) -> (u16, String) {
    let (path, seal) = form(served, visitor, code, step).await;
    let mut all = vec![("seal", seal.as_str())];
    all.extend(fields);
    visitor.send(served, &path, &all).await
}

const PERSON: [(&str, &str); 7] = [
    ("applicant.name", "Nguyễn Thị Mẫu"),
    ("applicant.birth_date.day", "20"),
    ("applicant.birth_date.month", "5"),
    ("applicant.birth_date.year", "1990"),
    ("applicant.identity.type", "citizen_id"),
    ("applicant.identity.number", "099190000001"),
    ("applicant.address", "Tổ 1, phường Nghĩa Trung"),
];

/// The pages of a birth registration with right answers.
const ANSWERS: [(&str, &[(&str, &str)]); 17] = [
    ("whom", &[("whom", "self")]),
    ("applicant", &PERSON),
    ("q-situation", &[("answers.situation", "usual")]),
    (
        "q-child",
        &[
            ("answers.child.name", "Nguyễn H'Mẫu"),
            ("answers.child.birth_date.day", "1"),
            ("answers.child.birth_date.month", "12"),
            ("answers.child.birth_date.year", "2019"),
            ("answers.child.identity_type", "none"),
        ],
    ),
    ("q-child_sex", &[("answers.child_sex", "female")]),
    ("q-ethnicity", &[("answers.ethnicity", "M'Nông")]),
    ("q-birth_place", &[("answers.birth_place.text", "Trung tâm Y tế")]),
    (
        "q-mother",
        &[
            ("answers.mother.name", "Nguyễn Thị Mẫu"),
            ("answers.mother.identity_type", "citizen_id"),
            ("answers.mother.identity_number", "099190000001"),
        ],
    ),
    ("q-father", &[]),
    ("q-is_late", &[("answers.is_late", "no")]),
    (
        "q-applicant",
        &[
            ("answers.applicant.name", "Nguyễn Thị Mẫu"),
            ("answers.applicant.identity_type", "citizen_id"),
            ("answers.applicant.identity_number", "099190000001"),
        ],
    ),
    ("q-relation", &[("answers.relation", "parent")]),
    ("q-copies", &[("answers.copies", "2")]),
    ("q-phone", &[]),
    ("paper-kq004389", &[("paper.kq004389.way", "bring")]),
    ("office", &[("office", DESK)]),
    ("return", &[("return_by", "counter")]),
];

/// Answers everything that is asked; the pages in the order in which they came.
pub(super) async fn fill(served: &Served, visitor: &Visitor, code: &str) -> Vec<String> {
    let mut came = Vec::new();
    for _ in 0..40 {
        let (_, place) = visitor.see(served, &format!("/my/drafts/{code}")).await;
        let step = place.rsplit('/').next().unwrap_or_default().to_owned();
        if step == "check" {
            return came;
        }
        let known = ANSWERS.iter().find(|(name, _)| *name == step);
        let usual: &[(&str, &str)] = match (known, step.as_str()) {
            (Some((_, fields)), _) => fields,
            (None, "fees") => &[("fee.copy", "2")],
            (None, _) => &[],
        };
        let way = format!("paper.{}.way", step.trim_start_matches("paper-"));
        let brought = [(way.as_str(), "bring")];
        let fields = if known.is_none() && step.starts_with("paper-") { &brought } else { usual };
        let (status, told) = answer(served, visitor, code, &step, fields).await;
        assert_eq!(status, 303, "{step}: {told}");
        came.push(step);
    }
    panic!("it never ends: {came:?}");
}

pub(super) async fn submit(served: &Served, visitor: &Visitor, code: &str) -> (u16, String) {
    let (path, seal) = form(served, visitor, code, "check").await;
    visitor.send(served, &path, &[("seal", &seal), ("declare", "1")]).await
}

#[tokio::test]
async fn a_citizen_applies_page_by_page_and_hands_in_once() {
    let served = serve_catalogue();
    let stranger = served.get("/apply/1.001193", &[]).await;
    assert_eq!(stranger.status(), 200, "everybody may read what awaits them");
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    let came = fill(&served, &visitor, &code).await;
    assert!(!came.contains(&"q-found_on".to_owned()), "conditions decide: {came:?}");
    let at = |step: &str| came.iter().position(|it| it == step);
    assert!(at("whom") < at("q-child") && at("q-child") < at("office"), "{came:?}");
    let (status, page) = visitor.see(&served, &format!("/my/drafts/{code}/check")).await;
    assert_eq!(status, 200);
    for told in ["Nguyễn H&#39;Mẫu", "1 December 2019", "Female", "16,000", "099190000001"] {
        assert!(page.contains(told), "no {told} in {page}");
    }
    let (path, seal) = form(&served, &visitor, &code, "check").await;
    let (status, page) = visitor.send(&served, &path, &[("seal", &seal)]).await;
    assert_eq!(status, 422, "the declaration is asked for");
    assert!(page.contains("href=\"#declare\""));
    let (status, place) = submit(&served, &visitor, &code).await;
    assert_eq!(status, 303, "{place}");
    let again = visitor.send(&served, &path, &[("seal", &seal), ("declare", "1")]).await;
    assert_eq!(again, (303, place.clone()), "pressed twice it is the same dossier");
    let (_, resumed) = visitor.see(&served, &format!("/my/drafts/{code}")).await;
    assert_eq!(resumed, place, "the draft leads to what became of it");
    let (status, page) = visitor.see(&served, &place).await;
    assert_eq!(status, 200);
    assert!(page.contains("id=\"secret\""), "the secret is shown on the day");
    let dossier = place.split('/').nth(3).expect("a code").to_owned();
    let known = act::find(&served.site, &dossier).await.expect("it is there");
    assert_eq!(known.dossier.phase, Phase::Submitted);
    assert_eq!(known.dossier.filing.account.as_ref(), Some(&visitor.account));
    let fees: Vec<(&str, u32)> =
        known.dossier.filing.fees.iter().map(|it| (it.id.as_str(), it.count)).collect();
    assert_eq!(fees, [("copy", 2)], "a charge that does not apply is not asked for");
    let personal = known.personal.expect("who applies");
    assert!(personal.note.starts_with("Sẽ mang đến quầy: "), "{}", personal.note);
    assert_eq!(draft::of(&served.site, &visitor.account).await.expect("drafts").len(), 0);
    let other = citizen(&served, "Người Khác").await;
    for path in [place.clone(), format!("/my/dossiers/{dossier}/withdraw")] {
        assert_eq!(other.see(&served, &path).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn two_windows_hand_in_one_dossier() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    let (path, seal) = form(&served, &visitor, &code, "check").await;
    let fields = [("seal", seal.as_str()), ("declare", "1")];
    let (one, two) =
        tokio::join!(visitor.send(&served, &path, &fields), visitor.send(&served, &path, &fields));
    assert_eq!((one.0, two.0), (303, 303));
    assert_eq!(one.1, two.1);
}

#[tokio::test]
async fn a_wrong_answer_is_told_at_its_place_and_stays() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    let fields = [("answers.child.name", "Nguyễn H'Mẫu"), ("answers.child.birth_date.day", "31")];
    let (status, page) = answer(&served, &visitor, &code, "q-child", &fields).await;
    assert_eq!(status, 422);
    assert!(page.contains("<title>Error"), "{page}");
    assert!(page.contains("value=\"Nguyễn H&#39;Mẫu\"") && page.contains("value=\"31\""), "{page}");
    assert!(page.contains("href=\"#q-answers_child\""), "the error leads to the question");
    let (_, page) = visitor.see(&served, &format!("/my/drafts/{code}/q-child?checked=1")).await;
    assert!(
        page.contains("govuk-error-summary"),
        "what was sent wrongly is told when it is opened"
    );
    let (_, page) = visitor.see(&served, &format!("/my/drafts/{code}/q-child")).await;
    assert!(page.contains("value=\"31\"") && !page.contains("govuk-error-summary"));
    let (_, page) = visitor.see(&served, &format!("/my/drafts/{code}/check")).await;
    assert!(!page.contains("name=\"declare\""), "nothing can be handed in half");
    let (status, _) = answer(&served, &visitor, &code, "q-child", ANSWERS[3].1).await;
    assert_eq!(status, 303);
}

#[tokio::test]
async fn what_is_far_too_long_is_told_at_its_place_and_stays() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    answer(&served, &visitor, &code, "q-ethnicity", ANSWERS[5].1).await;
    let long = "x".repeat(25_000);
    for (step, name) in [("q-ethnicity", "answers.ethnicity"), ("q-phone", "answers.phone")] {
        let (status, page) = answer(&served, &visitor, &code, step, &[(name, &long)]).await;
        assert_eq!(status, 422, "{step}");
        let at = format!("id=\"q-{}-error\"", name.replace('.', "_"));
        assert!(page.contains(&at) && page.contains(&long), "{step}: told there, and it stays");
        let kept = draft::find(&served.site, &code).await.expect("a draft").content;
        assert_eq!(kept.read().one(name), long, "{step}");
        assert!(!kept.done.contains(step));
    }
    let by_post = [("return_by", "post"), ("return_address", long.as_str())];
    let (status, page) = answer(&served, &visitor, &code, "return", &by_post).await;
    assert_eq!(status, 422);
    assert!(page.contains("id=\"q-return_address-error\"") && page.contains(&long));
    // A draft as a whole has its bound: what is above it stays on the page.
    let (longer, path) = ("y".repeat(300_000), format!("/my/drafts/{code}/q-ethnicity"));
    let fields = [("answers.ethnicity", longer.as_str())];
    let (status, page) = answer(&served, &visitor, &code, "q-ethnicity", &fields).await;
    assert_eq!(status, 422, "{path}");
    assert!(page.contains(&longer) && page.contains("256 KB"), "it is not lost");
    let kept = draft::find(&served.site, &code).await.expect("a draft").content;
    assert_eq!(kept.read().one("answers.ethnicity"), long, "what was kept is kept");
    let typed = format!("{path}/typed");
    let (_, seal) = form(&served, &visitor, &code, "q-ethnicity").await;
    let beacon = [("seal", seal.as_str()), ("answers.ethnicity", &long[1..])];
    assert_eq!(visitor.send(&served, &typed, &beacon).await.0, 204);
    let kept = draft::find(&served.site, &code).await.expect("a draft").content;
    assert_eq!(kept.read().one("answers.ethnicity"), &long[1..]);
}

#[tokio::test]
async fn what_was_typed_outlives_its_session() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    let (path, seal) = form(&served, &visitor, &code, "q-situation").await;
    let nobody = |fields: Vec<(&str, &str)>, path: String| {
        let body = serde_urlencoded::to_string(&fields).expect("a form");
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        served.router.clone().oneshot(request)
    };
    let stale = vec![("seal", seal.as_str()), ("csrf", "old"), ("answers.situation", "usual")];
    let sent = nobody(stale.clone(), path.clone()).await.expect("an answer");
    assert_eq!(sent.status(), 303);
    let place = header(&sent, LOCATION);
    assert!(place.starts_with("/sign-in?next=%2Fmy%2Fdrafts%2F"), "{place}");
    let kept = draft::find(&served.site, &code).await.expect("the draft").content;
    assert_eq!(kept.read().one("answers.situation"), "usual", "it is there after signing in");
    assert!(kept.done.contains("q-situation"));
    let forged = vec![("seal", "x"), ("answers.situation", "abandoned")];
    let sent = nobody(forged, path.clone()).await.expect("an answer");
    assert_eq!(sent.status(), 403, "without the seal nothing is kept");
    let other = citizen(&served, "Người Khác").await;
    assert_eq!(other.see(&served, &path).await.0, 404, "the seal opens nothing");
    // Signed in anew in another window, the old form is taken all the same.
    let mut old = sign_in(&served, &visitor.account, Factor::One).await;
    old.csrf = "old".to_owned();
    let (status, _) = answer(&served, &old, &code, "q-child_sex", ANSWERS[4].1).await;
    assert_eq!(status, 303);
}

#[tokio::test]
async fn what_is_being_typed_is_kept_and_asked_again() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    answer(&served, &visitor, &code, "q-ethnicity", ANSWERS[5].1).await;
    let (path, seal) = form(&served, &visitor, &code, "q-ethnicity").await;
    let typed = |text| vec![("seal", seal.as_str()), ("answers.ethnicity", text)];
    let at = format!("{path}/typed");
    assert_eq!(visitor.send(&served, &at, &typed("M'Nông")).await.0, 204);
    let done = |it: draft::Draft| it.content.done.contains("q-ethnicity");
    assert!(done(draft::find(&served.site, &code).await.expect("a draft")), "it is the same");
    assert_eq!(visitor.send(&served, &at, &typed("Ê Đ")).await.0, 204);
    let kept = draft::find(&served.site, &code).await.expect("a draft");
    assert_eq!(kept.content.read().one("answers.ethnicity"), "Ê Đ");
    assert!(!done(kept), "half a word is asked for again");
}

#[tokio::test]
async fn what_was_being_typed_never_replaces_the_answer_that_was_sent_after_it() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    let path = format!("/my/drafts/{code}/q-ethnicity");
    let (_, page) = visitor.see(&served, &path).await;
    let (seal, load) = (hidden(&page, "seal").to_owned(), hidden(&page, "turn").to_owned());
    assert!(page.contains(&format!("data-draft=\"{load}\"")), "{page}");
    let send = async |path: String, sent: u32, text: &str| {
        let turn = format!("{load}.{sent}");
        let fields = [("seal", seal.as_str()), ("turn", &turn), ("answers.ethnicity", text)];
        visitor.send(&served, &path, &fields).await.0
    };
    let typed = format!("{path}/typed");
    assert_eq!(send(path.clone(), 2, "M'Nông").await, 303);
    // The line was slow: what the script sent first comes last.
    assert_eq!(send(typed.clone(), 1, "M'N").await, 204);
    let kept = draft::find(&served.site, &code).await.expect("a draft").content;
    assert_eq!(kept.read().one("answers.ethnicity"), "M'Nông");
    assert!(kept.done.contains("q-ethnicity"), "it is answered");
    assert_eq!(send(typed, 3, "Ê Đ").await, 204);
    let kept = draft::find(&served.site, &code).await.expect("a draft").content;
    assert_eq!(kept.read().one("answers.ethnicity"), "Ê Đ", "what is typed since is kept");
}

#[tokio::test]
async fn pages_are_small_and_a_draft_is_its_owners_alone() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    for step in ["whom", "applicant", "q-child", "q-father", "office", "check"] {
        let path = format!("/my/drafts/{code}/{step}");
        let headers = [(ACCEPT_ENCODING, "gzip"), (COOKIE, visitor.cookie.as_str())];
        let response = served.get(&path, &headers).await;
        assert_eq!(response.status(), 200, "{path}");
        let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body").len();
        assert!(bytes <= 14_000, "{path} takes {bytes} bytes");
    }
    let other = citizen(&served, "Người Khác").await;
    for path in [format!("/my/drafts/{code}"), format!("/my/drafts/{code}/check")] {
        assert_eq!(other.see(&served, &path).await.0, 404, "{path}");
    }
    let (_, list) = visitor.see(&served, "/my/drafts").await;
    assert!(list.contains(&code));
    let (_, list) = visitor.see(&served, "/my/drafts?code=nothing").await;
    assert!(list.contains("nothing"), "a code that leads nowhere is told");
    let (_, place) =
        visitor.see(&served, &format!("/my/drafts?code={}", code.to_lowercase())).await;
    assert_eq!(place, format!("/my/drafts/{code}"));
    let (status, paper) = visitor.see(&served, "/apply/1.001193/paper").await;
    assert!(status == 200 && paper.contains("mc-blank"));
    assert_eq!(visitor.send(&served, &format!("/my/drafts/{code}/remove"), &[]).await.0, 303);
    assert!(draft::find(&served.site, &code).await.is_err());
}

/// How many files drafts wait with.
pub(super) async fn waits(served: &Served) -> Option<i64> {
    let files = served.site.house().db.read(|tx| {
        let row = tx.row(&COUNT_FILES, &[])?;
        Ok::<_, crate::commit::Error>(row.map(|row| row.int(0)).transpose()?)
    });
    files.await.expect("it is read")
}

#[tokio::test]
async fn a_draft_that_nobody_touches_goes_with_its_files() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    draft::change(&served.site, &code, |it| {
        it.content.form.push(("paper.x.file".to_owned(), "file".to_owned()));
        it.content.files.insert("file".to_owned());
    })
    .await
    .expect("it is kept");
    let day = 24 * 3600 * 1_000_000;
    assert_eq!(waits(&served).await, Some(1));
    let expire = |days: i64| {
        let now = LawTime(NOW.0 + days * day + day / 2);
        served.site.door().work(move |tx| draft::expire(tx, now))
    };
    expire(30).await.expect("it is done");
    assert!(draft::find(&served.site, &code).await.is_ok(), "its last day is not over");
    expire(31).await.expect("it is done");
    assert!(draft::find(&served.site, &code).await.is_err());
    assert_eq!(waits(&served).await, Some(0));
}

db::statements! {
    /// Files that drafts wait with.
    pub COUNT_FILES = "SELECT count(*) FROM draft_file";
}

#[tokio::test]
async fn a_new_revision_takes_a_draft_over_and_tells_what_changed() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    fill(&served, &visitor, &code).await;
    // As if it had been begun by a text that asked for something else.
    draft::change(&served.site, &code, |it| {
        it.revision = 2;
        it.content.form.push(("answers.return_by".to_owned(), "Bằng xe đò".to_owned()));
    })
    .await
    .expect("it is kept");
    let changes = format!("/my/drafts/{code}/changes");
    let (_, place) = visitor.see(&served, &format!("/my/drafts/{code}")).await;
    assert_eq!(place, changes, "what changed is told first");
    let (status, page) = visitor.see(&served, &changes).await;
    assert_eq!(status, 200, "{page}");
    let (_, place) = visitor.see(&served, &format!("/my/drafts/{code}")).await;
    assert_ne!(place, changes, "it was seen");
    let kept = draft::find(&served.site, &code).await.expect("a draft");
    assert_eq!(kept.revision, 1, "the one in force");
    assert_eq!(kept.content.read().one("answers.ethnicity"), "M'Nông", "what fits is kept");
    let said = kept.content.read().one("answers.return_by").to_owned();
    assert_eq!(said, "Bằng xe đò", "nothing typed is lost");
    // As if the one in force had been taken over once more, and that was seen.
    let again = draft::change(&served.site, &code, |it| it.content.moved_from = Some(1));
    again.await.expect("it is kept");
    for page in ["check", "changes"] {
        let (_, told) = visitor.see(&served, &format!("/my/drafts/{code}/{page}")).await;
        assert!(told.contains("Bằng xe đò"), "what the one before last asked is read: {told}");
    }
}

pub(super) async fn tell(served: &Served, code: &str, act: Act, items: &[&str]) {
    let items = items.iter().map(|text| (*text).to_owned()).collect();
    let words = Words { text: String::new(), items };
    let act = dossier::Command::Act { code: code.to_owned(), expected: None, act, words };
    let actor = Actor { id: Actor::system().id, office: DESK.to_owned() };
    let command = Command::Dossier(act);
    let told = served.site.door().commit(Told { actor, command, key: None }).await;
    told.expect("it is done");
}

#[tokio::test]
async fn an_erased_account_leaves_no_draft() {
    let served = serve_catalogue();
    let visitor = citizen(&served, "Nguyễn Thị Mẫu").await;
    let code = begin(&served, &visitor, BIRTH).await;
    let account: StreamId = visitor.account.clone();
    served.site.door().work(move |tx| draft::erase_of(tx, &account)).await.expect("it is done");
    assert!(draft::find(&served.site, &code).await.is_err());
}

//! Programs and their tokens.

use domain::access::Action;
use domain::{Command, national};

use super::{Given, Served, serve};
use crate::account::integration::{self, Issued, Wanted};
use crate::house::tell_all;
use crate::people::id;
use crate::people::tokens::{Listed, list_all};

fn wanted(names: &[&str], office: &str, days: i64, served: &Served) -> Wanted {
    let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
    let terms = &served.site.province().terms;
    let (roles, scopes) = integration::scopes(&names, terms).expect("they are known");
    let (office, label) = (office.to_owned(), "Cổng dịch vụ".to_owned());
    Wanted { office, label, roles, scopes, days }
}

async fn issue(served: &Served, wanted: Wanted) -> Issued {
    let (door, source) = (served.site.door().clone(), served.site.house().source.clone());
    let made = tokio::task::spawn_blocking(move || integration::issue_now(&door, &source, &wanted));
    made.await.expect("it ends").expect("it is made")
}

#[tokio::test]
async fn a_token_says_who_it_is_and_a_wrong_or_expired_one_is_refused() {
    let served = serve();
    let made = issue(&served, wanted(&["clerk", "read-reports"], "MC-X24611", 1, &served)).await;
    let (status, me) = served.bearer(&made.token, "/api/v1/me").await;
    assert_eq!(
        (status, &me["kind"], &me["office"]),
        (200, &"integration".into(), &"MC-X24611".into())
    );
    let scopes: Vec<&str> =
        me["scopes"].as_array().expect("scopes").iter().filter_map(|it| it.as_str()).collect();
    assert!(scopes.contains(&"receive-dossier") && scopes.contains(&"read-reports"));
    assert!(!scopes.contains(&Action::BreakGlass.id()), "nothing that a person signs for");
    assert_eq!(me["posts"][0]["roles"], serde_json::json!(["clerk"]));
    let over = issue(&served, wanted(&["read-reports"], "SNV", 0, &served)).await;
    let last = made.token.chars().last().expect("a letter");
    let other = if last == 'A' { "B" } else { "A" };
    let mistyped = format!("{}{other}", &made.token[..made.token.len() - 1]);
    for wrong in [over.token.as_str(), &mistyped, "mct_", ""] {
        let (status, problem) = served.bearer(wrong, "/api/v1/me").await;
        assert_eq!((status, &problem["type"]), (401, &"urn:motcua:problem:bad-token".into()));
    }
    let nobody = axum::http::Request::get("/api/v1/me").body(axum::body::Body::empty());
    assert_eq!(served.answer(nobody.expect("a request")).await.status, 401);
}

#[tokio::test]
async fn a_token_is_made_on_its_page_shown_once_and_withdrawn() {
    let served = serve();
    let admin = served.enter(&served.account("quantri"), Given::JustNow).await;
    let fields = [("label", "Cổng"), ("office", "SNV"), ("scopes", "read-reports"), ("days", "30")];
    let made = served.post(&admin, "/tokens/new", &fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let token = made.body.split("id=\"secret\">").nth(1).and_then(|it| it.split('<').next());
    let token = token.expect("it is shown").to_owned();
    assert_eq!(served.bearer(&token, "/api/v1/me").await.0, 200);
    let listed = served.get(&admin, "/tokens").await.body;
    assert!(listed.contains("Cổng") && !listed.contains(&token));
    let revoke = listed.split("action=\"/tokens/").nth(1).and_then(|it| it.split('"').next());
    let revoke = format!("/tokens/{}", revoke.expect("it can be withdrawn"));
    assert_eq!(served.post(&admin, &revoke, &[]).await.location, "/tokens?done=revoked");
    assert_eq!(served.bearer(&token, "/api/v1/me").await.0, 401);
    let nobody = format!("/tokens/{}", id(&served.account("motcua")));
    assert_eq!(served.post(&admin, &nobody, &[]).await.status, 404, "an officer is no program");
}

#[tokio::test]
async fn a_token_notes_when_it_was_last_used_once_an_hour() {
    let served = serve();
    let admin = served.enter(&served.account("quantri"), Given::JustNow).await;
    let made = issue(&served, wanted(&["read-reports"], "SNV", 1, &served)).await;
    let source = &served.site.house().source;
    let used = async || {
        let now = source.machine();
        let read = served.site.house().db.read(move |tx| list_all(tx, now));
        let of = |it: &Listed| it.account == made.account;
        read.await.expect("read").into_iter().find(of).expect("it is listed").used_at
    };
    let page = async || served.get(&admin, "/tokens").await.body;
    assert_eq!(used().await, None);
    assert!(page().await.contains("Chưa dùng lần nào"));
    let before = source.machine();
    let (first, second) = tokio::join!(
        served.bearer(&made.token, "/api/v1/me"),
        served.bearer(&made.token, "/api/v1/offices")
    );
    assert_eq!((first.0, second.0), (200, 200));
    let noted = used().await.expect("it was used");
    assert!(noted >= before && page().await.contains("Có dùng trong giờ qua"));
    source.pass(3_000);
    assert_eq!(served.bearer(&made.token, "/api/v1/me").await.0, 200);
    assert_eq!(used().await, Some(noted), "within the hour nothing is written");
    source.pass(601);
    assert_eq!(served.bearer(&made.token, "/api/v1/me").await.0, 200);
    let later = used().await.expect("it was used");
    assert!(later.0 - noted.0 >= 3_600_000_000);
    source.pass(3 * 3_600 + 60);
    let admin = served.enter(&served.account("quantri"), Given::JustNow).await;
    assert!(served.get(&admin, "/tokens").await.body.contains("3 giờ"), "its age is told");
    let last = made.token.chars().last().expect("a letter");
    let wrong =
        format!("{}{}", &made.token[..made.token.len() - 1], if last == 'A' { 'B' } else { 'A' });
    assert_eq!(served.bearer(&wrong, "/api/v1/me").await.0, 401);
    assert_eq!(used().await, Some(later), "a wrong one notes nothing");
}

#[tokio::test]
async fn a_token_gets_only_what_is_known_and_not_signed_for() {
    let served = serve();
    let admin = served.enter(&served.account("quantri"), Given::JustNow).await;
    let make = |scope: &'static str, days: &'static str| {
        let fields = [("label", "Cổng"), ("office", "SNV"), ("scopes", scope), ("days", days)];
        let (served, admin) = (&served, &admin);
        async move { served.post(admin, "/tokens/new", &fields).await.status }
    };
    for (scope, days) in [
        ("approve-post", "30"),
        ("moon", "30"),
        ("read-reports", "0"),
        ("read-reports", "x"),
        ("read-reports", "99999"),
    ] {
        assert_eq!(make(scope, days).await, 422, "{scope} {days}");
    }
    assert_eq!(make("reform-office", "1").await, 200);
}

#[tokio::test]
async fn other_provinces_procedures_are_found_by_officers_alone() {
    let served = serve();
    let line = serde_json::json!({
        "code": "9.000001", "name": "Hỗ trợ riêng của tỉnh bạn", "categories": ["Việc làm"],
        "departments": [], "departmentPromulgate": "UBND tỉnh Cà Mau",
        "formalityTargetType": [], "type": "SPECIFIC", "state": "ACTIVE",
    });
    let door = served.site.door().clone();
    let told = tokio::task::spawn_blocking(move || {
        let listing = national::listing(line).expect("a listing");
        let command = Command::National(national::Command::List(Box::new(listing)));
        tell_all(&door, [command]).expect("it is told");
    });
    told.await.expect("it ends");
    let clerk = issue(&served, wanted(&["clerk"], "MC-X24611", 1, &served)).await.token;
    let cashier = issue(&served, wanted(&["cashier"], "TTHCC", 1, &served)).await.token;
    let path = "/api/v1/procedures?q=tinh+ban&elsewhere=true";
    let found = |list: &serde_json::Value| list["items"].as_array().map(Vec::len);
    let (status, list) = served.bearer(&clerk, path).await;
    assert_eq!((status, found(&list)), (200, Some(1)));
    let without = served.bearer(&clerk, "/api/v1/procedures?q=tinh+ban").await.1;
    assert_eq!(found(&without), Some(0), "only when they are asked for");
    assert_eq!(served.bearer(&cashier, path).await.0, 403);

    let browser = served.enter(&served.account("motcua"), Given::LongAgo).await;
    let admin = served.enter(&served.account("quantri"), Given::LongAgo).await;
    let page = "/procedures?q=tinh+ban&elsewhere=yes";
    assert!(served.get(&browser, page).await.body.contains("9.000001"));
    assert!(!served.get(&admin, page).await.body.contains("9.000001"));
    assert_eq!(served.get(&browser, "/procedures/9.000001").await.status, 200);
    assert_eq!(served.get(&admin, "/procedures/9.000001").await.status, 404);
}

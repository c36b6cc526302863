//! Officers: two factors, once more before an act, locking and leaving.

use domain::access::Action;
use domain::account::Means;

use super::ground::{Answer, NOW, Served, serve, serve_at};

/// What the calm message says.
const WRONG: &str = "That is not right";

pub(super) fn refused(answer: &Answer) {
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains(WRONG), "{}", answer.text);
    let session = |it: &axum::http::HeaderValue| it.to_str().is_ok_and(|it| it.contains("session"));
    assert!(!answer.headers.get_all("set-cookie").iter().any(session), "no session is made");
}

#[tokio::test]
async fn an_officer_signs_in_with_password_and_code_on_one_form() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    let page = browser.get("/sign-in?next=/offices%3Fq%3Da").await;
    assert_eq!((page.status, page.headers["cache-control"].to_str().ok()), (200, Some("no-store")));
    assert!(page.text.contains("value=\"/offices?q=a\""), "{}", page.text);
    let (password, code) = (&served.person("linh").password, served.code("linh", 0));
    let form =
        [("login", " LINH "), ("password", password), ("code", &code), ("next", "/offices?q=a")];
    let answer = browser.post("/sign-in", &form).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices?q=a"));
    assert!(browser.is_in().await);
    let again = browser.get("/sign-in?next=/offices").await;
    assert_eq!((again.status, again.to.as_str()), (303, "/offices"), "who is in is led on");
}

#[tokio::test]
async fn a_planted_session_is_never_accepted() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    let planted = "A".repeat(43);
    browser.jar.insert("__Host-session".to_owned(), planted.clone());
    assert!(!browser.is_in().await, "a made-up token opens nothing");
    browser.sign_in("linh").await;
    assert_ne!(browser.session(), Some(planted.clone()));
    assert!(browser.is_in().await);
    let mut other = served.browser("192.0.2.9");
    other.jar.insert("__Host-session".to_owned(), planted);
    assert!(!other.is_in().await, "whoever planted it gained nothing");
}

#[tokio::test]
async fn signing_in_again_ends_the_session_that_the_browser_had() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    browser.sign_in("linh").await;
    let before = browser.session().expect("a session");
    browser.get("/sign-in/again").await;
    assert_eq!(browser.sign_in("khoi").await.status, 303);
    let mut old = served.browser("192.0.2.1");
    old.jar.insert("__Host-session".to_owned(), before);
    assert!(!old.is_in().await);
}

#[tokio::test]
async fn a_password_alone_leads_to_the_second_factor_once() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    let password = served.person("linh").password.clone();
    let form = [("login", "linh"), ("password", password.as_str()), ("next", "/offices")];
    let answer = browser.post("/sign-in", &form).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/sign-in/factor"));
    assert!(!browser.is_in().await, "the password alone opens nothing");
    refused(&browser.post("/sign-in/factor", &[("code", "000000")]).await);
    refused(&browser.post("/sign-in/factor", &[("code", &served.code("khoi", 0))]).await);
    let errand = browser.jar["__Host-errand"].clone();
    let code = served.code("linh", 0);
    let answer = browser.post("/sign-in/factor", &[("code", &code)]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices"));
    let mut thief = served.browser("192.0.2.9");
    thief.jar.insert("__Host-errand".to_owned(), errand);
    let next = served.code("linh", 1);
    let answer = thief.post("/sign-in/factor", &[("code", &next)]).await;
    assert_eq!(answer.to, "/sign-in", "an errand is done once");
}

#[tokio::test]
async fn a_code_works_once_and_an_errand_for_ten_minutes() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    assert_eq!(browser.sign_in("linh").await.status, 303);
    let mut other = served.browser("192.0.2.2");
    refused(&other.sign_in("linh").await);
    let password = served.person("linh").password.clone();
    let form = [("login", "linh"), ("password", password.as_str())];
    assert_eq!(other.post("/sign-in", &form).await.to, "/sign-in/factor");
    served.pass(601);
    let late = other.post("/sign-in/factor", &[("code", &served.code("linh", 0))]).await;
    assert_eq!(late.to, "/sign-in", "it came too late");
    let made_up = served.browser("192.0.2.3").post("/sign-in/factor", &[("code", "1")]).await;
    assert_eq!(made_up.to, "/sign-in", "without an errand there is nothing to answer");
}

#[tokio::test]
async fn whatever_is_wrong_gets_the_same_answer() {
    let served = serve();
    let password = served.person("linh").password.clone();
    let code = served.code("linh", 0);
    let mut texts = Vec::new();
    for (at, (login, password, code)) in [
        ("linh", "wrong", ""),
        ("linh", "wrong", code.as_str()),
        ("linh", password.as_str(), "000000"),
        ("nobody", "wrong", ""),
        ("nobody", password.as_str(), code.as_str()),
        ("", "", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let mut browser = served.browser(&format!("198.51.100.{at}"));
        let form = [("login", login), ("password", password), ("code", code)];
        let answer = browser.post("/sign-in", &form).await;
        refused(&answer);
        texts.push(answer.text.replace(&format!("value=\"{login}\""), "value=\"\""));
    }
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]), "nothing tells them apart");
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let served = serve();
    for next in ["//evil.example", "/\\evil.example", "https://evil.example", "\\\\evil.example"] {
        let mut browser = served.browser("192.0.2.1");
        let (password, code) = (&served.person("khoi").password, served.code("khoi", 0));
        let form = [("login", "khoi"), ("password", password), ("code", &code), ("next", next)];
        let answer = browser.post("/sign-in", &form).await;
        assert_eq!((answer.status, answer.to.as_str()), (303, "/"), "{next}");
        served.pass(31);
        let next = served.code("khoi", 0);
        let form = [("code", next.as_str()), ("next", "//evil.example")];
        browser.get("/sign-in/again").await;
        let answer = browser.post("/sign-in/again", &form).await;
        assert_eq!((answer.status, answer.to.as_str()), (303, "/"));
        served.pass(31);
    }
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    browser.sign_in("linh").await;
    browser.get("/sign-in/again").await;
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "http://localhost")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ] {
        for path in ["/sign-in", "/sign-in/again", "/sign-out", "/lock", "/demo/sign-in"] {
            let answer = browser.post_from(headers, path).await;
            assert_eq!(answer.status, 403, "{path} {headers:?}");
        }
    }
    browser.form = "0".repeat(32);
    assert_eq!(browser.post("/sign-out", &[]).await.status, 403, "without the session's mark");
    assert!(browser.is_in().await, "nothing has happened");
    let mut visitor = served.browser("192.0.2.3");
    let from = [("sec-fetch-site", "cross-site")];
    assert_eq!(visitor.post_from(&from, "/sign-in").await.status, 403, "no sign-in from outside");
}

#[tokio::test]
async fn a_second_look_renews_the_session_and_not_its_end() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    assert_eq!(
        browser.get("/sign-in/again?next=/offices").await.to,
        "/sign-in?next=%2Fsign-in%2Fagain%3Fnext%3D%2Foffices"
    );
    browser.sign_in("linh").await;
    served.pass(600);
    let before = browser.session().expect("a session");
    browser.get("/sign-in/again?next=/offices").await;
    refused(&browser.post("/sign-in/again", &[("code", "123456"), ("next", "/offices")]).await);
    assert_eq!(browser.session(), Some(before.clone()));
    let code = served.code("linh", 0);
    let answer = browser.post("/sign-in/again", &[("code", &code), ("next", "/offices")]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices"));
    assert_ne!(browser.session(), Some(before.clone()), "the token is a new one");
    let mut old = served.browser("192.0.2.1");
    old.jar.insert("__Host-session".to_owned(), before);
    assert!(!old.is_in().await, "the old one is worth nothing");
    served.pass(3000);
    assert!(browser.is_in().await);
    for _ in 0..14 {
        served.pass(2900);
        browser.get("/").await;
    }
    assert!(!browser.is_in().await, "it ends when the first one would have ended");
}

#[tokio::test]
async fn an_officer_without_a_second_factor_sets_one_up_before_anything_else() {
    let served = serve();
    let account = served.account("linh").await;
    served.remove(&account.id, Means::Totp).await;
    let mut browser = served.browser("192.0.2.1");
    let password = served.person("linh").password.clone();
    let form = [("login", "linh"), ("password", password.as_str()), ("next", "/offices")];
    assert_eq!(browser.post("/sign-in", &form).await.to, "/sign-in/enrol");
    assert!(!browser.is_in().await);
    let page = browser.get("/sign-in/enrol").await;
    assert!(page.text.contains("data:image/svg+xml;base64,"), "{}", page.text);
    let (_, after) = page.text.split_once("<code class=\"mc-secret\">").expect("a secret");
    let secret = after.split('<').next().unwrap_or_default().replace(' ', "");
    let secret = crate::account::totp::Secret::parse(&secret).expect("it is one");
    let answer = browser.post("/sign-in/enrol", &[("code", "000000")]).await;
    assert_eq!(answer.status, 422);
    let step = served.site.house().source.machine().0 / 30_000_000;
    let answer = browser.post("/sign-in/enrol", &[("code", &secret.code(step))]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(browser.is_in().await);
    let codes: Vec<String> = answer
        .text
        .split("<code class=\"mc-secret\">")
        .skip(1)
        .map(|part| part.split('<').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    recover(&served, &password, &codes).await;
}

/// A recovery code stands for the second factor once.
async fn recover(served: &Served, password: &str, codes: &[String]) {
    let form = [("login", "linh"), ("password", password)];
    let mut browser = served.browser("192.0.2.1");
    assert_eq!(browser.get("/sign-in/recovery").await.status, 200, "help for everybody");
    assert_eq!(browser.post("/sign-in/recovery", &[("code", &codes[0])]).await.to, "/sign-in");
    assert_eq!(browser.post("/sign-in", &form).await.to, "/sign-in/factor");
    refused(&browser.post("/sign-in/recovery", &[("code", "AAAA-BBBB-CCCC")]).await);
    let typed = codes[0].to_lowercase();
    assert_eq!(browser.post("/sign-in/recovery", &[("code", &typed)]).await.status, 303);
    assert!(browser.is_in().await);
    let mut again = served.browser("192.0.2.1");
    again.post("/sign-in", &form).await;
    refused(&again.post("/sign-in/recovery", &[("code", &codes[0])]).await);
    assert_eq!(again.post("/sign-in/recovery", &[("code", &codes[1])]).await.status, 303);
}

#[tokio::test]
async fn nobody_adds_a_second_factor_beside_the_owners() {
    let served = serve();
    let account = served.account("linh").await;
    let before = account.credential(Means::Totp).expect("it is there").clone();
    served.remove(&account.id, Means::Totp).await;
    let mut thief = served.browser("192.0.2.9");
    let password = served.person("linh").password.clone();
    let form = [("login", "linh"), ("password", password.as_str())];
    assert_eq!(thief.post("/sign-in", &form).await.to, "/sign-in/enrol");
    crate::account::proof::keep(&served.site, &account.id, before).await.expect("kept");
    assert_eq!(thief.get("/sign-in/enrol").await.to, "/sign-in", "the owner was quicker");
    assert_eq!(thief.post("/sign-in/enrol", &[("code", "1")]).await.to, "/sign-in");
}

#[tokio::test]
async fn signing_out_leaves_nothing_behind() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    browser.sign_in("linh").await;
    browser.get("/sign-in/again").await;
    let before = browser.session().expect("a session");
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["clear-site-data"], "\"cache\", \"storage\"");
    assert!(!answer.text.contains("Linh"), "{}", answer.text);
    assert_eq!(browser.session(), None);
    browser.jar.insert("__Host-session".to_owned(), before);
    assert!(!browser.is_in().await);
    assert_eq!(served.browser("192.0.2.2").post("/sign-out", &[]).await.status, 200);
}

#[tokio::test]
async fn a_locked_computer_opens_for_its_owner_alone() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    browser.sign_in("linh").await;
    browser.get("/sign-in/again").await;
    let mark = browser.form.clone();
    assert_eq!(browser.post("/lock", &[("stay", "1")]).await.status, 204);
    assert_eq!(browser.get("/sign-in/again").await.to, "/lock?next=%2Fsign-in%2Fagain");
    let page = browser.get("/lock?next=/offices").await;
    assert!(page.status == 200 && !page.text.contains("Linh"), "{}", page.text);
    let other = served.person("khoi").password.clone();
    for wrong in [other.as_str(), "000000", &served.code("khoi", 0), ""] {
        assert_eq!(browser.post("/unlock", &[("proof", wrong), ("stay", "1")]).await.status, 422);
    }
    let password = served.person("linh").password.clone();
    let answer = browser.post("/unlock", &[("proof", &password), ("next", "/offices")]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices"));
    browser.form = mark;
    assert_eq!(
        browser.post("/lock", &[("stay", "1")]).await.status,
        204,
        "the page's form still works"
    );
    served.pass(31);
    let code = served.code("linh", 0);
    assert_eq!(browser.post("/unlock", &[("proof", &code), ("stay", "1")]).await.status, 204);
    assert!(browser.is_in().await);
    let nobody =
        served.browser("192.0.2.2").post("/unlock", &[("proof", "a"), ("stay", "1")]).await;
    assert_eq!(nobody.status, 401, "a script is told that the session has ended");
}

#[tokio::test]
async fn a_colleague_takes_over_a_locked_computer_by_signing_in() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    browser.sign_in("linh").await;
    browser.get("/sign-in/again").await;
    browser.post("/lock", &[("next", "/")]).await;
    let before = browser.session().expect("a session");
    assert_eq!(browser.sign_in("khoi").await.status, 303);
    assert!(browser.is_in().await);
    browser.jar.insert("__Host-session".to_owned(), before);
    let answer = browser.get("/sign-in/again").await;
    assert!(answer.to.starts_with("/sign-in?"), "the first one's session has ended: {}", answer.to);
}

#[tokio::test]
async fn one_click_signs_in_in_the_demonstration_and_nowhere_else() {
    let served = serve();
    let account = served.account("linh").await.id;
    let mut browser = served.browser("192.0.2.1");
    let page = browser.get("/sign-in").await;
    assert!(page.text.contains(account.as_str()), "everybody is offered");
    let answer = browser.post("/demo/sign-in", &[("account", account.as_str())]).await;
    assert_eq!(answer.status, 303);
    assert!(browser.is_in().await);
    let nobody = [("account", "2019/account/none")];
    assert_eq!(browser.post("/demo/sign-in", &nobody).await.status, 404);
}

#[tokio::test]
async fn a_production_house_has_no_click_and_no_tray() {
    // The demonstration's people are told to any house here; only the pages differ.
    let served = serve_at(NOW, domain::province::Purpose::Production);
    let account = served.account("linh").await.id;
    let mut browser = served.browser("192.0.2.1");
    let page = browser.get("/sign-in").await;
    assert!(!page.text.contains(account.as_str()) && !page.text.contains("/demo/"));
    let answer = browser.post("/demo/sign-in", &[("account", account.as_str())]).await;
    assert_eq!((answer.status, browser.session()), (404, None));
    assert_eq!(browser.get("/demo/tray").await.status, 404);
}

#[test]
fn every_address_of_signing_in_is_for_everybody_but_those_of_ones_own_session() {
    let routes = crate::web::router::routes();
    let own: Vec<&str> = routes
        .declared()
        .iter()
        .filter(|route| route.action == Action::ManageOwn)
        .map(|route| route.path.as_str())
        .collect();
    assert!(own.contains(&"/sign-in/again") && own.contains(&"/lock"), "{own:?}");
}

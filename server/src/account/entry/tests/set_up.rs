//! One-time set-up codes.

use domain::account::Means;
use domain::province::Purpose;

use super::ground::{Browser, NOW, Served, serve, serve_at};
use crate::account::set_up;

/// What the first administrator fills in.
const FIRST: [(&str, &str); 5] = [
    ("name", "Lương Thị Hệ"),
    ("login", "quantri"),
    ("office", "STTTT"),
    ("position", "Quản trị hệ thống"),
    ("password", "xe-dap-hoa-phuong-32"),
];

async fn enrol(served: &Served, browser: &mut Browser<'_>) {
    let page = browser.get("/sign-in/enrol").await;
    let (_, after) = page.text.split_once("<code class=\"mc-secret\">").expect("a secret");
    let secret = after.split('<').next().unwrap_or_default().replace(' ', "");
    let secret = crate::account::totp::Secret::parse(&secret).expect("it is one");
    let step = served.site.house().source.machine().0 / 30_000_000;
    let answer = browser.post("/sign-in/enrol", &[("code", &secret.code(step))]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_the_printed_code() {
    let served = serve_at(NOW, Purpose::Production);
    let mut browser = served.browser("192.0.2.1");
    assert_eq!(browser.get("/set-up").await.status, 200);
    assert_eq!(browser.get("/set-up/account").await.to, "/set-up");
    assert_eq!(browser.post("/set-up", &[("code", "AAAAA-BBBBB")]).await.status, 422);
    let typed = served.setup_code.to_lowercase();
    assert_eq!(browser.post("/set-up", &[("code", &typed)]).await.to, "/set-up/account");
    let page = browser.get("/set-up/account").await;
    assert!(page.text.contains("<option value=\"STTTT\""), "offices of the register");
    let weak = FIRST
        .map(|(name, value)| if name == "password" { (name, "quantri1") } else { (name, value) });
    assert_eq!(browser.post("/set-up/account", &weak).await.status, 422);
    let taken =
        FIRST.map(|(name, value)| if name == "login" { (name, "linh") } else { (name, value) });
    let answer = browser.post("/set-up/account", &taken).await;
    assert!(
        answer.status == 422 && answer.text.contains("has this login already"),
        "{}",
        answer.text
    );
    assert_eq!(browser.post("/set-up/account", &FIRST).await.to, "/sign-in/enrol");
    enrol(&served, &mut browser).await;
    assert!(browser.is_in().await);
    let found = served.account("quantri").await;
    let post = found.state.posts.first().expect("a post");
    assert_eq!((post.post.office.as_str(), post.post.roles[0].as_str()), ("STTTT", "system-admin"));
}

#[tokio::test]
async fn a_set_up_code_works_once() {
    let served = serve();
    let (mut one, mut two) = (served.browser("192.0.2.1"), served.browser("192.0.2.2"));
    for browser in [&mut one, &mut two] {
        let answer = browser.post("/set-up", &[("code", &served.setup_code)]).await;
        assert_eq!(answer.to, "/set-up/account");
    }
    assert_eq!(one.post("/set-up/account", &FIRST).await.to, "/sign-in/enrol");
    let second =
        FIRST.map(|(name, value)| if name == "login" { (name, "other") } else { (name, value) });
    assert_eq!(two.post("/set-up/account", &second).await.status, 422, "it was used");
    let mut three = served.browser("192.0.2.3");
    assert_eq!(three.post("/set-up", &[("code", &served.setup_code)]).await.status, 422);
}

#[tokio::test]
async fn a_set_up_code_ends_after_seven_days() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    served.pass(7 * 24 * 3600 + 1);
    assert_eq!(browser.post("/set-up", &[("code", &served.setup_code)]).await.status, 422);
}

#[tokio::test]
async fn set_up_codes_are_guessed_slowly_and_nobody_else_waits() {
    let served = serve();
    let mut thief = served.browser("198.51.100.1");
    let mut looked_at = 0;
    for at in 0..40 {
        let answer = thief.post("/set-up", &[("code", &format!("GUESS{at}"))]).await;
        looked_at += u32::from(answer.status == 422);
    }
    assert!(looked_at <= 12, "{looked_at} were looked at");
    let mut owner = served.browser("192.0.2.1");
    let answer = owner.post("/set-up", &[("code", &served.setup_code)]).await;
    assert_eq!(answer.to, "/set-up/account");
}

#[tokio::test]
async fn somebody_with_an_opened_account_chooses_a_password_and_ends_old_sessions() {
    let served = serve();
    let account = served.account("linh").await.id;
    let mut before = served.browser("192.0.2.1");
    before.sign_in("linh").await;
    let (code, whose) = (set_up::draw(&served.site.house().source), account.clone());
    let (kept, now) = (code.clone(), served.site.house().source.machine());
    let keep = move |tx: &mut db::Tx<'_>| set_up::keep(tx, &kept, &whose, now);
    served.site.door().work(keep).await.expect("kept");
    served.remove(&account, Means::Totp).await;
    let mut browser = served.browser("192.0.2.2");
    assert_eq!(browser.post("/set-up", &[("code", &code)]).await.to, "/set-up/account");
    let named = [("password", "h'linh niê")];
    assert_eq!(browser.post("/set-up/account", &named).await.status, 422, "no own name");
    let password = [("password", "xe-dap-hoa-phuong-32")];
    assert_eq!(browser.post("/set-up/account", &password).await.to, "/sign-in/enrol");
    assert!(!before.is_in().await, "whoever was in is out");
    enrol(&served, &mut browser).await;
    assert!(browser.is_in().await);
    let mut again = served.browser("192.0.2.3");
    assert_eq!(again.post("/set-up", &[("code", &code)]).await.status, 422, "it was used");
}

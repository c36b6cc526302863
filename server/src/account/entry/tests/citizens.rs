//! Citizens: accounts of their own, and codes to a telephone or a mailbox.

use std::sync::{Arc, Mutex};

use domain::account::{Kind, Means, Own};
use domain::province::Purpose;
use page::{Language, Text};

use super::ground::{Browser, LATER, NOW, Served, serve, serve_at};
use crate::outbox::work::round;
use crate::outbox::{Carrier, Parcel, Reason, Way};

/// What somebody fills in to register.
fn form<'a>(contact: &'a str, number: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("name", "  Y   Thông "),
        ("identity_type", "citizen_id"),
        ("identity_number", number),
        ("contact", contact),
        ("password", "xe-dap-hoa-phuong-32"),
    ]
}

#[tokio::test]
async fn a_citizen_registers_with_a_code_to_the_contact() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    assert_eq!(browser.get("/register").await.status, 200);
    let answer = browser.post("/register", &form("0987 654 321", "990 190 000 002")).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/register/code"));
    assert_eq!(browser.post("/register/code", &[("code", "00000000")]).await.status, 422);
    let code = served.sent_code().await;
    let mut other = served.browser("192.0.2.2");
    assert_eq!(
        other.post("/register/code", &[("code", &code)]).await.status,
        422,
        "another browser"
    );
    let answer = browser.post("/register/code", &[("code", &code)]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/"));
    assert!(browser.is_in().await);
    let found = served.account("+84987654321").await;
    assert_eq!(found.state.kind, Kind::Citizen);
    assert_eq!(served.account("990190000002").await.id, found.id, "also by the identity number");
    for login in ["0987654321", "990190000002"] {
        let mut again = served.browser("192.0.2.3");
        let form = [("login", login), ("password", "xe-dap-hoa-phuong-32")];
        assert_eq!(again.post("/sign-in", &form).await.to, "/", "{login}");
        assert!(again.is_in().await);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_registration_is_said_at_its_box() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    let wrong = [
        ("name", " "),
        ("identity_type", "citizen_id"),
        ("identity_number", "12"),
        ("contact", "nowhere"),
        ("password", "matkhau"),
    ];
    let answer = browser.post("/register", &wrong).await;
    assert_eq!(answer.status, 422);
    for target in ["#name", "#identity_number", "#contact", "#password"] {
        assert!(answer.text.contains(&format!("href=\"{target}\"")), "{target}");
    }
    assert!(!answer.text.contains("matkhau"), "a password is never shown again");
    assert!(served.tray().await.contains("no messages"), "nothing was sent");
}

#[tokio::test]
async fn a_registration_does_not_tell_whether_a_contact_has_an_account() {
    let served = serve();
    let mut known = served.browser("192.0.2.1");
    let answer = known.post("/register", &form("0912345678", "990190000003")).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/register/code"), "the same answer");
    assert!(served.tray().await.contains("you have one already"), "its owner is told");
    let mut fresh = served.browser("192.0.2.2");
    let answer = fresh.post("/register", &form("0911111111", "990190000003")).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/register/code"));
    let pages = [known.get("/register/code").await.text, fresh.get("/register/code").await.text];
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn an_identity_paper_has_one_account() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    browser.post("/register", &form("0911111111", "990190000001")).await;
    let code = served.sent_code().await;
    let answer = browser.post("/register/code", &[("code", &code)]).await;
    assert_eq!(answer.status, 422, "it is somebody else's");
    assert!(answer.text.contains("one-stop desk"));
    assert!(!browser.is_in().await);
}

async fn ask(browser: &mut Browser<'_>, contact: &str) {
    let answer = browser.post("/sign-in/code", &[("contact", contact), ("next", "/offices")]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/sign-in/code/answer"), "{contact}");
}

#[tokio::test]
async fn a_citizen_signs_in_by_a_code() {
    let served = serve();
    let bia = served.account("bia").await.id;
    served.remove(&bia, Means::Totp).await;
    let mut browser = served.browser("192.0.2.1");
    ask(&mut browser, "0912 345 678").await;
    let code = served.sent_code().await;
    assert_eq!(browser.get("/sign-in/code/answer").await.status, 200);
    let answer = browser.post("/sign-in/code/answer", &[("code", &code)]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices"));
    assert!(browser.is_in().await);
    let mut replay = served.browser("192.0.2.1");
    ask(&mut replay, "0912 345 678").await;
    let answer = replay.post("/sign-in/code/answer", &[("code", &code)]).await;
    assert_eq!(answer.status, 422, "a code of another request");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_a_sent_code_too() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    ask(&mut browser, "0912345678").await;
    let code = served.sent_code().await;
    assert_eq!(
        browser.post("/sign-in/code/answer", &[("code", &code)]).await.to,
        "/sign-in/factor"
    );
    let answer = browser.post("/sign-in/factor", &[("code", &served.code("bia", 0))]).await;
    assert_eq!((answer.status, answer.to.as_str()), (303, "/offices"));
}

#[tokio::test]
async fn a_sent_code_can_be_tried_five_times_within_ten_minutes() {
    let served = serve();
    let mut browser = served.browser("192.0.2.1");
    ask(&mut browser, "0912345678").await;
    let code = served.sent_code().await;
    for _ in 0..5 {
        let answer = browser.post("/sign-in/code/answer", &[("code", "00000000")]).await;
        assert_eq!(answer.status, 422);
    }
    let answer = browser.post("/sign-in/code/answer", &[("code", &code)]).await;
    assert_eq!(answer.status, 422, "it was tried too often");
    ask(&mut browser, "0912345678").await;
    let code = served.sent_code().await;
    served.pass(601);
    let answer = browser.post("/sign-in/code/answer", &[("code", &code)]).await;
    assert_eq!(answer.status, 422, "it came too late");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account_and_officers_get_no_code() {
    let served = serve();
    let mut pages = Vec::new();
    for contact in ["0911111111", "linh@example.vn", "0912345678"] {
        let mut browser = served.browser("192.0.2.1");
        ask(&mut browser, contact).await;
        pages.push(browser.get("/sign-in/code/answer").await.text);
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));
    let tray = served.tray().await;
    assert_eq!(tray.matches("Your code to sign in").count(), 1, "one of them has a code: {tray}");
}

#[tokio::test]
async fn nobody_is_showered_with_codes() {
    let served = serve();
    let mut sent = 0;
    for at in 0..40 {
        let mut browser = served.browser(&format!("198.51.100.{at}"));
        let answer = browser.post("/sign-in/code", &[("contact", "0912345678")]).await;
        sent += u32::from(answer.status == 303);
    }
    assert!(sent <= 15, "{sent} were sent");
}

#[tokio::test]
async fn both_contacts_of_an_account_share_its_codes() {
    let served = serve();
    let mut codes = 0;
    for at in 0..12 {
        let contact = ["0912345678", "bia@example.vn"][at % 2];
        let mut browser = served.browser(&format!("198.51.100.{at}"));
        ask(&mut browser, contact).await;
        codes = served.tray().await.matches("Your code to sign in").count();
    }
    assert_eq!(codes, 10, "two more were asked for, and nothing shows that they were not sent");
    let before = served.sent_code().await;
    let mut browser = served.browser("198.51.100.99");
    ask(&mut browser, "bia@example.vn").await;
    assert_eq!(browser.get("/sign-in/code/answer").await.status, 200);
    let answer = browser.post("/sign-in/code/answer", &[("code", &before)]).await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn a_session_of_one_factor_that_was_left_open_changes_no_means_of_signing_in() {
    let served = serve();
    let bia = served.account("0912345678").await.id;
    for means in [Means::Totp, Means::Recovery] {
        served.remove(&bia, means).await;
    }
    let gone = Own::Unsecure { means: Means::Totp, id: String::new() };
    crate::account::enrol::tell(&served.site, &bia, gone).await.expect("it is told");
    let password = served.person("bia").password.clone();
    let mut browser = served.browser("192.0.2.1");
    let form = [("login", "0912345678"), ("password", password.as_str())];
    assert_eq!(browser.post("/sign-in", &form).await.to, "/");
    assert_eq!(browser.get("/account/password").await.status, 200, "just signed in");
    served.pass(301);
    browser.get("/account").await;
    for path in ["/account/factors/authenticator", "/account/factors/codes"] {
        let led = browser.post(path, &[]).await;
        assert_eq!(led.to, "/sign-in/again?next=%2Faccount%2Ffactors", "{path}");
    }
    let page = browser.get("/sign-in/again?next=/account/factors").await;
    assert!(page.text.contains("name=\"password\""), "{}", page.text);
    let before = browser.session();
    let wrong = [("password", "a guess"), ("next", "/account/factors")];
    assert_eq!(browser.post("/sign-in/again", &wrong).await.status, 422);
    assert_eq!(browser.session(), before);
    let right = [("password", password.as_str()), ("next", "/account/factors")];
    assert_eq!(browser.post("/sign-in/again", &right).await.to, "/account/factors");
    assert_ne!(browser.session(), before);
    browser.get("/account").await;
    let begun = browser.post("/account/factors/authenticator", &[]).await;
    assert_eq!(begun.status, 200, "{}", begun.text);
}

#[tokio::test]
async fn from_2025_on_citizens_come_by_the_provider_alone() {
    let served = serve_at(LATER, Purpose::Demo);
    let mut browser = served.browser("192.0.2.1");
    for path in ["/register", "/sign-in/code"] {
        assert_eq!(browser.get(path).await.status, 403, "{path}");
    }
    assert_eq!(browser.post("/register", &form("0911111111", "990190000002")).await.status, 403);
    assert_eq!(browser.post("/sign-in/code", &[("contact", "0912345678")]).await.status, 403);
    let page = browser.get("/sign-in").await;
    assert!(!page.text.contains("/register") && !page.text.contains("/sign-in/code"));
    assert_eq!(browser.sign_in("bia").await.status, 403, "nor by a password of before");
    assert!(!browser.is_in().await);
    assert_eq!(browser.sign_in("linh").await.status, 303, "officers come as they did");
}

#[tokio::test]
async fn another_spelling_of_a_number_gives_no_more_guesses() {
    let served = serve();
    let mut looked_at = 0;
    for at in 0..60 {
        let mut thief = served.browser(&format!("198.51.100.{at}"));
        let (before, after) = "0912345678".split_at(at % 9 + 1);
        let login = format!("{before}{}{after}", " ".repeat(at / 9 + 1));
        let answer = thief.post("/sign-in", &[("login", &login), ("password", "a guess")]).await;
        looked_at += u32::from(answer.status == 422);
    }
    assert!(looked_at <= 16, "{looked_at} were looked at");
}

/// A carrier that keeps what it takes.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Parcel>>>);

impl Carrier for Kept {
    fn carry(&self, parcel: &Parcel) -> Result<(), Reason> {
        self.0.lock().expect("free").push(parcel.clone());
        Ok(())
    }

    fn name(&self) -> &str {
        "kept.example"
    }
}

impl Kept {
    /// What came, once the workers went round.
    fn parcels(&self, served: &Served) -> Vec<Parcel> {
        let go = || Way::ALL.map(|way| round(&served.site, way).expect("it works"));
        std::thread::scope(|scope| scope.spawn(go).join().expect("it ends"));
        self.0.lock().expect("free").clone()
    }

    /// The digits of what came last.
    fn code(&self, served: &Served) -> String {
        let parcels = self.parcels(served);
        let text = &parcels.last().expect("something came").text;
        text.chars().filter(char::is_ascii_digit).take(8).collect()
    }
}

#[tokio::test]
async fn a_house_without_carriers_offers_no_codes_and_says_so() {
    let served = serve_at(NOW, Purpose::Production);
    let mut browser = served.browser("192.0.2.1");
    let page = browser.get("/sign-in").await.text;
    assert!(page.contains("href=\"/sign-in/recovery\""), "the other ways are there");
    assert!(!page.contains("href=\"/sign-in/code\"") && !page.contains("href=\"/register\""));
    for path in ["/sign-in/code", "/register"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text.contains("sign in with your password"), "{path}");
    }
    let answer = browser.post("/sign-in/code", &[("contact", "0912345678")]).await;
    assert_eq!(answer.status, 403);
    assert_eq!(browser.post("/register", &form("0911111111", "990190000002")).await.status, 403);
    assert_eq!(served.letters().await, 0, "nothing waits for ever");
}

#[tokio::test]
async fn codes_go_to_mailboxes_where_mail_alone_is_carried() {
    let (served, kept) = (serve_at(NOW, Purpose::Production), Kept::default());
    served.site.outbox().set(Way::Mail, Box::new(kept.clone()));
    let mut browser = served.browser("192.0.2.1");
    assert!(browser.get("/sign-in").await.text.contains("href=\"/sign-in/code\""));
    let answer = browser.post("/sign-in/code", &[("contact", "0912345678")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("Enter an e-mail address"), "{}", answer.text);
    let answer = browser.post("/register", &form("0911111111", "990190000002")).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("href=\"#contact\""), "it is said at the box");
    let answer = browser.post("/register", &form("y@example.vn", "990190000002")).await;
    assert_eq!(answer.to, "/register/code", "{}", answer.text);
    let code = kept.code(&served);
    assert_eq!(browser.post("/register/code", &[("code", &code)]).await.to, "/");
    let mut again = served.browser("192.0.2.2");
    ask(&mut again, "y@example.vn").await;
    let code = kept.code(&served);
    assert_eq!(again.post("/sign-in/code/answer", &[("code", &code)]).await.to, "/offices");
    assert!(again.is_in().await);
}

#[tokio::test]
async fn the_owner_is_warned_by_the_first_contact_that_is_carried_and_nothing_waits_for_ever() {
    let cases: [(&[Way], Option<&str>); 4] = [
        (&[], None),
        (&[Way::Sms], Some("+84912345678")),
        (&[Way::Mail], Some("bia@example.vn")),
        (&Way::ALL, Some("bia@example.vn")),
    ];
    for (ways, to) in cases {
        let (served, kept) = (serve_at(NOW, Purpose::Production), Kept::default());
        for way in ways {
            served.site.outbox().set(*way, Box::new(kept.clone()));
        }
        for at in 0..10 {
            assert_eq!(served.letters().await, 0, "the tenth guess is news");
            let mut thief = served.browser(&format!("198.51.100.{at}"));
            let guess = [("login", "0912345678"), ("password", "a guess")];
            assert_eq!(thief.post("/sign-in", &guess).await.status, 422);
        }
        assert_eq!(served.letters().await, usize::from(to.is_some()), "{ways:?}");
        let parcels = kept.parcels(&served);
        let reached = parcels.iter().map(|parcel| parcel.to.as_str());
        assert_eq!(reached.collect::<Vec<_>>(), to.into_iter().collect::<Vec<_>>(), "{ways:?}");
        let text = Text::new(Language::Vietnamese);
        for parcel in &parcels {
            assert!(parcel.text.starts_with(&text.message_guessing()), "{}", parcel.text);
            assert_eq!(parcel.subject, text.subject_guessing());
        }
    }
}

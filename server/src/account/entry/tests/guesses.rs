//! Guessing at passwords and codes: a few are looked at, and the owner never waits behind strangers.

use super::ground::{Answer, Browser, Served, serve};
use super::officers::refused;

#[tokio::test]
async fn three_hundred_guesses_pass_a_few_and_the_owner_all_the_same() {
    let served = serve();
    let mut owner = served.browser("192.0.2.1");
    assert_eq!(owner.sign_in("linh").await.status, 303);
    owner.get("/sign-in/again").await;
    owner.post("/sign-out", &[]).await;
    let (mut looked_at, mut waited) = (0, 0);
    for at in 0..300 {
        let mut thief = served.browser(&format!("198.51.{}.{}", at / 100, at % 100));
        let guess = format!("guess number {at}");
        match thief.post("/sign-in", &[("login", "linh"), ("password", &guess)]).await {
            answer if answer.status == 429 => {
                assert!(answer.headers.contains_key("retry-after"));
                waited += 1;
            }
            answer => {
                refused(&answer);
                looked_at += 1;
            }
        }
    }
    // Ten are free, and the waits double from a second on while the guesses run.
    assert!(looked_at <= 20 && looked_at + waited == 300, "{looked_at} were looked at");
    let right = served.person("linh").password.clone();
    let mut thief = served.browser("198.51.100.250");
    let late = thief.post("/sign-in", &[("login", "linh"), ("password", &right)]).await;
    assert_eq!(late.status, 429, "a right one is not looked at either");
    served.pass(31);
    assert_eq!(owner.sign_in("linh").await.status, 303, "the owner's own device has its own lane");
    assert!(served.tray().await.contains("Strangers are guessing"), "and the owner was told, once");
    assert_eq!(served.tray().await.matches("Strangers are guessing").count(), 1);
}

#[tokio::test]
async fn all_identifiers_of_an_account_share_its_lanes() {
    let served = serve();
    let mut owner = served.browser("192.0.2.1");
    assert_eq!(owner.sign_in("linh").await.status, 303);
    owner.get("/sign-in/again").await;
    owner.post("/sign-out", &[]).await;
    let right = served.person("linh").password.clone();
    let guess = async |login: &str, password: &str, at: u32| {
        let mut thief = served.browser(&format!("198.51.100.{at}"));
        thief.post("/sign-in", &[("login", login), ("password", password)]).await
    };
    for at in 0..11 {
        guess("linh", "wrong", at).await;
    }
    assert_eq!(guess("linh", "wrong", 20).await.status, 429, "the login has to wait");
    // The other identifier is not told to wait, as nobody's would not; a right password is not
    // looked at either.
    let (other, nobodys) =
        (guess("linh@example.vn", &right, 21).await, guess("nobody@example.vn", &right, 22).await);
    refused(&other);
    refused(&nobodys);
    let plain = |answer: &Answer, login: &str| answer.text.replace(login, "");
    assert_eq!(plain(&other, "linh@example.vn"), plain(&nobodys, "nobody@example.vn"));
    served.pass(60);
    assert_eq!(guess("linh@example.vn", &right, 23).await.to, "/sign-in/factor", "its time came");
    assert_eq!(owner.sign_in("linh").await.status, 303, "the owner never waits");
}

/// Takes the cookie of somebody's session to another computer, without the mark beside it.
async fn thief<'a>(served: &'a Served, owner: &Browser<'_>) -> Browser<'a> {
    let mut thief = served.browser("198.51.100.7");
    thief.jar.insert("__Host-session".to_owned(), owner.session().expect("a session"));
    thief.get("/account").await;
    thief
}

#[tokio::test]
async fn a_thief_of_a_session_cannot_guess_the_password_in_it() {
    let served = serve();
    let mut owner = served.browser("192.0.2.1");
    owner.sign_in("linh").await;
    let mut thief = thief(&served, &owner).await;
    let (right, new) = (served.person("linh").password.clone(), "bốn mùa trên cao nguyên xanh");
    let (mut looked_at, mut waited) = (0, 0);
    for at in 0..100 {
        let old = format!("guess number {at}");
        let answer = thief.post("/account/password", &[("old", &old), ("new", new)]).await;
        match answer.status {
            422 => looked_at += 1,
            429 => {
                assert!(answer.headers.contains_key("retry-after"), "{:?}", answer.headers);
                assert!(answer.text.contains("There were many attempts"), "{}", answer.text);
                waited += 1;
            }
            status => panic!("{status}: {}", answer.text),
        }
    }
    assert!((5..=10).contains(&looked_at) && looked_at + waited == 100, "{looked_at}");
    let late = thief.post("/account/password", &[("old", &right), ("new", new)]).await;
    assert_eq!(late.status, 429, "a right one is not looked at either");
    assert!(served.tray().await.contains("in a session of your"), "the owner is told");
    assert_eq!(served.tray().await.matches("in a session of your").count(), 1, "once");
    owner.get("/account/password").await;
    let answer = owner.post("/account/password", &[("old", &right), ("new", new)]).await;
    assert_eq!(answer.status, 303, "the owner's own browser has its own lane: {}", answer.text);
    assert_eq!(thief.get("/account").await.status, 303, "and the thief is out");
}

#[tokio::test]
async fn a_thief_of_a_session_cannot_guess_codes_in_it() {
    let served = serve();
    let mut owner = served.browser("192.0.2.1");
    owner.sign_in("linh").await;
    served.pass(600);
    let mut thief = thief(&served, &owner).await;
    thief.get("/sign-in/again").await;
    let mut looked_at = 0;
    for at in 0..100 {
        let answer = thief.post("/sign-in/again", &[("code", &format!("{at:06}"))]).await;
        looked_at += u32::from(answer.status == 422);
        assert!(matches!(answer.status, 422 | 429), "{}", answer.status);
    }
    assert!((5..=10).contains(&looked_at), "{looked_at}");
    assert!(served.tray().await.contains("in a session of your"), "the owner is told");
    owner.get("/sign-in/again").await;
    let code = served.code("linh", 0);
    assert_eq!(owner.post("/sign-in/again", &[("code", &code)]).await.status, 303);
}

#[tokio::test]
async fn codes_are_slowed_down_for_whoever_knows_the_password() {
    let served = serve();
    let password = served.person("linh").password.clone();
    let mut looked_at = 0;
    for at in 0..60 {
        let mut thief = served.browser(&format!("198.51.100.{at}"));
        let code = format!("{at:06}");
        let form = [("login", "linh"), ("password", password.as_str()), ("code", code.as_str())];
        let answer = thief.post("/sign-in", &form).await;
        looked_at += u32::from(answer.status == 422);
        served.pass(1);
    }
    assert!(looked_at <= 12, "{looked_at} codes were looked at in a minute");
}

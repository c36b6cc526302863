//! One's own account, requests about data and erasure, as people meet them on the pages.

use std::cell::RefCell;

use axum::http::header::{CONTENT_DISPOSITION, LOCATION};
use domain::StreamId;
use domain::access::Factor;
use domain::account::{self, Act, Kind, Means, Own, Person, Post};
use domain::event::Actor;
use jiff::civil::date;

use super::*;
use crate::account::credential::{self, Credential};
use crate::account::password::{Cost, Password};
use crate::account::sign_in::{self, Proof, establish};
use crate::account::totp::{STEP_S, Secret};
use crate::account::{demo::totp_place, session};
use crate::commit::Request as Told;

const OLD_PASSWORD: &str = "rừng thông mưa tháng bảy";
const TOTP: [u8; 20] = [7; 20];

/// Somebody with an account and a browser.
pub(super) struct Visitor {
    pub(super) account: StreamId,
    pub(super) cookie: String,
    pub(super) csrf: String,
    /// The cookie of what is under way between two pages.
    errand: RefCell<String>,
    /// The cookie of the session that a form has set.
    renewed: RefCell<String>,
}

async fn tell(served: &Served, actor: &Actor, command: account::Command) -> StreamId {
    let command = Command::Account(command);
    let told = served.site.door().commit(Told { actor: actor.clone(), command, key: None }).await;
    told.expect("it is accepted").events[0].stream.clone()
}

async fn act(served: &Served, account: &StreamId, actor: &Actor, act: Act) {
    let account = account.clone();
    tell(served, actor, account::Command::On { account, act }).await;
}

/// Opens an account with a password and an authenticator; an officer gets a post.
pub(super) async fn open(served: &Served, kind: Kind, name: &str, role: Option<&str>) -> StreamId {
    let login = domain::text::fold(name).replace(' ', ".");
    let person = Person {
        name: name.to_owned(),
        login: Some(login.clone()),
        identity_type: Some("citizen_id".to_owned()),
        identity_number: Some(format!("0990{login}")),
        ..Person::default()
    };
    let secret = served.site.house().secret().expect("a secret");
    let keys = secret.keys(&person);
    let operator = Actor::administrator();
    let account = tell(served, &operator, account::Command::Open { kind, keys, person }).await;
    if let Some(role) = role {
        let post = Post {
            office: "VP".to_owned(),
            position: format!("Vị trí {role}"),
            roles: vec![role.to_owned()],
            from: date(2019, 1, 1),
            to: None,
            deputy_of: None,
            scopes: Vec::new(),
        };
        act(served, &account, &operator, Act::Appoint(post)).await;
    }
    let own = Actor { id: account.to_string(), office: String::new() };
    let factor = Own::Secure { means: Means::Totp, id: String::new() };
    act(served, &account, &own, Act::Own(factor)).await;
    let hash = Password::new(OLD_PASSWORD).hash(Cost { memory_kib: 8, passes: 1 }, [1; 16]);
    let sealed = secret.seal(&totp_place(&account), &Secret::new(TOTP).reveal(), [3; 12]);
    let kept = [(Means::Password, hash.expect("a hash")), (Means::Totp, sealed)];
    let owner = account.clone();
    let put = served.site.door().work(move |tx| {
        kept.into_iter().try_for_each(|(means, secret)| {
            let made_at = domain::MachineTime(0);
            let (id, label) = (String::new(), String::new());
            credential::put(
                tx,
                &owner,
                &Credential { means, id, secret, label, made_at, used_at: None },
            )
        })
    });
    put.await.expect("they are kept");
    account
}

pub(super) async fn sign_in(served: &Served, account: &StreamId, factor: Factor) -> Visitor {
    let from = sign_in::From {
        address: "203.0.113.7".to_owned(),
        browser: "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120.0".to_owned(),
    };
    let means = vec![Means::Password, Means::Totp];
    let proof = Proof { means, factor, at: None };
    let cookie = establish(&served.site, account, proof, from).await.expect("a session");
    let cookie = cookie.to_str().expect("text").split(';').next().unwrap_or_default().to_owned();
    let csrf = csrf(served, account).await;
    Visitor {
        account: account.clone(),
        cookie,
        csrf,
        errand: RefCell::default(),
        renewed: RefCell::default(),
    }
}

impl Visitor {
    pub(super) async fn see(&self, served: &Served, path: &str) -> (u16, String) {
        let headers = [(COOKIE, self.cookie.as_str()), (ACCEPT_LANGUAGE, "en")];
        let response = served.get(path, &headers).await;
        let status = response.status().as_u16();
        let place = header(&response, LOCATION);
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, format!("{place}{}", String::from_utf8_lossy(&body)))
    }

    /// Sends a form; answers the status, and where it leads or what it shows.
    pub(super) async fn send(
        &self,
        served: &Served,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (u16, String) {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        let body = serde_urlencoded::to_string(&all).expect("a form");
        let request = Request::post(path)
            .header(COOKIE, format!("{}; {}", self.cookie, self.errand.borrow()))
            .header(ACCEPT_LANGUAGE, "en")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        let response = served.router.clone().oneshot(request).await.expect("an answer");
        let status = response.status().as_u16();
        let place = header(&response, LOCATION);
        let set = header(&response, SET_COOKIE);
        if let Some(errand) = set.split(';').next().filter(|it| it.starts_with("__Host-errand=")) {
            errand.clone_into(&mut self.errand.borrow_mut());
        }
        if let Some(session) = set.split(';').next().filter(|it| it.starts_with("__Host-session="))
        {
            session.clone_into(&mut self.renewed.borrow_mut());
        }
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, if place.is_empty() { String::from_utf8_lossy(&body).into_owned() } else { place })
    }
}

impl Visitor {
    /// The same with the session that the last form has set.
    async fn renewed(self, served: &Served) -> Visitor {
        let cookie = self.renewed.take();
        assert!(!cookie.is_empty(), "a form has set one");
        let csrf = csrf(served, &self.account).await;
        Visitor { cookie, csrf, ..self }
    }
}

/// What the forms of an account's latest session carry.
async fn csrf(served: &Served, account: &StreamId) -> String {
    let owner = account.clone();
    let read = served.site.house().db.read(move |tx| session::of(tx, &owner));
    let sessions = read.await.expect("they are read");
    sessions.iter().max_by_key(|it| it.made_at).expect("a session").csrf.clone()
}

/// The value of a hidden input.
pub(super) fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&mark).unwrap_or_else(|| panic!("no `{name}` in {page}"));
    rest.split('"').next().unwrap_or_default()
}

#[tokio::test]
async fn people_see_what_is_kept_of_them_and_take_it_with_them() {
    let served = serve();
    let account = open(&served, Kind::Citizen, "Nguyễn Thị Mẫu", None).await;
    let citizen = sign_in(&served, &account, Factor::One).await;
    for path in [
        "/account",
        "/account/sessions",
        "/account/factors",
        "/account/data",
        "/account/readings",
        "/account/requests",
    ] {
        let (status, page) = citizen.see(&served, path).await;
        assert_eq!(status, 200, "{path}: {page}");
        let stranger = served.get(path, &[]).await;
        assert_eq!(
            header(&stranger, LOCATION),
            format!("/sign-in?next={}", path.replace('/', "%2F"))
        );
    }
    let (_, page) = citizen.see(&served, "/account/data").await;
    assert!(page.contains("Nguyễn Thị Mẫu") && page.contains("0990nguyen.thi.mau"), "{page}");
    let consent = [("purpose", "reuse-answers"), ("answer", "give")];
    let (status, place) = citizen.send(&served, "/account/data/consent", &consent).await;
    assert_eq!((status, place.as_str()), (303, "/account/data?done=consent-given"));
    let (_, page) = citizen.see(&served, &place).await;
    assert!(page.contains("Agreed on 16 December 2019, version 1 December 2019"), "{page}");
    let headers = [(COOKIE, citizen.cookie.as_str())];
    let file = served.get("/account/data/export", &headers).await;
    assert!(header(&file, CONTENT_DISPOSITION).starts_with("attachment"));
    let bytes = to_bytes(file.into_body(), 1 << 20).await.expect("a body");
    let file: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(file["person"]["name"], "Nguyễn Thị Mẫu");
    assert_eq!(file["consents"][0]["purpose"], "reuse-answers");
    assert_eq!(file["events"][0]["personal"]["identity_number"], "0990nguyen.thi.mau");
    let consent = [("purpose", "reuse-answers"), ("answer", "withdraw")];
    citizen.send(&served, "/account/data/consent", &consent).await;
    let (_, page) = citizen.see(&served, "/account/data").await;
    assert!(page.contains("Not agreed (version 1 December 2019)"), "{page}");
}

#[tokio::test]
async fn sessions_are_seen_with_their_browsers_and_ended() {
    let served = serve();
    let account = open(&served, Kind::Citizen, "Y Thông", None).await;
    let here = sign_in(&served, &account, Factor::One).await;
    let there = sign_in(&served, &account, Factor::One).await;
    let elsewhere = sign_in(&served, &account, Factor::One).await;
    let (_, page) = here.see(&served, "/account/sessions").await;
    assert_eq!(page.matches("Firefox on Linux").count(), 5, "three rows, two buttons: {page}");
    assert_eq!(page.matches("this session").count(), 1);
    let owner = account.clone();
    let read = served.site.house().db.read(move |tx| session::of(tx, &owner));
    let all = read.await.expect("they are read");
    let other = all.iter().find(|it| it.csrf == there.csrf).expect("the other").hash.text();
    let (status, _) = here.send(&served, "/account/sessions/end", &[("session", &other)]).await;
    assert_eq!(status, 303);
    assert!(there.see(&served, "/account").await.1.starts_with("/sign-in"));
    assert_eq!(elsewhere.see(&served, "/account").await.0, 200);
    let (_, place) = here.send(&served, "/account/sessions/end-others", &[]).await;
    assert_eq!(place, "/account/sessions?done=others-ended");
    assert!(elsewhere.see(&served, "/account").await.1.starts_with("/sign-in"));
    assert_eq!(here.see(&served, "/account").await.0, 200, "this one goes on");
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let served = serve();
    let one = open(&served, Kind::Citizen, "Người Một", None).await;
    let other = open(&served, Kind::Citizen, "Người Hai", None).await;
    let (one, other) =
        (sign_in(&served, &one, Factor::One).await, sign_in(&served, &other, Factor::One).await);
    let owner = other.account.clone();
    let read = served.site.house().db.read(move |tx| session::of(tx, &owner));
    let hash = read.await.expect("they are read")[0].hash.text();
    one.send(&served, "/account/sessions/end", &[("session", &hash)]).await;
    assert_eq!(other.see(&served, "/account").await.0, 200);
}

#[tokio::test]
async fn an_officer_adds_an_authenticator_and_keeps_the_last_factor() {
    let served = serve();
    let account = open(&served, Kind::Staff, "Hồ Thị Nội", Some("clerk")).await;
    let stale = sign_in(&served, &account, Factor::Two).await;
    let owner = account.clone();
    let aged = served.site.door().work(move |tx| {
        let all = session::of(tx, &owner)?;
        session::end_all(tx, &owner, None)?;
        let old = session::Session { fresh_until: domain::MachineTime(0), ..all[0].clone() };
        old.keep(tx)
    });
    aged.await.expect("it is older");
    for path in ["authenticator", "codes", "remove"] {
        let fields = [("means", "totp"), ("id", "")];
        let path = format!("/account/factors/{path}");
        let (_, place) = stale.send(&served, &path, &fields).await;
        assert_eq!(place, "/sign-in/again?next=%2Faccount%2Ffactors");
    }
    let officer = sign_in(&served, &account, Factor::Fresh).await;
    let remove = [("means", "totp"), ("id", "")];
    let (status, page) = officer.send(&served, "/account/factors/remove", &remove).await;
    assert_eq!(status, 422);
    assert!(page.contains("An officer always has at least one second factor"), "{page}");
    let (_, page) = officer.send(&served, "/account/factors/authenticator", &[]).await;
    let offered = |page: &str| {
        let (_, typed) = page.split_once("<span class=\"mc-code\">").expect("a secret is shown");
        typed.split('<').next().unwrap_or_default().replace(' ', "")
    };
    let typed = offered(&page);
    let secret = Secret::parse(&typed).expect("a secret");
    let confirm = "/account/factors/authenticator/confirm";
    let (status, page) = officer.send(&served, confirm, &[("code", "x")]).await;
    assert_eq!(status, 422);
    assert!(page.contains("The code is not right"), "{page}");
    assert_eq!(offered(&page), typed, "the same picture again");
    let step = served.site.house().source.machine().0.div_euclid(1_000_000 * STEP_S);
    let code = secret.code(step);
    let (_, place) = officer.send(&served, confirm, &[("code", &code)]).await;
    assert_eq!(place, "/account/factors?done=factor-added");
    let (status, page) = officer.send(&served, confirm, &[("code", &code)]).await;
    assert_eq!(status, 422);
    assert!(page.contains("The picture was too old"), "it is confirmed once: {page}");
}

#[tokio::test]
async fn recovery_codes_are_shown_once() {
    let served = serve();
    let account = open(&served, Kind::Citizen, "Y Mã", None).await;
    let citizen = sign_in(&served, &account, Factor::Fresh).await;
    let (status, page) = citizen.send(&served, "/account/factors/codes", &[]).await;
    assert_eq!(status, 200);
    let (_, list) = page.split_once("<ul class=\"govuk-list mc-code\">").expect("a list");
    let list = list.split("</ul>").next().unwrap_or_default();
    let first = list.split("<li>").nth(1).and_then(|it| it.split('<').next()).expect("a code");
    assert_eq!(list.matches("<li>").count(), 10);
    let owner = account.clone();
    let read = served.site.house().db.read(move |tx| credential::of(tx, &owner));
    let kept = read.await.expect("they are read");
    let kept = kept.iter().find(|it| it.means == Means::Recovery).expect("they are kept");
    assert!(!kept.secret.contains(first));
    let codes: crate::account::recovery::RecoveryCodes =
        serde_json::from_str(&kept.secret).expect("a record");
    assert!(codes.spend(first).expect("readable").is_some(), "the code that was shown works");
    let (_, page) = citizen.see(&served, "/account/factors").await;
    assert!(page.contains("10 codes are left") && !page.contains(first), "{page}");
}

#[tokio::test]
async fn a_password_is_changed_with_the_old_one_and_ends_other_sessions() {
    let served = serve();
    let account = open(&served, Kind::Citizen, "Nguyễn Thị Mẫu", None).await;
    let other = sign_in(&served, &account, Factor::Two).await;
    let citizen = sign_in(&served, &account, Factor::Fresh).await;
    let new = "bốn con trâu qua suối đá";
    let text = page::Text::new(page::Language::English);
    for (old, new, sentence) in [
        ("sai rồi", new, "The present password is not right"),
        (OLD_PASSWORD, "ngan", text.password_too_short(8).as_str()),
        (OLD_PASSWORD, "nguyenthimau", text.password_named().as_str()),
        (OLD_PASSWORD, OLD_PASSWORD, "the same as the present one"),
    ] {
        let (status, page) =
            citizen.send(&served, "/account/password", &[("old", old), ("new", new)]).await;
        assert_eq!(status, 422, "{sentence}");
        let page = page.replace("&#39;", "'");
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
    assert_eq!(other.see(&served, "/account").await.0, 200, "nothing was changed so far");
    let fields = [("old", OLD_PASSWORD), ("new", new)];
    let (_, place) = citizen.send(&served, "/account/password", &fields).await;
    assert_eq!(place, "/account?done=password-changed");
    assert!(other.see(&served, "/account").await.1.starts_with("/sign-in"));
    assert!(citizen.see(&served, &place).await.1.starts_with("/sign-in"), "so are copies of this");
    let citizen = citizen.renewed(&served).await;
    assert_eq!(citizen.see(&served, &place).await.0, 200, "this one goes on under a new token");
    let (status, _) = citizen.send(&served, "/account/password", &fields).await;
    assert_eq!(status, 422, "the old one is old");
}

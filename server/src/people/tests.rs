//! The register of people over the router, without a network.

mod pages;
mod scope;
mod tokens;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request as Sent, Response};
use axum::{Extension, Router};
use db::Options;
use db::testing::{Fresh, fresh};
use domain::access::Factor;
use domain::account::{self, Act, Kind, Person, Post};
use domain::event::Actor;
use domain::province::Purpose;
use domain::{Command, LawTime, MachineTime, StreamId};
use tower::ServiceExt;

use crate::account::session::{FRESH_US, LIFE_US, Session};
use crate::account::sign_in::session_cookie;
use crate::account::token::{self, Token};
use crate::app::Source;
use crate::commit::{BATCH_MAX, Request};
use crate::house::{Founding, House, Place, tell_all};
use crate::web::Site;
use crate::web::router::router;

/// 2019-12-16 08:00 in Vietnam.
const NOW: LawTime = LawTime(1_576_458_000_000_000);

/// Whether a session's second factor counts as just given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    JustNow,
    LongAgo,
}

/// A browser that is signed in.
#[derive(Clone, Debug)]
struct Browser {
    cookie: String,
    csrf: String,
}

/// An answer as a reader gets it.
#[derive(Debug)]
struct Answer {
    status: u16,
    location: String,
    body: String,
}

struct Served {
    router: Router,
    site: Site,
    people: BTreeMap<String, StreamId>,
    _fresh: Fresh,
}

/// The offices of the shipped province with two administrators of the system (`quantri`,
/// `quantri2`), one of an office (`noivu`, at SNV) and a clerk (`motcua`, at MC-X24611).
fn serve() -> Served {
    // Commands block, so a house is founded on a thread of its own.
    let mut served = std::thread::spawn(found).join().expect("it is founded");
    for (login, office, role) in [
        ("quantri", "STTTT", "system-admin"),
        ("quantri2", "STTTT", "system-admin"),
        ("noivu", "SNV", "office-admin"),
        ("motcua", "MC-X24611", "clerk"),
    ] {
        let posts = [(office, role)];
        let site = served.site.clone();
        let opened = std::thread::spawn(move || open(&site, login, login, &posts));
        served.people.insert(login.to_owned(), opened.join().expect("it is opened"));
    }
    served
}

fn found() -> Served {
    let fresh = fresh(db::Engine::Sqlite);
    let place = Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
    let founding = Founding {
        purpose: Purpose::Demo,
        origin: "example.com/people".to_owned(),
        administrators: Vec::new(),
    };
    let source = Source::real();
    source.shift_to(NOW);
    let house = House::found(place, source, &Options::default(), &founding).expect("it is founded");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong");
    let files = crate::province::files::read(folder.as_ref()).expect("the province reads");
    let terms = Command::Province(domain::province::Event::Described(Box::new(files.terms)));
    let commands = std::iter::once(terms).chain(files.commands.into_iter().map(Command::Office));
    house.with_door(|door| tell_all(door, commands).map(drop)).expect("it is told");
    let province = house.province().expect("a province");
    let (door, _thread) = house.door(BATCH_MAX).expect("the door opens");
    let site = Site::new(house, door, province, Vec::new(), "http://localhost".to_owned());
    let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let router = router(site.clone()).layer(peer);
    Served { router, site, people: BTreeMap::new(), _fresh: fresh }
}

/// Opens an account with posts that the operator gives; each an office and a role.
fn open(site: &Site, login: &str, name: &str, posts: &[(&str, &str)]) -> StreamId {
    let person =
        Person { name: name.to_owned(), login: Some(login.to_owned()), ..Person::default() };
    let keys = site.house().secret().expect("a secret").keys(&person);
    let tell = |command| {
        let command = Command::Account(command);
        let request = Request { actor: Actor::administrator(), command, key: None };
        site.door().commit_now(request).expect("it is told")
    };
    let opened = tell(account::Command::Open { kind: Kind::Staff, keys, person });
    let account = opened.events[0].stream.clone();
    for (office, role) in posts {
        let post = Post {
            office: (*office).to_owned(),
            position: format!("Vị trí {role}"),
            roles: vec![(*role).to_owned()],
            scopes: Vec::new(),
            from: NOW.date(),
            to: None,
            deputy_of: None,
        };
        let act = Act::Appoint(post);
        tell(account::Command::On { account: account.clone(), act });
    }
    account
}

impl Served {
    fn account(&self, login: &str) -> StreamId {
        self.people[login].clone()
    }

    /// Signs somebody in.
    async fn enter(&self, account: &StreamId, given: Given) -> Browser {
        let source = &self.site.house().source;
        let token = Token::new(token::Kind::Session, source.chance());
        let now = source.machine();
        let fresh_until = match given {
            Given::JustNow => MachineTime(now.0 + FRESH_US),
            Given::LongAgo => now,
        };
        let csrf = "0123456789abcdef".to_owned();
        let session = Session {
            hash: token.hash(),
            account: account.clone(),
            factor: Factor::Two,
            fresh_until,
            made_at: now,
            seen_at: now,
            ends_at: MachineTime(now.0 + LIFE_US),
            address: String::new(),
            browser: String::new(),
            csrf: csrf.clone(),
        };
        self.site.door().work(move |tx| session.keep(tx)).await.expect("it is kept");
        let cookie = session_cookie(&token.reveal(), 60);
        let cookie = cookie.to_str().expect("letters").split(';').next().map(str::to_owned);
        Browser { cookie: cookie.expect("a cookie"), csrf }
    }

    async fn answer(&self, request: Sent<Body>) -> Answer {
        let response: Response<Body> =
            self.router.clone().oneshot(request).await.expect("an answer");
        let location = response.headers().get(LOCATION).and_then(|it| it.to_str().ok());
        let (status, location) =
            (response.status().as_u16(), location.unwrap_or_default().to_owned());
        let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        Answer { status, location, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&self, browser: &Browser, path: &str) -> Answer {
        let request = Sent::get(path).header(COOKIE, &browser.cookie).body(Body::empty());
        self.answer(request.expect("a request")).await
    }

    async fn post(&self, browser: &Browser, path: &str, form: &[(&str, &str)]) -> Answer {
        let key: [u8; 8] = self.site.house().source.chance();
        let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.post_with(browser, path, form, &key).await
    }

    async fn post_with(
        &self,
        browser: &Browser,
        path: &str,
        form: &[(&str, &str)],
        key: &str,
    ) -> Answer {
        let beside = [("csrf", browser.csrf.as_str()), ("key", key)];
        let fields: Vec<(&str, &str)> = beside.into_iter().chain(form.iter().copied()).collect();
        let body = serde_urlencoded::to_string(fields).expect("a form");
        let request = Sent::post(path)
            .header(COOKIE, &browser.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.answer(request.expect("a request")).await
    }

    async fn bearer(&self, token: &str, path: &str) -> (u16, serde_json::Value) {
        let request = Sent::get(path).header(AUTHORIZATION, format!("Bearer {token}"));
        let answer = self.answer(request.body(Body::empty()).expect("a request")).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
    }
}

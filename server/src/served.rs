//! The ground of tests that ask as a browser or an integrator does: a house over its router, without
//! a network.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION};
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

use crate::account::demo::People;
use crate::account::integration;
use crate::account::session::{FRESH_US, LIFE_US, Session};
use crate::account::sign_in::session_cookie;
use crate::account::token::{self, Token};
use crate::app::Source;
use crate::commit::{BATCH_MAX, Door, Request};
use crate::house::{Founding, House, Place, tell_all};
use crate::province::procedures::ProcedureFile;
use crate::simulator::{BEGIN, END, Wanted, play};
use crate::web::Site;
use crate::web::router::router;

/// 2019-12-16 08:00 in Vietnam.
pub(crate) const NOW: LawTime = LawTime(1_576_458_000_000_000);

/// The longest answer, in bytes.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// A house of the shipped province, served.
pub(crate) struct Served {
    pub(crate) router: Router,
    pub(crate) site: Site,
    /// Accounts that a test opened, by login.
    pub(crate) people: BTreeMap<String, StreamId>,
    _fresh: Fresh,
}

/// An answer as a reader gets it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) location: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }
}

/// A browser that is signed in: the cookie, and the mark of the session.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

/// Whether a session's second factor counts as just given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    JustNow,
    LongAgo,
}

/// Founds a house at an instant, with its offices, with what `tell` tells and then with what `then`
/// makes of it. Commands block, so it is founded on a thread of its own.
pub(crate) fn found(
    at: LawTime,
    tell: impl FnOnce(&House, &Door, &[ProcedureFile]) + Send + 'static,
    then: impl FnOnce(&House) + Send + 'static,
) -> Served {
    std::thread::spawn(move || found_here(at, tell, then)).join().expect("it is founded")
}

fn found_here(
    at: LawTime,
    tell: impl FnOnce(&House, &Door, &[ProcedureFile]),
    then: impl FnOnce(&House),
) -> Served {
    let fresh = fresh(db::Engine::Sqlite);
    let place = Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
    let founding = Founding {
        purpose: Purpose::Demo,
        origin: "example.com/served".to_owned(),
        administrators: Vec::new(),
    };
    let source = Source::real();
    source.shift_to(at);
    let house = House::found(place, source, &Options::default(), &founding).expect("it is founded");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong");
    let files = crate::province::files::read(folder.as_ref()).expect("the province reads");
    let terms = Command::Province(domain::province::Event::Described(Box::new(files.terms)));
    let commands = std::iter::once(terms).chain(files.commands.into_iter().map(Command::Office));
    let told = house.with_door(|door| {
        tell_all(door, commands)?;
        tell(&house, door, &files.procedures);
        Ok(())
    });
    told.expect("it is told");
    then(&house);
    let province = house.province().expect("a province");
    let (door, _thread) = house.door(BATCH_MAX).expect("the door opens");
    let site = Site::new(house, door, province, Vec::new(), "http://localhost".to_owned());
    // A running server notes the ledger's head by itself.
    let head = site.house().head().expect("a head");
    site.note_head(head);
    let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let router = router(site.clone()).layer(peer);
    Served { router, site, people: BTreeMap::new(), _fresh: fresh }
}

/// Loads the province's procedures.
pub(crate) fn procedures(house: &House, door: &Door, procedures: &[ProcedureFile]) {
    for file in procedures {
        crate::procedure::write::load(house, door, file).expect("it is told");
    }
}

/// A played year of 80 dossiers, at its end.
pub(crate) fn played() -> Served {
    found(BEGIN, procedures, |house| {
        let wanted = Wanted { dossiers: 80, seed: 5 };
        play(house, &People::default(), wanted, &mut |_, _| {}).expect("it is played");
        house.source.shift_to(END);
    })
}

/// Opens an account with posts that the operator gives; each an office and a role.
pub(crate) fn open(site: &Site, login: &str, name: &str, posts: &[(&str, &str)]) -> StreamId {
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
            from: site.law_now().date(),
            to: None,
            deputy_of: None,
        };
        let act = Act::Appoint(post);
        tell(account::Command::On { account: account.clone(), act });
    }
    account
}

impl Served {
    pub(crate) fn account(&self, login: &str) -> StreamId {
        self.people[login].clone()
    }

    /// Signs somebody in.
    pub(crate) async fn enter(&self, account: &StreamId, given: Given) -> Browser {
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

    /// Signs in somebody new, with a role at an office.
    pub(crate) async fn appoint(&self, office: &'static str, role: &'static str) -> Browser {
        let site = self.site.clone();
        let open = move || {
            let login = format!("{role}.{office}").to_lowercase();
            open(&site, &login, &format!("Người {role}"), &[(office, role)])
        };
        let account = tokio::task::spawn_blocking(open).await.expect("it is opened");
        self.enter(&account, Given::JustNow).await
    }

    /// An integration's token.
    pub(crate) async fn token(&self, office: &str, names: &[&str]) -> String {
        let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        let (roles, scopes) =
            integration::scopes(&names, &self.site.province().terms).expect("they are known");
        let (office, label) = (office.to_owned(), "Báo cáo".to_owned());
        let wanted = integration::Wanted { office, label, roles, scopes, days: 1 };
        let (door, source) = (self.site.door().clone(), self.site.house().source.clone());
        let made =
            tokio::task::spawn_blocking(move || integration::issue_now(&door, &source, &wanted));
        made.await.expect("it ends").expect("it is made").token
    }

    pub(crate) async fn answer(&self, request: Sent<Body>) -> Answer {
        let response: Response<Body> =
            self.router.clone().oneshot(request).await.expect("an answer");
        let header = |name| response.headers().get(name).and_then(|it| it.to_str().ok());
        let (kind, location) = (header(CONTENT_TYPE), header(LOCATION));
        let (kind, location) =
            (kind.unwrap_or_default().to_owned(), location.unwrap_or_default().to_owned());
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), ANSWER_BYTES_MAX).await.expect("a body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, kind, location, bytes: bytes.to_vec(), body }
    }

    pub(crate) async fn get(&self, browser: &Browser, path: &str) -> Answer {
        let request = Sent::get(path).header(COOKIE, &browser.cookie).body(Body::empty());
        self.answer(request.expect("a request")).await
    }

    /// Sends a form under a key of its own.
    pub(crate) async fn post(
        &self,
        browser: &Browser,
        path: &str,
        form: &[(&str, &str)],
    ) -> Answer {
        let key: [u8; 8] = self.site.house().source.chance();
        let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.post_with(browser, path, form, &key).await
    }

    pub(crate) async fn post_with(
        &self,
        browser: &Browser,
        path: &str,
        form: &[(&str, &str)],
        key: &str,
    ) -> Answer {
        let beside = [("csrf", browser.csrf.as_str()), ("key", key)];
        let fields: Vec<(&str, &str)> = beside.into_iter().chain(form.iter().copied()).collect();
        let request = Sent::post(path)
            .header(COOKIE, &browser.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(serde_urlencoded::to_string(fields).expect("a form")));
        self.answer(request.expect("a request")).await
    }

    /// Asks with a token.
    pub(crate) async fn ask(&self, token: &str, path: &str, accept: &str) -> Answer {
        let request = Sent::get(path).header(AUTHORIZATION, format!("Bearer {token}"));
        let request = request.header(ACCEPT, accept).body(Body::empty());
        self.answer(request.expect("a request")).await
    }

    /// Asks with a token for JSON.
    pub(crate) async fn bearer(&self, token: &str, path: &str) -> (u16, serde_json::Value) {
        let answer = self.ask(token, path, "*/*").await;
        (answer.status, answer.json())
    }
}

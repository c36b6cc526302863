//! The shipped province with people: each role in three offices, two citizens, and an officer whose
//! account was closed. Asked over its router, without a network.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::thread::JoinHandle;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request as HttpRequest};
use axum::{Extension, Router};
use db::testing::fresh;
use db::{Engine, Options};
use domain::access::Factor;
use domain::account::{self, Act, Kind, Person, Post};
use domain::event::Actor;
use domain::province::{self, Purpose};
use domain::reading::{self, Emergency};
use domain::{Command, MachineTime, StreamId};
use jiff::civil::date;
use server::account::session::{FRESH_US, LIFE_US, Session};
use server::account::token::{Kind as TokenKind, Token};
use server::app::Source;
use server::commit::{BATCH_MAX, Door, Request};
use server::house::{Founding, House};
use server::web::Site;
use server::web::router::router;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::commands::START;
use crate::ground::{Ground, place};

/// Marriage registration, and certified copies, which are decided on the same day.
const PROCEDURES: [&str; 2] = ["1.000894", "2.000815"];
const BODY_BYTES_MAX: usize = 8 << 20;
/// Offices of the askers, seen from the record: its own, one beside it, one elsewhere.
pub(super) const OFFICES: [(&str, &str); 3] =
    [("own", "X24611"), ("sibling", "X24612"), ("other", "SXD")];

/// The town, served; the door closes with the value.
pub(super) struct Town {
    site: Option<(Site, Router)>,
    runtime: Runtime,
    door: Option<JoinHandle<()>>,
    /// Accounts by what they are: `clerk@own`, `citizen-other`.
    pub(super) accounts: BTreeMap<String, StreamId>,
    /// Roles of the province, in its order.
    pub(super) roles: Vec<String>,
    ground: Ground,
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Town {
    pub(super) fn new(engine: Engine) -> Town {
        Town::at(engine, "http://localhost")
    }

    /// The same behind another address.
    pub(super) fn at(engine: Engine, base: &str) -> Town {
        Town::of(engine, base, Purpose::Demo)
    }

    /// The same for another purpose.
    pub(super) fn of(engine: Engine, base: &str, purpose: Purpose) -> Town {
        let fresh = fresh(engine);
        let founding = Founding {
            purpose,
            origin: "motcua.example/town".to_owned(),
            administrators: Vec::new(),
        };
        let source = Source::real();
        source.shift_to(START);
        let house = House::found(place(&fresh), source, &Options::default(), &founding)
            .expect("it is founded");
        let ground = Ground { house, fresh };
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong");
        let files = server::province::files::read(folder.as_ref()).expect("the province reads");
        let roles = files.terms.roles.iter().map(|role| role.id.clone()).collect();
        let terms = Command::Province(province::Event::Described(Box::new(files.terms)));
        ground.tell(std::iter::once(terms).chain(files.commands.into_iter().map(Command::Office)));
        for code in PROCEDURES {
            let procedure =
                files.procedures.iter().find(|it| it.code == code).expect("it is there");
            let loaded = ground
                .house
                .with_door(|door| server::procedure::write::load(&ground.house, door, procedure));
            loaded.expect("a procedure is told");
        }
        let province = ground.house.province().expect("a province");
        let (door, thread) = ground.house.door(BATCH_MAX).expect("the door opens");
        let site = Site::new(ground.house.clone(), door, province, Vec::new(), base.to_owned());
        site.note_head(site.house().head().expect("a head"));
        let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        let router = router(site.clone()).layer(peer);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let accounts = BTreeMap::new();
        let site = Some((site, router));
        let mut town = Town { site, runtime, door: Some(thread), accounts, roles, ground };
        town.settle();
        town
    }

    fn settle(&mut self) {
        for role in self.roles.clone() {
            for (near, office) in OFFICES {
                self.open(&format!("{role}@{near}"), Kind::Staff, &[(office, &role)], "");
            }
        }
        self.open("citizen-own", Kind::Citizen, &[], "099190000001");
        self.open("citizen-other", Kind::Citizen, &[], "099190000002");
        self.open("closed", Kind::Staff, &[("X24611", "system-admin")], "");
        let closed = self.accounts["closed"].clone();
        let act = Act::Close("left".to_owned());
        self.tell(&Actor::administrator(), account_command(&closed, act));
    }

    /// Opens an account with posts, each an office and a role.
    pub(super) fn open(&mut self, name: &str, kind: Kind, posts: &[(&str, &str)], number: &str) {
        let identity_number = Some(number.to_owned()).filter(|number| !number.is_empty());
        let person = Person {
            name: format!("Nguyễn {name}"),
            identity_type: identity_number.as_ref().map(|_| "citizen_id".to_owned()),
            identity_number,
            phone: Some(format!("+84 {name}")),
            ..Person::default()
        };
        let keys = self.ground.house.secret().expect("a secret").keys(&person);
        let open = account::Command::Open { kind, keys, person };
        let id = self.tell(&Actor::administrator(), Command::Account(open));
        for (office, role) in posts {
            let post = Post {
                office: (*office).to_owned(),
                position: (*role).to_owned(),
                roles: vec![(*role).to_owned()],
                from: date(2019, 12, 1),
                to: None,
                deputy_of: None,
                scopes: Vec::new(),
            };
            self.tell(&Actor::administrator(), account_command(&id, Act::Appoint(post)));
        }
        self.accounts.insert(name.to_owned(), id);
    }

    /// Commits; answers the stream of the first event.
    pub(super) fn tell(&self, actor: &Actor, command: Command) -> StreamId {
        let request = Request { actor: actor.clone(), command, key: None };
        let accepted = self.door().commit_now(request).expect("it is accepted");
        accepted.events[0].stream.clone()
    }

    /// Has somebody break the glass before somebody's record, to be judged by a day.
    pub(super) fn break_glass(
        &self,
        by: &str,
        before: &str,
        review_by: jiff::civil::Date,
    ) -> String {
        let actor = Actor { id: self.accounts[by].to_string(), office: "X24611".to_owned() };
        let command = Command::Reading(reading::Command::Break {
            subject: self.accounts[before].clone(),
            emergency: Emergency::Life,
            words: "a child is missing".to_owned(),
            review_by,
            unjudged: Vec::new(),
            dossiers: Vec::new(),
        });
        self.tell(&actor, command).as_str().replacen("/glass/", "-", 1)
    }

    pub(super) fn site(&self) -> &(Site, Router) {
        self.site.as_ref().expect("invariant: it is there until it is dropped")
    }

    fn door(&self) -> &Door {
        self.site().0.door()
    }

    pub(super) fn ground(&self) -> &Ground {
        &self.ground
    }

    /// The door and the clocks.
    pub(super) fn insides(&self) -> (&Door, &Source) {
        let site = &self.site().0;
        (site.door(), &site.house().source)
    }

    /// Closes the door; what is left can be verified.
    pub(super) fn close(mut self) -> impl std::ops::Deref<Target = Ground> {
        drop(self.site.take());
        if let Some(door) = self.door.take() {
            door.join().expect("the commit thread ends well");
        }
        Closed(self)
    }

    /// Asks the interface as a program.
    pub(super) fn send(
        &self,
        method: &Method,
        path: &str,
        token: &str,
        body: Option<&serde_json::Value>,
        key: Option<&str>,
    ) -> Answer {
        let mut request = HttpRequest::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.answer(request.body(body).expect("a request"))
    }

    fn answer(&self, request: HttpRequest<Body>) -> Answer {
        let router = self.site().1.clone();
        self.runtime.block_on(async {
            let response = router.oneshot(request).await.expect("an answer");
            let (head, body) = response.into_parts();
            let body = to_bytes(body, BODY_BYTES_MAX).await.expect("a body");
            let body = String::from_utf8_lossy(&body).into_owned();
            Answer { status: head.status.as_u16(), headers: head.headers, body }
        })
    }

    /// The key of somebody in addresses.
    pub(super) fn key(&self, name: &str) -> String {
        server::person::key(&self.accounts[name])
    }

    /// Lets law time pass.
    pub(super) fn pass_minutes(&self, minutes: i64) {
        let source = &self.site().0.house().source;
        source.shift_to(domain::LawTime(source.law().0 + minutes * 60_000_000));
    }

    /// A new session of somebody who signed in with a second factor just now: cookie and mark.
    pub(super) fn sign_in(&self, name: &str) -> Option<(String, String)> {
        self.sign_in_for(name, FRESH_US)
    }

    /// The same by somebody whose second factor was given some time ago.
    pub(super) fn sign_in_stale(&self, name: &str) -> Option<(String, String)> {
        self.sign_in_for(name, -1)
    }

    fn sign_in_for(&self, name: &str, fresh_us: i64) -> Option<(String, String)> {
        let account = self.accounts.get(name)?.clone();
        let source = &self.site().0.house().source;
        let token = Token::new(TokenKind::Session, source.chance());
        let now = source.machine();
        let csrf: [u8; 16] = source.chance();
        let csrf: String = csrf.iter().map(|byte| format!("{byte:02x}")).collect();
        let session = Session {
            hash: token.hash(),
            account,
            factor: Factor::Two,
            fresh_until: MachineTime(now.0 + fresh_us),
            made_at: now,
            seen_at: now,
            ends_at: MachineTime(now.0 + LIFE_US),
            address: String::new(),
            browser: String::new(),
            csrf: csrf.clone(),
        };
        self.door().work_now(move |tx| session.keep(tx)).expect("the session is kept");
        Some((format!("__Host-session={}", token.reveal()), csrf))
    }

    pub(super) fn get(&self, name: &str, path: &str) -> Answer {
        self.ask(&Method::GET, path, self.sign_in(name).as_ref(), "", &[])
    }

    /// Sends a form with the mark of a new session.
    pub(super) fn post(&self, name: &str, path: &str, fields: &str) -> Answer {
        self.ask(&Method::POST, path, self.sign_in(name).as_ref(), fields, &[])
    }

    /// Sends a form in parts, as a browser sends one with files: a part with a name of its file is
    /// one.
    pub(super) fn send_parts(
        &self,
        session: &(String, String),
        path: &str,
        parts: &[(&str, Option<&str>, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let mark = [("csrf", None, session.1.as_bytes())];
        for (name, file, bytes) in mark.iter().chain(parts) {
            let file = file.map(|it| format!("; filename=\"{it}\"")).unwrap_or_default();
            let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--XX--\r\n");
        let request = HttpRequest::builder()
            .method(Method::POST)
            .uri(path)
            .header("cookie", &session.0)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=XX");
        self.answer(request.body(Body::from(body)).expect("a request"))
    }

    /// Waits for what the site does by itself.
    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    pub(super) fn ask(
        &self,
        method: &Method,
        path: &str,
        session: Option<&(String, String)>,
        fields: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = HttpRequest::builder().method(method).uri(path);
        let mut body = fields.to_owned();
        if let Some((cookie, csrf)) = session {
            request = request.header("cookie", cookie);
            body = format!("csrf={csrf}&{fields}");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match *method {
            Method::GET => Body::empty(),
            _ => {
                request = request
                    .header("content-type", "application/x-www-form-urlencoded")
                    .header("sec-fetch-site", "same-origin");
                Body::from(body)
            }
        };
        self.answer(request.body(body).expect("a request"))
    }
}

/// A town whose door is closed.
struct Closed(Town);

impl std::ops::Deref for Closed {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.0.ground
    }
}

fn account_command(account: &StreamId, act: Act) -> Command {
    Command::Account(account::Command::On { account: account.clone(), act })
}

impl Drop for Town {
    fn drop(&mut self) {
        drop(self.site.take());
        if let Some(door) = self.door.take() {
            door.join().expect("the commit thread ends well");
        }
    }
}

//! Attachments over the router and against a disk, without a network but for a scanner's loopback.

mod content;
mod crash;
mod keep;
mod pieces;
mod samples;
mod scanner;
mod sending;

use std::net::SocketAddr;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, Request as Asked};
use axum::{Extension, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use db::testing::{Fresh, fresh};
use db::{Engine, Options};
use domain::account::{self, Keys, Kind, Person};
use domain::bench::{self, Filing};
use domain::event::Actor;
use domain::province::Purpose;
use domain::{Command, LawTime, MachineTime, StreamId};
use tower::ServiceExt;

use super::{Attachment, reference};
use crate::account::token::{self, Token};
use crate::app::Source;
use crate::commit::{BATCH_MAX, Request};
use crate::house::{Founding, House, Place};
use crate::people::store::ADD_TOKEN;
use crate::web::Site;
use crate::web::router::router;

/// A house that serves, with a person and a program that have tokens.
struct Served {
    router: Router,
    site: Site,
    _fresh: Fresh,
    person: User,
    other: User,
    program: User,
}

#[derive(Clone)]
struct User {
    account: StreamId,
    token: String,
}

/// What a program reads of an answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    fn id(&self) -> String {
        self.json()["id"].as_str().expect("an identifier").to_owned()
    }

    /// The stable name of a problem; both its languages say something.
    fn problem(&self) -> String {
        let problem = self.json();
        for detail in ["detail", "detail_en"] {
            assert!(!problem[detail].as_str().unwrap_or_default().is_empty(), "{problem}");
        }
        let kind = problem["type"].as_str().unwrap_or_default();
        kind.trim_start_matches("urn:motcua:problem:").to_owned()
    }
}

/// Commands block, so a house is founded on a thread of its own.
fn serve() -> Served {
    serve_on(Engine::Sqlite)
}

fn serve_on(engine: Engine) -> Served {
    std::thread::spawn(move || found(engine)).join().expect("it is founded")
}

fn found(engine: Engine) -> Served {
    let fresh = fresh(engine);
    let place = Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
    let founding = Founding {
        purpose: Purpose::Bench,
        origin: "example.com/files".to_owned(),
        administrators: Vec::new(),
    };
    let options = Options::default();
    let house = House::found(place, Source::real(), &options, &founding).expect("it is founded");
    let (router, site) = open(house);
    let person = user(&site, Kind::Citizen, "Nguyễn Thị Mẫu");
    let other = user(&site, Kind::Citizen, "Y Mẫu Niê");
    let program = user(&site, Kind::Integration, "Cổng dịch vụ");
    Served { router, site, _fresh: fresh, person, other, program }
}

fn open(house: House) -> (Router, Site) {
    let province = house.province().expect("a province");
    let (door, _thread) = house.door(BATCH_MAX).expect("the door opens");
    let site = Site::new(house, door, province, Vec::new(), "http://localhost".to_owned());
    let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    (router(site.clone()).layer(peer), site)
}

fn tell(site: &Site, command: Command) -> StreamId {
    let request = Request { actor: Actor::administrator(), command, key: None };
    let told = site.door().commit_now(request).expect("it is accepted");
    told.events[0].stream.clone()
}

fn user(site: &Site, kind: Kind, name: &str) -> User {
    let person = Person { name: name.to_owned(), ..Person::default() };
    let keys = Keys::default();
    let opening = account::Command::Open { kind, keys, person };
    let account = tell(site, Command::Account(opening));
    let source = &site.house().source;
    let token = Token::new(token::Kind::Api, source.chance());
    let now = source.machine();
    let values = [
        token.hash().text().into(),
        account.as_str().into(),
        name.into(),
        now.0.into(),
        MachineTime(now.0 + 30 * super::DAY_US).0.into(),
    ];
    let kept = site.door().work_now(move |tx| Ok(tx.execute(&ADD_TOKEN, &values)?));
    kept.expect("the token is kept");
    User { account, token: token.reveal() }
}

/// Tells something that a stream of the bench can carry, and answers the stream.
fn record(site: &Site, key: &str) -> StreamId {
    let filing = Filing {
        key: key.to_owned(),
        office: "SNV".to_owned(),
        procedure: "1.000001".to_owned(),
        limit_days: 5,
        number: 0,
        due: LawTime(0),
        components: Vec::new(),
    };
    let person = bench::Person {
        name: "Nguyễn Thị Mẫu".to_owned(),
        address: String::new(),
        answers: "{}".to_owned(),
    };
    tell(site, Command::Bench(bench::Command::File { filing, person }))
}

impl Served {
    async fn ask(
        &self,
        user: &User,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let mut request = Asked::builder().method(method).uri(path);
        request = request.header(AUTHORIZATION, format!("Bearer {}", user.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.expect("a body").to_vec();
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    async fn get(&self, user: &User, path: &str) -> Answer {
        self.ask(user, Method::GET, path, &[], Body::empty()).await
    }

    async fn delete(&self, user: &User, path: &str) -> Answer {
        let headers = [("tus-resumable", "1.0.0")];
        self.ask(user, Method::DELETE, path, &headers, Body::empty()).await
    }

    /// Sends a file in one go.
    async fn send(&self, user: &User, name: &str, bytes: &[u8]) -> Answer {
        self.send_body(user, Body::from(form(name, bytes))).await
    }

    async fn send_body(&self, user: &User, body: Body) -> Answer {
        let media_type = [(CONTENT_TYPE.as_str(), "multipart/form-data; boundary=XX")];
        self.ask(user, Method::POST, "/api/v1/attachments", &media_type, body).await
    }

    /// Begins an upload in pieces, and answers its path.
    async fn begin(&self, user: &User, name: &str, size: u64) -> Answer {
        let (size, name) = (size.to_string(), format!("filename {}", STANDARD.encode(name)));
        let headers =
            [("tus-resumable", "1.0.0"), ("upload-length", &size), ("upload-metadata", &name)];
        self.ask(user, Method::POST, "/api/v1/uploads", &headers, Body::empty()).await
    }

    async fn piece(&self, user: &User, path: &str, offset: u64, body: Body) -> Answer {
        let offset = offset.to_string();
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-offset", &offset),
            ("content-type", "application/offset+octet-stream"),
        ];
        self.ask(user, Method::PATCH, path, &headers, body).await
    }

    async fn came(&self, user: &User, path: &str) -> Answer {
        self.ask(user, Method::HEAD, path, &[("tus-resumable", "1.0.0")], Body::empty()).await
    }

    /// The row of a file, whatever its state.
    async fn row(&self, id: &str) -> Option<Attachment> {
        let id = id.to_owned();
        let read = self.site.house().db.read(move |tx| reference::find(tx, &id));
        read.await.expect("it is read")
    }

    /// Work that waits, on a thread that may.
    async fn wait<T: Send + 'static>(&self, work: impl FnOnce(&Site) -> T + Send + 'static) -> T {
        let site = self.site.clone();
        tokio::task::spawn_blocking(move || work(&site)).await.expect("it ends")
    }

    /// How many files stand on disk: on their way, and all there.
    async fn on_disk(&self) -> (usize, usize) {
        self.wait(|site| {
            let (mut partial, mut objects) = (0, 0);
            let vault = site.cabinet().vault();
            let count = &mut |_: &str, is_object: bool, _| {
                *if is_object { &mut objects } else { &mut partial } += 1;
                Ok(())
            };
            vault.each(std::time::Duration::ZERO, count).expect("they are counted");
            (partial, objects)
        })
        .await
    }
}

/// A form with one file.
fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--XX--\r\n"].concat()
}

/// A body whose line breaks off behind some bytes.
fn broken(bytes: &[u8]) -> Body {
    let chunks = [Ok(Bytes::copy_from_slice(bytes)), Err(std::io::Error::other("the line broke"))];
    Body::from_stream(futures_util::stream::iter(chunks))
}

//! A house with a few people, and browsers that keep cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use axum::{Extension, Router};
use db::Options;
use db::testing::{Fresh, fresh};
use domain::account::Means;
use domain::event::Actor;
use domain::province::Purpose;
use domain::{Command, LawTime, StreamId};
use tower::ServiceExt;

use crate::account::demo::{self, Told};
use crate::account::password::Cost;
use crate::account::proof;
use crate::account::totp::{STEP_S, Secret};
use crate::app::Source;
use crate::commit::{BATCH_MAX, Request};
use crate::house::{Founding, House, Place};
use crate::web::Site;
use crate::web::router::router;

/// 2019-12-16 08:00 in Vietnam.
pub(super) const NOW: LawTime = LawTime(1_576_458_000_000_000);
/// The same in 2025, when citizens come by the provider alone.
pub(super) const LATER: LawTime = LawTime(1_765_846_800_000_000);

/// An officer, another one, and a citizen.
const PEOPLE: &str = r#"
[[accounts]]
login = "linh"
name = "H'Linh Niê"
email = "linh@example.vn"
posts = [{ office = "MC-X24611", position = "Cán bộ một cửa", roles = ["clerk"] }]

[[accounts]]
login = "khoi"
name = "Trần Minh Khôi"
posts = [{ office = "SNV", position = "Quản trị", roles = ["office-admin"] }]

[[accounts]]
login = "bia"
name = "H'Bia"
kind = "citizen"
email = "bia@example.vn"
phone = "+84912345678"
identity = { type = "citizen_id", number = "990190000001" }
"#;

db::statements! {
    LETTERS = "SELECT id FROM letter";
}

/// A house that is served.
pub(super) struct Served {
    pub(super) router: Router,
    pub(super) site: Site,
    pub(super) people: Vec<Told>,
    pub(super) setup_code: String,
    _fresh: Fresh,
}

/// A demonstration in 2019.
pub(super) fn serve() -> Served {
    serve_at(NOW, Purpose::Demo)
}

/// A house of a purpose at an instant of law time. It is founded on a thread of its own, for
/// commands block.
pub(super) fn serve_at(now: LawTime, purpose: Purpose) -> Served {
    std::thread::spawn(move || found(now, purpose)).join().expect("it is founded")
}

fn found(now: LawTime, purpose: Purpose) -> Served {
    let fresh = fresh(db::Engine::Sqlite);
    let place = Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
    let origin = "example.com/entry".to_owned();
    let founding = Founding { purpose, origin, administrators: Vec::new() };
    let source = Source::real();
    source.shift_to(now);
    let house = House::found(place, source, &Options::default(), &founding).expect("it is founded");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong");
    let files = crate::province::files::read(folder.as_ref()).expect("the province reads");
    let terms = Command::Province(domain::province::Event::Described(Box::new(files.terms)));
    let commands = std::iter::once(terms).chain(files.commands.into_iter().map(Command::Office));
    let people = house.with_door(|door| {
        // All at once, for each batch is synced.
        let requests =
            commands.map(|command| Request { actor: Actor::administrator(), command, key: None });
        door.commit_all_now(requests, &mut |answer| drop(answer.expect("it is told")));
        demo::open(&house, door, PEOPLE)
    });
    let setup_code = house.make_setup_code().expect("a code");
    let province = house.province().expect("a province");
    let (door, _thread) = house.door(BATCH_MAX).expect("the door opens");
    let base = "http://localhost".to_owned();
    let site = Site::new(house, door, province, Vec::new(), base);
    // Hundreds of guesses are made; what is tried is not how much each costs.
    site.porter().set_cost(Cost { memory_kib: 64, passes: 1 });
    let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let router = router(site.clone()).layer(peer);
    Served {
        router,
        site,
        people: people.expect("they are opened").accounts,
        setup_code,
        _fresh: fresh,
    }
}

impl Served {
    /// A browser at an address.
    pub(super) fn browser(&self, address: &str) -> Browser<'_> {
        let address = address.to_owned();
        Browser { served: self, address, jar: BTreeMap::new(), form: String::new() }
    }

    /// Somebody by login.
    pub(super) fn person(&self, login: &str) -> &Told {
        self.people.iter().find(|told| told.username == login).expect("they are there")
    }

    /// The code that somebody's app shows now, some steps later.
    pub(super) fn code(&self, login: &str, steps: i64) -> String {
        let secret = Secret::parse(&self.person(login).totp_secret).expect("a secret");
        let now = self.site.house().source.machine().0 / 1_000_000;
        secret.code(now.div_euclid(STEP_S) + steps)
    }

    /// Somebody's account.
    pub(super) async fn account(&self, login: &str) -> proof::Found {
        let found = proof::named(&self.site, login).await.expect("it is read");
        found.expect("they are there")
    }

    /// Takes a means away from somebody.
    pub(super) async fn remove(&self, account: &StreamId, means: Means) {
        let account = account.clone();
        let remove =
            move |tx: &mut db::Tx<'_>| crate::account::credential::remove(tx, &account, means, "");
        self.site.door().work(remove).await.expect("it is removed");
    }

    /// How many messages stand in the outbox.
    pub(super) async fn letters(&self) -> usize {
        let read = self.site.house().db.read(|tx| tx.rows(&LETTERS, &[]));
        read.await.expect("they are read").len()
    }

    /// Lets machine time pass.
    pub(super) fn pass(&self, seconds: i64) {
        self.site.house().source.pass(seconds);
    }

    /// What the latest message of the tray says, as the page shows it.
    pub(super) async fn tray(&self) -> String {
        self.browser("192.0.2.200").get("/demo/tray").await.text
    }

    /// The digits of the latest message.
    pub(super) async fn sent_code(&self) -> String {
        let text = self.tray().await;
        let (_, after) = text.split_once("govuk-summary-list__value").expect("a message");
        let digits: String = after
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        assert_eq!(digits.len(), 8, "{text}");
        digits
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) to: String,
    pub(super) text: String,
    pub(super) headers: axum::http::HeaderMap,
}

/// A browser that keeps cookies, and the marks of the last form it saw.
pub(super) struct Browser<'a> {
    served: &'a Served,
    address: String,
    pub(super) jar: BTreeMap<String, String>,
    pub(super) form: String,
}

impl Browser<'_> {
    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty(), &[("sec-fetch-site", "same-origin")]).await
    }

    /// Follows a link of another site.
    pub(super) async fn cross(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty(), &[("sec-fetch-site", "cross-site")]).await
    }

    /// Sends a form as one of our pages does.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = self.fill(fields);
        let headers = [("sec-fetch-site", "same-origin"), (ORIGIN.as_str(), "http://localhost")];
        self.send(Method::POST, path, body, &headers).await
    }

    /// Sends a form as another site would have the browser do.
    pub(super) async fn post_from(&mut self, headers: &[(&str, &str)], path: &str) -> Answer {
        let body = self.fill(&[]);
        self.send(Method::POST, path, body, headers).await
    }

    fn fill(&self, fields: &[(&str, &str)]) -> Body {
        let csrf = [("csrf", self.form.as_str())];
        let all: Vec<_> = fields.iter().chain(&csrf).collect();
        Body::from(serde_urlencoded::to_string(all).expect("a form"))
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Body,
        headers: &[(&str, &str)],
    ) -> Answer {
        let pairs: Vec<String> =
            self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = axum::http::Request::builder().method(method).uri(path);
        request = request.header("x-forwarded-for", &self.address);
        request = request.header("accept-language", "en");
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if !pairs.is_empty() {
            request = request.header(COOKIE, pairs.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a request");
        let answer = self.served.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        for set in parts.headers.get_all(SET_COOKIE) {
            self.keep(set.to_str().expect("text"));
        }
        let bytes = to_bytes(body, 1 << 20).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((_, after)) = text.split_once("name=\"csrf\" value=\"") {
            self.form = after.split('"').next().unwrap_or_default().to_owned();
        }
        let to = parts.headers.get(LOCATION).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let to = to.to_owned();
        Answer { status: parts.status.as_u16(), to, text, headers: parts.headers }
    }

    fn keep(&mut self, set: &str) {
        if set.starts_with("__Host-") {
            for part in ["; Path=/;", "; Secure", "; HttpOnly"] {
                assert!(set.contains(part), "{set} has {part}");
            }
            assert!(!set.contains("Domain"), "{set}");
        }
        let (pair, rest) = set.split_once(';').expect("a cookie with its terms");
        let (name, value) = pair.split_once('=').expect("a name");
        if rest.contains("Max-Age=0") {
            self.jar.remove(name);
        } else {
            self.jar.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The session's cookie.
    pub(super) fn session(&self) -> Option<String> {
        self.jar.get("__Host-session").cloned()
    }

    /// Whether a page for people who signed in opens.
    pub(super) async fn is_in(&mut self) -> bool {
        self.get("/sign-in/again").await.status == 200
    }

    /// Signs in on one form with password and code.
    pub(super) async fn sign_in(&mut self, login: &str) -> Answer {
        let (password, code) = (&self.served.person(login).password, self.served.code(login, 0));
        let form = [("login", login), ("password", password), ("code", &code), ("next", "/")];
        self.post("/sign-in", &form).await
    }
}

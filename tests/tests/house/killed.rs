//! The server is killed while 64 clients file dossiers, send files, hand over, number and return
//! results over HTTP: what was acknowledged is there, what was not is done once when it is sent
//! again, and no book has a gap.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::Command as Process;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};

use db::testing::fresh;
use db::{Engine, Options, Sql};
use domain::account::{Act as OfAccount, Command as OfPeople, Kind, Person, Post};
use domain::dossier::{self, Act, Method, Words};
use domain::event::Actor;
use domain::province::Purpose;
use domain::{Command, Event, StreamId};
use serde_json::{Value as Json, json};
use server::account::integration::{Wanted, issue_now};
use server::app::Source;
use server::commit::{Door, Request};
use server::house::{Founding, House};

use crate::ground::{Ground, place};
use crate::procedures::load;
use crate::program::{Running, address, succeed};

/// Clients at a time.
const CLIENTS: usize = 64;
/// Kills on each engine.
const KILLS: u64 = 4;
/// Desks with the wards that they hand over to.
const PLACES: [(&str, &str); 2] = [("MC-X24611", "X24611"), ("MC-X24612", "X24612")];
/// Dossiers that wait for their numbers when the clients begin, at each place.
const SIGNED: usize = 40;
const FILE: &str = "%PDF-1.7\nmarriage\n%%EOF\n";

/// Tokens of a place, and who signs there on paper.
struct Desk {
    clerk: String,
    specialist: String,
    keeper: String,
    leader: StreamId,
    /// Signed dossiers that nobody has numbered yet.
    signed: Mutex<Vec<String>>,
}

/// A request that can be sent again: the same key gives the first result again.
#[derive(Clone, Debug)]
struct Sent {
    token: String,
    path: String,
    body: Json,
    key: String,
}

/// What was acknowledged: a dossier at a version, or a file.
#[derive(Debug)]
enum Ack {
    Dossier(String, i64),
    File(String, String),
}

/// The place where a house stands, with everything that clients need.
struct Stage {
    fresh: db::testing::Fresh,
    desks: Vec<Desk>,
}

impl Stage {
    fn new(engine: Engine) -> Stage {
        let fresh = fresh(engine);
        let origin = "motcua.example/killed".to_owned();
        let founding = Founding { purpose: Purpose::Production, origin, administrators: vec![] };
        let place = place(&fresh);
        let house = House::found(place, Source::real(), &Options::default(), &founding);
        let ground = Ground { house: house.expect("it is founded"), fresh };
        load(&ground);
        let house = &ground.house;
        let desks = house
            .with_door(|door| Ok(PLACES.iter().map(|place| desk(house, door, *place)).collect()));
        let desks = desks.expect("the desks are staffed");
        Stage { fresh: ground.fresh, desks }
    }

    fn at(&self) -> Vec<String> {
        let data = self.fresh.directory.path().join("data").display().to_string();
        let database = address(&self.fresh.location);
        vec!["--data".to_owned(), data, "--database".to_owned(), database]
    }

    fn serve(&self) -> (Running, String) {
        let mut line = vec!["serve".to_owned(), "--port".to_owned(), "0".to_owned()];
        line.extend(self.at());
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        let mut running = Running::start(&line);
        let out = running.0.stdout.take().expect("it prints");
        let url = BufReader::new(out).lines().find_map(|line| {
            let line = line.expect("a line");
            line.find("http://").map(|at| line[at..].trim().to_owned())
        });
        (running, url.expect("it prints its address"))
    }
}

fn token(house: &House, door: &Door, office: &str, roles: &[&str]) -> String {
    let wanted = Wanted {
        office: office.to_owned(),
        label: roles.join(" "),
        roles: roles.iter().map(|it| (*it).to_owned()).collect(),
        scopes: Vec::new(),
        days: 1,
    };
    issue_now(door, &house.source, &wanted).expect("a token").token
}

fn desk(house: &House, door: &Door, (desk, ward): (&str, &str)) -> Desk {
    let clerk = token(house, door, desk, &["clerk", "cashier"]);
    let specialist = token(house, door, ward, &["specialist"]);
    let keeper = token(house, door, ward, &["records-keeper"]);
    let leader = leader(house, door, ward);
    let signed = (0..SIGNED).map(|n| signed(house, door, (desk, ward), &leader, n)).collect();
    Desk { clerk, specialist, keeper, leader, signed: Mutex::new(signed) }
}

fn tell(door: &Door, actor: &Actor, command: Command) -> Vec<StreamId> {
    let request = Request { actor: actor.clone(), command, key: None };
    let accepted = door.commit_now(request).expect("it is accepted");
    accepted.events.into_iter().map(|event| event.stream).collect()
}

/// A chairman of a ward.
fn leader(house: &House, door: &Door, ward: &str) -> StreamId {
    let person = Person { name: format!("Chủ tịch {ward}"), ..Person::default() };
    let keys = house.secret().expect("a secret").keys(&person);
    let open = OfPeople::Open { kind: Kind::Staff, keys, person };
    let operator = Actor::administrator();
    let account = tell(door, &operator, Command::Account(open)).remove(0);
    let post = Post {
        office: ward.to_owned(),
        position: "Chủ tịch".to_owned(),
        roles: vec!["leader".to_owned()],
        from: house.source.law().date(),
        to: None,
        deputy_of: None,
        scopes: Vec::new(),
    };
    let act = OfAccount::Appoint(post);
    tell(door, &operator, Command::Account(OfPeople::On { account: account.clone(), act }));
    account
}

/// A dossier that is signed and waits for its number; answers its code.
fn signed(
    house: &House,
    door: &Door,
    (desk, ward): (&str, &str),
    leader: &StreamId,
    n: usize,
) -> String {
    let filing = serde_json::from_value(filing(desk, &format!("Mẫu {}", letters(n as u64))));
    let filing: server::dossier::file::Filing = filing.expect("a filing");
    let ground = server::dossier::file::Ground {
        day: house.source.law().date(),
        now: house.source.machine(),
        account: None,
        key: None,
    };
    let register = server::dossier::register::Register::default();
    let file =
        house.db.read_now(move |tx| server::dossier::file::prepare(tx, &register, &filing, ground));
    let file = dossier::Command::File(Box::new(file.expect("it is prepared")));
    let clerk = Actor { id: "administrator".to_owned(), office: desk.to_owned() };
    let stream = tell(door, &clerk, Command::Dossier(file)).remove(0);
    let known = house.db.read_now(move |tx| server::dossier::read::of(tx, &stream));
    let code = known.expect("it reads").expect("it is there").dossier.filing.code.clone();
    let outcome = dossier::Outcome::Granted;
    let words = Words::of("Đủ điều kiện");
    let propose = Act::Propose { outcome, office: ward.to_owned() };
    let sign = Act::Sign { deputy_of: None, method: Method::Electronic };
    let signer = Actor { id: leader.to_string(), office: ward.to_owned() };
    for (actor, act, words) in [(&clerk, propose, words), (&signer, sign, Words::default())] {
        let (code, expected) = (code.clone(), None);
        tell(door, actor, Command::Dossier(dossier::Command::Act { code, expected, act, words }));
    }
    code
}

fn filing(desk: &str, name: &str) -> Json {
    let paper = |id: &str| json!({ "id": id, "form": "original", "quantity": 1 });
    json!({
        "procedure": "1.000894", "case": "verify", "office": desk, "channel": "counter",
        "applicant": {
            "kind": "person", "name": name, "identity": { "type": "none" },
            "address": { "text": "Tổ 3, phường Nghĩa Đức" },
        },
        "components": [paper("to-khai"), paper("kq004946")],
    })
}

/// A number in letters: a name has no digits.
fn letters(n: u64) -> String {
    n.to_string().bytes().map(|digit| char::from(b'A' + (digit - b'0'))).collect()
}

/// A client of one round.
struct Client<'a> {
    url: &'a str,
    agent: ureq::Agent,
    desk: &'a Desk,
    office: &'a str,
    ward: &'a str,
    keys: &'a AtomicU64,
    acks: Sender<Ack>,
}

/// The server is gone: what was on its way, where it can be sent again.
struct Gone(Option<Sent>);

impl Client<'_> {
    fn send(&self, token: &str, path: String, body: Json) -> Result<Json, Gone> {
        let key = format!("key-{}", self.keys.fetch_add(1, Ordering::Relaxed));
        let sent = Sent { token: token.to_owned(), path, body, key };
        let told = post(&self.agent, self.url, &sent).ok_or(Gone(Some(sent)))?;
        let (Some(code), Some(version)) = (told["code"].as_str(), told["version"].as_i64()) else {
            panic!("{told}");
        };
        self.acks.send(Ack::Dossier(code.to_owned(), version)).ok();
        Ok(told)
    }

    fn act(&self, token: &str, code: &str, act: &str, body: Json) -> Result<Json, Gone> {
        self.send(token, format!("/api/v1/dossiers/{code}/{act}"), body)
    }

    /// Sends a file; which file it was nobody can say again, so it is not sent twice. `None` where
    /// so many clients of one account have too many on their way.
    fn upload(&self) -> Result<Option<String>, Gone> {
        let body = format!(
            "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n{FILE}\r\n--part--\r\n"
        );
        let answer = self
            .agent
            .post(format!("{}/api/v1/attachments", self.url))
            .header("authorization", format!("Bearer {}", self.desk.clerk))
            .header("content-type", "multipart/form-data; boundary=part")
            .send(body);
        let (status, body) = answer.ok().and_then(text).ok_or(Gone(None))?;
        if matches!(status, 409 | 429 | 503) {
            return Ok(None);
        }
        assert_eq!(status, 201, "{body}");
        let told: Json = serde_json::from_str(&body).expect("JSON");
        let id = told["id"].as_str().expect("an identifier").to_owned();
        self.acks.send(Ack::File(self.desk.clerk.clone(), id.clone())).ok();
        Ok(Some(id))
    }

    /// Lives of dossiers, one after another, until the server is gone.
    fn run(&self) -> Gone {
        for n in 0.. {
            if let Err(gone) = self.number().and_then(|()| self.life(n)) {
                return gone;
            }
        }
        Gone(None)
    }

    fn number(&self) -> Result<(), Gone> {
        let code = self.desk.signed.lock().expect("no client failed").pop();
        let Some(code) = code else { return Ok(()) };
        self.act(&self.desk.keeper, &code, "number", json!({}))?;
        self.act(&self.desk.keeper, &code, "release", json!({})).map(drop)
    }

    fn life(&self, n: u64) -> Result<(), Gone> {
        let Desk { clerk, specialist, leader, .. } = self.desk;
        let filing = filing(self.office, "H'Bia Niê");
        let filed = self.send(clerk, "/api/v1/dossiers".to_owned(), filing)?;
        let code = filed["code"].as_str().expect("a code");
        if let Some(id) = self.upload()? {
            let paper = json!([{ "id": "to-khai", "form": "electronic", "quantity": 1,
                "attachment": id }]);
            self.act(clerk, code, "add-paper", json!({ "components": paper }))?;
        }
        let owed = filed["money"]["owed_vnd"].as_u64().expect("a sum");
        if owed > 0 {
            let book = json!({ "form": "01BLP", "series": "AA-26P" });
            let paid = json!({ "amount_vnd": owed, "means": "cash", "receipt": book });
            self.act(clerk, code, "record-payment", paid)?;
        }
        self.act(clerk, code, "forward", json!({ "sets": 1 }))?;
        self.act(specialist, code, "acknowledge", json!({ "sets": 1 }))?;
        self.act(specialist, code, "take", json!({}))?;
        if n % 2 == 1 {
            let proposal = json!({ "outcome": "granted", "office": self.ward, "text": "Đủ" });
            return self.act(specialist, code, "propose", proposal).map(drop);
        }
        let decided = json!({ "outcome": "granted", "register": true, "signed_by": leader });
        self.act(specialist, code, "finish", decided)?;
        self.act(clerk, code, "return-result", json!({ "proof": "signed" })).map(drop)
    }
}

fn text(mut answer: axum::http::Response<ureq::Body>) -> Option<(u16, String)> {
    let body = answer.body_mut().read_to_string().ok()?;
    Some((answer.status().as_u16(), body))
}

/// Sends until it is answered; `None` where the server is gone.
fn post(agent: &ureq::Agent, url: &str, sent: &Sent) -> Option<Json> {
    loop {
        let answer = agent
            .post(format!("{url}{}", sent.path))
            .header("authorization", format!("Bearer {}", sent.token))
            .header("content-type", "application/json")
            .header("idempotency-key", &sent.key)
            .send(sent.body.to_string());
        let (status, body) = text(answer.ok()?)?;
        match status {
            200 | 201 => return Some(serde_json::from_str(&body).expect("JSON")),
            // Too many at once: nothing was done.
            503 => {}
            _ => panic!("{}: {status} {body}", sent.path),
        }
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

/// Lets the clients work until so many acts are acknowledged, and kills the server under them.
fn round(stage: &Stage, wanted: usize, keys: &AtomicU64) -> (Vec<Ack>, Vec<Sent>) {
    let (running, url) = stage.serve();
    let (acks, heard) = channel();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|n| {
                let place = n % PLACES.len();
                let (office, ward) = PLACES[place];
                let (url, desk, acks) = (url.as_str(), &stage.desks[place], acks.clone());
                let client = Client { url, agent: agent(), desk, office, ward, keys, acks };
                scope.spawn(move || client.run())
            })
            .collect();
        drop(acks);
        let mut known: Vec<Ack> = heard.iter().take(wanted).collect();
        assert_eq!(known.len(), wanted, "the clients ended before the server");
        running.kill();
        let ended = clients.into_iter().map(|client| client.join().expect("a client ends well"));
        let pending = ended.filter_map(|gone| gone.0).collect();
        known.extend(heard.iter());
        (known, pending)
    })
}

/// What was on its way is sent again: each is answered, and each once.
fn again(stage: &Stage, pending: &[Sent], known: &mut Vec<Ack>) {
    let (running, url) = stage.serve();
    let agent = agent();
    for sent in pending {
        let first = post(&agent, &url, sent).expect("it is served");
        let second = post(&agent, &url, sent).expect("it is served");
        assert_eq!(first["code"], second["code"], "{sent:?}");
        assert_eq!(first["version"], second["version"], "{sent:?}");
        let code = first["code"].as_str().expect("a code").to_owned();
        known.push(Ack::Dossier(code, first["version"].as_i64().expect("a version")));
    }
    for ack in known.iter() {
        if let Ack::File(token, id) = ack {
            let file = agent
                .get(format!("{url}/api/v1/attachments/{id}/file"))
                .header("authorization", format!("Bearer {token}"))
                .call();
            let (status, body) = file.ok().and_then(text).expect("it answers");
            assert_eq!((status, body.as_str()), (200, FILE), "{id}");
        }
    }
    let pid = running.0.id().to_string();
    assert!(Process::new("kill").args(["-TERM", &pid]).status().expect("told").success());
    let mut running = running;
    assert!(running.0.wait().expect("it ends").success(), "it ends well");
}

fn kill_and_look(engine: Engine) {
    let stage = Stage::new(engine);
    let keys = AtomicU64::new(0);
    let mut known = Vec::new();
    for kill in 0..KILLS {
        // Soon after the start, and deep in the work.
        let wanted = 40 + usize::try_from(kill).expect("few") * 170;
        let (acks, pending) = round(&stage, wanted, &keys);
        assert!(!pending.is_empty(), "something was on its way");
        known.extend(acks);
        again(&stage, &pending, &mut known);
    }
    let mut verify = vec!["verify".to_owned()];
    verify.extend(stage.at());
    assert!(known.iter().any(|ack| matches!(ack, Ack::File(..))), "files were sent");
    let verified = succeed(&verify.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(verified.starts_with("All is well"), "{verified}");
    look(stage, &known);
}

/// Every acknowledged act is there, no dossier is there that nobody sent, and no book has a gap.
fn look(stage: Stage, known: &[Ack]) {
    let house = House::open(place(&stage.fresh), Source::real(), &Options::default());
    let ground = Ground { house: house.expect("it opens"), fresh: stage.fresh };
    static VERSIONS: Sql = Sql("SELECT code, version FROM dossier ORDER BY code");
    let rows = ground.house.db.read_now(|tx| {
        let rows = tx.rows(&VERSIONS, &[])?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
    });
    let rows: Result<BTreeMap<String, i64>, db::Error> = rows;
    let there = rows.expect("it reads");
    let mut acknowledged = BTreeSet::new();
    for ack in known {
        if let Ack::Dossier(code, version) = ack {
            let is = there.get(code).copied().unwrap_or(0);
            assert!(is >= *version, "{code} was acknowledged at {version} and is at {is}");
            acknowledged.insert(code.clone());
        }
    }
    // Those that waited for a number and that no client came to stand beside what clients sent.
    let waited = SIGNED * PLACES.len();
    assert!(there.len() <= acknowledged.len() + waited, "a dossier is there twice");
    let books = books(&ground);
    assert!(books.keys().any(|book| book.starts_with("dossier-result/")), "results were numbered");
    assert!(books.keys().any(|book| book.starts_with("dossier-register/")), "and entered");
    for (book, mut numbers) in books {
        numbers.sort_unstable();
        let whole: Vec<i64> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, whole, "{book} has a gap or a double");
    }
}

/// The numbers of every book, as the dossiers' events took them.
fn books(ground: &Ground) -> BTreeMap<String, Vec<i64>> {
    static TOLD: Sql = Sql("SELECT e.header, b.facts, b.personal FROM event e
        JOIN event_body b ON b.event = e.id JOIN dossier d ON d.stream = e.stream
        ORDER BY e.stream, e.version");
    let read = ground.house.db.read_now(|tx| {
        let mut books: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for row in tx.rows(&TOLD, &[])? {
            let header = server::commit::parse_header(row.text(0)?)?;
            let event = server::commit::decode(&header, row.text(1)?, row.maybe_text(2)?)?;
            if let Event::Dossier(event) = event {
                for (counter, number) in event.numbers() {
                    books.entry(counter.0).or_default().push(number);
                }
            }
        }
        Ok::<_, server::commit::Error>(books)
    });
    read.expect("every event reads")
}

#[test]
fn a_server_killed_under_64_clients_loses_nothing_acknowledged_on_sqlite() {
    kill_and_look(Engine::Sqlite);
}

#[test]
fn a_server_killed_under_64_clients_loses_nothing_acknowledged_on_postgresql() {
    kill_and_look(Engine::Postgres);
}

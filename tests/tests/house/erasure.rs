//! A hundred persons, everything that they left behind, and their erasure: the ledger proves what
//! it proved, every count is what it was, and their bytes are nowhere.

use std::path::Path;

use db::{Engine, Sql};
use domain::access::{Action, Factor, Purpose};
use domain::account::{self, Act, Kind, Means, Own, Person};
use domain::event::Actor;
use domain::reading::{self, Emergency, Reading, Verdict};
use domain::request::{self, Outcome, Wish};
use domain::{Command, LawTime, MachineTime, Refusal, StreamId};
use server::account::credential::{self, Credential};
use server::account::erase::{Records, follow, gather};
use server::account::secret::HouseSecret;
use server::account::session::Session;
use server::account::token::{Kind as TokenKind, Token};
use server::backup::KEPT;
use server::commit::{Door, Error, Request};
use server::jobs;
use server::rebuild::{DERIVED, rebuild};

use crate::ground::{ENGINES, Ground, Open};

const PERSONS: usize = 100;
const DAY_US: i64 = 24 * 3600 * 1_000_000;

/// A text of one person that nothing else holds: the end of it stays whole even where an index
/// keeps only what differs from the word before.
fn mark(n: usize) -> String {
    format!("r{n:03}quy{n:03}x")
}

/// The part of the mark that is searched for.
fn ending(n: usize) -> String {
    format!("quy{n:03}x")
}

fn person(n: usize) -> Person {
    let mark = mark(n);
    Person {
        name: format!("Nguyễn Văn {mark}"),
        login: Some(format!("nv.{mark}")),
        email: Some(format!("{mark}@example.vn")),
        phone: Some(format!("+84{mark}")),
        identity_type: Some("citizen_id".to_owned()),
        identity_number: Some(format!("099{mark}")),
        birth_date: None,
        address: Some(format!("thôn {mark}")),
    }
}

/// A house with its door open, and whoever works in it.
struct House {
    ground: Ground,
    door: Option<Open>,
    secret: HouseSecret,
}

impl House {
    fn new(engine: Engine) -> House {
        let ground = Ground::in_2019(engine);
        let secret = ground.house.secret().expect("a secret");
        let door = Some(ground.open());
        House { ground, door, secret }
    }

    fn door(&self) -> &Door {
        self.door.as_ref().expect("it is open")
    }

    fn ask(&self, actor: &Actor, command: Command) -> Result<Vec<StreamId>, Error> {
        let request = Request { actor: actor.clone(), command, key: None };
        let accepted = self.door().commit_now(request)?;
        Ok(accepted.events.into_iter().map(|event| event.stream).collect())
    }

    fn tell(&self, actor: &Actor, command: Command) -> StreamId {
        self.ask(actor, command).expect("it is accepted").first().expect("an event").clone()
    }

    fn act(&self, actor: &Actor, account: &StreamId, act: Act) {
        let account = account.clone();
        self.tell(actor, Command::Account(account::Command::On { account, act }));
    }

    fn open(&self, kind: Kind, person: Person) -> StreamId {
        let keys = self.secret.keys(&person);
        let open = account::Command::Open { kind, keys, person };
        self.tell(&Actor::administrator(), Command::Account(open))
    }

    fn officer(&self, name: &str) -> Actor {
        let person = Person { name: name.to_owned(), ..Person::default() };
        Actor { id: self.open(Kind::Staff, person).to_string(), office: "VP".to_owned() }
    }

    /// The next day begins, and the clock is vouched for.
    fn sleep(&self) {
        let source = &self.ground.house.source;
        source.shift_to(LawTime(source.law().0 + DAY_US));
        self.door().accept_clock().expect("the door hears it");
    }

    /// An officer reads a list by a question that names a person, and the person's account.
    fn look(&self, officer: &Actor, account: &StreamId, query: String) {
        let reading = Reading {
            subject: None,
            person: Some(account.clone()),
            action: Action::ReadPerson,
            purpose: Purpose::Inquiry,
            position: "Cán bộ".to_owned(),
            rows: Some(1),
        };
        let command = reading::Command::Record {
            day: self.ground.house.source.law().date(),
            reader: StreamId::stored(officer.id.clone()),
            reading,
            query: Some(query),
        };
        self.tell(officer, Command::Reading(command));
    }

    fn count(&self, sql: &'static Sql) -> i64 {
        self.ground.number(sql)
    }
}

/// Everything that a person leaves behind.
fn live(house: &House, n: usize, officers: &[Actor; 3]) -> StreamId {
    let (mark, [reader, first, second]) = (mark(n), officers);
    let account = house.open(Kind::Citizen, person(n));
    let own = Actor { id: account.to_string(), office: String::new() };
    let factor = Factor::One;
    house.act(&own, &account, Act::Own(Own::SignIn { means: vec![Means::Password], factor }));
    let (issuer, subject) = ("https://issuer.example".to_owned(), format!("subject {mark}"));
    let key = house.secret.link(&issuer, &subject);
    house.act(&own, &account, Act::Own(Own::Link { key, issuer, subject }));
    let (purpose, version) = ("reuse-answers".to_owned(), "1".to_owned());
    house.act(&own, &account, Act::Own(Own::Consent { purpose, version }));
    let ask = |wish| {
        let command = request::Command::Make {
            wish,
            account: account.clone(),
            text: format!("Tôi là {mark}."),
            rules: "2018".to_owned(),
            answer_by: None,
            finish_by: None,
        };
        house.tell(&own, Command::Request(command))
    };
    let (copy, erasure) = (ask(Wish::Copy), ask(Wish::Erasure));
    house.look(reader, &account, format!("Nguyễn Văn {mark}"));
    let finish = request::Command::Finish {
        request: copy,
        outcome: Outcome::Done,
        ground: "sent".to_owned(),
        text: format!("Gửi {mark}."),
    };
    house.tell(first, Command::Request(finish));
    house.tell(first, Command::Request(request::Command::Acknowledge(erasure)));
    let breaking = reading::Command::Break {
        subject: account.clone(),
        emergency: Emergency::Fault,
        words: format!("Hồ sơ của {mark} hỏng."),
        review_by: house.ground.house.source.law().date(),
        unjudged: Vec::new(),
        dossiers: Vec::new(),
    };
    let glass = house.tell(reader, Command::Reading(breaking));
    let review = reading::Command::Review { glass, verdict: Verdict::Justified };
    house.tell(second, Command::Reading(review));
    keep(house, &account, &mark);
    account
}

/// What a person signs in with, and from where.
fn keep(house: &House, account: &StreamId, mark: &str) {
    let at = MachineTime(0);
    let credential = Credential {
        means: Means::Passkey,
        id: format!("key of {mark}"),
        secret: format!("secret {mark}"),
        label: format!("Điện thoại của {mark}"),
        made_at: at,
        used_at: None,
    };
    let session = Session {
        hash: Token::new(TokenKind::Session, house.ground.house.source.chance()).hash(),
        account: account.clone(),
        factor: Factor::One,
        fresh_until: at,
        made_at: at,
        seen_at: at,
        ends_at: at,
        address: format!("{mark}.example"),
        browser: mark.to_owned(),
        csrf: String::new(),
    };
    let account = account.clone();
    let kept = house.door().work_now(move |tx| {
        credential::put(tx, &account, &credential)?;
        session.keep(tx)
    });
    kept.expect("it is kept");
}

fn records(house: &House, account: &StreamId) -> Records {
    let (account, today) = (account.clone(), house.ground.house.source.law().date());
    let read = house.ground.house.db.read_now(move |tx| gather(tx, &account, today, None));
    read.expect("it is gathered")
}

fn forget(house: &House, actor: &Actor, account: &StreamId) -> Result<Vec<StreamId>, Error> {
    let records = records(house, account);
    let source = &house.ground.house.source;
    let (id, at, now) = (account.clone(), (source.law(), source.machine()), records.now());
    house.door().work_now(move |tx| follow(tx, &id, &records, at))?;
    let act = Act::Forget {
        ground: "person-asked".to_owned(),
        kept_days: 0,
        dossier_days: None,
        records: now,
    };
    let account = account.clone();
    house.ask(actor, Command::Account(account::Command::On { account, act }))
}

/// Does all jobs that are due two days from now.
fn work(house: &House) {
    let later = MachineTime(house.ground.house.source.machine().0 + 2 * DAY_US);
    while jobs::work(house.door(), later).expect("jobs are claimed") > 0 {}
}

/// Marks of which some bytes are still there, in files and in every row.
fn found(house: &House) -> Vec<usize> {
    let mut bytes = files(house.ground.fresh.directory.path());
    for (table, columns) in DERIVED.iter().chain(KEPT) {
        bytes.extend(house.ground.rows(table, columns).join("\n").into_bytes());
    }
    let text = String::from_utf8_lossy(&bytes);
    (0..PERSONS).filter(|n| text.contains(&ending(*n))).collect()
}

#[expect(clippy::disallowed_methods, reason = "tests look into every file of the house")]
fn files(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => bytes.extend(files(&path)),
            false => bytes.extend(std::fs::read(&path).expect("a file")),
        }
    }
    bytes
}

static EVENTS: Sql = Sql("SELECT count(*) FROM event");
static ACCOUNTS: Sql = Sql("SELECT count(*) FROM account");
static REQUESTS: Sql = Sql("SELECT count(*) FROM request");
static READINGS: Sql = Sql("SELECT count(*) FROM reading");
static GLASSES: Sql = Sql("SELECT count(*) FROM glass");
static LEAVES: Sql = Sql("SELECT count(*) FROM event_body");
static PERSONAL: Sql =
    Sql("SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM request_words)
    + (SELECT count(*) FROM reading_query) + (SELECT count(*) FROM glass_words)
    + (SELECT count(*) FROM credential) + (SELECT count(*) FROM session)");

fn counts(house: &House) -> Vec<i64> {
    [&ACCOUNTS, &REQUESTS, &READINGS, &GLASSES].map(|sql| house.count(sql)).to_vec()
}

fn a_hundred_persons_are_erased(engine: Engine) {
    let mut house = House::new(engine);
    let officers = ["Người Xem", "Người Một", "Người Hai"].map(|name| house.officer(name));
    let everybody: Vec<StreamId> = (0..PERSONS).map(|n| live(&house, n, &officers)).collect();
    house.sleep();
    let [reader, first, second] = &officers;
    house.look(reader, &everybody[0], format!("nguyen van {}", mark(0)));
    assert_eq!(
        found(&house),
        (0..PERSONS).collect::<Vec<_>>(),
        "{engine:?}: the search finds them"
    );
    let before = (house.count(&EVENTS), counts(&house));
    assert_eq!(records(&house, &everybody[1]).now().len(), 4, "two requests, a glass, a day");
    let refused = forget(&house, first, &everybody[0]);
    assert!(matches!(refused, Err(Error::Refused(Refusal::FourEyes))), "{refused:?}");
    let mut told = 0;
    for account in &everybody {
        told += forget(&house, second, account).expect("they are erased").len();
    }
    // Carried out, erased twice, and the glass; the account given up and erased. The one day of
    // questions was erased with the first of them.
    assert_eq!(told, PERSONS * 6 + 1);
    let again = forget(&house, second, &everybody[0]);
    assert!(matches!(again, Err(Error::Refused(Refusal::AlreadyErased(_)))), "{again:?}");
    house.sleep();
    work(&house);
    let events = house.count(&EVENTS);
    assert_eq!(events, before.0 + i64::try_from(told).expect("few") + 1, "and the later day");
    assert_eq!(counts(&house), before.1, "{engine:?}: every count is what it was");
    assert_eq!(house.count(&LEAVES), events);
    assert_eq!(house.count(&PERSONAL), 3, "the officers' names alone are left");
    drop(house.door.take());
    house.ground.tell([]);
    assert_eq!(found(&house), Vec::<usize>::new(), "{engine:?}: their bytes are nowhere");
    assert_eq!(house.ground.findings(), []);
    let rows = house.ground.derived();
    let mut writer = house.ground.house.db.writer().expect("nobody else writes");
    let rebuilt = writer.transaction(|tx| rebuild(&house.ground.house.db, tx, &mut |_| {}));
    rebuilt.expect("it is rebuilt");
    drop(writer);
    for (table, rebuilt) in house.ground.derived() {
        assert_eq!(rebuilt, rows[table], "{engine:?}: {table}");
    }
    assert_eq!(found(&house), Vec::<usize>::new(), "{engine:?}: nor after a rebuild");
    house.door = Some(house.ground.open());
    let back = house.open(Kind::Citizen, person(0));
    assert_ne!(back, everybody[0], "the person registers again, as somebody new");
}

#[test]
fn a_hundred_persons_are_erased_from_sqlite() {
    a_hundred_persons_are_erased(ENGINES[0]);
}

#[test]
fn a_hundred_persons_are_erased_from_postgresql() {
    a_hundred_persons_are_erased(ENGINES[1]);
}

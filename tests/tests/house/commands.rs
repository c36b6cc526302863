//! Commands that tests tell, each with what matters to the test and plausible rest.

use domain::bench::{Command as Bench, Component, Filing, Person};
use domain::event::Actor;
use domain::office::{CodeScheme, Command as Office, Description, Identifier};
use domain::province::{Event as Province, Role, Term, Terms};
use domain::{Command, LawTime, StreamId};
use jiff::civil::date;
use server::commit::{IdempotencyKey, Request};

/// Monday, 2019-12-16, 08:00 in Vietnam.
pub(crate) const START: LawTime = LawTime(1_576_458_000_000_000);

/// A filing at an office by a person.
pub(crate) fn file_of(key: &str, office: &str, name: &str) -> Command {
    let component =
        |id: &str, form: &str| Component { id: id.to_owned(), form: form.to_owned(), quantity: 1 };
    Command::Bench(Bench::File {
        filing: Filing {
            key: key.to_owned(),
            office: office.to_owned(),
            procedure: "1.000080".to_owned(),
            limit_days: 5,
            number: 0,
            due: LawTime(0),
            components: vec![component("don", "original"), component("cccd", "photocopy")],
        },
        person: Person {
            name: name.to_owned(),
            address: "bon Pi Nao, xã Nhân Đạo, huyện Đắk R'Lấp".to_owned(),
            answers: "{\"phone\":null,\"ethnicity\":\"M'Nông\"}".to_owned(),
        },
    })
}

/// A filing at an office.
pub(crate) fn file(key: &str, office: &str) -> Command {
    file_of(key, office, "H'Bia Êban")
}

/// A step of a record that was seen at a version.
pub(crate) fn step(key: &str, expected_version: i64, state: &str) -> Command {
    let (key, state) = (key.to_owned(), state.to_owned());
    Command::Bench(Bench::Move { key, expected_version, state })
}

/// The stream of a filed record.
pub(crate) fn stream(key: &str) -> StreamId {
    domain::bench::stream(key)
}

/// The erasure of a record's personal data.
pub(crate) fn erase(key: &str) -> Command {
    Command::ErasePersonal { stream: stream(key), ground: "retention-ended".to_owned() }
}

/// Two levels of government and two kinds of office.
pub(crate) fn terms() -> Command {
    let term = |id: &str, name: &str, name_en: &str, rank| Term {
        id: id.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        rank,
    };
    Command::Province(Province::Described(Box::new(Terms {
        name: "Đắk Nông".to_owned(),
        name_en: "Dak Nong".to_owned(),
        roles: vec![Role {
            id: "clerk".to_owned(),
            name: "Cán bộ một cửa".to_owned(),
            name_en: "Clerk".to_owned(),
            ..Role::default()
        }],
        levels: vec![term("province", "tỉnh", "province", 1), term("commune", "xã", "commune", 3)],
        kinds: vec![
            term("committee", "ủy ban nhân dân", "people's committee", 1),
            term("department", "sở", "department", 2),
        ],
        ..Terms::default()
    })))
}

/// An office of the province's level with identifier codes.
pub(crate) fn office(code: &str, name: &str, identifiers: &[&str]) -> Command {
    let identifier = |code: &&str| Identifier {
        scheme: CodeScheme::Decision20,
        code: (*code).to_owned(),
        from: None,
        to: None,
    };
    let description = Description {
        from: date(2017, 1, 1),
        name: name.to_owned(),
        name_en: None,
        level: "province".to_owned(),
        kind: "department".to_owned(),
        parent: None,
        identifiers: identifiers.iter().map(identifier).collect(),
        unit_code: None,
        address: None,
        phone: None,
        hours: None,
        source: None,
        sample: false,
    };
    Command::Office(Office::Describe { code: code.to_owned(), description: Box::new(description) })
}

/// A request of the program itself, without a key.
pub(crate) fn ask(command: Command) -> Request {
    Request { actor: Actor::system(), command, key: None }
}

/// A request under an idempotency key; `body` stands for the bytes that carried it.
pub(crate) fn ask_keyed(command: Command, key: &str, body: &str) -> Request {
    let request = ledger::hash::sha256(&[body.as_bytes()]).0.to_vec();
    let key = Some(IdempotencyKey { key: key.to_owned(), request });
    Request { actor: Actor::system(), command, key }
}

//! A day among people: accounts, posts, readings, a broken glass and requests, for tests of the
//! whole house. Names of accounts are drawn by chance, so two houses differ in them.

use domain::access::{Action, Purpose};
use domain::account::{self, Act, Keys, Kind, Own, Person, Post};
use domain::event::Actor;
use domain::reading::{self, Emergency, Reading, Verdict};
use domain::request::{self, Outcome, Wish};
use domain::{Command, StreamId};
use jiff::civil::date;
use server::commit::{Accepted, Door, Request};

use crate::commands::office;

/// The office that people have posts in.
pub(crate) const DESK: &str = "QUAY";

/// Tells a day: two officers, three citizens of whom one is forgotten, what was read of them and
/// what they asked.
pub(crate) fn day(door: &Door) {
    tell(door, "administrator", office(DESK, "Bộ phận một cửa", &[]));
    let [one, two] = ["mot", "hai"].map(|login| open(door, Kind::Staff, login, "Y Thông"));
    for officer in [&one, &two] {
        act(door, "administrator", officer, Act::Appoint(post()));
    }
    let deputy = Post { to: Some(date(2019, 12, 31)), deputy_of: Some(two.clone()), ..post() };
    let propose = Act::Propose { post: deputy, reason: "12/QĐ-SNV".to_owned() };
    act(door, two.as_str(), &one, propose);
    let citizens = ["ba", "bon", "nam"].map(|login| open(door, Kind::Citizen, login, "Lò Thị Mỷ"));
    for citizen in &citizens {
        read(door, &one, citizen);
        ask(door, &two, citizen);
    }
    glass(door, &one, &two, &citizens[0]);
    let forget = Act::Forget {
        ground: "request".to_owned(),
        kept_days: 0,
        dossier_days: None,
        records: Vec::new(),
    };
    act(door, two.as_str(), &citizens[2], forget);
}

fn tell(door: &Door, actor: &str, command: Command) -> Accepted {
    let actor = Actor { id: actor.to_owned(), office: DESK.to_owned() };
    let answer = door.commit_now(Request { actor, command, key: None });
    answer.expect("what people do is accepted")
}

fn act(door: &Door, actor: &str, account: &StreamId, act: Act) {
    let command = account::Command::On { account: account.clone(), act };
    tell(door, actor, Command::Account(command));
}

fn open(door: &Door, kind: Kind, login: &str, name: &str) -> StreamId {
    let person =
        Person { name: name.to_owned(), login: Some(login.to_owned()), ..Person::default() };
    let keys = Keys { login: Some(format!("key of {login}")), ..Keys::default() };
    let open = account::Command::Open { kind, keys, person };
    let opened = tell(door, "administrator", Command::Account(open));
    let account = opened.events[0].stream.clone();
    act(door, account.as_str(), &account, Act::Own(Own::SetPassword));
    account
}

fn post() -> Post {
    Post {
        office: DESK.to_owned(),
        position: "Cán bộ một cửa".to_owned(),
        roles: vec!["clerk".to_owned()],
        from: date(2019, 12, 16),
        to: None,
        deputy_of: None,
        scopes: Vec::new(),
    }
}

/// One record, and a list with its question.
fn read(door: &Door, reader: &StreamId, citizen: &StreamId) {
    let reading = Reading {
        subject: Some(citizen.clone()),
        person: Some(citizen.clone()),
        action: Action::ReadPerson,
        purpose: Purpose::Handling,
        position: "Cán bộ một cửa".to_owned(),
        rows: None,
    };
    let list = Reading { subject: None, person: None, rows: Some(3), ..reading.clone() };
    for (reading, query) in [(reading, None), (list, Some("lo thi my".to_owned()))] {
        let (day, reader) = (date(2019, 12, 16), reader.clone());
        let actor = reader.to_string();
        let record = reading::Command::Record { day, reader, reading, query };
        tell(door, &actor, Command::Reading(record));
    }
}

fn ask(door: &Door, officer: &StreamId, citizen: &StreamId) {
    let make = request::Command::Make {
        wish: Wish::Copy,
        account: citizen.clone(),
        text: "Xin bản sao".to_owned(),
        rules: "2025".to_owned(),
        answer_by: Some(date(2019, 12, 18)),
        finish_by: Some(date(2020, 1, 6)),
    };
    let made = tell(door, citizen.as_str(), Command::Request(make));
    let finish = request::Command::Finish {
        request: made.events[0].stream.clone(),
        outcome: Outcome::Done,
        ground: "copied".to_owned(),
        text: "Đã gửi".to_owned(),
    };
    tell(door, officer.as_str(), Command::Request(finish));
}

fn glass(door: &Door, breaker: &StreamId, judge: &StreamId, subject: &StreamId) {
    let broken = reading::Command::Break {
        subject: subject.clone(),
        emergency: Emergency::Life,
        words: "Cấp cứu".to_owned(),
        review_by: date(2019, 12, 19),
        unjudged: Vec::new(),
        dossiers: Vec::new(),
    };
    let broken = tell(door, breaker.as_str(), Command::Reading(broken));
    let glass = broken.events[0].stream.clone();
    let review = reading::Command::Review { glass, verdict: Verdict::Justified };
    tell(door, judge.as_str(), Command::Reading(review));
}

//! A province with a calendar, four offices, their people and four procedures.

use jiff::civil::{DateTime, date};
use serde_json::{Value, json};

use crate::account::{self, Account};
use crate::calendar::RuleSet;
use crate::command::Command as AnyCommand;
use crate::dossier::{
    Act, Address, Applicant, Command, Dossier, Event, FeeLine, File, FileFacts, Handed, Identity,
    IdentityKind, NamedFile, Paper, Personal, ReturnBy, What, Words, Wrong, code_claim, plan,
};
use crate::event::{Actor, Event as AnyEvent};
use crate::memory::Memory;
use crate::office;
use crate::procedure::description::{Channel, Description, Party};
use crate::procedure::{self, Procedure, Revision};
use crate::province::Terms;
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::{Counter, StreamId};
use crate::time::LawTime;

/// Somebody, in an office.
pub(super) type Who = (&'static str, &'static str);
/// Clerk at the commune's desk.
pub(super) const HOA: Who = ("2018/account/hoa", "MC");
/// Another clerk there.
pub(super) const NGA: Who = ("2018/account/nga", "MC");
/// Specialist of the commune's committee.
pub(super) const BINH: Who = ("2018/account/binh", "UB");
/// Its chairman.
pub(super) const CUONG: Who = ("2018/account/cuong", "UB");
/// Its records keeper.
pub(super) const KIM: Who = ("2018/account/kim", "UB");
/// Specialist of the district's department.
pub(super) const DUNG: Who = ("2018/account/dung", "TP");
/// Its head.
pub(super) const EM: Who = ("2018/account/em", "TP");
/// Specialist of the provincial department.
pub(super) const GIANG: Who = ("2018/account/giang", "SXD");
/// The program's own jobs.
pub(super) const CLOCK: Who = ("system", "");
/// A citizen with an account.
pub(super) const LAN: Who = ("2018/account/lan", "");

/// Whoever has the slip and typed its tracking code.
pub(super) const SLIP: Who = ("applicant", "");

/// Two steps, three papers, a fee: 5 working days by law, 4 promised.
pub(super) const BIRTH: &str = "1.001193";
/// Of the same day: certified copies, so much a page.
pub(super) const COPY: &str = "2.000815";
/// Four steps over three offices; agencies are asked.
pub(super) const LICENCE: &str = "1.013225";
/// Its limit is words.
pub(super) const WORDS: &str = "3.000001";

pub(super) struct Ground {
    pub(super) memory: Memory,
    /// Everything that was told of dossiers.
    pub(super) told: Vec<Event>,
}

impl Ground {
    /// In the second week of March 2019, under the rules of 2018.
    pub(super) fn new() -> Ground {
        let mut ground = Ground { memory: Memory::new(), told: Vec::new() };
        ground.terms(|terms| {
            terms.levels.push(
                serde_json::from_value(
                    json!({ "id": "district", "name": "Huyện", "name_en": "District", "rank": 2 }),
                )
                .expect("a level"),
            );
            terms.schedules = vec![crate::calendar::tests::schedule()];
            terms.calendar = crate::calendar::tests::declared();
            terms.rules = rules();
        });
        ground.offices();
        for (id, office) in [HOA, NGA, BINH, CUONG, KIM, DUNG, EM, GIANG] {
            ground.officer(id, office);
        }
        for (code, description) in
            [(BIRTH, birth()), (COPY, copy()), (LICENCE, licence()), (WORDS, words())]
        {
            ground.publish(code, description);
        }
        ground.at("2019-03-11T09:10");
        ground
    }

    pub(super) fn terms(&mut self, change: impl FnOnce(&mut Terms)) {
        match self.memory.states.get_mut(&crate::province::stream()) {
            Some(State::Province(province)) => change(&mut province.terms),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn copied_terms(&mut self) -> Terms {
        let mut copied = Terms::default();
        self.terms(|terms| copied = terms.clone());
        copied
    }

    fn offices(&mut self) {
        let offices = [
            ("SXD", "province", "committee", None, "H16.1"),
            ("TP", "district", "committee", None, "H16.20"),
            ("UB", "commune", "committee", Some("TP"), "H16.20.3"),
            ("MC", "commune", "desk", Some("UB"), "H16.20.12"),
        ];
        for (code, level, kind, parent, identifier) in offices {
            let description = serde_json::from_value(json!({
                "from": "2017-01-01", "name": code, "level": level, "kind": kind,
                "parent": parent, "hours": "office",
                "identifiers": [{ "scheme": "qd-20-2020", "code": identifier }],
            }));
            let description = Box::new(description.expect("a description"));
            let describe = office::Command::Describe { code: code.to_owned(), description };
            self.memory.tell(&AnyCommand::Office(describe)).expect("an office");
        }
    }

    fn officer(&mut self, id: &str, office: &str) {
        let opened = account::Event::Opened {
            kind: account::Kind::Staff,
            keys: account::Keys::default(),
            at: LawTime(0),
            person: None,
        };
        let post = account::Post {
            office: office.to_owned(),
            position: "Chuyên viên".to_owned(),
            roles: vec!["clerk".to_owned()],
            scopes: Vec::new(),
            from: date(2018, 1, 1),
            to: None,
            deputy_of: None,
        };
        let mut account = Account::open(&opened).expect("an account");
        account.posts.push(account::Held {
            number: 1,
            post,
            standing: account::Standing::Held,
            proposed_by: "administrator".to_owned(),
            decided_by: None,
        });
        self.memory.states.insert(stream(id), State::Account(Box::new(account)));
    }

    pub(super) fn publish(&mut self, code: &str, description: Description) {
        let head = json!({ "number": 1, "origin": "files", "status": "published",
            "from": "2018-01-01" });
        let procedure = Procedure {
            code: code.to_owned(),
            revisions: vec![serde_json::from_value(head).expect("a head")],
            ended: None,
        };
        let asked = std::collections::BTreeMap::new();
        let revision = Revision { code: code.to_owned(), number: 1, asked, description };
        let (a, b) = (procedure::stream(2018, code), procedure::revision_stream(2018, code, 1));
        self.memory.claims.insert(procedure::code_claim(code), a.clone());
        self.memory.claims.insert(procedure::revision_claim(code, 1), b.clone());
        self.memory.states.insert(a, State::Procedure(procedure));
        self.memory.states.insert(b, State::Revision(Box::new(revision)));
    }

    /// Sets the clock.
    pub(super) fn at(&mut self, text: &str) {
        let at: DateTime = text.parse().expect("a date and time");
        (self.memory.day, self.memory.time) = (at.date(), at.time());
    }

    /// A complete filing at the commune's desk, today.
    pub(super) fn filing(&self, procedure: &str) -> File {
        let description = match self.memory.holder(&procedure::revision_claim(procedure, 1)) {
            Some(State::Revision(revision)) => &revision.description,
            other => panic!("{other:?}"),
        };
        let channel = Channel::Counter;
        let personal = personal();
        let steps =
            plan(description, None, channel, &personal.answers, "MC", &|party| match party {
                Party::Office(code) => Some(code.clone()),
                Party::Every { .. } | Party::Named(_) => None,
            });
        File {
            day: self.memory.day,
            office: "MC".to_owned(),
            identifier: "H16.20.12".to_owned(),
            procedure: procedure.to_owned(),
            revision: 1,
            case: None,
            channel,
            assisted: false,
            accept: true,
            return_by: ReturnBy::Counter,
            sets: 1,
            components: description.components.iter().map(|it| handed(&it.id)).collect(),
            fees: description.fees.iter().map(|it| fee(&it.id, 1)).collect(),
            agreed: None,
            hours: "office".to_owned(),
            steps,
            account: None,
            foreign: Vec::new(),
            personal,
            paid: None,
            at_once: None,
        }
    }

    /// Hands a dossier in at the desk; answers its code.
    pub(super) fn filed(&mut self, procedure: &str) -> String {
        let file = self.filing(procedure);
        self.file(HOA, file).expect("it is filed")
    }

    /// The same online; it waits to be taken in.
    pub(super) fn submitted(&mut self, procedure: &str) -> String {
        let mut file = self.filing(procedure);
        (file.accept, file.channel, file.account) = (false, Channel::Online, Some(stream(LAN.0)));
        self.file(LAN, file).expect("it is submitted")
    }

    pub(super) fn file(&mut self, who: Who, file: File) -> Result<String, Refusal> {
        let told = self.command(who, Command::File(Box::new(file)))?;
        match told.first() {
            Some(What::Filed { filing, .. }) => Ok(filing.code.clone()),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn command(&mut self, who: Who, command: Command) -> Result<Vec<What>, Refusal> {
        let actor = Actor { id: who.0.to_owned(), office: who.1.to_owned() };
        let told = self.memory.tell_for(&actor, &AnyCommand::Dossier(command))?;
        let mut whats = Vec::new();
        for told in told {
            let AnyEvent::Dossier(event) = told.event else { panic!("another feature's event") };
            whats.push(event.what.clone());
            self.told.push(event);
        }
        Ok(whats)
    }

    /// An act without words.
    pub(super) fn act(&mut self, who: Who, code: &str, act: Act) -> Result<Vec<What>, Refusal> {
        self.say(who, code, act, "")
    }

    /// An act with words beside it.
    pub(super) fn say(
        &mut self,
        who: Who,
        code: &str,
        act: Act,
        text: &str,
    ) -> Result<Vec<What>, Refusal> {
        let items = if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        let words = Words { text: text.to_owned(), items };
        self.command(who, Command::Act { code: code.to_owned(), expected: None, act, words })
    }

    /// An act that the rules allow, with words.
    pub(super) fn done(&mut self, who: Who, code: &str, act: Act) {
        let name = act.id();
        let told = self.say(who, code, act, "vì lý do đã nêu");
        assert!(told.is_ok(), "{name}: {told:?}");
    }

    /// Why the rules refuse an act; and nothing changes by it.
    pub(super) fn refused(&mut self, who: Who, code: &str, act: Act, text: &str) -> Wrong {
        let (before, numbers) = (self.dossier(code).clone(), self.memory.counters.clone());
        let told = self.say(who, code, act, text);
        assert_eq!((self.dossier(code), &self.memory.counters), (&before, &numbers));
        match told {
            Err(Refusal::Dossier(wrong)) => wrong,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn dossier(&self, code: &str) -> &Dossier {
        match self.memory.holder(&code_claim(code)) {
            Some(State::Dossier(dossier)) => dossier,
            other => panic!("{code} is {other:?}"),
        }
    }

    pub(super) fn counter(&self, counter: &Counter) -> i64 {
        self.memory.counters.get(counter).copied().unwrap_or(0)
    }

    /// Due as promised, by law, and as promised first, as texts.
    pub(super) fn due(&self, code: &str) -> [String; 3] {
        let deadline = self.dossier(code).deadline.expect("it is due");
        [deadline.promised, deadline.legal, deadline.original].map(crate::calendar::tests::told)
    }
}

pub(super) fn stream(id: &str) -> StreamId {
    StreamId::stored(id)
}

pub(super) fn at(text: &str) -> LawTime {
    LawTime::of(text.parse::<DateTime>().expect("a date and time"))
}

pub(super) fn handed(id: &str) -> Handed {
    let form = Paper::Original;
    Handed { id: id.to_owned(), form, quantity: 1, presented: false, attachment: None, file: None }
}

pub(super) fn scan() -> NamedFile {
    let file = FileFacts { sha256: "0".repeat(64), size: 5, kind: "application/pdf".to_owned() };
    NamedFile { attachment: "scan".to_owned(), file }
}

pub(super) fn fee(id: &str, count: u32) -> FeeLine {
    FeeLine { id: id.to_owned(), count, amount_vnd: 0, exempt: None }
}

pub(super) fn personal() -> Personal {
    Personal {
        applicant: Applicant {
            name: "Nguyễn Thị Mận".to_owned(),
            birth_date: Some(date(1990, 5, 17)),
            identity: Identity {
                kind: IdentityKind::CitizenId,
                number: Some("067190000123".to_owned()),
            },
            phone: Some("0912345678".to_owned()),
            email: Some("man@example.com".to_owned()),
            address: Address { text: "Thôn Bảy, xã Mẫu".to_owned(), unit_code: None },
            ..Applicant::default()
        },
        ..Personal::default()
    }
}

/// The rules of 2015 resume after a supplement and promise anew as often as it takes; those of
/// 2018 begin anew, and promise anew once.
fn rules() -> Vec<RuleSet> {
    let set = |id: &str, from: &str, after: &str, most: Value| {
        serde_json::from_value(json!({
            "id": id, "from": from, "source": "a text", "after_supplement": after,
            "cutoff_hour": 15, "apologies_max": most, "forms": [],
        }))
        .expect("a set of rules")
    };
    vec![
        set("2015", "2015-05-15", "resume", Value::Null),
        set("2018", "2018-06-21", "restart", json!(1)),
    ]
}

fn described(value: Value) -> Description {
    serde_json::from_value(value).expect("a description")
}

pub(super) fn span(quantity: f64, unit: &str) -> Value {
    json!({ "quantity": quantity, "unit": unit })
}

fn days(quantity: f64) -> Value {
    span(quantity, "working-day")
}

pub(super) fn birth() -> Description {
    described(json!({
        "name": "Đăng ký khai sinh", "field": { "code": "G15-TP07", "name": "Hộ tịch" },
        "channels": ["counter", "online", "post"], "receiving": [{ "office": "MC" }],
        "cases": [{ "id": "usual", "name": "Thông thường" }],
        "components": [
            { "id": "form", "name": "Tờ khai", "kind": "submit", "mandatory": true },
            { "id": "notice", "name": "Giấy chứng sinh", "kind": "submit", "mandatory": true },
            { "id": "paper", "name": "Giấy tờ tùy thân", "kind": "present", "mandatory": true }
        ],
        "limits": [{ "legal": days(5.0), "committed": days(4.0) }],
        "fees": [
            { "id": "entry", "name": "Lệ phí", "amount_vnd": 50_000, "case": "usual" },
            { "id": "copy", "name": "Bản sao", "amount_vnd": 8000 }
        ],
        "steps": [
            { "id": "take", "name": "Tiếp nhận", "role": "clerk", "limit": days(0.5) },
            { "id": "examine", "name": "Thẩm tra", "role": "specialist",
              "party": { "office": "UB" }, "limit": days(3.5) }
        ],
        "online": { "level_2011": 3 }
    }))
}

fn copy() -> Description {
    described(json!({
        "name": "Chứng thực bản sao", "channels": ["counter"],
        "components": [{ "id": "original", "name": "Bản chính", "kind": "present" }],
        "limits": [{ "legal": span(0.0, "same-day") }],
        "fees": [{ "id": "page", "name": "Trang", "amount_vnd": 2000 }],
        "steps": [{ "id": "take", "name": "Tiếp nhận", "role": "clerk",
            "limit": span(0.0, "same-day") }]
    }))
}

pub(super) fn licence() -> Description {
    described(json!({
        "name": "Cấp phép", "channels": ["counter", "online", "post"],
        "components": [{ "id": "form", "name": "Đơn", "kind": "submit", "mandatory": true }],
        "limits": [{ "legal": days(20.0), "committed": days(15.0) }],
        "steps": [
            { "id": "take", "name": "Tiếp nhận", "role": "clerk", "limit": days(0.5) },
            { "id": "examine", "name": "Thẩm định", "role": "specialist",
              "party": { "office": "TP" }, "limit": days(9.0),
              "consults": [{ "party": { "office": "SXD" }, "about": "Quy hoạch",
                "limit": days(5.0), "silence": "consents" }] },
            { "id": "approve", "name": "Phê duyệt", "role": "specialist",
              "party": { "office": "SXD" }, "limit": days(5.0) },
            { "id": "finish", "name": "Hoàn tất", "role": "specialist",
              "party": { "office": "TP" }, "limit": days(0.5) }
        ]
    }))
}

fn words() -> Description {
    described(json!({
        "name": "Theo dự án", "channels": ["counter", "online"],
        "components": [{ "id": "form", "name": "Đơn", "kind": "submit", "mandatory": true }],
        "limits": [{ "legal": span(1.0, "other") }]
    }))
}

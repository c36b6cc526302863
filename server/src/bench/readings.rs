//! Searches of who read whose data over many rows, and decisions of the table of rights.

use std::collections::BTreeMap;

use db::{Rows, Value};
use domain::StreamId;
use domain::access::{
    Action, Asking, Factor, Grant, Purpose, Reach, Seat, Stage, Thing, Who, decide,
};
use serde_json::{Value as Json, json};

use super::process;
use super::run::{Bench, round};
use super::store::{DOUBLE_READINGS, READINGS};
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::House;
use crate::reading::search::{Wanted, search};
use crate::reading::store::PUT;

/// Rows of the first filling; each doubling repeats them later.
const FIRST_ROWS: i64 = 80_000;
/// Rows of one statement.
const BATCH: i64 = 4000;
/// Microseconds between two readings.
const APART_US: i64 = 3_000_000;
/// Readers of the filling.
const READERS: i64 = 3000;
/// Persons of the filling.
const PERSONS: i64 = 50_000;
/// Offices of the filling.
const OFFICES: i64 = 186;
/// How often each question is asked.
const TIMES: u32 = 50;
/// Decisions that are measured.
const DECISIONS: u32 = 200_000;
/// 2019-01-01 00:00 in Vietnam.
const BEGIN_US: i64 = 1_546_275_600_000_000;

fn account(kind: &str, number: i64) -> String {
    format!("2019/account/{kind}{number:024}")
}

/// A reading as the filling has it: mostly dossiers handled, now and then anything else.
fn row(id: i64) -> Vec<Value> {
    let (action, purpose) = match id % 1000 {
        0 => (Action::ReadPerson, Purpose::Emergency),
        1..=5 => (Action::SearchReadings, Purpose::Inspection),
        6..=25 => (Action::InspectDossier, Purpose::Inspection),
        26..=60 => (Action::ReadRequest, Purpose::Inquiry),
        61..=160 => (Action::ReadPerson, Purpose::Inquiry),
        _ => (Action::ReadDossier, Purpose::Handling),
    };
    // Steps that share no factor with the counts spread readings over everybody.
    let (reader, person) = (id * 7919 % READERS, id * 104_729 % PERSONS);
    vec![
        id.into(),
        (BEGIN_US + id * APART_US).into(),
        account("r", reader).into(),
        format!("O{}", reader % OFFICES).into(),
        "Chuyên viên".into(),
        action.id().into(),
        purpose.id().into(),
        format!("2019/dossier/{id:024}").into(),
        account("p", person).into(),
        Value::Null,
    ]
}

/// Fills a scratch house behind the door: nothing of it is in the ledger.
fn fill(house: &House, rows: i64) -> Result<i64, Fault> {
    let mut writer = house.db.writer()?;
    let first = FIRST_ROWS.min(rows);
    let count = |tx: &mut db::Tx<'_>| {
        let row = tx.row(&READINGS, &[])?.ok_or_else(|| Error::Damaged("no count".to_owned()))?;
        Ok::<_, Error>((row.int(0)?, row.int(1)?, row.int(2)?))
    };
    let (mut have, mut last, mut at) = writer.transaction(count)?;
    while have < first {
        writer.transaction(|tx| {
            let mut batch = Rows::default();
            for id in have + 1..=(have + BATCH).min(first) {
                batch.push(row(id));
            }
            tx.each(&PUT, &batch)?;
            Ok::<_, Error>(())
        })?;
        (have, last, at) = writer.transaction(count)?;
    }
    while have < rows {
        let later = at - BEGIN_US;
        writer.transaction(|tx| {
            tx.execute(&DOUBLE_READINGS, &[last.into(), later.into()])?;
            Ok::<_, Error>(())
        })?;
        (have, last, at) = writer.transaction(count)?;
    }
    Ok(have)
}

fn questions() -> Vec<(&'static str, Wanted)> {
    let person = Some(StreamId::stored(account("p", 4711)));
    let reader = Some(StreamId::stored(account("r", 815)));
    let office = "O42".to_owned();
    let days = (Some(jiff::civil::date(2019, 1, 2)), Some(jiff::civil::date(2019, 1, 3)));
    let any = Wanted::default();
    vec![
        ("latest", any.clone()),
        ("person", Wanted { person: person.clone(), ..any.clone() }),
        ("reader", Wanted { reader: reader.clone(), ..any.clone() }),
        ("person by reader", Wanted { person, reader: reader.clone(), ..any.clone() }),
        ("office", Wanted { office: office.clone(), ..any.clone() }),
        ("days", Wanted { from: days.0, to: days.1, ..any.clone() }),
        (
            "office in days",
            Wanted { office: office.clone(), from: days.0, to: days.1, ..any.clone() },
        ),
        ("emergencies", Wanted { purpose: Some(Purpose::Emergency), ..any.clone() }),
        (
            "emergencies of an office",
            Wanted { office: office.clone(), purpose: Some(Purpose::Emergency), ..any.clone() },
        ),
        ("searches", Wanted { action: Some(Action::SearchReadings), ..any.clone() }),
        (
            "inquiries of an office",
            Wanted { office, purpose: Some(Purpose::Inquiry), ..any.clone() },
        ),
        ("emergencies of a reader", Wanted { reader, purpose: Some(Purpose::Emergency), ..any }),
    ]
}

impl Bench {
    /// Fills the house with readings and asks each kind of question.
    pub(super) fn readings(&self, house: &House) -> Result<Json, Fault> {
        let source = &house.source;
        let begun = source.monotonic();
        let rows = fill(house, self.rows)?;
        let filled = source.monotonic() - begun;
        let mut answers = BTreeMap::new();
        let mut worst: f64 = 0.0;
        for (name, wanted) in questions() {
            let (cpu, begun) = (process::cpu_seconds(), source.monotonic());
            let mut found = 0;
            for _ in 0..TIMES {
                let wanted = wanted.clone();
                let (page, _) = house.db.read_now(move |tx| search(tx, &wanted))?;
                found = page.len();
            }
            let spent = (source.monotonic() - begun).as_secs_f64() * 1000.0 / f64::from(TIMES);
            let cpu = (process::cpu_seconds() - cpu) * 1000.0 / f64::from(TIMES);
            worst = worst.max(cpu);
            let answer = json!({ "found": found, "ms": round(spent), "cpu_ms": round(cpu) });
            answers.insert(name, answer);
        }
        Ok(json!({
            "what": "readings",
            "engine": format!("{:?}", house.db.engine()).to_lowercase(),
            "rows": rows,
            "fill_seconds": round(filled.as_secs_f64()),
            "worst_cpu_ms": round(worst),
            "questions": answers,
        }))
    }

    /// Decides again and again whether somebody with three posts may read a dossier.
    pub(super) fn decisions(&self, house: &House) -> Result<Json, Fault> {
        let (who, thing) = (somebody(), dossier());
        let purpose = Some(Purpose::Handling);
        let begun = house.source.monotonic();
        let mut allowed = 0_u32;
        for _ in 0..DECISIONS {
            let asking = Asking {
                who: std::hint::black_box(&who),
                action: Action::ReadDossier,
                thing: std::hint::black_box(&thing),
                purpose,
            };
            allowed += u32::from(decide(&asking).is_ok());
        }
        let spent = (house.source.monotonic() - begun).as_secs_f64();
        let each = spent * 1e6 / f64::from(DECISIONS);
        Ok(
            json!({ "what": "access", "decisions": DECISIONS, "allowed": allowed, "us": round(each) }),
        )
    }
}

/// Three posts, of which the last one gives it.
fn somebody() -> Who {
    let seat = |office: &str, may: &[Action]| Seat {
        office: office.to_owned(),
        position: "Chuyên viên".to_owned(),
        grants: vec![Grant {
            role: "role".to_owned(),
            may: may.iter().copied().collect(),
            reach: Reach::Below,
            sees: domain::access::Fields::ALL.into(),
            leads: false,
        }],
        deputy_of: None,
    };
    let seats = vec![
        seat("SNV", &[Action::ReadReports]),
        seat("SXD", &[Action::ReadDossier]),
        seat("UBND", &[Action::ReadDossier]),
    ];
    let account = Some(StreamId::stored(account("r", 1)));
    Who { account, seats, factor: Factor::Two, ..Who::default() }
}

fn dossier() -> Thing {
    let path = ["X24611", "H660", "UBND"].map(str::to_owned);
    Thing {
        stream: Some(StreamId::stored("2019/dossier/1")),
        places: vec![path.into()],
        assignee: Some(StreamId::stored(account("r", 1))),
        stage: Some(Stage::Open),
        ..Thing::default()
    }
}

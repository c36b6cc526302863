//! Searches of who read whose data over many rows, and decisions of the table of rights.

use std::collections::BTreeMap;

use db::{Rows, Sql, Value};
use domain::StreamId;
use domain::access::{
    Action, Asking, Factor, Grant, Purpose, Reach, Seat, Stage, Thing, Who, decide,
};
use serde_json::{Value as Json, json};

use super::process;
use super::run::{Bench, round};
use super::store::{DOUBLE_READINGS, READING_INDEXES, READINGS};
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::House;
use crate::reading::search::{Place, Wanted, search};
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
    if have >= rows {
        return Ok(have);
    }
    // Each index once at the end: a row of ten million would touch a page of each.
    writer.transaction(|tx| all(tx, READING_INDEXES.map(|(drop, _)| drop)))?;
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
    writer.transaction(|tx| all(tx, READING_INDEXES.map(|(_, make)| make)))?;
    Ok(have)
}

fn all<const N: usize>(tx: &mut db::Tx<'_>, statements: [&'static Sql; N]) -> Result<(), Error> {
    statements.into_iter().try_for_each(|sql| Ok(tx.execute(sql, &[]).map(drop)?))
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
        (
            "emergencies of a reader",
            Wanted { reader, purpose: Some(Purpose::Emergency), ..any.clone() },
        ),
        ("inquiries", Wanted { purpose: Some(Purpose::Inquiry), ..any.clone() }),
        ("handled", Wanted { purpose: Some(Purpose::Handling), ..any.clone() }),
        ("dossiers read", Wanted { action: Some(Action::ReadDossier), ..any.clone() }),
        (
            "persons handled: none",
            Wanted {
                action: Some(Action::ReadPerson),
                purpose: Some(Purpose::Handling),
                ..any.clone()
            },
        ),
        (
            "reports of an office: none",
            Wanted { office: "O42".to_owned(), purpose: Some(Purpose::Reporting), ..any.clone() },
        ),
        (
            "searches of no office: none",
            Wanted { office: "nowhere".to_owned(), action: Some(Action::SearchReadings), ..any },
        ),
    ]
}

/// Where each question is asked from: the latest page, one in the middle and one near the end.
fn places(last_us: i64) -> [(&'static str, Option<Place>); 3] {
    let middle = BEGIN_US + (last_us - BEGIN_US) / 2;
    [("first", None), ("middle", Some((middle, 0))), ("last", Some((BEGIN_US + 100 * APART_US, 0)))]
}

/// How a question was answered.
struct Answer {
    found: usize,
    /// What the first asking took by the clock: it has to fetch what no other question did.
    first_ms: f64,
    /// What one more takes by the clock, all processes together.
    ms: f64,
    /// Processor time of this process of one more.
    cpu_ms: f64,
}

impl Answer {
    fn line(&self) -> Json {
        json!({
            "found": self.found,
            "first_ms": round(self.first_ms),
            "ms": round(self.ms),
            "cpu_ms": round(self.cpu_ms),
        })
    }
}

fn ask(house: &House, wanted: &Wanted) -> Result<Answer, Fault> {
    let source = &house.source;
    let once = || {
        let wanted = wanted.clone();
        house.db.read_now(move |tx| search(tx, &wanted)).map(|(page, _)| page.len())
    };
    let begun = source.monotonic();
    let found = once()?;
    let first_ms = (source.monotonic() - begun).as_secs_f64() * 1000.0;
    let (cpu, begun) = (process::cpu_seconds(), source.monotonic());
    for _ in 0..TIMES {
        once()?;
    }
    let each = |seconds: f64| seconds * 1000.0 / f64::from(TIMES);
    let ms = each((source.monotonic() - begun).as_secs_f64());
    Ok(Answer { found, first_ms, ms, cpu_ms: each(process::cpu_seconds() - cpu) })
}

impl Bench {
    /// Fills the house with readings and asks each kind of question.
    pub(super) fn readings(&self, house: &House) -> Result<Json, Fault> {
        let source = &house.source;
        let begun = source.monotonic();
        let rows = fill(house, self.rows)?;
        let filled = source.monotonic() - begun;
        let mut answers = BTreeMap::new();
        let (mut cold, mut warm): (f64, f64) = (0.0, 0.0);
        for (name, wanted) in questions() {
            for (page, before) in places(BEGIN_US + rows * APART_US) {
                let answer = ask(house, &Wanted { before, ..wanted.clone() })?;
                (cold, warm) = (cold.max(answer.first_ms), warm.max(answer.cpu_ms));
                answers.insert(format!("{name}, {page}"), answer.line());
            }
        }
        Ok(json!({
            "what": "readings",
            "engine": format!("{:?}", house.db.engine()).to_lowercase(),
            "rows": rows,
            "fill_seconds": round(filled.as_secs_f64()),
            "worst_first_ms": round(cold),
            "worst_cpu_ms": round(warm),
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

#[cfg(test)]
mod tests {
    use db::testing::fresh;
    use db::{Engine, Options};
    use domain::province;

    use super::*;
    use crate::app::Source;
    use crate::house::{Founding, Place};

    #[test]
    fn a_house_that_was_filled_has_its_rows_and_the_indexes_of_the_migrations_again() {
        static INDEXES: Sql = Sql("SELECT replace(sql, 'IF NOT EXISTS ', '') FROM sqlite_master
            WHERE type = 'index' AND name LIKE 'reading_by_%' ORDER BY name");
        let fresh = fresh(Engine::Sqlite);
        let place =
            Place { data: fresh.directory.path().to_owned(), location: fresh.location.clone() };
        let origin = "example.com/readings".to_owned();
        let founding =
            Founding { purpose: province::Purpose::Bench, origin, administrators: Vec::new() };
        let house = House::found(place, Source::real(), &Options::default(), &founding);
        let house = house.expect("it is founded");
        let indexes = || {
            let rows = house.db.read_now(|tx| tx.rows(&INDEXES, &[])).expect("read");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            rows.iter().map(|row| words(row.text(0).expect("a text"))).collect::<Vec<_>>()
        };
        let migrated = indexes();
        assert_eq!(migrated.len(), READING_INDEXES.len());
        for rows in [100, 100, 200] {
            assert_eq!(fill(&house, rows).expect("it is filled"), rows);
            assert_eq!(indexes(), migrated);
        }
    }
}

//! The catalogue as a whole system: loaded, asked, imported, decided, refused, exported.

mod decided;
mod exported;
mod imported;
mod interface;
mod refused;
mod served;

use std::path::{Path, PathBuf};

use db::{Engine, Sql};
use domain::Command;
use domain::province::Event as Province;
use serde_json::{Value as Json, json};
use server::fault::Fault;
use server::house::tell_all;
use server::procedure::import::{self, Report};
use server::procedure::write::{self, DecisionFile};

use crate::ground::Ground;

/// The folder of the shipped province.
pub(crate) const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../province/dak-nong");

/// How many events the house has.
fn events(ground: &Ground) -> i64 {
    static EVENTS: Sql = Sql("SELECT count(*) FROM event");
    ground.number(&EVENTS)
}

/// The shipped province on an engine, at 08:00 on 16 December 2019.
fn shipped(engine: Engine) -> Ground {
    let ground = Ground::in_2019(engine);
    assert!(load(&ground) > 300, "the province has offices and procedures");
    ground
}

/// Tells a house what the shipped province says; answers how many facts were news.
pub(crate) fn load(ground: &Ground) -> usize {
    let files = server::province::files::read(SHIPPED.as_ref()).expect("the province reads");
    let told = ground.house.with_door(|door| {
        let terms = Command::Province(Province::Described(Box::new(files.terms)));
        let offices = files.commands.into_iter().map(Command::Office);
        let accepted = tell_all(door, std::iter::once(terms).chain(offices))?;
        let mut told: usize = accepted.iter().map(|one| one.events.len()).sum();
        for file in &files.procedures {
            told += write::load(&ground.house, door, file)?;
        }
        Ok(told)
    });
    told.expect("the province is told")
}

/// A file of a test.
#[expect(clippy::disallowed_methods, reason = "tests bring files of their own")]
fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("it is written");
    path
}

/// A record of the national database that can be published as it is.
fn record(code: &str, days: u32) -> Json {
    json!({ "code": "OK", "data": {
        "code": code, "name": "Thủ tục cấp giấy thử", "type": "STANDARD", "state": "UPDATED",
        "isWard": true,
        "categoriesDetails": [{ "id": "x", "name": "Hộ tịch", "code": "G15-TP07" }],
        "subjectTypesDetails": [{ "id": "y", "name": "Công dân Việt Nam", "code": "ĐT1" }],
        "resultsDetails": [{ "id": "z", "name": "Giấy thử", "code": "KQ.1" }],
        "legalBasisesDetails": [{ "id": "l", "name": "Nghị định thử", "code": "1/2015/NĐ-CP" }],
        "executionMethods": [{ "submissionMethod": "DIRECT", "processingTime": days,
            "processingTimeUnit": "WORKING_DAY", "description": "", "fees": [] }],
        "executionCases": [{ "name": "", "profileComponents": [{ "name": "Tờ khai",
            "code": "000.00.00.G15-KQ000001", "originalQty": 1, "copyQty": 0 }] }],
        "executionSteps": [{ "name": "", "description": "Bước 1" }],
        "unitGroupsExecuting": [{ "id": "u", "name": "Ủy ban nhân dân cấp xã" }],
        "returningMethods": [{ "type": "ONLINE", "value": ["AT_HOME"] }],
    }})
}

/// Reads files and imports them all.
fn import(ground: &Ground, paths: &[PathBuf]) -> Report {
    let all = import::read(paths).expect("the files read");
    let count = all.len();
    let mut steps = 0;
    let house = &ground.house;
    let done = house.with_door(|door| import::import(house, door, all, &mut || steps += 1));
    assert_eq!(steps, count, "progress is told record by record");
    done.expect("they are imported")
}

/// A decision file; `approver` approves what Trần Văn Soát reviewed.
fn decision(approver: &str, from: &str, procedures: &str) -> DecisionFile {
    let position =
        if approver == "Trần Văn Soát" { "Chánh Văn phòng" } else { "Phó Chủ tịch" };
    let text = format!(
        r#"
        number = "{from}/QĐ-UBND"
        date = "2019-12-01"
        agency = "Ủy ban nhân dân tỉnh"
        from = "{from}"
        reviewed_by = {{ name = "Trần Văn Soát", position = "Chánh Văn phòng", office = "VP" }}
        approved_by = {{ name = "{approver}", position = "{position}", office = "UBND" }}
        {procedures}"#
    );
    toml::from_str(&text).expect("a decision")
}

/// Publishes by a decision; answers how many facts were told.
fn publish(ground: &Ground, decision: &DecisionFile) -> Result<usize, Fault> {
    ground.house.with_door(|door| write::publish(&ground.house, door, decision))
}

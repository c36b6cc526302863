//! Commands of the catalogue for tests, each with what matters to the test and plausible rest.

use domain::Command;
use domain::national::{Command as National, Listing, Record, Scope};
use domain::procedure::description::Description;
use domain::procedure::{Command as Procedure, Decision, Official, Origin, Publication};
use jiff::civil::date;
use serde_json::json;

/// A description that can be published, with this name and this many days.
pub(crate) fn description(name: &str, days: u32) -> Description {
    let described = serde_json::from_value(json!({
        "name": { "vi": name, "en": format!("{name} (en)") },
        "field": { "code": "G15-TP07", "name": "Hộ tịch" },
        "levels": ["commune"],
        "subjects": [{ "name": "Công dân Việt Nam" }],
        "executing": [{ "every": { "level": "commune" } }],
        "channels": ["counter", "online"],
        "components": [
            { "id": "to-khai", "name": "Tờ khai", "mandatory": true, "originals": 1 },
        ],
        "limits": [{ "legal": { "quantity": days, "unit": "working-day" } }],
        "results": [{ "name": "Giấy khai sinh" }],
        "legal_basis": [{ "number": "60/2014/QH13", "from": "2016-01-01" }],
        "instructions": [{ "text": "Nộp hồ sơ" }],
        "form": { "questions": [{ "id": "child_name", "kind": "text", "label": "Tên con" }],
            "sample": { "child_name": "Nguyễn Văn Mẫu" } },
    }));
    described.expect("a description")
}

/// A draft of a revision.
pub(crate) fn draft(code: &str, number: u32, description: Description) -> Command {
    let (code, description) = (code.to_owned(), Box::new(description));
    Command::Procedure(Procedure::Draft { code, number, description, origin: Origin::Files })
}

fn official(name: &str) -> Official {
    let position = format!("Chức vụ của {name}");
    Official { name: name.to_owned(), position, office: "UBND".to_owned() }
}

/// The review of a draft.
pub(crate) fn review(code: &str, number: u32) -> Command {
    let reviewer = official("An");
    Command::Procedure(Procedure::Review { code: code.to_owned(), number, reviewer })
}

/// The publication of a reviewed draft, in force from a day of 2020.
pub(crate) fn publish(code: &str, number: u32, month: i8) -> Command {
    Command::Procedure(Procedure::Publish(Box::new(Publication {
        code: code.to_owned(),
        number,
        from: date(2020, month, 1),
        to: None,
        decision: Decision {
            number: format!("{number}/QĐ-UBND"),
            date: date(2019, 12, 1),
            agency: "UBND tỉnh".to_owned(),
        },
        reviewer: official("An"),
        approver: official("Bình"),
    })))
}

/// A line of the national list.
pub(crate) fn listed(code: &str, name: &str) -> Command {
    Command::National(National::List(Box::new(Listing {
        code: code.to_owned(),
        name: name.to_owned(),
        fields: vec!["Hộ tịch".to_owned()],
        departments: vec!["Ủy ban nhân dân cấp xã".to_owned()],
        promulgator: "Bộ Tư pháp".to_owned(),
        subjects: vec!["Công dân Việt Nam".to_owned()],
        scope: Scope::National,
        state: "ACTIVE".to_owned(),
    })))
}

/// A national record.
pub(crate) fn recorded(code: &str, description: Description) -> Command {
    Command::National(National::Record(Box::new(Record {
        code: code.to_owned(),
        promulgator: "Bộ Tư pháp".to_owned(),
        scope: Scope::National,
        decision: None,
        decided: Some(date(2019, 1, 1)),
        description,
    })))
}

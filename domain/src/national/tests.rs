//! How records are mapped, and which are refused.

use serde_json::{Value as Json, json};

use super::{Scope, is_national_code, listing, national_code, record};
use crate::procedure::description::{Channel, ComponentKind, Party, Unit};

fn sample() -> Json {
    json!({ "code": "OK", "data": {
        "code": "1.000001", "codeNotation": "1.000001", "name": "Thủ tục cấp  giấy thử",
        "type": "STANDARD", "state": "UPDATED", "isWard": true, "isProvince": false,
        "categoriesDetails": [{ "id": "x", "name": "Hộ tịch", "code": "G15-TP07" }],
        "subjectTypesDetails": [{ "id": "y", "name": "Công dân Việt Nam", "code": "ĐT1" }],
        "resultsDetails": [{ "id": "z", "name": "Giấy thử", "code": "KQ.1" }],
        "legalBasisesDetails": [{ "id": "l", "name": "Nghị định thử", "code": "1/2015/NĐ-CP " }],
        "executionMethods": [
            { "submissionMethod": "DIRECT", "processingTime": 4.75, "processingTimeUnit": "WORKING_DAY",
              "description": "", "fees": [{ "type": "FEE", "value": 0, "currencyId": "",
                "description": "Theo quy định của HĐND" }] },
            { "submissionMethod": "ONLINE", "processingTime": "Theo mô tả",
              "processingTimeUnit": "OTHER", "description": "Trong ngày", "fees": [
                { "type": "SERVICE_FEE", "value": 10, "currencyName": "USD" }] }],
        "executionCases": [
            { "name": "* Giấy tờ phải nộp:", "profileComponents": [
                { "name": "Tờ khai", "code": "000.00.00.G15-KQ000001", "originalQty": 1,
                  "copyQty": 0, "required": false, "attachments": [
                    { "id": "a", "fileName": "mau.docx", "bucketName": "dvc" }] }] },
            { "name": "* Lưu ý:", "profileComponents": [
                { "name": "Bản chụp phải rõ", "originalQty": 0, "copyQty": 0 }] },
            { "name": "Trường hợp ủy quyền", "profileComponents": [
                { "name": "Văn bản ủy quyền", "originalQty": 1, "copyQty": 1 }] }],
        "executionSteps": [{ "name": "", "description": "Bước 1" }],
        "unitGroupsExecuting": [{ "id": "u", "name": "Ủy ban nhân dân cấp xã" }],
        "returningMethods": [{ "type": "ONLINE", "value": ["AT_HOME"] }],
        "procedureProposal": { "proposalNumber": "163/QĐ-BTP", "decisionDate": 1_768_496_400_000_i64 },
    }})
}

#[test]
fn a_record_is_mapped_and_what_is_left_stays_visible() {
    let record = record(sample()).expect("it maps");
    let of = &record.description;
    assert_eq!((record.code.as_str(), record.scope), ("1.000001", Scope::National));
    assert_eq!(of.name.vi, "Thủ tục cấp giấy thử");
    assert_eq!(of.levels, ["commune"]);
    assert_eq!(of.channels, [Channel::Counter, Channel::Online]);
    let span = of.limits[0].legal.expect("a span");
    assert_eq!((span.quantity.quarters, span.unit), (19, Unit::WorkingDay));
    let note = of.limits[1].note.as_ref().expect("words stay words");
    assert_eq!((of.limits[1].legal, note.vi.as_str()), (None, "Theo mô tả\nTrong ngày"));
    assert_eq!((of.fees[0].amount_vnd, of.fees[0].exempt), (Some(0), false));
    assert_eq!(of.fees[1].amount_vnd, None, "dollars are no đồng");
    let kinds: Vec<_> = of.components.iter().map(|it| (it.id.as_str(), it.kind)).collect();
    assert_eq!(kinds[0], ("kq000001", ComponentKind::Submit));
    assert_eq!(kinds[1], ("ban-chup-phai-ro", ComponentKind::Note));
    assert_eq!(of.components[2].cases, ["truong-hop-uy-quyen"]);
    assert_eq!(of.executing, [Party::Named("Ủy ban nhân dân cấp xã".into())]);
    assert_eq!(of.legal_basis[0].number, "1/2015/NĐ-CP");
    assert_eq!(record.decision.as_deref(), Some("163/QĐ-BTP"));
    assert_eq!(record.decided.map(|day| day.to_string()).as_deref(), Some("2026-01-16"));
    let left: Vec<&str> = of.unmapped.iter().map(|it| it.path.as_str()).collect();
    assert!(left.contains(&"data.returningMethods"), "{left:?}");
    assert!(left.contains(&"data.executionMethods[1].fees[0].value"), "{left:?}");
    assert!(left.contains(&"data.state"), "{left:?}");
}

/// What is left of the sample after a change, by its last two names.
fn left(path: &str, value: Json) -> Vec<(String, String)> {
    let mut json = sample();
    let (parent, key) = path.rsplit_once('/').expect("a path");
    json.pointer_mut(parent).expect("a place")[key] = value;
    let all = record(json).expect("it maps").description.unmapped;
    all.into_iter().map(|it| (it.path, it.value)).collect()
}

#[test]
fn what_a_description_cannot_hold_is_kept_word_for_word() {
    let units = "/data/unitGroupsExecuting/0/code";
    for (path, value, place) in [
        (units, json!("H11.2"), "data.unitGroupsExecuting[0].code"),
        ("/data/executingAgencies", json!("Sở Tư pháp"), "data.executingAgencies"),
        ("/data/departmentPromulgateCode", json!("G15"), "data.departmentPromulgateCode"),
        (
            "/data/procedureProposal/publicationDate",
            json!(1),
            "data.procedureProposal.publicationDate",
        ),
        (
            "/data/procedureProposal/decisionNumber",
            json!("1/QĐ"),
            "data.procedureProposal.proposalNumber",
        ),
        (
            "/data/executionMethods/0/processingTimeUnit",
            json!("WEEK"),
            "data.executionMethods[0].processingTimeUnit",
        ),
        (
            "/data/executionMethods/0/fees/0/type",
            json!("TOLL"),
            "data.executionMethods[0].fees[0].type",
        ),
        ("/data/type", json!("REGIONAL"), "data.type"),
    ] {
        let left = left(path, value.clone());
        let kept = left.iter().find(|(path, _)| path == place);
        let (_, kept) = kept.unwrap_or_else(|| panic!("{place} is gone: {left:?}"));
        let told = value.to_string();
        assert!(*kept == told || kept.contains("163/QĐ-BTP"), "{place}: {kept}");
    }
    let repeated = left("/data/executingAgencies", json!("Ủy ban nhân dân cấp xã"));
    assert!(repeated.iter().all(|(path, _)| path != "data.executingAgencies"), "{repeated:?}");
}

#[test]
fn every_blank_of_a_paper_is_kept() {
    let path = "/data/executionCases/0/profileComponents/0/attachments";
    let files = json!([{ "fileName": "mau.docx" }, { "fileName": "huong-dan.pdf" }]);
    let left = left(path, files);
    assert!(left.iter().any(|(_, value)| value.contains("huong-dan.pdf")), "{left:?}");
}

#[test]
fn a_wrong_shape_is_told_at_its_place() {
    let told = |path: &str, value: Json| {
        let mut json = sample();
        *json.pointer_mut(path).expect("a place") = value;
        record(json).expect_err("it is refused").to_string()
    };
    for (path, value, place) in [
        ("/data/name", json!(7), "`data.name`"),
        ("/data/name", json!(""), "`data.name`"),
        ("/data/name", json!("<script>alert(1)</script>"), "`data.name`"),
        ("/data/code", json!("../x"), "`data.code`"),
        ("/data/executionMethods", json!({}), "`data.executionMethods`"),
        ("/data/executionMethods/1/submissionMethod", json!("FAX"), "`data.executionMethods[1]"),
        ("/data/executionCases/0/profileComponents/0/originalQty", json!(-1), "originalQty`"),
        ("/data/executionSteps/0/description", json!("Ch\u{fffd}ng"), "description`"),
    ] {
        let told = told(path, value);
        assert!(told.contains(place), "{told}");
    }
    assert!(record(json!([])).is_err() && record(json!({})).is_err());
}

#[test]
fn a_line_of_the_list_is_read() {
    let line = json!({ "code": " 1.014325", "name": "Thủ tục  thử", "categories": ["Đất đai"],
        "departments": [""], "departmentPromulgate": "Bộ Tư pháp", "type": "SPECIFIC",
        "formalityTargetType": [], "state": "ACTIVE", "id": "x" });
    let read = listing(line).expect("it reads");
    assert_eq!((read.code.as_str(), read.name.as_str()), ("1.014325", "Thủ tục thử"));
    assert_eq!((read.scope, read.departments.len()), (Scope::Own, 0));
    assert!(listing(json!({ "name": "x" })).is_err());
    assert!(listing(json!({ "code": "1.014325", "name": 3 })).is_err());
}

#[test]
fn codes_are_brought_to_the_national_one() {
    assert_eq!(national_code("1.001193.000.00.00.H16"), "1.001193");
    assert_eq!(national_code(" 1.000948.H38"), "1.000948");
    assert!(is_national_code("1.001193"));
    for odd in ["1.0133611", "1.014955-Xoa", "2.009182739", ""] {
        assert!(!is_national_code(odd), "{odd}");
    }
}

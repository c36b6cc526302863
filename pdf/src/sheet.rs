//! Papers with many rows: what travels with a dossier, the book of dossiers, and a batch that
//! changes hands.

use domain::time::LawTime;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::paper::{Letterhead, Signer, Title};
use crate::paper::{day, moment, moment_if, short_day, short_day_if};
use crate::sample;

/// Phiếu kiểm soát quá trình giải quyết hồ sơ: form 05 of TT 01/2018/TT-VPCP, 06 of
/// TT 03/2025/TT-VPCP, 04 of QĐ 09/2015/QĐ-TTg. Its rows are the hand-overs that were recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ControlSheet {
    /// Number and title by the set of rules.
    pub title: Title,
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// Code of the dossier.
    pub code: String,
    /// The applicant.
    pub applicant: String,
    /// The procedure.
    pub procedure: String,
    /// The agency that decides.
    pub agency: String,
    /// Agencies whose opinion is asked; may be empty.
    pub partners: String,
    /// When the result is promised.
    #[serde(serialize_with = "moment")]
    pub due_at: LawTime,
    /// The hand-overs, oldest first.
    pub rows: Vec<HandOver>,
}

/// One hand-over of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandOver {
    /// The office that gives.
    pub from: String,
    /// The office that takes.
    pub to: String,
    /// When it was given.
    #[serde(serialize_with = "moment")]
    pub given_at: LawTime,
    /// When it was taken; not yet while nobody has acknowledged it.
    #[serde(serialize_with = "moment_if")]
    pub taken_at: Option<LawTime>,
    /// Who gave.
    pub giver: String,
    /// Who took; empty while nobody has.
    pub taker: String,
    /// How the giver's step ended; not told of a step without a limit.
    pub outcome: Option<Outcome>,
    /// A remark; may be empty.
    pub note: String,
}

/// How a step ended against its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Before its time.
    Early,
    /// In time.
    OnTime,
    /// After its time.
    Late,
}

/// Sổ theo dõi hồ sơ: form 06 of TT 01/2018/TT-VPCP, 07 of TT 03/2025/TT-VPCP, 02 of
/// QĐ 09/2015/QĐ-TTg. On A4, across.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Number and title by the set of rules.
    pub title: Title,
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// The book: `01/2026`.
    pub book: String,
    /// The first day told.
    #[serde(serialize_with = "day")]
    pub from: Date,
    /// The last day told.
    #[serde(serialize_with = "day")]
    pub to: Date,
    /// One row a dossier.
    pub rows: Vec<Entry>,
}

/// A row of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its running number in the book.
    pub number: u32,
    /// Code of the dossier.
    pub code: String,
    /// The procedure.
    pub procedure: String,
    /// How many sets.
    pub sets: u32,
    /// The applicant.
    pub applicant: String,
    /// Address and telephone.
    pub address: String,
    /// The agency that decides.
    pub agency: String,
    /// Received.
    #[serde(serialize_with = "short_day")]
    pub received: Date,
    /// Promised.
    #[serde(serialize_with = "short_day")]
    pub due: Date,
    /// Forwarded to the agency.
    #[serde(serialize_with = "short_day_if")]
    pub forwarded: Option<Date>,
    /// The result came from the agency.
    #[serde(serialize_with = "short_day_if")]
    pub decided: Option<Date>,
    /// The result was returned.
    #[serde(serialize_with = "short_day_if")]
    pub returned: Option<Date>,
    /// How it was returned: `Trực tiếp`.
    pub channel: String,
    /// Who signed for it; empty leaves room to sign.
    pub signed: String,
    /// A remark; may be empty.
    pub note: String,
}

/// Danh sách bàn giao hồ sơ: a batch that goes from one office to another. Not a form of the
/// circulars; it proves the hand-over that NĐ 61/2018/NĐ-CP asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandOverList {
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// The office that gives.
    pub from: String,
    /// The office that takes.
    pub to: String,
    /// When the batch was given.
    #[serde(serialize_with = "moment")]
    pub given_at: LawTime,
    /// What it holds.
    pub rows: Vec<Handed>,
    /// Who gives.
    pub giver: Signer,
    /// Who takes.
    pub taker: Signer,
}

/// A dossier of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Handed {
    /// Its code.
    pub code: String,
    /// The procedure.
    pub procedure: String,
    /// The applicant.
    pub applicant: String,
    /// How many papers.
    pub papers: u32,
    /// Promised.
    #[serde(serialize_with = "short_day")]
    pub due: Date,
    /// A remark; may be empty.
    pub note: String,
}

fn at(day: Date, hour: i8, minute: i8) -> LawTime {
    LawTime::of(day.at(hour, minute, 0, 0))
}

impl ControlSheet {
    /// A sheet of a dossier that is still on its way.
    pub fn sample() -> ControlSheet {
        let desk = "Trung tâm Phục vụ hành chính công";
        let office = "Phòng Kinh tế xã Đắk Mẫu";
        let row = |from: &str, to: &str, given_at, taken_at, outcome, note: &str| HandOver {
            from: from.to_owned(),
            to: to.to_owned(),
            given_at,
            taken_at,
            giver: "Trần Thị Mẫu".to_owned(),
            taker: taken_at.map(|_| "Y Thuân Byă".to_owned()).unwrap_or_default(),
            outcome,
            note: note.to_owned(),
        };
        let first = (at(date(2026, 7, 13), 10, 5), at(date(2026, 7, 13), 10, 20));
        let second = (at(date(2026, 7, 17), 15, 30), at(date(2026, 7, 17), 15, 41));
        let last = at(date(2026, 7, 23), 8, 0);
        ControlSheet {
            title: sample::title("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
            letterhead: sample::letterhead(),
            code: sample::subject().code,
            applicant: sample::subject().applicant.name,
            procedure: sample::subject().procedure,
            agency: "Ủy ban nhân dân xã Đắk Mẫu".to_owned(),
            partners: "Công an xã Đắk Mẫu".to_owned(),
            due_at: at(date(2026, 7, 22), 17, 0),
            rows: vec![
                row(desk, office, first.0, Some(first.1), Some(Outcome::Early), ""),
                row(
                    office,
                    "Lãnh đạo Ủy ban nhân dân xã Đắk Mẫu",
                    second.0,
                    Some(second.1),
                    Some(Outcome::OnTime),
                    "Đã kiểm tra thực địa",
                ),
                row(
                    "Lãnh đạo Ủy ban nhân dân xã Đắk Mẫu",
                    desk,
                    last,
                    None,
                    Some(Outcome::Late),
                    "Chờ ký",
                ),
            ],
        }
    }
}

impl Register {
    /// A register over several pages.
    pub fn sample() -> Register {
        Register {
            title: sample::title("07", "Sổ theo dõi hồ sơ"),
            letterhead: sample::letterhead(),
            book: "01/2026".to_owned(),
            from: date(2026, 7, 1),
            to: date(2026, 7, 31),
            rows: (1..=40).map(entry).collect(),
        }
    }
}

fn entry(number: u32) -> Entry {
    let returned = number.is_multiple_of(3).then_some(date(2026, 7, 21));
    Entry {
        number,
        code: format!("H16.20.12-260713-{number:04}"),
        procedure: "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ".to_owned(),
        sets: 1,
        applicant: ["Nguyễn Văn Mẫu", "H'Bia Niê Kđăm", "Y Thuân Byă"][number as usize % 3]
            .to_owned(),
        address: "Thôn 3, xã Đắk Mẫu; 0900 000 001".to_owned(),
        agency: "Ủy ban nhân dân xã Đắk Mẫu".to_owned(),
        received: date(2026, 7, 13),
        due: date(2026, 7, 22),
        forwarded: Some(date(2026, 7, 13)),
        decided: returned,
        returned,
        channel: "Trực tiếp".to_owned(),
        signed: String::new(),
        note: String::new(),
    }
}

impl HandOverList {
    /// A batch of some dossiers.
    pub fn sample() -> HandOverList {
        let row = |number| Handed {
            code: format!("H16.20.12-260713-{number:04}"),
            procedure: "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ".to_owned(),
            applicant: "Nguyễn Văn Mẫu".to_owned(),
            papers: 4,
            due: date(2026, 7, 22),
            note: if number == 44 { "Thiếu bản vẽ gốc".to_owned() } else { String::new() },
        };
        HandOverList {
            letterhead: sample::letterhead(),
            from: "Trung tâm Phục vụ hành chính công xã Đắk Mẫu".to_owned(),
            to: "Phòng Kinh tế xã Đắk Mẫu".to_owned(),
            given_at: at(date(2026, 7, 13), 16, 45),
            rows: (42..=47).map(row).collect(),
            giver: sample::officer(),
            taker: Signer {
                post: "Chuyên viên".to_owned(),
                name: "Y Thuân Byă".to_owned(),
                ..Signer::default()
            },
        }
    }
}

//! Statutory reports of the control of procedures (TT 01/2020/TT-VPCP).

use domain::time::LawTime;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::paper::{Signer, day, moment_if};
use crate::sample;

/// How many columns of the report hold figures: from 3 to 13.
pub const COLUMNS: usize = 11;

/// Tình hình, kết quả giải quyết thủ tục hành chính: form II.06a. On A4, across.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Its number: `II.06a/VPCP/KSTT`.
    pub number: String,
    /// The text that makes it: `TT 01/2020/TT-VPCP`.
    pub source: String,
    /// Who reports.
    pub reporter: String,
    /// Who is reported to.
    pub receiver: String,
    /// The period: `Quý I năm 2020`; empty of other windows.
    pub period: String,
    /// The first day.
    #[serde(serialize_with = "day")]
    pub from: Date,
    /// The last day.
    #[serde(serialize_with = "day")]
    pub to: Date,
    /// What stands in the rows: `Lĩnh vực`.
    pub rows_are: String,
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// All of them.
    pub total: [String; COLUMNS],
    /// How things were counted, a line each.
    pub notes: Vec<String>,
    /// When it was frozen; not yet where it was not.
    #[serde(serialize_with = "moment_if")]
    pub frozen_at: Option<LawTime>,
    /// SHA-256 of what was frozen; empty where it was not.
    pub sha256: String,
    /// The place before the date.
    pub place: String,
    /// The date of the paper.
    #[serde(serialize_with = "day")]
    pub date: Date,
    /// Who made it.
    pub preparer: Signer,
    /// Who answers for it.
    pub head: Signer,
}

/// A row of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportRow {
    /// Its running number.
    pub number: u32,
    /// What it is of.
    pub name: String,
    /// Its figures, as they are written.
    pub cells: [String; COLUMNS],
}

impl Report {
    /// A report of a quarter that was frozen.
    pub fn sample() -> Report {
        let names =
            ["Hộ tịch", "Chứng thực", "Đất đai", "Đăng ký kinh doanh", "Hoạt động xây dựng"];
        let figures = [1_204, 301, 880, 23, 1_190, 702, 480, 8, 14, 13, 1];
        let row = |number: u32| ReportRow {
            number,
            name: names[number as usize % names.len()].to_owned(),
            cells: figures.map(|it: u64| crate::paper::thousands(it * u64::from(number))),
        };
        Report {
            number: "II.06a/VPCP/KSTT".to_owned(),
            source: "TT 01/2020/TT-VPCP".to_owned(),
            reporter: "Ủy ban nhân dân xã Đắk Mẫu".to_owned(),
            receiver: "Văn phòng Ủy ban nhân dân tỉnh Lâm Đồng".to_owned(),
            period: "Quý II năm 2026".to_owned(),
            from: date(2026, 3, 15),
            to: date(2026, 6, 14),
            rows_are: "Lĩnh vực".to_owned(),
            rows: (1..=12).map(row).collect(),
            total: figures.map(|it: u64| crate::paper::thousands(it * 78)),
            notes: vec![
                "Hồ sơ xin rút, dừng giải quyết tính vào cột 9 (đúng hạn).".to_owned(),
                "Cột 13 tính theo thời hạn pháp luật quy định.".to_owned(),
            ],
            frozen_at: Some(LawTime::of(date(2026, 7, 13).at(8, 30, 0, 0))),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            place: "Đắk Mẫu".to_owned(),
            date: date(2026, 7, 13),
            preparer: sample::officer(),
            head: sample::leader(),
        }
    }

    /// One of a window that is no period, without rows, before anybody signs.
    pub fn sample_empty() -> Report {
        let none: [String; COLUMNS] = std::array::from_fn(|_| "0".to_owned());
        Report {
            period: String::new(),
            rows: Vec::new(),
            total: none,
            frozen_at: None,
            sha256: String::new(),
            preparer: Signer::default(),
            head: Signer::default(),
            ..Report::sample()
        }
    }
}

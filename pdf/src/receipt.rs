//! The fee receipt: biên lai thu phí, lệ phí.

use jiff::civil::{Date, date};
use serde::Serialize;

use crate::paper::{FeeLine, Signer, day, short_day};
use crate::sample;
use crate::spell::EmptyTen;

/// Biên lai thu phí, lệ phí: a finance form (NĐ 123/2020/NĐ-CP, Điều 30 to 32), which no circular
/// of the one-stop names. Its sum is the sum of its lines, in digits and in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeeReceipt {
    /// Mẫu số: `01BLP2-001`.
    pub form: String,
    /// Ký hiệu: `DM-26T`.
    pub series: String,
    /// Số: `0001234`.
    pub number: String,
    /// Which copy it is.
    pub copy: ReceiptCopy,
    /// The agency above that which collects; empty where there is none.
    pub superior: String,
    /// The agency that collects.
    pub office: String,
    /// The place before the date.
    pub place: String,
    /// Tax code of the agency that collects; may be empty.
    pub tax_code: String,
    /// Who pays.
    pub payer: String,
    /// Their address; may be empty.
    pub payer_address: String,
    /// Tax code of who pays; may be empty.
    pub payer_tax_code: String,
    /// The dossier it is paid for; may be empty.
    pub dossier: String,
    /// What is paid.
    pub lines: Vec<FeeLine>,
    /// How: `Tiền mặt`.
    pub method: String,
    /// The day of the payment.
    #[serde(serialize_with = "day")]
    pub paid_on: Date,
    /// The word for an empty ten in the sum.
    #[serde(skip)]
    pub empty_ten: EmptyTen,
    /// Who collects.
    pub collector: Signer,
    /// When and why it was voided.
    pub voided: Option<Voided>,
}

/// A copy of a fee receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptCopy {
    /// Liên 1 stays with the agency.
    Agency,
    /// Liên 2 goes to who paid.
    Payer,
}

/// Why a receipt no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Voided {
    /// On which day.
    #[serde(serialize_with = "short_day")]
    pub on: Date,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl FeeReceipt {
    /// The sum of the lines; at most what a number of 64 bits holds.
    pub fn total_vnd(&self) -> u64 {
        self.lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount_vnd))
    }

    /// A receipt that counts.
    pub fn sample() -> FeeReceipt {
        FeeReceipt {
            form: "01BLP2-001".to_owned(),
            series: "DM-26T".to_owned(),
            number: "0001234".to_owned(),
            copy: ReceiptCopy::Payer,
            superior: sample::letterhead().superior,
            office: sample::letterhead().office,
            place: sample::letterhead().place,
            tax_code: "0000000000".to_owned(),
            payer: sample::subject().applicant.name,
            payer_address: sample::subject().applicant.address,
            payer_tax_code: String::new(),
            dossier: sample::subject().code,
            lines: vec![
                FeeLine {
                    name: "Lệ phí cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(),
                    amount_vnd: 75_000,
                    note: String::new(),
                },
                FeeLine {
                    name: "Phí khai thác, sử dụng tài liệu đất đai".to_owned(),
                    amount_vnd: 130_000,
                    note: "Giảm 50 %".to_owned(),
                },
            ],
            method: "Chuyển khoản".to_owned(),
            paid_on: date(2026, 7, 13),
            empty_ten: EmptyTen::Le,
            collector: sample::officer(),
            voided: None,
        }
    }

    /// A receipt that was voided.
    pub fn sample_voided() -> FeeReceipt {
        FeeReceipt {
            voided: Some(Voided {
                on: date(2026, 7, 14),
                by: "Trần Thị Mẫu".to_owned(),
                reason: "Ghi sai tên người nộp".to_owned(),
            }),
            ..FeeReceipt::sample()
        }
    }
}

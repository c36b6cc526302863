//! The official forms of the one-stop as PDF/A-2a and PDF/UA-1 in one file.
//!
//! A form is a struct of plain values, a template in `templates/` and a sample. The crate knows no
//! SQL, no HTTP and no clock: whoever asks for a form brings every date. Texts of the forms stand in
//! the templates and are Vietnamese alone, for the forms are official ones.

mod clean;
mod notice;
mod paper;
mod receipt;
mod report;
mod sample;
mod sheet;
mod slip;
pub mod spell;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod typeset;

pub use notice::{Apology, Earlier, Extension, Guide, Missing, Refusal, Stop, SupplementRequest};
pub use paper::{Contact, FeeLine, Letterhead, Signed, Signer, Subject, Title};
pub use receipt::{FeeReceipt, ReceiptCopy, Voided};
pub use report::{COLUMNS, Report, ReportRow};
pub use sheet::{ControlSheet, Entry, HandOver, HandOverList, Handed, Outcome, Register};
pub use slip::{Component, Copy, Kind, Payment, Slip};
pub use typeset::{FONT_LICENCE, render, unprintable};

use domain::time::LawTime;
use jiff::civil::DateTime;

/// A form with all that stands on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Slip(Slip),
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    SupplementRequest(SupplementRequest),
    /// Phiếu từ chối tiếp nhận, giải quyết hồ sơ.
    Refusal(Refusal),
    /// Phiếu xin lỗi và hẹn lại; văn bản xin lỗi và đề nghị gia hạn.
    Apology(Apology),
    /// Thông báo dừng giải quyết hồ sơ.
    Stop(Stop),
    /// Phiếu kiểm soát quá trình giải quyết hồ sơ.
    ControlSheet(ControlSheet),
    /// Sổ theo dõi hồ sơ.
    Register(Register),
    /// Danh sách bàn giao hồ sơ.
    HandOverList(HandOverList),
    /// Biên lai thu phí, lệ phí.
    FeeReceipt(FeeReceipt),
    /// Tình hình, kết quả giải quyết thủ tục hành chính.
    Report(Report),
}

/// Why a form could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Letters that the typeface does not have; an archived file must show every letter.
    #[error("the typeface has no letter for {}", listed(.0))]
    Letters(Vec<char>),
    /// An address too long for a QR code.
    #[error("the address of {0} bytes is too long for a QR code")]
    Address(usize),
    /// A fault of a template: it is a bug.
    #[error("the form was not laid out: {0}")]
    Layout(String),
    /// The file would not conform: it is a bug.
    #[error("the form was not written: {0}")]
    Export(String),
}

fn listed(letters: &[char]) -> String {
    let named = letters.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c)));
    named.collect::<Vec<_>>().join(", ")
}

impl Form {
    /// Every form, and each state of it that looks otherwise, with a name for its file.
    pub fn samples() -> Vec<(&'static str, Form)> {
        vec![
            ("slip", Form::Slip(Slip::sample())),
            ("supplement-request", Form::SupplementRequest(SupplementRequest::sample())),
            ("refusal", Form::Refusal(Refusal::sample())),
            ("apology", Form::Apology(Apology::sample())),
            ("apology-2018", Form::Apology(Apology::sample_2018())),
            ("stop", Form::Stop(Stop::sample())),
            ("control-sheet", Form::ControlSheet(ControlSheet::sample())),
            ("register", Form::Register(Register::sample())),
            ("hand-over-list", Form::HandOverList(HandOverList::sample())),
            ("fee-receipt", Form::FeeReceipt(FeeReceipt::sample())),
            ("fee-receipt-voided", Form::FeeReceipt(FeeReceipt::sample_voided())),
            ("report", Form::Report(Report::sample())),
            ("report-empty", Form::Report(Report::sample_empty())),
        ]
    }

    /// The moment that the file is dated with.
    fn issued(&self) -> DateTime {
        let day = match self {
            Form::Slip(slip) => return slip.received_at.civil(),
            Form::SupplementRequest(form) => form.letterhead.date,
            Form::Refusal(form) => form.letterhead.date,
            Form::Apology(form) => form.letterhead.date,
            Form::Stop(form) => form.letterhead.date,
            Form::ControlSheet(form) => form.letterhead.date,
            Form::Register(form) => form.letterhead.date,
            Form::HandOverList(form) => return form.given_at.civil(),
            Form::FeeReceipt(form) => form.paid_on,
            Form::Report(form) => form.date,
        };
        LawTime::start_of(day).civil()
    }
}

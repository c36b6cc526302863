//! The slip of reception: giấy tiếp nhận hồ sơ và hẹn trả kết quả.

use domain::time::LawTime;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::paper::{Contact, FeeLine, Letterhead, Signed, Signer, Subject, Title};
use crate::paper::{moment, short_day};

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả: form 01 of TT 01/2018/TT-VPCP and of
/// TT 03/2025/TT-VPCP, form 03 of QĐ 09/2015/QĐ-TTg. One copy goes with the submitter, one is kept
/// with the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// Number and title by the set of rules.
    pub title: Title,
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// Which copies are printed, each from a page of its own.
    pub copies: Vec<Copy>,
    /// The dossier.
    pub subject: Subject,
    /// Where its progress is shown; the QR code leads there.
    pub tracking: String,
    /// The desk that received it.
    pub desk: String,
    /// Who brought it, where that is another than the applicant.
    pub submitter: Option<Contact>,
    /// What was handed in.
    pub components: Vec<Component>,
    /// How many sets.
    pub sets: u32,
    /// The time that the law gives, in words: `07 ngày làm việc`.
    pub limit: String,
    /// When it was received.
    #[serde(serialize_with = "moment")]
    pub received_at: LawTime,
    /// When the result is promised.
    #[serde(serialize_with = "moment")]
    pub due_at: LawTime,
    /// Whether the calendar of the due date is not decided yet.
    pub provisional: bool,
    /// Where, or how, the result is collected.
    pub collect_at: String,
    /// Fees and charges; none are told where there are none.
    pub fees: Vec<FeeLine>,
    /// How they stand.
    pub payment: Payment,
    /// The book of the register in which it stands.
    pub book: String,
    /// Its running number there.
    pub running_number: u32,
    /// Who hands in.
    pub giver: Signer,
    /// Who receives.
    pub receiver: Signer,
}

/// A copy of the slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Copy {
    /// Copy 1 goes with the submitter.
    Submitter,
    /// Copy 2 travels with the control sheet and is filed.
    File,
}

/// One paper of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// How it was handed in.
    pub kind: Kind,
    /// How many.
    pub count: u32,
    /// A remark; may be empty.
    pub note: String,
}

/// How a paper was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The paper itself (bản chính).
    Original,
    /// A certified copy (bản sao).
    CertifiedCopy,
    /// A plain copy (bản chụp).
    Photocopy,
    /// A file (bản điện tử).
    Electronic,
}

/// How the fees of a dossier stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Payment {
    /// Not paid yet.
    Due,
    /// To be paid when the result is collected.
    OnCollection,
    /// Paid.
    Paid {
        /// On which day.
        #[serde(serialize_with = "short_day")]
        on: Date,
        /// Number of the fee receipt; may be empty.
        receipt: String,
    },
    /// Not asked for.
    Exempt {
        /// The text that exempts.
        basis: String,
    },
}

impl Slip {
    /// A slip with every part in use.
    pub fn sample() -> Slip {
        Slip {
            title: crate::sample::title("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
            letterhead: crate::sample::letterhead(),
            copies: vec![Copy::Submitter, Copy::File],
            subject: crate::sample::subject(),
            tracking: "https://motcua.example.vn/d/H16.20.12-260713-0042".to_owned(),
            desk: "Trung tâm Phục vụ hành chính công xã Đắk Mẫu".to_owned(),
            submitter: Some(Contact {
                name: "H'Bia Niê Kđăm".to_owned(),
                phone: "0900 000 002".to_owned(),
                ..Contact::default()
            }),
            components: components(),
            sets: 1,
            limit: "07 ngày làm việc".to_owned(),
            received_at: LawTime::of(date(2026, 7, 13).at(8, 37, 0, 0)),
            due_at: LawTime::of(date(2026, 7, 22).at(17, 0, 0, 0)),
            provisional: true,
            collect_at: "Trung tâm Phục vụ hành chính công xã Đắk Mẫu (nhận trực tiếp)".to_owned(),
            fees: vec![FeeLine {
                name: "Lệ phí cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(),
                amount_vnd: 75_000,
                note: String::new(),
            }],
            payment: Payment::Paid { on: date(2026, 7, 13), receipt: "0001234".to_owned() },
            book: "01/2026".to_owned(),
            running_number: 842,
            giver: Signer {
                name: "H'Bia Niê Kđăm".to_owned(),
                by: Signed::Fingerprint,
                ..Signer::default()
            },
            receiver: Signer { name: "Trần Thị Mẫu".to_owned(), ..Signer::default() },
        }
    }
}

fn components() -> Vec<Component> {
    let component = |name: &str, kind, count, note: &str| Component {
        name: name.to_owned(),
        kind,
        count,
        note: note.to_owned(),
    };
    vec![
        component("Đơn đề nghị cấp giấy phép xây dựng", Kind::Original, 1, ""),
        component(
            "Giấy tờ chứng minh quyền sử dụng đất theo quy định của pháp luật về đất đai",
            Kind::CertifiedCopy,
            1,
            "Đối chiếu với bản chính",
        ),
        component("Bản vẽ thiết kế xây dựng", Kind::Original, 2, ""),
        component("Căn cước của chủ đầu tư", Kind::Electronic, 1, "Dùng lại"),
    ]
}

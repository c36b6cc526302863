//! Papers that tell a citizen something about a dossier: what is missing, that it is not received,
//! that it is late, that the work stops.

use domain::time::LawTime;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::paper::{Letterhead, Signer, Subject, Title, moment, moment_if, short_day};
use crate::sample;

/// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: form 02 of TT 01/2018/TT-VPCP and of
/// TT 03/2025/TT-VPCP; Phiếu hướng dẫn hoàn thiện hồ sơ, form 01 of QĐ 09/2015/QĐ-TTg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SupplementRequest {
    /// Number and title by the set of rules.
    pub title: Title,
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// The dossier.
    pub subject: Subject,
    /// At which stage it is asked: `Thẩm định hồ sơ`.
    pub stage: String,
    /// The text that allows to ask.
    pub basis: String,
    /// The how-manieth request of this dossier.
    pub round: u32,
    /// Until when it may be completed; dots to write on where no day was set.
    #[serde(serialize_with = "moment_if")]
    pub until: Option<LawTime>,
    /// What is asked for.
    pub items: Vec<Missing>,
    /// Who explains, and on which telephone.
    pub guide: Guide,
}

/// One thing that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// What.
    pub what: String,
    /// Why.
    pub reason: String,
}

/// The officer who explains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guide {
    /// Who signs.
    pub signer: Signer,
    /// Where to ask.
    pub phone: String,
}

/// Phiếu từ chối tiếp nhận, giải quyết hồ sơ: form 03 of TT 01/2018/TT-VPCP and of
/// TT 03/2025/TT-VPCP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Number and title by the set of rules.
    pub title: Title,
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// The dossier; its code is empty where it never had one.
    pub subject: Subject,
    /// The desk that refuses.
    pub desk: String,
    /// Why, each reason by itself.
    pub reasons: Vec<String>,
    /// Where to go instead; may be empty.
    pub instead: String,
    /// Who brought it.
    pub giver: Signer,
    /// Who refuses.
    pub receiver: Signer,
}

/// The apology notice: Phiếu xin lỗi và hẹn lại ngày trả kết quả, form 04 of TT 01/2018/TT-VPCP;
/// Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết, form 04 of TT 03/2025/TT-VPCP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Apology {
    /// Number and title by the set of rules.
    pub title: Title,
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// The dossier.
    pub subject: Subject,
    /// When it was received.
    #[serde(serialize_with = "moment")]
    pub received_at: LawTime,
    /// When the result was promised.
    #[serde(serialize_with = "moment")]
    pub due_at: LawTime,
    /// Why it is late.
    pub reason: String,
    /// When it is promised now.
    #[serde(serialize_with = "moment")]
    pub new_due_at: LawTime,
    /// The request for more time, of the set of rules that has one (2025).
    pub extension: Option<Extension>,
    /// Who signs for the agency.
    pub signer: Signer,
}

/// A request for more time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// The time that the law gave: `07 ngày làm việc`.
    pub limit: String,
    /// The time that is asked for: `03 ngày làm việc`.
    pub asked: String,
    /// Extensions before this one.
    pub earlier: Vec<Earlier>,
}

/// An extension that was given before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Earlier {
    /// Number of its paper.
    pub number: String,
    /// Until which day.
    #[serde(serialize_with = "short_day")]
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// Thông báo dừng giải quyết hồ sơ: form 05 of TT 03/2025/TT-VPCP; given only while there is no
/// decision on the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// Number and title by the set of rules.
    pub title: Title,
    /// The head of the paper.
    pub letterhead: Letterhead,
    /// The dossier.
    pub subject: Subject,
    /// When it was received.
    #[serde(serialize_with = "moment")]
    pub received_at: LawTime,
    /// The request to stop, as it was made.
    pub request: String,
    /// When the request was made.
    #[serde(serialize_with = "moment")]
    pub requested_at: LawTime,
    /// The stage that the work had reached.
    pub stage: String,
    /// What was decided.
    pub decision: String,
    /// What becomes of fees that were paid.
    pub settlement: String,
    /// Who signs for the agency.
    pub signer: Signer,
}

fn at(day: Date, hour: i8) -> LawTime {
    LawTime::of(day.at(hour, 0, 0, 0))
}

impl SupplementRequest {
    /// A request with every part in use.
    pub fn sample() -> SupplementRequest {
        SupplementRequest {
            title: sample::title("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
            letterhead: sample::letterhead(),
            subject: sample::subject(),
            stage: "Thẩm định hồ sơ".to_owned(),
            basis: "khoản 2 Điều 17 Nghị định số 61/2018/NĐ-CP".to_owned(),
            round: 1,
            until: Some(at(date(2026, 8, 3), 17)),
            items: vec![
                Missing {
                    what: "Bản vẽ thiết kế xây dựng: mặt bằng các tầng, tỷ lệ 1/100".to_owned(),
                    reason:
                        "Bản vẽ đã nộp không có kích thước và không có chữ ký của người thiết kế"
                            .to_owned(),
                },
                Missing {
                    what: "Bản cam kết bảo đảm an toàn đối với công trình liền kề".to_owned(),
                    reason: "Công trình giáp nhà bên cạnh, hồ sơ chưa có bản cam kết".to_owned(),
                },
            ],
            guide: Guide { signer: sample::officer(), phone: "0900 000 010".to_owned() },
        }
    }
}

impl Refusal {
    /// A refusal with every part in use.
    pub fn sample() -> Refusal {
        Refusal {
            title: sample::title("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
            letterhead: sample::letterhead(),
            subject: sample::subject(),
            desk: "Trung tâm Phục vụ hành chính công xã Đắk Mẫu".to_owned(),
            reasons: vec![
                "Công trình thuộc thẩm quyền cấp phép của Sở Xây dựng.".to_owned(),
                "Thửa đất đang có tranh chấp đã được Tòa án thụ lý.".to_owned(),
            ],
            instead: "Trung tâm Phục vụ hành chính công tỉnh".to_owned(),
            giver: sample::citizen(),
            receiver: sample::officer(),
        }
    }
}

impl Apology {
    /// An apology with a request for more time, as of 2025.
    pub fn sample() -> Apology {
        Apology {
            title: sample::title("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
            letterhead: sample::letterhead(),
            subject: sample::subject(),
            received_at: LawTime::of(date(2026, 7, 13).at(8, 37, 0, 0)),
            due_at: at(date(2026, 7, 22), 17),
            reason: "Cơ quan phối hợp chưa có ý kiến về hành lang an toàn đường bộ; đoàn kiểm tra \
                     phải đi thực địa lần thứ hai vì mưa lũ"
                .to_owned(),
            new_due_at: at(date(2026, 7, 27), 17),
            extension: Some(Extension {
                limit: "07 ngày làm việc".to_owned(),
                asked: "03 ngày làm việc".to_owned(),
                earlier: vec![Earlier {
                    number: "118/TTPVHCC".to_owned(),
                    until: date(2026, 7, 22),
                    reason: "Chờ ý kiến phối hợp".to_owned(),
                }],
            }),
            signer: sample::leader(),
        }
    }
}

impl Apology {
    /// An apology as of 2018: it names a new date and asks for nothing.
    pub fn sample_2018() -> Apology {
        let mut title = sample::title("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả");
        title.source = "TT 01/2018/TT-VPCP".to_owned();
        Apology { title, extension: None, ..Apology::sample() }
    }
}

impl Stop {
    /// A notice with every part in use.
    pub fn sample() -> Stop {
        Stop {
            title: sample::title("05", "Thông báo dừng giải quyết hồ sơ"),
            letterhead: sample::letterhead(),
            subject: sample::subject(),
            received_at: LawTime::of(date(2026, 7, 13).at(8, 37, 0, 0)),
            request: "Người nộp đề nghị dừng giải quyết vì thay đổi thiết kế".to_owned(),
            requested_at: at(date(2026, 7, 16), 9),
            stage: "Thẩm định hồ sơ, chưa có quyết định về kết quả".to_owned(),
            decision: "Đồng ý dừng giải quyết và trả lại toàn bộ giấy tờ đã nộp".to_owned(),
            settlement: "Hoàn trả lệ phí 75.000 đồng theo biên lai số 0001234".to_owned(),
            signer: sample::leader(),
        }
    }
}

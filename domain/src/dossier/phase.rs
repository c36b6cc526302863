//! Where a dossier stands: finer than the ten national statuses, which are a projection of it.

use serde::{Deserialize, Serialize};

use crate::access::Stage;

/// Where a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Handed in online or by post, not taken in yet.
    Submitted,
    /// Not taken in: more papers were asked for at the desk.
    Incomplete,
    /// Not taken in, for good.
    Refused,
    /// Taken in; it lies at the desk.
    Received,
    /// Worked on.
    Working,
    /// Worked on; the applicant adds what is missing and the clock stands.
    Supplementing,
    /// Worked on; a financial duty is to be met and the clock stands.
    Paying,
    /// What is to be decided waits for a signature.
    Proposed,
    /// Signed; it waits for its number.
    Signed,
    /// Numbered; it waits for its release.
    Numbered,
    /// Finished: the result waits at the desk (đã xử lý xong).
    Finished,
    /// The result was handed out (đã trả kết quả).
    Returned,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Work on it was stopped.
    Stopped,
}

/// A status of the national list (`TrangThaiHoSo`), with its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NationalStatus {
    /// 1 Mới đăng ký.
    Registered = 1,
    /// 2 Được tiếp nhận.
    Accepted = 2,
    /// 3 Không được tiếp nhận.
    NotAccepted = 3,
    /// 4 Đang xử lý.
    Processing = 4,
    /// 5 Yêu cầu bổ sung giấy tờ.
    SupplementRequested = 5,
    /// 6 Yêu cầu thực hiện nghĩa vụ tài chính.
    PaymentRequested = 6,
    /// 7 Công dân yêu cầu rút hồ sơ.
    Withdrawn = 7,
    /// 8 Dừng xử lý.
    Stopped = 8,
    /// 9 Đã xử lý xong.
    Finished = 9,
    /// 10 Đã trả kết quả.
    Returned = 10,
}

impl NationalStatus {
    /// Its number in the national list.
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl Phase {
    /// Every phase.
    pub const ALL: [Phase; 14] = [
        Phase::Submitted,
        Phase::Incomplete,
        Phase::Refused,
        Phase::Received,
        Phase::Working,
        Phase::Supplementing,
        Phase::Paying,
        Phase::Proposed,
        Phase::Signed,
        Phase::Numbered,
        Phase::Finished,
        Phase::Returned,
        Phase::Withdrawn,
        Phase::Stopped,
    ];

    /// The name in data, addresses and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Phase::Submitted => "submitted",
            Phase::Incomplete => "incomplete",
            Phase::Refused => "refused",
            Phase::Received => "received",
            Phase::Working => "working",
            Phase::Supplementing => "supplementing",
            Phase::Paying => "paying",
            Phase::Proposed => "proposed",
            Phase::Signed => "signed",
            Phase::Numbered => "numbered",
            Phase::Finished => "finished",
            Phase::Returned => "returned",
            Phase::Withdrawn => "withdrawn",
            Phase::Stopped => "stopped",
        }
    }

    /// The phase of that name.
    pub fn parse(id: &str) -> Option<Phase> {
        Phase::ALL.into_iter().find(|phase| phase.id() == id)
    }

    /// The national status that it is shown as.
    pub fn national(self) -> NationalStatus {
        match self {
            Phase::Submitted => NationalStatus::Registered,
            Phase::Incomplete | Phase::Supplementing => NationalStatus::SupplementRequested,
            Phase::Refused => NationalStatus::NotAccepted,
            Phase::Received => NationalStatus::Accepted,
            Phase::Working | Phase::Proposed | Phase::Signed | Phase::Numbered => {
                NationalStatus::Processing
            }
            Phase::Paying => NationalStatus::PaymentRequested,
            Phase::Finished => NationalStatus::Finished,
            Phase::Returned => NationalStatus::Returned,
            Phase::Withdrawn => NationalStatus::Withdrawn,
            Phase::Stopped => NationalStatus::Stopped,
        }
    }

    /// The stage that rights depend on.
    pub fn stage(self) -> Stage {
        match self {
            Phase::Submitted | Phase::Incomplete => Stage::Submitted,
            Phase::Received => Stage::Received,
            Phase::Working => Stage::Open,
            Phase::Supplementing | Phase::Paying => Stage::Paused,
            Phase::Proposed => Stage::Proposed,
            Phase::Signed | Phase::Numbered | Phase::Finished => Stage::Decided,
            Phase::Refused | Phase::Returned | Phase::Withdrawn | Phase::Stopped => Stage::Ended,
        }
    }

    /// Whether its clock runs or stands: taken in, and no result yet.
    pub fn is_open(self) -> bool {
        match self {
            Phase::Received
            | Phase::Working
            | Phase::Supplementing
            | Phase::Paying
            | Phase::Proposed
            | Phase::Signed
            | Phase::Numbered => true,
            Phase::Submitted
            | Phase::Incomplete
            | Phase::Refused
            | Phase::Finished
            | Phase::Returned
            | Phase::Withdrawn
            | Phase::Stopped => false,
        }
    }

    /// Whether somebody works on it: taken in and nothing proposed yet.
    pub fn is_at_work(self) -> bool {
        matches!(self, Phase::Received | Phase::Working)
    }
}

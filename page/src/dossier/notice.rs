//! What an applicant was told of, and whether it reached them.

use super::Moment;
use crate::reading::SAMPLE_WHEN;

/// A notice with what became of it.
#[derive(Clone, Debug)]
pub struct Notice {
    /// When there was something to tell.
    pub at: Moment,
    /// What of.
    pub about: String,
    /// What became of it, in a sentence.
    pub words: String,
    /// Whether it reached nobody.
    pub failed: bool,
}

/// Notices of a sample dossier.
pub(super) fn samples() -> Vec<Notice> {
    let notice = |about: &str, words: &str, failed| Notice {
        at: SAMPLE_WHEN,
        about: about.to_owned(),
        words: words.to_owned(),
        failed,
    };
    vec![
        notice("Đã tiếp nhận", "Đã gửi lúc 10:05 14/11/2019, thư điện tử tới h…@e….vn <x>", false),
        notice("Ngày hẹn trả mới", "Không gửi được tin nhắn tới số …742", true),
    ]
}

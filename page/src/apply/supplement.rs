//! What a desk asked for, answered by whoever the dossier belongs to.

use crate::ask::{file, wrong};
use crate::layout::template;
use crate::procedure::{Kept, Question, Said};
use crate::{Layout, Page, Text};

/// Something that is lacking.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// The paper, or the dossier as a whole.
    pub name: String,
    /// Why.
    pub reason: String,
    /// What the desk wrote beside it.
    pub words: String,
    /// The file that is asked for; `None` where none can be sent for it.
    pub file: Option<Question>,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Supplement {
    /// The dossier's code.
    pub code: String,
    /// The procedure.
    pub procedure: Said,
    /// Until when, and what it means, as a sentence.
    pub until: String,
    /// What is lacking.
    pub lacking: Vec<Lacking>,
    /// What is written to the desk.
    pub comment: String,
    /// The dossier's version that was seen.
    pub version: u64,
    /// What was typed before and is not sent yet, as a sentence.
    pub kept: Option<String>,
    /// What the form carries, so that it is taken though its session is over.
    pub seal: String,
    /// What was wrong as a whole.
    pub problem: Option<String>,
}

template!(Supplement, "apply/supplement.html");

impl Supplement {
    fn errors(&self) -> Vec<(String, String)> {
        let whole = self.problem.clone().map(|problem| ("supplement".to_owned(), problem));
        let files = self.lacking.iter().filter_map(|it| it.file.as_ref());
        whole.into_iter().chain(files.flat_map(Question::errors)).collect()
    }
}

impl Page for Supplement {
    fn name(&self, text: Text) -> String {
        match self.errors().is_empty() {
            true => text.supplement_title(),
            false => text.error_title(text.supplement_title()),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Supplement> {
        let kept = Kept { id: "x".to_owned(), told: "giay.pdf, 1,2 MB".to_owned() };
        let lacking = |file| Lacking {
            name: "Giấy chứng sinh <b>".to_owned(),
            reason: "Không đọc được".to_owned(),
            words: "Chụp lại, mất góc dưới".to_owned(),
            file,
        };
        let calm = Supplement {
            code: "000.26.31.H16-191216-0013".to_owned(),
            procedure: Said { text: "Đăng ký khai sinh".to_owned(), vietnamese: true },
            until: "Nộp trước 20/12/2019.".to_owned(),
            lacking: vec![lacking(Some(file("file.birth", "Tệp", Some(kept)))), lacking(None)],
            comment: "Đã chụp lại".to_owned(),
            version: 3,
            kept: Some("Nội dung nhập lúc 09:42 chưa gửi.".to_owned()),
            seal: "c2VhbA".to_owned(),
            problem: None,
        };
        let refused = wrong(file("file.birth", "Tệp", None), Some("Tệp quá lớn".to_owned()));
        let wrong = Supplement {
            lacking: vec![lacking(Some(refused))],
            kept: None,
            problem: Some("Hồ sơ đã thay đổi".to_owned()),
            ..calm.clone()
        };
        vec![calm, wrong]
    }
}

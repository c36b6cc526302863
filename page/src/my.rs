//! One's own page.

use crate::apply::Waiting;
use crate::dossier::{Left, Link, Moment, MyRow, Notice};
use crate::format::Day;
use crate::layout::template;
use crate::procedure::Said;
use crate::reading::SAMPLE_WHEN;
use crate::{Layout, Page, Text};

/// A message about one's own dossier.
#[derive(Clone, Debug)]
pub struct Message {
    /// The dossier's code.
    pub code: String,
    /// What was told, and whether it arrived.
    pub notice: Notice,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct My {
    /// Dossiers that wait for their owner.
    pub todo: Vec<MyRow>,
    /// Dossiers that are not handed in yet.
    pub drafts: Vec<Waiting>,
    /// Other dossiers, the latest first.
    pub rows: Vec<MyRow>,
    /// Messages, the latest first.
    pub messages: Vec<Message>,
    /// Papers that were sent, with when.
    pub papers: Vec<(Link, Moment)>,
}

template!(My, "my/page.html");

impl Page for My {
    fn name(&self, text: Text) -> String {
        text.my_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<My> {
        let row = |todo: Option<&str>| MyRow {
            code: "000.00.31.H16-191114-0007".to_owned(),
            procedure: Said {
                text: "Cấp giấy phép <xây dựng>".to_owned(), vietnamese: true
            },
            state: "Phòng Quản lý đô thị".to_owned(),
            left: Left::Days(2),
            due: Some(Day { year: 2019, month: 12, day: 18 }),
            todo: todo.map(str::to_owned),
        };
        let notice = Notice {
            at: SAMPLE_WHEN,
            about: "Đã tiếp nhận".to_owned(),
            words: "Đã gửi <x>".to_owned(),
            failed: false,
        };
        let failed = Notice { failed: true, ..notice.clone() };
        let message = |notice| Message { code: "000.00.31.H16-191114-0007".to_owned(), notice };
        let paper = Link {
            path: "/attachments/x".to_owned(),
            name: "giấy <chứng sinh>.pdf".to_owned(),
        };
        let full = My {
            todo: vec![row(Some("Bổ sung giấy tờ"))],
            drafts: crate::apply::Drafts::samples().remove(0).waiting,
            rows: vec![row(None)],
            messages: vec![message(notice), message(failed)],
            papers: vec![(paper, SAMPLE_WHEN)],
        };
        vec![full, My::default()]
    }
}

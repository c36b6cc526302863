//! Posts that wait for approval.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// A proposed post.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Who is to hold it.
    pub person: String,
    /// The address of the person.
    pub person_path: String,
    /// What it is called, and where.
    pub post: String,
    /// Its roles.
    pub roles: String,
    /// From when to when.
    pub dates: String,
    /// Who proposed it.
    pub by: String,
    /// Where it is decided on; `None` where the reader may not.
    pub decide: Option<String>,
    /// Why the reader may not.
    pub why_not: String,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// What was just done, where something was.
    pub done: Option<String>,
    /// The proposals, the oldest first.
    pub proposals: Vec<Proposal>,
    /// The address of the next page.
    pub next: Option<String>,
}

template!(Waiting, "people/waiting.html");

impl Page for Waiting {
    fn name(&self, text: Text) -> String {
        text.post_waiting()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Waiting> {
        let proposal = |decide: Option<&str>| Proposal {
            person: "H'Linh <b>Niê</b>".to_owned(),
            person_path: "/people/2019-ab".to_owned(),
            post: "Chuyên viên, Sở Nội vụ".to_owned(),
            roles: "Chuyên viên".to_owned(),
            dates: "từ 16/12/2019".to_owned(),
            by: "Lương Thị Hệ".to_owned(),
            decide: decide.map(str::to_owned),
            why_not: "Chính bạn đề nghị".to_owned(),
        };
        let full = Waiting {
            done: Some("Đã duyệt".to_owned()),
            proposals: vec![proposal(Some("/people/2019-ab/posts/1")), proposal(None)],
            next: Some("/posts?cursor=3".to_owned()),
        };
        vec![full, Waiting::default()]
    }
}

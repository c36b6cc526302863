//! Something that is shown once: a set-up code, a token.

use super::Link;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// The page.
#[derive(Clone, Debug)]
pub struct Told {
    /// What was done.
    pub name: String,
    /// What it is for.
    pub lead: String,
    /// What the secret is called.
    pub label: String,
    /// The secret.
    pub secret: String,
    /// How long it works, and what to do with it.
    pub note: String,
    /// The way on.
    pub next: Link,
}

template!(Told, "people/told.html");

impl Page for Told {
    fn name(&self, _text: Text) -> String {
        self.name.clone()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Told> {
        vec![Told {
            name: "Đã mở tài khoản".to_owned(),
            lead: "Trao mã này tận tay.".to_owned(),
            label: "Mã thiết lập".to_owned(),
            secret: "ABCD-EFGH".to_owned(),
            note: "Dùng được 7 ngày.".to_owned(),
            next: Link { path: "/people".to_owned(), name: "Người".to_owned() },
        }]
    }
}

//! Tokens of programs.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// A token.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// The office that it acts for.
    pub office: String,
    /// What it may do.
    pub scopes: String,
    /// When it was made, and when it ends.
    pub dates: String,
    /// When it was last used, in words.
    pub used: String,
    /// Where it is withdrawn; `None` where the reader may not.
    pub revoke: Option<String>,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What was just done, where something was.
    pub done: Option<String>,
    /// The tokens, the latest first.
    pub entries: Vec<Entry>,
}

template!(List, "token.html");

impl Page for List {
    fn name(&self, text: Text) -> String {
        text.token_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<List> {
        let entry = |revoke: Option<&str>| Entry {
            label: "Cổng <dịch vụ>".to_owned(),
            office: "Sở Nội vụ".to_owned(),
            scopes: "Nộp hồ sơ".to_owned(),
            dates: "16/12/2019 – 16/12/2020".to_owned(),
            used: "Dùng lần cuối 3 giờ trước".to_owned(),
            revoke: revoke.map(str::to_owned),
        };
        let full = List {
            done: Some("Đã thu hồi".to_owned()),
            entries: vec![entry(Some("/tokens/2019-ab")), entry(None)],
        };
        vec![full, List::default()]
    }
}

//! The register.

use super::{Mood, Standing};
use crate::layout::template;
use crate::procedure::{Choice, Said};
use crate::{Layout, Page, Text};

/// An account of the register.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its address.
    pub path: String,
    /// The name.
    pub name: String,
    /// What it signs in with; empty for a program.
    pub login: String,
    /// Posts that it holds or is to hold.
    pub posts: Vec<String>,
    /// How it stands.
    pub standing: Standing,
}

/// The register, whole or searched.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What was asked for.
    pub query: String,
    /// Offices to choose.
    pub offices: Vec<Choice>,
    /// Roles to choose.
    pub roles: Vec<Choice>,
    /// States to choose.
    pub states: Vec<Choice>,
    /// What was found.
    pub entries: Vec<Entry>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether the reader may open an account.
    pub opens: bool,
    /// Whether the reader may make tokens.
    pub tokens: bool,
}

template!(List, "people/list.html");

impl Page for List {
    fn name(&self, text: Text) -> String {
        text.people_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<List> {
        let choice = |id: &str, chosen| Choice {
            id: id.to_owned(),
            label: Said { text: format!("Chọn {id}"), vietnamese: true },
            chosen,
        };
        let entry = |name: &str, mood| Entry {
            path: "/people/2019-ab".to_owned(),
            name: name.to_owned(),
            login: "hlinh".to_owned(),
            posts: vec!["Cán bộ một cửa, Bộ phận Một cửa xã Quảng Khê".to_owned()],
            standing: Standing { mood, words: "Đang làm <việc>".to_owned() },
        };
        let entries = vec![
            entry("H'Linh <b>Niê</b>", Mood::Fine),
            entry("Y", Mood::Waiting),
            entry("Đặng Thị Giám", Mood::Over),
        ];
        let whole = List {
            offices: vec![choice("a", false), choice("b", true)],
            roles: vec![choice("c", true)],
            states: vec![choice("d", true)],
            entries,
            next: Some("/people?cursor=x".to_owned()),
            opens: true,
            tokens: true,
            ..List::default()
        };
        let none = List {
            query: "“x” & <y>".to_owned(),
            entries: Vec::new(),
            next: None,
            opens: false,
            tokens: false,
            ..whole.clone()
        };
        vec![whole, none]
    }
}

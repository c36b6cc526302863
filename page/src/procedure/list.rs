//! Search and the list of procedures.

use super::Said;
use crate::layout::template;
use crate::{Layout, Page, Text};

/// A part of a name, marked where it answers the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The part.
    pub text: String,
    /// Whether it answers.
    pub marked: bool,
}

/// A procedure that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// National code.
    pub code: String,
    /// Its name in parts.
    pub name: Vec<Mark>,
    /// Whether the name is Vietnamese on an English page.
    pub vietnamese: bool,
    /// Whether it is published here.
    pub published: bool,
    /// For whom it is.
    pub summary: Option<Said>,
    /// How long it takes.
    pub time: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// Where to go.
    pub place: Option<String>,
    /// Its level of online service.
    pub online: Option<String>,
    /// Its field of government.
    pub field: String,
    /// Who promulgated it, where it is not published here.
    pub promulgator: Option<String>,
}

/// A choice that narrows the list.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The address of the list with this choice.
    pub path: String,
    /// Its name.
    pub name: String,
    /// How many procedures.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What was asked for.
    pub query: String,
    /// What it was read as.
    pub read_as: Option<String>,
    /// Whether every hit answers the whole question.
    pub whole: bool,
    /// How many were found in all.
    pub total: u64,
    /// How many of them are published here.
    pub published: u64,
    /// This part of them.
    pub hits: Vec<Hit>,
    /// Fields to choose.
    pub fields: Vec<Facet>,
    /// Channels to choose.
    pub channels: Vec<Facet>,
    /// Choices in force, to keep when another question is asked: name and value.
    pub kept: Vec<(String, String)>,
    /// The office whose procedures these are.
    pub office: Option<String>,
    /// The way to other provinces' procedures and back, for those who may see them: address and
    /// name.
    pub elsewhere: Option<(String, String)>,
    /// The address of the next part.
    pub next: Option<String>,
}

template!(List, "procedure/list.html");

impl List {
    /// What was found, alone: for a page that asks while somebody types.
    pub fn render_results(&self, layout: &Layout) -> String {
        #[derive(askama::Template)]
        #[template(path = "procedure/results.html")]
        struct Results<'a> {
            t: Text,
            page: &'a List,
        }
        askama::Template::render(&Results { t: layout.text(), page: self })
            .expect("invariant: a string takes every page, and texts do not fail")
    }

    /// Where the list goes over from what is published here to what is not.
    fn begins_national(&self, at: &usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.hits.get(before));
        !self.hits[*at].published && before.is_none_or(|before| before.published)
    }
}

impl Page for List {
    fn name(&self, text: Text) -> String {
        match self.query.is_empty() {
            true => text.procedure_list(),
            false => text.procedure_results(&self.query),
        }
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<List> {
        let mark = |text: &str, marked| Mark { text: text.to_owned(), marked };
        let ours = Hit {
            code: "1.001193".to_owned(),
            name: vec![mark("Đăng ký ", false), mark("khai sinh", true), mark(" <b>", false)],
            vietnamese: true,
            published: true,
            summary: Some(Said::plain("Cho trẻ mới sinh")),
            time: Some("Trong ngày".to_owned()),
            cost: Some("Không mất tiền".to_owned()),
            place: Some("Mọi cơ quan cấp xã".to_owned()),
            online: Some("Mức độ 3".to_owned()),
            field: "Hộ tịch".to_owned(),
            promulgator: None,
        };
        let theirs = Hit {
            code: "2.000528".to_owned(),
            published: false,
            summary: None,
            time: None,
            cost: None,
            place: None,
            online: None,
            promulgator: Some("Bộ Tư pháp".to_owned()),
            ..ours.clone()
        };
        let facet = |name: &str, chosen| Facet {
            path: "/procedures?field=H%E1%BB%99+t%E1%BB%8Bch".to_owned(),
            name: name.to_owned(),
            count: 12,
            chosen,
        };
        let full = List {
            query: "khai sinh".to_owned(),
            read_as: Some("dang ky khai sinh".to_owned()),
            whole: true,
            total: 2,
            published: 1,
            hits: vec![ours, theirs],
            fields: vec![facet("Mọi lĩnh vực", true), facet("Hộ tịch", false)],
            channels: vec![facet("Qua mạng", false)],
            kept: vec![("field".to_owned(), "Hộ tịch".to_owned())],
            office: Some("Sở Xây dựng".to_owned()),
            elsewhere: Some(("/procedures?elsewhere=yes".to_owned(), "Của tỉnh khác".to_owned())),
            next: Some("/procedures?q=khai+sinh&after=20".to_owned()),
        };
        let partial = List { whole: false, read_as: None, next: None, ..full.clone() };
        let none = List { query: "“x” & <y>".to_owned(), whole: true, ..List::default() };
        vec![full, partial, none, List { whole: true, ..List::default() }]
    }
}

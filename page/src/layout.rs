//! What stands around every page.

use crate::format::Day;
use crate::{Language, Text};

/// Who a page is for; it decides density and masthead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Room {
    /// Citizens: paper and white, roomy.
    #[default]
    Citizen,
    /// Officers: a dark masthead, dense.
    Staff,
}

/// A page of the officers' masthead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Where it leads.
    pub path: &'static str,
    /// What it is called.
    pub name: String,
}

/// Whoever looks at a page, signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The name.
    pub name: String,
    /// What the post is called and where it is; empty for citizens.
    pub post: String,
    /// Which masthead the page has.
    pub room: Room,
    /// Pages of the officers' masthead that this one may open.
    pub doors: Vec<Door>,
    /// What every form of the session carries.
    pub csrf: String,
}

/// The ledger's state in the footer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerStatus {
    /// How many entries.
    pub size: u64,
    /// Seconds since the checkpoint was signed; `None` before the first.
    pub signed_age_seconds: Option<u64>,
    /// Seconds since a witness last cosigned.
    pub cosigned_age_seconds: Option<u64>,
}

/// What stands around a page.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The language.
    pub language: Language,
    /// The path and query of this page, for the other language's link.
    pub path: String,
    /// The province's name in the page's language.
    pub province: String,
    /// Whether all data is made up.
    pub demo: bool,
    /// The instant of the data in law time: day, hour, minute.
    pub data_time: (Day, u8, u8),
    /// The ledger.
    pub ledger: LedgerStatus,
    /// The program's version.
    pub version: &'static str,
    /// Whoever looks at it; `None` for a visitor.
    pub visitor: Option<Visitor>,
    /// A key for the page's forms, so that one sent twice does its work once.
    pub key: String,
}

impl Layout {
    /// The texts.
    pub fn text(&self) -> Text {
        Text::new(self.language)
    }

    /// This page's address in a language.
    pub fn in_language(&self, language: Language) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let lang = format!("lang={}", language.code());
        let pairs: Vec<&str> = kept.chain([lang.as_str()]).collect();
        format!("{path}?{}", pairs.join("&"))
    }

    /// The address in Vietnamese.
    pub fn in_vietnamese(&self) -> String {
        self.in_language(Language::Vietnamese)
    }

    /// The address in English.
    pub fn in_english(&self) -> String {
        self.in_language(Language::English)
    }

    /// Which masthead the page has.
    pub fn is_staff(&self) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.room == Room::Staff)
    }

    /// What every form of the page carries beside its own fields, as markup.
    pub fn form(&self) -> String {
        let csrf = self.visitor.as_ref().map(|visitor| visitor.csrf.as_str()).unwrap_or_default();
        // Both are made of letters and digits by ourselves.
        let field =
            |name, value| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        format!("{}{}", field("csrf", csrf), field("key", &self.key))
    }

    /// Whether the page is in English.
    pub fn is_english(&self) -> bool {
        self.language == Language::English
    }

    /// Whether a navigation entry leads to this page or above it.
    pub fn is_at(&self, path: &str) -> bool {
        let here = self.path.split('?').next().unwrap_or_default();
        here == path || (path != "/" && here.starts_with(path))
    }

    /// Whether an officer's door leads here: of two that do, the one that leads further.
    pub fn is_behind(&self, path: &str) -> bool {
        let doors = self.visitor.iter().flat_map(|visitor| &visitor.doors);
        let mut further = doors.filter(|door| door.path.len() > path.len());
        self.is_at(path) && !further.any(|door| self.is_at(door.path))
    }

    /// A layout for tests and samples.
    pub fn sample(language: Language) -> Layout {
        Layout {
            language,
            path: "/".to_owned(),
            province: match language {
                Language::Vietnamese => "Tỉnh Đắk Nông".to_owned(),
                Language::English => "Đắk Nông Province".to_owned(),
            },
            demo: true,
            data_time: (Day { year: 2019, month: 12, day: 16 }, 8, 0),
            ledger: LedgerStatus {
                size: 1234,
                signed_age_seconds: Some(3),
                cosigned_age_seconds: Some(61),
            },
            version: "0.1.0",
            visitor: None,
            key: "k".to_owned(),
        }
    }
}

/// A page: a value that renders itself.
pub trait Page: Sized {
    /// The page's name, for the title bar and headings.
    fn name(&self, text: Text) -> String;

    /// The whole document.
    fn render(&self, layout: &Layout) -> String;

    /// Values that show every state of the page.
    fn samples() -> Vec<Self>;
}

/// Joins a page's value with its template.
macro_rules! template {
    ($page:ty, $path:literal) => {
        impl $page {
            fn fill(&self, layout: &$crate::Layout) -> String {
                #[derive(askama::Template)]
                #[template(path = $path)]
                struct Filled<'a> {
                    t: $crate::Text,
                    layout: &'a $crate::Layout,
                    name: String,
                    page: &'a $page,
                }
                let t = layout.text();
                let filled = Filled { t, layout, name: $crate::Page::name(self, t), page: self };
                askama::Template::render(&filled)
                    .expect("invariant: a string takes every page, and texts do not fail")
            }
        }
    };
}
pub(crate) use template;

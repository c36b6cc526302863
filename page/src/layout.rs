//! What stands around every page.

use crate::format::Day;
use crate::{Language, Text};

/// Who a page is for; it decides density and masthead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Room {
    /// Citizens: paper and white, roomy.
    #[default]
    Citizen,
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

    /// Whether the page is in English.
    pub fn is_english(&self) -> bool {
        self.language == Language::English
    }

    /// Whether a navigation entry leads to this page or above it.
    pub fn is_at(&self, path: &str) -> bool {
        let here = self.path.split('?').next().unwrap_or_default();
        here == path || (path != "/" && here.starts_with(path))
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

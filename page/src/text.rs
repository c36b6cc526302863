//! Texts: one function a message, made from the Fluent files by the build.

/// The languages of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Vietnamese, the language of the law.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Both languages.
    pub const ALL: [Language; 2] = [Language::Vietnamese, Language::English];

    /// The language's code.
    pub fn code(self) -> &'static str {
        match self {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }

    /// The language of a code.
    pub fn parse(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// All texts in one language.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// The language.
    pub language: Language,
}

impl Text {
    /// Texts in a language.
    pub fn new(language: Language) -> Text {
        Text { language }
    }
}

/// The messages, written by the build from `text/*/*.ftl`.
mod messages {
    use super::{Language, Text};

    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

//! Takes a record apart: what was read is gone, what is left was not understood.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a JSON value has six forms and will have no other: all that are not named are alike"
)]

use serde_json::{Map, Value as Json};

use crate::procedure::description::Unmapped;
use crate::wording::compose_lines;

/// The longest text of a record, in bytes.
const TEXT_BYTES_MAX: usize = 200_000;

/// A record of another shape than known: where, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}`: {expected} is expected")]
pub struct WrongShape {
    /// The place.
    pub path: String,
    /// What was expected there.
    pub expected: &'static str,
}

impl WrongShape {
    pub(super) fn new(path: impl Into<String>, expected: &'static str) -> WrongShape {
        WrongShape { path: path.into(), expected }
    }
}

/// An object that is taken apart.
pub(super) struct Taker {
    fields: Map<String, Json>,
    path: String,
    left: Vec<Unmapped>,
}

impl Taker {
    pub(super) fn new(json: Json, path: &str) -> Result<Taker, WrongShape> {
        match json {
            Json::Object(fields) => Ok(Taker { fields, path: path.to_owned(), left: Vec::new() }),
            _ => Err(WrongShape::new(path, "an object")),
        }
    }

    pub(super) fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// A value, whatever it is.
    pub(super) fn value(&mut self, key: &str) -> Json {
        self.fields.remove(key).unwrap_or(Json::Null)
    }

    /// A text that must be there; composed, without markup.
    pub(super) fn text(&mut self, key: &str) -> Result<String, WrongShape> {
        match self.value(key) {
            Json::String(text) => self.plain(key, &text),
            _ => Err(WrongShape::new(self.at(key), "a text")),
        }
    }

    /// A text, or nothing.
    pub(super) fn text_or_empty(&mut self, key: &str) -> Result<String, WrongShape> {
        match self.value(key) {
            Json::Null => Ok(String::new()),
            Json::String(text) => self.plain(key, &text),
            _ => Err(WrongShape::new(self.at(key), "a text or nothing")),
        }
    }

    fn plain(&self, key: &str, text: &str) -> Result<String, WrongShape> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(WrongShape::new(self.at(key), "a text of at most 200000 bytes"));
        }
        if has_markup(text) {
            return Err(WrongShape::new(self.at(key), "a text without markup or scripts"));
        }
        if text.contains('\u{FFFD}') {
            return Err(WrongShape::new(self.at(key), "a text in UTF-8 without lost letters"));
        }
        Ok(compose_lines(text))
    }

    /// A list of texts without empty ones; a missing list is empty.
    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<String>, WrongShape> {
        let path = self.at(key);
        let mut texts = Vec::new();
        for item in self.array(key)? {
            match item {
                Json::String(text) => texts.push(self.plain(key, &text)?),
                _ => return Err(WrongShape::new(path, "a list of texts")),
            }
        }
        texts.retain(|text| !text.is_empty());
        Ok(texts)
    }

    /// A list; a missing one is empty.
    pub(super) fn array(&mut self, key: &str) -> Result<Vec<Json>, WrongShape> {
        match self.value(key) {
            Json::Null => Ok(Vec::new()),
            Json::Array(items) => Ok(items),
            _ => Err(WrongShape::new(self.at(key), "a list")),
        }
    }

    /// A list of objects, each taken apart by `each`; what it leaves is kept.
    pub(super) fn objects<T>(
        &mut self,
        key: &str,
        mut each: impl FnMut(&mut Taker) -> Result<T, WrongShape>,
    ) -> Result<Vec<T>, WrongShape> {
        let mut all = Vec::new();
        for (place, item) in self.array(key)?.into_iter().enumerate() {
            let mut taker = Taker::new(item, &self.at(&format!("{key}[{place}]")))?;
            all.push(each(&mut taker)?);
            self.left.extend(taker.left());
        }
        Ok(all)
    }

    /// A flag; a missing one is off.
    pub(super) fn flag(&mut self, key: &str) -> Result<bool, WrongShape> {
        match self.value(key) {
            Json::Null => Ok(false),
            Json::Bool(on) => Ok(on),
            _ => Err(WrongShape::new(self.at(key), "true or false")),
        }
    }

    /// A count from 0 to 65535; a missing one is 0.
    pub(super) fn count(&mut self, key: &str) -> Result<u16, WrongShape> {
        let value = self.value(key);
        let count = match &value {
            Json::Null => Some(0),
            other => other.as_u64().and_then(|count| u16::try_from(count).ok()),
        };
        count.ok_or_else(|| WrongShape::new(self.at(key), "a whole number from 0 to 65535"))
    }

    /// Keeps a value that was read but not understood.
    pub(super) fn keep(&mut self, key: &str, value: &Json) {
        if !is_nothing(value) {
            self.left.push(Unmapped { path: self.at(key), value: value.to_string() });
        }
    }

    /// Keeps what was not read of a part that was taken apart by itself.
    pub(super) fn also_left(&mut self, part: Taker) {
        self.left.extend(part.left());
    }

    /// Drops keys whose content stands elsewhere in the record.
    pub(super) fn repeated(&mut self, keys: &[&str]) {
        for key in keys {
            self.fields.remove(*key);
        }
    }

    /// Everything that was not read.
    pub(super) fn left(mut self) -> Vec<Unmapped> {
        let fields = std::mem::take(&mut self.fields);
        for (key, value) in fields {
            self.keep(&key, &value);
        }
        self.left
    }
}

fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(fields) => fields.values().all(is_nothing),
        Json::Bool(true) | Json::Number(_) => false,
    }
}

/// Whether a text holds markup: `<` right before a letter, `/` or `!`.
pub fn has_markup(text: &str) -> bool {
    let mut after = text.split('<').skip(1);
    after.any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'))
}

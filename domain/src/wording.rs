//! What catalogue data says to people: Vietnamese, and English where somebody wrote it.

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::compose;

/// A text in Vietnamese and, where there is one, English. Data writes `"…"` or
/// `{ vi = "…", en = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wording {
    /// Vietnamese, which holds in law.
    pub vi: String,
    /// English.
    pub en: Option<String>,
}

impl Wording {
    /// A text in Vietnamese only.
    pub fn vietnamese(text: impl Into<String>) -> Wording {
        Wording { vi: text.into(), en: None }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.vi.trim().is_empty()
    }

    /// The text composed as it is stored; line breaks are kept.
    #[must_use]
    pub fn composed(&self) -> Wording {
        Wording { vi: compose_lines(&self.vi), en: self.en.as_deref().map(compose_lines) }
    }
}

/// Composes each line (NFC, single spaces) and drops empty lines.
pub fn compose_lines(text: &str) -> String {
    let lines = text.lines().map(compose).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

impl From<&str> for Wording {
    fn from(text: &str) -> Wording {
        Wording::vietnamese(text)
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(en) = &self.en else { return serializer.serialize_str(&self.vi) };
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("vi", &self.vi)?;
        map.serialize_entry("en", en)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Wording, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Wording;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text, or a text in `vi` and `en`")
            }

            fn visit_str<E>(self, text: &str) -> Result<Wording, E> {
                Ok(Wording::vietnamese(text))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wording, A::Error> {
                use serde::de::Error;
                let (mut vi, mut en) = (None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "vi" => vi = Some(map.next_value()?),
                        "en" => en = Some(map.next_value()?),
                        other => return Err(A::Error::unknown_field(other, &["vi", "en"])),
                    }
                }
                Ok(Wording { vi: vi.ok_or_else(|| A::Error::missing_field("vi"))?, en })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

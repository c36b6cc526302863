//! Records of the national procedure database: the list, and whole records.
//!
//! What is real is dirty: amounts of time as sentences, notes among papers, flags that are
//! always false. A record is mapped as far as it says something; everything else is kept in
//! `unmapped`, so that nobody has to guess what was lost.

mod components;
mod map;
mod take;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::command::Reads;
use crate::event::{Event as AnyEvent, Told};
use crate::procedure::catalogue;
use crate::procedure::description::Description;
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::{Claim, ClaimChange, Counter, StreamId};
use crate::view::View;
pub use map::record;
use take::Taker;
pub use take::{WrongShape, has_markup};

/// What a listed procedure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Of the whole nation (STANDARD).
    National,
    /// Of one agency's or province's own (SPECIFIC).
    Own,
    /// Between agencies of the state only (STANDARD_INTERNAL).
    Internal,
}

/// A procedure as the national list has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// National code, trimmed.
    pub code: String,
    /// Name.
    pub name: String,
    /// Names of its fields.
    pub fields: Vec<String>,
    /// Names of the agencies that carry it out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<String>,
    /// Who promulgated it.
    pub promulgator: String,
    /// For whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// What it is.
    pub scope: Scope,
    /// `ACTIVE`, `UPDATED`.
    pub state: String,
}

/// A whole record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// National code, trimmed.
    pub code: String,
    /// Who promulgated it.
    pub promulgator: String,
    /// What it is.
    pub scope: Scope,
    /// Number of the decision that published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Day of that decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Date>,
    /// What it says, mapped.
    pub description: Description,
}

impl Scope {
    fn of(word: &str) -> Scope {
        match word {
            "SPECIFIC" => Scope::Own,
            "STANDARD_INTERNAL" => Scope::Internal,
            _ => Scope::National,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Scope::Own => "SPECIFIC",
            Scope::Internal => "STANDARD_INTERNAL",
            Scope::National => "STANDARD",
        }
    }
}

/// Whether a code can name a procedure here: letters, digits, `.` and `-`.
pub fn is_code(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    (1..=40).contains(&code.len()) && code.chars().all(plain)
}

/// Whether a code has the national shape: a digit, a point, six digits.
pub fn is_national_code(code: &str) -> bool {
    let (head, tail) = code.split_once('.').unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    head.len() == 1 && tail.len() == 6 && digits(head) && digits(tail)
}

/// The national code of a provincial copy: `1.001193` of `1.001193.000.00.00.H16`.
pub fn national_code(code: &str) -> String {
    code.trim().split('.').take(2).collect::<Vec<_>>().join(".")
}

/// Reads a line of the national list.
pub fn listing(json: serde_json::Value) -> Result<Listing, WrongShape> {
    let mut root = Taker::new(json, "")?;
    let code = root.text("code")?;
    if !is_code(&code) {
        return Err(WrongShape::new("code", "letters, digits, `.` and `-`, at most 40"));
    }
    let name = root.text("name")?;
    if name.is_empty() {
        return Err(WrongShape::new("name", "a name"));
    }
    Ok(Listing {
        code,
        name,
        fields: root.texts("categories")?,
        departments: root.texts("departments")?,
        promulgator: root.text_or_empty("departmentPromulgate")?,
        subjects: root.texts("formalityTargetType")?,
        scope: Scope::of(&root.text_or_empty("type")?),
        state: root.text_or_empty("state")?,
    })
}

/// What is known of a procedure from the national database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct National {
    /// National code.
    pub code: String,
    /// As the list has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<Listing>,
    /// The whole record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Box<Record>>,
}

/// What the national database said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The list has it so.
    Listed {
        /// Number of the change of the catalogue.
        change: i64,
        /// As the list has it.
        listing: Listing,
        /// Whether nothing was known of it before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        opens: bool,
    },
    /// The whole record is so.
    Recorded {
        /// Number of the change of the catalogue.
        change: i64,
        /// The record.
        record: Box<Record>,
        /// Whether nothing was known of it before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        opens: bool,
    },
}

/// Every stored kind of this feature.
pub(crate) const KINDS: [&str; 2] = ["national-listed", "national-recorded"];

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        let [listed, recorded] = KINDS;
        match self {
            Event::Listed { .. } => listed,
            Event::Recorded { .. } => recorded,
        }
    }

    fn code(&self) -> &str {
        match self {
            Event::Listed { listing, .. } => &listing.code,
            Event::Recorded { record, .. } => &record.code,
        }
    }

    pub(crate) fn claims(&self) -> Vec<ClaimChange> {
        match self {
            Event::Listed { opens: true, .. } | Event::Recorded { opens: true, .. } => {
                vec![ClaimChange::Taken(claim(self.code()))]
            }
            Event::Listed { .. } | Event::Recorded { .. } => Vec::new(),
        }
    }

    pub(crate) fn number(&self) -> Option<(Counter, i64)> {
        match self {
            Event::Listed { change, .. } | Event::Recorded { change, .. } => {
                Some((catalogue(), *change))
            }
        }
    }
}

impl National {
    /// Folds one event; the first opens it.
    pub fn apply(before: Option<National>, event: &Event) -> National {
        let mut national = before.unwrap_or_else(|| National {
            code: event.code().to_owned(),
            listing: None,
            record: None,
        });
        match event {
            Event::Listed { listing, .. } => national.listing = Some(listing.clone()),
            Event::Recorded { record, .. } => national.record = Some(record.clone()),
        }
        national
    }
}

/// What may be told of the national database.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The list has a procedure so.
    List(Box<Listing>),
    /// A whole record is so.
    Record(Box<Record>),
}

impl Command {
    fn code(&self) -> &str {
        match self {
            Command::List(listing) => &listing.code,
            Command::Record(record) => &record.code,
        }
    }

    /// What is known of the procedure, and the number of the change.
    pub fn reads(&self) -> Reads {
        Reads {
            facts: vec![crate::province::stream()],
            claims: vec![claim(self.code())],
            counters: vec![catalogue()],
            ..Reads::default()
        }
    }
}

/// Decides. Telling what is known already tells nothing.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    view.province().ok_or(Refusal::NoProvince)?;
    let code = command.code();
    if !is_code(code) {
        return Err(Refusal::BadProcedureCode(code.to_owned()));
    }
    let holder = view.holder(&claim(code));
    let known = match holder.and_then(|stream| view.states.get(stream)) {
        Some(State::National(national)) => Some(national),
        _ => None,
    };
    let change = view.next_number(&catalogue());
    let opens = holder.is_none();
    let event = match command {
        Command::List(listing) => {
            if known.and_then(|known| known.listing.as_ref()) == Some(&**listing) {
                return Ok(Vec::new());
            }
            Event::Listed { change, listing: (**listing).clone(), opens }
        }
        Command::Record(record) => {
            if known.and_then(|known| known.record.as_deref()) == Some(&**record) {
                return Ok(Vec::new());
            }
            Event::Recorded { change, record: record.clone(), opens }
        }
    };
    let new = || StreamId::new(view.now.date().year(), "national", code);
    let stream = holder.cloned().unwrap_or_else(new);
    Ok(vec![Told { stream, event: AnyEvent::National(event) }])
}

/// At most one stream tells of a national code.
pub fn claim(code: &str) -> Claim {
    Claim::new("national-code", code)
}

#[cfg(test)]
mod tests;

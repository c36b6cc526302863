//! The register of offices: any agency, unit or desk, dated.
//!
//! An office keeps one code of the house for ever; everything else about it (name, level, kind,
//! parent, identifier codes, hours, address) is a description in force from a date. Levels, kinds
//! and schedules of hours are the province's data, so that a change of the structure of
//! government, as on 1 July 2025, is data too.

mod decide;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use decide::decide;

use crate::command::Reads;
use crate::province;
use crate::stream::{Claim, ClaimChange, StreamId};

pub(crate) const OPENED: &str = "office-opened";
pub(crate) const CHANGED: &str = "office-changed";
pub(crate) const CLOSED: &str = "office-closed";

/// Which regulation an identifier code follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CodeScheme {
    /// QCVN 102:2016/BTTTT: `000.00.19.H16`, lowest level first.
    #[serde(rename = "qcvn-102-2016")]
    Qcvn102,
    /// Decision 20/2020/QĐ-TTg, in force from 2020-09-15: `H16.19`, top level first.
    #[serde(rename = "qd-20-2020")]
    Decision20,
}

impl CodeScheme {
    /// Whether a code has the scheme's shape.
    pub fn admits(self, code: &str) -> bool {
        let digits = |part: &str, count| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let top = |part: &str| {
            part.len() == 3
                && part.starts_with(|first: char| first.is_ascii_uppercase())
                && part[1..].bytes().all(|byte| byte.is_ascii_digit())
        };
        let parts: Vec<&str> = code.split('.').collect();
        match (self, parts.as_slice()) {
            (CodeScheme::Qcvn102, [unit, part, branch, first]) => {
                digits(unit, 3) && digits(part, 2) && digits(branch, 2) && top(first)
            }
            (CodeScheme::Qcvn102, _) => false,
            (CodeScheme::Decision20, [first, rest @ ..]) => {
                code.len() <= 35
                    && top(first)
                    && rest.iter().all(|part| !part.is_empty() && digits(part, part.len()))
            }
            (CodeScheme::Decision20, []) => false,
        }
    }
}

/// An identifier code with its validity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// The regulation that it follows.
    pub scheme: CodeScheme,
    /// The code.
    pub code: String,
    /// First day in force; absent: as long as the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// Everything about an office that may change with a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// First day in force.
    pub from: Date,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// A level of the province's structure: `province`, `district`, `commune`.
    pub level: String,
    /// A kind of office: `committee`, `department`, `desk`.
    pub kind: String,
    /// Code of the office above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Identifier codes of both generations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Code of the administrative unit governed (General Statistics Office): `24611`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_code: Option<String>,
    /// Postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A schedule of working hours of the province; absent: the parent's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Where the facts come from; a sample says so here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether some of it is reconstructed, not taken from a document.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
}

/// The end of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Last day in force.
    pub on: Date,
    /// Codes of the offices that took over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<String>,
}

/// What happens to an office.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It entered the register.
    Opened {
        /// The code of the house, kept for ever.
        code: String,
        /// The first description.
        description: Description,
    },
    /// A description follows from a date.
    Changed {
        /// The new description.
        description: Description,
        /// Claims on identifier codes that the office did not hold before.
        taken: Vec<String>,
    },
    /// It ends on a date.
    Closed(Closing),
}

impl Event {
    /// The stored kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::Opened { .. } => OPENED,
            Event::Changed { .. } => CHANGED,
            Event::Closed(_) => CLOSED,
        }
    }

    /// Claims on the code of the house and on identifier codes.
    pub fn claims(&self) -> Vec<ClaimChange> {
        match self {
            Event::Opened { code, description } => std::iter::once(code_claim(code))
                .chain(description.identifiers.iter().map(|it| identifier_claim(&it.code)))
                .map(ClaimChange::Taken)
                .collect(),
            Event::Changed { taken, .. } => {
                taken.iter().map(|code| ClaimChange::Taken(identifier_claim(code))).collect()
            }
            Event::Closed(_) => Vec::new(),
        }
    }
}

/// What may be asked for an office.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Enter an office into the register, or bring its descriptions to those given.
    ///
    /// Telling the same twice changes nothing, so that a province can be loaded again.
    Describe {
        /// The code of the house.
        code: String,
        /// A description; its date decides whether it opens the office or follows.
        description: Box<Description>,
    },
    /// End an office.
    Close {
        /// The code of the house.
        code: String,
        /// When, and who follows.
        closing: Closing,
    },
}

impl Command {
    /// The code of the office concerned.
    pub fn code(&self) -> &str {
        match self {
            Command::Describe { code, .. } | Command::Close { code, .. } => code,
        }
    }

    /// The office, its parent or successors, the identifier codes, and the province's terms.
    pub fn reads(&self) -> Reads {
        let mut reads = Reads {
            facts: vec![province::stream()],
            claims: vec![code_claim(self.code())],
            ..Reads::default()
        };
        match self {
            Command::Describe { description, .. } => {
                let identifiers = description.identifiers.iter();
                reads.fact_claims.extend(identifiers.map(|it| identifier_claim(&it.code)));
                reads.fact_claims.extend(description.parent.iter().map(|code| code_claim(code)));
            }
            Command::Close { closing, .. } => {
                reads.fact_claims.extend(closing.successors.iter().map(|code| code_claim(code)));
            }
        }
        reads
    }
}

/// An office as the register knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Office {
    /// The code of the house.
    pub code: String,
    /// Descriptions by their first day, oldest first; never empty.
    pub descriptions: Vec<Description>,
    /// Its end, once decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
}

impl Office {
    /// The office that an opening begins; `None` for any other event.
    pub fn open(event: &Event) -> Option<Office> {
        match event {
            Event::Opened { code, description } => Some(Office {
                code: code.clone(),
                descriptions: vec![description.clone()],
                closing: None,
            }),
            Event::Changed { .. } | Event::Closed(_) => None,
        }
    }

    /// Folds one event.
    pub fn apply(mut self, event: &Event) -> Office {
        match event {
            Event::Opened { .. } => {}
            Event::Changed { description, .. } => self.descriptions.push(description.clone()),
            Event::Closed(closing) => self.closing = Some(closing.clone()),
        }
        self
    }

    /// The description in force on a date; `None` before its first day and after its last.
    pub fn at(&self, date: Date) -> Option<&Description> {
        if self.closing.as_ref().is_some_and(|closing| closing.on < date) {
            return None;
        }
        self.descriptions.iter().rev().find(|description| description.from <= date)
    }

    /// The latest description, in force or yet to come.
    pub fn latest(&self) -> &Description {
        self.descriptions.last().expect("invariant: an office opens with a description")
    }

    /// The first day.
    pub fn from(&self) -> Date {
        self.descriptions.first().expect("invariant: an office opens with a description").from
    }

    /// Whether the office ever held an identifier code.
    pub fn holds(&self, code: &str) -> bool {
        let all = self.descriptions.iter().flat_map(|description| &description.identifiers);
        all.into_iter().any(|identifier| identifier.code == code)
    }
}

/// The stream of an office that opens in `year`.
pub fn stream(year: i16, code: &str) -> StreamId {
    StreamId::new(year, "office", code)
}

/// At most one office holds a code of the house.
pub fn code_claim(code: &str) -> Claim {
    Claim::new("office-code", code)
}

/// At most one office ever holds an identifier code; case does not matter (QCVN 102:2016).
pub fn identifier_claim(code: &str) -> Claim {
    Claim::new("office-identifier", code.to_uppercase())
}

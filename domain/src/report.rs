//! Statutory reports: which window and scope, how things are counted, the figures with the
//! identities that they must satisfy, and the report as it was frozen.
//!
//! A report is made of tallies alone. Whoever reads them brings [`Counts`]; this module knows
//! neither a database nor what an office or a field of government is called.

mod choice;
mod figures;
mod freeze;
#[cfg(test)]
mod tests;
mod window;

pub use choice::{Choices, Ended, Imported, Judged, Option as Way, WAYS, Waiting};
pub use figures::{
    Broken, COLUMNS, Cells, Counts, Difference, Figures, Flow, Identity, Row, Stock,
};
pub(crate) use freeze::decide;
pub use freeze::{
    Command, Event, Frozen, KIND, NAME_LENGTH_MAX, ROWS_MAX, Report, Wrong, canonical, stream,
};
pub use window::{Period, Window, YEARS};

use serde::{Deserialize, Serialize};

/// A statutory form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// Tình hình, kết quả giải quyết thủ tục hành chính (TT 01/2020/TT-VPCP; before:
    /// TT 02/2017/TT-VPCP, form 06a).
    #[serde(rename = "II.06a")]
    Handling,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 1] = [Form::Handling];

    /// The name in addresses and data: `II.06a`.
    pub fn id(self) -> &'static str {
        match self {
            Form::Handling => "II.06a",
        }
    }

    /// The number as it stands on the paper.
    pub fn number(self) -> &'static str {
        match self {
            Form::Handling => "II.06a/VPCP/KSTT",
        }
    }

    /// The form of that name, in whichever case.
    pub fn parse(id: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.id().eq_ignore_ascii_case(id))
    }
}

/// What stands in the rows of a report.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// A row each field of government (lĩnh vực).
    #[default]
    Field,
    /// A row each office right under the one that reports (đơn vị).
    Office,
}

impl By {
    /// Both, as they are offered.
    pub const ALL: [By; 2] = [By::Field, By::Office];

    /// The name in addresses and text keys.
    pub fn id(self) -> &'static str {
        match self {
            By::Field => "field",
            By::Office => "office",
        }
    }

    /// The one of that name.
    pub fn parse(id: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.id() == id)
    }
}

/// Of which offices a report speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The code of the office that reports; empty for the province.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// Whether the office alone is meant, without those under it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl Scope {
    /// The whole province.
    pub fn province() -> Scope {
        Scope::default()
    }

    /// An office with all that stands under it.
    pub fn below(office: &str) -> Scope {
        Scope { office: office.to_owned(), alone: false }
    }

    /// Whether the whole province is meant.
    pub fn is_province(&self) -> bool {
        self.office.is_empty()
    }
}

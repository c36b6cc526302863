//! The law's clock: which days are worked, and when a dossier is due.
//!
//! A calendar is data: the exceptional days that were decided year by year, and the occasions that
//! come again by rule. Past the last decided year it is provisional for some years (fixed days,
//! lunar days, compensation), and past those it does not answer. Deadlines are counted by the
//! Civil Code 2015 (Bộ luật Dân sự, Điều 144 to 148) over that calendar and an office's hours.
//!
//! Nothing here knows a dossier, a database or the present time.

mod check;
mod clock;
mod count;
mod days;
mod hours;
mod line;
mod lunar;
mod pause;
mod punctuality;
mod ready;
mod recurrence;
mod rules;
mod steps;
#[cfg(test)]
pub(crate) mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::wording::Wording;

pub use check::{Fault, Place, check, check_rules};
pub use clock::{Clock, Due, Moment, NoDue};
pub use days::{Calendar, Day, Off};
pub use hours::Hours;
pub use line::{Line, SetBy};
pub use lunar::{lunar_date, new_year};
pub use pause::{Pause, PauseKind};
pub use punctuality::{Promise, Punctuality};
pub use ready::Ready;
pub use rules::{
    AfterSupplement, Answer, CitizenSignIn, DataSubject, FormTitle, OfficialForm, Precision, Rule,
    RuleSet, Settings,
};
pub use steps::{HandOver, StepDue};

/// The most years past the last decided one that a calendar may answer for.
pub const PROVISIONAL_YEARS_MAX: u8 = 10;

/// What kind of exceptional day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// A paid holiday (ngày nghỉ lễ, tết): Bộ luật Lao động 2019, Điều 112.
    Holiday,
    /// Off for a holiday that fell on a weekly rest day, or by a swap (nghỉ bù, hoán đổi): Điều
    /// 111, khoản 3.
    CompensatoryOff,
    /// A Saturday or Sunday that is worked for a swapped day (làm bù).
    MakeupWorkday,
}

/// A day of a year by a rule, as month and day: `04-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// Why a day is exceptional, and how it comes again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// The identifier used in data: `tet`.
    pub id: String,
    /// What people call it.
    pub name: Wording,
    /// Its day in every civil year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solar: Option<MonthDay>,
    /// Its day in every lunar year; months 1 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lunar: Option<MonthDay>,
    /// Holidays right before its day.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days_before: u8,
    /// Holidays right after its day.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days_after: u8,
    /// First year in which it has one more holiday, right before or right after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighbour_from: Option<i16>,
    /// First year in which it is a holiday; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i16>,
    /// The text that makes it a holiday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A day that is not what its weekday says, or a holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionalDay {
    /// The day.
    pub date: Date,
    /// What kind of day it is.
    pub kind: DayKind,
    /// The occasion, by its identifier.
    pub of: String,
}

/// The exceptional days of a year, as they were decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedYear {
    /// The year.
    pub year: i16,
    /// The notice that decided it, or how it was put together.
    pub source: String,
    /// Whether some day of it is uncertain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// The days, in their order.
    pub days: Vec<ExceptionalDay>,
}

/// A calendar as it is declared: `calendar.toml` of a province, and a part of its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// How many years past the last decided one are counted by rule.
    #[serde(default)]
    pub provisional_years: u8,
    /// Occasions.
    #[serde(default)]
    pub occasions: Vec<Occasion>,
    /// Decided years, one after the other.
    #[serde(default)]
    pub years: Vec<DecidedYear>,
}

impl Declaration {
    /// Whether nothing was declared.
    pub fn is_empty(&self) -> bool {
        *self == Declaration::default()
    }

    /// An occasion by its identifier.
    pub fn occasion(&self, id: &str) -> Option<&Occasion> {
        self.occasions.iter().find(|occasion| occasion.id == id)
    }
}

impl Occasion {
    /// Whether it comes again by a rule in a year.
    pub fn recurs_in(&self, year: i16) -> bool {
        let begun = self.from.is_none_or(|from| from <= year);
        begun && (self.solar.is_some() || self.lunar.is_some())
    }
}

impl MonthDay {
    /// Reads `04-30`.
    pub fn parse(text: &str) -> Option<MonthDay> {
        // A leap year has every day that a year can have.
        let date: Date = format!("2024-{text}").parse().ok()?;
        Some(MonthDay { month: date.month().unsigned_abs(), day: date.day().unsigned_abs() })
    }
}

impl Serialize for MonthDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}-{:02}", self.month, self.day))
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<MonthDay, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || format!("`{text}` is no month and day like 04-30");
        MonthDay::parse(&text).ok_or_else(|| serde::de::Error::custom(wrong()))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

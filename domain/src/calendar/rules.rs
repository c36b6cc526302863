//! Sets of rules: what a dossier's clock follows, by the text in force when it was received.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::procedure::description::{Limit, Span};
use crate::wording::Wording;

/// What happens to the limit when a supplement is complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AfterSupplement {
    /// The time used before counts (QĐ 09/2015/QĐ-TTg).
    #[default]
    Resume,
    /// The limit begins anew (NĐ 61/2018/NĐ-CP).
    Restart,
}

/// How exact a due date of days or months is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The close of business of the last day.
    #[default]
    EndOfDay,
    /// The time of day at which the dossier was received.
    SameClockTime,
}

/// How citizens come to an account of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CitizenSignIn {
    /// By an account of the province: a password, or a code to a telephone or a mailbox.
    #[default]
    Local,
    /// By the national identity provider alone (NĐ 118/2025/NĐ-CP).
    Provider,
}

impl CitizenSignIn {
    /// Whether it is what stands when a file says nothing.
    pub fn is_local(&self) -> bool {
        *self == CitizenSignIn::Local
    }
}

/// The official forms of the one-stop desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfficialForm {
    /// Given at reception (giấy tiếp nhận hồ sơ và hẹn trả kết quả).
    Slip,
    /// Asks for what is missing.
    SupplementRequest,
    /// Refuses to receive.
    Refusal,
    /// Says sorry, and a new date.
    Apology,
    /// Says that the work stopped.
    Stop,
    /// Travels with the dossier (phiếu kiểm soát).
    ControlSheet,
    /// The book of dossiers (sổ theo dõi).
    Register,
}

/// Number and title of an official form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormTitle {
    /// Which form.
    pub form: OfficialForm,
    /// Its number in the text: `01`.
    pub number: String,
    /// Its title.
    pub title: Wording,
}

/// How long one kind of request about one's own data may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The kind of request, as an identifier: `access`.
    pub request: String,
    /// What people call it.
    pub name: Wording,
    /// How long it may take.
    pub limit: Span,
}

/// Clocks of requests about one's own data (quyền của chủ thể dữ liệu cá nhân).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSubject {
    /// First day in force.
    pub from: Date,
    /// The text that gives them.
    pub source: String,
    /// How soon the request is answered.
    pub answer: Span,
    /// How soon it is done, by kind.
    pub finish: Vec<Answer>,
}

/// A set of rules: `rules.toml` of a province, and a part of its terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// The identifier used in data: `2018`.
    pub id: String,
    /// First day in force.
    pub from: Date,
    /// The text that makes it.
    pub source: String,
    /// Parts of it that are samples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sample: Vec<String>,
    /// What happens when a supplement is complete.
    pub after_supplement: AfterSupplement,
    /// How exact due dates are.
    #[serde(default)]
    pub due_precision: Precision,
    /// Dossiers due on the day itself come until this hour.
    pub cutoff_hour: u8,
    /// How often a dossier may be promised anew; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apologies_max: Option<u8>,
    /// How citizens sign in.
    #[serde(default, skip_serializing_if = "CitizenSignIn::is_local")]
    pub citizen_sign_in: CitizenSignIn,
    /// Its forms.
    pub forms: Vec<FormTitle>,
    /// Clocks of requests about one's own data; none before 2026.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_subject: Option<DataSubject>,
}

/// What a procedure's own text says otherwise than its set of rules; absent parts follow the set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What happens when a supplement is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_supplement: Option<AfterSupplement>,
    /// How exact due dates are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_precision: Option<Precision>,
    /// Dossiers due on the day itself come until this hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutoff_hour: Option<u8>,
}

/// The rules of one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What happens when a supplement is complete.
    pub after_supplement: AfterSupplement,
    /// How exact due dates are.
    pub due_precision: Precision,
    /// Dossiers due on the day itself come until this hour.
    pub cutoff_hour: u8,
}

impl Settings {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Settings::default()
    }

    /// With what one limit of the procedure says for itself.
    #[must_use]
    pub fn under(self, limit: &Limit) -> Settings {
        Settings { cutoff_hour: limit.cutoff_hour.or(self.cutoff_hour), ..self }
    }
}

impl RuleSet {
    /// The set in force on a day: the last one that had begun, else the oldest; `None` of none.
    pub fn in_force(sets: &[RuleSet], date: Date) -> Option<&RuleSet> {
        let begun = sets.iter().filter(|set| set.from <= date).max_by_key(|set| set.from);
        begun.or_else(|| sets.iter().min_by_key(|set| set.from))
    }

    /// The rules of a clock under this set, where a procedure says no other.
    pub fn rule(&self, own: &Settings) -> Rule {
        Rule {
            after_supplement: own.after_supplement.unwrap_or(self.after_supplement),
            due_precision: own.due_precision.unwrap_or(self.due_precision),
            cutoff_hour: own.cutoff_hour.unwrap_or(self.cutoff_hour),
        }
    }

    /// Number and title of a form; `None` where the text has no such form.
    pub fn form(&self, form: OfficialForm) -> Option<&FormTitle> {
        self.forms.iter().find(|title| title.form == form)
    }

    /// Whether a dossier that was promised anew so many times may be once more.
    pub fn admits_apology(&self, given: u8) -> bool {
        self.apologies_max.is_none_or(|most| given < most)
    }
}

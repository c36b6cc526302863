//! What is handed in: by whom, for which procedure, with which papers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::deadline::Limits;
use super::fee::FeeLine;
use super::plan::PlannedStep;
use crate::form::Answers;
use crate::procedure::description::Channel;
use crate::stream::StreamId;

/// How the result is to be collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnBy {
    /// At the desk.
    #[default]
    Counter,
    /// By public post (QĐ 45/2016/QĐ-TTg).
    Post,
    /// Over the network.
    Online,
}

impl ReturnBy {
    /// Every way, as they are offered.
    pub const ALL: [ReturnBy; 3] = [ReturnBy::Counter, ReturnBy::Post, ReturnBy::Online];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            ReturnBy::Counter => "counter",
            ReturnBy::Post => "post",
            ReturnBy::Online => "online",
        }
    }
}

/// In which form a paper is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Bản chính.
    Original,
    /// Bản sao có chứng thực.
    CertifiedCopy,
    /// Bản chụp.
    Photocopy,
    /// Bản điện tử.
    Electronic,
}

impl Paper {
    /// Every form, as they are offered.
    pub const ALL: [Paper; 4] =
        [Paper::Original, Paper::CertifiedCopy, Paper::Photocopy, Paper::Electronic];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Paper::Original => "original",
            Paper::CertifiedCopy => "certified_copy",
            Paper::Photocopy => "photocopy",
            Paper::Electronic => "electronic",
        }
    }
}

/// A paper that was handed in, or shown and handed back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The component of the procedure, by its identifier.
    pub id: String,
    /// In which form.
    pub form: Paper,
    /// How many.
    pub quantity: u16,
    /// Shown and handed back (xuất trình).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub presented: bool,
    /// The file, by the identifier of its attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<String>,
    /// What that file was when it was named; said by the house, whatever a caller says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileFacts>,
}

/// A file that is no paper of the applicant: the signed result, scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFile {
    /// The identifier of its attachment.
    pub attachment: String,
    /// What it was.
    pub file: FileFacts,
}

/// What a file was when a dossier named it: its name alone is personal and stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its media type.
    pub kind: String,
}

/// The facts of a dossier that never change, none of them personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// Its code.
    pub code: String,
    /// The running number in the code.
    pub number: i64,
    /// Where it was handed in: the code of the receiving office.
    pub office: String,
    /// National code of the procedure.
    pub procedure: String,
    /// The revision in force on that day.
    pub revision: u32,
    /// Field of government, for lists and reports.
    pub field: String,
    /// The case of the procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// How it came.
    pub channel: Channel,
    /// Whether an officer filled it in for the applicant (nộp hộ).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assisted: bool,
    /// How the result is collected.
    pub return_by: ReturnBy,
    /// Sets of papers.
    pub sets: u16,
    /// The papers.
    pub components: Vec<Handed>,
    /// What is to be paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeLine>,
    /// The set of rules in force.
    pub rules: String,
    /// What the deadline is counted by.
    pub limits: Limits,
    /// The steps that it takes.
    pub steps: Vec<PlannedStep>,
    /// Levels of online service of the procedure on that day (NĐ 43/2011/NĐ-CP), for figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_level: Option<u8>,
    /// The account that handed it in for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<StreamId>,
    /// Codes that other systems gave it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<String>,
}

impl Filing {
    /// Whether papers travel with it.
    pub fn is_on_paper(&self) -> bool {
        self.components.iter().any(|it| it.form != Paper::Electronic && !it.presented)
    }
}

/// What an applicant is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicantKind {
    /// A human being.
    #[default]
    Person,
    /// An enterprise, an agency, an association.
    Organisation,
}

/// Kind of an identity paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// Số định danh cá nhân: 12 digits.
    CitizenId,
    /// Chứng minh nhân dân: 9 digits.
    Cmnd,
    /// Hộ chiếu.
    Passport,
    /// Mã số thuế.
    TaxCode,
    /// No paper: a child, a person who lost everything.
    #[default]
    None,
}

impl IdentityKind {
    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            IdentityKind::CitizenId => "citizen_id",
            IdentityKind::Cmnd => "cmnd",
            IdentityKind::Passport => "passport",
            IdentityKind::TaxCode => "tax_code",
            IdentityKind::None => "none",
        }
    }
}

/// An identity paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: IdentityKind,
    /// Its number; absent of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// Where somebody lives or sits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// As people write it.
    pub text: String,
    /// Code of the administrative unit (General Statistics Office).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_code: Option<String>,
}

/// Whose dossier it is (chủ hồ sơ).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Applicant {
    /// What the applicant is.
    pub kind: ApplicantKind,
    /// The whole name, as people have it: one word is a name too.
    pub name: String,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Date>,
    /// The identity paper.
    pub identity: Identity,
    /// Telephone; many have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Electronic mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Address.
    pub address: Address,
}

/// Who hands the dossier in for somebody else (người nộp).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Submitter {
    /// The person.
    #[serde(flatten)]
    pub who: Applicant,
    /// How they stand to the applicant: parent, spouse, authorised.
    pub relation: String,
    /// The authorisation, by number and date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<String>,
}

/// Everything personal that is handed in; erasable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Personal {
    /// Whose dossier it is.
    pub applicant: Applicant,
    /// Who brings it, where it is somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitter: Option<Submitter>,
    /// Answers of the form.
    #[serde(skip_serializing_if = "Answers::is_empty")]
    pub answers: Answers,
    /// The keyed hash of the applicant's identity, which finds other dossiers of the same person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Signed with a fingerprint.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fingerprint: bool,
    /// A note of the desk.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The language to be told in, by its code; Vietnamese when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Why a paper, or the dossier as a whole, is not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is missing.
    Missing,
    /// It is no longer valid.
    Expired,
    /// It cannot be read.
    Unreadable,
    /// It must be the original, or certified.
    WrongForm,
    /// It is not signed, sealed or dated as it must be.
    NotSigned,
    /// What it says is wrong or does not agree with the rest.
    WrongContent,
    /// Another agency is competent.
    NotCompetent,
    /// A requirement of law is not met.
    ConditionNotMet,
    /// What was asked for did not come in time.
    NotSupplemented,
    /// The same request was decided on, or is open.
    Duplicate,
    /// Another reason, in words.
    Other,
}

impl Reason {
    /// Every reason, as they are offered.
    pub const ALL: [Reason; 11] = [
        Reason::Missing,
        Reason::Expired,
        Reason::Unreadable,
        Reason::WrongForm,
        Reason::NotSigned,
        Reason::WrongContent,
        Reason::NotCompetent,
        Reason::ConditionNotMet,
        Reason::NotSupplemented,
        Reason::Duplicate,
        Reason::Other,
    ];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Reason::Missing => "missing",
            Reason::Expired => "expired",
            Reason::Unreadable => "unreadable",
            Reason::WrongForm => "wrong-form",
            Reason::NotSigned => "not-signed",
            Reason::WrongContent => "wrong-content",
            Reason::NotCompetent => "not-competent",
            Reason::ConditionNotMet => "condition-not-met",
            Reason::NotSupplemented => "not-supplemented",
            Reason::Duplicate => "duplicate",
            Reason::Other => "other",
        }
    }

    /// The reason of that name.
    pub fn parse(id: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.id() == id)
    }
}

/// One thing that is not right, with its reason; the words beside it are personal and stand in
/// the event's [`super::Words`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lack {
    /// The component concerned; the whole dossier when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Why.
    pub reason: Reason,
}

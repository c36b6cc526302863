//! What is decided, how it is signed, and who collects it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::filing::NamedFile;
use crate::stream::StreamId;
use crate::time::LawTime;

/// What is proposed or decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// What was asked for is given.
    Granted,
    /// It is not given; the reasons are written.
    Rejected,
}

impl Outcome {
    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Granted => "granted",
            Outcome::Rejected => "rejected",
        }
    }
}

/// What an agency says that was asked for its opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    /// It agrees.
    Agrees,
    /// It agrees under conditions.
    AgreesIf,
    /// It does not agree.
    Disagrees,
    /// It said nothing in time, and the law takes that as consent.
    Silent,
}

impl Opinion {
    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Opinion::Agrees => "agrees",
            Opinion::AgreesIf => "agrees-if",
            Opinion::Disagrees => "disagrees",
            Opinion::Silent => "silent",
        }
    }
}

/// The letter by which an agency outside the register answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its number and symbol.
    pub number: String,
    /// The day that it bears.
    pub date: Date,
    /// Its scan.
    pub scan: NamedFile,
}

/// How something was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Here, with the second factor given again.
    Electronic,
    /// On paper: signed, sealed, scanned.
    Paper,
}

/// A signature on what was proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who.
    pub by: String,
    /// The office signed for.
    pub office: String,
    /// The account for whom a deputy signs (ký thay).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_of: Option<StreamId>,
    /// How.
    pub method: Method,
    /// When.
    pub at: LawTime,
}

/// The result as the dossier knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What was decided.
    pub outcome: Outcome,
    /// Who proposed it.
    pub proposed_by: String,
    /// The office where it lay then.
    pub proposed_at: String,
    /// The signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// Number in the records keeper's book, or in the procedure's register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When it was released: the clock stops here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<LawTime>,
    /// The scan of what was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<NamedFile>,
    /// How often it was corrected.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub corrected: u32,
    /// Whether it was revoked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
}

/// How the receiver showed that the result is in the right hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Signed in the book.
    Signed,
    /// A fingerprint.
    Fingerprint,
    /// The post's advice of delivery.
    Post,
    /// Downloaded by the account whose dossier it is.
    Downloaded,
}

impl Proof {
    /// Every proof, as they are offered.
    pub const ALL: [Proof; 4] = [Proof::Signed, Proof::Fingerprint, Proof::Post, Proof::Downloaded];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Proof::Signed => "signed",
            Proof::Fingerprint => "fingerprint",
            Proof::Post => "post",
            Proof::Downloaded => "downloaded",
        }
    }
}

/// How the result was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handout {
    /// What shows it.
    pub proof: Proof,
    /// Whether somebody else than the applicant or submitter collected it, by an authorisation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub authorised: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

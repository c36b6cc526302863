//! A procedure as it is published: everything that NĐ 63/2010/NĐ-CP, Điều 8 asks for, and what
//! a citizen needs beside.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use super::span::{Quantity, Span, Unit};
use crate::calendar::Settings;
use crate::form::Form;
use crate::office::Description as Office;
use crate::wording::Wording;

/// A revision's whole content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Description {
    /// Name (tên thủ tục).
    pub name: Wording,
    /// For whom it is and what it gives, in a sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Wording>,
    /// Everyday names, for the search.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Field of government (lĩnh vực).
    pub field: Field,
    /// Levels of government that carry it out: identifiers of the province's levels, or
    /// `ministry`.
    pub levels: Vec<String>,
    /// For whom (đối tượng thực hiện).
    pub subjects: Vec<Named>,
    /// Who decides (cơ quan có thẩm quyền).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub competent: Vec<Party>,
    /// Who carries it out (cơ quan thực hiện).
    pub executing: Vec<Party>,
    /// Who takes part (cơ quan phối hợp).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coordinating: Vec<Party>,
    /// Where dossiers are taken in (địa chỉ tiếp nhận).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receiving: Vec<Party>,
    /// How a dossier may come (cách thức thực hiện).
    pub channels: Vec<Channel>,
    /// Cases with their own papers, limits or fees (trường hợp).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// What to bring (thành phần hồ sơ).
    pub components: Vec<Component>,
    /// How many sets of papers (số lượng hồ sơ).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sets: Option<u8>,
    /// How long it takes (thời hạn giải quyết).
    pub limits: Vec<Limit>,
    /// What its own text says about counting time otherwise than the province's rules do;
    /// a limit's own cut-off hour comes before it.
    #[serde(skip_serializing_if = "Settings::is_empty")]
    pub clock: Settings,
    /// What it costs (phí, lệ phí).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// What one gets (kết quả thực hiện).
    pub results: Vec<Named>,
    /// Legal texts that it stands on (căn cứ pháp lý).
    pub legal_basis: Vec<LegalBasis>,
    /// Requirements and conditions (yêu cầu, điều kiện).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirements: Option<Wording>,
    /// What happens, as it is published (trình tự thực hiện).
    pub instructions: Vec<Instruction>,
    /// The province's own process (quy trình nội bộ).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Levels of online service.
    #[serde(skip_serializing_if = "Online::is_unknown")]
    pub online: Online,
    /// The form to fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// What a record said that no part of this description holds, kept visible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unmapped: Vec<Unmapped>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Parts that are samples: `limits`, `fees`, `steps`, `legal_basis` …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sample: Vec<String>,
}

/// A field of government: `G15-TP07`, Hộ tịch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// National code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Name.
    pub name: Wording,
}

/// A named thing with a national code where it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// National code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Name.
    pub name: Wording,
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// One office of the register, by its code.
    Office(String),
    /// Every office of a level, and of a kind where one is named.
    Every {
        /// A level of the province.
        level: String,
        /// A kind of office of the province.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
    },
    /// Somebody outside the register, by name.
    Named(Wording),
}

impl Party {
    /// Whether an office of that code, as it is described, is the party or one of those that it
    /// names. Nobody outside the register is an office.
    pub fn is(&self, code: &str, office: &Office) -> bool {
        match self {
            Party::Office(named) => named == code,
            Party::Every { level, kind } => {
                *level == office.level && kind.as_ref().is_none_or(|kind| *kind == office.kind)
            }
            Party::Named(_) => false,
        }
    }
}

/// How a dossier comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// At the desk (trực tiếp).
    Counter,
    /// Over the network (trực tuyến).
    Online,
    /// By public post (bưu chính công ích).
    Post,
}

impl Channel {
    /// The name in data and conditions.
    pub fn id(self) -> &'static str {
        match self {
            Channel::Counter => "counter",
            Channel::Online => "online",
            Channel::Post => "post",
        }
    }
}

/// A case with papers, limits or fees of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Kept over revisions.
    pub id: String,
    /// National code: `1.001193.01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Name.
    pub name: Wording,
    /// Which answers lead to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// What a row of the list of papers is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComponentKind {
    /// A paper to hand in (phải nộp).
    #[default]
    Submit,
    /// A paper to show (phải xuất trình).
    Present,
    /// A form filled in online (biểu mẫu điện tử tương tác).
    Eform,
    /// No paper at all but a note that a record keeps among its papers.
    Note,
}

/// A paper of the dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Kept over revisions: by national code, else by normalised name.
    pub id: String,
    /// National code: `000.00.00.G15-KQ004389`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Name.
    pub name: Wording,
    /// What it is.
    #[serde(default)]
    pub kind: ComponentKind,
    /// Whether the dossier is incomplete without it (where its condition holds).
    #[serde(default)]
    pub mandatory: bool,
    /// How many originals.
    #[serde(default)]
    pub originals: u16,
    /// How many copies.
    #[serde(default)]
    pub copies: u16,
    /// Cases that need it; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Channels that need it; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Which answers need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Wording>,
    /// Data that replaces the paper (khai thác được từ cơ sở dữ liệu).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaceable_by: Option<Wording>,
    /// The blank form to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Wording>,
}

/// A time limit of a case and channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// The case; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The channel; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What the law allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal: Option<Span>,
    /// What the province promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committed: Option<Span>,
    /// Dossiers of a same-day procedure that come after this hour are due on the next working
    /// day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutoff_hour: Option<u8>,
    /// Words beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Wording>,
    /// Number of the legal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What a sum is called in law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeeKind {
    /// Lệ phí: a fixed sum for a service of the state.
    #[default]
    Charge,
    /// Phí: covers the cost of a service.
    Fee,
    /// Mức giá: a price.
    Price,
}

/// A sum to pay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fee {
    /// Kept over revisions.
    pub id: String,
    /// What for.
    pub name: Wording,
    /// What it is in law.
    #[serde(default)]
    pub kind: FeeKind,
    /// In đồng. Absent: the text says how it is found. Zero needs `exempt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_vnd: Option<u64>,
    /// Each of what: "bản", "trang".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Wording>,
    /// Whether nothing is paid (miễn).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exempt: bool,
    /// The case; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The channel; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Which answers lead to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The same in words, or what the record says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Wording>,
    /// Number of the legal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A legal text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalBasis {
    /// Number and symbol: `123/2015/NĐ-CP`.
    pub number: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Wording>,
    /// Day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// First day in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// A part of what happens, as it is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// Heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Wording>,
    /// What happens.
    pub text: Wording,
}

/// What silence past a consultation's limit means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// The agency answers for its silence; the step waits.
    #[default]
    Waits,
    /// The law takes it as consent.
    Consents,
}

/// An agency asked beside the main work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Who is asked.
    pub party: Party,
    /// What about.
    pub about: Wording,
    /// How long it has.
    pub limit: Span,
    /// What silence means.
    #[serde(default)]
    pub silence: Silence,
}

/// A step of the province's own process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Kept over revisions.
    pub id: String,
    /// What is done.
    pub name: Wording,
    /// The role that does it: an identifier of the province's roles.
    pub role: String,
    /// The office that does it. Absent, or not in the register: the receiving office for the role
    /// that takes in, else the first known one that carries the procedure out. Another office than
    /// the step before means a hand-over between agencies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// How long it has.
    pub limit: Span,
    /// Cases that take it; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Which answers take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Agencies asked at the same time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consults: Vec<Consultation>,
}

/// Levels of online service, by both regulations side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Online {
    /// 1 to 4 of NĐ 43/2011/NĐ-CP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_2011: Option<u8>,
    /// By NĐ 42/2022/NĐ-CP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_2022: Option<Level2022>,
}

impl Online {
    fn is_unknown(&self) -> bool {
        *self == Online::default()
    }
}

/// Level of online service by NĐ 42/2022/NĐ-CP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level2022 {
    /// Cung cấp thông tin trực tuyến.
    Information,
    /// Một phần.
    Partial,
    /// Toàn trình.
    Full,
}

/// A part of a record that no part of a description holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmapped {
    /// Its place in the record: `returningMethods[0].type`.
    pub path: String,
    /// Its JSON.
    pub value: String,
}

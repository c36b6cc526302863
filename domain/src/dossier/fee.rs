//! Money: fees of the procedure, duties that another agency finds, receipts.

use serde::{Deserialize, Serialize};

use crate::time::LawTime;

/// A line of what the procedure costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// The fee of the procedure, by its identifier.
    pub id: String,
    /// How many times it is due: copies, pages.
    pub count: u32,
    /// The sum in đồng, before any exemption.
    pub amount_vnd: u64,
    /// The ground on which nothing is paid, as a code: `poor-household`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exempt: Option<String>,
}

impl FeeLine {
    /// What is to be paid.
    pub fn due_vnd(&self) -> u64 {
        if self.exempt.is_some() { 0 } else { self.amount_vnd }
    }
}

/// What fee lines cost together.
pub(super) fn total_vnd(lines: &[FeeLine]) -> u64 {
    lines.iter().map(FeeLine::due_vnd).fold(0, u64::saturating_add)
}

/// How money came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// Cash at the desk.
    Cash,
    /// A transfer or card.
    Transfer,
    /// With the public post.
    Post,
    /// Paid to another agency, shown by its paper.
    Elsewhere,
}

impl Means {
    /// Every means, as they are offered.
    pub const ALL: [Means; 4] = [Means::Cash, Means::Transfer, Means::Post, Means::Elsewhere];

    /// The name in data and text keys.
    pub fn id(self) -> &'static str {
        match self {
            Means::Cash => "cash",
            Means::Transfer => "transfer",
            Means::Post => "post",
            Means::Elsewhere => "elsewhere",
        }
    }
}

/// A fee receipt (biên lai) of the office's own book. Its number has no gap; a voided one keeps
/// it (TT 303/2016/TT-BTC).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The office whose book it is of.
    pub office: String,
    /// Form: `01BLP`.
    pub form: String,
    /// Series: `AA-19P`.
    pub series: String,
    /// Number within the series.
    pub number: i64,
}

/// A sum that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// In đồng.
    pub amount_vnd: u64,
    /// How.
    pub means: Means,
    /// The receipt given; none where another agency took the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The paper that shows it, by its number, where another agency took the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// One item of a notice of what is to be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyItem {
    /// What for, as a code or the name of the tax: `registration-fee`.
    pub name: String,
    /// In đồng.
    pub amount_vnd: u64,
}

/// A financial duty that must be met before work goes on (nghĩa vụ tài chính).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Who is paid: the code of an office, or a name such as the tax office's.
    pub payee: String,
    /// Number and symbol of the notice.
    pub notice: String,
    /// Items.
    pub items: Vec<DutyItem>,
}

impl Duty {
    /// The sum in đồng.
    pub fn total_vnd(&self) -> u64 {
        self.items.iter().map(|item| item.amount_vnd).fold(0, u64::saturating_add)
    }
}

/// A payment as the dossier keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// When.
    pub at: LawTime,
    /// What.
    pub payment: Payment,
    /// Voided: the receipt stays in the book, the money does not count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub voided: bool,
    /// Whether it was for a duty and not for the procedure's fees.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub duty: bool,
}

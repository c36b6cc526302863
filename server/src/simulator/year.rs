//! The demonstration's data files: what is played, and how people are called.

use serde::Deserialize;

use crate::fault::Fault;
use crate::province::shipped;

/// What is played.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Year {
    /// Percent of online dossiers, by month.
    pub(super) online: [u32; 12],
    /// Percent of dossiers by post, by month.
    pub(super) post: [u32; 12],
    pub(super) words: Words,
    pub(super) rating: Rating,
    pub(super) procedures: Vec<Entry>,
}

/// What stands beside acts, by occasion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) lacks: Vec<String>,
    pub(super) again: Vec<String>,
    pub(super) refusals: Vec<String>,
    pub(super) rejections: Vec<String>,
    pub(super) apologies: Vec<String>,
    pub(super) changes: Vec<String>,
    pub(super) returns: Vec<String>,
    pub(super) opinions: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) stops: Vec<String>,
    pub(super) transfers: Vec<String>,
    pub(super) steps_back: Vec<String>,
    pub(super) voids: Vec<String>,
    pub(super) corrections: Vec<String>,
    pub(super) revocations: Vec<String>,
    pub(super) authorisations: Vec<String>,
}

/// How applicants rate: not all of them, and not all satisfied.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rating {
    /// Percent of those who have what was decided.
    pub(super) percent: u32,
    /// Percent of these on the desk's tablet.
    pub(super) at_desk: u32,
    /// Percent who write something.
    pub(super) written: u32,
    /// Weights of 1 to 5 where the promise was kept.
    pub(super) in_time: [u64; 5],
    /// The same where it was not, or the answer was no.
    pub(super) otherwise: [u64; 5],
    /// What is written by those who are satisfied, and by the others.
    pub(super) praise: Vec<String>,
    pub(super) blame: Vec<String>,
}

/// How a procedure is played.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) code: String,
    /// Weight among all procedures.
    pub(super) share: u64,
    /// Weight of each month.
    #[serde(default = "evenly")]
    pub(super) months: [u64; 12],
    /// Percent decided and returned at once, of those due on the same day.
    #[serde(default)]
    pub(super) at_once: u32,
    /// Percent of applicants that are organisations.
    #[serde(default)]
    pub(super) organisation: u32,
    /// Whether the applicant is a new-born child.
    #[serde(default)]
    pub(super) child: bool,
    /// Whether poor households pay nothing.
    #[serde(default)]
    pub(super) poor: bool,
    #[serde(default)]
    pub(super) cases: Vec<CaseShare>,
    #[serde(default)]
    pub(super) fees: Vec<FeeShare>,
    /// Percent with a financial duty.
    #[serde(default)]
    pub(super) duty: u32,
    pub(super) asks: Option<Asks>,
    pub(super) excluded: Option<Excluded>,
    pub(super) transfer: Option<Transfer>,
}

fn evenly() -> [u64; 12] {
    [1; 12]
}

impl Entry {
    /// A procedure that the file does not name.
    pub(super) fn rare(code: &str) -> Entry {
        Entry {
            code: code.to_owned(),
            share: 2,
            months: evenly(),
            at_once: 50,
            organisation: 10,
            child: false,
            poor: false,
            cases: Vec::new(),
            fees: Vec::new(),
            duty: 0,
            asks: None,
            excluded: None,
            transfer: None,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseShare {
    pub(super) id: String,
    pub(super) share: u64,
}

/// A fee that may be due: how often, and how many times at most.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeeShare {
    pub(super) id: String,
    pub(super) percent: u32,
    #[serde(default = "once")]
    pub(super) most: u32,
}

fn once() -> u32 {
    1
}

/// Agencies that are asked: codes of offices, or `commune` for another commune.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asks {
    pub(super) percent: u32,
    pub(super) offices: Vec<String>,
}

/// Time that the procedure's own text excludes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Excluded {
    pub(super) case: Option<String>,
    pub(super) percent: u32,
    pub(super) least_days: i64,
    pub(super) most_days: i64,
    pub(super) basis: String,
}

/// Dossiers that turn out to be another agency's.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Transfer {
    pub(super) case: Option<String>,
    pub(super) percent: u32,
    pub(super) office: String,
}

/// How people and organisations are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) peoples: Vec<People>,
    pub(super) organisations: Organisations,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) share: u64,
    pub(super) men: Parts,
    pub(super) women: Parts,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parts {
    pub(super) first: Vec<String>,
    pub(super) middle: Vec<String>,
    pub(super) last: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organisations {
    pub(super) kinds: Vec<String>,
    pub(super) names: Vec<String>,
}

/// Reads a data file that the program carries with it.
pub(super) fn shipped<T: for<'a> Deserialize<'a>>(name: &str) -> Result<T, Fault> {
    let text = shipped::FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    let read = toml::from_str(text.unwrap_or_default());
    read.map_err(|error| Fault::Findings(format!("{name}: {error}")))
}

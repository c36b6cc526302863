//! `motcua verify`: rows against leaves in both directions, derived tables against what was told,
//! and the log against what was published.

mod derived;
mod finding;
mod log;
mod reports;
pub mod store;
mod tallies;

use db::Db;
use ledger::checkpoint::Checkpoint;
use ledger::note::VerifierKey;

use crate::commit::Error;
pub use finding::Finding;

/// Findings told of one kind; the rest are only counted by what they cause.
pub(crate) const FINDINGS_MAX: i64 = 20;

/// What a verification looks at.
pub struct Verification<'a> {
    /// The database.
    pub db: &'a Db,
    /// The keys that the log's checkpoints must verify with.
    pub log_keys: Vec<VerifierKey>,
    /// A checkpoint published earlier, which the log must extend.
    pub against: Option<Checkpoint>,
    /// A folder for the database that derived tables are compared with.
    pub scratch: &'a std::path::Path,
}

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub struct Report {
    /// Log entries checked.
    pub entries: u64,
    /// Derived rows compared.
    pub rows: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Verification<'_> {
    /// Looks at everything. `step` hears how many entries were checked.
    pub fn run(&self, step: &mut dyn FnMut(u64)) -> Result<Report, Error> {
        let mut report = Report::default();
        log::check(self, &mut report, step)?;
        match derived::check(self, &mut report) {
            Ok(()) => {
                tallies::check(self, &mut report)?;
                reports::check(self, &mut report)?;
            }
            // What was told can no longer be read: the log's findings say why.
            Err(Error::Damaged(what)) => report.findings.push(Finding::Unreadable { what }),
            Err(error) => return Err(error),
        }
        report.findings.dedup();
        Ok(report)
    }
}

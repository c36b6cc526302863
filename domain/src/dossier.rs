//! The dossier: what somebody hands in, from the counter to the result, with its clock.
//!
//! A dossier keeps for ever what it was received under: the procedure's revision, the set of
//! rules, the hours of the desk, the steps that it takes and their limits. What happens to it is
//! told by [`Event`]; who is behind it is personal and erasable. Rights are not decided here but
//! in [`crate::access`], which asks [`Dossier::thing`]; what is decided here holds for everybody.

mod apology;
mod apply;
mod command;
mod deadline;
mod decide;
mod event;
mod fee;
mod filing;
mod import;
mod phase;
mod plan;
mod result;
mod state;
#[cfg(test)]
mod tests;
mod thing;
mod time_taken;
mod wrong;

pub use apology::{ApologyDue, apology_due};
pub use command::{Act, AtOnce, Command, File, Pay};
pub use deadline::{Counted, Deadline, Limits, SetDue, explain, explain_set, forward_by};
pub use decide::{RATING_TEXT_LENGTH_MAX, composed, decide, person_wrongs};
pub(crate) use event::KINDS;
pub use event::{Acceptance, Event, Register, What, Words};
pub use fee::{Duty, DutyItem, FeeLine, Means, Payment, Receipt, Settled};
pub use filing::{
    Address, Applicant, ApplicantKind, FileFacts, Filing, Handed, Identity, IdentityKind, Lack,
    NamedFile, Paper, Personal, Reason, ReturnBy, Submitter,
};
pub use import::{IMPORTED_FEE, Import, Imported, Owner, Stands, ToldDue};
pub use phase::{NationalStatus, Phase};
pub use plan::{
    PlannedConsultation, PlannedStep, fees, given, identifier, is_needed, is_received, limit,
    limits, plan, receives,
};
pub use result::{Decided, Handout, Letter, Method, Opinion, Outcome, Proof, Signature};
pub use state::{
    Consultation, Dossier, DueChange, Finished, HandOver, Holder, Reception, Supplement,
    SupplementStage, TakenOver, Way,
};
pub use thing::Place;
pub use time_taken::TimeTaken;
pub use wrong::{At, Flaw, NoFile, Wrong};

use jiff::civil::Date;

use crate::stream::{Claim, Counter};

/// The longest free text of an act, in characters.
pub const TEXT_LENGTH_MAX: usize = 4000;
/// The longest name of a person or organisation, in characters.
pub const NAME_LENGTH_MAX: usize = 150;
/// The longest address, in characters.
pub const ADDRESS_LENGTH_MAX: usize = 300;
/// The longest number and symbol of a document, in characters.
pub const NUMBER_LENGTH_MAX: usize = 60;
/// Papers of a dossier at most.
pub const PAPERS_MAX: usize = 200;
/// Sets of papers at most.
pub const SETS_MAX: u16 = 50;
/// Items of a supplement request or a refusal at most.
pub const LACKS_MAX: usize = 60;
/// Codes that other systems gave a dossier at most.
pub const FOREIGN_MAX: usize = 10;
/// Agencies asked at a time at most.
pub const CONSULTATIONS_MAX: usize = 20;
/// Characters of an answers' JSON at most: 64 KiB.
pub const ANSWERS_BYTES_MAX: usize = 64 * 1024;

/// The claim that leads from a code to its dossier.
pub fn code_claim(code: &str) -> Claim {
    Claim::new("dossier-code", code)
}

/// The claim that leads from another system's code to the dossier: it is never taken in twice.
pub fn foreign_claim(code: &str) -> Claim {
    Claim::new("dossier-foreign", crate::text::compose(code))
}

/// The running number of an office's dossier codes on a day: it begins anew every day (TT
/// 01/2018/TT-VPCP, Điều 19).
pub fn code_counter(office: &str, day: Date) -> Counter {
    Counter(format!("dossier-code/{office}/{day}"))
}

/// The running number in an office's book of dossiers (sổ theo dõi hồ sơ) of a year.
pub fn book_counter(office: &str, year: i16) -> Counter {
    Counter(format!("dossier-book/{office}/{year}"))
}

/// The running number in an office's register of a procedure in a year: civil status,
/// certification.
pub fn register_counter(office: &str, procedure: &str, year: i16) -> Counter {
    Counter(format!("dossier-register/{office}/{procedure}/{year}"))
}

/// The running number in the records keeper's book of results of a year (sổ văn bản đi).
pub fn result_counter(office: &str, year: i16) -> Counter {
    Counter(format!("dossier-result/{office}/{year}"))
}

/// The running number of fee receipts of a series in an office.
pub fn receipt_counter(office: &str, series: &str) -> Counter {
    Counter(format!("fee-receipt/{office}/{}", crate::text::compose(series)))
}

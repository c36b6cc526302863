//! Pages on which a citizen applies: what awaits them, one question on each page, a look over
//! everything, and what was handed in.

mod asking;
mod check;
mod drafts;
mod paper;
mod sent;
mod start;
mod supplement;

pub use asking::{Asking, Progress};
pub use check::{Check, Group, Line, Money};
pub use drafts::{Changes, Drafts, Waiting};
pub use paper::{Blank, OnPaper};
pub use sent::{Next, Sent};
pub use start::{Begin, Start};
pub use supplement::{Lacking, Supplement};

/// What every form of a draft carries: where it is sent, and the seal that lets it in after its
/// session ended.
#[derive(Clone, Debug, Default)]
pub struct Sealed {
    /// Where the form is sent.
    pub action: String,
    /// The seal, of letters and digits.
    pub seal: String,
}

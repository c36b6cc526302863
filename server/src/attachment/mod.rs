//! Attachments: files that people keep here for what they are about to hand in.
//!
//! A file comes in one go or in pieces ([`receive`]), is looked into ([`check`]), scanned where a
//! scanner is set up ([`scan`]), and stands on disk under a keyed hash of its own ([`vault`]). A
//! feature that names it in an event ties it to that event's stream ([`reference`]): from then on it
//! lives and is erased with the stream. What nothing names goes after a week ([`tidy`]). Which
//! record a file belongs to, and who may read that, the feature knows; this module does not.

pub mod api;
mod check;
pub mod enclosed;
pub mod keep;
mod problem;
pub mod read;
pub mod receive;
pub mod reference;
pub mod resume;
pub mod scan;
pub mod settle;
mod slot;
pub mod store;
#[cfg(test)]
mod tests;
pub mod tidy;
pub mod vault;

use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::Row;
use domain::StreamId;
use domain::attachment::{Kind, Wrong};
use tokio::sync::Semaphore;

pub use check::{PIXELS_MAX, SIDE_PIXELS_MAX};
pub use problem::{No, told};
use scan::Scanner;
use slot::Slots;
use vault::Vault;

/// The largest file, in bytes: 20 MiB.
pub const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;
/// Bytes that one person sends in 24 hours at most: 200 MiB.
pub const DAY_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// Files that one person sends in 24 hours at most.
pub const DAY_FILES_MAX: u64 = 200;
/// Files of one person that may be half sent at a time.
pub const OPEN_FILES_MAX: u64 = 10;
/// A day, in microseconds.
pub const DAY_US: i64 = 24 * 3600 * 1_000_000;
/// How long a file that nothing names is kept, in microseconds: a week.
pub const KEEP_US: i64 = 7 * DAY_US;
/// How long a half sent file waits for the rest, in microseconds: a day.
pub const OPEN_US: i64 = DAY_US;
/// Files looked into at the same time.
const CHECKS_AT_ONCE: usize = 2;
/// Bytes of chance in an identifier.
const ID_BYTES: usize = 16;

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is on its way.
    Uploading,
    /// It is all there and was looked into; the scanner has not seen it yet.
    Waiting,
    /// It may be opened.
    Checked,
    /// It was refused; its bytes are gone.
    Refused,
    /// It was erased; its bytes are about to go.
    Erased,
    /// Its bytes are gone. The row stays for a day, because it counts for the day's limit.
    Gone,
}

impl State {
    const ALL: [State; 6] = [
        State::Uploading,
        State::Waiting,
        State::Checked,
        State::Refused,
        State::Erased,
        State::Gone,
    ];

    /// The name in rows and answers.
    pub fn id(self) -> &'static str {
        match self {
            State::Uploading => "uploading",
            State::Waiting => "waiting",
            State::Checked => "checked",
            State::Refused => "refused",
            State::Erased => "erased",
            State::Gone => "gone",
        }
    }

    fn parse(id: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.id() == id)
    }
}

/// A file as its row tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its identifier; knowing it gives no right.
    pub id: String,
    /// The account that sent it.
    pub owner: StreamId,
    /// The stream that names it, once one does.
    pub record: Option<StreamId>,
    /// Where it stands.
    pub state: State,
    /// Its size in bytes; while it is on its way, the size that it was announced with.
    pub size: u64,
    /// SHA-256 of its bytes in hexadecimal, once they are all there.
    pub sha256: Option<String>,
    /// Its name on disk, once its bytes are all there.
    pub object: Option<String>,
    /// What it is, once it was looked into.
    pub kind: Option<Kind>,
    /// The name that it came with, cleaned. Personal.
    pub name: String,
    /// Why it was refused.
    pub refusal: Option<Wrong>,
    /// When it was begun, in microseconds of machine time.
    pub uploaded_at: i64,
}

impl Attachment {
    /// Reads a row of [`store::ONE`] and its likes.
    fn read(row: &Row) -> Result<Attachment, db::Error> {
        let of = |text: &str| StreamId::stored(text);
        Ok(Attachment {
            id: row.text(0)?.to_owned(),
            owner: of(row.text(1)?),
            record: row.maybe_text(2)?.map(of),
            // What this version does not know is never opened.
            state: State::parse(row.text(3)?).unwrap_or(State::Erased),
            size: u64::try_from(row.int(4)?).unwrap_or(0),
            sha256: row.maybe_text(5)?.map(str::to_owned),
            object: row.maybe_text(6)?.map(str::to_owned),
            kind: row.maybe_text(7)?.and_then(Kind::parse),
            name: row.text(8)?.to_owned(),
            refusal: row.maybe_text(9)?.and_then(Wrong::parse),
            uploaded_at: row.int(10)?,
        })
    }
}

/// What the handlers of attachments share: the files, the scanner, and who writes which file.
#[derive(Debug)]
pub struct Cabinet {
    vault: Vault,
    scanner: OnceLock<Scanner>,
    slots: Slots,
    checks: Arc<Semaphore>,
}

impl Cabinet {
    /// A cabinet over files on disk. Nothing is made before the first file comes.
    pub fn new(vault: Vault) -> Cabinet {
        let checks = Arc::new(Semaphore::new(CHECKS_AT_ONCE));
        Cabinet { vault, scanner: OnceLock::new(), slots: Slots::default(), checks }
    }

    /// Has every file scanned from now on. The first call counts.
    pub fn set_scanner(&self, scanner: Scanner) {
        self.scanner.set(scanner).ok();
    }

    /// The files.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    fn scanner(&self) -> Option<&Scanner> {
        self.scanner.get()
    }
}

/// A new identifier.
fn new_id(chance: [u8; ID_BYTES]) -> String {
    URL_SAFE_NO_PAD.encode(chance)
}

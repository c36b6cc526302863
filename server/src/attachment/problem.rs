//! Why a file is not taken, kept or shown: told in both languages.

use std::io::ErrorKind;

use domain::attachment::Wrong;
use page::{Language, Text};

use super::{DAY_BYTES_MAX, DAY_FILES_MAX, FILE_BYTES_MAX, OPEN_FILES_MAX};
use super::{PIXELS_MAX, SIDE_PIXELS_MAX};
use crate::commit::Error;
use crate::web::Problem;

/// A mebibyte, in bytes.
const MIB: u64 = 1024 * 1024;

/// Why something is not done with a file.
#[derive(Debug, thiserror::Error)]
pub enum No {
    /// The file is none that is taken.
    #[error("the file is refused: {}", .0.id())]
    Wrong(Wrong),
    /// The person sent too much since yesterday.
    #[error("too much was sent in a day")]
    DayFull,
    /// Too many files of the person are half sent.
    #[error("too many files are half sent")]
    OpenFull,
    /// What was sent goes elsewhere: so many bytes have come.
    #[error("{0} bytes have come")]
    Place(u64),
    /// There is no such file of theirs.
    #[error("there is no such file")]
    Missing,
    /// A record names it.
    #[error("a record names the file")]
    InUse,
    /// The scanner has not seen it.
    #[error("the file was not scanned")]
    NotChecked,
    /// The form has no file.
    #[error("the form has no file")]
    NoFile,
    /// What was sent cannot be read: what, and what is expected.
    #[error("{0} is not {1}")]
    Unread(&'static str, &'static str),
    /// The disk said no.
    #[error("files: {0}")]
    Disk(#[from] std::io::Error),
    /// The house said no.
    #[error(transparent)]
    House(#[from] Error),
    /// The program failed.
    #[error("{0}")]
    Bug(String),
}

impl From<db::Error> for No {
    fn from(error: db::Error) -> No {
        No::House(error.into())
    }
}

/// Why a file is refused, in words, with what to do.
pub fn told(text: Text, wrong: Wrong) -> String {
    match wrong {
        Wrong::Empty => text.attachment_empty(),
        Wrong::TooLarge => text.attachment_too_large(FILE_BYTES_MAX / MIB),
        Wrong::Unknown => text.attachment_unknown(),
        Wrong::Heic => text.attachment_heic(),
        Wrong::OldOffice => text.attachment_old_office(),
        Wrong::Archive => text.attachment_archive(),
        Wrong::Ending => text.attachment_ending(),
        Wrong::Damaged => text.attachment_damaged(),
        Wrong::Locked => text.attachment_locked(),
        Wrong::Active => text.attachment_active(),
        Wrong::Macros => text.attachment_macros(),
        Wrong::Bomb => text.attachment_bomb(),
        Wrong::Parts => text.attachment_parts(),
        Wrong::Pixels => text.attachment_pixels(PIXELS_MAX / 1_000_000, SIDE_PIXELS_MAX),
        Wrong::Harmful => text.attachment_harmful(),
    }
}

/// Why a file is not taken that somebody chose; `None` where it is no fault of the file or of how
/// much was sent.
pub(super) fn refusal(text: Text, no: &No) -> Option<String> {
    match no {
        No::Wrong(wrong) => Some(told(text, *wrong)),
        No::DayFull => Some(text.attachment_day_full(DAY_FILES_MAX, DAY_BYTES_MAX / MIB)),
        No::OpenFull => Some(text.attachment_open_full(OPEN_FILES_MAX)),
        No::Place(_)
        | No::Missing
        | No::InUse
        | No::NotChecked
        | No::NoFile
        | No::Unread(..)
        | No::Disk(_)
        | No::House(_)
        | No::Bug(_) => None,
    }
}

impl From<No> for Problem {
    fn from(no: No) -> Problem {
        let say = |kind: &str, status: u16, words: &dyn Fn(Text) -> String| {
            let [vietnamese, english] = Language::ALL.map(|language| words(Text::new(language)));
            Problem::new(kind, status, &vietnamese, &english)
        };
        match no {
            No::Wrong(wrong) => {
                let status = if wrong == Wrong::TooLarge { 413 } else { 422 };
                say(&format!("attachment-{}", wrong.id()), status, &|text| told(text, wrong))
            }
            No::DayFull => say("attachment-day-full", 429, &|text| {
                text.attachment_day_full(DAY_FILES_MAX, DAY_BYTES_MAX / MIB)
            }),
            No::OpenFull => {
                say("attachment-open-full", 409, &|text| text.attachment_open_full(OPEN_FILES_MAX))
            }
            No::Place(bytes) => say("attachment-place", 409, &|text| text.attachment_place(bytes)),
            No::Missing => Problem::not_found(),
            No::InUse => say("attachment-in-use", 409, &|text| text.attachment_in_use()),
            No::NotChecked => {
                say("attachment-not-checked", 409, &|text| text.attachment_not_checked())
            }
            No::NoFile => say("attachment-no-file", 422, &|text| text.attachment_no_file()),
            No::Unread(what, expected) => Problem::invalid(what, expected),
            No::Disk(error) if error.kind() == ErrorKind::StorageFull => {
                tracing::error!(%error, "no room for files");
                say("attachment-disk-full", 507, &|text| text.attachment_disk_full())
            }
            No::Disk(error) => Problem::bug(&error),
            No::House(error) => error.into(),
            No::Bug(what) => Problem::bug(&what),
        }
    }
}

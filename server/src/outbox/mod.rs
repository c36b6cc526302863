//! The outbox: messages to people wait here, sealed, until a carrier took them or nobody tries any
//! more.
//!
//! Whoever has something to tell puts a [`Letter`] into the transaction of what it tells about. A
//! worker of its own for each way out gives it to its carrier, at least once and always under the
//! same identifier. What the outbox keeps afterwards says neither whom a message was for nor what
//! it said.

mod letter;
pub mod mail;
pub mod pages;
pub mod sms;
pub mod store;
#[cfg(test)]
mod tests;
pub mod work;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::MachineTime;
use domain::province::Purpose;
use page::Language;

pub use letter::{About, Letter, Message, Pen, Words, tray, way};

use crate::web::Site;

/// A way out of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Mail to a mailbox.
    Mail,
    /// A text message to a telephone.
    Sms,
}

impl Way {
    /// Both ways.
    pub const ALL: [Way; 2] = [Way::Mail, Way::Sms];

    /// The name in rows and counters.
    pub fn id(self) -> &'static str {
        match self {
            Way::Mail => "mail",
            Way::Sms => "sms",
        }
    }

    fn place(self) -> usize {
        match self {
            Way::Mail => 0,
            Way::Sms => 1,
        }
    }
}

/// What a carrier is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The same over all tries, and no other message's.
    pub id: String,
    /// A mail address, or a telephone number as `+84…`.
    pub to: String,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The language of both.
    pub language: Language,
    /// When it was written.
    pub at: MachineTime,
}

/// Why a carrier did not take a message. Numbers are the carrier's own answers: of SMTP or HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It cannot be reached, or did not answer in time.
    Unreachable,
    /// Its certificate is not trusted.
    Untrusted,
    /// It does not accept the house's name and password: an operator can mend that.
    Credentials(u16),
    /// It says to try again later.
    Busy(u16),
    /// It will never take this message.
    Refused(u16),
    /// The code ended before anybody tried.
    Ended,
    /// What was sealed cannot be opened any more.
    Unreadable,
}

impl Reason {
    /// Whether another try would change nothing.
    pub fn is_final(self) -> bool {
        match self {
            Reason::Refused(_) | Reason::Ended | Reason::Unreadable => true,
            Reason::Unreachable | Reason::Untrusted | Reason::Credentials(_) | Reason::Busy(_) => {
                false
            }
        }
    }

    /// As it is stored.
    pub fn text(self) -> String {
        match self {
            Reason::Unreachable => "unreachable".to_owned(),
            Reason::Untrusted => "untrusted".to_owned(),
            Reason::Credentials(code) => format!("credentials {code}"),
            Reason::Busy(code) => format!("busy {code}"),
            Reason::Refused(code) => format!("refused {code}"),
            Reason::Ended => "ended".to_owned(),
            Reason::Unreadable => "unreadable".to_owned(),
        }
    }

    /// Reads what was stored.
    pub fn parse(text: &str) -> Option<Reason> {
        let (kind, code) = text.split_once(' ').unwrap_or((text, "0"));
        let code = code.parse().ok()?;
        Some(match kind {
            "unreachable" => Reason::Unreachable,
            "untrusted" => Reason::Untrusted,
            "credentials" => Reason::Credentials(code),
            "busy" => Reason::Busy(code),
            "refused" => Reason::Refused(code),
            "ended" => Reason::Ended,
            "unreadable" => Reason::Unreadable,
            _ => return None,
        })
    }
}

/// Takes messages out of the house.
pub trait Carrier: Send + Sync {
    /// Hands a message over, within seconds. What went wrong is logged without whom it was for.
    fn carry(&self, parcel: &Parcel) -> Result<(), Reason>;

    /// Who it is, for an administrator: a host.
    fn name(&self) -> &str;
}

/// Carriers, each with the way that it serves.
pub type Carriers = Vec<(Way, Box<dyn Carrier>)>;

/// The carriers of a house, and what they did since it was started.
#[derive(Default)]
pub struct Outbox {
    carriers: [OnceLock<Box<dyn Carrier>>; Way::ALL.len()],
    counts: [Counts; Way::ALL.len()],
}

/// What became of tries.
#[derive(Debug, Default)]
pub struct Counts {
    /// Messages that were taken.
    pub taken: AtomicU64,
    /// Tries after which another follows.
    pub put_off: AtomicU64,
    /// Messages that nobody tries any more.
    pub failed: AtomicU64,
}

impl Outbox {
    /// Sets a carrier up; the first one of a way stays.
    pub fn set(&self, way: Way, carrier: Box<dyn Carrier>) {
        self.carriers[way.place()].set(carrier).ok();
    }

    /// The carrier of a way, where one is set up.
    pub fn carrier(&self, way: Way) -> Option<&dyn Carrier> {
        self.carriers[way.place()].get().map(AsRef::as_ref)
    }

    /// What its carrier did.
    pub fn counts(&self, way: Way) -> &Counts {
        &self.counts[way.place()]
    }
}

impl Counts {
    /// Tallies by their names.
    pub fn all(&self) -> [(&'static str, u64); 3] {
        [("taken", &self.taken), ("put_off", &self.put_off), ("failed", &self.failed)]
            .map(|(name, counter)| (name, counter.load(Ordering::Relaxed)))
    }
}

/// Whether messages can go out a way. Those of the demonstration reach its tray.
pub fn carries(site: &Site, way: Way) -> bool {
    match site.province().purpose {
        Purpose::Demo => true,
        Purpose::Production | Purpose::Bench => site.outbox().carrier(way).is_some(),
    }
}

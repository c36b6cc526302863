//! The pace of guesses: growing waits, and no way to lock anybody out.
//!
//! Each guess is counted in a few **lanes** before it is looked at, so that many at once gain
//! nothing. Whoever comes from a device that has signed in before has a lane of their own, which
//! nobody else can fill: an attacker who hammers an account slows down other attackers, not its
//! owner. Nothing is ever locked for good; a wait has a longest length.
//!
//! An account is known by several identifiers, and they share its lanes: who knows four of them has
//! no more guesses than who knows one. That must not tell which identifiers belong together, so a
//! stranger who names somebody is told to wait by the lanes of what was typed alone, known or not;
//! where the account's own lanes have to wait beside them, the guess is not looked at and is simply
//! not right.
//!
//! Passkeys are not counted here: there is nothing to guess.

use std::net::{IpAddr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::MachineTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const SECOND_US: i64 = 1_000_000;

/// What is guessed. Each is counted apart: who guesses codes knows the password already, and must
/// not wait behind those who do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guessed {
    /// A password.
    Password,
    /// A code of six digits from an authenticator app.
    Code,
    /// A recovery code.
    Recovery,
    /// A code of eight digits that is sent: counted when it is sent, for it can be typed a few
    /// times alone.
    Sent,
}

impl Guessed {
    fn name(self) -> &'static [u8] {
        match self {
            Guessed::Password => b"password",
            Guessed::Code => b"code",
            Guessed::Recovery => b"recovery",
            Guessed::Sent => b"sent",
        }
    }

    /// The pace of those whom the account knows, and of all strangers together.
    fn paces(self) -> (Pace, Pace) {
        match self {
            Guessed::Password | Guessed::Recovery | Guessed::Sent => {
                (KNOWN_PASSWORD, STRANGERS_PASSWORD)
            }
            Guessed::Code => (KNOWN_CODE, STRANGERS_CODE),
        }
    }
}

/// Whose secret is guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An account, whichever of its identifiers was typed.
    Account(&'a str),
    /// An identifier as it was typed, folded; it need not exist.
    Typed(&'a str),
    /// The account of an identifier that nobody has: so that the work is the same.
    Nobody(&'a str),
}

impl Subject<'_> {
    fn parts(&self) -> [&[u8]; 2] {
        match self {
            Subject::Account(text) => [b"account", text.as_bytes()],
            Subject::Typed(text) => [b"typed", text.as_bytes()],
            Subject::Nobody(text) => [b"nobody", text.as_bytes()],
        }
    }
}

/// Where an attempt comes from, as the account knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    /// A browser with the mark that a sign-in to this very account has left there: its hash. The
    /// caller has checked that the mark belongs to the account.
    KnownDevice(&'a str),
    /// A browser in which the account is signed in, without such a mark: its session's hash.
    Session(&'a str),
    /// An address from which this account was signed in to within the last months.
    KnownAddress,
    /// Anywhere else.
    Unknown,
}

/// One attempt.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// Whose secret is guessed.
    pub subject: Subject<'a>,
    /// The client's address.
    pub address: IpAddr,
    /// Where it comes from.
    pub origin: Origin<'a>,
    /// What is guessed.
    pub guessed: Guessed,
}

/// How a lane slows down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Guesses without any wait.
    pub free: u32,
    /// The first wait in seconds; each further one is twice as long.
    pub first_wait_s: i64,
    /// The longest wait in seconds.
    pub longest_wait_s: i64,
    /// One guess is forgotten for each whole stretch of this many seconds without any.
    pub forget_s: i64,
}

impl Pace {
    /// Guesses of one lane at most within a span of seconds, whatever the attacker does.
    ///
    /// Under the longest wait a lane's count only rises, but for what is forgotten; at the longest
    /// wait each guess costs that wait.
    pub fn admitted_max(self, span_s: i64) -> i64 {
        let saturated = i64::from(self.saturated());
        saturated + 1 + span_s / self.forget_s + span_s / self.longest_wait_s
    }

    /// The count at which the wait is the longest; it rises no further.
    fn saturated(self) -> u32 {
        let doublings = (self.longest_wait_s / self.first_wait_s).max(1).ilog2();
        self.free + doublings + 1
    }

    fn wait_us(self, tries: u32) -> i64 {
        if tries < self.free {
            return 0;
        }
        if tries >= self.saturated() {
            return self.longest_wait_s * SECOND_US;
        }
        (self.first_wait_s << (tries - self.free)) * SECOND_US
    }
}

/// Whole seconds until an instant, at least one.
pub fn seconds_until(until: MachineTime, now: MachineTime) -> i64 {
    ((until.0 - now.0) / SECOND_US).max(0) + 1
}

/// Passwords typed by somebody whom the account knows.
pub const KNOWN_PASSWORD: Pace =
    Pace { free: 5, first_wait_s: 1, longest_wait_s: 900, forget_s: 3_600 };
/// Codes typed by somebody whom the account knows.
pub const KNOWN_CODE: Pace =
    Pace { free: 5, first_wait_s: 2, longest_wait_s: 21_600, forget_s: 21_600 };
/// Passwords typed by strangers, all of them together.
pub const STRANGERS_PASSWORD: Pace =
    Pace { free: 10, first_wait_s: 1, longest_wait_s: 900, forget_s: 3_600 };
/// Codes typed by strangers, all of them together. They know the password, so the wait is long.
pub const STRANGERS_CODE: Pace =
    Pace { free: 5, first_wait_s: 2, longest_wait_s: 21_600, forget_s: 21_600 };
/// All accounts together from one address that their accounts do not know: an office of hundreds
/// may stand behind one.
pub const ADDRESS: Pace = Pace { free: 100, first_wait_s: 1, longest_wait_s: 60, forget_s: 60 };

/// What the owner of an account is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Strangers guess in earnest.
    Strangers,
    /// Somebody guesses in a session, or in a browser that has signed in before.
    Inside,
}

impl News {
    /// The guess with which it becomes news.
    fn begins_at(self) -> u32 {
        match self {
            News::Strangers => 10,
            News::Inside => 5,
        }
    }
}

/// Names a lane: a hash, so that no row holds an address or a login.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LaneKey(pub String);

impl LaneKey {
    fn new(kind: &str, parts: &[&[u8]]) -> LaneKey {
        let mut hasher = Sha256::new();
        for part in std::iter::once(&kind.as_bytes()).chain(parts) {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        LaneKey(URL_SAFE_NO_PAD.encode(hasher.finalize()))
    }
}

/// A lane's count, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Guesses not yet forgotten.
    pub tries: u32,
    /// When the last of them was admitted.
    pub last: MachineTime,
}

/// What becomes of a lane when the sign-in succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Success {
    /// It begins anew: the owner's own mistakes.
    Forget,
    /// This one guess is given back: the guesses of others stay.
    GiveBack,
    /// Nothing: an attacker must gain nothing from the owner's signing in.
    Keep,
}

/// A lane that an attempt goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Its row's key.
    pub key: LaneKey,
    pace: Pace,
    success: Success,
    /// What is news to the owner here.
    news: Option<News>,
}

/// The lanes of an attempt: their rows are read for update, in this order.
pub fn lanes(attempt: &Attempt<'_>) -> Vec<Lane> {
    let mut lanes = own_lanes(attempt);
    if attempt.origin == Origin::Unknown {
        let network = network(attempt.address);
        lanes.push(Lane {
            key: LaneKey::new("address", &[attempt.guessed.name(), &network]),
            pace: ADDRESS,
            success: Success::GiveBack,
            news: None,
        });
    }
    lanes
}

/// The lanes of an attempt but for the one that all accounts share.
pub fn own_lanes(attempt: &Attempt<'_>) -> Vec<Lane> {
    let (known, strangers) = attempt.guessed.paces();
    let key = |kind, more: &[u8]| {
        let [what, subject] = attempt.subject.parts();
        LaneKey::new(kind, &[attempt.guessed.name(), what, subject, more])
    };
    let own = |key, news| Lane { key, pace: known, success: Success::Forget, news };
    let network = network(attempt.address);
    let here = || own(key("subject and address", &network), None);
    match attempt.origin {
        Origin::KnownDevice(device) => {
            vec![own(key("subject and device", device.as_bytes()), Some(News::Inside))]
        }
        Origin::Session(session) => {
            vec![own(key("subject and session", session.as_bytes()), Some(News::Inside))]
        }
        Origin::KnownAddress => vec![here()],
        Origin::Unknown => {
            let strangers = Lane {
                key: key("subject", &[]),
                pace: strangers,
                success: Success::Keep,
                // The account's lane tells, once for all that it is known by.
                news: match attempt.subject {
                    Subject::Account(_) => Some(News::Strangers),
                    Subject::Typed(_) | Subject::Nobody(_) => None,
                },
            };
            vec![here(), strangers]
        }
    }
}

/// The attempt has to wait. It was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// From when on it may be made again. Somebody else may be quicker.
    pub until: MachineTime,
}

/// The attempt may be made. The rows are kept, in the transaction that read them, before the
/// guess is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// The lanes' rows, the attempt counted.
    pub rows: Vec<(LaneKey, Row)>,
    /// What has just become news: the owner is to be told, once.
    pub news: Option<News>,
    /// Whether the guess may be looked at; it is not right otherwise.
    pub is_looked_at: bool,
}

/// Admits an attempt through its lanes, or says how long it has to wait. `row` answers a lane's row
/// as it is kept.
pub fn admit(
    lanes: &[Lane],
    now: MachineTime,
    mut row: impl FnMut(&LaneKey) -> Option<Row>,
) -> Result<Admitted, Wait> {
    let kept: Vec<Option<Row>> =
        lanes.iter().map(|lane| row(&lane.key).map(|row| faded(lane.pace, row, now))).collect();
    let open = lanes.iter().zip(&kept).filter_map(|(lane, row)| {
        row.map(|row| MachineTime(row.last.0 + lane.pace.wait_us(row.tries)))
    });
    if let Some(until) = open.max().filter(|until| *until > now) {
        return Err(Wait { until });
    }
    let rows = Vec::with_capacity(lanes.len());
    let mut admitted = Admitted { rows, news: None, is_looked_at: true };
    for (lane, row) in lanes.iter().zip(kept) {
        let before = row.map_or(0, |row| row.tries);
        let tries = (before + 1).min(lane.pace.saturated());
        let is_new = |news: &News| (before + 1..=tries).contains(&news.begins_at());
        admitted.news = admitted.news.or(lane.news.filter(is_new));
        admitted.rows.push((lane.key.clone(), Row { tries, last: now }));
    }
    Ok(admitted)
}

/// Admits an attempt through the lanes of what was typed, which alone say whether it has to wait,
/// and through those of the account beside them: where these have to wait, it is counted where it
/// was seen and not looked at.
pub fn admit_named(
    shown: &[Lane],
    hidden: &[Lane],
    now: MachineTime,
    mut row: impl FnMut(&LaneKey) -> Option<Row>,
) -> Result<Admitted, Wait> {
    let seen = admit(shown, now, &mut row)?;
    Ok(match admit(hidden, now, row) {
        Ok(mut admitted) => {
            admitted.rows.splice(0..0, seen.rows);
            Admitted { news: admitted.news.or(seen.news), ..admitted }
        }
        Err(_) => Admitted { news: None, is_looked_at: false, ..seen },
    })
}

/// What changes when the admitted attempt was right; `None` deletes the lane's row. The rows are
/// read anew: others may have guessed while this one was looked at.
pub fn succeed(
    lanes: &[Lane],
    mut row: impl FnMut(&LaneKey) -> Option<Row>,
) -> Vec<(LaneKey, Option<Row>)> {
    let changed = lanes.iter().filter_map(|lane| match lane.success {
        Success::Forget => Some((lane.key.clone(), None)),
        Success::GiveBack => {
            let kept = row(&lane.key)?;
            let given = Row { tries: kept.tries.saturating_sub(1), ..kept };
            Some((lane.key.clone(), Some(given)))
        }
        Success::Keep => None,
    });
    changed.collect()
}

/// The longest that any row is worth keeping after its last guess, in seconds: older ones can be
/// deleted unread.
pub fn kept_s_max() -> i64 {
    let paces = [KNOWN_PASSWORD, KNOWN_CODE, STRANGERS_PASSWORD, STRANGERS_CODE, ADDRESS];
    let kept = paces.map(|pace| i64::from(pace.saturated()) * pace.forget_s);
    kept.into_iter().max().unwrap_or(0)
}

/// The row as it is now. A clock that was set back counts as no time gone by, so that nobody waits
/// longer than the longest wait.
fn faded(pace: Pace, row: Row, now: MachineTime) -> Row {
    let last = row.last.min(now);
    let forgotten = (now.0 - last.0) / (pace.forget_s * SECOND_US);
    let forgotten = u32::try_from(forgotten).unwrap_or(u32::MAX);
    Row { tries: row.tries.saturating_sub(forgotten), last }
}

/// The network that one subscriber has: a whole address of IPv4, the first 64 bits of IPv6.
fn network(address: IpAddr) -> [u8; 16] {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).octets()
        }
    }
}

#[cfg(test)]
mod tests;

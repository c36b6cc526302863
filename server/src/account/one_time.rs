//! A code sent to a phone or a mailbox: proves that somebody reads what is sent there.
//!
//! It belongs to one purpose and to one request. Its hash is keyed with the request's nonce, which
//! only the browser holds: neither the table nor the message alone is worth anything.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::MachineTime;
use ring::hmac;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// Digits of a code: 26 bits, and easily read in two groups of four.
pub const DIGITS: u32 = 8;
/// How long a code works, in seconds.
pub const LIFE_S: i64 = 10 * 60;
/// How often a code may be typed.
pub const TRIES_MAX: u32 = 5;
/// Bytes of chance in a nonce.
pub const NONCE_BYTES: usize = 16;

/// What a code is for. A code for one purpose never serves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A second factor of a sign-in.
    SignIn,
    /// Confirming that a telephone number or a mailbox is one's own.
    Contact,
    /// Taking back an account whose password was lost.
    Recovery,
}

/// The request's own half, kept in the browser's cookie and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce([u8; NONCE_BYTES]);

impl Nonce {
    /// A nonce made of chance.
    pub fn new(chance: [u8; NONCE_BYTES]) -> Nonce {
        Nonce(chance)
    }

    /// The text of the cookie.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads the cookie.
    pub fn parse(text: &str) -> Option<Nonce> {
        Some(Nonce(URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?))
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(…)")
    }
}

/// A code that was sent, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    purpose: Purpose,
    hash: String,
    ends: MachineTime,
    tries_left: u32,
}

/// What came of typing a code. Whatever came, the caller keeps it before answering: in the
/// transaction that read the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is right. The record is deleted.
    Right,
    /// It is wrong. This record stands in the old one's place.
    Wrong(Sent),
    /// It was wrong for the last time, or comes too late. The record is deleted.
    Over,
}

/// A new code: the digits to send, and the record to keep.
pub fn send(purpose: Purpose, nonce: &Nonce, now: MachineTime, chance: [u8; 8]) -> (String, Sent) {
    // 64 bits over 10^8 codes: no code is likelier than another by more than one in 10^11.
    let code = format!("{:08}", u64::from_le_bytes(chance) % 10_u64.pow(DIGITS));
    let ends = MachineTime(now.0.saturating_add(LIFE_S * 1_000_000));
    let hash = URL_SAFE_NO_PAD.encode(keyed(purpose, nonce, &code));
    (code, Sent { purpose, hash, ends, tries_left: TRIES_MAX })
}

impl Sent {
    /// Whether it can be deleted unread.
    pub fn is_over(&self, now: MachineTime) -> bool {
        now >= self.ends || self.tries_left == 0
    }

    /// Tries a typed code for a purpose, within the request that asked for it.
    pub fn accept(
        &self,
        purpose: Purpose,
        nonce: &Nonce,
        typed: &str,
        now: MachineTime,
    ) -> Outcome {
        if self.is_over(now) {
            return Outcome::Over;
        }
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let hash = URL_SAFE_NO_PAD.encode(keyed(purpose, nonce, &typed));
        let is_right: bool = hash.as_bytes().ct_eq(self.hash.as_bytes()).into();
        if is_right {
            return Outcome::Right;
        }
        match self.tries_left - 1 {
            0 => Outcome::Over,
            tries_left => Outcome::Wrong(Sent { tries_left, ..self.clone() }),
        }
    }
}

fn keyed(purpose: Purpose, nonce: &Nonce, code: &str) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &nonce.0);
    let purpose = match purpose {
        Purpose::SignIn => "sign-in",
        Purpose::Contact => "contact",
        Purpose::Recovery => "recovery",
    };
    hmac::sign(&key, format!("motcua/one-time/{purpose}/{code}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: MachineTime = MachineTime(1_000_000_000);

    fn sent() -> (String, Nonce, Sent) {
        let nonce = Nonce::new([3; NONCE_BYTES]);
        let (code, sent) = send(Purpose::SignIn, &nonce, NOW, [0, 1, 2, 3, 4, 5, 6, 7]);
        (code, nonce, sent)
    }

    fn wrong(outcome: Outcome) -> Sent {
        match outcome {
            Outcome::Wrong(sent) => sent,
            other => panic!("it is {other:?}"),
        }
    }

    #[test]
    fn a_code_has_eight_digits_and_is_right_with_a_space() {
        let (code, nonce, sent) = sent();
        assert_eq!(code.len(), 8);
        let spaced = format!("{} {}", &code[..4], &code[4..]);
        assert_eq!(sent.accept(Purpose::SignIn, &nonce, &spaced, NOW), Outcome::Right);
        let (low, _) = send(Purpose::SignIn, &nonce, NOW, [5, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(low, "00000005", "zeros in front are kept");
    }

    #[test]
    fn a_code_serves_its_purpose_and_its_request_alone() {
        let (code, nonce, sent) = sent();
        wrong(sent.accept(Purpose::Recovery, &nonce, &code, NOW));
        wrong(sent.accept(Purpose::SignIn, &Nonce::new([4; NONCE_BYTES]), &code, NOW));
    }

    #[test]
    fn a_code_can_be_typed_five_times() {
        let (code, nonce, mut sent) = sent();
        for _ in 1..TRIES_MAX {
            sent = wrong(sent.accept(Purpose::SignIn, &nonce, "00000000", NOW));
        }
        assert_eq!(sent.accept(Purpose::SignIn, &nonce, &code, NOW), Outcome::Right);
        assert_eq!(sent.accept(Purpose::SignIn, &nonce, "00000000", NOW), Outcome::Over);
    }

    #[test]
    fn a_code_works_ten_minutes() {
        let (code, nonce, sent) = sent();
        let after = |seconds: i64| MachineTime(NOW.0 + seconds * 1_000_000);
        assert_eq!(sent.accept(Purpose::SignIn, &nonce, &code, after(599)), Outcome::Right);
        assert_eq!(sent.accept(Purpose::SignIn, &nonce, &code, after(600)), Outcome::Over);
    }

    #[test]
    fn the_record_shows_neither_the_code_nor_the_nonce() {
        let (code, nonce, sent) = sent();
        let kept = serde_json::to_string(&sent).expect("text");
        assert!(!kept.contains(&code) && !kept.contains(&nonce.reveal()), "{kept}");
        assert_eq!(serde_json::from_str::<Sent>(&kept).expect("a record"), sent);
        assert_eq!(Nonce::parse(&nonce.reveal()), Some(nonce));
    }
}

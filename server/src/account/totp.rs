//! Codes of an authenticator app: RFC 6238 with the parameters that every app knows.
//!
//! SHA-1 is what the apps speak; as a keyed hash it is still sound (RFC 6238, section 1.2).

use std::fmt;

use domain::MachineTime;
use ring::hmac;
use subtle::ConstantTimeEq;

use super::escape::escaped;

/// Bytes of chance in a secret (RFC 4226, section 4, R6).
pub const SECRET_BYTES: usize = 20;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// How long a code stands, in seconds.
pub const STEP_S: i64 = 30;
/// Steps before and after the present one that are taken too, for clocks and slow hands.
pub const DRIFT_STEPS: i64 = 1;

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that the house and an app share. Printing it for debugging shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET_BYTES]);

/// A step of time that a code belongs to. Each is accepted once, so that a code seen over a
/// shoulder is worth nothing.
pub type Step = i64;

impl Secret {
    /// A secret made of chance.
    pub fn new(chance: [u8; SECRET_BYTES]) -> Secret {
        Secret(chance)
    }

    /// The text that a person types into an app, and that the house keeps (enciphered): base32.
    pub fn reveal(&self) -> String {
        // 160 bits are 32 letters of five bits, without a rest.
        self.0
            .chunks(5)
            .flat_map(|bytes| {
                let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
                (0..8).rev().map(move |at| char::from(BASE32[(bits >> (5 * at) & 31) as usize]))
            })
            .collect()
    }

    /// Reads what [`Secret::reveal`] wrote.
    pub fn parse(text: &str) -> Option<Secret> {
        let letters = text.bytes().map(|letter| BASE32.iter().position(|known| *known == letter));
        let letters: [usize; SECRET_BYTES * 8 / 5] =
            letters.collect::<Option<Vec<_>>>()?.try_into().ok()?;
        let bytes = letters.chunks(8).flat_map(|letters| {
            let bits = letters.iter().fold(0_u64, |bits, letter| bits << 5 | *letter as u64);
            bits.to_be_bytes().into_iter().skip(3)
        });
        Some(Secret(bytes.collect::<Vec<_>>().try_into().ok()?))
    }

    /// The address that an app reads from a picture. `issuer` and `account` are shown in the app.
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = self.reveal();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
        )
    }

    /// That address as a QR code: an SVG document. `None` when the names are too long for one.
    pub fn picture(&self, issuer: &str, account: &str) -> Option<String> {
        let code = fast_qr::QRBuilder::new(self.address(issuer, account)).build().ok()?;
        Some(fast_qr::convert::svg::SvgBuilder::default().to_str(&code))
    }

    /// The step that a typed code belongs to, if it is right now and later than the last step that
    /// was accepted. The caller keeps the step in the same transaction, and gives it next time.
    pub fn accept(&self, typed: &str, now: MachineTime, last: Option<Step>) -> Option<Step> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let present = now.0.div_euclid(1_000_000 * STEP_S);
        // Every step is compared, whether or not one was found, so that time tells nothing.
        (present - DRIFT_STEPS..=present + DRIFT_STEPS).fold(None, |found, step| {
            let right: bool = self.code(step).as_bytes().ct_eq(typed.as_bytes()).into();
            let fresh = last.is_none_or(|last| step > last);
            if right && fresh { found.or(Some(step)) } else { found }
        })
    }

    /// The code of a step (RFC 4226, section 5.3).
    pub fn code(&self, step: Step) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let at = usize::from(tag[tag.len() - 1] & 0xf);
        let number = tag[at..at + 4].iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn known() -> Secret {
        Secret::new(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> MachineTime {
        MachineTime(seconds * 1_000_000)
    }

    #[test]
    fn the_codes_of_the_standard_come_out() {
        // RFC 6238, appendix B, the last six of eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(known().code(seconds / STEP_S), code, "{seconds}");
            assert_eq!(known().accept(code, at(seconds), None), Some(seconds / STEP_S));
        }
    }

    #[test]
    fn a_code_is_accepted_one_step_early_or_late_and_no_further() {
        let secret = known();
        let code = secret.code(100);
        for (step, accepted) in [(98, false), (99, true), (100, true), (101, true), (102, false)] {
            let found = secret.accept(&code, at(step * STEP_S), None);
            assert_eq!(found.is_some(), accepted, "at step {step}");
        }
    }

    #[test]
    fn a_step_is_accepted_once_and_nothing_before_it() {
        let secret = known();
        let now = at(100 * STEP_S);
        assert_eq!(secret.accept(&secret.code(100), now, None), Some(100));
        assert_eq!(secret.accept(&secret.code(100), now, Some(100)), None, "the same again");
        assert_eq!(secret.accept(&secret.code(99), now, Some(100)), None, "an older one");
        assert_eq!(secret.accept(&secret.code(101), now, Some(100)), Some(101));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let (secret, now) = (known(), at(59));
        for typed in ["", "28708", "2870820", "287 082x", "٢٨٧٠٨٢"] {
            assert_eq!(secret.accept(typed, now, None), None, "{typed}");
        }
        assert_eq!(secret.accept("287 082", now, None), Some(1), "apps show it with a space");
    }

    #[test]
    fn a_secret_is_read_back_from_its_text() {
        let text = known().reveal();
        assert_eq!(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Secret::parse(&text), Some(known()));
        for other in ["", "GEZD", &text[1..], "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"] {
            assert_eq!(Secret::parse(other), None, "{other}");
        }
    }

    #[test]
    fn an_app_reads_names_with_vietnamese_letters() {
        let address = known().address("Đắk Nông", "h'bia");
        assert!(address.starts_with("otpauth://totp/%C4%90%E1%BA%AFk%20N%C3%B4ng:h%27bia?secret="));
        let picture = known().picture("Đắk Nông", "h'bia").expect("short enough");
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>"), "{picture:.40}");
        assert_eq!(known().picture(&"a".repeat(3_000), "b"), None);
    }
}

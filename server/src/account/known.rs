//! Marks that a sign-in leaves in a browser, so that its owner has a lane of guesses that nobody
//! else can fill (see `throttle`). A mark signs nobody in.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::StreamId;
use subtle::ConstantTimeEq;

use super::errand::set_cookie;
use super::secret::HouseSecret;
use crate::web::caller::cookie;

/// The cookie with the marks.
pub const COOKIE: &str = "__Host-known";
/// Bytes of chance in a mark.
pub const CHANCE_BYTES: usize = 16;
/// Marks that a browser keeps: colleagues share one at the counter.
const MARKS_MAX: usize = 16;
/// How long a browser keeps them, in seconds: half a year.
const LIFE_S: i64 = 180 * 24 * 3600;

/// The mark that an account has left in this browser.
pub fn mark(headers: &HeaderMap, secret: &HouseSecret, account: &StreamId) -> Option<String> {
    marks(headers).find_map(|mark| {
        let (chance, sum) = mark.split_once('.')?;
        let right = sign(secret, account, chance);
        bool::from(right.as_bytes().ct_eq(sum.as_bytes())).then(|| chance.to_owned())
    })
}

/// The cookie with a mark of the account added; nothing to set where it has one.
pub fn remember(
    headers: &HeaderMap,
    secret: &HouseSecret,
    account: &StreamId,
    chance: [u8; CHANCE_BYTES],
) -> Option<HeaderValue> {
    if mark(headers, secret, account).is_some() {
        return None;
    }
    let chance = URL_SAFE_NO_PAD.encode(chance);
    let new = format!("{chance}.{}", sign(secret, account, &chance));
    let kept = marks(headers).filter(|mark| is_plain(mark)).take(MARKS_MAX - 1);
    let all: Vec<&str> = std::iter::once(new.as_str()).chain(kept).collect();
    Some(set_cookie(COOKIE, &all.join("~"), LIFE_S))
}

fn marks(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    cookie(headers, COOKIE).unwrap_or_default().split('~').filter(|mark| !mark.is_empty())
}

/// Whether a mark can stand in a cookie again: it came from outside.
fn is_plain(mark: &str) -> bool {
    mark.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn sign(secret: &HouseSecret, account: &StreamId, chance: &str) -> String {
    secret.hash("known-device", &format!("{account} {chance}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(value: &str) -> HeaderMap {
        let text = format!("{COOKIE}={value}");
        let value = HeaderValue::from_str(&text).expect("a cookie");
        HeaderMap::from_iter([(axum::http::header::COOKIE, value)])
    }

    #[test]
    fn a_mark_belongs_to_one_account_of_one_house() {
        let secret = HouseSecret::new(&[1; 32]);
        let (one, other) = (StreamId::stored("2019/account/a"), StreamId::stored("2019/account/b"));
        let set = remember(&HeaderMap::new(), &secret, &one, [7; 16]).expect("a new mark");
        let text = set.to_str().expect("text");
        let value = text.split(['=', ';']).nth(1).expect("a value").to_owned();
        assert!(mark(&with(&value), &secret, &one).is_some());
        assert_eq!(mark(&with(&value), &secret, &other), None, "another account");
        assert_eq!(mark(&with(&value), &HouseSecret::new(&[2; 32]), &one), None, "another house");
        assert_eq!(remember(&with(&value), &secret, &one, [8; 16]), None, "it is known already");
        let both = remember(&with(&value), &secret, &other, [9; 16]).expect("another mark");
        assert!(both.to_str().expect("text").contains(&value), "colleagues keep theirs");
    }

    #[test]
    fn a_browser_keeps_few_marks_and_no_foreign_letters() {
        let secret = HouseSecret::new(&[1; 32]);
        let one = StreamId::stored("2019/account/a");
        let many = vec!["a.b"; 40].join("~") + "~\u{22}x";
        let set = remember(&with(&many), &secret, &one, [7; 16]).expect("a new mark");
        let text = set.to_str().expect("text");
        assert_eq!(text.matches('~').count(), MARKS_MAX - 1);
        assert!(!text.contains('"'));
    }
}

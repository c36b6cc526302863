//! Passwords: which are strong enough, and how they are kept.
//!
//! Length and unguessability count; composition and age do not (NIST SP 800-63B-4, 3.1.1.2;
//! OWASP ASVS 5.0, V6.2).

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::text;
use page::Text;
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Entropy, zxcvbn};

/// The shortest password, in characters.
pub const CHARACTERS_MIN: usize = 8;
/// The longest password, in characters.
pub const CHARACTERS_MAX: usize = 128;
/// Guesses that a password must be worth. `throttle` admits a few thousand a month at most.
pub const GUESSES_MIN: u64 = 10_000_000;
/// Characters that are judged. The judge may take seconds over a hundred that were chosen to weary
/// it, and who has chosen 32 good ones has chosen enough.
const JUDGED_CHARACTERS_MAX: usize = 32;
/// Bytes of chance in a salt.
pub const SALT_BYTES: usize = 16;
/// Hashes computed at once, each with its memory: as many as the smallest machine has cores.
/// With [`HASHES_WAITING_MAX`] the measure of a [`super::gate::Gate`].
pub const HASHES_AT_ONCE: usize = 2;
/// Sign-ins that wait for their turn; more are told to come again.
pub const HASHES_WAITING_MAX: usize = 64;

/// Words that everybody here thinks of first, and the family and middle names that most people
/// here have; folded. Lists made elsewhere lack them.
const HOUSE_WORDS: [&str; 32] = [
    "motcua",
    "mot cua",
    "matkhau",
    "mat khau",
    "vietnam",
    "ubnd",
    "uyban",
    "canbo",
    "congchuc",
    "hanhchinh",
    "dichvucong",
    "anhyeuem",
    "emyeuanh",
    "xinchao",
    "nguyen",
    "tran",
    "pham",
    "hoang",
    "huynh",
    "phan",
    "dang",
    "duong",
    "van",
    "thi",
    "minh",
    "anh",
    "hung",
    "tuan",
    "linh",
    "trang",
    "thanh",
    "phuong",
];
/// The shortest word of a name that a password is held against; shorter ones are in everything.
const CONTEXT_CHARACTERS_MIN: usize = 3;
/// Letters beside known words that do not yet make a password of its own.
const LETTERS_BESIDE_NAMES_MAX: usize = 3;
/// Digits of a whole date.
const DATE_DIGITS: usize = 8;
/// Words of a name that are looked at: an office's name can be a sentence.
const NAME_WORDS_MAX: usize = 8;

/// What a hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory of one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
}

impl Cost {
    /// What the house pays: 19 MiB and two passes (OWASP Password Storage Cheat Sheet). Raise it
    /// when machines get faster; hashes are renewed as people sign in.
    pub const HOUSE: Cost = Cost { memory_kib: 19 * 1024, passes: 2 };

    fn function(self) -> Result<Argon2<'static>, Error> {
        let params = Params::new(self.memory_kib, self.passes, 1, None).map_err(|_| Error::Cost)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// What cannot be worked with; a fault of the house, never of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The kept hash is no Argon2 hash.
    #[error("a kept password hash is damaged")]
    Damaged,
    /// The cost is out of the function's range.
    #[error("the cost of a password hash is out of range")]
    Cost,
}

/// A password as typed, composed to one form (NFC), so that every keyboard types the same one.
/// Printing it for debugging shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes what was typed.
    pub fn new(typed: &str) -> Password {
        Password(text::compose(typed))
    }

    /// What is wrong with it as a new password of somebody with these names: the person's own,
    /// the login, the office, the province.
    pub fn weakness(&self, names: &[&str]) -> Option<Weakness> {
        match self.0.chars().count() {
            ..CHARACTERS_MIN => return Some(Weakness::TooShort),
            CHARACTERS_MIN..=CHARACTERS_MAX => {}
            _ => return Some(Weakness::TooLong),
        }
        let known = known_words(names);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let plain = text::fold(&self.0);
        if is_made_of(&known, &plain) {
            return Some(Weakness::Named);
        }
        // Marks are the first thing that a guesser leaves out: both spellings must hold.
        let spellings = [self.0.as_str(), plain.as_str()];
        let needed = if self.0.is_ascii() { &spellings[..1] } else { &spellings[..] };
        needed.iter().find_map(|spelling| {
            let judged: String = spelling.chars().take(JUDGED_CHARACTERS_MAX).collect();
            let judged = zxcvbn(&judged, &known);
            (judged.guesses() < GUESSES_MIN).then(|| reason(&judged, &known))
        })
    }

    /// The hash to keep, as a PHC string.
    pub fn hash(&self, cost: Cost, salt: [u8; SALT_BYTES]) -> Result<String, Error> {
        let hashed = cost.function()?.hash_password_with_salt(self.0.as_bytes(), &salt);
        Ok(hashed.map_err(|_| Error::Cost)?.to_string())
    }

    /// Holds it against the kept hash. Where there is none, for an unknown login, a hash of the
    /// same cost is computed all the same, so that the answer takes as long.
    pub fn verify(&self, kept: Option<&str>, cost: Cost) -> Result<Verdict, Error> {
        let Some(kept) = kept else {
            self.hash(cost, [0; SALT_BYTES])?;
            return Ok(Verdict::Wrong);
        };
        let kept = PasswordHash::new(kept).map_err(|_| Error::Damaged)?;
        let params = Params::try_from(&kept).map_err(|_| Error::Damaged)?;
        let found = cost.function()?.verify_password(self.0.as_bytes(), &kept);
        match found {
            Ok(()) => {
                let paid = Cost { memory_kib: params.m_cost(), passes: params.t_cost() };
                Ok(if paid == cost { Verdict::Right } else { Verdict::RightAtOldCost })
            }
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
            Err(_) => Err(Error::Damaged),
        }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What came of holding a password against a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the one.
    Right,
    /// It is the one; the hash was made at another cost and is to be made anew.
    RightAtOldCost,
    /// It is not, or there is no such login.
    Wrong,
}

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Under [`CHARACTERS_MIN`].
    TooShort,
    /// Over [`CHARACTERS_MAX`].
    TooLong,
    /// Among the passwords and words that are tried first.
    Common,
    /// Made of names: the person's, the office's, the province's, or those that are common here.
    Named,
    /// A walk over the keyboard, a row, a repetition or a date.
    Pattern,
    /// Guessable otherwise.
    Guessable,
}

impl Weakness {
    /// The sentence for the person.
    pub fn sentence(self, text: Text) -> String {
        match self {
            Weakness::TooShort => text.password_too_short(CHARACTERS_MIN),
            Weakness::TooLong => text.password_too_long(CHARACTERS_MAX),
            Weakness::Common => text.password_common().to_owned(),
            Weakness::Named => text.password_named().to_owned(),
            Weakness::Pattern => text.password_pattern().to_owned(),
            Weakness::Guessable => text.password_guessable().to_owned(),
        }
    }
}

/// The house's words and the names, folded: each word, each run of words and each two words of a
/// name, written together, and the name as it stands.
fn known_words(names: &[&str]) -> Vec<String> {
    let mut known: Vec<String> = HOUSE_WORDS.map(str::to_owned).into();
    for name in names {
        let folded = text::fold(name);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.take(NAME_WORDS_MAX).collect();
        for first in 0..words.len() {
            known.extend((first..words.len()).map(|last| words[first..=last].concat()));
            known.extend(words.iter().map(|second| [words[first], second].concat()));
        }
        known.push(folded);
    }
    known.retain(|word| word.chars().count() >= CONTEXT_CHARACTERS_MIN);
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    known
}

/// Whether known words and a date are all that there is to it. The judge would not see it: it takes
/// it that a guesser does not know how many words there are.
fn is_made_of(known: &[&str], plain: &str) -> bool {
    let rest = known.iter().fold(plain.to_owned(), |rest, word| rest.replace(word, " "));
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    let digits = rest.chars().filter(|c| c.is_numeric()).count();
    rest != plain && letters <= LETTERS_BESIDE_NAMES_MAX && digits <= DATE_DIGITS
}

/// What most of the password is made of, for the person to understand.
fn reason(judged: &Entropy, known: &[&str]) -> Weakness {
    let is_known = |word: &str| known.contains(&word);
    let parts = judged.sequence();
    let named = parts.iter().any(|part| match &part.pattern {
        MatchPattern::Dictionary(found) => is_known(&found.matched_word),
        MatchPattern::Repeat(found) => is_known(&found.base_token),
        MatchPattern::Spatial(_)
        | MatchPattern::Sequence(_)
        | MatchPattern::Regex(_)
        | MatchPattern::Date(_)
        | MatchPattern::BruteForce => false,
    });
    let longest = parts.iter().max_by_key(|part| part.range_inclusive().count());
    match longest.map(|part| &part.pattern) {
        _ if named => Weakness::Named,
        Some(MatchPattern::Dictionary(_)) => Weakness::Common,
        Some(
            MatchPattern::Spatial(_)
            | MatchPattern::Sequence(_)
            | MatchPattern::Repeat(_)
            | MatchPattern::Date(_),
        ) => Weakness::Pattern,
        Some(MatchPattern::Regex(_) | MatchPattern::BruteForce) | None => Weakness::Guessable,
    }
}

#[cfg(test)]
mod tests;

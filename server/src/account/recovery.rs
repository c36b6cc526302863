//! Recovery codes: printed once, kept in a drawer, each opens the account once when the phone is
//! lost.
//!
//! A code has 60 bits: too few for a plain hash (OWASP ASVS 5.0, 6.5.2), so it is kept as a
//! password is. All codes of a set share one salt, so that trying one costs one hash.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::password::{Cost, Error};

/// Codes in a set.
pub const CODES: usize = 10;
/// Bytes of chance that a set is made of: eight a code.
pub const CHANCE_BYTES: usize = CODES * 8;
/// Bytes of chance in the salt of a set (OWASP ASVS 5.0, 6.5.2 asks for 32 bits or more).
pub const SALT_BYTES: usize = 16;
/// Letters of a code, five bits each.
const LETTERS: usize = 12;
const GROUP_LETTERS: usize = 4;
/// No 0, O, 1 and I, which look alike on paper.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The codes of an account that are still good, as they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    salt: String,
    memory_kib: u32,
    passes: u32,
    hashes: Vec<String>,
}

/// Makes a set: the texts to print, and the record to keep. Takes [`CODES`] hashes of work.
pub fn make(
    chance: [u8; CHANCE_BYTES],
    salt: [u8; SALT_BYTES],
    cost: Cost,
) -> Result<(Vec<String>, RecoveryCodes), Error> {
    let texts: Vec<String> = chance.chunks(8).map(spell).collect();
    let mut kept = RecoveryCodes {
        salt: URL_SAFE_NO_PAD.encode(salt),
        memory_kib: cost.memory_kib,
        passes: cost.passes,
        hashes: Vec::new(),
    };
    let hashes = texts.iter().map(|text| kept.hash(text)).collect::<Result<_, _>>()?;
    kept.hashes = hashes;
    Ok((texts, kept))
}

impl RecoveryCodes {
    /// How many codes are left; at two or fewer the person is told to make a new set.
    pub fn left(&self) -> usize {
        self.hashes.len()
    }

    /// Spends a typed code: the record without it, or `None` when it is not among them. The caller
    /// keeps the record in the transaction that read it, so that a code works once.
    pub fn spend(&self, typed: &str) -> Result<Option<RecoveryCodes>, Error> {
        let hash = self.hash(typed)?;
        let is_it = |kept: &String| bool::from(kept.as_bytes().ct_eq(hash.as_bytes()));
        let mut left = self.clone();
        left.hashes.retain(|kept| !is_it(kept));
        Ok((left.left() < self.left()).then_some(left))
    }

    fn hash(&self, text: &str) -> Result<String, Error> {
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let letters = letters.to_ascii_uppercase();
        let salt = URL_SAFE_NO_PAD.decode(&self.salt).map_err(|_| Error::Damaged)?;
        let params = Params::new(self.memory_kib, self.passes, 1, None).map_err(|_| Error::Cost)?;
        let function = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hash = [0; 32];
        let hashed = function.hash_password_into(letters.as_bytes(), &salt, &mut hash);
        hashed.map_err(|_| Error::Damaged)?;
        Ok(URL_SAFE_NO_PAD.encode(hash))
    }
}

/// Five bits a letter, in groups: `K7QM-W2XD-9RTA`.
fn spell(bytes: &[u8]) -> String {
    let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut text = String::with_capacity(LETTERS + LETTERS / GROUP_LETTERS);
    for at in 0..LETTERS {
        if at > 0 && at % GROUP_LETTERS == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[(bits >> (5 * at) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

    fn set() -> (Vec<String>, RecoveryCodes) {
        let chance = std::array::from_fn(|at| u8::try_from(at * 37 % 251).expect("a byte"));
        make(chance, [5; SALT_BYTES], CHEAP).expect("made")
    }

    #[test]
    fn a_set_has_ten_readable_codes_all_different() {
        let (mut texts, kept) = set();
        assert_eq!(kept.left(), CODES);
        for text in &texts {
            assert_eq!(text.len(), 14);
            assert!(!text.contains(['0', 'O', '1', 'I']), "{text}");
        }
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), CODES);
    }

    #[test]
    fn a_code_works_once_however_it_is_typed() {
        let (texts, kept) = set();
        let typed = texts[3].to_lowercase().replace('-', " ");
        let left = kept.spend(&typed).expect("readable").expect("it is one of them");
        assert_eq!(left.left(), CODES - 1);
        assert_eq!(left.spend(&texts[3]).expect("readable"), None, "the same again");
        assert!(left.spend(&texts[4]).expect("readable").is_some(), "another");
    }

    #[test]
    fn all_codes_can_be_spent_and_then_nothing_is_right() {
        let (texts, mut kept) = set();
        for text in &texts {
            kept = kept.spend(text).expect("readable").expect("it is one of them");
        }
        assert_eq!(kept.left(), 0);
        assert_eq!(kept.spend("").expect("readable"), None);
    }

    #[test]
    fn a_wrong_code_spends_nothing() {
        let (_, kept) = set();
        for typed in ["", "AAAA-AAAA-AAAA", "----"] {
            assert_eq!(kept.spend(typed).expect("readable"), None, "{typed}");
        }
    }

    #[test]
    fn the_record_shows_no_code_and_is_read_back() {
        let (texts, kept) = set();
        let text = serde_json::to_string(&kept).expect("text");
        assert!(texts.iter().all(|code| !text.contains(&code.replace('-', ""))));
        assert_eq!(serde_json::from_str::<RecoveryCodes>(&text).expect("a record"), kept);
    }
}

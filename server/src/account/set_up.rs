//! One-time set-up codes: the first administrator's, and those of accounts that were opened for
//! somebody. Only hashes are kept; a code works once, for seven days.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::Tx;
use domain::{MachineTime, StreamId};
use serde::{Deserialize, Serialize};

use super::errand::{self, Kind};
use super::store;
use crate::app::Source;
use crate::commit::Error;

/// How long a code works, in microseconds: seven days.
pub const LIFE_US: i64 = 7 * 24 * 3600 * 1_000_000;
/// Letters of a code: 100 bits.
const LETTERS: usize = 20;
/// Letters of a group, as a code is written.
const GROUP_LETTERS: usize = 5;
/// No 0, O, 1 and I, which look alike on paper.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The account that a code is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct For {
    /// Its stream.
    pub account: StreamId,
}

/// What a right code opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opens {
    /// The account of the first administrator, which is to be opened; since when the code is.
    First(MachineTime),
    /// An account that was opened already.
    Account(StreamId),
}

/// Draws a code, written in groups of five letters.
pub fn draw(source: &Source) -> String {
    let chance: [u8; LETTERS] = source.chance();
    let letters: Vec<u8> = chance.iter().map(|byte| ALPHABET[usize::from(byte % 32)]).collect();
    let groups = letters.chunks(GROUP_LETTERS).map(|group| String::from_utf8_lossy(group));
    groups.collect::<Vec<_>>().join("-")
}

/// The hash of a code as it is typed: case, spaces and dashes do not matter.
pub fn hash(typed: &str) -> Vec<u8> {
    let letters: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    ledger::hash::sha256(&[letters.to_ascii_uppercase().as_bytes()]).0.to_vec()
}

fn key(hash: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(hash)
}

/// Keeps a code for an account that was opened.
pub fn keep(
    tx: &mut Tx<'_>,
    code: &str,
    account: &StreamId,
    now: MachineTime,
) -> Result<(), Error> {
    let payload = For { account: account.clone() };
    let ends = MachineTime(now.0 + LIFE_US);
    errand::put(tx, &key(&hash(code)), Kind::SetUp, &payload, ends)
}

/// What a code opens; nothing when it is wrong, was used, or has ended.
pub fn find(tx: &mut Tx<'_>, hash: &[u8], now: MachineTime) -> Result<Option<Opens>, Error> {
    let values = [hash.to_vec().into(), (now.0 - LIFE_US).into()];
    if let Some(row) = tx.row(&store::SETUP_CODE, &values)? {
        return Ok(Some(Opens::First(MachineTime(row.int(0)?))));
    }
    let found: Option<For> = errand::read(tx, &key(hash), Kind::SetUp, now)?;
    Ok(found.map(|found| Opens::Account(found.account)))
}

/// Spends a code; whether it was still good.
pub fn spend(tx: &mut Tx<'_>, hash: &[u8], now: MachineTime) -> Result<bool, Error> {
    match find(tx, hash, now)? {
        None => Ok(false),
        Some(Opens::First(_)) => {
            Ok(tx.execute(&store::TAKE_SETUP_CODE, &[hash.to_vec().into()])? > 0)
        }
        Some(Opens::Account(_)) => {
            Ok(errand::take::<For>(tx, &key(hash), Kind::SetUp, now)?.is_some())
        }
    }
}

/// Gives a code of the first administrator back, when nothing came of it.
pub fn give_back(tx: &mut Tx<'_>, hash: &[u8], made_at: MachineTime) -> Result<(), Error> {
    let values = [hash.to_vec().into(), made_at.0.into()];
    tx.execute(&crate::commit::store::ADD_SETUP_CODE, &values)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = draw(&Source::real());
        assert_eq!(code.len(), LETTERS + LETTERS / GROUP_LETTERS - 1);
        let other = code.to_lowercase().replace('-', " ");
        assert_eq!(hash(&code), hash(&other));
        assert_ne!(hash(&code), hash(&draw(&Source::real())));
    }
}

//! People: the register of officers and programs, their posts and deputies, what they may do and
//! why, and the tokens of programs.
//!
//! Every address names an account by the random part of its stream, never by a name.

pub mod api;
pub mod filled;
pub mod form;
pub mod leave;
pub mod one;
pub mod open;
pub mod posts;
pub mod reach;
pub mod read;
pub mod register;
pub mod rights;
pub mod said;
pub mod store;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod words;

use domain::StreamId;

use crate::office::tree::Tree;
use crate::web::Problem;
use crate::web::turn::Turn;

/// The longest random part of a stream, in characters.
const KEY_LENGTH_MAX: usize = 64;

/// An account as addresses name it: `2019-` and the random part of its stream.
pub fn id(account: &StreamId) -> String {
    account.as_str().replacen("/account/", "-", 1)
}

/// The account that an address names; `None` for what can name none.
pub fn stream(id: &str) -> Option<StreamId> {
    let (year, key) = id.split_once('-')?;
    let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = (1..=KEY_LENGTH_MAX).contains(&key.len());
    (digits && plain && fits).then(|| domain::account::stream(year.parse().unwrap_or(0), key))
}

/// The address of an account.
pub fn path(account: &StreamId) -> String {
    format!("/people/{}", id(account))
}

/// The offices of today.
async fn tree(turn: &Turn) -> Result<Tree, Problem> {
    let today = turn.today();
    Ok(turn.site.house().db.read(move |tx| Tree::read(tx, today)).await?)
}

//! Sessions of browsers and tokens of programs: made, found again, ended.
//!
//! A session is known by the hash of a token that only the browser has. It ends when nobody came
//! for a while, at the latest after a day's work, and at once when its account is closed.

use db::{Tx, Value};
use domain::access::Factor;
use domain::account::Account;
use domain::{LawTime, MachineTime, State, StreamId};

use super::store;
use super::token::TokenHash;
use crate::commit::Error;

/// How long a session lives without anybody coming, in microseconds: an hour.
pub const IDLE_US: i64 = 3600 * 1_000_000;
/// How long a session lives at most, in microseconds: twelve hours.
pub const LIFE_US: i64 = 12 * 3600 * 1_000_000;
/// How long a proof counts as just given, in microseconds: five minutes.
pub const FRESH_US: i64 = 5 * 60 * 1_000_000;
/// How often a session notes that somebody came, in microseconds: a minute.
pub const NOTE_US: i64 = 60 * 1_000_000;
/// How often a token notes that it was used, in microseconds: an hour.
pub const NOTE_TOKEN_US: i64 = 3600 * 1_000_000;
/// The longest description of a browser that is kept, in characters.
pub const BROWSER_LENGTH_MAX: usize = 200;

/// A session as it is kept.
#[derive(Clone, Debug)]
pub struct Session {
    /// The hash of its token.
    pub hash: TokenHash,
    /// Whose it is.
    pub account: StreamId,
    /// How strongly its owner signed in: one factor or two.
    pub factor: Factor,
    /// Until when what its owner signed in with counts as just given.
    pub fresh_until: MachineTime,
    /// When it was made.
    pub made_at: MachineTime,
    /// When somebody last came with it.
    pub seen_at: MachineTime,
    /// When it ends at the latest.
    pub ends_at: MachineTime,
    /// The address that it was made from.
    pub address: String,
    /// What the browser calls itself.
    pub browser: String,
    /// What every form of it must carry.
    pub csrf: String,
}

impl Session {
    /// How strongly its owner is signed in now.
    pub fn strength(&self, now: MachineTime) -> Factor {
        match self.factor {
            Factor::One => Factor::One,
            Factor::Two | Factor::Fresh if self.is_fresh(now) => Factor::Fresh,
            Factor::Two | Factor::Fresh => Factor::Two,
        }
    }

    /// Whether its owner has just proven themselves, by one factor or two.
    pub fn is_fresh(&self, now: MachineTime) -> bool {
        now < self.fresh_until
    }

    /// Whether it has ended.
    pub fn is_over(&self, now: MachineTime) -> bool {
        now >= self.ends_at || now.0 >= self.seen_at.0 + IDLE_US
    }

    fn read(row: &db::Row) -> Result<Session, Error> {
        let damaged = || Error::Damaged("a session cannot be read".to_owned());
        Ok(Session {
            hash: TokenHash::parse(row.text(0)?).ok_or_else(damaged)?,
            account: StreamId::stored(row.text(1)?),
            factor: factor_of(row.text(2)?),
            fresh_until: MachineTime(row.int(3)?),
            made_at: MachineTime(row.int(4)?),
            seen_at: MachineTime(row.int(5)?),
            ends_at: MachineTime(row.int(6)?),
            address: row.text(7)?.to_owned(),
            browser: row.text(8)?.to_owned(),
            csrf: row.text(9)?.to_owned(),
        })
    }

    /// Keeps a new session.
    pub fn keep(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let browser: String = self.browser.chars().take(BROWSER_LENGTH_MAX).collect();
        let values: [Value; 10] = [
            self.hash.text().into(),
            self.account.as_str().into(),
            factor_id(self.factor).into(),
            self.fresh_until.0.into(),
            self.made_at.0.into(),
            self.seen_at.0.into(),
            self.ends_at.0.into(),
            self.address.as_str().into(),
            browser.into(),
            self.csrf.as_str().into(),
        ];
        tx.execute(&store::ADD_SESSION, &values)?;
        Ok(())
    }
}

fn factor_id(factor: Factor) -> &'static str {
    match factor {
        Factor::One => "one",
        Factor::Two | Factor::Fresh => "two",
    }
}

fn factor_of(id: &str) -> Factor {
    if id == "two" { Factor::Two } else { Factor::One }
}

/// Somebody who came with a session or a token: their account, and what they opened.
#[derive(Clone, Debug)]
pub struct Known {
    /// The account's stream.
    pub account: StreamId,
    /// Its state.
    pub state: Account,
    /// The name; empty once erased.
    pub name: String,
    /// Records whose glass they broke.
    pub glass: Vec<StreamId>,
    /// The session, where they came with one.
    pub session: Option<Session>,
    /// Whether the session was locked, until its owner is back.
    pub locked: bool,
}

/// The session of a token, unless it has ended.
pub fn find(
    tx: &mut Tx<'_>,
    hash: &TokenHash,
    now: MachineTime,
    law: LawTime,
) -> Result<Option<Known>, Error> {
    let Some(row) = tx.row(&store::SESSION, &[hash.text().into()])? else { return Ok(None) };
    let session = Session::read(&row)?;
    if session.is_over(now) {
        return Ok(None);
    }
    let account = session.account.clone();
    let locked = row.maybe_text(12)?.is_some();
    let known = known(tx, account, row.text(10)?, row.maybe_text(11)?, Some(session), law)?;
    Ok(known.map(|known| Known { locked, ..known }))
}

/// A program that came with its token.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its account.
    pub known: Known,
    /// When it was last noted that the token was used.
    used_at: Option<MachineTime>,
}

impl Program {
    /// Whether that it came is to be noted: at most once in [`NOTE_TOKEN_US`].
    pub fn is_to_be_noted(&self, now: MachineTime) -> bool {
        self.used_at.is_none_or(|at| now.0 >= at.0 + NOTE_TOKEN_US)
    }
}

/// The account of a program's token, unless it has ended.
pub fn find_token(
    tx: &mut Tx<'_>,
    hash: &TokenHash,
    now: MachineTime,
    law: LawTime,
) -> Result<Option<Program>, Error> {
    let Some(row) = tx.row(&store::TOKEN, &[hash.text().into(), now.0.into()])? else {
        return Ok(None);
    };
    let used_at = row.maybe_int(3)?.map(MachineTime);
    let account = StreamId::stored(row.text(0)?);
    let known = known(tx, account, row.text(1)?, row.maybe_text(2)?, None, law)?;
    Ok(known.map(|known| Program { known, used_at }))
}

/// Notes that a token was used, unless another request has just done so.
pub fn note_token(tx: &mut Tx<'_>, hash: &TokenHash, now: MachineTime) -> Result<(), Error> {
    let since = now.0 - NOTE_TOKEN_US;
    tx.execute(&store::NOTE_TOKEN, &[hash.text().into(), now.0.into(), since.into()])?;
    Ok(())
}

fn known(
    tx: &mut Tx<'_>,
    account: StreamId,
    state: &str,
    name: Option<&str>,
    session: Option<Session>,
    law: LawTime,
) -> Result<Option<Known>, Error> {
    // An erased account signs in no more.
    let Some(state) = read_state(state)? else { return Ok(None) };
    let values = [account.as_str().into(), law.0.into()];
    let mut glass = Vec::new();
    for row in tx.rows(&crate::reading::store::OPEN_GLASS, &values)? {
        glass.push(StreamId::stored(row.text(0)?));
    }
    let name = name.unwrap_or_default().to_owned();
    Ok(Some(Known { account, state, name, glass, session, locked: false }))
}

/// Reads an account's snapshot; `None` for an erased one.
pub fn read_state(text: &str) -> Result<Option<Account>, Error> {
    match serde_json::from_str(text) {
        Ok(State::Account(account)) => Ok(Some(*account)),
        Ok(_) => Ok(None),
        Err(source) => Err(Error::Damaged(format!("snapshot of an account: {source}"))),
    }
}

/// Sessions of an account, the latest first.
pub fn of(tx: &mut Tx<'_>, account: &StreamId) -> Result<Vec<Session>, Error> {
    let rows = tx.rows(&store::SESSIONS_OF, &[account.as_str().into()])?;
    rows.iter().map(Session::read).collect()
}

/// Notes that somebody came.
pub fn note(tx: &mut Tx<'_>, hash: &TokenHash, now: MachineTime) -> Result<(), Error> {
    tx.execute(&store::NOTE_SESSION, &[hash.text().into(), now.0.into()])?;
    Ok(())
}

/// Ends a session of an account.
pub fn end(tx: &mut Tx<'_>, account: &StreamId, hash: &TokenHash) -> Result<(), Error> {
    tx.execute(&store::END_SESSION, &[hash.text().into(), account.as_str().into()])?;
    Ok(())
}

/// Ends every session of an account, but for one where that is named.
pub fn end_all(tx: &mut Tx<'_>, account: &StreamId, but: Option<&TokenHash>) -> Result<(), Error> {
    let but = but.map(TokenHash::text).unwrap_or_default();
    tx.execute(&store::END_SESSIONS, &[account.as_str().into(), but.into()])?;
    Ok(())
}

/// Forgets what has ended: sessions, tokens, errands, counts of guesses.
pub fn tidy(tx: &mut Tx<'_>, now: MachineTime) -> Result<(), Error> {
    tx.execute(&store::TIDY_SESSIONS, &[now.0.into(), (now.0 - IDLE_US).into()])?;
    for sql in [&store::TIDY_TOKENS, &store::TIDY_ERRANDS, &store::TIDY_ATTEMPTS] {
        tx.execute(sql, &[now.0.into()])?;
    }
    Ok(())
}

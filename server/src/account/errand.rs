//! Errands: what is under way between two pages of one browser.
//!
//! The browser holds a token in a cookie, the house its hash with what is under way. An errand is
//! of one kind and ends soon; a token of another browser, of another kind or out of its time opens
//! nothing.

use axum::http::{HeaderMap, HeaderValue};
use db::Tx;
use domain::MachineTime;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::store;
use super::token::{self, Token};
use crate::commit::Error;
use crate::web::Site;
use crate::web::caller::cookie;

/// The cookie of an errand.
pub const COOKIE: &str = "__Host-errand";
/// The cookie of a challenge to a passkey, which runs beside an errand.
pub const PASSKEY_COOKIE: &str = "__Host-passkey";

/// How long the errands of a sign-in live, in microseconds: ten minutes.
pub const LIFE_US: i64 = 10 * 60 * 1_000_000;

/// What an errand is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The password was right, the second factor is to come.
    Factor,
    /// An officer without a second factor is to set one up.
    Enrol,
    /// A set-up code for an account, known by the hash of the code.
    SetUp,
    /// A set-up code was right, the account is to be made ready.
    Founding,
    /// A person asked to register.
    Register,
    /// A code was sent to sign in with.
    Code,
    /// A challenge to a passkey.
    Passkey,
    /// A passkey that is being made for an account.
    NewPasskey,
    /// A journey to an identity provider, known by its state.
    Provider,
    /// The provider's token of a session, known by the session.
    ProviderSession,
    /// A session is locked, known by its hash.
    Lock,
}

impl Kind {
    /// The name in rows.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Factor => "factor",
            Kind::Enrol => "enrol",
            Kind::SetUp => "set-up",
            Kind::Founding => "founding",
            Kind::Register => "register",
            Kind::Code => "code",
            Kind::Passkey => "passkey",
            Kind::NewPasskey => "new-passkey",
            Kind::Provider => "provider",
            Kind::ProviderSession => "provider-session",
            Kind::Lock => "lock",
        }
    }
}

/// Keeps an errand under a key until an instant.
pub fn put(
    tx: &mut Tx<'_>,
    key: &str,
    kind: Kind,
    payload: &impl Serialize,
    ends: MachineTime,
) -> Result<(), Error> {
    let payload = serde_json::to_string(payload).expect("invariant: errands serialise");
    let values = [key.into(), kind.id().into(), payload.into(), ends.0.into()];
    tx.execute(&store::PUT_ERRAND, &values)?;
    Ok(())
}

/// Reads an errand that has not ended.
pub fn read<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    key: &str,
    kind: Kind,
    now: MachineTime,
) -> Result<Option<T>, Error> {
    let row = tx.row(&store::ERRAND, &[key.into(), kind.id().into(), now.0.into()])?;
    row.map(|row| parse(row.text(0)?)).transpose()
}

/// Takes an errand away and answers it, unless it has ended: it is done once.
pub fn take<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    key: &str,
    kind: Kind,
    now: MachineTime,
) -> Result<Option<T>, Error> {
    let row = tx.row(&store::TAKE_ERRAND, &[key.into(), kind.id().into()])?;
    let Some(row) = row else { return Ok(None) };
    match row.int(1)? > now.0 {
        true => parse(row.text(0)?).map(Some),
        false => Ok(None),
    }
}

/// Keeps an errand under another key.
pub fn rename(tx: &mut Tx<'_>, (from, to): (&str, &str), kind: Kind) -> Result<(), Error> {
    tx.execute(&store::RENAME_ERRAND, &[from.into(), to.into(), kind.id().into()])?;
    Ok(())
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|source| Error::Damaged(format!("an errand: {source}")))
}

/// Begins an errand of a browser; answers the cookie to set.
pub async fn begin<T: Serialize + Send + 'static>(
    site: &Site,
    name: &str,
    kind: Kind,
    payload: T,
) -> Result<HeaderValue, Error> {
    begin_with(site, name, kind, payload, |_| Ok(())).await
}

/// The same with other work in the same transaction: no longer time tells whether there was any.
pub async fn begin_with<T: Serialize + Send + 'static>(
    site: &Site,
    name: &str,
    kind: Kind,
    payload: T,
    beside: impl FnOnce(&mut Tx<'_>) -> Result<(), Error> + Send + 'static,
) -> Result<HeaderValue, Error> {
    let source = &site.house().source;
    let token = Token::new(token::Kind::Link, source.chance());
    let (key, ends) = (token.hash().text(), MachineTime(source.machine().0 + LIFE_US));
    let work = move |tx: &mut Tx<'_>| {
        put(tx, &key, kind, &payload, ends)?;
        beside(tx)
    };
    site.door().work(work).await?;
    Ok(set_cookie(name, &token.reveal(), LIFE_US / 1_000_000))
}

/// The key of the errand whose cookie a browser sent.
pub fn key(headers: &HeaderMap, name: &str) -> Option<String> {
    let token = Token::parse(token::Kind::Link, cookie(headers, name)?)?;
    Some(token.hash().text())
}

/// The errand of a browser, if it is of this kind and has not ended.
pub async fn of<T: DeserializeOwned + Send + 'static>(
    site: &Site,
    headers: &HeaderMap,
    name: &str,
    kind: Kind,
) -> Result<Option<(String, T)>, Error> {
    let Some(key) = key(headers, name) else { return Ok(None) };
    let now = site.house().source.machine();
    let asked = key.clone();
    let found = site.house().db.read(move |tx| read(tx, &asked, kind, now)).await?;
    Ok(found.map(|payload| (key, payload)))
}

/// Takes the errand of a key away; it is done once.
pub async fn finish<T: DeserializeOwned + Send + 'static>(
    site: &Site,
    key: String,
    kind: Kind,
) -> Result<Option<T>, Error> {
    let now = site.house().source.machine();
    site.door().work(move |tx| take(tx, &key, kind, now)).await
}

/// A cookie for this host alone; an empty one with no life takes it away.
pub fn set_cookie(name: &str, value: &str, seconds: i64) -> HeaderValue {
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::from_str(&text).expect("invariant: a token is made of letters and digits")
}

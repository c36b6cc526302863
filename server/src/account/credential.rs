//! What an account signs in with, as it is kept: a password's hash, a second factor's secret
//! (enciphered), recovery codes. Working rows; that they were set or used is told as events.

use db::{Tx, Value};
use domain::account::Means;
use domain::{MachineTime, StreamId};

use super::store;
use crate::commit::Error;

/// A credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Its means.
    pub means: Means,
    /// Its identifier among those of the account; empty where there is one only.
    pub id: String,
    /// What is kept: a hash, an enciphered secret, a record as JSON.
    pub secret: String,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub made_at: MachineTime,
    /// When it was last used.
    pub used_at: Option<MachineTime>,
}

/// The means in rows and text keys.
pub fn means_id(means: Means) -> &'static str {
    match means {
        Means::Password => "password",
        Means::Totp => "totp",
        Means::Passkey => "passkey",
        Means::Recovery => "recovery",
        Means::Code => "code",
        Means::Provider => "provider",
        Means::SetUp => "set-up",
    }
}

fn means_of(id: &str) -> Option<Means> {
    let all = [
        Means::Password,
        Means::Totp,
        Means::Passkey,
        Means::Recovery,
        Means::Code,
        Means::Provider,
        Means::SetUp,
    ];
    all.into_iter().find(|means| means_id(*means) == id)
}

/// Credentials of an account.
pub fn of(tx: &mut Tx<'_>, account: &StreamId) -> Result<Vec<Credential>, Error> {
    let rows = tx.rows(&store::CREDENTIALS, &[account.as_str().into()])?;
    let read = |row: &db::Row| {
        let damaged = || Error::Damaged("a credential has unknown means".to_owned());
        Ok(Credential {
            means: means_of(row.text(0)?).ok_or_else(damaged)?,
            id: row.text(1)?.to_owned(),
            secret: row.text(2)?.to_owned(),
            label: row.text(3)?.to_owned(),
            made_at: MachineTime(row.int(4)?),
            used_at: row.maybe_int(5)?.map(MachineTime),
        })
    };
    rows.iter().map(read).collect()
}

/// Keeps a credential, in the place of one with the same means and identifier.
pub fn put(tx: &mut Tx<'_>, account: &StreamId, it: &Credential) -> Result<(), Error> {
    let values: [Value; 7] = [
        account.as_str().into(),
        means_id(it.means).into(),
        it.id.as_str().into(),
        it.secret.as_str().into(),
        it.label.as_str().into(),
        it.made_at.0.into(),
        it.used_at.map_or(Value::Null, |at| at.0.into()),
    ];
    tx.execute(&store::PUT_CREDENTIAL, &values)?;
    Ok(())
}

/// Keeps a new passkey. Answers whether it did: one that some account has already stays as it is.
pub fn add_passkey(tx: &mut Tx<'_>, account: &StreamId, it: &Credential) -> Result<bool, Error> {
    let known = tx.row(&store::PASSKEY_OWNER, &[it.id.as_str().into()])?.is_some();
    if !known {
        put(tx, account, it)?;
    }
    Ok(!known)
}

/// Gives a passkey of an account another name. Answers whether the account has it.
pub fn name_passkey(
    tx: &mut Tx<'_>,
    account: &StreamId,
    id: &str,
    label: &str,
) -> Result<bool, Error> {
    let values = [account.as_str().into(), id.into(), label.into()];
    Ok(tx.execute(&store::NAME_PASSKEY, &values)? == 1)
}

/// Takes a credential away.
pub fn remove(tx: &mut Tx<'_>, account: &StreamId, means: Means, id: &str) -> Result<(), Error> {
    let values = [account.as_str().into(), means_id(means).into(), id.into()];
    tx.execute(&store::REMOVE_CREDENTIAL, &values)?;
    Ok(())
}

/// Takes every credential, session and token of an account away.
pub fn remove_all(tx: &mut Tx<'_>, account: &StreamId) -> Result<(), Error> {
    for sql in [&store::REMOVE_CREDENTIALS, &store::END_ALL_SESSIONS, &store::END_TOKENS] {
        tx.execute(sql, &[account.as_str().into()])?;
    }
    Ok(())
}

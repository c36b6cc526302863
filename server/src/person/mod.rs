//! Personal records of citizens: found by the exact number of an identity paper, opened for a
//! declared purpose, and each time recorded.

pub mod pages;

use domain::StreamId;
use domain::access::{Action, Stage, Thing, Who};
use domain::account::{self, Kind, Person};

use crate::account::{session, store};
use crate::commit::Error;

/// The key of an account in addresses: `2019-ab12…` of `2019/account/ab12…`.
pub fn key(account: &StreamId) -> String {
    account.as_str().replacen("/account/", "-", 1)
}

/// The account of a key; `None` for what is none.
pub fn account(key: &str) -> Option<StreamId> {
    stream(key, "account")
}

/// The stream of a feature that a key in an address names.
pub fn stream(key: &str, feature: &str) -> Option<StreamId> {
    let (year, id) = key.split_once('-')?;
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = (1..=64).contains(&id.len()) && plain;
    fits.then_some(StreamId::new(year.parse().ok()?, feature, id))
}

/// A record with its person.
#[derive(Clone, Debug)]
pub struct Record {
    /// The account.
    pub account: StreamId,
    /// Who it is.
    pub person: Person,
}

impl Record {
    /// The record of a citizen or an organisation; `None` for others, and once erased.
    pub fn find(tx: &mut db::Tx<'_>, account: &StreamId) -> Result<Option<Record>, Error> {
        let stream = [account.as_str().into()];
        let Some(row) = tx.row(&store::STATE, &stream)? else { return Ok(None) };
        let Some(state) = session::read_state(row.text(0)?)? else { return Ok(None) };
        if !matches!(state.kind, Kind::Citizen | Kind::Organisation) {
            return Ok(None);
        }
        let Some(row) = tx.row(&store::PERSON, &stream)? else { return Ok(None) };
        let damaged = |source| Error::Damaged(format!("person row: {source}"));
        let person = serde_json::from_str(row.text(0)?).map_err(damaged)?;
        Ok(Some(Record { account: account.clone(), person }))
    }

    /// What rights look at.
    pub fn thing(&self) -> Thing {
        thing(&self.account)
    }
}

/// What rights look at of a citizen's record. It stays open as long as it is there.
pub fn thing(account: &StreamId) -> Thing {
    Thing {
        stream: Some(account.clone()),
        owners: vec![account.clone()],
        stage: Some(Stage::Open),
        ..Thing::default()
    }
}

/// Whether a role lets somebody read citizens' records, or break the glass before one.
pub fn may_look(who: &Who) -> bool {
    gives(who, Action::ReadPerson) || gives(who, Action::BreakGlass)
}

/// Whether a role gives an action, however its holder signed in.
pub fn gives(who: &Who, action: Action) -> bool {
    let mut grants = who.seats.iter().flat_map(|seat| &seat.grants);
    !who.closed && grants.any(|grant| grant.may.contains(&action))
}

/// Kinds of identity papers that a number is looked for in.
const PAPERS: [&str; 4] = ["citizen_id", "cmnd", "passport", "tax_code"];

/// The account of a citizen or organisation with exactly this number of an identity paper.
pub fn by_number(
    tx: &mut db::Tx<'_>,
    secret: &crate::account::secret::HouseSecret,
    number: &str,
) -> Result<Option<StreamId>, Error> {
    for paper in PAPERS {
        let keys =
            account::Keys { identity: Some(secret.identity(paper, number)), ..Default::default() };
        for claim in keys.claims() {
            let row = tx.row(&store::BY_CLAIM, &[claim.kind.into(), claim.key.as_str().into()])?;
            if let Some(row) = row {
                return Ok(Some(StreamId::stored(row.text(0)?)));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_account_and_nothing_else() {
        let stream = StreamId::new(2019, "account", "ab12");
        assert_eq!(key(&stream), "2019-ab12");
        assert_eq!(account("2019-ab12"), Some(stream));
        for wrong in ["", "2019", "2019-", "x-ab", "2019-a/b", "2019-a b", "2019-office/ab"] {
            assert_eq!(account(wrong), None, "{wrong}");
        }
    }
}

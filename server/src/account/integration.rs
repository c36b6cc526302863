//! Tokens of programs: an account of its own for each, with a post in an office, so that what a
//! program does is told under its own name.

use std::collections::BTreeSet;

use db::Value;
use domain::access::{Action, Factor, rule};
use domain::account::{self, Act, Keys, Kind, Person, Post};
use domain::event::Actor;
use domain::province::Terms;
use domain::{Command, MachineTime, StreamId};
use jiff::civil::Date;

use super::store::END_TOKENS;
use super::token::{self, Token};
use crate::app::Source;
use crate::commit::{Accepted, Door, Error, IdempotencyKey, Request};
use crate::fault::Fault;
use crate::people::store::ADD_TOKEN;

/// Days that a token works when nothing is said.
pub const DAYS: i64 = 365;
/// The longest that a token may work, in days.
pub const DAYS_MAX: i64 = 3 * 366;
/// A day in microseconds.
const DAY_US: i64 = 24 * 3600 * 1_000_000;

/// What a token is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The office that the program acts for.
    pub office: String,
    /// What it is called.
    pub label: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Single actions.
    pub scopes: Vec<Action>,
    /// How many days it works.
    pub days: i64,
}

/// A token that was made; the only time that it is told.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The account of the program.
    pub account: StreamId,
    /// The token.
    pub token: String,
}

/// Reads scopes: actions by their names, and roles, which stand for all that they give but what
/// is signed for. Says which name is wrong, and why.
pub fn scopes(names: &[String], terms: &Terms) -> Result<(Vec<String>, Vec<Action>), String> {
    let (mut roles, mut scopes) = (Vec::new(), Vec::new());
    for name in names {
        match (terms.role(name), Action::parse(name)) {
            (Some(role), _) => roles.push(role.id.clone()),
            (None, Some(action)) if rule(action).factor == Factor::Fresh => {
                return Err(format!("`{name}` is signed for by a person: no program gets it"));
            }
            (None, Some(action)) => scopes.push(action),
            (None, None) => {
                return Err(format!("`{name}` is neither an action nor a role of the province"));
            }
        }
    }
    Ok((roles, scopes))
}

impl Wanted {
    /// Opens the account.
    pub fn opening(&self) -> account::Command {
        let person = Person { name: self.label.clone(), ..Person::default() };
        account::Command::Open { kind: Kind::Integration, keys: Keys::default(), person }
    }

    /// Everything that it gives.
    pub fn given(&self, terms: &Terms) -> BTreeSet<Action> {
        let grants = self.post(Date::default()).grants(Kind::Integration, terms);
        grants.into_iter().flat_map(|grant| grant.may).collect()
    }

    fn post(&self, from: Date) -> Post {
        Post {
            office: self.office.clone(),
            position: self.label.clone(),
            roles: self.roles.clone(),
            scopes: self.scopes.clone(),
            from,
            to: None,
            deputy_of: None,
        }
    }

    /// Gives it its post.
    pub fn appointment(&self, account: &StreamId, from: Date) -> account::Command {
        let post = self.post(from);
        account::Command::On { account: account.clone(), act: Act::Appoint(post) }
    }
}

/// A token drawn for an account, and the work that keeps its hash in the place of any before.
fn draw(
    source: &Source,
    account: &StreamId,
    wanted: &Wanted,
) -> (Issued, impl FnOnce(&mut db::Tx<'_>) -> Result<(), Error> + Send + 'static) {
    let token = Token::new(token::Kind::Api, source.chance());
    let now = source.machine();
    let ends = MachineTime(now.0.saturating_add(wanted.days.saturating_mul(DAY_US)));
    let values: [Value; 5] = [
        token.hash().text().into(),
        account.as_str().into(),
        wanted.label.as_str().into(),
        now.0.into(),
        ends.0.into(),
    ];
    let of = account.clone();
    let keep = move |tx: &mut db::Tx<'_>| {
        tx.execute(&END_TOKENS, &[of.as_str().into()])?;
        tx.execute(&ADD_TOKEN, &values)?;
        Ok(())
    };
    (Issued { account: account.clone(), token: token.reveal() }, keep)
}

fn opened(accepted: &Accepted) -> Result<StreamId, Error> {
    let first = accepted.events.first().map(|event| event.stream.clone());
    first.ok_or_else(|| Error::Damaged("no account was opened".to_owned()))
}

/// Makes a token for an actor. The same key makes a new token of the same account, and the one
/// before works no more.
pub async fn issue(
    door: &Door,
    source: &Source,
    actor: &Actor,
    wanted: &Wanted,
    key: Option<IdempotencyKey>,
) -> Result<Issued, Error> {
    let request =
        |command, key| Request { actor: actor.clone(), command: Command::Account(command), key };
    let account = opened(&door.commit(request(wanted.opening(), key)).await?)?;
    let from = source.law().date();
    door.commit(request(wanted.appointment(&account, from), None)).await?;
    let (issued, keep) = draw(source, &account, wanted);
    door.work(keep).await?;
    Ok(issued)
}

/// The same for a thread without runtime, as the operator.
pub fn issue_now(door: &Door, source: &Source, wanted: &Wanted) -> Result<Issued, Fault> {
    let actor = Actor::administrator();
    let request =
        |command| Request { actor: actor.clone(), command: Command::Account(command), key: None };
    let account = opened(&door.commit_now(request(wanted.opening()))?)?;
    let from = source.law().date();
    door.commit_now(request(wanted.appointment(&account, from)))?;
    let (issued, keep) = draw(source, &account, wanted);
    door.work_now(keep)?;
    Ok(issued)
}

//! The demonstration's people: opened with passwords and second factors drawn by chance, and told
//! to whoever started it. Only a demonstration's ledger takes them.

use domain::Command;
use domain::account::{self, Act, Kind, Means, Own, Person, Post};
use domain::event::Actor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::credential::{self, Credential};
use super::integration::{self, Wanted};
use super::password::{Cost, Password};
use super::secret::HouseSecret;
use super::token::{self, Token};
use super::{store, totp};
use crate::app::Source;
use crate::commit::{Door, Request};
use crate::fault::Fault;
use crate::house::House;
use domain::StreamId;

/// Letters of passwords: none that is easily taken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Letters of a password: 80 bits.
const PASSWORD_LETTERS: usize = 16;
/// How long a token of the demonstration lives, in microseconds: 90 days.
const TOKEN_LIFE_US: i64 = 90 * 24 * 3600 * 1_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    accounts: Vec<Entry>,
    #[serde(default)]
    tokens: Vec<Program>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Program {
    label: String,
    role: String,
    office: String,
    scopes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    login: String,
    name: String,
    #[serde(default = "staff")]
    kind: Kind,
    #[serde(default)]
    posts: Vec<Seat>,
    identity: Option<Identity>,
    birth_date: Option<Date>,
    phone: Option<String>,
    email: Option<String>,
}

fn staff() -> Kind {
    Kind::Staff
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seat {
    office: String,
    position: String,
    roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Identity {
    #[serde(rename = "type")]
    kind: String,
    number: String,
}

/// An account as `demo.json` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The login.
    pub username: String,
    /// The password.
    pub password: String,
    /// The second factor's secret, as an app takes it.
    pub totp_secret: String,
    /// The first role, or the kind of account.
    pub role: String,
    /// The office of the post; empty for citizens.
    pub office: String,
    /// The name.
    pub name: String,
    /// A token for the interface.
    #[serde(default)]
    pub token: String,
    /// The account, for whoever opened it; it is told to nobody else.
    #[serde(skip)]
    pub account: Option<StreamId>,
    /// The roles of the first post.
    #[serde(skip)]
    pub roles: Vec<String>,
}

/// A token as `demo.json` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldToken {
    /// The token.
    pub token: String,
    /// Whom it stands for: a role, or `integration`.
    pub role: String,
    /// The office.
    pub office: String,
    /// What it may do.
    pub scopes: Vec<String>,
}

/// Everything that `demo.json` tells of people and programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct People {
    /// Accounts.
    pub accounts: Vec<Told>,
    /// Tokens.
    pub tokens: Vec<ToldToken>,
    /// The one-time set-up code of an administrator, as `init` prints it.
    pub setup_code: String,
}

/// Opens the demonstration's accounts; answers what testers need to sign in.
pub fn open(house: &House, door: &Door, text: &str) -> Result<People, Fault> {
    let file: File =
        toml::from_str(text).map_err(|error| Fault::Findings(format!("accounts.toml: {error}")))?;
    let secret = house.secret()?;
    let from = house.source.law().date();
    let mut told = Vec::new();
    for entry in &file.accounts {
        told.push(one(house, door, &secret, entry, from)?);
    }
    let programs = file.tokens.iter().map(|program| token(house, door, program));
    let tokens = programs.collect::<Result<_, _>>()?;
    Ok(People { accounts: told, tokens, setup_code: String::new() })
}

fn token(house: &House, door: &Door, program: &Program) -> Result<ToldToken, Fault> {
    let terms = house.province()?.terms;
    let read = integration::scopes(&program.scopes, &terms);
    let (roles, scopes) = read.map_err(|what| Fault::Findings(format!("accounts.toml: {what}")))?;
    let (office, label) = (program.office.clone(), program.label.clone());
    let wanted = Wanted { office, label, roles, scopes, days: integration::DAYS_MAX };
    let issued = integration::issue_now(door, &house.source, &wanted)?;
    let given = wanted.given(&terms);
    Ok(ToldToken {
        token: issued.token,
        role: program.role.clone(),
        office: wanted.office,
        scopes: given.iter().map(|action| action.id().to_owned()).collect(),
    })
}

fn one(
    house: &House,
    door: &Door,
    secret: &HouseSecret,
    entry: &Entry,
    from: Date,
) -> Result<Told, Fault> {
    let person = person(entry);
    let keys = secret.keys(&person);
    let open = account::Command::Open { kind: entry.kind, keys, person };
    let opened = tell(door, &Actor::administrator(), open)?;
    let opened = opened.ok_or_else(|| Fault::Refused("no account was opened".to_owned()))?;
    let id = opened.clone();
    for seat in &entry.posts {
        let post = Post {
            office: seat.office.clone(),
            position: seat.position.clone(),
            roles: seat.roles.clone(),
            scopes: Vec::new(),
            from,
            to: None,
            deputy_of: None,
        };
        tell(door, &Actor::administrator(), on(&id, Act::Appoint(post)))?;
    }
    let drawn = draw(&house.source, secret, &id)?;
    let own = Actor { id: id.to_string(), office: String::new() };
    tell(door, &own, on(&id, Act::Own(Own::SetPassword)))?;
    let factor = Own::Secure { means: Means::Totp, id: String::new() };
    tell(door, &own, on(&id, Act::Own(factor)))?;
    let Drawn { password, totp_secret, kept } = drawn;
    let token = Token::new(token::Kind::Api, house.source.chance());
    let made_at = house.source.machine();
    let row = [
        token.hash().text().into(),
        id.as_str().into(),
        "demo".into(),
        made_at.0.into(),
        (made_at.0 + TOKEN_LIFE_US).into(),
    ];
    door.work_now(move |tx| {
        tx.execute(&store::KEEP_TOKEN, &row)?;
        kept.iter().try_for_each(|it| credential::put(tx, &id, it))
    })?;
    let seat = entry.posts.first();
    let role = seat.and_then(|seat| seat.roles.first());
    Ok(Told {
        username: entry.login.clone(),
        password,
        totp_secret,
        role: role.map_or_else(|| entry.kind.id().to_owned(), String::clone),
        office: seat.map(|seat| seat.office.clone()).unwrap_or_default(),
        name: entry.name.clone(),
        token: token.reveal(),
        account: Some(opened),
        roles: seat.map(|seat| seat.roles.clone()).unwrap_or_default(),
    })
}

fn person(entry: &Entry) -> Person {
    Person {
        name: entry.name.clone(),
        login: Some(entry.login.clone()),
        email: entry.email.clone(),
        phone: entry.phone.clone(),
        identity_type: entry.identity.as_ref().map(|it| it.kind.clone()),
        identity_number: entry.identity.as_ref().map(|it| it.number.clone()),
        birth_date: entry.birth_date,
        address: None,
    }
}

fn on(account: &StreamId, act: Act) -> account::Command {
    account::Command::On { account: account.clone(), act }
}

fn tell(door: &Door, actor: &Actor, command: account::Command) -> Result<Option<StreamId>, Fault> {
    let command = Command::Account(command);
    let accepted = door.commit_now(Request { actor: actor.clone(), command, key: None })?;
    Ok(accepted.events.first().map(|event| event.stream.clone()))
}

/// What is drawn for an account.
struct Drawn {
    password: String,
    totp_secret: String,
    kept: [Credential; 2],
}

fn draw(source: &Source, secret: &HouseSecret, id: &StreamId) -> Result<Drawn, Fault> {
    let chance: [u8; PASSWORD_LETTERS] = source.chance();
    let letters = chance.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let password: String = letters.collect();
    let hash = Password::new(&password)
        .hash(Cost::HOUSE, source.chance())
        .map_err(|error| Fault::Refused(error.to_string()))?;
    let totp_secret = totp::Secret::new(source.chance()).reveal();
    let sealed = secret.seal(&totp_place(id), &totp_secret, source.chance());
    let made_at = source.machine();
    let keep = |means, secret| Credential {
        means,
        id: String::new(),
        secret,
        label: String::new(),
        made_at,
        used_at: None,
    };
    let kept = [keep(Means::Password, hash), keep(Means::Totp, sealed)];
    Ok(Drawn { password, totp_secret, kept })
}

/// Where a second factor's secret is sealed for.
pub fn totp_place(account: &StreamId) -> String {
    format!("{account} totp")
}

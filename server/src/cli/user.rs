//! Accounts that the operator opens.

use clap::{Args, Subcommand};
use domain::account::{Act, Command, Kind, Person, Post};
use domain::event::Actor;
use domain::{Command as Any, StreamId};

use super::{At, print_json};
use crate::account::entry::is_login;
use crate::account::set_up;
use crate::commit::{Accepted, Door, Request};
use crate::fault::Fault;
use crate::house::House;

/// Open accounts for officers.
#[derive(Debug, Args)]
pub(super) struct UserCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Open an officer's account with a post; prints a one-time set-up code.
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    #[command(flatten)]
    at: At,
    /// What the officer signs in with: small letters, digits, dots.
    #[arg(long)]
    login: String,
    /// The whole name.
    #[arg(long)]
    name: String,
    /// The code of the office.
    #[arg(long, value_name = "CODE")]
    office: String,
    /// What the post is called.
    #[arg(long)]
    position: String,
    /// A role of the province; repeatable.
    #[arg(long = "role", value_name = "ROLE", required = true)]
    roles: Vec<String>,
    /// Electronic mail.
    #[arg(long)]
    email: Option<String>,
    /// For machines.
    #[arg(long)]
    json: bool,
}

impl UserCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        let Verb::Add(add) = self.verb;
        let house = add.at.open()?;
        house.check_clock()?;
        let (account, code) = house.with_door(|door| add.open(&house, door))?;
        match add.json {
            true => print_json(&serde_json::json!({
                "account": account.as_str(), "login": add.login, "set_up_code": code,
                "set_up_path": "/set-up",
            })),
            false => {
                println!("{}: the account is open.", add.login);
                println!("Set-up code for the page /set-up, good for 7 days, shown once: {code}");
            }
        }
        Ok(())
    }
}

impl Add {
    fn open(&self, house: &House, door: &Door) -> Result<(StreamId, String), Fault> {
        if !is_login(&self.login) {
            let what = "a login has 3 to 60 small letters, digits, dots or dashes";
            return Err(Fault::Refused(format!("--login {}: {what}", self.login)));
        }
        let person = Person {
            name: self.name.clone(),
            login: Some(self.login.clone()),
            email: self.email.clone(),
            ..Person::default()
        };
        let keys = house.secret()?.keys(&person);
        let opened = tell(door, Command::Open { kind: Kind::Staff, keys, person })?;
        let account = opened.events.first().map(|event| event.stream.clone());
        let account = account.ok_or_else(|| Fault::Refused("no account was opened".to_owned()))?;
        let post = Post {
            office: self.office.clone(),
            position: self.position.clone(),
            roles: self.roles.clone(),
            from: house.source.law().date(),
            to: None,
            deputy_of: None,
            scopes: Vec::new(),
        };
        let appoint = Command::On { account: account.clone(), act: Act::Appoint(post) };
        if let Err(fault) = tell(door, appoint) {
            // What has no post is of no use to anybody, and must not keep the login.
            let act = Act::Forget {
                ground: "set-up".to_owned(),
                kept_days: 0,
                dossier_days: None,
                records: Vec::new(),
            };
            tell(door, Command::On { account, act })?;
            return Err(fault);
        }
        let (code, now) = (set_up::draw(&house.source), house.source.machine());
        let (kept, whose) = (code.clone(), account.clone());
        door.work_now(move |tx| set_up::keep(tx, &kept, &whose, now))?;
        Ok((account, code))
    }
}

fn tell(door: &Door, command: Command) -> Result<Accepted, Fault> {
    let (actor, command) = (Actor::administrator(), Any::Account(command));
    Ok(door.commit_now(Request { actor, command, key: None })?)
}

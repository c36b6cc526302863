//! Commands about the tokens of programs.

use clap::{Args, Subcommand};
use domain::event::Actor;
use domain::{Command, LawTime, StreamId};

use super::{At, print_json};
use crate::account::integration::{self, DAYS, DAYS_MAX, Wanted};
use crate::commit::Request;
use crate::fault::Fault;
use crate::house::House;
use crate::office::tree::Tree;
use crate::people::{self, leave, posts, read, tokens};

/// Make, list and withdraw tokens of programs.
#[derive(Debug, Args)]
pub(super) struct TokenCommand {
    #[command(subcommand)]
    verb: TokenVerb,
}

#[derive(Debug, Subcommand)]
enum TokenVerb {
    /// Make a token; it is printed once and kept as a hash only.
    Create(Create),
    /// List tokens that have not ended.
    List {
        #[command(flatten)]
        at: At,
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// Withdraw a token by the account that `list` shows.
    Revoke {
        #[command(flatten)]
        at: At,
        /// The account, as `list` shows it.
        account: String,
        /// Why.
        #[arg(long, default_value = "withdrawn by the operator")]
        reason: String,
    },
}

#[derive(Debug, Args)]
struct Create {
    #[command(flatten)]
    at: At,
    /// The code of the office that the program acts for.
    #[arg(long, value_name = "CODE")]
    office: String,
    /// An action (`file-dossier`) or a role of the province (`clerk`); repeatable. A role stands
    /// for all that it gives, without what a person signs for.
    #[arg(long = "scope", value_name = "SCOPE", required = true)]
    scopes: Vec<String>,
    /// What the program is called.
    #[arg(long, default_value = "integration")]
    label: String,
    /// How many days it works.
    #[arg(long, default_value_t = DAYS, value_parser = clap::value_parser!(i64).range(1..=DAYS_MAX))]
    days: i64,
    /// For machines.
    #[arg(long)]
    json: bool,
}

impl TokenCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        match self.verb {
            TokenVerb::Create(create) => create.run(),
            TokenVerb::List { at, json } => {
                list(&at.open_in_time()?, json.then_some(Shape::Machines))
            }
            TokenVerb::Revoke { at, account, reason } => {
                revoke(&at.open_in_time()?, &account, &reason)
            }
        }
    }
}

/// For whom something is printed, where not for people.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Machines,
}

impl Create {
    fn run(self) -> Result<(), Fault> {
        let house = self.at.open_in_time()?;
        let terms = house.province()?.terms;
        let refused = |what: String| Fault::Refused(format!("--scope {what}"));
        let (roles, scopes) = integration::scopes(&self.scopes, &terms).map_err(refused)?;
        let today = house.source.law().date();
        let tree = house.db.read_now(move |tx| Tree::read(tx, today))?;
        if !tree.has(&self.office) {
            let what = "the register of offices has no such code";
            return Err(Fault::Refused(format!("--office {}: {what}", self.office)));
        }
        let wanted =
            Wanted { office: self.office, label: self.label, roles, scopes, days: self.days };
        let issued =
            house.with_door(|door| integration::issue_now(door, &house.source, &wanted))?;
        let account = people::id(&issued.account);
        if self.json {
            print_json(&serde_json::json!({ "token": issued.token, "account": account }));
        } else {
            println!("{}", issued.token);
            eprintln!("Account {account}. The token is shown this once: keep it in a safe.");
        }
        Ok(())
    }
}

fn list(house: &House, shape: Option<Shape>) -> Result<(), Fault> {
    let now = house.source.machine();
    let found = house.db.read_now(move |tx| tokens::list_all(tx, now))?;
    let rows = found.iter().map(|it| {
        let post = it.state.posts.first().map(|held| &held.post);
        let scopes = post.map(|post| {
            let single = post.scopes.iter().map(|action| action.id().to_owned());
            post.roles.iter().cloned().chain(single).collect::<Vec<_>>()
        });
        serde_json::json!({
            "account": people::id(&it.account),
            "label": it.label,
            "office": post.map(|post| post.office.clone()),
            "scopes": scopes.unwrap_or_default(),
            "ends": LawTime(it.ends_at.0).rfc3339(),
            "used": it.used_at.map(|at| LawTime(at.0).rfc3339()),
        })
    });
    let rows: Vec<serde_json::Value> = rows.collect();
    match shape {
        Some(Shape::Machines) => print_json(&serde_json::json!({ "tokens": rows })),
        None => rows.iter().for_each(|row| {
            let cell = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            println!(
                "{}  {}  {}  {}",
                cell("account"),
                cell("ends"),
                cell("office"),
                cell("label")
            );
        }),
    }
    Ok(())
}

fn revoke(house: &House, account: &str, reason: &str) -> Result<(), Fault> {
    let none = || Fault::Refused(format!("{account}: no token has this account: see token list"));
    let stream: StreamId = people::stream(account).ok_or_else(none)?;
    let (today, of) = (house.source.law().date(), stream.clone());
    let whole = house.db.read_now(move |tx| read::one(tx, &of, today))?.ok_or_else(none)?;
    if whole.state.kind != domain::account::Kind::Integration {
        return Err(none());
    }
    let close = domain::account::Act::Close(reason.to_owned());
    let acts = std::iter::once(close).chain(leave::ends(&whole.state, today, reason));
    let acts: Vec<domain::account::Act> = acts.collect();
    house.with_door(|door| {
        for act in acts {
            let command = Command::Account(posts::on(&stream, act));
            door.commit_now(Request { actor: Actor::administrator(), command, key: None })?;
        }
        let of = stream.clone();
        Ok(door.work_now(move |tx| leave::sign_out(tx, &of))?)
    })?;
    println!("The token of {account} works no more.");
    Ok(())
}

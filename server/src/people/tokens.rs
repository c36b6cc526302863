//! Tokens of programs: made, shown once, listed, withdrawn.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use db::Tx;
use domain::access::{Action, Factor, Scope, rule, scope};
use domain::account::{Account, Kind};
use domain::province::Terms;
use domain::{MachineTime, StreamId};
use page::ask::{self, Ask};
use page::people::{Link, Told};
use page::token::{Entry, List};
use page::{Language, Text};

use super::filled::{Filled, Wrong};
use super::leave::shut;
use super::one::Done;
use super::posts::answer;
use super::register::choice;
use super::{id, reach, read, said, store, stream, tree, words};
use crate::account::integration::{self, DAYS, DAYS_MAX, Wanted};
use crate::account::session;
use crate::commit::Error;
use crate::office::tree::Tree;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::turn::Turn;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Tokens that a list shows.
const TOKENS_MAX: i64 = 500;

/// A token as it is listed.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The account of the program.
    pub account: StreamId,
    /// What it is called.
    pub label: String,
    /// When it was made.
    pub made_at: MachineTime,
    /// When it ends.
    pub ends_at: MachineTime,
    /// The state of the account.
    pub state: Account,
    /// When it was last used, to the hour; `None` when it never was.
    pub used_at: Option<MachineTime>,
}

/// Tokens that have not ended, the latest first.
pub fn list_all(tx: &mut Tx<'_>, now: MachineTime) -> Result<Vec<Listed>, Error> {
    let mut found = Vec::new();
    for row in tx.rows(&store::TOKENS, &[now.0.into(), TOKENS_MAX.into()])? {
        let Some(state) = session::read_state(row.text(4)?)? else { continue };
        found.push(Listed {
            account: StreamId::stored(row.text(0)?),
            label: row.text(1)?.to_owned(),
            made_at: MachineTime(row.int(2)?),
            ends_at: MachineTime(row.int(3)?),
            state,
            used_at: row.maybe_int(5)?.map(MachineTime),
        });
    }
    Ok(found)
}

/// A day of machine time, as it is read in Vietnam.
fn day(text: Text, at: MachineTime) -> String {
    said::day(text, domain::LawTime(at.0).date())
}

/// When a token was last used, in words: it is noted once an hour.
fn used(text: Text, at: Option<MachineTime>, now: MachineTime) -> String {
    match at.map(|at| now.0.saturating_sub(at.0)) {
        None => text.token_unused(),
        Some(ago) if ago < session::NOTE_TOKEN_US => text.token_used_just_now(),
        Some(ago) => text.token_used(text.age(u64::try_from(ago / 1_000_000).unwrap_or(0))),
    }
}

/// The tokens within the reader's reach.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    Query(done): Query<Done>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let (today, now) = (site.law_now().date(), site.house().source.machine());
    let read = site
        .house()
        .db
        .read(move |tx| Ok::<_, Error>((Tree::read(tx, today)?, list_all(tx, now)?)));
    let (tree, found) = read.await?;
    let terms = &site.province().terms;
    let entry = |it: &Listed| {
        let thing = reach::of_account(&tree, &it.account, &it.state);
        gate.may(&thing).ok()?;
        let posts = || it.state.posts.iter().map(|held| &held.post);
        let offices = posts().map(|post| tree.name(&post.office, Language::Vietnamese));
        let scopes = posts().map(|post| said::roles(text, terms, post));
        Some(Entry {
            label: it.label.clone(),
            office: offices.collect::<Vec<_>>().join(", "),
            scopes: scopes.collect::<Vec<_>>().join(", "),
            dates: text.people_from_to(day(text, it.made_at), day(text, it.ends_at)),
            used: used(text, it.used_at, now),
            revoke: Some(format!("/tokens/{}", id(&it.account))),
        })
    };
    let page = List { done: done.words(text), entries: found.iter().filter_map(entry).collect() };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// The form that makes a token.
pub async fn ask_new(turn: Turn) -> Result<Response<Body>, Problem> {
    let days = DAYS.to_string();
    let page = form(&turn, &Filled::of(&[("days", &days)])).await?;
    Ok(answer(&turn, &Wrong::default(), page))
}

async fn form(turn: &Turn, filled: &Filled) -> Result<Ask, Problem> {
    let (text, terms) = (turn.text(), &turn.site.province().terms);
    let tree = tree(turn).await?;
    let within: Scope = scope(turn.gate.caller().who(), Action::ManageTokens);
    let chosen = filled.one("office");
    let offices = tree.offered(&within, text.language).into_iter();
    let offices = offices.map(|(code, name)| choice(code, name, Some(&chosen)));
    let none = choice("", text.people_choose_office(), Some(&chosen));
    let questions = vec![
        ask::line("label", text.token_label(), &filled.one("label")),
        ask::choose("office", text.people_office(), std::iter::once(none).chain(offices).collect()),
        ask::hinted(
            ask::checks("scopes", text.token_scopes(), scopes(text, terms, filled)),
            text.token_scopes_hint(),
        ),
        ask::number("days", text.token_days(DAYS_MAX), &filled.one("days")),
    ];
    Ok(Ask {
        name: text.token_new(),
        back: ("/tokens".to_owned(), text.token_title()),
        lead: text.token_new_lead(),
        questions,
        action: "/tokens/new".to_owned(),
        button: text.token_new(),
        ..Ask::default()
    })
}

/// Roles, then single actions, without those that ask for a person's second factor.
fn scopes(text: Text, terms: &Terms, filled: &Filled) -> Vec<page::procedure::Choice> {
    let chosen = filled.all("scopes");
    let is_chosen = |id: &str| chosen.iter().find(|it| *it == id).map(String::as_str);
    let roles = terms.roles.iter().map(|role| {
        let name = text.token_role(words::role(text, terms, &role.id));
        choice(&role.id, name, is_chosen(&role.id))
    });
    let free = Action::ALL.iter().filter(|it| rule(**it).factor == Factor::Two);
    let actions = free.map(|it| choice(it.id(), words::action(text, *it), is_chosen(it.id())));
    roles.chain(actions).collect()
}

/// Makes a token; it is shown this once.
pub async fn new(turn: Turn, sent: Sent<Filled>) -> Result<Response<Body>, Problem> {
    let wrong = match issued(&turn, &sent).await? {
        Ok(page) => return Ok(turn.page(&page)),
        Err(wrong) => wrong,
    };
    let page = form(&turn, &sent.form).await?;
    Ok(answer(&turn, &wrong, page))
}

async fn issued(turn: &Turn, sent: &Sent<Filled>) -> Result<Result<Told, Wrong>, Problem> {
    let (text, terms) = (turn.text(), &turn.site.province().terms);
    let wanted = match wanted(text, terms, &sent.form) {
        Ok(wanted) => wanted,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let thing = reach::of_roles(&tree(turn).await?, terms, &wanted.office, &wanted.roles);
    let actor = turn.gate.actor(&turn.gate.may(&thing)?);
    let (door, source) = (turn.site.door(), &turn.site.house().source);
    let issued = match integration::issue(door, source, &actor, &wanted, sent.key.clone()).await {
        Ok(issued) => issued,
        Err(Error::Refused(refusal)) => {
            return Ok(Err(Wrong(vec![said::refused(text, &refusal)])));
        }
        Err(other) => return Err(other.into()),
    };
    Ok(Ok(Told {
        name: text.token_made(),
        lead: text.token_made_lead(&wanted.label),
        label: text.token_one(),
        secret: issued.token,
        note: text.token_made_note(),
        next: Link { path: "/tokens".to_owned(), name: text.token_title() },
    }))
}

fn wanted(text: Text, terms: &Terms, filled: &Filled) -> Result<Wanted, Wrong> {
    let mut wrong = Wrong::default();
    let (label, office) = (filled.composed("label"), filled.one("office"));
    if label.is_empty() {
        wrong.add("label", text.people_refused_name());
    }
    if office.is_empty() {
        wrong.add("office", text.people_refused_office());
    }
    let names = filled.all("scopes");
    let read = integration::scopes(&names, terms).ok().filter(|_| !names.is_empty());
    if read.is_none() {
        wrong.add("scopes", text.people_refused_scopes());
    }
    let days = filled.one("days").parse::<i64>().ok().filter(|it| (1..=DAYS_MAX).contains(it));
    if days.is_none() {
        wrong.add("days", text.token_days(DAYS_MAX));
    }
    match (read, days, wrong.is_empty()) {
        (Some((roles, scopes)), Some(days), true) => {
            Ok(Wanted { office, label, roles, scopes, days })
        }
        _ => Err(wrong),
    }
}

/// Withdraws a token: the program's account is closed.
pub async fn revoke(
    turn: Turn,
    Path(of): Path<String>,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let account = stream(&of).ok_or(Missing)?;
    let today = turn.today();
    let read = turn.site.house().db.read(move |tx| read::one(tx, &account, today));
    let whole = read.await?.filter(|it| it.state.kind == Kind::Integration).ok_or(Missing)?;
    let thing = reach::of_account(&whole.tree, &whole.account, &whole.state);
    let granted = turn.gate.may(&thing)?;
    match shut(&turn, &granted, &whole, (turn.text().token_revoke(), sent.key)).await? {
        Ok(()) => Ok(Redirect::to("/tokens?done=revoked").into_response()),
        Err(_) => Err(Problem::invalid("token", "one that is in force")),
    }
}

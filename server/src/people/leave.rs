//! Leaving: an account is closed, its posts end, its sessions and tokens end at once; and the way
//! back.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use domain::access::{Granted, Thing};
use domain::account::{Account, Act, Standing};
use domain::event::Actor;
use domain::{Command, StreamId};
use jiff::ToSpan;
use jiff::civil::Date;
use page::Text;
use page::ask::{self, Ask, Weight};

use super::filled::{Filled, Wrong};
use super::one::load;
use super::posts::{answer, on, tell, to};
use super::read::Whole;
use super::{path, reach};
use crate::account::store::{END_ALL_SESSIONS, END_TOKENS};
use crate::commit::{Error, IdempotencyKey, Request};
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site};

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Out,
    Back,
}

/// Whether the caller may end everything that the account holds: each of its posts that is not
/// over, or, without any, the account.
fn may(site: &Site, gate: &Gate, whole: &Whole) -> Result<Granted, Problem> {
    let today = site.law_now().date();
    let terms = &site.province().terms;
    let mut granted = gate.may(&reach::of_account(&whole.tree, &whole.account, &whole.state))?;
    for held in left(&whole.state, today) {
        let place: Thing = reach::of_post(&whole.tree, terms, &whole.account, held);
        granted = gate.may(&place)?;
    }
    Ok(granted)
}

/// Posts that are held today or later.
fn left(account: &Account, today: Date) -> impl Iterator<Item = &domain::account::Held> {
    account.posts.iter().filter(move |held| {
        held.standing == Standing::Held && held.post.to.is_none_or(|to| to >= today)
    })
}

/// What ends with an account: its posts, today at the latest. Whoever comes back is given posts
/// anew, by two people.
pub fn ends(account: &Account, today: Date, reason: &str) -> Vec<Act> {
    let end = |held: &domain::account::Held| Act::EndPost {
        number: held.number,
        on: today.max(held.post.from.saturating_sub(1.day())),
        reason: reason.to_owned(),
    };
    left(account, today).map(end).collect()
}

/// Ends every session and token of an account.
pub fn sign_out(tx: &mut db::Tx<'_>, account: &StreamId) -> Result<(), Error> {
    for sql in [&END_ALL_SESSIONS, &END_TOKENS] {
        tx.execute(sql, &[account.as_str().into()])?;
    }
    Ok(())
}

fn page(text: Text, whole: &Whole, way: Way, (filled, wrong): (&Filled, &Wrong)) -> Ask {
    let reason = ask::line("reason", text.post_reason(), &filled.one("reason"));
    let (name, lead, end, weight) = match way {
        Way::Out => (text.people_close(), text.people_close_lead(), "close", Weight::Grave),
        Way::Back => (text.people_reopen(), text.people_reopen_lead(), "reopen", Weight::Plain),
    };
    Ask {
        name: name.clone(),
        back: (path(&whole.account), whole.name(text)),
        lead,
        facts: vec![(text.people_name(), whole.name(text))],
        problem: wrong.beside(&["reason"]),
        questions: vec![ask::wrong(reason, wrong.of("reason"))],
        action: format!("{}/{end}", path(&whole.account)),
        button: name,
        weight,
    }
}

/// The form that closes an account.
pub async fn ask_close(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    show(&site, &gate, &id, &asked, Way::Out).await
}

/// The form that opens a closed account again.
pub async fn ask_reopen(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    show(&site, &gate, &id, &asked, Way::Back).await
}

async fn show(
    site: &Site,
    gate: &Gate,
    id: &str,
    asked: &Asked,
    way: Way,
) -> Result<Response<Body>, Problem> {
    let whole = load(site, gate, id).await?;
    may(site, gate, &whole)?;
    if whole.state.closed != (way == Way::Back) {
        return Err(Missing.into());
    }
    let wrong = Wrong::default();
    let page = page(Text::new(asked.language), &whole, way, (&Filled::default(), &wrong));
    Ok(answer(site, asked, &wrong, &page))
}

/// Closes an account. It is closed first, so that it can do nothing while the rest ends.
pub async fn close(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let whole = load(&site, &gate, &id).await?;
    let granted = may(&site, &gate, &whole)?;
    let text = Text::new(asked.language);
    let reason = sent.form.composed("reason");
    let actor = gate.actor(&granted);
    match shut(&site, text, actor, &whole, (reason, sent.key)).await? {
        Ok(()) => Ok(to(&whole, "closed")),
        Err(wrong) => {
            let page = page(text, &whole, Way::Out, (&sent.form, &wrong));
            Ok(answer(&site, &asked, &wrong, &page))
        }
    }
}

/// Closes an account, ends its sessions and tokens, then its posts.
pub(super) async fn shut(
    site: &Site,
    text: Text,
    actor: Actor,
    whole: &Whole,
    (reason, key): (String, Option<IdempotencyKey>),
) -> Result<Result<(), Wrong>, Problem> {
    let close = on(&whole.account, Act::Close(reason.clone()));
    if let Err(wrong) = tell(site, text, actor.clone(), close, key).await? {
        return Ok(Err(wrong));
    }
    let account = whole.account.clone();
    site.door().work(move |tx| sign_out(tx, &account)).await?;
    for act in ends(&whole.state, site.law_now().date(), &reason) {
        let command = Command::Account(on(&whole.account, act));
        site.door().commit(Request { actor: actor.clone(), command, key: None }).await?;
    }
    Ok(Ok(()))
}

/// Opens a closed account again. It has no posts until two people give it some.
pub async fn reopen(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let whole = load(&site, &gate, &id).await?;
    let granted = may(&site, &gate, &whole)?;
    let text = Text::new(asked.language);
    let command = on(&whole.account, Act::Reopen(sent.form.composed("reason")));
    match tell(&site, text, gate.actor(&granted), command, sent.key).await? {
        Ok(_) => Ok(to(&whole, "reopened")),
        Err(wrong) => {
            let page = page(text, &whole, Way::Back, (&sent.form, &wrong));
            Ok(answer(&site, &asked, &wrong, &page))
        }
    }
}

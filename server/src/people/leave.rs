//! Leaving: an account is closed, its posts end, its sessions and tokens end at once; and the way
//! back.

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use domain::access::{Granted, Thing};
use domain::account::{Account, Act, Standing};
use domain::{Command, StreamId};
use jiff::ToSpan;
use jiff::civil::Date;
use page::Text;
use page::ask::{self, Ask, Weight};

use super::filled::{Filled, Wrong};
use super::one::load;
use super::posts::{answer, begin, on, tell, to};
use super::reach;
use super::read::Whole;
use crate::account::store::{END_ALL_SESSIONS, END_TOKENS};
use crate::commit::{Error, IdempotencyKey, Request};
use crate::web::sent::Sent;
use crate::web::turn::Turn;
use crate::web::{Missing, Problem};

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Out,
    Back,
}

/// Whether the caller may end everything that the account holds: each of its posts that is not
/// over, or, without any, the account.
fn may(turn: &Turn, whole: &Whole) -> Result<Granted, Problem> {
    let terms = &turn.site.province().terms;
    let thing = reach::of_account(&whole.tree, &whole.account, &whole.state);
    let mut granted = turn.gate.may(&thing)?;
    for held in left(&whole.state, turn.today()) {
        let place: Thing = reach::of_post(&whole.tree, terms, &whole.account, held);
        granted = turn.gate.may(&place)?;
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

/// The account that goes that way, and whether the caller may have it do so.
async fn find(turn: &Turn, id: &str) -> Result<(Whole, Granted), Problem> {
    let whole = load(&turn.site, &turn.gate, id).await?;
    let granted = may(turn, &whole)?;
    Ok((whole, granted))
}

fn page(text: Text, whole: &Whole, way: Way, filled: &Filled) -> Ask {
    let (name, lead, end, weight) = match way {
        Way::Out => (text.people_close(), text.people_close_lead(), "close", Weight::Grave),
        Way::Back => (text.people_reopen(), text.people_reopen_lead(), "reopen", Weight::Plain),
    };
    Ask {
        facts: vec![(text.people_name(), whole.name(text))],
        questions: vec![ask::line("reason", text.post_reason(), &filled.one("reason"))],
        lead,
        weight,
        ..begin(text, whole, end, name)
    }
}

/// The form that closes an account.
pub async fn ask_close(turn: Turn, Path(id): Path<String>) -> Result<Response<Body>, Problem> {
    show(&turn, &id, Way::Out).await
}

/// The form that opens a closed account again.
pub async fn ask_reopen(turn: Turn, Path(id): Path<String>) -> Result<Response<Body>, Problem> {
    show(&turn, &id, Way::Back).await
}

async fn show(turn: &Turn, id: &str, way: Way) -> Result<Response<Body>, Problem> {
    let (whole, _) = find(turn, id).await?;
    if whole.state.closed != (way == Way::Back) {
        return Err(Missing.into());
    }
    let page = page(turn.text(), &whole, way, &Filled::default());
    Ok(answer(turn, &Wrong::default(), page))
}

/// Closes an account. It is closed first, so that it can do nothing while the rest ends.
pub async fn close(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let (whole, granted) = find(&turn, &id).await?;
    let reason = sent.form.composed("reason");
    Ok(match shut(&turn, &granted, &whole, (reason, sent.key)).await? {
        Ok(()) => to(&whole, "closed"),
        Err(wrong) => answer(&turn, &wrong, page(turn.text(), &whole, Way::Out, &sent.form)),
    })
}

/// Closes an account, ends its sessions and tokens, then its posts.
pub(super) async fn shut(
    turn: &Turn,
    granted: &Granted,
    whole: &Whole,
    (reason, key): (String, Option<IdempotencyKey>),
) -> Result<Result<(), Wrong>, Problem> {
    let close = on(&whole.account, Act::Close(reason.clone()));
    if let Err(wrong) = tell(turn, granted, close, key).await? {
        return Ok(Err(wrong));
    }
    let account = whole.account.clone();
    turn.site.door().work(move |tx| sign_out(tx, &account)).await?;
    for act in ends(&whole.state, turn.today(), &reason) {
        let command = Command::Account(on(&whole.account, act));
        let actor = turn.gate.actor(granted);
        turn.site.door().commit(Request { actor, command, key: None }).await?;
    }
    Ok(Ok(()))
}

/// Opens a closed account again. It has no posts until two people give it some.
pub async fn reopen(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let (whole, granted) = find(&turn, &id).await?;
    let command = on(&whole.account, Act::Reopen(sent.form.composed("reason")));
    Ok(match tell(&turn, &granted, command, sent.key).await? {
        Ok(_) => to(&whole, "reopened"),
        Err(wrong) => answer(&turn, &wrong, page(turn.text(), &whole, Way::Back, &sent.form)),
    })
}

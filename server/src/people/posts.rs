//! Posts: proposed by one, approved by another, ended.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Asking, decide, scope};
use domain::account::{self, Act, Held, Standing};
use domain::{Command, StreamId};
use page::Text;
use page::ask::{self, Ask, Weight};
use page::people::{Proposal, Waiting};
use page::procedure::Question;
use serde::Deserialize;

use super::filled::{Filled, Wrong};
use super::form::{self, Sort};
use super::one::{Done, load};
use super::read::{self, PAGE, Proposed, Whole};
use super::register::choice;
use super::{path, reach, said, words};
use crate::commit::{Accepted, Error, IdempotencyKey, Request};
use crate::office::tree::Tree;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Tells an account's act; a refusal is answered as what is wrong with the form.
pub(super) async fn tell(
    site: &Site,
    text: Text,
    actor: domain::event::Actor,
    command: account::Command,
    key: Option<IdempotencyKey>,
) -> Result<Result<Accepted, Wrong>, Problem> {
    let command = Command::Account(command);
    match site.door().commit(Request { actor, command, key }).await {
        Ok(accepted) => Ok(Ok(accepted)),
        Err(Error::Refused(refusal)) => Ok(Err(Wrong(vec![said::refused(text, &refusal)]))),
        Err(other) => Err(other.into()),
    }
}

/// An act on an account.
pub(crate) fn on(account: &StreamId, act: Act) -> account::Command {
    account::Command::On { account: account.clone(), act }
}

/// A form with what is wrong about it: answered as such, so that it is read again.
pub(super) fn answer(site: &Site, asked: &Asked, wrong: &Wrong, page: &Ask) -> Response<Body> {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    html(site, asked, status, page)
}

/// Where a list of proposals goes on.
#[derive(Debug, Default, Deserialize)]
pub struct WaitingQuery {
    cursor: Option<i64>,
    done: Option<String>,
}

/// Proposals within the reader's reach. It opens without the second factor given again; deciding
/// asks for it.
pub async fn waiting(
    State(site): State<Site>,
    gate: Gate,
    Query(query): Query<WaitingQuery>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let today = site.law_now().date();
    let who = reach::as_if_fresh(gate.caller().who());
    let within = scope(&who, Action::ApprovePost);
    let after = query.cursor.unwrap_or(0);
    let read = site.house().db.read(move |tx| {
        let tree = Tree::read(tx, today)?;
        let found = read::waiting(tx, &tree, &within, after)?;
        let named: Vec<String> = found.iter().flat_map(|it| read::named(&it.state)).collect();
        let names = read::names(tx, named)?;
        Ok::<_, Error>((tree, found, names))
    });
    let (tree, mut found, names) = read.await?;
    let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|it| format!("/posts?cursor={}", it.place));
    let row = |it: &Proposed| {
        let held = it.state.post(it.number)?;
        let terms = &site.province().terms;
        let thing = reach::of_post(&tree, terms, &it.account, held);
        let asking =
            Asking { who: &who, action: Action::ApprovePost, thing: &thing, purpose: None };
        let decided = decide(&asking);
        let why_not = decided.as_ref().err().map(|denied| words::conjunct(text, denied.0));
        let here = path(&it.account);
        Some(Proposal {
            person: it.name.clone(),
            person_path: here.clone(),
            post: said::post(&tree, &held.post.office, &held.post.position),
            roles: said::roles(text, terms, &held.post),
            dates: said::dates(text, &held.post),
            by: said::who(text, &names, &held.proposed_by),
            decide: decided.is_ok().then(|| format!("{here}/posts/{}", it.number)),
            why_not: why_not.unwrap_or_default(),
        })
    };
    let proposals = found.iter().filter_map(row).collect();
    let done = Done { done: query.done }.words(text);
    Ok(html(&site, &asked, StatusCode::OK, &Waiting { done, proposals, next }))
}

/// The form that proposes a post.
pub async fn ask_post(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    ask_for(&site, &gate, &id, &asked, Sort::Post).await
}

/// The form that proposes a deputy's post.
pub async fn ask_deputy(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    ask_for(&site, &gate, &id, &asked, Sort::Deputy).await
}

async fn ask_for(
    site: &Site,
    gate: &Gate,
    id: &str,
    asked: &Asked,
    sort: Sort,
) -> Result<Response<Body>, Problem> {
    let whole = load(site, gate, id).await?;
    let wrong = Wrong::default();
    let filled = form::begun(site.law_now().date());
    let page = proposal(site, gate, asked, &whole, sort, (&filled, &wrong));
    Ok(answer(site, asked, &wrong, &page))
}

fn proposal(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    whole: &Whole,
    sort: Sort,
    (filled, wrong): (&Filled, &Wrong),
) -> Ask {
    let text = Text::new(asked.language);
    let (name, end) = match sort {
        Sort::Post => (text.post_propose(), "posts/new"),
        Sort::Deputy => (text.post_deputy(), "deputy"),
    };
    let offer = form::Offer::of(site, gate.caller().who(), &whole.tree, text);
    Ask {
        name,
        back: (path(&whole.account), whole.name(text)),
        lead: text.post_propose_lead(),
        facts: Vec::new(),
        problem: wrong.beside(&form::FIELDS),
        questions: offer.questions(sort, filled, wrong),
        action: format!("{}/{end}", path(&whole.account)),
        button: text.post_propose_button(),
        weight: Weight::Plain,
    }
}

/// Proposes a post.
pub async fn propose_post(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    propose(&site, &gate, &id, &asked, (Sort::Post, sent)).await
}

/// Proposes a deputy's post.
pub async fn propose_deputy(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    asked: Asked,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    propose(&site, &gate, &id, &asked, (Sort::Deputy, sent)).await
}

async fn propose(
    site: &Site,
    gate: &Gate,
    id: &str,
    asked: &Asked,
    (sort, sent): (Sort, Sent<Filled>),
) -> Result<Response<Body>, Problem> {
    let whole = load(site, gate, id).await?;
    let text = Text::new(asked.language);
    let wrong = match form::read(site, text, sort, &sent.form).await? {
        Err(wrong) => wrong,
        Ok((post, reason)) => {
            let terms = &site.province().terms;
            let mut thing = reach::of_roles(&whole.tree, terms, &post.office, &post.roles);
            thing.done.push((domain::access::Duty::Concerned, whole.account.clone()));
            let granted = gate.may(&thing)?;
            let command = on(&whole.account, Act::Propose { post, reason });
            match tell(site, text, gate.actor(&granted), command, sent.key).await? {
                Ok(_) => return Ok(to(&whole, "proposed")),
                Err(wrong) => wrong,
            }
        }
    };
    let page = proposal(site, gate, asked, &whole, sort, (&sent.form, &wrong));
    Ok(answer(site, asked, &wrong, &page))
}

/// Leads back to the account, and says what was done.
pub(super) fn to(whole: &Whole, done: &str) -> Response<Body> {
    Redirect::to(&format!("{}?done={done}", path(&whole.account))).into_response()
}

/// A post of an account as the caller may act on it.
struct Found {
    whole: Whole,
    held: Held,
    granted: domain::access::Granted,
}

async fn find(site: &Site, gate: &Gate, id: &str, number: u32) -> Result<Found, Problem> {
    let whole = load(site, gate, id).await?;
    let held = whole.state.post(number).cloned().ok_or(Missing)?;
    let terms = &site.province().terms;
    let granted = gate.may(&reach::of_post(&whole.tree, terms, &whole.account, &held))?;
    Ok(Found { whole, held, granted })
}

impl Found {
    fn facts(&self, site: &Site, text: Text, names: &said::Names) -> Vec<(String, String)> {
        let post = &self.held.post;
        let deputy = post.deputy_of.as_ref().map(|it| said::who(text, names, it.as_str()));
        let all = [
            (text.people_name(), Some(self.whole.name(text))),
            (text.people_post(), Some(said::post(&self.whole.tree, &post.office, &post.position))),
            (text.people_role(), Some(said::roles(text, &site.province().terms, post))),
            (text.people_dates(), Some(said::dates(text, post))),
            (text.post_deputy_of(), deputy),
            (text.post_by(), Some(said::who(text, names, &self.held.proposed_by))),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    async fn names(&self, site: &Site) -> Result<said::Names, Problem> {
        let named = read::named(&self.whole.state);
        let read = site.house().db.read(move |tx| read::names(tx, named));
        Ok(read.await?)
    }
}

/// The proposal that is to be decided on.
pub async fn look(
    State(site): State<Site>,
    gate: Gate,
    Path((id, number)): Path<(String, u32)>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let found = find(&site, &gate, &id, number).await?;
    decision(&site, &asked, &found, (&Filled::default(), &Wrong::default())).await
}

async fn decision(
    site: &Site,
    asked: &Asked,
    found: &Found,
    (filled, wrong): (&Filled, &Wrong),
) -> Result<Response<Body>, Problem> {
    if found.held.standing != Standing::Proposed {
        return Err(Missing.into());
    }
    let text = Text::new(asked.language);
    let names = found.names(site).await?;
    let chosen = filled.one("decision");
    let choices = vec![
        choice("approve", text.post_approve(), Some(&chosen)),
        choice("decline", text.post_decline(), Some(&chosen)),
    ];
    let questions: Vec<Question> = vec![
        ask::wrong(ask::radios("decision", text.post_decision(), choices), wrong.of("decision")),
        ask::wrong(
            ask::optional(ask::hinted(
                ask::line("reason", text.post_reason(), &filled.one("reason")),
                text.post_decline_hint(),
            )),
            wrong.of("reason"),
        ),
    ];
    let page = Ask {
        name: text.post_decide(),
        back: ("/posts".to_owned(), text.post_waiting()),
        lead: text.post_decide_lead(),
        facts: found.facts(site, text, &names),
        problem: wrong.beside(&["decision", "reason"]),
        questions,
        action: format!("{}/posts/{}", path(&found.whole.account), found.held.number),
        button: text.post_decide_button(),
        weight: Weight::Plain,
    };
    Ok(answer(site, asked, wrong, &page))
}

/// Approves or declines a proposal.
pub async fn settle(
    State(site): State<Site>,
    gate: Gate,
    Path((id, number)): Path<(String, u32)>,
    asked: Asked,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let found = find(&site, &gate, &id, number).await?;
    let text = Text::new(asked.language);
    let reason = sent.form.one("reason");
    let act = match sent.form.one("decision").as_str() {
        "approve" => Some((Act::Approve(number), "approved")),
        "decline" => Some((Act::Decline { number, reason }, "declined")),
        _ => None,
    };
    let wrong = match act {
        None => Wrong(vec![("decision", text.people_refused_choose())]),
        Some((act, done)) => {
            let actor = gate.actor(&found.granted);
            match tell(&site, text, actor, on(&found.whole.account, act), sent.key).await? {
                Ok(_) => {
                    return Ok(Redirect::to(&format!("/posts?done={done}")).into_response());
                }
                Err(wrong) => wrong,
            }
        }
    };
    decision(&site, &asked, &found, (&sent.form, &wrong)).await
}

/// The form that ends a post.
pub async fn ask_end(
    State(site): State<Site>,
    gate: Gate,
    Path((id, number)): Path<(String, u32)>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let found = find(&site, &gate, &id, number).await?;
    let filled = form::begun(site.law_now().date());
    ending(&site, &asked, &found, (&filled, &Wrong::default())).await
}

async fn ending(
    site: &Site,
    asked: &Asked,
    found: &Found,
    (filled, wrong): (&Filled, &Wrong),
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let names = found.names(site).await?;
    let last = ask::day("on", text.post_last_day(), &filled.typed_day("on"));
    let questions = vec![
        ask::wrong(last, wrong.of("on")),
        ask::wrong(
            ask::line("reason", text.post_reason(), &filled.one("reason")),
            wrong.of("reason"),
        ),
    ];
    let page = Ask {
        name: text.post_end(),
        back: (path(&found.whole.account), found.whole.name(text)),
        lead: String::new(),
        facts: found.facts(site, text, &names),
        problem: wrong.beside(&["on", "reason"]),
        questions,
        action: format!("{}/posts/{}/end", path(&found.whole.account), found.held.number),
        button: text.post_end(),
        weight: Weight::Grave,
    };
    Ok(answer(site, asked, wrong, &page))
}

/// Ends a post.
pub async fn end(
    State(site): State<Site>,
    gate: Gate,
    Path((id, number)): Path<(String, u32)>,
    asked: Asked,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let found = find(&site, &gate, &id, number).await?;
    let text = Text::new(asked.language);
    let wrong = match sent.form.day("on") {
        Ok(Some(on_day)) => {
            let reason = sent.form.composed("reason");
            let act = Act::EndPost { number, on: on_day, reason };
            let actor = gate.actor(&found.granted);
            match tell(&site, text, actor, on(&found.whole.account, act), sent.key).await? {
                Ok(_) => return Ok(to(&found.whole, "ended")),
                Err(wrong) => wrong,
            }
        }
        Ok(None) | Err(_) => Wrong(vec![("on", text.people_refused_day())]),
    };
    ending(&site, &asked, &found, (&sent.form, &wrong)).await
}

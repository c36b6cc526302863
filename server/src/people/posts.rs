//! Posts: proposed by one, approved by another, ended.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Asking, Granted, decide, scope};
use domain::account::{self, Act, Held, Standing};
use domain::{Command, StreamId};
use page::Text;
use page::ask::{self, Ask, Weight};
use page::people::{Proposal, Waiting};
use serde::Deserialize;

use super::filled::{Filled, Wrong};
use super::form::{self, Sort};
use super::one::{Done, load};
use super::read::{self, PAGE, Proposed, Whole};
use super::register::choice;
use super::{path, reach, said, words};
use crate::commit::{Accepted, Error, IdempotencyKey};
use crate::office::tree::Tree;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::turn::Turn;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Tells an account's act; a refusal is answered as what is wrong with the form.
pub(super) async fn tell(
    turn: &Turn,
    granted: &Granted,
    command: account::Command,
    key: Option<IdempotencyKey>,
) -> Result<Result<Accepted, Wrong>, Problem> {
    let told = turn.tell(granted, Command::Account(command), key).await?;
    Ok(told.map_err(|refusal| Wrong(vec![said::refused(turn.text(), &refusal)])))
}

/// An act on an account.
pub(crate) fn on(account: &StreamId, act: Act) -> account::Command {
    account::Command::On { account: account.clone(), act }
}

/// A form with what is wrong about it: answered as such, so that it is read again.
pub(super) fn answer(turn: &Turn, wrong: &Wrong, page: Ask) -> Response<Body> {
    match wrong.is_empty() {
        true => turn.page(&page),
        false => turn.again(&wrong.on(page)),
    }
}

/// A form about an account, which is sent to an address below the account's own.
pub(super) fn begin(text: Text, whole: &Whole, end: &str, name: String) -> Ask {
    let here = path(&whole.account);
    Ask {
        button: name.clone(),
        name,
        back: (here.clone(), whole.name(text)),
        action: format!("{here}/{end}"),
        ..Ask::default()
    }
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
pub async fn ask_post(turn: Turn, Path(id): Path<String>) -> Result<Response<Body>, Problem> {
    ask_for(&turn, &id, Sort::Post).await
}

/// The form that proposes a deputy's post.
pub async fn ask_deputy(turn: Turn, Path(id): Path<String>) -> Result<Response<Body>, Problem> {
    ask_for(&turn, &id, Sort::Deputy).await
}

async fn ask_for(turn: &Turn, id: &str, sort: Sort) -> Result<Response<Body>, Problem> {
    let whole = load(&turn.site, &turn.gate, id).await?;
    let page = proposal(turn, &whole, sort, &form::begun(turn.today()));
    Ok(answer(turn, &Wrong::default(), page))
}

fn proposal(turn: &Turn, whole: &Whole, sort: Sort, filled: &Filled) -> Ask {
    let text = turn.text();
    let (name, end) = match sort {
        Sort::Post => (text.post_propose(), "posts/new"),
        Sort::Deputy => (text.post_deputy(), "deputy"),
    };
    let offer = form::Offer::of(&turn.site, turn.gate.caller().who(), &whole.tree, text);
    Ask {
        lead: text.post_propose_lead(),
        questions: offer.questions(sort, filled),
        button: text.post_propose_button(),
        ..begin(text, whole, end, name)
    }
}

/// Proposes a post.
pub async fn propose_post(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    propose(&turn, &id, Sort::Post, sent).await
}

/// Proposes a deputy's post.
pub async fn propose_deputy(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    propose(&turn, &id, Sort::Deputy, sent).await
}

async fn propose(
    turn: &Turn,
    id: &str,
    sort: Sort,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let whole = load(&turn.site, &turn.gate, id).await?;
    let wrong = match form::read(&turn.site, turn.text(), sort, &sent.form).await? {
        Err(wrong) => wrong,
        Ok((post, reason)) => {
            let terms = &turn.site.province().terms;
            let mut thing = reach::of_roles(&whole.tree, terms, &post.office, &post.roles);
            thing.done.push((domain::access::Duty::Concerned, whole.account.clone()));
            let granted = turn.gate.may(&thing)?;
            let command = on(&whole.account, Act::Propose { post, reason });
            match tell(turn, &granted, command, sent.key).await? {
                Ok(_) => return Ok(to(&whole, "proposed")),
                Err(wrong) => wrong,
            }
        }
    };
    Ok(answer(turn, &wrong, proposal(turn, &whole, sort, &sent.form)))
}

/// Leads back to the account, and says what was done.
pub(super) fn to(whole: &Whole, done: &str) -> Response<Body> {
    Redirect::to(&format!("{}?done={done}", path(&whole.account))).into_response()
}

/// A post of an account as the caller may act on it.
struct Found {
    whole: Whole,
    held: Held,
    granted: Granted,
}

async fn find(turn: &Turn, id: &str, number: u32) -> Result<Found, Problem> {
    let whole = load(&turn.site, &turn.gate, id).await?;
    let held = whole.state.post(number).cloned().ok_or(Missing)?;
    let terms = &turn.site.province().terms;
    let granted = turn.gate.may(&reach::of_post(&whole.tree, terms, &whole.account, &held))?;
    Ok(Found { whole, held, granted })
}

impl Found {
    async fn facts(&self, turn: &Turn) -> Result<Vec<(String, String)>, Problem> {
        let (text, post) = (turn.text(), &self.held.post);
        let named = read::named(&self.whole.state);
        let names = turn.site.house().db.read(move |tx| read::names(tx, named)).await?;
        let deputy = post.deputy_of.as_ref().map(|it| said::who(text, &names, it.as_str()));
        let terms = &turn.site.province().terms;
        let all = [
            (text.people_name(), Some(self.whole.name(text))),
            (text.people_post(), Some(said::post(&self.whole.tree, &post.office, &post.position))),
            (text.people_role(), Some(said::roles(text, terms, post))),
            (text.people_dates(), Some(said::dates(text, post))),
            (text.post_deputy_of(), deputy),
            (text.post_by(), Some(said::who(text, &names, &self.held.proposed_by))),
        ];
        Ok(all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
    }

    /// A form about the post, without its questions.
    async fn begin(&self, turn: &Turn, end: &str, name: String) -> Result<Ask, Problem> {
        let end = format!("posts/{}{end}", self.held.number);
        let facts = self.facts(turn).await?;
        Ok(Ask { facts, ..begin(turn.text(), &self.whole, &end, name) })
    }
}

/// The proposal that is to be decided on.
pub async fn look(
    turn: Turn,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response<Body>, Problem> {
    let found = find(&turn, &id, number).await?;
    decision(&turn, &found, &Filled::default(), &Wrong::default()).await
}

async fn decision(
    turn: &Turn,
    found: &Found,
    filled: &Filled,
    wrong: &Wrong,
) -> Result<Response<Body>, Problem> {
    if found.held.standing != Standing::Proposed {
        return Err(Missing.into());
    }
    let text = turn.text();
    let chosen = filled.one("decision");
    let choices = vec![
        choice("approve", text.post_approve(), Some(&chosen)),
        choice("decline", text.post_decline(), Some(&chosen)),
    ];
    let reason = ask::line("reason", text.post_reason(), &filled.one("reason"));
    let page = Ask {
        back: ("/posts".to_owned(), text.post_waiting()),
        lead: text.post_decide_lead(),
        questions: vec![
            ask::radios("decision", text.post_decision(), choices),
            ask::optional(ask::hinted(reason, text.post_decline_hint())),
        ],
        button: text.post_decide_button(),
        ..found.begin(turn, "", text.post_decide()).await?
    };
    Ok(answer(turn, wrong, page))
}

/// Approves or declines a proposal.
pub async fn settle(
    turn: Turn,
    Path((id, number)): Path<(String, u32)>,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let found = find(&turn, &id, number).await?;
    let reason = sent.form.one("reason");
    let act = match sent.form.one("decision").as_str() {
        "approve" => Some((Act::Approve(number), "approved")),
        "decline" => Some((Act::Decline { number, reason }, "declined")),
        _ => None,
    };
    let wrong = match act {
        None => Wrong(vec![("decision", turn.text().people_refused_choose())]),
        Some((act, done)) => {
            let command = on(&found.whole.account, act);
            match tell(&turn, &found.granted, command, sent.key).await? {
                Ok(_) => {
                    return Ok(Redirect::to(&format!("/posts?done={done}")).into_response());
                }
                Err(wrong) => wrong,
            }
        }
    };
    decision(&turn, &found, &sent.form, &wrong).await
}

/// The form that ends a post.
pub async fn ask_end(
    turn: Turn,
    Path((id, number)): Path<(String, u32)>,
) -> Result<Response<Body>, Problem> {
    let found = find(&turn, &id, number).await?;
    ending(&turn, &found, &form::begun(turn.today()), &Wrong::default()).await
}

async fn ending(
    turn: &Turn,
    found: &Found,
    filled: &Filled,
    wrong: &Wrong,
) -> Result<Response<Body>, Problem> {
    let text = turn.text();
    let page = Ask {
        questions: vec![
            ask::day("on", text.post_last_day(), &filled.typed_day("on")),
            ask::line("reason", text.post_reason(), &filled.one("reason")),
        ],
        weight: Weight::Grave,
        ..found.begin(turn, "/end", text.post_end()).await?
    };
    Ok(answer(turn, wrong, page))
}

/// Ends a post.
pub async fn end(
    turn: Turn,
    Path((id, number)): Path<(String, u32)>,
    sent: Sent<Filled>,
) -> Result<Response<Body>, Problem> {
    let found = find(&turn, &id, number).await?;
    let wrong = match sent.form.day("on") {
        Ok(Some(on_day)) => {
            let reason = sent.form.composed("reason");
            let command = on(&found.whole.account, Act::EndPost { number, on: on_day, reason });
            match tell(&turn, &found.granted, command, sent.key).await? {
                Ok(_) => return Ok(to(&found.whole, "ended")),
                Err(wrong) => wrong,
            }
        }
        Ok(None) | Err(_) => Wrong(vec![("on", turn.text().people_refused_day())]),
    };
    ending(&turn, &found, &sent.form, &wrong).await
}

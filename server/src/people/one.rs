//! One account's page, and how the other pages of an account come to it.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use domain::access::{Action, Asking, Thing, decide};
use domain::account::{Held, Kind, Standing};
use page::Text;
use page::people::{Link, One, PostRow};
use serde::Deserialize;

use super::read::{self, Beside, Whole};
use super::{open, path, reach, said, stream};
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, html};

/// What was just done, as addresses say it after a form was sent.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    pub(super) done: Option<String>,
}

impl Done {
    /// In words; what is not known says nothing.
    pub(super) fn words(&self, text: Text) -> Option<String> {
        match self.done.as_deref()? {
            "proposed" => Some(text.people_done_proposed()),
            "approved" => Some(text.people_done_approved()),
            "declined" => Some(text.people_done_declined()),
            "ended" => Some(text.people_done_ended()),
            "closed" => Some(text.people_done_closed()),
            "reopened" => Some(text.people_done_reopened()),
            "revoked" => Some(text.people_done_revoked()),
            _ => None,
        }
    }
}

/// Loads an account of an officer or a program that the caller may read.
pub(super) async fn load(site: &Site, gate: &Gate, id: &str) -> Result<Whole, Problem> {
    let account = stream(id).ok_or(Missing)?;
    let day = site.law_now().date();
    let read = site.house().db.read(move |tx| read::one(tx, &account, day));
    let whole = read.await?.ok_or(Missing)?;
    let thing = reach::of_account(&whole.tree, &whole.account, &whole.state);
    gate.may_do(Action::ReadPeople, &thing, None)?;
    Ok(whole)
}

impl Whole {
    /// The name; in words where it was erased.
    pub(super) fn name(&self, text: Text) -> String {
        match self.person.name.is_empty() {
            true => text.people_unknown(),
            false => self.person.name.clone(),
        }
    }
}

/// One account.
pub async fn one(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    Query(done): Query<Done>,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let whole = load(&site, &gate, &id).await?;
    let now = site.house().source.machine();
    let (copy, text) = (whole.clone(), Text::new(asked.language));
    let beside = site.house().db.read(move |tx| read::beside(tx, &copy, now)).await?;
    let around = said::Around {
        text,
        terms: &site.province().terms,
        tree: &whole.tree,
        names: &beside.names,
        state: &whole.state,
    };
    let history = beside
        .history
        .iter()
        .map(|(at, by, event)| (said::instant(text, *at), around.event(by, event)));
    let today = site.law_now().date();
    let rows = Rows { site: &site, gate: &gate, whole: &whole, beside: &beside, text };
    let page = One {
        name: whole.name(text),
        standing: said::state(text, said::state_of(&whole.state, today)),
        done: done.words(text),
        facts: facts(text, &whole, &beside),
        posts: whole.state.posts.iter().rev().map(|held| rows.post(held)).collect(),
        history: history.collect(),
        links: rows.links(),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn facts(text: Text, whole: &Whole, beside: &Beside) -> Vec<(String, String)> {
    let (person, state) = (&whole.person, &whole.state);
    let factors = state.factors.iter().map(|(means, _)| said::means(text, *means));
    let factors: Vec<String> = factors.collect();
    let last = beside.last_sign_in.map(|at| said::instant(text, at));
    let all = [
        (text.people_login(), person.login.clone()),
        (text.people_mail(), person.email.clone()),
        (text.people_opened(), Some(said::instant(text, state.opened))),
        (text.people_last(), Some(last.unwrap_or_else(|| text.people_never()))),
        (
            text.people_factors(),
            Some(if factors.is_empty() { text.people_never() } else { factors.join(", ") }),
        ),
        (text.people_sessions(), Some(beside.sessions.to_string())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Posts and links of an account, as one reader sees them.
struct Rows<'a> {
    site: &'a Site,
    gate: &'a Gate,
    whole: &'a Whole,
    beside: &'a Beside,
    text: Text,
}

impl Rows<'_> {
    /// Whether the reader may, once the second factor is given again where that is asked for.
    fn may(&self, action: Action, thing: &Thing) -> bool {
        let who = reach::as_if_fresh(self.gate.caller().who());
        decide(&Asking { who: &who, action, thing, purpose: None }).is_ok()
    }

    fn post(&self, held: &Held) -> PostRow {
        let (text, whole) = (self.text, self.whole);
        let terms = &self.site.province().terms;
        let today = self.site.law_now().date();
        let names = &self.beside.names;
        let here = path(&whole.account);
        let thing = reach::of_post(&whole.tree, terms, &whole.account, held);
        let link = |path: String, name: String| Link { path, name };
        let is_over = held.post.to.is_some_and(|to| to < today);
        let links = match held.standing {
            Standing::Proposed if self.may(Action::ApprovePost, &thing) => {
                vec![link(format!("{here}/posts/{}", held.number), text.post_look())]
            }
            Standing::Held if !is_over && self.may(Action::EndPost, &thing) => {
                vec![link(format!("{here}/posts/{}/end", held.number), text.post_end())]
            }
            Standing::Proposed | Standing::Held | Standing::Declined => Vec::new(),
        };
        let proposed = text.people_proposed_by(said::who(text, names, &held.proposed_by));
        let decided =
            held.decided_by.as_ref().map(|by| text.people_decided_by(said::who(text, names, by)));
        PostRow {
            name: said::post(&whole.tree, &held.post.office, &held.post.position),
            roles: said::roles(text, terms, &held.post),
            dates: said::dates(text, &held.post),
            deputy_of: held.post.deputy_of.as_ref().map(|it| said::who(text, names, it.as_str())),
            by: std::iter::once(proposed).chain(decided).collect::<Vec<_>>().join(" "),
            standing: said::standing(text, held, today),
            links,
        }
    }

    fn links(&self) -> Vec<Link> {
        let (text, whole) = (self.text, self.whole);
        let here = path(&whole.account);
        let thing = reach::of_account(&whole.tree, &whole.account, &whole.state);
        let is_self = self.gate.caller().account() == Some(&whole.account);
        let is_officer = whole.state.kind == Kind::Staff;
        let is_open = !whole.state.closed;
        // Who has signed in once keeps their own keys: nobody else can make new ones for them.
        let is_new = open::is_new(&whole.state);
        let anywhere = Thing::nothing();
        let all = [
            (Action::ExplainRights, &thing, true, "rights", text.rights_link()),
            (
                Action::ProposePost,
                &anywhere,
                is_open && is_officer && !is_self,
                "posts/new",
                text.post_propose(),
            ),
            (
                Action::ProposePost,
                &anywhere,
                is_open && is_officer && !is_self,
                "deputy",
                text.post_deputy(),
            ),
            (
                Action::OpenAccount,
                &thing,
                is_open && is_officer && is_new,
                "set-up",
                text.people_set_up_again(),
            ),
            (Action::EndPost, &thing, is_open, "close", text.people_close()),
            (Action::EndPost, &thing, !is_open && !is_self, "reopen", text.people_reopen()),
        ];
        let offered =
            all.into_iter().filter(|(action, thing, when, ..)| *when && self.may(*action, thing));
        offered.map(|(.., end, name)| Link { path: format!("{here}/{end}"), name }).collect()
    }
}

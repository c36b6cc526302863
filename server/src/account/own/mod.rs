//! One's own account: the pages on which people manage what is theirs.

mod browser;
pub mod export;
pub mod factors;
pub mod history;
pub mod kept;
pub mod passkeys;
pub mod password;
pub mod readings;
pub mod sessions;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use db::Tx;
use domain::access::{Factor, Thing};
use domain::account::{self, Account, Act, Kind, Own, Person};
use domain::event::Actor;
use domain::{Command, StreamId};
use page::Language;
use page::own::{Done, Overview, Post};
use serde::Deserialize;

use super::{credential, erase, session, store};
use crate::commit::{Accepted, Error, IdempotencyKey, Request};
use crate::office::read::{Names, names};
use crate::request::read::{shown, waiting_of};
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Whoever manages what is theirs.
#[derive(Clone, Debug)]
pub(crate) struct Me {
    /// The account.
    pub(crate) account: StreamId,
    /// Its state.
    pub(crate) state: Account,
    /// Who it is; `None` for a program without a name.
    pub(crate) person: Option<Person>,
    /// The actor of commands.
    pub(crate) actor: Actor,
    /// Whether they have just proven themselves in this session.
    is_fresh: bool,
}

impl Me {
    /// The name, for apps and pages.
    pub(crate) fn name(&self) -> String {
        self.person.as_ref().map(|person| person.name.clone()).unwrap_or_default()
    }

    /// What the account does with itself, told once for each key of a form.
    pub(crate) async fn tell(
        &self,
        site: &Site,
        act: Own,
        key: Option<IdempotencyKey>,
    ) -> Result<Accepted, Error> {
        let (account, act) = (self.account.clone(), Act::Own(act));
        let command = Command::Account(account::Command::On { account, act });
        site.door().commit(Request { actor: self.actor.clone(), command, key }).await
    }

    /// Whether means of signing in may be changed now: the second factor was just given, or the
    /// one factor that there is. A session that was left open is not enough: whoever finds it could
    /// shut its owner out.
    pub(crate) fn may_secure(&self, gate: &Gate) -> bool {
        let fresh = gate.caller().who().factor == Factor::Fresh;
        fresh || (self.is_fresh && !self.state.has_second_factor())
    }
}

/// Whoever stands at the gate, once their right to what is theirs was asked for.
pub(crate) async fn me(site: &Site, gate: &Gate) -> Result<Me, Problem> {
    let account = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let granted = gate.may(&Thing::of(account.clone()))?;
    let actor = gate.actor(&granted);
    let read = site.house().db.read({
        let account = account.clone();
        move |tx| known(tx, &account)
    });
    let (state, person) = read.await?.ok_or_else(Problem::sign_in)?;
    let now = site.house().source.machine();
    let is_fresh = gate.caller().session().is_some_and(|session| session.is_fresh(now));
    Ok(Me { account, state, person, actor, is_fresh })
}

fn known(tx: &mut Tx<'_>, account: &StreamId) -> Result<Option<(Account, Option<Person>)>, Error> {
    let Some(row) = tx.row(&store::STATE, &[account.as_str().into()])? else { return Ok(None) };
    let Some(state) = session::read_state(row.text(0)?)? else { return Ok(None) };
    Ok(Some((state, erase::person(tx, account)?)))
}

/// Leads to the second factor and back.
pub(crate) fn again(path: &str) -> Response<Body> {
    Redirect::to(&with_query("/sign-in/again", &[("next", path)])).into_response()
}

/// Leads to a page that tells what was done.
pub(crate) fn told(path: &str, done: Done) -> Response<Body> {
    Redirect::to(&with_query(path, &[("done", done.id())])).into_response()
}

/// What the address of a page may tell.
#[derive(Debug, Default, Deserialize)]
pub struct Told {
    done: Option<String>,
}

impl Told {
    /// What was just done.
    pub(crate) fn done(&self) -> Option<Done> {
        self.done.as_deref().and_then(Done::parse)
    }
}

/// The page of one's own account.
pub async fn overview(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let today = site.law_now().date();
    let now = site.house().source.machine();
    let (account, state) = (me.account.clone(), me.state.clone());
    let read = site.house().db.read(move |tx| {
        let codes = state.posts_on(today).map(|held| held.post.office.as_str());
        let names = names(tx, codes, today)?;
        let open = session::of(tx, &account)?;
        let sessions = open.iter().filter(|session| !session.is_over(now)).count();
        let kept = credential::of(tx, &account)?;
        let factors = kept.iter().filter(|it| it.means.is_second()).count();
        Ok::<_, Error>((names, sessions as u64, factors as u64, waiting_of(tx, &account)?))
    });
    let (names, sessions, factors, waiting) = read.await?;
    let held = me.state.posts_on(today);
    let posts = held.map(|held| post(&site, &asked, &held.post, &names)).collect();
    let page = Overview {
        person: me.name(),
        login: me.person.as_ref().and_then(|person| person.login.clone()),
        posts,
        is_staff: me.state.kind == Kind::Staff,
        sessions,
        factors,
        waiting,
        done: query.done(),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn post(site: &Site, asked: &Asked, post: &account::Post, names: &Names) -> Post {
    let terms = &site.province().terms;
    let role = |id: &String| match (terms.role(id), asked.language) {
        (Some(role), Language::Vietnamese) => role.name.clone(),
        (Some(role), Language::English) => role.name_en.clone(),
        (None, _) => id.clone(),
    };
    Post {
        position: post.position.clone(),
        office: office_name(names, &post.office, asked.language),
        roles: post.roles.iter().map(role).collect(),
        from: shown(post.from),
        to: post.to.map(shown),
        is_deputy: post.deputy_of.is_some(),
    }
}

/// The name of an office in a language; its code where it has none on the day.
pub(crate) fn office_name(names: &Names, code: &str, language: Language) -> String {
    match (names.get(code), language) {
        (Some((_, Some(en))), Language::English) => en.clone(),
        (Some((vi, _)), _) => vi.clone(),
        (None, _) => code.to_owned(),
    }
}

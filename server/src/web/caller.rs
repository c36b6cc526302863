//! Whoever sent a request: found by the session in the browser or the token of a program, once,
//! before anything else looks at the request.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response};
use axum::middleware::Next;
use axum::response::IntoResponse;
use domain::StreamId;
use domain::access::{Factor, Who};
use domain::account::Kind;
use domain::event::Actor;

use super::problem::Problem;
use super::state::Site;
use crate::account::session::{self, Known, Session};
use crate::account::token::{self, Token};
use crate::glass::notices;

/// The cookie that keeps a session. The prefix has browsers take it from this host alone, over a
/// safe connection; they count loopback as one.
pub const SESSION_COOKIE: &str = "__Host-session";

/// Whoever sent a request.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    who: Who,
    kind: Option<Kind>,
    name: String,
    session: Option<Session>,
    locked: Option<Session>,
    notices: u64,
}

impl Caller {
    fn of(known: Known, site: &Site) -> Caller {
        // Whoever stands before a locked computer is a visitor until its owner is back.
        if known.locked {
            return Caller { inner: Arc::new(Inner { locked: known.session, ..Inner::default() }) };
        }
        let now = site.house().source.machine();
        let terms = &site.province().terms;
        let factor = match &known.session {
            Some(session) => session.strength(now),
            // A program proves itself by its token alone.
            None => Factor::Fresh,
        };
        let who = Who {
            seats: known.state.seats(terms, site.law_now().date()),
            factor,
            glass: known.glass,
            closed: known.state.closed,
            account: Some(known.account),
        };
        let (kind, name, session) = (Some(known.state.kind), known.name, known.session);
        let inner = Inner { who, kind, name, session, locked: None, notices: 0 };
        Caller { inner: Arc::new(inner) }
    }

    /// The same with how many notices it has not seen.
    async fn told(mut self, site: &Site) -> Result<Caller, Problem> {
        if self.kind() != Some(Kind::Staff) || !notices::is_told(self.who()) {
            return Ok(self);
        }
        let (who, now) = (self.who().clone(), site.law_now());
        let unseen = site.house().db.read(move |tx| notices::unseen(tx, &who, now)).await?;
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.notices = unseen;
        }
        Ok(self)
    }

    /// Who it is, as rights see it.
    pub fn who(&self) -> &Who {
        &self.inner.who
    }

    /// The account; `None` for a visitor.
    pub fn account(&self) -> Option<&StreamId> {
        self.inner.who.account.as_ref()
    }

    /// What the account is.
    pub fn kind(&self) -> Option<Kind> {
        self.inner.kind
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// How many notices they have not seen.
    pub fn notices(&self) -> u64 {
        self.inner.notices
    }

    /// The session, where a browser came with one.
    pub fn session(&self) -> Option<&Session> {
        self.inner.session.as_ref()
    }

    /// The session of a locked computer, whose owner is to prove to be back.
    pub fn locked(&self) -> Option<&Session> {
        self.inner.locked.as_ref()
    }

    /// The actor of commands: the account, for the office of a post.
    pub fn actor(&self, office: &str) -> Actor {
        let id = self.account().map_or_else(|| "visitor".to_owned(), ToString::to_string);
        Actor { id, office: office.to_owned() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> Result<Caller, std::convert::Infallible> {
        Ok(parts.extensions.get::<Caller>().cloned().unwrap_or_default())
    }
}

/// Finds out who sent a request, and refuses what another site had the browser send.
pub(super) async fn identify(
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let is_interface = request.uri().path().starts_with("/api/");
    if !is_interface && !comes_from_here(&site, request.method(), request.headers()) {
        tracing::warn!(path = request.uri().path(), "a form came from another site");
        return Problem::from_elsewhere().into_response();
    }
    let found = match is_interface {
        true => bearer(&site, request.headers()).await,
        false => browser(&site, request.headers()).await,
    };
    match found {
        Ok(Some(known)) => match Caller::of(known, &site).told(&site).await {
            Ok(caller) => carry(caller, request, next).await,
            Err(problem) => problem.into_response(),
        },
        Ok(None) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// The caller goes with the request, and back with the answer: the page of an error shows them
/// their own masthead.
async fn carry(caller: Caller, mut request: Request, next: Next) -> Response<Body> {
    request.extensions_mut().insert(caller.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(caller);
    response
}

/// Whether a request that changes something was sent by one of our own pages. Browsers say so in
/// `Sec-Fetch-Site`, older ones in `Origin`; whoever says neither has no session to misuse.
fn comes_from_here(site: &Site, method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(from), _) => matches!(from, "same-origin" | "none"),
        (None, Some(origin)) => origin == site.absolute(""),
        (None, None) => cookie(headers, SESSION_COOKIE).is_none(),
    }
}

/// A cookie by its name.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

async fn browser(site: &Site, headers: &HeaderMap) -> Result<Option<Known>, Problem> {
    let token = cookie(headers, SESSION_COOKIE);
    let Some(token) = token.and_then(|it| Token::parse(token::Kind::Session, it)) else {
        return Ok(None);
    };
    let (hash, now, law) = (token.hash(), site.house().source.machine(), site.law_now());
    let read = site.house().db.read(move |tx| session::find(tx, &hash, now, law));
    let known = read.await?;
    let awake = known.as_ref().filter(|known| !known.locked);
    let seen = awake.and_then(|known| known.session.as_ref()).map(|it| it.seen_at);
    if seen.is_some_and(|seen| now.0 >= seen.0 + session::NOTE_US) {
        site.door().work(move |tx| session::note(tx, &hash, now)).await?;
    }
    Ok(known)
}

/// A token that is sent must be right: a wrong one is never taken for none.
async fn bearer(site: &Site, headers: &HeaderMap) -> Result<Option<Known>, Problem> {
    let Some(sent) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let text = sent.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
    let token = text.and_then(|text| Token::parse(token::Kind::Api, text.trim()));
    let hash = token.ok_or_else(Problem::bad_token)?.hash();
    let (now, law) = (site.house().source.machine(), site.law_now());
    let read = site.house().db.read(move |tx| session::find_token(tx, &hash, now, law));
    let program = read.await?.ok_or_else(Problem::bad_token)?;
    if program.is_to_be_noted(now) {
        site.door().work(move |tx| session::note_token(tx, &hash, now)).await?;
    }
    Ok(Some(program.known))
}

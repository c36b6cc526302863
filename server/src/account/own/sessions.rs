//! One's own sessions: seen, and ended.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use page::own::{Done, Session, Sessions};
use serde::Deserialize;

use super::{Told, browser, me, told};
use crate::account::session;
use crate::account::token::TokenHash;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

const PATH: &str = "/account/sessions";

/// The list of sessions and devices.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let now = site.house().source.machine();
    let all = site.house().db.read(move |tx| session::of(tx, &me.account)).await?;
    let this = gate.caller().session().map(|session| session.hash);
    let age = |at: i64| u64::try_from((now.0 - at) / 1_000_000).unwrap_or(0);
    let open = all.into_iter().filter(|session| !session.is_over(now));
    let sessions = open.map(|session| Session {
        id: session.hash.text(),
        browser: browser::in_words(&session.browser),
        seen_seconds: age(session.seen_at.0),
        made_seconds: age(session.made_at.0),
        is_this: Some(session.hash) == this,
        address: session.address,
    });
    let page = Sessions { sessions: sessions.collect(), done: query.done() };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Which session is ended.
#[derive(Debug, Deserialize)]
pub struct Which {
    session: String,
}

/// Ends one.
pub async fn end(
    State(site): State<Site>,
    gate: Gate,
    sent: Sent<Which>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let hash = TokenHash::parse(&sent.form.session).ok_or(Missing)?;
    site.door().work(move |tx| session::end(tx, &me.account, &hash)).await?;
    Ok(told(PATH, Done::SessionEnded))
}

/// Nothing beside what every form carries.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// Ends all but this one.
pub async fn end_others(
    State(site): State<Site>,
    gate: Gate,
    _sent: Sent<Nothing>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let this = gate.caller().session().map(|session| session.hash);
    site.door().work(move |tx| session::end_all(tx, &me.account, this.as_ref())).await?;
    Ok(told(PATH, Done::OthersEnded))
}

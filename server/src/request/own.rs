//! What people ask about their own data: seen, and asked anew.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::Command;
use domain::request::{self, TEXT_LENGTH_MAX, Wish};
use jiff::civil::Date;
use page::Text;
use page::own::Wrong;
use page::request::{Mine, Own};
use serde::Deserialize;

use super::clock;
use super::read::{Line, Words, of_account, shown};
use crate::account::own::{Me, me};
use crate::commit::Request;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// The most requests that are listed, the latest first.
const REQUESTS_MAX: i64 = 100;

/// What the address may tell.
#[derive(Debug, Default, Deserialize)]
pub struct Told {
    done: Option<String>,
}

/// The list, and the form to ask.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let page = Mine { sent: query.done.as_deref() == Some("sent"), ..page_of(&site, &me).await? };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn page_of(site: &Site, me: &Me) -> Result<Mine, Problem> {
    let account = me.account.clone();
    let read = site.house().db.read(move |tx| of_account(tx, &account, REQUESTS_MAX));
    let today = site.law_now().date();
    Ok(Mine {
        requests: read.await?.into_iter().map(|(line, words)| own(&line, words, today)).collect(),
        wishes: Wish::ALL.map(Wish::id).to_vec(),
        ..Mine::default()
    })
}

fn own(line: &Line, words: Words, today: Date) -> Own {
    Own {
        wish: line.wish.id(),
        made: shown(line.made.date()),
        standing: line.standing(),
        answer: line.answer(today),
        finish: line.finish(today),
        extended: line.extended,
        asked: words.asked.unwrap_or_default(),
        answered: words.answered,
    }
}

/// A new request.
#[derive(Debug, Deserialize)]
pub struct New {
    #[serde(default)]
    wish: String,
    #[serde(default)]
    text: String,
}

/// Takes a request, with the days that the rules in force name.
pub async fn make(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<New>,
) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let New { wish: chosen, text: written } = sent.form;
    let text = Text::new(asked.language);
    let mut wrong = Vec::new();
    let wish = Wish::parse(&chosen);
    if wish.is_none() {
        wrong.push(Wrong { target: "wish-copy", text: text.request_choose() });
    }
    if !fits(&written, TEXT_LENGTH_MAX) {
        wrong.push(Wrong { target: "text", text: text.request_write(TEXT_LENGTH_MAX) });
    }
    let Some(wish) = wish.filter(|_| wrong.is_empty()) else {
        let page = Mine { chosen, text: written, wrong, ..page_of(&site, &me).await? };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    // A year that the calendar does not have must not keep anybody from asking.
    let days = clock::days(&site.province().terms, wish, site.law_now());
    let days = days.unwrap_or_else(|error| {
        tracing::error!(%error, "a request about data has no days");
        clock::Days::default()
    });
    let command = Command::Request(request::Command::Make {
        wish,
        account: me.account.clone(),
        text: written,
        rules: days.rules,
        answer_by: days.answer_by,
        finish_by: days.finish_by,
    });
    site.door().commit(Request { actor: me.actor, command, key: sent.key }).await?;
    Ok(Redirect::to("/account/requests?done=sent").into_response())
}

/// Whether a text says something, and not too much.
pub(crate) fn fits(text: &str, length_max: usize) -> bool {
    (1..=length_max).contains(&text.trim().chars().count())
}

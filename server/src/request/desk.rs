//! The desk that answers requests about data: the nearest day first, each read with a purpose.

use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Duty, Purpose, Thing};
use domain::request::{self, Outcome, TEXT_LENGTH_MAX, Wish};
use domain::{Command, StreamId};
use jiff::civil::Date;
use page::Text;
use page::own::Wrong;
use page::request::{Desk, One, PurposeChoice, Standing, Waiting, Written};
use serde::Deserialize;

use super::clock;
use super::own::fits;
use super::read::{self, Line, NO_DAY, Whole, id_of, shown, stream_of};
use crate::commit::{Error, IdempotencyKey};
use crate::reading::words::purpose_name;
use crate::web::gate::Read;
use crate::web::sent::Sent;
use crate::web::turn::Turn;
use crate::web::{Missing, Problem, Site};

/// Requests on one page.
const PAGE: i64 = 50;
/// The longest ground, in characters.
pub(super) const GROUND_LENGTH_MAX: usize = 200;
/// The longest reason, in characters.
const REASON_LENGTH_MAX: usize = 1000;
/// Why a request may be read.
const PURPOSES: [Purpose; 3] = [Purpose::Inquiry, Purpose::Complaint, Purpose::Inspection];

/// Which list, and where it goes on.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    state: Option<String>,
    cursor: Option<String>,
}

/// The list; it names nobody, so no reading is recorded.
pub async fn list(turn: Turn, Query(which): Query<Which>) -> Result<Response<Body>, Problem> {
    turn.gate.may(&Thing::nothing())?;
    let settled = which.state.as_deref() == Some("settled");
    let cursor = which.cursor.unwrap_or_default();
    let read = turn.site.house().db.read(move |tx| match settled {
        true => {
            let (lines, more) = read::settled(tx, cursor.parse().unwrap_or(i64::MAX), PAGE)?;
            let last = lines.last().filter(|_| more);
            let next = last.map(|last| format!("/requests?state=settled&cursor={}", last.id));
            Ok::<_, Error>((lines, next))
        }
        false => {
            let (lines, next) = read::waiting(tx, &place(&cursor), PAGE)?;
            Ok((lines, next.map(|(day, id)| format!("/requests?cursor={day}.{id}"))))
        }
    });
    let (lines, next) = read.await?;
    let requests = lines.iter().map(|line| waiting(line, turn.today())).collect();
    Ok(turn.page(&Desk { requests, settled, next }))
}

/// The place that a cursor tells; the beginning for anything else.
fn place(cursor: &str) -> read::Place {
    let found = cursor.split_once('.').and_then(|(day, id)| {
        let is_day = day == NO_DAY || day.parse::<Date>().is_ok();
        Some((day.to_owned(), id.parse().ok()?)).filter(|_| is_day)
    });
    found.unwrap_or_default()
}

fn waiting(line: &Line, today: Date) -> Waiting {
    Waiting {
        id: id_of(&line.stream),
        wish: line.wish.id(),
        made: shown(line.made.date()),
        standing: line.standing(),
        due: line.next(today),
    }
}

/// What rights look at of a request.
fn thing(whole: &Whole) -> Thing {
    let account = &whole.line.account;
    Thing {
        stream: Some(whole.line.stream.clone()),
        owners: vec![account.clone()],
        done: vec![(Duty::Concerned, account.clone())],
        ..Thing::default()
    }
}

/// The request that an address leads to.
pub(super) async fn find(site: &Site, id: &str) -> Result<Whole, Problem> {
    let stream = stream_of(id).ok_or(Missing)?;
    let found = site.house().db.read(move |tx| read::one(tx, &stream)).await?;
    Ok(found.ok_or(Missing)?)
}

/// Why it is read, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Told {
    purpose: Option<String>,
    done: Option<String>,
}

/// One request: what the law asks of it, and, once a purpose is chosen and the reading recorded,
/// what it says.
pub async fn one(
    turn: Turn,
    Path(id): Path<String>,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    // Whether there is such a request is for the desk alone to know.
    if let Err(refused) = turn.gate.may_do(Action::HandleRequest, &Thing::nothing(), None) {
        return Ok(refused.into_response());
    }
    let whole = find(&turn.site, &id).await?;
    turn.gate.may_do(Action::HandleRequest, &thing(&whole), None)?;
    let text = turn.text();
    let mut page = page_of(&whole, &turn);
    page.done = told.done.as_deref().and_then(|done| sentence(text, done));
    let chosen = told.purpose.as_deref().and_then(Purpose::parse);
    if let Some(chosen) = chosen.filter(|it| PURPOSES.contains(it) && !whole.erased) {
        let account = &whole.line.account;
        let read = Read { person: Some(account), ..Read::default() };
        turn.gate.read(&thing(&whole), Some(chosen), read).await?;
        page.written = Some(written(&turn.site, whole).await?);
    }
    Ok(turn.page(&page))
}

/// What was just done, by its name in addresses.
pub(super) fn sentence(text: Text, done: &str) -> Option<String> {
    match done {
        "acknowledged" => Some(text.request_done_acknowledged()),
        "extended" => Some(text.request_done_extended()),
        "finished" => Some(text.request_done_finished()),
        "erased" => Some(text.request_done_erased()),
        "held" => Some(text.request_done_held()),
        "released" => Some(text.request_done_released()),
        _ => None,
    }
}

async fn written(site: &Site, whole: Whole) -> Result<Written, Problem> {
    let account = whole.line.account;
    let read = site.house().db.read(move |tx| crate::account::erase::person(tx, &account));
    let person = read.await?.unwrap_or_default();
    Ok(Written {
        person: person.name,
        phone: person.phone,
        email: person.email,
        asked: whole.words.asked,
        answered: whole.words.answered,
    })
}

fn page_of(whole: &Whole, turn: &Turn) -> One {
    let (line, today, text) = (&whole.line, turn.today(), turn.text());
    let may_extend = line.outcome.is_none() && !line.extended;
    let choice = |it: Purpose| PurposeChoice { id: it.id(), name: purpose_name(text, it) };
    One {
        id: id_of(&line.stream),
        wish: line.wish.id(),
        made: shown(line.made.date()),
        standing: line.standing(),
        answer: line.answer(today),
        finish: line.finish(today),
        later: line.finish_by.filter(|_| may_extend).map(|day| shown(clock::extended(day))),
        erased: whole.erased,
        written: None,
        purposes: PURPOSES.map(choice).to_vec(),
        done: None,
        ground: String::new(),
        text: String::new(),
        reason: String::new(),
        wrong: Vec::new(),
    }
}

/// Nothing beside what every form carries.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// Acknowledges a request.
pub async fn acknowledge(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Nothing>,
) -> Result<Response<Body>, Problem> {
    let whole = find(&turn.site, &id).await?;
    let command = request::Command::Acknowledge(whole.line.stream.clone());
    tell(&turn, &whole, command, sent.key).await?;
    Ok(back(&id, "acknowledged"))
}

/// Tells a command of somebody who may handle the request.
async fn tell(
    turn: &Turn,
    whole: &Whole,
    command: request::Command,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    let granted = turn.gate.may(&thing(whole))?;
    turn.tell(&granted, Command::Request(command), key).await?.map_err(Error::Refused)?;
    Ok(())
}

/// Leads back to the request, which tells what was done.
pub(super) fn back(id: &str, done: &str) -> Response<Body> {
    Redirect::to(&format!("/requests/{id}?done={done}")).into_response()
}

/// Why a request gets more time.
#[derive(Debug, Deserialize)]
pub struct Longer {
    #[serde(default)]
    reason: String,
}

/// Gives a request more time, once.
pub async fn extend(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Longer>,
) -> Result<Response<Body>, Problem> {
    let whole = find(&turn.site, &id).await?;
    turn.gate.may(&thing(&whole))?;
    let text = turn.text();
    let reason = sent.form.reason;
    if !fits(&reason, REASON_LENGTH_MAX) {
        let sentence = text.request_write(REASON_LENGTH_MAX);
        let wrong = vec![Wrong { target: "reason", text: sentence }];
        let page = One { wrong, reason, ..page_of(&whole, &turn) };
        return Ok(turn.again(&page));
    }
    let stream: StreamId = whole.line.stream.clone();
    // Where no day is named there is none to move: the rule says so.
    let old = whole.line.finish_by.unwrap_or_else(|| turn.today());
    let finish_by = clock::extended(old);
    let command = request::Command::Extend { request: stream, finish_by, reason };
    tell(&turn, &whole, command, sent.key).await?;
    Ok(back(&id, "extended"))
}

/// How a request ends.
#[derive(Debug, Deserialize)]
pub struct Ending {
    outcome: Outcome,
    #[serde(default)]
    ground: String,
    #[serde(default)]
    text: String,
}

/// Answers a request: carried out, or declined. An erasure is carried out on its own page.
pub async fn finish(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Ending>,
) -> Result<Response<Body>, Problem> {
    let whole = find(&turn.site, &id).await?;
    turn.gate.may(&thing(&whole))?;
    let text = turn.text();
    let Ending { outcome, ground, text: answer } = sent.form;
    let mut wrong = Vec::new();
    for (target, typed, length_max) in
        [("text", &answer, TEXT_LENGTH_MAX), ("ground", &ground, GROUND_LENGTH_MAX)]
    {
        if !fits(typed, length_max) {
            wrong.push(Wrong { target, text: text.request_write(length_max) });
        }
    }
    if !wrong.is_empty() {
        let page = One { wrong, ground, text: answer, ..page_of(&whole, &turn) };
        return Ok(turn.again(&page));
    }
    let request = whole.line.stream.clone();
    let command = request::Command::Finish { request, outcome, ground, text: answer };
    tell(&turn, &whole, command, sent.key).await?;
    Ok(back(&id, "finished"))
}

/// Whether an erasure can be decided on: it is asked for, and waits.
pub(super) fn awaits_erasure(whole: &Whole) -> bool {
    let open = matches!(whole.line.standing(), Standing::Made | Standing::Acknowledged);
    whole.line.wish == Wish::Erasure && open && !whole.erased
}

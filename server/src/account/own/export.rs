//! Everything about oneself in one file that machines read too.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use db::{Row, Tx};
use domain::account::Account;
use domain::dossier::{Personal, What};
use domain::{Event, LawTime, StreamId};
use serde_json::{Value, json};

use super::history::{self, History};
use super::me;
use super::readings::{self, Looked};
use crate::account::session::{self, Session};
use crate::account::store;
use crate::apply::draft::{self, Draft};
use crate::apply::unsent::{self, Kept};
use crate::commit::{Error, decode, parse_header};
use crate::request::read::{Line, Words, of_account};
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// The most readings in the file, the latest first.
const READINGS_MAX: i64 = 10_000;
/// The most dossiers in the file, the latest first.
const DOSSIERS_MAX: i64 = 1_000;
/// The most requests in the file, the latest first.
const REQUESTS_MAX: i64 = 1_000;

/// The file.
pub async fn download(State(site): State<Site>, gate: Gate) -> Result<Response<Body>, Problem> {
    let me = me(&site, &gate).await?;
    let made = site.law_now();
    let drafts = draft::of(&site, &me.account).await?;
    let unsent = unsent::of(&site, &me.account).await?;
    let read = site.house().db.read(move |tx| whole(tx, &me.account, &me.state, made));
    let mut all = read.await?;
    all["drafts"] = drafts.iter().map(unfinished).collect();
    all["unsent_supplements"] = unsent.iter().map(waiting).collect();
    let bytes = serde_json::to_vec_pretty(&all).map_err(|source| Problem::bug(&source))?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"my-data.json\"");
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

fn whole(
    tx: &mut Tx<'_>,
    account: &StreamId,
    state: &Account,
    made: LawTime,
) -> Result<Value, Error> {
    let history = history::read(tx, account)?;
    let requests = of_account(tx, account, REQUESTS_MAX)?;
    let looked = readings::before(tx, account, i64::MAX, READINGS_MAX)?;
    let sessions = session::of(tx, account)?;
    let dossiers = dossiers(tx, account)?;
    let History { person, links, consents, happened } = history;
    let links =
        links.iter().map(|(_, issuer, subject)| json!({"issuer": issuer, "subject": subject}));
    let consents = consents.iter().map(
        |it| json!({"purpose": it.purpose, "version": it.version, "given_at": it.at.rfc3339()}),
    );
    let happened = happened
        .iter()
        .map(|it| json!({"at": it.at.rfc3339(), "what": it.kind, "personal": it.personal}));
    Ok(json!({
        "made_at": made.rfc3339(),
        "account": account,
        "kind": state.kind.id(),
        "opened_at": state.opened.rfc3339(),
        "person": person,
        "identities": links.collect::<Value>(),
        "consents": consents.collect::<Value>(),
        "events": happened.collect::<Value>(),
        "dossiers": dossiers,
        "requests": requests.iter().map(request).collect::<Value>(),
        "readings": looked.iter().map(reading).collect::<Value>(),
        "sessions": sessions.iter().map(browser).collect::<Value>(),
    }))
}

/// An application that was not handed in, as it was typed.
fn unfinished(draft: &Draft) -> Value {
    json!({
        "code": draft.code,
        "procedure": draft.procedure,
        "changed_at": draft.changed.rfc3339(),
        "kept_until": draft.until().to_string(),
        "said": said(&draft.content.form),
    })
}

/// What is to complete a dossier and was not sent, as it was typed.
fn waiting(kept: &Kept) -> Value {
    json!({
        "dossier": kept.dossier,
        "changed_at": kept.changed.rfc3339(),
        "said": said(&kept.unsent.form),
    })
}

fn said(form: &[(String, String)]) -> Value {
    form.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

/// How one rated a dossier; null where one did not.
fn rated(row: &Row) -> Result<Value, Error> {
    let Some(header) = row.maybe_text(7)? else { return Ok(Value::Null) };
    let told = decode(&parse_header(header)?, row.text(8)?, row.maybe_text(9)?)?;
    let Event::Dossier(told) = told else { return Ok(Value::Null) };
    Ok(match &told.what {
        What::Rated { score } => json!({
            "at": told.at.rfc3339(),
            "score": score,
            "text": told.words.as_ref().map(|words| &words.text),
        }),
        _ => Value::Null,
    })
}

/// One's dossiers with what one said in them.
fn dossiers(tx: &mut Tx<'_>, account: &StreamId) -> Result<Vec<Value>, Error> {
    let rows = tx.rows(&store::DOSSIERS, &[account.as_str().into(), DOSSIERS_MAX.into()])?;
    let instant = |at: Option<i64>| at.map(|at| LawTime(at).rfc3339());
    let dossier = |row: &Row| {
        let damaged = |source| Error::Damaged(format!("who is behind a dossier: {source}"));
        let personal = row.maybe_text(6)?.map(serde_json::from_str::<Personal>);
        let personal = personal.transpose().map_err(damaged)?;
        Ok(json!({
            "code": row.text(0)?,
            "procedure": row.text(1)?,
            "phase": row.text(2)?,
            "filed_at": instant(Some(row.int(3)?)),
            "received_at": instant(row.maybe_int(4)?),
            "ended_at": instant(row.maybe_int(5)?),
            "applicant": personal.as_ref().map(|it| &it.applicant),
            "submitter": personal.as_ref().and_then(|it| it.submitter.as_ref()),
            "answers": personal.as_ref().map(|it| &it.answers),
            "rated": rated(row)?,
        }))
    };
    rows.iter().map(dossier).collect()
}

fn request((line, words): &(Line, Words)) -> Value {
    json!({
        "made_at": line.made.rfc3339(),
        "wish": line.wish.id(),
        "answer_by": line.answer_by,
        "finish_by": line.finish_by,
        "outcome": line.outcome.map(domain::request::Outcome::id),
        "asked": words.asked,
        "answered": words.answered,
    })
}

fn reading(looked: &Looked) -> Value {
    json!({
        "at": looked.at.rfc3339(),
        "office": looked.office,
        "position": looked.position,
        "action": looked.action,
        "purpose": looked.purpose,
    })
}

fn browser(session: &Session) -> Value {
    json!({ "address": session.address, "browser": session.browser })
}

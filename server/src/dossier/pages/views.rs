//! Lists that officers keep under names.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use domain::access::Action;

use super::super::kept::{self, NAME_LENGTH_MAX, QUERY_BYTES_MAX, Saved};
use super::query::Query;
use super::with_role;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Missing, Problem, Site};

/// Keeps a list under a name, and shows it; leads back to it with what was wrong.
pub async fn save(
    State(site): State<Site>,
    gate: Gate,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Action::ReadDossier)?;
    let one = |name: &str| {
        let found = sent.form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let query = Query::read(&one("query"));
    let (name, kept) = (one("name"), query.kept().unwrap_or_default());
    let refuse =
        |wrong| Ok(Redirect::to(&query.with("/work", &[("wrong", wrong)])).into_response());
    if !(1..=NAME_LENGTH_MAX).contains(&name.chars().count()) {
        return refuse("name");
    }
    if kept.is_empty() || kept.len() > QUERY_BYTES_MAX {
        return refuse("query");
    }
    let account = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let source = &site.house().source;
    let (now, chance): (_, [u8; 8]) = (source.machine(), source.chance());
    let id: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let view = Saved { id, name, query: kept };
    let saved = site.door().work(move |tx| kept::save_view(tx, &account, &view, now)).await?;
    match saved {
        true => Ok(Redirect::to(&query.with("/work", &[("done", "saved")])).into_response()),
        false => refuse("many"),
    }
}

/// Forgets a list of one's own.
pub async fn remove(
    State(site): State<Site>,
    gate: Gate,
    Path(id): Path<String>,
    _sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Action::ReadDossier)?;
    let account = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let gone = site.door().work(move |tx| kept::forget_view(tx, &account, &id)).await?;
    match gone {
        true => Ok(Redirect::to("/work?done=removed").into_response()),
        false => Err(Missing.into()),
    }
}

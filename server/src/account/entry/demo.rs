//! The demonstration: one click signs in as anybody, and its tray shows what would be sent.
//! Elsewhere there is nothing at these addresses.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::StreamId;
use domain::access::Factor;
use domain::province::Purpose;
use page::sign_in::{Role, Tray};
use serde::Deserialize;

use super::super::{proof, store};
use super::next::own_path;
use super::visit::Visit;
use crate::outbox;
use crate::web::sent::Sent;
use crate::web::{Missing, Problem};

/// Accounts that are offered at most.
const ROLES_MAX: i64 = 60;

/// What a click sends.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    account: String,
    #[serde(default)]
    next: String,
}

fn demand(visit: &Visit) -> Result<(), Problem> {
    match visit.site.province().purpose {
        Purpose::Demo => Ok(()),
        Purpose::Production | Purpose::Bench => Err(Missing.into()),
    }
}

/// The demonstration's accounts; none elsewhere.
pub(super) async fn roles(visit: &Visit) -> Result<Vec<Role>, Problem> {
    if demand(visit).is_err() {
        return Ok(Vec::new());
    }
    let read = visit.site.house().db.read(|tx| {
        let rows = tx.rows(&store::EVERYBODY, &[ROLES_MAX.into()])?;
        let role = |row: &db::Row| {
            Ok(Role {
                account: row.text(0)?.to_owned(),
                name: row.text(2)?.to_owned(),
                post: row.text(3)?.to_owned(),
            })
        };
        rows.iter().map(role).collect::<Result<Vec<Role>, db::Error>>()
    });
    Ok(read.await?)
}

/// `POST /demo/sign-in`
pub(super) async fn sign_in(visit: Visit, sent: Sent<Form>) -> Result<Response<Body>, Problem> {
    demand(&visit)?;
    let id = StreamId::stored(sent.form.account);
    let found = proof::account(&visit.site, &id).await?;
    let found = found.filter(proof::Found::is_open).ok_or(Missing)?;
    let mut response = Redirect::to(&own_path(&sent.form.next)).into_response();
    // No means proved anything: the event says so.
    visit.enter(&found.id, Vec::new(), Factor::Two, response.headers_mut()).await?;
    Ok(response)
}

/// `GET /demo/tray`
pub(super) async fn tray(visit: Visit) -> Result<Response<Body>, Problem> {
    demand(&visit)?;
    let text = visit.text();
    let messages = outbox::tray(&visit.site).await?.into_iter();
    let messages = messages.map(|message| (message.to, message.words.say(text))).collect();
    Ok(visit.page(StatusCode::OK, &Tray { messages }))
}

//! Who looked at one's own data: offices and posts, never the officers themselves.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use db::Tx;
use domain::access::{Action, Purpose};
use domain::{LawTime, StreamId};
use page::Text;
use page::own::{Readings, Seen};
use serde::Deserialize;

use super::{me, office_name};
use crate::commit::Error;
use crate::office::read::{Names, names};
use crate::reading::store;
use crate::request::read::shown;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Readings on one page.
const PAGE: i64 = 25;

/// A reading of somebody's data.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The row.
    pub id: i64,
    /// When.
    pub at: LawTime,
    /// The office's code.
    pub office: String,
    /// What the reader's post is called.
    pub position: String,
    /// What was done, by its name in data.
    pub action: String,
    /// What for, by its name in data.
    pub purpose: String,
}

/// Readings of a person's data before a row, the latest first.
pub fn before(
    tx: &mut Tx<'_>,
    person: &StreamId,
    row: i64,
    limit: i64,
) -> Result<Vec<Looked>, Error> {
    let values = [person.as_str().into(), row.into(), limit.into()];
    let read = |row: &db::Row| {
        Ok(Looked {
            id: row.int(0)?,
            at: LawTime(row.int(1)?),
            office: row.text(2)?.to_owned(),
            position: row.text(3)?.to_owned(),
            action: row.text(4)?.to_owned(),
            purpose: row.text(5)?.to_owned(),
        })
    };
    tx.rows(&store::OF_PERSON, &values)?.iter().map(read).collect()
}

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    cursor: Option<i64>,
}

/// The list.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    query: Result<Query<From>, axum::extract::rejection::QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(from) = query?;
    let me = me(&site, &gate).await?;
    let today = site.law_now().date();
    let row = from.cursor.unwrap_or(i64::MAX);
    let read = site.house().db.read(move |tx| {
        let looked = before(tx, &me.account, row, PAGE + 1)?;
        let names = names(tx, looked.iter().map(|it| it.office.as_str()), today)?;
        Ok::<_, Error>((looked, names))
    });
    let (mut looked, names) = read.await?;
    let more = looked.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    looked.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let last = looked.last().filter(|_| more);
    let page = Readings {
        next: last.map(|last| format!("/account/readings?cursor={}", last.id)),
        seen: looked.iter().map(|it| seen(it, &names, &asked)).collect(),
        is_later: from.cursor.is_some(),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn seen(looked: &Looked, names: &Names, asked: &Asked) -> Seen {
    let text = Text::new(asked.language);
    let at = looked.at.in_vietnam();
    Seen {
        at: (shown(at.date()), at.hour().unsigned_abs(), at.minute().unsigned_abs()),
        office: office_name(names, &looked.office, asked.language),
        position: looked.position.clone(),
        action: action(text, &looked.action),
        purpose: Purpose::parse(&looked.purpose)
            .map_or_else(|| looked.purpose.clone(), |it| purpose(text, it)),
    }
}

fn action(text: Text, id: &str) -> String {
    match Action::parse(id) {
        Some(Action::ReadPerson) => text.own_reading_person(),
        Some(Action::ReadRequest) => text.own_reading_request(),
        Some(Action::ReadDossier | Action::InspectDossier) => text.own_reading_dossier(),
        _ => text.own_reading_other(),
    }
}

/// A purpose in words.
fn purpose(text: Text, purpose: Purpose) -> String {
    match purpose {
        Purpose::Handling => text.own_purpose_handling(),
        Purpose::Inquiry => text.own_purpose_inquiry(),
        Purpose::Complaint => text.own_purpose_complaint(),
        Purpose::Inspection => text.own_purpose_inspection(),
        Purpose::Reporting => text.own_purpose_reporting(),
        Purpose::Administration => text.own_purpose_administration(),
        Purpose::Emergency => text.own_purpose_emergency(),
    }
}

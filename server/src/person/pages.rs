//! The pages of citizens' records.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::StreamId;
use domain::access::{self, Action, Asking, Conjunct, Denied, Fields, Granted, Purpose, Thing};
use domain::account::Person;
use page::Text;
use page::person::{Choice, Find, Line, One};
use serde::Deserialize;

use super::{Record, by_number, gives, key, may_look};
use crate::commit::Error;
use crate::reading::words::purpose_name;
use crate::web::gate::{Gate, Read};
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// The longest number of an identity paper that is looked for, in characters.
const NUMBER_LENGTH_MAX: usize = 30;

/// Only those whose role gives it look for others; one's own record is on one's own page.
fn look(gate: &Gate) -> Result<(), Problem> {
    match may_look(gate.caller().who()) {
        true => Ok(()),
        false => Err(Problem::denied(Conjunct::Role)),
    }
}

/// The page that finds a person.
pub async fn find(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    look(&gate)?;
    Ok(html(&site, &asked, StatusCode::OK, &Find::default()))
}

/// A number to look for.
#[derive(Deserialize)]
pub struct NumberForm {
    #[serde(default)]
    number: String,
}

/// Leads to the record of a number; the number stands in no address.
pub async fn found(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Sent { form, .. }: Sent<NumberForm>,
) -> Result<Response<Body>, Problem> {
    look(&gate)?;
    let number: String = form.number.chars().filter(|it| !it.is_whitespace()).collect();
    let secret = site.house().secret().map_err(|fault| Problem::bug(&fault))?;
    let short = (1..=NUMBER_LENGTH_MAX).contains(&number.chars().count());
    let read = site.house().db.read(move |tx| match short {
        true => match by_number(tx, &secret, &number)? {
            Some(account) => Record::find(tx, &account),
            None => Ok(None),
        },
        false => Ok::<_, Error>(None),
    });
    match read.await? {
        Some(record) => {
            let path = format!("/persons/{}", key(&record.account));
            Ok(Redirect::to(&path).into_response())
        }
        None => Ok(html(&site, &asked, StatusCode::NOT_FOUND, &Find { missed: true })),
    }
}

/// Whoever may not look at others is told so before anything is looked up.
fn guard(gate: &Gate, account: &StreamId) -> Result<(), Problem> {
    match gate.caller().account() == Some(account) {
        true => Ok(()),
        false => look(gate),
    }
}

async fn record(site: &Site, gate: &Gate, id: &str) -> Result<Record, Problem> {
    let account = super::account(id);
    let Some(account) = account else {
        look(gate)?;
        return Err(Missing.into());
    };
    guard(gate, &account)?;
    let read = site.house().db.read(move |tx| Record::find(tx, &account));
    Ok(read.await?.ok_or(Missing)?)
}

/// Asks for the purpose, or tells how to break the glass.
pub async fn ask(
    State(site): State<Site>,
    Path(id): Path<String>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let record = record(&site, &gate, &id).await?;
    let thing = record.thing();
    if gate.caller().account() == Some(&record.account) {
        let granted = gate.read(&thing, None, Read::default()).await?;
        return Ok(shown(&site, &asked, &record, &granted, None));
    }
    Ok(html(&site, &asked, StatusCode::OK, &purpose_page(&gate, &asked, &id, &thing)))
}

fn purpose_page(gate: &Gate, asked: &Asked, id: &str, thing: &Thing) -> page::person::Purpose {
    let text = Text::new(asked.language);
    let purposes: Vec<Choice> = offered(gate, thing)
        .map(|purpose| Choice::new(purpose.id(), purpose_name(text, purpose)))
        .collect();
    let breaks = purposes.is_empty() && gives(gate.caller().who(), Action::BreakGlass);
    page::person::Purpose { id: id.to_owned(), purposes, breaks, missed: false }
}

/// Purposes for which the caller may read now. Whoever reads by a broken glass alone reads for
/// the emergency that they declared.
fn offered(gate: &Gate, thing: &Thing) -> impl Iterator<Item = Purpose> {
    let who = gate.caller().who();
    let by_role = gives(who, Action::ReadPerson);
    Purpose::ALL.into_iter().filter(move |purpose| {
        let asking = Asking { who, action: Action::ReadPerson, thing, purpose: Some(*purpose) };
        (by_role || *purpose == Purpose::Emergency) && access::decide(&asking).is_ok()
    })
}

/// Why a record is opened.
#[derive(Deserialize)]
pub struct PurposeForm {
    #[serde(default)]
    purpose: String,
}

/// Opens a record: the answer is given when it is durably recorded that it was read.
pub async fn open(
    State(site): State<Site>,
    Path(id): Path<String>,
    gate: Gate,
    asked: Asked,
    Sent { form, .. }: Sent<PurposeForm>,
) -> Result<Response<Body>, Problem> {
    let record = record(&site, &gate, &id).await?;
    let thing = record.thing();
    let chosen = Purpose::parse(&form.purpose);
    let Some(purpose) = chosen.filter(|it| offered(&gate, &thing).any(|known| known == *it)) else {
        let page = purpose_page(&gate, &asked, &id, &thing);
        if page.purposes.is_empty() {
            return Err(denied(&gate, &thing, chosen));
        }
        let page = page::person::Purpose { missed: true, ..page };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let read = Read { person: Some(&record.account), ..Read::default() };
    let granted = gate.read(&thing, Some(purpose), read).await?;
    Ok(shown(&site, &asked, &record, &granted, Some(purpose)))
}

fn denied(gate: &Gate, thing: &Thing, purpose: Option<Purpose>) -> Problem {
    let who = gate.caller().who();
    let asking = Asking { who, action: Action::ReadPerson, thing, purpose };
    let Denied(conjunct) = access::decide(&asking).err().unwrap_or(Denied(Conjunct::Purpose));
    Problem::denied(conjunct)
}

fn shown(
    site: &Site,
    asked: &Asked,
    record: &Record,
    granted: &Granted,
    purpose: Option<Purpose>,
) -> Response<Body> {
    let text = Text::new(asked.language);
    let page = One {
        name: record.person.name.clone(),
        lines: lines(text, &record.person, granted),
        purpose: purpose.map(|purpose| purpose_name(text, purpose)),
    };
    html(site, asked, StatusCode::OK, &page)
}

/// What is known of a person, as far as the reader's role sees it.
fn lines(text: Text, person: &Person, granted: &Granted) -> Vec<Line> {
    let birth = person.birth_date.map(|it| text.date(crate::procedure::view::day(it)));
    let all = [
        (text.person_identity(), person.identity_number.clone(), Fields::Identity),
        (text.person_birth(), birth, Fields::Identity),
        (text.person_phone(), person.phone.clone(), Fields::Contact),
        (text.person_email(), person.email.clone(), Fields::Contact),
        (text.person_address(), person.address.clone(), Fields::Contact),
    ];
    let line = |(name, value, fields): (String, Option<String>, Fields)| {
        let seen = granted.sees.contains(&fields);
        (name, seen.then(|| value.unwrap_or_else(|| "–".to_owned())))
    };
    all.into_iter().map(line).collect()
}

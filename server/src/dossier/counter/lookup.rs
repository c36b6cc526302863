//! Finding a dossier again, wherever it lies: what the desk took in stays its to serve. What may be
//! done with it is what the table of rights and the dossier's life allow, and nothing of this page.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Fields, Purpose};
use domain::card::{self, Scan};
use domain::dossier_code::DossierCode;
use page::counter::{LookedUp, Lookup, Wrong};
use page::dossier::Action as Act;
use serde::Deserialize;

use super::super::list::{Asked as ListAsked, desks};
use super::super::pages::options;
use super::super::pages::scene::Scene;
use super::super::read::{self, Known};
use super::super::store as rows;
use super::super::{act, lists, words};
use super::desk::Desk;
use crate::procedure::words as procedure_words;
use crate::web::gate::{Gate, Read};
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// Dossiers that are shown.
const SHOWN_MAX: usize = 20;
/// The longest words that are looked for, in bytes; a card's line is longer.
const WORDS_BYTES_MAX: usize = 200;

/// Which dossier, and what was just done with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    code: String,
    done: String,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
}

/// The address of one dossier.
pub fn path(code: &str) -> String {
    format!("/counter/lookup?code={code}")
}

/// The page: empty, or with one dossier.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(which): Query<Which>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReadDossier).await?;
    if which.code.is_empty() {
        return Ok(html(&site, &asked, StatusCode::OK, &Lookup::default()));
    }
    let codes = DossierCode::read(&which.code).ok().map(|code| code.as_str().to_owned());
    let page = Lookup { query: which.code, ..Lookup::default() };
    let page = Lookup { done: Act::parse(&which.done), ..page };
    let found = seen(&desk, codes.into_iter().collect()).await?;
    answer(&desk, &asked, page, found, None).await
}

/// Looks for what was scanned or typed. Cards and names come in a form: an address is kept where
/// nothing personal may stand.
pub async fn find(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Wanted>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReadDossier).await?;
    let query = sent.form.q.trim().to_owned();
    if let Ok(code) = DossierCode::read(&query) {
        return Ok(Redirect::to(&path(code.as_str())).into_response());
    }
    if query.is_empty() {
        return Ok(html(&site, &asked, StatusCode::OK, &Lookup::default()));
    }
    let number = match card::read(&query) {
        Ok(Scan::Card(card)) => Some(("citizen_id", card.number.as_str().to_owned())),
        Ok(Scan::Number(number)) => Some(("citizen_id", number.as_str().to_owned())),
        Ok(Scan::OldNumber(number)) => Some(("cmnd", number)),
        Err(_) => None,
    };
    match number {
        Some((kind, number)) => {
            let codes = of_person(&desk, kind, &number).await?;
            let found = seen(&desk, codes).await?;
            // What a card says does not stay in the page.
            answer(&desk, &asked, Lookup::default(), found, None).await
        }
        None => {
            let mut words = query.clone();
            words.truncate(words.floor_char_boundary(WORDS_BYTES_MAX));
            let codes = by_words(&desk, words).await?;
            let found = seen(&desk, codes).await?;
            let page = Lookup { query: query.clone(), ..Lookup::default() };
            answer(&desk, &asked, page, found, Some(&query)).await
        }
    }
}

/// Codes of a person's dossiers at the desks that the visitor serves.
async fn of_person(desk: &Desk, kind: &str, number: &str) -> Result<Vec<String>, Problem> {
    let key = desk.site.porter().secret(desk.site.house())?.identity(kind, number);
    let served = desks(desk.gate.caller().who());
    desk.read(move |tx| {
        let most = i64::try_from(SHOWN_MAX * 2).unwrap_or(i64::MAX);
        let mut codes = Vec::new();
        for row in tx.rows(&rows::OF_PERSON, &[key.as_str().into(), most.into()])? {
            if served.iter().any(|office| row.text(1).is_ok_and(|it| it == office)) {
                codes.push(row.text(0)?.to_owned());
            }
        }
        Ok(codes)
    })
    .await
}

async fn by_words(desk: &Desk, words: String) -> Result<Vec<String>, Problem> {
    let limit = i64::try_from(SHOWN_MAX + 1).unwrap_or(i64::MAX);
    let asked = ListAsked { words: Some(words), limit, ..ListAsked::default() };
    let (lines, _) = lists::page(&desk.site, &desk.gate, &asked).await?;
    Ok(lines.into_iter().map(|line| line.code).collect())
}

/// Those of some dossiers that the visitor may read, with whatever is asked of each.
async fn seen(desk: &Desk, codes: Vec<String>) -> Result<Vec<Known>, Problem> {
    let mut found = Vec::new();
    for code in codes {
        let Some(known) = desk.read(move |tx| read::one(tx, &code)).await? else { continue };
        let thing = act::thing(&desk.site, &known).await?;
        let may = desk.gate.may_do(Action::ReadDossier, &thing, Some(Purpose::Handling));
        if may.is_ok() {
            found.push(known);
        }
    }
    Ok(found)
}

/// The page with what was found; that it was looked at is recorded before it is answered.
async fn answer(
    desk: &Desk,
    asked: &Asked,
    mut page: Lookup,
    mut found: Vec<Known>,
    query: Option<&str>,
) -> Result<Response<Body>, Problem> {
    if found.is_empty() {
        page.wrong = vec![Wrong::new("q", desk.text.lookup_unknown())];
        return Ok(html(&desk.site, asked, StatusCode::NOT_FOUND, &page));
    }
    page.more = found.len() > SHOWN_MAX;
    found.truncate(SHOWN_MAX);
    let person = found.first().filter(|_| found.len() == 1);
    let person = person.and_then(|known| known.dossier.filing.account.clone());
    let rows = u32::try_from(found.len()).ok();
    let read = Read { rows, person: person.as_ref(), query };
    desk.gate.note(&desk.seat, Purpose::Handling, read).await?;
    let accounts = found.iter().filter_map(|known| known.dossier.assignee().cloned()).collect();
    let revisions = found.iter().map(|known| {
        let filing = &known.dossier.filing;
        (filing.procedure.clone(), filing.revision)
    });
    let scene = Scene::of(&desk.site, asked, accounts, revisions.collect()).await?;
    for known in &found {
        page.found.push(told(desk, &scene, known).await?);
    }
    Ok(html(&desk.site, asked, StatusCode::OK, &page))
}

async fn told(desk: &Desk, scene: &Scene, known: &Known) -> Result<LookedUp, Problem> {
    let thing = act::thing(&desk.site, known).await?;
    let dossier = &*known.dossier;
    let filing = &dossier.filing;
    let owed = dossier.owed_vnd() + dossier.duty_owed_vnd();
    let personal = known.personal.as_ref();
    Ok(LookedUp {
        code: filing.code.clone(),
        applicant: personal.map(|it| it.applicant.name.clone()).unwrap_or_default(),
        procedure: scene.procedure(&filing.procedure, filing.revision),
        phase: words::phase(scene.text, dossier.phase),
        left: scene.left_of(dossier),
        holder: scene.holder(&dossier.place().office, dossier.assignee()),
        owed: (owed > 0).then(|| procedure_words::vnd(scene.text, owed)),
        may: options::may(&desk.gate, &scene.offices, &thing, dossier),
        slip: dossier.reception.is_some() && sees_contact(desk),
    })
}

/// Whether the visitor's post shows where applicants live, as a slip does.
fn sees_contact(desk: &Desk) -> bool {
    desk.seat.grants.iter().any(|grant| grant.sees.contains(&Fields::Contact))
}

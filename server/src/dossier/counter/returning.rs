//! Giving a result out: the slip or the card finds it, the card is compared, money is taken, and
//! the hand-over is entered.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Purpose};
use domain::card::{self, Scan};
use domain::dossier::{Means, Phase, Proof};
use domain::dossier_code::DossierCode;
use page::counter::{Match, Returning, Scanned, Waiting, Wrong};
use page::procedure::Said;
use serde::Deserialize;

use super::super::act::{self, Body as Asked_, Book};
use super::super::read::{self, Known};
use super::super::store as rows;
use super::chosen::{last_book, next_receipt, receipt_number};
use super::desk::Desk;
use super::form::{Form, some};
use super::{scan, wrong};
use crate::commit::{Error, IdempotencyKey};
use crate::dossier::words;
use crate::procedure::view::day;
use crate::procedure::{finder, words as procedure_words};
use crate::web::gate::{Gate, Read};
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// Dossiers of one person that are looked at.
const OF_PERSON_MAX: i64 = 20;

/// Which result.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    code: String,
    done: String,
}

/// The page: found by a dossier's code, or by the card of whoever it belongs to.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(which): Query<Which>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReturnDossier).await?;
    let query = which.code.trim().to_owned();
    let done = DossierCode::parse(&which.done).ok().map(|code| code.as_str().to_owned());
    let mut page = Returning { done, ..Returning::default() };
    if query.is_empty() {
        return Ok(html(&site, &asked, StatusCode::OK, &page));
    }
    let found = find(&desk, &query).await?;
    let status = match found {
        Found::One(known) => {
            page = told(&desk, &known, &Form::default()).await?;
            StatusCode::OK
        }
        Found::None(told) => {
            // A card's line is not kept: it would stand in the page as it was scanned.
            page.query = if query.contains('|') { String::new() } else { query };
            page.wrong.push(Wrong::new("code", told));
            StatusCode::NOT_FOUND
        }
    };
    Ok(html(&site, &asked, status, &page))
}

enum Found {
    One(Box<Known>),
    None(String),
}

async fn find(desk: &Desk, query: &str) -> Result<Found, Problem> {
    let text = desk.text;
    let number = match card::read(query) {
        Ok(Scan::Card(card)) => Some(("citizen_id", card.number.as_str().to_owned())),
        Ok(Scan::Number(number)) => Some(("citizen_id", number.as_str().to_owned())),
        Ok(Scan::OldNumber(number)) => Some(("cmnd", number)),
        Err(_) => None,
    };
    let codes = match number {
        Some((kind, number)) => of_person(desk, kind, &number).await?,
        None => {
            DossierCode::read(query).ok().map(|it| it.as_str().to_owned()).into_iter().collect()
        }
    };
    for code in codes {
        let wanted = code.clone();
        let known = desk.read(move |tx| read::one(tx, &wanted)).await?;
        // Of a dossier of another desk nothing is told.
        if let Some(known) = known.filter(|it| it.dossier.filing.office == desk.office()) {
            return Ok(Found::One(Box::new(known)));
        }
    }
    Ok(Found::None(text.returning_unknown()))
}

/// Codes of a person's dossiers, those that can be given out first.
async fn of_person(desk: &Desk, kind: &str, number: &str) -> Result<Vec<String>, Problem> {
    let key = desk.site.porter().secret(desk.site.house())?.identity(kind, number);
    of_key(desk, key).await
}

async fn of_key(desk: &Desk, key: String) -> Result<Vec<String>, Problem> {
    let office = desk.office().to_owned();
    desk.read(move |tx| {
        let mut codes = Vec::new();
        for row in tx.rows(&rows::OF_PERSON, &[key.as_str().into(), OF_PERSON_MAX.into()])? {
            if row.text(1)? == office {
                let is_ready = row.text(3)? == Phase::Finished.id();
                codes.push((!is_ready, row.text(0)?.to_owned()));
            }
        }
        codes.sort_by_key(|(waits, _)| *waits);
        Ok(codes.into_iter().map(|(_, code)| code).collect())
    })
    .await
}

/// The dossier as the page shows it, with what was filled in; that it was looked at is recorded.
async fn told(desk: &Desk, known: &Known, form: &Form) -> Result<Returning, Problem> {
    let thing = act::thing(&desk.site, known).await?;
    let read = Read { rows: Some(1), person: thing.owners.first(), ..Read::default() };
    desk.gate.note(&desk.seat, Purpose::Handling, read).await?;
    let dossier = &known.dossier;
    let code = dossier.filing.code.clone();
    let key = known.personal.as_ref().and_then(|it| it.key.clone());
    let others = match key {
        Some(key) => others(desk, key, &code).await?,
        None => Vec::new(),
    };
    let (office, year) = (desk.office().to_owned(), desk.today().year());
    let number = desk.read(move |tx| {
        let (_, series) = last_book(tx, &office, year)?;
        next_receipt(tx, &office, &series)
    });
    let mut waiting = waiting(desk, known, receipt_number(number.await?)).await?;
    if let Some(typed) = some(form.one("receipt")) {
        waiting.receipt = typed;
    }
    Ok(Returning {
        query: code,
        waiting: Some(waiting),
        others,
        scanned: Scanned::Nothing,
        matched: Match::Unknown,
        relation: form.one("relation").to_owned(),
        receiver: form.one("receiver").to_owned(),
        authorisation: form.one("authorisation").to_owned(),
        method: some(form.one("method")).unwrap_or_else(|| "cash".to_owned()),
        fingerprint: form.one("fingerprint") == "1",
        done: None,
        wrong: Vec::new(),
    })
}

async fn others(
    desk: &Desk,
    key: String,
    code: &str,
) -> Result<Vec<(String, String, String)>, Problem> {
    let office = desk.office().to_owned();
    let found = desk
        .read(move |tx| {
            let mut found = Vec::new();
            for row in tx.rows(&rows::OF_PERSON, &[key.as_str().into(), OF_PERSON_MAX.into()])? {
                if row.text(1)? == office && row.text(3)? == Phase::Finished.id() {
                    found.push((row.text(0)?.to_owned(), row.text(2)?.to_owned()));
                }
            }
            Ok(found)
        })
        .await?;
    let catalogue = desk.site.catalogue().await?;
    let named = |procedure: &str| {
        let item = catalogue.by_code(procedure);
        item.map_or_else(|| Said::plain(procedure), |item| finder::name(desk.text, item)).text
    };
    let each = found.into_iter().filter(|(other, _)| other != code);
    Ok(each
        .map(|(other, procedure)| {
            let path = format!("/counter/returns?code={other}");
            (other, named(&procedure), path)
        })
        .collect())
}

async fn waiting(desk: &Desk, known: &Known, receipt: String) -> Result<Waiting, Problem> {
    let (text, dossier) = (desk.text, &*known.dossier);
    let catalogue = desk.site.catalogue().await?;
    let code = &dossier.filing.procedure;
    let item = catalogue.by_code(code);
    let personal = known.personal.clone().unwrap_or_default();
    let result = dossier.result.as_ref();
    let released = result.and_then(|it| it.released);
    let number = result.and_then(|it| it.number.clone()).unwrap_or_default();
    let owed = dossier.owed_vnd();
    Ok(Waiting {
        code: dossier.filing.code.clone(),
        path: format!("/dossiers/{}", dossier.filing.code),
        procedure: item.map_or_else(|| code.clone(), |item| finder::name(text, item).text),
        applicant: personal.applicant.name,
        submitter: personal.submitter.map(|it| it.who.name),
        result: match released {
            Some(at) => text.returning_result_of(&number, desk.day(at.date())),
            None => String::new(),
        },
        ready: released.map(|at| day(at.date())),
        hindrance: hindrance(desk, known),
        copy: None,
        owed: (owed > 0).then(|| procedure_words::vnd(text, owed)),
        receipt,
    })
}

/// Why it cannot be given out now.
fn hindrance(desk: &Desk, known: &Known) -> Option<String> {
    let (text, dossier) = (desk.text, &*known.dossier);
    if dossier.phase != Phase::Finished {
        let state = words::phase(text, dossier.phase);
        return Some(match dossier.deadline.filter(|_| dossier.phase.is_open()) {
            Some(deadline) => text.returning_not_ready(state, desk.day(deadline.promised.date())),
            None => text.returning_state(state),
        });
    }
    if dossier.result.as_ref().is_some_and(|it| it.revoked) {
        return Some(text.dossier_revoked());
    }
    let duty = dossier.duty_owed_vnd();
    if duty > 0 {
        return Some(text.returning_duty(procedure_words::vnd(text, duty)));
    }
    let may_take = dossier.owed_vnd() == 0 || desk.may(Action::TakePayment);
    (!may_take).then(|| text.counter_no_payment_right())
}

/// Whose card was scanned.
fn matched(known: &Known, number: &str) -> Match {
    let Some(personal) = &known.personal else { return Match::Other };
    let is = |it: &domain::dossier::Applicant| it.identity.number.as_deref() == Some(number);
    match (is(&personal.applicant), personal.submitter.as_ref().is_some_and(|it| is(&it.who))) {
        (true, _) => Match::Applicant,
        (false, true) => Match::Submitter,
        (false, false) => Match::Other,
    }
}

/// Finds the dossier of the form; one of another desk is none.
async fn of_form(desk: &Desk, form: &Form) -> Result<Known, Problem> {
    let known = act::find(&desk.site, form.one("code")).await?;
    let thing = act::thing(&desk.site, &known).await?;
    let place = domain::access::Thing { stage: None, ..thing };
    desk.gate.may_do(Action::ReturnDossier, &place, None)?;
    Ok(known)
}

/// Reads a card into the page, and says whose it is.
fn compare(page: &mut Returning, known: &Known, form: &Form) {
    let line = form.one("scan");
    if line.is_empty() {
        return;
    }
    let mut card = Form::default();
    page.scanned = scan::apply(&mut card, line);
    let number = card.one("applicant.identity.number");
    if matches!(page.scanned, Scanned::Card(_) | Scanned::Number(_)) {
        page.matched = matched(known, number);
    }
    if page.matched == Match::Other && page.receiver.is_empty() {
        page.receiver = card.one("applicant.name").to_owned();
    }
}

/// Compares the card; nothing is given out.
pub async fn check(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReturnDossier).await?;
    let form = Form(sent.form);
    let known = of_form(&desk, &form).await?;
    let mut page = told(&desk, &known, &form).await?;
    compare(&mut page, &known, &form);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Takes what is due, and gives the result out.
pub async fn give(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReturnDossier).await?;
    let form = Form(sent.form);
    let known = of_form(&desk, &form).await?;
    let path = format!("/counter/returns?done={}", known.dossier.filing.code);
    if desk.is_done(under(sent.key.as_ref(), "return").as_ref()).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    let wrong = match unfilled(&desk, &known, &form) {
        wrong if !wrong.is_empty() => wrong,
        // The page says why it cannot be given out now.
        _ if hindrance(&desk, &known).is_some() => Vec::new(),
        _ => match pay_and_return(&desk, &known, &form, sent.key.as_ref()).await? {
            Ok(()) => return Ok(Redirect::to(&path).into_response()),
            Err(wrong) => wrong,
        },
    };
    let mut page = told(&desk, &known, &form).await?;
    compare(&mut page, &known, &form);
    page.wrong = wrong;
    Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Whether somebody else than applicant and submitter takes it.
fn is_other(known: &Known, form: &Form) -> bool {
    let mut page = Returning::default();
    compare(&mut page, known, form);
    page.matched == Match::Other || !form.one("relation").is_empty()
}

fn unfilled(desk: &Desk, known: &Known, form: &Form) -> Vec<Wrong> {
    let text = desk.text;
    let mut wrong = Vec::new();
    if is_other(known, form) {
        if !form.has("receiver") {
            wrong.push(Wrong::new("receiver", text.returning_fill_receiver()));
        }
        if !form.has("authorisation") {
            wrong.push(Wrong::new("authorisation", text.returning_fill_authorisation()));
        }
    }
    if known.dossier.owed_vnd() > 0 && form.one("receipt").parse::<i64>().is_err() {
        wrong.push(Wrong::new("receipt", text.counter_no_number()));
    }
    wrong
}

/// The key of one act of a form.
fn under(key: Option<&IdempotencyKey>, name: &str) -> Option<IdempotencyKey> {
    let key = key.cloned()?;
    Some(IdempotencyKey { key: format!("{} {name}", key.key), ..key })
}

/// Two acts, each with a key of its own: a form that comes again goes on where it stopped.
async fn pay_and_return(
    desk: &Desk,
    known: &Known,
    form: &Form,
    key: Option<&IdempotencyKey>,
) -> Result<Result<(), Vec<Wrong>>, Problem> {
    let owed = known.dossier.owed_vnd();
    if owed > 0 {
        let (office, year) = (desk.office().to_owned(), desk.today().year());
        let (book, series) = desk.read(move |tx| last_book(tx, &office, year)).await?;
        let means = match form.one("method") {
            "transfer" => Means::Transfer,
            _ => Means::Cash,
        };
        let body = Asked_ {
            amount_vnd: owed,
            means: Some(means),
            receipt: Some(Book { form: book, series }),
            receipt_number: form.one("receipt").parse().ok(),
            ..Asked_::default()
        };
        if let Err(wrong) = act(desk, known, "record-payment", &body, under(key, "pay")).await? {
            return Ok(Err(wrong));
        }
    }
    let authorised = is_other(known, form);
    let parts = ["receiver", "relation", "authorisation"].map(|name| form.one(name));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let proof = match form.one("fingerprint") {
        "1" => Proof::Fingerprint,
        _ => Proof::Signed,
    };
    let body = Asked_ {
        proof: Some(proof),
        authorised,
        text: if authorised { parts.join("; ") } else { String::new() },
        ..Asked_::default()
    };
    act(desk, known, "return-result", &body, under(key, "return")).await
}

async fn act(
    desk: &Desk,
    known: &Known,
    name: &str,
    body: &Asked_,
    key: Option<IdempotencyKey>,
) -> Result<Result<(), Vec<Wrong>>, Problem> {
    let code = &known.dossier.filing.code;
    match act::try_act(&desk.site, &desk.gate, code, name, body, key).await? {
        Ok(_) => Ok(Ok(())),
        Err(Error::Refused(refusal)) => {
            let mut wrong = wrong::all(desk.text, &refusal, None);
            // This page has one box for money, and none for a procedure.
            for it in &mut wrong {
                it.name = match it.name.as_str() {
                    "receipt.number" | "payment.when" => "receipt".to_owned(),
                    _ => "code".to_owned(),
                };
            }
            Ok(Err(wrong))
        }
        Err(error) => Err(error.into()),
    }
}

//! Signing a list: the giver hands every dossier on it over, the taker takes over what arrived.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use domain::access::Action;
use domain::refusal::Refusal;
use page::counter::{HandOver, Wrong};

use super::super::act::{self, Body as Asked_};
use super::desk::Desk;
use super::form::Form;
use super::hand_over::{self, List, next, waits};
use super::store;
use crate::commit::{Error, IdempotencyKey};
use crate::dossier::words;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// Gives what is on the draft to the receiver; what goes elsewhere stays there.
pub async fn give(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakeDossier).await?;
    let form = Form(sent.form);
    let form_key = match &sent.key {
        Some(key) => format!("{} {}", desk.account(), key.key),
        None => format!("{} {}", desk.account(), desk.now.0),
    };
    if let Some(number) = of_form(&desk, &form_key).await? {
        return Ok(hand_over::to(&number));
    }
    let receiver = form.one("receiver").to_owned();
    let scanned = hand_over::scanned(&desk).await?;
    let mut carried: Vec<_> =
        scanned.into_iter().filter(|it| next(it) == Some(receiver.as_str())).collect();
    let Some(giver) = carried.first().map(|it| it.holder.office.clone()) else {
        let page = hand_over::draft(&desk, &receiver).await?;
        let told = match page.carried.is_empty() {
            true => Wrong::new("code", desk.text.handover_empty()),
            false => Wrong::new("receiver", desk.text.handover_choose()),
        };
        return again(&desk, &asked, page, vec![told]);
    };
    carried.retain(|it| it.holder.office == giver);
    let number = number(&desk, &form_key, &giver, &receiver).await?;
    let mut wrong = Vec::new();
    for dossier in &carried {
        let code = &dossier.filing.code;
        let sets = if dossier.filing.is_on_paper() { dossier.filing.sets } else { 0 };
        let body = Asked_ { sets, list: Some(number.clone()), ..Asked_::default() };
        match done(&desk, code, "forward", &body, sent.key.as_ref()).await? {
            Ok(()) => drop_scan(&desk, code).await?,
            Err(refusal) => wrong.push(told(&desk, code, &refusal)),
        }
    }
    match wrong.is_empty() {
        true => Ok(hand_over::to(&number)),
        false => again(&desk, &asked, hand_over::draft(&desk, &receiver).await?, wrong),
    }
}

fn again(
    desk: &Desk,
    asked: &Asked,
    page: HandOver,
    wrong: Vec<Wrong>,
) -> Result<Response<Body>, Problem> {
    let page = HandOver { wrong, ..page };
    Ok(html(&desk.site, asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn told(desk: &Desk, code: &str, refusal: &Refusal) -> Wrong {
    let why = match refusal {
        Refusal::Dossier(wrong) => words::wrong(desk.text, wrong),
        other => other.to_string(),
    };
    Wrong::new("code", desk.text.counter_wrong(code, why))
}

/// An act on one dossier of a list: each has a key of its own, so that a form that comes again
/// goes on where it stopped.
async fn done(
    desk: &Desk,
    code: &str,
    name: &str,
    body: &Asked_,
    key: Option<&IdempotencyKey>,
) -> Result<Result<(), Refusal>, Problem> {
    let key = key.map(|key| IdempotencyKey {
        key: format!("{} {code}", key.key),
        request: key.request.clone(),
    });
    match act::try_act(&desk.site, &desk.gate, code, name, body, key).await? {
        Ok(_) => Ok(Ok(())),
        Err(Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(error) => Err(error.into()),
    }
}

async fn drop_scan(desk: &Desk, code: &str) -> Result<(), Problem> {
    let (account, code) = (desk.account(), code.to_owned());
    let work = desk.site.door().work(move |tx| {
        Ok(tx.execute(&store::DROP_SCAN, &[account.as_str().into(), code.as_str().into()])?)
    });
    work.await?;
    Ok(())
}

/// The number that a form got when it came before, once nothing of it is left to give.
async fn of_form(desk: &Desk, form_key: &str) -> Result<Option<String>, Problem> {
    let key = form_key.to_owned();
    desk.read(move |tx| {
        let row = tx.row(&store::LIST_OF_FORM, &[key.as_str().into()])?;
        Ok(row.map(|row| row.text(0).map(str::to_owned)).transpose()?)
    })
    .await
}

/// A number for a list: of the giver's day, in order.
async fn number(desk: &Desk, form_key: &str, giver: &str, taker: &str) -> Result<String, Problem> {
    let (day, at, by) = (desk.today().to_string(), desk.now.0, desk.account());
    let (key, giver, taker) = (form_key.to_owned(), giver.to_owned(), taker.to_owned());
    let work = desk.site.door().work(move |tx| {
        if let Some(row) = tx.row(&store::LIST_OF_FORM, &[key.as_str().into()])? {
            return Ok(row.text(0)?.to_owned());
        }
        let values = [giver.as_str().into(), day.as_str().into()];
        let count = tx.row(&store::LISTS_OF_DAY, &values)?;
        let count = count.map(|row| row.int(0)).transpose()?.unwrap_or(0) + 1;
        let number = format!("{giver}-{}-{count:02}", day.replace('-', ""));
        let values = [
            number.as_str().into(),
            key.as_str().into(),
            giver.as_str().into(),
            taker.as_str().into(),
            day.as_str().into(),
            at.into(),
            by.as_str().into(),
        ];
        tx.execute(&store::KEEP_LIST, &values)?;
        Ok(number)
    });
    Ok(work.await?)
}

/// Takes over what was counted; what did not arrive stays the giver's, and is written down.
pub async fn take(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakeDossier).await?;
    let form = Form(sent.form);
    let list = hand_over::list(&desk, form.one("number")).await?;
    let is_counted = |code: &str| form.one(&format!("arrived.{code}")) == "1";
    let open: Vec<_> = list.all.iter().filter(|it| waits(&list, it)).collect();
    let missing = open.iter().filter(|it| !is_counted(&it.code)).count();
    if missing > 0 && !form.has("remark") {
        let told = Wrong::new("remark", desk.text.handover_say_missing(missing as u64));
        return again(&desk, &asked, hand_over::listed(&desk, &list, &form).await?, vec![told]);
    }
    if form.has("remark") {
        remark(&desk, &list, form.one("remark")).await?;
    }
    let mut wrong = Vec::new();
    for it in open.iter().filter(|it| is_counted(&it.code)) {
        let body =
            Asked_ { sets: it.sets, text: form.one("remark").to_owned(), ..Asked_::default() };
        if let Err(refusal) = done(&desk, &it.code, "acknowledge", &body, sent.key.as_ref()).await?
        {
            wrong.push(told(&desk, &it.code, &refusal));
        }
    }
    match wrong.is_empty() {
        true => Ok(hand_over::to(&list.number)),
        false => {
            let list = hand_over::list(&desk, &list.number).await?;
            again(&desk, &asked, hand_over::listed(&desk, &list, &form).await?, wrong)
        }
    }
}

async fn remark(desk: &Desk, list: &List, text: &str) -> Result<(), Problem> {
    let text: String = text.chars().take(REMARK_LENGTH_MAX).collect();
    let number = list.number.clone();
    let work = desk.site.door().work(move |tx| {
        Ok(tx.execute(&store::REMARK, &[number.as_str().into(), text.as_str().into()])?)
    });
    work.await?;
    Ok(())
}

/// The longest remark, in characters.
const REMARK_LENGTH_MAX: usize = 500;

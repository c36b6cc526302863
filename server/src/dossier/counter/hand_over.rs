//! Lists of papers on their way: scanned one after another, looked at by both sides.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use db::Rows;
use domain::access::{Action, Purpose};
use domain::dossier::{Dossier, Phase};
use domain::dossier_code::DossierCode;
use domain::{LawTime, State as Known_, StreamId};
use jiff::ToSpan;
use page::counter::{Batch, Carried, HandOver, Side, Wrong};
use page::procedure::{Choice, Said};

use super::super::act;
use super::desk::{Desk, moment};
use super::form::Form;
use super::store;
use super::whereabouts::originals;
use crate::commit::Error;
use crate::procedure::finder;
use crate::procedure::view::day;
use crate::reading::search;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Dossiers on one list at most.
pub const LIST_MAX: i64 = 200;
/// Lists that wait and are shown.
const WAITING_MAX: i64 = 50;
/// Days for which a list that nobody took over is shown.
const WAITING_DAYS: i64 = 30;

/// A dossier on a list that was given.
pub struct OnList {
    /// Its code.
    pub code: String,
    /// Sets given.
    pub sets: u16,
    /// Its state.
    pub dossier: Box<Dossier>,
    /// When it was taken over, and by whom.
    pub taken: Option<(LawTime, String)>,
}

/// A list that was given.
pub struct List {
    /// Its number.
    pub number: String,
    /// Who gave.
    pub giver: String,
    /// Who takes.
    pub taker: String,
    /// When it was given, and by whom.
    pub given: (LawTime, String),
    /// What the taker found different.
    pub remark: String,
    /// What stands on it.
    pub all: Vec<OnList>,
}

/// The draft, and lists that wait.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakeDossier).await?;
    let page = draft(&desk, "").await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// A list that was given.
pub async fn one(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(number): Path<String>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakeDossier).await?;
    let list = list(&desk, &number).await?;
    let page = listed(&desk, &list, &Form::default()).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn dossier(text: &str) -> Result<Box<Dossier>, Error> {
    let damaged = |source| Error::Damaged(format!("dossier on a list: {source}"));
    let state: Known_ = serde_json::from_str(text).map_err(damaged)?;
    match state.open() {
        Known_::Dossier(dossier) => Ok(dossier.clone()),
        _ => Err(Error::Damaged("a dossier on a list is something else".to_owned())),
    }
}

/// What this clerk scanned.
pub async fn scanned(desk: &Desk) -> Result<Vec<Box<Dossier>>, Problem> {
    let account = desk.account();
    desk.read(move |tx| {
        let rows = tx.rows(&store::DRAFT, &[account.as_str().into(), LIST_MAX.into()])?;
        rows.iter().map(|row| dossier(row.text(1)?)).collect::<Result<Vec<_>, Error>>()
    })
    .await
}

/// Where a dossier goes next; `None` where it goes nowhere from here.
pub fn next(dossier: &Dossier) -> Option<&str> {
    let at_work = matches!(dossier.phase, Phase::Received | Phase::Working);
    let step = dossier.filing.steps.get(dossier.step + 1)?;
    (at_work && dossier.hand_over.is_none()).then_some(step.office.as_str())
}

/// The page of what is scanned to be given.
pub async fn draft(desk: &Desk, receiver: &str) -> Result<HandOver, Problem> {
    let scanned = scanned(desk).await?;
    let mut offices: Vec<&str> = scanned.iter().filter_map(|it| next(it)).collect();
    offices.sort_unstable();
    offices.dedup();
    // With one place to go to nobody has to choose it.
    let chosen = if offices.len() == 1 { offices[0] } else { receiver };
    let choice = |code: &str, label: String| Choice {
        id: code.to_owned(),
        label: Said::plain(label),
        chosen: code == chosen,
    };
    let none = choice("", desk.text.handover_choose());
    let receivers = offices.iter().map(|code| choice(code, desk.named(code)));
    let receivers = std::iter::once(none).chain(receivers).collect();
    let mut all = Vec::new();
    for it in &scanned {
        all.push(carried(desk, it, it.filing.sets, false).await?);
    }
    Ok(HandOver {
        side: Side::Gives,
        receivers,
        carried: all,
        batches: waiting(desk).await?,
        ..HandOver::default()
    })
}

async fn carried(
    desk: &Desk,
    dossier: &Dossier,
    sets: u16,
    arrived: bool,
) -> Result<Carried, Problem> {
    let catalogue = desk.site.catalogue().await?;
    let code = &dossier.filing.procedure;
    let item = catalogue.by_code(code);
    let due = dossier.deadline.map(|it| it.promised.date());
    Ok(Carried {
        code: dossier.filing.code.clone(),
        path: format!("/dossiers/{}", dossier.filing.code),
        procedure: item.map_or_else(|| code.clone(), |item| finder::name(desk.text, item).text),
        sets: u64::from(sets),
        originals: originals(dossier),
        due: due.map(day),
        pressing: due.is_some_and(|due| due <= desk.today()),
        arrived,
    })
}

/// Lists on which something waits for its taker.
async fn waiting(desk: &Desk) -> Result<Vec<Batch>, Problem> {
    let mut offices = Rows::default();
    let mine: Vec<String> =
        desk.gate.caller().who().seats.iter().map(|seat| seat.office.clone()).collect();
    for office in &mine {
        offices.push(vec![office.as_str().into()]);
    }
    let since = desk.today().checked_sub(WAITING_DAYS.days()).unwrap_or(desk.today());
    let rows = offices.and(since.to_string()).and(WAITING_MAX);
    let found = desk
        .read(move |tx| {
            let mut found = Vec::new();
            for row in tx.each(&store::WAITING, &rows)? {
                let part = |at: usize| Ok::<_, Error>(row.text(at)?.to_owned());
                found.push((part(0)?, part(1)?, part(2)?, LawTime(row.int(3)?), row.int(4)?));
            }
            Ok(found)
        })
        .await?;
    let each = found.into_iter().map(|(number, giver, taker, at, count)| {
        let is_mine = mine.contains(&taker);
        Batch {
            path: format!("/counter/handover/{number}"),
            other: desk.named(if is_mine { &giver } else { &taker }),
            number,
            count: u64::try_from(count).unwrap_or(0),
            given: moment(at),
            mine: is_mine,
        }
    });
    Ok(each.collect())
}

/// A list by its number; one that does not concern this clerk's offices is none.
pub async fn list(desk: &Desk, number: &str) -> Result<List, Problem> {
    if number.contains('\0') {
        return Err(Missing.into());
    }
    let wanted = number.to_owned();
    let found = desk
        .read(move |tx| {
            let Some(row) = tx.row(&store::LIST, &[wanted.as_str().into()])? else {
                return Ok(None);
            };
            let part = |at: usize| Ok::<_, Error>(row.text(at)?.to_owned());
            let (giver, taker, by, remark) = (part(0)?, part(1)?, part(3)?, part(4)?);
            let given = (LawTime(row.int(2)?), by);
            let mut all = Vec::new();
            for row in tx.rows(&store::ON_LIST, &[wanted.as_str().into()])? {
                let at = row.maybe_int(3)?.map(LawTime);
                let by = row.maybe_text(4)?.unwrap_or_default().to_owned();
                all.push(OnList {
                    code: row.text(0)?.to_owned(),
                    sets: u16::try_from(row.int(1)?).unwrap_or(0),
                    dossier: dossier(row.text(2)?)?,
                    taken: at.map(|at| (at, by)),
                });
            }
            Ok(Some(List { number: wanted, giver, taker, given, remark, all }))
        })
        .await?;
    let seats = &desk.gate.caller().who().seats;
    let concerns =
        |list: &List| seats.iter().any(|it| it.office == list.giver || it.office == list.taker);
    Ok(found.filter(concerns).ok_or(Missing)?)
}

/// Whether a dossier waits on a list for its taker.
pub fn waits(list: &List, it: &OnList) -> bool {
    let over = it.dossier.hand_over.as_ref();
    it.taken.is_none() && over.is_some_and(|over| over.list.as_ref() == Some(&list.number))
}

/// The page of a list, with what was ticked.
pub async fn listed(desk: &Desk, list: &List, form: &Form) -> Result<HandOver, Problem> {
    let is_taker = desk.gate.caller().who().seats.iter().any(|it| it.office == list.taker);
    let is_open = list.all.iter().any(|it| waits(list, it));
    let last = list.all.iter().filter_map(|it| it.taken.clone()).max();
    let accounts: Vec<StreamId> = [Some(&list.given.1), last.as_ref().map(|it| &it.1)]
        .into_iter()
        .flatten()
        .map(|id| StreamId::stored(id.as_str()))
        .collect();
    let names = desk.read(move |tx| search::names(tx, &accounts)).await?;
    let who = |(at, account): &(LawTime, String), office: &str| {
        let name = names.get(&StreamId::stored(account)).map(|(name, _)| name.clone());
        let office = desk.named(office);
        (name.map_or_else(|| office.clone(), |name| format!("{name}, {office}")), moment(*at))
    };
    let mut all = Vec::new();
    for it in &list.all {
        let ticked = form.one(&format!("arrived.{}", it.code)) == "1";
        all.push(carried(desk, &it.dossier, it.sets, ticked || it.taken.is_some()).await?);
    }
    Ok(HandOver {
        side: if is_taker && is_open { Side::Takes } else { Side::Settled },
        number: list.number.clone(),
        given: Some(who(&list.given, &list.giver)),
        taken: last.filter(|_| !is_open).map(|last| who(&last, &list.taker)),
        carried: all,
        remark: super::form::some(form.one("remark")).unwrap_or_else(|| list.remark.clone()),
        ..HandOver::default()
    })
}

/// Puts a scanned dossier on the draft, takes one off it, or counts one that arrived.
pub async fn scan(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakeDossier).await?;
    let mut form = Form(sent.form);
    if form.has("number") {
        let list = list(&desk, form.one("number")).await?;
        let told = count(&desk, &list, &mut form);
        let mut page = listed(&desk, &list, &form).await?;
        return Ok(answer(&desk, &asked, &mut page, told));
    }
    let drop = form.one("drop").to_owned();
    let told = match drop.is_empty() {
        true => add(&desk, form.one("code")).await?,
        false => {
            let (account, code) = (desk.account(), drop.clone());
            let work = site.door().work(move |tx| {
                Ok(tx
                    .execute(&store::DROP_SCAN, &[account.as_str().into(), code.as_str().into()])?)
            });
            work.await?;
            Ok(desk.text.handover_dropped(&drop))
        }
    };
    let mut page = draft(&desk, form.one("receiver")).await?;
    Ok(answer(&desk, &asked, &mut page, told))
}

fn answer(
    desk: &Desk,
    asked: &Asked,
    page: &mut HandOver,
    told: Result<String, String>,
) -> Response<Body> {
    let status = match told {
        Ok(told) => {
            page.told = Some(told);
            StatusCode::OK
        }
        Err(wrong) => {
            page.wrong.push(Wrong::new("code", wrong));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    html(&desk.site, asked, status, page)
}

/// Ticks a dossier of the list; else why it cannot be.
fn count(desk: &Desk, list: &List, form: &mut Form) -> Result<String, String> {
    let text = desk.text;
    let code = DossierCode::read(form.one("code")).map_err(|_| text.handover_no_code())?;
    let on_list = list.all.iter().any(|it| it.code == code.as_str());
    if !on_list {
        return Err(text.handover_not_listed(code.as_str()));
    }
    form.set(&format!("arrived.{}", code.as_str()), "1");
    Ok(text.handover_counted_one(code.as_str()))
}

/// Puts a dossier on the draft; else why it cannot be given from here.
async fn add(desk: &Desk, typed: &str) -> Result<Result<String, String>, Problem> {
    let text = desk.text;
    let Ok(code) = DossierCode::read(typed) else { return Ok(Err(text.handover_no_code())) };
    let code = code.as_str().to_owned();
    let wanted = code.clone();
    let known = desk.read(move |tx| super::super::read::one(tx, &wanted)).await?;
    let Some(known) = known else { return Ok(Err(text.handover_unknown(&code))) };
    let thing = act::thing(&desk.site, &known).await?;
    let may = desk.gate.may_do(Action::TakeDossier, &thing, Some(Purpose::Handling));
    let seats = &desk.gate.caller().who().seats;
    let is_here = seats.iter().any(|seat| seat.office == known.dossier.holder.office);
    if let Some(over) = known.dossier.hand_over.as_ref().filter(|_| is_here) {
        return Ok(Err(text.handover_on_its_way(&code, desk.named(&over.to))));
    }
    if may.is_err() {
        return Ok(Err(match is_here {
            true => text.handover_not_yours(&code),
            false => text.handover_unknown(&code),
        }));
    }
    if next(&known.dossier).is_none() {
        let state = crate::dossier::words::phase(text, known.dossier.phase);
        return Ok(Err(text.handover_nowhere(&code, state)));
    }
    let (account, at, scanned) = (desk.account(), desk.now.0, code.clone());
    let work = desk.site.door().work(move |tx| {
        let values = [account.as_str().into(), scanned.as_str().into(), at.into()];
        Ok(tx.execute(&store::SCAN, &values)?)
    });
    work.await?;
    Ok(Ok(text.handover_added(&code)))
}

/// Leads to a list.
pub fn to(number: &str) -> Response<Body> {
    Redirect::to(&format!("/counter/handover/{number}")).into_response()
}

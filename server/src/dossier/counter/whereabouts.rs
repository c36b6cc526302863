//! Where the paper of a dossier lies, and which hands signed for it. Nothing personal is told.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::access::Action;
use domain::dossier::{Dossier, Paper};
use domain::dossier_code::DossierCode;
use domain::{LawTime, StreamId};
use page::counter::{Moved, Whereabouts, Wrong};
use serde::Deserialize;

use super::super::read::{self, Known};
use super::desk::{Desk, moment};
use super::store;
use crate::commit::Error;
use crate::procedure::finder;
use crate::reading::search;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Which dossier.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    code: String,
}

/// A side of a hand-over.
struct Hand {
    given: bool,
    list: Option<String>,
    taker: String,
    at: LawTime,
    account: String,
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(which): Query<Which>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::TakeDossier).await?;
    let query = which.code.trim().to_owned();
    let mut page = Whereabouts { query: query.clone(), ..Whereabouts::default() };
    let mut status = StatusCode::OK;
    if !query.is_empty() {
        match find(&desk, &query).await? {
            Some((known, hands)) => page = told(&desk, query, &known, hands).await?,
            None => {
                page.wrong.push(Wrong::new("code", desk.text.whereabouts_unknown()));
                status = StatusCode::NOT_FOUND;
            }
        }
    }
    Ok(html(&site, &asked, status, &page))
}

/// A dossier through this clerk's office, with the hands that it went through; nothing is told of
/// any other, not even that it is there.
async fn find(desk: &Desk, query: &str) -> Result<Option<(Known, Vec<Hand>)>, Problem> {
    let Ok(code) = DossierCode::read(query) else { return Ok(None) };
    let found = desk
        .read(move |tx| {
            let Some(known) = read::one(tx, code.as_str())? else { return Ok(None) };
            let rows = tx.rows(&store::HANDS_OF, &[known.id.into()])?;
            let hands = rows.iter().map(hand).collect::<Result<Vec<Hand>, Error>>()?;
            Ok(Some((known, hands)))
        })
        .await?;
    let seats = &desk.gate.caller().who().seats;
    Ok(found.filter(|(known, hands)| {
        let dossier = &known.dossier;
        let near = [&dossier.filing.office, &dossier.holder.office];
        let near = near.into_iter().chain(hands.iter().map(|hand| &hand.taker));
        let near: Vec<&String> = near.collect();
        seats.iter().any(|seat| near.contains(&&seat.office))
    }))
}

fn hand(row: &db::Row) -> Result<Hand, Error> {
    Ok(Hand {
        given: row.text(0)? == "given",
        list: row.maybe_text(1)?.map(str::to_owned),
        taker: row.text(3)?.to_owned(),
        at: LawTime(row.int(5)?),
        account: row.text(6)?.to_owned(),
    })
}

async fn told(
    desk: &Desk,
    query: String,
    known: &Known,
    hands: Vec<Hand>,
) -> Result<Whereabouts, Problem> {
    let dossier = &*known.dossier;
    let clerk = dossier.reception.as_ref().map(|it| it.by.clone()).unwrap_or_default();
    let mut accounts: Vec<StreamId> =
        hands.iter().map(|hand| StreamId::stored(&hand.account)).collect();
    accounts.extend([StreamId::stored(&clerk)]);
    accounts.extend(dossier.holder.account.clone());
    let lists: Vec<String> = hands.iter().filter_map(|hand| hand.list.clone()).collect();
    let (names, remarks) = desk
        .read(move |tx| {
            let names = search::names(tx, &accounts)?;
            let mut remarks = HashMap::new();
            for number in lists {
                if let Some(row) = tx.row(&store::LIST, &[number.as_str().into()])? {
                    remarks.insert(number, row.text(4)?.to_owned());
                }
            }
            Ok((names, remarks))
        })
        .await?;
    let who = |account: &str, office: &str| {
        let name = names.get(&StreamId::stored(account)).map(|(name, _)| name.clone());
        let office = desk.named(office);
        name.map_or_else(|| office.clone(), |name| format!("{name}, {office}"))
    };
    let mut moved = moves(desk, &hands, &who, &remarks);
    if let Some(reception) = &dossier.reception {
        moved.push(Moved {
            at: moment(reception.at),
            to: who(&clerk, &dossier.filing.office),
            list: None,
            remark: None,
            taken: true,
        });
    }
    let catalogue = desk.site.catalogue().await?;
    let code = &dossier.filing.procedure;
    let item = catalogue.by_code(code);
    let holder = &dossier.holder;
    let place = match &dossier.hand_over {
        Some(over) => desk.named(&over.to),
        None => who(holder.account.as_ref().map_or("", StreamId::as_str), &holder.office),
    };
    Ok(Whereabouts {
        query,
        dossier: Some((dossier.filing.code.clone(), format!("/dossiers/{}", dossier.filing.code))),
        procedure: item.map_or_else(|| code.clone(), |item| finder::name(desk.text, item).text),
        place,
        sets: (u64::from(dossier.filing.sets), originals(dossier)),
        moved,
        wrong: Vec::new(),
    })
}

/// Each hand-over once, the newest first: given, and taken where it was.
fn moves(
    desk: &Desk,
    hands: &[Hand],
    who: &dyn Fn(&str, &str) -> String,
    remarks: &HashMap<String, String>,
) -> Vec<Moved> {
    let mut moved: Vec<Moved> = Vec::new();
    for (place, given) in hands.iter().enumerate().filter(|(_, hand)| hand.given) {
        let taken = hands.get(place + 1).filter(|hand| !hand.given);
        let remark = given.list.as_ref().and_then(|number| remarks.get(number)).cloned();
        moved.push(Moved {
            at: moment(taken.map_or(given.at, |hand| hand.at)),
            to: match taken {
                Some(taken) => who(&taken.account, &given.taker),
                None => desk.named(&given.taker),
            },
            list: given.list.clone().map(|number| {
                let path = format!("/counter/handover/{number}");
                (number, path)
            }),
            remark: remark.filter(|remark| !remark.is_empty()),
            taken: taken.is_some(),
        });
    }
    moved.reverse();
    moved
}

/// Pieces of original papers that lie in the dossier.
pub fn originals(dossier: &Dossier) -> u64 {
    let papers = dossier.filing.components.iter().chain(&dossier.added);
    let kept = papers.filter(|it| it.form == Paper::Original && !it.presented);
    kept.map(|it| u64::from(it.quantity)).sum()
}

//! The records keeper: what is signed gets its number, what is numbered is released.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::access::Action;
use domain::dossier::Phase;
use page::dossier::{Entry, Register, Tab};
use serde::Deserialize;

use super::super::list::{Asked as ListAsked, Which};
use super::super::{api, list};
use super::scene::Scene;
use super::work;
use crate::commit::Error;
use crate::person::gives;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Results on one page.
const PAGE: i64 = 50;

/// Which part, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    tab: String,
    q: String,
    after: String,
    done: String,
}

/// The register of results.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let tab = Tab::ALL.into_iter().find(|tab| tab.id() == told.tab).unwrap_or_default();
    let phase = match tab {
        Tab::Signed => Phase::Signed,
        Tab::Numbered => Phase::Numbered,
        Tab::Released => Phase::Finished,
    };
    let after = told
        .after
        .split_once('.')
        .and_then(|(due, id)| Some((due.parse().ok()?, id.parse().ok()?)));
    let wanted = ListAsked {
        which: Which::Queue,
        phase: Some(phase),
        words: Some(told.q.clone()).filter(|it| !it.is_empty()),
        after,
        limit: PAGE,
        ..ListAsked::default()
    };
    let (lines, more) = api::page(&site, &gate, &wanted).await?;
    api::record(&gate, &lines, wanted.words.as_deref()).await?;
    let scene = Scene::of(&site, &asked, Vec::new(), Vec::new()).await?;
    let catalogue = site.catalogue().await?;
    let entries = lines.iter().map(|line| {
        let row = work::row(&scene, &catalogue, line);
        Entry {
            code: line.code.clone(),
            title: format!("{}: {}", row.procedure.text, row.applicant),
            signed: row.holder,
            left: row.left,
            version: u64::try_from(line.version).unwrap_or(0),
            number: String::new(),
            offices: Vec::new(),
            dated: None,
            barred: (!gives(gate.caller().who(), Action::NumberDossier))
                .then(|| scene.text.dossier_may_not_sign()),
            error: None,
        }
    });
    let seats = &gate.caller().who().seats;
    let office = seats.first().map(|seat| scene.office(&seat.office)).unwrap_or_default();
    let page = Register {
        tab,
        counts: counts(&site, &gate).await?,
        register: office,
        words: told.q.clone(),
        entries: entries.collect(),
        next: lines.last().filter(|_| more).map(|last| {
            let (due, id) = last.place();
            format!("/results?tab={}&after={due}.{id}", tab.id())
        }),
        done: (!told.done.is_empty()).then(|| scene.text.dossier_number_done()),
        ..Register::default()
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn counts(site: &Site, gate: &Gate) -> Result<[u64; 3], Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (who, at) = (gate.caller().who().clone(), site.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, now)?;
        list::counts(tx, &who, &offices, &ListAsked::default())
    });
    let all: Vec<(Phase, u64)> = read.await.map_err(|error: Error| Problem::from(error))?;
    let of = |phase| all.iter().find(|(it, _)| *it == phase).map_or(0, |(_, count)| *count);
    Ok([of(Phase::Signed), of(Phase::Numbered), of(Phase::Finished)])
}

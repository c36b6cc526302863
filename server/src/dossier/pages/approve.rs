//! What waits for a leader's signature: the inbox, one on one screen, several at once.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use domain::access::Factor;
use domain::dossier::{Phase, What};
use page::dossier::{Approve, BATCH_MAX, Badge, Batch, Inbox, Mood, Paper, Proposal, Signing};
use serde::Deserialize;

use super::super::list::{Asked as ListAsked, Line, Which};
use super::super::{act, api, words};
use super::one::{self, Opened};
use super::scene::Scene;
use super::{options, work};
use crate::commit::Error;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// Proposals on one page.
const PAGE: i64 = 30;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    done: String,
    after: String,
}

async fn waiting(
    site: &Site,
    gate: &Gate,
    after: Option<(i64, i64)>,
) -> Result<(Vec<Line>, bool), Problem> {
    let wanted = ListAsked {
        which: Which::Unit,
        phase: Some(Phase::Proposed),
        after,
        limit: PAGE,
        ..ListAsked::default()
    };
    api::page(site, gate, &wanted).await
}

/// The inbox, the nearest deadline first.
pub async fn inbox(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let after = told
        .after
        .split_once('.')
        .and_then(|(due, id)| Some((due.parse().ok()?, id.parse().ok()?)));
    let (lines, more) = waiting(&site, &gate, after).await?;
    api::record(&gate, &lines, None).await?;
    let scene = Scene::of(&site, &asked, Vec::new(), Vec::new()).await?;
    let catalogue = site.catalogue().await?;
    let papers = lines.iter().map(|line| paper(&scene, &catalogue, line)).collect();
    let page = Inbox {
        papers,
        count: lines.len() as u64,
        acting: acting(&gate, &scene),
        next: lines.last().filter(|_| more).map(|last| {
            let (due, id) = last.place();
            format!("/approve?after={due}.{id}")
        }),
        done: (told.done == "sign").then(|| scene.text.dossier_sign_done()),
        problem: None,
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn paper(scene: &Scene, catalogue: &crate::procedure::catalogue::Catalogue, line: &Line) -> Paper {
    let row = work::row(scene, catalogue, line);
    Paper {
        code: line.code.clone(),
        title: format!("{}: {}", row.procedure.text, row.applicant),
        proposal: Badge { mood: Mood::Info, words: words::phase(scene.text, line.phase) },
        left: row.left,
        flags: Vec::new(),
        by: scene.office(&line.office),
        opened: false,
        version: u64::try_from(line.version).unwrap_or(0),
        hash: String::new(),
    }
}

/// For whom the visitor signs today, where for another.
fn acting(gate: &Gate, scene: &Scene) -> Option<String> {
    let seat = gate.caller().who().seats.iter().find(|seat| seat.deputy_of.is_some())?;
    Some(scene.text.dossier_acting(seat.position.clone(), scene.office(&seat.office)))
}

/// One on one screen.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let opened = one::open(&site, &gate, &code).await?;
    let by = opened.events.iter().map(|(_, event)| event.by.as_str());
    let scene = Scene::of_one(&site, &asked, &opened.known, by).await?;
    let (lines, _) = waiting(&site, &gate, None).await?;
    let page = screen(&site, &gate, &scene, &opened, &lines)?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn screen(
    site: &Site,
    gate: &Gate,
    scene: &Scene,
    opened: &Opened,
    lines: &[Line],
) -> Result<Approve, Problem> {
    let whole = one::whole(site, gate, scene, opened);
    let dossier = &*opened.known.dossier;
    let result = dossier.result.as_ref().ok_or(crate::web::Missing)?;
    let proposed = opened.events.iter().rev();
    let proposed = proposed
        .filter(|(_, event)| matches!(event.what, What::Proposed { .. }))
        .map(|(_, event)| event)
        .next()
        .ok_or(crate::web::Missing)?;
    let place = lines.iter().position(|line| line.code == dossier.filing.code);
    let draft = whole.draft.clone();
    let facts: Vec<(String, String)> = whole
        .answers
        .iter()
        .flat_map(|group| &group.answers)
        .take(6)
        .map(|answer| (answer.name.text.clone(), answer.value.clone()))
        .collect();
    let next = place.and_then(|at| lines.get(at + 1)).or_else(|| lines.first());
    let may = options::may(gate, &opened.thing, dossier).contains(&page::dossier::Action::Sign);
    Ok(Approve {
        title: format!("{}: {}", whole.head.procedure.text, whole.head.applicant),
        version: whole.version,
        place: (place.map_or(1, |at| at as u64 + 1), lines.len().max(1) as u64),
        sent: scene.moment(proposed.at),
        drafter: scene.person(&proposed.by),
        proposal: Proposal {
            badge: one::proposal(scene, result.outcome),
            facts,
            text: draft.as_ref().map(|it| it.text.clone()).unwrap_or_default(),
            draft: None,
            hash: draft.map(|it| it.hash).unwrap_or_default(),
        },
        reviewed: Vec::new(),
        flags: whole.flags.clone(),
        fine: Vec::new(),
        deadline: whole.deadline.clone(),
        signing: signing(gate, scene, &dossier.holder.office),
        fresh: gate.caller().who().factor == Factor::Fresh,
        barred: (!may).then(|| scene.text.dossier_may_not_sign()),
        documents: dossier.filing.components.len() as u64,
        next: next
            .filter(|line| line.code != dossier.filing.code)
            .map(|line| format!("/approve/{}", line.code)),
        problem: None,
        head: whole.head,
    })
}

/// How the signature will read.
fn signing(gate: &Gate, scene: &Scene, office: &str) -> Signing {
    let seats = &gate.caller().who().seats;
    let path = scene.offices.path(office);
    let seat = seats.iter().find(|seat| path.contains(&seat.office));
    let deputy = seat.and_then(|seat| seat.deputy_of.as_ref());
    Signing {
        authority: deputy.map(|_| scene.text.dossier_deputy_authority()),
        post: seat.map(|seat| seat.position.to_uppercase()).unwrap_or_default(),
        name: gate.caller().name().to_owned(),
        delegation: deputy.map(|of| scene.text.dossier_deputy_of(scene.person(of.as_str()))),
    }
}

/// Several at once: codes with the versions that were read.
pub async fn batch(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let chosen: Vec<(String, i64)> = sent
        .form
        .iter()
        .filter(|(name, _)| name == "code")
        .filter_map(|(_, value)| {
            let (code, version) = value.rsplit_once(' ')?;
            Some((code.to_owned(), version.parse().ok()?))
        })
        .take(BATCH_MAX)
        .collect();
    let text = page::Text::new(asked.language);
    let mut ended = Vec::new();
    for (code, version) in chosen {
        let body = act::Body { expected_version: Some(version), ..act::Body::default() };
        let (mood, words) = match act::try_act(&site, &gate, &code, "sign", &body, None).await? {
            Ok(_) => (Mood::Fine, text.dossier_sign_done()),
            Err(Error::Refused(domain::Refusal::Dossier(wrong))) => {
                (Mood::Late, words::wrong(text, &wrong))
            }
            Err(Error::Refused(domain::Refusal::VersionMovedOn { .. })) => {
                (Mood::Late, text.dossier_moved_on())
            }
            Err(error) => return Err(error.into()),
        };
        ended.push((code.clone(), code, Badge { mood, words }));
    }
    let problem = ended.is_empty().then(|| text.dossier_batch_none());
    let fresh = gate.caller().who().factor == Factor::Fresh;
    let page = Batch { fresh, problem, ended, ..Batch::default() };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

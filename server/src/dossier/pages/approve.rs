//! What waits for a leader's signature: the inbox, and one on one screen.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use domain::access::{Action as Right, Asking, Factor, Purpose, Who, decide};
use domain::dossier::{Dossier, Phase};
use domain::event::Event as AnyEvent;
use domain::{LawTime, State as AnyState, StreamId};
use page::dossier::{Action, Approve, Badge, CheckState, Inbox, Mood, Paper, Proposal, Signing};
use serde::Deserialize;

use super::super::list::{self, Asked as ListAsked, Line, Which};
use super::super::{act, lists, store, words};
use super::beside::{self, Beside};
use super::one::{self, Opened};
use super::query::place;
use super::scene::Scene;
use super::{with_role, work};
use crate::commit::{Error, decode, parse_header};
use crate::people::reach::as_if_fresh;
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Proposals on one page.
const PAGE: i64 = 30;
/// Answers of the form that are shown with a proposal.
const FACTS_MAX: usize = 6;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    done: String,
    after: String,
}

/// What waits, beside its rows.
pub struct Waiting {
    /// The rows, the nearest deadline first.
    pub lines: Vec<Line>,
    /// Whether more follow.
    pub more: bool,
    /// How many wait in all, from the tallies.
    pub count: u64,
    /// What was proposed, by the row's identifier.
    pub proposals: HashMap<i64, Proposed>,
}

/// What was proposed, as the inbox shows it.
pub struct Proposed {
    /// The dossier.
    pub dossier: Box<Dossier>,
    /// The draft's words.
    pub draft: String,
    /// Since when it waits.
    pub at: LawTime,
    /// Whether the reader opened it since it changed last.
    pub opened: bool,
}

/// What waits for a signature where the visitor leads.
pub async fn waiting(
    site: &Site,
    gate: &Gate,
    after: Option<(i64, i64)>,
) -> Result<Waiting, Problem> {
    let wanted = ListAsked {
        which: Which::Unit,
        phase: Some(Phase::Proposed),
        after,
        limit: PAGE,
        ..ListAsked::default()
    };
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (at, who) = (site.clone(), gate.caller().who().clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, now)?;
        let (lines, more) = list::page(tx, &who, &offices, &wanted)?;
        let counts = list::counts(tx, &who, &offices, &wanted)?;
        let count = counts.into_iter().find(|(phase, _)| *phase == Phase::Proposed);
        let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
        let proposals = proposals(tx, who.account.as_ref(), &ids)?;
        Ok::<_, Error>(Waiting {
            count: count.map_or(0, |(_, count)| count),
            lines,
            more,
            proposals,
        })
    });
    Ok(read.await?)
}

/// What was proposed of some dossiers, by the identifiers of their rows.
pub fn proposals(
    tx: &mut db::Tx<'_>,
    reader: Option<&StreamId>,
    ids: &[i64],
) -> Result<HashMap<i64, Proposed>, Error> {
    let mut rows = db::Rows::default();
    for id in ids {
        rows.push(vec![(*id).into()]);
    }
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let reader = reader.map(StreamId::as_str).unwrap_or_default();
    let damaged = |source| Error::Damaged(format!("a proposal: {source}"));
    let mut found = HashMap::new();
    for row in tx.each(&store::PROPOSALS, &rows.and(reader))? {
        let state: AnyState = serde_json::from_str(row.text(1)?).map_err(damaged)?;
        let AnyState::Dossier(dossier) = state.open() else { continue };
        let header = parse_header(row.text(3)?)?;
        let event = decode(&header, row.text(4)?, row.maybe_text(5)?)?;
        let words = match event {
            AnyEvent::Dossier(event) => event.words,
            _ => None,
        };
        found.insert(
            row.int(0)?,
            Proposed {
                dossier: dossier.clone(),
                draft: words.unwrap_or_default().text,
                at: header.law_time,
                opened: row.int(6)? == 1,
            },
        );
    }
    Ok(found)
}

/// The inbox, the nearest deadline first.
pub async fn inbox(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Right::SignDossier)?;
    let waiting = waiting(&site, &gate, place(&told.after)).await?;
    lists::record(&gate, waiting.lines.len(), None).await?;
    let scene = Scene::of(&site, &asked, drafters(&waiting), Vec::new()).await?;
    let catalogue = site.catalogue().await?;
    let papers = waiting.lines.iter().map(|line| {
        let proposed = waiting.proposals.get(&line.id);
        paper(&gate, &scene, &catalogue, line, proposed)
    });
    let page = Inbox {
        papers: papers.collect(),
        count: waiting.count,
        acting: acting(&gate, &scene),
        next: waiting.lines.last().filter(|_| waiting.more).map(|last| {
            let (due, id) = last.place();
            format!("/approve?after={due}.{id}")
        }),
        done: Action::parse(&told.done).map(|action| action.done(scene.text)),
        problem: None,
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// The accounts that drafted what waits.
pub fn drafters(waiting: &Waiting) -> Vec<StreamId> {
    let results = waiting.proposals.values().filter_map(|it| it.dossier.result.as_ref());
    let by = results.map(|result| result.proposed_by.as_str());
    by.filter(|by| domain::account::is_account(by)).map(StreamId::stored).collect()
}

/// One of those that wait.
pub fn paper(
    gate: &Gate,
    scene: &Scene,
    catalogue: &crate::procedure::catalogue::Catalogue,
    line: &Line,
    proposed: Option<&Proposed>,
) -> Paper {
    let row = work::row(scene, catalogue, line);
    let result = proposed.and_then(|it| it.dossier.result.as_ref());
    let by = result.zip(proposed).map(|(result, proposed)| {
        let who = [scene.person(&result.proposed_by), scene.instant(proposed.at)];
        who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    Paper {
        code: line.code.clone(),
        title: format!("{}: {}", row.procedure.text, row.applicant),
        proposal: match result {
            Some(result) => one::proposal(scene, result.outcome),
            None => Badge { mood: Mood::Info, words: words::phase(scene.text, line.phase) },
        },
        left: row.left,
        flags: proposed.map(|it| beside::own_flags(gate, scene, &it.dossier)).unwrap_or_default(),
        by: by.unwrap_or_else(|| scene.office(&line.office)),
        opened: proposed.is_some_and(|it| it.opened),
        barred: proposed.and_then(|it| barred(gate, scene, &it.dossier)),
        version: u64::try_from(line.version).unwrap_or(0),
        hash: proposed.map(|it| one::hash(&it.draft)).unwrap_or_default(),
    }
}

/// Why the visitor may not sign what waits where they lead; `None` where they may.
fn barred(gate: &Gate, scene: &Scene, dossier: &Dossier) -> Option<String> {
    let thing = dossier.thing(&StreamId::stored(""), &|code| scene.offices.path(code));
    let who = as_if_fresh(gate.caller().who());
    let purpose = Some(Purpose::Handling);
    let asking = Asking { who: &who, action: Right::SignDossier, thing: &thing, purpose };
    decide(&asking).is_err().then(|| scene.text.dossier_may_not_sign())
}

/// For whom the visitor signs today, where for another.
fn acting(gate: &Gate, scene: &Scene) -> Option<String> {
    let seats = &gate.caller().who().seats;
    let signs = |seat: &&domain::access::Seat| {
        let gives = seat.grants.iter().any(|grant| grant.may.contains(&Right::SignDossier));
        seat.deputy_of.is_some() && gives
    };
    let seat = seats.iter().find(signs)?;
    Some(scene.text.dossier_acting(seat.position.clone(), scene.office(&seat.office)))
}

/// One on one screen.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Right::SignDossier)?;
    let opened = one::open(&site, &gate, &code).await?;
    if opened.known.dossier.phase != Phase::Proposed {
        // It was signed or sent back meanwhile: the dossier says what happened.
        let why = words::phase(page::Text::new(asked.language), opened.known.dossier.phase);
        return one::refused(&site, &gate, &asked, &opened, (StatusCode::CONFLICT, why)).await;
    }
    let waiting = waiting(&site, &gate, None).await?;
    let beside = Beside::read(&site, &gate, &opened).await?;
    let signer = signer(&gate, &opened);
    let by = opened.events.iter().map(|(_, event)| event.by.as_str());
    let delegators = signer.iter().filter_map(|seat| seat.deputy_of.as_ref());
    let named = by.chain(delegators.map(StreamId::as_str));
    let scene = Scene::of_one(&site, &asked, &opened.known, named).await?;
    let whole = one::whole(&site, &gate, &scene, &opened, &beside);
    let page = screen(&gate, &scene, &opened, &waiting, whole)?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn screen(
    gate: &Gate,
    scene: &Scene,
    opened: &Opened,
    waiting: &Waiting,
    whole: page::dossier::One,
) -> Result<Approve, Problem> {
    let dossier = &*opened.known.dossier;
    let result = dossier.result.as_ref().ok_or(Missing)?;
    let proposed = one::proposed(&opened.events).ok_or(Missing)?;
    let at = waiting.lines.iter().position(|line| line.code == dossier.filing.code);
    let draft = whole.draft;
    let facts = whole.answers.iter().flat_map(|group| &group.answers).take(FACTS_MAX);
    let facts = facts.map(|answer| (answer.name.text.clone(), answer.value.clone())).collect();
    let others = waiting.lines.iter().filter(|line| line.code != dossier.filing.code);
    let next = at.and_then(|at| waiting.lines.get(at + 1)).or_else(|| others.into_iter().next());
    let met = whole.checks.iter().filter(|check| check.state == CheckState::Met).count();
    let all = whole.checks.len();
    Ok(Approve {
        title: format!("{}: {}", whole.head.procedure.text, whole.head.applicant),
        version: whole.version,
        place: (at.map_or(1, |at| at as u64 + 1), waiting.count.max(1)),
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
        flags: whole.flags,
        fine: (met > 0)
            .then(|| scene.text.dossier_checks_met(met as u64, all as u64))
            .into_iter()
            .collect(),
        deadline: whole.deadline,
        signing: signing(gate, scene, opened),
        fresh: gate.caller().who().factor == Factor::Fresh,
        barred: barred(gate, scene, dossier),
        documents: whole.documents.len() as u64,
        next: next.map(|line| format!("/approve/{}", line.code)),
        problem: None,
        head: whole.head,
    })
}

/// The post by which the visitor signs it.
fn signer(gate: &Gate, opened: &Opened) -> Option<domain::access::Seat> {
    let who: Who = as_if_fresh(gate.caller().who());
    let (thing, purpose) = (&opened.thing, Some(Purpose::Handling));
    let granted = decide(&Asking { who: &who, action: Right::SignDossier, thing, purpose }).ok()?;
    act::seat(&who, &granted).cloned()
}

/// How the signature will read.
fn signing(gate: &Gate, scene: &Scene, opened: &Opened) -> Signing {
    let seat = signer(gate, opened);
    let deputy = seat.as_ref().and_then(|seat| seat.deputy_of.as_ref());
    Signing {
        authority: deputy.map(|_| scene.text.dossier_deputy_authority()),
        post: seat.as_ref().map(|seat| seat.position.to_uppercase()).unwrap_or_default(),
        name: gate.caller().name().to_owned(),
        delegation: deputy.map(|of| scene.text.dossier_deputy_of(scene.person(of.as_str()))),
    }
}

/// How one's signature reads on several that wait: by the first post that gives it.
pub fn usual(gate: &Gate, scene: &Scene) -> Option<Signing> {
    let seats = &gate.caller().who().seats;
    let gives = |seat: &&domain::access::Seat| {
        seat.grants.iter().any(|grant| grant.may.contains(&Right::SignDossier))
    };
    let seat = seats.iter().find(gives)?;
    let deputy = seat.deputy_of.as_ref();
    Some(Signing {
        authority: deputy.map(|_| scene.text.dossier_deputy_authority()),
        post: seat.position.to_uppercase(),
        name: gate.caller().name().to_owned(),
        delegation: deputy.map(|of| scene.text.dossier_deputy_of(scene.person(of.as_str()))),
    })
}

//! Several signatures at once: each was opened before, each is signed as it was read, and each says
//! how it ended.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::access::{Action as Right, Factor, Purpose};
use page::Text;
use page::dossier::{BATCH_MAX, Badge, Batch, Mood, Paper};

use super::super::list::Line;
use super::super::{act, lists, read};
use super::approve::{self, Proposed};
use super::form::{again, each_key, tried};
use super::scene::Scene;
use super::with_role;
use crate::commit::Error;
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

type Pairs = Vec<(String, String)>;

fn codes(pairs: &Pairs) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for (name, value) in pairs {
        if name == "code" && !value.contains('\0') && !codes.contains(value) {
            codes.push(value.clone());
        }
    }
    codes
}

/// What is to be signed, once more, before it is.
pub async fn ask(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(pairs): Query<Pairs>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Right::SignDossier)?;
    let codes = codes(&pairs);
    let papers = papers(&site, &gate, &asked, &codes).await?;
    let page = page(&site, &gate, &asked, &codes, papers).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn page(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    codes: &[String],
    papers: Vec<Paper>,
) -> Result<Batch, Problem> {
    let scene = Scene::of(site, asked, deputised(gate), Vec::new()).await?;
    Ok(Batch {
        problem: problem(scene.text, codes.len()),
        papers,
        signing: approve::usual(gate, &scene),
        fresh: gate.caller().who().factor == Factor::Fresh,
        ended: Vec::new(),
    })
}

/// Whose deputy the visitor is.
fn deputised(gate: &Gate) -> Vec<domain::StreamId> {
    let seats = &gate.caller().who().seats;
    seats.iter().filter_map(|seat| seat.deputy_of.clone()).collect()
}

fn problem(text: Text, count: usize) -> Option<String> {
    match count {
        0 => Some(text.dossier_batch_none()),
        count if count > BATCH_MAX => Some(text.dossier_batch_many(text.number(BATCH_MAX as u64))),
        _ => None,
    }
}

/// The proposals of a selection, those that the visitor may see, in the order of the selection.
async fn papers(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    codes: &[String],
) -> Result<Vec<Paper>, Problem> {
    let wanted: Vec<String> = codes.iter().take(2 * BATCH_MAX).cloned().collect();
    let reader = gate.caller().account().cloned();
    let read = site.house().db.read(move |tx| {
        let mut found = Vec::new();
        for code in wanted {
            found.extend(read::one(tx, &code)?);
        }
        let ids: Vec<i64> = found.iter().map(|known| known.id).collect();
        let proposals = approve::proposals(tx, reader.as_ref(), &ids)?;
        Ok::<_, Error>((found, proposals))
    });
    let (found, mut proposals) = read.await?;
    let catalogue = site.catalogue().await?;
    let scene = Scene::of(site, asked, Vec::new(), Vec::new()).await?;
    let mut papers = Vec::new();
    for known in &found {
        let thing = act::thing(site, known).await?;
        if gate.may_do(Right::ReadDossier, &thing, Some(Purpose::Handling)).is_err() {
            continue;
        }
        let proposed: Option<Proposed> = proposals.remove(&known.id);
        let line = Line::of(known);
        papers.push(approve::paper(gate, &scene, &catalogue, &line, proposed.as_ref()));
    }
    lists::record(gate, papers.len(), None).await?;
    Ok(papers)
}

/// Signs them, one after another. Nothing is signed before the second factor is fresh.
pub async fn sign(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Pairs>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Right::SignDossier)?;
    let codes = codes(&sent.form);
    let text = Text::new(asked.language);
    let papers = papers(&site, &gate, &asked, &codes).await?;
    if problem(text, codes.len()).is_some() {
        let page = page(&site, &gate, &asked, &codes, papers).await?;
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    if gate.caller().who().factor != Factor::Fresh {
        let chosen: Vec<(&str, &str)> = codes.iter().map(|code| ("code", code.as_str())).collect();
        return Ok(again(&with_query("/approve/batch", &chosen)));
    }
    let one = |name: String| {
        let found = sent.form.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let mut ended = Vec::new();
    for (at, code) in codes.iter().enumerate() {
        let paper = papers.iter().find(|paper| paper.code == *code);
        let (title, badge) = match paper {
            None => (code.clone(), late(text.dossier_unknown(code))),
            Some(paper) => {
                let seen = one(format!("hash.{code}"));
                let version = one(format!("version.{code}")).parse().ok();
                let badge = match why_not(text, paper, seen) {
                    Some(why) => late(why),
                    None => {
                        let key = each_key(sent.key.as_ref(), at);
                        signed(&site, &gate, text, code, version, key).await?
                    }
                };
                (paper.title.clone(), badge)
            }
        };
        ended.push((code.clone(), title, badge));
    }
    let page = Batch { fresh: true, ended, ..Batch::default() };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn late(words: String) -> Badge {
    Badge { mood: Mood::Late, words }
}

/// Why one of them is not signed: it is not for the visitor, was not opened, or is another draft
/// than the one that was read.
fn why_not(text: Text, paper: &Paper, seen: &str) -> Option<String> {
    if let Some(barred) = &paper.barred {
        return Some(barred.clone());
    }
    if !paper.opened {
        return Some(text.dossier_batch_unopened());
    }
    (paper.hash != seen).then(|| text.dossier_draft_moved())
}

async fn signed(
    site: &Site,
    gate: &Gate,
    text: Text,
    code: &str,
    version: Option<i64>,
    key: Option<crate::commit::IdempotencyKey>,
) -> Result<Badge, Problem> {
    let method = Some(domain::dossier::Method::Electronic);
    let body = act::Body { expected_version: version, method, ..act::Body::default() };
    let done = tried(site, gate, text, (code, "sign"), &body, key).await?;
    Ok(match done {
        Ok(()) => Badge { mood: Mood::Fine, words: text.dossier_sign_done() },
        Err(why) => late(why),
    })
}

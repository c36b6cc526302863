//! The records keeper: what is signed gets its number, what is numbered is released.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use db::{Rows, Words};
use domain::access::{Action as Right, Purpose, Seat};
use domain::dossier::{Dossier, Phase, result_counter};
use domain::text::fold;
use domain::{LawTime, State as AnyState, StreamId};
use page::dossier::{Action, Badge, Entry, Mood, Register, Released, Tab};
use serde::Deserialize;

use super::super::list::{self, Asked as ListAsked, Line, Which};
use super::super::{lists, store};
use super::query::place;
use super::scene::Scene;
use super::work;
use crate::commit::Error;
use crate::procedure::catalogue::Catalogue;
use crate::web::address::with_query;
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

/// What a page is made of.
struct Found {
    lines: Vec<Line>,
    more: bool,
    dossiers: HashMap<i64, Box<Dossier>>,
    results: Vec<Numbered>,
    waiting: [u64; 2],
    /// The last number of each book of the year, by office.
    last: Vec<(String, i64)>,
}

/// A result that got its number.
struct Numbered {
    at: LawTime,
    id: i64,
    name: String,
    stream: StreamId,
    dossier: Box<Dossier>,
}

/// The offices whose books the visitor keeps.
fn kept(gate: &Gate) -> Vec<String> {
    let gives =
        |seat: &&Seat| seat.grants.iter().any(|grant| grant.may.contains(&Right::NumberDossier));
    let seats = gate.caller().who().seats.iter().filter(gives);
    let mut codes: Vec<String> = seats.map(|seat| seat.office.clone()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn state(text: &str) -> Result<Option<Box<Dossier>>, Error> {
    let damaged = |source| Error::Damaged(format!("a dossier: {source}"));
    let state: AnyState = serde_json::from_str(text).map_err(damaged)?;
    match state.open() {
        AnyState::Dossier(dossier) => Ok(Some(dossier.clone())),
        _ => Ok(None),
    }
}

async fn find(site: &Site, gate: &Gate, tab: Tab, told: &Told) -> Result<Found, Problem> {
    let phase = match tab {
        Tab::Signed => Some(Phase::Signed),
        Tab::Numbered => Some(Phase::Numbered),
        Tab::Released => None,
    };
    let (law, now) = (site.law_now(), site.house().source.machine());
    let (at, who, here) = (site.clone(), gate.caller().who().clone(), kept(gate));
    let (after, words) = (place(&told.after), told.q.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, law.date(), now)?;
        let wanted = |phase| ListAsked {
            which: Which::Queue,
            phase: Some(phase),
            after,
            limit: PAGE,
            ..ListAsked::default()
        };
        let (lines, mut more) = match phase {
            Some(phase) => list::page(tx, &who, &offices, &wanted(phase))?,
            None => (Vec::new(), false),
        };
        let results = match phase {
            Some(_) => Vec::new(),
            None => {
                let (results, left) = results(tx, &here, after, &words)?;
                more = left;
                results
            }
        };
        let counts = list::counts(tx, &who, &offices, &ListAsked::default())?;
        let of = |phase| counts.iter().find(|(it, _)| *it == phase).map_or(0, |(_, n)| *n);
        Ok::<_, Error>(Found {
            dossiers: dossiers(tx, &lines)?,
            lines,
            more,
            results,
            waiting: [of(Phase::Signed), of(Phase::Numbered)],
            last: last(tx, &here, law.date().year())?,
        })
    });
    Ok(read.await?)
}

fn dossiers(tx: &mut db::Tx<'_>, lines: &[Line]) -> Result<HashMap<i64, Box<Dossier>>, Error> {
    let mut rows = Rows::default();
    for line in lines {
        rows.push(vec![line.id.into()]);
    }
    let mut found = HashMap::new();
    if rows.is_empty() {
        return Ok(found);
    }
    for row in tx.each(&store::STATES, &rows)? {
        found.extend(state(row.text(1)?)?.map(|dossier| (row.int(0).unwrap_or(0), dossier)));
    }
    Ok(found)
}

/// Results that were numbered, the latest first.
fn results(
    tx: &mut db::Tx<'_>,
    here: &[String],
    after: Option<(i64, i64)>,
    words: &str,
) -> Result<(Vec<Numbered>, bool), Error> {
    let Some(rows) = list::places(here, None) else { return Ok((Vec::new(), false)) };
    let (at, id) = after.unwrap_or((i64::MAX, i64::MAX));
    let rows = rows.and(at).and(id).and(PAGE + 1);
    let folded = fold(words);
    let each = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let found = match Words::new(each, true) {
        None if words.trim().is_empty() => tx.each(&store::RESULTS, &rows)?,
        None => Vec::new(),
        Some(folded) => tx.each(&store::RESULTS_FOUND, &rows.and(folded).and(words.trim()))?,
    };
    let mut results = Vec::new();
    for row in found {
        let Some(dossier) = state(row.text(3)?)? else { continue };
        results.push(Numbered {
            at: LawTime(row.int(0)?),
            id: row.int(1)?,
            name: row.maybe_text(4)?.unwrap_or_default().to_owned(),
            stream: StreamId::stored(row.text(5)?),
            dossier,
        });
    }
    results.sort_by_key(|it| std::cmp::Reverse((it.at.0, it.id)));
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = results.len() > most;
    results.truncate(most);
    Ok((results, more))
}

fn last(tx: &mut db::Tx<'_>, here: &[String], year: i16) -> Result<Vec<(String, i64)>, Error> {
    let mut rows = Rows::default();
    for office in here {
        rows.push(vec![result_counter(office, year).0.into()]);
    }
    let mut known = HashMap::new();
    if !rows.is_empty() {
        for row in tx.each(&store::COUNTERS, &rows)? {
            known.insert(row.text(0)?.to_owned(), row.int(1)?);
        }
    }
    let number = |office: &String| known.get(&result_counter(office, year).0).copied().unwrap_or(0);
    Ok(here.iter().map(|office| (office.clone(), number(office))).collect())
}

/// The register of results.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let tab = Tab::ALL.into_iter().find(|tab| tab.id() == told.tab).unwrap_or_default();
    let found = find(&site, &gate, tab, &told).await?;
    let words = Some(told.q.as_str()).filter(|it| !it.is_empty());
    lists::record(&gate, found.lines.len() + found.results.len(), words).await?;
    let scene = Scene::of(&site, &asked, signers(&found), Vec::new()).await?;
    let catalogue = site.catalogue().await?;
    let page = page(&gate, &scene, &catalogue, tab, &told, &found);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn signers(found: &Found) -> Vec<StreamId> {
    let waiting = found.dossiers.values();
    let all = waiting.chain(found.results.iter().map(|it| &it.dossier));
    let by = all.filter_map(|it| Some(it.result.as_ref()?.signature.as_ref()?.by.as_str()));
    by.filter(|by| domain::account::is_account(by)).map(StreamId::stored).collect()
}

fn page(
    gate: &Gate,
    scene: &Scene,
    catalogue: &Catalogue,
    tab: Tab,
    told: &Told,
    found: &Found,
) -> Register {
    let text = scene.text;
    let names: Vec<String> = found.last.iter().map(|(office, _)| scene.office(office)).collect();
    let given: i64 = found.last.iter().map(|(_, number)| *number).sum();
    let released = u64::try_from(given).unwrap_or(0).saturating_sub(found.waiting[1]);
    let next = match tab {
        Tab::Signed | Tab::Numbered => found.lines.last().map(Line::place),
        Tab::Released => found.results.last().map(|it| (it.at.0, it.id)),
    };
    Register {
        tab,
        counts: [found.waiting[0], found.waiting[1], released],
        register: format!("{} {}", names.join(", "), scene.today().year()),
        numbers: match found.last.as_slice() {
            [(_, last)] => text.dossier_numbers(last.to_string(), (last + 1).to_string()),
            _ => String::new(),
        },
        words: told.q.clone(),
        entries: found
            .lines
            .iter()
            .map(|line| entry(gate, scene, catalogue, found, line))
            .collect(),
        released: found.results.iter().map(|it| one(gate, scene, catalogue, it)).collect(),
        next: next.filter(|_| found.more).map(|(at, id)| {
            let after = format!("{at}.{id}");
            with_query("/results", &[("tab", tab.id()), ("q", &told.q), ("after", &after)])
        }),
        previous: (!told.after.is_empty())
            .then(|| with_query("/results", &[("tab", tab.id()), ("q", &told.q)])),
        done: Action::parse(&told.done).map(|action| action.done(text)),
    }
}

fn entry(gate: &Gate, scene: &Scene, catalogue: &Catalogue, found: &Found, line: &Line) -> Entry {
    let row = work::row(scene, catalogue, line);
    let result = found.dossiers.get(&line.id).and_then(|it| it.result.as_ref());
    let signature = result.and_then(|it| it.signature.as_ref());
    let signed = signature.map(|it| format!("{}, {}", scene.person(&it.by), scene.instant(it.at)));
    let next = found.last.iter().find(|(office, _)| *office == line.holder);
    let given = result.and_then(|it| it.number.clone());
    let me = gate.caller().account().map(ToString::to_string);
    let is_signer = signature.is_some_and(|it| Some(&it.by) == me.as_ref());
    Entry {
        code: line.code.clone(),
        title: format!("{}: {}", row.procedure.text, row.applicant),
        signed: signed.unwrap_or(row.holder),
        left: row.left,
        version: u64::try_from(line.version).unwrap_or(0),
        number: given
            .unwrap_or_else(|| next.map(|(_, last)| (last + 1).to_string()).unwrap_or_default()),
        offices: Vec::new(),
        dated: None,
        barred: is_signer.then(|| scene.text.dossier_same_person()),
        error: None,
    }
}

fn one(gate: &Gate, scene: &Scene, catalogue: &Catalogue, it: &Numbered) -> Released {
    let (text, filing) = (scene.text, &it.dossier.filing);
    let name = catalogue.by_code(&filing.procedure).map(|item| &item.entry.name);
    let name = name.map(|name| crate::procedure::view::said(text, name).text);
    let result = it.dossier.result.as_ref();
    let signature = result.and_then(|it| it.signature.as_ref());
    let revoked = result.is_some_and(|it| it.revoked);
    let mood = match (revoked, it.dossier.phase) {
        (true, _) => Mood::Late,
        (false, Phase::Finished) => Mood::Soon,
        (false, _) => Mood::Fine,
    };
    let words = match revoked {
        true => text.dossier_revoked(),
        false => super::super::words::phase(text, it.dossier.phase),
    };
    // A result that went to the desk lies with others: its line stays, its dossier is theirs.
    let thing = it.dossier.thing(&it.stream, &|code| scene.offices.path(code));
    let is_open = gate.may_do(Right::ReadDossier, &thing, Some(Purpose::Handling)).is_ok();
    Released {
        is_open,
        number: result.and_then(|it| it.number.clone()).unwrap_or_default(),
        dated: scene.day(it.at.date()),
        title: format!("{}: {}", name.unwrap_or_else(|| filing.procedure.clone()), it.name),
        code: filing.code.clone(),
        signer: signature.map(|it| scene.person(&it.by)).unwrap_or_default(),
        standing: Badge { mood, words },
        path: None,
    }
}

//! The work list.

use axum::body::Body;
use axum::extract::{Query as InAddress, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use domain::LawTime;
use domain::access::{Action as Right, Who};
use domain::dossier::Phase;
use page::dossier::{Action, BULK_MAX, Count, Row, View, Work};
use page::procedure::{Choice, Said};

use super::super::kept::{self, Saved};
use super::super::list::{self, Choices, Line, Which};
use super::super::register::Offices;
use super::super::{apologies, export, lists, words};
use super::query::{CHANNELS, NOBODY, Query};
use super::scene::Scene;
use super::{beside, with_role};
use crate::commit::Error;
use crate::person::gives;
use crate::procedure::catalogue::Catalogue;
use crate::procedure::view::said;
use crate::procedure::words as procedure_words;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Dossiers on one page.
const PAGE: i64 = 50;
/// Offices, procedures or people that a filter offers at most; more of them are searched for by
/// words, or by the view of the centre.
const OFFERED_MAX: usize = 100;

/// The list that somebody sees first: a leader their unit, everybody else what they work on.
fn first(who: &Who) -> Which {
    let leads = who.seats.iter().flat_map(|seat| &seat.grants).any(|grant| grant.leads);
    if leads { Which::Unit } else { Which::Mine }
}

/// Which list an address asks for.
fn which(who: &Who, query: &Query) -> Which {
    let asked = Which::parse(&query.view).filter(|which| *which != Which::Own);
    asked.unwrap_or_else(|| first(who))
}

/// What a page of the list is made of.
struct Found {
    lines: Vec<Line>,
    more: bool,
    counts: Vec<(Phase, u64)>,
    choices: Choices,
    saved: Vec<Saved>,
}

async fn find(site: &Site, who: &Who, wanted: &list::Asked) -> Result<Found, Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (who, wanted, at) = (who.clone(), wanted.clone(), site.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, now)?;
        let (lines, more) = list::page(tx, &who, &offices, &wanted)?;
        let counts = list::counts(tx, &who, &offices, &wanted)?;
        Ok::<_, Error>(Found {
            lines,
            more,
            counts: counts.into_iter().filter(|(phase, _)| is_worked_on(*phase)).collect(),
            choices: list::choices(tx, &who, &offices, wanted.which)?,
            saved: match &who.account {
                Some(account) => kept::views(tx, account)?,
                None => Vec::new(),
            },
        })
    });
    Ok(read.await?)
}

/// The list: one record of reading, for it names people.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    InAddress(query): InAddress<Query>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Right::ReadDossier)?;
    let who = gate.caller().who().clone();
    let which = which(&who, &query);
    let wanted = query.asked(which, site.law_now(), PAGE);
    let found = find(&site, &who, &wanted).await?;
    lists::record(&gate, found.lines.len(), wanted.words.as_deref()).await?;
    // Whoever has something open is named by what the filters offer.
    let known = &found.choices.holders;
    let assignees = found.lines.iter().filter_map(|line| line.assignee.as_ref());
    let unknown = assignees.filter(|it| !known.contains_key(*it)).cloned().collect();
    let scene = Scene::of(&site, &asked, unknown, Vec::new()).await?.naming(known);
    let catalogue = site.catalogue().await?;
    let page = page(&scene, &catalogue, &gate, which, &query, &found);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn page(
    scene: &Scene,
    catalogue: &Catalogue,
    gate: &Gate,
    which: Which,
    query: &Query,
    found: &Found,
) -> Work {
    let who = gate.caller().who();
    let exact = Query { view: which.id().to_owned(), ..query.clone() };
    let kept = query.kept();
    let is_saved = |kept: &String| found.saved.iter().any(|view| view.query == *kept);
    let count = |(phase, count): &(Phase, u64)| Count {
        name: words::phase(scene.text, *phase),
        path: query.with("/work", &[("state", phase.id())]),
        count: *count,
        here: query.state == phase.id(),
    };
    Work {
        views: views(scene, who, which, query, &found.saved),
        view: which.id().to_owned(),
        words: query.q.clone(),
        offices: offices(scene, who, which, query),
        states: states(scene, query),
        holders: holders(scene, which, query, &found.choices),
        fields: fields(scene, catalogue, query, &found.choices),
        procedures: procedures(scene, catalogue, query, &found.choices),
        channels: channels(scene, query),
        lates: lates(scene, query),
        counts: found.counts.iter().map(count).collect(),
        rows: found.lines.iter().map(|line| row(scene, catalogue, line)).collect(),
        bulk: bulk(scene, who),
        previous: (!query.after.is_empty()).then(|| query.with("/work", &[])),
        next: found.lines.last().filter(|_| found.more).map(|last| {
            let (due, id) = last.place();
            query.with("/work", &[("after", &format!("{due}.{id}"))])
        }),
        xlsx: Some(exact.with("/work.xlsx", &[])).filter(|_| !found.lines.is_empty()),
        csv: Some(exact.with("/work.csv", &[])).filter(|_| !found.lines.is_empty()),
        save: kept.filter(|kept| query.q.is_empty() && !is_saved(kept)),
        centre: beside::leads(gate) && gives(who, Right::ReassignDossier),
        done: done(scene, &query.done),
        problem: problem(scene, &query.wrong),
    }
}

fn done(scene: &Scene, done: &str) -> Option<String> {
    match done {
        "" => None,
        "saved" => Some(scene.text.dossier_view_saved()),
        "removed" => Some(scene.text.dossier_view_removed()),
        other => Action::parse(other).map(|action| action.done(scene.text)),
    }
}

fn problem(scene: &Scene, wrong: &str) -> Option<String> {
    let text = scene.text;
    match wrong {
        "name" => Some(text.dossier_view_name(text.number(kept::NAME_LENGTH_MAX as u64))),
        "query" => Some(text.dossier_view_nothing()),
        "many" => Some(text.dossier_view_many(text.number(kept::VIEWS_MAX as u64))),
        "none" => Some(text.dossier_bulk_none()),
        "too-many" => Some(text.dossier_bulk_many(text.number(BULK_MAX as u64))),
        _ => None,
    }
}

/// Phases in which a dossier waits for an officer; the others are a history.
fn is_worked_on(phase: Phase) -> bool {
    phase.is_open() || matches!(phase, Phase::Submitted | Phase::Incomplete | Phase::Finished)
}

fn views(scene: &Scene, who: &Who, here: Which, query: &Query, saved: &[Saved]) -> Vec<View> {
    let text = scene.text;
    let leads = who.seats.iter().flat_map(|seat| &seat.grants).any(|grant| grant.leads);
    let mut all = vec![(Which::Mine, text.dossier_view_mine())];
    all.push((Which::Queue, text.dossier_view_queue()));
    if leads {
        all.push((Which::Unit, text.dossier_view_unit()));
    }
    if gives(who, Right::ReplyDossier) {
        all.push((Which::Invited, text.dossier_view_invited()));
    }
    let kept = query.kept();
    let chosen = saved.iter().any(|view| Some(&view.query) == kept.as_ref());
    let view = |(which, name): (Which, String)| View {
        name,
        path: format!("/work?view={}", which.id()),
        count: None,
        here: which == here && query.late != "late" && !chosen,
        late: false,
        saved: None,
    };
    let mut views: Vec<View> = all.into_iter().map(view).collect();
    views.push(View {
        name: text.dossier_view_late(),
        path: format!("/work?view={}&late=late", here.id()),
        count: None,
        here: query.late == "late" && !chosen,
        late: true,
        saved: None,
    });
    views.extend(saved.iter().map(|view| View {
        name: view.name.clone(),
        path: format!("/work?{}", view.query),
        count: None,
        here: Some(&view.query) == kept.as_ref(),
        late: false,
        saved: Some(view.id.clone()),
    }));
    views
}

/// What somebody may do with several dossiers at once.
fn bulk(scene: &Scene, who: &Who) -> Vec<Choice> {
    let offered = super::bulk::ACTIONS.into_iter().filter(|(_, right)| gives(who, *right));
    offered.map(|(action, _)| choice(action.id(), action.name(scene.text), "")).collect()
}

fn choice(id: &str, label: String, chosen: &str) -> Choice {
    Choice { id: id.to_owned(), label: Said::plain(label), chosen: id == chosen }
}

/// A filter: everything, and each; none where there is nothing to choose between.
fn filter(scene: &Scene, chosen: &str, mut each: Vec<Choice>) -> Vec<Choice> {
    if each.len() > OFFERED_MAX || (each.len() < 2 && chosen.is_empty()) {
        return Vec::new();
    }
    each.sort_by_key(|choice| domain::text::sort_key(&choice.label.text));
    each.insert(0, choice("", scene.text.dossier_any(), chosen));
    each
}

fn offices(scene: &Scene, who: &Who, which: Which, query: &Query) -> Vec<Choice> {
    let codes = list::offices_of(who, &scene.offices, which);
    let each = codes.iter().map(|code| choice(code, scene.office(code), &query.office));
    filter(scene, &query.office, each.collect())
}

fn states(scene: &Scene, query: &Query) -> Vec<Choice> {
    let all = choice("", scene.text.dossier_any(), &query.state);
    let each = Phase::ALL
        .into_iter()
        .filter(|phase| is_worked_on(*phase))
        .map(|phase| choice(phase.id(), words::phase(scene.text, phase), &query.state));
    std::iter::once(all).chain(each).collect()
}

/// Who has something: where a whole unit is looked at.
fn holders(scene: &Scene, which: Which, query: &Query, choices: &Choices) -> Vec<Choice> {
    if which != Which::Unit {
        return Vec::new();
    }
    let each = choices.holders.keys().map(|account| {
        choice(&crate::person::key(account), scene.person(account.as_str()), &query.holder)
    });
    let mut all = filter(scene, &query.holder, each.collect());
    if !all.is_empty() {
        all.insert(1, choice(NOBODY, scene.text.dossier_unassigned(), &query.holder));
    }
    all
}

fn procedures(
    scene: &Scene,
    catalogue: &Catalogue,
    query: &Query,
    choices: &Choices,
) -> Vec<Choice> {
    let each = choices.procedures.iter().map(|code| {
        let name = catalogue.by_code(code).map(|item| said(scene.text, &item.entry.name));
        let label = name.unwrap_or_else(|| Said::plain(code.clone()));
        Choice { id: code.clone(), label, chosen: *code == query.procedure }
    });
    filter(scene, &query.procedure, each.collect())
}

fn fields(scene: &Scene, catalogue: &Catalogue, query: &Query, choices: &Choices) -> Vec<Choice> {
    let named = |code: &String| {
        let published = choices.procedures.iter().filter_map(|it| catalogue.by_code(it));
        let mut fields = published.filter_map(|item| Some(&item.published.as_ref()?.field));
        let found = fields.find(|field| field.code.as_ref() == Some(code));
        found.map_or_else(|| Said::plain(code.clone()), |field| said(scene.text, &field.name))
    };
    let codes = choices.fields.iter().filter(|code| !code.is_empty());
    let each = codes.map(|code| Choice {
        id: code.clone(),
        label: named(code),
        chosen: *code == query.field,
    });
    filter(scene, &query.field, each.collect())
}

fn channels(scene: &Scene, query: &Query) -> Vec<Choice> {
    let all = choice("", scene.text.dossier_any(), &query.channel);
    let each = CHANNELS.into_iter().map(|channel| {
        choice(channel.id(), procedure_words::channel(scene.text, channel), &query.channel)
    });
    std::iter::once(all).chain(each).collect()
}

fn lates(scene: &Scene, query: &Query) -> Vec<Choice> {
    let text = scene.text;
    vec![
        choice("", text.dossier_any(), &query.late),
        choice("late", text.dossier_late_now(), &query.late),
        choice("soon", text.dossier_late_soon(), &query.late),
        choice("paused", text.dossier_paused(), &query.late),
    ]
}

/// A dossier in the list.
pub fn row(scene: &Scene, catalogue: &Catalogue, line: &Line) -> Row {
    let name = catalogue.by_code(&line.procedure).map(|item| &item.entry.name);
    let day = |at: Option<LawTime>| at.map(|at| scene.day(at.date()));
    Row {
        code: line.code.clone(),
        applicant: line.name.clone(),
        place: String::new(),
        procedure: name
            .map_or_else(|| Said::plain(line.procedure.clone()), |name| said(scene.text, name)),
        state: words::phase(scene.text, line.phase),
        holder: scene.holder(&line.holder, line.assignee.as_ref()),
        left: scene.left_of_line(line),
        waits: None,
        marks: apologies::mark(scene, line).into_iter().collect(),
        due: day(line.promised),
        due_legal: day(line.due).filter(|_| line.due != line.promised),
    }
}

/// The list as comma-separated values.
pub async fn csv(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    InAddress(query): InAddress<Query>,
) -> Result<Response<Body>, Problem> {
    let sheet = sheet(&site, &gate, &asked, &query).await?;
    let bytes = written(move || export::csv(&sheet)).await?;
    Ok(file(bytes, "text/csv; charset=utf-8", "attachment; filename=\"ho-so.csv\""))
}

/// The list as a spreadsheet.
pub async fn xlsx(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    InAddress(query): InAddress<Query>,
) -> Result<Response<Body>, Problem> {
    let sheet = sheet(&site, &gate, &asked, &query).await?;
    let bytes = written(move || export::xlsx(&sheet)).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, "attachment; filename=\"ho-so.xlsx\""))
}

/// The selection as a table; that it was read is recorded before anything is handed out.
async fn sheet(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    query: &Query,
) -> Result<export::Sheet, Problem> {
    with_role(gate, Right::ReadDossier)?;
    let which = which(gate.caller().who(), query);
    let wanted = query.asked(which, site.law_now(), PAGE);
    let (lines, is_cut) = export::lines(site, gate, &wanted).await?;
    lists::record(gate, lines.len(), wanted.words.as_deref()).await?;
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let at = site.clone();
    let read = site.house().db.read(move |tx| at.register().offices(tx, day, now));
    let offices: std::sync::Arc<Offices> = read.await?;
    let text = page::Text::new(asked.language);
    export::sheet(site, text, &offices, &lines, is_cut).await
}

/// Writes a file beside the tasks: ten thousand rows take a while.
async fn written<E: std::fmt::Display + Send + 'static>(
    write: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    let done = tokio::task::spawn_blocking(write).await;
    let done = done.map_err(|error| Problem::bug(&error))?;
    done.map_err(|error| Problem::bug(&error))
}

fn file(bytes: Vec<u8>, kind: &'static str, disposition: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

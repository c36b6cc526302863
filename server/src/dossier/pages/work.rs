//! The work list.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::access::{Action, Who};
use domain::dossier::Phase;
use domain::{LawTime, StreamId};
use jiff::ToSpan;
use page::dossier::{Count, Row, View, Work};
use page::procedure::{Choice, Said};
use serde::Deserialize;

use super::super::list::{self, Line, Which};
use super::super::{api, apologies, words};
use super::scene::Scene;
use crate::commit::Error;
use crate::person::gives;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Dossiers on one page.
const PAGE: i64 = 50;
/// Days before the due date that count as near.
const NEAR_DAYS: i64 = 2;

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query_ {
    view: String,
    q: String,
    office: String,
    state: String,
    procedure: String,
    late: String,
    after: String,
}

impl Query_ {
    /// The address of the list with one filter set to another value.
    fn with(&self, name: &str, value: &str) -> String {
        let all = [
            ("view", &self.view),
            ("q", &self.q),
            ("office", &self.office),
            ("state", &self.state),
            ("procedure", &self.procedure),
            ("late", &self.late),
        ];
        let pairs = all
            .into_iter()
            .map(|(known, old)| (known, if known == name { value } else { old.as_str() }))
            .filter(|(_, value)| !value.is_empty());
        let mut pairs: Vec<(&str, &str)> = pairs.collect();
        if name == "after" {
            pairs.push((name, value));
        }
        crate::web::address::with_query("/work", &pairs)
    }

    fn asked(&self, which: Which, now: LawTime) -> list::Asked {
        let some = |text: &String| Some(text.clone()).filter(|it| !it.is_empty());
        let near = || now.date().checked_add((NEAR_DAYS + 1).days()).map(LawTime::start_of).ok();
        list::Asked {
            which,
            office: some(&self.office),
            phase: Phase::parse(&self.state),
            procedure: some(&self.procedure),
            due_before: match self.late.as_str() {
                "late" => Some(now),
                "soon" => near(),
                _ => None,
            },
            words: some(&self.q),
            after: self
                .after
                .split_once('.')
                .and_then(|(due, id)| Some((due.parse().ok()?, id.parse().ok()?))),
            limit: PAGE,
        }
    }
}

/// The list that somebody sees first: a leader their unit, everybody else what they work on.
fn first(who: &Who) -> Which {
    let leads = who.seats.iter().flat_map(|seat| &seat.grants).any(|grant| grant.leads);
    if leads { Which::Unit } else { Which::Mine }
}

/// The list: one record of reading, for it names people.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<Query_>,
) -> Result<Response<Body>, Problem> {
    let who = gate.caller().who().clone();
    let which = Which::parse(&query.view).unwrap_or_else(|| first(&who));
    let wanted = query.asked(which, site.law_now());
    let (lines, more) = api::page(&site, &gate, &wanted).await?;
    api::record(&gate, &lines, wanted.words.as_deref()).await?;
    let counts = counts(&site, &who, &wanted).await?;
    let accounts: Vec<StreamId> = lines.iter().filter_map(|line| line.assignee.clone()).collect();
    let scene = Scene::of(&site, &asked, accounts, Vec::new()).await?;
    let catalogue = site.catalogue().await?;
    let rows = lines.iter().map(|line| row(&scene, &catalogue, line)).collect();
    let page = Work {
        views: views(&scene, &who, which, &query),
        words: query.q.clone(),
        offices: offices(&scene, &who, &query),
        states: states(&scene, &query),
        lates: lates(&scene, &query),
        counts: counts
            .into_iter()
            .map(|(phase, count)| Count {
                name: words::phase(scene.text, phase),
                path: query.with("state", phase.id()),
                count,
                here: query.state == phase.id(),
            })
            .collect(),
        rows,
        next: lines.last().filter(|_| more).map(|last| {
            let (due, id) = last.place();
            query.with("after", &format!("{due}.{id}"))
        }),
        previous: Some(query.with("", "")).filter(|_| !query.after.is_empty()),
        ..Work::default()
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn counts(
    site: &Site,
    who: &Who,
    wanted: &list::Asked,
) -> Result<Vec<(Phase, u64)>, Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (who, wanted, at) = (who.clone(), wanted.clone(), site.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, now)?;
        let all = list::counts(tx, &who, &offices, &wanted)?;
        Ok::<_, Error>(all.into_iter().filter(|(phase, _)| is_worked_on(*phase)).collect())
    });
    Ok(read.await?)
}

/// Phases in which a dossier waits for an officer; the others are a history.
fn is_worked_on(phase: Phase) -> bool {
    phase.is_open() || matches!(phase, Phase::Submitted | Phase::Incomplete | Phase::Finished)
}

fn views(scene: &Scene, who: &Who, here: Which, query: &Query_) -> Vec<View> {
    let text = scene.text;
    let leads = who.seats.iter().flat_map(|seat| &seat.grants).any(|grant| grant.leads);
    let mut all = vec![(Which::Mine, text.dossier_view_mine())];
    all.push((Which::Queue, text.dossier_view_queue()));
    if leads {
        all.push((Which::Unit, text.dossier_view_unit()));
    }
    if gives(who, Action::ReplyDossier) {
        all.push((Which::Invited, text.dossier_view_invited()));
    }
    let view = |(which, name): (Which, String)| View {
        name,
        path: format!("/work?view={}", which.id()),
        count: None,
        here: which == here && query.late.is_empty(),
        late: false,
        saved: None,
    };
    let mut views: Vec<View> = all.into_iter().map(view).collect();
    views.push(View {
        name: text.dossier_view_late(),
        path: format!("/work?view={}&late=late", here.id()),
        count: None,
        here: query.late == "late",
        late: true,
        saved: None,
    });
    views
}

fn choice(id: &str, label: String, chosen: &str) -> Choice {
    Choice { id: id.to_owned(), label: Said::plain(label), chosen: id == chosen }
}

fn offices(scene: &Scene, who: &Who, query: &Query_) -> Vec<Choice> {
    let mut codes: Vec<&str> = who.seats.iter().map(|seat| seat.office.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < 2 {
        return Vec::new();
    }
    let all = choice("", scene.text.dossier_all(), &query.office);
    let each = codes.into_iter().map(|code| choice(code, scene.office(code), &query.office));
    std::iter::once(all).chain(each).collect()
}

fn states(scene: &Scene, query: &Query_) -> Vec<Choice> {
    let all = choice("", scene.text.dossier_all(), &query.state);
    let each = Phase::ALL
        .into_iter()
        .filter(|phase| is_worked_on(*phase))
        .map(|phase| choice(phase.id(), words::phase(scene.text, phase), &query.state));
    std::iter::once(all).chain(each).collect()
}

fn lates(scene: &Scene, query: &Query_) -> Vec<Choice> {
    let text = scene.text;
    vec![
        choice("", text.dossier_all(), &query.late),
        choice("late", text.dossier_late_now(), &query.late),
        choice("soon", text.dossier_late_soon(), &query.late),
    ]
}

/// A dossier in the list.
pub fn row(scene: &Scene, catalogue: &crate::procedure::catalogue::Catalogue, line: &Line) -> Row {
    let name = catalogue.by_code(&line.procedure).map(|item| &item.entry.name);
    let day = |at: Option<LawTime>| at.map(|at| scene.day(at.date()));
    let name_of = |name| crate::procedure::view::said(scene.text, name);
    Row {
        code: line.code.clone(),
        applicant: line.name.clone(),
        place: String::new(),
        procedure: name.map_or_else(|| Said::plain(line.procedure.clone()), name_of),
        state: words::phase(scene.text, line.phase),
        holder: scene.holder(&line.holder, line.assignee.as_ref()),
        left: scene.left_of_line(line),
        waits: None,
        marks: apologies::mark(scene, line).into_iter().collect(),
        due: day(line.promised),
        due_legal: day(line.due).filter(|_| line.due != line.promised),
    }
}

//! Apologies that are to be sent: drafts before whoever holds the dossier and whoever leads the
//! office, two working days before the promised day.
//!
//! A draft is no row of its own: it follows from the promise, the calendar and the day, so that
//! nobody misses one by having taken over this morning, and it is gone with the apology.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use db::{Rows, Tx};
use domain::access::Who;
use domain::dossier::{ApologyDue, Dossier};
use domain::{LawTime, StreamId};
use page::dossier::{Badge, Filled, Mood, View, Work};

use super::list::{self, Line};
use super::pages::scene::Scene;
use super::pages::work;
use super::{api, store};
use crate::commit::Error;
use crate::procedure::view::said;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Dossiers that the list shows at most: those promised first.
const ROWS_MAX: i64 = 200;
/// Working days before the promised day on which an apology is drafted.
const DRAFT_DAYS: u32 = 2;

/// The list, what was missed first. It names people, so that reading it is recorded.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let who = gate.caller().who().clone();
    let scene = Scene::of(&site, &asked, Vec::new(), Vec::new()).await?;
    let last = scene.working_day_after(scene.today(), DRAFT_DAYS);
    let before = last.tomorrow().map_or(LawTime(i64::MAX), LawTime::start_of);
    let (offices, shared) = (scene.offices.clone(), who.clone());
    let read = site.house().db.read(move |tx| {
        let led = list::reached(&shared, &offices);
        promised(tx, &shared, &led, before)
    });
    let mut lines: Vec<(ApologyDue, Line)> = Vec::new();
    for line in read.await? {
        let promised = line.promised.map(LawTime::date);
        let due = scene.apology_due(line.phase, line.standing, promised);
        lines.extend(due.map(|due| (due, line)));
    }
    lines.sort_by_key(|(due, line)| (std::cmp::Reverse(*due), line.promised, line.id));
    let lines: Vec<Line> = lines.into_iter().map(|(_, line)| line).collect();
    api::record(&gate, lines.len(), None).await?;
    let accounts: Vec<StreamId> = lines.iter().filter_map(|line| line.assignee.clone()).collect();
    let scene = Scene::of(&site, &asked, accounts, Vec::new()).await?;
    let catalogue = site.catalogue().await?;
    let view = |name: String, path: &str, here: bool| View {
        name,
        path: path.to_owned(),
        count: here.then_some(lines.len() as u64),
        here,
        late: here,
        saved: None,
    };
    let page = Work {
        views: vec![
            view(scene.text.apology_all_work(), "/work", false),
            view(scene.text.apology_list(), "/apologies", true),
        ],
        rows: lines.iter().map(|line| work::row(&scene, &catalogue, line)).collect(),
        ..Work::default()
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Dossiers at work that were promised before an instant: one's own, and those of offices that one
/// leads.
fn promised(
    tx: &mut Tx<'_>,
    who: &Who,
    led: &[String],
    before: LawTime,
) -> Result<Vec<Line>, Error> {
    let account = who.account.as_ref().map(StreamId::as_str).unwrap_or_default();
    let values = [account.into(), before.0.into(), ROWS_MAX.into()];
    let mut rows = tx.rows(&store::PROMISED_MINE, &values)?;
    let mut offices = Rows::default();
    for office in led {
        offices.push(vec![office.as_str().into()]);
    }
    if !offices.is_empty() {
        rows.extend(tx.each(&store::PROMISED_HELD, &offices.and(before.0).and(ROWS_MAX))?);
    }
    let mut lines = rows.iter().map(Line::read).collect::<Result<Vec<Line>, Error>>()?;
    lines.sort_by_key(|line| line.id);
    lines.dedup_by_key(|line| line.id);
    Ok(lines)
}

/// What is to be known of the apology of a dossier in a list.
pub fn mark(scene: &Scene, line: &Line) -> Option<Badge> {
    let promised = line.promised.map(LawTime::date);
    let due = scene.apology_due(line.phase, line.standing, promised)?;
    let mood = match due {
        ApologyDue::Drafted => Mood::Info,
        ApologyDue::Escalated => Mood::Soon,
        ApologyDue::Missed => Mood::Late,
    };
    Some(Badge { mood, words: scene.apology_words(due) })
}

/// The draft: where the dossier lies, and a new day by what its steps may still take. Whoever sends
/// it says it in their own words.
pub fn drafted(scene: &Scene, dossier: &Dossier) -> Filled {
    let promised = dossier.deadline.map_or(scene.today(), |it| it.promised.date());
    let day = scene.working_day_after(promised.max(scene.today()), dossier.remaining_days());
    let filing = &dossier.filing;
    let content = scene.content(&filing.procedure, filing.revision);
    let step = dossier.planned().and_then(|step| {
        let told = content?.steps.iter().find(|it| it.id == step.id)?;
        Some(said(scene.text, &told.name).text)
    });
    let office = scene.office(&dossier.place().office);
    let reason = match step {
        Some(step) => scene.text.apology_draft_step(step, office),
        None => scene.text.apology_draft(office),
    };
    let pairs = [
        ("reason", reason),
        ("due.day", day.day().to_string()),
        ("due.month", day.month().to_string()),
        ("due.year", day.year().to_string()),
    ];
    Filled(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

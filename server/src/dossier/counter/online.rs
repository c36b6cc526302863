//! Dossiers that were sent in on the network and wait at the desk, the oldest first.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use domain::LawTime;
use domain::State as Known;
use domain::access::{Action, Purpose};
use domain::calendar::{Clock, Due, RuleSet, Settings};
use domain::dossier::{Dossier, Paper};
use domain::procedure::description::{Quantity, Span, Unit};
use page::counter::{Online, Submitted};
use serde::Deserialize;

use super::desk::{Desk, moment};
use super::store;
use crate::commit::Error;
use crate::procedure::finder;
use crate::web::gate::{Gate, Read};
use crate::web::{Asked, Problem, Site, html};

/// Dossiers on one page.
const PAGE: i64 = 20;
/// Working hours in which a desk answers what was sent to it: it is told the day's work first.
const ANSWER_HOURS: u32 = 8;
/// Seconds of an hour.
const HOUR_SECONDS: i64 = 3600;

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    after: i64,
}

/// A dossier that waits.
struct Line {
    id: i64,
    code: String,
    filed: LawTime,
    dossier: Box<Dossier>,
    name: String,
}

/// The list.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(from): Query<From>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReceiveDossier).await?;
    let office = desk.office().to_owned();
    let (mut lines, count) = desk
        .read(move |tx| {
            let values = [office.as_str().into(), from.after.into(), (PAGE + 1).into()];
            let rows = tx.rows(&store::SUBMITTED, &values)?;
            let lines = rows.iter().map(line).collect::<Result<Vec<Line>, Error>>()?;
            let count = tx.row(&store::SUBMITTED_COUNT, &[office.as_str().into()])?;
            Ok((lines, count.map(|row| row.int(0)).transpose()?.unwrap_or(0)))
        })
        .await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    if !lines.is_empty() {
        let read = Read { rows: u32::try_from(lines.len()).ok(), ..Read::default() };
        gate.note(&desk.seat, Purpose::Handling, read).await?;
    }
    let catalogue = site.catalogue().await?;
    let named = |code: &str| {
        let item = catalogue.by_code(code);
        item.map_or_else(|| code.to_owned(), |item| finder::name(desk.text, item).text)
    };
    let next = more.then(|| lines.last()).flatten();
    let page = Online {
        next: next.map(|line| format!("/counter/online?after={}", line.id)),
        submitted: lines
            .iter()
            .map(|line| submitted(&desk, line, named(&line.dossier.filing.procedure)))
            .collect(),
        count: u64::try_from(count).unwrap_or(0),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn line(row: &db::Row) -> Result<Line, Error> {
    let code = row.text(1)?.to_owned();
    let damaged = |source| Error::Damaged(format!("dossier {code}: {source}"));
    let state: Known = serde_json::from_str(row.text(3)?).map_err(damaged)?;
    let Known::Dossier(dossier) = state.open() else {
        return Err(Error::Damaged(format!("dossier {code} is something else")));
    };
    Ok(Line {
        id: row.int(0)?,
        filed: LawTime(row.int(2)?),
        dossier: dossier.clone(),
        name: row.maybe_text(4)?.unwrap_or_default().to_owned(),
        code,
    })
}

fn submitted(desk: &Desk, line: &Line, procedure: String) -> Submitted {
    let filing = &line.dossier.filing;
    let papers = filing.components.iter().chain(&line.dossier.added);
    let files = papers.clone().filter(|it| it.attachment.is_some()).count();
    let bare = papers.filter(|it| it.form == Paper::Electronic && it.attachment.is_none()).count();
    let since = line.dossier.supplements.last().and_then(|it| it.done).unwrap_or(line.filed);
    let (answer, late, soon) = answer(desk, since, &filing.limits.hours);
    Submitted {
        code: line.code.clone(),
        path: format!("/dossiers/{}", line.code),
        procedure,
        applicant: line.name.clone(),
        sent: moment(line.filed),
        answer,
        late,
        soon,
        files: (files as u64, bare as u64),
        assisted: filing.assisted,
        supplemented: line.dossier.supplements.iter().any(|it| it.done.is_some()),
    }
}

/// Until when a desk answers what was sent to it; `None` where its hours are not known.
pub fn answer_by(site: &Site, since: LawTime, hours: &str) -> Option<LawTime> {
    let (terms, ready) = (&site.province().terms, site.register().ready());
    let limit = Span { quantity: Quantity::whole(ANSWER_HOURS), unit: Unit::WorkingHour };
    let hours = ready.hours(terms, hours)?;
    let calendar = ready.calendar(terms);
    let rule = RuleSet::in_force(&terms.rules, site.law_now().date())?.rule(&Settings::default());
    let clock = Clock { rule, hours: &hours, calendar: &calendar };
    let Due { due, .. } = clock.due(since, limit).ok()?;
    Some(due.last())
}

/// What is said of the time to answer; whether it is over, and whether it is today.
fn answer(desk: &Desk, since: LawTime, hours: &str) -> (String, bool, bool) {
    let until = answer_by(&desk.site, since, hours);
    let Some(until) = until else { return (String::new(), false, false) };
    let late = until < desk.now;
    let told = desk.text.instant(&moment(until));
    let soon = !late && (until.0 - desk.now.0) / 1_000_000 < 4 * HOUR_SECONDS;
    match late {
        true => (desk.text.online_late(told), true, false),
        false => (desk.text.online_until(told), false, soon),
    }
}

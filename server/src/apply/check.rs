//! Everything that was answered, shown before it is handed in.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::application::Step;
use domain::calendar::Moment;
use domain::dossier;
use page::apply::{Check, Group, Line, Money, Sealed};
use page::procedure::Said;

use super::plan::{self, Applying};
use super::{asking, drafts};
use crate::procedure::view::said;
use crate::procedure::words;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let draft = plan::own(&site, &gate, &code).await?;
    if let Some(path) = drafts::elsewhere(&site, &draft).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    let applying = Applying::of(&site, &asked, draft).await?;
    let page = page(&applying, &gate, Vec::new()).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// The page with what the rules said no to.
pub async fn page(
    applying: &Applying,
    gate: &Gate,
    errors: Vec<(String, String)>,
) -> Result<Check, Problem> {
    let code = &applying.draft.code;
    let last = applying.steps.last().map(|step| applying.draft.path(step));
    let office = applying.chosen_office().map(|code| applying.office(code));
    Ok(Check {
        procedure: applying.procedure(),
        back: last.unwrap_or_else(|| "/my/drafts".to_owned()),
        groups: groups(applying, gate).await?,
        gone: gone(applying).await?,
        money: money(applying),
        office: office.unwrap_or_default(),
        errors,
        kept: applying.kept(),
        form: Sealed {
            action: format!("/my/drafts/{code}/check"),
            seal: applying.draft.seal(&applying.site)?,
        },
    })
}

async fn groups(applying: &Applying, gate: &Gate) -> Result<Vec<Group>, Problem> {
    let t = applying.text;
    let mut groups = vec![
        Group { name: t.apply_group_people(), lines: Vec::new() },
        Group { name: t.apply_group_form(), lines: Vec::new() },
        Group { name: t.apply_group_papers(), lines: Vec::new() },
        Group { name: t.apply_group_return(), lines: Vec::new() },
    ];
    for step in &applying.steps {
        let at = match step {
            Step::Whom | Step::Applicant | Step::Submitter => 0,
            Step::Case | Step::Question(_) => 1,
            Step::Paper(_) => 2,
            Step::Fees | Step::Office | Step::Return => 3,
        };
        groups[at].lines.push(line(applying, gate, step).await?);
    }
    let shown = applying.shown_papers();
    let shown: Vec<String> =
        shown.into_iter().map(|it| words::said(t, &it.name).to_owned()).collect();
    if !shown.is_empty() {
        let name = Said::plain(t.apply_papers_shown());
        groups[2].lines.push(Line { name, value: shown, change: None, wrong: None });
    }
    groups.retain(|group| !group.lines.is_empty());
    Ok(groups)
}

async fn line(applying: &Applying, gate: &Gate, step: &Step) -> Result<Line, Problem> {
    let t = applying.text;
    let mut value = applying.told(step);
    if let Some(id) = applying.file_of(step) {
        let kept = asking::kept(applying, gate, id).await?;
        value.extend(kept.map(|kept| kept.told));
    }
    let is_done = applying.is_done(step);
    let wrong = match applying.wrongs(step).into_iter().next() {
        Some((_, told)) => Some(told),
        None if !is_done => Some(t.apply_unanswered()),
        None => None,
    };
    if value.is_empty() && wrong.is_none() {
        value.push(t.apply_left_open());
    }
    let path = applying.draft.path(step);
    let change = match wrong {
        Some(_) => format!("{path}?checked=1"),
        None => path,
    };
    Ok(Line { name: name(applying, step), value, change: Some(change), wrong })
}

/// What a page is about, in few words.
fn name(applying: &Applying, step: &Step) -> Said {
    let t = applying.text;
    let plain = |text: String| Said::plain(text.trim_end_matches('?'));
    match step {
        Step::Whom => plain(t.apply_whom()),
        Step::Applicant => match applying.is_for_other() {
            true => plain(t.apply_applicant_other()),
            false => plain(t.apply_applicant_self()),
        },
        Step::Submitter => plain(t.apply_group_people()),
        Step::Case => plain(t.apply_case()),
        Step::Question(id) => {
            let form = applying.description.form.iter();
            let question = form.flat_map(|form| &form.questions).find(|it| it.id == *id);
            question.map_or_else(|| Said::plain(id), |it| said(t, &it.label))
        }
        Step::Paper(id) => {
            let component = applying.description.components.iter().find(|it| it.id == *id);
            component.map_or_else(|| Said::plain(id), |it| said(t, &it.name))
        }
        Step::Fees => plain(t.apply_fees()),
        Step::Office => plain(t.apply_sent_office()),
        Step::Return => plain(t.apply_sent_return()),
    }
}

/// What was answered under a revision before and is asked for no longer.
async fn gone(applying: &Applying) -> Result<Vec<Line>, Problem> {
    let line = |(_, name, value)| Line { name, value: vec![value], change: None, wrong: None };
    Ok(drafts::gone(applying).await?.into_iter().map(line).collect())
}

/// What it costs, and when the result is there.
fn money(applying: &Applying) -> Vec<Money> {
    let t = applying.text;
    let fees = applying.fees();
    let sum = |due: &super::filing::Due<'_>| {
        due.fee.amount_vnd.unwrap_or(0).saturating_mul(u64::from(due.count))
    };
    let mut rows: Vec<Money> = fees
        .iter()
        .map(|due| Money {
            name: match due.count {
                1 => words::said(t, &due.fee.name).to_owned(),
                _ => applying.due_told(due),
            },
            note: due.fee.condition.as_ref().map(|it| words::said(t, it).to_owned()),
            value: words::vnd(t, sum(due)),
            sum: false,
        })
        .collect();
    rows.push(match rows.is_empty() {
        true => Money { name: t.apply_fee_none(), value: words::vnd(t, 0), ..Money::default() },
        false => Money {
            name: t.apply_fee_total(),
            note: None,
            value: words::vnd(t, fees.iter().map(sum).sum()),
            sum: true,
        },
    });
    rows.extend(due(applying));
    rows
}

/// When the result is there if the dossier is taken in now.
fn due(applying: &Applying) -> Option<Money> {
    let t = applying.text;
    match due_told(applying) {
        Some(value) => Some(Money { name: t.apply_due_if(), note: None, value, sum: true }),
        None => Some(Money {
            name: t.apply_due_agreed(),
            note: Some(t.apply_due_agreed_note()),
            value: String::new(),
            sum: true,
        }),
    }
}

/// The promise of a dossier that is taken in now, in words; `None` where nothing is counted.
pub fn due_told(applying: &Applying) -> Option<String> {
    let limits = applying.limits()?;
    promise(applying, &limits)
}

fn promise(applying: &Applying, limits: &dossier::Limits) -> Option<String> {
    let (terms, ready) = (&applying.site.province().terms, applying.site.register().ready());
    let counted = dossier::explain(limits, ready, terms, applying.now, &[]).ok()?;
    let at = match (counted.promised.due, ready.hours(terms, &limits.hours)) {
        (day @ Moment::Day(_), Some(hours)) => day.instant(&hours),
        (at, _) => at.last(),
    };
    Some(applying.instant(at))
}

//! The page of a report, and its files.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query as InAddress, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::report::{Form, Period};
use page::Text;

use super::asked::{Asked, Flaw, Query};
use super::shown::{Shown, thing};
use super::{file, paper, view, words};
use crate::web::gate::Gate;
use crate::web::{Asked as Wanted, Missing, Problem, Site, html};

/// The form of an address.
pub fn form_of(id: &str) -> Result<Form, Missing> {
    Form::parse(id).ok_or(Missing)
}

/// The page. An address without days shows the last quarter that has ended.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    wanted: Wanted,
    Path(form): Path<String>,
    query: Result<InAddress<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let InAddress(mut query) = query?;
    let form = form_of(&form)?;
    if query.is_open() {
        let last = Period::last_ended(site.law_now().date()).window();
        (query.from, query.to) = (last.from.to_string(), last.to.to_string());
    }
    let asked = match known(&site, query.asked(form, &view::own(&gate))).await? {
        Ok(asked) => asked,
        Err(wrong) => {
            let text = Text::new(wanted.language);
            let page = view::form(&site, &gate, text, (form, &query), &wrong).await?;
            return Ok(html(&site, &wanted, StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    if !query.period.is_empty() {
        // The address says the days themselves, so that it means the same next year.
        let path = asked.at(&format!("/reports/{}", form.id()));
        return Ok(Redirect::to(&path).into_response());
    }
    let shown = Shown::read(&site, &gate, &asked).await?;
    page(&site, &gate, &wanted, (&query, &asked, &shown), StatusCode::OK, Vec::new()).await
}

type Read = Result<Asked, Vec<(&'static str, Flaw)>>;

/// What was asked, where its office is known.
async fn known(site: &Site, read: Read) -> Result<Read, Problem> {
    let Ok(asked) = read else { return Ok(read) };
    match thing(site, &asked.scope).await {
        Ok(_) => Ok(Ok(asked)),
        Err(problem) if problem.status == 404 => Ok(Err(vec![("office", Flaw::NoOffice)])),
        Err(problem) => Err(problem),
    }
}

/// The page of a report that was read.
pub async fn page(
    site: &Site,
    gate: &Gate,
    wanted: &Wanted,
    (query, asked, shown): (&Query, &Asked, &Shown),
    status: StatusCode,
    wrong: Vec<page::report::Wrong>,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(wanted.language);
    let [ended, waiting, imported, judged] = shown.report.choices.chosen().map(str::to_owned);
    let query = Query { ended, waiting, imported, judged, ..query.clone() };
    let mut page = view::form(site, gate, text, (asked.form, &query), &[]).await?;
    page.wrong = wrong;
    page.broken =
        shown.broken.iter().map(|it| words::broken(text, it, &shown.report.figures)).collect();
    if shown.broken.is_none() {
        page.table = Some(view::table(site, gate, text, (asked, shown)).await?);
    }
    Ok(html(site, wanted, status, &page))
}

/// What a file is made of.
async fn asked(
    site: &Site,
    gate: &Gate,
    form: &str,
    query: Result<InAddress<Query>, QueryRejection>,
) -> Result<(Asked, Shown), Problem> {
    let InAddress(query) = query?;
    let asked = query.asked(form_of(form)?, &view::own(gate));
    let asked = asked.map_err(|wrong| super::api::invalid(&wrong))?;
    let shown = Shown::read(site, gate, &asked).await?.sound()?;
    Ok((asked, shown))
}

/// The report as a spreadsheet.
pub async fn xlsx(
    State(site): State<Site>,
    gate: Gate,
    Path(form): Path<String>,
    query: Result<InAddress<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (_, shown) = asked(&site, &gate, &form, query).await?;
    file::answer(paper::of(&site, &gate, &shown).await?, &shown).await
}

/// The report as an official paper.
pub async fn pdf(
    State(site): State<Site>,
    gate: Gate,
    Path(form): Path<String>,
    query: Result<InAddress<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (_, shown) = asked(&site, &gate, &form, query).await?;
    paper::answer(&site, &gate, &shown).await
}

/// The report as programs get it.
pub async fn json(
    State(site): State<Site>,
    gate: Gate,
    Path(form): Path<String>,
    query: Result<InAddress<Query>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let (_, shown) = asked(&site, &gate, &form, query).await?;
    Ok(super::api::json(&shown))
}

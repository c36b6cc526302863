//! Pages of programmes and figures.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query as Of, State};
use axum::http::{Response, StatusCode};
use domain::access::Action;
use domain::measure::{Measure, Programme};
use jiff::civil::Date;
use page::Text;
use page::measure as shown;

use super::asked::{Flaw, Query, Wanted};
use super::carried::Carried;
use super::narrowed::Reader;
use super::programme::{self, Around, Board};
use super::{one, opened, read, words};
use crate::commit::Error;
use crate::dossier::register::Offices;
use crate::procedure::view::said;
use crate::tally::{self, Scope, Window};
use crate::web::gate::Routes;
use crate::web::{Asked, Missing, Problem, Site, html};

/// The addresses of programmes and figures.
pub fn routes(routes: Routes) -> Routes {
    let open = Action::ReadPublic;
    routes
        .get("/programmes", open, list)
        .get("/programmes/{id}", open, programme)
        .get("/measures/{id}", open, one::show)
        .get("/measures/{id}/records", open, opened::records)
}

pub(super) type Asking = Result<Of<Query>, QueryRejection>;

/// The query of a page; what cannot be read at all is nothing.
pub(super) fn wanted(site: &Site, query: Asking) -> (Query, Wanted, Vec<Flaw>) {
    let query = query.map(|Of(query)| query).unwrap_or_default();
    let (wanted, flaws) = Wanted::of(&query, site.law_now().date());
    (query, wanted, flaws)
}

/// The offices of today, and a dashboard.
pub(super) async fn board(site: &Site, window: Window) -> Result<(Arc<Offices>, Board), Problem> {
    let (at, now, machine) = (site.clone(), site.law_now(), site.house().source.machine());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, now.date(), machine)?;
        let calendar = at.register().ready().calendar(&at.province().terms);
        Ok::<_, Error>((offices, programme::board(tx, at.facts(), &calendar, window)?))
    });
    Ok(read.await?)
}

/// Every programme, and every figure of this year.
pub async fn list(State(site): State<Site>, asked: Asked) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let today = site.law_now().date();
    let window = Window { from: today.first_of_year(), to: today };
    let (at, sight) = (site.clone(), Reader::of(&asked).of_province());
    let read = site.house().db.read(move |tx| {
        let calendar = at.register().ready().calendar(&at.province().terms);
        let known = at.facts().current(tx, &calendar)?;
        let scope = Scope { offices: tally::Offices::All, procedure: None, window };
        read::figures(tx, &Carried::whole(&known), &Measure::ALL, scope)
    });
    let figures = read.await?;
    let line = |programme: &Programme| {
        let counts = programme::counts(programme, &figures, sight);
        shown::ProgrammeLine {
            path: format!("/programmes/{}", programme.id),
            name: said(text, &programme.name),
            decision: programme::decision(text, programme),
            targets: counts.iter().sum(),
            reached: counts[0],
        }
    };
    let measure = |measure: &Measure| {
        let value = words::value(text, *measure, figures.get(measure).copied(), sight);
        (format!("/measures/{}", measure.id()), words::name(text, *measure), value)
    };
    let page = shown::Programmes {
        programmes: site.province().terms.programmes.iter().map(line).collect(),
        measures: Measure::ALL.iter().map(measure).collect(),
        shown: words::window(text, window),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// One programme with its figures.
pub async fn programme(
    State(site): State<Site>,
    Path(id): Path<String>,
    asked: Asked,
    query: Asking,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let (query, mut wanted, flaws) = wanted(&site, query);
    // A programme is of the province as a whole.
    (wanted.office, wanted.procedure) = (None, None);
    let terms = &site.province().terms;
    let found = terms.programmes.iter().find(|programme| programme.id == id);
    let found = found.ok_or(Missing)?;
    let (offices, board) = board(&site, wanted.window).await?;
    let path = |path: &str| wanted.path(path, &[]);
    let around = Around {
        text,
        offices: &offices,
        sight: Reader::of(&asked).of_province(),
        board: &board,
        year: wanted.window.to.year(),
        path: &path,
    };
    let here = format!("/programmes/{}", found.id);
    let page = shown::Programme {
        name: said(text, &found.name),
        decision: programme::decision(text, found),
        source: said(text, &found.source),
        chips: chips(text, &here, &wanted, site.law_now().date()),
        window: form(text, &query, &wanted, &flaws),
        shown: words::window(text, wanted.window),
        counts: programme::counts(found, &board.figures, around.sight),
        goals: around.goals(found),
        path: here,
    };
    let status = if flaws.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(html(&site, &asked, status, &page))
}

/// Windows that are offered: this year, the year before, this quarter, this month.
pub(super) fn chips(text: Text, path: &str, wanted: &Wanted, today: Date) -> Vec<shown::Chip> {
    let months = jiff::Span::new().months(i32::from((today.month() - 1) % 3));
    let quarter = today.first_of_month().checked_sub(months).unwrap_or(today);
    let year = today.first_of_year();
    let before = year.yesterday().unwrap_or(year);
    let windows = [
        (text.measure_this_year(today.year().to_string()), Window { from: year, to: today }),
        (text.measure_this_quarter(), Window { from: quarter, to: today }),
        (text.measure_this_month(), Window { from: today.first_of_month(), to: today }),
        (
            text.measure_last_year(before.year().to_string()),
            Window { from: before.first_of_year(), to: before },
        ),
    ];
    let chip = |(name, window): (String, Window)| {
        let is_said = window.from != year || window.to != today;
        let shown = Wanted { window, is_said, ..wanted.clone() };
        shown::Chip { path: shown.path(path, &[]), name, chosen: window == wanted.window }
    };
    windows.map(chip).into()
}

/// The form of any window, as it was filled in.
pub(super) fn form(
    text: Text,
    query: &Query,
    wanted: &Wanted,
    flaws: &[Flaw],
) -> shown::WindowForm {
    let typed = |typed: &Option<String>, holds: Date| {
        typed.clone().filter(|it| !it.trim().is_empty()).unwrap_or_else(|| holds.to_string())
    };
    let words = |(field, expected): &Flaw| {
        let words = match (*field, expected.starts_with("at most")) {
            ("from", true) => text.measure_window_long(),
            ("to", _) if expected.starts_with("a day") => text.measure_window_order(),
            (_, _) => text.measure_window_day(),
        };
        (*field, words)
    };
    let of_window = flaws.iter().filter(|(field, _)| ["from", "to"].contains(field));
    let kept = wanted.values().into_iter().filter(|(name, _)| !["from", "to"].contains(name));
    shown::WindowForm {
        from: typed(&query.from, wanted.window.from),
        to: typed(&query.to, wanted.window.to),
        wrong: of_window.map(words).collect(),
        kept: kept.collect(),
    }
}

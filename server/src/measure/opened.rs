//! The page of the records that one side of a figure counts.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use domain::access::{Action, could, scope};
use domain::measure::{Facts, Figure, Measure, Of, Part, Told};
use page::Text;
use page::measure as shown;
use page::procedure::Said;

use super::asked::Wanted;
use super::narrowed::{Reader, below, reading};
use super::one::{Parts, whole};
use super::pages::{Asking, wanted};
use super::records::{self, After, Dossier};
use super::{programme, rated, words};
use crate::dossier::register::Offices;
use crate::procedure::catalogue::Catalogue;
use crate::procedure::finder;
use crate::tally::Window;
use crate::web::address::with_query;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Records on one page.
const PAGE: usize = 50;

/// Where a list goes on, as an address says it: `at-id`.
pub(super) fn after(cursor: Option<&str>) -> Option<After> {
    let (at, id) = cursor?.split_once('-')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

pub(super) fn cursor((at, id): After) -> String {
    format!("{at}-{id}")
}

/// The offices whose dossiers a reader may list in a scope: those that they may read reports of.
pub(super) fn listable(asked: &Asked, offices: &Offices, wanted: &Wanted) -> Vec<String> {
    let who = asked.caller.who();
    let mut codes = offices.covered(&scope(who, Action::ReadReports));
    if let Some(code) = &wanted.office {
        let below = below(offices, code).unwrap_or_default();
        codes.retain(|code| below.contains(code));
    }
    codes
}

/// The dossiers of one side that a reader may list.
pub(super) async fn dossiers(
    site: &Site,
    asked: &Asked,
    (measure, part): (Measure, Part),
    wanted: &Wanted,
    (from, limit): (Option<After>, usize),
) -> Result<(Arc<Offices>, Vec<Dossier>, Option<After>), Problem> {
    let (of, asked) = (wanted.clone(), asked.clone());
    let (narrowed, (found, next)) = reading(site, wanted, move |tx, narrowed| {
        let codes = listable(&asked, &narrowed.offices, &of);
        records::dossiers(tx, (measure, part), &codes, narrowed.scope(), from, limit)
    })
    .await?;
    Ok((narrowed.offices, found, next))
}

/// The records of one side.
pub async fn records(
    State(site): State<Site>,
    Path(id): Path<String>,
    asked: Asked,
    query: Asking,
) -> Result<Response<Body>, Problem> {
    let measure = Measure::parse(&id).ok_or(Missing)?;
    let (query, wanted, _) = wanted(&site, query);
    let part = query.part.as_deref().and_then(Part::parse).unwrap_or(Part::Numerator);
    let text = Text::new(asked.language);
    let path = format!("/measures/{id}");
    let parts = Parts { months: false, offices: false, procedures: false };
    let whole = whole(&site, measure, &wanted, parts).await?;
    let figure = whole.figures.get(&measure).copied().unwrap_or_default();
    let told = Told::of(measure, figure, whole.sight(&Reader::of(&asked)));
    let (count, told) = match part {
        Part::Numerator => (figure.numerator, told.numerator),
        Part::Denominator => (figure.denominator, told.denominator),
    };
    let mut page = shown::Records {
        name: words::name(text, measure),
        path: wanted.path(&path, &[]),
        what: words::side(text, measure, part),
        shown: whose(text, &whole.offices, &wanted),
        count: words::count(text, measure, count, told),
        dossiers: measure.of() == Of::Dossiers,
        closed: None,
        records: Vec::new(),
        next: None,
    };
    let catalogue = site.catalogue().await?;
    if measure == Measure::Satisfaction {
        return rated::show(&site, &asked, (&query, &wanted, part), page).await;
    }
    if measure.of() != Of::Dossiers {
        page.records = procedures(&site, (measure, part), &wanted, (text, &catalogue)).await?;
    } else if could(asked.caller.who(), Action::ReadReports).is_err() {
        let here = wanted.path(&format!("{path}/records"), &[("part", part.id())]);
        page.closed = Some(for_officers(text, &asked, &here));
    } else {
        let from = (after(query.cursor.as_deref()), PAGE);
        let (offices, found, next) =
            dossiers(&site, &asked, (measure, part), &wanted, from).await?;
        let line = |one: &Dossier| line(text, one, (&offices, &catalogue));
        page.records = found.iter().map(line).collect();
        page.next = next.map(|next| {
            let more = [("part", part.id()), ("cursor", &*cursor(next))];
            wanted.path(&format!("{path}/records"), &more)
        });
    }
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// What a reader is told of a list that is for officers, and the way to sign in.
pub(super) fn for_officers(text: Text, asked: &Asked, here: &str) -> (String, Option<String>) {
    let is_visitor = asked.caller.account().is_none();
    let sign_in = is_visitor.then(|| with_query("/sign-in", &[("next", here)]));
    (text.measure_records_public(), sign_in)
}

/// The window, and the office that the list is narrowed to.
fn whose(text: Text, offices: &Offices, wanted: &Wanted) -> String {
    let window = words::window(text, wanted.window);
    match &wanted.office {
        Some(code) => format!("{window}, {}", programme::office(text, offices, code)),
        None => window,
    }
}

fn line(text: Text, of: &Dossier, (offices, catalogue): (&Offices, &Catalogue)) -> shown::Record {
    let day =
        |at: Option<domain::LawTime>| at.map(|at| words::day(text, at.date())).unwrap_or_default();
    shown::Record {
        code: of.code.clone(),
        path: format!("/dossiers/{}", of.code),
        name: match catalogue.by_code(&of.procedure) {
            Some(item) => finder::name(text, item),
            None => Said::plain(of.procedure.clone()),
        },
        office: programme::office(text, offices, &of.office),
        begun: day(of.taken_in),
        ended: day(of.ended),
        why: why(text, of),
    }
}

/// What makes a dossier count, in words.
fn why(text: Text, of: &Dossier) -> String {
    let mut parts = Vec::new();
    parts.extend(match of.punctuality.as_deref() {
        Some("early") => Some(text.measure_why_early()),
        Some("on-time") => Some(text.measure_why_on_time()),
        Some("late") => Some(text.measure_why_late()),
        _ => None,
    });
    parts.extend(of.lawful.map(|is| match is {
        true => text.measure_why_lawful(),
        false => text.measure_why_unlawful(),
    }));
    if of.channel == "online" {
        parts.push(text.measure_why_online());
    }
    if let Some(days) = of.days {
        let [law, promised, taken] = days.map(|days| words::signed(text, days));
        parts.push(text.measure_why_days(law, promised, taken));
    }
    parts.join(", ")
}

/// Procedures of one side, by their codes.
async fn procedures(
    site: &Site,
    (measure, part): (Measure, Part),
    wanted: &Wanted,
    (text, catalogue): (Text, &Catalogue),
) -> Result<Vec<shown::Record>, Problem> {
    let (narrowed, ()) = reading(site, wanted, |_, _| Ok(())).await?;
    let record = |(one, _): (&Facts, i64)| shown::Record {
        code: one.code.clone(),
        path: at_day(&one.code, wanted.window),
        name: match catalogue.by_code(&one.code) {
            Some(item) => finder::name(text, item),
            None => Said::plain(one.code.clone()),
        },
        office: String::new(),
        begun: words::day(text, one.from),
        ended: String::new(),
        why: procedure_why(text, measure, one),
    };
    let found = records::procedures(&narrowed.carried(), (measure, part), &narrowed.scope());
    Ok(found.into_iter().map(record).collect())
}

/// A procedure as it stood on the last day of a window.
fn at_day(code: &str, window: Window) -> String {
    with_query(&format!("/procedures/{code}"), &[("at", &window.to.to_string())])
}

fn procedure_why(text: Text, measure: Measure, one: &Facts) -> String {
    match (measure, one.cut, one.published) {
        (Measure::CutShare | Measure::CutMean, Some(cut), _) => {
            let figure = Figure { scale: 10_000, ..Figure::of(cut, 1) };
            text.measure_why_cut(text.percent(figure.percent().unwrap_or_default()))
        }
        (Measure::LevelThree | Measure::LevelThreeOnline, ..) => {
            text.measure_why_level(one.level.to_string())
        }
        (Measure::PublishedInTime, _, Some((day, until))) => {
            text.measure_why_published(words::day(text, day), words::day(text, until))
        }
        _ => words::name(text, measure),
    }
}

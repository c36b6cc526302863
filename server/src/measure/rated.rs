//! Ratings that the figure of satisfaction counts, one by one, for whoever answers for the service.
//! Never of which dossier; and where there are few, only to whoever reads those of the whole
//! province, for who stands next to an applicant recognises them by the procedure and the month.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use domain::access::{Action, could, scope};
use domain::measure::{Measure, Part, is_small};
use domain::tally::Tally;
use page::Text;
use page::measure::rated::{Line, Ratings, score as in_words};
use page::measure::{Chip, Records};
use page::procedure::Said;

use super::asked::{Query, Wanted};
use super::opened;
use super::programme;
use super::records::After;
use crate::commit::Error;
use crate::procedure::finder;
use crate::rating::list::{Rating, Wanted as Listed, ratings};
use crate::tally::{self, Scope};
use crate::web::{Asked, Problem, Site, html};

/// Ratings on one page.
const PAGE: usize = 50;
/// What a cursor is sealed for.
const CURSOR: &str = "measures/satisfaction/records";

/// Where a list goes on, as an address says it: sealed, for the instant and the event of a rating
/// would say who gave it.
pub(super) fn cursor(site: &Site, after: After) -> Result<String, Problem> {
    let secret = site.porter().secret(site.house())?;
    Ok(secret.seal(CURSOR, &opened::cursor(after), site.house().source.chance()))
}

/// What a sealed cursor says; nothing of any other text.
pub(super) fn after(site: &Site, cursor: Option<&str>) -> Result<Option<After>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let secret = site.porter().secret(site.house())?;
    Ok(opened::after(secret.open(CURSOR, cursor).as_deref()))
}

/// The scores that a side counts.
fn scores(part: Part) -> (u8, u8) {
    match part {
        Part::Numerator => (4, 5),
        Part::Denominator => (1, 5),
    }
}

/// What a reader is told of ratings.
pub(super) enum Told {
    /// Them, and where the list goes on.
    Listed(Vec<Rating>, Option<After>),
    /// There are too few of those that this reader may read.
    Few,
}

/// Which ratings of a side are asked for.
pub(super) struct Side {
    /// The lowest and the highest score.
    scores: (u8, u8),
    /// Whether those alone that say something.
    written: bool,
}

impl Side {
    /// As an address asks.
    pub(super) fn of(part: Part, query: &Query) -> Side {
        let one = query.score.filter(|score| (1..=5).contains(score));
        Side {
            scores: one.map_or(scores(part), |score| (score, score)),
            written: query.written.is_some(),
        }
    }
}

/// Ratings of the offices whose reports a reader may read.
pub(super) async fn told(
    site: &Site,
    asked: &Asked,
    wanted: &Wanted,
    side: Side,
    (from, limit): (Option<After>, usize),
) -> Result<Told, Problem> {
    let (at, now, machine) = (site.clone(), site.law_now(), site.house().source.machine());
    let (wanted, asked) = (wanted.clone(), asked.clone());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, now.date(), machine)?;
        let codes = opened::listable(&asked, &offices, &wanted);
        if !scope(asked.caller.who(), Action::ReadReports).everywhere {
            let procedure = wanted.procedure.as_deref();
            let offices = tally::Offices::These(&codes);
            let here = Scope { offices, procedure, window: wanted.window };
            let all = tally::sums(tx, &Tally::RATED, here)?.all(&Tally::RATED);
            if is_small(all) {
                return Ok(Told::Few);
            }
        }
        let listed = Listed {
            window: wanted.window,
            procedure: wanted.procedure.unwrap_or_default(),
            scores: side.scores,
            written: side.written,
        };
        let (found, next) = ratings(tx, &codes, &listed, from, limit)?;
        Ok::<_, Error>(Told::Listed(found, next))
    });
    Ok(read.await?)
}

/// The page: what the records' page of every measure says, and the ratings.
pub(super) async fn show(
    site: &Site,
    asked: &Asked,
    (query, wanted, part): (&Query, &Wanted, Part),
    records: Records,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let mut page = Ratings {
        name: records.name,
        path: records.path,
        what: records.what,
        shown: records.shown,
        count: records.count,
        closed: None,
        chips: chips(text, query, wanted, part),
        lines: Vec::new(),
        next: None,
    };
    if could(asked.caller.who(), Action::ReadReports).is_err() {
        page.closed = Some(opened::for_officers(text, asked, &address(query, wanted, part, &[])));
        return Ok(html(site, asked, StatusCode::OK, &page));
    }
    let from = (after(site, query.cursor.as_deref())?, PAGE);
    match told(site, asked, wanted, Side::of(part, query), from).await? {
        Told::Few => page.closed = Some((text.measure_rated_few(), None)),
        Told::Listed(found, next) => {
            page.lines = lines(site, text, &found).await?;
            let next = next.map(|next| cursor(site, next)).transpose()?;
            page.next = next.map(|next| address(query, wanted, part, &[("cursor", &next)]));
        }
    }
    Ok(html(site, asked, StatusCode::OK, &page))
}

async fn lines(site: &Site, text: Text, found: &[Rating]) -> Result<Vec<Line>, Problem> {
    let (at, now, machine) = (site.clone(), site.law_now(), site.house().source.machine());
    let read = move |tx: &mut db::Tx<'_>| at.register().offices(tx, now.date(), machine);
    let offices = site.house().db.read(read).await?;
    let catalogue = site.catalogue().await?;
    let line = |one: &Rating| Line {
        month: month(one),
        score: one.score,
        name: match catalogue.by_code(&one.procedure) {
            Some(item) => finder::name(text, item),
            None => Said::plain(one.procedure.clone()),
        },
        office: programme::office(text, &offices, &one.office),
        text: one.text.clone(),
    };
    Ok(found.iter().map(line).collect())
}

/// The month in which it was given, `12/2019`: a day would say who.
pub(super) fn month(of: &Rating) -> String {
    let day = of.at.date();
    format!("{}/{}", day.month(), day.year())
}

fn address(query: &Query, wanted: &Wanted, part: Part, more: &[(&str, &str)]) -> String {
    let score = query.score.map(|score| score.to_string());
    let mut all = vec![("part", part.id())];
    all.extend(score.as_deref().map(|score| ("score", score)));
    all.extend(query.written.as_deref().map(|it| ("written", it)));
    all.extend(more);
    wanted.path(&format!("/measures/{}/records", Measure::Satisfaction.id()), &all)
}

/// Every score, and those that say something.
fn chips(text: Text, query: &Query, wanted: &Wanted, part: Part) -> Vec<Chip> {
    let side = Side::of(part, query);
    let with = |score: Option<u8>, written: bool| {
        let written = written.then(|| "1".to_owned());
        let one = Query { score, written, ..Query::default() };
        address(&one, wanted, Part::Denominator, &[])
    };
    let chip = |name: String, scores: (u8, u8), score: Option<u8>| Chip {
        path: with(score, side.written),
        name,
        chosen: side.scores == scores,
    };
    let mut chips = vec![chip(text.measure_rated_all(), (1, 5), None)];
    chips.extend((1..=5).rev().map(|one| chip(in_words(text, one), (one, one), Some(one))));
    let only = query.score.filter(|score| (1..=5).contains(score));
    chips.push(Chip {
        path: with(only, !side.written),
        name: text.measure_rated_written(),
        chosen: side.written,
    });
    chips
}

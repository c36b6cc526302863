//! The register of an office for a period (sổ theo dõi hồ sơ), read in short pages.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::Response;
use db::{Row, Rows, Tx};
use domain::access::{Purpose, Thing};
use domain::calendar::{OfficialForm, RuleSet};
use domain::dossier::{Dossier, Personal, Phase, ReturnBy};
use domain::procedure::description::Description;
use domain::{LawTime, State as AnyState};
use jiff::civil::Date;
use page::{Language, Text};
use pdf::{Entry, Form, Register, Title};
use serde::Deserialize;

use super::{joined, letterhead};
use crate::commit::Error;
use crate::dossier::pages::scene::Scene;
use crate::dossier::store;
use crate::procedure::view::said;
use crate::web::gate::{Gate, Read};
use crate::web::{Missing, Problem, Site};

/// The longest period of one print, in days.
const DAYS_MAX: i32 = 31;
/// The most dossiers of one print.
pub const ROWS_MAX: usize = 3_000;
/// Dossiers of one read.
const PAGE: i64 = 200;

/// An office and a period.
#[derive(Clone, Debug, Deserialize)]
pub struct Period {
    /// The office, by its code.
    pub office: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// The register as PDF, for whoever works at the office or leads it. Reading it is recorded.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    period: Result<Query<Period>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(period) = period?;
    let scene = Scene::spoken(&site, Language::Vietnamese, Vec::new(), Vec::new()).await?;
    scene.offices.get(&period.office).ok_or(Missing)?;
    // The register is a desk's own: it lies where the desk's queue lies.
    let place = scene.offices.path(&period.office);
    let thing = Thing { queue: Some(period.office.clone()), ..Thing::at(place) };
    let granted = gate.may_do(gate.action(), &thing, Some(Purpose::Handling))?;
    let form = form(&site, &scene, &period).await?;
    let rows = u32::try_from(form.rows.len()).unwrap_or(u32::MAX);
    let query = format!("{} {}..{}", period.office, period.from, period.to);
    let read = Read { rows: Some(rows), query: Some(&query), ..Read::default() };
    let office = gate.actor(&granted).office;
    let seat = gate.caller().who().seats.iter().find(|seat| seat.office == office);
    gate.note(seat.ok_or(Missing)?, Purpose::Handling, read).await?;
    let name = format!("register-{}-{}-{}", period.office, period.from, period.to);
    site.press().answer(Form::Register(form), &name).await
}

/// The register of a period as a form.
pub async fn of(site: &Site, period: &Period) -> Result<Register, Problem> {
    let scene = Scene::spoken(site, Language::Vietnamese, Vec::new(), Vec::new()).await?;
    form(site, &scene, period).await
}

async fn form(site: &Site, scene: &Scene, period: &Period) -> Result<Register, Problem> {
    let days = period.from.until(period.to).map_or(i32::MAX, |span| span.get_days());
    if !(0..DAYS_MAX).contains(&days) {
        return Err(too_much());
    }
    let rules = RuleSet::in_force(&site.province().terms.rules, period.to);
    let title = rules.and_then(|rules| Title::of(rules, OfficialForm::Register)).ok_or(Missing)?;
    let mut books = vec![period.from.year(), period.to.year()];
    books.dedup();
    let books: Vec<String> = books.into_iter().map(|year| format!("01/{year}")).collect();
    Ok(Register {
        title,
        letterhead: letterhead(scene, &period.office, period.to),
        book: books.join(", "),
        from: period.from,
        to: period.to,
        rows: rows(site, scene, period).await?,
    })
}

fn too_much() -> Problem {
    let say = |language| Text::new(language).paper_register_span(DAYS_MAX, ROWS_MAX);
    let [vietnamese, english] = Language::ALL.map(say);
    Problem::new("register-span", 422, &vietnamese, &english)
}

async fn rows(site: &Site, scene: &Scene, period: &Period) -> Result<Vec<Entry>, Problem> {
    let end = period.to.tomorrow().map_or(LawTime(i64::MAX), LawTime::start_of);
    let mut after = (LawTime::start_of(period.from).0 - 1, i64::MAX);
    let mut entries = Vec::new();
    loop {
        let (office, at) = (period.office.clone(), site.clone());
        let read = site.house().db.read(move |tx| page(tx, &at, &office, end, after));
        let found = read.await?;
        let Some(last) = found.last() else { return Ok(entries) };
        after = (last.received, last.id);
        entries.extend(found.iter().filter_map(|taken| entry(scene, taken)));
        if entries.len() > ROWS_MAX {
            return Err(too_much());
        }
    }
}

/// A dossier that was taken in.
struct Taken {
    received: i64,
    id: i64,
    dossier: Dossier,
    personal: Option<Personal>,
    content: Option<Arc<Description>>,
    forwarded: Option<Date>,
    returned: Option<Date>,
}

fn page(
    tx: &mut Tx<'_>,
    site: &Site,
    office: &str,
    end: LawTime,
    (received, id): (i64, i64),
) -> Result<Vec<Taken>, Error> {
    let values = [office.into(), end.0.into(), received.into(), id.into(), PAGE.into()];
    let mut streams = Rows::default();
    let mut found = Vec::new();
    for row in tx.rows(&store::TAKEN_IN, &values)? {
        streams.push(vec![row.text(2)?.into()]);
        let stream = row.text(2)?.to_owned();
        let mut taken = Taken::read(&row)?;
        let filing = &taken.dossier.filing;
        taken.content = site.register().content(tx, &filing.procedure, filing.revision)?;
        found.push((stream, taken));
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let (mut forwarded, mut returned) = (HashMap::new(), HashMap::new());
    for row in tx.each(&store::WHEN, &streams)? {
        let (stream, day) = (row.text(0)?.to_owned(), LawTime(row.int(2)?).date());
        match row.text(1)? {
            "dossier-forwarded" => drop(forwarded.entry(stream).or_insert(day)),
            _ => drop(returned.insert(stream, day)),
        }
    }
    let dated = found.into_iter().map(|(stream, taken)| Taken {
        forwarded: forwarded.get(&stream).copied(),
        returned: returned.get(&stream).copied(),
        ..taken
    });
    Ok(dated.collect())
}

impl Taken {
    fn read(row: &Row) -> Result<Taken, Error> {
        let damaged = |source| Error::Damaged(format!("a dossier: {source}"));
        let state: AnyState = serde_json::from_str(row.text(3)?).map_err(damaged)?;
        let AnyState::Dossier(dossier) = state.open() else {
            return Err(Error::Damaged("a dossier is something else".to_owned()));
        };
        Ok(Taken {
            received: row.int(0)?,
            id: row.int(1)?,
            dossier: (**dossier).clone(),
            personal: row.maybe_text(4)?.map(serde_json::from_str).transpose().map_err(damaged)?,
            content: None,
            forwarded: None,
            returned: None,
        })
    }
}

fn entry(scene: &Scene, taken: &Taken) -> Option<Entry> {
    let (dossier, text) = (&taken.dossier, scene.text);
    let filing = &dossier.filing;
    let reception = dossier.reception.as_ref()?;
    let applicant = taken.personal.as_ref().map(|it| &it.applicant);
    let agency = filing.steps.last().map_or(&filing.office, |step| &step.office);
    let released = dossier.result.as_ref().and_then(|it| it.released);
    let content = taken.content.as_ref();
    Some(Entry {
        // What was taken over stands in the book of the system that received it.
        number: u32::try_from(reception.number?).unwrap_or(u32::MAX),
        code: filing.code.clone(),
        procedure: content.map_or_else(|| filing.procedure.clone(), |it| said(text, &it.name).text),
        sets: filing.sets.into(),
        applicant: applicant.map_or_else(|| text.paper_erased(), |it| it.name.clone()),
        address: applicant
            .map(|it| {
                let phone = it.phone.clone().unwrap_or_default();
                joined([it.address.text.clone(), phone], "; ")
            })
            .unwrap_or_default(),
        agency: scene.office(agency),
        received: reception.at.date(),
        due: dossier.deadline?.original.date(),
        forwarded: taken.forwarded,
        decided: released.map(LawTime::date),
        returned: taken.returned,
        channel: match filing.return_by {
            ReturnBy::Counter => text.paper_return_counter(),
            ReturnBy::Post => text.paper_return_post(),
            ReturnBy::Online => text.paper_return_online(),
        },
        signed: String::new(),
        note: match dossier.phase {
            Phase::Withdrawn => text.paper_withdrawn_note(),
            Phase::Stopped => text.paper_stopped_note(),
            _ => String::new(),
        },
    })
}

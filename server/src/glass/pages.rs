//! The pages of broken glasses.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use db::Tx;
use domain::access::Thing;
use domain::calendar::Calendar;
use domain::reading::{self, Emergency};
use domain::{Command, LawTime, Refusal, StreamId};
use jiff::civil::Date;
use page::Text;
use page::glass::{Entry, List, New, Notices, One};
use page::person::Choice;
use serde::Deserialize;

use super::{Broken, notices, review_by, unjudged_of};
use crate::account::own::office_name;
use crate::commit::{Error, Request};
use crate::office::read::{self, Names};
use crate::person::{self, Record};
use crate::reading::words::{action_of, emergency_name, verdict_name, verdict_of, when};
use crate::reading::{search, store};
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Glasses on the list.
const LIST_MAX: i64 = 200;
/// Judged glasses on the list.
const JUDGED_MAX: i64 = 50;
/// Readings under one glass that are shown.
const READINGS_MAX: i64 = 100;

/// The record before which the glass is to be broken.
#[derive(Deserialize)]
pub struct SubjectQuery {
    #[serde(default)]
    subject: String,
}

async fn subject(site: &Site, id: &str) -> Result<Record, Problem> {
    let account = person::account(id).ok_or(Missing)?;
    let read = site.house().db.read(move |tx| Record::find(tx, &account));
    Ok(read.await?.ok_or(Missing)?)
}

/// The page that breaks a glass.
pub async fn new(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    query: Result<Query<SubjectQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let record = subject(&site, &query.subject).await?;
    gate.may(&record.thing())?;
    let page = blank(Text::new(asked.language), &query.subject);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn blank(text: Text, id: &str) -> New {
    let reason = |it: Emergency| Choice::new(it.id(), emergency_name(text, it));
    New { id: id.to_owned(), reasons: Emergency::ALL.map(reason).into(), ..New::default() }
}

/// Why a glass is broken.
#[derive(Deserialize)]
pub struct NewForm {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
}

/// Breaks a glass and leads to the record.
pub async fn create(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<SubjectQuery>,
    Sent { form, key }: Sent<NewForm>,
) -> Result<Response<Body>, Problem> {
    let text = Text::new(asked.language);
    let record = subject(&site, &query.subject).await?;
    let granted = gate.may(&record.thing())?;
    let wrong = |field, error| {
        let chosen = |it: Choice| Choice { chosen: it.id == form.reason, ..it };
        let page = blank(text, &query.subject);
        let reasons = page.reasons.into_iter().map(chosen).collect();
        let (words, error) = (form.words.clone(), Some((field, error)));
        let page = New { id: page.id, reasons, words, error };
        html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    let Some(emergency) = Emergency::parse(&form.reason) else {
        return Ok(wrong("reason", text.glass_reason_missed()));
    };
    let breaker = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let unjudged = site.house().db.read(move |tx| unjudged_of(tx, &breaker)).await?;
    let calendar = Calendar::new(&site.province().terms.calendar);
    let command = Command::Reading(reading::Command::Break {
        subject: record.account.clone(),
        emergency,
        words: form.words.clone(),
        review_by: review_by(&calendar, site.law_now().date()),
        unjudged,
    });
    let request = Request { actor: gate.actor(&granted), command, key };
    match site.door().commit(request).await {
        Ok(_) => {
            let path = format!("/persons/{}", query.subject);
            Ok(Redirect::to(&path).into_response())
        }
        Err(Error::Refused(Refusal::BadLength { .. })) => {
            Ok(wrong("words", text.glass_words_missed()))
        }
        Err(Error::Refused(Refusal::GlassUnjudged(_))) => {
            Ok(wrong("reason", text.glass_unjudged()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Glasses with the names of those who broke them.
struct Shown<'a> {
    text: Text,
    names: &'a Named,
    now: LawTime,
}

/// Names of those who broke glasses, and of the offices for which they did.
struct Named {
    people: HashMap<StreamId, (String, bool)>,
    offices: Names,
}

impl Named {
    fn of<'a>(
        tx: &mut Tx<'_>,
        broken: impl Iterator<Item = &'a Broken> + Clone,
        day: Date,
    ) -> Result<Named, Error> {
        let people = search::names(tx, broken.clone().map(|it| &it.breaker))?;
        let offices = read::names(tx, broken.map(|it| it.office.as_str()), day)?;
        Ok(Named { people, offices })
    }
}

impl Shown<'_> {
    fn entry(&self, broken: &Broken, path: Option<String>) -> Entry {
        let name = self.names.people.get(&broken.breaker).map(|(name, _)| name.clone());
        Entry {
            path,
            at: when(broken.at),
            breaker: name.unwrap_or_else(|| person::key(&broken.breaker)),
            office: office_name(&self.names.offices, &broken.office, self.text.language),
            reason: broken.emergency.map(|it| emergency_name(self.text, it)).unwrap_or_default(),
            review_by: crate::procedure::view::day(broken.review_by),
            late: broken.is_late(self.now.date()),
            verdict: broken.verdict.map(|it| verdict_name(self.text, it)),
            fresh: false,
        }
    }
}

/// Glasses to be judged, by the nearest day.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    gate.may(&Thing::nothing())?;
    let now = site.law_now();
    let read = site.house().db.read(move |tx| {
        let open = Broken::all(&tx.rows(&store::UNJUDGED, &[LIST_MAX.into()])?)?;
        let judged = Broken::all(&tx.rows(&store::JUDGED, &[JUDGED_MAX.into()])?)?;
        let names = Named::of(tx, open.iter().chain(&judged), now.date())?;
        Ok::<_, Error>((open, judged, names))
    });
    let (open, judged, names) = read.await?;
    let shown = Shown { text: Text::new(asked.language), names: &names, now };
    let entry = |it: &Broken| {
        // Whoever broke it does not judge it, and is not led there.
        let own = gate.caller().account() == Some(&it.breaker);
        shown.entry(it, (!own).then(|| format!("/glass/{}", it.key())))
    };
    let page =
        List { open: open.iter().map(entry).collect(), judged: judged.iter().map(entry).collect() };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// A glass with its reason, what was read under it, and the name of whoever broke it.
struct Whole {
    broken: Broken,
    words: Option<String>,
    readings: Vec<(LawTime, String)>,
    names: Named,
}

async fn whole(site: &Site, id: &str) -> Result<Whole, Problem> {
    let stream = person::stream(id, "glass").ok_or(Missing)?;
    let today = site.law_now().date();
    let read = site.house().db.read(move |tx| {
        let Some(row) = tx.row(&store::GLASS, &[stream.as_str().into()])? else { return Ok(None) };
        let (broken, words) = (Broken::read(&row)?, row.maybe_text(10)?.map(str::to_owned));
        let values = [
            broken.subject.as_str().into(),
            broken.breaker.as_str().into(),
            broken.at.0.into(),
            broken.until.0.into(),
            READINGS_MAX.into(),
        ];
        let mut readings = Vec::new();
        for row in tx.rows(&store::READ_IN, &values)? {
            readings.push((LawTime(row.int(0)?), row.text(1)?.to_owned()));
        }
        let names = Named::of(tx, std::iter::once(&broken), today)?;
        Ok::<_, Error>(Some(Whole { broken, words, readings, names }))
    });
    Ok(read.await?.ok_or(Missing)?)
}

fn page_of(site: &Site, asked: &Asked, id: &str, whole: &Whole) -> One {
    let text = Text::new(asked.language);
    let shown = Shown { text, names: &whole.names, now: site.law_now() };
    let line = |(at, action): &(LawTime, String)| (when(*at), action_of(text, action));
    One {
        id: id.to_owned(),
        entry: shown.entry(&whole.broken, None),
        words: whole.words.clone(),
        until: when(whole.broken.until),
        readings: whole.readings.iter().map(line).collect(),
        missed: false,
    }
}

/// One glass, for whoever judges it.
pub async fn one(
    State(site): State<Site>,
    Path(id): Path<String>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let whole = whole(&site, &id).await?;
    gate.may(&whole.broken.thing())?;
    Ok(html(&site, &asked, StatusCode::OK, &page_of(&site, &asked, &id, &whole)))
}

/// What was found of a glass.
#[derive(Deserialize)]
pub struct VerdictForm {
    #[serde(default)]
    verdict: String,
}

/// Records what was found.
pub async fn judge(
    State(site): State<Site>,
    Path(id): Path<String>,
    gate: Gate,
    asked: Asked,
    Sent { form, key }: Sent<VerdictForm>,
) -> Result<Response<Body>, Problem> {
    let whole = whole(&site, &id).await?;
    let granted = gate.may(&whole.broken.thing())?;
    let Some(verdict) = verdict_of(&form.verdict) else {
        let page = One { missed: true, ..page_of(&site, &asked, &id, &whole) };
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let glass = whole.broken.stream;
    let command = Command::Reading(reading::Command::Review { glass, verdict });
    site.door().commit(Request { actor: gate.actor(&granted), command, key }).await?;
    Ok(Redirect::to("/glass").into_response())
}

/// Notices of the caller.
pub async fn notices(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let (caller, now) = (gate.caller().clone(), site.law_now());
    let read = site.house().db.read(move |tx| {
        let (told, seen) = notices::list(tx, caller.who(), now)?;
        let names = Named::of(tx, told.iter(), now.date())?;
        Ok::<_, Error>((told, seen, names))
    });
    let (told, seen, names) = read.await?;
    let shown = Shown { text: Text::new(asked.language), names: &names, now };
    let judges = person::gives(gate.caller().who(), domain::access::Action::ReviewGlass);
    let entry = |it: &Broken| {
        let path = judges.then(|| format!("/glass/{}", it.key()));
        Entry { fresh: it.id > seen, ..shown.entry(it, path) }
    };
    let page = Notices { entries: told.iter().map(entry).collect() };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Nothing but what every form carries.
#[derive(Deserialize)]
pub struct SeenForm {}

/// Notes that the caller has seen their notices.
pub async fn seen(
    State(site): State<Site>,
    gate: Gate,
    Sent { .. }: Sent<SeenForm>,
) -> Result<Response<Body>, Problem> {
    let (caller, now) = (gate.caller().clone(), site.law_now());
    let last = site.house().db.read(move |tx| {
        let (told, _) = notices::list(tx, caller.who(), now)?;
        Ok::<_, Error>(told.first().map(|it| it.id))
    });
    if let (Some(last), Some(account)) = (last.await?, gate.caller().account().cloned()) {
        site.door().work(move |tx| notices::see(tx, &account, last)).await?;
    }
    Ok(Redirect::to("/notices").into_response())
}

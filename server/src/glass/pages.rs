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

use super::{Broken, codes, dossiers_of, notices, review_by, told_of, unjudged_of};
use crate::account::own::office_name;
use crate::commit::{Error, Request};
use crate::dossier::act;
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

/// The record before which a glass stands: a person's, or a dossier.
struct Subject {
    stream: StreamId,
    thing: Thing,
    /// Its page.
    path: String,
    /// Open dossiers of the person.
    dossiers: Vec<StreamId>,
}

async fn subject(site: &Site, id: &str) -> Result<Subject, Problem> {
    let Some(account) = person::account(id) else {
        let known = act::find(site, id).await?;
        let thing = act::thing(site, &known).await?;
        let path = format!("/dossiers/{id}");
        return Ok(Subject { stream: known.stream, thing, path, dossiers: Vec::new() });
    };
    let read = site.house().db.read(move |tx| {
        let Some(record) = Record::find(tx, &account)? else { return Ok(None) };
        let dossiers = dossiers_of(tx, &account)?;
        Ok::<_, Error>(Some((record, dossiers)))
    });
    let (record, dossiers) = read.await?.ok_or(Missing)?;
    let (thing, path) = (record.thing(), format!("/persons/{id}"));
    Ok(Subject { stream: record.account, thing, path, dossiers })
}

/// The page that breaks a glass.
pub async fn new(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    query: Result<Query<SubjectQuery>, QueryRejection>,
) -> Result<Response<Body>, Problem> {
    let Query(query) = query?;
    let subject = subject(&site, &query.subject).await?;
    gate.may(&subject.thing)?;
    let page = blank(Text::new(asked.language), &query.subject, &subject);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn blank(text: Text, id: &str, subject: &Subject) -> New {
    let reason = |it: Emergency| Choice::new(it.id(), emergency_name(text, it));
    let reasons = Emergency::ALL.map(reason).into();
    New { id: id.to_owned(), back: subject.path.clone(), reasons, ..New::default() }
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
    let subject = subject(&site, &query.subject).await?;
    let granted = gate.may(&subject.thing)?;
    let wrong = |field, error| {
        let chosen = |it: Choice| Choice { chosen: it.id == form.reason, ..it };
        let mut page = blank(text, &query.subject, &subject);
        page.reasons = page.reasons.into_iter().map(chosen).collect();
        (page.words, page.error) = (form.words.clone(), Some((field, error)));
        html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    let Some(emergency) = Emergency::parse(&form.reason) else {
        return Ok(wrong("reason", text.glass_reason_missed()));
    };
    let breaker = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let unjudged = site.house().db.read(move |tx| unjudged_of(tx, &breaker)).await?;
    let calendar = Calendar::new(&site.province().terms.calendar);
    let command = Command::Reading(reading::Command::Break {
        subject: subject.stream.clone(),
        emergency,
        words: form.words.clone(),
        review_by: review_by(&calendar, site.law_now().date()),
        unjudged,
        dossiers: subject.dossiers.clone(),
    });
    let request = Request { actor: gate.actor(&granted), command, key };
    match site.door().commit(request).await {
        Ok(_) => Ok(Redirect::to(&subject.path).into_response()),
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

/// Names of those who broke glasses, of the offices for which they did, and of the dossiers.
struct Named {
    people: HashMap<StreamId, (String, bool)>,
    offices: Names,
    codes: HashMap<StreamId, String>,
}

impl Named {
    fn of<'a>(
        tx: &mut Tx<'_>,
        broken: impl Iterator<Item = &'a Broken> + Clone,
        day: Date,
    ) -> Result<Named, Error> {
        let people = search::names(tx, broken.clone().map(|it| &it.breaker))?;
        let offices = read::names(tx, broken.clone().map(|it| it.office.as_str()), day)?;
        Ok(Named { people, offices, codes: codes(tx, broken)? })
    }
}

impl Shown<'_> {
    fn entry(&self, broken: &Broken, path: Option<String>) -> Entry {
        let name = self.names.people.get(&broken.breaker).map(|(name, _)| name.clone());
        Entry {
            path,
            at: when(broken.at),
            dossier: self.names.codes.get(&broken.subject).cloned(),
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

/// A glass with its reason, what was read under it, the name of whoever broke it, and who was told.
struct Whole {
    broken: Broken,
    words: Option<String>,
    readings: Vec<(LawTime, String)>,
    names: Named,
    told: Vec<String>,
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
        let told = told_of(tx, &broken)?;
        let known = search::names(tx, &told)?;
        let name = |it: &StreamId| known.get(it).map_or_else(|| person::key(it), |it| it.0.clone());
        let told = told.iter().map(name).collect();
        Ok::<_, Error>(Some(Whole { broken, words, readings, names, told }))
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
        told: whole.told.clone(),
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

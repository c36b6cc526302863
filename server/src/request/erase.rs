//! The decision on an erasure: by a second person, under the rules of retention and legal holds.

use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Duty, Stage, Thing};
use domain::account::{self, Account, Act, Retention};
use domain::{Command, StreamId};
use jiff::ToSpan;
use jiff::civil::Date;
use page::own::Wrong;
use page::request::{Dossiers, Erase, Ground};
use serde::Deserialize;

use super::desk::{GROUND_LENGTH_MAX, awaits_erasure, back, find, sentence};
use super::own::fits;
use super::read::{Whole, shown};
use crate::account::erase::{Records, follow, gather};
use crate::account::own::kept::in_language;
use crate::account::{session, store};
use crate::commit::{Error, IdempotencyKey};
use crate::web::sent::Sent;
use crate::web::turn::Turn;
use crate::web::{Missing, Problem, Site};

/// What is decided on.
struct Subject {
    whole: Whole,
    state: Account,
    records: Records,
}

impl Subject {
    fn account(&self) -> &StreamId {
        &self.whole.line.account
    }

    /// What rights look at: whoever handled the request, and the person, decide nothing here.
    fn thing(&self) -> Thing {
        let handled = self.whole.handled_by.iter().map(|by| (Duty::Requested, by.clone()));
        let concerned = (Duty::Concerned, self.account().clone());
        Thing {
            stream: Some(self.account().clone()),
            owners: vec![self.account().clone()],
            stage: Some(Stage::Ended),
            done: handled.chain([concerned]).collect(),
            ..Thing::default()
        }
    }
}

/// The person that a request for erasure is about.
async fn subject(site: &Site, id: &str) -> Result<Subject, Problem> {
    let whole = find(site, id).await?;
    if !awaits_erasure(&whole) {
        return Err(Missing.into());
    }
    let (account, today) = (whole.line.account.clone(), site.law_now().date());
    let days = dossier_days(site);
    let read = site.house().db.read(move |tx| {
        let row = tx.row(&store::STATE, &[account.as_str().into()])?;
        let Some(state) = row.map(|row| session::read_state(row.text(0)?)).transpose()? else {
            return Ok::<_, Error>(None);
        };
        let Some(state) = state else { return Ok(None) };
        Ok(Some((state, gather(tx, &account, today, days)?)))
    });
    let (state, records) = read.await?.ok_or(Missing)?;
    Ok(Subject { whole, state, records })
}

/// How long dossiers are kept after they were over, in days; `None` where they are kept for good.
fn dossier_days(site: &Site) -> Option<i32> {
    site.province().terms.keeping.dossiers.as_ref().map(|it| it.kept_days.into())
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Told {
    done: Option<String>,
}

/// The page of the decision.
pub async fn show(
    turn: Turn,
    Path(id): Path<String>,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let subject = subject(&turn.site, &id).await?;
    let text = turn.text();
    let done = told.done.as_deref().and_then(|done| sentence(text, done));
    let page = Erase { done, ..page_of(&turn, &subject, &id) };
    Ok(turn.page(&page))
}

fn page_of(turn: &Turn, subject: &Subject, id: &str) -> Erase {
    let today = turn.today();
    let ground = |it: &Retention| {
        let from = free_from(it, &subject.state);
        Ground {
            id: it.ground.clone(),
            name: in_language(&it.name, turn.asked.language),
            kept_days: it.kept_days.into(),
            from: (from > today).then(|| shown(from)),
            source: it.source.clone(),
            sample: it.sample,
        }
    };
    let records = &subject.records;
    let may = turn.gate.may_do(Action::ErasePerson, &subject.thing(), None);
    Erase {
        id: id.to_owned(),
        grounds: turn.site.province().terms.keeping.of(subject.state.kind).map(ground).collect(),
        holds: subject.state.holds.clone(),
        records: (records.streams.len() - records.dossiers) as u64,
        dossiers: dossiers(turn, records),
        questions: (records.days.len() + records.today.len()) as u64,
        may_erase: may.is_ok(),
        done: None,
        wrong: Vec::new(),
    }
}

fn dossiers(turn: &Turn, records: &Records) -> Dossiers {
    let last = records.kept.iter().map(|(_, until)| *until).max();
    let keeping = turn.site.province().terms.keeping.dossiers.clone();
    Dossiers {
        now: records.dossiers as u64,
        open: records.open.len() as u64,
        kept: records.kept.len() as u64,
        until: last.flatten().map(shown),
        source: keeping.as_ref().map(|it| it.source.clone()),
        sample: keeping.is_some_and(|it| it.sample),
    }
}

/// The first day on which an account may be erased on a ground.
fn free_from(retention: &Retention, state: &Account) -> Date {
    state.last.date().saturating_add(i32::from(retention.kept_days).days())
}

/// The decision.
#[derive(Debug, Deserialize)]
pub struct Decided {
    #[serde(default)]
    ground: String,
    #[serde(default)]
    sure: Option<String>,
}

/// Erases the account and everything that speaks of its person.
pub async fn decide(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Decided>,
) -> Result<Response<Body>, Problem> {
    let subject = subject(&turn.site, &id).await?;
    let granted = turn.gate.may(&subject.thing())?;
    let text = turn.text();
    let mut grounds = turn.site.province().terms.keeping.of(subject.state.kind);
    let ground = grounds.find(|it| it.ground == sent.form.ground).cloned().ok_or(Missing)?;
    if sent.form.sure.as_deref() != Some("yes") {
        let wrong = vec![Wrong { target: "sure", text: text.erase_sure_needed() }];
        let page = Erase { wrong, ..page_of(&turn, &subject, &id) };
        return Ok(turn.again(&page));
    }
    let (account, records) = (subject.account().clone(), subject.records);
    let at = (turn.site.law_now(), turn.site.house().source.machine());
    let (now, followed) = (records.now(), account.clone());
    if records.open.is_empty() {
        turn.site.door().work(move |tx| follow(tx, &followed, &records, at)).await?;
    }
    let act = Act::Forget {
        ground: ground.ground,
        kept_days: ground.kept_days.into(),
        dossier_days: dossier_days(&turn.site),
        records: now,
    };
    let command = Command::Account(account::Command::On { account, act });
    turn.tell(&granted, command, sent.key).await?.map_err(Error::Refused)?;
    Ok(back(&id, "erased"))
}

/// A ground for which the law forbids the erasure.
#[derive(Debug, Deserialize)]
pub struct Held {
    #[serde(default)]
    hold: String,
}

/// Holds the data: it may not be erased for now.
pub async fn hold(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Held>,
) -> Result<Response<Body>, Problem> {
    let subject = subject(&turn.site, &id).await?;
    if !fits(&sent.form.hold, GROUND_LENGTH_MAX) {
        let sentence = turn.text().erase_hold_write(GROUND_LENGTH_MAX);
        let wrong = vec![Wrong { target: "hold", text: sentence }];
        let page = Erase { wrong, ..page_of(&turn, &subject, &id) };
        return Ok(turn.again(&page));
    }
    let act = Act::Hold(sent.form.hold.trim().to_owned());
    // Whoever handles the request may hold the data: that keeps it, and takes nothing away.
    let thing =
        Thing { done: vec![(Duty::Concerned, subject.account().clone())], ..subject.thing() };
    tell(&turn, &subject, &thing, act, sent.key).await?;
    Ok(stay(&id, "held"))
}

/// Lifts a hold: the second person's alone, as the erasure that may follow.
pub async fn release(
    turn: Turn,
    Path(id): Path<String>,
    sent: Sent<Held>,
) -> Result<Response<Body>, Problem> {
    let subject = subject(&turn.site, &id).await?;
    let act = Act::Release(sent.form.hold);
    tell(&turn, &subject, &subject.thing(), act, sent.key).await?;
    Ok(stay(&id, "released"))
}

async fn tell(
    turn: &Turn,
    subject: &Subject,
    thing: &Thing,
    act: Act,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    let granted = turn.gate.may(thing)?;
    let account = subject.account().clone();
    let command = Command::Account(account::Command::On { account, act });
    turn.tell(&granted, command, key).await?.map_err(Error::Refused)?;
    Ok(())
}

/// Leads back to the decision, which tells what was done.
fn stay(id: &str, done: &str) -> Response<Body> {
    Redirect::to(&format!("/requests/{id}/erase?done={done}")).into_response()
}

//! A dossier before whoever it belongs to, signed in or with its slip in hand.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use domain::calendar::OfficialForm;
use domain::dossier::{Dossier, Event, Lack, Phase, ReturnBy, What};
use domain::event::Header;
use domain::procedure::description::Channel;
use page::dossier::{Apology, Ended, Link, Mine, MyList, MyRow, Result as Outcome, Todo};
use serde::Deserialize;

use super::super::list::{Asked as ListAsked, Line, Which};
use super::super::paper::Paper;
use super::super::read::{self, Known};
use super::super::{act, history, lists, words};
use super::one;
use super::scene::Scene;
use crate::apply;
use crate::commit::Error;
use crate::notice::shown as notice;
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Dossiers on one page.
const PAGE: i64 = 30;

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    after: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    done: String,
}

/// One's own dossiers, the newest first.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(at): Query<Where>,
) -> Result<Response<Body>, Problem> {
    let wanted = ListAsked {
        which: Which::Own,
        after: at.after.parse().ok().map(|id| (0, id)),
        limit: PAGE,
        ..ListAsked::default()
    };
    let (lines, more) = lists::page(&site, &gate, &wanted).await?;
    let scene = Scene::of(&site, &asked, Vec::new(), Vec::new()).await?;
    let page = MyList {
        rows: rows(&site, &scene, &lines).await?,
        next: lines.last().filter(|_| more).map(|last| format!("/my/dossiers?after={}", last.id)),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Lines of one's own dossiers, with what waits for their owner.
pub async fn rows(site: &Site, scene: &Scene, lines: &[Line]) -> Result<Vec<MyRow>, Problem> {
    let catalogue = site.catalogue().await?;
    let open = opened(site, lines).await?;
    let rows = lines.iter().map(|line| {
        let row = super::work::row(scene, &catalogue, line);
        MyRow {
            code: line.code.clone(),
            procedure: row.procedure,
            state: row.state,
            left: row.left,
            due: row.due,
            todo: waits(scene, line.phase).filter(|_| !open.contains(&line.code)),
        }
    });
    Ok(rows.collect())
}

/// Those of them whose result their owner can open on the network: nothing is to be collected.
async fn opened(site: &Site, lines: &[Line]) -> Result<BTreeSet<String>, Problem> {
    let finished = lines.iter().filter(|line| line.phase == Phase::Finished);
    let codes: Vec<String> = finished.map(|line| line.code.clone()).collect();
    if codes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let read = site.house().db.read(move |tx| {
        let mut answered = BTreeSet::new();
        for code in codes {
            let known = read::one(tx, &code)?;
            if known.is_some_and(|known| known.dossier.is_answered()) {
                answered.insert(code);
            }
        }
        Ok::<_, Error>(answered)
    });
    Ok(read.await?)
}

/// What a dossier in a phase waits for its owner to do.
fn waits(scene: &Scene, phase: Phase) -> Option<String> {
    match phase {
        Phase::Incomplete | Phase::Supplementing => Some(scene.text.my_todo_supplement()),
        Phase::Paying => Some(scene.text.my_todo_pay()),
        Phase::Finished => Some(scene.text.my_todo_collect()),
        Phase::Submitted
        | Phase::Refused
        | Phase::Received
        | Phase::Working
        | Phase::Proposed
        | Phase::Signed
        | Phase::Numbered
        | Phase::Returned
        | Phase::Withdrawn
        | Phase::Stopped => None,
    }
}

/// One of them.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let known = act::find(&site, &code).await?;
    // Whose it is not learns nothing of it, not even that it is there.
    if known.dossier.filing.account.is_none()
        || known.dossier.filing.account.as_ref() != gate.caller().account()
    {
        return Err(Missing.into());
    }
    let mut page = page(&site, &asked, &known, Reader::Owner).await?;
    page.done = done(page::Text::new(asked.language), &told.done);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// Who reads the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whoever it belongs to, signed in.
    Owner,
    /// Whoever has the slip: what opens by signing in alone is left out.
    Slip,
}

/// The page of a dossier.
pub async fn page(
    site: &Site,
    asked: &Asked,
    known: &Known,
    reader: Reader,
) -> Result<Mine, Problem> {
    let (stream, id) = (known.stream.clone(), known.id);
    let read = site
        .house()
        .db
        .read(move |tx| Ok::<_, Error>((read::events(tx, &stream)?, notice::of_dossier(tx, id)?)));
    let (events, notices) = read.await?;
    let by = events.iter().map(|(_, event)| event.by.as_str());
    let scene = Scene::of_one(site, asked, known, by).await?;
    let mut told = history::told(&scene, &events);
    told.reverse();
    let dossier = &*known.dossier;
    let head = scene.head(known);
    let mut page = Mine {
        back: back(&scene, reader),
        code: head.code.clone(),
        procedure: head.procedure,
        place: scene.office(&dossier.place().office),
        holder: scene.text.dossier_mine_since(scene.instant(dossier.holder.since)),
        state: words::phase(scene.text, dossier.phase),
        left: head.left,
        due: head.due.map(|day| scene.text.date(day)),
        behind: None,
        paused: paused(&scene, dossier),
        ended: ended(&scene, dossier, &events),
        apology: apology(site, &scene, dossier, &events),
        todo: todo(&scene, known, &events),
        then: scene.text.dossier_mine_then(),
        result: result(&scene, dossier),
        history: told,
        deadline: scene.deadline(site, dossier),
        papers: one::papers(site, &scene, dossier)
            .into_iter()
            .filter(|it| !it.path.ends_with("/control-slip"))
            .collect(),
        links: links(&scene, dossier),
        notices: notices.iter().filter_map(|line| notice::told(scene.text, line)).collect(),
        done: None,
    };
    if reader == Reader::Slip {
        page.links = rating(&scene, dossier);
        page.todo.iter_mut().for_each(|it| it.way = None);
        page.papers.clear();
        page.apology.iter_mut().for_each(|it| it.letter = None);
        for link in page.result.iter_mut().flat_map(|it| &mut it.files) {
            link.path = format!("/t/{}/result", page.code);
        }
    }
    Ok(page)
}

/// What its owner can do beside what is to be done now.
fn links(scene: &Scene, dossier: &Dossier) -> Vec<Link> {
    let code = &dossier.filing.code;
    let link = |page: &str, name| Link { path: format!("/my/dossiers/{code}/{page}"), name };
    let sent = dossier.filing.channel == Channel::Online;
    let sent = sent.then(|| link("sent", scene.text.apply_sent_again()));
    let withdraw = apply::own::may_withdraw(dossier);
    let withdraw = withdraw.then(|| link("withdraw", scene.text.withdraw_way()));
    sent.into_iter().chain(withdraw).chain(rating(scene, dossier)).collect()
}

/// What was just done, in words.
fn done(text: page::Text, done: &str) -> Option<String> {
    match done {
        "supplement" => Some(text.supplement_done()),
        "withdraw" => Some(text.withdraw_done()),
        _ => None,
    }
}

/// Where the applicant says how they were served.
fn rating(scene: &Scene, dossier: &Dossier) -> Vec<Link> {
    let path = format!("/r/{}", dossier.filing.code);
    let name = scene.text.rating_link();
    let link = dossier.may_be_rated().then_some(Link { path, name });
    link.into_iter().collect()
}

fn back(scene: &Scene, reader: Reader) -> Link {
    let (path, name) = match reader {
        Reader::Owner => ("/my/dossiers", scene.text.dossier_my()),
        Reader::Slip => ("/t", scene.text.track_again()),
    };
    Link { path: path.to_owned(), name }
}

/// The last apology.
fn apology(
    site: &Site,
    scene: &Scene,
    dossier: &Dossier,
    events: &[(Header, Event)],
) -> Option<Apology> {
    let code = &dossier.filing.code;
    events.iter().rev().find_map(|(header, event)| match &event.what {
        What::Apologised { .. } => Some(Apology {
            who: scene.office(&header.actor.office),
            text: event.words.as_ref().map(|it| it.text.clone()).unwrap_or_default(),
            letter: Paper::title(site, dossier, OfficialForm::Apology)
                .map(|_| format!("/dossiers/{code}/paper/apology")),
        }),
        _ => None,
    })
}

fn paused(scene: &Scene, dossier: &Dossier) -> Option<String> {
    let pause = dossier.pauses.last().filter(|pause| pause.to.is_none())?;
    Some(scene.text.dossier_mine_paused(scene.instant(pause.from)))
}

/// What is not right: paper, reason, words.
fn wrongs(
    scene: &Scene,
    dossier: &Dossier,
    event: &Event,
    lacks: &[Lack],
) -> Vec<(String, String, String)> {
    let words = event.words.as_ref().map(|it| it.items.as_slice()).unwrap_or_default();
    let wrong = |(at, lack): (usize, &Lack)| {
        (
            scene.component(&dossier.filing, lack.component.as_deref()),
            page::dossier::reason(scene.text, lack.reason.id()),
            words.get(at).cloned().unwrap_or_default(),
        )
    };
    lacks.iter().enumerate().map(wrong).collect()
}

/// How it ended without a result, and why: the applicant reads the reasons where the dossier is.
fn ended(scene: &Scene, dossier: &Dossier, events: &[(Header, Event)]) -> Option<Ended> {
    if !matches!(dossier.phase, Phase::Refused | Phase::Withdrawn | Phase::Stopped) {
        return None;
    }
    let ends =
        |what: &What| matches!(what, What::Refused { .. } | What::Withdrawn | What::Stopped { .. });
    let mut latest = events.iter().rev().map(|(_, event)| event);
    let last = latest.find(|event| ends(&event.what))?;
    let items = match &last.what {
        What::Refused { lacks } => wrongs(scene, dossier, last, lacks),
        _ => Vec::new(),
    };
    let text = last.words.as_ref().map(|it| it.text.clone()).unwrap_or_default();
    Some(Ended { items, text })
}

fn todo(scene: &Scene, known: &Known, events: &[(Header, Event)]) -> Option<Todo> {
    let dossier = &known.dossier;
    let asked = dossier.open_supplement()?;
    let mut latest = events.iter().rev().map(|(_, event)| event);
    let last = latest.find(|event| matches!(event.what, What::SupplementAsked { .. }));
    let items = last.map(|event| wrongs(scene, dossier, event, &asked.lacks)).unwrap_or_default();
    Some(Todo {
        title: scene.text.dossier_mine_supplement(asked.lacks.len() as u64),
        text: scene.text.dossier_mine_supplement_text(),
        items,
        until: asked.until.map(|day| scene.day(day)),
        way: Some((
            format!("/my/dossiers/{}/supplement", dossier.filing.code),
            scene.text.supplement_way(),
        )),
    })
}

/// How the result is got, or that it was.
fn how(scene: &Scene, dossier: &Dossier) -> String {
    let (text, filing) = (scene.text, &dossier.filing);
    if dossier.phase == Phase::Returned {
        return text.dossier_mine_returned();
    }
    match filing.return_by {
        ReturnBy::Post => text.notice_how_post(),
        ReturnBy::Online if dossier.is_answered() => text.dossier_mine_download(),
        ReturnBy::Counter | ReturnBy::Online => {
            text.dossier_mine_collect(scene.office(&filing.office))
        }
    }
}

fn result(scene: &Scene, dossier: &Dossier) -> Option<Outcome> {
    let result = dossier.result.as_ref().filter(|it| it.released.is_some())?;
    let code = &dossier.filing.code;
    let handed_out = dossier.is_handed_out();
    let scan = result.file.as_ref().filter(|_| handed_out).map(|it| Link {
        path: format!("/dossiers/{code}/files/{}", it.attachment),
        name: scene.text.dossier_result_file(),
    });
    let number = result.number.clone().unwrap_or_default();
    let outcome = page::dossier::outcome(scene.text, result.outcome.id());
    Some(Outcome {
        title: scene.text.dossier_mine_result(outcome, number),
        text: how(scene, dossier),
        files: scan.into_iter().collect(),
        verify: Some(format!("/v/{code}")),
    })
}

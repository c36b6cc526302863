//! A dossier before its officers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{
    self, Action as Right, Asking, Conjunct, Fields, Granted, Purpose, Thing, Why,
};
use domain::calendar::OfficialForm;
use domain::dossier::{Dossier, Event, IMPORTED_FEE, Phase, Stands, Way, What};
use domain::event::Header;
use page::dossier::{
    Action, Answer, AnswerGroup, Badge, Consultation, Draft, Duty, Flag, HandOver, Head, Link,
    Mood, National, NationalRow, One, Round,
};
use page::procedure::Said;
use serde::Deserialize;

use super::super::files;
use super::super::paper::Paper;
use super::super::read::{self, Known};
use super::super::register::Offices;
use super::super::{act, answers, history};
use super::beside::{self, Beside};
use super::options;
use super::scene::Scene;
use crate::notice::shown as told;
use crate::people::reach::as_if_fresh;
use crate::procedure::view::said;
use crate::web::address::with_query;
use crate::web::gate::{Gate, Read};
use crate::web::{Asked, Problem, Site, framing, html};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    done: String,
    /// Which document is shown, from 1.
    doc: usize,
}

/// A dossier opened for a purpose, with everything that happened to it.
pub struct Opened {
    /// The dossier.
    pub known: Known,
    /// What rights look at.
    pub thing: Thing,
    /// By what the reader may read.
    pub granted: Granted,
    /// What happened.
    pub events: Vec<(Header, Event)>,
    /// The offices of today.
    pub offices: Arc<Offices>,
}

/// Opens a dossier: answers when it is recorded that somebody looked.
pub async fn open(site: &Site, gate: &Gate, code: &str) -> Result<Opened, Problem> {
    let known = act::find(site, code).await?;
    let (thing, offices) = act::placed(site, &known).await?;
    let person = known.dossier.filing.account.clone();
    let read = Read { person: person.as_ref(), ..Read::default() };
    let granted = gate.read(&thing, Some(Purpose::Handling), read).await?;
    let stream = known.stream.clone();
    let events = site.house().db.read(move |tx| read::events(tx, &stream)).await?;
    Ok(Opened { known, thing, granted, events, offices })
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    Query(told): Query<Told>,
) -> Result<Response<Body>, Problem> {
    let opened = match open(&site, &gate, &code).await {
        Ok(opened) => opened,
        Err(problem) => return closed(&site, &gate, &asked, &code, problem).await,
    };
    if opened.granted.why == Why::Own {
        // Whoever it belongs to has a page of their own.
        return Ok(Redirect::to(&format!("/my/dossiers/{code}")).into_response());
    }
    let by = opened.events.iter().map(|(_, event)| event.by.as_str());
    let scene = Scene::of_one(&site, &asked, &opened.known, by).await?;
    let beside = Beside::read(&site, &gate, &opened).await?;
    let mut page = whole(&site, &gate, &scene, &opened, &beside);
    page.done = Action::parse(&told.done);
    page.shown = told.doc.saturating_sub(1);
    Ok(framing(html(&site, &asked, StatusCode::OK, &page)))
}

/// What stands before a dossier that its reader may not read: the glass, where they may break it.
async fn closed(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    code: &str,
    problem: Problem,
) -> Result<Response<Body>, Problem> {
    if problem.kind != Problem::denied(Conjunct::Relation).kind {
        return Err(problem);
    }
    let known = act::find(site, code).await?;
    let thing = act::thing(site, &known).await?;
    let who = as_if_fresh(gate.caller().who());
    let asking = Asking { who: &who, action: Right::BreakGlass, thing: &thing, purpose: None };
    match access::decide(&asking) {
        Ok(_) => {
            let page = page::glass::Needed { id: code.to_owned() };
            Ok(html(site, asked, StatusCode::FORBIDDEN, &page))
        }
        Err(_) => Err(problem),
    }
}

/// The same with why something was refused that a button asked for.
pub async fn refused(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    opened: &Opened,
    (status, problem): (StatusCode, String),
) -> Result<Response<Body>, Problem> {
    let by = opened.events.iter().map(|(_, event)| event.by.as_str());
    let scene = Scene::of_one(site, asked, &opened.known, by).await?;
    let beside = Beside::read(site, gate, opened).await?;
    let page = One { problem: Some(problem), ..whole(site, gate, &scene, opened, &beside) };
    Ok(framing(html(site, asked, status, &page)))
}

/// The page as a value.
pub fn whole(site: &Site, gate: &Gate, scene: &Scene, opened: &Opened, beside: &Beside) -> One {
    let (known, events) = (&opened.known, &opened.events);
    let dossier = &*known.dossier;
    let sees = |fields| opened.granted.sees.contains(&fields);
    let wordless = wordless(events, sees(Fields::Papers));
    let words = wordless.as_deref().unwrap_or(events);
    let head = scene.head(known);
    One {
        head: if sees(Fields::Contact) { head } else { Head { place: String::new(), ..head } },
        version: u64::try_from(dossier.version).unwrap_or(0),
        sets: options::sets(dossier).unwrap_or(0),
        done: None,
        problem: None,
        may: options::may(gate, &scene.offices, &opened.thing, dossier),
        flags: beside::flags(gate, scene, dossier, beside)
            .into_iter()
            .chain(if sees(Fields::Papers) { noted(scene, known) } else { Vec::new() })
            .collect(),
        answers: if sees(Fields::Answers) { answers(scene, known) } else { Vec::new() },
        documents: files::documents(scene, opened, &beside.files),
        shown: 0,
        checks: beside::checks(scene, dossier, beside),
        may_check: gate.may_do(Right::WorkDossier, &opened.thing, Some(Purpose::Handling)).is_ok(),
        consultations: consultations(scene, dossier, words),
        rounds: rounds(site, scene, dossier, words),
        duties: duties(scene, dossier),
        history: history::told(scene, words),
        hand_overs: hand_overs(scene, words),
        deadline: scene.deadline(site, dossier),
        national: national(scene, dossier),
        draft: if sees(Fields::Papers) { draft(scene, dossier, events) } else { None },
        similar: beside::similar(gate, scene, dossier, beside),
        note: Some(beside::note(scene, beside)),
        papers: papers(site, scene, dossier),
        notices: beside.told.iter().filter_map(|line| told::told(scene.text, line)).collect(),
    }
}

/// What happened without what was written beside it, for those who see no papers: what they need
/// is when and by whom; `None` for everybody else.
fn wordless(events: &[(Header, Event)], papers: bool) -> Option<Vec<(Header, Event)>> {
    let bare = |(header, event): &(Header, Event)| {
        let event = Event { words: None, personal: None, ..event.clone() };
        (header.clone(), event)
    };
    (!papers).then(|| events.iter().map(bare).collect())
}

/// What was noted when it was handed in: papers that are brought, where the result is sent.
fn noted(scene: &Scene, known: &Known) -> Vec<Flag> {
    let note = known.personal.iter().flat_map(|personal| personal.note.lines());
    let lines = note.filter(|line| !line.trim().is_empty());
    lines.map(|line| Flag::Other(scene.text.dossier_flag_noted(line))).collect()
}

/// Answers of the form, by their questions.
fn answers(scene: &Scene, known: &Known) -> Vec<AnswerGroup> {
    let Some(personal) = &known.personal else { return Vec::new() };
    let filing = &known.dossier.filing;
    let form =
        scene.content(&filing.procedure, filing.revision).and_then(|content| content.form.as_ref());
    let told = answers::all(scene.text, form, &personal.answers);
    let answer = |(name, value)| Answer { name, value, before: None, note: None };
    let answers: Vec<Answer> = told.into_iter().map(answer).collect();
    match answers.is_empty() {
        true => Vec::new(),
        false => vec![AnswerGroup { name: Said::plain(""), answers }],
    }
}

fn consultations(
    scene: &Scene,
    dossier: &Dossier,
    events: &[(Header, Event)],
) -> Vec<Consultation> {
    let mut questions: BTreeMap<u32, String> = BTreeMap::new();
    let mut replies: BTreeMap<u32, String> = BTreeMap::new();
    for (_, event) in events {
        let words = || event.words.as_ref().map(|it| it.text.clone()).unwrap_or_default();
        if let What::OpinionAsked(asked) = &event.what {
            questions.insert(asked.id, words());
        }
        if let What::OpinionGiven { id, .. } = &event.what {
            replies.insert(*id, words());
        }
    }
    let shown = |asked: &domain::dossier::Consultation| Consultation {
        office: scene.office(&asked.office),
        question: questions.get(&asked.id).cloned().unwrap_or_default(),
        asked: scene.moment(asked.at),
        left: scene.left(dossier.phase, Some(asked.due.date()), None, None),
        reply: asked.opinion.map(|opinion| {
            let mood = match opinion {
                domain::dossier::Opinion::Agrees => Mood::Fine,
                domain::dossier::Opinion::AgreesIf => Mood::Info,
                domain::dossier::Opinion::Disagrees => Mood::Late,
                domain::dossier::Opinion::Silent => Mood::Void,
            };
            let words = page::dossier::opinion(scene.text, opinion.id());
            let said = replies.get(&asked.id).cloned().unwrap_or_default();
            let letter = asked.letter.as_ref().map(|it| {
                let day = scene.text.date(scene.day(it.date));
                scene.text.dossier_letter_told(&it.number, day)
            });
            let told = letter.into_iter().chain([said]).filter(|part| !part.is_empty());
            (Badge { mood, words }, told.collect::<Vec<_>>().join(" "))
        }),
    };
    dossier.consultations.iter().map(shown).collect()
}

fn rounds(site: &Site, scene: &Scene, dossier: &Dossier, events: &[(Header, Event)]) -> Vec<Round> {
    let printed = Paper::title(site, dossier, OfficialForm::SupplementRequest).is_some();
    let is_round = |what: &What| match what {
        What::SupplementAsked { .. } => true,
        What::Imported { imported, .. } => {
            matches!(imported.stands, Stands::Supplementing { .. })
        }
        _ => false,
    };
    // What was asked for before it was taken over was asked for by a letter of the other system.
    let elsewhere = events.iter().filter(|(_, event)| matches!(event.what, What::Imported { .. }));
    let elsewhere = elsewhere.filter(|(_, event)| is_round(&event.what)).count();
    let asked: Vec<&(Header, Event)> =
        events.iter().filter(|(_, event)| is_round(&event.what)).collect();
    let each = dossier.supplements.iter().zip(asked).enumerate();
    each.map(|(at, (supplement, (header, event)))| {
        let words = event.words.clone().unwrap_or_default();
        let lacks = supplement.lacks.iter().enumerate().map(|(place, lack)| {
            let component = lack.component.as_deref();
            (
                scene.component(&dossier.filing, component),
                page::dossier::reason(scene.text, lack.reason.id()),
                words.items.get(place).cloned().unwrap_or_default(),
            )
        });
        Round {
            number: at as u64 + 1,
            by: scene.holder(&header.actor.office, Some(&domain::StreamId::stored(&event.by))),
            asked: scene.moment(supplement.at),
            lacks: lacks.collect(),
            complete: supplement.done.map(|at| scene.moment(at)),
            letter: (printed && at >= elsewhere).then(|| {
                let code = &dossier.filing.code;
                format!("/dossiers/{code}/paper/supplement?round={}", at + 1 - elsewhere)
            }),
        }
    })
    .collect()
}

fn duties(scene: &Scene, dossier: &Dossier) -> Vec<Duty> {
    let text = scene.text;
    let content = scene.content(&dossier.filing.procedure, dossier.filing.revision);
    let owed = dossier.owed_vnd() > 0;
    let standing = |exempt: bool, open: bool| match (exempt, open) {
        (true, _) => Badge { mood: Mood::Void, words: text.dossier_money_exempt() },
        (false, true) => Badge { mood: Mood::Soon, words: text.dossier_money_owed() },
        (false, false) => Badge { mood: Mood::Fine, words: text.dossier_money_paid() },
    };
    let fees = dossier.filing.fees.iter().map(|line| {
        let fee = content.and_then(|it| it.fees.iter().find(|fee| fee.id == line.id));
        let receipt = dossier.payments.iter().find(|it| !it.duty && !it.voided);
        Duty {
            what: match fee {
                Some(fee) => said(text, &fee.name).text,
                None if line.id == IMPORTED_FEE => text.dossier_fee_imported(),
                None => line.id.clone(),
            },
            amount: line.amount_vnd,
            standing: standing(line.exempt.is_some(), owed),
            receipt: receipt
                .and_then(|it| it.payment.receipt.as_ref())
                .map(|it| format!("{} {} số {:07}", it.form, it.series, it.number)),
        }
    });
    let open = dossier.duty_owed_vnd() > 0;
    let duty = |open: bool| {
        move |item: &domain::dossier::DutyItem| Duty {
            what: item.name.clone(),
            amount: item.amount_vnd,
            standing: standing(false, open),
            receipt: None,
        }
    };
    let met = dossier.duties_met.iter().flat_map(|duty| &duty.items).map(duty(false));
    let last = dossier.duty.iter().flat_map(|duty| &duty.items).map(duty(open));
    fees.chain(met).chain(last).collect()
}

fn hand_overs(scene: &Scene, events: &[(Header, Event)]) -> Vec<HandOver> {
    let mut all: Vec<HandOver> = Vec::new();
    for (_, event) in events {
        match &event.what {
            What::Forwarded(over) => all.push(HandOver {
                from: scene.holder(&over.from, Some(&domain::StreamId::stored(&event.by))),
                to: scene.office(&over.to),
                given: scene.moment(event.at),
                taken: None,
                verdict: way(scene, over.way),
                note: event.words.as_ref().map(|it| it.text.clone()).unwrap_or_default(),
            }),
            What::Acknowledged { account, .. } => {
                if let Some(open) = all.last_mut() {
                    open.taken = Some(scene.moment(event.at));
                    if let Some(account) = account {
                        open.to = format!("{}, {}", scene.person(account.as_str()), open.to);
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// Why it was given on.
fn way(scene: &Scene, way: Way) -> Badge {
    let text = scene.text;
    match way {
        Way::On => Badge { mood: Mood::Fine, words: text.dossier_hand_on() },
        Way::Back => Badge { mood: Mood::Soon, words: text.dossier_hand_back() },
        Way::Transfer => Badge { mood: Mood::Info, words: text.dossier_hand_transfer() },
    }
}

/// What the national index will say: of pauses it takes away the waiting for supplements alone,
/// and a second supplement counts as late (QĐ 766/QĐ-TTg, 2.1).
fn national(scene: &Scene, dossier: &Dossier) -> Option<National> {
    let deadline = dossier.deadline?;
    let text = scene.text;
    let other =
        dossier.pauses.iter().any(|pause| pause.kind != domain::calendar::PauseKind::Supplement);
    let twice = dossier.supplements.len() > 1;
    let local = dossier.late_since.is_some();
    let is_late = local || twice;
    let words = |late: bool| match late {
        true => text.dossier_national_late(),
        false => text.dossier_national_in_time(),
    };
    let mood = |late: bool| if late { Mood::Late } else { Mood::Fine };
    let why = match (other, twice) {
        (_, true) => Some(text.dossier_national_twice()),
        (true, false) => Some(text.dossier_national_paused()),
        (false, false) => None,
    };
    Some(National {
        rows: vec![
            NationalRow {
                name: text.dossier_national_status(),
                local: super::super::words::phase(text, dossier.phase),
                national: dossier.phase.national().number().to_string(),
            },
            NationalRow {
                name: text.dossier_national_due(),
                local: text.date(scene.day(deadline.legal.date())),
                national: text.date(scene.day(deadline.promised.date())),
            },
        ],
        verdict: Badge { mood: mood(is_late), words: words(is_late) },
        why: why.filter(|_| other || twice),
    })
}

/// What was proposed last.
pub fn proposed(events: &[(Header, Event)]) -> Option<&Event> {
    let found = events.iter().rev().find(|(_, it)| matches!(it.what, What::Proposed { .. }));
    found.map(|(_, event)| event)
}

/// The words of what was proposed last.
pub fn draft_of(events: &[(Header, Event)]) -> Option<String> {
    proposed(events).map(|event| event.words.clone().unwrap_or_default().text)
}

fn draft(scene: &Scene, dossier: &Dossier, events: &[(Header, Event)]) -> Option<Draft> {
    let result = dossier.result.as_ref()?;
    let event = proposed(events)?;
    let words = event.words.clone().unwrap_or_default().text;
    Some(Draft {
        proposal: proposal(scene, result.outcome),
        hash: hash(&words),
        text: words,
        by: format!("{}, {}", scene.person(&event.by), scene.instant(event.at)),
        path: None,
    })
}

/// What is proposed, with its colour.
pub fn proposal(scene: &Scene, outcome: domain::dossier::Outcome) -> Badge {
    let mood = match outcome {
        domain::dossier::Outcome::Granted => Mood::Fine,
        domain::dossier::Outcome::Rejected => Mood::Late,
    };
    Badge { mood, words: page::dossier::outcome(scene.text, outcome.id()) }
}

/// The first digits of a text's hash: who signs sees that it is the text that was read.
pub fn hash(text: &str) -> String {
    let hash = ledger::hash::sha256(&[text.as_bytes()]).0;
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Papers of a dossier that can be printed.
pub fn papers(site: &Site, scene: &Scene, dossier: &Dossier) -> Vec<Link> {
    let code = &dossier.filing.code;
    let link =
        |paper: &str, name: String| Link { path: format!("/dossiers/{code}/paper/{paper}"), name };
    let (mut papers, text) = (Vec::new(), scene.text);
    if dossier.reception.as_ref().is_some_and(|it| it.number.is_some()) {
        papers.push(link("slip", text.dossier_print_slip()));
    }
    if dossier.reception.is_some() {
        papers.push(link("control-slip", text.dossier_print_control()));
    }
    let printed = |form| Paper::title(site, dossier, form).is_some();
    if dossier.phase == Phase::Refused && printed(OfficialForm::Refusal) {
        papers.push(link("refusal", text.paper_print_refusal()));
    }
    if dossier.apologies > 0 && printed(OfficialForm::Apology) {
        papers.push(link("apology", text.paper_print_apology()));
    }
    let ended = matches!(dossier.phase, Phase::Withdrawn | Phase::Stopped);
    if ended && dossier.reception.is_some() && printed(OfficialForm::Stop) {
        papers.push(link("stop", text.paper_print_stop()));
    }
    for receipt in dossier.payments.iter().filter_map(|it| it.payment.receipt.as_ref()) {
        let (series, number) = (&receipt.series, receipt.number);
        let query = [("series", series.as_str()), ("number", &number.to_string())];
        let path = with_query(&format!("/dossiers/{code}/paper/receipt"), &query);
        let name = text.paper_print_receipt(format!("{series} {number:07}"));
        papers.push(Link { path, name });
    }
    papers
}

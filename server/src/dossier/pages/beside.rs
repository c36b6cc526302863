//! What stands beside a dossier: other dossiers of the same person, what was examined, the reader's
//! own note, files.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Conjunct, Purpose};
use domain::dossier::{Dossier, Phase};
use domain::{LawTime, StreamId};
use page::dossier::{Check, CheckState, Flag, Link, PrivateNote};
use page::procedure::Said;

use super::super::list;
use super::super::read::{self, Known};
use super::super::{kept, store};
use super::one::{self, Opened};
use super::scene::Scene;
use crate::attachment::{Attachment, reference};
use crate::commit::Error;
use crate::notice::shown::{self as told, Line as Told};
use crate::person::gives;
use crate::procedure::view::said;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Problem, Site};

/// Dossiers of one person that are looked through.
const TWINS_MAX: i64 = 50;
/// Dossiers of one procedure that are counted.
const ALIKE_MAX: i64 = 100;

/// Another open dossier of the same person for the same procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// Its code, where the reader sees such dossiers; of another office only that it is there.
    pub code: Option<String>,
    /// Since when.
    pub since: LawTime,
}

/// What stands beside a dossier.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// How its points stand.
    pub checks: BTreeMap<String, String>,
    /// The reader's note.
    pub note: Option<(String, LawTime)>,
    /// Other open dossiers of the same person for the same procedure.
    pub twins: Vec<Twin>,
    /// How many others of its procedure the reader's list holds, at most a hundred.
    pub alike: u64,
    /// Files that it names.
    pub files: Vec<Attachment>,
    /// What the applicant was told of.
    pub told: Vec<Told>,
}

impl Beside {
    /// Reads it for whoever opened the dossier.
    pub async fn read(site: &Site, gate: &Gate, opened: &Opened) -> Result<Beside, Problem> {
        let (day, now) = (site.law_now().date(), site.house().source.machine());
        let (at, who, known) = (site.clone(), gate.caller().who().clone(), opened.known.clone());
        let leads = leads(gate);
        let read = site.house().db.read(move |tx| {
            let offices = at.register().offices(tx, day, now)?;
            let seen = list::seen(&who, &offices);
            let note = match &who.account {
                Some(account) => kept::note(tx, known.id, account)?,
                None => None,
            };
            Ok::<_, Error>(Beside {
                checks: kept::checks(tx, known.id)?,
                note,
                twins: twins(tx, &known, &seen)?,
                alike: alike(tx, &known.dossier, who.account.as_ref().filter(|_| !leads))?,
                files: reference::of(tx, &known.stream)?,
                told: told::of_dossier(tx, known.id)?,
            })
        });
        Ok(read.await?)
    }
}

/// Whether the reader leads an office: they see the whole of it.
pub fn leads(gate: &Gate) -> bool {
    gate.caller().who().seats.iter().flat_map(|seat| &seat.grants).any(|grant| grant.leads)
}

fn twins(tx: &mut db::Tx<'_>, known: &Known, seen: &[String]) -> Result<Vec<Twin>, Error> {
    let key = known.personal.as_ref().and_then(|personal| personal.key.as_deref());
    let Some(key) = key else { return Ok(Vec::new()) };
    let filing = &known.dossier.filing;
    let mut twins = Vec::new();
    for row in tx.rows(&store::OF_PERSON, &[key.into(), TWINS_MAX.into()])? {
        let (code, office) = (row.text(0)?, row.text(1)?.to_owned());
        let waits = Phase::parse(row.text(3)?)
            .is_some_and(|it| it.is_open() || matches!(it, Phase::Submitted | Phase::Incomplete));
        if code == filing.code || row.text(2)? != filing.procedure || !waits {
            continue;
        }
        let holder = row.text(6)?.to_owned();
        let is_seen = seen.contains(&office) || seen.contains(&holder);
        let code = is_seen.then(|| code.to_owned());
        twins.push(Twin { code, since: LawTime(row.int(4)?) });
    }
    Ok(twins)
}

/// How many others of the same procedure are open: with one account, or with the office.
fn alike(tx: &mut db::Tx<'_>, dossier: &Dossier, account: Option<&StreamId>) -> Result<u64, Error> {
    let (sql, whose) = match account {
        Some(account) => (&store::ALIKE_MINE, account.as_str()),
        None => (&store::ALIKE_HELD, dossier.holder.office.as_str()),
    };
    let values = [whose.into(), dossier.filing.procedure.as_str().into(), ALIKE_MAX.into()];
    let count = tx.row(sql, &values)?.map(|row| row.int(0)).transpose()?.unwrap_or(0);
    let count = u64::try_from(count).unwrap_or(0);
    let is_one = account.is_none() || account == dossier.assignee();
    Ok(count.saturating_sub(u64::from(is_one && dossier.phase.is_open())))
}

/// What to think of before deciding.
pub fn flags(gate: &Gate, scene: &Scene, dossier: &Dossier, beside: &Beside) -> Vec<Flag> {
    let mut flags = Vec::new();
    for twin in &beside.twins {
        flags.push(match &twin.code {
            Some(code) => Flag::Duplicate(code.clone()),
            None => Flag::Other(scene.text.dossier_flag_elsewhere(scene.instant(twin.since))),
        });
    }
    let failed = beside.checks.values().filter(|state| *state == "failed").count() as u64;
    if failed > 0 {
        flags.push(Flag::Other(scene.text.dossier_flag_failed(failed)));
    }
    flags.extend(own_flags(gate, scene, dossier));
    let promised = dossier.deadline.map(|it| it.promised.date());
    let standing = dossier.deadline.is_some_and(|it| it.standing);
    let apology = scene.apology_due(dossier.phase, standing, promised);
    flags.extend(apology.map(|due| Flag::Other(scene.apology_words(due))));
    flags
}

/// What the dossier itself says to think of.
pub fn own_flags(gate: &Gate, scene: &Scene, dossier: &Dossier) -> Vec<Flag> {
    let mut flags = Vec::new();
    if let Some(from) = &dossier.imported {
        let code = dossier.filing.foreign.join(", ");
        flags.push(Flag::Other(scene.text.dossier_flag_imported(&from.system, code)));
    }
    let times = dossier.supplements.len() as u64;
    if times > 0 {
        flags.push(Flag::Supplemented(times));
    }
    for asked in dossier.awaited() {
        flags.push(Flag::OpinionMissing(scene.office(&asked.office)));
    }
    if let Some(deadline) = dossier.deadline.filter(|_| dossier.phase.is_open()) {
        let tomorrow = scene.today().tomorrow().unwrap_or(scene.today());
        if deadline.legal.date() <= tomorrow && !deadline.standing {
            flags.push(Flag::DueSoon);
        }
        if deadline.changed || dossier.apologies > 0 {
            flags.push(Flag::DueChanged);
        }
    }
    let me = gate.caller().account().map(ToString::to_string);
    let received = dossier.reception.as_ref().map(|it| it.by.clone());
    let decides =
        dossier.phase == Phase::Proposed && gives(gate.caller().who(), Action::SignDossier);
    if decides && me.is_some() && me == received {
        flags.push(Flag::SamePerson(gate.caller().name().to_owned()));
    }
    flags
}

/// What has to be examined: what the procedure requires, and each paper of the dossier's case.
pub fn checks(scene: &Scene, dossier: &Dossier, beside: &Beside) -> Vec<Check> {
    let filing = &dossier.filing;
    let Some(content) = scene.content(&filing.procedure, filing.revision) else {
        return Vec::new();
    };
    let basis: Vec<&str> = content.legal_basis.iter().map(|it| it.number.as_str()).collect();
    let state = |id: &str| match beside.checks.get(id).map(String::as_str) {
        Some("met") => CheckState::Met,
        Some("failed") => CheckState::Failed,
        Some(_) | None => CheckState::Open,
    };
    let mut points = Vec::new();
    if let Some(required) = &content.requirements {
        // A point keeps its name in both languages: the Vietnamese text, which holds, counts.
        let whole = said(scene.text, required);
        let shown: Vec<&str> = whole.text.lines().filter(|line| !line.trim().is_empty()).collect();
        let vietnamese: Vec<&str> =
            required.vi.lines().filter(|line| !line.trim().is_empty()).collect();
        let fits = shown.len() == vietnamese.len();
        for (at, line) in vietnamese.iter().enumerate() {
            let id = format!("requirement-{}", at + 1);
            let (text, foreign) = match fits {
                true => (shown[at], whole.vietnamese),
                false => (*line, scene.text.language == page::Language::English),
            };
            let text = Said { text: text.trim().to_owned(), vietnamese: foreign };
            let source = basis.iter().take(2).copied().collect::<Vec<_>>().join(", ");
            points.push(Check { state: state(&id), id, text, source });
        }
    }
    for component in scene.components(filing) {
        let came = scene.came(dossier, &component.id);
        let id = format!("paper-{}", component.id);
        let source = if came.is_empty() { scene.text.dossier_lack_nothing() } else { came };
        points.push(Check {
            state: state(&id),
            id,
            text: said(scene.text, &component.name),
            source,
        });
    }
    points
}

/// Other dossiers of the same procedure, in the list that the reader works by.
pub fn similar(gate: &Gate, scene: &Scene, dossier: &Dossier, beside: &Beside) -> Vec<Link> {
    if beside.alike == 0 {
        return Vec::new();
    }
    let view = if leads(gate) { "unit" } else { "mine" };
    let values = [("view", view), ("procedure", dossier.filing.procedure.as_str())];
    let path = crate::web::address::with_query("/work", &values);
    vec![Link { path, name: scene.text.dossier_similar(beside.alike) }]
}

/// The reader's own note; there is a place for it even before anything is written.
pub fn note(scene: &Scene, beside: &Beside) -> PrivateNote {
    match &beside.note {
        None => PrivateNote::default(),
        Some((text, at)) => PrivateNote {
            text: text.clone(),
            saved: scene.text.dossier_note_saved(scene.instant(*at)),
        },
    }
}

/// Notes what was examined: those points that the dossier has, as the form says they stand.
pub async fn examine(
    State(site): State<Site>,
    gate: Gate,
    asked: crate::web::Asked,
    Path(code): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let opened = one::open(&site, &gate, &code).await?;
    let purpose = Some(Purpose::Handling);
    gate.may_do(Action::WorkDossier, &opened.thing, purpose)?;
    let scene = Scene::of_one(&site, &asked, &opened.known, std::iter::empty()).await?;
    let points = checks(&scene, &opened.known.dossier, &Beside::default());
    let state = |name: &str, value: &str| {
        let id = name.strip_prefix("check.")?;
        let known = points.iter().any(|point| point.id == id);
        let state = ["open", "met", "failed"].into_iter().find(|it| *it == value)?;
        known.then(|| (id.to_owned(), state))
    };
    let states: Vec<(String, &'static str)> =
        sent.form.iter().filter_map(|(name, value)| state(name, value)).collect();
    let by = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let (id, now) = (opened.known.id, site.law_now());
    site.door().work(move |tx| kept::put_checks(tx, id, &by, &states, now)).await?;
    Ok(Redirect::to(&format!("/dossiers/{code}")).into_response())
}

/// Writes the reader's own note.
pub async fn write_note(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let opened = one::open(&site, &gate, &code).await?;
    if gate.by_glass_alone(&opened.thing, Purpose::Handling) {
        return Err(Problem::denied(Conjunct::Relation));
    }
    let note = sent.form.iter().find(|(name, _)| name == "note").map_or("", |(_, note)| note);
    // A browser counts an end of a line as one letter, and sends two.
    let note = note.replace("\r\n", "\n").trim().to_owned();
    if note.chars().count() > kept::NOTE_LENGTH_MAX {
        return Err(Problem::invalid("note", "at most 2000 characters"));
    }
    let account = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let (id, now) = (opened.known.id, site.law_now());
    site.door().work(move |tx| kept::put_note(tx, id, &account, &note, now)).await?;
    Ok(Redirect::to(&format!("/dossiers/{code}")).into_response())
}

/// The draft of what is proposed; `None` where nothing is.
pub async fn drafted(site: &Site, known: &Known) -> Result<Option<String>, Problem> {
    if known.dossier.result.is_none() {
        return Ok(None);
    }
    let stream = known.stream.clone();
    let events = site.house().db.read(move |tx| read::events(tx, &stream)).await?;
    Ok(one::draft_of(&events))
}

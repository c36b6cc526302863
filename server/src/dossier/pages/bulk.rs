//! Several alike dossiers at once: each is checked, each says how it ended.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action as Right, Purpose, Thing};
use domain::dossier::Dossier;
use page::Text;
use page::dossier::{
    Action, BULK_MAX, Badge, Bulk, BulkRow, Filled, Mood, Outcome, Wrong as FieldWrong,
};
use page::procedure::{Choice, Said};

use super::super::read::{self, Known};
use super::super::{act, lists, words};
use super::form::{each_key, tried};
use super::scene::Scene;
use super::{options, with_role};
use crate::commit::Error;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// What can be done with several at once, with the right that it takes. Whatever needs words of its
/// own for each dossier, or papers that are counted, is done one by one; signing has its own page.
pub const ACTIONS: [(Action, Right); 6] = [
    (Action::Take, Right::TakeDossier),
    (Action::Forward, Right::TakeDossier),
    (Action::Acknowledge, Right::TakeDossier),
    (Action::Reassign, Right::ReassignDossier),
    (Action::Number, Right::NumberDossier),
    (Action::Release, Right::NumberDossier),
];

type Pairs = Vec<(String, String)>;

/// A dossier of a selection, as far as there is one that the visitor may see.
struct Chosen {
    code: String,
    found: Option<(Known, Thing)>,
}

/// The codes of a selection, each once.
fn codes(pairs: &Pairs) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for (name, value) in pairs {
        if name == "code" && !value.contains('\0') && !codes.contains(value) {
            codes.push(value.clone());
        }
    }
    codes
}

fn action(pairs: &Pairs) -> Result<Action, Problem> {
    let asked = pairs.iter().find(|(name, _)| name == "action").map(|(_, value)| value.as_str());
    let action = asked.and_then(Action::parse).ok_or(Missing)?;
    match ACTIONS.iter().any(|(known, _)| *known == action) {
        true => Ok(action),
        false => Err(Missing.into()),
    }
}

/// The page that asks before anything is done.
pub async fn ask(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(pairs): Query<Pairs>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Right::ReadDossier)?;
    let codes = codes(&pairs);
    let wrong = match codes.len() {
        0 => "none",
        count if count > BULK_MAX => "too-many",
        _ => "",
    };
    if !wrong.is_empty() {
        return Ok(Redirect::to(&format!("/work?wrong={wrong}")).into_response());
    }
    let action = action(&pairs)?;
    let chosen = chosen(&site, &gate, &codes).await?;
    lists::record(&gate, chosen.iter().filter(|it| it.found.is_some()).count(), None).await?;
    let page = page(&site, &gate, &asked, action, &chosen, Filled::default()).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// The dossiers of a selection in one read.
async fn chosen(site: &Site, gate: &Gate, codes: &[String]) -> Result<Vec<Chosen>, Problem> {
    let (day, now) = (site.law_now().date(), site.house().source.machine());
    let (at, codes) = (site.clone(), codes.to_vec());
    let read = site.house().db.read(move |tx| {
        let offices = at.register().offices(tx, day, now)?;
        let mut chosen = Vec::new();
        for code in codes {
            let known = read::one(tx, &code)?;
            let found = known.map(|known| {
                let thing = known.dossier.thing(&known.stream, &|code| offices.path(code));
                (known, thing)
            });
            chosen.push(Chosen { code, found });
        }
        Ok::<_, Error>(chosen)
    });
    let mut chosen = read.await?;
    // Of what they may not see they learn no more than the code that they sent.
    for one in &mut chosen {
        let may = |(_, thing): &(Known, Thing)| {
            gate.may_do(Right::ReadDossier, thing, Some(Purpose::Handling)).is_ok()
        };
        one.found = one.found.take().filter(may);
    }
    Ok(chosen)
}

async fn page(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    action: Action,
    chosen: &[Chosen],
    filled: Filled,
) -> Result<Bulk, Problem> {
    let scene = Scene::of(site, asked, Vec::new(), Vec::new()).await?;
    let rows = chosen.iter().map(|one| row(gate, &scene, action, one)).collect();
    let people = match action {
        Action::Reassign => people(site, &scene, chosen).await?,
        _ => Vec::new(),
    };
    Ok(Bulk {
        action,
        rows,
        people,
        asks_reason: action == Action::Reassign,
        filled,
        wrong: Vec::new(),
        fresh: true,
    })
}

fn row(gate: &Gate, scene: &Scene, action: Action, one: &Chosen) -> BulkRow {
    let Some((known, thing)) = &one.found else {
        return BulkRow {
            code: one.code.clone(),
            applicant: String::new(),
            state: String::new(),
            left: page::dossier::Left::NotStarted,
            outcome: Outcome::Unable(scene.text.dossier_unknown(&one.code)),
        };
    };
    let dossier = &*known.dossier;
    let applicant = known.personal.as_ref().map(|it| it.applicant.name.clone());
    BulkRow {
        code: one.code.clone(),
        applicant: applicant.unwrap_or_default(),
        state: words::phase(scene.text, dossier.phase),
        left: scene.left_of(dossier),
        outcome: match unable(gate, scene, action, dossier, thing) {
            Some(why) => Outcome::Unable(why),
            None => Outcome::Able(u64::try_from(dossier.version).unwrap_or(0)),
        },
    }
}

/// Why a dossier cannot be one of several; `None` where it can.
fn unable(
    gate: &Gate,
    scene: &Scene,
    action: Action,
    dossier: &Dossier,
    thing: &Thing,
) -> Option<String> {
    let text = scene.text;
    if !options::may(gate, &scene.offices, thing, dossier).contains(&action) {
        return Some(text.dossier_bulk_not_now(words::phase(text, dossier.phase)));
    }
    let counted = action == Action::Acknowledge && options::sets(dossier).is_some();
    counted.then(|| text.dossier_bulk_counted())
}

/// Who may get them: everybody with a post where one of them lies.
async fn people(site: &Site, scene: &Scene, chosen: &[Chosen]) -> Result<Vec<Choice>, Problem> {
    let mut offices: Vec<&str> = chosen
        .iter()
        .filter_map(|one| Some(one.found.as_ref()?.0.dossier.holder.office.as_str()))
        .collect();
    offices.sort_unstable();
    offices.dedup();
    let mut people = Vec::new();
    for office in &offices {
        for (id, name) in options::people(site, office).await? {
            let label = match offices.len() {
                1 => name,
                _ => format!("{name}, {}", scene.office(office)),
            };
            let id = id.as_str().to_owned();
            people.push(Choice { id, label: Said::plain(label), chosen: false });
        }
    }
    Ok(people)
}

/// Does it: one command for each, each with its own outcome.
pub async fn act(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Pairs>,
) -> Result<Response<Body>, Problem> {
    with_role(&gate, Right::ReadDossier)?;
    let action = action(&sent.form)?;
    let codes = codes(&sent.form);
    let filled = Filled(sent.form);
    let text = Text::new(asked.language);
    let shown: Vec<String> = codes.iter().take(BULK_MAX).cloned().collect();
    let chosen = chosen(&site, &gate, &shown).await?;
    let mut page = page(&site, &gate, &asked, action, &chosen, filled).await?;
    let mut wrong = |field: &str, text: String| {
        page.wrong.push(FieldWrong { field: field.to_owned(), text });
    };
    match codes.len() {
        0 => wrong("code", text.dossier_bulk_none()),
        count if count > BULK_MAX => {
            wrong("code", text.dossier_bulk_many(text.number(BULK_MAX as u64)));
        }
        _ => {}
    }
    if action == Action::Reassign {
        for field in ["to", "reason"] {
            if page.filled.one(field).trim().is_empty() {
                wrong(field, text.dossier_fill_in());
            }
        }
    }
    if !page.wrong.is_empty() {
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    for (at, one) in chosen.iter().enumerate() {
        if matches!(page.rows[at].outcome, Outcome::Unable(_)) {
            continue;
        }
        let body = body(action, &page.filled, one);
        let key = each_key(sent.key.as_ref(), at);
        let act = (one.code.as_str(), action.id());
        page.rows[at].outcome =
            Outcome::Ended(match tried(&site, &gate, text, act, &body, key).await? {
                Ok(()) => Badge { mood: Mood::Fine, words: action.done(text) },
                Err(why) => Badge { mood: Mood::Late, words: why },
            });
    }
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// What one of them is sent with; papers travel as the dossier says.
fn body(action: Action, filled: &Filled, one: &Chosen) -> act::Body {
    let dossier = one.found.as_ref().map(|(known, _)| &*known.dossier);
    let sets = dossier.and_then(options::sets).unwrap_or(0);
    let version = filled.one(&format!("version.{}", one.code)).parse().ok();
    act::Body {
        expected_version: version.or_else(|| dossier.map(|it| it.version)),
        account: Some(filled.one("to").to_owned()).filter(|_| action == Action::Reassign),
        text: filled.one("reason").trim().to_owned(),
        sets: if action == Action::Forward { sets } else { 0 },
        ..act::Body::default()
    }
}

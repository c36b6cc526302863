//! A supplement or a refusal at the counter: the dossier is recorded, with its reasons.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::Action;
use domain::dossier::Reason;
use page::counter::{ShortPaper, Shortfall, ShortfallKind, Wrong};
use page::procedure::{Choice, Said};

use super::super::act::{self, Body as Asked_, Item};
use super::super::file::{self, AtDesk};
use super::chosen::{self, Picked};
use super::desk::Desk;
use super::form::{self, Form};
use super::save::{shown, take};
use super::wrong;
use crate::commit::{Error, IdempotencyKey};
use crate::procedure::view::said;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// Grounds to refuse a dossier as a whole.
const GROUNDS: [(&str, Reason); 4] = [
    ("authority", Reason::NotCompetent),
    ("condition", Reason::ConditionNotMet),
    ("duplicate", Reason::Duplicate),
    ("other", Reason::Other),
];

type Pairs = Vec<(String, String)>;

/// Asks what is missing.
pub async fn ask_supplement(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Pairs>,
) -> Result<Response<Body>, Problem> {
    ask(&site, &gate, &asked, sent, ShortfallKind::Supplement).await
}

/// Asks why it is refused.
pub async fn ask_refusal(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Pairs>,
) -> Result<Response<Body>, Problem> {
    ask(&site, &gate, &asked, sent, ShortfallKind::Refusal).await
}

/// Records the dossier, and asks for the supplement.
pub async fn save_supplement(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Pairs>,
) -> Result<Response<Body>, Problem> {
    save(&site, &gate, &asked, sent, ShortfallKind::Supplement).await
}

/// Records the dossier, and refuses it.
pub async fn save_refusal(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Pairs>,
) -> Result<Response<Body>, Problem> {
    save(&site, &gate, &asked, sent, ShortfallKind::Refusal).await
}

async fn ask(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    sent: Sent<Pairs>,
    kind: ShortfallKind,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(site, gate, asked, Action::ReceiveDossier).await?;
    let mut form = Form(sent.form);
    form.0.retain(|(name, _)| name != "scan");
    let Some(picked) = chosen::pick(&desk, &form).await? else {
        let told = Wrong::new("procedure", desk.text.counter_choose_procedure());
        return shown(&desk, asked, &form, None, vec![told]).await;
    };
    let page = page(&desk, &form, &picked, kind, Vec::new());
    Ok(html(site, asked, StatusCode::OK, &page))
}

/// What the page adds to the form of the intake.
fn is_ours(name: &str) -> bool {
    let of_paper =
        name.starts_with("component.") && (name.ends_with(".reason") || name.ends_with(".note"));
    of_paper || ["csrf", "key", "scan", "ground", "office", "until", "advice"].contains(&name)
}

fn page(
    desk: &Desk,
    form: &Form,
    picked: &Picked,
    kind: ShortfallKind,
    wrong: Vec<Wrong>,
) -> Shortfall {
    let text = desk.text;
    // Before anything was said, what does not lie on the counter is what is missing.
    let is_first = !form.0.iter().any(|(name, _)| name.ends_with(".reason"));
    let paper = |it: &domain::procedure::description::Component| {
        let part = |part: &str| form.one(&format!("component.{}.{part}", it.id)).to_owned();
        let brought = form.one(&format!("component.{}", it.id)) == "1";
        let absent = is_first && it.mandatory && !brought;
        ShortPaper {
            id: it.id.clone(),
            name: said(text, &it.name),
            reason: if absent { "missing".to_owned() } else { part("reason") },
            note: part("note"),
        }
    };
    Shortfall {
        kind,
        kept: form.0.iter().filter(|(name, _)| !is_ours(name)).cloned().collect(),
        applicant: form.one("applicant.name").to_owned(),
        procedure: said(text, &picked.description.name),
        papers: picked.components(form).into_iter().map(paper).collect(),
        grounds: grounds(desk, form),
        offices: offices(desk, form),
        advice: form.one("advice").to_owned(),
        until: form.one("until").to_owned(),
        asked_before: 0,
        wrong,
    }
}

fn choice(id: &str, label: String, chosen: &str) -> Choice {
    Choice { id: id.to_owned(), label: Said::plain(label), chosen: id == chosen }
}

fn grounds(desk: &Desk, form: &Form) -> Vec<Choice> {
    let (text, chosen) = (desk.text, form.one("ground"));
    let named = [
        ("", text.shortfall_choose_ground()),
        ("authority", text.shortfall_authority()),
        ("condition", text.shortfall_condition()),
        ("duplicate", text.shortfall_duplicate()),
        ("other", text.shortfall_other()),
    ];
    named.into_iter().map(|(id, label)| choice(id, label, chosen)).collect()
}

fn offices(desk: &Desk, form: &Form) -> Vec<Choice> {
    let chosen = form.one("office");
    let none = choice("", desk.text.shortfall_no_office(), chosen);
    let near = desk.offices.near(desk.office());
    let near = near.iter().map(|code| choice(code, desk.named(code), chosen));
    std::iter::once(none).chain(near).collect()
}

/// A reason of the page as the rules name it.
fn reason(id: &str) -> Option<Reason> {
    Some(match id {
        "missing" => Reason::Missing,
        "unsigned" => Reason::NotSigned,
        "uncertified" => Reason::WrongForm,
        "expired" => Reason::Expired,
        "illegible" => Reason::Unreadable,
        "contradicting" => Reason::WrongContent,
        _ => return None,
    })
}

/// What is asked for or refused; else what is wrong with the form.
fn body(
    desk: &Desk,
    form: &Form,
    picked: &Picked,
    kind: ShortfallKind,
) -> Result<Asked_, Vec<Wrong>> {
    let (text, mut wrong) = (desk.text, Vec::new());
    let mut items: Vec<Item> = Vec::new();
    let chosen = GROUNDS.iter().find(|(id, _)| *id == form.one("ground"));
    let mut advice = form.one("advice").to_owned();
    let ground = chosen.filter(|_| kind == ShortfallKind::Refusal);
    if let Some((_, reason)) = ground {
        if *reason == Reason::Other && advice.is_empty() {
            wrong.push(Wrong::new("advice", text.shortfall_say_other()));
        }
        items.push(Item { component: None, reason: *reason, text: advice.clone() });
    }
    for paper in picked.components(form) {
        let part = |part: &str| form.one(&format!("component.{}.{part}", paper.id));
        if let Some(reason) = reason(part("reason")) {
            let (component, text) = (Some(paper.id.clone()), part("note").to_owned());
            items.push(Item { component, reason, text });
        }
    }
    if items.is_empty() {
        wrong.push(match kind {
            ShortfallKind::Refusal => Wrong::new("ground", text.shortfall_choose_why()),
            ShortfallKind::Supplement => Wrong::new("papers", text.shortfall_name_paper()),
        });
    }
    let until = form::day(form.one("until"));
    if form.has("until") && until.is_none() {
        wrong.push(wrong::unread(text, "until"));
    }
    let office = desk.offices.get(form.one("office"));
    if let Some(office) = office.filter(|_| kind == ShortfallKind::Refusal) {
        advice = format!("{}\n{advice}", text.shortfall_competent(&office.name));
    }
    match wrong.is_empty() {
        true => Ok(Asked_ { text: advice.trim().to_owned(), items, until, ..Asked_::default() }),
        false => Err(wrong),
    }
}

async fn save(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    sent: Sent<Pairs>,
    kind: ShortfallKind,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(site, gate, asked, Action::ReceiveDossier).await?;
    let (form, key) = (Form(sent.form), sent.key);
    let taken = match take(&desk, &form).await? {
        Ok(taken) => taken,
        Err(wrong) => return shown(&desk, asked, &form, None, wrong).await,
    };
    let again = |wrong| {
        let page = page(&desk, &form, &taken.picked, kind, wrong);
        Ok(html(site, asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let body = match body(&desk, &form, &taken.picked, kind) {
        Ok(body) => body,
        Err(wrong) => return again(wrong),
    };
    // What the second act would refuse is asked before the first one is told.
    if body.until.is_some_and(|until| until <= desk.today()) {
        return again(vec![Wrong::new("until", desk.text.shortfall_later())]);
    }
    let held = AtDesk { held: true, ..AtDesk::default() };
    let filed = match file::try_file(site, gate, taken.filing.clone(), key.clone(), &held).await? {
        Ok(filed) => filed,
        Err(Error::Refused(refusal)) => {
            let wrong = wrong::all(desk.text, &refusal, Some(&taken.picked));
            return shown(&desk, asked, &form, Some(&taken.picked), wrong).await;
        }
        Err(error) => return Err(error.into()),
    };
    let (act, paper) = match kind {
        ShortfallKind::Supplement => ("request-supplement", "supplement"),
        ShortfallKind::Refusal => ("refuse", "refusal"),
    };
    // The same form goes on where it stopped: each of its two acts has a key of its own.
    let key = key.map(|key| IdempotencyKey { key: format!("{} {act}", key.key), ..key });
    let path = format!("/counter?saved={}&paper={paper}", filed.code);
    if desk.is_done(key.as_ref()).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    match act::try_act(site, gate, &filed.code, act, &body, key).await? {
        Ok(_) => Ok(Redirect::to(&path).into_response()),
        Err(Error::Refused(refusal)) => again(wrong::all(desk.text, &refusal, None)),
        Err(error) => Err(error.into()),
    }
}

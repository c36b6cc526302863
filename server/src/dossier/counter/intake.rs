//! The counter's screen: shown, checked, and gone on to the next person.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action, Purpose};
use domain::dossier::{Personal, is_received};
use domain::dossier_code::DossierCode;
use domain::text::fold;
use page::counter::{self as shown, Focus, Found, Intake, Saved, Scanned, Wrong};
use page::procedure::Said;
use serde::Deserialize;

use super::super::act;
use super::chosen::{self, Picked};
use super::desk::Desk;
use super::form::{self, Form};
use super::{known, scan, wrong};
use crate::procedure::catalogue::{Catalogue, Filter, Item};
use crate::procedure::{finder, view};
use crate::web::gate::{Gate, Read};
use crate::web::sent::Sent;
use crate::web::{Asked, Problem, Site, html};

/// The longest question that is looked for, in characters.
const QUERY_LENGTH_MAX: usize = 80;
/// Procedures that are offered.
const FOUND_MAX: usize = 8;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begin {
    /// The dossier that was saved just before.
    saved: String,
    /// The paper that is printed of it: `supplement`, `refusal`.
    paper: String,
    /// The dossier whose person and procedure come again.
    again: String,
}

/// An empty form; or one of the same person and procedure as a dossier before.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(begin): Query<Begin>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReceiveDossier).await?;
    let mut form = Form::default();
    let mut screen = Screen::default();
    if !begin.again.is_empty() {
        form = again(&desk, &begin.again).await?;
        screen.focus = Focus::Papers;
    }
    screen.saved = DossierCode::parse(&begin.saved).ok().map(|code| Saved {
        slip: match begin.paper.as_str() {
            "supplement" | "refusal" => {
                format!("/dossiers/{}/paper/{}", code.as_str(), begin.paper)
            }
            _ => format!("/dossiers/{}", code.as_str()),
        },
        code: code.as_str().to_owned(),
    });
    let page = fill(&desk, &form, screen).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// What was filled in for a dossier before, without its money.
async fn again(desk: &Desk, code: &str) -> Result<Form, Problem> {
    let known = act::find(&desk.site, code).await?;
    let thing = act::thing(&desk.site, &known).await?;
    desk.gate.may_do(Action::ReadDossier, &thing, Some(Purpose::Handling))?;
    let read = Read { rows: Some(1), ..Read::default() };
    desk.gate.note(&desk.seat, Purpose::Handling, read).await?;
    let mut form = Form::default();
    let filing = &known.dossier.filing;
    form.set("procedure", &filing.procedure);
    form.set("case", filing.case.as_deref().unwrap_or_default());
    for paper in &filing.components {
        let name = |part: &str| format!("component.{}{part}", paper.id);
        form.set(&name(""), "1");
        form.set(&name(".form"), paper.form.id());
        form.set(&name(".quantity"), &paper.quantity.to_string());
        form.set(&name(".presented"), if paper.presented { "1" } else { "" });
    }
    for fee in &filing.fees {
        form.set(&format!("fee.{}.count", fee.id), &fee.count.to_string());
    }
    let result = known.dossier.result.as_ref().and_then(|it| it.signature.as_ref());
    if let Some(signature) = result.filter(|_| known.dossier.handout.is_some()) {
        form.set("at_once", "1");
        form.set("signed_by", &signature.by);
        form.set("payment.when", "now");
    }
    if let Some(personal) = &known.personal {
        refill(&mut form, personal);
    }
    Ok(form)
}

fn refill(form: &mut Form, personal: &Personal) {
    let submitter = personal.submitter.as_ref();
    let people = std::iter::once(("applicant", &personal.applicant));
    for (under, who) in people.chain(submitter.map(|it| ("submitter", &it.who))) {
        let mut set = |part: &str, value: &str| form.set(&format!("{under}.{part}"), value);
        let is_person = who.kind == domain::dossier::ApplicantKind::Person;
        set("kind", if is_person { "person" } else { "organisation" });
        set("name", &who.name);
        set("birth_date", &who.birth_date.map(form::typed).unwrap_or_default());
        set("identity.type", who.identity.kind.id());
        set("identity.number", who.identity.number.as_deref().unwrap_or_default());
        set("phone", who.phone.as_deref().unwrap_or_default());
        set("email", who.email.as_deref().unwrap_or_default());
        set("address", &who.address.text);
    }
    if let Some(submitter) = submitter {
        form.set("submitter.relation", &submitter.relation);
        let authorisation = submitter.authorisation.as_deref().unwrap_or_default();
        form.set("submitter.authorisation", authorisation);
    }
}

/// Calls the next person: an empty form.
pub async fn next(_sent: Sent<Vec<(String, String)>>) -> Redirect {
    Redirect::to("/counter")
}

/// What a step of the form came to.
#[derive(Debug, Default)]
pub struct Screen {
    /// What came of the scan.
    pub scanned: Scanned,
    /// What was found.
    pub found: Option<Vec<Found>>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
    /// Where the next key goes.
    pub focus: Focus,
    /// The dossier before.
    pub saved: Option<Saved>,
}

/// Reads a card, finds a procedure, counts what the form comes to; nothing is saved.
pub async fn check(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReceiveDossier).await?;
    let mut form = Form(sent.form);
    let mut screen = Screen { focus: usual(&form), ..Screen::default() };
    let line = form.one("scan").to_owned();
    form.0.retain(|(name, _)| name != "scan");
    let query: String = form.one("q").chars().take(QUERY_LENGTH_MAX).collect();
    let picked = form.one("pick").to_owned();
    if !line.is_empty() {
        screen.scanned = scan::apply(&mut form, &line);
        screen.focus = match (&screen.scanned, form.has("procedure")) {
            (Scanned::Card(_), false) => Focus::Procedure,
            (Scanned::Card(_), true) => Focus::Papers,
            (Scanned::Nothing | Scanned::Number(_) | Scanned::Unread(_), _) => Focus::Name,
        };
        let is_theirs = form.one("card_of") == "submitter" && !form.has("submitter.relation");
        if is_theirs && matches!(screen.scanned, Scanned::Card(_) | Scanned::Number(_)) {
            let told = desk.text.counter_choose_relation();
            screen.wrong.push(Wrong::new("submitter.relation", told));
        }
    } else if !picked.is_empty() {
        choose(&mut form, &picked);
        screen.focus = Focus::Papers;
    } else if !query.is_empty() {
        let catalogue = site.catalogue().await?;
        match named(&desk, &catalogue, &query) {
            Some(code) => {
                choose(&mut form, &code);
                screen.focus = Focus::Papers;
            }
            None => {
                screen.found = Some(search(&desk, &catalogue, &query));
                screen.focus = Focus::Procedure;
            }
        }
    }
    let page = fill(&desk, &form, screen).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn usual(form: &Form) -> Focus {
    match (form.has("procedure"), form.has("applicant.name")) {
        (true, _) => Focus::Papers,
        (false, true) => Focus::Procedure,
        (false, false) => Focus::Scan,
    }
}

/// Another procedure: papers, fees and answers of the one before go.
fn choose(form: &mut Form, code: &str) {
    if form.one("procedure") != code {
        let of_procedure = |name: &str| {
            ["component.", "fee.", "answers."].iter().any(|it| name.starts_with(it))
                || ["case", "agreed", "at_once", "signed_by"].contains(&name)
        };
        form.0.retain(|(name, _)| !of_procedure(name));
    }
    form.set("procedure", code);
    form.set("q", "");
}

/// The page.
pub async fn fill(desk: &Desk, form: &Form, screen: Screen) -> Result<Intake, Problem> {
    let picked = chosen::pick(desk, form).await?;
    filled(desk, form, picked.as_ref(), screen).await
}

/// The same with the procedure that was read already.
pub async fn filled(
    desk: &Desk,
    form: &Form,
    picked: Option<&Picked>,
    screen: Screen,
) -> Result<Intake, Problem> {
    let known = known::look(desk, form).await?;
    let mut chosen = picked.map(|it| it.shown(desk, form));
    for paper in chosen.iter_mut().flat_map(|it| &mut it.papers) {
        let told = wrong::of_paper(desk.text, &screen.wrong, &paper.id);
        paper.wrong = told.map(str::to_owned);
    }
    let or =
        |name: &str, usual: &str| form::some(form.one(name)).unwrap_or_else(|| usual.to_owned());
    let sets = picked.and_then(|it| it.description.sets).unwrap_or(1).to_string();
    Ok(Intake {
        ticket: None,
        saved: screen.saved,
        scanned: screen.scanned,
        card_of: or("card_of", "applicant"),
        applicant: form.party("applicant"),
        submitter: form.submitter(),
        known,
        query: form.one("q").to_owned(),
        found: screen.found,
        chosen,
        sets: or("sets", &sets),
        channel: form.channel().id().to_owned(),
        assisted: form.one("assisted") == "1",
        fingerprint: form.one("fingerprint") == "1",
        return_by: form.return_by().id().to_owned(),
        return_address: form.one("return_address").to_owned(),
        focus: if screen.wrong.is_empty() { screen.focus } else { Focus::Wrong },
        wrong: screen.wrong,
    })
}

/// What was typed to find a procedure.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindQuery {
    q: String,
}

/// Procedures found while one types, as a part of the page.
pub async fn found(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(query): Query<FindQuery>,
) -> Result<Response<Body>, Problem> {
    let desk = Desk::of(&site, &gate, &asked, Action::ReceiveDossier).await?;
    let query: String = query.q.chars().take(QUERY_LENGTH_MAX).collect();
    let catalogue = site.catalogue().await?;
    let part = shown::found(&search(&desk, &catalogue, query.trim()), desk.text);
    let mut response = part.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Whether this desk takes dossiers of a procedure.
fn is_here(desk: &Desk, item: &Item) -> bool {
    let here = desk.offices.get(desk.office());
    let of = item.published.as_deref();
    here.zip(of).is_some_and(|(here, of)| is_received(desk.office(), here, of))
}

/// The one procedure that is meant: by its code, by its short name, or as the only one found.
fn named(desk: &Desk, catalogue: &Catalogue, query: &str) -> Option<String> {
    let exact = catalogue.by_code(query).filter(|item| is_here(desk, item));
    if let Some(item) = exact {
        return Some(item.entry.code.clone());
    }
    let wanted = fold(query);
    let featured = &desk.site.province().terms.featured;
    let is_short = |item: &&Item| {
        let short = featured.iter().find(|it| it.code == item.entry.code);
        let short = short.and_then(|it| it.short.as_ref()).map(|short| short.vi.as_str());
        let mut names = item.entry.also.iter().map(String::as_str).chain(short);
        is_here(desk, item) && names.any(|name| fold(name) == wanted)
    };
    let mut short = catalogue.items.iter().filter(is_short);
    if let (Some(item), None) = (short.next(), short.next()) {
        return Some(item.entry.code.clone());
    }
    let found = catalogue.find(query, &Filter::default());
    let mut here =
        found.entries.iter().map(|it| catalogue.item(*it)).filter(|it| is_here(desk, it));
    match (found.whole, here.next(), here.next()) {
        (true, Some(item), None) => Some(item.entry.code.clone()),
        (_, _, _) => None,
    }
}

fn search(desk: &Desk, catalogue: &Catalogue, query: &str) -> Vec<Found> {
    if query.is_empty() {
        return Vec::new();
    }
    let found = catalogue.find(query, &Filter::default());
    let items = found.entries.iter().map(|number| catalogue.item(*number));
    let here = items.filter(|item| is_here(desk, item)).take(FOUND_MAX);
    here.map(|item| Found {
        code: item.entry.code.clone(),
        name: finder::name(desk.text, item),
        beside: item
            .published
            .as_deref()
            .map_or_else(|| Said::plain(String::new()), |of| view::said(desk.text, &of.field.name)),
    })
    .collect()
}

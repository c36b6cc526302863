//! Acting on a dossier by a form: asked on a page of its own, checked, told through the door.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::dossier::{Means, Method, Opinion, Outcome, Paper, Phase, Proof, Reason, Wrong};
use domain::procedure::description::{Quantity, Silence, Span, Unit};
use domain::refusal::Refusal;
use page::dossier::{Act, Action, Filled, Wrong as FieldWrong};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::super::act::{self, Body as Asked_, Book, DutyAsked, Item};
use super::super::{apologies, words};
use super::scene::Scene;
use super::{one, options};
use crate::commit::{Error, IdempotencyKey};
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Items of a notice of payment that one form takes.
const DUTY_ITEMS: usize = 4;

/// The form of an act.
pub async fn ask(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path((code, name)): Path<(String, String)>,
) -> Result<Response<Body>, Problem> {
    let action = Action::parse(&name).ok_or(Missing)?;
    let page = page(&site, &gate, &asked, &code, action, Filled::default()).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn page(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    code: &str,
    action: Action,
    filled: Filled,
) -> Result<Act, Problem> {
    let opened = one::open(site, gate, code).await?;
    let known = &opened.known;
    let scene = Scene::of_one(site, asked, known, std::iter::empty()).await?;
    let dossier = &known.dossier;
    if !options::may(gate, &opened.thing, dossier).contains(&action) {
        let wrong = Wrong::NotNow { act: action.id(), phase: dossier.phase };
        return Err(Error::Refused(Refusal::Dossier(wrong)).into());
    }
    let filled = match action == Action::Apologise && filled.0.is_empty() {
        true => apologies::drafted(&scene, dossier),
        false => filled,
    };
    let lacks = [Action::RequestSupplement, Action::Refuse].contains(&action);
    let came = action == Action::CompleteSupplement;
    Ok(Act {
        action,
        head: scene.head(known),
        version: u64::try_from(dossier.version).unwrap_or(0),
        back: None,
        facts: Vec::new(),
        effects: Vec::new(),
        warning: None,
        deadline: scene.deadline(site, dossier),
        options: options::options(site, gate, &scene, action, dossier).await?,
        lacks: lacks.then(|| options::lacks(&scene, dossier)),
        papers: came.then(|| options::papers(&scene, dossier)),
        hidden: Vec::new(),
        filled,
        wrong: Vec::new(),
        problem: None,
    })
}

/// What every form of an act carries: pairs as the browser sent them.
type Pairs = Vec<(String, String)>;

/// Does an act: leads back to the dossier, or shows the form again with what was wrong.
pub async fn act(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path((code, name)): Path<(String, String)>,
    sent: Sent<Pairs>,
) -> Result<Response<Body>, Problem> {
    let action = Action::parse(&name).ok_or(Missing)?;
    let filled = Filled(sent.form);
    let known = act::find(&site, &code).await?;
    let phase = known.dossier.phase;
    let name = name_of(action, &filled, phase);
    let done = match body(action, &filled, &known.dossier) {
        Ok(body) => done(&site, &gate, &code, name, &body, sent.key).await,
        Err(wrongs) => Ok(Err(Refused::Fields(wrongs))),
    }?;
    match done {
        Ok(()) => {
            let path = match action {
                Action::Sign => "/approve?done=sign".to_owned(),
                _ => format!("/dossiers/{code}?done={}", action.id()),
            };
            Ok(Redirect::to(&path).into_response())
        }
        Err(refused) => {
            let page = page(&site, &gate, &asked, &code, action, filled).await?;
            let shown = refused.on(page, &asked);
            Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
    }
}

/// Why a form is shown again.
enum Refused {
    /// Fields that were not filled in rightly.
    Fields(Vec<&'static str>),
    /// A rule said no.
    Rule(Refusal),
}

impl Refused {
    fn on(self, mut page: Act, asked: &Asked) -> Act {
        let text = page::Text::new(asked.language);
        match self {
            Refused::Fields(fields) => {
                page.wrong = fields
                    .into_iter()
                    .map(|field| FieldWrong {
                        field: field.to_owned(),
                        text: text.dossier_fill_in(),
                    })
                    .collect();
            }
            Refused::Rule(Refusal::Dossier(Wrong::Fields(fields))) => {
                page.wrong = fields
                    .iter()
                    .map(|at| FieldWrong {
                        field: field_of(&at.place).to_owned(),
                        text: words::flaw(text, at),
                    })
                    .collect();
            }
            Refused::Rule(Refusal::Dossier(wrong)) => {
                page.problem = Some(words::wrong(text, &wrong));
            }
            Refused::Rule(Refusal::VersionMovedOn { .. }) => {
                page.problem = Some(text.dossier_moved_on());
            }
            Refused::Rule(other) => page.problem = Some(other.to_string()),
        }
        page
    }
}

/// The field of a form that a place of the rules stands in.
fn field_of(place: &str) -> &str {
    match place {
        "text" => "reason",
        "amount_vnd" => "amount",
        "receipt.series" | "receipt.form" => "book",
        "code" => "foreign",
        // A form tells what is wrong with a paper above all of them.
        place if place.starts_with("components") => "came",
        other => other,
    }
}

async fn done(
    site: &Site,
    gate: &Gate,
    code: &str,
    name: &str,
    body: &Asked_,
    key: Option<IdempotencyKey>,
) -> Result<Result<(), Refused>, Problem> {
    match act::try_act(site, gate, code, name, body, key).await? {
        Ok(_) => Ok(Ok(())),
        Err(Error::Refused(refusal)) => Ok(Err(Refused::Rule(refusal))),
        Err(error) => Err(error.into()),
    }
}

/// The act that a form means: some forms offer two.
fn name_of(action: Action, filled: &Filled, phase: Phase) -> &'static str {
    match action {
        Action::ReturnStep if phase == Phase::Proposed => "send-back",
        Action::ApproveDueDate if filled.one("approval") == "decline" => "decline-due-date",
        other => other.id(),
    }
}

/// A kind of the rules by its name in data.
fn kind<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Json::String(name.to_owned())).ok()
}

fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn day(filled: &Filled, name: &str) -> Option<jiff::civil::Date> {
    let part = |part: &str| filled.one(&format!("{name}.{part}")).trim().to_owned();
    let [year, month, day] = [part("year"), part("month"), part("day")];
    match year.is_empty() && month.is_empty() && day.is_empty() {
        true => filled.one(name).trim().parse().ok(),
        false => format!("{year:0>4}-{month:0>2}-{day:0>2}").parse().ok(),
    }
}

fn amount(text: &str) -> Option<u64> {
    let plain: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    plain.parse().ok()
}

/// What was filled in, as the act takes it; else the fields that must be filled in.
fn body(
    action: Action,
    filled: &Filled,
    dossier: &domain::dossier::Dossier,
) -> Result<Asked_, Vec<&'static str>> {
    let one = |name: &str| filled.one(name);
    // A reason, an opinion, a note: each form has one box for words.
    let text = ["text", "reason", "note"].into_iter().map(one).find(|it| !it.trim().is_empty());
    let mut body = Asked_ {
        expected_version: one("expected_version").parse().ok(),
        text: text.unwrap_or_default().trim().to_owned(),
        basis: one("basis").trim().to_owned(),
        again: one("again").trim().to_owned(),
        until: day(filled, "until"),
        sets: one("sets").trim().parse().unwrap_or(0),
        account: some(one("to")),
        step: one("step").parse().ok(),
        office: some(one("office")).or_else(|| some(one("outside"))),
        document: one("document").trim().to_owned(),
        due: day(filled, "due"),
        code: one("foreign").trim().to_owned(),
        number: some(one("number")),
        signed_by: some(one("signed_by")),
        payee: one("payee").trim().to_owned(),
        notice: one("notice").trim().to_owned(),
        opinion: kind::<Opinion>(one("opinion")),
        outcome: kind::<Outcome>(one("outcome")),
        method: kind::<Method>(one("method")),
        means: kind::<Means>(one("means")),
        proof: kind::<Proof>(one("proof")),
        reason: kind::<Reason>(one("kind")),
        silence: kind::<Silence>(one("silence")).unwrap_or_default(),
        authorised: one("authorised") == "yes",
        evidence: some(one("evidence")),
        duty: one("for") == "duty",
        ..Asked_::default()
    };
    body.items = items(filled);
    body.components = components(filled);
    let mut missing = Vec::new();
    match action {
        Action::Consult => {
            let unit = kind::<Unit>(one("unit"));
            let amount: Option<u32> = one("limit").trim().parse().ok();
            body.limit = unit
                .zip(amount.filter(|it| (1..=365).contains(it)))
                .map(|(unit, it)| Span { quantity: Quantity::whole(it), unit });
            missing.extend(body.limit.is_none().then_some("limit"));
            missing.extend(body.office.is_none().then_some("office"));
        }
        Action::Reply => {
            let account = dossier.awaited().next().map(|asked| asked.id);
            body.consultation = one("consultation").parse().ok().or(account);
            missing.extend(body.opinion.is_none().then_some("opinion"));
        }
        Action::RequestPayment => body.duties = duties(filled),
        Action::RecordPayment => {
            body.amount_vnd = amount(one("amount")).unwrap_or(0);
            let book = one("book").split_once(' ');
            body.receipt = book
                .map(|(form, series)| Book { form: form.to_owned(), series: series.to_owned() });
            missing.extend((body.amount_vnd == 0).then_some("amount"));
            missing.extend(body.means.is_none().then_some("means"));
        }
        Action::VoidPayment => {
            let open = dossier.payments.iter().rev().find(|it| !it.voided && !it.duty);
            let receipt = open.and_then(|it| it.payment.receipt.as_ref());
            body.receipt =
                receipt.map(|it| Book { form: it.form.clone(), series: it.series.clone() });
            body.receipt_number = receipt.map(|it| it.number);
        }
        Action::Apologise | Action::ChangeDueDate => {
            missing.extend(body.due.is_none().then_some("due"));
        }
        Action::Propose => missing.extend(body.outcome.is_none().then_some("outcome")),
        Action::Finish => {
            body.register = body.number.is_none();
            missing.extend(body.outcome.is_none().then_some("outcome"));
            missing.extend(body.signed_by.is_none().then_some("signed_by"));
        }
        Action::ReturnResult => missing.extend(body.proof.is_none().then_some("proof")),
        Action::Stop => missing.extend(body.reason.is_none().then_some("kind")),
        Action::Reassign => missing.extend(body.account.is_none().then_some("to")),
        Action::Transfer => missing.extend(body.office.is_none().then_some("office")),
        _ => {}
    }
    if missing.is_empty() { Ok(body) } else { Err(missing) }
}

/// Papers that are not right, each with its reason.
fn items(filled: &Filled) -> Vec<Item> {
    let ticked = filled.all("lack");
    let item = |id: &str| Item {
        component: Some(id.to_owned()).filter(|id| id != "whole"),
        reason: kind(filled.one(&format!("reason.{id}"))).unwrap_or(Reason::Missing),
        text: filled.one(&format!("text.{id}")).trim().to_owned(),
    };
    ticked.map(item).collect()
}

/// Papers that came.
fn components(filled: &Filled) -> Vec<domain::dossier::Handed> {
    let came = filled.all("came");
    let paper = |id: &str| domain::dossier::Handed {
        id: id.to_owned(),
        form: kind(filled.one(&format!("form.{id}"))).unwrap_or(Paper::Original),
        quantity: filled.one(&format!("quantity.{id}")).trim().parse().unwrap_or(1),
        presented: false,
        attachment: some(filled.one(&format!("attachment.{id}"))),
        file: None,
    };
    came.map(paper).collect()
}

fn duties(filled: &Filled) -> Vec<DutyAsked> {
    let item = |at: usize| {
        let name = some(filled.one(&format!("items[{at}].name")))?;
        let amount_vnd = amount(filled.one(&format!("items[{at}].amount"))).unwrap_or(0);
        Some(DutyAsked { name, amount_vnd })
    };
    (0..DUTY_ITEMS).filter_map(item).collect()
}

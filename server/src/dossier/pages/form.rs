//! Acting on a dossier by a form: asked on a page of its own, checked, told through the door.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::access::{Action as Right, Conjunct, Purpose};
use domain::dossier::Wrong;
use domain::refusal::Refusal;
use page::dossier::{Act, Action, Filled, Wrong as FieldWrong};
use serde::Deserialize;

use super::super::act::{self, Body as ActBody};
use super::super::read::Known;
use super::super::{apologies, counter, files, words};
use super::one::Opened;
use super::scene::Scene;
use super::{asked, beside, one, options, sent};
use crate::attachment::No;
use crate::attachment::enclosed::{self, Enclosed};
use crate::commit::{Error, IdempotencyKey};
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Where a form was opened from; there it leads back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The dossier's own page.
    Dossier,
    /// A leader's inbox.
    Approve,
    /// The records keeper's register.
    Results,
    /// The counter, which found it.
    Counter,
}

impl Origin {
    fn parse(id: &str) -> Origin {
        match id {
            "approve" => Origin::Approve,
            "results" => Origin::Results,
            "counter" => Origin::Counter,
            _ => Origin::Dossier,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Origin::Dossier => "",
            Origin::Approve => "approve",
            Origin::Results => "results",
            Origin::Counter => "counter",
        }
    }
}

/// Where it leads once an act is done: whoever gave a dossier away may not see it any more.
async fn after(
    site: &Site,
    gate: &Gate,
    code: &str,
    action: Action,
    from: Origin,
) -> Result<String, Problem> {
    let done = action.id();
    let to = match (from, action) {
        (Origin::Approve, _) | (Origin::Dossier, Action::Sign) => format!("/approve?done={done}"),
        (Origin::Results, Action::Number) => format!("/results?done={done}"),
        (Origin::Results, _) => format!("/results?tab=numbered&done={done}"),
        (Origin::Counter, _) => format!("{}&done={done}", counter::lookup::path(code)),
        (Origin::Dossier, _) => {
            let known = act::find(site, code).await?;
            let thing = act::thing(site, &known).await?;
            match gate.may_do(Right::ReadDossier, &thing, Some(Purpose::Handling)) {
                Ok(_) => format!("/dossiers/{code}?done={done}"),
                Err(_) => format!("/work?done={done}"),
            }
        }
    };
    Ok(to)
}

/// What the address of a form says beside the act.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    from: String,
}

/// The form of an act.
pub async fn ask(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path((code, name)): Path<(String, String)>,
    Query(at): Query<Where>,
) -> Result<Response<Body>, Problem> {
    let action = Action::parse(&name).ok_or(Missing)?;
    let from = Origin::parse(&at.from);
    let known = act::find(&site, &code).await?;
    let name = sent::name_of(action, &Filled::default(), known.dossier.phase);
    match bar(&site, &gate, name, &known).await? {
        Bar::None => {}
        Bar::Factor => {
            return Ok(again(&with_query(&path(&code, action), &[("from", from.id())])));
        }
        Bar::Right => return barred(&site, &gate, &asked, &code).await,
    }
    let opened = one::open(&site, &gate, &code).await?;
    if !is_offered(&gate, &opened, action) {
        let wrong = Wrong::NotNow { act: action.id(), phase: opened.known.dossier.phase };
        let why = words::wrong(page::Text::new(asked.language), &wrong);
        return one::refused(&site, &gate, &asked, &opened, (StatusCode::CONFLICT, why)).await;
    }
    let page = page(&site, &gate, &asked, &opened, (action, from), None).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn is_offered(gate: &Gate, opened: &Opened, action: Action) -> bool {
    options::may(gate, &opened.offices, &opened.thing, &opened.known.dossier).contains(&action)
}

fn path(code: &str, action: Action) -> String {
    format!("/dossiers/{code}/{}", action.id())
}

/// To the second factor, and back.
pub fn again(back: &str) -> Response<Body> {
    Redirect::to(&with_query("/sign-in/again", &[("next", back)])).into_response()
}

/// What stands between the visitor and an act.
enum Bar {
    /// Nothing.
    None,
    /// Only the second factor, given again.
    Factor,
    /// The right to it, where the dossier stands now.
    Right,
}

async fn bar(site: &Site, gate: &Gate, name: &str, known: &Known) -> Result<Bar, Problem> {
    let thing = act::thing(site, known).await?;
    let action = act::action(name, &known.dossier).ok_or(Missing)?;
    Ok(match gate.may_do(action, &thing, Some(Purpose::Handling)) {
        Ok(_) => Bar::None,
        Err(refused) if refused.conjunct == Conjunct::Factor => Bar::Factor,
        Err(_) => Bar::Right,
    })
}

/// The dossier's page with why an act is not for the visitor; whoever may not read it learns
/// nothing.
async fn barred(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    code: &str,
) -> Result<Response<Body>, Problem> {
    let opened = one::open(site, gate, code).await?;
    let why = page::Text::new(asked.language).dossier_not_for_you();
    one::refused(site, gate, asked, &opened, (StatusCode::FORBIDDEN, why)).await
}

async fn page(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    opened: &Opened,
    (action, from): (Action, Origin),
    filled: Option<Filled>,
) -> Result<Act, Problem> {
    let known = &opened.known;
    let by = opened.events.iter().map(|(_, event)| event.by.as_str());
    let scene = Scene::of_one(site, asked, known, by).await?;
    let dossier = &known.dossier;
    let (text, code) = (scene.text, &dossier.filing.code);
    let mut hidden = asked::hidden(gate, action, opened);
    if from != Origin::Dossier {
        hidden.push(("from", from.id().to_owned()));
    }
    let mut options = options::options(site, gate, &scene, action, opened).await?;
    if let Some(filled) = &filled {
        options.kept = files::kept(site, gate, text, filled.one("file")).await?;
    }
    let lacks = [Action::RequestSupplement, Action::Refuse].contains(&action);
    let came = action == Action::CompleteSupplement;
    Ok(Act {
        action,
        head: scene.head(known),
        version: u64::try_from(dossier.version).unwrap_or(0),
        back: match from {
            Origin::Dossier => None,
            Origin::Approve => Some((format!("/approve/{code}"), text.dossier_inbox())),
            Origin::Results => Some(("/results".to_owned(), text.dossier_register())),
            Origin::Counter => Some((counter::lookup::path(code), text.lookup_name())),
        },
        facts: asked::facts(gate, &scene, action, opened),
        effects: Vec::new(),
        warning: asked::warning(&scene, action, dossier),
        deadline: scene.deadline(site, dossier),
        options,
        lacks: lacks.then(|| options::lacks(&scene, dossier)),
        papers: came.then(|| options::papers(&scene, dossier)),
        hidden,
        filled: filled.unwrap_or_else(|| match action {
            Action::Apologise => apologies::drafted(&scene, dossier),
            other => asked::proposed(other, dossier),
        }),
        wrong: Vec::new(),
        problem: None,
    })
}

/// Does an act: leads back to where it was asked from, or shows the form again with what was
/// wrong.
pub async fn act(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path((code, name)): Path<(String, String)>,
    enclosed: Enclosed,
) -> Result<Response<Body>, Problem> {
    let action = Action::parse(&name).ok_or(Missing)?;
    let Enclosed { sent, refused: no_files } = enclosed;
    let filled = Filled(sent.form);
    let from = Origin::parse(filled.one("from"));
    let known = act::find(&site, &code).await?;
    let dossier = &*known.dossier;
    let name = sent::name_of(action, &filled, dossier.phase);
    match bar(&site, &gate, name, &known).await? {
        Bar::None => {}
        Bar::Factor if action == Action::Sign => return Ok(again(&format!("/approve/{code}"))),
        Bar::Factor => {
            return Ok(again(&with_query(&path(&code, action), &[("from", from.id())])));
        }
        Bar::Right => return barred(&site, &gate, &asked, &code).await,
    }
    let done = match sent::body(action, &filled, dossier) {
        Err(fields) => Err(Refused::Fields(fields, no_files)),
        // Nothing is done without the file that was meant, or with the one that it was to replace.
        Ok(_) if !no_files.is_empty() => {
            let fields = no_files.iter().map(|(name, _)| name.clone()).collect();
            Err(Refused::Fields(fields, no_files))
        }
        Ok(_) if action == Action::Sign && !is_read(&site, &known, &filled).await? => {
            Err(Refused::Moved)
        }
        Ok(body) if action == Action::Consult => {
            let consult = Consult { code: &code, body, key: sent.key };
            consult.all(&site, &gate, &asked, &filled).await?
        }
        Ok(body) => told(act::try_act(&site, &gate, &code, name, &body, sent.key).await?)?,
    };
    let refused = match done {
        Ok(()) => {
            let to = after(&site, &gate, &code, action, from).await?;
            return Ok(Redirect::to(&to).into_response());
        }
        Err(refused) => refused,
    };
    let opened = one::open(&site, &gate, &code).await?;
    if !is_offered(&gate, &opened, action) {
        let why = refused.words(page::Text::new(asked.language));
        return one::refused(&site, &gate, &asked, &opened, (StatusCode::CONFLICT, why)).await;
    }
    let left = refused.left(filled);
    let page = page(&site, &gate, &asked, &opened, (action, from), Some(left)).await?;
    let shown = refused.on(page, &asked);
    Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

/// Whether what is signed is what was read: the form carries the hash of the draft.
async fn is_read(site: &Site, known: &Known, filled: &Filled) -> Result<bool, Problem> {
    let draft = beside::drafted(site, known).await?;
    Ok(draft.is_some_and(|draft| one::hash(&draft) == filled.one("hash")))
}

/// Why a form is shown again.
enum Refused {
    /// Fields that were not filled in rightly.
    Fields(Vec<String>, Vec<(String, No)>),
    /// A rule said no.
    Rule(Box<Refusal>),
    /// What is signed is not what was read.
    Moved,
    /// Some offices were asked, and one could not be: which are left, and what happened.
    Partly(Vec<String>, String),
}

/// The answer of the rules; faults are no answer.
fn told(answer: Result<crate::commit::Accepted, Error>) -> Result<Result<(), Refused>, Problem> {
    match answer {
        Ok(_) => Ok(Ok(())),
        Err(Error::Refused(refusal)) => Ok(Err(Refused::Rule(Box::new(refusal)))),
        Err(error) => Err(error.into()),
    }
}

/// A question to several offices: each is a command of its own.
struct Consult<'a> {
    code: &'a str,
    body: ActBody,
    key: Option<IdempotencyKey>,
}

impl Consult<'_> {
    async fn all(
        mut self,
        site: &Site,
        gate: &Gate,
        asked: &Asked,
        filled: &Filled,
    ) -> Result<Result<(), Refused>, Problem> {
        let text = page::Text::new(asked.language);
        let offices = sent::offices(filled);
        for (at, office) in offices.iter().enumerate() {
            self.body.office = Some(office.clone());
            let key = each_key(self.key.as_ref(), at);
            let answer = act::try_act(site, gate, self.code, "consult", &self.body, key).await?;
            // Each question is an event: what was seen before it is one older.
            self.body.expected_version = self.body.expected_version.map(|version| version + 1);
            match told(answer)? {
                Ok(()) => {}
                Err(Refused::Rule(refusal)) if at > 0 => {
                    let why = refusal_words(text, &refusal);
                    let count = text.number(at as u64);
                    let left = offices[at..].to_vec();
                    return Ok(Err(Refused::Partly(left, text.dossier_asked_partly(count, why))));
                }
                Err(refused) => return Ok(Err(refused)),
            }
        }
        Ok(Ok(()))
    }
}

/// Does one of several acts: done, or why not in words. A right that is lacking where the dossier
/// stands now is such an answer; a fault of the house is not.
pub async fn tried(
    site: &Site,
    gate: &Gate,
    text: page::Text,
    (code, name): (&str, &str),
    body: &ActBody,
    key: Option<IdempotencyKey>,
) -> Result<Result<(), String>, Problem> {
    match act::try_act(site, gate, code, name, body, key).await {
        Ok(answer) => Ok(match told(answer)? {
            Ok(()) => Ok(()),
            Err(refused) => Err(refused.words(text)),
        }),
        Err(problem) if matches!(problem.status, 403 | 404) => Ok(Err(text.dossier_not_for_you())),
        Err(problem) => Err(problem),
    }
}

/// The key of one of several commands that one form asks for.
pub fn each_key(key: Option<&IdempotencyKey>, at: usize) -> Option<IdempotencyKey> {
    key.map(|it| IdempotencyKey { key: format!("{}.{at}", it.key), request: it.request.clone() })
}

/// Why a command was refused, in words.
pub fn refusal_words(text: page::Text, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Dossier(Wrong::Fields(fields)) => {
            let flaws = fields.iter().map(|at| words::flaw(text, at));
            flaws.collect::<Vec<_>>().join(" ")
        }
        Refusal::Dossier(wrong) => words::wrong(text, wrong),
        Refusal::VersionMovedOn { .. } => text.dossier_moved_on(),
        Refusal::UnknownAccount => text.dossier_unknown_account(),
        Refusal::UnknownOffice(office) => text.dossier_unknown_office(office),
        Refusal::KeyTaken(_) => text.dossier_key_taken(),
        other => other.to_string(),
    }
}

impl Refused {
    /// What happened, in words.
    fn words(&self, text: page::Text) -> String {
        match self {
            Refused::Fields(..) => text.dossier_fields(),
            Refused::Moved => text.dossier_draft_moved(),
            Refused::Partly(_, told) => told.clone(),
            Refused::Rule(refusal) => refusal_words(text, refusal),
        }
    }

    /// What stays filled in: offices that were asked already are not asked again.
    fn left(&self, mut filled: Filled) -> Filled {
        let Refused::Partly(offices, _) = self else { return filled };
        filled.0.retain(|(name, value)| match name.as_str() {
            "office" | "outside" => offices.contains(value),
            _ => true,
        });
        filled
    }

    fn on(self, mut page: Act, asked: &Asked) -> Act {
        let text = page::Text::new(asked.language);
        match self {
            Refused::Fields(fields, no_files) => {
                let wrong = |field: String| {
                    // A file that was refused is missing too: why is told alone.
                    let no = no_files.iter().find(|(name, _)| *name == field);
                    let told = no.map(|(_, no)| enclosed::why(text, no));
                    let text = told.unwrap_or_else(|| match field.as_str() {
                        "file" => text.attachment_no_file(),
                        "book" => text.dossier_need_book(),
                        "amount" => text.dossier_need_amount(),
                        "evidence" => text.dossier_need_evidence(),
                        _ => text.dossier_fill_in(),
                    });
                    FieldWrong { field, text }
                };
                page.wrong = fields.into_iter().map(wrong).collect();
            }
            Refused::Rule(refusal) => rule(&refusal, &mut page, text),
            other @ (Refused::Moved | Refused::Partly(..)) => {
                page.problem = Some(other.words(text));
            }
        }
        // What no field of the form is about is told above all of them.
        let fields = page.fields(text);
        let papers = page.lacks.is_some() || page.papers.is_some();
        let is_shown = |wrong: &FieldWrong| {
            let of_papers = papers && !wrong.field.contains("items");
            fields.contains(&wrong.field) || wrong.field == "items" || of_papers
        };
        let (shown, other) = page.wrong.drain(..).partition(is_shown);
        page.wrong = shown;
        let other: Vec<FieldWrong> = other;
        if let Some(first) = other.into_iter().next() {
            page.problem.get_or_insert(first.text);
        }
        page
    }
}

/// A rule's refusal at the field that it is about, else above the form.
fn rule(refusal: &Refusal, page: &mut Act, text: page::Text) {
    let whole = |page: &mut Act, field: &str| {
        let told = FieldWrong { field: field.to_owned(), text: refusal_words(text, refusal) };
        page.wrong = vec![told];
    };
    match refusal {
        Refusal::Dossier(Wrong::Fields(fields)) => {
            let wrong = |at: &domain::dossier::At| FieldWrong {
                field: sent::field_of(page.action, &at.place, &page.filled),
                text: words::flaw(text, at),
            };
            page.wrong = fields.iter().map(wrong).collect();
        }
        Refusal::Dossier(Wrong::NothingNamed) => whole(page, "lack"),
        Refusal::Dossier(Wrong::AskedBefore) => whole(page, "again"),
        Refusal::Dossier(Wrong::SetsDiffer { .. }) => whole(page, "sets"),
        Refusal::Dossier(Wrong::NotLater) => whole(page, "due"),
        Refusal::Dossier(Wrong::Overpaid(_)) => whole(page, "amount"),
        Refusal::UnknownAccount => whole(page, "to"),
        Refusal::UnknownOffice(_) => whole(page, "office"),
        other => page.problem = Some(refusal_words(text, other)),
    }
}

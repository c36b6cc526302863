//! One's own drafts: the list, going on with one, and what a new revision changed about it.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::application::{self, Moved, Step};
use domain::procedure::description::Description;
use page::Text;
use page::apply::{Changes, Drafts, Waiting};
use page::procedure::Said;
use serde::Deserialize;

use super::draft::{self, Draft};
use super::plan::{self, Applying};
use super::sent;
use crate::commit::Error;
use crate::dossier::history;
use crate::procedure::view::{day, said};
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// A draft that is asked for by its code.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    code: String,
}

/// The list; with a code, the draft of it.
pub async fn list(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Query(wanted): Query<Wanted>,
) -> Result<Response<Body>, Problem> {
    let drafts = mine(&site, &gate).await?;
    let typed: String = wanted.code.chars().filter(char::is_ascii_alphanumeric).collect();
    let code = typed.to_uppercase();
    if drafts.iter().any(|draft| draft.code == code) {
        return Ok(Redirect::to(&format!("/my/drafts/{code}")).into_response());
    }
    let unknown = Some(wanted.code).filter(|code| !code.trim().is_empty());
    let page = Drafts { unknown, ..page(&site, &asked, drafts).await? };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// One's own drafts, the last touched first.
pub async fn waiting(site: &Site, gate: &Gate, asked: &Asked) -> Result<Vec<Waiting>, Problem> {
    Ok(page(site, asked, mine(site, gate).await?).await?.waiting)
}

async fn mine(site: &Site, gate: &Gate) -> Result<Vec<Draft>, Problem> {
    let account = gate.caller().account().ok_or_else(Problem::sign_in)?;
    draft::of(site, account).await
}

/// The list where somebody has too many drafts to begin another.
pub async fn full(site: &Site, gate: &Gate, asked: &Asked) -> Result<Response<Body>, Problem> {
    let drafts = mine(site, gate).await?;
    let page = Drafts { full: true, ..page(site, asked, drafts).await? };
    Ok(html(site, asked, StatusCode::CONFLICT, &page))
}

async fn page(site: &Site, asked: &Asked, drafts: Vec<Draft>) -> Result<Drafts, Problem> {
    let mut waiting = Vec::new();
    for draft in drafts {
        let closed = plan::online(site, &draft.procedure).await?.is_none();
        let applying = Applying::of(site, asked, draft).await?;
        let done = applying.steps.iter().filter(|step| applying.is_done(step)).count();
        waiting.push(Waiting {
            code: applying.draft.code.clone(),
            procedure: applying.procedure(),
            saved: applying.instant(applying.draft.changed),
            until: applying.text.date(day(applying.draft.until())),
            answered: (done as u64, applying.steps.len() as u64),
            closed,
        });
    }
    Ok(Drafts { waiting, ..Drafts::default() })
}

/// Where a draft is to be shown instead: what became of it, what changed about it meanwhile, or the
/// list where its procedure is no longer taken in on the network. `None`: it goes on.
pub async fn elsewhere(site: &Site, draft: &Draft) -> Result<Option<String>, Problem> {
    if let Some(dossier) = &draft.dossier {
        return Ok(Some(sent::path(dossier)));
    }
    let changes = || Some(format!("/my/drafts/{}/changes", draft.code));
    match plan::online(site, &draft.procedure).await? {
        None => Ok(Some("/my/drafts".to_owned())),
        Some((revision, _)) if revision != draft.revision => {
            go_over(site, draft, revision).await?;
            Ok(changes())
        }
        Some(_) if draft.content.moved_from.is_some() && !draft.content.moved_seen => Ok(changes()),
        Some(_) => Ok(None),
    }
}

/// Takes a draft over to another revision. What was typed stays; questions and papers that are asked
/// for otherwise are to be looked at again.
async fn go_over(site: &Site, draft: &Draft, revision: u32) -> Result<(), Problem> {
    let (old, new) = contents(site, &draft.procedure, draft.revision, revision).await?;
    let answers = domain::form::Answers::new();
    let moved = application::moved(&old, &new, &answers);
    let from = draft.revision;
    draft::change(site, &draft.code, move |draft| {
        // Another window may have done it already.
        if draft.revision != from {
            return;
        }
        draft.revision = revision;
        let content = &mut draft.content;
        let unseen = content.moved_from.filter(|_| !content.moved_seen);
        content.moved_from = Some(unseen.unwrap_or(from));
        content.moved_seen = false;
        content.through.insert(from);
        let questions = moved.changed.iter().cloned().map(Step::Question);
        for step in questions.chain(moved.papers_changed.iter().cloned().map(Step::Paper)) {
            content.done.remove(&step.to_string());
        }
    })
    .await?;
    Ok(())
}

async fn contents(
    site: &Site,
    code: &str,
    old: u32,
    new: u32,
) -> Result<(std::sync::Arc<Description>, std::sync::Arc<Description>), Problem> {
    let (at, code) = (site.clone(), code.to_owned());
    let read = site.house().db.read(move |tx| {
        let register = at.register();
        let old = register.content(tx, &code, old)?;
        Ok::<_, Error>(old.zip(register.content(tx, &code, new)?))
    });
    Ok(read.await?.ok_or(Missing)?)
}

/// Goes on with a draft where it was left.
pub async fn resume(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let draft = plan::own(&site, &gate, &code).await?;
    if let Some(path) = elsewhere(&site, &draft).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    let applying = Applying::of(&site, &asked, draft).await?;
    Ok(Redirect::to(&applying.next()).into_response())
}

/// Removes a draft.
pub async fn remove(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
    _sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let draft = plan::own(&site, &gate, &code).await?;
    draft::remove(&site, &draft.code).await?;
    Ok(Redirect::to("/my/drafts").into_response())
}

/// What another revision changed; from now on its owner has seen it.
pub async fn changes(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let draft = plan::own(&site, &gate, &code).await?;
    let Some(from) = draft.content.moved_from.filter(|_| draft.dossier.is_none()) else {
        return Ok(Redirect::to(&format!("/my/drafts/{}", draft.code)).into_response());
    };
    let draft = draft::change(&site, &draft.code, |draft| draft.content.moved_seen = true).await?;
    let (old, new) = contents(&site, &draft.procedure, from, draft.revision).await?;
    let applying = Applying::of(&site, &asked, draft).await?;
    let page = changed(&applying, from, &old, &new).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn changed(
    applying: &Applying,
    from: u32,
    old: &Description,
    new: &Description,
) -> Result<Changes, Problem> {
    let t = applying.text;
    let given = gone(applying).await?;
    let moved: Moved = application::moved(old, new, &domain::form::Answers::new());
    let labels = |of: &Description, ids: &[String]| ids.iter().map(|id| label(t, of, id)).collect();
    let papers = |of: &Description, ids: &[String]| -> Vec<Said> {
        let named = |id: &String| of.components.iter().find(|it| it.id == *id);
        ids.iter().filter_map(named).map(|it| said(t, &it.name)).collect()
    };
    let (to, code) = (applying.draft.revision, &applying.draft.procedure);
    let values = [("from", &*from.to_string()), ("to", &*to.to_string())];
    Ok(Changes {
        procedure: applying.procedure(),
        since: since(applying, to).await?,
        gone: given.into_iter().map(|(_, name, value)| (name, value)).collect(),
        new: labels(new, &moved.new),
        changed: labels(new, &moved.changed),
        papers_gone: papers(old, &moved.papers_gone),
        papers_new: papers(new, &moved.papers_new),
        papers_changed: papers(new, &moved.papers_changed),
        next: applying.next(),
        compare: with_query(&format!("/procedures/{code}/diff"), &values),
    })
}

/// The first day of a revision, in words.
async fn since(applying: &Applying, revision: u32) -> Result<String, Problem> {
    let (site, code) = (&applying.site, applying.draft.procedure.clone());
    let read = site.house().db.read(move |tx| crate::procedure::read::heads(tx, &code));
    let heads = read.await.map_err(|error: Error| Problem::from(error))?;
    let head = heads.into_iter().find(|head| head.number == revision);
    let from = head.and_then(|head| head.from);
    Ok(from.map(|from| applying.text.date(day(from))).unwrap_or_default())
}

fn label(t: Text, of: &Description, id: &str) -> Said {
    let question = of.form.iter().flat_map(|form| &form.questions).find(|it| it.id == id);
    question.map_or_else(|| Said::plain(id), |it| said(t, &it.label))
}

/// What was typed for questions of any revision before that the draft's own one does not ask, by the
/// last that asked: identifier, question and answer in words.
pub async fn gone(applying: &Applying) -> Result<Vec<(String, Said, String)>, Problem> {
    let (site, code) = (&applying.site, applying.draft.procedure.clone());
    let content = &applying.draft.content;
    let mut before = content.through.clone();
    before.extend(content.moved_from);
    let at = site.clone();
    let read = site.house().db.read(move |tx| {
        let register = at.register();
        let read = before.iter().rev().map(|number| register.content(tx, &code, *number));
        read.collect::<Result<Vec<_>, Error>>()
    });
    let mut gone: Vec<(String, Said, String)> = Vec::new();
    for old in read.await?.into_iter().flatten() {
        for it in gone_of(applying, &old) {
            if !gone.iter().any(|(id, ..)| *id == it.0) {
                gone.push(it);
            }
        }
    }
    Ok(gone)
}

fn gone_of(applying: &Applying, old: &Description) -> Vec<(String, Said, String)> {
    let Some(form) = &old.form else { return Vec::new() };
    let plain = |(name, value): &(String, String)| {
        Some((name.strip_prefix("answers.")?.to_owned(), value.clone()))
    };
    let sent = applying.form.0.iter().filter_map(plain).collect();
    // A question that the old form would not ask either was answered once all the same.
    let open = domain::form::Form {
        questions: form
            .questions
            .iter()
            .cloned()
            .map(|it| domain::form::Question { when: None, ..it })
            .collect(),
        ..form.clone()
    };
    let answers = crate::procedure::trial::answers(&open, &sent, &domain::form::Answers::new());
    let now = applying.description.form.as_ref();
    let is_asked = |id: &str| now.is_some_and(|form| form.questions.iter().any(|it| it.id == id));
    let gone = answers.iter().filter(|(id, _)| !is_asked(id));
    gone.map(|(id, value)| (id.clone(), label(applying.text, old, id), history::shown(value)))
        .collect()
}

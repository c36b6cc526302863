//! Handing a draft in, once: a key that follows from the draft makes two clicks, two windows and a
//! page that is sent again one dossier.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::dossier::Wrong;
use domain::refusal::Refusal;

use super::plan::{self, Applying};
use super::{check, draft, drafts, sent};
use crate::attachment::enclosed::Enclosed;
use crate::commit::Error;
use crate::dossier::file::{self, AtDesk};
use crate::dossier::pages::form::refusal_words;
use crate::dossier::words;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Hands it in.
pub async fn submit(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let draft = plan::own(&site, &gate, &code).await?;
    let owner = draft.account.clone();
    let enclosed = Enclosed::sealed(request, &site, owner, draft.seal(&site)?).await?;
    if let Some(path) = drafts::elsewhere(&site, &draft).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    let applying = Applying::of(&site, &asked, draft).await?;
    if applying.steps.iter().any(|step| !applying.is_done(step)) {
        // What is open is marked there.
        let page = check::page(&applying, &gate, Vec::new()).await?;
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let declared = enclosed.sent.form.iter().any(|(name, value)| name == "declare" && value == "1");
    if !declared {
        let wrong = ("declare".to_owned(), applying.text.apply_declare_needed());
        let page = check::page(&applying, &gate, vec![wrong]).await?;
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    hand_in(&site, &gate, &asked, &applying).await
}

async fn hand_in(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    applying: &Applying,
) -> Result<Response<Body>, Problem> {
    let draft = &applying.draft;
    let sent = |code: &str| Redirect::to(&sent::path(code)).into_response();
    let key = Some(draft.key());
    let tried = file::try_file(site, gate, applying.filing(), key, &AtDesk::default()).await;
    if let Ok(Ok(filed)) = &tried {
        draft::handed_in(site, &draft.code, &draft.content, &filed.code).await?;
        return Ok(sent(&filed.code));
    }
    // Another window may have handed it in meanwhile, with something else in it.
    if let Some(dossier) = draft::find(site, &draft.code).await?.dossier {
        return Ok(sent(&dossier));
    }
    match tried? {
        Ok(filed) => Ok(sent(&filed.code)),
        Err(Error::Refused(refusal)) => {
            let page = check::page(applying, gate, wrongs(applying, &refusal)).await?;
            Ok(html(site, asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the rules say no to; all of it leads to the declaration, below which stands the way back.
fn wrongs(applying: &Applying, refusal: &Refusal) -> Vec<(String, String)> {
    let t = applying.text;
    let to = |told: String| ("declare".to_owned(), told);
    match refusal {
        Refusal::Dossier(Wrong::Fields(fields)) => {
            let named = |at: &domain::dossier::At| {
                let id = at.place.strip_prefix("components[").and_then(|it| it.split(']').next());
                let of = |id: &str| {
                    let component = applying.description.components.iter().find(|it| it.id == id);
                    component.map(|it| crate::procedure::words::said(t, &it.name).to_owned())
                };
                let name = id.and_then(of);
                let name = name.unwrap_or_else(|| plan::label(t, &applying.form, &at.place));
                to(t.apply_wrong(name, words::flaw(t, at)))
            };
            fields.iter().map(named).collect()
        }
        other => vec![to(refusal_words(t, other))],
    }
}

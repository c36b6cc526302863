//! The page.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use domain::LawTime;
use domain::access::Thing;
use page::dossier::Link;
use page::my::{Message, My};

use super::store;
use crate::apply::drafts;
use crate::commit::Error;
use crate::dossier::list::{Asked as ListAsked, Which};
use crate::dossier::lists;
use crate::dossier::pages::mine;
use crate::dossier::pages::scene::Scene;
use crate::notice::shown as notices;
use crate::reading::words::when;
use crate::web::gate::Gate;
use crate::web::{Asked, Problem, Site, html};

/// Dossiers that are looked through for what is to be done.
const DOSSIERS_MAX: i64 = 100;
/// Dossiers that the page shows beside those that wait for their owner.
const LATEST_MAX: usize = 5;
/// Papers that the page shows.
const PAPERS_MAX: i64 = 20;
/// Messages that the page shows.
const MESSAGES_MAX: usize = 12;

/// `GET /my`
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
) -> Result<Response<Body>, Problem> {
    let account = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    gate.may(&Thing::of(account.clone()))?;
    let wanted = ListAsked { which: Which::Own, limit: DOSSIERS_MAX, ..ListAsked::default() };
    let (lines, _) = lists::page(&site, &gate, &wanted).await?;
    let read = site.house().db.read(move |tx| {
        let told = notices::of_account(tx, &account)?;
        let values = [account.as_str().into(), PAPERS_MAX.into()];
        let rows = tx.rows(&store::PAPERS, &values)?;
        let paper = |row: &db::Row| {
            Ok::<_, db::Error>((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.int(2)?))
        };
        let papers: Vec<_> = rows.iter().map(paper).collect::<Result<_, _>>()?;
        Ok::<_, Error>((told, papers))
    });
    let (told, papers) = read.await?;
    let scene = Scene::of(&site, &asked, Vec::new(), Vec::new()).await?;
    let rows = mine::rows(&site, &scene, &lines).await?;
    let (todo, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.todo.is_some());
    let messages = told.iter().filter_map(|(code, line)| {
        let notice = notices::told(scene.text, line)?;
        Some(Message { code: code.clone(), notice })
    });
    let page = My {
        todo,
        drafts: drafts::waiting(&site, &gate, &asked).await?,
        rows: rest.into_iter().take(LATEST_MAX).collect(),
        messages: messages.take(MESSAGES_MAX).collect(),
        papers: papers
            .into_iter()
            .map(|(id, name, at)| {
                let link = Link { path: format!("/attachments/{id}"), name };
                (link, when(LawTime(at)))
            })
            .collect(),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

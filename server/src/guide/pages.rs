//! The questions, and what they lead to.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use domain::guide::{Guide, Lead};
use domain::procedure::description::{ComponentKind, Description};
use page::Text;
use page::guide::{Begin, Choice, Ends, Paper, Question};

use crate::procedure;
use crate::procedure::finder;
use crate::procedure::view::said;
use crate::web::address::with_query;
use crate::web::{Asked, Missing, Problem, Site, html};

/// `GET /guide`: situations of life.
pub async fn begin(State(site): State<Site>, asked: Asked) -> Response<Body> {
    let text = Text::new(asked.language);
    let situations = site.province().terms.guide.situations.iter().map(|situation| {
        let path = format!("/guide/{}", situation.id);
        (Choice { path, name: said(text, &situation.name) }, situation.icon.clone())
    });
    html(&site, &asked, StatusCode::OK, &Begin { situations: situations.collect() })
}

/// `GET /guide/SITUATION/0/2`: the next question, or what the answers lead to.
pub async fn go_on(
    State(site): State<Site>,
    asked: Asked,
    Path(way): Path<String>,
) -> Result<Response<Body>, Problem> {
    let guide = &site.province().terms.guide;
    let mut parts = way.split('/');
    let situation = parts.next().unwrap_or_default();
    let answers: Option<Vec<usize>> = parts.map(|part| part.parse().ok()).collect();
    let answers = answers.ok_or(Missing)?;
    let lead = guide.walk(situation, &answers).ok_or(Missing)?;
    let text = Text::new(asked.language);
    let back = match way.rsplit_once('/') {
        Some((before, _)) => format!("/guide/{before}"),
        None => "/guide".to_owned(),
    };
    let given = given(text, guide, situation, &answers);
    if let Some(question) = lead.ask.as_deref().and_then(|id| guide.question(id)) {
        let choice = |(at, answer): (usize, &domain::guide::Answer)| Choice {
            path: format!("/guide/{way}/{at}"),
            name: said(text, &answer.say),
        };
        let choices = question.answers.iter().enumerate().map(choice).collect();
        let page = Question { back, given, ask: said(text, &question.ask), choices };
        return Ok(html(&site, &asked, StatusCode::OK, &page));
    }
    let page = ends(&site, text, lead, (back, given)).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// What was answered so far, in words.
fn given(
    text: Text,
    guide: &Guide,
    situation: &str,
    answers: &[usize],
) -> Vec<page::procedure::Said> {
    let mut given = Vec::new();
    let first = guide.situations.iter().find(|it| it.id == situation);
    given.extend(first.map(|it| said(text, &it.name)));
    for (at, place) in answers.iter().enumerate() {
        let lead = guide.walk(situation, &answers[..at]);
        let question = lead.and_then(|it| guide.question(it.ask.as_deref()?));
        let answer = question.and_then(|it| it.answers.get(*place));
        given.extend(answer.map(|it| said(text, &it.say)));
    }
    given
}

async fn ends(
    site: &Site,
    text: Text,
    lead: &Lead,
    (back, given): (String, Vec<page::procedure::Said>),
) -> Result<Ends, Problem> {
    let tell = lead.tell.as_ref().map(|tell| said(text, tell));
    let mut page = Ends { back, given, tell, ..Ends::default() };
    let Some(code) = &lead.procedure else { return Ok(page) };
    let catalogue = site.catalogue().await?;
    let item = catalogue.by_code(code);
    let named = item.map(|item| finder::name(text, item));
    page.procedure = Some(named.unwrap_or_else(|| page::procedure::Said::plain(code)));
    let case = lead.case.as_deref();
    let query = [("case", case.unwrap_or_default())];
    page.more = with_query(&format!("/procedures/{code}"), &query);
    // A case that the revision of today does not have any more is not named.
    let loaded = procedure::pages::load(site, code, None).await?;
    if let Some(loaded) = loaded.filter(|it| it.whole.in_force) {
        let content = &loaded.whole.description;
        let named = content.cases.iter().find(|known| case == Some(known.id.as_str()));
        page.case = named.map(|case| said(text, &case.name));
        page.papers = papers(text, content, case);
    }
    Ok(page)
}

/// The papers of a case.
fn papers(text: Text, content: &Description, case: Option<&str>) -> Vec<Paper> {
    let of_case = content.components.iter().filter(|component| {
        let fits = |it: &String| case == Some(it.as_str());
        component.kind != ComponentKind::Note
            && (component.cases.is_empty() || component.cases.iter().any(fits))
    });
    let paper = |component: &domain::procedure::description::Component| Paper {
        name: said(text, &component.name),
        always: component.mandatory,
    };
    of_case.map(paper).collect()
}

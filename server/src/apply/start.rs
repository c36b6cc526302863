//! Where one begins: what is asked, what to have ready, how long, how much, and who may.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::account::{Kind as AccountKind, Own};
use domain::application;
use domain::form::{Form, Kind, Question};
use domain::procedure::description::{Channel, Component, ComponentKind, Description};
use page::Text;
use page::apply::{Begin, Blank, OnPaper, Start};
use page::procedure::Said;

use super::draft::{self, Content, KEPT_DAYS};
use super::plan::{self, moment};
use super::{again, drafts};
use crate::account::own::{kept::in_language, me};
use crate::procedure::pages::{self, Loaded};
use crate::procedure::view::said;
use crate::procedure::words;
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let loaded = pages::load(&site, &code, None).await?.ok_or(Missing)?;
    let page = page(&site, &gate, &asked, &loaded).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn page(site: &Site, gate: &Gate, asked: &Asked, loaded: &Loaded) -> Result<Start, Problem> {
    let text = Text::new(asked.language);
    let (of, code) = (&loaded.whole.description, &loaded.whole.head.code);
    let one = loaded.around(site, text, None).one(&loaded.whole);
    let mut drafts_here = Vec::new();
    if let Some(account) = gate.caller().account() {
        for draft in draft::of(site, account).await?.into_iter().filter(|it| it.procedure == *code)
        {
            let saved = text.instant(&moment(draft.changed));
            drafts_here.push((format!("/my/drafts/{}", draft.code), saved));
        }
    }
    let path = format!("/apply/{code}");
    Ok(Start {
        code: code.clone(),
        procedure: said(text, &of.name),
        summary: of.summary.as_ref().map(|it| said(text, it)),
        facts: one.facts,
        subjects: one.subjects,
        questions: questions(of).map(|it| said(text, &it.label)).collect(),
        papers: papers(of)
            .into_iter()
            .map(|it| (said(text, &it.name), note(text, of, it)))
            .collect(),
        drafts: drafts_here,
        kept_days: KEPT_DAYS.unsigned_abs(),
        begin: how(site, gate, asked, loaded).await?,
        sign_in: with_query("/sign-in", &[("next", &path)]),
    })
}

/// How one begins.
async fn how(site: &Site, gate: &Gate, asked: &Asked, loaded: &Loaded) -> Result<Begin, Problem> {
    let of = &loaded.whole.description;
    if !loaded.whole.in_force || !of.channels.contains(&Channel::Online) {
        return Ok(Begin::NotOnline);
    }
    let account = match (gate.caller().account(), gate.caller().kind()) {
        (Some(account), Some(AccountKind::Citizen | AccountKind::Organisation)) => account,
        (Some(_), _) => return Ok(Begin::AtCounter),
        (None, _) => return Ok(Begin::SignIn),
    };
    let text = site.province().terms.keeping.consent(again::CONSENT);
    let consent = match text {
        Some(text) if !again::agrees(site, account).await? => {
            let in_words = |it| in_language(it, asked.language);
            Some((in_words(&text.name), in_words(&text.text)))
        }
        Some(_) | None => None,
    };
    Ok(Begin::Now(consent))
}

fn questions(of: &Description) -> impl Iterator<Item = &Question> {
    of.form.iter().flat_map(|form| &form.questions)
}

/// Papers that may be asked for on the network, whatever the answers.
fn papers(of: &Description) -> Vec<&Component> {
    let is_paper = |it: &&Component| match it.kind {
        ComponentKind::Submit | ComponentKind::Present => true,
        ComponentKind::Eform | ComponentKind::Note => false,
    };
    let online = |it: &&Component| it.channels.is_empty() || it.channels.contains(&Channel::Online);
    let all = of.components.iter().filter(is_paper).filter(online);
    all.filter(|it| !application::is_form(of, it)).collect()
}

/// What is said beside a paper.
fn note(text: Text, of: &Description, paper: &Component) -> String {
    let cases = of.cases.iter().filter(|case| paper.cases.contains(&case.id));
    let cases: Vec<&str> = cases.map(|case| words::said(text, &case.name)).collect();
    if !cases.is_empty() && cases.len() < of.cases.len() {
        return text.apply_paper_when(cases.join("; "));
    }
    match &paper.condition {
        None if paper.kind == ComponentKind::Present => text.apply_paper_present(),
        Some(when) => text.apply_paper_when(words::said(text, when)),
        None if paper.mandatory && paper.replaceable_by.is_none() => String::new(),
        None => text.apply_paper_optional(),
    }
}

/// Begins a draft; with the box ticked, the consent is a fact from now on.
pub async fn begin(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let loaded = pages::load(&site, &code, None).await?.ok_or(Missing)?;
    if !matches!(how(&site, &gate, &asked, &loaded).await?, Begin::Now(_)) {
        return Ok(Redirect::to(&format!("/apply/{code}")).into_response());
    }
    let account = gate.caller().account().cloned().ok_or_else(Problem::sign_in)?;
    let ticked = sent.form.iter().any(|(name, value)| name == "consent" && value == "1");
    let text = site.province().terms.keeping.consent(again::CONSENT);
    if let (true, Some(text)) = (ticked, text) {
        let act = Own::Consent { purpose: text.id.clone(), version: text.version.clone() };
        me(&site, &gate).await?.tell(&site, act, None).await?;
    }
    let code = loaded.whole.head.code.clone();
    let (revision, _) = plan::online(&site, &code).await?.ok_or(Missing)?;
    let begun = draft::begin(&site, &account, (&code, revision), Content::default()).await?;
    match begun {
        Some(draft) => Ok(Redirect::to(&format!("/my/drafts/{}", draft.code)).into_response()),
        None => drafts::full(&site, &gate, &asked).await,
    }
}

/// The questions on paper.
pub async fn paper(
    State(site): State<Site>,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let loaded = pages::load(&site, &code, None).await?.ok_or(Missing)?;
    let text = Text::new(asked.language);
    let (of, code) = (&loaded.whole.description, &loaded.whole.head.code);
    let named = |form: &Form| said(text, form.name.as_ref().unwrap_or(&of.name));
    let page = OnPaper {
        code: code.clone(),
        procedure: said(text, &of.name),
        form: of.form.as_ref().map(named).unwrap_or_default(),
        blanks: questions(of).map(|it| blank(text, it)).collect(),
        papers: papers(of).into_iter().map(|it| said(text, &it.name)).collect(),
        address: site.absolute(&format!("/apply/{code}")),
    };
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn blank(text: Text, question: &Question) -> Blank {
    let yes_no = [text.form_yes(), text.form_no()].map(Said::plain).to_vec();
    let listed = question.choices.iter().map(|it| said(text, &it.label)).collect();
    let (choices, parts) = match question.kind {
        Kind::YesNo => (yes_no, Vec::new()),
        Kind::Choice | Kind::Choices => (listed, Vec::new()),
        Kind::Person => {
            let parts = [
                text.form_part_name(),
                text.form_part_birth_date(),
                text.form_part_identity_number(),
            ];
            (Vec::new(), parts.to_vec())
        }
        Kind::Organisation => {
            (Vec::new(), vec![text.form_part_organisation(), text.form_part_tax_code()])
        }
        Kind::Group => {
            let inner = question.questions.iter();
            (Vec::new(), inner.map(|it| words::said(text, &it.label).to_owned()).collect())
        }
        Kind::Text
        | Kind::Paragraph
        | Kind::Number
        | Kind::Money
        | Kind::Date
        | Kind::Phone
        | Kind::Email
        | Kind::Identity
        | Kind::Address
        | Kind::File => (Vec::new(), Vec::new()),
    };
    Blank {
        label: said(text, &question.label),
        hint: question.hint.as_ref().map(|it| said(text, it)),
        optional: question.optional,
        sometimes: question.when.is_some(),
        choices,
        parts,
    }
}

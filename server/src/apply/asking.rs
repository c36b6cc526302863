//! A page of an application, shown.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::application::Step;
use domain::form::{self, Kind};
use domain::procedure::description::Component;
use page::apply::{Asking, Progress, Sealed};
use page::ask::{
    checks, choose, day as day_box, file, hinted, line, mail, number, optional, radios, wrong,
};
use page::counter::relation;
use page::procedure::{Answered, Choice, Kept, Question, Said};
use serde::Deserialize;
use serde_json::Value as Json;

use super::plan::{self, Applying};
use super::{again, drafts};
use crate::dossier::counter::shown::renamed;
use crate::dossier::files;
use crate::procedure::trial::Trial;
use crate::procedure::view::{day, said};
use crate::procedure::words;
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, html};

/// Relations in which somebody applies for somebody else.
pub const RELATIONS: [&str; 4] = ["guardian", "family", "authorised", "organisation"];

/// What the address says beside the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    /// Whether the answer was sent already, and what is wrong with it is to be told.
    checked: String,
}

/// A page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path((code, step)): Path<(String, String)>,
    Query(how): Query<How>,
) -> Result<Response<Body>, Problem> {
    let draft = plan::own(&site, &gate, &code).await?;
    let step = Step::parse(&step).ok_or(Missing)?;
    if let Some(path) = drafts::elsewhere(&site, &draft).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    let applying = Applying::of(&site, &asked, draft).await?;
    if !applying.steps.contains(&step) {
        // Other answers do not lead here any more.
        return Ok(Redirect::to(&applying.next()).into_response());
    }
    let wrongs = if how.checked.is_empty() { Vec::new() } else { applying.wrongs(&step) };
    let page = page(&applying, &gate, &step, &wrongs).await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// The page of a step with what is wrong.
pub async fn page(
    applying: &Applying,
    gate: &Gate,
    step: &Step,
    wrongs: &[(String, String)],
) -> Result<Asking, Problem> {
    let at = applying.steps.iter().position(|it| it == step).unwrap_or(0);
    let mut page = Asking {
        procedure: applying.procedure(),
        back: applying.before(step),
        progress: Progress { at: at + 1, of: applying.steps.len() + 1 },
        kept: applying.kept(),
        draft: "/my/drafts".to_owned(),
        turn: applying.now.0,
        form: Sealed {
            action: applying.draft.path(step),
            seal: applying.draft.seal(&applying.site)?,
        },
        ..Asking::default()
    };
    match step {
        Step::Whom => whom(applying, &mut page).await?,
        Step::Applicant => applicant(applying, &mut page),
        Step::Submitter => submitter(applying, &mut page),
        Step::Case => case(applying, &mut page),
        Step::Question(id) => question(applying, gate, id, &mut page).await?,
        Step::Paper(id) => paper(applying, gate, id, &mut page).await?,
        Step::Fees => fees(applying, &mut page),
        Step::Office => office(applying, &mut page).await?,
        Step::Return => back(applying, &mut page),
    }
    let told = |question: Question| {
        let found = wrongs.iter().find(|(name, _)| *name == question.name);
        let found =
            found.or_else(|| wrongs.iter().find(|(name, _)| is_inside(name, &question.name)));
        match found {
            Some((_, told)) if !has_inner(&question) => wrong(question, Some(told.clone())),
            _ => question,
        }
    };
    page.questions = page.questions.into_iter().map(told).collect();
    // What no box is about is told at the first.
    let is_told = page.questions.iter().any(|it| it.error.is_some() || has_inner(it));
    if let (false, Some((_, told)), Some(first)) =
        (is_told, wrongs.first(), page.questions.first_mut())
    {
        first.error = Some(told.clone());
    }
    Ok(page)
}

/// Whether the place of something wrong is a part of a question.
fn is_inside(place: &str, name: &str) -> bool {
    place.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// Rows tell what is wrong at their own boxes.
fn has_inner(question: &Question) -> bool {
    matches!(&question.answered, Answered::Rows(rows)
        if rows.iter().flat_map(|row| &row.questions).any(|it| it.error.is_some()))
}

fn choice(id: &str, label: Said, chosen: &str) -> Choice {
    Choice { id: id.to_owned(), label, chosen: chosen == id }
}

fn plain(id: &str, label: String, chosen: &str) -> Choice {
    choice(id, Said::plain(label), chosen)
}

async fn whom(applying: &Applying, page: &mut Asking) -> Result<(), Problem> {
    let (t, chosen) = (applying.text, applying.form.one("whom"));
    let name = again::person(&applying.site, applying.account()).await?.name;
    let choices = vec![
        plain("self", t.apply_whom_self(name), chosen),
        plain("other", t.apply_whom_other(), chosen),
    ];
    page.questions = vec![radios("whom", t.apply_whom(), choices)];
    page.why = Some(t.apply_whom_why());
    Ok(())
}

/// A day as it was typed, for its three boxes.
fn three(typed: &str) -> String {
    let mut parts = typed.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default();
    let (day, month, year) = (next(), next(), next());
    match (day, month, year) {
        ("", "", "") => String::new(),
        (day, month, year) => format!("{year}-{month}-{day}"),
    }
}

fn applicant(applying: &Applying, page: &mut Asking) {
    let (t, form) = (applying.text, &applying.form);
    let (is_other, party) = (applying.is_for_other(), form.party("applicant"));
    let is_organisation = party.kind == "organisation";
    page.name = if is_other { t.apply_applicant_other() } else { t.apply_applicant_self() };
    page.why = Some(t.apply_applicant_why());
    if !is_other && form.has("applicant.name") {
        page.notes = vec![t.apply_from_account()];
    }
    let mut questions = Vec::new();
    if is_other {
        let kinds = vec![
            plain("person", t.apply_kind_person(), &party.kind),
            plain("organisation", t.apply_kind_organisation(), &party.kind),
        ];
        questions.push(radios("applicant.kind", t.apply_kind(), kinds));
    }
    let label = |name: &str| plan::label(t, form, name);
    questions.push(line("applicant.name", label("applicant.name"), &party.name));
    if is_other || !is_organisation {
        let born = day_box("applicant.birth_date", t.apply_birth_date(), &three(&party.birth_date));
        questions.push(optional(born));
    }
    if is_other || !is_organisation {
        let mut kinds = vec![
            plain("citizen_id", t.identity_citizen_id(), &party.identity_type),
            plain("cmnd", t.identity_cmnd(), &party.identity_type),
            plain("passport", t.identity_passport(), &party.identity_type),
        ];
        if is_other {
            kinds.push(plain("tax_code", t.apply_tax_code(), &party.identity_type));
        }
        kinds.push(plain("none", t.identity_none(), &party.identity_type));
        questions.push(choose("applicant.identity.type", t.apply_identity_type(), kinds));
    }
    let number = label("applicant.identity.number");
    questions.push(line("applicant.identity.number", number, &party.identity_number));
    questions.push(optional(tel("applicant.phone", t.apply_phone(), &party.phone)));
    questions.push(optional(mail("applicant.email", t.apply_email(), &party.email)));
    let address = line("applicant.address", t.apply_address(), &party.address);
    questions.push(hinted(address, t.apply_address_hint()));
    page.questions = questions;
}

fn tel(name: &str, label: String, value: &str) -> Question {
    let mut question = line(name, label, value);
    if let Answered::Inputs(inputs) = &mut question.answered {
        inputs.iter_mut().for_each(|input| (input.kind, input.mode) = ("tel", "tel"));
    }
    question
}

fn submitter(applying: &Applying, page: &mut Asking) {
    let (t, form) = (applying.text, &applying.form);
    let chosen = form.one("submitter.relation");
    let relations = RELATIONS.map(|id| plain(id, relation(t, id), chosen));
    let authorisation = form.one("submitter.authorisation");
    let paper = line("submitter.authorisation", t.apply_authorisation(), authorisation);
    page.name = t.apply_submitter();
    page.questions = vec![
        radios("submitter.relation", t.apply_relation(), relations.to_vec()),
        hinted(optional(paper), t.apply_authorisation_hint()),
        line("submitter.name", t.apply_name(), form.one("submitter.name")),
        optional(tel("submitter.phone", t.apply_phone(), form.one("submitter.phone"))),
    ];
    page.notes = vec![t.apply_from_account()];
}

fn case(applying: &Applying, page: &mut Asking) {
    let t = applying.text;
    let chosen = applying.case.as_deref().unwrap_or_default();
    let cases = applying.description.cases.iter();
    let cases = cases.map(|it| choice(&it.id, said(t, &it.name), chosen)).collect();
    page.questions = vec![radios("case", t.apply_case(), cases)];
    page.why = Some(t.apply_case_why());
}

/// A question of the form, under `answers.`.
async fn question(
    applying: &Applying,
    gate: &Gate,
    id: &str,
    page: &mut Asking,
) -> Result<(), Problem> {
    let t = applying.text;
    let form = applying.description.form.as_ref().ok_or(Missing)?;
    let question = form.questions.iter().find(|it| it.id == id).ok_or(Missing)?;
    let mut answers = applying.answers.clone();
    let known = match is_typed(applying, id) {
        true => None,
        false => known(applying, question).await?,
    };
    if let Some((answer, note)) = known {
        answers.insert(id.to_owned(), answer);
        page.notes.push(note);
    }
    let given = applying.given(applying.case.as_deref());
    let trial = Trial { text: t, form, given, wrongs: Vec::new() };
    let (shown, _) = trial.questions(&answers);
    let mut shown = renamed(shown.into_iter().find(|it| it.name == id).ok_or(Missing)?);
    match question.kind {
        Kind::File => {
            let kept = kept(applying, gate, applying.form.one(&shown.name)).await?;
            shown.answered = Answered::Upload(kept);
            shown.hint = shown.hint.or_else(|| Some(Said::plain(t.apply_paper_file_hint())));
            page.has_file = true;
        }
        Kind::Group => page.has_rows = true,
        _ => {}
    }
    page.questions = vec![shown];
    // Words that conditions need stand at the question, so that it is plain why it comes.
    page.why = component_of(applying, question).map(|it| words::said(t, it).to_owned());
    Ok(())
}

fn component_of<'a>(
    applying: &'a Applying,
    question: &form::Question,
) -> Option<&'a domain::wording::Wording> {
    let id = question.component.as_ref()?;
    let component = applying.description.components.iter().find(|it| it.id == *id)?;
    component.condition.as_ref()
}

/// Whether anything was typed for a question.
fn is_typed(applying: &Applying, id: &str) -> bool {
    let name = format!("answers.{id}");
    let step = Step::Question(id.to_owned()).to_string();
    applying.draft.content.done.contains(&step)
        || applying.form.0.iter().any(|(it, _)| *it == name || is_inside(it, &name))
}

/// What is known of a question already, with a note that says from where.
async fn known(
    applying: &Applying,
    question: &form::Question,
) -> Result<Option<(Json, String)>, Problem> {
    let t = applying.text;
    let person = again::person(&applying.site, applying.account()).await?;
    if let Some(answer) = again::of_account(question, &person) {
        return Ok(Some((answer, t.apply_from_account())));
    }
    let before = again::answer(applying, question).await?;
    Ok(before.map(|it| {
        let note = t.apply_prefilled(&it.code, t.date(day(it.on)));
        (it.answer, note)
    }))
}

/// A file that the draft waits with.
pub async fn kept(applying: &Applying, gate: &Gate, id: &str) -> Result<Option<Kept>, Problem> {
    files::kept(&applying.site, gate, applying.text, id).await
}

async fn paper(
    applying: &Applying,
    gate: &Gate,
    id: &str,
    page: &mut Asking,
) -> Result<(), Problem> {
    let (t, form) = (applying.text, &applying.form);
    let papers = applying.papers();
    let component = papers.into_iter().find(|it| it.id == id).ok_or(Missing)?;
    let name = |part: &str| format!("paper.{id}.{part}");
    let kept = kept(applying, gate, form.one(&name("file"))).await?;
    let chosen = form.one(&name("way")).to_owned();
    let mut ways = Vec::new();
    for given in again::files(applying, component).await? {
        let told = t.apply_paper_again(given.name, t.date(day(given.on)));
        ways.push(plain(&format!("again:{}", given.id), told, &chosen));
    }
    ways.push(plain("upload", t.apply_paper_upload(), &chosen));
    ways.push(plain("bring", t.apply_paper_bring(), &chosen));
    if applying.may_lack(id) {
        ways.push(plain("none", t.apply_paper_none(), &chosen));
    }
    page.name = words::said(t, &component.name).to_owned();
    page.notes = vec![note(applying, component)];
    page.questions = vec![
        radios(&name("way"), t.apply_paper_way(), ways),
        hinted(
            optional(file(&name("file"), t.apply_paper_file(), kept)),
            t.apply_paper_file_hint(),
        ),
    ];
    page.has_file = true;
    Ok(())
}

/// What is to know of a paper, in sentences.
pub fn note(applying: &Applying, component: &Component) -> String {
    let t = applying.text;
    let mut notes = Vec::new();
    notes.push(match applying.may_lack(&component.id) {
        false => t.apply_paper_mandatory(),
        true => t.apply_paper_optional(),
    });
    notes.extend(component.condition.as_ref().map(|it| t.apply_paper_when(words::said(t, it))));
    notes
        .extend(component.replaceable_by.as_ref().map(|it| t.apply_paper_data(words::said(t, it))));
    if component.originals + component.copies > 0 {
        let quantity = words::quantity(t, (component.originals, component.copies));
        notes.push(t.apply_paper_quantity(quantity.to_lowercase()));
    }
    notes.join(" ")
}

fn fees(applying: &Applying, page: &mut Asking) {
    let t = applying.text;
    let (mut ticks, mut counted) = (Vec::new(), Vec::new());
    for fee in applying.open_fees() {
        let amount = words::fee_amount(t, fee);
        let name = words::said(t, &fee.name);
        let when = fee.condition.as_ref().map(|it| words::said(t, it));
        if fee.per.is_some() {
            let box_name = format!("fee.{}", fee.id);
            let typed = match applying.form.has(&box_name) {
                true => applying.form.one(&box_name).to_owned(),
                false => only_number(applying).unwrap_or_else(|| "0".to_owned()),
            };
            let question = number(&box_name, t.apply_fee_count(name, &amount), &typed);
            counted.push(hinted(question, when.unwrap_or_default()));
            continue;
        }
        let told = match when {
            Some(when) => t.apply_fee_when(name, &amount, when),
            None => t.apply_fee_plain(name, &amount),
        };
        let chosen = applying.fee_count(fee) == Some(1);
        ticks.push(Choice { id: fee.id.clone(), label: Said::plain(told), chosen });
    }
    page.name = t.apply_fees();
    if !ticks.is_empty() {
        page.questions.push(optional(checks("fee", t.apply_fees_which(), ticks)));
    }
    page.questions.extend(counted);
    page.why = Some(t.apply_fees_why());
}

/// The answer to the only question for a number, where one sum alone is counted: it asks how many are
/// wanted.
fn only_number(applying: &Applying) -> Option<String> {
    let form = applying.description.form.as_ref()?;
    let mut numbers = form.questions.iter().filter(|it| it.kind == Kind::Number);
    let (only, more) = (numbers.next()?, numbers.next());
    let counted = applying.open_fees().iter().filter(|fee| fee.per.is_some()).count();
    let answer = applying.answers.get(&only.id)?.as_u64()?;
    (more.is_none() && counted == 1).then(|| answer.to_string())
}

async fn office(applying: &Applying, page: &mut Asking) -> Result<(), Problem> {
    let t = applying.text;
    let last = again::last_office(applying).await?;
    let chosen = applying.chosen_office().or(last.as_ref()).cloned().unwrap_or_default();
    let mut choices = vec![plain("", t.apply_office_choose(), &chosen)];
    let mut offices: Vec<(String, &String)> =
        applying.receiving.iter().map(|code| (applying.office(code), code)).collect();
    offices.sort_by_cached_key(|(name, _)| domain::text::fold(name));
    choices.extend(offices.into_iter().map(|(name, code)| plain(code, name, &chosen)));
    page.questions =
        vec![hinted(choose("office", t.apply_office(), choices), t.apply_office_hint())];
    page.why = last.map(|code| t.apply_office_again(applying.office(&code)));
    Ok(())
}

fn back(applying: &Applying, page: &mut Asking) {
    let (t, form) = (applying.text, &applying.form);
    let chosen = form.one("return_by");
    let ways = vec![
        plain("counter", t.apply_return_counter(), chosen),
        plain("post", t.apply_return_post(), chosen),
        plain("online", t.apply_return_online(), chosen),
    ];
    let address = line("return_address", t.apply_return_address(), form.one("return_address"));
    page.name = t.apply_return();
    page.questions = vec![radios("return_by", t.apply_return(), ways), optional(address)];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_goes_back_into_its_three_boxes_as_it_was_typed() {
        assert_eq!(three("8/11/2019"), "2019-11-8");
        assert_eq!(three("8//2019"), "2019--8");
        assert_eq!(three(""), "");
    }

    #[test]
    fn a_place_inside_a_question_is_told_at_the_question() {
        assert!(is_inside("answers.child.name", "answers.child"));
        assert!(is_inside("answers.rows[0].name", "answers.rows"));
        assert!(!is_inside("answers.child_sex", "answers.child"));
    }
}

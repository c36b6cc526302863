//! A page of an application, left: kept as it was typed, judged, and on to the next.
//!
//! The form carries the seal of its draft. Whoever's session ended while they typed is led to the
//! sign-in and finds the answer there afterwards; nothing of the draft is shown without a session.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::account::Person;
use domain::application::Step;
use page::Text;

use super::draft::{self, Content, Draft, Turn};
use super::plan::Applying;
use super::{again, asking, sent};
use crate::attachment::enclosed::{self, Enclosed};
use crate::dossier::counter::form;
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, html};

type Pairs = Vec<(String, String)>;

/// What a page sent, ready to be put into a draft.
#[derive(Clone)]
struct Put {
    step: Step,
    pairs: Pairs,
    files: Vec<String>,
    /// Who applies, where the page says for whom.
    person: Option<Person>,
    /// When it was typed.
    turn: Option<Turn>,
}

impl Put {
    /// Puts it into what a draft says; whether that is something else than before.
    fn put_into(&self, content: &mut Content) -> bool {
        let step = self.step.clone();
        let changed = content.put(move |name| is_own(&step, name), self.pairs.clone());
        content.turned(&self.step, self.turn);
        content.files.extend(self.files.iter().cloned());
        if let (true, Some(person)) = (changed, &self.person) {
            fill(content, person);
        }
        changed
    }

    /// Puts in a page that was left, answered rightly or not; who applies for themselves is known.
    fn answer(&self, content: &mut Content, is_right: bool, is_known: bool) {
        let changed = self.put_into(content);
        match is_right {
            true => content.done.insert(self.step.to_string()),
            false => content.done.remove(&self.step.to_string()),
        };
        if is_known && changed && content.read().one("whom") == "self" {
            content.done.insert(Step::Applicant.to_string());
        }
    }

    /// The box with the longest value.
    fn longest(&self) -> Option<&str> {
        let longest = self.pairs.iter().max_by_key(|(_, value)| value.len());
        longest.map(|(name, _)| name.as_str())
    }
}

/// Whether a name belongs to a page.
fn is_own(step: &Step, name: &str) -> bool {
    match step {
        Step::Whom => name == "whom",
        Step::Applicant => name.starts_with("applicant."),
        Step::Submitter => {
            let parts = ["relation", "authorisation", "name", "phone"];
            let part = name.strip_prefix("submitter.");
            part.is_some_and(|part| parts.contains(&part))
        }
        Step::Case => name == "case",
        Step::Question(id) => {
            let part =
                name.strip_prefix("answers.").and_then(|name| name.strip_prefix(id.as_str()));
            part.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        }
        Step::Paper(id) => {
            let part = name.strip_prefix("paper.").and_then(|name| name.strip_prefix(id.as_str()));
            part.is_some_and(|rest| rest == ".way" || rest == ".file")
        }
        Step::Fees => name == "fee" || name.starts_with("fee."),
        Step::Office => name == "office",
        Step::Return => name == "return_by" || name == "return_address",
    }
}

/// Fills in from the account who applies: for oneself the applicant, for somebody else who brings it.
fn fill(content: &mut Content, person: &Person) {
    let is_other = content.read().one("whom") == "other";
    let under = if is_other { "submitter" } else { "applicant" };
    content
        .form
        .retain(|(name, _)| !name.starts_with("applicant.") && !name.starts_with("submitter."));
    content.done.retain(|step| step != "applicant" && step != "submitter");
    let is_organisation = person.identity_type.as_deref() == Some("tax_code");
    let birth = person.birth_date.map(form::typed).unwrap_or_default();
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let kind = if is_organisation { "organisation" } else { "person" };
    let parts = [
        ("kind", kind.to_owned()),
        ("name", person.name.clone()),
        ("birth_date", birth),
        ("identity.type", text(&person.identity_type)),
        ("identity.number", text(&person.identity_number)),
        ("phone", text(&person.phone)),
        ("email", text(&person.email)),
        ("address", text(&person.address)),
    ];
    let said = parts.into_iter().filter(|(_, value)| !value.is_empty());
    content.form.extend(said.map(|(part, value)| (format!("{under}.{part}"), value)));
}

fn turn(sent: &Pairs) -> Option<Turn> {
    let told = sent.iter().find(|(name, _)| name == "turn");
    told.and_then(|(_, value)| Turn::parse(value))
}

/// What was sent for a page, without what belongs to no page.
fn own(step: &Step, sent: Pairs, before: &Content) -> Pairs {
    let is_person = matches!(step, Step::Applicant | Step::Submitter);
    let mut pairs: Pairs = Vec::new();
    let mut born: [String; 3] = Default::default();
    for (name, value) in sent {
        if !is_own(step, &name) {
            continue;
        }
        // No text holds it, and nobody types it.
        let value = value.replace('\0', "");
        let boxes = ["day", "month", "year"];
        let part = name.strip_prefix("applicant.birth_date.").filter(|_| is_person);
        match part.and_then(|part| boxes.iter().position(|it| *it == part)) {
            Some(at) => born[at] = value.trim().to_owned(),
            None => pairs.push((name, value)),
        }
    }
    if born.iter().any(|part| !part.is_empty()) {
        pairs.push(("applicant.birth_date".to_owned(), born.join("/")));
    }
    // Of oneself it is known whether one is a person.
    let kind = before.read().one("applicant.kind").to_owned();
    if *step == Step::Applicant && !pairs.iter().any(|(name, _)| name == "applicant.kind") {
        pairs.extend((!kind.is_empty()).then(|| ("applicant.kind".to_owned(), kind)));
    }
    if *step == Step::Applicant
        && pairs.iter().any(|(name, value)| name == "applicant.kind" && value == "organisation")
        && !pairs.iter().any(|(name, _)| name == "applicant.identity.type")
    {
        pairs.push(("applicant.identity.type".to_owned(), "tax_code".to_owned()));
    }
    pairs
}

/// Reads what was sent into what is put, with files that came or are used again.
async fn taken(
    site: &Site,
    draft: &Draft,
    step: &Step,
    sent: Pairs,
    wrongs: &mut Vec<(String, String)>,
    gone: impl Fn() -> String,
) -> Result<Put, Problem> {
    let turn = turn(&sent);
    let mut pairs = own(step, sent, &draft.content);
    let mut files = Vec::new();
    if let Step::Paper(id) = step {
        let (way, file) = (format!("paper.{id}.way"), format!("paper.{id}.file"));
        let one = |pairs: &Pairs, name: &str| {
            pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone())
        };
        if let Some(again) =
            one(&pairs, &way).and_then(|way| way.strip_prefix("again:").map(str::to_owned))
        {
            pairs.retain(|(name, _)| *name != way && *name != file);
            match again::copy(site, &draft.account, &again).await? {
                Some(copy) => pairs.push((file.clone(), copy.id)),
                None => wrongs.push((way.clone(), gone())),
            }
        }
        // Whoever chose a file need not say that they send one.
        if one(&pairs, &way).is_none() && one(&pairs, &file).is_some_and(|id| !id.is_empty()) {
            pairs.push((way, "upload".to_owned()));
        }
        files.extend(one(&pairs, &file).filter(|id| !id.is_empty()));
    }
    if let Step::Question(id) = step {
        let name = format!("answers.{id}");
        let is_file = is_file_question(site, draft, id).await?;
        let chosen = pairs.iter().filter(|(it, value)| is_file && *it == name && !value.is_empty());
        files.extend(chosen.map(|(_, value)| value.clone()));
    }
    let person = match step {
        Step::Whom => Some(again::person(site, &draft.account).await?),
        _ => None,
    };
    Ok(Put { step: step.clone(), pairs, files, person, turn })
}

async fn is_file_question(site: &Site, draft: &Draft, id: &str) -> Result<bool, Problem> {
    let (at, code, revision) = (site.clone(), draft.procedure.clone(), draft.revision);
    let read = site.house().db.read(move |tx| at.register().content(tx, &code, revision));
    let content = read.await.map_err(|error: crate::commit::Error| Problem::from(error))?;
    let form = content.as_ref().and_then(|content| content.form.as_ref());
    let question = form.and_then(|form| form.questions.iter().find(|it| it.id == id));
    Ok(question.is_some_and(|it| it.kind == domain::form::Kind::File))
}

/// What a page sent, with why its files were refused.
async fn read(
    site: &Site,
    draft: &Draft,
    step: &Step,
    enclosed: Enclosed,
    text: Text,
) -> Result<(Put, Pairs), Problem> {
    let refused = enclosed.refused.iter();
    let mut wrongs: Pairs =
        refused.map(|(name, no)| (name.clone(), enclosed::why(text, no))).collect();
    let mut sent = enclosed.sent.form;
    // Whoever sent a file meant to, though it was refused.
    let way = format!("{step}.way").replacen("paper-", "paper.", 1);
    if !wrongs.is_empty() && !sent.iter().any(|(name, _)| *name == way) {
        sent.push((way, "upload".to_owned()));
    }
    let gone = || text.apply_gone_file();
    let put = taken(site, draft, step, sent, &mut wrongs, gone).await?;
    Ok((put, wrongs))
}

/// Keeps the answers of a page; on to the next one, or the page again with what is wrong.
pub async fn save(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path((code, step)): Path<(String, String)>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let draft = draft::find(&site, &code).await?;
    let step = Step::parse(&step).ok_or(Missing)?;
    let owner = draft.account.clone();
    let enclosed = Enclosed::sealed(request, &site, owner, draft.seal(&site)?).await?;
    if let Some(dossier) = &draft.dossier {
        // What was sent now is nowhere in it: that is told there.
        let place = with_query(&sent::path(dossier), &[("late", "1")]);
        return Ok(Redirect::to(&place).into_response());
    }
    let text = Text::new(asked.language);
    let is_more = enclosed.sent.form.iter().any(|(name, _)| name == "more");
    let (put, mut wrongs) = read(&site, &draft, &step, enclosed, text).await?;
    let mut tried = draft.clone();
    put.put_into(&mut tried.content);
    let fits = tried.content.fits();
    if let (false, Some(longest)) = (fits, put.longest()) {
        wrongs.push((
            longest.to_owned(),
            text.apply_too_long(draft::CONTENT_BYTES_MAX as u64 / 1024),
        ));
    }
    let tried = Applying::of(&site, &asked, tried).await?;
    for (name, told) in tried.wrongs(&step) {
        // Why a file was refused says more than that there is none.
        if !wrongs.iter().any(|(known, _)| *known == name) {
            wrongs.push((name, told));
        }
    }
    if !fits && gate.caller().account() == Some(&tried.draft.account) {
        // It cannot be kept: it stays on the page, to be shortened there.
        let page = asking::page(&tried, &gate, &step, &wrongs).await?;
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let is_right = wrongs.is_empty();
    // Who applies for themselves is known: their page is answered with the first.
    let is_known = step == Step::Whom && tried.wrongs(&Step::Applicant).is_empty();
    let draft = draft::change(&site, &draft.code, move |draft| {
        put.answer(&mut draft.content, is_right, is_known);
    });
    let applying = Applying::of(&site, &asked, draft.await?).await?;
    let here = applying.draft.path(&step);
    let next = match (is_right, is_more) {
        (true, false) => applying.next(),
        (true, true) => here.clone(),
        (false, _) => with_query(&here, &[("checked", "1")]),
    };
    if gate.caller().account() != Some(&applying.draft.account) {
        return Ok(Redirect::to(&with_query("/sign-in", &[("next", &next)])).into_response());
    }
    if is_right {
        return Ok(Redirect::to(&next).into_response());
    }
    let page = asking::page(&applying, &gate, &step, &wrongs).await?;
    Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Keeps what is being typed on a page, without judging it. What was answered rightly before and is
/// something else now is asked again.
pub async fn typed(
    State(site): State<Site>,
    Path((code, step)): Path<(String, String)>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let draft = draft::find(&site, &code).await?;
    let step = Step::parse(&step).ok_or(Missing)?;
    let owner = draft.account.clone();
    let enclosed = Enclosed::sealed(request, &site, owner, draft.seal(&site)?).await?;
    let turn = turn(&enclosed.sent.form);
    let pairs = own(&step, enclosed.sent.form, &draft.content);
    // For whom it is decides on other pages too: it counts once it is sent.
    if draft.dossier.is_none() && step != Step::Whom {
        let put = Put { step, pairs, files: Vec::new(), person: None, turn };
        draft::change(&site, &draft.code, move |draft| {
            // The line brings it late: the page was answered since, or more of it was typed.
            if draft.content.is_late(&put.step, put.turn) {
                return;
            }
            if put.put_into(&mut draft.content) {
                draft.content.done.remove(&put.step.to_string());
            }
        })
        .await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_page_takes_its_own_boxes_and_nothing_else() {
        let sent = vec![
            pair("csrf", "x"),
            pair("answers.child.name", "H'An"),
            pair("answers.child_sex", "female"),
            pair("answers.child[0].name", "Y"),
            pair("office", "X"),
        ];
        let step = Step::Question("child".to_owned());
        let own = own(&step, sent, &Content::default());
        let names: Vec<&str> = own.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["answers.child.name", "answers.child[0].name"]);
    }

    #[test]
    fn a_value_that_is_far_too_long_is_kept_to_be_told() {
        let long = "x".repeat(25_000);
        let sent = vec![pair("answers.ethnicity", &long), pair("answers.ethnicity", "a\0b")];
        let own = own(&Step::Question("ethnicity".to_owned()), sent, &Content::default());
        assert_eq!(own, [pair("answers.ethnicity", &long), pair("answers.ethnicity", "ab")]);
    }

    #[test]
    fn a_birthday_in_three_boxes_is_kept_as_one_even_half_typed() {
        let sent = vec![
            pair("applicant.name", "H'An"),
            pair("applicant.birth_date.day", "8"),
            pair("applicant.birth_date.month", ""),
            pair("applicant.birth_date.year", "1990"),
        ];
        let own = own(&Step::Applicant, sent, &Content::default());
        assert_eq!(own[1], pair("applicant.birth_date", "8//1990"));
    }

    #[test]
    fn whom_it_is_for_decides_who_is_filled_in() {
        let person = Person { name: "H'An".to_owned(), ..Person::default() };
        let put = |whom: &str| Put {
            step: Step::Whom,
            pairs: vec![pair("whom", whom)],
            files: Vec::new(),
            person: Some(person.clone()),
            turn: None,
        };
        let mut content = Content::default();
        put("self").put_into(&mut content);
        assert_eq!(content.read().one("applicant.name"), "H'An");
        content.form.push(pair("applicant.address", "Thôn 1"));
        assert!(!put("self").put_into(&mut content), "the same again loses nothing");
        assert_eq!(content.read().one("applicant.address"), "Thôn 1");
        put("other").put_into(&mut content);
        assert_eq!(content.read().one("applicant.name"), "");
        assert_eq!(content.read().one("submitter.name"), "H'An");
    }
}

//! What the owner of a dossier does with it: sends what a desk asked for, and withdraws it.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use domain::StreamId;
use domain::dossier::{self, Dossier, Handed, Lack, Paper, Phase, What, Wrong};
use domain::refusal::Refusal;
use page::Text;
use page::apply::{Lacking, Supplement};
use page::ask::{Ask, Weight, checks, file, hinted, optional, paragraph, wrong};
use page::procedure::{Choice, Said};

use super::plan::moment;
use super::sent::own;
use super::unsent::{self, Unsent};
use crate::attachment::enclosed::{self, Enclosed};
use crate::commit::Error;
use crate::dossier::act::{self, Body as ActBody};
use crate::dossier::files;
use crate::dossier::pages::form::refusal_words;
use crate::dossier::pages::scene::Scene;
use crate::dossier::read::{self, Known};
use crate::web::address::with_query;
use crate::web::gate::Gate;
use crate::web::sent::Sent;
use crate::web::{Asked, Missing, Problem, Site, html};

type Pairs = Vec<(String, String)>;

fn one<'a>(form: &'a Pairs, wanted: &str) -> &'a str {
    form.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.trim())
}

/// The page on which what is lacking is sent.
pub async fn ask_supplement(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let known = own(&site, &gate, &code).await?;
    let Some(open) = known.dossier.open_supplement() else {
        return Ok(Redirect::to(&format!("/my/dossiers/{code}")).into_response());
    };
    let owner = owner(&known)?;
    let Some(kept) = unsent::find(&site, &known.dossier.filing.code, owner).await? else {
        let page = page(&site, &gate, &asked, &known, &Vec::new()).await?;
        return Ok(html(&site, &asked, StatusCode::OK, &page));
    };
    let mut unsent = kept.unsent;
    if unsent.asked != open.at.0 {
        // Something else is lacking by now: its boxes are others.
        unsent.form.retain(|(name, _)| name == COMMENT);
        unsent.refused.clear();
    }
    let mut page = page(&site, &gate, &asked, &known, &unsent.form).await?;
    let t = Text::new(asked.language);
    page.kept = Some(t.supplement_kept(t.instant(&moment(kept.changed))));
    tell(&mut page, &unsent.refused);
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

/// The name of the box of what is written to the desk.
const COMMENT: &str = "comment";

/// Whose dossier it is.
fn owner(known: &Known) -> Result<&StreamId, Problem> {
    Ok(known.dossier.filing.account.as_ref().ok_or(Missing)?)
}

/// Tells at the place of each file why it was refused.
fn tell(page: &mut Supplement, refused: &[(String, String)]) {
    for (name, why) in refused {
        for it in &mut page.lacking {
            if let Some(question) = it.file.take_if(|question| question.name == *name) {
                it.file = Some(wrong(question, Some(why.clone())));
            }
        }
    }
}

/// The name of the box of something lacking, by its place.
fn box_of(at: usize) -> String {
    format!("file.{at}")
}

async fn page(
    site: &Site,
    gate: &Gate,
    asked: &Asked,
    known: &Known,
    sent: &Pairs,
) -> Result<Supplement, Problem> {
    let stream = known.stream.clone();
    let events = site.house().db.read(move |tx| read::events(tx, &stream)).await?;
    let scene = Scene::of_one(site, asked, known, std::iter::empty()).await?;
    let (t, dossier) = (scene.text, &*known.dossier);
    let open = dossier.open_supplement().ok_or(Missing)?;
    let mut latest = events.iter().rev().map(|(_, event)| event);
    let last = latest.find(|event| matches!(event.what, What::SupplementAsked { .. }));
    let words = last.and_then(|event| event.words.clone()).unwrap_or_default();
    let mut lacking = Vec::new();
    for (at, lack) in open.lacks.iter().enumerate() {
        let question = match &lack.component {
            Some(_) => {
                let kept = files::kept(site, gate, t, one(sent, &box_of(at))).await?;
                let question = file(&box_of(at), t.supplement_file(), kept);
                Some(hinted(optional(question), t.apply_paper_file_hint()))
            }
            None => None,
        };
        lacking.push(Lacking {
            name: scene.component(&dossier.filing, lack.component.as_deref()),
            reason: page::dossier::reason(t, lack.reason.id()),
            words: words.items.get(at).cloned().unwrap_or_default(),
            file: question,
        });
    }
    let until = open.until.map(|day| t.supplement_until(t.date(scene.day(day))));
    Ok(Supplement {
        code: dossier.filing.code.clone(),
        procedure: scene.procedure(&dossier.filing.procedure, dossier.filing.revision),
        until: until.unwrap_or_default(),
        lacking,
        comment: one(sent, COMMENT).to_owned(),
        version: u64::try_from(dossier.version).unwrap_or(0),
        kept: None,
        seal: unsent::seal(site, &dossier.filing.code, owner(known)?)?,
        problem: None,
    })
}

/// Sends what was lacking; the desk looks at the dossier again. The form carries a seal: what was
/// typed is kept though its session is over, and sent by its owner after signing in.
pub async fn supplement(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let Some((known, enclosed)) = sealed(&site, &gate, &code, request).await? else {
        return match gate.caller().account() {
            // Nobody learns whether there is such a dossier.
            None => Ok(sign_in(&format!("/my/dossiers/{code}/supplement"))),
            Some(_) => Err(Missing.into()),
        };
    };
    let Enclosed { sent, refused } = enclosed;
    let (owner, there) = (owner(&known)?, format!("/my/dossiers/{code}"));
    let is_owner = gate.caller().account() == Some(owner);
    let done = || Redirect::to(&format!("{there}?done=supplement")).into_response();
    let Some(open) = known.dossier.open_supplement() else {
        // Sent twice: it was done by the first.
        unsent::remove(&site, &code).await?;
        return Ok(if is_owner { done() } else { sign_in(&there) });
    };
    let text = Text::new(asked.language);
    let refused: Pairs =
        refused.iter().map(|(name, no)| (name.clone(), enclosed::why(text, no))).collect();
    let mut unsent = waiting(open, &sent.form);
    if !is_owner {
        unsent.refused = refused;
        return match unsent::keep(&site, &code, owner, unsent).await? {
            true => Ok(sign_in(&format!("{there}/supplement"))),
            false => Err(Problem::invalid(COMMENT, "at most 256 KiB")),
        };
    }
    let body = ActBody {
        expected_version: one(&sent.form, "version").parse().ok(),
        text: one(&sent.form, COMMENT).to_owned(),
        components: components(&open.lacks, &sent.form),
        ..ActBody::default()
    };
    let is_empty = body.components.is_empty() && body.text.is_empty();
    if !is_empty {
        unsent::keep(&site, &code, owner, unsent).await?;
    }
    let problem = match (refused.is_empty(), is_empty) {
        (false, _) => None,
        (true, true) => Some(text.supplement_missing()),
        (true, false) => {
            match act::try_act(&site, &gate, &code, "complete-supplement", &body, sent.key).await? {
                Ok(_) => {
                    unsent::remove(&site, &code).await?;
                    return Ok(done());
                }
                Err(Error::Refused(refusal)) => Some(told(text, &refusal)),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let mut page = page(&site, &gate, &asked, &known, &sent.form).await?;
    page.problem = problem;
    tell(&mut page, &refused);
    Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn sign_in(next: &str) -> Response<Body> {
    Redirect::to(&with_query("/sign-in", &[("next", next)])).into_response()
}

/// The dossier and the form for it, where that has the dossier's seal; `None` for whoever has neither
/// the seal nor the dossier.
async fn sealed(
    site: &Site,
    gate: &Gate,
    code: &str,
    request: Request,
) -> Result<Option<(Known, Enclosed)>, Problem> {
    // Nothing is there, or somebody else's: both are answered alike.
    let is_told = |problem: &Problem| matches!(problem.status, 400 | 403 | 404);
    let known = match act::find(site, code).await {
        Ok(known) if known.dossier.filing.account.is_some() => known,
        Ok(_) => return Ok(None),
        Err(problem) if is_told(&problem) => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let owner = owner(&known)?.clone();
    let is_owner = gate.caller().account() == Some(&owner);
    let seal = unsent::seal(site, &known.dossier.filing.code, &owner)?;
    match Enclosed::sealed(request, site, owner, seal).await {
        Ok(enclosed) => Ok(Some((known, enclosed))),
        Err(problem) if !is_owner && is_told(&problem) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// What was typed, as it is kept until it is sent: the boxes of what is lacking and the comment.
fn waiting(open: &dossier::Supplement, form: &Pairs) -> Unsent {
    let boxes: Vec<String> = (0..open.lacks.len()).map(box_of).collect();
    let own = form
        .iter()
        .filter(|(name, value)| !value.contains('\0') && (name == COMMENT || boxes.contains(name)));
    let form: Pairs = own.cloned().collect();
    let chosen = form.iter().filter(|(name, value)| boxes.contains(name) && !value.is_empty());
    let files = chosen.map(|(_, id)| id.clone()).collect();
    Unsent { asked: open.at.0, form, files, refused: Vec::new() }
}

/// Papers that came, by what was lacking: of two lacks of one paper each file counts.
fn components(lacks: &[Lack], form: &Pairs) -> Vec<Handed> {
    let each = lacks.iter().enumerate();
    each.filter_map(|(at, lack)| {
        let attachment = Some(one(form, &box_of(at)).to_owned()).filter(|id| !id.is_empty())?;
        Some(Handed {
            id: lack.component.clone()?,
            form: Paper::Electronic,
            quantity: 1,
            presented: false,
            attachment: Some(attachment),
            file: None,
        })
    })
    .collect()
}

fn told(text: Text, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Dossier(Wrong::NotNow { .. }) | Refusal::VersionMovedOn { .. } => {
            text.dossier_moved_on()
        }
        other => refusal_words(text, other),
    }
}

/// Whether a dossier can still be withdrawn: as long as nothing is decided.
pub fn may_withdraw(dossier: &Dossier) -> bool {
    match dossier.phase {
        Phase::Submitted
        | Phase::Incomplete
        | Phase::Received
        | Phase::Working
        | Phase::Supplementing
        | Phase::Paying
        | Phase::Proposed => true,
        Phase::Signed
        | Phase::Numbered
        | Phase::Finished
        | Phase::Refused
        | Phase::Returned
        | Phase::Withdrawn
        | Phase::Stopped => false,
    }
}

/// The page that asks whether one means it.
pub async fn ask_withdraw(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let known = own(&site, &gate, &code).await?;
    if !may_withdraw(&known.dossier) {
        return Ok(Redirect::to(&format!("/my/dossiers/{code}")).into_response());
    }
    let page = withdrawing(&site, &asked, &known, "").await?;
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

async fn withdrawing(
    site: &Site,
    asked: &Asked,
    known: &Known,
    reason: &str,
) -> Result<Ask, Problem> {
    let scene = Scene::of_one(site, asked, known, std::iter::empty()).await?;
    let (t, filing) = (scene.text, &known.dossier.filing);
    let confirm =
        Choice { id: "1".to_owned(), label: Said::plain(t.withdraw_confirm()), chosen: false };
    let procedure = scene.procedure(&filing.procedure, filing.revision);
    Ok(Ask {
        name: t.withdraw_title(),
        back: (format!("/my/dossiers/{}", filing.code), t.apply_back()),
        lead: t.withdraw_lead(),
        facts: vec![(t.track_code(), filing.code.clone()), (t.dossier_one(), procedure.text)],
        problem: None,
        questions: vec![
            hinted(
                optional(paragraph("reason", t.withdraw_reason(), reason)),
                t.withdraw_reason_hint(),
            ),
            checks("confirm", t.withdraw_confirm_label(), vec![confirm]),
        ],
        action: format!("/my/dossiers/{}/withdraw", filing.code),
        button: t.withdraw_button(),
        weight: Weight::Grave,
    })
}

/// Withdraws it.
pub async fn withdraw(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Response<Body>, Problem> {
    let known = own(&site, &gate, &code).await?;
    let text = Text::new(asked.language);
    let done = || Redirect::to(&format!("/my/dossiers/{code}?done=withdraw")).into_response();
    if known.dossier.phase == Phase::Withdrawn {
        return Ok(done());
    }
    let reason = one(&sent.form, "reason").to_owned();
    let mut page = withdrawing(&site, &asked, &known, &reason).await?;
    if one(&sent.form, "confirm") != "1" {
        let last = page.questions.pop();
        page.questions.extend(last.map(|it| wrong(it, Some(text.withdraw_needed()))));
        return Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let body = ActBody { text: reason, ..ActBody::default() };
    match act::try_act(&site, &gate, &code, "withdraw", &body, sent.key).await? {
        Ok(_) => Ok(done()),
        Err(Error::Refused(refusal)) => {
            page.problem = Some(told(text, &refusal));
            Ok(html(&site, &asked, StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use domain::dossier::Reason;

    use super::*;

    #[test]
    fn each_file_is_the_paper_that_was_lacking() {
        let lack = |component: Option<&str>| Lack {
            component: component.map(str::to_owned),
            reason: Reason::Missing,
        };
        let lacks = [lack(Some("a")), lack(None), lack(Some("b")), lack(Some("c"))];
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = vec![
            pair("file.0", "x"),
            pair("file.1", "whole"),
            pair("file.2", ""),
            pair("file.3", "z"),
        ];
        let papers = components(&lacks, &form);
        let told: Vec<(&str, Option<&str>)> =
            papers.iter().map(|it| (it.id.as_str(), it.attachment.as_deref())).collect();
        assert_eq!(told, [("a", Some("x")), ("c", Some("z"))]);
    }
}

//! What was handed in: the page that is kept, and the proof.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use domain::LawTime;
use domain::calendar::Moment;
use domain::dossier::{self, Phase, ReturnBy};
use domain::procedure::description::Channel;
use page::apply::{Next, Sent};
use page::procedure::Said;
use page::{Language, Text};
use serde::Deserialize;

use super::draft;
use super::plan::moment;
use crate::dossier::counter::{online, shown, slip};
use crate::dossier::pages::scene::Scene;
use crate::dossier::read::Known;
use crate::dossier::{act, api};
use crate::procedure::view::{day, said};
use crate::web::gate::Gate;
use crate::web::{Asked, Missing, Problem, Site, html};

/// How long the tracking secret is shown after a dossier was handed in, in microseconds of law time:
/// a day, so that a page that did not arrive can be asked for again.
const SECRET_US: i64 = 24 * 3600 * 1_000_000;

/// One's own dossier; whose it is not learns nothing of it.
pub async fn own(site: &Site, gate: &Gate, code: &str) -> Result<Known, Problem> {
    let known = act::find(site, code).await?;
    let owner = known.dossier.filing.account.as_ref();
    match owner.is_some() && owner == gate.caller().account() {
        true => Ok(known),
        false => Err(Missing.into()),
    }
}

/// Where it is shown what was handed in.
pub fn path(dossier: &str) -> String {
    format!("/my/dossiers/{dossier}/sent")
}

/// What the address says beside the dossier.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    /// Whether something was sent after it was handed in.
    late: String,
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    gate: Gate,
    asked: Asked,
    Path(code): Path<String>,
    Query(how): Query<How>,
) -> Result<Response<Body>, Problem> {
    let known = own(&site, &gate, &code).await?;
    if known.dossier.filing.channel != Channel::Online {
        return Err(Missing.into());
    }
    let scene = Scene::of_one(&site, &asked, &known, std::iter::empty()).await?;
    let mut page = page(&site, &scene, &known)?;
    page.later = later(&site, &known).await?;
    page.late = page.later.is_some() || !how.late.is_empty();
    Ok(html(&site, &asked, StatusCode::OK, &page))
}

fn page(site: &Site, scene: &Scene, known: &Known) -> Result<Sent, Problem> {
    let (t, dossier) = (scene.text, &*known.dossier);
    let filing = &dossier.filing;
    let code = &filing.code;
    let is_new = scene.now.0 - dossier.filed.0 <= SECRET_US;
    let secret = is_new.then(|| api::tracking_secret(site, code)).transpose()?;
    let note = known.personal.as_ref().map(|personal| personal.note.as_str()).unwrap_or_default();
    Ok(Sent {
        code: code.clone(),
        procedure: scene.procedure(&filing.procedure, filing.revision),
        secret,
        due: due(site, scene, known),
        office: scene.office(&filing.office),
        return_by: returned(t, filing.return_by),
        qr: slip::qr(&site.absolute(&format!("/t/{code}")))?,
        at: scene.instant(dossier.filed),
        bring: brought(note).iter().map(|name| named(scene, known, name)).collect(),
        next: next(site, scene, known),
        proof: format!("/my/dossiers/{code}/proof"),
        dossier: format!("/my/dossiers/{code}"),
        late: false,
        later: None,
    })
}

/// The draft of what was changed in another window after it was handed in, by its code.
async fn later(site: &Site, known: &Known) -> Result<Option<String>, Problem> {
    let filing = &known.dossier.filing;
    let Some(account) = &filing.account else { return Ok(None) };
    let mut drafts = draft::of(site, account).await?.into_iter();
    let later = drafts.find(|draft| draft.content.after.as_ref() == Some(&filing.code));
    Ok(later.map(|draft| draft.code))
}

fn returned(t: Text, by: ReturnBy) -> String {
    match by {
        ReturnBy::Counter => t.apply_return_counter(),
        ReturnBy::Post => t.apply_return_post(),
        ReturnBy::Online => t.apply_return_online(),
    }
}

/// Papers that the applicant said they bring.
fn brought(note: &str) -> Vec<String> {
    let papers = note.lines().filter_map(|line| line.strip_prefix(super::filing::BRINGS));
    papers.map(str::to_owned).collect()
}

/// A paper in the reader's language, by the name that the desk is told.
fn named(scene: &Scene, known: &Known, name: &str) -> Said {
    let filing = &known.dossier.filing;
    let content = scene.content(&filing.procedure, filing.revision);
    let paper = content.iter().flat_map(|of| &of.components).find(|it| it.name.vi == name);
    paper.map_or_else(
        || Said { text: name.to_owned(), vietnamese: scene.text.language != Language::Vietnamese },
        |it| said(scene.text, &it.name),
    )
}

/// When the result is there: as promised where it was taken in, else if it is taken in today.
fn due(site: &Site, scene: &Scene, known: &Known) -> Option<(String, String)> {
    let dossier = &known.dossier;
    let (terms, ready) = (&site.province().terms, site.register().ready());
    let limits = &dossier.filing.limits;
    let (at, condition) = match dossier.deadline {
        Some(deadline) => (deadline.promised, String::new()),
        None => {
            // Once refused or withdrawn it has none.
            if !matches!(dossier.phase, Phase::Submitted | Phase::Incomplete) {
                return None;
            }
            let counted = dossier::explain(limits, ready, terms, dossier.filed, &[]).ok()?;
            (
                counted.promised.due,
                scene.text.apply_sent_if(scene.text.date(scene.day(dossier.filed.date()))),
            )
        }
    };
    let at = match (at, ready.hours(terms, &limits.hours)) {
        (day @ Moment::Day(_), Some(hours)) => day.instant(&hours),
        (at, _) => at.last(),
    };
    Some((scene.instant(at), condition))
}

fn next(site: &Site, scene: &Scene, known: &Known) -> Vec<Next> {
    let (t, dossier) = (scene.text, &known.dossier);
    let limits = &dossier.filing.limits;
    let until = online::answer_by(site, dossier.filed, &limits.hours);
    let told = |at: LawTime| t.apply_sent_step_check_until(t.instant(&moment(at)));
    let span = shown::span(t, limits);
    vec![
        Next {
            name: t.apply_sent_step_check(),
            text: until.map_or_else(|| t.apply_sent_step_check_text(), told),
        },
        Next {
            name: t.apply_sent_step_work(),
            text: match (span.is_empty(), limits.agreed) {
                (false, None) => t.apply_sent_step_work_text(span.to_lowercase()),
                (_, Some(agreed)) => t.date(day(agreed)),
                (true, None) => t.apply_sent_step_work_open(),
            },
        },
        Next {
            name: t.apply_sent_step_return(),
            text: match dossier.filing.return_by {
                ReturnBy::Counter => t.apply_sent_step_return_counter(),
                ReturnBy::Post => t.apply_sent_step_return_post(),
                ReturnBy::Online => t.apply_sent_step_return_online(),
            },
        },
    ]
}

/// The proof that it stands in the public log, with the parts that its owner may see.
pub async fn proof(
    State(site): State<Site>,
    gate: Gate,
    Path(code): Path<String>,
) -> Result<Response<Body>, Problem> {
    let known = own(&site, &gate, &code).await?;
    api::proof_of(&site, &known, true).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_to_bring_are_read_from_what_the_desk_is_told() {
        let note =
            "Sẽ mang đến quầy: Sổ hộ khẩu; nếu có\nSẽ mang đến quầy: Ảnh\nGửi kết quả đến: X";
        assert_eq!(brought(note), ["Sổ hộ khẩu; nếu có", "Ảnh"]);
        assert!(brought("Gửi kết quả đến: Thôn 1").is_empty());
    }
}

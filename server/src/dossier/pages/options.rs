//! What somebody may do with a dossier now, and what the forms of it offer.

use domain::access::{Purpose, Thing};
use domain::account::Standing;
use domain::dossier::{Consultation, Dossier, Filing, Phase, Reason, SupplementStage, What};
use domain::procedure::description::{Channel, Component, ComponentKind};
use domain::{State, StreamId};
use page::dossier::{Action, Came, Lack, Lacks, Options, Papers};
use page::procedure::{Choice, Said};

use super::super::act;
use super::super::register::Offices;
use super::one::Opened;
use super::scene::Scene;
use crate::commit::Error;
use crate::people::reach::as_if_fresh;
use crate::procedure::view::said;
use crate::web::gate::Gate;
use crate::web::{Problem, Site};

/// The phases in which an act makes sense; that rights allow it is asked beside.
fn fits(action: Action, dossier: &Dossier) -> bool {
    let phase = dossier.phase;
    let at_work = phase.is_at_work();
    let on_its_way = dossier.hand_over.is_some();
    let standing = dossier.deadline.is_some_and(|it| it.standing);
    match action {
        Action::Accept | Action::Refuse => {
            matches!(phase, Phase::Submitted | Phase::Incomplete)
        }
        Action::RequestSupplement => (at_work && !on_its_way) || phase == Phase::Submitted,
        Action::CompleteSupplement => {
            matches!(phase, Phase::Incomplete | Phase::Supplementing)
        }
        Action::Forward => at_work && !on_its_way && dossier.step + 1 < dossier.filing.steps.len(),
        // What was handed over is given back by whoever does not take it over.
        Action::ReturnStep => {
            (at_work && (on_its_way || dossier.step > 0)) || phase == Phase::Proposed
        }
        Action::Transfer | Action::Consult | Action::Propose | Action::RequestPayment => {
            at_work && !on_its_way
        }
        Action::Acknowledge => on_its_way,
        // What is proposed or decided waits for whoever signs, numbers or returns it.
        Action::Take => {
            let waits = at_work || matches!(phase, Phase::Supplementing | Phase::Paying);
            on_its_way || (waits && dossier.holder.account.is_none())
        }
        Action::Reassign => phase.is_open() && !on_its_way,
        Action::Reply => dossier.awaited().next().is_some(),
        Action::RecordPayment => dossier.owed_vnd() > 0 || dossier.duty_owed_vnd() > 0,
        Action::VoidPayment => {
            let can = dossier
                .payments
                .iter()
                .any(|it| !it.voided && !it.duty && it.payment.receipt.is_some());
            can && phase != Phase::Returned
        }
        Action::Exclude => at_work && !on_its_way && !standing,
        Action::Resume => at_work && standing,
        Action::Link => phase.is_open(),
        Action::Apologise => phase.is_open() && dossier.apologies == 0,
        Action::Sign => phase == Phase::Proposed,
        Action::RecordOpinion => {
            let waits = matches!(phase, Phase::Supplementing | Phase::Paying | Phase::Proposed);
            at_work || waits
        }
        Action::Number => phase == Phase::Signed,
        Action::AttachResult => {
            matches!(phase, Phase::Signed | Phase::Numbered | Phase::Finished)
        }
        Action::Release => phase == Phase::Numbered,
        Action::Finish => at_work && !on_its_way,
        Action::ReturnResult => phase == Phase::Finished,
        Action::CorrectResult | Action::RevokeResult => {
            matches!(phase, Phase::Finished | Phase::Returned)
        }
        Action::Withdraw => {
            at_work
                || matches!(
                    phase,
                    Phase::Submitted | Phase::Incomplete | Phase::Supplementing | Phase::Paying
                )
        }
        Action::Stop => at_work || matches!(phase, Phase::Supplementing | Phase::Paying),
        Action::ChangeDueDate => phase.is_open() && dossier.due_change.is_none(),
        Action::ApproveDueDate => dossier.due_change.is_some(),
    }
}

/// What somebody may do now: signing is offered to those who have yet to give their second factor.
pub fn may(gate: &Gate, offices: &Offices, thing: &Thing, dossier: &Dossier) -> Vec<Action> {
    let who = as_if_fresh(gate.caller().who());
    let allowed = |action: &Action| {
        let right = match (action, dossier.phase) {
            (Action::ReturnStep, Phase::Proposed) => act::action("send-back", dossier),
            _ => act::action(action.id(), dossier),
        };
        right.is_some_and(|right| {
            let purpose = Some(Purpose::Handling);
            let asking = domain::access::Asking { who: &who, action: right, thing, purpose };
            domain::access::decide(&asking).is_ok()
        })
    };
    // An office of the register answers for itself.
    let has_letter = |action: &Action| {
        *action != Action::RecordOpinion || agencies(offices, dossier).next().is_some()
    };
    let all = Action::ALL.iter().copied();
    all.filter(|it| fits(*it, dossier) && allowed(it) && has_letter(it)).collect()
}

/// Questions to agencies outside the register that wait for their answer.
pub fn agencies<'a>(
    offices: &'a Offices,
    dossier: &'a Dossier,
) -> impl Iterator<Item = &'a Consultation> {
    dossier.awaited().filter(|asked| offices.get(&asked.office).is_none())
}

fn choice(id: impl Into<String>, label: Said) -> Choice {
    Choice { id: id.into(), label, chosen: false }
}

/// Reasons, as they are offered.
pub fn reasons(scene: &Scene) -> Vec<Choice> {
    let each = Reason::ALL.into_iter();
    each.map(|it| choice(it.id(), Said::plain(page::dossier::reason(scene.text, it.id()))))
        .collect()
}

/// People with a post in an office today.
pub async fn people(site: &Site, office: &str) -> Result<Vec<(StreamId, String)>, Problem> {
    let (office, today) = (office.to_owned(), site.law_now().date());
    let read = site.house().db.read(move |tx| {
        let mut people = Vec::new();
        for row in tx.rows(&super::super::store::STAFF_OF, &[office.as_str().into()])? {
            let state: State = serde_json::from_str(row.text(1)?)
                .map_err(|source| Error::Damaged(format!("an account: {source}")))?;
            let State::Account(account) = state else { continue };
            let here = account.posts.iter().find(|held| {
                held.standing == Standing::Held
                    && held.post.office == office
                    && held.post.is_on(today)
            });
            if let Some(held) = here.filter(|_| !account.closed) {
                let (id, name) = (StreamId::stored(row.text(0)?), row.text(2)?.to_owned());
                people.push((id, name, held.post.position.clone()));
            }
        }
        Ok::<_, Error>(told_apart(people))
    });
    Ok(read.await?)
}

/// People by their names, in order; those who share one are told apart by their positions.
fn told_apart(mut people: Vec<(StreamId, String, String)>) -> Vec<(StreamId, String)> {
    people.sort_by_key(|(_, name, _)| domain::text::sort_key(name));
    people.dedup();
    let is_shared = |name: &str| people.iter().filter(|(_, other, _)| other == name).count() > 1;
    let one = |(id, name, position): &(StreamId, String, String)| match is_shared(name) {
        true => (id.clone(), format!("{name} ({position})")),
        false => (id.clone(), name.clone()),
    };
    people.iter().map(one).collect()
}

/// What the form of an act offers.
pub async fn options(
    site: &Site,
    gate: &Gate,
    scene: &Scene,
    action: Action,
    opened: &Opened,
) -> Result<Options, Problem> {
    let mut options = Options::default();
    let dossier = &*opened.known.dossier;
    let filing = &dossier.filing;
    let holder = dossier.holder.office.as_str();
    let next = filing.steps.get(dossier.step + 1).map(|step| step.office.as_str());
    options.sets = sets(dossier);
    let staff = match action {
        Action::Forward => next,
        Action::Reassign | Action::Finish => Some(holder),
        _ => None,
    };
    if let Some(office) = staff {
        let known = people(site, office).await?;
        options.people =
            known.into_iter().map(|(id, name)| choice(id.as_str(), Said::plain(name))).collect();
    }
    match action {
        Action::ReturnStep if dossier.hand_over.is_none() && dossier.phase.is_at_work() => {
            let step = |at: usize| choice(at.to_string(), Said::plain(scene.step(filing, at)));
            options.steps = (0..dossier.step).map(step).collect();
        }
        Action::Consult | Action::Refuse => options.offices = offices(scene, holder),
        Action::Transfer => {
            options.offices = offices(scene, holder);
            options.offices.splice(0..0, before(scene, opened, holder));
        }
        Action::RecordOpinion => {
            let asked = agencies(&scene.offices, dossier);
            let each = asked.map(|it| choice(it.id.to_string(), Said::plain(it.office.clone())));
            options.agencies = each.collect();
        }
        Action::Propose => options.offices = approvers(scene, holder),
        Action::Stop => options.reasons = reasons(scene),
        Action::Accept => {
            let limits = &filing.limits;
            options.agreed = limits.promise().is_none() && limits.agreed.is_none();
        }
        Action::RecordPayment => options.books = books(site, gate, scene, &opened.thing).await?,
        _ => {}
    }
    Ok(options)
}

/// Sets of paper that change hands; none where everything is electronic.
pub fn sets(dossier: &Dossier) -> Option<u16> {
    match &dossier.hand_over {
        Some(over) => (over.sets > 0).then_some(over.sets),
        None => dossier.filing.is_on_paper().then_some(dossier.filing.sets),
    }
}

/// Receipt books that the desk used, and the usual one of the year.
async fn books(
    site: &Site,
    gate: &Gate,
    scene: &Scene,
    thing: &Thing,
) -> Result<Vec<Choice>, Problem> {
    let granted = gate.may_do(domain::access::Action::TakePayment, thing, None)?;
    let office = gate.actor(&granted).office;
    let read = site.house().db.read(move |tx| {
        let rows = tx.rows(&super::super::store::BOOKS_OF, &[office.as_str().into()])?;
        let book =
            |row: &db::Row| Ok::<_, Error>((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
        rows.iter().map(book).collect::<Result<Vec<_>, Error>>()
    });
    let mut known: Vec<(String, String)> = read.await?;
    let year = scene.today().year().rem_euclid(100);
    let usual = ("01BLP".to_owned(), format!("AA-{year:02}P"));
    if !known.contains(&usual) {
        known.push(usual);
    }
    let each = known.into_iter();
    Ok(each
        .map(|(form, series)| {
            choice(format!("{form} {series}"), Said::plain(format!("{form}, {series}")))
        })
        .collect())
}

/// Offices that may be asked or be competent: those above the holder, and those beside it.
fn offices(scene: &Scene, holder: &str) -> Vec<Choice> {
    let near = scene.offices.near(holder);
    near.into_iter().map(|code| choice(code.clone(), Said::plain(scene.office(&code)))).collect()
}

/// Offices that had it before, the last one first, and those of its plan: where it goes back to.
/// Those near the holder are offered anyway.
fn before(scene: &Scene, opened: &Opened, holder: &str) -> Vec<Choice> {
    let went = opened.events.iter().rev().filter_map(|(_, event)| match &event.what {
        What::Forwarded(over) => Some(over.from.as_str()),
        _ => None,
    });
    let planned = opened.known.dossier.filing.steps.iter().map(|step| step.office.as_str());
    let near = scene.offices.near(holder);
    let mut codes: Vec<&str> = Vec::new();
    for code in went.chain(planned) {
        let is_new = code != holder && !codes.contains(&code);
        if is_new && !near.iter().any(|known| known == code) {
            codes.push(code);
        }
    }
    codes.into_iter().map(|code| choice(code, Said::plain(scene.office(code)))).collect()
}

/// Offices whose leader may sign: the holder, which is the usual one, and those above it.
fn approvers(scene: &Scene, holder: &str) -> Vec<Choice> {
    let path = scene.offices.path(holder).into_iter().enumerate();
    path.map(|(at, code)| Choice {
        chosen: at == 0,
        ..choice(code.clone(), Said::plain(scene.office(&code)))
    })
    .collect()
}

/// Papers that may be lacking, the dossier as such last.
pub fn lacks(scene: &Scene, dossier: &Dossier) -> Lacks {
    let filing = &dossier.filing;
    let mut all: Vec<Lack> = scene
        .components(filing)
        .map(|component| {
            let came = scene.came(dossier, &component.id);
            Lack {
                id: component.id.clone(),
                name: said(scene.text, &component.name),
                absent: came.is_empty() && component.mandatory && awaits(scene, filing, component),
                came,
            }
        })
        .collect();
    all.push(Lack {
        id: "whole".to_owned(),
        name: Said::plain(scene.text.dossier_lack_whole()),
        came: String::new(),
        absent: false,
    });
    let stage = match dossier.reception {
        None => SupplementStage::Intake,
        Some(_) => SupplementStage::Examination { office: dossier.holder.office.clone() },
    };
    let before: Vec<String> = dossier
        .supplements
        .iter()
        .filter(|asked| asked.stage == stage)
        .map(|asked| scene.instant(asked.at))
        .collect();
    Lacks { lacks: all, reasons: reasons(scene), before: before.len() as u64, told_before: before }
}

/// Whether a paper should lie there by now. Over the network, the form is what was answered, and what
/// is shown and handed back is brought later: neither is missing.
fn awaits(scene: &Scene, filing: &Filing, component: &Component) -> bool {
    let content = scene.content(&filing.procedure, filing.revision);
    let is_form = content.is_some_and(|it| domain::application::is_form(it, component));
    filing.channel != Channel::Online || (component.kind == ComponentKind::Submit && !is_form)
}

/// Papers that were asked for and may have come.
pub fn papers(scene: &Scene, dossier: &Dossier) -> Papers {
    let asked = dossier.supplements.last().filter(|asked| asked.done.is_none());
    let lacks = asked.map(|asked| asked.lacks.as_slice()).unwrap_or_default();
    let came = lacks.iter().filter_map(|lack| {
        let id = lack.component.clone()?;
        Some(Came {
            name: Said::plain(scene.component(&dossier.filing, Some(&id))),
            asked: page::dossier::reason(scene.text, lack.reason.id()),
            files: Vec::new(),
            id,
        })
    });
    Papers { papers: came.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_share_a_name_are_told_apart_by_their_positions() {
        let one = |id: &str, name: &str, position: &str| {
            (StreamId::stored(id), name.to_owned(), position.to_owned())
        };
        let told = told_apart(vec![
            one("b", "Nguyễn Văn An", "Địa chính"),
            one("c", "Trần Bình", "Hộ tịch"),
            one("a", "Nguyễn Văn An", "Hộ tịch"),
        ]);
        let names: Vec<&str> = told.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Nguyễn Văn An (Địa chính)", "Nguyễn Văn An (Hộ tịch)", "Trần Bình"]);
    }
}

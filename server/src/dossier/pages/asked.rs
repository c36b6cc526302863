//! What stands in the form of an act before anybody fills it in.

use domain::dossier::{Consultation, Dossier, Settled, What};
use page::dossier::{Action, Filled};

use super::one::{self, Opened};
use super::scene::Scene;
use super::{options, sent};
use crate::web::gate::Gate;

/// The question that the form of a reply answers: the first one to an office of whoever asks.
fn question<'a>(gate: &Gate, dossier: &'a Dossier) -> Option<&'a Consultation> {
    let seats = &gate.caller().who().seats;
    dossier.awaited().find(|asked| seats.iter().any(|seat| seat.office == asked.office))
}

/// The question that a letter answers, where one alone waits for one.
fn letter(opened: &Opened) -> Option<&Consultation> {
    let mut waiting = options::agencies(&opened.offices, &opened.known.dossier);
    waiting.next().filter(|_| waiting.next().is_none())
}

/// The receipt that is voided: the last one that may be.
fn receipt(dossier: &Dossier) -> Option<&Settled> {
    let can = |it: &&Settled| !it.voided && !it.duty && it.payment.receipt.is_some();
    dossier.payments.iter().rev().find(can)
}

/// What travels with a form unseen.
pub fn hidden(gate: &Gate, action: Action, opened: &Opened) -> Vec<(&'static str, String)> {
    let dossier = &*opened.known.dossier;
    let one = match action {
        Action::Reply => {
            question(gate, dossier).map(|asked| ("consultation", asked.id.to_string()))
        }
        Action::RecordOpinion => letter(opened).map(|asked| ("consultation", asked.id.to_string())),
        Action::VoidPayment => receipt(dossier)
            .and_then(|it| it.payment.receipt.as_ref())
            .map(|it| ("receipt", sent::receipt_id(it))),
        Action::Sign => one::draft_of(&opened.events).map(|draft| ("hash", one::hash(&draft))),
        _ => None,
    };
    one.into_iter().collect()
}

/// What was asked in a question.
fn words_asked(scene: &Scene, opened: &Opened, asked: Option<u32>) -> Option<(String, String)> {
    let words = opened.events.iter().find_map(|(_, event)| match &event.what {
        What::OpinionAsked(it) if Some(it.id) == asked => event.words.as_ref(),
        _ => None,
    });
    words.map(|it| (scene.text.dossier_field_question(), it.text.clone()))
}

/// What is known and not asked for.
pub fn facts(gate: &Gate, scene: &Scene, action: Action, opened: &Opened) -> Vec<(String, String)> {
    let (dossier, text) = (&*opened.known.dossier, scene.text);
    let sum = |vnd: u64| format!("{} đ", text.number(vnd));
    match action {
        Action::Forward => {
            let next = dossier.filing.steps.get(dossier.step + 1);
            let next = next.map(|step| {
                let name = scene.step(&dossier.filing, dossier.step + 1);
                format!("{}, {}", name, scene.office(&step.office))
            });
            next.map(|next| (text.dossier_field_step(), next)).into_iter().collect()
        }
        Action::Reply => {
            let asked = question(gate, dossier).map(|asked| asked.id);
            words_asked(scene, opened, asked).into_iter().collect()
        }
        Action::RecordOpinion => {
            let asked = letter(opened);
            let agency = asked.map(|it| (text.dossier_field_agency(), it.office.clone()));
            let words = words_asked(scene, opened, asked.map(|it| it.id));
            agency.into_iter().chain(words).collect()
        }
        Action::VoidPayment => {
            let told = receipt(dossier).and_then(|it| {
                let receipt = it.payment.receipt.as_ref()?;
                let number = format!("{} {:07}", receipt.series, receipt.number);
                let said = format!("{}, {}", number, sum(it.payment.amount_vnd));
                Some((text.dossier_field_book(), said))
            });
            told.into_iter().collect()
        }
        Action::ApproveDueDate => match &dossier.due_change {
            None => Vec::new(),
            Some(change) => {
                let day = text.date(scene.day(change.due.date()));
                vec![
                    (text.dossier_field_new_due(), day),
                    (text.dossier_field_document(), change.document.clone()),
                ]
            }
        },
        Action::Sign => {
            let draft = one::draft_of(&opened.events);
            draft.map(|draft| (text.dossier_draft(), draft)).into_iter().collect()
        }
        Action::RecordPayment => {
            let owed = [
                (text.dossier_owed_fees(), dossier.owed_vnd()),
                (text.dossier_owed_duty(), dossier.duty_owed_vnd()),
            ];
            let owed = owed.into_iter().filter(|(_, vnd)| *vnd > 0);
            owed.map(|(name, vnd)| (name, sum(vnd))).collect()
        }
        _ => Vec::new(),
    }
}

/// What to think of before an act.
pub fn warning(scene: &Scene, action: Action, dossier: &Dossier) -> Option<String> {
    let awaited = dossier.awaited().next().filter(|_| action == Action::Propose)?;
    Some(scene.text.dossier_flag_opinion(scene.office(&awaited.office)))
}

/// What is filled in at first: what is owed, where money is taken.
pub fn proposed(action: Action, dossier: &Dossier) -> Filled {
    if action != Action::RecordPayment {
        return Filled::default();
    }
    let (what, owed) = match dossier.owed_vnd() {
        0 => ("duty", dossier.duty_owed_vnd()),
        owed => ("fees", owed),
    };
    let pairs = [("for", what.to_owned()), ("amount", owed.to_string())];
    Filled(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

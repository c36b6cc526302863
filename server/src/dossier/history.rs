//! What happened to a dossier, in plain words.

use domain::dossier::{Event, What};
use domain::event::Header;
use page::dossier::{Happened, Stage};
use serde_json::Value as Json;

use super::pages::scene::Scene;

/// What happened, the latest first.
pub fn told(scene: &Scene, events: &[(Header, Event)]) -> Vec<Happened> {
    let events: Vec<&(Header, Event)> = events.iter().filter(|(_, it)| !is_rating(it)).collect();
    let last = events.len();
    let each = events.into_iter().enumerate().rev();
    each.map(|(at, (header, event))| {
        let by = scene.person(&event.by);
        let office = scene.office(&header.actor.office);
        let who = match (by.is_empty(), header.actor.office.is_empty()) {
            (false, false) => format!("{by}, {office}"),
            (false, true) => by,
            (true, false) => office,
            (true, true) => String::new(),
        };
        let words = event.words.as_ref().map(|it| it.text.clone()).unwrap_or_default();
        let text: Vec<String> = [who, words].into_iter().filter(|part| !part.is_empty()).collect();
        Happened {
            when: scene.instant(event.at),
            title: title(scene, event),
            text: text.join(". "),
            place: place(event, at + 1 == last),
        }
    })
    .collect()
}

/// Whether an event is a rating: who worked on the dossier does not read it there, so that nobody is
/// served by what they might say.
pub fn is_rating(event: &Event) -> bool {
    matches!(event.what, What::Rated { .. })
}

fn place(event: &Event, is_last: bool) -> Stage {
    let waits = matches!(
        event.what,
        What::SupplementAsked { .. } | What::DutyAsked(_) | What::Excluded { .. }
    );
    match (is_last, waits) {
        (true, _) => Stage::Here,
        (false, true) => Stage::Waited,
        (false, false) => Stage::Done,
    }
}

/// What an event is called.
pub fn title(scene: &Scene, event: &Event) -> String {
    let text = scene.text;
    let office = |code: &str| scene.office(code);
    let day = |date| text.date(scene.day(date));
    match &event.what {
        What::Filed { accepted: Some(_), .. } => text.dossier_told_received(),
        What::Filed { accepted: None, .. } => text.dossier_told_submitted(),
        What::Imported { imported, .. } => {
            text.dossier_told_imported(&imported.system, scene.instant(imported.received))
        }
        What::Accepted(_) => text.dossier_told_accepted(),
        What::Refused { .. } => text.dossier_told_refused(),
        What::SupplementAsked { .. } => text.dossier_told_supplement_asked(),
        What::Supplemented { .. } => text.dossier_told_supplemented(),
        What::Forwarded(over) => text.dossier_told_forwarded(office(&over.to)),
        What::Acknowledged { .. } => text.dossier_told_acknowledged(),
        What::Taken { account } => text.dossier_told_taken(scene.person(account.as_str())),
        What::Reassigned { account } => {
            text.dossier_told_reassigned(scene.person(account.as_str()))
        }
        What::OpinionAsked(asked) => text.dossier_told_opinion_asked(office(&asked.office)),
        What::OpinionGiven { opinion, .. } => {
            text.dossier_told_opinion_given(page::dossier::opinion(text, opinion.id()))
        }
        What::DutyAsked(duty) => text.dossier_told_duty_asked(text.number(duty.total_vnd())),
        What::Paid { payment, .. } => text.dossier_told_paid(text.number(payment.amount_vnd)),
        What::Voided { number, .. } => text.dossier_told_voided(number),
        What::Apologised { promised } => text.dossier_told_apologised(day(promised.date())),
        What::Proposed { outcome, .. } => {
            text.dossier_told_proposed(page::dossier::outcome(text, outcome.id()))
        }
        What::SentBack => text.dossier_told_sent_back(),
        What::Signed(_) => text.dossier_told_signed(),
        What::Numbered { number, .. } => text.dossier_told_numbered(number),
        What::Released { .. } => text.dossier_told_released(),
        What::Finished { .. } => text.dossier_told_finished(),
        What::Returned(_) => text.dossier_told_returned(),
        What::Corrected { document } => text.dossier_told_corrected(document),
        What::Revoked { document } => text.dossier_told_revoked(document),
        What::Withdrawn => text.dossier_told_withdrawn(),
        What::Stopped { document, .. } => text.dossier_told_stopped(document),
        What::DueChangeAsked { due, .. } => text.dossier_told_due_asked(day(due.date())),
        What::DueChangeApproved { deadline } => {
            text.dossier_told_due_approved(day(deadline.promised.date()))
        }
        What::DueChangeDeclined => text.dossier_told_due_declined(),
        What::BecameLate { .. } => text.dossier_told_late(),
        What::NoLongerLate => text.dossier_told_no_longer_late(),
        What::Recounted { deadline } => text.dossier_told_recounted(day(deadline.promised.date())),
        What::Linked { code } => text.dossier_told_linked(code),
        What::PaperAdded(_) => text.dossier_told_paper_added(),
        What::Excluded { basis } => text.dossier_told_excluded(basis),
        What::ResultAttached(_) => text.dossier_told_result_attached(),
        What::Resumed { .. } => text.dossier_told_resumed(),
        What::Rated { .. } => text.dossier_told_rated(),
    }
}

/// An answer of the form as it is shown.
pub fn shown(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(yes) => if *yes { "✓" } else { "✗" }.to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join("; "),
        Json::Object(parts) => {
            let said: Vec<String> =
                parts.values().map(shown).filter(|part| !part.is_empty()).collect();
            said.join(", ")
        }
    }
}

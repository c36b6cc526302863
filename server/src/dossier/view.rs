//! A dossier as the interface shows it, by what its reader may see.

use std::collections::BTreeSet;

use domain::LawTime;
use domain::access::Fields;
use domain::calendar::{Hours, Moment};
use domain::dossier::{Dossier, Event, Personal, What};
use domain::event::Header;
use domain::province::Terms;
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::list::Line;
use super::read::Known;

/// A dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierWhole {
    /// Its code.
    pub code: String,
    /// The secret with which the applicant tracks it; told once, when it is handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_secret: Option<String>,
    /// The status of the national list, 1 to 10.
    pub national_status: u8,
    /// Where it stands, finer than the national list.
    pub state: String,
    /// How many events it has: what `expected_version` is compared with.
    pub version: i64,
    /// National code of the procedure.
    pub procedure: String,
    /// The revision it was received under.
    pub revision: u32,
    /// The case of the procedure.
    pub case: Option<String>,
    /// The receiving office.
    pub office: String,
    /// `counter`, `online` or `post`.
    pub channel: String,
    /// Whether an officer filled it in for the applicant.
    pub assisted: bool,
    /// The set of rules it was received under.
    pub rules: String,
    /// When it was handed in.
    pub submitted_at: String,
    /// When it was taken in: the clock runs from here.
    pub received_at: Option<String>,
    /// When it is due as promised.
    pub due_at: Option<String>,
    /// When it is due by law.
    pub due_legal_at: Option<String>,
    /// What the slip said first.
    pub due_original_at: Option<String>,
    /// Whether the due dates look at a calendar that is not decided yet.
    pub provisional: bool,
    /// Whether the clock stands.
    pub standing: bool,
    /// Since when it is late by law.
    pub late_since: Option<String>,
    /// Book and running number on the slip.
    pub book: Option<String>,
    /// Codes that other systems gave it.
    pub foreign: Vec<String>,
    /// The system that it was taken over from while it was open there, and when.
    #[schema(value_type = Option<Object>)]
    pub imported: Option<Json>,
    /// Who has it.
    #[schema(value_type = Object)]
    pub holder: Json,
    /// The hand-over that waits to be acknowledged.
    #[schema(value_type = Option<Object>)]
    pub hand_over: Option<Json>,
    /// The steps that it takes, and the one it is at.
    #[schema(value_type = Vec<Object>)]
    pub steps: Vec<Json>,
    /// The papers.
    #[schema(value_type = Vec<Object>)]
    pub components: Vec<Json>,
    /// Supplements asked for.
    #[schema(value_type = Vec<Object>)]
    pub supplements: Vec<Json>,
    /// Opinions asked for.
    #[schema(value_type = Vec<Object>)]
    pub consultations: Vec<Json>,
    /// Fees, payments, what is owed.
    #[schema(value_type = Object)]
    pub money: Json,
    /// What was decided.
    #[schema(value_type = Option<Object>)]
    pub result: Option<Json>,
    /// Whose it is, as far as the reader may see it; null once erased.
    #[schema(value_type = Option<Object>)]
    pub applicant: Option<Json>,
    /// Who brought it.
    #[schema(value_type = Option<Object>)]
    pub submitter: Option<Json>,
    /// Answers of the form.
    #[schema(value_type = Option<Object>)]
    pub answers: Option<Json>,
}

/// A dossier in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierEntry {
    code: String,
    national_status: u8,
    state: String,
    version: i64,
    procedure: String,
    office: String,
    holder: String,
    assignee: Option<String>,
    channel: String,
    submitted_at: String,
    received_at: Option<String>,
    due_at: Option<String>,
    due_legal_at: Option<String>,
    standing: bool,
    late_since: Option<String>,
    name: String,
}

fn told(at: LawTime) -> String {
    at.rfc3339()
}

/// An instant of a due moment: of a day, the close of business there.
pub(super) fn due(moment: Moment, hours: Option<&Hours>) -> String {
    match hours {
        Some(hours) => told(moment.instant(hours)),
        None => told(moment.last()),
    }
}

/// The hours that a dossier's deadline is counted by.
pub fn hours(terms: &Terms, dossier: &Dossier) -> Option<Hours> {
    terms.schedule(&dossier.filing.limits.hours).map(Hours::new)
}

/// A dossier as its reader may see it.
pub fn whole(known: &Known, terms: &Terms, sees: &BTreeSet<Fields>) -> DossierWhole {
    let dossier = &*known.dossier;
    let filing = &dossier.filing;
    let hours = hours(terms, dossier);
    let moment = |moment: Moment| due(moment, hours.as_ref());
    let deadline = dossier.deadline;
    let personal = known.personal.as_ref();
    let shown = |fields: Fields| personal.filter(|_| sees.contains(&fields));
    DossierWhole {
        code: filing.code.clone(),
        tracking_secret: None,
        national_status: dossier.phase.national().number(),
        state: dossier.phase.id().to_owned(),
        version: dossier.version,
        procedure: filing.procedure.clone(),
        revision: filing.revision,
        case: filing.case.clone(),
        office: filing.office.clone(),
        channel: filing.channel.id().to_owned(),
        assisted: filing.assisted,
        rules: filing.rules.clone(),
        submitted_at: told(dossier.filed),
        received_at: dossier.reception.as_ref().map(|it| told(it.at)),
        due_at: deadline.map(|it| moment(it.promised)),
        due_legal_at: deadline.map(|it| moment(it.legal)),
        due_original_at: deadline.map(|it| moment(it.original)),
        provisional: deadline.is_some_and(|it| it.provisional),
        standing: deadline.is_some_and(|it| it.standing),
        late_since: dossier.late_since.map(told),
        book: dossier.reception.as_ref().and_then(|it| Some(format!("{}/{}", it.year, it.number?))),
        foreign: filing.foreign.iter().chain(&dossier.linked).cloned().collect(),
        imported: dossier
            .imported
            .as_ref()
            .map(|it| json!({ "system": it.system, "at": told(it.at) })),
        holder: json!({
            "office": dossier.holder.office,
            "account": dossier.holder.account,
            "since": told(dossier.holder.since),
            "due_at": dossier.holder.due.map(moment),
        }),
        hand_over: dossier.hand_over.as_ref().map(|it| json!(it)),
        steps: steps(dossier),
        components: filing.components.iter().chain(&dossier.added).map(|it| json!(it)).collect(),
        supplements: dossier.supplements.iter().map(supplement).collect(),
        consultations: dossier.consultations.iter().map(|it| consultation(it, &moment)).collect(),
        money: money(dossier),
        result: dossier.result.as_ref().map(|it| {
            json!({
                "outcome": it.outcome.id(),
                "number": it.number,
                "signed_at": it.signature.as_ref().map(|it| told(it.at)),
                "deputy": it.signature.as_ref().and_then(|it| it.deputy_of.as_ref()).is_some(),
                "released_at": it.released.map(told),
                "corrected": it.corrected,
                "revoked": it.revoked,
            })
        }),
        applicant: personal.map(|it| person(&it.applicant, sees)),
        submitter: personal.and_then(|it| it.submitter.as_ref()).map(|it| {
            let mut shown = person(&it.who, sees);
            shown["relation"] = it.relation.clone().into();
            shown["authorisation"] = it.authorisation.clone().into();
            shown
        }),
        answers: shown(Fields::Answers).map(|it: &Personal| Json::Object(it.answers.clone())),
    }
}

fn person(who: &domain::dossier::Applicant, sees: &BTreeSet<Fields>) -> Json {
    let mut shown = json!({ "kind": who.kind, "name": who.name });
    if sees.contains(&Fields::Identity) {
        shown["birth_date"] = json!(who.birth_date);
        shown["identity"] = json!(who.identity);
    }
    if sees.contains(&Fields::Contact) {
        shown["phone"] = json!(who.phone);
        shown["email"] = json!(who.email);
        shown["address"] = json!(who.address);
    }
    shown
}

fn steps(dossier: &Dossier) -> Vec<Json> {
    let each = dossier.filing.steps.iter().enumerate();
    each.map(|(at, step)| {
        let mut shown = json!(step);
        shown["current"] = (at == dossier.step).into();
        shown
    })
    .collect()
}

fn supplement(asked: &domain::dossier::Supplement) -> Json {
    json!({
        "stage": asked.stage,
        "asked_at": told(asked.at),
        "items": asked.lacks,
        "until": asked.until,
        "completed_at": asked.done.map(told),
    })
}

fn consultation(asked: &domain::dossier::Consultation, moment: &dyn Fn(Moment) -> String) -> Json {
    json!({
        "id": asked.id,
        "office": asked.office,
        "asked_at": told(asked.at),
        "due_at": moment(asked.due),
        "silence": asked.silence,
        "opinion": asked.opinion.map(domain::dossier::Opinion::id),
    })
}

fn money(dossier: &Dossier) -> Json {
    let payments: Vec<Json> = dossier
        .payments
        .iter()
        .map(|it| {
            json!({
                "at": told(it.at),
                "amount_vnd": it.payment.amount_vnd,
                "means": it.payment.means.id(),
                "receipt": it.payment.receipt,
                "evidence": it.payment.evidence,
                "voided": it.voided,
                "duty": it.duty,
            })
        })
        .collect();
    json!({
        "fees": dossier.filing.fees,
        "duty": dossier.duty,
        "duties_met": dossier.duties_met,
        "payments": payments,
        "owed_vnd": dossier.owed_vnd(),
        "duty_owed_vnd": dossier.duty_owed_vnd(),
    })
}

/// A dossier in a list.
pub fn entry(line: &Line) -> DossierEntry {
    let instant = |at: Option<LawTime>| at.map(told);
    DossierEntry {
        code: line.code.clone(),
        national_status: line.phase.national().number(),
        state: line.phase.id().to_owned(),
        version: line.version,
        procedure: line.procedure.clone(),
        office: line.office.clone(),
        holder: line.holder.clone(),
        assignee: line.assignee.as_ref().map(ToString::to_string),
        channel: line.channel.clone(),
        submitted_at: told(line.filed),
        received_at: instant(line.received),
        due_at: instant(line.promised),
        due_legal_at: instant(line.due),
        standing: line.standing,
        late_since: instant(line.late_since),
        name: line.name.clone(),
    }
}

/// What happened, without what was written where the reader may not see it.
pub fn event(header: &Header, event: &Event, sees: &BTreeSet<Fields>) -> Json {
    let words = event.words.as_ref().filter(|_| sees.contains(&Fields::Answers));
    let mut what = json!(event.what);
    if matches!(event.what, What::Filed { .. }) {
        // The filing is the dossier itself; its acceptance is what the history tells.
        what = json!({ "filed": { "accepted": what["filed"]["accepted"] } });
    }
    if let What::Imported { imported, .. } = &event.what {
        what = json!({ "imported": imported });
    }
    json!({
        "kind": header.kind,
        "version": header.version,
        "at": told(event.at),
        "office": header.actor.office,
        "by": event.by,
        "what": what,
        "text": words.map(|it| it.text.clone()),
        "items": words.map(|it| it.items.clone()).unwrap_or_default(),
    })
}

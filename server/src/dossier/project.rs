//! What a dossier's events make of its rows, its tallies and its words.

use domain::account::is_account;
use domain::calendar::Moment;
use domain::dossier::{Dossier, Event, Handed, Settled, TimeTaken, What};
use domain::notice::told_of;
use domain::procedure::description::Silence;
use domain::{LawTime, tally, text};

use super::store::{
    PUT, PUT_CONSULTATION, PUT_PERSON, PUT_RECEIPT, PUT_RESULT, REMOVE, REMOVE_CONSULTATION,
    REMOVE_PERSON, REMOVE_RECEIPT, REMOVE_RESULT, WORDS,
};
use crate::attachment::reference;
use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};
use crate::notice::Due;

static DOSSIERS: Table = Table { name: "dossier", put: &PUT, remove: &REMOVE, key_columns: 1 };
static PERSONS: Table =
    Table { name: "dossier_person", put: &PUT_PERSON, remove: &REMOVE_PERSON, key_columns: 1 };
static CONSULTATIONS: Table = Table {
    name: "consultation",
    put: &PUT_CONSULTATION,
    remove: &REMOVE_CONSULTATION,
    key_columns: 2,
};
static RECEIPTS: Table =
    Table { name: "fee_receipt", put: &PUT_RECEIPT, remove: &REMOVE_RECEIPT, key_columns: 3 };

static RESULT_ENTRIES: Table =
    Table { name: "result_entry", put: &PUT_RESULT, remove: &REMOVE_RESULT, key_columns: 3 };

/// Puts a dossier as it stands, and what the event adds.
pub(crate) fn project(
    projected: &Projected<'_>,
    event: &Event,
    dossier: &Dossier,
    writes: &mut Writes,
) {
    writes.put(&DOSSIERS, vec![Key::Int(projected.born)], row(projected, dossier));
    if let Some(personal) = &event.personal {
        let filing = &dossier.filing;
        let name = personal.applicant.name.as_str();
        let text = serde_json::to_string(personal).expect("invariant: persons serialise");
        let key = personal.key.as_deref();
        let row = vec![name.into(), key.into(), text.into()];
        writes.put(&PERSONS, vec![Key::Int(projected.born)], row);
        writes.words(WORDS, projected.born, Some(words(&filing.code, &filing.foreign, personal)));
    }
    consultations(projected.born, event, writes);
    receipts(projected, event, dossier, writes);
    super::counter::store::project(projected, event, writes);
    files(projected, event, writes);
    if let What::Numbered { office, year, number } = &event.what {
        let key = vec![Key::from(office.as_str()), Key::Int(i64::from(*year)), Key::Int(*number)];
        let row = vec![projected.born.into(), event.at.0.into()];
        writes.put(&RESULT_ENTRIES, key, row);
    }
    if let Some(about) = told_of(event, dossier).filter(|_| may_reach(event)) {
        let (event, dossier) = (projected.id, projected.born);
        writes.notices.push(Due { event, dossier, about, at: projected.header.law_time });
    }
    crate::rating::store::project(projected, event, dossier, writes);
    tallies(projected, event, dossier, writes);
}

/// Whether a notice may reach somebody: what is handed in says whether there is an address. Later
/// events do not, and the dossier is looked at when the notice is written.
fn may_reach(event: &Event) -> bool {
    event.personal.as_ref().is_none_or(|personal| {
        let submitter = personal.submitter.as_ref().map(|submitter| &submitter.who);
        let mut people = std::iter::once(&personal.applicant).chain(submitter);
        people.any(|who| who.phone.is_some() || who.email.is_some())
    })
}

fn row(projected: &Projected<'_>, dossier: &Dossier) -> Vec<db::Value> {
    let filing = &dossier.filing;
    let place = dossier.place();
    let due = |of: fn(&domain::dossier::Deadline) -> Moment| {
        dossier.deadline.as_ref().map_or(i64::MAX, |deadline| of(deadline).last().0)
    };
    let instant = |at: Option<LawTime>| at.map(|at| at.0);
    let time = dossier.finished.and_then(|it| it.time);
    let days = |of: fn(&TimeTaken) -> u32| time.as_ref().map(|time| i64::from(of(time)));
    vec![
        projected.header.stream.as_str().into(),
        filing.code.as_str().into(),
        filing.office.as_str().into(),
        place.office.as_str().into(),
        dossier.assignee().map(domain::StreamId::as_str).into(),
        filing.procedure.as_str().into(),
        filing.field.as_str().into(),
        filing.channel.id().into(),
        dossier.phase.id().into(),
        i64::from(dossier.phase.is_open()).into(),
        filing.account.as_ref().map(domain::StreamId::as_str).into(),
        dossier.filed.0.into(),
        instant(dossier.reception.as_ref().map(|it| it.at)).into(),
        due(|it| it.legal).into(),
        due(|it| it.promised).into(),
        i64::from(dossier.deadline.is_some_and(|it| it.standing)).into(),
        instant(dossier.late_since).into(),
        instant(dossier.ended).into(),
        dossier.version.into(),
        instant(dossier.taken_in()).into(),
        i64::from(dossier.imported.is_some()).into(),
        dossier.finished.map(|it| it.punctuality.id()).into(),
        dossier.finished.map(|it| i64::from(it.lawful)).into(),
        filing.online_level.map(i64::from).into(),
        days(|it| it.law).into(),
        days(|it| it.promised).into(),
        days(|it| it.taken).into(),
    ]
}

/// What a dossier is found by: its codes and their parts, names, telephone numbers, the number of
/// the identity paper.
fn words(code: &str, foreign: &[String], personal: &domain::dossier::Personal) -> String {
    let mut texts = vec![code.to_owned()];
    texts.extend(foreign.iter().cloned());
    let submitter = personal.submitter.as_ref().map(|submitter| &submitter.who);
    for who in std::iter::once(&personal.applicant).chain(submitter) {
        texts.push(who.name.clone());
        texts.extend(who.phone.clone());
        texts.extend(who.identity.number.clone());
    }
    let mut words = text::words(&texts.join(" "));
    words.dedup();
    words.join(" ")
}

/// The files that an event names: those that the house looked at.
fn files(projected: &Projected<'_>, event: &Event, writes: &mut Writes) {
    let named: &[Handed] = match &event.what {
        What::Filed { filing, .. } => &filing.components,
        What::Supplemented { components, .. } => components,
        What::PaperAdded(paper) => std::slice::from_ref(paper),
        What::ResultAttached(scan) => {
            return reference::project(writes, &scan.attachment, &projected.header.stream);
        }
        What::OpinionGiven { letter: Some(letter), .. } => {
            return reference::project(writes, &letter.scan.attachment, &projected.header.stream);
        }
        _ => &[],
    };
    for paper in named.iter().filter(|paper| paper.file.is_some()) {
        if let Some(id) = &paper.attachment {
            reference::project(writes, id, &projected.header.stream);
        }
    }
}

fn consultations(born: i64, event: &Event, writes: &mut Writes) {
    if let What::OpinionAsked(asked) = &event.what {
        let consents = i64::from(asked.silence == Silence::Consents);
        let row = vec![asked.office.as_str().into(), asked.due.last().0.into(), consents.into()];
        let key = vec![Key::Int(born), Key::Int(i64::from(asked.id))];
        writes.put(&CONSULTATIONS, key, row);
    }
    if let What::OpinionGiven { id, .. } = &event.what {
        let key = vec![Key::Int(born), Key::Int(i64::from(*id))];
        writes.remove(&CONSULTATIONS, key);
    }
}

/// The receipts that an event concerns.
fn receipts(projected: &Projected<'_>, event: &Event, dossier: &Dossier, writes: &mut Writes) {
    let concerned: Option<&Settled> = match &event.what {
        What::Paid { .. } => dossier.payments.last(),
        What::Voided { series, number } => dossier.payments.iter().find(|settled| {
            let receipt = settled.payment.receipt.as_ref();
            receipt.is_some_and(|it| it.series == *series && it.number == *number)
        }),
        _ => None,
    };
    let Some((settled, receipt)) =
        concerned.and_then(|settled| Some((settled, settled.payment.receipt.as_ref()?)))
    else {
        return;
    };
    let key = vec![
        Key::from(receipt.office.as_str()),
        Key::from(receipt.series.as_str()),
        Key::Int(receipt.number),
    ];
    let by = match is_account(&event.by) {
        true => event.by.as_str(),
        false => "",
    };
    let row = vec![
        receipt.form.as_str().into(),
        projected.born.into(),
        i64::try_from(settled.payment.amount_vnd).unwrap_or(i64::MAX).into(),
        settled.payment.means.id().into(),
        settled.at.0.into(),
        by.into(),
        i64::from(settled.voided).into(),
    ];
    writes.put(&RECEIPTS, key, row);
}

fn tallies(projected: &Projected<'_>, event: &Event, dossier: &Dossier, writes: &mut Writes) {
    let after = tally::Counted::of(dossier);
    for count in tally::counts(projected.before.as_ref(), event, dossier, &after) {
        writes.tally(count.tally, count.office, count.subject, count.day, count.n);
    }
}

/// Takes away what is personal of an erased dossier.
pub(crate) fn erase(born: i64, writes: &mut Writes) {
    writes.remove(&PERSONS, vec![Key::Int(born)]);
    writes.remove(&super::kept::store::NOTES, vec![Key::Int(born)]);
    writes.words(WORDS, born, None);
}

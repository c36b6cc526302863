//! Taking over a dossier that is open in another system.

use super::super::deadline::{self, Counted, Deadline, SetDue};
use super::super::event::{What, Words};
use super::super::fee::{FeeLine, Means, Payment};
use super::super::filing::Filing;
use super::super::import::{IMPORTED_FEE, Import, Imported, Stands};
use super::super::wrong::{At, Flaw, Wrong};
use super::super::{
    NUMBER_LENGTH_MAX, PAPERS_MAX, SETS_MAX, TEXT_LENGTH_MAX, code_counter, foreign_claim, plan,
};
use super::file::{code, new_stream, procedure_of, quantity, revision_of};
use super::money::AMOUNT_VND_MAX;
use super::work::works_at;
use super::{Answer, person, told};
use crate::calendar::{RuleSet, SetBy};
use crate::procedure::description::Description;
use crate::refusal::Refusal;
use crate::state::State;
use crate::text::compose;
use crate::time::LawTime;
use crate::view::View;

/// New dates that may have been promised before.
const APOLOGIES_MAX: u8 = 20;

/// Takes it over, unless its code is known: the same told again tells nothing.
pub(in super::super) fn import(import: &Import, view: &View<'_>) -> Answer {
    let today = view.now.date();
    if import.day != today {
        return Err(Wrong::DayTurned(today).into());
    }
    if let Some(stream) = view.holder(&foreign_claim(&import.foreign)) {
        return again(import, view.states.get(stream));
    }
    view.office_by_code(&import.office)
        .ok_or_else(|| Refusal::UnknownOffice(import.office.clone()))?;
    let owner = &import.owner;
    view.office_by_code(&owner.office)
        .ok_or_else(|| Refusal::UnknownOffice(owner.office.clone()))?;
    procedure_of(view, &import.procedure)?;
    let revision = revision_of(view, &import.procedure, import.revision)?;
    let wrongs = wrongs(import, &revision.description, view.now);
    if !wrongs.is_empty() {
        return Err(Wrong::Fields(wrongs).into());
    }
    if let Some(account) = &owner.account {
        works_at(view, account, &owner.office)?;
    }
    let terms = &view.province().ok_or(Refusal::NoProvince)?.terms;
    let rules = RuleSet::in_force(&terms.rules, import.received.date()).ok_or(Wrong::NoLimit)?;
    let filing = filing(import, &revision.description, rules, view)?;
    let deadline = told_deadline(import, &filing, view)?;
    let imported = Imported {
        system: compose(&import.system),
        received: import.received,
        deadline,
        stands: stands(&import.stands),
        office: owner.office.clone(),
        account: owner.account.clone(),
        step: owner.step,
        apologies: import.apologies,
        payment: payment(import),
    };
    let what = What::Imported { filing: Box::new(filing), imported: Box::new(imported) };
    let personal = Some(Box::new(person::composed(&import.personal)));
    let lacks = import.lacks.trim().to_owned();
    let items = if lacks.is_empty() { Vec::new() } else { vec![lacks] };
    let words = Words { text: String::new(), items };
    Ok(vec![told(view, new_stream(view), what, personal, Some(words))])
}

/// A code that is known: nothing is told where it is the dossier that was taken over with these
/// facts. What happened to it since stands here, whatever the other system says by now.
fn again(import: &Import, known: Option<&State>) -> Answer {
    let Some(State::Dossier(dossier)) = known else {
        return Err(Refusal::KeyTaken("code of another system"));
    };
    let told = dossier.reception.as_ref().map(|it| it.at);
    let is_same = dossier.imported.is_some()
        && told == Some(import.received)
        && dossier.filing.procedure == import.procedure
        && dossier.filing.office == import.office
        && dossier.deadline.is_some_and(|it| it.original == import.due.original);
    match is_same {
        true => Ok(Vec::new()),
        false => Err(Wrong::KnownOtherwise(dossier.filing.code.clone()).into()),
    }
}

fn filing(
    import: &Import,
    description: &Description,
    rules: &RuleSet,
    view: &View<'_>,
) -> Result<Filing, Refusal> {
    let number = view.next_number(&code_counter(&import.office, import.day));
    let case = case(import, description);
    let how = (case, import.channel);
    let fee =
        FeeLine { id: IMPORTED_FEE.to_owned(), count: 1, amount_vnd: import.fee_vnd, exempt: None };
    Ok(Filing {
        code: code(&import.identifier, &import.office, import.day, number)?,
        number,
        office: import.office.clone(),
        procedure: import.procedure.clone(),
        revision: import.revision,
        field: description.field.code.clone().unwrap_or_default(),
        case: case.map(str::to_owned),
        channel: import.channel,
        assisted: false,
        return_by: import.return_by,
        sets: import.sets,
        components: import.components.clone(),
        fees: if import.fee_vnd > 0 { vec![fee] } else { Vec::new() },
        rules: rules.id.clone(),
        limits: plan::limits(description, rules, how, &import.hours, None),
        steps: import.steps.clone(),
        online_level: description.online.level_2011,
        account: None,
        foreign: vec![compose(&import.foreign)],
    })
}

fn case<'a>(import: &'a Import, description: &'a Description) -> Option<&'a str> {
    let only = || match description.cases.as_slice() {
        [only] => Some(only.id.as_str()),
        _ => None,
    };
    import.case.as_deref().or_else(only)
}

/// The due dates as they were told; the limit and the calendar have to be known, for the clock goes
/// on by them.
fn told_deadline(import: &Import, filing: &Filing, view: &View<'_>) -> Result<Deadline, Refusal> {
    let terms = &view.province().ok_or(Refusal::NoProvince)?.terms;
    let due = import.due;
    let set =
        SetDue { promised: due.promised, legal: due.legal, by: SetBy::OldSystem, at: view.now };
    let ground = (view.ready, terms);
    let Counted { promised, legal } =
        deadline::explain_set(&set, &filing.limits, ground, import.received, &[])?;
    Ok(Deadline {
        promised: due.promised,
        legal: due.legal,
        original: due.original,
        provisional: promised.provisional || legal.provisional,
        standing: import.stands.since().is_some(),
        changed: false,
    })
}

/// As it is stored: composed.
fn stands(told: &Stands) -> Stands {
    let mut stands = told.clone();
    match &mut stands {
        Stands::Excluded { basis, .. } => *basis = compose(basis),
        Stands::Paying { duty, .. } => {
            (duty.payee, duty.notice) = (compose(&duty.payee), compose(&duty.notice));
        }
        Stands::Received | Stands::Working | Stands::Supplementing { .. } => {}
    }
    stands
}

/// Money that the other system took: on its receipt, so on none of a book here.
fn payment(import: &Import) -> Option<Payment> {
    let (amount_vnd, evidence) = import.paid.as_ref()?;
    let evidence = Some(compose(evidence));
    Some(Payment { amount_vnd: *amount_vnd, means: Means::Elsewhere, receipt: None, evidence })
}

/// Everything that is wrong, each at its place.
fn wrongs(import: &Import, description: &Description, now: LawTime) -> Vec<At> {
    let mut wrongs = texts(import);
    let mut say = |place: &str, flaw| wrongs.push(At { place: place.to_owned(), flaw });
    let cases = &description.cases;
    match &import.case {
        Some(case) if !cases.iter().any(|it| it.id == *case) => say("case", Flaw::Unknown),
        None if cases.len() > 1 => say("case", Flaw::Missing),
        Some(_) | None => {}
    }
    if !(1..=SETS_MAX).contains(&import.sets) {
        say("sets", Flaw::OutOfRange(1, i64::from(SETS_MAX)));
    }
    if import.apologies > APOLOGIES_MAX {
        say("apologies", Flaw::OutOfRange(0, i64::from(APOLOGIES_MAX)));
    }
    if import.owner.step >= import.steps.len() {
        say("step", Flaw::Unknown);
    }
    if matches!(import.stands, Stands::Received) && import.owner.office != import.office {
        say("holder_office", Flaw::Unknown);
    }
    wrongs.extend(instants(import, now));
    wrongs.extend(money(import));
    wrongs.extend(papers(import, description));
    wrongs.extend(person::wrongs(&import.personal, import.day));
    wrongs
}

fn texts(import: &Import) -> Vec<At> {
    let mut lines = vec![("system", &import.system), ("foreign", &import.foreign)];
    match &import.stands {
        Stands::Excluded { basis, .. } => lines.push(("excluded_basis", basis)),
        Stands::Paying { duty, .. } => {
            lines.extend([("duty_payee", &duty.payee), ("duty_notice", &duty.notice)]);
            lines.extend(duty.items.iter().map(|item| ("duty_for", &item.name)));
        }
        Stands::Received | Stands::Working | Stands::Supplementing { .. } => {}
    }
    if let Some((_, evidence)) = &import.paid {
        lines.push(("paid_evidence", evidence));
    }
    let mut wrongs = Vec::new();
    for (place, text) in lines {
        let flaw = match compose(text).chars().count() {
            0 => Flaw::Missing,
            length if length > NUMBER_LENGTH_MAX => Flaw::TooLong(NUMBER_LENGTH_MAX),
            _ => continue,
        };
        wrongs.push(At { place: place.to_owned(), flaw });
    }
    let is_supplementing = matches!(import.stands, Stands::Supplementing { .. });
    let lacks = import.lacks.trim().chars().count();
    let flaw = match lacks {
        0 if is_supplementing => Some(Flaw::Missing),
        length if length > TEXT_LENGTH_MAX => Some(Flaw::TooLong(TEXT_LENGTH_MAX)),
        _ => None,
    };
    wrongs.extend(flaw.map(|flaw| At { place: "lacks".to_owned(), flaw }));
    wrongs
}

/// Instants that cannot have been: in the future, or before the reception.
fn instants(import: &Import, now: LawTime) -> Vec<At> {
    let mut wrongs = Vec::new();
    let mut say = |place: &str| wrongs.push(At { place: place.to_owned(), flaw: Flaw::BadDate });
    let received = import.received;
    if received > now {
        say("received_at");
    }
    let due = import.due;
    let told = [("due", due.promised), ("due_legal", due.legal), ("due_original", due.original)];
    for (place, moment) in told {
        if moment.last() < received {
            say(place);
        }
    }
    // A promise only moves later.
    if deadline::is_later(due.original, due.promised) {
        say("due_original");
    }
    if import.stands.since().is_some_and(|since| since < received || since > now) {
        say("paused_since");
    }
    wrongs
}

fn money(import: &Import) -> Vec<At> {
    let mut wrongs = Vec::new();
    let mut say = |place: &str, least: i64, most: u64| {
        let flaw = Flaw::OutOfRange(least, most.cast_signed());
        wrongs.push(At { place: place.to_owned(), flaw });
    };
    if import.fee_vnd > AMOUNT_VND_MAX {
        say("fee_vnd", 0, AMOUNT_VND_MAX);
    }
    if import.paid.as_ref().is_some_and(|(paid, _)| *paid == 0 || *paid > import.fee_vnd) {
        say("paid_vnd", 1, import.fee_vnd);
    }
    if let Stands::Paying { duty, .. } = &import.stands
        && !(1..=AMOUNT_VND_MAX).contains(&duty.total_vnd())
    {
        say("duty_vnd", 1, AMOUNT_VND_MAX);
    }
    wrongs
}

fn papers(import: &Import, description: &Description) -> Vec<At> {
    let mut wrongs = Vec::new();
    if import.components.len() > PAPERS_MAX {
        let flaw = Flaw::TooLong(PAPERS_MAX);
        wrongs.push(At { place: "components".to_owned(), flaw });
    }
    for (at, paper) in import.components.iter().take(PAPERS_MAX).enumerate() {
        let twice =
            import.components[..at].iter().any(|it| it.id == paper.id && it.form == paper.form);
        let known = description.components.iter().any(|it| it.id == paper.id);
        let flaw = match () {
            () if !known => Some(Flaw::Unknown),
            () if twice => Some(Flaw::Twice),
            () => quantity(paper),
        };
        let place = format!("components[{}]", paper.id);
        wrongs.extend(flaw.map(|flaw| At { place, flaw }));
    }
    wrongs
}

//! Which changes to the catalogue the rules allow.

use std::collections::BTreeMap;

use super::lint::{Against, Severity, lint};
use super::{
    Command, Description, Event, Head, Official, Origin, Procedure, Publication, REVISIONS_MAX,
    Revision, Status, catalogue, check, code_claim, revision_claim, revision_stream, stream,
};
use crate::event::{Event as AnyEvent, Told};
use crate::form::Kind;
use crate::national;
use crate::refusal::Refusal;
use crate::state::State;
use crate::stream::StreamId;
use crate::text::fold;
use crate::view::View;

/// Decides on a change of the catalogue. Telling what is known already tells nothing.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    view.province().ok_or(Refusal::NoProvince)?;
    match command {
        Command::Draft { code, number, description, origin } => {
            draft(code, *number, description, *origin, view)
        }
        Command::Review { code, number, reviewer } => review(code, *number, reviewer, view),
        Command::Publish(publication) => publish(publication, view),
        Command::Drop { code, number } => drop_draft(code, *number, view),
        Command::End { code, on, decision } => {
            let (stream, procedure) = procedure(code, view)?;
            if procedure.ended.as_ref().is_some_and(|(last, by)| last == on && by == decision) {
                return Ok(Vec::new());
            }
            if procedure.ended.is_some() {
                return Err(Refusal::ProcedureEnded(code.clone()));
            }
            let event = Event::Ended { change: change(view), on: *on, decision: decision.clone() };
            Ok(vec![told(stream.clone(), event)])
        }
    }
}

fn change(view: &View<'_>) -> i64 {
    view.next_number(&catalogue())
}

fn told(stream: StreamId, event: Event) -> Told {
    Told { stream, event: AnyEvent::Procedure(event) }
}

fn procedure<'a>(code: &str, view: &'a View<'_>) -> Result<(&'a StreamId, &'a Procedure), Refusal> {
    let unknown = || Refusal::UnknownProcedure(code.to_owned());
    let stream = view.holder(&code_claim(code)).ok_or_else(unknown)?;
    match view.states.get(stream) {
        Some(State::Procedure(procedure)) => Ok((stream, procedure)),
        _ => Err(unknown()),
    }
}

fn revision<'a>(code: &str, number: u32, view: &'a View<'_>) -> Option<&'a Revision> {
    let stream = view.holder(&revision_claim(code, number))?;
    match view.states.get(stream) {
        Some(State::Revision(revision)) => Some(revision),
        _ => None,
    }
}

fn head(procedure: &Procedure, number: u32) -> Result<&Head, Refusal> {
    let unknown = || Refusal::UnknownRevision { code: procedure.code.clone(), number };
    procedure.revision(number).ok_or_else(unknown)
}

fn draft(
    code: &str,
    number: u32,
    description: &Description,
    origin: Origin,
    view: &View<'_>,
) -> Result<Vec<Told>, Refusal> {
    if !national::is_code(code) {
        return Err(Refusal::BadProcedureCode(code.to_owned()));
    }
    let known = procedure(code, view).ok();
    let now = revision(code, number, view);
    if now.is_some_and(|now| now.description == *description) {
        return Ok(Vec::new());
    }
    let expected = known.map_or(1, |(_, procedure)| procedure.next_number());
    let status = known.and_then(|(_, procedure)| procedure.revision(number)).map(|it| it.status);
    if matches!(status, Some(Status::Published | Status::Dropped)) {
        return Err(Refusal::RevisionClosed { code: code.to_owned(), number });
    }
    if number != expected || number > REVISIONS_MAX {
        return Err(Refusal::NotTheNextRevision { code: code.to_owned(), number, expected });
    }
    if let Some(finding) = check::check(description).into_iter().next() {
        return Err(Refusal::FaultyDescription { code: code.to_owned(), finding });
    }
    let asked = asked(code, number, description, view)?;
    let year = view.now.date().year();
    let stream = known.map_or_else(|| stream(year, code), |(stream, _)| stream.clone());
    let content = view.holder(&revision_claim(code, number)).cloned();
    let drafted = Event::Drafted {
        change: change(view),
        code: code.to_owned(),
        number,
        origin,
        opens: known.is_none(),
    };
    let described = Event::Described {
        code: code.to_owned(),
        number,
        asked,
        description: Box::new(description.clone()),
        opens: content.is_none(),
    };
    let content = content.unwrap_or_else(|| revision_stream(year, code, number));
    Ok(vec![told(stream, drafted), told(content, described)])
}

/// Kinds of every question ever asked; a question never changes its kind under its id.
fn asked(
    code: &str,
    number: u32,
    description: &Description,
    view: &View<'_>,
) -> Result<BTreeMap<String, Kind>, Refusal> {
    let before = revision(code, number.saturating_sub(1), view);
    let mut asked = before.map(|before| before.asked.clone()).unwrap_or_default();
    for question in description.form.iter().flat_map(crate::form::Form::each) {
        let known = asked.insert(question.id.clone(), question.kind);
        if known.is_some_and(|kind| kind != question.kind) {
            let question = question.id.clone();
            return Err(Refusal::QuestionChangedKind { code: code.to_owned(), question });
        }
    }
    Ok(asked)
}

fn review(
    code: &str,
    number: u32,
    reviewer: &Official,
    view: &View<'_>,
) -> Result<Vec<Told>, Refusal> {
    let (stream, procedure) = procedure(code, view)?;
    let head = head(procedure, number)?;
    match head.status {
        Status::Reviewed if head.reviewer == Some(reviewer.seat()) => return Ok(Vec::new()),
        // It was found right by the same seat before; publishing twice tells nothing either.
        Status::Published if head.reviewer == Some(reviewer.seat()) => return Ok(Vec::new()),
        Status::Published | Status::Dropped => {
            return Err(Refusal::RevisionClosed { code: code.to_owned(), number });
        }
        Status::Draft | Status::Reviewed => {}
    }
    is_named(reviewer)?;
    let names = Some(super::Names { official: reviewer.name.clone() });
    let event = Event::Reviewed { change: change(view), number, reviewer: reviewer.seat(), names };
    Ok(vec![told(stream.clone(), event)])
}

fn is_named(official: &Official) -> Result<(), Refusal> {
    for (what, text) in [
        ("name of an official", &official.name),
        ("position of an official", &official.position),
        ("office of an official", &official.office),
    ] {
        if text.trim().is_empty() || text.chars().count() > 200 {
            return Err(Refusal::BadLength { what, length_max: 200 });
        }
    }
    Ok(())
}

fn publish(publication: &Publication, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let Publication { code, number, from, to, decision, reviewer, approver } = publication;
    let (stream, procedure) = procedure(code, view)?;
    let head = head(procedure, *number)?;
    if head.status == Status::Published {
        let same = head.from == Some(*from) && head.to == *to;
        return match same && head.decision.as_ref() == Some(decision) {
            true => Ok(Vec::new()),
            false => Err(Refusal::RevisionClosed { code: code.clone(), number: *number }),
        };
    }
    if head.status != Status::Reviewed || head.reviewer != Some(reviewer.seat()) {
        return Err(Refusal::NotReviewed { code: code.clone(), number: *number });
    }
    let content = revision(code, *number, view);
    let content =
        content.ok_or_else(|| Refusal::UnknownRevision { code: code.clone(), number: *number })?;
    may_publish(publication, procedure, &content.description)?;
    let event = Event::Published {
        change: change(view),
        number: *number,
        from: *from,
        to: *to,
        decision: decision.clone(),
        approver: approver.seat(),
        names: Some(super::Names { official: approver.name.clone() }),
    };
    Ok(vec![told(stream.clone(), event)])
}

/// Whether a decision may publish a revision with this content once it is reviewed. Whoever
/// publishes many at once asks this of each before the first is told.
pub fn may_publish(
    publication: &Publication,
    procedure: &Procedure,
    content: &Description,
) -> Result<(), Refusal> {
    let Publication { code, from, to, decision, reviewer, approver, .. } = publication;
    is_named(reviewer)?;
    is_named(approver)?;
    if fold(&reviewer.name) == fold(&approver.name) || reviewer.seat() == approver.seat() {
        return Err(Refusal::OneOfficialOnly(code.clone()));
    }
    if *from < decision.date || to.is_some_and(|to| to < *from) {
        return Err(Refusal::EffectBeforeDecision { code: code.clone(), from: *from });
    }
    let last = procedure.published().last().map(|(_, from, _)| *from);
    if last.is_some_and(|last| last >= *from) {
        return Err(Refusal::DateNotLater { office: code.clone(), date: *from });
    }
    if procedure.ended.as_ref().is_some_and(|(on, _)| on < from) {
        return Err(Refusal::ProcedureEnded(code.clone()));
    }
    let against = Against { from: Some(*from), ..Against::default() };
    let findings = lint(content, &against);
    match findings.into_iter().find(|it| it.rule.severity() >= Severity::Error) {
        Some(finding) => Err(Refusal::FaultyDescription { code: code.clone(), finding }),
        None => Ok(()),
    }
}

fn drop_draft(code: &str, number: u32, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let (stream, procedure) = procedure(code, view)?;
    match head(procedure, number)?.status {
        Status::Dropped => Ok(Vec::new()),
        Status::Published => Err(Refusal::RevisionClosed { code: code.to_owned(), number }),
        Status::Draft | Status::Reviewed => {
            let event = Event::Dropped { change: change(view), number };
            Ok(vec![told(stream.clone(), event)])
        }
    }
}

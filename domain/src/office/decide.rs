//! Which changes to the register the rules allow.

use super::{Closing, Command, Description, Event, Office, code_claim, identifier_claim, stream};
use crate::event::{Event as AnyEvent, Told};
use crate::province::Province;
use crate::refusal::Refusal;
use crate::view::View;

/// The longest code of the house, in characters.
pub(super) const CODE_LENGTH_MAX: usize = 24;
/// The longest name of an office, in characters.
pub(super) const NAME_LENGTH_MAX: usize = 200;

/// Decides on a change of the register. Telling what is known already tells nothing.
pub fn decide(command: &Command, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    match command {
        Command::Describe { code, description } => describe(code, description, view),
        Command::Close { code, closing } => close(code, closing, view),
    }
}

fn describe(code: &str, description: &Description, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let province = view.province().ok_or(Refusal::NoProvince)?;
    bounded("code", code, CODE_LENGTH_MAX)?;
    bounded("name", &description.name, NAME_LENGTH_MAX)?;
    terms(code, description, province)?;
    parent_stands_above(code, description, province, view)?;
    identifiers_are_free(code, description, view)?;
    let Some((stream_id, office)) = view.office_by_code(code) else {
        let event = Event::Opened { code: code.to_owned(), description: description.clone() };
        return Ok(told(stream(view.now.date().year(), code), event));
    };
    if office.descriptions.contains(description) {
        return Ok(Vec::new());
    }
    let rank = |of: &Description| province.terms.rank(&of.level, &of.kind);
    if rank(office.latest()) != rank(description) {
        return Err(Refusal::RankChanged(code.to_owned()));
    }
    let ends_before = office.closing.as_ref().is_some_and(|end| end.on < description.from);
    if office.latest().from >= description.from || ends_before {
        let (office, date) = (code.to_owned(), description.from);
        return Err(Refusal::DateNotLater { office, date });
    }
    let new = description.identifiers.iter().filter(|it| !office.holds(&it.code));
    let taken = new.map(|identifier| identifier.code.clone()).collect();
    let event = Event::Changed { description: description.clone(), taken };
    Ok(told(stream_id.clone(), event))
}

fn close(code: &str, closing: &Closing, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let found = view.office_by_code(code);
    let (stream_id, office) = found.ok_or_else(|| Refusal::UnknownOffice(code.to_owned()))?;
    if office.closing.as_ref() == Some(closing) {
        return Ok(Vec::new());
    }
    if office.closing.is_some() || closing.on < office.latest().from {
        return Err(Refusal::NotInForce { office: code.to_owned(), date: closing.on });
    }
    for successor in &closing.successors {
        if view.office_by_code(successor).is_none() {
            return Err(Refusal::UnknownOffice(successor.clone()));
        }
    }
    Ok(told(stream_id.clone(), Event::Closed(closing.clone())))
}

fn told(stream: crate::stream::StreamId, event: Event) -> Vec<Told> {
    vec![Told { stream, event: AnyEvent::Office(event) }]
}

fn bounded(what: &'static str, text: &str, length_max: usize) -> Result<(), Refusal> {
    match text.chars().count() {
        1.. if text.chars().count() <= length_max => Ok(()),
        _ => Err(Refusal::BadLength { what, length_max }),
    }
}

fn terms(code: &str, description: &Description, province: &Province) -> Result<(), Refusal> {
    let undefined = |what, value: &str| Refusal::UndefinedTerm {
        office: code.to_owned(),
        what,
        value: value.to_owned(),
    };
    let terms = &province.terms;
    terms.level(&description.level).ok_or_else(|| undefined("level", &description.level))?;
    terms.kind(&description.kind).ok_or_else(|| undefined("kind", &description.kind))?;
    if let Some(hours) = &description.hours {
        terms.schedule(hours).ok_or_else(|| undefined("hours", hours))?;
    }
    for identifier in &description.identifiers {
        if !identifier.scheme.admits(&identifier.code) {
            return Err(undefined("identifier", &identifier.code));
        }
    }
    Ok(())
}

/// A parent must exist, be in force when the child begins, and rank above it: ranks only fall
/// from parent to child and never change, so that no circle can arise.
fn parent_stands_above(
    code: &str,
    description: &Description,
    province: &Province,
    view: &View<'_>,
) -> Result<(), Refusal> {
    let Some(parent_code) = &description.parent else {
        return Ok(());
    };
    let found = view.office_by_code(parent_code);
    let (_, parent) = found.ok_or_else(|| Refusal::UnknownOffice(parent_code.clone()))?;
    let above = in_force(parent, description)?;
    let rank = |of: &Description| province.terms.rank(&of.level, &of.kind);
    if rank(above) >= rank(description) {
        return Err(Refusal::ParentNotAbove(code.to_owned(), parent_code.clone()));
    }
    Ok(())
}

fn in_force<'a>(parent: &'a Office, child: &Description) -> Result<&'a Description, Refusal> {
    parent
        .at(child.from)
        .ok_or_else(|| Refusal::NotInForce { office: parent.code.clone(), date: child.from })
}

fn identifiers_are_free(
    code: &str,
    description: &Description,
    view: &View<'_>,
) -> Result<(), Refusal> {
    for identifier in &description.identifiers {
        let holder = view.holder(&identifier_claim(&identifier.code));
        let own = view.holder(&code_claim(code));
        if holder.is_some() && holder != own {
            let holder = holder.map(ToString::to_string).unwrap_or_default();
            return Err(Refusal::IdentifierTaken { code: identifier.code.clone(), holder });
        }
    }
    Ok(())
}

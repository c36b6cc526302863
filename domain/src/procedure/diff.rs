//! What changed between two revisions, as facts that read like sentences.

use super::description::{
    Channel, Component, ComponentKind, Description, Fee, LegalBasis, Limit, Online, Span, Step,
};
use crate::form::{Form, Question};
use crate::wording::Wording;

/// A part that has named things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paper.
    Component,
    /// A case.
    Case,
    /// A sum.
    Fee,
    /// A result.
    Result,
    /// A legal text.
    LegalBasis,
    /// A step of the process.
    Step,
    /// A question of the form.
    Question,
    /// For whom.
    Subject,
}

/// Prose of which only that it changed is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prose {
    /// The summary.
    Summary,
    /// The requirements.
    Requirements,
    /// The instructions.
    Instructions,
}

/// A change of one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Originals and copies.
    Quantity((u16, u16), (u16, u16)),
    /// What it is.
    Kind(ComponentKind, ComponentKind),
    /// Whether it is mandatory now.
    Mandatory(bool),
    /// Its name.
    Name(Wording),
    /// Who needs it.
    Condition(Option<Wording>, Option<Wording>),
    /// Data that replaces it.
    ReplaceableBy(Option<Wording>),
}

/// What somebody pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Nothing: the rule exempts.
    Free,
    /// A sum in đồng.
    Dong(u64),
    /// Words say how it is found; a bare zero says nothing either.
    Words,
}

impl Sum {
    /// What a fee comes to.
    pub fn of(fee: &Fee) -> Sum {
        match fee.amount_vnd {
            _ if fee.exempt => Sum::Free,
            None | Some(0) => Sum::Words,
            Some(sum) => Sum::Dong(sum),
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Another name.
    Name(Wording, Wording),
    /// Something new.
    Added(Part, Wording),
    /// Something gone.
    Removed(Part, Wording),
    /// The legal limit of a case; `None` for no amount.
    Legal(Option<Wording>, Option<Span>, Option<Span>),
    /// The promised limit of a case.
    Committed(Option<Wording>, Option<Span>, Option<Span>),
    /// A paper.
    Paper(Wording, Paper),
    /// A sum, and who pays it where not everybody does.
    Fee(Wording, Option<Wording>, Sum, Sum),
    /// Another question under the same id.
    Question(Wording, Wording),
    /// A step's time, and the cases that take it where not all do.
    Step(Wording, Option<Wording>, Span, Span),
    /// Channels that are new.
    ChannelsAdded(Vec<Channel>),
    /// Channels that are gone.
    ChannelsRemoved(Vec<Channel>),
    /// Levels of online service.
    Online(Online, Online),
    /// Levels of government.
    Levels(Vec<String>, Vec<String>),
    /// How time is counted.
    Clock,
    /// Prose.
    Prose(Prose),
}

/// What changed from one description to another, the weightiest for a citizen first.
pub fn diff(old: &Description, new: &Description) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.name.vi != new.name.vi {
        changes.push(Change::Name(old.name.clone(), new.name.clone()));
    }
    limits(old, new, &mut changes);
    if old.clock != new.clock {
        changes.push(Change::Clock);
    }
    papers(old, new, &mut changes);
    fees(old, new, &mut changes);
    if old.levels != new.levels {
        changes.push(Change::Levels(old.levels.clone(), new.levels.clone()));
    }
    channels(old, new, &mut changes);
    let results = |of: &Description| -> Vec<(String, Wording)> {
        of.results.iter().map(|one| (one.name.vi.clone(), one.name.clone())).collect()
    };
    listed(Part::Result, &results(old), &results(new), &mut changes);
    let subjects = |of: &Description| -> Vec<(String, Wording)> {
        of.subjects.iter().map(|one| (one.name.vi.clone(), one.name.clone())).collect()
    };
    listed(Part::Subject, &subjects(old), &subjects(new), &mut changes);
    questions(old.form.as_ref(), new.form.as_ref(), &mut changes);
    steps(old, new, &mut changes);
    bases(&old.legal_basis, &new.legal_basis, &mut changes);
    let vi = |wording: &Option<Wording>| wording.as_ref().map(|it| it.vi.clone());
    let texts = |of: &Description| -> Vec<String> {
        of.instructions.iter().map(|one| one.text.vi.clone()).collect()
    };
    for (prose, differs) in [
        (Prose::Summary, vi(&old.summary) != vi(&new.summary)),
        (Prose::Requirements, vi(&old.requirements) != vi(&new.requirements)),
        (Prose::Instructions, texts(old) != texts(new)),
    ] {
        if differs {
            changes.push(Change::Prose(prose));
        }
    }
    changes
}

/// Things that came and went, by their key.
fn listed(
    part: Part,
    old: &[(String, Wording)],
    new: &[(String, Wording)],
    changes: &mut Vec<Change>,
) {
    let missing = |key: &String, all: &[(String, Wording)]| all.iter().all(|(it, _)| it != key);
    let gone = old.iter().filter(|(key, _)| missing(key, new));
    changes.extend(gone.map(|(_, name)| Change::Removed(part, name.clone())));
    let fresh = new.iter().filter(|(key, _)| missing(key, old));
    changes.extend(fresh.map(|(_, name)| Change::Added(part, name.clone())));
}

/// The limits of a case that differ by channel are told by their first row.
fn limits(old: &Description, new: &Description, changes: &mut Vec<Change>) {
    let cases = |of: &Description| -> Vec<(String, Wording)> {
        of.cases.iter().map(|case| (case.id.clone(), case.name.clone())).collect()
    };
    listed(Part::Case, &cases(old), &cases(new), changes);
    let of_case = |of: &Description, case: Option<&str>| -> Option<Limit> {
        let rows = || of.limits.iter();
        let exact = rows().find(|row| row.case.as_deref() == case);
        exact.or_else(|| rows().find(|row| row.case.is_none())).cloned()
    };
    let kept = new.cases.iter().filter(|case| old.cases.iter().any(|it| it.id == case.id));
    let mut keys: Vec<(Option<String>, Option<Wording>)> =
        kept.map(|case| (Some(case.id.clone()), Some(case.name.clone()))).collect();
    if keys.is_empty() {
        keys.push((None, None));
    }
    let mut told = Vec::new();
    for (case, name) in keys {
        let (before, after) = (of_case(old, case.as_deref()), of_case(new, case.as_deref()));
        let span =
            |limit: &Option<Limit>, pick: fn(&Limit) -> Option<Span>| limit.as_ref().and_then(pick);
        let legal = (span(&before, |it| it.legal), span(&after, |it| it.legal));
        let committed = (span(&before, |it| it.committed), span(&after, |it| it.committed));
        let name = if told.is_empty() && keys_are_alike(new) { None } else { name };
        if told.contains(&(legal, committed)) {
            continue;
        }
        told.push((legal, committed));
        if legal.0 != legal.1 {
            changes.push(Change::Legal(name.clone(), legal.0, legal.1));
        }
        if committed.0 != committed.1 {
            changes.push(Change::Committed(name, committed.0, committed.1));
        }
    }
}

/// Whether every case has the same limits, so that no case needs to be named.
fn keys_are_alike(of: &Description) -> bool {
    of.limits
        .windows(2)
        .all(|pair| (pair[0].legal, pair[0].committed) == (pair[1].legal, pair[1].committed))
}

fn papers(old: &Description, new: &Description, changes: &mut Vec<Change>) {
    let real = |of: &Description| -> Vec<Component> {
        of.components.iter().filter(|it| it.kind != ComponentKind::Note).cloned().collect()
    };
    let (old, new) = (real(old), real(new));
    let keyed = |all: &[Component]| -> Vec<(String, Wording)> {
        all.iter().map(|one| (one.id.clone(), one.name.clone())).collect()
    };
    listed(Part::Component, &keyed(&old), &keyed(&new), changes);
    for now in &new {
        let Some(before) = old.iter().find(|it| it.id == now.id) else { continue };
        let mut say = |paper| changes.push(Change::Paper(now.name.clone(), paper));
        if before.kind != now.kind {
            say(Paper::Kind(before.kind, now.kind));
        }
        let quantity = |it: &Component| (it.originals, it.copies);
        if quantity(before) != quantity(now) {
            say(Paper::Quantity(quantity(before), quantity(now)));
        }
        if before.mandatory != now.mandatory {
            say(Paper::Mandatory(now.mandatory));
        }
        if before.condition != now.condition {
            say(Paper::Condition(before.condition.clone(), now.condition.clone()));
        }
        if before.replaceable_by != now.replaceable_by {
            say(Paper::ReplaceableBy(now.replaceable_by.clone()));
        }
        if before.name.vi != now.name.vi {
            say(Paper::Name(before.name.clone()));
        }
    }
}

fn fees(old: &Description, new: &Description, changes: &mut Vec<Change>) {
    let keyed = |all: &[Fee]| -> Vec<(String, Wording)> {
        all.iter().map(|fee| (fee.id.clone(), fee.name.clone())).collect()
    };
    listed(Part::Fee, &keyed(&old.fees), &keyed(&new.fees), changes);
    for now in &new.fees {
        let before = old.fees.iter().find(|fee| fee.id == now.id);
        let Some(before) = before.map(Sum::of).filter(|before| *before != Sum::of(now)) else {
            continue;
        };
        let who = now.case.as_ref().and_then(|case| cases(new, std::slice::from_ref(case)));
        // Several rows of one name are told apart by their words.
        let namesakes = new.fees.iter().filter(|fee| fee.name.vi == now.name.vi).count();
        let who = who.or_else(|| now.condition.clone().filter(|_| namesakes > 1));
        changes.push(Change::Fee(now.name.clone(), who, before, Sum::of(now)));
    }
}

fn channels(old: &Description, new: &Description, changes: &mut Vec<Change>) {
    let only = |a: &[Channel], b: &[Channel]| -> Vec<Channel> {
        a.iter().copied().filter(|channel| !b.contains(channel)).collect()
    };
    let (gone, fresh) = (only(&old.channels, &new.channels), only(&new.channels, &old.channels));
    if !gone.is_empty() {
        changes.push(Change::ChannelsRemoved(gone));
    }
    if !fresh.is_empty() {
        changes.push(Change::ChannelsAdded(fresh));
    }
    if old.online != new.online {
        changes.push(Change::Online(old.online, new.online));
    }
}

fn questions(old: Option<&Form>, new: Option<&Form>, changes: &mut Vec<Change>) {
    let each = |form: Option<&Form>| -> Vec<Question> {
        form.into_iter().flat_map(Form::each).cloned().collect()
    };
    let (old, new) = (each(old), each(new));
    let keyed = |all: &[Question]| -> Vec<(String, Wording)> {
        all.iter().map(|question| (question.id.clone(), question.label.clone())).collect()
    };
    listed(Part::Question, &keyed(&old), &keyed(&new), changes);
    for now in &new {
        let before = old.iter().find(|question| question.id == now.id);
        if let Some(before) = before.filter(|before| before.label.vi != now.label.vi) {
            changes.push(Change::Question(before.label.clone(), now.label.clone()));
        }
    }
}

/// The names of some cases in one wording; `None` where they are all or none.
fn cases(of: &Description, ids: &[String]) -> Option<Wording> {
    let named: Vec<_> = of.cases.iter().filter(|case| ids.contains(&case.id)).collect();
    if named.is_empty() || named.len() == of.cases.len() {
        return None;
    }
    let vi: Vec<&str> = named.iter().map(|case| case.name.vi.as_str()).collect();
    let en: Option<Vec<&str>> = named.iter().map(|case| case.name.en.as_deref()).collect();
    Some(Wording { vi: vi.join("; "), en: en.map(|all| all.join("; ")) })
}

fn steps(old: &Description, new: &Description, changes: &mut Vec<Change>) {
    let keyed = |all: &[Step]| -> Vec<(String, Wording)> {
        all.iter().map(|step| (step.id.clone(), step.name.clone())).collect()
    };
    listed(Part::Step, &keyed(&old.steps), &keyed(&new.steps), changes);
    for now in &new.steps {
        let before = old.steps.iter().find(|step| step.id == now.id);
        if let Some(before) = before.filter(|before| before.limit != now.limit) {
            let who = cases(new, &now.cases);
            changes.push(Change::Step(now.name.clone(), who, before.limit, now.limit));
        }
    }
}

fn bases(old: &[LegalBasis], new: &[LegalBasis], changes: &mut Vec<Change>) {
    let keyed = |all: &[LegalBasis]| -> Vec<(String, Wording)> {
        all.iter().map(|it| (it.number.clone(), it.number.as_str().into())).collect()
    };
    listed(Part::LegalBasis, &keyed(old), &keyed(new), changes);
}

//! What a description is held against: the day it takes effect, the revision before, the
//! national record.

use super::super::description::{Component, Description};
use super::super::standard::{self, Standard};
use super::{Against, Finding, Rule};
use crate::national::is_national_code;
use crate::text::fold;

pub(super) fn compare(of: &Description, against: &Against<'_>, findings: &mut Vec<Finding>) {
    for (at, basis) in of.legal_basis.iter().enumerate() {
        let Some(day) = against.from else { break };
        let place = format!("legal_basis[{at}]");
        let begins = basis.from.or(basis.issued);
        if begins.is_some_and(|begins| begins > day) {
            findings.push(Finding::new(Rule::BasisLater, place, &[&basis.number]));
        } else if basis.to.is_some_and(|to| to < day) {
            findings.push(Finding::new(Rule::BasisExpired, place, &[&basis.number]));
        }
    }
    if let Some(code) = against.code.filter(|code| !is_national_code(code)) {
        findings.push(Finding::new(Rule::OddCode, "code", &[code]));
    }
    if let Some(before) = against.before {
        same_papers(of, before, findings);
    }
    let Some(record) = against.national else { return };
    if let Standard::Differs(differences) = standard::standard(of, against.code, Some(record)) {
        for difference in differences {
            let about = [difference.part, &difference.ours, &difference.theirs];
            findings.push(Finding::new(Rule::NationalDiffers, difference.part, &about));
        }
    }
}

/// A paper without a national code whose name is nearly one of the revision before, under
/// another id: a person must say whether it is the same.
fn same_papers(of: &Description, before: &Description, findings: &mut Vec<Finding>) {
    let kept = |id: &str, all: &[Component]| all.iter().any(|one| one.id == id);
    for (at, one) in of.components.iter().enumerate() {
        if kept(&one.id, &before.components) {
            continue;
        }
        let gone = before.components.iter().filter(|it| !kept(&it.id, &of.components));
        let likely = gone
            .map(|other| (likeness(&one.name.vi, &other.name.vi), other))
            .filter(|(likeness, _)| *likeness >= 60)
            .max_by_key(|(likeness, _)| *likeness);
        if let Some((_, other)) = likely {
            let place = format!("components[{at}]");
            let about = [one.name.vi.as_str(), &other.name.vi, &other.id];
            findings.push(Finding::new(Rule::SamePaper, place, &about));
        }
    }
}

/// How many of a hundred words two names share.
fn likeness(one: &str, other: &str) -> usize {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        let folded = fold(text);
        folded.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
    };
    let (a, b) = (words(one), words(other));
    let shared = a.intersection(&b).count();
    shared * 200 / (a.len() + b.len()).max(1)
}

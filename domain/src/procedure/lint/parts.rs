//! Parts that must be there, and rows that are something else than they say.

use super::super::description::{ComponentKind, Description, Level2022};
use super::{Finding, Rule};

pub(super) fn parts(of: &Description, findings: &mut Vec<Finding>) {
    for (part, missing) in [
        ("field", of.field.name.is_empty()),
        ("instructions", of.instructions.iter().all(|one| one.text.is_empty())),
        ("channels", of.channels.is_empty()),
        ("components", of.components.iter().all(|one| one.kind == ComponentKind::Note)),
        ("limits", of.limits.is_empty()),
        ("subjects", of.subjects.is_empty()),
        ("executing", of.executing.is_empty()),
    ] {
        if missing {
            findings.push(Finding::new(Rule::PartMissing, part, &[part]));
        }
    }
    papers(of, findings);
    levels(of, findings);
    if !of.unmapped.is_empty() {
        let count = of.unmapped.len().to_string();
        findings.push(Finding::new(Rule::Unmapped, "unmapped", &[&count]));
    }
    for part in &of.sample {
        findings.push(Finding::new(Rule::Sample, part.clone(), &[part]));
    }
    if of.name.en.is_none() {
        findings.push(Finding::new(Rule::NoEnglish, "name", &[]));
    }
}

fn papers(of: &Description, findings: &mut Vec<Finding>) {
    for (at, one) in of.components.iter().enumerate() {
        let none = one.originals == 0 && one.copies == 0;
        let paper = matches!(one.kind, ComponentKind::Submit | ComponentKind::Eform);
        if none && paper {
            let place = format!("components[{at}]");
            findings.push(Finding::new(Rule::NoteAsPaper, place, &[&one.name.vi]));
        }
    }
    let papers = || of.components.iter().filter(|one| one.kind != ComponentKind::Note);
    if papers().count() > 0 && !papers().any(|one| one.mandatory) {
        findings.push(Finding::new(Rule::NothingMandatory, "components", &[]));
    }
}

/// Level 4 of 2011 became "full" in 2022; level 1 and 2 have no online part to speak of.
fn levels(of: &Description, findings: &mut Vec<Finding>) {
    let (Some(old), Some(new)) = (of.online.level_2011, of.online.level_2022) else { return };
    let fits = match new {
        Level2022::Full => old >= 3,
        Level2022::Partial => (2..=3).contains(&old),
        Level2022::Information => old <= 2,
    };
    if !fits {
        let old = old.to_string();
        findings.push(Finding::new(Rule::LevelsDisagree, "online", &[&old]));
    }
}

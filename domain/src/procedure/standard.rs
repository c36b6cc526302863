//! Whether a procedure is standardised: equal to the national record in its structured fields.
//!
//! QĐ 08/QĐ-TTg of 2015: a province publishes its procedures identical in name, code, level,
//! legal basis and components; address, hours, fees of the People's Council, internal steps and
//! a shortened time are its own. Prose is not compared.

use std::collections::BTreeSet;

use super::description::{ComponentKind, Description, Named, Span, Unit};
use crate::national::{Record, national_code};
use crate::text::compose;

/// The most of a list that a difference names.
const NAMED_MAX: usize = 5;

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standard {
    /// Every structured field is equal.
    Equal,
    /// Some differ.
    Differs(Vec<Difference>),
    /// There is no national record to compare with; never counted as equal.
    NotComparable,
}

/// A structured field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field: `name`, `components` …
    pub part: &'static str,
    /// What stands here and not there.
    pub ours: String,
    /// What stands there and not here.
    pub theirs: String,
}

/// Compares a description with the national record.
pub fn standard(of: &Description, code: Option<&str>, record: Option<&Record>) -> Standard {
    let Some(record) = record else { return Standard::NotComparable };
    let national = &record.description;
    let mut differences = Vec::new();
    let mut text = |part, ours: String, theirs: String| {
        if ours != theirs {
            differences.push(Difference { part, ours, theirs });
        }
    };
    if let Some(code) = code {
        text("code", national_code(code), national_code(&record.code));
    }
    text("name", plain_name(&of.name.vi), plain_name(&national.name.vi));
    let field =
        |of: &Description| of.field.code.clone().unwrap_or_else(|| of.field.name.vi.clone());
    text("field", field(of), field(national));
    let sets: [(&'static str, BTreeSet<String>, BTreeSet<String>); 6] = [
        ("levels", strings(&of.levels), strings(&national.levels)),
        ("subjects", named(&of.subjects), named(&national.subjects)),
        ("components", papers(of), papers(national)),
        ("limits", limits(of), limits(national)),
        ("results", named(&of.results), named(&national.results)),
        ("legal_basis", numbers(of), numbers(national)),
    ];
    for (part, ours, theirs) in sets {
        if ours != theirs {
            let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
                let rest: Vec<&str> = a.difference(b).take(NAMED_MAX).map(String::as_str).collect();
                rest.join("; ")
            };
            let difference =
                Difference { part, ours: only(&ours, &theirs), theirs: only(&theirs, &ours) };
            differences.push(difference);
        }
    }
    match differences.is_empty() {
        true => Standard::Equal,
        false => Standard::Differs(differences),
    }
}

/// A name without "Thủ tục" before it and without a full stop behind; case does not matter.
pub fn plain_name(name: &str) -> String {
    let composed = compose(name);
    let bare = composed.trim_end_matches(['.', ';', ' ']);
    let lower = bare.to_lowercase();
    lower.strip_prefix("thủ tục ").map(str::to_owned).unwrap_or(lower)
}

fn strings(texts: &[String]) -> BTreeSet<String> {
    texts.iter().cloned().collect()
}

/// Things by their national code, or by name where they have none.
fn named(things: &[Named]) -> BTreeSet<String> {
    things.iter().map(|one| one.code.clone().unwrap_or_else(|| plain_name(&one.name.vi))).collect()
}

fn papers(of: &Description) -> BTreeSet<String> {
    let papers = of.components.iter().filter(|one| one.kind != ComponentKind::Note);
    let row = |one: &super::description::Component| {
        let id = one.code.clone().unwrap_or_else(|| plain_name(&one.name.vi));
        format!("{id} {}+{}", one.originals, one.copies)
    };
    papers.map(row).collect()
}

/// Legal limits without repeating one that holds for several channels.
fn limits(of: &Description) -> BTreeSet<String> {
    let spans = of.limits.iter().filter_map(|limit| limit.legal);
    let row = |span: Span| match span.unit == Unit::SameDay {
        true => "same-day".to_owned(),
        false => format!("{} {:?}", span.quantity.amount(), span.unit),
    };
    spans.map(row).collect()
}

fn numbers(of: &Description) -> BTreeSet<String> {
    of.legal_basis.iter().map(|basis| basis.number.replace(' ', "").to_uppercase()).collect()
}

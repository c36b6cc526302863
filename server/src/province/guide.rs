//! Reads the ways from situations of life to procedures: `guide.toml`.

use std::ops::Range;

use domain::guide::{Guide, Place, Question, Situation, check};
use serde::Deserialize;
use toml::Spanned;

use super::calendar::parsed;
use super::files::{Finding, Source};
use super::procedures::ProcedureFile;

/// The file of the tree.
pub(super) const GUIDE: &str = "guide.toml";

#[derive(Deserialize)]
struct GuideFile {
    #[serde(default)]
    situations: Vec<Spanned<Situation>>,
    #[serde(default)]
    questions: Vec<Spanned<Question>>,
}

/// Reads the tree; what is wrong with it, or names no procedure of the province, goes to the
/// findings.
pub(super) fn parse(
    source: &Source,
    procedures: &[ProcedureFile],
    findings: &mut Vec<Finding>,
) -> Guide {
    let Some(file) = parsed::<GuideFile>(source, findings) else { return Guide::default() };
    let situations: Vec<Range<usize>> = file.situations.iter().map(Spanned::span).collect();
    let questions: Vec<Range<usize>> = file.questions.iter().map(Spanned::span).collect();
    let guide = Guide {
        situations: file.situations.into_iter().map(Spanned::into_inner).collect(),
        questions: file.questions.into_iter().map(Spanned::into_inner).collect(),
    };
    let cases = |code: &str| {
        let file = procedures.iter().find(|file| file.code == code)?;
        let last = file.revisions.last()?;
        Some(last.description.cases.iter().map(|case| case.id.clone()).collect())
    };
    for (place, what) in check(&guide, &cases) {
        let (span, name) = match place {
            Place::Situation(at) => {
                (&situations[at], format!("situation `{}`", guide.situations[at].id))
            }
            Place::Question(at) => {
                (&questions[at], format!("question `{}`", guide.questions[at].id))
            }
        };
        findings.push(source.finding(span, format!("{name}: {what}")));
    }
    guide
}

//! Reads the province's procedures: `procedures/*.toml`, one file a procedure.

use std::collections::BTreeMap;
use std::path::Path;

use domain::form::{Form, Kind};
use domain::national::is_code;
use domain::procedure::check;
use domain::procedure::description::{Description, Party};
use domain::procedure::lint::{self, Against, Severity};
use domain::procedure::{Decision, Official};
use domain::province::Terms;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::files::{Finding, Source};

/// Levels that a procedure may have beside the province's own.
const LEVELS_ABOVE: [&str; 3] = ["ministry", "vertical", "other"];

/// A procedure as a file tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProcedureFile {
    /// National code.
    pub code: String,
    /// Revisions by their first day.
    pub revisions: Vec<RevisionEntry>,
}

/// A published revision as a file tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevisionEntry {
    /// First day in force.
    pub from: Date,
    /// Last day in force, where the decision names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// The decision that published it.
    pub decision: Decision,
    /// Who found it right.
    pub reviewed_by: Official,
    /// Who approved it.
    pub approved_by: Official,
    /// The content.
    pub description: Description,
}

#[derive(Deserialize)]
struct Parsed {
    code: Spanned<String>,
    revisions: Vec<Spanned<RevisionEntry>>,
}

/// Reads one file; `offices` says whether a code is in the register.
pub(super) fn parse(
    source: &Source,
    terms: &Terms,
    offices: &dyn Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) -> Option<ProcedureFile> {
    let (parsed, unknown) = match source.parse::<Parsed>() {
        Ok(parsed) => parsed,
        Err(error) => {
            findings.push(source.syntax(&error));
            return None;
        }
    };
    for path in unknown {
        let key = path.rsplit('.').next().unwrap_or(&path);
        let at = source.text.find(key).unwrap_or(0);
        findings.push(source.finding(&(at..at), format!("unknown key `{path}`: take it out")));
    }
    let code = parsed.code.as_ref().clone();
    let mut say = |at: usize, what: String| {
        findings.push(source.finding(&(at..at), format!("procedure `{code}`: {what}")));
    };
    if !is_code(&code) {
        say(parsed.code.span().start, "its code must be letters, digits, `.` and `-`".to_owned());
    }
    if parsed.revisions.is_empty() {
        say(0, "it has no revision: add `[[revisions]]`".to_owned());
    }
    let mut asked: BTreeMap<String, Kind> = BTreeMap::new();
    let mut last: Option<&RevisionEntry> = None;
    for spanned in &parsed.revisions {
        let (start, entry) = (spanned.span().start, spanned.as_ref());
        if last.is_some_and(|last| last.from >= entry.from) {
            say(start, "its revisions must be in the order of their dates".to_owned());
        }
        for (place, what) in wrongs(entry, last, terms, offices) {
            say(line_of(&source.text, start, &place), format!("{place}: {what}"));
        }
        for question in entry.description.form.iter().flat_map(Form::each) {
            let known = asked.insert(question.id.clone(), question.kind);
            if known.is_some_and(|kind| kind != question.kind) {
                let place = format!("form.{}", question.id);
                let at = line_of(&source.text, start, &place);
                say(at, format!("{place}: it had another kind before: give it a new id"));
            }
        }
        last = Some(entry);
    }
    let revisions = parsed.revisions.into_iter().map(Spanned::into_inner).collect();
    Some(ProcedureFile { code, revisions })
}

/// What keeps a revision from being published, with its place.
fn wrongs(
    entry: &RevisionEntry,
    before: Option<&RevisionEntry>,
    terms: &Terms,
    offices: &dyn Fn(&str) -> bool,
) -> Vec<(String, String)> {
    let of = &entry.description;
    let against = Against {
        from: Some(entry.from),
        before: before.map(|before| &before.description),
        ..Against::default()
    };
    let found = lint::lint(of, &against).into_iter();
    let mut wrongs: Vec<(String, String)> = found
        .filter(|finding| finding.rule.severity() >= Severity::Error)
        .map(|finding| {
            let about = finding.about.join(", ");
            (finding.place, format!("{} ({}) {about}", finding.rule.key(), finding.rule.source()))
        })
        .collect();
    for level in &of.levels {
        if terms.level(level).is_none() && !LEVELS_ABOVE.contains(&level.as_str()) {
            wrongs.push(("levels".to_owned(), format!("`{level}` is not in province.toml")));
        }
    }
    for (at, step) in of.steps.iter().enumerate() {
        if terms.role(&step.role).is_none() {
            let what = format!("role `{}` is not in province.toml", step.role);
            wrongs.push((format!("steps[{at}]"), what));
        }
    }
    for code in check::offices(of).into_iter().filter(|code| !offices(code)) {
        wrongs.push(("executing".to_owned(), format!("office `{code}` is not in the register")));
    }
    for party in parties(of) {
        let Party::Every { level, kind } = party else { continue };
        if terms.level(level).is_none() {
            wrongs.push(("executing".to_owned(), format!("level `{level}` is unknown")));
        }
        if kind.as_ref().is_some_and(|kind| terms.kind(kind).is_none()) {
            let kind = kind.as_deref().unwrap_or_default();
            wrongs.push(("executing".to_owned(), format!("kind `{kind}` is unknown")));
        }
    }
    for official in [&entry.reviewed_by, &entry.approved_by] {
        if !offices(&official.office) {
            let what =
                format!("office `{}` of an official is not in the register", official.office);
            wrongs.push(("decision".to_owned(), what));
        }
    }
    let same = entry.reviewed_by.name == entry.approved_by.name
        || (&entry.reviewed_by.position, &entry.reviewed_by.office)
            == (&entry.approved_by.position, &entry.approved_by.office);
    if same {
        let what = "two different officials review and approve".to_owned();
        wrongs.push(("decision".to_owned(), what));
    }
    if entry.from < entry.decision.date || entry.to.is_some_and(|to| to < entry.from) {
        let what = "it cannot take effect before its decision, nor end before it begins";
        wrongs.push(("from".to_owned(), what.to_owned()));
    }
    wrongs
}

fn parties(of: &Description) -> impl Iterator<Item = &Party> {
    let steps = of.steps.iter();
    let asked = of.steps.iter().flat_map(|step| step.consults.iter().map(|one| &one.party));
    let lists = of.competent.iter().chain(&of.executing).chain(&of.coordinating);
    lists.chain(&of.receiving).chain(steps.filter_map(|step| step.party.as_ref())).chain(asked)
}

/// Where a place of a description stands in the file, as far as its tables tell.
fn line_of(text: &str, revision: usize, place: &str) -> usize {
    let rest = text.get(revision..).unwrap_or_default();
    let found = match (place.split_once('['), place.strip_prefix("form.")) {
        (_, Some(question)) => rest.find(&format!("id = \"{question}\"")),
        (Some((list, at)), None) => {
            let at: usize = at.trim_end_matches(']').parse().unwrap_or(0);
            let table = format!("[[revisions.description.{list}]]");
            rest.match_indices(&table).nth(at).map(|(at, _)| at)
        }
        (None, None) => rest.find(&format!("\n{place} =")).map(|at| at + 1),
    };
    revision + found.unwrap_or(0)
}

/// What everyday speech means: `synonyms.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SynonymsFile {
    /// The rows.
    pub(super) synonyms: Vec<domain::procedure::search::Synonym>,
}

/// Synonyms are one file; a province may have none.
pub(super) fn synonyms(path: &Path, findings: &mut Vec<Finding>) -> SynonymsFile {
    if !path.exists() {
        return SynonymsFile::default();
    }
    let source = match super::files::load(path) {
        Ok(source) => source,
        Err(finding) => {
            findings.push(finding);
            return SynonymsFile::default();
        }
    };
    match source.parse::<SynonymsFile>() {
        Ok((file, _)) => file,
        Err(error) => {
            findings.push(source.syntax(&error));
            SynonymsFile::default()
        }
    }
}

//! Reads a province from its folder: `province.toml`, `synonyms.toml`, `calendar.toml`,
//! `rules.toml`, `notices.toml`, `guide.toml`, `programmes.toml`, `offices/*.toml` and
//! `procedures/*.toml`.
//!
//! Every finding names file, line, rule and what to do, and all are told together.

#![expect(clippy::disallowed_methods, reason = "province files are read here")]

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use domain::office::{Closing, Command, Description};
use domain::province::{Season, Terms};
use domain::text::compose;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::calendar;
use super::guide;
use super::notices;
use super::procedures::{self, ProcedureFile};
use super::programmes;

/// The largest province file, in bytes.
pub const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// The most offices of a province.
pub const OFFICES_MAX: usize = 20_000;

/// A province as its files tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvinceFiles {
    /// Names, levels, kinds, schedules.
    pub terms: Terms,
    /// Offices, those above before those below, each by date.
    pub commands: Vec<Command>,
    /// Procedures by their code.
    pub procedures: Vec<ProcedureFile>,
}

/// One thing that is wrong in a province file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, by which rule, and what to do.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.what)
    }
}

/// An office as a file tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeEntry {
    /// The code of the house.
    pub(super) code: String,
    /// Last day in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) closed: Option<Closing>,
    /// Descriptions, oldest first.
    pub(super) description: Vec<Description>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficesFile {
    office: Vec<Spanned<OfficeEntry>>,
}

/// A file with its text.
pub(super) struct Source {
    path: PathBuf,
    pub(super) text: String,
}

impl Source {
    pub(super) fn finding(&self, span: &Range<usize>, what: impl Into<String>) -> Finding {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        Finding { path: self.path.clone(), line, what: what.into() }
    }

    /// The value, and the paths of keys that nothing reads.
    pub(super) fn parse<'a, T: Deserialize<'a>>(
        &'a self,
    ) -> Result<(T, Vec<String>), toml::de::Error> {
        let mut unknown = Vec::new();
        let document = toml::Deserializer::parse(&self.text)?;
        let value = serde_ignored::deserialize(document, |path| unknown.push(path.to_string()))?;
        Ok((value, unknown))
    }

    pub(super) fn syntax(&self, error: &toml::de::Error) -> Finding {
        self.finding(&error.span().unwrap_or(0..0), error.message().replace('\n', "; "))
    }
}

/// An office with the place that tells it.
struct Placed<'a> {
    source: &'a Source,
    span: Range<usize>,
    entry: OfficeEntry,
}

impl Placed<'_> {
    fn finding(&self, what: impl Into<String>) -> Finding {
        self.source.finding(&self.span, what)
    }
}

/// Reads a province, or says everything that is wrong with it.
pub fn read(folder: &Path) -> Result<ProvinceFiles, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut terms = read_terms(&folder.join("province.toml"), &mut findings);
    if let Some(terms) = &mut terms {
        let file = procedures::synonyms(&folder.join("synonyms.toml"), &mut findings);
        terms.synonyms.extend(file.synonyms);
        let sources = load_all(time_files(folder), &mut findings);
        add_time(terms, &sources, &mut findings);
    }
    let paths = list(&folder.join("offices"));
    if paths.is_empty() {
        let what = "there is no office file: a province needs `offices/*.toml`".to_owned();
        findings.push(Finding { path: folder.join("offices"), line: 1, what });
    }
    let sources = load_all(paths, &mut findings);
    let mut offices: Vec<Placed<'_>> = Vec::new();
    for source in &sources {
        match source.parse::<OfficesFile>() {
            Ok((file, unknown)) => {
                let begun = offices.len();
                offices.extend(file.office.into_iter().map(|office| {
                    let span = office.span();
                    Placed { source, span, entry: composed(office.into_inner()) }
                }));
                findings.extend(unknown.iter().map(|path| told_unknown(path, &offices[begun..])));
            }
            Err(error) => findings.push(source.syntax(&error)),
        }
    }
    let Some(mut terms) = terms else { return Err(sorted(findings)) };
    check(&terms, &offices, &mut findings);
    add_programmes(folder, &mut terms, &offices, &mut findings);
    let procedures = read_procedures(folder, &terms, &offices, &mut findings);
    let path = folder.join(guide::GUIDE);
    for source in load_all(path.exists().then_some(path).into_iter().collect(), &mut findings) {
        *terms.guide = guide::parse(&source, &procedures, &mut findings);
    }
    match findings.is_empty() {
        true => Ok(ProvinceFiles { commands: ordered(&terms, &offices), terms, procedures }),
        false => Err(sorted(findings)),
    }
}

/// The files of calendar, rules and notices; a province may have none, and then gives no deadlines
/// and tells applicants in the words of the program.
fn time_files(folder: &Path) -> Vec<PathBuf> {
    let all = [calendar::CALENDAR, calendar::RULES, notices::NOTICES].map(|name| folder.join(name));
    all.into_iter().filter(|path| path.exists()).collect()
}

/// Adds calendar, rules and notices to the terms.
fn add_time(terms: &mut Terms, sources: &[Source], findings: &mut Vec<Finding>) {
    for source in sources {
        if source.path.ends_with(calendar::CALENDAR) {
            terms.calendar = calendar::parse(source, findings);
        } else if source.path.ends_with(notices::NOTICES) {
            terms.notices = notices::parse(source, findings);
        } else {
            terms.rules = calendar::parse_rules(source, findings);
        }
    }
}

/// Adds programmes of reform to the terms; a province may follow none.
fn add_programmes(
    folder: &Path,
    terms: &mut Terms,
    offices: &[Placed<'_>],
    findings: &mut Vec<Finding>,
) {
    let path = folder.join(programmes::PROGRAMMES);
    let known = |code: &str| offices.iter().any(|office| office.entry.code == code);
    for source in load_all(path.exists().then_some(path).into_iter().collect(), findings) {
        terms.programmes = programmes::parse(&source, &known, findings);
    }
}

/// The terms of a province whose files are given as paths and texts: schedules, calendar and rules.
pub fn terms_of(files: &[(&str, &str)]) -> Result<Terms, Vec<Finding>> {
    let mut findings = Vec::new();
    let named = |name: &str| {
        let file = files.iter().find(|(path, _)| Path::new(path).ends_with(name));
        file.map(|(path, text)| Source { path: PathBuf::from(path), text: (*text).to_owned() })
    };
    let terms = named("province.toml").and_then(|source| parse_terms(&source, &mut findings));
    let sources: Vec<Source> = [calendar::CALENDAR, calendar::RULES, notices::NOTICES]
        .into_iter()
        .filter_map(named)
        .collect();
    let mut terms = terms.unwrap_or_default();
    add_time(&mut terms, &sources, &mut findings);
    if findings.is_empty() { Ok(terms) } else { Err(sorted(findings)) }
}

/// A key that nothing reads, at the office that has it: `office.3.description.0.colour`.
fn told_unknown(path: &str, offices: &[Placed<'_>]) -> Finding {
    let place = path.split('.').nth(1).and_then(|place| place.parse::<usize>().ok());
    let office = &offices[place.unwrap_or(0).min(offices.len() - 1)];
    let key = path.rsplit('.').next().unwrap_or(path);
    office.finding(format!("office `{}`: unknown key `{key}`: take it out", office.entry.code))
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort();
    findings.dedup();
    findings
}

/// Procedures of the province; a province may have none yet.
fn read_procedures(
    folder: &Path,
    terms: &Terms,
    offices: &[Placed<'_>],
    findings: &mut Vec<Finding>,
) -> Vec<ProcedureFile> {
    let known = |code: &str| offices.iter().any(|office| office.entry.code == code);
    let mut all: Vec<ProcedureFile> = Vec::new();
    for source in load_all(list(&folder.join("procedures")), findings) {
        let Some(file) = procedures::parse(&source, terms, &known, findings) else { continue };
        if all.iter().any(|other| other.code == file.code) {
            let what = format!("procedure `{}` is told in another file already", file.code);
            findings.push(source.finding(&(0..0), what));
        }
        all.push(file);
    }
    all
}

fn load_all(paths: Vec<PathBuf>, findings: &mut Vec<Finding>) -> Vec<Source> {
    let loaded = paths.into_iter().map(|path| load(&path));
    loaded.filter_map(|source| source.map_err(|finding| findings.push(finding)).ok()).collect()
}

/// The data files of a folder, by name.
fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(_) => Vec::new(),
    };
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    paths
}

pub(super) fn load(path: &Path) -> Result<Source, Finding> {
    let wrong = |what: String| Finding { path: path.to_owned(), line: 1, what };
    let meta = fs::metadata(path)
        .map_err(|source| wrong(format!("it cannot be read ({source}): check the path")))?;
    if !meta.is_file() || meta.len() > FILE_BYTES_MAX {
        return Err(wrong(format!("a file of at most {FILE_BYTES_MAX} bytes is expected")));
    }
    let bytes = fs::read(path).map_err(|source| wrong(format!("it cannot be read ({source})")))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { path: path.to_owned(), text }),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
            let what = "the text is not UTF-8: save the file as UTF-8".to_owned();
            Err(Finding { path: path.to_owned(), line, what })
        }
    }
}

fn read_terms(path: &Path, findings: &mut Vec<Finding>) -> Option<Terms> {
    let source = load(path).map_err(|finding| findings.push(finding)).ok()?;
    parse_terms(&source, findings)
}

fn parse_terms(source: &Source, findings: &mut Vec<Finding>) -> Option<Terms> {
    let (terms, unknown) = match source.parse::<Terms>() {
        Ok(parsed) => parsed,
        Err(error) => {
            findings.push(source.syntax(&error));
            return None;
        }
    };
    let what = |path: &String| format!("unknown key `{path}`: take it out");
    findings.extend(unknown.iter().map(|path| source.finding(&(0..0), what(path))));
    check_terms(&terms, source, findings);
    Some(terms)
}

fn check_terms(terms: &Terms, source: &Source, findings: &mut Vec<Finding>) {
    let mut say = |id: &str, what: String| {
        let start = source.text.find(&format!("\"{id}\"")).unwrap_or(0);
        findings.push(source.finding(&(start..start), what));
    };
    let mut seen = std::collections::BTreeSet::new();
    let ids = terms.levels.iter().map(|term| ("level", &term.id));
    let ids = ids.chain(terms.kinds.iter().map(|term| ("kind", &term.id)));
    for (what, id) in ids.chain(terms.schedules.iter().map(|it| ("schedule", &it.id))) {
        if !seen.insert((what, id)) {
            say(id, format!("{what} `{id}` is defined twice: keep one"));
        }
    }
    if !terms.calendar.is_empty() || !terms.rules.is_empty() {
        say("calendar", "the calendar stands in calendar.toml, rules in rules.toml".to_owned());
    }
    if !terms.notices.is_empty() || !terms.guide.is_empty() {
        say("notices", "notices stand in notices.toml, the guide in guide.toml".to_owned());
    }
    if !terms.programmes.is_empty() {
        say("programmes", "programmes stand in programmes.toml".to_owned());
    }
    for schedule in &terms.schedules {
        for season in &schedule.seasons {
            if let Err(what) = check_season(season) {
                say(&schedule.id, format!("schedule `{}`: {what}", schedule.id));
            }
        }
    }
}

fn check_season(season: &Season) -> Result<(), String> {
    let day: Option<Date> = format!("2024-{}", season.from).parse().ok();
    if day.is_none() {
        return Err(format!("`{}` is no month and day like 04-16", season.from));
    }
    if season.days.is_empty() || season.days.iter().any(|day| !(1..=7).contains(day)) {
        return Err("days are numbers from 1 (Monday) to 7".to_owned());
    }
    let mut last = None;
    for (opens, closes) in &season.spans {
        if opens >= closes {
            return Err(format!("{opens} to {closes} closes before it opens"));
        }
        if last.is_some_and(|last| last > *opens) {
            return Err(format!("the part from {opens} overlaps the one before"));
        }
        last = Some(*closes);
    }
    Ok(())
}

/// Texts as they are stored: composed, without doubled spaces.
fn composed(mut entry: OfficeEntry) -> OfficeEntry {
    for description in &mut entry.description {
        description.name = compose(&description.name);
        for text in [&mut description.name_en, &mut description.address, &mut description.source] {
            *text = text.take().map(|text| compose(&text));
        }
    }
    entry
}

fn check(terms: &Terms, offices: &[Placed<'_>], findings: &mut Vec<Finding>) {
    let mut by_code: HashMap<&str, &Placed<'_>> = HashMap::new();
    let mut holders: BTreeMap<String, &str> = BTreeMap::new();
    if offices.len() > OFFICES_MAX {
        findings.push(offices[OFFICES_MAX].finding(format!("more than {OFFICES_MAX} offices")));
    }
    for office in offices {
        let code = office.entry.code.as_str();
        if let Some(first) = by_code.insert(code, office) {
            let at = first.finding("");
            let place = format!("{}:{}", at.path.display(), at.line);
            findings.push(office.finding(format!("office `{code}` is told at {place} already")));
        }
        for identifier in office.entry.description.iter().flat_map(|it| &it.identifiers) {
            let claimed = holders.insert(identifier.code.to_uppercase(), code);
            if let Some(other) = claimed.filter(|other| *other != code) {
                let what = format!("identifier `{}` belongs to office `{other}`", identifier.code);
                findings.push(office.finding(what));
            }
        }
    }
    for office in offices {
        check_office(terms, office, &by_code, findings);
    }
}

fn check_office(
    terms: &Terms,
    office: &Placed<'_>,
    by_code: &HashMap<&str, &Placed<'_>>,
    findings: &mut Vec<Finding>,
) {
    let OfficeEntry { code, closed, description } = &office.entry;
    let mut say = |what: String| findings.push(office.finding(format!("office `{code}`: {what}")));
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    if code.is_empty() || code.len() > 24 || !code.chars().all(plain) {
        say("its code must have 1 to 24 of A-Z, 0-9 and -".to_owned());
    }
    if description.is_empty() {
        say("it has no description: add `[[office.description]]`".to_owned());
    }
    if !description.is_sorted_by(|a, b| a.from < b.from) {
        say("its descriptions must be in the order of their dates".to_owned());
    }
    let ranks: Vec<_> = description.iter().map(|one| terms.rank(&one.level, &one.kind)).collect();
    if ranks.windows(2).any(|pair| pair[0] != pair[1]) {
        say("it keeps its rank: end it, and open its successor".to_owned());
    }
    for one in description {
        for what in problems(terms, one, by_code) {
            say(what);
        }
    }
    let unknown = |code: &&String| !by_code.contains_key(code.as_str());
    for successor in closed.iter().flat_map(|it| &it.successors).filter(unknown) {
        say(format!("its successor `{successor}` is not in the register"));
    }
}

fn problems(terms: &Terms, one: &Description, by_code: &HashMap<&str, &Placed<'_>>) -> Vec<String> {
    let mut problems = Vec::new();
    if one.name.is_empty() || one.name.chars().count() > 200 {
        problems.push("its name must have 1 to 200 characters".to_owned());
    }
    if terms.level(&one.level).is_none() {
        problems.push(format!("level `{}` is not in province.toml", one.level));
    }
    if terms.kind(&one.kind).is_none() {
        problems.push(format!("kind `{}` is not in province.toml", one.kind));
    }
    if let Some(hours) = one.hours.as_ref().filter(|hours| terms.schedule(hours).is_none()) {
        problems.push(format!("schedule `{hours}` is not in province.toml"));
    }
    for identifier in one.identifiers.iter().filter(|it| !it.scheme.admits(&it.code)) {
        problems.push(format!("`{}` has not the shape of its scheme", identifier.code));
    }
    let Some(parent_code) = &one.parent else { return problems };
    let Some(parent) = by_code.get(parent_code.as_str()) else {
        problems.push(format!("its parent `{parent_code}` is not in the register"));
        return problems;
    };
    let above = parent.entry.description.iter().rev().find(|above| above.from <= one.from);
    let rank = |of: &Description| terms.rank(&of.level, &of.kind);
    match above {
        None => {
            problems.push(format!("its parent `{parent_code}` is not in force on {}", one.from));
        }
        Some(above) if rank(above) >= rank(one) => {
            problems.push(format!("its parent `{parent_code}` does not rank above it"));
        }
        Some(_) => {}
    }
    problems
}

/// Commands in an order that the register takes: by date, and those above before those below.
fn ordered(terms: &Terms, offices: &[Placed<'_>]) -> Vec<Command> {
    let mut told: Vec<(Date, (u8, u8), &str, Command)> = Vec::new();
    for office in offices {
        let code = &office.entry.code;
        let mut rank = (0, 0);
        for one in &office.entry.description {
            rank = terms.rank(&one.level, &one.kind);
            let description = Box::new(one.clone());
            let command = Command::Describe { code: code.clone(), description };
            told.push((one.from, rank, code, command));
        }
        if let Some(closing) = &office.entry.closed {
            let command = Command::Close { code: code.clone(), closing: closing.clone() };
            told.push((Date::MAX, rank, code, command));
        }
    }
    told.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
    told.into_iter().map(|(.., command)| command).collect()
}

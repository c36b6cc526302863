//! National records in: the list as JSON lines, whole records as JSON.
//!
//! Everything is read and checked before the first fact is told, so that nothing is half
//! imported. Importing the same again tells nothing; a changed record becomes a draft.

#![expect(clippy::disallowed_methods, reason = "national records are read here")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use domain::Command;
use domain::event::Actor;
use domain::national::{self, Listing, Record, is_national_code};
use domain::procedure::lint::{Against, Finding, Severity, lint};
use domain::procedure::{self, Origin, check};
use serde_json::Value as Json;

use super::{store, write};
use crate::commit::{Answer, Door, Request};
use crate::fault::Fault;
use crate::house::House;

/// The largest file, in bytes.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Wrong records that are told before the rest is only counted.
const WRONG_MAX: usize = 50;

/// What was read of one procedure.
#[derive(Clone, Debug)]
pub enum Read {
    /// Its line of the list.
    Listing(Box<Listing>),
    /// Its whole record.
    Record(Box<Record>),
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Nothing was known of them before.
    pub new: u64,
    /// They are other than before.
    pub changed: u64,
    /// They are as before.
    pub unchanged: u64,
    /// Records with findings somebody should look at.
    pub with_findings: u64,
    /// Drafts made of records.
    pub drafts: u64,
    /// Records whose procedure has a draft of somebody's that was left alone.
    pub drafts_kept: Vec<String>,
    /// Findings of each record that has some, by code.
    pub findings: BTreeMap<String, Vec<Finding>>,
}

/// Reads files; says everything that is wrong with them, at its place.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Read>, Fault> {
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for path in paths {
        let text = load(path)?;
        let found = match serde_json::from_str::<Json>(&text) {
            Ok(json) => vec![(1, json)],
            // More than one value: a line each.
            Err(whole) if is_lines(&text) => lines(path, &text, &mut wrong, &whole),
            Err(error) => {
                wrong.push(format!("{}:{}: {error}", path.display(), error.line()));
                continue;
            }
        };
        for (line, json) in found {
            let code = json.get("data").unwrap_or(&json).get("code").and_then(Json::as_str);
            let is_padded = code.is_some_and(|code| code.trim() != code);
            match one(json) {
                Ok(read) => {
                    let place = format!("{}:{line}", path.display());
                    all.push(Placed { place, is_padded, read });
                }
                Err(what) => wrong.push(format!("{}:{line}: {what}", path.display())),
            }
        }
    }
    part_padded(&mut all);
    doubled(&all, &mut wrong);
    if wrong.is_empty() {
        return Ok(all.into_iter().map(|placed| placed.read).collect());
    }
    let count = wrong.len();
    wrong.truncate(WRONG_MAX);
    if count > WRONG_MAX {
        wrong.push(format!("and {} more", count - WRONG_MAX));
    }
    Err(Fault::Findings(format!("{count} findings; nothing was imported\n{}", wrong.join("\n"))))
}

/// The text of a file that is not too large, in UTF-8.
pub(crate) fn load(path: &Path) -> Result<String, Fault> {
    let meta = fs::metadata(path).map_err(Fault::file(path))?;
    if !meta.is_file() || meta.len() > FILE_BYTES_MAX {
        let what = format!("a file of at most {FILE_BYTES_MAX} bytes is expected");
        return Err(Fault::Refused(format!("{}: {what}", path.display())));
    }
    let bytes = fs::read(path).map_err(Fault::file(path))?;
    // Some editors begin a file with a mark of its encoding.
    let bytes = match bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
        let what = "the text is not UTF-8; nothing was imported: save the file as UTF-8";
        Fault::Findings(format!("{}:{line}: {what}", path.display()))
    })
}

/// Whether the first line is a value of its own.
fn is_lines(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    text.lines().count() > 1 && serde_json::from_str::<Json>(first).is_ok()
}

fn lines(
    path: &Path,
    text: &str,
    wrong: &mut Vec<String>,
    whole: &serde_json::Error,
) -> Vec<(usize, Json)> {
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(json) => all.push((at + 1, json)),
            Err(error) => wrong.push(format!("{}:{}: {error}", path.display(), at + 1)),
        }
    }
    if all.is_empty() {
        wrong.push(format!("{}: {whole}", path.display()));
    }
    all
}

/// A value is a whole record when it has its parts, else a line of the list.
fn one(json: Json) -> Result<Read, String> {
    let inner = json.get("data").unwrap_or(&json);
    let is_record =
        inner.get("executionMethods").is_some() || inner.get("executionCases").is_some();
    if !is_record {
        let listing = national::listing(json).map_err(|wrong| wrong.to_string())?;
        return Ok(Read::Listing(Box::new(listing)));
    }
    let record = national::record(json).map_err(|wrong| wrong.to_string())?;
    match check::check(&record.description).into_iter().next() {
        None => Ok(Read::Record(Box::new(record))),
        Some(finding) => {
            let about = finding.about.join(", ");
            Err(format!("`{}`, {}: {} {about}", record.code, finding.place, finding.rule.key()))
        }
    }
}

/// A record with its place.
struct Placed {
    place: String,
    /// Whether its code stood between stray spaces.
    is_padded: bool,
    read: Read,
}

impl Placed {
    fn key(&self) -> (bool, String) {
        match &self.read {
            Read::Listing(listing) => (false, listing.code.clone()),
            Read::Record(record) => (true, record.code.clone()),
        }
    }
}

/// The national list has two procedures whose codes differ by a stray space only. Both are kept:
/// the one with the space gets a code that shows it.
fn part_padded(all: &mut [Placed]) {
    let plain: std::collections::BTreeSet<(bool, String)> =
        all.iter().filter(|it| !it.is_padded).map(Placed::key).collect();
    for placed in all.iter_mut().filter(|it| it.is_padded) {
        if plain.contains(&placed.key()) {
            match &mut placed.read {
                Read::Listing(listing) => listing.code.push_str("-2"),
                Read::Record(record) => record.code.push_str("-2"),
            }
        }
    }
}

/// A code that stands twice among records of one kind.
fn doubled(all: &[Placed], wrong: &mut Vec<String>) {
    let mut seen: BTreeMap<(bool, String), &str> = BTreeMap::new();
    for placed in all {
        let key = placed.key();
        let code = key.1.clone();
        if let Some(first) = seen.insert(key, &placed.place) {
            wrong.push(format!("{}: code `{code}` stands at {first} already", placed.place));
        }
    }
}

/// Tells the catalogue what was read; `step` hears each one.
pub fn import(
    house: &House,
    door: &Door,
    all: Vec<Read>,
    step: &mut dyn FnMut(),
) -> Result<Report, Fault> {
    let mut report = Report::default();
    // A draft comes before the record that it is made of: cut off between the two, the record
    // is still news the next time, and the draft is known by then.
    let mut drafts = Vec::new();
    for read in &all {
        findings(read, &mut report);
        if let Read::Record(record) = read
            && is_news(house, record)?
        {
            drafts.extend(draft(house, record, &mut report)?);
        }
    }
    tell(door, drafts, &mut |answer| {
        let accepted = answer?;
        report.drafts += u64::from(!accepted.events.is_empty());
        Ok(())
    })?;
    let commands = all.into_iter().map(|read| match read {
        Read::Listing(listing) => Command::National(national::Command::List(listing)),
        Read::Record(record) => Command::National(national::Command::Record(record)),
    });
    tell(door, commands, &mut |answer| {
        let accepted = answer?;
        let version = accepted.events.first().map(|event| event.version);
        match version {
            None => report.unchanged += 1,
            Some(1) => report.new += 1,
            Some(_) => report.changed += 1,
        }
        step();
        Ok(())
    })?;
    Ok(report)
}

fn findings(read: &Read, report: &mut Report) {
    let (code, found) = match read {
        Read::Listing(listing) => {
            let odd = !is_national_code(&listing.code);
            let rule = procedure::lint::Rule::OddCode;
            let about = vec![listing.code.clone()];
            let finding = Finding { rule, place: "code".to_owned(), about };
            (&listing.code, if odd { vec![finding] } else { Vec::new() })
        }
        Read::Record(record) => {
            let against = Against { code: Some(&record.code), ..Against::default() };
            let mut found = lint(&record.description, &against);
            found.retain(|finding| finding.rule.severity() >= Severity::Warning);
            (&record.code, found)
        }
    };
    if !found.is_empty() {
        report.with_findings += 1;
        report.findings.entry(code.clone()).or_default().extend(found);
    }
}

/// Whether the database has another record, or none.
fn is_news(house: &House, record: &Record) -> Result<bool, Fault> {
    let code = record.code.clone();
    let row = house.db.read_now(move |tx| tx.row(&store::NATIONAL, &[code.as_str().into()]))?;
    let known = match &row {
        Some(row) => row.maybe_text(1)?.map(serde_json::from_str::<Record>),
        None => None,
    };
    Ok(!matches!(known, Some(Ok(known)) if known == *record))
}

/// The draft of a changed record, unless somebody is writing one.
fn draft(house: &House, record: &Record, report: &mut Report) -> Result<Option<Command>, Fault> {
    let known = write::procedure(house, &record.code)?;
    let open = known.as_ref().and_then(|known| known.draft());
    if open.is_some_and(|head| head.origin != Origin::National) {
        report.drafts_kept.push(record.code.clone());
        return Ok(None);
    }
    let number = known.as_ref().map_or(1, procedure::Procedure::next_number);
    Ok(Some(Command::Procedure(procedure::Command::Draft {
        code: record.code.clone(),
        number,
        description: Box::new(record.description.clone()),
        origin: Origin::National,
    })))
}

fn tell(
    door: &Door,
    commands: impl IntoIterator<Item = Command>,
    heard: &mut dyn FnMut(Answer) -> Result<(), crate::commit::Error>,
) -> Result<(), Fault> {
    let actor = Actor::administrator();
    let requests =
        commands.into_iter().map(|command| Request { actor: actor.clone(), command, key: None });
    let mut failed = None;
    door.commit_all_now(requests, &mut |answer| {
        if let Err(error) = heard(answer) {
            failed.get_or_insert(error);
        }
    });
    failed.map_or(Ok(()), |error| Err(error.into()))
}

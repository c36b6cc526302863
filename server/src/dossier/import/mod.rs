//! What is open in an old system, in: read from a file, checked, and told through the door.
//!
//! Every line stands for itself: one that is wrong is told with its place and left out, the others
//! are taken over. A code that is known is not taken over again, so the same file may be sent until
//! nothing is left to mend. See `docs/import.md`.

pub mod columns;
pub mod line;
mod prepare;
pub mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

use domain::dossier::{Command, Wrong};
use domain::event::Actor;
use domain::refusal::Refusal;
use domain::{Command as AnyCommand, LawTime};
use page::{Language, Text};

use self::line::{Line, column_of};
use crate::commit::{Answer, Door, Error, Request};
use crate::fault::Fault;
use crate::house::House;
use crate::procedure::import::load;

/// Lines prepared and told at a time.
const AT_ONCE: usize = 200;
/// How often lines that met midnight are told again.
const TRIES: usize = 3;

/// Something that is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column; empty where it is the line as a whole.
    pub field: String,
    /// What is wrong, and what to do.
    pub what: String,
}

impl Finding {
    fn new(line: u64, field: &str, what: String) -> Finding {
        Finding { line, field: field.to_owned(), what }
    }

    /// Of a column, with what is to be written there.
    fn at(line: u64, field: &str, what: &str) -> Finding {
        let what = what.trim_end_matches('.');
        let what = match columns::column(field) {
            Some(column) => format!("{what}: write {}", column.expects),
            None => what.to_owned(),
        };
        Finding::new(line, field, what)
    }
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Dossiers taken over.
    pub new: u64,
    /// Dossiers that were known.
    pub unchanged: u64,
    /// Lines with findings; they were left out.
    pub with_findings: u64,
    /// What is wrong, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Report {
    fn count(&mut self, line: &Line, told: Result<usize, Refusal>) {
        match told {
            Ok(0) | Err(Refusal::AlreadyErased(_)) => self.unchanged += 1,
            Ok(_) => self.new += 1,
            Err(refusal) => {
                self.with_findings += 1;
                self.findings.extend(findings(line, &refusal));
            }
        }
    }

    fn found(&mut self, findings: Vec<Finding>) {
        self.with_findings += 1;
        self.findings.extend(findings);
    }
}

/// Reads a file. What is wrong with it as a whole is a fault; lines that are wrong are in the
/// report already.
pub fn read(path: &Path) -> Result<(Vec<Line>, Report), Fault> {
    let text = load(path)?;
    let (rows, wrong) = table::read(&text).map_err(|Finding { line, field, what }| {
        let field = if field.is_empty() { field } else { format!("{field}: ") };
        let at = path.display();
        Fault::Findings(format!("{at}:{line}: {field}{what}\nNothing was imported."))
    })?;
    let mut report = Report::default();
    for finding in wrong {
        report.found(vec![finding]);
    }
    let mut lines = Vec::new();
    let mut first = std::collections::HashMap::new();
    for row in rows {
        match line::read(&row) {
            Err(findings) => report.found(findings),
            Ok(line) => match first.insert(domain::text::compose(&line.code), line.line) {
                None => lines.push(line),
                Some(at) => {
                    let what = format!("the code stands on line {at} already: take one out");
                    report.found(vec![Finding::new(line.line, "code", what)]);
                }
            },
        }
    }
    Ok((lines, report))
}

/// Takes the dossiers over; `step` hears how many lines are done.
pub fn import(
    house: &House,
    door: &Door,
    lines: &[Line],
    report: Report,
    step: &mut dyn FnMut(u64),
) -> Result<Report, Fault> {
    let tell = |requests: Vec<Request>| {
        let mut answers = Vec::with_capacity(requests.len());
        door.commit_all_now(requests, &mut |answer: Answer| answers.push(answer));
        let told = answers.into_iter().map(|answer| match answer {
            Ok(accepted) => Ok(Ok(accepted.events.len())),
            Err(Error::Refused(refusal)) => Ok(Err(refusal)),
            Err(error) => Err(error),
        });
        told.collect()
    };
    each(house, lines, report, &tell, step)
}

/// Says what an import would do, and tells nothing.
pub fn check(
    house: &House,
    door: &Door,
    lines: &[Line],
    report: Report,
    step: &mut dyn FnMut(u64),
) -> Result<Report, Fault> {
    let now = house.source.law();
    each(house, lines, report, &|requests| door.weigh_now(requests, now), step)
}

/// What the door answers to commands, one after another: how many events each told.
type Tell<'a> = &'a dyn Fn(Vec<Request>) -> Result<Vec<Result<usize, Refusal>>, Error>;

fn each(
    house: &House,
    lines: &[Line],
    mut report: Report,
    tell: Tell<'_>,
    step: &mut dyn FnMut(u64),
) -> Result<Report, Fault> {
    let desk = prepare::Desk::new(house)?;
    for some in lines.chunks(AT_ONCE) {
        let mut left: Vec<&Line> = some.iter().collect();
        for _ in 0..TRIES {
            left = round(&desk, house.source.law(), left, &mut report, tell)?;
        }
        for line in left {
            report.count(line, Err(Refusal::Dossier(Wrong::DayTurned(house.source.law().date()))));
        }
        step(some.len() as u64);
    }
    report.findings.sort_by_key(|finding| finding.line);
    Ok(report)
}

/// Prepares lines by the present day and tells them; answers those that midnight came between.
fn round<'a>(
    desk: &prepare::Desk<'_>,
    now: LawTime,
    lines: Vec<&'a Line>,
    report: &mut Report,
    tell: Tell<'_>,
) -> Result<Vec<&'a Line>, Fault> {
    let (mut ready, mut requests, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        match desk.command(line, now)? {
            Ok(import) => {
                let command = AnyCommand::Dossier(Command::Import(Box::new(import)));
                requests.push(Request { actor: Actor::administrator(), command, key: None });
                ready.push(line);
            }
            Err(findings) => report.found(findings),
        }
    }
    for (line, told) in ready.into_iter().zip(tell(requests)?) {
        match told {
            Err(Refusal::Dossier(Wrong::DayTurned(_))) => again.push(line),
            told => report.count(line, told),
        }
    }
    Ok(again)
}

/// Why a line is refused, at its columns.
fn findings(line: &Line, refusal: &Refusal) -> Vec<Finding> {
    let text = Text::new(Language::English);
    let words = |wrong: &Wrong| super::words::wrong(text, wrong);
    let (field, what) = match refusal {
        Refusal::Dossier(Wrong::Fields(wrongs)) => {
            return wrongs
                .iter()
                .map(|at| {
                    let what = super::words::flaw(text, at);
                    Finding::at(line.line, column_of(&at.place), &what)
                })
                .collect();
        }
        Refusal::UnknownOffice(code) if *code == line.office => {
            ("office", format!("there is no office `{code}` today"))
        }
        Refusal::UnknownOffice(code) => {
            ("holder_office", format!("there is no office `{code}` today"))
        }
        Refusal::UnknownProcedure(_) | Refusal::UnknownRevision { .. } => {
            ("procedure", refusal.to_string())
        }
        Refusal::UnknownAccount => {
            ("holder", "nobody of that login holds a post in the office today".to_owned())
        }
        Refusal::Dossier(wrong @ Wrong::KnownOtherwise(_)) => {
            return vec![Finding::new(line.line, "code", words(wrong))];
        }
        Refusal::KeyTaken(_) => ("code", "the code is another record's".to_owned()),
        Refusal::Dossier(wrong @ (Wrong::NoIdentifier(_) | Wrong::NoHours(_))) => {
            return vec![Finding::new(line.line, "office", words(wrong))];
        }
        Refusal::Dossier(Wrong::NoLimit) => {
            ("received_at", "no set of rules was in force on that day".to_owned())
        }
        Refusal::Dossier(wrong @ Wrong::NoDue(_)) => ("due", words(wrong)),
        Refusal::Dossier(wrong) => ("", words(wrong)),
        other => ("", other.to_string()),
    };
    vec![Finding::at(line.line, field, &what)]
}

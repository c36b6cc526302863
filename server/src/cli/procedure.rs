//! Commands of the catalogue: import, lint, diff, publish, export.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use page::{Language, Text};
use serde_json::json;

use super::{At, print_json, progress};
use crate::fault::Fault;
use crate::house::House;
use crate::procedure::import;
use crate::procedure::read;
use crate::procedure::write::{self, DecisionFile};
use crate::procedure::{changes, cpsv, export, words};

/// The catalogue of procedures.
#[derive(Debug, Args)]
pub(super) struct ProcedureCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read records of the national database: whole ones as JSON, the list as JSON lines.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// For machines.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: At,
    },
    /// Say what is found in the descriptions of one procedure, or of all.
    Lint {
        /// National code.
        code: Option<String>,
        /// For machines.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: At,
    },
    /// Say what changed from one revision to another.
    Diff {
        /// National code.
        code: String,
        /// Number of the older revision.
        from: u32,
        /// Number of the newer revision.
        to: u32,
        /// For machines.
        #[arg(long)]
        json: bool,
        /// In English.
        #[arg(long)]
        english: bool,
        #[command(flatten)]
        at: At,
    },
    /// Publish what a decision file names.
    Publish {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        at: At,
    },
    /// Write the catalogue into a new folder: data files, or CPSV-AP as Turtle.
    Export {
        /// The folder.
        folder: PathBuf,
        /// CPSV-AP 3.2.0 in Turtle instead of data files.
        #[arg(long)]
        cpsv_ap: bool,
        /// The address that public services are named under.
        #[arg(long, value_name = "URL", default_value = "https://motcua.example")]
        base: String,
        #[command(flatten)]
        at: At,
    },
}

impl ProcedureCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        match self.verb {
            Verb::Import { files, json, at } => import_files(&files, json, &at),
            Verb::Lint { code, json, at } => lint(code.as_deref(), json, &at.open()?),
            Verb::Diff { code, from, to, json, english, at } => {
                let language = if english { Language::English } else { Language::Vietnamese };
                diff(&at.open()?, &code, (from, to), json, language)
            }
            Verb::Publish { file, at } => publish(&file, &at),
            Verb::Export { folder, cpsv_ap, base, at } => {
                let house = at.open()?;
                let count = match cpsv_ap {
                    true => cpsv::write(&house, &folder, &base)?,
                    false => export::write(&house, &folder)?,
                };
                println!("{}: {count} procedures written.", folder.display());
                Ok(())
            }
        }
    }
}

fn import_files(files: &[PathBuf], json: bool, at: &At) -> Result<(), Fault> {
    let all = import::read(files)?;
    let house = at.open()?;
    let bar = progress(all.len() as u64, "records");
    let report = house.with_door(|door| import::import(&house, door, all, &mut || bar.inc(1)))?;
    bar.finish_and_clear();
    let text = Text::new(Language::English);
    for (code, findings) in &report.findings {
        let first = findings.first().map(|finding| words::finding(text, finding));
        let more = findings.len().saturating_sub(1);
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        if !json {
            println!("{code}: {}{more}", first.unwrap_or_default());
        }
    }
    for code in &report.drafts_kept {
        eprintln!("{code}: somebody's draft is open and was left alone");
    }
    if json {
        print_json(&json!({
            "new": report.new, "changed": report.changed, "unchanged": report.unchanged,
            "with_findings": report.with_findings, "drafts": report.drafts,
            "drafts_kept": report.drafts_kept,
        }));
        return Ok(());
    }
    let import::Report { new, changed, unchanged, with_findings, .. } = report;
    println!("{new} new, {changed} changed, {unchanged} unchanged, {with_findings} with findings");
    Ok(())
}

fn lint(code: Option<&str>, json: bool, house: &House) -> Result<(), Fault> {
    let found = read::findings(house, code)?;
    let text = Text::new(Language::English);
    let mut count = 0;
    for (code, number, findings) in &found {
        count += findings.len();
        for finding in findings {
            if json {
                print_json(&json!({
                    "code": code, "revision": number, "rule": finding.rule.key(),
                    "severity": finding.rule.severity().id(), "place": finding.place,
                    "source": finding.rule.source(), "what": words::finding(text, finding),
                    "do": words::remedy(text, finding.rule),
                }));
            } else {
                let (severity, place) = (finding.rule.severity().id(), &finding.place);
                println!("{code} revision {number}, {place}: {severity}: {}", {
                    words::finding(text, finding)
                });
                let (source, remedy) = (finding.rule.source(), words::remedy(text, finding.rule));
                println!("    {remedy} [{source}]");
            }
        }
    }
    if !json {
        println!("{} revisions, {count} findings", found.len());
    }
    Ok(())
}

fn diff(
    house: &House,
    code: &str,
    (from, to): (u32, u32),
    json: bool,
    language: Language,
) -> Result<(), Fault> {
    let name = code.to_owned();
    let contents = house.db.read_now(move |tx| {
        Ok::<_, crate::commit::Error>([from, to].map(|number| read::content(tx, &name, number)))
    })?;
    let [old, new] = contents;
    let missing = |number| Fault::Refused(format!("procedure `{code}` has no revision {number}"));
    let old = old?.ok_or_else(|| missing(from))?;
    let new = new?.ok_or_else(|| missing(to))?;
    let text = Text::new(language);
    let changes = domain::procedure::diff::diff(&old, &new);
    let terms = house.province()?.terms;
    let told: Vec<String> =
        changes.iter().map(|change| changes::sentence(text, &terms, change)).collect();
    if json {
        print_json(&json!({ "code": code, "from": from, "to": to, "changes": told }));
    } else if told.is_empty() {
        println!("Nothing changed.");
    }
    for sentence in told.iter().filter(|_| !json) {
        println!("- {sentence}");
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the decision file is read here")]
fn publish(path: &PathBuf, at: &At) -> Result<(), Fault> {
    let text = std::fs::read_to_string(path).map_err(Fault::file(path))?;
    let file: DecisionFile = toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        let what = error.message().replace('\n', "; ");
        Fault::Findings(format!("{}:{line}: {what}", path.display()))
    })?;
    let house = at.open()?;
    let told = house.with_door(|door| write::publish(&house, door, &file))?;
    println!("{} procedures, {told} facts told.", file.procedures.len());
    Ok(())
}

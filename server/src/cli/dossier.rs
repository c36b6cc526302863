//! Commands of dossiers: import.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{At, print_json, progress};
use crate::dossier::import;
use crate::fault::Fault;

/// Dossiers of an old system.
#[derive(Debug, Args)]
pub(super) struct DossierCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Take over the open dossiers of an old system: CSV or JSON lines, see docs/import.md.
    ///
    /// Lines that are wrong are told and left out; the same file may be sent again.
    Import {
        /// The file.
        file: PathBuf,
        /// Say what would be done and do nothing.
        #[arg(long)]
        check: bool,
        /// For machines.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: At,
    },
}

impl DossierCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        let Verb::Import { file, check, json, at } = self.verb;
        let (lines, report) = import::read(&file)?;
        let house = at.open_in_time()?;
        let bar = progress(lines.len() as u64, "dossiers");
        let mut step = |done| bar.inc(done);
        let report = house.with_door(|door| match check {
            true => import::check(&house, door, &lines, report, &mut step),
            false => import::import(&house, door, &lines, report, &mut step),
        })?;
        bar.finish_and_clear();
        tell(&file, &report, json, check);
        match report.with_findings {
            0 => Ok(()),
            count => Err(Fault::Refused(format!(
                "{count} lines were left out: mend them and send the file again; what is known is \
                 not taken over twice"
            ))),
        }
    }
}

fn tell(file: &Path, report: &import::Report, json: bool, check: bool) {
    let file = file.display().to_string();
    let import::Report { new, unchanged, with_findings, findings } = report;
    if json {
        let each = findings.iter().map(|finding| {
            let import::Finding { line, field, what } = finding;
            json!({ "file": file, "line": line, "field": field, "what": what })
        });
        print_json(&json!({
            "new": new, "unchanged": unchanged, "with_findings": with_findings, "check": check,
            "findings": each.collect::<Vec<_>>(),
        }));
        return;
    }
    for import::Finding { line, field, what } in findings {
        match field.is_empty() {
            true => println!("{file}:{line}: {what}"),
            false => println!("{file}:{line}: {field}: {what}"),
        }
    }
    println!("{new} new, {unchanged} unchanged, {with_findings} with findings");
}

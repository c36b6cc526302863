//! Writes a province back to files that read as the same province.

#![expect(clippy::disallowed_methods, reason = "province files are written here")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::calendar::{Declaration, RuleSet};
use domain::notice::Template;
use domain::office::Office;
use domain::province::Terms;
use serde::Serialize;

use super::calendar::{CALENDAR, RULES};
use super::files::OfficeEntry;
use super::guide::GUIDE;
use super::notices::NOTICES;
use super::procedures::ProcedureFile;
use super::programmes::{PROGRAMMES, Written};
use crate::fault::Fault;

#[derive(Serialize)]
struct OfficesFile {
    office: Vec<OfficeEntry>,
}

#[derive(Serialize)]
struct RulesFile<'a> {
    rules: &'a [RuleSet],
}

#[derive(Serialize)]
struct NoticesFile<'a> {
    notices: &'a [Template],
}

/// Writes `province.toml`, calendar, rules and notices where there are some, one file of offices a level and one a procedure into a new or empty
/// folder.
pub fn write(
    folder: &Path,
    terms: &Terms,
    offices: &[Office],
    procedures: &[ProcedureFile],
) -> Result<(), Fault> {
    fs::create_dir_all(folder.join("offices")).map_err(Fault::file(folder))?;
    let used = fs::read_dir(folder).map_err(Fault::file(folder))?.count() > 1;
    let used =
        used || fs::read_dir(folder.join("offices")).map_err(Fault::file(folder))?.count() > 0;
    if used {
        let what = "the folder is not empty: name a new one, nothing was written";
        return Err(Fault::Refused(format!("{}: {what}", folder.display())));
    }
    let own = Terms {
        calendar: Declaration::default(),
        rules: Vec::new(),
        notices: Vec::new(),
        guide: Box::default(),
        programmes: Vec::new(),
        ..terms.clone()
    };
    put(&folder.join("province.toml"), &own)?;
    if !terms.calendar.is_empty() {
        put(&folder.join(CALENDAR), &terms.calendar)?;
    }
    if !terms.rules.is_empty() {
        put(&folder.join(RULES), &RulesFile { rules: &terms.rules })?;
    }
    if !terms.notices.is_empty() {
        put(&folder.join(NOTICES), &NoticesFile { notices: &terms.notices })?;
    }
    if !terms.guide.is_empty() {
        put(&folder.join(GUIDE), &terms.guide)?;
    }
    if !terms.programmes.is_empty() {
        put(&folder.join(PROGRAMMES), &Written { programmes: &terms.programmes })?;
    }
    let mut levels: BTreeMap<&str, Vec<OfficeEntry>> = BTreeMap::new();
    for office in offices {
        let entry = OfficeEntry {
            code: office.code.clone(),
            closed: office.closing.clone(),
            description: office.descriptions.clone(),
        };
        levels.entry(&office.latest().level).or_default().push(entry);
    }
    for (level, mut office) in levels {
        office.sort_by(|a, b| a.code.cmp(&b.code));
        put(&folder.join("offices").join(format!("{level}.toml")), &OfficesFile { office })?;
    }
    let folder = folder.join("procedures");
    fs::create_dir_all(&folder).map_err(Fault::file(&folder))?;
    for file in procedures {
        put(&folder.join(format!("{}.toml", file.code)), file)?;
    }
    Ok(())
}

fn put(path: &Path, value: &impl Serialize) -> Result<(), Fault> {
    let text = toml::to_string_pretty(value)
        .map_err(|source| Fault::Refused(format!("{}: {source}", path.display())))?;
    fs::write(path, text).map_err(Fault::file(path))
}

//! The catalogue as data files, one a procedure; reading them back tells nothing new.

#![expect(clippy::disallowed_methods, reason = "data files are written here")]

use std::fs;
use std::path::Path;

use domain::procedure::{Official, Seat};

use super::read::{self, Head};
use super::store;
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::House;
use crate::province::procedures::{ProcedureFile, RevisionEntry};

/// Writes every published procedure into a folder; answers how many.
pub fn write(house: &House, folder: &Path) -> Result<usize, Fault> {
    let files = files(house)?;
    fs::create_dir_all(folder).map_err(Fault::file(folder))?;
    if fs::read_dir(folder).map_err(Fault::file(folder))?.count() > 0 {
        let what = "the folder is not empty: name a new one, nothing was written";
        return Err(Fault::Refused(format!("{}: {what}", folder.display())));
    }
    for file in &files {
        let path = folder.join(format!("{}.toml", file.code));
        let text = toml::to_string_pretty(file)
            .map_err(|source| Fault::Refused(format!("{}: {source}", path.display())))?;
        fs::write(&path, text).map_err(Fault::file(&path))?;
    }
    Ok(files.len())
}

/// Published procedures as data files tell them.
pub fn files(house: &House) -> Result<Vec<ProcedureFile>, Fault> {
    Ok(house.db.read_now(|tx| {
        let mut codes: Vec<String> = Vec::new();
        for row in tx.rows(&store::ALL_HEADS, &[])? {
            let code = row.text(0)?;
            if row.text(2)? == "published" && codes.last().is_none_or(|last| last != code) {
                codes.push(code.to_owned());
            }
        }
        let mut files = Vec::new();
        for code in codes {
            let mut heads = read::heads(tx, &code)?;
            heads.retain(Head::is_published);
            heads.sort_by_key(|head| head.from);
            let signed = signed(tx, &code)?;
            let mut revisions = Vec::new();
            for head in heads {
                let description = read::content(tx, &code, head.number)?;
                let officials = signed.iter().find(|(number, ..)| *number == head.number);
                let (Some(from), Some(decision), Some(description), Some((_, to, by, approved))) =
                    (head.from, head.decision, description, officials)
                else {
                    return Err(Error::Damaged(format!("revision {} of {code}", head.number)));
                };
                revisions.push(RevisionEntry {
                    from,
                    to: *to,
                    decision,
                    reviewed_by: by.clone(),
                    approved_by: approved.clone(),
                    description,
                });
            }
            files.push(ProcedureFile { code, revisions });
        }
        Ok::<_, Error>(files)
    })?)
}

type Signed = (u32, Option<jiff::civil::Date>, Official, Official);

/// Who reviewed and approved each revision, and the end that its decision names. Names are
/// personal and stand in the events only.
fn signed(tx: &mut db::Tx<'_>, code: &str) -> Result<Vec<Signed>, Error> {
    let Some(row) = tx.row(&store::STREAM, &[code.into()])? else { return Ok(Vec::new()) };
    let stream = row.text(0)?.to_owned();
    let mut reviewed: Vec<(u32, Official)> = Vec::new();
    let mut signed = Vec::new();
    for row in tx.rows(&crate::commit::store::STREAM_EVENTS, &[stream.as_str().into()])? {
        let header = crate::commit::parse_header(row.text(0)?)?;
        let event = crate::commit::decode(&header, row.text(1)?, row.maybe_text(2)?)?;
        let official = |seat: Seat, names: Option<domain::procedure::Names>| Official {
            name: names.map(|names| names.official).unwrap_or_default(),
            position: seat.position,
            office: seat.office,
        };
        match event {
            domain::Event::Procedure(domain::procedure::Event::Reviewed {
                number,
                reviewer,
                names,
                ..
            }) => reviewed.push((number, official(reviewer, names))),
            domain::Event::Procedure(domain::procedure::Event::Published {
                number,
                to,
                approver,
                names,
                ..
            }) => {
                let by = reviewed.iter().rev().find(|(it, _)| *it == number);
                let by = by.map(|(_, by)| by.clone());
                let by = by.ok_or_else(|| Error::Damaged(format!("{code} has no review")))?;
                signed.push((number, to, by, official(approver, names)));
            }
            _ => {}
        }
    }
    Ok(signed)
}

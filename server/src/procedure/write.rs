//! The catalogue changed by the operator: data files loaded, decisions published.

use std::collections::BTreeSet;

use domain::procedure::{
    self, Decision, Head, Official, Origin, Procedure, Publication, Status, code_claim,
};
use domain::{Command, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{read, store};
use crate::commit::Door;
use crate::fault::Fault;
use crate::house::{House, tell_all};
use crate::province::procedures::{ProcedureFile, RevisionEntry};

/// Tells the catalogue what a data file says and it does not know yet; answers how many facts.
pub fn load(house: &House, door: &Door, file: &ProcedureFile) -> Result<usize, Fault> {
    let mut told = 0;
    for entry in &file.revisions {
        let known = procedure(house, &file.code)?;
        let number = number(known.as_ref(), entry);
        let commands = commands(&file.code, number, entry);
        let accepted = tell_all(door, commands.map(Command::Procedure))?;
        told += accepted.iter().map(|one| one.events.len()).sum::<usize>();
    }
    Ok(told)
}

/// A file's revision is known by its first day.
fn number(known: Option<&Procedure>, entry: &RevisionEntry) -> u32 {
    let Some(known) = known else { return 1 };
    let same = |head: &&Head| head.status == Status::Published && head.from == Some(entry.from);
    known.revisions.iter().find(same).map_or_else(|| known.next_number(), |head| head.number)
}

fn commands(
    code: &str,
    number: u32,
    entry: &RevisionEntry,
) -> impl Iterator<Item = procedure::Command> {
    let code = code.to_owned();
    let publication = Publication {
        code: code.clone(),
        number,
        from: entry.from,
        to: entry.to,
        decision: entry.decision.clone(),
        reviewer: entry.reviewed_by.clone(),
        approver: entry.approved_by.clone(),
    };
    [
        procedure::Command::Draft {
            code: code.clone(),
            number,
            description: Box::new(entry.description.clone()),
            origin: Origin::Files,
        },
        procedure::Command::Review { code, number, reviewer: entry.reviewed_by.clone() },
        procedure::Command::Publish(Box::new(publication)),
    ]
    .into_iter()
}

/// A procedure's state.
pub fn procedure(house: &House, code: &str) -> Result<Option<Procedure>, Fault> {
    let key = code_claim(code).key;
    let row = house.db.read_now(move |tx| tx.row(&store::STATE, &[key.as_str().into()]))?;
    let Some(row) = row else { return Ok(None) };
    match serde_json::from_str(row.text(0)?) {
        Ok(domain::State::Procedure(procedure)) => Ok(Some(procedure)),
        Ok(_) | Err(_) => Err(Fault::Refused(format!(
            "the snapshot of procedure {code} is damaged: run `motcua rebuild`"
        ))),
    }
}

/// A publication decision as a file names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionFile {
    /// Number and symbol.
    pub number: String,
    /// Day of signature.
    pub date: Date,
    /// Who decided.
    pub agency: String,
    /// First day in force of everything that it publishes.
    pub from: Date,
    /// Who found the revisions right.
    pub reviewed_by: Official,
    /// Who approves them.
    pub approved_by: Official,
    /// What it publishes.
    pub procedures: Vec<Decided>,
}

/// A revision that a decision publishes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// National code.
    pub code: String,
    /// Number of the revision; the open draft when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// First day in force, where it differs from the decision's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day in force, where the decision names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// Publishes what a decision names; everything is looked at before the first is told, so that a
/// decision is published whole or not at all.
pub fn publish(house: &House, door: &Door, file: &DecisionFile) -> Result<usize, Fault> {
    if file.procedures.is_empty() {
        let what = "the decision names no procedure: add `[[procedures]]`";
        return Err(Fault::Refused(what.to_owned()));
    }
    let mut commands = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for one in &file.procedures {
        let refused = |what: String| Fault::Refused(format!("procedure `{}`: {what}", one.code));
        if !seen.insert(&one.code) {
            return Err(refused("it stands twice in the decision".to_owned()));
        }
        let known = procedure(house, &one.code)?
            .ok_or_else(|| refused("it is not in the catalogue".to_owned()))?;
        let open = || known.draft().map(|head| head.number);
        let published = || known.revisions.iter().rev().find(|it| it.from.is_some());
        let number = one.revision.or_else(open).or_else(|| published().map(|head| head.number));
        let number = number.ok_or_else(|| refused("it has no draft".to_owned()))?;
        let publication = publication(file, one, number);
        is_allowed(house, &publication, &known)?;
        let (code, reviewer) = (one.code.clone(), file.reviewed_by.clone());
        commands.push(procedure::Command::Review { code, number, reviewer });
        commands.push(procedure::Command::Publish(Box::new(publication)));
    }
    let accepted = tell_all(door, commands.into_iter().map(Command::Procedure))?;
    Ok(accepted.iter().map(|one| one.events.len()).sum())
}

fn publication(file: &DecisionFile, one: &Decided, number: u32) -> Publication {
    Publication {
        code: one.code.clone(),
        number,
        from: one.from.unwrap_or(file.from),
        to: one.to,
        decision: Decision {
            number: file.number.clone(),
            date: file.date,
            agency: file.agency.clone(),
        },
        reviewer: file.reviewed_by.clone(),
        approver: file.approved_by.clone(),
    }
}

/// Whether the door will let a publication through, as far as can be seen before it.
fn is_allowed(house: &House, of: &Publication, known: &Procedure) -> Result<(), Fault> {
    let (code, number) = (of.code.clone(), of.number);
    let refused = |refusal| Err(Fault::Door(crate::commit::Error::Refused(refusal)));
    let Some(head) = known.revision(number) else {
        return refused(Refusal::UnknownRevision { code, number });
    };
    // The same decision once more tells nothing.
    let same = head.from == Some(of.from)
        && head.to == of.to
        && head.decision.as_ref() == Some(&of.decision)
        && head.reviewer == Some(of.reviewer.seat());
    match head.status {
        Status::Published if same => return Ok(()),
        Status::Published | Status::Dropped => {
            return refused(Refusal::RevisionClosed { code, number });
        }
        Status::Draft | Status::Reviewed => {}
    }
    let content = house.db.read_now(move |tx| read::content(tx, &code, number))?;
    let code = of.code.clone();
    let Some(content) = content else {
        return refused(Refusal::UnknownRevision { code, number });
    };
    procedure::may_publish(of, known, &content).or_else(refused)
}

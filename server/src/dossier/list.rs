//! Lists of dossiers: one's own work, what lies with one's offices, what was found by words.
//!
//! Each is the rule of [`domain::access`] as places: who works on it, whose queue it waits in,
//! whose unit one leads, whose opinion is asked.

use db::{Row, Rows, Sql, Tx, Value, Words};
use domain::access::{Action, Seat, Who, scope};
use domain::dossier::Phase;
use domain::text::fold;
use domain::{LawTime, StreamId};

use super::register::Offices;
use super::store;
use crate::commit::Error;
use crate::people::reach;

/// The most dossiers of one answer.
pub const LIMIT_MAX: i64 = 200;

/// Which dossiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that one works on.
    #[default]
    Mine,
    /// Those that wait in the queues of one's offices.
    Queue,
    /// Those that lie with the offices that one leads, or has a role for.
    Unit,
    /// Those whose opinion is asked of one's offices.
    Invited,
    /// One's own, as an applicant.
    Own,
}

impl Which {
    /// Every list, as they are offered.
    pub const ALL: [Which; 5] =
        [Which::Mine, Which::Queue, Which::Unit, Which::Invited, Which::Own];

    /// The name in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Which::Mine => "mine",
            Which::Queue => "queue",
            Which::Unit => "unit",
            Which::Invited => "invited",
            Which::Own => "own",
        }
    }

    /// The list of that name.
    pub fn parse(id: &str) -> Option<Which> {
        Which::ALL.into_iter().find(|which| which.id() == id)
    }
}

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Which dossiers.
    pub which: Which,
    /// One office of them.
    pub office: Option<String>,
    /// One phase.
    pub phase: Option<Phase>,
    /// One procedure.
    pub procedure: Option<String>,
    /// Due before this instant.
    pub due_before: Option<LawTime>,
    /// Words of names and codes.
    pub words: Option<String>,
    /// Where to go on: the due moment and identifier of the last one.
    pub after: Option<(i64, i64)>,
    /// How many.
    pub limit: i64,
}

/// A dossier in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The record's identifier in rows.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The receiving office.
    pub office: String,
    /// Where it lies.
    pub holder: String,
    /// Who works on it.
    pub assignee: Option<StreamId>,
    /// The procedure.
    pub procedure: String,
    /// The field of government.
    pub field: String,
    /// How it came.
    pub channel: String,
    /// Where it stands.
    pub phase: Phase,
    /// When it was handed in.
    pub filed: LawTime,
    /// When it was taken in.
    pub received: Option<LawTime>,
    /// The last instant of its due moment by law; none while it has no deadline.
    pub due: Option<LawTime>,
    /// The same as promised.
    pub promised: Option<LawTime>,
    /// Whether the clock stands.
    pub standing: bool,
    /// Since when it is late.
    pub late_since: Option<LawTime>,
    /// How many events it has.
    pub version: i64,
    /// Who is behind it; empty once erased.
    pub name: String,
}

impl Line {
    pub(super) fn read(row: &Row) -> Result<Line, Error> {
        let moment = |at: i64| (at != i64::MAX).then_some(LawTime(at));
        let phase = Phase::parse(row.text(8)?);
        Ok(Line {
            id: row.int(0)?,
            code: row.text(1)?.to_owned(),
            office: row.text(2)?.to_owned(),
            holder: row.text(3)?.to_owned(),
            assignee: row.maybe_text(4)?.map(StreamId::stored),
            procedure: row.text(5)?.to_owned(),
            field: row.text(6)?.to_owned(),
            channel: row.text(7)?.to_owned(),
            phase: phase.ok_or_else(|| Error::Damaged("phase of a dossier row".to_owned()))?,
            filed: LawTime(row.int(9)?),
            received: row.maybe_int(10)?.map(LawTime),
            due: moment(row.int(11)?),
            promised: moment(row.int(12)?),
            standing: row.int(13)? != 0,
            late_since: row.maybe_int(14)?.map(LawTime),
            version: row.int(15)?,
            name: row.maybe_text(16)?.unwrap_or_default().to_owned(),
        })
    }

    /// Where the list goes on after it.
    pub fn place(&self) -> (i64, i64) {
        (self.due.map_or(i64::MAX, |due| due.0), self.id)
    }
}

/// A page of dossiers, and whether more follow.
pub fn page(
    tx: &mut Tx<'_>,
    who: &Who,
    offices: &Offices,
    asked: &Asked,
) -> Result<(Vec<Line>, bool), Error> {
    let limit = asked.limit.clamp(1, LIMIT_MAX);
    let rows = match &asked.words {
        Some(words) => found(tx, who, offices, asked, words, limit + 1)?,
        None => listed(tx, who, offices, asked, limit + 1)?,
    };
    let mut lines = rows.iter().map(Line::read).collect::<Result<Vec<Line>, Error>>()?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    Ok((lines, more))
}

fn listed(
    tx: &mut Tx<'_>,
    who: &Who,
    offices: &Offices,
    asked: &Asked,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let account = who.account.as_ref().map(StreamId::as_str).unwrap_or_default();
    let (due, id) = asked.after.unwrap_or((i64::MIN, 0));
    let before = asked.due_before.map_or(0, |at| at.0);
    let procedure = asked.procedure.as_deref().unwrap_or_default();
    let phase = asked.phase.map(Phase::id).unwrap_or_default();
    match asked.which {
        Which::Mine => {
            let values: [Value; 7] = [
                account.into(),
                due.into(),
                id.into(),
                phase.into(),
                before.into(),
                procedure.into(),
                limit.into(),
            ];
            Ok(tx.rows(&store::MINE, &values)?)
        }
        Which::Own => {
            let last = asked.after.map_or(i64::MAX, |(_, id)| id);
            Ok(tx.rows(&store::OWN, &[account.into(), last.into(), limit.into()])?)
        }
        Which::Invited => {
            let Some(rows) = places(&seats(who), asked) else { return Ok(Vec::new()) };
            Ok(tx.each(&store::INVITED, &rows.and(due).and(id).and(limit))?)
        }
        Which::Queue | Which::Unit => {
            let here = match asked.which {
                Which::Queue => seats(who),
                _ => reached(who, offices),
            };
            let Some(rows) = places(&here, asked) else { return Ok(Vec::new()) };
            let queue = if asked.which == Which::Queue { "queue" } else { "" };
            let (sql, rows): (&'static Sql, Rows) = match asked.phase {
                Some(phase) => (&store::HELD, rows.and(phase.id())),
                None => (&store::HELD_OPEN, rows),
            };
            let rows = rows.and(due).and(id).and(before).and(procedure).and(queue).and(limit);
            Ok(tx.each(sql, &rows)?)
        }
    }
}

/// The offices that one holds a post in.
fn seats(who: &Who) -> Vec<String> {
    let gives =
        |seat: &&Seat| seat.grants.iter().any(|grant| grant.may.contains(&Action::ReadDossier));
    who.seats.iter().filter(gives).map(|seat| seat.office.clone()).collect()
}

/// The offices whose dossiers one supervises: those that one leads, and those under them.
pub(super) fn reached(who: &Who, offices: &Offices) -> Vec<String> {
    let led = Who {
        seats: who
            .seats
            .iter()
            .map(|seat| Seat {
                grants: seat.grants.iter().filter(|grant| grant.leads).cloned().collect(),
                ..seat.clone()
            })
            .collect(),
        ..who.clone()
    };
    let scope = scope(&led, Action::ReadDossier);
    offices.covered(&scope)
}

fn places(here: &[String], asked: &Asked) -> Option<Rows> {
    let mut rows = Rows::default();
    let mut codes: Vec<&String> = here
        .iter()
        .filter(|code| asked.office.as_ref().is_none_or(|office| office == *code))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        rows.push(vec![code.as_str().into()]);
    }
    (!rows.is_empty()).then_some(rows)
}

fn found(
    tx: &mut Tx<'_>,
    who: &Who,
    offices: &Offices,
    asked: &Asked,
    words: &str,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let folded = fold(words);
    let each = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(words) = Words::new(each, true) else { return Ok(Vec::new()) };
    let mut here = reached(who, offices);
    here.extend(seats(who));
    here.sort_unstable();
    here.dedup();
    let codes: Vec<&str> = here.iter().map(String::as_str).collect();
    let account = who.account.as_ref().map(StreamId::as_str).unwrap_or_default();
    let last = asked.after.map_or(i64::MAX, |(_, id)| id);
    let values: [Value; 6] = [
        words.into(),
        last.into(),
        "".into(),
        reach::listed(&codes).into(),
        account.into(),
        limit.into(),
    ];
    Ok(tx.rows(&store::FOUND, &values)?)
}

/// How many dossiers stand in each phase with one's offices.
pub fn counts(
    tx: &mut Tx<'_>,
    who: &Who,
    offices: &Offices,
    asked: &Asked,
) -> Result<Vec<(Phase, u64)>, Error> {
    let mut here = reached(who, offices);
    here.extend(seats(who));
    let Some(rows) = places(&here, asked) else { return Ok(Vec::new()) };
    let mut counts = Vec::new();
    for row in tx.each(&store::COUNTS, &rows)? {
        let count = u64::try_from(row.int(1)?).unwrap_or(0);
        if let Some(phase) = Phase::parse(row.text(0)?).filter(|_| count > 0) {
            counts.push((phase, count));
        }
    }
    counts.sort_unstable();
    Ok(counts)
}

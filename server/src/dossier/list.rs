//! Lists of dossiers: one's own work, what lies with one's offices, what was found by words.
//!
//! Each is the rule of [`domain::access`] as places: who works on it, whose queue it waits in,
//! whose unit one leads, whose opinion is asked.

use std::collections::{BTreeMap, BTreeSet};

use db::{Row, Rows, Sql, Tx, Value, Words};
use domain::access::{Action, Grant, Seat, Who, scope};
use domain::dossier::Phase;
use domain::text::fold;
use domain::{LawTime, StreamId};

use super::read::Known;
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

/// Who has a dossier, as a list is asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody: it waits in the queue.
    Nobody,
    /// One account.
    Account(StreamId),
}

/// How a dossier stands to its legal deadline, as a list is asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Late at this instant.
    Late(LawTime),
    /// Due from one instant on, and before another.
    Soon(LawTime, LawTime),
    /// Its clock stands.
    Paused,
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
    /// One field of government, by its code.
    pub field: Option<String>,
    /// How it came.
    pub channel: Option<String>,
    /// Who has it.
    pub holder: Option<Holder>,
    /// How it stands to its deadline.
    pub timing: Option<Timing>,
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

    /// A dossier that is known, as a list would show it.
    pub fn of(known: &Known) -> Line {
        let dossier = &*known.dossier;
        let filing = &dossier.filing;
        let personal = known.personal.as_ref();
        Line {
            id: known.id,
            code: filing.code.clone(),
            office: filing.office.clone(),
            holder: dossier.place().office,
            assignee: dossier.assignee().cloned(),
            procedure: filing.procedure.clone(),
            field: filing.field.clone(),
            channel: filing.channel.id().to_owned(),
            phase: dossier.phase,
            filed: dossier.filed,
            received: dossier.reception.as_ref().map(|it| it.at),
            due: dossier.deadline.map(|it| it.legal.last()),
            promised: dossier.deadline.map(|it| it.promised.last()),
            standing: dossier.deadline.is_some_and(|it| it.standing),
            late_since: dossier.late_since,
            version: dossier.version,
            name: personal.map(|it| it.applicant.name.clone()).unwrap_or_default(),
        }
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
    let is_found = asked.words.is_some();
    let rows = match &asked.words {
        Some(words) => found(tx, who, offices, asked, words, limit + 1)?,
        None => listed(tx, who, offices, asked, limit + 1)?,
    };
    let mut lines = rows.iter().map(Line::read).collect::<Result<Vec<Line>, Error>>()?;
    if !is_found && asked.which != Which::Own {
        // Each office answers in its own order, and an office that is asked twice tells twice.
        lines.sort_by_key(Line::place);
        lines.dedup_by_key(|line| line.id);
    }
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    Ok((lines, more))
}

/// Where a list begins: after its last one, and not before the span that is asked for.
fn start(asked: &Asked) -> (i64, i64) {
    let after = asked.after.unwrap_or((i64::MIN, 0));
    match asked.timing {
        Some(Timing::Soon(from, _)) => after.max((from.0 - 1, i64::MAX)),
        Some(Timing::Late(_) | Timing::Paused) | None => after,
    }
}

/// The filters, as every statement of a list takes them: phase to office.
fn filters(asked: &Asked) -> [Value; 7] {
    let text = |text: &Option<String>| -> Value { text.clone().unwrap_or_default().into() };
    let before = match asked.timing {
        None => 0,
        Some(Timing::Paused) => -1,
        Some(Timing::Late(before) | Timing::Soon(_, before)) => before.0,
    };
    let holder = match &asked.holder {
        None => "",
        Some(Holder::Nobody) => "-",
        Some(Holder::Account(account)) => account.as_str(),
    };
    [
        asked.phase.map(Phase::id).unwrap_or_default().into(),
        before.into(),
        text(&asked.procedure),
        text(&asked.field),
        text(&asked.channel),
        holder.into(),
        text(&asked.office),
    ]
}

/// The statement whose index leaves least to look through: what one account has is little, one
/// procedure is less than its field, and a field less than all that an office has open.
fn statement(asked: &Asked) -> &'static Sql {
    match (&asked.phase, &asked.holder) {
        (Some(_), _) => &store::HELD,
        (None, Some(Holder::Account(_))) => &store::HELD_BY,
        (None, _) if asked.procedure.is_some() => &store::HELD_PROCEDURE,
        (None, _) if asked.field.is_some() => &store::HELD_FIELD,
        (None, _) => &store::HELD_OPEN,
    }
}

fn listed(
    tx: &mut Tx<'_>,
    who: &Who,
    offices: &Offices,
    asked: &Asked,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let account = who.account.as_ref().map(StreamId::as_str).unwrap_or_default();
    let (due, id) = start(asked);
    let asked = &match asked.which {
        // A queue is what nobody has taken yet.
        Which::Queue => Asked { holder: Some(Holder::Nobody), ..asked.clone() },
        _ => asked.clone(),
    };
    let each = |rows: Rows| {
        let rows = filters(asked).into_iter().fold(rows.and(due).and(id), Rows::and);
        rows.and(limit)
    };
    match asked.which {
        Which::Mine => {
            let mut values: Vec<Value> = vec![account.into(), due.into(), id.into()];
            values.extend(filters(asked));
            values.push(limit.into());
            Ok(tx.rows(&store::MINE, &values)?)
        }
        Which::Own => {
            let last = asked.after.map_or(i64::MAX, |(_, id)| id);
            Ok(tx.rows(&store::OWN, &[account.into(), last.into(), limit.into()])?)
        }
        Which::Invited => {
            // The office that is asked for is where it lies, not the one that answers.
            let Some(rows) = places(&seats(who), None) else { return Ok(Vec::new()) };
            Ok(tx.each(&store::INVITED, &each(rows))?)
        }
        Which::Queue | Which::Unit => {
            let here = offices_of(who, offices, asked.which);
            let Some(rows) = places(&here, asked.office.as_ref()) else { return Ok(Vec::new()) };
            Ok(tx.each(statement(asked), &each(rows))?)
        }
    }
}

/// The offices whose dossiers a list is of: one's own, or those that one leads.
pub fn offices_of(who: &Who, offices: &Offices, which: Which) -> Vec<String> {
    match which {
        Which::Unit => reached(who, offices),
        Which::Mine | Which::Queue | Which::Invited | Which::Own => seats(who),
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

/// Offices as the rows of a statement, one of them where one is asked for; `None` for none.
pub fn places(here: &[String], one: Option<&String>) -> Option<Rows> {
    let mut rows = Rows::default();
    let mut codes: Vec<&String> =
        here.iter().filter(|code| one.is_none_or(|office| office == *code)).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        rows.push(vec![code.as_str().into()]);
    }
    (!rows.is_empty()).then_some(rows)
}

/// The offices whose dossiers one sees at all: one's own, and those that one leads.
pub fn seen(who: &Who, offices: &Offices) -> Vec<String> {
    let mut here = reached(who, offices);
    here.extend(seats(who));
    here.sort_unstable();
    here.dedup();
    here
}

/// The desks at which one serves applicants: what they took in is seen wherever it lies.
pub fn desks(who: &Who) -> Vec<String> {
    let serves = |seat: &&Seat| {
        let reads = |grant: &&Grant| grant.may.contains(&Action::ReadDossier);
        seat.grants.iter().filter(reads).any(Grant::serves)
    };
    who.seats.iter().filter(serves).map(|seat| seat.office.clone()).collect()
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
    let here = seen(who, offices);
    let (led, served) = (reached(who, offices), desks(who));
    let taken_in: Vec<&str> = led.iter().chain(&served).map(String::as_str).collect();
    let codes: Vec<&str> = here.iter().map(String::as_str).collect();
    let account = who.account.as_ref().map(StreamId::as_str).unwrap_or_default();
    let last = asked.after.map_or(i64::MAX, |(_, id)| id);
    let mut values: Vec<Value> = vec![words.into(), reach::listed(&codes).into(), last.into()];
    values.extend(filters(asked));
    values.extend([limit.into(), account.into(), reach::listed(&taken_in).into()]);
    Ok(tx.rows(&store::FOUND, &values)?)
}

/// How many dossiers stand in each phase with the offices that one sees, or leads.
pub fn counts(
    tx: &mut Tx<'_>,
    who: &Who,
    offices: &Offices,
    asked: &Asked,
) -> Result<Vec<(Phase, u64)>, Error> {
    let here = match asked.which {
        Which::Unit => reached(who, offices),
        Which::Mine | Which::Queue | Which::Invited | Which::Own => seen(who, offices),
    };
    let Some(rows) = places(&here, asked.office.as_ref()) else { return Ok(Vec::new()) };
    let mut counts: BTreeMap<Phase, u64> = BTreeMap::new();
    // One engine sums over all offices, the other answers for each.
    for row in tx.each(&store::COUNTS, &rows)? {
        let count = u64::try_from(row.int(1)?).unwrap_or(0);
        if let Some(phase) = Phase::parse(row.text(0)?) {
            *counts.entry(phase).or_default() += count;
        }
    }
    Ok(counts.into_iter().filter(|(_, count)| *count > 0).collect())
}

/// What the filters of a list can offer.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Procedures.
    pub procedures: BTreeSet<String>,
    /// Fields of government, by their codes.
    pub fields: BTreeSet<String>,
    /// Who has something, with their names; an erased account has none.
    pub holders: BTreeMap<StreamId, String>,
}

/// What is open in a list, for its filters.
pub fn choices(
    tx: &mut Tx<'_>,
    who: &Who,
    offices: &Offices,
    which: Which,
) -> Result<Choices, Error> {
    let account = who.account.as_ref().map(StreamId::as_str).unwrap_or_default();
    let rows = match which {
        Which::Mine => tx.rows(&store::CHOICES_MINE, &[account.into()])?,
        Which::Queue | Which::Unit | Which::Invited | Which::Own => {
            let here = offices_of(who, offices, which);
            let Some(rows) = places(&here, None) else { return Ok(Choices::default()) };
            tx.each(&store::CHOICES, &rows)?
        }
    };
    let mut choices = Choices::default();
    for row in rows {
        choices.procedures.extend(row.maybe_text(0)?.map(str::to_owned));
        choices.fields.extend(row.maybe_text(1)?.map(str::to_owned));
        let name = row.maybe_text(3)?.unwrap_or_default().to_owned();
        choices.holders.extend(row.maybe_text(2)?.map(|it| (StreamId::stored(it), name)));
    }
    Ok(choices)
}

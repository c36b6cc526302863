//! The records that a figure counts, one by one: dossiers without anything personal, procedures as
//! they are published.

use db::{Row, Rows, Sql, Tx};
use domain::LawTime;
use domain::measure::{Facts, Measure, Part};
use jiff::ToSpan;

use super::carried::Carried;
use super::{read, store};
use crate::commit::Error;
use crate::tally::{Scope, Window};

/// The most records of one answer.
pub const LIMIT_MAX: usize = 200;

/// A dossier that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Its identifier in rows.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The office whose book it is in.
    pub office: String,
    /// The procedure.
    pub procedure: String,
    /// When it was taken in.
    pub taken_in: Option<LawTime>,
    /// When it finished.
    pub ended: Option<LawTime>,
    /// By the promised day: early, on time, late.
    pub punctuality: Option<String>,
    /// Whether within the law's time.
    pub lawful: Option<bool>,
    /// How it came.
    pub channel: String,
    /// Working days by law, as promised, and as taken, where they can be compared.
    pub days: Option<[i64; 3]>,
    /// Where the list goes on behind it.
    pub at: i64,
}

/// Where a list goes on: the instant and identifier of the last one.
pub type After = (i64, i64);

/// A measure's dossiers, side by side; `None` where they are not listed: procedures are listed by
/// [`procedures`], ratings by [`crate::rating::list`].
pub fn statement(measure: Measure, part: Part) -> Option<&'static Sql> {
    Some(match (measure, part) {
        (Measure::OnTimePromise, Part::Numerator) => &store::PUNCTUAL,
        (Measure::OnTimeLaw, Part::Numerator) => &store::LAWFUL,
        (Measure::OnTimePromise | Measure::OnTimeLaw | Measure::LevelFour, Part::Denominator) => {
            &store::FINISHED
        }
        (
            Measure::LevelFour | Measure::LevelFourServices | Measure::LevelFourUsed,
            Part::Numerator,
        ) => &store::LEVEL_FOUR_ONLINE,
        (Measure::LevelFourServices | Measure::LevelFourUsed, Part::Denominator) => {
            &store::LEVEL_FOUR
        }
        (Measure::TimeCut | Measure::CutWeighted, _) => &store::TIMED,
        (
            Measure::Standardised
            | Measure::Published
            | Measure::PublishedInTime
            | Measure::CutShare
            | Measure::CutMean
            | Measure::LevelThree
            | Measure::LevelThreeOnline
            | Measure::Satisfaction,
            _,
        ) => return None,
    })
}

/// Dossiers of some offices that a figure counts, the newest first, and where the list goes on.
pub fn dossiers(
    tx: &mut Tx<'_>,
    (measure, part): (Measure, Part),
    offices: &[String],
    scope: Scope<'_>,
    after: Option<After>,
    limit: usize,
) -> Result<(Vec<Dossier>, Option<After>), Error> {
    let Some(sql) = statement(measure, part) else { return Ok((Vec::new(), None)) };
    let is_limited = measure == Measure::LevelFourUsed && part == Part::Denominator;
    let used = is_limited.then(|| read::used(tx, scope)).transpose()?.map(|(used, _)| used);
    let mut after = after.unwrap_or((i64::MAX, i64::MAX));
    let mut found: Vec<Dossier> = Vec::new();
    loop {
        let page = page(tx, sql, offices, scope, after, limit + 1)?;
        let is_last = page.len() <= limit;
        let Some(last) = page.last() else { return Ok((found, None)) };
        after = (last.at, last.id);
        let meant = |one: &Dossier| used.as_ref().is_none_or(|used| used.contains(&one.procedure));
        found.extend(page.into_iter().filter(meant));
        if found.len() > limit {
            found.truncate(limit);
            let next = found.last().map(|last| (last.at, last.id));
            return Ok((found, next));
        }
        if is_last {
            return Ok((found, None));
        }
    }
}

fn page(
    tx: &mut Tx<'_>,
    sql: &'static Sql,
    offices: &[String],
    scope: Scope<'_>,
    (at, id): After,
    limit: usize,
) -> Result<Vec<Dossier>, Error> {
    let (from, to) = instants(scope.window)?;
    let mut rows = Rows::default();
    for office in offices {
        rows.push(vec![office.as_str().into()]);
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = rows.and(from.0).and(to.0).and(scope.procedure.unwrap_or_default());
    let rows = rows.and(at).and(id).and(limit);
    let mut found: Vec<Dossier> =
        tx.each(sql, &rows)?.iter().map(dossier).collect::<Result<_, _>>()?;
    // Offices answer one after another; a page is the newest of all.
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// The first instant of a window, and the first one after it.
pub fn instants(window: Window) -> Result<(LawTime, LawTime), Error> {
    let wrong = |_| Error::Damaged("a window beyond the calendar".to_owned());
    let next = window.to.checked_add(1.day()).map_err(wrong)?;
    Ok((LawTime::start_of(window.from), LawTime::start_of(next)))
}

fn dossier(row: &Row) -> Result<Dossier, Error> {
    let days = match (row.maybe_int(9)?, row.maybe_int(10)?, row.maybe_int(11)?) {
        (Some(law), Some(promised), Some(taken)) => Some([law, promised, taken]),
        _ => None,
    };
    Ok(Dossier {
        id: row.int(0)?,
        code: row.text(1)?.to_owned(),
        office: row.text(2)?.to_owned(),
        procedure: row.text(3)?.to_owned(),
        taken_in: row.maybe_int(4)?.map(LawTime),
        ended: row.maybe_int(5)?.map(LawTime),
        punctuality: row.maybe_text(6)?.map(str::to_owned),
        lawful: row.maybe_int(7)?.map(|is| is != 0),
        channel: row.text(8)?.to_owned(),
        days,
        at: row.int(12)?,
    })
}

/// What a dossier adds to a side of a figure: itself, or its days.
pub fn weight(measure: Measure, part: Part, of: &Dossier) -> i64 {
    match (measure, part, of.days) {
        (Measure::TimeCut, Part::Numerator, Some([law, _, taken])) => law - taken,
        (Measure::CutWeighted, Part::Numerator, Some([law, promised, _])) => law - promised,
        (Measure::TimeCut | Measure::CutWeighted, Part::Denominator, Some([law, ..])) => law,
        _ => 1,
    }
}

/// Procedures that a figure counts, by code, each with what it adds.
pub fn procedures<'a>(
    carried: &Carried<'a>,
    (measure, part): (Measure, Part),
    scope: &Scope<'_>,
) -> Vec<(&'a Facts, i64)> {
    let side = |one: &'a Facts| {
        let (numerator, denominator) = one.sides(measure)?;
        Some((one, if part == Part::Numerator { numerator } else { denominator }))
    };
    let all = carried.looked_at(measure, scope.procedure, scope.window).into_iter();
    all.filter_map(side).filter(|(_, n)| *n != 0).collect()
}

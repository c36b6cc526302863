//! Requests as they are read: rows, the names they have in addresses, and how far a day is.

use db::{Row, Tx, Value};
use domain::request::{Outcome, Wish};
use domain::{LawTime, Refusal, State, StreamId};
use jiff::civil::Date;
use page::format::Day;
use page::request::{Due, Standing};

use super::store;
use crate::commit::Error;

/// The last place in the order of days: of requests without any.
pub const NO_DAY: &str = "9999-12-31";

/// A request's row.
#[derive(Clone, Debug)]
pub struct Line {
    /// The identifier of the row, for the next page.
    pub id: i64,
    /// The request.
    pub stream: StreamId,
    /// Whose data.
    pub account: StreamId,
    /// What is asked for.
    pub wish: Wish,
    /// When it was made.
    pub made: LawTime,
    /// The last day to acknowledge it.
    pub answer_by: Option<Date>,
    /// The last day to finish it.
    pub finish_by: Option<Date>,
    /// Whether it was acknowledged.
    pub acknowledged: bool,
    /// Whether it got more time.
    pub extended: bool,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// What was written in a request; each `None` once erased.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// By the person.
    pub asked: Option<String>,
    /// In answer.
    pub answered: Option<String>,
}

impl Line {
    fn read(row: &Row) -> Result<Line, Error> {
        let damaged = |what: &str| Error::Damaged(format!("request row: {what}"));
        let date = |column| {
            let text = row.maybe_text(column)?;
            text.map(|text| text.parse().map_err(|_| damaged(text))).transpose()
        };
        let outcome = |id: &str| match id {
            "done" => Ok(Outcome::Done),
            "declined" => Ok(Outcome::Declined),
            other => Err(damaged(other)),
        };
        Ok(Line {
            id: row.int(0)?,
            stream: StreamId::stored(row.text(1)?),
            account: StreamId::stored(row.text(2)?),
            wish: Wish::parse(row.text(3)?).ok_or_else(|| damaged("wish"))?,
            made: LawTime(row.int(4)?),
            answer_by: date(5)?,
            finish_by: date(6)?,
            acknowledged: row.int(7)? != 0,
            extended: row.int(8)? != 0,
            outcome: row.maybe_text(9)?.map(outcome).transpose()?,
        })
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        match (self.outcome, self.acknowledged) {
            (Some(Outcome::Done), _) => Standing::Done,
            (Some(Outcome::Declined), _) => Standing::Declined,
            (None, true) => Standing::Acknowledged,
            (None, false) => Standing::Made,
        }
    }

    /// The last day to acknowledge it, while that is awaited.
    pub fn answer(&self, today: Date) -> Option<Due> {
        let waits = self.standing() == Standing::Made;
        self.answer_by.filter(|_| waits).map(|day| due(day, today))
    }

    /// The last day to finish it, while that is awaited.
    pub fn finish(&self, today: Date) -> Option<Due> {
        let waits = self.outcome.is_none();
        self.finish_by.filter(|_| waits).map(|day| due(day, today))
    }

    /// The next of both days.
    pub fn next(&self, today: Date) -> Option<Due> {
        self.answer(today).or_else(|| self.finish(today))
    }
}

fn words(row: &Row) -> Result<Words, Error> {
    let text = |column| Ok::<_, Error>(row.maybe_text(column)?.map(str::to_owned));
    Ok(Words { asked: text(10)?, answered: text(11)? })
}

fn due(day: Date, today: Date) -> Due {
    let left = day.duration_since(today).as_hours() / 24;
    Due { day: shown(day), left }
}

/// A date as pages show it.
pub fn shown(date: Date) -> Day {
    Day { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
}

/// Requests of an account with what was written, the latest first.
pub fn of_account(
    tx: &mut Tx<'_>,
    account: &StreamId,
    limit: i64,
) -> Result<Vec<(Line, Words)>, Error> {
    let rows = tx.rows(&store::OF_ACCOUNT, &[account.as_str().into(), limit.into()])?;
    rows.iter().map(|row| Ok((Line::read(row)?, words(row)?))).collect()
}

/// A request with everything known of it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its row.
    pub line: Line,
    /// What was written.
    pub words: Words,
    /// Whether its personal data was erased.
    pub erased: bool,
    /// Accounts that handled it.
    pub handled_by: Vec<StreamId>,
}

/// One request.
pub fn one(tx: &mut Tx<'_>, stream: &StreamId) -> Result<Option<Whole>, Error> {
    let Some(row) = tx.row(&store::ONE, &[stream.as_str().into()])? else { return Ok(None) };
    let state: State = serde_json::from_str(row.text(12)?)
        .map_err(|source| Error::Damaged(format!("snapshot of a request: {source}")))?;
    let State::Request(request) = state.open() else {
        return Err(Error::Refused(Refusal::UnknownStream(stream.clone())));
    };
    let handled_by = request.handled_by.iter().map(StreamId::stored).collect();
    let (line, words) = (Line::read(&row)?, words(&row)?);
    Ok(Some(Whole { line, words, erased: state.is_erased(), handled_by }))
}

/// A place in the list of those that wait: the nearest day, and the row.
pub type Place = (String, i64);

/// Requests that wait, the nearest day first, and the place to go on from.
pub fn waiting(
    tx: &mut Tx<'_>,
    after: &Place,
    limit: i64,
) -> Result<(Vec<Line>, Option<Place>), Error> {
    let values: [Value; 3] = [after.0.as_str().into(), after.1.into(), (limit + 1).into()];
    let rows = tx.rows(&store::WAITING, &values)?;
    let shown = rows.len().min(usize::try_from(limit).unwrap_or(usize::MAX));
    let last = rows.get(shown.wrapping_sub(1)).filter(|_| rows.len() > shown);
    let next = last.map(|row| Ok::<_, Error>((row.text(10)?.to_owned(), row.int(0)?)));
    let lines = rows.iter().take(shown).map(Line::read).collect::<Result<_, _>>()?;
    Ok((lines, next.transpose()?))
}

/// Settled requests before a row, the latest first, and whether there are more.
pub fn settled(tx: &mut Tx<'_>, before: i64, limit: i64) -> Result<(Vec<Line>, bool), Error> {
    let rows = tx.rows(&store::SETTLED, &[before.into(), (limit + 1).into()])?;
    let shown = rows.len().min(usize::try_from(limit).unwrap_or(usize::MAX));
    let lines = rows.iter().take(shown).map(Line::read).collect::<Result<_, _>>()?;
    Ok((lines, rows.len() > shown))
}

/// How many requests of an account wait.
pub fn waiting_of(tx: &mut Tx<'_>, account: &StreamId) -> Result<u64, Error> {
    let row = tx.row(&store::WAITING_OF, &[account.as_str().into()])?;
    let count = row.map_or(Ok(0), |row| row.int(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// What leads to a request in addresses: `2026-0af3`.
pub fn id_of(stream: &StreamId) -> String {
    let mut parts = stream.as_str().split('/');
    let (year, key) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
    format!("{year}-{key}")
}

/// The request that an address leads to; `None` for what cannot be one.
pub fn stream_of(id: &str) -> Option<StreamId> {
    let (year, key) = id.split_once('-')?;
    let is_key = !key.is_empty() && key.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    let year: i16 = year.parse().ok().filter(|_| is_key)?;
    Some(StreamId::new(year, "request", key))
}

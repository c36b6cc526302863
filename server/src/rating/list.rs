//! Ratings one by one, for whoever answers for the service: what was said, and never of which
//! dossier.

use db::{Row, Rows, Tx};
use domain::LawTime;
use domain::event::Event as AnyEvent;

use super::store;
use crate::commit::{Error, decode, parse_header};
use crate::measure::records::{After, instants};
use crate::tally::Window;

/// A rating that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// The event that told it: where a list goes on, and nothing that is shown.
    pub event: i64,
    /// The office whose book the dossier is in.
    pub office: String,
    /// The procedure.
    pub procedure: String,
    /// From 1, very dissatisfied, to 5, very satisfied.
    pub score: u8,
    /// When; shown by its month.
    pub at: LawTime,
    /// What was written; empty where nothing was, or where it was erased.
    pub text: String,
}

/// Which ratings are listed.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// When.
    pub window: Window,
    /// Of which procedure; of all when empty.
    pub procedure: String,
    /// The lowest and the highest score.
    pub scores: (u8, u8),
    /// Whether those alone that say something.
    pub written: bool,
}

/// Ratings of some offices, the newest first, and where the list goes on.
pub fn ratings(
    tx: &mut Tx<'_>,
    offices: &[String],
    wanted: &Wanted,
    after: Option<After>,
    limit: usize,
) -> Result<(Vec<Rating>, Option<After>), Error> {
    let (from, to) = instants(wanted.window)?;
    let (at, event) = after.unwrap_or((i64::MAX, i64::MAX));
    let mut rows = Rows::default();
    for office in offices {
        rows.push(vec![office.as_str().into()]);
    }
    let (low, high) = wanted.scores;
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let rows = rows.and(from.0).and(to.0).and(wanted.procedure.as_str());
    let rows = rows.and(i64::from(low)).and(i64::from(high)).and(i64::from(wanted.written));
    let rows = rows.and(at).and(event).and(most);
    let mut found: Vec<Rating> =
        tx.each(&store::LISTED, &rows)?.iter().map(rating).collect::<Result<_, _>>()?;
    // Offices answer one after another; a page is the newest of all.
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.event)));
    let goes_on = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map(|last| (last.at.0, last.event)).filter(|_| goes_on);
    Ok((found, next))
}

fn rating(row: &Row) -> Result<Rating, Error> {
    let score = row.int(3)?;
    let header = parse_header(row.text(5)?)?;
    let text = match decode(&header, row.text(6)?, row.maybe_text(7)?)? {
        AnyEvent::Dossier(event) => event.words.map(|words| words.text).unwrap_or_default(),
        _ => String::new(),
    };
    Ok(Rating {
        event: row.int(0)?,
        office: row.text(1)?.to_owned(),
        procedure: row.text(2)?.to_owned(),
        score: u8::try_from(score).map_err(|_| Error::Damaged(format!("no score {score}")))?,
        at: LawTime(row.int(4)?),
        text,
    })
}

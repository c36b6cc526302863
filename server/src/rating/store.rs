//! Ratings as rows: what somebody said of the service, never of which dossier.

use domain::dossier::{Dossier, Event, What};

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

db::statements! {
    /// Puts a rating.
    pub PUT = "INSERT INTO rating (event, office, procedure, score, at)
        {values(event bigint, office text, procedure text, score bigint, at bigint)}";
    /// Removes a rating; nothing does, for facts stay.
    pub REMOVE = "DELETE FROM rating WHERE event IN (SELECT r.event FROM {rows(event bigint) r})";
    /// Ratings of some offices in a window, the newest first, with what was written. `$2` and `$3`
    /// are the window, `$4` a procedure or nothing, `$5` and `$6` the lowest and the highest score,
    /// `$7` whether those alone that say something, `$8` and `$9` the last one of the page before.
    pub LISTED = "SELECT r.event, r.office, r.procedure, r.score, r.at, e.header, b.facts,
        b.personal FROM rating r JOIN event e ON e.id = r.event
        JOIN event_body b ON b.event = r.event
        WHERE {among(r.office text)} AND r.at >= $2 AND r.at < $3
        AND ($4 = '' OR r.procedure = $4) AND r.score >= $5 AND r.score <= $6
        AND ($7 = 0 OR b.personal IS NOT NULL) AND (r.at, r.event) < ($8, $9)
        ORDER BY r.at DESC, r.event DESC LIMIT $10";
    /// How many of an office were given each day, by procedure and score; days are counted from
    /// 1970.
    pub LISTED_BY_DAY = "SELECT r.procedure, (r.at + 25200000000) / 86400000000, r.score, count(*)
        FROM rating r WHERE r.office = $1 GROUP BY 1, 2, 3";
}

static RATINGS: Table = Table { name: "rating", put: &PUT, remove: &REMOVE, key_columns: 1 };

/// Puts the rating that an event tells.
pub(crate) fn project(
    projected: &Projected<'_>,
    event: &Event,
    dossier: &Dossier,
    writes: &mut Writes,
) {
    let What::Rated { score } = event.what else { return };
    let filing = &dossier.filing;
    let row = vec![
        filing.office.as_str().into(),
        filing.procedure.as_str().into(),
        i64::from(score).into(),
        event.at.0.into(),
    ];
    writes.put(&RATINGS, vec![Key::Int(projected.id)], row);
}

//! What persons asked about their data, as rows.

use domain::request::{Event, Outcome, Request};

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

db::statements! {
    /// Puts a request.
    pub PUT = "INSERT INTO request (id, stream, account, wish, at, answer_by, finish_by,
        acknowledged, extended, outcome)
        {values(id bigint, stream text, account text, wish text, at bigint, answer_by text,
        finish_by text, acknowledged bigint, extended bigint, outcome text)}
        ON CONFLICT (id) DO UPDATE SET finish_by = excluded.finish_by,
        acknowledged = excluded.acknowledged, extended = excluded.extended,
        outcome = excluded.outcome";
    /// Removes a request.
    pub REMOVE = "DELETE FROM request WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts what was written.
    pub PUT_WORDS = "INSERT INTO request_words (id, asked, answered)
        {values(id bigint, asked text, answered text)}
        ON CONFLICT (id) DO UPDATE SET asked = coalesce(excluded.asked, request_words.asked),
        answered = coalesce(excluded.answered, request_words.answered)";
    /// Requests of an account with what was written, the latest first.
    pub OF_ACCOUNT = "SELECT r.id, r.stream, r.account, r.wish, r.at, r.answer_by, r.finish_by,
        r.acknowledged, r.extended, r.outcome, w.asked, w.answered FROM request r
        LEFT JOIN request_words w ON w.id = r.id WHERE r.account = $1
        ORDER BY r.id DESC LIMIT $2";
    /// How many requests of an account wait.
    pub WAITING_OF = "SELECT count(*) FROM request WHERE account = $1 AND outcome IS NULL";
    /// One request with what was written.
    pub ONE = "SELECT r.id, r.stream, r.account, r.wish, r.at, r.answer_by, r.finish_by,
        r.acknowledged, r.extended, r.outcome, w.asked, w.answered, s.state FROM request r
        JOIN snapshot s ON s.stream = r.stream
        LEFT JOIN request_words w ON w.id = r.id WHERE r.stream = $1";
    /// Requests that wait, by their next last day and then by age.
    pub WAITING = "SELECT r.id, r.stream, r.account, r.wish, r.at, r.answer_by, r.finish_by,
        r.acknowledged, r.extended, r.outcome, r.nearest FROM (SELECT id, stream, account, wish,
        at, answer_by, finish_by, acknowledged, extended, outcome, CASE WHEN acknowledged = 0
        THEN coalesce(answer_by, finish_by, '9999-12-31') ELSE coalesce(finish_by, '9999-12-31')
        END AS nearest FROM request WHERE outcome IS NULL) r
        WHERE r.nearest > $1 OR (r.nearest = $1 AND r.id > $2)
        ORDER BY r.nearest, r.id LIMIT $3";
    /// Requests that are settled, the latest first.
    pub SETTLED = "SELECT id, stream, account, wish, at, answer_by, finish_by, acknowledged,
        extended, outcome FROM request WHERE outcome IS NOT NULL AND id < $1
        ORDER BY id DESC LIMIT $2";
    /// Requests of an account with their states.
    pub STATES_OF = "SELECT r.stream, s.state FROM request r
        JOIN snapshot s ON s.stream = r.stream WHERE r.account = $1 ORDER BY r.id";
    /// Removes what was written.
    pub REMOVE_WORDS = "DELETE FROM request_words
        WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
}

static REQUESTS: Table = Table { name: "request", put: &PUT, remove: &REMOVE, key_columns: 1 };
static ASKED: Table =
    Table { name: "request_words", put: &PUT_WORDS, remove: &REMOVE_WORDS, key_columns: 1 };
static ANSWERED: Table = Table {
    name: "request_words of the answer",
    put: &PUT_WORDS,
    remove: &REMOVE_WORDS,
    key_columns: 1,
};

/// Puts a request as it stands, and what the event says in words.
pub(crate) fn project(
    projected: &Projected<'_>,
    event: &Event,
    request: &Request,
    writes: &mut Writes,
) {
    let day = |day: &Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let row = vec![
        projected.header.stream.as_str().into(),
        request.account.as_str().into(),
        request.wish.id().into(),
        request.made.0.into(),
        day(&request.answer_by).as_deref().into(),
        day(&request.finish_by).as_deref().into(),
        i64::from(request.acknowledged).into(),
        i64::from(request.extended).into(),
        request.outcome.map(Outcome::id).into(),
    ];
    writes.put(&REQUESTS, vec![Key::Int(projected.born)], row);
    let key = vec![Key::Int(projected.born)];
    match event {
        Event::Made { text: Some(text), .. } => {
            writes.put(&ASKED, key, vec![text.as_str().into(), None::<&str>.into()]);
        }
        Event::Finished { text: Some(text), .. } => {
            writes.put(&ANSWERED, key, vec![None::<&str>.into(), text.as_str().into()]);
        }
        Event::Made { .. }
        | Event::Acknowledged { .. }
        | Event::Extended { .. }
        | Event::Finished { .. } => {}
    }
}

/// Takes what was written away.
pub(crate) fn erase(born: i64, writes: &mut Writes) {
    writes.remove(&ASKED, vec![Key::Int(born)]);
}

//! Readings of personal data and broken glasses as rows.

use domain::StreamId;
use domain::reading::{Event, Glass, Reading};

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

/// A search of readings: each question may be empty, and `$lead` names those that are not, so that
/// their index is used.
macro_rules! search {
    ($lead:literal) => {
        concat!(
            "SELECT id, at, reader, office, position, action, purpose, subject, person, rows_shown
            FROM reading WHERE ",
            $lead,
            "(at, id) < ($1, $2) AND at >= $3 AND ($4 = '' OR person = $4)
            AND ($5 = '' OR reader = $5) AND ($6 = '' OR office = $6) AND ($7 = '' OR purpose = $7)
            AND ($8 = '' OR action = $8) ORDER BY at DESC, id DESC LIMIT $9"
        )
    };
}

db::statements! {
    /// Puts a reading.
    pub PUT = "INSERT INTO reading (id, at, reader, office, position, action, purpose, subject,
        person, rows_shown)
        {values(id bigint, at bigint, reader text, office text, position text, action text,
        purpose text, subject text, person text, rows_shown bigint)}
        ON CONFLICT (id) DO NOTHING";
    /// Removes a reading.
    pub REMOVE = "DELETE FROM reading WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts the question of a list.
    pub PUT_QUERY = "INSERT INTO reading_query (id, stream, query)
        {values(id bigint, stream text, query text)} ON CONFLICT (id) DO NOTHING";
    /// Removes questions of a reader's day.
    pub REMOVE_QUERY = "DELETE FROM reading_query
        WHERE stream IN (SELECT r.stream FROM {rows(stream text) r})";
    /// Puts a broken glass.
    pub PUT_GLASS = "INSERT INTO glass (id, stream, subject, breaker, office, emergency, at, until,
        review_by, verdict, reviewed_by)
        {values(id bigint, stream text, subject text, breaker text, office text, emergency text,
        at bigint, until bigint, review_by text, verdict text, reviewed_by text)}
        ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict,
        reviewed_by = excluded.reviewed_by";
    /// Removes a broken glass.
    pub REMOVE_GLASS = "DELETE FROM glass WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Puts whom a broken glass is told to.
    pub PUT_TOLD = "INSERT INTO glass_told (glass, account) {values(glass bigint, account text)}
        ON CONFLICT (glass, account) DO NOTHING";
    /// Removes whom a broken glass is told to.
    pub REMOVE_TOLD = "DELETE FROM glass_told WHERE EXISTS (SELECT 1
        FROM {rows(glass bigint, account text) r}
        WHERE r.glass = glass_told.glass AND r.account = glass_told.account)";
    /// Glasses that are told to accounts because they work on the record, the latest first.
    pub TOLD_TO = "SELECT t.glass FROM {rows(account text) r}
        JOIN glass_told t ON t.account = r.account ORDER BY t.glass DESC LIMIT 500";
    /// Whom a broken glass is told to.
    pub TOLD_OF = "SELECT account FROM glass_told WHERE glass = $1 ORDER BY account";
    /// Open dossiers of an account, the latest first.
    pub OPEN_DOSSIERS = "SELECT stream FROM dossier WHERE account = $1 AND is_open = 1
        ORDER BY id DESC LIMIT $2";
    /// Codes of dossiers.
    pub CODES = "SELECT d.stream, d.code FROM {rows(stream text) r}
        JOIN dossier d ON d.stream = r.stream";
    /// Puts a reason in words.
    pub PUT_WORDS = "INSERT INTO glass_words (id, words) {values(id bigint, words text)}
        ON CONFLICT (id) DO NOTHING";
    /// Removes a reason in words.
    pub REMOVE_WORDS = "DELETE FROM glass_words
        WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// Readings of a person's data, the latest first.
    pub OF_PERSON = "SELECT id, at, office, position, action, purpose FROM reading
        WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    /// Questions of lists, in their order.
    pub ALL_QUERIES = "SELECT id, stream, query FROM reading_query WHERE id > $1 ORDER BY id LIMIT $2";
    /// Broken glasses before an account or one of its requests.
    pub GLASS_OF = "SELECT g.stream, s.state FROM glass g JOIN snapshot s ON s.stream = g.stream
        WHERE g.subject = $1 OR g.subject IN (SELECT stream FROM request WHERE account = $1)
        ORDER BY g.id";
    /// Broken glasses before records.
    pub GLASS_OF_EACH = "SELECT g.stream, s.state FROM {rows(subject text) r}
        JOIN glass g ON g.subject = r.subject JOIN snapshot s ON s.stream = g.stream";
    /// Records whose glass an account broke and whose time has not run out.
    pub OPEN_GLASS = "SELECT subject FROM glass WHERE breaker = $1 AND until > $2
        AND verdict IS NULL ORDER BY id";
    /// Readings before an instant, the latest first. These differ in the index that leads.
    pub SEARCH = search!("");
    /// Of a person.
    pub SEARCH_PERSON = search!("person = $4 AND ");
    /// For a purpose, by an action.
    pub SEARCH_KIND = search!("purpose = $7 AND action = $8 AND ");
    /// The same, for an office.
    pub SEARCH_OFFICE = search!("office = $6 AND purpose = $7 AND action = $8 AND ");
    /// The same, by a reader.
    pub SEARCH_READER = search!("reader = $5 AND office = $6 AND purpose = $7 AND action = $8 AND ");
    /// Offices for which somebody read: one look into the index for each.
    pub OFFICES_OF_READER = "WITH RECURSIVE k(office) AS (
        SELECT min(office) FROM reading WHERE reader = $1
        UNION ALL SELECT (SELECT min(r.office) FROM reading r
        WHERE r.reader = $1 AND r.office > k.office) FROM k WHERE k.office IS NOT NULL)
        SELECT office FROM k WHERE office IS NOT NULL";
    /// Which purposes and actions occur.
    pub KINDS = "SELECT r.office, r.purpose, r.action
        FROM {rows(reader text, office text, purpose text, action text) r}
        WHERE EXISTS (SELECT 1 FROM reading x
        WHERE x.purpose = r.purpose AND x.action = r.action)";
    /// Which occur at an office.
    pub KINDS_OF_OFFICE = "SELECT r.office, r.purpose, r.action
        FROM {rows(reader text, office text, purpose text, action text) r}
        WHERE EXISTS (SELECT 1 FROM reading x
        WHERE x.office = r.office AND x.purpose = r.purpose AND x.action = r.action)";
    /// Which occur with a reader.
    pub KINDS_OF_READER = "SELECT r.office, r.purpose, r.action
        FROM {rows(reader text, office text, purpose text, action text) r}
        WHERE EXISTS (SELECT 1 FROM reading x WHERE x.reader = r.reader
        AND x.office = r.office AND x.purpose = r.purpose AND x.action = r.action)";
    /// Readings of a month, a page at a time.
    pub MONTH = "SELECT id, at, reader, office, purpose, subject, person, rows_shown FROM reading
        WHERE (at, id) > ($1, $2) AND at < $3 ORDER BY at, id LIMIT $4";
    /// Names of accounts, and whether they are decoys.
    pub NAMES = "SELECT p.account, p.name,
        CASE WHEN s.state LIKE '%\"canary\"%' THEN 1 ELSE 0 END
        FROM {rows(account text) r} JOIN person p ON p.account = r.account
        JOIN snapshot s ON s.stream = p.account";
    /// Accounts whose name matches words.
    pub NAMED = "SELECT p.account, p.name, a.kind FROM person p JOIN account a ON a.id = p.id
        WHERE p.id IN {matching person_words $1} ORDER BY p.sort_key, p.id LIMIT $2";
    /// Glasses of an account that wait for a verdict.
    pub UNJUDGED_OF = "SELECT stream FROM glass WHERE breaker = $1 AND verdict IS NULL
        ORDER BY id LIMIT $2";
    /// Glasses that wait for a verdict, by the nearest day.
    pub UNJUDGED = "SELECT id, stream, subject, breaker, office, emergency, at, until, review_by,
        verdict FROM glass WHERE verdict IS NULL ORDER BY review_by, id LIMIT $1";
    /// Glasses that were judged, the latest first.
    pub JUDGED = "SELECT id, stream, subject, breaker, office, emergency, at, until, review_by,
        verdict FROM glass WHERE verdict IS NOT NULL ORDER BY id DESC LIMIT $1";
    /// One glass with its reason in words.
    pub GLASS = "SELECT g.id, g.stream, g.subject, g.breaker, g.office, g.emergency, g.at,
        g.until, g.review_by, g.verdict, w.words FROM glass g
        LEFT JOIN glass_words w ON w.id = g.id WHERE g.stream = $1";
    /// Glasses broken since an instant, the latest first.
    pub SINCE = "SELECT id, stream, subject, breaker, office, emergency, at, until, review_by,
        verdict FROM glass WHERE at >= $1 ORDER BY id DESC LIMIT $2";
    /// The same after the last that an account has seen.
    pub UNSEEN = "SELECT id, stream, subject, breaker, office, emergency, at, until, review_by,
        verdict FROM glass WHERE at >= $1
        AND id > coalesce((SELECT upto FROM notice_seen WHERE account = $3), 0)
        ORDER BY id DESC LIMIT $2";
    /// The last glass that an account has seen.
    pub SEEN = "SELECT upto FROM notice_seen WHERE account = $1";
    /// Notes the last glass that an account has seen.
    pub SEE = "INSERT INTO notice_seen (account, upto) VALUES ($1, $2)
        ON CONFLICT (account) DO UPDATE SET upto = excluded.upto
        WHERE notice_seen.upto < excluded.upto";
    /// What a reader read of a subject in a span.
    pub READ_IN = "SELECT at, action FROM reading WHERE subject = $1 AND reader = $2 AND at >= $3
        AND at <= $4 ORDER BY at, id LIMIT $5";
}

static READINGS: Table = Table { name: "reading", put: &PUT, remove: &REMOVE, key_columns: 1 };
static GLASSES: Table =
    Table { name: "glass", put: &PUT_GLASS, remove: &REMOVE_GLASS, key_columns: 1 };
static GLASS_TOLD: Table =
    Table { name: "glass_told", put: &PUT_TOLD, remove: &REMOVE_TOLD, key_columns: 2 };
static GLASS_WORDS: Table =
    Table { name: "glass_words", put: &PUT_WORDS, remove: &REMOVE_WORDS, key_columns: 1 };
static QUERIES: Table =
    Table { name: "reading_query", put: &PUT_QUERY, remove: &REMOVE_QUERY, key_columns: 1 };
/// The same rows by the stream that they belong to, to take all of one away.
static QUERIES_OF: Table = Table {
    name: "reading_query of a day",
    put: &PUT_QUERY,
    remove: &REMOVE_QUERY,
    key_columns: 1,
};

/// Puts a reading.
pub(crate) fn project_reading(projected: &Projected<'_>, event: &Event, writes: &mut Writes) {
    let Event::Read { reading, query } = event else { return };
    let Reading { subject, person, action, purpose, position, rows } = reading;
    let header = projected.header;
    let row = vec![
        header.law_time.0.into(),
        header.actor.id.as_str().into(),
        header.actor.office.as_str().into(),
        position.as_str().into(),
        action.id().into(),
        purpose.id().into(),
        subject.as_ref().map(StreamId::as_str).into(),
        person.as_ref().map(StreamId::as_str).into(),
        rows.map(i64::from).into(),
    ];
    writes.put(&READINGS, vec![Key::Int(projected.id)], row);
    if let Some(query) = query {
        let row = vec![header.stream.as_str().into(), query.as_str().into()];
        writes.put(&QUERIES, vec![Key::Int(projected.id)], row);
    }
}

/// Puts a broken glass as it stands, and its reason where the event says it.
pub(crate) fn project_glass(
    projected: &Projected<'_>,
    event: &Event,
    glass: &Glass,
    writes: &mut Writes,
) {
    let row = vec![
        projected.header.stream.as_str().into(),
        glass.subject.as_str().into(),
        glass.by.as_str().into(),
        glass.office.as_str().into(),
        glass.emergency.id().into(),
        glass.at.0.into(),
        glass.until.0.into(),
        glass.review_by.to_string().into(),
        glass.verdict.as_ref().map(|(verdict, _)| verdict.id()).into(),
        glass.verdict.as_ref().map(|(_, by)| by.as_str()).into(),
    ];
    writes.put(&GLASSES, vec![Key::Int(projected.born)], row);
    if let Event::Broken { told, .. } = event {
        for account in told {
            let key = vec![Key::Int(projected.born), Key::from(account.as_str())];
            writes.put(&GLASS_TOLD, key, Vec::new());
        }
    }
    if let Event::Broken { words: Some(words), .. } = event {
        writes.put(&GLASS_WORDS, vec![Key::Int(projected.born)], vec![words.as_str().into()]);
    }
}

/// Takes the questions of a reader's day away.
pub(crate) fn erase_readings(projected: &Projected<'_>, writes: &mut Writes) {
    writes.remove(&QUERIES_OF, vec![Key::from(projected.header.stream.as_str())]);
}

/// Takes the reason of a broken glass away.
pub(crate) fn erase_glass(born: i64, writes: &mut Writes) {
    writes.remove(&GLASS_WORDS, vec![Key::Int(born)]);
}

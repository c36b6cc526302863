//! Rows of bench records.

use db::Sql;
use domain::bench::{Event, Person, Record};
use domain::tally::Tally;
use domain::text::words;

use crate::commit::project::Projected;
use crate::commit::writes::{Key, Table, Writes};

/// Full-text words of bench records.
pub const WORDS: &str = "bench_words";

db::statements! {
    /// Doubles the readings: each again, later and under another identifier.
    pub DOUBLE_READINGS = "INSERT INTO reading (id, at, reader, office, position, action, purpose,
        subject, person, rows_shown) SELECT id + $1, at + $2, reader, office, position, action,
        purpose, subject, person, rows_shown FROM reading";
    /// Takes an index of readings away.
    pub DROP_READING_BY_PERSON = "DROP INDEX IF EXISTS reading_by_person";
    /// Makes it again, as the migration has it.
    pub MAKE_READING_BY_PERSON = "CREATE INDEX IF NOT EXISTS reading_by_person
        ON reading (person, at, id)";
    /// Takes an index of readings away.
    pub DROP_READING_BY_SUBJECT = "DROP INDEX IF EXISTS reading_by_subject";
    /// Makes it again, as the migration has it.
    pub MAKE_READING_BY_SUBJECT = "CREATE INDEX IF NOT EXISTS reading_by_subject
        ON reading (subject, at, id)";
    /// Takes an index of readings away.
    pub DROP_READING_BY_READER = "DROP INDEX IF EXISTS reading_by_reader";
    /// Makes it again, as the migration has it.
    pub MAKE_READING_BY_READER = "CREATE INDEX IF NOT EXISTS reading_by_reader
        ON reading (reader, office, purpose, action, at, id)";
    /// Takes an index of readings away.
    pub DROP_READING_BY_OFFICE = "DROP INDEX IF EXISTS reading_by_office";
    /// Makes it again, as the migration has it.
    pub MAKE_READING_BY_OFFICE = "CREATE INDEX IF NOT EXISTS reading_by_office
        ON reading (office, purpose, action, at, id)";
    /// Takes an index of readings away.
    pub DROP_READING_BY_PURPOSE = "DROP INDEX IF EXISTS reading_by_purpose";
    /// Makes it again, as the migration has it.
    pub MAKE_READING_BY_PURPOSE = "CREATE INDEX IF NOT EXISTS reading_by_purpose
        ON reading (purpose, action, at, id)";
    /// Takes an index of readings away.
    pub DROP_READING_BY_AT = "DROP INDEX IF EXISTS reading_by_at";
    /// Makes it again, as the migration has it.
    pub MAKE_READING_BY_AT = "CREATE INDEX IF NOT EXISTS reading_by_at
        ON reading (at, id)";
    /// How many readings there are, and the last identifier and instant.
    pub READINGS = "SELECT count(*), coalesce(max(id), 0), coalesce(max(at), 0) FROM reading";
    /// Puts a record.
    pub PUT = "INSERT INTO bench (id, key, office, procedure, state, due, number, version)
        {values(id bigint, key text, office text, procedure text, state text, due bigint,
        number bigint, version bigint)}
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version";
    /// Removes a record.
    pub REMOVE = "DELETE FROM bench WHERE id IN (SELECT r.id FROM {rows(id bigint) r})";
    /// One record by key.
    pub ONE = "SELECT b.id, b.office, b.procedure, b.state, b.due, b.number, b.version
        FROM bench b WHERE b.key = $1";
    /// Takes the floor's events away again.
    pub DROP_EVENTS = "DELETE FROM event WHERE id >= $1";
    /// Takes their bodies away.
    pub DROP_BODIES = "DELETE FROM event_body WHERE event >= $1";
    /// Takes their records away.
    pub DROP_RECORDS = "DELETE FROM bench WHERE id >= $1";
    /// Takes their snapshots and counters away.
    pub DROP_SNAPSHOTS = "DELETE FROM snapshot WHERE stream LIKE 'floor/%'";
    /// Takes what they counted away.
    pub DROP_TALLIES = "DELETE FROM tally WHERE office LIKE 'floor-%'";
    /// Takes their counters away.
    pub DROP_COUNTERS = "DELETE FROM counter WHERE name LIKE 'floor/%'";
    /// How many records there are.
    pub COUNT = "SELECT count(*) FROM bench";
    /// How many dossiers there are.
    pub DOSSIERS = "SELECT count(*) FROM dossier";
    /// Keys of all records, page by page.
    pub KEYS = "SELECT key FROM bench WHERE key > $1 ORDER BY key LIMIT $2";
}

/// Indexes of readings: how each is taken away and made again. Many rows are filled in faster
/// without them.
pub(super) static READING_INDEXES: [(&Sql, &Sql); 6] = [
    (&DROP_READING_BY_PERSON, &MAKE_READING_BY_PERSON),
    (&DROP_READING_BY_SUBJECT, &MAKE_READING_BY_SUBJECT),
    (&DROP_READING_BY_READER, &MAKE_READING_BY_READER),
    (&DROP_READING_BY_OFFICE, &MAKE_READING_BY_OFFICE),
    (&DROP_READING_BY_PURPOSE, &MAKE_READING_BY_PURPOSE),
    (&DROP_READING_BY_AT, &MAKE_READING_BY_AT),
];

static RECORDS: Table = Table { name: "bench", put: &PUT, remove: &REMOVE, key_columns: 1 };

/// Puts the record's row, its words, and what it counts.
pub(crate) fn project(
    projected: &Projected<'_>,
    event: &Event,
    record: &Record,
    writes: &mut Writes,
) {
    match event {
        Event::Filed { person, .. } => file(projected, record, person.as_ref(), writes),
        Event::Moved { .. } => {}
    }
    let key = projected.header.stream.as_str().rsplit('/').next().unwrap_or_default();
    writes.put(
        &RECORDS,
        vec![Key::Int(projected.born)],
        vec![
            key.into(),
            record.office.as_str().into(),
            record.procedure.as_str().into(),
            record.state.as_str().into(),
            record.due.0.into(),
            record.number.into(),
            record.version.into(),
        ],
    );
}

fn file(projected: &Projected<'_>, record: &Record, person: Option<&Person>, writes: &mut Writes) {
    let day = projected.header.law_time.date();
    writes.tally(Tally::BenchFiled, &record.office, &record.procedure, day, 1);
    if let Some(person) = person {
        let found = words(&format!("{} {}", person.name, person.address));
        writes.words(WORDS, projected.born, Some(found.join(" ")));
    }
}

/// Takes the words of an erased person away.
pub(crate) fn erase(born: i64, writes: &mut Writes) {
    writes.words(WORDS, born, None);
}

//! SQLite: one connection, owned by one thread.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, StatementStatus, ffi};

use crate::files::{self, APPLICATION_ID};
use crate::text::{Expanded, expand};
use crate::tx::Flown;
use crate::{Engine, Error, Row, Rows, Sql, Value};

/// The oldest SQLite without the WAL-reset corruption.
const VERSION_MIN: i32 = 3_051_003;
/// Prepared statements kept by a connection.
const STATEMENTS_MAX: usize = 256;
/// Virtual machine steps between two looks at the deadline.
const STEPS_BETWEEN_LOOKS: i32 = 4000;

/// A connection with its expanded statements.
pub(crate) struct Lite {
    pub(crate) connection: Connection,
    expanded: HashMap<usize, Arc<Expanded>>,
    place: String,
    /// Steps that statements have taken in SQLite's machine.
    pub(crate) steps: u64,
    /// When a read has taken too long.
    pub(crate) deadline: Deadline,
    /// The file, let go of after the connection.
    held: Option<files::Held>,
}

/// The instant at which a read is ended, in microseconds since the connection was opened.
#[derive(Clone)]
pub(crate) struct Deadline {
    opened: Instant,
    at_us: Arc<AtomicU64>,
}

impl Deadline {
    #[expect(clippy::disallowed_methods, reason = "limits of reads are measured here")]
    fn new() -> Deadline {
        Deadline { opened: Instant::now(), at_us: Arc::new(AtomicU64::new(u64::MAX)) }
    }

    /// Ends the read that begins now after `limit`.
    pub(crate) fn set(&self, limit: Duration) {
        let at = u64::try_from((self.opened.elapsed() + limit).as_micros()).unwrap_or(u64::MAX);
        self.at_us.store(at, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.opened.elapsed().as_micros() > u128::from(self.at_us.load(Ordering::Relaxed))
    }
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Make,
    Write,
    Read,
}

impl Lite {
    pub(crate) fn open(path: &Path, role: Role) -> Result<Lite, Error> {
        if rusqlite::version_number() < VERSION_MIN {
            let what =
                format!("SQLite {} may lose data: build with a newer one", rusqlite::version());
            return Err(Error::Statement { what, sql: "sqlite_version()".to_owned() });
        }
        let place = format!("sqlite:{}", path.display());
        let looked = match role {
            Role::Make if !files::is_free(path) => return Err(Error::Exists(place)),
            Role::Make => None,
            Role::Write | Role::Read => Some(files::look(path)?),
        };
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if role == Role::Make {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let opened = Connection::open_with_flags(path, flags);
        let connection = opened.map_err(|source| fault(&source, &place, "open"))?;
        let (expanded, deadline) = (HashMap::new(), Deadline::new());
        let mut lite = Lite { connection, expanded, place, steps: 0, deadline, held: looked };
        lite.set_up(role)?;
        if role == Role::Make {
            lite.held = Some(files::hold(path)?);
        }
        Ok(lite)
    }

    fn set_up(&mut self, role: Role) -> Result<(), Error> {
        self.connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        // Else a statement is parsed and planned anew whenever another value is bound to it.
        self.connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|source| fault(&source, &self.place, "query planner stability"))?;
        if role == Role::Make {
            self.batch(&format!(
                "PRAGMA page_size = 4096; PRAGMA application_id = {APPLICATION_ID};
                 PRAGMA journal_mode = WAL;"
            ))?;
        }
        let settings = match role {
            Role::Read => "PRAGMA query_only = ON; PRAGMA mmap_size = 8589934592;",
            Role::Make | Role::Write => {
                "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                 PRAGMA foreign_keys = OFF; PRAGMA wal_autocheckpoint = 16000;"
            }
        };
        self.batch("PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16000;")?;
        self.batch(settings)?;
        // The first read of the schema finds a damaged file before anything else does.
        self.batch("SELECT count(*) FROM sqlite_schema;")?;
        if role == Role::Read {
            let deadline = self.deadline.clone();
            let watch = move || deadline.is_over();
            self.connection
                .progress_handler(STEPS_BETWEEN_LOOKS, Some(watch))
                .map_err(|source| fault(&source, &self.place, "watch"))?;
        }
        Ok(())
    }

    /// Begins or ends a transaction.
    pub(crate) fn bound(&self, text: &'static str) -> Result<(), Error> {
        let failed = |source| fault(&source, &self.place, text);
        let mut statement = self.connection.prepare_cached(text).map_err(failed)?;
        statement.raw_execute().map(drop).map_err(failed)
    }

    pub(crate) fn batch(&self, text: &str) -> Result<(), Error> {
        self.connection.execute_batch(text).map_err(|source| fault(&source, &self.place, text))
    }

    fn expanded(&mut self, sql: &'static Sql) -> Result<Arc<Expanded>, Error> {
        let key = sql.0.as_ptr().addr();
        if let Some(known) = self.expanded.get(&key) {
            return Ok(Arc::clone(known));
        }
        let expanded = Arc::new(expand(sql.0, Engine::Sqlite)?);
        self.expanded.insert(key, Arc::clone(&expanded));
        Ok(expanded)
    }

    /// Runs a statement and hands its rows on one by one.
    pub(crate) fn each_row<E: From<Error>>(
        &mut self,
        sql: &'static Sql,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let expanded = self.expanded(sql)?;
        let place = self.place.clone();
        let failed = |source| fault(&source, &place, sql.0);
        let mut statement =
            self.connection.prepare_cached(&expanded.text).map_err(failed).map_err(E::from)?;
        bind(&mut statement, &expanded, values, 0).map_err(failed)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            take(read_row(row, columns).map_err(failed)?)?;
        }
        drop(rows);
        self.steps += steps_of(&mut statement);
        Ok(())
    }

    pub(crate) fn execute(&mut self, sql: &'static Sql, values: &[Value]) -> Result<u64, Error> {
        self.each_row(sql, values, &mut |_| Ok::<_, Error>(()))?;
        Ok(self.connection.changes())
    }

    /// Runs a statement once for every row.
    pub(crate) fn each(&mut self, sql: &'static Sql, batch: &Rows) -> Result<Flown, Error> {
        let expanded = self.expanded(sql)?;
        let failed = |source| fault(&source, &self.place, sql.0);
        let mut statement = self.connection.prepare_cached(&expanded.text).map_err(failed)?;
        let columns = statement.column_count();
        let mut flown = Flown::default();
        for row in batch.rows() {
            bind(&mut statement, &expanded, row, 0).map_err(failed)?;
            bind(&mut statement, &expanded, batch.also(), row.len()).map_err(failed)?;
            if columns == 0 {
                flown.changed += statement.raw_execute().map_err(failed)? as u64;
                continue;
            }
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next().map_err(failed)? {
                flown.rows.push(read_row(row, columns).map_err(failed)?);
            }
        }
        self.steps += steps_of(&mut statement);
        Ok(flown)
    }

    /// Parameter and column counts of a statement.
    pub(crate) fn prepare(&mut self, sql: &'static Sql) -> Result<(usize, usize), Error> {
        let expanded = self.expanded(sql)?;
        let failed = |source| fault(&source, &self.place, sql.0);
        let statement = self.connection.prepare_cached(&expanded.text).map_err(failed)?;
        for (n, place) in expanded.places.iter().enumerate() {
            let index = statement.parameter_index(&format!("${}", n + 1)).map_err(failed)?;
            if index.unwrap_or(0) != *place {
                let what = format!("${} stands at {index:?}, not at {place}", n + 1);
                return Err(Error::Statement { what, sql: sql.0.to_owned() });
            }
        }
        Ok((statement.parameter_count(), statement.column_count()))
    }
}

/// Steps that a statement has taken since it was asked last.
fn steps_of(statement: &mut CachedStatement<'_>) -> u64 {
    u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0)
}

/// Binds by name: SQLite numbers `$n` by first appearance.
fn bind(
    statement: &mut CachedStatement<'_>,
    expanded: &Expanded,
    values: &[Value],
    from: usize,
) -> rusqlite::Result<()> {
    for (n, value) in values.iter().enumerate() {
        match expanded.places.get(from + n) {
            Some(0) => {}
            Some(place) => statement.raw_bind_parameter(*place, value)?,
            None => {
                return Err(rusqlite::Error::InvalidParameterCount(from + n + 1, from + n));
            }
        }
    }
    Ok(())
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::{Value as Owned, ValueRef};
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Words(words) => ToSqlOutput::Owned(Owned::Text(words.fts5())),
        })
    }
}

fn read_row(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Row> {
    use rusqlite::types::ValueRef;
    let mut values = Vec::with_capacity(columns);
    for column in 0..columns {
        values.push(match row.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Text(text) => Value::Text(match std::str::from_utf8(text) {
                Ok(text) => text.to_owned(),
                Err(_) => String::from_utf8_lossy(text).into_owned(),
            }),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
            ValueRef::Real(_) => {
                let kind = rusqlite::types::Type::Real;
                return Err(rusqlite::Error::InvalidColumnType(column, String::new(), kind));
            }
        });
    }
    Ok(Row(values))
}

/// What an engine's fault means to the one who asked.
fn fault(source: &rusqlite::Error, place: &str, sql: &str) -> Error {
    let place = place.to_owned();
    let rusqlite::Error::SqliteFailure(failure, message) = source else {
        return Error::Statement { what: source.to_string(), sql: sql.to_owned() };
    };
    let what = message.clone().unwrap_or_else(|| failure.to_string());
    match failure.code {
        ErrorCode::NotADatabase => Error::NotADatabase(place),
        ErrorCode::DatabaseCorrupt => Error::Corrupt(place),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
            Error::ReadOnly(place)
        }
        ErrorCode::DiskFull => Error::Full(place),
        ErrorCode::ConstraintViolation | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            Error::Conflict(what)
        }
        ErrorCode::OperationInterrupted => Error::ReadTooLong(0),
        ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_FSYNC => {
            Error::Fsync(what)
        }
        _ => Error::Statement { what, sql: sql.to_owned() },
    }
}

/// Copies a SQLite database while it is in use.
pub fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let place = format!("sqlite:{}", to.display());
    if !files::is_free(to) {
        return Err(Error::Exists(place));
    }
    let source = Lite::open(from, Role::Read)?;
    let failed = |error: rusqlite::Error| fault(&error, &place, "backup");
    let mut target = Connection::open(to).map_err(failed)?;
    let copying = rusqlite::backup::Backup::new(&source.connection, &mut target).map_err(failed)?;
    copying.run_to_completion(4096, Duration::ZERO, None).map_err(failed)
}

/// Full text and whole tables, whose names are the house's own.
impl Lite {
    pub(crate) fn put_words(&mut self, table: &str, rows: &[(i64, String)]) -> Result<(), Error> {
        self.write_words(&format!("REPLACE INTO {table} (rowid, words) VALUES ($1, $2)"), rows)
    }

    pub(crate) fn add_words(&mut self, table: &str, rows: &[(i64, String)]) -> Result<(), Error> {
        self.write_words(&format!("INSERT INTO {table} (rowid, words) VALUES ($1, $2)"), rows)
    }

    fn write_words(&mut self, text: &str, rows: &[(i64, String)]) -> Result<(), Error> {
        let failed = |source| fault(&source, &self.place, text);
        let mut statement = self.connection.prepare_cached(text).map_err(failed)?;
        for (id, words) in rows {
            statement.execute((id, words)).map_err(failed)?;
        }
        Ok(())
    }

    pub(crate) fn remove_words(&mut self, table: &str, ids: &[i64]) -> Result<(), Error> {
        let text = format!("DELETE FROM {table} WHERE rowid = $1");
        let failed = |source| fault(&source, &self.place, &text);
        let mut statement = self.connection.prepare_cached(&text).map_err(failed)?;
        for id in ids {
            statement.execute([id]).map_err(failed)?;
        }
        Ok(())
    }

    pub(crate) fn clear(&mut self, table: &str) -> Result<(), Error> {
        let known = "SELECT count(*) FROM sqlite_schema WHERE name = $1 AND sql LIKE '%fts5%'";
        let failed = |source| fault(&source, &self.place, known);
        let full_text: i64 =
            self.connection.query_row(known, [table], |row| row.get(0)).map_err(failed)?;
        match full_text {
            // Nothing personal stands in rows that can be made anew: their pages need not be wiped.
            0 => self.batch(&format!(
                "PRAGMA secure_delete = OFF; DELETE FROM {table}; PRAGMA secure_delete = ON"
            )),
            _ => self.batch(&format!("INSERT INTO {table} ({table}) VALUES ('delete-all')")),
        }
    }

    pub(crate) fn raw_rows(
        &mut self,
        text: &str,
        take: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let failed = |source| fault(&source, &self.place, text);
        let mut statement = self.connection.prepare_cached(text).map_err(failed)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            take(read_row(row, columns).map_err(failed)?)?;
        }
        Ok(())
    }

    pub(crate) fn raw_run(&mut self, text: &str, rows: &[Vec<Value>]) -> Result<(), Error> {
        let failed = |source| fault(&source, &self.place, text);
        let mut statement = self.connection.prepare_cached(text).map_err(failed)?;
        for row in rows {
            for (place, value) in row.iter().enumerate() {
                statement.raw_bind_parameter(place + 1, value).map_err(failed)?;
            }
            statement.raw_execute().map_err(failed)?;
        }
        Ok(())
    }
}

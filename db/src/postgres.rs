//! PostgreSQL: one connection, owned by one thread, with a runtime of its own.
//!
//! The runtime runs only while its thread waits for an answer, so a statement costs no hop
//! between threads, and statements of one flight are pipelined.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;

use futures_util::TryStreamExt;
use futures_util::future::try_join_all;
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, NoTls, Statement};

use crate::text::{Expanded, Kind, expand};
use crate::tx::{Flown, Lock};
use crate::{Engine, Error, Location, Row, Rows, Sql, Value};

type Prepared = (Arc<Expanded>, Statement);
type Parameter<'a> = &'a (dyn ToSql + Sync);

/// A connection with its prepared statements.
pub(crate) struct Pg {
    runtime: Runtime,
    client: Client,
    prepared: HashMap<usize, Prepared>,
    place: String,
}

impl Pg {
    /// Connects. `settings` run once, on the fresh session.
    pub(crate) fn connect(location: &Location, settings: &str) -> Result<Pg, Error> {
        let Location::Postgres(url) = location else {
            return Err(Error::Closed);
        };
        let place = location.to_string();
        let failed = |what: String| Error::Connection { place: place.clone(), what };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|source| failed(source.to_string()))?;
        let client = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, NoTls)
                .await
                .map_err(|source| failed(told(&source)))?;
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection ended");
                }
            });
            client.batch_execute(settings).await.map_err(|source| failed(told(&source)))?;
            Ok::<_, Error>(client)
        })?;
        Ok(Pg { runtime, client, prepared: HashMap::new(), place })
    }

    /// Whether the connection has ended.
    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), Error> {
        let Pg { runtime, client, place, .. } = self;
        runtime.block_on(client.batch_execute(text)).map_err(|source| fault(&source, place, text))
    }

    fn prepared(&mut self, sql: &'static Sql) -> Result<Prepared, Error> {
        let key = sql.0.as_ptr().addr();
        if let Some(known) = self.prepared.get(&key) {
            return Ok(known.clone());
        }
        let expanded = Arc::new(expand(sql.0, Engine::Postgres)?);
        let Pg { runtime, client, place, .. } = self;
        let statement = runtime
            .block_on(client.prepare(&expanded.text))
            .map_err(|source| fault(&source, place, sql.0))?;
        self.prepared.insert(key, (Arc::clone(&expanded), statement.clone()));
        Ok((expanded, statement))
    }

    pub(crate) fn each_row<E: From<Error>>(
        &mut self,
        sql: &'static Sql,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let (_, statement) = self.prepared(sql)?;
        let Pg { runtime, client, place, .. } = self;
        runtime.block_on(async {
            let failed = |source| fault(&source, place, sql.0);
            let rows = client.query_raw(&statement, values).await.map_err(failed)?;
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await.map_err(failed)? {
                take(read_row(&row)?)?;
            }
            Ok(())
        })
    }

    pub(crate) fn execute(&mut self, sql: &'static Sql, values: &[Value]) -> Result<u64, Error> {
        let (_, statement) = self.prepared(sql)?;
        let Pg { runtime, client, place, .. } = self;
        runtime
            .block_on(client.execute_raw(&statement, values))
            .map_err(|source| fault(&source, place, sql.0))
    }

    /// Sends all statements before it waits for the first answer.
    pub(crate) fn flight(
        &mut self,
        batches: &[(&'static Sql, &Rows)],
    ) -> Result<Vec<Flown>, Error> {
        let mut ready = Vec::with_capacity(batches.len());
        for (sql, rows) in batches {
            let (expanded, statement) = self.prepared(sql)?;
            ready.push((*sql, statement, columns(&expanded.columns, rows)?, rows.also()));
        }
        let Pg { runtime, client, place, .. } = self;
        let (place, client): (&str, &Client) = (place, client);
        let flights = ready.iter().map(|(sql, statement, columns, also)| async move {
            let failed = |source| fault(&source, place, sql.0);
            let arrays = columns.iter().map(|column| column as Parameter<'_>);
            let also = also.iter().map(|value| value as Parameter<'_>);
            let parameters: Vec<Parameter<'_>> = arrays.chain(also).collect();
            let rows = client.query_raw(statement, parameters).await.map_err(failed)?;
            let mut rows = pin!(rows);
            let mut flown = Flown::default();
            while let Some(row) = rows.try_next().await.map_err(failed)? {
                flown.rows.push(read_row(&row)?);
            }
            flown.changed = rows.rows_affected().unwrap_or(0);
            Ok::<_, Error>(flown)
        });
        runtime.block_on(try_join_all(flights))
    }

    pub(crate) fn share_lock(&mut self, key: i64) -> Result<i64, Error> {
        // What is selected from comes first: the clock is read behind the lock.
        static SHARE: Sql = Sql("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000
            AS bigint) FROM pg_advisory_xact_lock_shared($1)");
        self.one_int(&SHARE, &[key.into()])
    }

    pub(crate) fn take_ids(&mut self, sequence: &str, count: i64) -> Result<Vec<i64>, Error> {
        static TAKE: Sql = Sql("SELECT nextval($1::text::regclass) FROM generate_series(1, $2)");
        let mut ids = Vec::new();
        self.each_row(&TAKE, &[sequence.into(), count.into()], &mut |row| {
            ids.push(row.int(0)?);
            Ok::<_, Error>(())
        })?;
        Ok(ids)
    }

    pub(crate) fn set_sequence(&mut self, sequence: &str, next: i64) -> Result<(), Error> {
        static SET: Sql = Sql("SELECT setval($1::text::regclass, $2, false)");
        self.one_int(&SET, &[sequence.into(), next.into()]).map(drop)
    }

    pub(crate) fn advisory_lock(&mut self, key: i64, lock: Lock) -> Result<(), Error> {
        static SHARED: Sql = Sql("SELECT 1 FROM pg_advisory_xact_lock_shared($1)");
        static EXCLUSIVE: Sql = Sql("SELECT 1 FROM pg_advisory_xact_lock($1)");
        let sql = match lock {
            Lock::Shared => &SHARED,
            Lock::Exclusive => &EXCLUSIVE,
        };
        self.each_row(sql, &[key.into()], &mut |_| Ok::<_, Error>(()))
    }

    fn one_int(&mut self, sql: &'static Sql, values: &[Value]) -> Result<i64, Error> {
        let mut found = None;
        self.each_row(sql, values, &mut |row| {
            found = Some(row.int(0)?);
            Ok::<_, Error>(())
        })?;
        found.ok_or(Error::Column { column: 0, wanted: "a number" })
    }

    pub(crate) fn put_words(&mut self, table: &str, rows: &[(i64, String)]) -> Result<(), Error> {
        let text = format!(
            "INSERT INTO {table} (id, words) SELECT r.id, array_to_tsvector(array_remove(
             string_to_array(r.words, ' '), '')) FROM UNNEST($1::bigint[], $2::text[]) AS r(id, words)
             ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        );
        let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
        // SQLite parts words at everything in ASCII that is neither letter nor digit; so does this.
        let plain = |words: &str| -> String {
            words
                .chars()
                .map(|c| if c.is_ascii() && !c.is_ascii_alphanumeric() { ' ' } else { c })
                .collect()
        };
        let words: Vec<String> = rows.iter().map(|(_, words)| plain(words)).collect();
        self.raw(&text, &[&ids, &words])
    }

    pub(crate) fn remove_words(&mut self, table: &str, ids: &[i64]) -> Result<(), Error> {
        self.raw(&format!("DELETE FROM {table} WHERE id = ANY($1)"), &[&ids])
    }

    fn raw(&mut self, text: &str, parameters: &[Parameter<'_>]) -> Result<(), Error> {
        let Pg { runtime, client, place, .. } = self;
        let done = runtime.block_on(client.execute(text, parameters));
        done.map(drop).map_err(|source| fault(&source, place, text))
    }

    pub(crate) fn raw_rows(
        &mut self,
        text: &str,
        take: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Pg { runtime, client, place, .. } = self;
        runtime.block_on(async {
            let failed = |source| fault(&source, place, text);
            let none: [Value; 0] = [];
            let rows = client.query_raw(text, none).await.map_err(failed)?;
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await.map_err(failed)? {
                take(read_row(&row)?)?;
            }
            Ok(())
        })
    }

    pub(crate) fn raw_run(&mut self, text: &str, rows: &[Vec<Value>]) -> Result<(), Error> {
        let Pg { runtime, client, place, .. } = self;
        runtime.block_on(async {
            let failed = |source| fault(&source, place, text);
            let statement = client.prepare(text).await.map_err(failed)?;
            let runs = rows.iter().map(|row| client.execute_raw(&statement, row));
            try_join_all(runs).await.map(drop).map_err(failed)
        })
    }

    /// Parameter and column counts of a statement.
    pub(crate) fn prepare(&mut self, sql: &'static Sql) -> Result<(usize, usize), Error> {
        let (_, statement) = self.prepared(sql)?;
        Ok((statement.params().len(), statement.columns().len()))
    }
}

/// One column of a batch, as the array that PostgreSQL takes.
#[derive(Debug)]
enum Column<'a> {
    Text(Vec<Option<&'a str>>),
    Int(Vec<Option<i64>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

fn columns<'a>(kinds: &[Kind], rows: &'a Rows) -> Result<Vec<Column<'a>>, Error> {
    let column = |(place, kind): (usize, &Kind)| {
        let wrong = |wanted| Error::Column { column: place, wanted };
        let cells = rows.rows().iter().map(|row| row.get(place).unwrap_or(&Value::Null));
        match kind {
            Kind::Text => Ok(Column::Text(
                cells
                    .map(|cell| match cell {
                        Value::Text(text) => Ok(Some(text.as_str())),
                        Value::Null => Ok(None),
                        Value::Int(_) | Value::Bytes(_) | Value::Words(_) => Err(wrong("a text")),
                    })
                    .collect::<Result<_, _>>()?,
            )),
            Kind::Int => Ok(Column::Int(
                cells
                    .map(|cell| match cell {
                        Value::Int(number) => Ok(Some(*number)),
                        Value::Null => Ok(None),
                        Value::Text(_) | Value::Bytes(_) | Value::Words(_) => {
                            Err(wrong("a number"))
                        }
                    })
                    .collect::<Result<_, _>>()?,
            )),
            Kind::Bytes => Ok(Column::Bytes(
                cells
                    .map(|cell| match cell {
                        Value::Bytes(bytes) => Ok(Some(bytes.as_slice())),
                        Value::Null => Ok(None),
                        Value::Text(_) | Value::Int(_) | Value::Words(_) => Err(wrong("bytes")),
                    })
                    .collect::<Result<_, _>>()?,
            )),
        }
    };
    kinds.iter().enumerate().map(column).collect()
}

type Encoded = Result<IsNull, Box<dyn std::error::Error + Sync + Send>>;

impl ToSql for Column<'_> {
    fn to_sql(&self, ty: &Type, out: &mut bytes::BytesMut) -> Encoded {
        match self {
            Column::Text(cells) => cells.to_sql(ty, out),
            Column::Int(cells) => cells.to_sql(ty, out),
            Column::Bytes(cells) => cells.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::TEXT_ARRAY, Type::INT8_ARRAY, Type::BYTEA_ARRAY].contains(ty)
    }

    to_sql_checked!();
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut bytes::BytesMut) -> Encoded {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql(&Type::INT8, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.to_sql(ty, out),
            Value::Words(words) => words.tsquery().to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::TEXT, Type::VARCHAR, Type::INT8, Type::INT4, Type::BYTEA].contains(ty)
    }

    to_sql_checked!();
}

fn read_row(row: &tokio_postgres::Row) -> Result<Row, Error> {
    let mut values = Vec::with_capacity(row.len());
    for (place, column) in row.columns().iter().enumerate() {
        let wrong = |_| Error::Column { column: place, wanted: "bigint, text or bytea" };
        let kind = column.type_();
        values.push(match *kind {
            Type::INT8 => row.try_get::<_, Option<i64>>(place).map_err(wrong)?.into(),
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(place).map_err(wrong)?.map(i64::from).into()
            }
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(place).map_err(wrong)?.into(),
            _ => row.try_get::<_, Option<String>>(place).map_err(wrong)?.into(),
        });
    }
    Ok(Row(values))
}

fn told(source: &tokio_postgres::Error) -> String {
    match source.as_db_error() {
        Some(error) => error.message().to_owned(),
        None => std::error::Error::source(source)
            .map_or_else(|| source.to_string(), |inner| format!("{source}: {inner}")),
    }
}

/// What a server's fault means to the one who asked.
fn fault(source: &tokio_postgres::Error, place: &str, sql: &str) -> Error {
    let what = told(source);
    let place = place.to_owned();
    let Some(code) = source.code() else {
        return match source.is_closed()
            || std::error::Error::source(source)
                .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        {
            true => Error::Connection { place, what },
            false => Error::Statement { what, sql: sql.to_owned() },
        };
    };
    match *code {
        SqlState::UNIQUE_VIOLATION
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::LOCK_NOT_AVAILABLE => Error::Conflict(what),
        SqlState::DISK_FULL => Error::Full(place),
        SqlState::QUERY_CANCELED => Error::ReadTooLong(0),
        SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE => {
            Error::ReadOnly(place)
        }
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            Error::Connection { place, what }
        }
        SqlState::IO_ERROR => Error::Fsync(what),
        _ => Error::Statement { what, sql: sql.to_owned() },
    }
}

//! A transaction: the same calls on both engines.

use crate::postgres::Pg;
use crate::sqlite::Lite;
use crate::{Engine, Error, Row, Rows, Sql, Value};

/// The SQL of this crate's own table of identifiers on SQLite.
static TAKE_BLOCK: Sql = Sql("UPDATE id_block SET next = next + $2 WHERE name = $1
    RETURNING next - $2");

/// How an advisory lock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Many may hold it.
    Shared,
    /// Only one may.
    Exclusive,
}

/// What one statement of a flight did.
#[derive(Debug, Default)]
pub struct Flown {
    /// Rows it returned.
    pub rows: Vec<Row>,
    /// Rows it changed.
    pub changed: u64,
}

/// How many parameters and columns a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Parameters.
    pub parameters: usize,
    /// Columns of its answer.
    pub columns: usize,
}

pub(crate) enum Connection {
    Lite(Box<Lite>),
    Pg(Box<Pg>),
}

/// An open transaction. It ends with the closure that it was given to.
pub struct Tx<'a> {
    pub(crate) connection: &'a mut Connection,
    pub(crate) sent: u64,
}

impl Tx<'_> {
    /// The engine.
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Lite(_) => Engine::Sqlite,
            Connection::Pg(_) => Engine::Postgres,
        }
    }

    /// All rows of an answer.
    pub fn rows(&mut self, sql: &'static Sql, values: &[Value]) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        self.stream(sql, values, &mut |row| {
            rows.push(row);
            Ok::<_, Error>(())
        })?;
        Ok(rows)
    }

    /// The first row of an answer.
    pub fn row(&mut self, sql: &'static Sql, values: &[Value]) -> Result<Option<Row>, Error> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// Hands rows on one by one, without keeping them.
    pub fn stream<E: From<Error>>(
        &mut self,
        sql: &'static Sql,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.each_row(sql, values, take),
            Connection::Pg(pg) => pg.each_row(sql, values, take),
        }
    }

    /// Changes rows; answers how many.
    pub fn execute(&mut self, sql: &'static Sql, values: &[Value]) -> Result<u64, Error> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.execute(sql, values),
            Connection::Pg(pg) => pg.execute(sql, values),
        }
    }

    /// Runs a statement with `{values(…)}` or `{rows(…)}` on a batch.
    pub fn each(&mut self, sql: &'static Sql, batch: &Rows) -> Result<Vec<Row>, Error> {
        let mut flown = self.flight(&[(sql, batch)])?;
        Ok(flown.pop().unwrap_or_default().rows)
    }

    /// Runs several such statements, in order: in one flight on PostgreSQL.
    pub fn flight(&mut self, batches: &[(&'static Sql, &Rows)]) -> Result<Vec<Flown>, Error> {
        self.sent += batches.len() as u64;
        match self.connection {
            Connection::Lite(lite) => {
                batches.iter().map(|(sql, rows)| lite.each(sql, rows)).collect()
            }
            Connection::Pg(pg) => pg.flight(batches),
        }
    }

    /// Shares an advisory lock to the end of the transaction; answers the server's clock once it
    /// is held, in microseconds since 1970. SQLite has one writer and no clock of its own: `None`.
    pub fn share_lock(&mut self, key: i64) -> Result<Option<i64>, Error> {
        match self.connection {
            Connection::Lite(_) => Ok(None),
            Connection::Pg(pg) => {
                self.sent += 1;
                pg.share_lock(key).map(Some)
            }
        }
    }

    /// Takes identifiers that nobody else gets. They rise, with gaps on PostgreSQL.
    pub fn take_ids(&mut self, sequence: &'static str, count: usize) -> Result<Vec<i64>, Error> {
        self.sent += 1;
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        match self.connection {
            Connection::Lite(lite) => {
                let mut first = None;
                lite.each_row(&TAKE_BLOCK, &[sequence.into(), number.into()], &mut |row| {
                    first = Some(row.int(0)?);
                    Ok::<_, Error>(())
                })?;
                let first = first.ok_or(Error::Column { column: 0, wanted: "a sequence" })?;
                Ok((first..first + number).collect())
            }
            Connection::Pg(pg) => pg.take_ids(sequence, number),
        }
    }

    /// Makes a sequence go on from `next`, after rows with identifiers were loaded.
    pub fn set_sequence(&mut self, sequence: &'static str, next: i64) -> Result<(), Error> {
        static SET_BLOCK: Sql = Sql("UPDATE id_block SET next = $2 WHERE name = $1");
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => {
                lite.execute(&SET_BLOCK, &[sequence.into(), next.into()]).map(drop)
            }
            Connection::Pg(pg) => pg.set_sequence(sequence, next),
        }
    }

    /// Identifiers that have full-text words, rising.
    pub fn word_ids(&mut self, table: &str) -> Result<Vec<i64>, Error> {
        let column = match self.engine() {
            Engine::Sqlite => "rowid",
            Engine::Postgres => "id",
        };
        let mut ids = Vec::new();
        self.dump(table, &[column], &mut |row| {
            ids.push(row.int(0)?);
            Ok(())
        })?;
        Ok(ids)
    }

    /// Holds an advisory lock to the end of the transaction. SQLite has one writer and needs none.
    pub fn advisory_lock(&mut self, key: i64, lock: Lock) -> Result<(), Error> {
        match self.connection {
            Connection::Lite(_) => Ok(()),
            Connection::Pg(pg) => {
                self.sent += 1;
                pg.advisory_lock(key, lock)
            }
        }
    }

    /// Replaces the full-text words of identifiers: folded, separated by spaces.
    pub fn put_words(&mut self, table: &str, rows: &[(i64, String)]) -> Result<(), Error> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.put_words(table, rows),
            Connection::Pg(pg) => pg.put_words(table, rows),
        }
    }

    /// Adds full-text words of identifiers that have none yet.
    pub fn add_words(&mut self, table: &str, rows: &[(i64, String)]) -> Result<(), Error> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.add_words(table, rows),
            Connection::Pg(pg) => pg.put_words(table, rows),
        }
    }

    /// Lets a long transaction use more memory, in MiB, before it writes half-way states out.
    pub fn widen_cache(&mut self, mib: u32) -> Result<(), Error> {
        let text = match self.engine() {
            Engine::Sqlite => format!("PRAGMA cache_size = -{}", u64::from(mib) * 1024),
            Engine::Postgres => format!("SET LOCAL maintenance_work_mem = '{mib}MB'"),
        };
        self.batch(&text)
    }

    /// Drops the indexes of tables before they are filled; answers how to make them again.
    pub fn drop_indexes(&mut self, tables: &[&str]) -> Result<Vec<String>, Error> {
        static LITE: Sql = Sql("SELECT name, sql, tbl_name FROM sqlite_schema
            WHERE type = 'index' AND sql IS NOT NULL ORDER BY name");
        static PG: Sql = Sql("SELECT i.indexname::text, i.indexdef, i.tablename::text
            FROM pg_indexes i WHERE i.schemaname = current_schema() AND NOT EXISTS (
            SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname) ORDER BY i.indexname");
        let sql = match self.engine() {
            Engine::Sqlite => &LITE,
            Engine::Postgres => &PG,
        };
        let mut definitions = Vec::new();
        for row in self.rows(sql, &[])? {
            if tables.contains(&row.text(2)?) {
                self.batch(&format!("DROP INDEX {}", row.text(0)?))?;
                definitions.push(row.text(1)?.to_owned());
            }
        }
        Ok(definitions)
    }

    /// Makes indexes again as `drop_indexes` told.
    pub fn make_indexes(&mut self, definitions: &[String]) -> Result<(), Error> {
        definitions.iter().try_for_each(|definition| self.batch(definition))
    }

    /// Removes the full-text words of identifiers.
    pub fn remove_words(&mut self, table: &str, ids: &[i64]) -> Result<(), Error> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.remove_words(table, ids),
            Connection::Pg(pg) => pg.remove_words(table, ids),
        }
    }

    /// Removes every row of a derived table, full-text tables too. Only the bytes of full text
    /// are wiped: other derived tables hold nothing personal.
    pub fn clear(&mut self, table: &str) -> Result<(), Error> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.clear(table),
            Connection::Pg(pg) => pg.batch(&format!("DELETE FROM {table}")),
        }
    }

    /// Every row of a table as values, in the order of its columns and sorted by them.
    pub fn dump(
        &mut self,
        table: &str,
        columns: &[&str],
        take: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let list = columns.join(", ");
        let text = format!("SELECT {list} FROM {table} ORDER BY {list}");
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.raw_rows(&text, take),
            Connection::Pg(pg) => pg.raw_rows(&text, take),
        }
    }

    /// Adds rows to a table as `dump` gave them.
    pub fn load(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<(), Error> {
        self.sent += 1;
        let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        let list = columns.join(", ");
        let text = format!("INSERT INTO {table} ({list}) VALUES ({})", places.join(", "));
        match self.connection {
            Connection::Lite(lite) => lite.raw_run(&text, rows),
            Connection::Pg(pg) => pg.raw_run(&text, rows),
        }
    }

    /// Begins or ends a transaction.
    pub(crate) fn bound(&mut self, text: &'static str) -> Result<(), Error> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.bound(text),
            Connection::Pg(pg) => pg.batch(text),
        }
    }

    /// Runs text that is no statement of the house: schema changes and the engine's own.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), Error> {
        self.sent += 1;
        match self.connection {
            Connection::Lite(lite) => lite.batch(text),
            Connection::Pg(pg) => pg.batch(text),
        }
    }

    /// How many statements this transaction has sent.
    pub fn statements(&self) -> u64 {
        self.sent
    }
}

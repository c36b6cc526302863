//! Migrations: one set of schema text for both engines, each applied once, in a transaction.

use crate::text::expand_schema;
use crate::{Db, Engine, Error, Location, Sql, Tx, Writer};

/// A step of the schema. Its text never changes once it was applied anywhere.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number, from 1 without gaps.
    pub number: u32,
    /// What it is about.
    pub name: &'static str,
    /// DDL in the common form.
    pub text: &'static str,
}

/// How a database stands to the migrations of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// None applied.
    Empty,
    /// All applied.
    Current,
    /// Some are missing.
    Behind {
        /// The last one applied.
        at: u32,
    },
    /// More applied than this program knows.
    Newer {
        /// The last one applied.
        at: u32,
    },
}

static APPLIED: Sql = Sql("SELECT number, name, text FROM schema_migration ORDER BY number");
static NOTE: Sql = Sql("INSERT INTO schema_migration (number, name, text) VALUES ($1, $2, $3)");
static MARKED: Sql = Sql("SELECT count(*) FROM schema_migration");
static TABLES: Sql =
    Sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()");

/// Makes the tables of this crate in an empty database; they mark it as the house's.
pub(crate) fn make_marker(tx: &mut Tx<'_>, location: &Location) -> Result<(), Error> {
    let text = expand_schema(
        "CREATE TABLE schema_migration (
           number bigint NOT NULL PRIMARY KEY,
           name text NOT NULL,
           text text NOT NULL
         ) {strict};",
        location.engine(),
    );
    if tx.engine() == Engine::Postgres {
        let tables = tx.row(&TABLES, &[])?.map(|row| row.int(0)).transpose()?.unwrap_or(0);
        if tables > 0 {
            return Err(Error::Exists(location.to_string()));
        }
    }
    tx.batch(&text)?;
    if tx.engine() == Engine::Sqlite {
        tx.batch(
            "CREATE TABLE id_block (name TEXT NOT NULL PRIMARY KEY, next INTEGER NOT NULL) STRICT",
        )?;
    }
    Ok(())
}

/// Refuses a database that is not the house's.
pub(crate) fn check_marker(db: &Db) -> Result<(), Error> {
    let engine = db.engine();
    let found = db.read_now(move |tx| {
        if engine == Engine::Postgres {
            let tables = tx.row(&TABLES, &[])?.map(|row| row.int(0)).transpose()?.unwrap_or(0);
            if tables == 0 {
                return Ok(false);
            }
        }
        tx.row(&MARKED, &[]).map(|_| true)
    });
    match found {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::Missing(db.location().to_string())),
        Err(Error::Statement { .. }) => Err(Error::Foreign(db.location().to_string())),
        Err(error) => Err(error),
    }
}

/// How the database stands to `migrations`. An applied migration that was changed since is an
/// error.
pub fn state(db: &Db, migrations: &'static [Migration]) -> Result<State, Error> {
    let applied = db.read_now(applied)?;
    compare(&applied, migrations)
}

type Applied = (u32, String, String);

fn applied(tx: &mut Tx<'_>) -> Result<Vec<Applied>, Error> {
    let rows = tx.rows(&APPLIED, &[])?;
    let each = rows.iter().map(|row| {
        let number = u32::try_from(row.int(0)?).unwrap_or(u32::MAX);
        Ok((number, row.text(1)?.to_owned(), row.text(2)?.to_owned()))
    });
    each.collect()
}

fn compare(applied: &[Applied], migrations: &[Migration]) -> Result<State, Error> {
    for ((number, name, text), known) in applied.iter().zip(migrations) {
        if *number != known.number || text != known.text {
            let what = "it was changed after it was applied here: use the program that applied it";
            return Err(Error::Migration {
                number: *number,
                name: name.clone(),
                what: what.to_owned(),
            });
        }
    }
    let at = applied.last().map_or(0, |(number, ..)| *number);
    Ok(match applied.len() {
        0 => State::Empty,
        n if n == migrations.len() => State::Current,
        n if n < migrations.len() => State::Behind { at },
        _ => State::Newer { at },
    })
}

/// Applies what is missing, each migration in a transaction of its own together with its note, so
/// that a process killed at any moment can begin again.
pub fn apply(
    writer: &mut Writer,
    migrations: &'static [Migration],
    step: &mut dyn FnMut(&Migration),
) -> Result<(), Error> {
    let done = writer.transaction(applied)?;
    compare(&done, migrations)?;
    for migration in migrations.iter().skip(done.len()) {
        step(migration);
        writer.transaction(|tx| {
            let text = expand_schema(migration.text, tx.engine());
            let wrong = |error: Error| Error::Migration {
                number: migration.number,
                name: migration.name.to_owned(),
                what: error.to_string(),
            };
            tx.batch(&text).map_err(wrong)?;
            let number = i64::from(migration.number).into();
            tx.execute(&NOTE, &[number, migration.name.into(), migration.text.into()]).map(drop)
        })?;
    }
    Ok(())
}

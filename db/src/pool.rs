//! An open database: a fixed pool of reading threads, and writers that their owners keep.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::files::WriteLock;
use crate::postgres::Pg;
use crate::sqlite::{Lite, Role};
use crate::tx::{Connection, Shape, Tx};
use crate::{Engine, Error, Location, Sql};

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reading threads.
    pub readers: usize,
    /// Reads that may wait for a thread.
    pub reads_waiting_max: usize,
    /// Seconds after which a read is ended.
    pub read_seconds_max: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { readers: 4, reads_waiting_max: 512, read_seconds_max: 10 }
    }
}

type Read = Box<dyn FnOnce(Result<&mut Reader, Error>) + Send>;

/// An open database. Cloning shares it; its threads end with the last clone.
#[derive(Clone)]
pub struct Db {
    location: Location,
    reads: SyncSender<Read>,
    /// Statements that reads have sent.
    sent: Arc<AtomicU64>,
    /// Steps that they have taken in SQLite's machine.
    steps: Arc<AtomicU64>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({})", self.location)
    }
}

impl Db {
    /// Makes an empty database and opens it. Refuses a place where one exists.
    pub fn create(location: &Location, options: &Options) -> Result<Db, Error> {
        Db::make(location)?;
        Db::open(location, options)
    }

    /// Makes an empty database for one writer alone: a file that nobody reads meanwhile.
    pub fn create_for_writer(location: &Location) -> Result<Writer, Error> {
        Db::make(location)?;
        Writer::open(location)
    }

    fn make(location: &Location) -> Result<(), Error> {
        let mut connection = match location {
            Location::Sqlite(path) => Connection::Lite(Box::new(Lite::open(path, Role::Make)?)),
            Location::Postgres(_) => {
                Connection::Pg(Box::new(Pg::connect(location, WRITE_SETTINGS)?))
            }
        };
        let mut tx = Tx { connection: &mut connection, sent: 0 };
        crate::migrate::make_marker(&mut tx, location)
    }

    /// Opens a database that exists, and says what is wrong with one that cannot be used.
    pub fn open(location: &Location, options: &Options) -> Result<Db, Error> {
        let (reads, waiting) = sync_channel::<Read>(options.reads_waiting_max);
        let waiting = Arc::new(Mutex::new(waiting));
        let (sent, steps) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        for _ in 0..options.readers.max(1) {
            let mut reader = Reader {
                location: location.clone(),
                seconds_max: options.read_seconds_max,
                connection: connect_reader(location, options.read_seconds_max)?,
                sent: Arc::clone(&sent),
                steps: Arc::clone(&steps),
            };
            let waiting = Arc::clone(&waiting);
            std::thread::Builder::new()
                .name("read".to_owned())
                .spawn(move || reader.serve(&waiting))
                .map_err(|source| Error::File { path: "a reading thread".into(), source })?;
        }
        let db = Db { location: location.clone(), reads, sent, steps };
        crate::migrate::check_marker(&db)?;
        Ok(db)
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.location.engine()
    }

    /// Where it stands.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// How many statements reads have sent so far, without those that begin and end a snapshot.
    pub fn statements(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// How many steps reads have taken in SQLite's machine: what they cost, the same on a busy
    /// machine and an idle one. Zero on PostgreSQL, which does not tell.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Reads in one consistent snapshot, on a reading thread.
    pub async fn read<T, E>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.enqueue(read)?.await.unwrap_or_else(|_| Err(Error::Closed.into()))
    }

    /// The same for a thread without runtime.
    pub fn read_now<T, E>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.enqueue(read)?.blocking_recv().unwrap_or_else(|_| Err(Error::Closed.into()))
    }

    fn enqueue<T, E>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, E>>, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, receiver) = oneshot::channel();
        let boxed: Read = Box::new(move |reader| {
            let found = match reader {
                Ok(reader) => reader.snapshot(read),
                Err(error) => Err(error.into()),
            };
            // Whoever asked may have gone.
            drop(answer.send(found));
        });
        self.reads.try_send(boxed).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Closed,
        })?;
        Ok(receiver)
    }

    /// A writer. On SQLite there is one at a time, in one process; another is told who holds it.
    pub fn writer(&self) -> Result<Writer, Error> {
        Writer::open(&self.location)
    }

    /// Parameter and column counts of a statement on this engine.
    pub fn prepare(&self, sql: &'static Sql) -> Result<Shape, Error> {
        self.read_now(move |tx| {
            let (parameters, columns) = match tx.connection {
                Connection::Lite(lite) => lite.prepare(sql)?,
                Connection::Pg(pg) => pg.prepare(sql)?,
            };
            Ok(Shape { parameters, columns })
        })
    }
}

/// Settings of a PostgreSQL session that writes.
const WRITE_SETTINGS: &str =
    "SET synchronous_commit = on; SET lock_timeout = '30s'; SET client_min_messages = warning";

struct Reader {
    location: Location,
    seconds_max: u64,
    connection: Connection,
    sent: Arc<AtomicU64>,
    steps: Arc<AtomicU64>,
}

fn connect_reader(location: &Location, seconds_max: u64) -> Result<Connection, Error> {
    Ok(match location {
        Location::Sqlite(path) => Connection::Lite(Box::new(Lite::open(path, Role::Read)?)),
        Location::Postgres(_) => {
            let settings = format!("SET statement_timeout = '{seconds_max}s'");
            Connection::Pg(Box::new(Pg::connect(location, &settings)?))
        }
    })
}

impl Reader {
    fn serve(&mut self, waiting: &Mutex<Receiver<Read>>) {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(read) = next else { return };
            match self.heal() {
                Ok(()) => {
                    // A panic in a read is the asker's; the thread goes on.
                    drop(catch_unwind(AssertUnwindSafe(|| read(Ok(self)))));
                }
                Err(error) => read(Err(error)),
            }
        }
    }

    /// A connection that broke is opened again.
    fn heal(&mut self) -> Result<(), Error> {
        if matches!(&self.connection, Connection::Pg(pg) if pg.is_closed()) {
            self.connection = connect_reader(&self.location, self.seconds_max)?;
        }
        Ok(())
    }

    fn snapshot<T, E: From<Error>>(
        &mut self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let begin = match &self.connection {
            Connection::Lite(_) => "BEGIN",
            Connection::Pg(_) => "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        if let Connection::Lite(lite) = &self.connection {
            lite.deadline.set(Duration::from_secs(self.seconds_max));
        }
        let mut tx = Tx { connection: &mut self.connection, sent: 0 };
        tx.bound(begin)?;
        let begun = tx.sent;
        let found = catch_unwind(AssertUnwindSafe(|| read(&mut tx)));
        self.sent.fetch_add(tx.sent - begun, Ordering::Relaxed);
        let ended = tx.bound("ROLLBACK");
        if let Connection::Lite(lite) = &mut self.connection {
            self.steps.fetch_add(std::mem::take(&mut lite.steps), Ordering::Relaxed);
        }
        match found {
            Ok(found) => ended.map_err(E::from).and(found),
            Err(panic) => resume_unwind(panic),
        }
    }
}

/// A connection that writes. Its owner keeps it; a transaction borrows it.
pub struct Writer {
    location: Location,
    connection: Connection,
    _lock: Option<WriteLock>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Writer({})", self.location)
    }
}

impl Writer {
    fn open(location: &Location) -> Result<Writer, Error> {
        let (connection, lock) = match location {
            Location::Sqlite(path) => {
                let lock = WriteLock::take(path)?;
                (Connection::Lite(Box::new(Lite::open(path, Role::Write)?)), Some(lock))
            }
            Location::Postgres(_) => (connect(location)?, None),
        };
        Ok(Writer { location: location.clone(), connection, _lock: lock })
    }

    /// Runs a transaction. An error or panic rolls it back; success means it is durable.
    pub fn transaction<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if matches!(&self.connection, Connection::Pg(pg) if pg.is_closed()) {
            self.connection = connect(&self.location)?;
        }
        let begin = match &self.connection {
            Connection::Lite(_) => "BEGIN IMMEDIATE",
            Connection::Pg(_) => "BEGIN",
        };
        let mut tx = Tx { connection: &mut self.connection, sent: 0 };
        tx.bound(begin)?;
        match catch_unwind(AssertUnwindSafe(|| work(&mut tx))) {
            Ok(Ok(done)) => {
                self.commit()?;
                Ok(done)
            }
            Ok(Err(error)) => {
                self.roll_back();
                Err(error)
            }
            Err(panic) => {
                self.roll_back();
                resume_unwind(panic)
            }
        }
    }

    fn commit(&mut self) -> Result<(), Error> {
        let mut tx = Tx { connection: &mut self.connection, sent: 0 };
        let committed = tx.bound("COMMIT");
        match (committed, &self.connection) {
            (Ok(()), _) => Ok(()),
            (Err(Error::Connection { .. }), Connection::Pg(_)) => Err(Error::CommitUnknown),
            (Err(error), Connection::Lite(_)) => {
                self.roll_back();
                Err(error)
            }
            (Err(error), Connection::Pg(_)) => Err(error),
        }
    }

    fn roll_back(&mut self) {
        let mut tx = Tx { connection: &mut self.connection, sent: 0 };
        if let Err(error) = tx.bound("ROLLBACK") {
            tracing::debug!(%error, "nothing was left to roll back");
        }
    }

    /// Runs text outside a transaction: what the engine itself needs now and then.
    pub fn maintain(&mut self, engine: Engine, text: &'static str) -> Result<(), Error> {
        if self.location.engine() != engine {
            return Ok(());
        }
        let mut tx = Tx { connection: &mut self.connection, sent: 0 };
        tx.batch(text)
    }

    /// Lets go of deleted bytes: merges full-text segments and empties the log on SQLite; vacuums
    /// on PostgreSQL.
    pub fn wipe(&mut self, words: &[&str], tables: &[&str]) -> Result<(), Error> {
        let engine = self.location.engine();
        let mut tx = Tx { connection: &mut self.connection, sent: 0 };
        match engine {
            Engine::Sqlite => {
                for table in words {
                    tx.batch(&format!("INSERT INTO {table} ({table}) VALUES ('optimize')"))?;
                }
                tx.batch("PRAGMA wal_checkpoint(TRUNCATE)")
            }
            Engine::Postgres => {
                let all = words.iter().chain(tables);
                all.into_iter().try_for_each(|table| tx.batch(&format!("VACUUM {table}")))
            }
        }
    }

    /// Leaves a SQLite database as one file, without its log beside it.
    pub fn fold_log(&mut self) -> Result<(), Error> {
        self.maintain(Engine::Sqlite, "PRAGMA journal_mode = DELETE")
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> Option<&Path> {
        match &self.location {
            Location::Sqlite(path) => Some(path),
            Location::Postgres(_) => None,
        }
    }
}

fn connect(location: &Location) -> Result<Connection, Error> {
    Ok(Connection::Pg(Box::new(Pg::connect(location, WRITE_SETTINGS)?)))
}

//! The command `motcua bench`.

use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use clap::{Args, ValueEnum};
use db::{Engine, Location, Options};
use domain::LawTime;
use domain::province::Purpose;
use serde_json::{Value as Json, json};

use super::intake::DAY;
use super::load::{self, AsyncRequest, Filer, Load, Until};
use super::{floor, process, store};
use crate::app::Source;
use crate::commit::{BATCH_MAX, Counts, Door, Error};
use crate::fault::Fault;
use crate::house::{Founding, House, Place};
use crate::log::sign::{LogSigner, SIGN_EVERY};

/// Statements that read one record.
const READ_STATEMENTS: u64 = 2;
/// Clients that fill a house before it is read.
const FILLERS: usize = 256;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Commands through the door, without HTTP.
    Write,
    /// One record with its events.
    Read,
    /// Dossiers taken in over HTTP.
    Intake,
    /// The clients of an intake, told what to do on their standard input.
    #[value(hide = true)]
    Clients,
    /// A work list of fifty dossiers, with its counts.
    List,
    /// Questions of the national list of procedures, as the list's page asks them.
    Search,
    /// The province's dashboard of figures, and a figure office by office.
    Measures,
    /// Searches of who read whose data.
    Readings,
    /// Decisions of the table of rights.
    Access,
}

/// The engine to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum On {
    /// SQLite in a folder.
    Sqlite,
    /// PostgreSQL at --database.
    Postgres,
}

/// The origin of a bench's log.
const ORIGIN: &str = "motcua.example/bench";

/// Measure this house against the floors of its engine; prints one JSON line.
#[derive(Debug, Args)]
pub struct Bench {
    /// What to measure.
    what: What,
    /// The engine.
    #[arg(long, default_value = "sqlite")]
    engine: On,
    /// The database of a PostgreSQL bench; it must be empty or of an earlier bench.
    #[arg(long, value_name = "ADDRESS", env = "MOTCUA_DATABASE", hide_env_values = true)]
    database: Option<Location>,
    /// The folder of the bench; a temporary one when absent.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Clients at the same time.
    #[arg(long, default_value_t = 64)]
    pub(super) clients: usize,
    /// Seconds to measure.
    #[arg(long, default_value_t = 5)]
    pub(super) seconds: u64,
    /// Records to fill the house with before it is read.
    #[arg(long, default_value_t = 10_000)]
    pub(super) dossiers: u64,
    /// Readings to fill the house with before they are searched.
    #[arg(long, default_value_t = 100_000)]
    pub(super) rows: i64,
    /// A file for the keys of acknowledged records, a line each.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Do not measure the floors.
    #[arg(long)]
    pub(super) no_floor: bool,
}

impl Bench {
    /// Runs the bench; answers the line to print.
    pub fn run(self) -> Result<Json, Fault> {
        if self.what == What::Clients {
            return self.as_clients();
        }
        let temporary = Temporary::make(&Source::real())?;
        let data = self.data.clone().unwrap_or_else(|| temporary.0.join("house"));
        let house = self.house(&data)?;
        let line = match self.what {
            What::Write => self.write(&house, &temporary)?,
            What::Read => self.reads(&house)?,
            What::Intake => self.intake(&house, &temporary)?,
            What::Clients => self.as_clients()?,
            What::List => self.work_list(&house, &temporary)?,
            What::Search => self.searches(&house, &temporary)?,
            What::Measures => self.measures(&house, &temporary)?,
            What::Readings => self.readings(&house)?,
            What::Access => self.decisions(&house)?,
        };
        Ok(line)
    }

    fn house(&self, data: &std::path::Path) -> Result<House, Fault> {
        let database = match (self.engine, &self.database) {
            (On::Postgres, None) => {
                let what = "name the database to use: --database postgres://USER@HOST/NAME";
                return Err(Fault::Refused(what.to_owned()));
            }
            (On::Postgres, Some(location)) => Some(location.clone()),
            (On::Sqlite, _) => None,
        };
        let place = Place::new(data.to_owned(), database);
        let options = Options::default();
        let source = Source::real();
        let in_2019 = matches!(self.what, What::Intake | What::List | What::Measures);
        // A played year begins before the day that it ends on.
        let morning = match self.what == What::Measures {
            true => crate::simulator::BEGIN,
            false => LawTime::of(DAY.at(9, 0, 0, 0)),
        };
        if crate::log::sign::key_path(data).exists() {
            let house = House::open(place, source, &options)?;
            if in_2019 {
                house.source.shift_to(house.head()?.law_time.max(morning));
            }
            let province = house.province()?;
            return match province.origin == ORIGIN && province.purpose == self.purpose() {
                true => Ok(house),
                false => {
                    let what = "it was not made by this bench; nothing was changed";
                    Err(Fault::Refused(format!("{}: {what}", house.place.location)))
                }
            };
        }
        let founding = Founding {
            purpose: self.purpose(),
            origin: ORIGIN.to_owned(),
            administrators: Vec::new(),
        };
        if in_2019 {
            source.shift_to(morning);
        }
        House::found(place, source, &options, &founding)
    }

    /// What a house of this bench is for: a year is played in a demonstration alone.
    fn purpose(&self) -> Purpose {
        match self.what == What::Measures {
            true => Purpose::Demo,
            false => Purpose::Bench,
        }
    }

    fn write(&self, house: &House, temporary: &Temporary) -> Result<Json, Fault> {
        let time = Duration::from_secs(self.seconds);
        let measured = self.file(house, BATCH_MAX, Until::Time(time), self.journal.as_ref())?;
        let size = (measured.load.done / measured.batches.max(1)).max(1);
        let mut line = self.line(house, &measured);
        if self.no_floor {
            return Ok(line);
        }
        let ratio = |a: f64, b: f64| round(a / b.max(0.001));
        let rate = measured.load.per_second();
        match house.db.engine() {
            Engine::Sqlite => {
                let location = Location::Sqlite(temporary.0.join("floor.sqlite"));
                let db = db::Db::create(&location, &Options { readers: 1, ..Options::default() })?;
                let floor = floor::batched(&db, &house.source, size, time)?;
                line["floor_per_second"] = round(floor).into();
                line["ratio_to_floor"] = ratio(rate, floor).into();
                let single = self.house(&temporary.0.join("single"))?;
                let half = Until::Time(time / 2);
                let one = self.file(&single, 1, half, None)?.load.per_second();
                line["one_by_one_per_second"] = round(one).into();
                line["ratio_to_one_by_one"] = ratio(rate, one).into();
            }
            Engine::Postgres => {
                let floor = floor::pipelined(&house.db, &house.source, time)?;
                line["floor_per_second"] = round(floor).into();
                line["ratio_to_floor"] = ratio(rate, floor).into();
            }
        }
        line["mean_batch"] = size.into();
        Ok(line)
    }

    /// Files records through the door, with the signer at work as when serving.
    fn file(
        &self,
        house: &House,
        batch_max: usize,
        until: Until,
        journal: Option<&PathBuf>,
    ) -> Result<Measured, Fault> {
        let (door, commits) = house.door(batch_max)?;
        let signing = Signing::start(house.signer()?, door.clone())?;
        let (keys, journaling) = match journal {
            None => (None, None),
            Some(path) => {
                let (keys, written) = channel();
                let thread = load::write_journal(path, written).map_err(Fault::file(path))?;
                (Some(keys), Some(thread))
            }
        };
        let run = house.source.chance::<6>().map(|byte| format!("{byte:02x}")).concat();
        let filer = Filer { door: door.clone(), run, journal: keys };
        let clients = if matches!(until, Until::Done(_)) { FILLERS } else { self.clients };
        let cpu = process::cpu_seconds();
        let load = load::run(&house.source, clients, until, &filer);
        drop(filer);
        let cpu_seconds = process::cpu_seconds() - cpu;
        let counts = door.counts();
        let loaded = |counter: &std::sync::atomic::AtomicU64| {
            counter.load(std::sync::atomic::Ordering::Relaxed)
        };
        let Counts { batches, statements, .. } = counts;
        let measured = Measured {
            load,
            cpu_seconds,
            batches: loaded(batches),
            statements: loaded(statements),
            rss_anon_mib: process::rss_anon_mib(),
        };
        signing.finish();
        drop(door);
        for thread in journaling.into_iter().chain([commits]) {
            thread.join().map_err(|_| Fault::Refused("a thread ended badly".to_owned()))?;
        }
        Ok(measured)
    }

    fn reads(&self, house: &House) -> Result<Json, Fault> {
        let there = house.db.read_now(|tx| tx.row(&store::COUNT, &[]))?;
        let there = there.map_or(Ok(0), |row| row.int(0))?.unsigned_abs();
        if there < self.dossiers {
            self.file(house, BATCH_MAX, Until::Done(self.dossiers - there), None)?;
        }
        let keys = house.db.read_now(|tx| {
            let rows = tx.rows(&store::KEYS, &["".into(), 100_000.into()])?;
            rows.iter()
                .map(|row| Ok(row.text(0)?.to_owned()))
                .collect::<Result<Vec<_>, db::Error>>()
        })?;
        let request = ReadRequest { db: house.db.clone(), keys: keys.into() };
        let time = Duration::from_secs(self.seconds);
        let cpu = process::cpu_seconds();
        let load = load::run(&house.source, self.clients, Until::Time(time), &request);
        let measured = Measured {
            cpu_seconds: process::cpu_seconds() - cpu,
            batches: 0,
            statements: load.done * READ_STATEMENTS,
            rss_anon_mib: process::rss_anon_mib(),
            load,
        };
        let mut line = self.line(house, &measured);
        if !self.no_floor {
            let floor = request.floor(&house.source, time)?;
            line["floor_per_second"] = round(floor).into();
            line["ratio_to_floor"] = round(measured.load.per_second() / floor.max(0.001)).into();
        }
        Ok(line)
    }

    #[expect(clippy::cast_precision_loss, reason = "figures are shown, not kept")]
    pub(super) fn line(&self, house: &House, measured: &Measured) -> Json {
        let done = measured.load.done.max(1) as f64;
        json!({
            "bench": match self.what {
                What::Write => "write",
                What::Read => "read",
                What::Intake => "intake",
                What::Clients => "clients",
                What::List => "list",
                What::Search => "search",
                What::Measures => "measures",
                What::Readings => "readings",
                What::Access => "access",
            },
            "engine": match house.db.engine() {
                Engine::Sqlite => "sqlite",
                Engine::Postgres => "postgres",
            },
            "clients": self.clients,
            "done": measured.load.done,
            "per_second": round(measured.load.per_second()),
            "p50_ms": round(measured.load.percentile_ms(50)),
            "p99_ms": round(measured.load.percentile_ms(99)),
            "cpu_ms_each": round(measured.cpu_seconds * 1000.0 / done),
            "statements_each": round(measured.statements as f64 / done),
            "rss_anon_mib": measured.rss_anon_mib,
            "floor_per_second": null,
            "ratio_to_floor": null,
            "failed": measured.load.failed,
        })
    }
}

/// Four significant places are more than a bench knows.
pub(super) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// What a bench has measured.
pub(super) struct Measured {
    pub(super) load: Load,
    pub(super) cpu_seconds: f64,
    pub(super) batches: u64,
    pub(super) statements: u64,
    pub(super) rss_anon_mib: u64,
}

/// The signer, as it runs when serving.
struct Signing {
    stop: std::sync::mpsc::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Signing {
    fn start(signer: LogSigner, door: Door) -> Result<Signing, Fault> {
        let (stop, stopped) = channel();
        let run = move || {
            let mut ended = false;
            loop {
                if let Err(error) = signer.step(&door) {
                    tracing::warn!(%error, "the checkpoint was not signed");
                }
                if ended {
                    return;
                }
                // What was committed last is sealed and signed before the end.
                let waited = stopped.recv_timeout(SIGN_EVERY);
                ended = waited != Err(std::sync::mpsc::RecvTimeoutError::Timeout);
            }
        };
        let thread = std::thread::Builder::new().name("sign".to_owned()).spawn(run);
        let failed = |source| Fault::Refused(format!("the signer did not start: {source}"));
        Ok(Signing { stop, thread: thread.map_err(failed)? })
    }

    fn finish(self) {
        drop(self.stop);
        self.thread.join().ok();
    }
}

#[derive(Clone)]
struct ReadRequest {
    db: db::Db,
    keys: std::sync::Arc<[String]>,
}

impl ReadRequest {
    fn pick(all: &[String], n: u64) -> &str {
        // A step that visits every place of any list before it repeats one.
        let place = usize::try_from(n.wrapping_mul(7919)).unwrap_or(0) % all.len().max(1);
        all.get(place).map_or("", String::as_str)
    }

    fn read(&self, n: u64) -> impl FnOnce(&mut db::Tx<'_>) -> Result<usize, Error> + Send + use<> {
        let key = ReadRequest::pick(&self.keys, n).to_owned();
        move |tx| {
            let row = tx.row(&store::ONE, &[key.as_str().into()])?;
            let stream = domain::bench::stream(&key);
            let events = [stream.as_str().into()];
            let events = tx.rows(&crate::commit::store::STREAM_EVENTS, &events)?;
            Ok(usize::from(row.is_some()) + events.len())
        }
    }

    /// The same statements on one thread, one after another.
    fn floor(&self, source: &Source, time: Duration) -> Result<f64, Fault> {
        let (request, source) = (self.clone(), source.clone());
        let done = self.db.read_now(move |tx| {
            let begun = source.monotonic();
            let mut done: u64 = 0;
            while source.monotonic() - begun < time.min(Duration::from_secs(5)) {
                request.read(done)(tx)?;
                done += 1;
            }
            Ok::<_, Error>((done, source.monotonic() - begun))
        })?;
        #[expect(clippy::cast_precision_loss, reason = "a rate is shown, not kept")]
        let rate = done.0 as f64 / done.1.as_secs_f64().max(0.001);
        Ok(rate)
    }
}

impl AsyncRequest for ReadRequest {
    async fn send(&self, n: u64) -> Result<(), Error> {
        match self.db.read(self.read(n)).await? {
            0 => Err(Error::Damaged("a record is missing".to_owned())),
            _ => Ok(()),
        }
    }
}

/// A folder that goes with the bench.
pub(super) struct Temporary(pub(super) PathBuf);

impl Temporary {
    fn make(source: &Source) -> Result<Temporary, Fault> {
        let name = source.chance::<6>().map(|byte| format!("{byte:02x}")).concat();
        let path = std::env::temp_dir().join(format!("motcua-bench-{name}"));
        crate::house::make_directory(&path)?;
        Ok(Temporary(path))
    }
}

impl Drop for Temporary {
    #[expect(clippy::disallowed_methods, reason = "the bench clears its own folder")]
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

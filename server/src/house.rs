//! A province's house on disk: its data directory, its database, its keys.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::migrate::{Migration, State};
use db::{Db, Location, Options};
use domain::event::Actor;
use domain::province::{self, Province, Purpose};
use domain::{Command, StreamId};
use ledger::key::SigningKey;
use ledger::note::VerifierKey;

use crate::account::secret::{self, HouseSecret};
use crate::app::Source;
use crate::attachment::vault::{self, Vault};
use crate::commit::{Accepted, BATCH_MAX, Door, Opening, PastDoor, Request};
use crate::fault::Fault;
use crate::log::rotate;
use crate::log::seal::Tree;
use crate::log::sign::{Head, LogSigner, key_path};
use crate::office::store::PROVINCE;

/// The house's migrations, oldest first. One set serves both engines.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "house", text: include_str!("../../migrations/001-house.sql") },
    Migration {
        number: 2,
        name: "catalogue",
        text: include_str!("../../migrations/002-catalogue.sql"),
    },
    Migration { number: 3, name: "people", text: include_str!("../../migrations/003-people.sql") },
    Migration {
        number: 4,
        name: "dossier",
        text: include_str!("../../migrations/004-dossier.sql"),
    },
    Migration {
        number: 5,
        name: "attachment",
        text: include_str!("../../migrations/005-attachment.sql"),
    },
    Migration { number: 7, name: "post", text: include_str!("../../migrations/007-post.sql") },
    Migration { number: 8, name: "work", text: include_str!("../../migrations/008-work.sql") },
    Migration { number: 9, name: "desk", text: include_str!("../../migrations/009-desk.sql") },
    Migration { number: 10, name: "paper", text: include_str!("../../migrations/010-paper.sql") },
    Migration { number: 11, name: "told", text: include_str!("../../migrations/011-told.sql") },
    Migration { number: 12, name: "speed", text: include_str!("../../migrations/012-speed.sql") },
    Migration {
        number: 14,
        name: "day-close",
        text: include_str!("../../migrations/014-day-close.sql"),
    },
    Migration { number: 15, name: "draft", text: include_str!("../../migrations/015-draft.sql") },
    Migration {
        number: 16,
        name: "measure",
        text: include_str!("../../migrations/016-measure.sql"),
    },
    Migration { number: 17, name: "report", text: include_str!("../../migrations/017-report.sql") },
    Migration { number: 18, name: "notice", text: include_str!("../../migrations/018-notice.sql") },
    Migration { number: 19, name: "rating", text: include_str!("../../migrations/019-rating.sql") },
];

/// Where a house stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// Keys, files and, unless elsewhere, the SQLite file.
    pub data: PathBuf,
    /// The database.
    pub location: Location,
}

impl Place {
    /// A data directory with its own SQLite file, or with another database.
    pub fn new(data: PathBuf, database: Option<Location>) -> Place {
        let location = database.unwrap_or_else(|| Location::Sqlite(data.join("motcua.sqlite")));
        Place { data, location }
    }
}

/// An open house.
#[derive(Clone)]
pub struct House {
    /// Where it stands.
    pub place: Place,
    /// Its database.
    pub db: Db,
    /// Its clocks and chance.
    pub source: Source,
    /// The command that signs checkpoints, where the key is kept elsewhere.
    pub signer_command: Option<PathBuf>,
}

/// What a new house is founded with.
#[derive(Clone, Debug)]
pub struct Founding {
    /// What the ledger is for.
    pub purpose: Purpose,
    /// The log's origin.
    pub origin: String,
    /// Verifier keys of administrators.
    pub administrators: Vec<String>,
}

impl House {
    /// Opens a house whose database this program knows.
    pub fn open(place: Place, source: Source, options: &Options) -> Result<House, Fault> {
        let db = Db::open(&place.location, options)?;
        let house = House { place, db, source, signer_command: None };
        let at = &house.place.location;
        match db::migrate::state(&house.db, MIGRATIONS)? {
            State::Current => Ok(house),
            State::Empty => Err(Fault::Refused(format!(
                "{at} is an empty database: run `motcua init --province DIR` first"
            ))),
            State::Behind { at: number } => Err(Fault::Refused(format!(
                "{at} was made by an older motcua (migration {number}): run `motcua migrate`"
            ))),
            State::Newer { at: number } => Err(Fault::Refused(format!(
                "{at} was made by a newer motcua (migration {number}): use that version; \
                 a database is never taken back"
            ))),
        }
    }

    /// Makes a new house with a key of its own: schema, key, log, and the founding as its first
    /// event. What fails half way is taken back.
    pub fn found(
        place: Place,
        source: Source,
        options: &Options,
        founding: &Founding,
    ) -> Result<House, Fault> {
        let path = key_path(&place.data);
        make_directory(&place.data.join("keys"))?;
        if path.exists() {
            return Err(Fault::Refused(format!(
                "{} exists: a ledger key is never overwritten; name an empty data directory",
                path.display()
            )));
        }
        let key = SigningKey::generate(&founding.origin, source.chance())?;
        let verifier = key.verifier();
        let db = Db::create(&place.location, options)?;
        let house = House { place, db, source, signer_command: None };
        let made = key.write(&path).map_err(Fault::from);
        let begun = made.and_then(|()| house.begin(founding, &verifier));
        begun.inspect_err(|_| house.take_back(&path))?;
        Ok(house)
    }

    /// The same for a key that a command keeps elsewhere.
    pub fn found_with_signer(
        place: Place,
        source: Source,
        options: &Options,
        founding: &Founding,
        (command, verifier): (PathBuf, VerifierKey),
    ) -> Result<House, Fault> {
        if verifier.name() != founding.origin {
            let (name, origin) = (verifier.name(), &founding.origin);
            let what = "the key's name must be the log's origin";
            return Err(Fault::Refused(format!("{what}: it is {name}, not {origin}")));
        }
        make_directory(&place.data.join("keys"))?;
        let db = Db::create(&place.location, options)?;
        let house = House { place, db, source, signer_command: Some(command) };
        let begun = house.begin(founding, &verifier);
        begun.inspect_err(|_| house.take_back(&key_path(&house.place.data)))?;
        Ok(house)
    }

    fn begin(&self, founding: &Founding, verifier: &VerifierKey) -> Result<(), Fault> {
        self.make_secret()?;
        let mut writer = self.db.writer()?;
        db::migrate::apply(&mut writer, MIGRATIONS, &mut |_| {})?;
        writer.transaction(|tx| Tree::begin(tx).map(drop))?;
        drop(writer);
        let founded = province::Event::Founded {
            purpose: founding.purpose,
            origin: founding.origin.clone(),
            log_key: verifier.to_string(),
        };
        let enrolled = founding
            .administrators
            .iter()
            .map(|key| province::Event::AdministratorEnrolled { key: key.clone() });
        let told = std::iter::once(founded).chain(enrolled).map(Command::Province);
        self.with_door(|door| tell_all(door, told)).map(drop)
    }

    /// Takes back what a founding that failed has made: its key, and the file of its database.
    #[expect(clippy::disallowed_methods, reason = "the house's own files are taken back here")]
    fn take_back(&self, key: &Path) {
        fs::remove_file(key).ok();
        fs::remove_file(secret::path(&self.place.data)).ok();
        if let Location::Sqlite(path) = &self.place.location {
            for ending in ["", "-wal", "-shm", ".lock"] {
                let mut name = path.as_os_str().to_owned();
                name.push(ending);
                fs::remove_file(PathBuf::from(name)).ok();
            }
        }
    }

    /// Opens the door for the length of a command, and seals and signs what it told.
    pub fn with_door<T>(&self, work: impl FnOnce(&Door) -> Result<T, Fault>) -> Result<T, Fault> {
        let (door, thread) = self.door(BATCH_MAX)?;
        let done = work(&door).and_then(|done| {
            let signer = self.signer()?;
            loop {
                let head = signer.step(&door)?;
                if head.size == head.signed_size && signer.is_sealed(&door)? {
                    break;
                }
            }
            Ok(done)
        });
        drop(door);
        thread.join().map_err(|_| Fault::Refused("the commit thread ended badly".to_owned()))?;
        done
    }

    /// The same for the past of a demonstration: each command brings its instant. No other house
    /// has such a door.
    pub fn with_past_door<T>(
        &self,
        work: impl FnOnce(&PastDoor) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if self.province()?.purpose != Purpose::Demo {
            let what = "it is no demonstration: its past is what happened";
            return Err(Fault::Refused(format!("{}: {what}", self.place.location)));
        }
        self.with_door(|door| work(&PastDoor(door.clone())))
    }

    /// Opens the door.
    pub fn door(&self, batch_max: usize) -> Result<(Door, std::thread::JoinHandle<()>), Fault> {
        let erased = self.place.data.join("erased");
        Ok(Door::open(Opening {
            writer: self.db.writer()?,
            source: self.source.clone(),
            erased: Box::new(move |streams| note_erased(&erased, streams)),
            batch_max,
        })?)
    }

    /// The signer of the log's checkpoints.
    pub fn signer(&self) -> Result<LogSigner, Fault> {
        rotate::signer(self)
    }

    /// The province that the ledger belongs to.
    pub fn province(&self) -> Result<Province, Fault> {
        let stream = province::stream();
        let text = self.db.read_now(move |tx| {
            let row = tx.row(&PROVINCE, &[stream.as_str().into()])?;
            row.map(|row| Ok::<_, db::Error>(row.text(0)?.to_owned())).transpose()
        })?;
        let text = text.ok_or_else(|| {
            Fault::Refused(format!(
                "{} has no province yet: run `motcua init --province DIR`",
                self.place.location
            ))
        })?;
        match serde_json::from_str(&text) {
            Ok(domain::State::Province(province)) => Ok(*province),
            Ok(_) | Err(_) => Err(Fault::Refused(
                "the province's snapshot is damaged: run `motcua rebuild`".to_owned(),
            )),
        }
    }

    /// Makes the one-time set-up code of the first administrator. Only its hash is kept.
    pub fn make_setup_code(&self) -> Result<String, Fault> {
        const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let chance: [u8; 20] = self.source.chance();
        let letters = chance.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        let code: String = letters.collect();
        let hash = ledger::hash::sha256(&[code.as_bytes()]).0.to_vec();
        let now = self.source.machine().0;
        let mut writer = self.db.writer()?;
        writer.transaction(|tx| {
            let values = [hash.into(), now.into()];
            tx.execute(&crate::commit::store::ADD_SETUP_CODE, &values).map(drop)
        })?;
        Ok(code)
    }

    /// Refuses to begin with a clock that is behind or far ahead of the last event.
    pub fn check_clock(&self) -> Result<(), Fault> {
        let last = self.head()?.law_time;
        let mut guard = crate::commit::clock::ClockGuard::new(last);
        let seen = guard.observe(self.source.law(), self.source.monotonic());
        seen.map(drop).map_err(|jump| Fault::Door(crate::commit::Error::Clock(jump)))
    }

    /// The house's secret, which keyed hashes are made with.
    #[expect(clippy::disallowed_methods, reason = "the house's own files are read here")]
    pub fn secret(&self) -> Result<HouseSecret, Fault> {
        let path = secret::path(&self.place.data);
        let text = fs::read_to_string(&path).map_err(|source| {
            let at = path.display();
            let what = "the house's secret cannot be read: copy it from another node or its safe";
            Fault::Refused(format!("{at}: {what} ({source})"))
        })?;
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok().and_then(|it| it.try_into().ok());
        let wrong = || Fault::Refused(format!("{}: it is damaged or cut", path.display()));
        Ok(HouseSecret::new(&bytes.ok_or_else(wrong)?))
    }

    /// Makes the house's secret unless it is there. Only its owner may read it.
    #[expect(clippy::disallowed_methods, reason = "the house's own files are written here")]
    pub fn make_secret(&self) -> Result<(), Fault> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let path = secret::path(&self.place.data);
        if path.exists() {
            return Ok(());
        }
        make_directory(&self.place.data.join("keys"))?;
        let text = URL_SAFE_NO_PAD.encode(self.source.chance::<{ secret::SECRET_BYTES }>());
        let open = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let mut file = open.map_err(Fault::file(&path))?;
        writeln!(file, "{text}").and_then(|()| file.sync_all()).map_err(Fault::file(&path))
    }

    /// The files that people sent.
    pub fn vault(&self) -> Vault {
        Vault::on_disk(self.place.data.join(vault::FOLDER))
    }

    /// Where the ledger's private key stands.
    pub fn key_path(&self) -> PathBuf {
        key_path(&self.place.data)
    }

    /// Streams on the list of erased ones whose personal data is still in the database.
    #[expect(clippy::disallowed_methods, reason = "the list of erased streams is kept here")]
    pub fn erased_since_backup(&self) -> Result<Vec<StreamId>, Fault> {
        let path = self.place.data.join("erased");
        let listed = match fs::read_to_string(&path) {
            Ok(listed) => listed,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(Fault::file(path)(source)),
        };
        let mut streams: Vec<StreamId> = listed.lines().map(StreamId::stored).collect();
        streams.sort();
        streams.dedup();
        Ok(self.db.read_now(move |tx| {
            let mut left = Vec::new();
            for stream in streams {
                let values = [stream.as_str().into()];
                if !tx.rows(&crate::commit::store::PERSONAL_OF, &values)?.is_empty() {
                    left.push(stream);
                }
            }
            Ok::<_, db::Error>(left)
        })?)
    }

    /// The head of the log.
    pub fn head(&self) -> Result<Head, Fault> {
        Ok(self.db.read_now(Head::read)?)
    }
}

/// Tells commands one after another, as the operator; stops at the first that is refused.
pub fn tell_all(
    door: &Door,
    commands: impl IntoIterator<Item = Command>,
) -> Result<Vec<Accepted>, Fault> {
    let tell = |command| {
        let request = Request { actor: Actor::administrator(), command, key: None };
        Ok(door.commit_now(request)?)
    };
    commands.into_iter().map(tell).collect()
}

/// Makes a directory that only its owner may enter.
pub(crate) fn make_directory(path: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(Fault::file(path))
}

/// Notes erased streams in a file that stands outside every backup, so that a restore erases
/// them again.
#[expect(clippy::disallowed_methods, reason = "the list of erased streams is kept here")]
fn note_erased(path: &Path, streams: &[StreamId]) -> Result<(), String> {
    use std::io::Write;
    let lines: String = streams.iter().map(|stream| format!("{stream}\n")).collect();
    let append = || {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()
    };
    append().map_err(|source| format!("{}: {source}", path.display()))
}

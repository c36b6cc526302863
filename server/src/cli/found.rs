//! Commands that make and fill a house.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use db::Options;
use domain::Command;
use domain::office::Office;
use domain::province::Purpose;

use super::{At, print_json, progress};
use crate::app::Source;
use crate::fault::Fault;
use crate::house::{Founding, House, MIGRATIONS, tell_all};
use crate::province::files::{Finding, ProvinceFiles, read};
use crate::rebuild;

/// Make a province's database, ledger and key.
#[derive(Debug, Args)]
pub(super) struct Init {
    #[command(flatten)]
    at: At,
    /// The folder with the province's data files.
    #[arg(long, value_name = "DIR")]
    province: PathBuf,
    /// The ledger's public name, as it stands on its checkpoints.
    #[arg(long, value_name = "NAME", default_value = "motcua.local/ledger")]
    origin: String,
    /// The verifier key of --signer.
    #[arg(long, value_name = "VKEY")]
    signer_key: Option<String>,
    /// Verifier key of an administrator who may sign a continuation after a loss; repeatable.
    #[arg(long = "administrator", value_name = "VKEY")]
    administrators: Vec<String>,
}

impl Init {
    pub(super) fn run(self) -> Result<(), Fault> {
        let files = read_province(&self.province)?;
        for key in &self.administrators {
            key.parse::<ledger::note::VerifierKey>()
                .map_err(|source| Fault::Ledger(format!("--administrator {key}: {source}")))?;
        }
        let founding = Founding {
            purpose: Purpose::Production,
            origin: self.origin,
            administrators: self.administrators,
        };
        let options = Options::default();
        let place = self.at.place();
        let house = match (self.at.signer, self.signer_key) {
            (None, None) => House::found(place, Source::real(), &options, &founding)?,
            (Some(command), Some(key)) => {
                let key = key.parse().map_err(|source: ledger::Error| {
                    Fault::Ledger(format!("--signer-key {key}: {source}"))
                })?;
                let kept = (command, key);
                House::found_with_signer(place, Source::real(), &options, &founding, kept)?
            }
            _ => {
                let what = "--signer and --signer-key are named together";
                return Err(Fault::Refused(what.to_owned()));
            }
        };
        let told = load_files(&house, files)?;
        let code = house.make_setup_code()?;
        println!("{}: made, {told} facts told.", house.place.location);
        if house.signer_command.is_none() {
            println!("The ledger's key is {}: keep a copy in a safe.", house.key_path().display());
        }
        println!("Set-up code of the first administrator, shown once: {code}");
        Ok(())
    }
}

/// Bring a database to this version.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    at: At,
}

impl Migrate {
    pub(super) fn run(self) -> Result<(), Fault> {
        let place = self.at.place();
        let db = db::Db::open(&place.location, &Options::default())?;
        let state = db::migrate::state(&db, MIGRATIONS)?;
        match state {
            db::migrate::State::Current => {
                println!("{}: nothing to do.", place.location);
                return Ok(());
            }
            db::migrate::State::Newer { .. } => {
                let what = "it was made by a newer motcua: use that one";
                return Err(Fault::Refused(format!("{}: {what}", place.location)));
            }
            db::migrate::State::Empty | db::migrate::State::Behind { .. } => {}
        }
        if let db::Location::Sqlite(path) = &place.location {
            let copy = path.with_extension(format!("before-{}", MIGRATIONS.len()));
            match db::copy_sqlite(path, &copy) {
                // An earlier attempt was ended after its copy; that copy is the older one.
                Ok(()) | Err(db::Error::Exists(_)) => {}
                Err(error) => return Err(error.into()),
            }
            println!("A copy of the database is {}.", copy.display());
        }
        let mut writer = db.writer()?;
        db::migrate::apply(&mut writer, MIGRATIONS, &mut |migration| {
            println!("migration {} ({})", migration.number, migration.name);
        })?;
        drop(writer);
        // Houses older than accounts have no secret yet.
        House::open(place, Source::real(), &Options::default())?.make_secret()?;
        // What is derived may have gained columns that only what was told can fill.
        match state {
            db::migrate::State::Behind { .. } => rebuild(&self.at),
            db::migrate::State::Current
            | db::migrate::State::Newer { .. }
            | db::migrate::State::Empty => Ok(()),
        }
    }
}

/// The province's data files.
#[derive(Debug, Args)]
pub(super) struct ProvinceCommand {
    #[command(subcommand)]
    verb: ProvinceVerb,
}

#[derive(Debug, Subcommand)]
enum ProvinceVerb {
    /// Say everything that is wrong with the files of a folder.
    Check {
        /// The folder.
        folder: PathBuf,
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// Tell the ledger what changed in the files of a folder.
    Load {
        /// The folder.
        folder: PathBuf,
        #[command(flatten)]
        at: At,
    },
    /// Write the register into a new folder.
    Export {
        /// The folder.
        folder: PathBuf,
        #[command(flatten)]
        at: At,
    },
}

impl ProvinceCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        match self.verb {
            ProvinceVerb::Check { folder, json } => check(&folder, json),
            ProvinceVerb::Load { folder, at } => {
                let files = read_province(&folder)?;
                let told = load_files(&at.open()?, files)?;
                println!("{told} facts told.");
                Ok(())
            }
            ProvinceVerb::Export { folder, at } => {
                let house = at.open()?;
                let (terms, offices) = (house.province()?.terms, house.offices()?);
                let procedures = crate::procedure::export::files(&house)?;
                crate::province::write::write(&folder, &terms, &offices, &procedures)?;
                println!(
                    "{}: {} offices and {} procedures written.",
                    folder.display(),
                    offices.len(),
                    procedures.len()
                );
                Ok(())
            }
        }
    }
}

fn check(folder: &Path, json: bool) -> Result<(), Fault> {
    let found = read(folder);
    if json {
        let findings = found.as_ref().err().into_iter().flatten();
        let each = findings.map(|finding| {
            let Finding { path, line, what } = finding;
            serde_json::json!({ "file": path.display().to_string(), "line": line, "what": what })
        });
        print_json(&serde_json::json!({ "findings": each.collect::<Vec<_>>() }));
    }
    match found {
        Ok(files) if !json => {
            println!("{}: {} facts, no findings.", folder.display(), files.commands.len());
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(findings) => Err(told(&findings)),
    }
}

/// Reads a province's files or says everything that is wrong with them.
pub(super) fn read_province(folder: &Path) -> Result<ProvinceFiles, Fault> {
    read(folder).map_err(|findings| told(&findings))
}

fn told(findings: &[Finding]) -> Fault {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Fault::Findings(format!("{} findings; nothing was loaded\n{}", lines.len(), lines.join("\n")))
}

/// Tells the ledger what the files say and it does not know yet; answers how many facts.
pub(super) fn load_files(house: &House, files: ProvinceFiles) -> Result<usize, Fault> {
    let procedures = files.procedures;
    let terms = domain::province::Event::Described(Box::new(files.terms));
    let offices = files.commands.into_iter().map(Command::Office);
    let commands: Vec<Command> = std::iter::once(Command::Province(terms)).chain(offices).collect();
    let bar = progress((commands.len() + procedures.len()) as u64, "facts");
    let told = house.with_door(|door| {
        let accepted = tell_all(door, commands.into_iter().inspect(|_| bar.inc(1)))?;
        let mut told: usize = accepted.iter().map(|one| one.events.len()).sum();
        for file in procedures.iter().inspect(|_| bar.inc(1)) {
            told += crate::procedure::write::load(house, door, file)?;
        }
        Ok(told)
    })?;
    bar.finish_and_clear();
    Ok(told)
}

/// Make every derived table anew.
pub(super) fn rebuild(at: &At) -> Result<(), Fault> {
    let house = at.open_with(&crate::backup::long_reads())?;
    let total = house.head()?.size;
    let bar = progress(total, "events");
    let mut writer = house.db.writer()?;
    let source = house.source.clone();
    let begun = source.monotonic();
    let done = writer.transaction(|tx| {
        let mut step = |done| bar.set_position(done);
        rebuild::rebuild(&house.db, tx, &mut step)
    })?;
    bar.finish_and_clear();
    let seconds = (source.monotonic() - begun).as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate is shown, not kept")]
    let rate = done as f64 / seconds.max(0.001);
    println!("{done} events rebuilt in {seconds:.1} s ({rate:.0} a second).");
    Ok(())
}

/// The offices of a house, for an export.
impl House {
    /// Every office with all its descriptions, in the order of their streams.
    pub fn offices(&self) -> Result<Vec<Office>, Fault> {
        let rows = self
            .db
            .read_now(|tx| tx.rows(&crate::office::store::STATES, &[]))
            .map_err(Fault::from)?;
        let office = |row: &db::Row| match serde_json::from_str(row.text(0)?) {
            Ok(domain::State::Office(office)) => Ok(office),
            _ => {
                Err(Fault::Refused("an office's snapshot is damaged: run `motcua rebuild`".into()))
            }
        };
        rows.iter().map(office).collect()
    }
}

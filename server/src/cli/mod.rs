//! The command line: what an operator can ask for. See `motcua --help`.

mod carriers;
mod dossier;
mod due;
mod found;
mod keep;
mod keys;
mod procedure;
mod run;
mod token;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use db::{Location, Options};
use domain::province::Purpose;

use crate::app::Source;
use crate::fault::Fault;
use crate::house::{House, Place};

/// A province carries out and measures its administrative reform.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, about, max_term_width = 100)]
struct Line {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve a demonstration of Đắk Nông on this machine, with made-up data.
    Demo(run::Demo),
    /// Serve a province.
    Serve(run::Serve),
    /// Make a province's database, ledger and key.
    Init(found::Init),
    /// Bring a database to this version, after a backup.
    Migrate(found::Migrate),
    /// Check, load or export the province's data files.
    Province(found::ProvinceCommand),
    /// The catalogue of procedures: import, lint, diff, publish, export.
    Procedure(procedure::ProcedureCommand),
    /// Dossiers: take over what is open in an old system.
    Dossier(dossier::DossierCommand),
    /// Say when a dossier is due, and line by line how that was counted.
    Due(due::DueCommand),
    /// Open accounts for officers.
    User(user::UserCommand),
    /// Make every derived table anew from what was told.
    Rebuild(At),
    /// Check the whole ledger, or one proof file.
    Verify(keep::Verify),
    /// Back up the database into one file.
    Backup(keep::Backup),
    /// Make a database from a backup.
    Restore(keep::Restore),
    /// Watch other ledgers: cosign checkpoints that extend what was seen.
    Witness(run::Watch),
    /// Go on with the ledger after a loss.
    Ledger(keys::LedgerCommand),
    /// Make and change keys.
    Key(keys::KeyCommand),
    /// Make, list and withdraw tokens of programs.
    Token(token::TokenCommand),
    /// Vouch for the clock after it jumped ahead.
    Clock(keys::ClockCommand),
    /// Measure this house against the floors of its engine.
    Bench(crate::bench::run::Bench),
}

/// Where the house stands.
#[derive(Clone, Debug, Args)]
pub struct At {
    /// Keys, files and, unless --database says otherwise, the database motcua.sqlite.
    #[arg(long, value_name = "DIR", default_value = "./data")]
    pub data: PathBuf,
    /// Another database: sqlite:PATH or postgres://USER@HOST/NAME.
    #[arg(long, value_name = "ADDRESS", env = "MOTCUA_DATABASE", hide_env_values = true)]
    pub database: Option<Location>,
    /// A command that signs checkpoints, where the ledger's key is kept elsewhere: it reads the
    /// text and prints the 64 bytes of the signature in base64.
    #[arg(long, value_name = "COMMAND")]
    pub signer: Option<PathBuf>,
}

impl At {
    /// The place named.
    pub fn place(&self) -> Place {
        Place::new(self.data.clone(), self.database.clone())
    }

    fn open(&self) -> Result<House, Fault> {
        self.open_with(&Options::default())
    }

    /// Opens the house to tell facts; a demonstration's law time goes on from where it stood.
    fn open_in_time(&self) -> Result<House, Fault> {
        let house = self.open()?;
        match house.province()?.purpose {
            Purpose::Demo => house.source.shift_to(house.head()?.law_time),
            Purpose::Production | Purpose::Bench => house.check_clock()?,
        }
        Ok(house)
    }

    fn open_with(&self, options: &Options) -> Result<House, Fault> {
        let house = House::open(self.place(), Source::real(), options)?;
        Ok(House { signer_command: self.signer.clone(), ..house })
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let line = Line::parse();
    let done = match line.command {
        Verb::Demo(demo) => demo.run(),
        Verb::Serve(serve) => serve.run(),
        Verb::Init(init) => init.run(),
        Verb::Migrate(migrate) => migrate.run(),
        Verb::Province(province) => province.run(),
        Verb::Procedure(procedure) => procedure.run(),
        Verb::Dossier(dossier) => dossier.run(),
        Verb::Due(due) => due.run(),
        Verb::User(user) => user.run(),
        Verb::Rebuild(at) => found::rebuild(&at),
        Verb::Verify(verify) => verify.run(),
        Verb::Backup(backup) => backup.run(),
        Verb::Restore(restore) => restore.run(),
        Verb::Witness(watch) => watch.run(),
        Verb::Ledger(ledger) => ledger.run(),
        Verb::Key(key) => key.run(),
        Verb::Token(token) => token.run(),
        Verb::Clock(clock) => clock.run(),
        Verb::Bench(bench) => bench.run().map(|line| print_json(&line)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("motcua: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// A progress bar at a terminal; nothing elsewhere.
fn progress(total: u64, what: &'static str) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(total);
    let style = "{msg} {wide_bar} {human_pos}/{human_len} {eta}";
    if let Ok(style) = indicatif::ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar.with_message(what)
}

/// Prints a JSON object on one line, for machines.
fn print_json(value: &serde_json::Value) {
    println!("{value}");
}

//! Commands about the ledger's keys and the clock.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::Command;
use domain::province::Event;
use ledger::key::{Signer, SigningKey};
use ledger::note::SignedNote;

use super::At;
use super::keep::read_text;
use crate::app::Source;
use crate::fault::Fault;
use crate::house::tell_all;
use crate::log::resume::Continuation;
use crate::log::rotate;

/// Make and change keys.
#[derive(Debug, Args)]
pub(super) struct KeyCommand {
    #[command(subcommand)]
    verb: KeyVerb,
}

#[derive(Debug, Subcommand)]
enum KeyVerb {
    /// Make a new ledger key, stated under the old one; both sign for 30 days.
    Rotate(At),
    /// Make an administrator's key; prints the verifier key for `init --administrator`.
    New {
        /// The key's name.
        name: String,
        /// The file to write.
        file: PathBuf,
    },
    /// Add a signature of a key to a text or note, and print the note.
    Sign {
        /// The key file.
        key: PathBuf,
        /// The text or note.
        note: PathBuf,
    },
}

impl KeyCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        match self.verb {
            KeyVerb::Rotate(at) => {
                let key = rotate::rotate(&at.open()?)?;
                println!("The ledger's new key is {key}; keep a copy of its file in a safe.");
                println!("The old one signs beside it for 30 days.");
            }
            KeyVerb::New { name, file } => {
                let key = SigningKey::generate(&name, Source::real().chance())?;
                key.write(&file)?;
                println!("{}", key.verifier());
            }
            KeyVerb::Sign { key, note } => {
                let key = SigningKey::read(&key)?;
                print!("{}", signed(&read_text(&note)?, &key)?);
            }
        }
        Ok(())
    }
}

/// A text with one more signature.
fn signed(text: &str, key: &SigningKey) -> Result<SignedNote, ledger::Error> {
    let mut note = match SignedNote::parse(text) {
        Ok(note) => note,
        Err(_) => SignedNote { text: text.to_owned(), signatures: Vec::new() },
    };
    note.signatures.push(Signer::line(key, &note.text)?);
    Ok(note)
}

/// Go on with the ledger after a loss.
#[derive(Debug, Args)]
pub(super) struct LedgerCommand {
    #[command(subcommand)]
    verb: LedgerVerb,
}

#[derive(Debug, Subcommand)]
enum LedgerVerb {
    /// Begin a new origin whose first entry says what the old one lost. Without --signed it prints
    /// the statement that two administrators must sign with `motcua key sign`.
    Continue {
        /// The tail of the log is lost for good.
        #[arg(long, required = true)]
        after_loss: bool,
        /// The last checkpoint that was published.
        #[arg(long, value_name = "FILE")]
        last: PathBuf,
        /// The new origin.
        #[arg(long, value_name = "NAME")]
        origin: String,
        /// The statement with the signatures of two administrators.
        #[arg(long, value_name = "FILE")]
        signed: Option<PathBuf>,
        #[command(flatten)]
        at: At,
    },
}

impl LedgerCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        let LedgerVerb::Continue { last, origin, signed, at, .. } = self.verb;
        let house = at.open()?;
        let continuation = Continuation::new(&house, read_text(&last)?, origin)?;
        let Some(signed) = signed else {
            print!("{}", continuation.statement());
            return Ok(());
        };
        let key = continuation.go_on(&house, &read_text(&signed)?)?;
        println!("The log goes on as {}; its key is {key}.", key.name());
        println!("Tell its witnesses and whoever keeps its checkpoints.");
        Ok(())
    }
}

/// Vouch for the clock after it jumped ahead.
#[derive(Debug, Args)]
pub(super) struct ClockCommand {
    #[command(subcommand)]
    verb: ClockVerb,
}

#[derive(Debug, Subcommand)]
enum ClockVerb {
    /// The clock is right although the last event is long ago: record that it was looked at.
    Accept(At),
}

impl ClockCommand {
    pub(super) fn run(self) -> Result<(), Fault> {
        let ClockVerb::Accept(at) = self.verb;
        let house = at.open()?;
        let last = house.head()?.law_time;
        let now = house.source.law();
        if now < last {
            let (now, last) = (now.rfc3339(), last.rfc3339());
            let what =
                format!("the clock says {now}, before the last event at {last}: set it right");
            return Err(Fault::Refused(what));
        }
        house.with_door(|door| {
            door.accept_clock()?;
            tell_all(door, [Command::Province(Event::ClockAccepted { last })])
        })?;
        println!("The clock was accepted at {}.", now.rfc3339());
        Ok(())
    }
}

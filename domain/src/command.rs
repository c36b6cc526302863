//! Commands: what somebody asks for, and what must be read to decide it.

use crate::event::{Event, PersonalErased, Told};
use crate::refusal::Refusal;
use crate::stream::{Claim, Counter, StreamId};
use crate::view::View;
use crate::{
    account, bench, day_close, dossier, national, office, procedure, province, reading, report,
    request,
};

/// Everything that can be asked for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Of an office.
    Office(office::Command),
    /// Of the province and its ledger.
    Province(province::Command),
    /// Of a procedure and its revisions.
    Procedure(procedure::Command),
    /// Of the national procedure database.
    National(national::Command),
    /// Of an account.
    Account(account::Command),
    /// Of readings of personal data.
    Reading(reading::Command),
    /// Of what a person asked about their data.
    Request(request::Command),
    /// Of a dossier.
    Dossier(dossier::Command),
    /// Of the end of a desk's day.
    DayClose(day_close::Command),
    /// Of a statutory report.
    Report(report::Command),
    /// Of `motcua bench`.
    Bench(bench::Command),
    /// Destroy the personal data of a stream.
    ErasePersonal {
        /// The stream.
        stream: StreamId,
        /// The legal ground, as a code of the retention rules.
        ground: String,
    },
}

/// What a command must see before it can be decided.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// Streams that the command may add events to; locked.
    pub streams: Vec<StreamId>,
    /// Streams relied on but not added to; locked against change only.
    pub facts: Vec<StreamId>,
    /// Claims, whose holders are read as streams in the second round.
    pub claims: Vec<Claim>,
    /// Claims whose holders are only relied on.
    pub fact_claims: Vec<Claim>,
    /// Counters to draw numbers from.
    pub counters: Vec<Counter>,
}

impl Command {
    /// What to read; holders of claims follow in a second round.
    pub fn reads(&self) -> Reads {
        match self {
            Command::Office(command) => command.reads(),
            Command::Province(_) => Reads { streams: vec![province::stream()], ..Reads::default() },
            Command::Procedure(command) => command.reads(),
            Command::National(command) => command.reads(),
            Command::Account(command) => command.reads(),
            Command::Reading(command) => command.reads(),
            Command::Request(command) => command.reads(),
            Command::Dossier(command) => command.reads(),
            Command::DayClose(command) => command.reads(),
            Command::Report(command) => command.reads(),
            Command::Bench(command) => command.reads(),
            Command::ErasePersonal { stream, .. } => {
                Reads { streams: vec![stream.clone()], ..Reads::default() }
            }
        }
    }

    /// Decides. Pure: the same command on the same view gives the same answer.
    pub fn decide(&self, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
        match self {
            Command::Office(command) => office::decide(command, view),
            Command::Province(command) => province::decide(command, view),
            Command::Procedure(command) => procedure::decide(command, view),
            Command::National(command) => national::decide(command, view),
            Command::Account(command) => account::decide(command, view),
            Command::Reading(command) => reading::decide(command, view),
            Command::Request(command) => request::decide(command, view),
            Command::Dossier(command) => dossier::decide(command, view),
            Command::DayClose(command) => day_close::decide(command, view),
            Command::Report(command) => report::decide(command, view),
            Command::Bench(command) => bench::decide(command, view),
            Command::ErasePersonal { stream, ground } => erase(stream, ground, view),
        }
    }
}

fn erase(stream: &StreamId, ground: &str, view: &View<'_>) -> Result<Vec<Told>, Refusal> {
    let state = view.states.get(stream).ok_or_else(|| Refusal::UnknownStream(stream.clone()))?;
    if state.is_erased() {
        return Err(Refusal::AlreadyErased(stream.clone()));
    }
    let event = Event::PersonalErased(PersonalErased { ground: ground.to_owned() });
    Ok(vec![Told { stream: stream.clone(), event }])
}

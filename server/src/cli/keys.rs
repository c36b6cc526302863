//! Commands about the ledger's keys and the clock.

use clap::{Args, Subcommand};
use domain::Command;
use domain::province::Event;

use super::At;
use crate::fault::Fault;
use crate::house::tell_all;

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

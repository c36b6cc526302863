//! The state of a stream, folded from its events; snapshots store it.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::{
    account, bench, day_close, dossier, national, office, procedure, province, reading, report,
    request, tally,
};

/// The schema number of stored snapshots: raise it when a state's shape changes, and older
/// snapshots are folded anew when touched.
pub const SNAPSHOT_SCHEMA: i64 = 3;

/// One stream's state. It holds facts only, never personal data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// An office of the register.
    Office(office::Office),
    /// The province that owns the ledger.
    Province(Box<province::Province>),
    /// A procedure of the catalogue.
    Procedure(procedure::Procedure),
    /// The content of a revision.
    Revision(Box<procedure::Revision>),
    /// What the national database has of a procedure.
    National(Box<national::National>),
    /// An account.
    Account(Box<account::Account>),
    /// What an account read in a day.
    Readings(reading::Readings),
    /// A broken glass.
    Glass(reading::Glass),
    /// What a person asked about their data.
    Request(request::Request),
    /// A dossier.
    Dossier(Box<dossier::Dossier>),
    /// A desk's day as it was closed.
    DayClose(day_close::DayClose),
    /// A report as it was frozen.
    Report(Box<report::Frozen>),
    /// A record of `motcua bench`.
    Bench(bench::Record),
    /// A stream whose personal data was erased: closed to commands.
    Erased(Box<State>),
}

impl State {
    /// Folds one event into a stream's state.
    pub fn apply(before: Option<State>, event: &Event) -> Option<State> {
        match (before, event) {
            (Some(State::Erased(inner)), event) => {
                let open = State::apply(Some(*inner), event)?;
                Some(State::Erased(Box::new(open)))
            }
            (Some(state), Event::PersonalErased(_)) => Some(State::Erased(Box::new(state))),
            (Some(State::Office(office)), Event::Office(event)) => {
                Some(State::Office(office.apply(event)))
            }
            (None, Event::Office(event)) => office::Office::open(event).map(State::Office),
            (Some(State::Province(province)), Event::Province(event)) => {
                Some(State::Province(Box::new(province.apply(event))))
            }
            (None, Event::Province(event)) => {
                province::Province::found(event).map(|it| State::Province(Box::new(it)))
            }
            (Some(State::Procedure(procedure)), Event::Procedure(event)) => {
                Some(State::Procedure(procedure.apply(event)))
            }
            (Some(State::Revision(_)), Event::Procedure(event)) => {
                procedure::Revision::of(event).map(|it| State::Revision(Box::new(it)))
            }
            (None, Event::Procedure(event)) => match procedure::Revision::of(event) {
                Some(revision) => Some(State::Revision(Box::new(revision))),
                None => procedure::Procedure::open(event).map(State::Procedure),
            },
            (Some(State::National(national)), Event::National(event)) => {
                let national = national::National::apply(Some(*national), event);
                Some(State::National(Box::new(national)))
            }
            (None, Event::National(event)) => {
                Some(State::National(Box::new(national::National::apply(None, event))))
            }
            (Some(State::Account(account)), Event::Account(event)) => {
                Some(State::Account(Box::new(account.apply(event))))
            }
            (None, Event::Account(event)) => {
                account::Account::open(event).map(|it| State::Account(Box::new(it)))
            }
            (Some(State::Readings(known)), Event::Reading(reading::Event::Read { .. })) => {
                Some(State::Readings(reading::Readings { count: known.count + 1 }))
            }
            (None, Event::Reading(reading::Event::Read { .. })) => {
                Some(State::Readings(reading::Readings { count: 1 }))
            }
            (Some(State::Glass(glass)), Event::Reading(event)) => {
                Some(State::Glass(glass.apply(event)))
            }
            (None, Event::Reading(event)) => reading::Glass::of(event).map(State::Glass),
            (Some(State::Request(request)), Event::Request(event)) => {
                Some(State::Request(request.apply(event)))
            }
            (None, Event::Request(event)) => request::Request::of(event).map(State::Request),
            (Some(State::Dossier(dossier)), Event::Dossier(event)) => {
                Some(State::Dossier(Box::new(dossier.apply(event))))
            }
            (None, Event::Dossier(event)) => {
                dossier::Dossier::open(event).map(|it| State::Dossier(Box::new(it)))
            }
            (None, Event::DayClose(event)) => Some(State::DayClose(event.closed.clone())),
            (None, Event::Report(frozen)) => Some(State::Report(frozen.clone())),
            (None, Event::Bench(event)) => bench::Record::file(event).map(State::Bench),
            (Some(State::Bench(record)), Event::Bench(event)) => {
                Some(State::Bench(record.apply(event)))
            }
            (before, _) => before,
        }
    }

    /// How a dossier stands, as far as it is counted; `None` for every other record.
    pub fn counted(&self) -> Option<tally::Counted> {
        match self.open() {
            State::Dossier(dossier) => Some(tally::Counted::of(dossier)),
            State::Office(_)
            | State::Province(_)
            | State::Procedure(_)
            | State::Revision(_)
            | State::National(_)
            | State::Account(_)
            | State::Readings(_)
            | State::Glass(_)
            | State::Request(_)
            | State::DayClose(_)
            | State::Report(_)
            | State::Bench(_)
            | State::Erased(_) => None,
        }
    }

    /// Whether personal data of the stream was erased.
    pub fn is_erased(&self) -> bool {
        matches!(self, State::Erased(_))
    }

    /// The state beneath an erasure mark.
    pub fn open(&self) -> &State {
        match self {
            State::Erased(inner) => inner,
            State::Office(_)
            | State::Province(_)
            | State::Procedure(_)
            | State::Revision(_)
            | State::National(_)
            | State::Account(_)
            | State::Readings(_)
            | State::Glass(_)
            | State::Request(_)
            | State::Dossier(_)
            | State::DayClose(_)
            | State::Report(_)
            | State::Bench(_) => self,
        }
    }
}

//! What events make of the read models: one function per feature, the same live and in a rebuild.

use domain::{Event, Header, State, province};

use super::writes::{Job, Writes};
use crate::{account, bench, dossier, jobs, office, procedure, reading, report, request};

/// An event with the state around it.
#[derive(Debug)]
pub struct Projected<'a> {
    /// Identifier of the event.
    pub id: i64,
    /// Identifier of the stream's first event: the record's own in read models.
    pub born: i64,
    /// The header.
    pub header: &'a Header,
    /// What happened.
    pub event: &'a Event,
    /// How a dossier stood before, as far as it is counted.
    pub before: Option<domain::tally::Counted>,
    /// The state after.
    pub after: &'a State,
}

/// Puts what an event changes in the read models into the writes.
pub fn project(projected: &Projected<'_>, writes: &mut Writes) {
    match (projected.event, projected.after.open()) {
        (Event::Office(_), State::Office(office)) => {
            office::store::project(projected, office, writes);
        }
        (Event::Procedure(_), State::Procedure(state)) => {
            procedure::store::project(projected, state, writes);
        }
        (Event::Procedure(_), State::Revision(revision)) => {
            procedure::store::project_revision(projected, revision, writes);
        }
        (Event::National(_), State::National(national)) => {
            procedure::store::project_national(projected, national, writes);
        }
        (Event::Account(event), State::Account(known)) => {
            account::store::project(projected, event, known, writes);
        }
        (Event::Reading(event), State::Readings(_)) => {
            reading::store::project_reading(projected, event, writes);
        }
        (Event::Reading(event), State::Glass(glass)) => {
            reading::store::project_glass(projected, event, glass, writes);
        }
        (Event::Request(event), State::Request(known)) => {
            request::store::project(projected, event, known, writes);
        }
        (Event::Dossier(event), State::Dossier(known)) => {
            dossier::project::project(projected, event, known, writes);
        }
        (Event::DayClose(event), State::DayClose(closed)) => {
            let difference = event.difference.as_deref();
            dossier::counter::store::project_day(closed, difference, writes);
        }
        (Event::Report(_), State::Report(frozen)) => {
            report::store::project(projected, frozen, writes);
        }
        (Event::Bench(event), State::Bench(record)) => {
            bench::store::project(projected, event, record, writes);
        }
        (Event::PersonalErased(_), state) => {
            erase(projected, state, writes);
            // The engine keeps copies of what it deletes until it is told to let go.
            let stream = projected.header.stream.as_str();
            let payload = serde_json::json!({ "stream": stream }).to_string();
            writes.jobs.push(Job { kind: jobs::WIPE, payload });
        }
        (Event::Province(province::Event::Described(_)), _) => {
            // The calendar may be another one: open dossiers are counted anew.
            let payload = serde_json::json!({ "version": projected.id }).to_string();
            writes.jobs.push(Job { kind: jobs::RECOUNT, payload });
        }
        (Event::Province(_), _) => {}
        (
            Event::Office(_)
            | Event::Procedure(_)
            | Event::National(_)
            | Event::Account(_)
            | Event::Reading(_)
            | Event::Request(_)
            | Event::Dossier(_)
            | Event::DayClose(_)
            | Event::Report(_)
            | Event::Bench(_),
            _,
        ) => {
            unreachable!("invariant: apply gives an event's stream the event's kind of state")
        }
    }
}

/// Takes away what the read models hold of an erased stream's personal data.
fn erase(projected: &Projected<'_>, state: &State, writes: &mut Writes) {
    match state {
        State::Account(_) => account::store::erase(projected, writes),
        State::Readings(_) => reading::store::erase_readings(projected, writes),
        State::Glass(_) => reading::store::erase_glass(projected.born, writes),
        State::Request(_) => request::store::erase(projected.born, writes),
        State::Dossier(_) => dossier::project::erase(projected.born, writes),
        State::DayClose(closed) => dossier::counter::store::project_day(closed, None, writes),
        State::Bench(_) => bench::store::erase(projected.born, writes),
        State::Office(_)
        | State::Province(_)
        | State::Procedure(_)
        | State::Revision(_)
        | State::National(_)
        | State::Report(_)
        | State::Erased(_) => {}
    }
}

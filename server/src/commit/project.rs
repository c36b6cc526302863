//! What events make of the read models: one function per feature, the same live and in a rebuild.

use domain::{Event, Header, State};

use super::writes::{Job, Writes};
use crate::{bench, jobs, office, procedure};

/// An event with the state around it.
#[derive(Debug)]
pub struct Projected<'a> {
    /// Identifier of the stream's first event: the record's own in read models.
    pub born: i64,
    /// The header.
    pub header: &'a Header,
    /// What happened.
    pub event: &'a Event,
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
        (Event::Bench(event), State::Bench(record)) => {
            bench::store::project(projected, event, record, writes);
        }
        (Event::PersonalErased(_), state) => {
            if let State::Bench(_) = state {
                bench::store::erase(projected.born, writes);
            }
            // The engine keeps copies of what it deletes until it is told to let go.
            let stream = projected.header.stream.as_str();
            let payload = serde_json::json!({ "stream": stream }).to_string();
            writes.jobs.push(Job { kind: jobs::WIPE, payload });
        }
        (Event::Province(_), _) => {}
        (Event::Office(_) | Event::Procedure(_) | Event::National(_) | Event::Bench(_), _) => {
            unreachable!("invariant: apply gives an event's stream the event's kind of state")
        }
    }
}

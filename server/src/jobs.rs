//! Jobs: what a commit asks to be done afterwards. They stand in the database, written in the same
//! transaction as the events that ask for them, and are done at least once.

pub mod store;
#[cfg(test)]
mod tests;

use db::{Rows, Tx, Value};
use domain::MachineTime;

use crate::commit::{Door, Error};

/// Jobs claimed at a time.
const JOBS_AT_ONCE: i64 = 16;
/// How long a claimed job is left to its worker before another may take it, in microseconds.
const CLAIM_US: i64 = 5 * 60 * 1_000_000;
/// The first pause after a failure, doubled each time, in microseconds.
const PAUSE_US: i64 = 10 * 1_000_000;
/// The longest pause after a failure, in microseconds: six hours.
const PAUSE_US_MAX: i64 = 6 * 3600 * 1_000_000;
/// The longest error that is kept, in characters.
const ERROR_LENGTH_MAX: usize = 500;

/// Destroys what the engine still keeps of erased bytes.
pub const WIPE: &str = "wipe";
/// Takes away what an erased account signed in with.
pub const STRIP: &str = "strip";
/// Destroys questions of a day that name an erased account's person, once the day is over.
pub const FORGET: &str = "forget";

/// Counts the deadlines of open dossiers anew, for a calendar that was declared.
pub const RECOUNT: &str = "recount";

/// A job as its worker gets it. Its identifier stays the same over all attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The identifier.
    pub id: i64,
    /// The kind.
    pub kind: String,
    /// JSON for the kind's function.
    pub payload: String,
    /// How often it was tried before.
    pub attempts: i64,
}

/// Claims due jobs and does them. Answers how many were done.
pub fn work(door: &Door, now: MachineTime) -> Result<usize, Error> {
    let mut done = 0;
    for job in door.work_now(move |tx| claim(tx, now))? {
        let outcome = run(door, &job);
        match &outcome {
            Ok(()) => done += 1,
            Err(error) => tracing::warn!(job = job.id, kind = job.kind, %error, "a job failed"),
        }
        door.work_now(move |tx| settle(tx, &job, outcome.err(), now))?;
    }
    Ok(done)
}

/// Adds a job that no commit asks for, to be done from an instant on.
pub fn add(
    tx: &mut Tx<'_>,
    kind: &'static str,
    payload: &str,
    due: MachineTime,
) -> Result<(), Error> {
    let mut rows = Rows::default();
    for id in tx.take_ids("job_id", 1)? {
        let zero = Value::Int(0);
        let row = [id.into(), kind.into(), payload.into(), due.0.into(), zero.clone(), zero];
        rows.push(row.into());
    }
    tx.each(&crate::commit::store::ADD_JOBS, &rows)?;
    Ok(())
}

/// Takes due jobs that no other worker holds.
fn claim(tx: &mut Tx<'_>, now: MachineTime) -> Result<Vec<Job>, Error> {
    let values = [now.0.into(), JOBS_AT_ONCE.into(), (now.0 + CLAIM_US).into()];
    let rows = tx.rows(&store::CLAIM, &values)?;
    let job = |row: &db::Row| {
        Ok(Job {
            id: row.int(0)?,
            kind: row.text(1)?.to_owned(),
            payload: row.text(2)?.to_owned(),
            attempts: row.int(3)?,
        })
    };
    rows.iter().map(job).collect()
}

fn run(door: &Door, job: &Job) -> Result<(), Error> {
    match job.kind.as_str() {
        WIPE => door.wipe(crate::rebuild::WORDS),
        RECOUNT => crate::dossier::clock::recount(door, &job.payload).map(|_| ()),
        STRIP | FORGET => crate::account::erase::run(door, &job.kind, &job.payload),
        other => Err(Error::Damaged(format!("job kind `{other}` is unknown to this version"))),
    }
}

/// Removes a job that is done; puts a failed one off, longer each time.
fn settle(
    tx: &mut Tx<'_>,
    job: &Job,
    failure: Option<Error>,
    now: MachineTime,
) -> Result<(), Error> {
    let Some(error) = failure else {
        tx.execute(&store::DONE, &[job.id.into()])?;
        return Ok(());
    };
    let doubled = PAUSE_US.saturating_mul(1 << job.attempts.clamp(0, 12));
    let due = now.0 + doubled.min(PAUSE_US_MAX);
    let told: String = error.to_string().chars().take(ERROR_LENGTH_MAX).collect();
    let values: [Value; 3] = [job.id.into(), due.into(), told.into()];
    tx.execute(&store::PUT_OFF, &values)?;
    Ok(())
}

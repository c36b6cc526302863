//! One batch: read, decide, write, commit.

use db::{Engine, Rows, Tx, Value};
use domain::{LawTime, MachineTime};
use ledger::commitment::{Part, Salt, commit};

use super::decide::{Bench, Decided, Fact};
use super::world::World;
use super::{Answer, Counts, Error, Keeper, Request, erase, store};
use crate::attachment;
use crate::log::seal::{self, SEAL_LOCK};
use crate::notice;

/// Event identifiers taken from the database at a time.
const IDS_AT_ONCE: usize = 1024;

impl Keeper {
    /// Commits a batch. Inner results are the commands' answers; the outer error means that
    /// nothing of the batch was committed. `instants` are those that commands bring, where the past
    /// of a demonstration is told; all others are decided when the clock says it is.
    pub(super) fn commit(
        &mut self,
        requests: &[&Request],
        instants: &[Option<LawTime>],
    ) -> Result<Vec<Answer>, Error> {
        let Keeper { writer, source, guard, ids, tree, counts, ready, known: facts, .. } = self;
        let mut grown = None;
        let decided = writer.transaction(|tx| {
            let clock = tx.share_lock(SEAL_LOCK)?;
            let is_past = instants.iter().any(Option::is_some);
            let now = match is_past {
                true => guard.last(),
                false => {
                    let clock = clock.map_or(source.law(), |us| LawTime(us + source.offset_us()));
                    guard.observe(clock, source.monotonic())?
                }
            };
            let world = World::read(tx, requests, facts)?;
            if ids.len() < requests.len() * 4 {
                ids.extend(tx.take_ids("event_id", IDS_AT_ONCE.max(requests.len() * 4))?);
                ids.sort_unstable_by(|a, b| b.cmp(a));
            }
            let now = now.max(world.latest());
            let too_many = || Error::Damaged("a command told too many events".to_owned());
            let mut next = || ids.pop().ok_or_else(too_many);
            let mut bench = Bench { world, now, source, ready, ids: &mut next };
            let mut decided = bench.decide(requests, instants)?;
            if is_past {
                guard.pass(bench.now);
                // Nobody is told today what is made up of last year.
                decided.writes.notices.clear();
            }
            // On SQLite the writer is the sequencer: the batch's events are sealed with it.
            let entries = match tx.engine() {
                Engine::Sqlite => entries(&decided.facts),
                Engine::Postgres => Vec::new(),
            };
            write(tx, requests, &mut decided, source.machine().0)?;
            if !entries.is_empty() {
                let missing = || Error::Damaged("the log head is missing".to_owned());
                grown = Some(tree.clone().ok_or_else(missing)?.append(tx, &entries)?);
            }
            Counts::add(&counts.statements, tx.statements());
            Ok::<_, Error>(decided)
        });
        // Identifiers taken in a transaction that was rolled back will be handed out again.
        let decided = decided.inspect_err(|_| ids.clear())?;
        if let Some(grown) = grown {
            *tree = Some(grown);
        }
        Counts::add(&counts.batches, 1);
        if !decided.erased.is_empty() {
            (self.erased)(&decided.erased).map_err(Error::Damaged)?;
        }
        Ok(decided.outcomes)
    }
}

/// The write set, in one flight for what was told and one for what is derived.
fn write(
    tx: &mut Tx<'_>,
    requests: &[&Request],
    decided: &mut Decided,
    machine_us: i64,
) -> Result<(), Error> {
    let (mut events, mut bodies, mut pending) = (Rows::default(), Rows::default(), Rows::default());
    for fact in std::mem::take(&mut decided.facts) {
        pending.push(vec![fact.id.into()]);
        bodies.push(body_row(&fact.salts, fact.id, fact.encoded.facts, fact.encoded.personal));
        events.push(vec![
            fact.id.into(),
            fact.header.stream.as_str().into(),
            fact.header.version.into(),
            fact.encoded.kind.into(),
            fact.header.law_time.0.into(),
            fact.header_text.into(),
        ]);
    }
    let mut remember = Rows::default();
    for (place, outcome) in &decided.remembered {
        let request = requests[*place];
        let Some(key) = &request.key else { continue };
        remember.push(vec![
            request.actor.id.as_str().into(),
            key.key.as_str().into(),
            key.request.clone().into(),
            outcome.as_str().into(),
            machine_us.into(),
        ]);
    }
    let (taken, released) = claim_rows(decided);
    let mut flight = vec![
        (&store::ADD_EVENTS, &events),
        (&store::ADD_BODIES, &bodies),
        (&store::RELEASE_CLAIMS, &released),
        (&store::TAKE_CLAIMS, &taken),
        (&store::REMEMBER, &remember),
    ];
    if tx.engine() == Engine::Postgres {
        flight.push((&store::ADD_PENDING, &pending));
    }
    flight.retain(|(_, rows)| !rows.is_empty());
    tx.flight(&flight)?;
    let mut writes = std::mem::take(&mut decided.writes);
    add_jobs(tx, &mut writes, machine_us)?;
    notice::add(tx, &writes.notices)?;
    writes.send(tx)?;
    for stream in &decided.erased {
        erase::destroy(tx, stream)?;
        // Its files go with it: the bytes follow once this is durable.
        attachment::reference::erase_of(tx, stream)?;
        crate::apply::draft::erase_of(tx, stream)?;
        notice::erase_of(tx, stream, MachineTime(machine_us))?;
    }
    Ok(())
}

fn body_row(
    [header, facts_salt, personal_salt]: &[Salt; 3],
    id: i64,
    facts: String,
    personal: Option<String>,
) -> Vec<Value> {
    let salts = [header.0, facts_salt.0].concat();
    let own = personal_salt.0.to_vec();
    vec![id.into(), facts.into(), personal.into(), salts.into(), own.into()]
}

fn claim_rows(decided: &Decided) -> (Rows, Rows) {
    let (mut taken, mut released) = (Rows::default(), Rows::default());
    let mut sorted: Vec<_> = decided.taken.iter().collect();
    sorted.sort();
    for (claim, stream) in sorted {
        taken.push(vec![claim.kind.into(), claim.key.as_str().into(), stream.as_str().into()]);
    }
    for claim in &decided.released {
        released.push(vec![claim.kind.into(), claim.key.as_str().into()]);
    }
    (taken, released)
}

fn add_jobs(
    tx: &mut Tx<'_>,
    writes: &mut super::writes::Writes,
    machine_us: i64,
) -> Result<(), Error> {
    let jobs = std::mem::take(&mut writes.jobs);
    if jobs.is_empty() {
        return Ok(());
    }
    let ids = tx.take_ids("job_id", jobs.len())?;
    let mut rows = Rows::default();
    for (id, job) in ids.into_iter().zip(jobs) {
        let zero = Value::Int(0);
        rows.push(vec![
            id.into(),
            job.kind.into(),
            job.payload.into(),
            machine_us.into(),
            zero.clone(),
            zero,
        ]);
    }
    tx.each(&store::ADD_JOBS, &rows)?;
    Ok(())
}

/// The batch's log entries in the order of the log.
fn entries(facts: &[Fact]) -> Vec<seal::Entry> {
    let mut entries: Vec<seal::Entry> = facts.iter().map(entry).collect();
    entries.sort_by(|a, b| a.order().cmp(&b.order()));
    entries
}

fn entry(fact: &Fact) -> seal::Entry {
    let personal = fact.encoded.personal.as_deref().unwrap_or_default();
    let [header_salt, facts_salt, personal_salt] = &fact.salts;
    let parts = [
        commit(Part::Header, header_salt, fact.header_text.as_bytes()),
        commit(Part::Facts, facts_salt, fact.encoded.facts.as_bytes()),
        commit(Part::Personal, personal_salt, personal.as_bytes()),
    ];
    seal::Entry {
        event: fact.id,
        law_time: fact.header.law_time,
        stream: fact.header.stream.clone(),
        version: fact.header.version,
        bytes: ledger::commitment::entry(parts[0], parts[1], parts[2]),
    }
}

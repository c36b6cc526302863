//! The one door: the only code that writes facts.
//!
//! Commands queue up; the commit thread drains what has come while the last batch was synced,
//! reads what they name, decides them in memory, writes everything in few statements, commits
//! durably, and only then answers. See DESIGN section 3.

mod batch;
pub mod clock;
mod decide;
mod erase;
pub mod project;
pub mod store;
mod thread;
mod world;
pub mod writes;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use db::{Tx, Writer};
use domain::event::Actor;
use domain::{Command, LawTime, Refusal, State, StreamId};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};

use crate::app::Source;
use crate::log::seal::Tree;
pub use clock::Jump;
pub(crate) use decide::{put_counter, put_snapshot};
pub use world::{decode, parse_header};

/// Commands that may wait before the door answers "busy".
pub const QUEUE_MAX: usize = 1024;
/// Commands decided in one batch.
pub const BATCH_MAX: usize = 512;
/// How long an idempotency key is remembered, in microseconds of machine time: 30 days.
pub const REMEMBER_US: i64 = 30 * 24 * 3600 * 1_000_000;

/// A command with its actor.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who asks.
    pub actor: Actor,
    /// What for.
    pub command: Command,
    /// The key under which a repeated request gets the first answer again.
    pub key: Option<IdempotencyKey>,
}

/// An idempotency key with the hash of the request that first carried it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The caller's key.
    pub key: String,
    /// SHA-256 of the request.
    pub request: Vec<u8>,
}

/// An event as committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// Its identifier.
    pub event: i64,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream.
    pub version: i64,
    /// Its instant.
    pub law_time: LawTime,
}

/// The answer to an accepted command; it is durable.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The events told; none when everything was known already.
    pub events: Vec<Committed>,
    /// Whether an earlier request with the same key did it.
    pub repeated: bool,
    /// The state of the stream that the command opened, after it; absent where it opened none, or
    /// an earlier request did it.
    pub opened: Option<Arc<State>>,
}

impl Accepted {
    fn to_json(&self) -> String {
        serde_json::to_string(&self.events).expect("invariant: committed events serialise")
    }

    fn from_json(text: &str) -> Result<Accepted, Error> {
        let events = serde_json::from_str(text)
            .map_err(|source| Error::Damaged(format!("remembered outcome: {source}")))?;
        Ok(Accepted { events, repeated: false, opened: None })
    }
}

/// Why a command has no accepted answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no.
    #[error("{0}")]
    Refused(Refusal),
    /// Too many commands wait; nothing was done.
    #[error("too many requests wait at the door: try again in a moment; nothing was done")]
    Busy,
    /// Decisions stand still because of the clock.
    #[error("{0}")]
    Clock(#[from] Jump),
    /// The key was used with another request.
    #[error("idempotency key `{0}` was used with another request: use a new key")]
    KeyReused(String),
    /// The connection broke while committing; with a key the request may be sent again safely.
    #[error("it is not known whether the request was committed: send it again with the same key")]
    Unknown,
    /// The database failed; nothing was done.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// Stored data cannot be read.
    #[error("stored data is damaged: {0}: run `motcua verify`")]
    Damaged(String),
    /// A text or proof of the log was not taken.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// The door has closed.
    #[error("the server is shutting down; nothing was done")]
    Closed,
}

/// The answer to a command.
pub type Answer = Result<Accepted, Error>;
type Work = Box<dyn FnOnce(Result<&mut Writer, Error>) + Send>;

enum Item {
    /// A command; with its instant where the past of a demonstration is told.
    Command(Box<Request>, Option<LawTime>, oneshot::Sender<Answer>),
    Work(Work),
    AcceptClock(oneshot::Sender<()>),
}

/// What the door has done since it opened.
#[derive(Debug, Default)]
pub struct Counts {
    /// Batches committed.
    pub batches: AtomicU64,
    /// Commands accepted.
    pub accepted: AtomicU64,
    /// Commands refused.
    pub refused: AtomicU64,
    /// Commands that failed.
    pub failed: AtomicU64,
    /// Statements sent.
    pub statements: AtomicU64,
}

impl Counts {
    fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }
}

/// The door. Cloning shares it; it closes when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Door {
    queue: mpsc::Sender<Item>,
    counts: Arc<Counts>,
}

/// Notes streams whose personal data a commit destroyed, or says why it could not.
pub type OnErased = Box<dyn FnMut(&[StreamId]) -> Result<(), String> + Send>;

/// How the door was opened.
pub struct Opening {
    /// The database's only writer here.
    pub writer: Writer,
    /// Clocks and chance.
    pub source: Source,
    /// Called with streams whose personal data a commit destroyed, before the answer.
    pub erased: OnErased,
    /// How many commands one batch may take; 1 measures what batching is worth.
    pub batch_max: usize,
}

impl Door {
    /// Opens the door: starts the commit thread. Fails when the log head cannot be read.
    pub fn open(opening: Opening) -> Result<(Door, std::thread::JoinHandle<()>), Error> {
        let (queue, items) = mpsc::channel(QUEUE_MAX);
        let counts = Arc::new(Counts::default());
        let thread = thread::start(opening, items, Arc::clone(&counts))?;
        Ok((Door { queue, counts }, thread))
    }

    /// Commits a command and waits until it is durable.
    pub async fn commit(&self, request: Request) -> Answer {
        let answer = self.send(request)?;
        answer.await.unwrap_or(Err(Error::Closed))
    }

    /// The same for a thread without runtime.
    pub fn commit_now(&self, request: Request) -> Answer {
        self.send(request)?.blocking_recv().unwrap_or(Err(Error::Closed))
    }

    /// Commits many commands in order, several at a time; `answered` hears each answer in turn.
    pub fn commit_all_now(
        &self,
        requests: impl IntoIterator<Item = Request>,
        answered: &mut dyn FnMut(Answer),
    ) {
        self.send_all(requests.into_iter().map(|request| (None, request)), answered);
    }

    fn send_all(
        &self,
        requests: impl IntoIterator<Item = (Option<LawTime>, Request)>,
        answered: &mut dyn FnMut(Answer),
    ) {
        let mut waiting = std::collections::VecDeque::new();
        let mut hear = |receiver: oneshot::Receiver<Answer>| {
            answered(receiver.blocking_recv().unwrap_or(Err(Error::Closed)));
        };
        for (at, request) in requests {
            if waiting.len() >= QUEUE_MAX / 2
                && let Some(first) = waiting.pop_front()
            {
                hear(first);
            }
            match self.send_at(at, request) {
                Ok(receiver) => waiting.push_back(receiver),
                Err(error) => {
                    waiting.drain(..).for_each(&mut hear);
                    return answered(Err(error));
                }
            }
        }
        waiting.drain(..).for_each(hear);
    }

    fn send(&self, request: Request) -> Result<oneshot::Receiver<Answer>, Error> {
        self.send_at(None, request)
    }

    fn send_at(
        &self,
        at: Option<LawTime>,
        request: Request,
    ) -> Result<oneshot::Receiver<Answer>, Error> {
        let (answer, receiver) = oneshot::channel();
        self.enqueue(Item::Command(Box::new(request), at, answer))?;
        Ok(receiver)
    }

    fn enqueue(&self, item: Item) -> Result<(), Error> {
        self.queue.try_send(item).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => Error::Closed,
        })
    }

    /// Runs a transaction on working tables between two batches. It must not write facts.
    pub fn work_now<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.enqueue_work(work)?.blocking_recv().unwrap_or(Err(Error::Closed))
    }

    /// The same from a task.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.enqueue_work(work)?.await.unwrap_or(Err(Error::Closed))
    }

    /// What commands would be answered, each on what is there now; nothing is told. How many
    /// events each would tell, or why it is refused.
    pub fn weigh_now(
        &self,
        requests: Vec<Request>,
        now: LawTime,
    ) -> Result<Vec<Result<usize, Refusal>>, Error> {
        self.work_now(move |tx| {
            let ready = domain::calendar::Ready::default();
            requests.iter().map(|request| weigh(tx, request, now, &ready)).collect()
        })
    }

    /// Has the engine let go of bytes that were deleted: full-text segments, log, dead rows.
    pub fn wipe(&self, words: &'static [&'static str]) -> Result<(), Error> {
        let (answer, receiver) = oneshot::channel();
        let boxed: Work = Box::new(move |writer| {
            let done = writer.and_then(|writer| Ok(writer.wipe(words, crate::rebuild::PERSONAL)?));
            // The asker may have gone; what was done stays done.
            drop(answer.send(done));
        });
        self.enqueue(Item::Work(boxed))?;
        receiver.blocking_recv().unwrap_or(Err(Error::Closed))
    }

    fn enqueue_work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, Error>>, Error> {
        let (answer, receiver) = oneshot::channel();
        let boxed: Work = Box::new(move |writer| {
            let done = writer.and_then(|writer| writer.transaction(work));
            // The asker may have gone; what was done stays done.
            drop(answer.send(done));
        });
        self.enqueue(Item::Work(boxed))?;
        Ok(receiver)
    }

    /// Takes the clock as it is: an operator vouched for it.
    pub fn accept_clock(&self) -> Result<(), Error> {
        let (answer, receiver) = oneshot::channel();
        self.enqueue(Item::AcceptClock(answer))?;
        receiver.blocking_recv().map_err(|_| Error::Closed)
    }

    /// What the door has done.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// How many commands wait.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }
}

/// The door of a demonstration whose past is being made: each command brings the instant at which
/// it is decided, so that hundreds of them, of many instants, are committed at once. Everything
/// else is as at any other door. Only [`crate::house::House::with_past_door`] opens one.
#[derive(Debug)]
pub struct PastDoor(pub(crate) Door);

impl PastDoor {
    /// Commits commands in order, each at its instant; one that lies before the last instant told
    /// is decided at that one, for law time never runs backwards. `answered` hears each answer.
    pub fn commit_all(
        &self,
        requests: impl IntoIterator<Item = (LawTime, Request)>,
        answered: &mut dyn FnMut(Answer),
    ) {
        self.0.send_all(requests.into_iter().map(|(at, request)| (Some(at), request)), answered);
    }

    /// The same door, for reading and for working tables.
    pub fn door(&self) -> &Door {
        &self.0
    }
}

/// What somebody's request with a key was answered before.
pub fn answered_before(
    tx: &mut Tx<'_>,
    actor: &str,
    key: &IdempotencyKey,
) -> Result<Option<Accepted>, Error> {
    match answered(tx, actor, key)? {
        Some((_, false)) => Err(Error::KeyReused(key.key.clone())),
        Some((accepted, true)) => Ok(Some(accepted)),
        None => Ok(None),
    }
}

/// What was answered under a key, and whether to this very request.
pub fn answered(
    tx: &mut Tx<'_>,
    actor: &str,
    key: &IdempotencyKey,
) -> Result<Option<(Accepted, bool)>, Error> {
    let values = [actor.into(), key.key.as_str().into()];
    let Some(row) = tx.row(&store::ANSWERED, &values)? else { return Ok(None) };
    let accepted = Accepted { repeated: true, ..Accepted::from_json(row.text(1)?)? };
    Ok(Some((accepted, row.bytes(0)? == key.request.as_slice())))
}

fn weigh(
    tx: &mut Tx<'_>,
    request: &Request,
    now: LawTime,
    ready: &domain::calendar::Ready,
) -> Result<Result<usize, Refusal>, Error> {
    let world = world::World::read(tx, &[request], &mut world::Known::default())?;
    let now = now.max(world.latest());
    // The identifier that chance would draw is of no account: nothing is kept.
    let view = world.view(&request.actor, now, [0; 16], ready);
    Ok(request.command.decide(&view).map(|told| told.len()))
}

/// What the commit thread owns.
struct Keeper {
    writer: Writer,
    source: Source,
    guard: clock::ClockGuard,
    ids: Vec<i64>,
    tree: Option<Tree>,
    erased: OnErased,
    counts: Arc<Counts>,
    ready: domain::calendar::Ready,
    known: world::Known,
}

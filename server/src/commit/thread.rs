//! The commit thread: drains the queue, batches, answers.

use std::sync::Arc;

use tokio::sync::mpsc::Receiver;
use tokio::sync::oneshot;

use domain::LawTime;
use domain::calendar::Ready;

use super::clock::ClockGuard;
use super::world::Known;
use super::{Answer, BATCH_MAX, Counts, Error, Item, Keeper, Opening, Request, Work, store};
use crate::log::seal::Tree;

type Waiting = (Box<Request>, Option<LawTime>, oneshot::Sender<Answer>);

/// Starts the thread that owns the writer.
pub(super) fn start(
    opening: Opening,
    items: Receiver<Item>,
    counts: Arc<Counts>,
) -> Result<std::thread::JoinHandle<()>, Error> {
    let Opening { mut writer, source, erased, batch_max } = opening;
    let last = writer.transaction(|tx| {
        let row = tx.row(&store::LAST_INSTANT, &[])?;
        Ok::<_, db::Error>(row.map(|row| row.maybe_int(0)).transpose()?.flatten().unwrap_or(0))
    })?;
    let tree = writer.transaction(Tree::load)?;
    let keeper = Keeper {
        writer,
        source,
        guard: ClockGuard::new(LawTime(last)),
        ids: Vec::new(),
        tree,
        erased,
        counts,
        ready: Ready::default(),
        known: Known::default(),
    };
    std::thread::Builder::new()
        .name("commit".to_owned())
        .spawn(move || run(keeper, items, batch_max.clamp(1, BATCH_MAX)))
        .map_err(|source| Error::Damaged(format!("the commit thread did not start: {source}")))
}

fn run(mut keeper: Keeper, mut items: Receiver<Item>, batch_max: usize) {
    let mut waiting: Vec<Waiting> = Vec::with_capacity(batch_max);
    let mut between: Vec<Between> = Vec::new();
    while let Some(first) = items.blocking_recv() {
        sort(first, &mut waiting, &mut between);
        while waiting.len() < batch_max
            && let Ok(next) = items.try_recv()
        {
            sort(next, &mut waiting, &mut between);
        }
        if !waiting.is_empty() {
            keeper.serve(std::mem::take(&mut waiting));
        }
        for step in between.drain(..) {
            match step {
                Between::Work(work) => work(Ok(&mut keeper.writer)),
                Between::AcceptClock(answer) => {
                    keeper.guard.accept(keeper.source.law(), keeper.source.monotonic());
                    answer.send(()).ok();
                }
            }
        }
    }
}

enum Between {
    Work(Work),
    AcceptClock(oneshot::Sender<()>),
}

fn sort(item: Item, waiting: &mut Vec<Waiting>, between: &mut Vec<Between>) {
    match item {
        Item::Command(request, at, answer) => waiting.push((request, at, answer)),
        Item::Work(work) => between.push(Between::Work(work)),
        Item::AcceptClock(answer) => between.push(Between::AcceptClock(answer)),
    }
}

impl Keeper {
    /// Decides and commits a batch and answers everyone.
    fn serve(&mut self, waiting: Vec<Waiting>) {
        let requests: Vec<&Request> = waiting.iter().map(|(request, ..)| &**request).collect();
        let instants: Vec<Option<LawTime>> = waiting.iter().map(|(_, at, _)| *at).collect();
        let outcomes = match self.commit(&requests, &instants) {
            Ok(outcomes) => outcomes,
            Err(error) => self.one_by_one(&requests, &instants, error),
        };
        for ((.., answer), outcome) in waiting.into_iter().zip(outcomes) {
            self.count(&outcome);
            // The asker may have gone; what was done stays done.
            drop(answer.send(outcome));
        }
    }

    /// A failed batch is read and decided again, one command at a time, so that whatever made it
    /// fail spoils only itself.
    fn one_by_one(
        &mut self,
        requests: &[&Request],
        instants: &[Option<LawTime>],
        error: Error,
    ) -> Vec<Answer> {
        stop_on_lost_sync(&error);
        let unknown = matches!(error, Error::Database(db::Error::CommitUnknown));
        if let Error::Clock(jump) = error {
            return requests.iter().map(|_| Err(Error::Clock(jump.clone()))).collect();
        }
        tracing::warn!(%error, commands = requests.len(), "a batch failed and is decided singly");
        let mut answers = Vec::with_capacity(requests.len());
        for (request, at) in requests.iter().zip(instants) {
            if unknown && request.key.is_none() {
                answers.push(Err(Error::Unknown));
                continue;
            }
            let mut outcome = self.commit(&[request], &[*at]);
            if matches!(outcome, Err(Error::Database(db::Error::Conflict(_)))) {
                outcome = self.commit(&[request], &[*at]);
            }
            answers.push(outcome.and_then(|mut one| one.pop().unwrap_or(Err(Error::Closed))));
        }
        answers.iter().filter_map(|answer| answer.as_ref().err()).for_each(stop_on_lost_sync);
        answers
    }

    fn count(&self, outcome: &Answer) {
        let counter = match outcome {
            Ok(_) => &self.counts.accepted,
            Err(Error::Refused(_) | Error::KeyReused(_)) => &self.counts.refused,
            Err(_) => &self.counts.failed,
        };
        Counts::add(counter, 1);
    }
}

/// After a failed sync nobody knows what the disk holds: the process stops, and the next start
/// reads the truth from the database.
fn stop_on_lost_sync(error: &Error) {
    if let Error::Database(db::Error::Fsync(what)) = error {
        tracing::error!(%what, "the disk did not confirm a write; the process stops");
        std::process::exit(74);
    }
}

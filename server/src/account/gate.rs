//! A gate before slow work: so much at once, so much waiting, and everybody else comes again.
//!
//! Hashing a password takes 19 MiB and a core; asking another house may take seconds. A flood of
//! either must take neither all memory nor the threads that answer pages.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// So much is under way that the caller is to come again: HTTP 503.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many at once; come again in a moment")]
pub struct Busy;

/// A gate; its copies are one gate.
#[derive(Clone, Debug)]
pub struct Gate {
    running: Arc<Semaphore>,
    inside: Arc<Semaphore>,
}

impl Gate {
    /// A gate for so many works at once and so many callers in the queue.
    pub fn new(at_once: usize, waiting: usize) -> Gate {
        Gate {
            running: Arc::new(Semaphore::new(at_once)),
            inside: Arc::new(Semaphore::new(at_once + waiting)),
        }
    }

    /// Does the work on a thread for slow work when its turn comes. A caller who goes away gives
    /// up the place in the queue; work that has begun keeps its place until it ends.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let place = self.inside.clone().try_acquire_owned().map_err(|_| Busy)?;
        let turn = self.running.clone().acquire_owned().await.map_err(|_| Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((turn, place));
            done
        });
        // Work that panicked has told so already, and must not take the caller with it.
        done.await.map_err(|_| Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_gate_turns_away_who_comes_after_the_queue_is_full() {
        use std::sync::mpsc::channel;
        let gate = Gate::new(1, 1);
        let (release, held) = channel::<()>();
        let (began, begun) = channel::<()>();
        let first = tokio::spawn({
            let gate = gate.clone();
            async move {
                gate.run(move || {
                    began.send(()).expect("the test listens");
                    held.recv().is_ok()
                })
                .await
            }
        });
        while begun.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        let second = tokio::spawn({
            let gate = gate.clone();
            async move { gate.run(|| 2).await }
        });
        while gate.inside.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(gate.run(|| 3).await, Err(Busy));
        release.send(()).expect("the first waits");
        assert_eq!(first.await.expect("it ran"), Ok(true));
        assert_eq!(second.await.expect("it ran"), Ok(2));
        assert_eq!(gate.run(|| 4).await, Ok(4), "the places are free again");
    }
}

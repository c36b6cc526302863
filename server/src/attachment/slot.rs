//! Who writes which file: one at a time, and whoever comes last goes first.
//!
//! A telephone whose line broke off comes back while the server still waits for the rest on the old
//! line. The newcomer has the old one stop and keep what it has, and goes on from there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Notify, OwnedMutexGuard};

#[derive(Debug, Default)]
struct Slot {
    turn: AtomicU64,
    changed: Notify,
    writing: Arc<tokio::sync::Mutex<()>>,
}

/// The files that somebody works on.
#[derive(Debug, Default)]
pub(super) struct Slots {
    known: Mutex<HashMap<String, Weak<Slot>>>,
}

/// One's turn with a file, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    slot: Arc<Slot>,
    number: u64,
    _writing: OwnedMutexGuard<()>,
}

impl Slots {
    fn slot(&self, id: &str) -> Arc<Slot> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = known.get(id).and_then(Weak::upgrade) {
            return slot;
        }
        known.retain(|_, slot| slot.strong_count() > 0);
        let slot = Arc::new(Slot::default());
        known.insert(id.to_owned(), Arc::downgrade(&slot));
        slot
    }

    /// Has whoever works on a file stop, and takes their place.
    pub(super) async fn take(&self, id: &str) -> Turn {
        let slot = self.slot(id);
        let number = slot.turn.fetch_add(1, Ordering::SeqCst) + 1;
        slot.changed.notify_waiters();
        let writing = Arc::clone(&slot.writing).lock_owned().await;
        Turn { slot, number, _writing: writing }
    }

    /// The same for a thread without runtime, where nobody works on the file.
    pub(super) fn take_idle(&self, id: &str) -> Option<Turn> {
        let slot = self.slot(id);
        let writing = Arc::clone(&slot.writing).try_lock_owned().ok()?;
        let number = slot.turn.load(Ordering::SeqCst);
        Some(Turn { slot, number, _writing: writing })
    }
}

impl Turn {
    /// Whether somebody came later.
    fn is_over(&self) -> bool {
        self.slot.turn.load(Ordering::SeqCst) != self.number
    }

    /// Waits until somebody comes later.
    pub(super) async fn over(&self) {
        loop {
            let changed = self.slot.changed.notified();
            if self.is_over() {
                return;
            }
            changed.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_comes_last_goes_first() {
        let slots = Arc::new(Slots::default());
        let first = slots.take("a").await;
        assert!(!first.is_over() && slots.take_idle("a").is_none());
        assert!(slots.take_idle("b").is_some(), "another file is free");
        let next = tokio::spawn({
            let slots = Arc::clone(&slots);
            async move { slots.take("a").await }
        });
        first.over().await;
        drop(first);
        let next = next.await.expect("its turn");
        assert!(!next.is_over());
        drop(next);
        assert!(slots.take_idle("a").is_some());
        assert!(slots.known.lock().expect("it is whole").values().all(|it| it.strong_count() == 0));
    }
}

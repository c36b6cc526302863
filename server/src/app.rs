//! The one place where time, chance, the environment and files come from.
//!
//! Everything else takes them as values. `clippy.toml` forbids reading them elsewhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use domain::{LawTime, MachineTime};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Where law time, machine time and chance come from.
#[derive(Clone, Debug)]
pub struct Source {
    started: Instant,
    offset_us: Arc<AtomicI64>,
    #[cfg(test)]
    passed_us: Arc<AtomicI64>,
}

impl Source {
    /// The machine's own clocks.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn real() -> Source {
        Source {
            started: Instant::now(),
            offset_us: Arc::new(AtomicI64::new(0)),
            #[cfg(test)]
            passed_us: Arc::default(),
        }
    }

    /// Shifts law time so that now is `law`; the demo's clock. Machine time stays true.
    pub fn shift_to(&self, law: LawTime) {
        self.offset_us.store(law.0 - self.machine().0, Ordering::SeqCst);
    }

    /// By how much law time is shifted against the machine's clock, in microseconds.
    pub fn offset_us(&self) -> i64 {
        self.offset_us.load(Ordering::SeqCst)
    }

    /// Law time by this machine's clock.
    pub fn law(&self) -> LawTime {
        LawTime(self.machine().0 + self.offset_us())
    }

    /// Machine time.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn machine(&self) -> MachineTime {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
        #[cfg(test)]
        let now = now + self.passed_us.load(Ordering::SeqCst);
        MachineTime(now)
    }

    /// Lets machine time pass in a test; law time stays where it is.
    #[cfg(test)]
    pub fn pass(&self, seconds: i64) {
        self.passed_us.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        self.offset_us.fetch_sub(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Time since the start that no setting of clocks can change.
    pub fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    /// Random bytes of a generator that the operating system seeds and reseeds.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that draws chance")]
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        rand::rng().fill_bytes(&mut bytes);
        bytes
    }
}

/// A generator that gives the same numbers again for the same seed and stream: the year of a
/// demonstration is made with it, so that anybody can make the same one. It is no source of chance:
/// keys, salts and secrets come from [`Source::chance`]. Another release of its library may give
/// other numbers, so the same year is promised of the same program only.
pub fn repeatable(seed: u64, stream: u64) -> StdRng {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&stream.to_le_bytes());
    StdRng::from_seed(bytes)
}

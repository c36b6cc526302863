//! The guard of law time: it never runs backwards, and a jump stops decisions until a person looks.

use std::time::Duration;

use domain::LawTime;

/// A jump back of more than this stops decisions.
pub const BEHIND_MAX: Duration = Duration::from_secs(5);
/// A jump ahead of the monotonic clock of more than this stops decisions.
pub const AHEAD_MAX: Duration = Duration::from_secs(10 * 60);
/// At start, a gap since the last event of more than this stops decisions.
pub const IDLE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Why decisions stand still.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Jump {
    /// The clock is behind the last event.
    #[error(
        "the clock says {now}, but the last event was recorded at {last}: set the machine's clock; \
         nothing is decided until it is right",
        now = .now.rfc3339(), last = .last.rfc3339()
    )]
    Behind {
        /// What the clock says.
        now: LawTime,
        /// The last instant recorded.
        last: LawTime,
    },
    /// The clock is far ahead of the last event, or ran faster than time.
    #[error(
        "the clock says {now}, far ahead of {last}, the last instant known: if the clock is right, \
         run `motcua clock accept`; if not, set it; nothing is decided until then",
        now = .now.rfc3339(), last = .last.rfc3339()
    )]
    Ahead {
        /// What the clock says.
        now: LawTime,
        /// The last instant recorded.
        last: LawTime,
    },
}

/// Watches the law clock between batches.
#[derive(Debug)]
pub struct ClockGuard {
    last: LawTime,
    seen: Option<(LawTime, Duration)>,
}

impl ClockGuard {
    /// Starts from the last instant recorded in the ledger.
    pub fn new(last: LawTime) -> ClockGuard {
        ClockGuard { last, seen: None }
    }

    /// The law time of a batch: the clock, never before the last instant, or the jump found.
    pub fn observe(&mut self, now: LawTime, monotonic: Duration) -> Result<LawTime, Jump> {
        if now.0 < self.last.0 - micros(BEHIND_MAX) {
            return Err(Jump::Behind { now, last: self.last });
        }
        match self.seen {
            None if self.last.0 > 0 && now.0 - self.last.0 > micros(IDLE_MAX) => {
                return Err(Jump::Ahead { now, last: self.last });
            }
            Some((then, at)) => {
                let expected = then.0 + micros(monotonic.saturating_sub(at));
                if now.0 - expected > micros(AHEAD_MAX) {
                    return Err(Jump::Ahead { now, last: LawTime(expected) });
                }
            }
            None => {}
        }
        self.seen = Some((now, monotonic));
        self.last = self.last.max(now);
        Ok(self.last)
    }

    /// The last instant known.
    pub fn last(&self) -> LawTime {
        self.last
    }

    /// Facts of an instant were told: nothing is told of an earlier one from now on.
    pub fn pass(&mut self, at: LawTime) {
        self.last = self.last.max(at);
    }

    /// Takes the clock as it is: an operator vouched for it. Nobody can vouch for the past.
    pub fn accept(&mut self, now: LawTime, monotonic: Duration) {
        if now >= self.last {
            self.seen = Some((now, monotonic));
        }
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const START: i64 = 1_576_458_000 * SECOND;

    fn at(seconds: i64) -> LawTime {
        LawTime(START + seconds * SECOND)
    }

    #[test]
    fn a_small_step_back_repeats_the_last_instant() {
        let mut guard = ClockGuard::new(at(0));
        assert_eq!(guard.observe(at(10), Duration::from_secs(10)), Ok(at(10)));
        assert_eq!(guard.observe(at(6), Duration::from_secs(11)), Ok(at(10)));
    }

    #[test]
    fn a_jump_back_of_more_than_five_seconds_stops() {
        let mut guard = ClockGuard::new(at(0));
        assert_eq!(guard.observe(at(10), Duration::ZERO), Ok(at(10)));
        let jump = guard.observe(at(4), Duration::ZERO);
        assert_eq!(jump, Err(Jump::Behind { now: at(4), last: at(10) }));
        guard.accept(at(4), Duration::ZERO);
        assert!(guard.observe(at(4), Duration::ZERO).is_err(), "nobody can vouch for the past");
        assert!(guard.observe(at(11), Duration::ZERO).is_ok(), "a clock set right goes on");
    }

    #[test]
    fn a_jump_ahead_against_the_monotonic_clock_stops_until_accepted() {
        let mut guard = ClockGuard::new(at(0));
        assert!(guard.observe(at(1), Duration::from_secs(1)).is_ok());
        let jump = guard.observe(at(700), Duration::from_secs(2));
        assert_eq!(jump, Err(Jump::Ahead { now: at(700), last: at(2) }));
        guard.accept(at(700), Duration::from_secs(2));
        assert_eq!(guard.observe(at(701), Duration::from_secs(3)), Ok(at(701)));
    }

    #[test]
    fn a_day_without_events_before_the_start_stops() {
        let mut guard = ClockGuard::new(at(0));
        assert!(guard.observe(at(24 * 3600 + 1), Duration::ZERO).is_err());
        let mut fresh = ClockGuard::new(LawTime(0));
        assert!(fresh.observe(at(0), Duration::ZERO).is_ok(), "an empty ledger has no last event");
    }

    #[test]
    fn a_long_quiet_while_running_is_no_jump() {
        let mut guard = ClockGuard::new(at(0));
        assert!(guard.observe(at(1), Duration::from_secs(1)).is_ok());
        let nine_days: i64 = 9 * 24 * 3600;
        let later = Duration::from_secs(1 + nine_days.unsigned_abs());
        assert!(guard.observe(at(1 + nine_days), later).is_ok());
    }
}

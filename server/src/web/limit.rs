//! A limit on requests of one address: a bucket that refills by the minute.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Addresses remembered; beyond it the idle ones are forgotten.
const ADDRESSES_MAX: usize = 65_536;

/// Buckets by address.
#[derive(Debug)]
pub(super) struct Limit {
    a_minute_max: u32,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    seen: Duration,
}

impl Limit {
    /// At most so many requests a minute, and as many at once.
    pub(super) fn new(a_minute_max: u32) -> Limit {
        Limit { a_minute_max, buckets: Mutex::default() }
    }

    /// Whether an address may send one more now (time since the start of the process).
    pub(super) fn admits(&self, address: IpAddr, now: Duration) -> bool {
        let full = f64::from(self.a_minute_max);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES_MAX {
            let idle = Duration::from_secs(60);
            buckets.retain(|_, bucket| now.saturating_sub(bucket.seen) < idle);
        }
        let bucket = buckets.entry(address).or_insert(Bucket { left: full, seen: now });
        let since = now.saturating_sub(bucket.seen).as_secs_f64();
        bucket.left = (bucket.left + since * full / 60.0).min(full);
        bucket.seen = now;
        if bucket.left < 1.0 {
            return false;
        }
        bucket.left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_refills_for_one_address_alone() {
        let limit = Limit::new(60);
        let (a, b): (IpAddr, IpAddr) = ([127, 0, 0, 1].into(), [127, 0, 0, 2].into());
        let now = Duration::from_secs(100);
        assert!((0..60).all(|_| limit.admits(a, now)));
        assert!(!limit.admits(a, now));
        assert!(limit.admits(b, now), "another address is not concerned");
        assert!(limit.admits(a, now + Duration::from_secs(1)), "one a second comes back");
        assert!(!limit.admits(a, now + Duration::from_secs(1)));
    }
}

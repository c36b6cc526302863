//! Counters in the text form that Prometheus reads; served to loopback only.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::state::Site;

/// Upper edges of the buckets of request times, in milliseconds.
const EDGES_MS: [u64; 7] = [1, 5, 20, 100, 500, 2000, 10_000];

/// Counters of requests.
#[derive(Debug, Default)]
pub struct Metrics {
    by_class: [AtomicU64; 6],
    by_time: [AtomicU64; EDGES_MS.len() + 1],
    total_us: AtomicU64,
}

impl Metrics {
    /// Counts an answered request.
    pub fn count(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).min(5);
        self.by_class[class].fetch_add(1, Ordering::Relaxed);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bucket = EDGES_MS.iter().position(|edge| ms < *edge).unwrap_or(EDGES_MS.len());
        self.by_time[bucket].fetch_add(1, Ordering::Relaxed);
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.total_us.fetch_add(us, Ordering::Relaxed);
    }

    /// The text that Prometheus reads.
    pub fn render(site: &Site) -> String {
        let metrics = site.metrics();
        let mut out = String::new();
        let mut line = |text: std::fmt::Arguments<'_>| {
            out.write_fmt(text).and_then(|()| out.write_char('\n')).ok();
        };
        line(format_args!("# TYPE motcua_requests_total counter"));
        for class in 1..=5 {
            let n = metrics.by_class[class].load(Ordering::Relaxed);
            line(format_args!("motcua_requests_total{{class=\"{class}xx\"}} {n}"));
        }
        line(format_args!("# TYPE motcua_request_seconds histogram"));
        let mut sum = 0;
        for (bucket, edge) in EDGES_MS.iter().enumerate() {
            sum += metrics.by_time[bucket].load(Ordering::Relaxed);
            let seconds = Duration::from_millis(*edge).as_secs_f64();
            line(format_args!("motcua_request_seconds_bucket{{le=\"{seconds}\"}} {sum}"));
        }
        sum += metrics.by_time[EDGES_MS.len()].load(Ordering::Relaxed);
        line(format_args!("motcua_request_seconds_bucket{{le=\"+Inf\"}} {sum}"));
        let total = Duration::from_micros(metrics.total_us.load(Ordering::Relaxed)).as_secs_f64();
        line(format_args!("motcua_request_seconds_sum {total}"));
        line(format_args!("motcua_request_seconds_count {sum}"));
        let counts = site.door().counts();
        for (name, counter) in [
            ("batches", &counts.batches),
            ("accepted", &counts.accepted),
            ("refused", &counts.refused),
            ("failed", &counts.failed),
            ("statements", &counts.statements),
        ] {
            line(format_args!("# TYPE motcua_door_{name}_total counter"));
            line(format_args!("motcua_door_{name}_total {}", counter.load(Ordering::Relaxed)));
        }
        line(format_args!("# TYPE motcua_door_waiting gauge"));
        line(format_args!("motcua_door_waiting {}", site.door().waiting()));
        let ledger = site.ledger_status();
        line(format_args!("# TYPE motcua_ledger_size gauge"));
        line(format_args!("motcua_ledger_size {}", ledger.size));
        for (name, age) in
            [("signed", ledger.signed_age_seconds), ("cosigned", ledger.cosigned_age_seconds)]
        {
            if let Some(age) = age {
                line(format_args!("# TYPE motcua_ledger_{name}_age_seconds gauge"));
                line(format_args!("motcua_ledger_{name}_age_seconds {age}"));
            }
        }
        out
    }
}

//! Counters in the text form that Prometheus reads; served to loopback only.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::state::Site;
use crate::outbox::pages::Count;
use crate::outbox::{Way, store};

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

    /// The text that Prometheus reads; `letters` are counted in the outbox just now.
    pub fn render(site: &Site, letters: &[Count]) -> String {
        let mut out = Lines(String::new());
        site.metrics().requests(&mut out);
        door(site, &mut out);
        outbox(site, letters, &mut out);
        ledger(site, &mut out);
        out.0
    }

    fn requests(&self, out: &mut Lines) {
        out.line(format_args!("# TYPE motcua_requests_total counter"));
        for class in 1..=5 {
            let n = self.by_class[class].load(Ordering::Relaxed);
            out.line(format_args!("motcua_requests_total{{class=\"{class}xx\"}} {n}"));
        }
        out.line(format_args!("# TYPE motcua_request_seconds histogram"));
        let mut sum = 0;
        for (bucket, edge) in EDGES_MS.iter().enumerate() {
            sum += self.by_time[bucket].load(Ordering::Relaxed);
            let seconds = Duration::from_millis(*edge).as_secs_f64();
            out.line(format_args!("motcua_request_seconds_bucket{{le=\"{seconds}\"}} {sum}"));
        }
        sum += self.by_time[EDGES_MS.len()].load(Ordering::Relaxed);
        out.line(format_args!("motcua_request_seconds_bucket{{le=\"+Inf\"}} {sum}"));
        let total = Duration::from_micros(self.total_us.load(Ordering::Relaxed)).as_secs_f64();
        out.line(format_args!("motcua_request_seconds_sum {total}"));
        out.line(format_args!("motcua_request_seconds_count {sum}"));
    }
}

/// Lines that Prometheus reads.
struct Lines(String);

impl Lines {
    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        self.0.write_fmt(text).and_then(|()| self.0.write_char('\n')).ok();
    }
}

fn door(site: &Site, out: &mut Lines) {
    let counts = site.door().counts();
    for (name, counter) in [
        ("batches", &counts.batches),
        ("accepted", &counts.accepted),
        ("refused", &counts.refused),
        ("failed", &counts.failed),
        ("statements", &counts.statements),
    ] {
        out.line(format_args!("# TYPE motcua_door_{name}_total counter"));
        out.line(format_args!("motcua_door_{name}_total {}", counter.load(Ordering::Relaxed)));
    }
    out.line(format_args!("# TYPE motcua_door_waiting gauge"));
    out.line(format_args!("motcua_door_waiting {}", site.door().waiting()));
}

fn outbox(site: &Site, letters: &[Count], out: &mut Lines) {
    out.line(format_args!("# TYPE motcua_outbox_tries_total counter"));
    for way in Way::ALL {
        let carrier = way.id();
        for (outcome, n) in site.outbox().counts(way).all() {
            let labels = format_args!("carrier=\"{carrier}\",outcome=\"{outcome}\"");
            out.line(format_args!("motcua_outbox_tries_total{{{labels}}} {n}"));
        }
    }
    let now = site.house().source.machine().0;
    let waiting =
        |way: Way| letters.iter().find(|it| it.way == way.id() && it.state == store::WAITS);
    out.line(format_args!("# TYPE motcua_outbox_waiting gauge"));
    for way in Way::ALL {
        let n = waiting(way).map_or(0, |count| count.n);
        out.line(format_args!("motcua_outbox_waiting{{carrier=\"{}\"}} {n}", way.id()));
    }
    out.line(format_args!("# TYPE motcua_outbox_oldest_seconds gauge"));
    for way in Way::ALL {
        let age = waiting(way).map_or(0, |count| ((now - count.oldest.0) / 1_000_000).max(0));
        out.line(format_args!("motcua_outbox_oldest_seconds{{carrier=\"{}\"}} {age}", way.id()));
    }
}

fn ledger(site: &Site, out: &mut Lines) {
    let ledger = site.ledger_status();
    out.line(format_args!("# TYPE motcua_ledger_size gauge"));
    out.line(format_args!("motcua_ledger_size {}", ledger.size));
    for (name, age) in
        [("signed", ledger.signed_age_seconds), ("cosigned", ledger.cosigned_age_seconds)]
    {
        if let Some(age) = age {
            out.line(format_args!("# TYPE motcua_ledger_{name}_age_seconds gauge"));
            out.line(format_args!("motcua_ledger_{name}_age_seconds {age}"));
        }
    }
}

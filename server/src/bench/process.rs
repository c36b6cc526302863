//! What this process has used, as the operating system counts it.

#![expect(clippy::disallowed_methods, reason = "the system's own accounts are read here")]

use std::fs;

/// Clock ticks of the accounts per second, fixed on Linux.
const TICKS_A_SECOND: f64 = 100.0;

/// Processor seconds used so far, in user and system mode; 0 where the system does not tell.
pub(super) fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let field = |place: usize| -> f64 {
        after_name.split_whitespace().nth(place).and_then(|it| it.parse().ok()).unwrap_or(0.0)
    };
    (field(11) + field(12)) / TICKS_A_SECOND
}

/// Memory of the process's own, in MiB: what no file backs.
pub(super) fn rss_anon_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kib: Option<u64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kib.unwrap_or(0) / 1024
}

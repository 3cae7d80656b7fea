//! What `/metrics` shows, in the text format of Prometheus. Counting costs one atomic addition.
use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering},
};

/// Upper bounds of the duration histogram, in microseconds.
const BOUNDS: [u64; 10] = [50, 100, 250, 500, 1_000, 2_500, 10_000, 50_000, 250_000, 1_000_000];
/// Statuses are counted by their first digit: 2xx to 5xx.
const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

/// Counts of one operation at one of its places.
#[derive(Debug, Default)]
pub struct Tally {
    answers: [AtomicU64; 4],
    durations: [AtomicU64; 11],
    duration_sum: AtomicU64,
}

impl Tally {
    /// Counts one answer; `micros` is how long it took.
    pub fn count(&self, status: u16, micros: u64) {
        let class = usize::from(status / 100).saturating_sub(2);
        let bucket = BOUNDS.iter().position(|bound| micros <= *bound).unwrap_or(BOUNDS.len());
        for (counters, at) in [(&self.answers[..], class), (&self.durations[..], bucket)] {
            if let Some(counter) = counters.get(at) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.duration_sum.fetch_add(micros, Ordering::Relaxed);
    }
    fn total(&self) -> u64 {
        self.durations.iter().map(|bucket| bucket.load(Ordering::Relaxed)).sum()
    }
}

/// Writes the metrics of all operations; those that were never called are left out.
pub fn render<'t>(tallies: impl Iterator<Item = (&'t str, &'t str, &'t Tally)> + Clone, lookups: u64) -> String {
    let mut text = String::new();
    text.push_str("# HELP tenantry_lookups_total Callers and accounts of calls that were read, because none was remembered.\n# TYPE tenantry_lookups_total counter\n");
    let _ = writeln!(text, "tenantry_lookups_total {lookups}");
    let called = tallies.filter(|(_, _, tally)| tally.total() > 0);
    text.push_str("# HELP tenantry_requests_total Answers by operation and class of status.\n# TYPE tenantry_requests_total counter\n");
    for (method, route, tally) in called.clone() {
        for (class, count) in CLASSES.iter().zip(&tally.answers) {
            let count = count.load(Ordering::Relaxed);
            if count > 0 {
                let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{class}\"");
                let _ = writeln!(text, "tenantry_requests_total{{{labels}}} {count}");
            }
        }
    }
    text.push_str("# HELP tenantry_request_duration_seconds Time from request to answer.\n# TYPE tenantry_request_duration_seconds histogram\n");
    for (method, route, tally) in called {
        histogram(&mut text, &format!("method=\"{method}\",route=\"{route}\""), tally);
    }
    text
}

fn histogram(text: &mut String, labels: &str, tally: &Tally) {
    let mut below = 0;
    for (bound, bucket) in BOUNDS.iter().zip(&tally.durations) {
        below += bucket.load(Ordering::Relaxed);
        let seconds = *bound as f64 / 1e6;
        let _ = writeln!(text, "tenantry_request_duration_seconds_bucket{{{labels},le=\"{seconds}\"}} {below}");
    }
    let (total, sum) = (tally.total(), tally.duration_sum.load(Ordering::Relaxed) as f64 / 1e6);
    let _ = writeln!(text, "tenantry_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {total}");
    let _ = writeln!(text, "tenantry_request_duration_seconds_sum{{{labels}}} {sum}");
    let _ = writeln!(text, "tenantry_request_duration_seconds_count{{{labels}}} {total}");
}

//! Latencies of many answers in little memory: buckets that are one part in 64 wide.
use std::time::Duration;

/// Buckets of one power of two.
const STEPS: usize = 64;
const POWERS: usize = 40;

#[derive(Debug, Clone)]
pub struct Latencies {
    counts: Vec<u64>,
    total: u64,
}

impl Default for Latencies {
    fn default() -> Self {
        Latencies { counts: vec![0; STEPS * POWERS], total: 0 }
    }
}

impl Latencies {
    pub fn add(&mut self, latency: Duration) {
        let nanos = u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX);
        if let Some(count) = self.counts.get_mut(bucket(nanos)) {
            *count += 1;
            self.total += 1;
        }
    }
    /// Adds what another load saw.
    pub fn join(&mut self, other: &Latencies) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, more)| *count += more);
        self.total += other.total;
    }
    /// In microseconds; `share` of all answers were at most as slow (0.5, 0.99).
    pub fn percentile(&self, share: f64) -> f64 {
        let wanted = (self.total as f64 * share).ceil() as u64;
        let mut seen = 0;
        let at = self.counts.iter().position(|count| {
            seen += count;
            seen >= wanted.max(1)
        });
        at.map_or(0.0, |at| lower_bound(at) / 1000.0)
    }
}

fn bucket(nanos: u64) -> usize {
    let power = (nanos | 63).ilog2().saturating_sub(6);
    power as usize * STEPS + (nanos >> power) as usize
}

fn lower_bound(bucket: usize) -> f64 {
    match (bucket / STEPS, bucket % STEPS) {
        (0, step) => step as f64,
        (power, step) => ((STEPS + step) as u64).saturating_mul(1 << (power - 1)) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_begins_at_most_one_part_in_64_below_what_falls_into_it() {
        for nanos in [0, 1, 63, 64, 65, 127, 128, 129, 1_000, 123_456, 10_000_000, 30_000_000_000] {
            let lower = lower_bound(bucket(nanos));
            assert!(lower <= nanos as f64 && lower >= nanos as f64 * 63.0 / 64.0, "{nanos}: {lower}");
        }
    }

    #[test]
    fn percentiles_are_those_of_all_answers() {
        let mut latencies = Latencies::default();
        (1..=100).for_each(|millis| latencies.add(Duration::from_millis(millis)));
        for (share, micros) in [(0.5, 50_000.0), (0.99, 99_000.0), (1.0, 100_000.0)] {
            assert!((latencies.percentile(share) - micros).abs() < micros / 60.0, "{share}");
        }
    }
}

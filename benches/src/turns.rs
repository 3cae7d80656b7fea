//! Cases in turns: every round measures each of them once, so that what the machine does meanwhile meets all alike.
use crate::{
    fault::*,
    load::{self, Requests, Until},
    process::Process,
};
use std::time::Duration;

/// What is sent to whom.
pub struct Case<'p> {
    pub name: &'static str,
    pub server: &'p Process,
    pub requests: Requests,
    pub connections: usize,
}

/// How long and how often each case is measured.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: usize,
    pub length: Duration,
}

/// What the rounds of a case found.
#[derive(Debug, Clone)]
pub struct Taken(Vec<Round>);

/// What one round found.
#[derive(Debug, Clone)]
pub struct Round {
    /// Microseconds of the server's processor time for a request.
    pub cpu: f64,
    pub per_second: f64,
    /// Microseconds.
    pub p50: f64,
    /// Microseconds.
    pub p99: f64,
    /// Bytes of an answer with its head.
    pub bytes: f64,
}

impl Taken {
    /// One number of each round.
    pub fn each(&self, number: fn(&Round) -> f64) -> Vec<f64> {
        self.0.iter().map(number).collect()
    }
    /// Microseconds of processor time in each round.
    pub fn cpu(&self) -> Vec<f64> {
        self.each(|round| round.cpu)
    }
    /// Answers a second in each round.
    pub fn per_second(&self) -> Vec<f64> {
        self.each(|round| round.per_second)
    }
}

/// Measures all cases, after a short round for each that does not count.
///
/// # Errors
/// A request that was refused.
pub fn take(effort: Effort, cases: &[Case<'_>]) -> Result<Vec<Taken>> {
    // No request twice: each round goes on elsewhere in the list, the first that does not count included.
    let part = |turn: usize, case: &Case<'_>| turn * case.requests.len() / (effort.rounds + 1);
    for case in cases {
        round(case, part(effort.rounds, case), effort.length / 4)?;
    }
    let mut rounds: Vec<Vec<Round>> = cases.iter().map(|_| Vec::new()).collect();
    for turn in 0..effort.rounds {
        for (case, rounds) in cases.iter().zip(&mut rounds) {
            let measured = round(case, part(turn, case), effort.length);
            rounds.push(measured.map_err(|fault| Fault::new(format!("{}: {fault}", case.name)))?);
        }
    }
    Ok(rounds.into_iter().map(Taken).collect())
}

fn round(case: &Case<'_>, from: usize, length: Duration) -> Result<Round> {
    case.server.warm()?;
    let before = case.server.cpu()?;
    let measured = load::run(case.server, case.connections, &case.requests, from, Until::Elapsed(length))?;
    let cpu = case.server.cpu()? - before;
    Ok(Round {
        cpu: cpu.as_secs_f64() * 1e6 / measured.answers as f64,
        per_second: measured.per_second(),
        bytes: measured.bytes as f64 / measured.answers as f64,
        p50: measured.latencies.percentile(0.5),
        p99: measured.latencies.percentile(0.99),
    })
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (upper, lower) = (values.get(values.len() / 2), values.get(values.len().saturating_sub(1) / 2));
    (upper.copied().unwrap_or(0.0) + lower.copied().unwrap_or(0.0)) / 2.0
}

/// How many times as much as its floor something is: the median of the ratios of each round, since what the machine does
/// for a while meets both sides of the rounds of that while.
pub fn times(measured: &[f64], floor: &[f64]) -> f64 {
    median(measured.iter().zip(floor).map(|(measured, floor)| measured / floor).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_while_that_makes_both_sides_dearer_moves_no_ratio() {
        let (floor, measured) = ([10.0, 10.0, 20.0, 20.0, 20.0], [30.0, 30.0, 60.0, 60.0, 600.0]);
        assert_eq!(times(&measured, &floor), 3.0);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), 2.5);
    }
}

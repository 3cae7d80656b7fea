//! Cases in turns: every round measures each of them once, so that what the machine does meanwhile meets all alike.
use crate::{
    fault::*,
    load::{self, Latencies, Requests, Until},
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

/// The medians of the rounds.
#[derive(Debug, Clone)]
pub struct Taken {
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

struct Round {
    cpu: f64,
    per_second: f64,
    bytes: f64,
    p50: f64,
    p99: f64,
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
    Ok(rounds.iter().map(|rounds| taken(rounds)).collect())
}

fn round(case: &Case<'_>, from: usize, length: Duration) -> Result<Round> {
    case.server.warm()?;
    let before = case.server.cpu()?;
    let measured = load::run(case.server, case.connections, &case.requests, from, Until::Elapsed(length))?;
    let cpu = case.server.cpu()? - before;
    let latencies: &Latencies = &measured.latencies;
    Ok(Round {
        cpu: cpu.as_secs_f64() * 1e6 / measured.answers as f64,
        per_second: measured.per_second(),
        bytes: measured.bytes as f64 / measured.answers as f64,
        p50: latencies.percentile(0.5),
        p99: latencies.percentile(0.99),
    })
}

fn taken(rounds: &[Round]) -> Taken {
    let of = |part: fn(&Round) -> f64| median(rounds.iter().map(part).collect());
    Taken {
        cpu: of(|round| round.cpu),
        per_second: of(|round| round.per_second),
        bytes: of(|round| round.bytes),
        p50: of(|round| round.p50),
        p99: of(|round| round.p99),
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (upper, lower) = (values.get(values.len() / 2), values.get(values.len().saturating_sub(1) / 2));
    (upper.copied().unwrap_or(0.0) + lower.copied().unwrap_or(0.0)) / 2.0
}

//! From the start of the program to its first answer.
use crate::{
    bench::{Bench, LARGE},
    fault::*,
    load::Client,
    outcome::{Outcome, Unit},
    process::{Cores, Process},
    request,
};
use std::time::Instant;

pub fn start(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(LARGE);
    let database = bench.sqlite(&data)?;
    let user = request::users(&data, 1, 1).first().cloned().unwrap_or_default();
    let (mut axum, mut tenantry) = (Vec::new(), Vec::new());
    for _ in 0..3 * bench.effort.rounds {
        axum.push(millis(|| bench.axum(Cores::Own), &request::get("/"))?);
        tenantry.push(millis(|| bench.tenantry(Cores::Own, &database), &user)?);
    }
    let what = format!("start to first answer over {} users", data.large);
    Ok(vec![Outcome::ratio(what, Unit::Millis, &tenantry, ("bare axum", &axum)).at_most(5.0).hard()])
}

fn millis(start: impl Fn() -> Result<Process>, request: &[u8]) -> Result<f64> {
    let begin = Instant::now();
    let process = start()?;
    Client::open(process.address)?.ask(request)?;
    Ok(begin.elapsed().as_secs_f64() * 1000.0)
}

//! The demo: a first start, which makes its data set, and a second one, which finds it.
use crate::{
    bench::Bench,
    fault::*,
    load::Client,
    outcome::{Figure, Outcome, Unit},
    process::{Cores, Process},
    request,
};
use std::{fs, path::Path, time::Instant};

/// Users of the large department, as the demo comes.
const USUAL: usize = 5_000;
const MANY: usize = 1_000_000;

/// Seconds that each start may take at most.
const FIRST: f64 = 15.0;
const SECOND: f64 = 1.0;
const FIRST_OF_MANY: f64 = 180.0;

pub fn demo(bench: &Bench) -> Result<Vec<Outcome>> {
    let [usual, many] = [USUAL, MANY].map(|users| users / bench.divisor);
    let [first, second] = in_a_folder(bench, usual, |folder| {
        let first = seconds(bench, folder, usual)?;
        Ok([first, seconds(bench, folder, usual)?])
    })?;
    let first_of_many = in_a_folder(bench, many, |folder| seconds(bench, folder, many))?;
    let held = |which: &str, users: usize, seconds, most| {
        let what = format!("{which} start of the demo with {users} users");
        Outcome::figure(what, Figure(seconds, Unit::Seconds)).at_most(most).hard()
    };
    Ok(vec![
        held("first", usual, first, FIRST),
        held("second", usual, second, SECOND),
        held("first", many, first_of_many, FIRST_OF_MANY),
    ])
}

/// What is measured over a folder that was not there before, and is not after.
fn in_a_folder<T>(bench: &Bench, users: usize, measure: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let folder = bench.scratch.join(format!("demo-{users}"));
    let measured = measure(&folder)?;
    fs::remove_dir_all(&folder).context("the data of a demo")?;
    Ok(measured)
}

/// From the start of the program to its first answer.
fn seconds(bench: &Bench, folder: &Path, users: usize) -> Result<f64> {
    let (folder, users) = (folder.to_string_lossy(), users.to_string());
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", &folder, "--users", &users];
    let begin = Instant::now();
    let process = Process::start(Cores::Both, &bench.tenantry, &arguments)?;
    Client::open(process.address)?.ask(&request::get("/healthz"))?;
    Ok(begin.elapsed().as_secs_f64())
}

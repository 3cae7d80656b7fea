//! Memory that is the server's alone (`RssAnon`): idle, and after many requests.
use crate::{
    bench::{Bench, LARGE},
    fault::*,
    load::{self, Client, Requests, Until},
    outcome::{Figure, Outcome, Unit},
    process::{Cores, Process},
    request,
    rows::reads::{PAGES, USERS},
};

const REQUESTS: u64 = 100_000;

pub fn memory(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(LARGE);
    let server = bench.tenantry(Cores::Both, &bench.sqlite(&data)?)?;
    Client::open(server.address)?.ask(&request::get("/healthz"))?;
    let idle = mib(&server)?;
    let users = request::users(&data, 1, USERS);
    let pages = request::pages(server.address, &data, 1, 300, PAGES)?;
    // Pages are the larger answers; one request in ten is one.
    let mixed: Requests = users
        .chunks(9)
        .zip(pages.iter().cycle())
        .flat_map(|(nine, page)| [nine, std::slice::from_ref(page)].concat())
        .collect();
    load::run(&server, 16, &mixed, 0, Until::Answered(REQUESTS))?;
    let after = mib(&server)?;
    let held = |what: String, mib| Outcome::figure(what, Figure(mib, Unit::Mib)).at_most(24.0).hard();
    Ok(vec![
        held(format!("anonymous memory, idle over {} users", data.large), idle),
        held(format!("anonymous memory, after {REQUESTS} requests"), after),
    ])
}

fn mib(server: &Process) -> Result<f64> {
    Ok(server.anonymous_kib()? as f64 / 1024.0)
}

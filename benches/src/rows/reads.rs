//! Reads of a subaccount by its master, against a fixed answer of bare axum.
use crate::{
    bench::{Bench, LARGE},
    fault::*,
    outcome::{Figure, Outcome, Unit},
    process::Cores,
    request,
    turns::{Case, take},
};

/// Distinct requests of each kind.
pub const USERS: usize = 100_000;
pub const PAGES: usize = 4_000;
const AXUM: &str = "bare axum";

/// Processor time of one user, of pages and of `/healthz`.
pub fn reads(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(LARGE);
    let axum = bench.axum(Cores::First)?;
    let server = bench.tenantry(Cores::First, &bench.sqlite(&data)?)?;
    let pages = |size| request::pages(server.address, &data, 1, size, PAGES);
    let [axum, healthz, user, page_30, page_300] = &take(
        bench.effort,
        &[
            Case { name: "axum", server: &axum, requests: request::same("/"), connections: 16 },
            Case { name: "healthz", server: &server, requests: request::same("/healthz"), connections: 16 },
            Case { name: "user", server: &server, requests: request::users(&data, 1, USERS), connections: 16 },
            Case { name: "page of 30", server: &server, requests: pages(30)?, connections: 16 },
            Case { name: "page of 300", server: &server, requests: pages(300)?, connections: 16 },
        ],
    )?[..] else {
        return Err(Fault::new("a case is missing"));
    };
    let million = data.large;
    let against = |what: String, cpu: f64| Outcome::ratio(what, Figure(cpu, Unit::Cpu), AXUM, axum.cpu);
    Ok(vec![
        against(format!("one of {million} users, {:.0} B", user.bytes), user.cpu).at_most(3.0),
        against(format!("page of 30, {:.0} B", page_30.bytes), page_30.cpu).at_most(9.0),
        against(format!("page of 300, {:.0} B", page_300.bytes), page_300.cpu).at_most(38.0),
        against("`/healthz`".to_owned(), healthz.cpu).at_most(1.2),
        Outcome::figure("one user, requests a second", Figure(user.per_second, Unit::PerSecond)),
        Outcome::figure("page of 30, requests a second", Figure(page_30.per_second, Unit::PerSecond)),
    ])
}

/// Time to answer one user with one client.
pub fn latency(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(LARGE);
    let axum = bench.axum(Cores::First)?;
    let server = bench.tenantry(Cores::First, &bench.sqlite(&data)?)?;
    let [axum, user] = &take(
        bench.effort,
        &[
            Case { name: "axum", server: &axum, requests: request::same("/"), connections: 1 },
            Case { name: "user", server: &server, requests: request::users(&data, 1, USERS), connections: 1 },
        ],
    )?[..] else {
        return Err(Fault::new("a case is missing"));
    };
    Ok(vec![
        Outcome::ratio("one user, one client, median", Figure(user.p50, Unit::Micros), AXUM, axum.p50).at_most(1.25),
        Outcome::ratio("one user, one client, 99th percentile", Figure(user.p99, Unit::Micros), AXUM, axum.p99)
            .at_most(1.5),
    ])
}

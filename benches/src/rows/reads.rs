//! Reads of a subaccount by its master, against a fixed answer of bare axum.
use crate::{
    bench::{Bench, LARGE},
    fault::*,
    outcome::{Figure, Outcome, Unit},
    process::Cores,
    request,
    turns::{Case, Taken, median, take},
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
    let floor = axum.cpu();
    let against = |what: String, taken: &Taken| Outcome::ratio(what, Unit::Cpu, &taken.cpu(), (AXUM, &floor));
    let bytes = |taken: &Taken| median(taken.each(|round| round.bytes));
    let sized = |what: &str, taken: &Taken| against(format!("{what}, {:.0} B", bytes(taken)), taken);
    let per_second = |what: &str, taken: &Taken| {
        let measured = Figure(median(taken.per_second()), Unit::PerSecond);
        Outcome::figure(format!("{what}, requests a second"), measured)
    };
    Ok(vec![
        sized(&format!("one of {million} users"), user).at_most(3.0),
        sized("page of 30", page_30).at_most(9.0),
        sized("page of 300", page_300).at_most(38.0),
        against("`/healthz`".to_owned(), healthz).at_most(1.2),
        per_second("one user", user),
        per_second("page of 30", page_30),
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
    let against = |what, number| Outcome::ratio(what, Unit::Micros, &user.each(number), (AXUM, &axum.each(number)));
    Ok(vec![
        against("one user, one client, median", |round| round.p50).at_most(1.25),
        against("one user, one client, 99th percentile", |round| round.p99).at_most(1.5),
    ])
}

//! Creates that are on the disk before they are answered, and readers beside them.
use crate::{
    bench::{Bench, SMALL},
    data::Data,
    fault::*,
    load::{self, Latencies, Requests, Until},
    outcome::{Outcome, Unit},
    process::{Cores, Process},
    request,
    rows::reads::PAGES,
    turns::{Case, Taken, take},
};
use serde_json::json;
use std::{sync::Arc, thread, time::Duration};

/// More than any disk takes in a second.
const PER_SECOND: f64 = 40_000.0;

/// Creates a second with 64 clients: many to a commit, one to a commit, and many with answers before the disk has them.
pub fn creates(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(SMALL);
    let server = |name, switches: &[&str]| bench.switched(Cores::Both, &bench.copy(&data, name)?, switches);
    let grouped = server("grouped", &[])?;
    let one_each = server("one-each", &["--one-each"])?;
    let normal = server("normal", &["--normal"])?;
    let requests = people(&data, bench.effort.length.mul_f64(bench.effort.rounds as f64 + 1.0));
    let case = |name, server| Case { name, server, requests: requests.clone(), connections: 64 };
    let cases = [case("grouped", &grouped), case("one each", &one_each), case("normal", &normal)];
    let [grouped, one_each, normal] = &take(bench.effort, &cases)?[..] else {
        return Err(Fault::new("a case is missing"));
    };
    let against = |name, other: &Taken| {
        let (measured, floor) = (grouped.per_second(), other.per_second());
        Outcome::ratio("durable creates, 64 clients", Unit::PerSecond, &measured, (name, &floor)).hard()
    };
    Ok(vec![
        against("a transaction each", one_each).at_least(5.0),
        against("`synchronous=NORMAL`", normal).at_least(0.9),
    ])
}

/// The slowest of a hundred pages with four readers, alone and beside 16 writers.
pub fn beside(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(SMALL);
    let server = bench.switched(Cores::Both, &bench.copy(&data, "beside")?, &[])?;
    let pages = request::pages(server.address, &data, 1, 30, PAGES)?;
    let length = bench.effort.length;
    let people = people(&data, length.mul_f64(bench.effort.rounds as f64 + 1.0));
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for round in 0..bench.effort.rounds {
        alone.push(read(&server, &pages, length)?.percentile(0.99));
        let writers =
            Load { server: &server, requests: &people, from: round * people.len() / bench.effort.rounds, length };
        together.push(read_beside(&writers, &pages)?.percentile(0.99));
    }
    let what = "page of 30 beside 16 writers, 4 readers, 99th percentile";
    Ok(vec![Outcome::ratio(what, Unit::Micros, &together, ("without writers", &alone)).at_most(6.0)])
}

struct Load<'b> {
    server: &'b Process,
    requests: &'b Requests,
    from: usize,
    length: Duration,
}

fn read(server: &Process, pages: &Requests, length: Duration) -> Result<Latencies> {
    Ok(load::run(server, 4, pages, 0, Until::Elapsed(length))?.latencies)
}

fn read_beside(writers: &Load<'_>, pages: &Requests) -> Result<Latencies> {
    let Load { server, requests, from, length } = *writers;
    thread::scope(|scope| {
        let writing = scope.spawn(move || load::run(server, 16, requests, from, Until::Elapsed(length)));
        let latencies = read(server, pages, length);
        writing.join().map_err(|_| Fault::new("the writers ended early"))??;
        latencies
    })
}

/// People who do not exist yet, more than can be created within `length`.
fn people(data: &Data, length: Duration) -> Requests {
    let path = format!("/v2/accounts/{}/users", data.account(0));
    let person = |at| {
        let info =
            json!({"email": format!("new{at}@bench.example"), "first_name": "Nova", "last_name": "Neumann", "type": 1});
        request::post(&path, &json!({"action": "custCreate", "user_info": info}).to_string())
    };
    let count = (length.as_secs_f64() * PER_SECOND) as u64;
    Arc::from_iter((0..count).map(person))
}

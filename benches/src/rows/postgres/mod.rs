//! Reads on PostgreSQL, against its driver that sends the same statements in the same round trips on as many connections.
mod driver;
mod relay;

pub use driver::{DriveOptions, run as drive};

use crate::{
    bench::{Bench, LARGE},
    data::{self, Data},
    fault::*,
    load::{self, Client, Requests, Until},
    outcome::{Figure, Outcome, Unit},
    process::{Cores, cpu_of},
    request,
    turns::times,
};
use ::postgres::NoTls;
use driver::Driver;
use relay::{Relay, Trip};
use std::time::Duration;

/// Requests of a kind; the driver is taught each of them.
const REQUESTS: usize = 500;
/// Connections of the server, and of the driver.
const CONNECTIONS: usize = 8;
const CLIENTS: usize = 2 * CONNECTIONS;

pub fn measure(bench: &Bench) -> Result<Vec<Outcome>> {
    let (data, url) = (bench.scaled(LARGE), made(bench)?);
    data::fill_postgres(&data, &url)?;
    let mut outcomes = Vec::new();
    for (what, requests) in kinds(bench, &url, &data)? {
        let trips = learned(bench, &url, &requests)?;
        outcomes.extend(turns(bench, &url, &requests, &trips)?.outcomes(what));
    }
    Ok(outcomes)
}

/// The version of a server: `15.14`.
///
/// # Errors
/// It does not answer.
pub fn version(server: &str) -> Result<String> {
    let mut client = ::postgres::Client::connect(server, NoTls).context("PostgreSQL")?;
    let row = client.query_one("SHOW server_version", &[]).context("the version of PostgreSQL")?;
    let version: String = row.try_get(0).context("the version of PostgreSQL")?;
    Ok(version.split(' ').next().unwrap_or_default().to_owned())
}

/// A database with the text order that the server asks for.
fn made(bench: &Bench) -> Result<String> {
    let server = bench.postgres.as_deref().context("the address of a PostgreSQL")?;
    let mut client = ::postgres::Client::connect(server, NoTls).context("PostgreSQL")?;
    client.batch_execute("CREATE DATABASE bench LOCALE 'C' TEMPLATE template0").context("a database")?;
    let (server, _) = server.rsplit_once('/').context("a database in the address")?;
    Ok(format!("{server}/bench"))
}

fn kinds(bench: &Bench, url: &str, data: &Data) -> Result<[(&'static str, Requests); 2]> {
    let server = bench.tenantry(Cores::Both, url)?;
    let pages = request::pages(server.address, data, 1, 30, REQUESTS)?;
    Ok([("one user", request::users(data, 1, REQUESTS)), ("page of 30", pages)])
}

/// What the server sends to the database for each of the requests, as a relay between them sees it.
fn learned(bench: &Bench, url: &str, requests: &Requests) -> Result<Vec<Vec<Trip>>> {
    let relay = Relay::start(url, &bench.scratch)?;
    // Without the jobs of a whole server, whose statements are nobody's request.
    let server = bench.switched(Cores::Both, relay.url(), &[])?;
    // First every connection is opened, and every statement prepared on it.
    load::run(&server, CLIENTS, requests, 0, Until::Answered(4 * REQUESTS as u64))?;
    let mut client = Client::open(server.address)?;
    relay.settled();
    let mut trips = Vec::with_capacity(requests.len());
    for request in requests.iter() {
        client.ask(request)?;
        // The end of a transaction may follow the answer.
        trips.push(reads(relay.settled()));
    }
    Ok(trips)
}

/// Without the transactions that change something: now and then a request leases a part of a limit, which it cannot do
/// again and again.
fn reads(trips: Vec<Trip>) -> Vec<Trip> {
    let is_end = |trip: &Trip| matches!(trip, Trip::Simple(text) if !text.starts_with("BEGIN"));
    let changes = |trip: &Trip| matches!(trip, Trip::Prepared { text, .. } if !text.starts_with("SELECT"));
    let transactions = trips.split_inclusive(is_end).filter(|transaction| !transaction.iter().any(changes));
    transactions.flatten().cloned().collect()
}

/// What rounds found about one side.
#[derive(Default)]
struct Side {
    /// Microseconds for a request, of the program and of the database for it.
    cpu: Vec<f64>,
    per_second: Vec<f64>,
}

#[derive(Default)]
struct Sides {
    tenantry: Side,
    driver: Side,
}

fn turns(bench: &Bench, url: &str, requests: &Requests, trips: &[Vec<Trip>]) -> Result<Sides> {
    let server = bench.tenantry(Cores::Both, url)?;
    let mut driver = Driver::start(bench, url, CONNECTIONS, trips)?;
    let length = bench.effort.length;
    load::run(&server, CLIENTS, requests, 0, Until::Elapsed(length / 4))?;
    driver.drive(length / 4)?;
    let mut sides = Sides::default();
    for _ in 0..bench.effort.rounds {
        sides.tenantry.round(url, server.id(), || {
            let measured = load::run(&server, CLIENTS, requests, 0, Until::Elapsed(length))?;
            Ok((measured.answers, measured.elapsed))
        })?;
        sides.driver.round(url, driver.id(), || driver.drive(length))?;
    }
    Ok(sides)
}

impl Side {
    fn round(&mut self, url: &str, id: u32, run: impl FnOnce() -> Result<(u64, Duration)>) -> Result<()> {
        let before = database_cpu(url)? + cpu_of(id)?;
        let (answers, elapsed) = run()?;
        let cpu = database_cpu(url)? + cpu_of(id)? - before;
        self.cpu.push(cpu.as_secs_f64() * 1e6 / answers as f64);
        self.per_second.push(answers as f64 / elapsed.as_secs_f64());
        Ok(())
    }
}

/// Of the processes of the database that work for clients, so far.
fn database_cpu(url: &str) -> Result<Duration> {
    const BACKENDS: &str =
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    let mut client = ::postgres::Client::connect(url, NoTls).context("PostgreSQL")?;
    let backends = client.query(BACKENDS, &[]).context("the processes of PostgreSQL")?;
    backends.iter().map(|row| cpu_of(row.get::<_, i32>(0).unsigned_abs())).sum()
}

impl Sides {
    /// The goal is the share of the driver's work in ours.
    fn outcomes(self, what: &str) -> [Outcome; 2] {
        let Sides { tenantry, driver } = self;
        let ratio = |what, unit, measured: &[f64], floor: &[f64]| {
            Outcome::ratio(format!("PostgreSQL: {what}"), unit, measured, ("its driver", floor))
        };
        let work = ratio(format!("{what}, with the database's work"), Unit::Cpu, &tenantry.cpu, &driver.cpu);
        let share = Figure(times(&driver.cpu, &tenantry.cpu), Unit::Times);
        let per_second = (&tenantry.per_second[..], &driver.per_second[..]);
        let rates = ratio(format!("{what}, requests a second"), Unit::PerSecond, per_second.0, per_second.1);
        [Outcome { held: share, ..work }.at_least(0.65), rates]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_leases_is_not_repeated() {
        let simple = |text: &str| Trip::Simple(text.to_owned());
        let prepared = |text: &str| Trip::Prepared { text: text.to_owned(), params: Vec::new() };
        let read = [simple("BEGIN READ ONLY"), prepared("SELECT 1"), simple("COMMIT")];
        let lease = [simple("BEGIN"), prepared("SELECT 2"), prepared("INSERT 3"), simple("COMMIT")];
        let seen = [&read[..], &lease, &read, &[prepared("SELECT 4")]].concat();
        assert_eq!(reads(seen), [&read[..], &read, &[prepared("SELECT 4")]].concat());
    }
}

//! The floor on PostgreSQL: its driver alone, sending what the server was seen to send.
use super::relay::Trip;
use crate::{bench::Bench, fault::*, process::Cores};
use ::postgres::{
    Client, NoTls, Statement,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use clap::Args;
use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Stdio},
    thread,
    time::{Duration, Instant},
};

#[derive(Debug, Clone, Args)]
pub struct DriveOptions {
    #[arg(long)]
    url: String,
    /// Round trips by request, as JSON
    #[arg(long)]
    trips: PathBuf,
    #[arg(long)]
    connections: usize,
}

/// The process of the driver, held at the other end of its input and output.
pub struct Driver {
    child: Child,
    orders: ChildStdin,
    counts: BufReader<ChildStdout>,
}

impl Driver {
    pub fn start(bench: &Bench, url: &str, connections: usize, trips: &[Vec<Trip>]) -> Result<Self> {
        let file = bench.scratch.join("trips.json");
        fs::write(&file, serde_json::to_vec(trips).context("trips")?).context("trips")?;
        let mut command = Cores::Both.command(&bench.own("bench"));
        command.args(["drive", "--url", url, "--connections", &connections.to_string(), "--trips"]).arg(file);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("the driver")?;
        let (orders, counts) = (child.stdin.take(), child.stdout.take());
        let (orders, counts) = orders.zip(counts).context("the driver's input and output")?;
        Ok(Driver { child, orders, counts: BufReader::new(counts) })
    }
    pub fn id(&self) -> u32 {
        self.child.id()
    }
    /// Lets it work for so long; how many requests it did, and how long that was.
    pub fn drive(&mut self, length: Duration) -> Result<(u64, Duration)> {
        let begin = Instant::now();
        writeln!(self.orders, "{}", length.as_millis()).context("the driver")?;
        let mut line = String::new();
        self.counts.read_line(&mut line).context("the driver")?;
        Ok((line.trim().parse().context("the driver's count")?, begin.elapsed()))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.child.kill().and_then(|()| self.child.wait()));
    }
}

/// For each line of its input, a number of milliseconds, works for so long on all connections and says how many requests
/// it did.
pub fn run(options: &DriveOptions) -> Result<()> {
    let trips: Vec<Vec<Trip>> = serde_json::from_slice(&fs::read(&options.trips).context("trips")?).context("trips")?;
    let mut links = (0..options.connections).map(|_| Link::open(&options.url, &trips)).collect::<Result<Vec<_>>>()?;
    for line in std::io::stdin().lines() {
        let length = Duration::from_millis(line.context("input")?.parse().context("milliseconds")?);
        let until = Instant::now() + length;
        let counts = thread::scope(|scope| {
            let threads: Vec<_> = links.iter_mut().map(|link| scope.spawn(move || link.work(until))).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().map_err(|_| Fault::new("a thread"))?)
                .collect::<Result<Vec<u64>>>()
        })?;
        println!("{}", counts.iter().sum::<u64>());
    }
    Ok(())
}

struct Link {
    client: Client,
    requests: Vec<Vec<Step>>,
    next: usize,
}

enum Step {
    Simple(String),
    Prepared(Statement, Vec<Raw>),
}

impl Link {
    fn open(url: &str, trips: &[Vec<Trip>]) -> Result<Self> {
        let mut client = Client::connect(url, NoTls).context("PostgreSQL")?;
        let mut known = std::collections::HashMap::<&str, Statement>::new();
        let mut requests = Vec::with_capacity(trips.len());
        for trips in trips {
            let mut steps = Vec::with_capacity(trips.len());
            for trip in trips {
                steps.push(match trip {
                    Trip::Simple(text) => Step::Simple(text.clone()),
                    Trip::Prepared { text, params } => {
                        let statement = match known.get(text.as_str()) {
                            Some(statement) => statement.clone(),
                            None => client.prepare(text).context("a statement")?,
                        };
                        known.insert(text, statement.clone());
                        Step::Prepared(statement, params.iter().cloned().map(Raw).collect())
                    }
                });
            }
            requests.push(steps);
        }
        Ok(Link { client, requests, next: 0 })
    }
    fn work(&mut self, until: Instant) -> Result<u64> {
        let mut count = 0;
        while Instant::now() < until {
            self.next = (self.next + 1) % self.requests.len().max(1);
            for step in self.requests.get(self.next).context("requests")? {
                match step {
                    Step::Simple(text) => self.client.batch_execute(text).map_err(|cause| said(text, &cause))?,
                    Step::Prepared(statement, params) => {
                        let params: Vec<_> = params.iter().map(|param| param as &(dyn ToSql + Sync)).collect();
                        self.client.query(statement, &params).map_err(|cause| said("a statement", &cause))?;
                    }
                }
            }
            count += 1;
        }
        Ok(count)
    }
}

/// What the database has against a statement.
fn said(text: &str, cause: &::postgres::Error) -> Fault {
    Fault::new(format!("{text}: {}", cause.as_db_error().map_or_else(|| cause.to_string(), ToString::to_string)))
}

/// A value in the form in which it was seen.
#[derive(Debug)]
struct Raw(Option<Vec<u8>>);

impl ToSql for Raw {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn Error + Sync + Send>> {
        Ok(match &self.0 {
            Some(bytes) => {
                out.extend_from_slice(bytes);
                IsNull::No
            }
            None => IsNull::Yes,
        })
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

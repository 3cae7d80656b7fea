//! The load generator: connections that are kept open, requests that were written before, one thread, one `epoll`.
mod connection;
mod latencies;

pub use latencies::Latencies;

use crate::{
    fault::*,
    process::{Cores, Process},
};
use connection::{Connection, Received};
use mio::{Events, Interest, Poll, Token};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

/// Requests, whole and in the order in which they are sent; after the last the first follows.
pub type Requests = Arc<[Vec<u8>]>;

/// When a load ends.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    Elapsed(Duration),
    Answered(u64),
}

/// What one load saw.
#[derive(Debug, Default)]
pub struct Measured {
    pub answers: u64,
    pub elapsed: Duration,
    pub latencies: Latencies,
    /// Bytes of answers, headers included.
    pub bytes: u64,
}

impl Measured {
    pub fn per_second(&self) -> f64 {
        self.answers as f64 / self.elapsed.as_secs_f64()
    }
}

/// How long a server may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// Each of `connections` sends its next request as soon as its last one is answered.
///
/// A load that has a core of its own never sleeps on it: waking it would take processor time of the server, and only of
/// one that is slower than the load. It does sleep where the server runs on both cores, so as not to take half of the
/// machine from it, and so does a single client, as clients do: of that one the latency is asked.
///
/// # Errors
/// The first answer that is not a success, or a connection that breaks.
pub fn run(server: &Process, connections: usize, requests: &Requests, from: usize, until: Until) -> Result<Measured> {
    let mut poll = Poll::new().context("epoll")?;
    let mut events = Events::with_capacity(connections.max(1));
    let mut open = Vec::with_capacity(connections);
    for at in 0..connections {
        let mut connection = Connection::open(server.address)?;
        poll.registry().register(connection.stream(), Token(at), Interest::READABLE).context("epoll")?;
        open.push(connection);
    }
    let mut queue = requests.iter().cycle().skip(from % requests.len().max(1));
    let mut next = || queue.next().context("requests");
    let mut measured = Measured::default();
    let start = Instant::now();
    for connection in &mut open {
        connection.send(next()?, Instant::now())?;
    }
    let sleeps = connections == 1 || server.cores == Cores::Both;
    let nap = if sleeps { PATIENCE } else { Duration::ZERO };
    let (mut waiting, mut heard) = (connections, start);
    while waiting > 0 {
        poll.poll(&mut events, Some(nap)).context("epoll")?;
        if events.is_empty() && heard.elapsed() > PATIENCE {
            return Err(Fault::new("no answer within 30 s"));
        }
        for event in &events {
            let Some(connection) = open.get_mut(event.token().0) else { continue };
            let Received::Whole { bytes } = connection.receive()? else { continue };
            let now = Instant::now();
            heard = now;
            measured.answers += 1;
            measured.bytes += bytes as u64;
            measured.latencies.add(now - connection.sent_at());
            let is_over = match until {
                Until::Elapsed(length) => now - start >= length,
                Until::Answered(count) => measured.answers + waiting as u64 > count,
            };
            if is_over {
                waiting -= 1;
            } else {
                connection.send(next()?, now)?;
            }
        }
    }
    measured.elapsed = start.elapsed();
    Ok(measured)
}

/// One connection on which one request follows another, to prepare a load.
pub struct Client(Connection);

impl Client {
    pub fn open(address: SocketAddr) -> Result<Self> {
        Connection::open(address).map(Client)
    }
    /// The body of the answer.
    ///
    /// # Errors
    /// The answer is not a success.
    pub fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.0.send(request, Instant::now())?;
        let mut poll = Poll::new().context("epoll")?;
        let mut events = Events::with_capacity(1);
        poll.registry().register(self.0.stream(), Token(0), Interest::READABLE).context("epoll")?;
        while matches!(self.0.receive()?, Received::Part) {
            poll.poll(&mut events, Some(PATIENCE)).context("epoll")?;
        }
        poll.registry().deregister(self.0.stream()).context("epoll")?;
        Ok(self.0.body())
    }
    /// The token of the page that follows.
    pub fn token(&mut self, request: &[u8]) -> Result<String> {
        let page: serde_json::Value = serde_json::from_slice(self.ask(request)?).context("a page")?;
        let token = page.get("next_page_token").and_then(serde_json::Value::as_str);
        token.filter(|token| !token.is_empty()).map(str::to_owned).context("a page that follows")
    }
}

//! A relay between the server and PostgreSQL that notes which statements go by.
use crate::fault::*;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    fs,
    io::{self, Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

/// One round trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trip {
    Simple(String),
    Prepared { text: String, params: Vec<Option<Vec<u8>>> },
}

type Seen = Arc<Mutex<Vec<Trip>>>;

pub struct Relay {
    url: String,
    seen: Seen,
}

impl Relay {
    /// A socket in `folder` that leads to the one of `url`, `postgres://user@%2Ffolder/database`.
    pub fn start(url: &str, folder: &Path) -> Result<Self> {
        let (user, place) = url.split_once('@').context("a user in the address")?;
        let (host, database) = place.split_once('/').context("a database in the address")?;
        let real = PathBuf::from(host.replace("%2F", "/")).join(SOCKET);
        let folder = folder.join("relay");
        fs::create_dir_all(&folder).context("a folder for a socket")?;
        let socket = folder.join(SOCKET);
        drop(fs::remove_file(&socket));
        let listener = UnixListener::bind(&socket).context("a socket")?;
        let seen = Seen::default();
        let noted = seen.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(io::Result::ok) {
                drop(relayed(client, &real, &noted));
            }
        });
        let host = folder.to_string_lossy().replace('/', "%2F");
        Ok(Relay { url: format!("{user}@{host}/{database}"), seen })
    }
    pub fn url(&self) -> &str {
        &self.url
    }
    /// What has gone by since the last call, once nothing has for a moment.
    pub fn settled(&self) -> Vec<Trip> {
        let count = || self.seen.lock().unwrap_or_else(PoisonError::into_inner).len();
        let mut before = count();
        loop {
            thread::sleep(Duration::from_millis(2));
            let now = count();
            if now == before {
                return std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
            }
            before = now;
        }
    }
}

const SOCKET: &str = ".s.PGSQL.5432";

/// Two threads carry the bytes of a connection; the one that carries requests reads along.
fn relayed(client: UnixStream, real: &Path, seen: &Seen) -> io::Result<()> {
    let server = UnixStream::connect(real)?;
    let (mut answers, mut back) = (server.try_clone()?, client.try_clone()?);
    thread::spawn(move || io::copy(&mut answers, &mut back));
    let seen = seen.clone();
    thread::spawn(move || carry(client, server, &seen));
    Ok(())
}

fn carry(mut client: UnixStream, mut server: UnixStream, seen: &Seen) -> io::Result<()> {
    // The first message has no kind.
    let mut length = [0; 4];
    client.read_exact(&mut length)?;
    let first = payload(&mut client, length)?;
    server.write_all(&[&length[..], &first].concat())?;
    let mut texts = HashMap::new();
    loop {
        let mut head = [0; 5];
        client.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let payload = payload(&mut client, length)?;
        if let Some(trip) = read(kind, &payload, &mut texts) {
            seen.lock().unwrap_or_else(PoisonError::into_inner).push(trip);
        }
        server.write_all(&[&head[..], &payload].concat())?;
    }
}

fn payload(client: &mut UnixStream, length: [u8; 4]) -> io::Result<Vec<u8>> {
    let mut payload = vec![0; (u32::from_be_bytes(length) as usize).saturating_sub(4)];
    client.read_exact(&mut payload)?;
    Ok(payload)
}

/// The round trip that a message asks for (PostgreSQL's protocol 3: `Query`, `Parse`, `Bind`).
fn read(kind: u8, payload: &[u8], texts: &mut HashMap<String, String>) -> Option<Trip> {
    let mut message = Message(payload);
    match kind {
        b'Q' => Some(Trip::Simple(message.text()?)),
        b'P' => {
            let name = message.text()?;
            texts.insert(name, message.text()?);
            None
        }
        b'B' => {
            message.text()?;
            let text = texts.get(&message.text()?)?.clone();
            let formats = message.number::<2>()?;
            message.bytes(2 * formats)?;
            let count = message.number::<2>()?;
            let params = (0..count).map(|_| message.param()).collect::<Option<_>>()?;
            Some(Trip::Prepared { text, params })
        }
        _ => None,
    }
}

struct Message<'m>(&'m [u8]);

impl<'m> Message<'m> {
    fn bytes(&mut self, count: usize) -> Option<&'m [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }
    fn text(&mut self) -> Option<String> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        let text = String::from_utf8_lossy(self.bytes(end)?).into_owned();
        self.bytes(1)?;
        Some(text)
    }
    fn number<const N: usize>(&mut self) -> Option<usize> {
        Some(self.bytes(N)?.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }
    /// A value, or nothing for null, whose length is −1.
    fn param(&mut self) -> Option<Option<Vec<u8>>> {
        match self.number::<4>()? {
            0xFFFF_FFFF => Some(None),
            length => self.bytes(length).map(|value| Some(value.to_vec())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_statement_is_one_trip_with_the_text_it_was_prepared_with() {
        let mut texts = HashMap::new();
        assert_eq!(read(b'P', b"s0\0SELECT $1, $2\0\0\0", &mut texts), None);
        let bind = b"\0s0\0\0\x01\0\x01\0\x02\0\0\0\x02ab\xff\xff\xff\xff\0\x01\0\x01";
        let trip = Trip::Prepared { text: "SELECT $1, $2".to_owned(), params: vec![Some(b"ab".to_vec()), None] };
        assert_eq!(read(b'B', bind, &mut texts), Some(trip));
        assert_eq!(read(b'Q', b"BEGIN\0", &mut texts), Some(Trip::Simple("BEGIN".to_owned())));
        assert_eq!(read(b'S', b"", &mut texts), None);
    }
}

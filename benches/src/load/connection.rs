//! One connection: a request goes out, an answer comes back, nothing is copied that need not be.
use crate::fault::*;
use memchr::memmem;
use mio::net::TcpStream;
use std::{
    io::{ErrorKind, Read, Write},
    net::SocketAddr,
    time::Instant,
};

/// More than the largest answer that is measured.
const ROOM: usize = 512 * 1024;

pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
    /// Length of the whole answer, once its headers are here.
    expected: Option<usize>,
    sent_at: Instant,
}

pub enum Received {
    Part,
    Whole { bytes: usize },
}

impl Connection {
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = std::net::TcpStream::connect(address).context("connecting")?;
        stream.set_nodelay(true).context("connecting")?;
        stream.set_nonblocking(true).context("connecting")?;
        let stream = TcpStream::from_std(stream);
        Ok(Connection { stream, buffer: vec![0; ROOM], filled: 0, expected: None, sent_at: Instant::now() })
    }
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }
    pub fn sent_at(&self) -> Instant {
        self.sent_at
    }
    /// A request fits the socket's buffer, so that it is written at once.
    pub fn send(&mut self, request: &[u8], now: Instant) -> Result<()> {
        self.filled = 0;
        self.expected = None;
        self.sent_at = now;
        self.stream.write_all(request).context("sending")
    }
    /// Reads what is here. `epoll` tells of it once, so it reads until the buffer was not filled.
    pub fn receive(&mut self) -> Result<Received> {
        loop {
            let free = self.buffer.get_mut(self.filled..).unwrap_or_default();
            let room = free.len();
            let read = match self.stream.read(free) {
                Ok(0) => return Err(Fault::new("the server closed the connection, or its answer is too large")),
                Ok(read) => read,
                Err(fault) if fault.kind() == ErrorKind::WouldBlock => return Ok(Received::Part),
                Err(fault) => return Err(fault).context("receiving"),
            };
            self.filled += read;
            if self.is_whole()? {
                return Ok(Received::Whole { bytes: self.filled });
            }
            if read < room {
                return Ok(Received::Part);
            }
        }
    }
    /// The body of the answer that was received last.
    pub fn body(&self) -> &[u8] {
        let answer = self.buffer.get(..self.filled).unwrap_or_default();
        head_length(answer).and_then(|head| answer.get(head..)).unwrap_or_default()
    }
    fn is_whole(&mut self) -> Result<bool> {
        if self.expected.is_none() {
            self.expected = whole_length(self.buffer.get(..self.filled).unwrap_or_default())?;
        }
        Ok(self.expected.is_some_and(|expected| self.filled >= expected))
    }
}

/// The length of head and body; nothing while the head is incomplete.
fn whole_length(answer: &[u8]) -> Result<Option<usize>> {
    let Some(head) = head_length(answer) else { return Ok(None) };
    if answer.get(9) != Some(&b'2') {
        return Err(Fault::new(format!("refused: {}", String::from_utf8_lossy(answer))));
    }
    let length = content_length(answer.get(..head).unwrap_or_default());
    Ok(Some(head + length.context("content-length")?))
}

fn head_length(answer: &[u8]) -> Option<usize> {
    memmem::find(answer, b"\r\n\r\n").map(|at| at + 4)
}

fn content_length(head: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"\r\ncontent-length: ";
    let at = memmem::find(head, NAME)? + NAME.len();
    let digits = head.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_as_long_as_its_head_and_what_the_head_says() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\nx: y\r\n\r\nbody";
        assert_eq!(whole_length(answer).unwrap(), Some(answer.len() - 4 + 12));
        assert_eq!(whole_length(&answer[..30]).unwrap(), None);
    }

    #[test]
    fn an_answer_that_is_no_success_ends_the_measurement() {
        assert!(whole_length(b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n").is_err());
    }
}

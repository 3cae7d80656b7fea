//! HTTP to other machines, as a running server does it: briefly, without following anybody, and of bounded size.
use http::{Request, Response};
use platform::Outward;
use std::time::Duration;
use ureq::Agent;

/// How long another machine may take, all in all.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer, in bytes.
const LONGEST: u64 = 256 * 1024;

/// The network.
pub struct Web(Agent);

impl Web {
    pub fn new() -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(Some(PATIENCE));
        Web(config.build().into())
    }
}

impl Outward for Web {
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
        let answer = self.0.run(request).map_err(|fault| fault.to_string())?;
        let (head, body) = answer.into_parts();
        let body = body.into_with_config().limit(LONGEST).read_to_vec().map_err(|fault| fault.to_string())?;
        Ok(Response::from_parts(head, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    /// Listens for one request and answers it so: what came of asking.
    fn asked(answer: Vec<u8>) -> Result<Response<Vec<u8>>, String> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/a", listener.local_addr().unwrap());
        let other = thread::Builder::new().spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(&answer);
        });
        let answer = Web::new().send(Request::get(address).body(Vec::new()).unwrap());
        other.unwrap().join().unwrap();
        answer
    }
    fn of_length(length: u64) -> Vec<u8> {
        let mut answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n").into_bytes();
        answer.resize(answer.len() + usize::try_from(length).unwrap(), b'a');
        answer
    }

    #[test]
    fn an_answer_is_handed_on_whatever_its_status() {
        let refused =
            asked(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}".to_vec()).unwrap();
        assert_eq!((refused.status().as_u16(), refused.body().as_slice()), (400, b"{}".as_slice()));
    }

    #[test]
    fn nobody_is_followed() {
        let moved =
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        assert_eq!(asked(moved.to_vec()).unwrap().status(), 302);
    }

    #[test]
    fn an_answer_of_a_bounded_size_is_read_and_a_longer_one_refused() {
        assert_eq!(asked(of_length(LONGEST)).unwrap().body().len() as u64, LONGEST);
        assert!(asked(of_length(LONGEST + 1)).is_err());
    }

    #[test]
    fn who_does_not_answer_is_told_in_words() {
        let nobody = Web::new().send(Request::get("http://127.0.0.1:1/").body(Vec::new()).unwrap());
        assert!(!nobody.unwrap_err().is_empty());
    }
}

//! Over a real socket: what only shows there.
use crate::{
    jwt::Key,
    server::{Setup, TestClock, server},
    world::World,
};
use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// A listener in front of a world's platform, until it is dropped.
struct Socket {
    address: SocketAddr,
    served: JoinHandle<io::Result<()>>,
    end: oneshot::Sender<()>,
}

impl Socket {
    fn of(world: &World) -> Self {
        let runtime = &server().runtime;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (end, ended) = oneshot::channel::<()>();
        let platform = world.platform.clone();
        let served = runtime.spawn(platform::serve(platform, listener, async move { drop(ended.await) }));
        Socket { address, served, end }
    }
    /// Asks the server to end, and waits until it listens no more. What it comes to then.
    fn ending(self) -> JoinHandle<io::Result<()>> {
        drop(self.end);
        while TcpStream::connect(self.address).is_ok() {}
        self.served
    }
    /// Sends these bytes over one connection, and reads until the server closes it.
    fn said(&self, requests: &[String]) -> String {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.write_all(requests.concat().as_bytes()).expect("sent");
        let mut said = String::new();
        stream.read_to_string(&mut said).expect("an answer");
        said
    }
}

/// Lines of a head, and what follows them.
fn request(first: &str, token: &str, more: &str, body: &str) -> String {
    let first = format!("{first} HTTP/1.1\r\nHost: tenantry.test\r\nAuthorization: Bearer {token}\r\n");
    format!("{first}Content-Type: application/json\r\n{more}\r\n{body}")
}

fn statuses(said: &str) -> Vec<&str> {
    said.match_indices("HTTP/1.1 ").filter_map(|(at, mark)| said.get(at + mark.len()..at + mark.len() + 3)).collect()
}

#[test]
fn a_body_may_come_in_chunks() {
    let world = World::new();
    let (master, socket) = (world.master(), Socket::of(&world));
    let body = format!(r#"{{"action": "create", "user_info": {{"email": "{}", "type": 1}}}}"#, world.email("chunked"));
    let (one, two) = body.split_at(10);
    let chunks = [one, two, ""].map(|part| format!("{:x}\r\n{part}\r\n", part.len())).concat();
    let head = "Transfer-Encoding: chunked\r\nConnection: close\r\n";
    let said = socket.said(&[request("POST /v2/users", &master.actor.token, head, &chunks)]);
    assert_eq!(statuses(&said), ["201"], "{said}");
}

#[test]
fn a_body_in_chunks_is_as_limited_as_any() {
    let world = World::new();
    let (master, socket) = (world.master(), Socket::of(&world));
    let chunk = "x".repeat(1 << 19);
    let chunks = [&*chunk, &*chunk, "y", ""].map(|part| format!("{:x}\r\n{part}\r\n", part.len())).concat();
    let head = "Transfer-Encoding: chunked\r\nConnection: close\r\n";
    let said = socket.said(&[request("POST /v2/users", &master.actor.token, head, &chunks)]);
    assert_eq!(statuses(&said), ["413"], "{said}");
}

#[test]
fn a_token_that_expires_while_a_body_is_on_its_way_changes_nothing() {
    let clock = TestClock::new();
    let world = World::with(Setup { clock: clock.clone(), ..Setup::default() });
    let (master, socket) = (world.master(), Socket::of(&world));
    let email = world.email("late");
    let body = format!(r#"{{"action": "create", "user_info": {{"email": "{email}", "type": 1}}}}"#);
    let head = format!("Expect: 100-continue\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    let sent_after = |token: &str, millis: i64| {
        let mut stream = TcpStream::connect(socket.address).expect("a connection");
        stream.write_all(request("POST /v2/users", token, &head, "").as_bytes()).expect("sent");
        let mut wanted = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        stream.read_exact(&mut wanted).expect("the body is wanted");
        clock.advance(millis);
        stream.write_all(body.as_bytes()).expect("sent");
        let mut said = String::new();
        stream.read_to_string(&mut said).expect("an answer");
        said
    };
    let hour = 60 * 60 * 1000;
    let (stored, signed) = (|| master.app_with_scopes(&["user:write:admin"]).token, Key::of(&master));
    assert_eq!(statuses(&sent_after(&stored(), hour)), ["401"]);
    assert_eq!(statuses(&sent_after(&signed.token(2 * 60 * 60), hour)), ["401"]);
    assert_eq!(statuses(&sent_after(&stored(), hour - 1)), ["201"]);
}

#[test]
fn whoever_is_still_sending_hears_a_refusal() {
    let world = World::new();
    let (master, socket) = (world.master(), Socket::of(&world));
    let body = "x".repeat(12 << 20);
    let length = format!("Connection: close\r\nContent-Length: {}\r\n", body.len());
    for (token, status) in [("nobody", "401"), (&*master.actor.token, "413")] {
        let said = socket.said(&[request("PATCH /v2/users/me", token, &length, &body)]);
        assert_eq!(statuses(&said), [status], "{said}");
    }
}

#[test]
fn a_body_that_nobody_wants_does_not_spoil_the_request_behind_it() {
    let world = World::new();
    let (master, socket) = (world.master(), Socket::of(&world));
    let token = &master.actor.token;
    let body = r#"{"action": "delete"}"#;
    let length = format!("Content-Length: {}\r\n", body.len());
    let requests = [
        request("GET /v2/users", token, &length, body),
        request("DELETE /v2/users/nobody@x.example", token, &length, body),
        request("GET /v2/users/me", token, "Connection: close\r\n", ""),
    ];
    assert_eq!(statuses(&socket.said(&requests)), ["200", "404", "200"]);
}

#[test]
fn a_request_that_runs_when_the_end_is_asked_for_is_finished() {
    let world = World::new();
    let (master, socket) = (world.master(), Socket::of(&world));
    let body = format!(r#"{{"action": "create", "user_info": {{"email": "{}", "type": 1}}}}"#, world.email("late"));
    let (sent, rest) = body.split_at(body.len() / 2);
    let head = format!("Content-Length: {}\r\nExpect: 100-continue\r\n", body.len());
    let mut stream = TcpStream::connect(socket.address).expect("a connection");
    stream.write_all(request("POST /v2/users", &master.actor.token, &head, sent).as_bytes()).expect("sent");
    // Said when the body is read: the request runs.
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut go_on).expect("a word that it goes on");
    let served = socket.ending();
    stream.write_all(rest.as_bytes()).expect("sent");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("an answer, and the end of the connection");
    assert_eq!((statuses(&String::from_utf8_lossy(&go_on)), statuses(&said)), (vec!["100"], vec!["201"]), "{said}");
    server().runtime.block_on(served).expect("no panic").expect("a good end");
}

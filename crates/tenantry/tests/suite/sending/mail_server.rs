//! A mail server of the test itself, which refuses on request.
use parking_lot::Mutex;
use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// Listens until it is dropped.
pub struct MailServer {
    pub url: String,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    address: std::net::SocketAddr,
    /// What the next recipients are answered; others are welcome.
    refusals: Mutex<VecDeque<&'static str>>,
    /// Recipient and message.
    got: Mutex<Vec<(String, String)>>,
    is_over: AtomicBool,
}

impl MailServer {
    pub fn start(refusals: &[&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let refusals = Mutex::new(refusals.iter().copied().collect());
        let shared = Arc::new(Shared { address, refusals, got: Mutex::default(), is_over: AtomicBool::new(false) });
        let at_work = shared.clone();
        let attend = move || {
            for stream in listener.incoming().take_while(|_| !at_work.is_over.load(Ordering::SeqCst)) {
                // A client that hangs up has said all it had to say.
                let _ = at_work.talk(&stream.expect("a connection"));
            }
        };
        let thread = std::thread::Builder::new().name("mail server".to_owned()).spawn(attend).expect("a thread");
        MailServer { url: format!("smtp://{address}"), shared, thread: Some(thread) }
    }
    /// The messages to an address.
    pub fn to(&self, email: &str) -> Vec<String> {
        let got = self.shared.got.lock();
        got.iter().filter(|(recipient, _)| recipient == email).map(|(_, message)| message.clone()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.shared.address));
        drop(self.thread.take().map(JoinHandle::join));
    }
}

impl Shared {
    /// RFC 5321, as far as a client needs it.
    fn talk(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream).lines();
        let say = |text: &str| (&*stream).write_all(format!("{text}\r\n").as_bytes());
        let mut recipient = String::new();
        say("220 mail.example")?;
        while let Some(line) = lines.next().transpose()? {
            match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "RCPT" => {
                    recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    say(self.refusals.lock().pop_front().unwrap_or("250 OK"))?;
                }
                "DATA" => {
                    say("354 Go on")?;
                    let message: Vec<String> =
                        lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                    self.got.lock().push((recipient.clone(), message.join("\n")));
                    say("250 OK")?;
                }
                "QUIT" => return say("221 Bye"),
                _ => say("250 OK")?,
            }
        }
        Ok(())
    }
}

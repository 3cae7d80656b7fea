//! The log of the whole run, every level of every crate.
use parking_lot::Mutex;
use std::io::{self, Write};
use tracing_subscriber::EnvFilter;

/// But for each look at a socket, which tells nothing and a hundred times what all others tell.
const HEARD: &str = "trace,tokio_postgres::connection=debug";
/// Bytes that are kept; older ones are forgotten.
const KEPT: usize = 32 << 20;

/// The end of the log, and where it begins.
struct Log {
    from: usize,
    text: Vec<u8>,
}

static LOG: Mutex<Log> = Mutex::new(Log { from: 0, text: Vec::new() });

/// From now on everything is heard, also what is told through `log`.
pub fn listen() {
    let heard = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(HEARD)).with_ansi(false).with_writer(|| Ear);
    // A second server of the run finds it listening.
    drop(heard.try_init());
}

/// Where the log ends now.
pub fn position() -> usize {
    let log = LOG.lock();
    log.from + log.text.len()
}

/// What was logged since it ended there.
pub fn since(position: usize) -> Vec<u8> {
    let log = LOG.lock();
    let start = position.saturating_sub(log.from);
    log.text[start..].to_vec()
}

struct Ear;

impl Write for Ear {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut log = LOG.lock();
        if log.text.len() > 2 * KEPT {
            let old = log.text.len() - KEPT;
            log.text.drain(..old);
            log.from += old;
        }
        log.text.extend_from_slice(line);
        Ok(line.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

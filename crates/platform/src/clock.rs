//! The machine's clock, handed in, so that a test can be its hand.
use std::sync::Arc;

/// Gives the time of the machine in milliseconds since 1970, UTC.
pub trait Clock: Send + Sync {
    fn now(&self) -> i64;
}

/// The clock that everything in one process shares.
pub type SharedClock = Arc<dyn Clock>;

/// The real one.
#[derive(Debug, Clone, Copy, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the time of the machine comes from")]
    fn now(&self) -> i64 {
        let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    }
}

//! What went wrong, in one line.
use std::fmt;

/// A measurement that could not be made.
#[derive(Debug, Clone)]
pub struct Fault(String);

pub type Result<T, E = Fault> = std::result::Result<T, E>;

impl Fault {
    pub fn new(line: impl Into<String>) -> Self {
        Fault(line.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says what was attempted.
pub trait Context<T> {
    fn context(self, attempt: &str) -> Result<T>;
}

impl<T, E: fmt::Display> Context<T> for std::result::Result<T, E> {
    fn context(self, attempt: &str) -> Result<T> {
        self.map_err(|cause| Fault(format!("{attempt}: {cause}")))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, attempt: &str) -> Result<T> {
        self.ok_or_else(|| Fault(format!("{attempt}: there is none")))
    }
}

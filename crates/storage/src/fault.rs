//! What can go wrong in the store. None of it is the caller's fault; none of its text reaches a caller.
use std::fmt;

pub type Result<T> = std::result::Result<T, Fault>;

/// Why the store did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Another transaction came between. The same work may be run again.
    Conflict,
    /// More waits than may wait. Nothing was done; the caller may try later.
    Busy,
    /// The store cannot be reached, or it is unknown whether a change was kept. Never run again by us.
    Unavailable(String),
    /// A mistake of ours: a statement that does not fit its table, a row that does not fit its type.
    Broken(String),
}

impl Fault {
    pub fn broken(cause: impl fmt::Display) -> Self {
        Fault::Broken(cause.to_string())
    }
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        Fault::Unavailable(cause.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Conflict => f.write_str("another transaction came between"),
            Fault::Busy => f.write_str("too many changes wait"),
            Fault::Unavailable(cause) => write!(f, "the store is not available: {cause}"),
            Fault::Broken(cause) => write!(f, "the store was used wrongly: {cause}"),
        }
    }
}

impl std::error::Error for Fault {}

/// Why a database could not be opened; `Display` is one line that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFault(pub String);

impl fmt::Display for OpenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenFault {}

//! What went wrong, in one line that says what to do.
use std::{fmt, io, path::Path};

/// A step that could not be done, or found something to refuse.
#[derive(Debug)]
pub struct Fault(String);

pub type Result<T, E = Fault> = std::result::Result<T, E>;

impl Fault {
    pub fn new(line: impl Into<String>) -> Self {
        Fault(line.into())
    }

    /// A file or folder that could not be read or written.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Fault(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// # Errors
/// `otherwise`, when it does not hold.
pub fn must(holds: bool, otherwise: impl FnOnce() -> String) -> Result<()> {
    if holds { Ok(()) } else { Err(Fault::new(otherwise())) }
}

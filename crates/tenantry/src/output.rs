//! What commands say to whoever called them.
use crate::config::Fault;
use std::io::{self, ErrorKind, Write};

/// Writes a text and the end of its line to the standard output. Whoever has stopped reading it wants no more of it.
///
/// # Errors
/// It cannot be written: the disk under it may be full.
pub fn print(text: &str) -> Result<(), Fault> {
    heard(writeln!(io::stdout(), "{text}"))
}

fn heard(written: io::Result<()>) -> Result<(), Fault> {
    match written {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(format!("cannot write the answer: {fault}.")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_has_gone_is_no_fault_and_a_full_disk_is_one() {
        assert_eq!(heard(Err(ErrorKind::BrokenPipe.into())), Ok(()));
        assert!(heard(Err(ErrorKind::StorageFull.into())).is_err());
    }
}

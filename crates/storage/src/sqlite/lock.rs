//! One process at a time holds a database file, and tells the others where it is.
use crate::fault::*;
use std::{
    fs::{File, TryLockError, create_dir_all},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    process,
};

/// An exclusive lock on the file `lock` beside the database. The first two lines of the file are where the holder
/// listens (empty until it says so) and its process id. What follows may be left from before: a start would
/// wait for it to be cut off.
pub(crate) struct Lock(File);

impl Lock {
    /// # Errors
    /// One line that names the holder, when another process has it; why it cannot be taken, otherwise.
    pub(super) fn take(database: &Path) -> std::result::Result<Self, OpenFault> {
        let path = beside(database);
        let failed = |cause: io::Error| OpenFault(format!("cannot lock {}: {cause}", path.display()));
        let mut file = open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(refusal(database, &read(&mut file))),
            Err(TryLockError::Error(cause)) => return Err(failed(cause)),
        }
        let lock = Lock(file);
        lock.announce("").map_err(failed)?;
        Ok(lock)
    }
    /// Writes `address` into the lock file.
    pub(super) fn announce(&self, address: &str) -> io::Result<()> {
        let mut file = &self.0;
        file.rewind()?;
        file.write_all(format!("{address}\n{}\n", process::id()).as_bytes())
    }
    /// Where the process listens that holds `database`, if one does and has said so.
    pub(crate) fn holder(database: &Path) -> Option<String> {
        let mut file = File::open(beside(database)).ok()?;
        let (address, _) = read(&mut file);
        // A holder that was killed leaves its lines behind, but not its lock.
        let is_held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
        (is_held && !address.is_empty()).then_some(address)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.0.set_len(0));
    }
}

fn beside(database: &Path) -> PathBuf {
    database.with_file_name("lock")
}
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        create_dir_all(folder)?;
    }
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}
fn read(file: &mut File) -> (String, String) {
    let mut text = String::new();
    // What cannot be read names nobody; the refusal is the same.
    drop(file.read_to_string(&mut text));
    let mut lines = text.lines().map(str::to_owned);
    (lines.next().unwrap_or_default(), lines.next().unwrap_or_default())
}
fn refusal(database: &Path, (address, process): &(String, String)) -> OpenFault {
    let holder = match (address.as_str(), process.as_str()) {
        ("", "") => "another process".to_owned(),
        ("", process) => format!("process {process}"),
        (address, process) => format!("the server at {address} (process {process})"),
    };
    OpenFault(format!("{} is in use by {holder}; stop it, or use another file", database.display()))
}

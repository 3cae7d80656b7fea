//! One process at a time holds a database file, and tells the others where it is.
use crate::fault::*;
use std::{
    fs::{File, TryLockError, create_dir_all},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    process,
};

/// An exclusive lock on the file `lock` beside the database: a folder, with its keys and files, is for one database. The first
/// three lines of the file are where the holder listens (empty until it says so), its process id and the name of its
/// database. What follows may be left from before: a start would wait for it to be cut off.
pub(crate) struct Lock {
    file: File,
    database: PathBuf,
}

/// What the lock file says of who holds it.
#[derive(Default)]
struct Holder {
    address: String,
    process: String,
    database: String,
}

impl Lock {
    /// # Errors
    /// One line that names the holder, when another process has it; why it cannot be taken, otherwise.
    pub(super) fn take(database: &Path) -> std::result::Result<Self, OpenFault> {
        let path = beside(database);
        let failed = |cause: io::Error| OpenFault(format!("cannot lock {}: {cause}", path.display()));
        let mut file = open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(refusal(database, &Holder::read(&mut file))),
            Err(TryLockError::Error(cause)) => return Err(failed(cause)),
        }
        let lock = Lock { file, database: database.to_owned() };
        lock.announce("").map_err(failed)?;
        Ok(lock)
    }
    /// Writes `address` into the lock file.
    pub(super) fn announce(&self, address: &str) -> io::Result<()> {
        let mut file = &self.file;
        file.rewind()?;
        file.write_all(format!("{address}\n{}\n{}\n", process::id(), name(&self.database)).as_bytes())
    }
    /// Where the process listens that holds `database`, if one does and has said so.
    pub(crate) fn holder(database: &Path) -> Option<String> {
        let holder = Holder::of_folder(database)?;
        (holder.holds(database) && !holder.address.is_empty()).then_some(holder.address)
    }
    /// Who holds the folder of `database`, for whichever database in it.
    pub(crate) fn folder_holder(database: &Path) -> Option<String> {
        Holder::of_folder(database).map(|holder| holder.words())
    }
}

impl Holder {
    fn of_folder(database: &Path) -> Option<Self> {
        let mut file = File::open(beside(database)).ok()?;
        let holder = Holder::read(&mut file);
        // A holder that was killed leaves its lines behind, but not its lock.
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)).then_some(holder)
    }
    fn read(file: &mut File) -> Self {
        let mut text = String::new();
        // What cannot be read names nobody; the refusal is the same.
        drop(file.read_to_string(&mut text));
        let mut lines = text.lines().map(str::to_owned);
        let mut line = || lines.next().unwrap_or_default();
        Holder { address: line(), process: line(), database: line() }
    }
    fn words(&self) -> String {
        match (self.address.as_str(), self.process.as_str()) {
            ("", "") => "another process".to_owned(),
            ("", process) => format!("process {process}"),
            (address, process) => format!("the server at {address} (process {process})"),
        }
    }
    /// Whether it is this database of the folder that it holds. Earlier versions did not say.
    fn holds(&self, database: &Path) -> bool {
        self.database.is_empty() || self.database == name(database)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.file.set_len(0));
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
/// By a link it has the same name as by itself.
fn name(database: &Path) -> String {
    let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    database.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
fn refusal(database: &Path, holder: &Holder) -> OpenFault {
    let by = holder.words();
    OpenFault(if holder.holds(database) {
        format!("{} is in use by {by}; stop it, or use another file", database.display())
    } else {
        let (of, other) = (&holder.database, database.display());
        format!("the folder of {other} is in use by {by} for {of}: put this database into a folder of its own")
    })
}

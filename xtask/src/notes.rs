//! What the tests of the suite have noted of each answer, kept from `cargo xtask test` for `cargo xtask contract`: so the suite
//! need not run once more for it.
use crate::{
    fault::{Fault, Result},
    workspace,
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The file that tests add their notes to, one on a line.
pub const SEEN: &str = "TENANTRY_SEEN";

/// What the program of the suite is made of.
const SOURCES: [&str; 5] = ["rs", "sql", "toml", "json", "tsv"];

/// Notes of a run that has begun.
pub struct Notes {
    file: PathBuf,
    begun: SystemTime,
}

impl Notes {
    /// # Errors
    /// Those of the folder.
    pub fn begin() -> Result<Self> {
        let file = place().with_extension("part");
        fs::write(&file, "").map_err(Fault::at(&file))?;
        Ok(Notes { file, begun: SystemTime::now() })
    }
    pub fn path(&self) -> &Path {
        &self.file
    }
    /// Keeps them, as those of a run that has passed as a whole. Whatever changes after its beginning makes them too old.
    ///
    /// # Errors
    /// Those of the folder.
    pub fn keep(self) -> Result<()> {
        let kept = fs::File::options().append(true).open(&self.file).and_then(|file| file.set_modified(self.begun));
        kept.and_then(|()| fs::rename(&self.file, place())).map_err(Fault::at(&self.file))
    }
}

/// The notes of the last whole run, when nothing has changed since.
///
/// # Errors
/// Those of the folder.
pub fn kept() -> Result<Option<String>> {
    let place = place();
    let Ok(noted) = changed(&place) else { return Ok(None) };
    let mut sources = vec![PathBuf::from("Cargo.toml"), PathBuf::from("Cargo.lock")];
    for ending in SOURCES {
        sources.extend(workspace::files_below("crates", ending)?);
    }
    for source in sources {
        if changed(&workspace::root().join(source))? >= noted {
            return Ok(None);
        }
    }
    fs::read_to_string(&place).map(Some).map_err(Fault::at(&place))
}

fn changed(file: &Path) -> Result<SystemTime> {
    fs::metadata(file).and_then(|about| about.modified()).map_err(Fault::at(file))
}

fn place() -> PathBuf {
    workspace::root().join("target/seen")
}

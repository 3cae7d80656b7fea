//! `cargo xtask ci`: everything that must hold before a change lands, beside the tests.
use crate::{
    browser, bucket, check, contract, demo, deny,
    fault::Result,
    mutate, oauth, openapi, scim, smtp,
    steps::{self, Step},
    torture, zoomus,
};
use std::path::PathBuf;

const STEPS: [Step; 11] = [
    Step { name: "deny", run: deny::run },
    Step { name: "openapi", run: openapi::run },
    Step { name: "mutate", run: mutate::run },
    Step { name: "bucket", run: bucket::run },
    Step { name: "demo", run: demo::run },
    Step { name: "zoomus", run: zoomus::run },
    Step { name: "scim", run: scim::run },
    Step { name: "oauth", run: oauth::run },
    Step { name: "browser", run: browser::run },
    Step { name: "smtp", run: smtp::run },
    Step { name: "torture", run: torture::run_all },
];

/// Runs every step. `contract` is the folder of the published documents.
///
/// # Errors
/// The names of the steps that failed.
pub fn run(contract: Option<PathBuf>) -> Result<()> {
    let documents = contract.filter(|folder| {
        let is_there = folder.is_dir();
        if !is_there {
            println!("contract: there is no folder {}: the documents are left out", folder.display());
        }
        is_there
    });
    let held = contract::run(documents.as_deref());
    held.and(steps::run("ci", check::STEPS.iter().chain(&STEPS)))
}

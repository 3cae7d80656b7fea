//! `cargo xtask ci`: everything that must hold before a change lands, beside the tests.
use crate::{
    browser, bucket, check, contract, demo, deny,
    fault::Result,
    mutate, oauth, openapi, scim, smtp,
    steps::{Step, Tally},
    torture, zoomus,
};
use std::path::{Path, PathBuf};

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

/// Runs every step. `contract` is the folder of the published documents: without it only the page is held.
///
/// # Errors
/// The names of the steps that failed.
pub fn run(contract: Option<PathBuf>) -> Result<()> {
    let mut tally = Tally::default();
    match contract.filter(|folder| is_there(folder)) {
        Some(folder) => tally.count("contract", || contract::run(Some(&folder))),
        None => {
            tally.count("page", || contract::run(None));
            tally.leave_out("contract");
        }
    }
    tally.run(check::STEPS.iter().chain(&STEPS));
    tally.end("ci")
}

fn is_there(documents: &Path) -> bool {
    let is_there = documents.is_dir();
    if !is_there {
        println!("contract: there is no folder {}: the documents are left out", documents.display());
    }
    is_there
}

//! `cargo xtask contract`: what is documented of every operation has been seen by a test, or there is a reason why it
//! cannot occur; with the published documents at hand, a running server is held against them on both faces.
mod declared;
mod documents;
mod drive;
mod page;
mod seen;

use crate::{
    fault::{Fault, Result},
    server, suite,
};
use documents::Documents;
use page::{Page, Proof};
use seen::Seen;
use std::{collections::BTreeSet, path::Path, process::Command};

/// Holds the page to what is mounted and to the tests there are. With `documents`, the folder of the published documents
/// and their reader, also to what they say, to what the suite sees, and to a server that is driven.
///
/// # Errors
/// Every line that is missing, too much or not proved; every fault of an answer; an operation that was not answered on
/// both faces.
pub fn run(documents: Option<&Path>) -> Result<()> {
    let page = Page::read()?;
    let program = suite::built(&[])?;
    let document = document()?;
    let mounted = operations(&document)?;
    let mut faults = held_to_what_there_is(&page, &mounted, &program)?;
    if let Some(folder) = documents {
        let folder = folder.canonicalize().map_err(Fault::at(folder))?;
        let documents = Documents::of(&folder, &mounted)?;
        faults.extend(declared::faults(&folder, &document)?);
        faults.extend(page.faults_against(&documents));
        faults.extend(unproved(&page, &Seen::by(&program)?));
        faults.extend(drive::faults(&folder, &page)?);
    }
    println!("contract: {} operations, {} faults", page.sections.len(), faults.len());
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}

/// Writes the page anew: what is documented now, with the tests that see it now and the reasons that were given.
///
/// # Errors
/// When the documents cannot be read or the suite fails.
pub fn bless(documents: &Path) -> Result<()> {
    let folder = documents.canonicalize().map_err(Fault::at(documents))?;
    let operations = operations(&document()?)?;
    let documents = Documents::of(&folder, &operations)?;
    let seen = Seen::by(&suite::built(&[])?)?;
    Page::read()?.renewed(&operations, &documents, &seen).write()
}

fn held_to_what_there_is(page: &Page, mounted: &[String], program: &Path) -> Result<Vec<String>> {
    let listed: Vec<&String> = page.sections.iter().map(|section| &section.operation).collect();
    let tests: BTreeSet<String> = suite::names(program)?.into_iter().collect();
    let unlisted = mounted.iter().filter(|operation| !listed.contains(operation));
    let mut faults: Vec<String> =
        unlisted.map(|operation| format!("{operation}: it is served and not listed")).collect();
    let unmounted = listed.into_iter().filter(|operation| !mounted.contains(operation));
    faults.extend(unmounted.map(|operation| format!("{operation}: it is listed and not served")));
    for (operation, line) in page.lines() {
        match &line.proof {
            Proof::Missing => faults.push(format!("{operation}: {}: neither a test nor a reason", line.what)),
            Proof::Test(test) if !tests.contains(test) => {
                faults.push(format!("{operation}: {}: there is no test {test}", line.what));
            }
            Proof::Test(_) | Proof::Reason(_) => {}
        }
    }
    Ok(faults)
}

/// Lines whose test does not see what it is said to see.
fn unproved(page: &Page, seen: &Seen) -> Vec<String> {
    let is_seen = |operation: &str, line: &page::Line| match &line.proof {
        Proof::Test(test) => seen.tests_of(operation, &line.what).contains(&test.as_str()),
        Proof::Reason(_) | Proof::Missing => true,
    };
    let unseen = page.lines().filter(|(operation, line)| !is_seen(operation, line));
    unseen.map(|(operation, line)| format!("{operation}: {}: {:?} does not see it", line.what, line.proof)).collect()
}

/// What the built server says of itself.
fn document() -> Result<String> {
    let tenantry = server::built("tenantry")?;
    crate::program::output(Command::new(tenantry).arg("openapi"))
}

/// The operations of tenants that are served, each once and without the account before their paths: `GET /users`.
fn operations(document: &str) -> Result<Vec<String>> {
    let mut operations = Vec::new();
    for (operation, _) in documents::served(document)? {
        if !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    Ok(operations)
}

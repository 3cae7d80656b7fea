//! `cargo xtask openapi`: a foreign validator accepts the document of every edition.
use crate::{
    fault::{Fault, Result},
    program, python, workspace,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The validator, a package of Python.
const NAME: &str = "openapi-spec-validator";
const VERSION: &str = "0.9.0";

/// A document is printed with these arguments, and kept under this name.
const EDITIONS: [(&str, &[&str]); 4] = [
    ("both", &[]),
    ("standard", &["--edition", "standard"]),
    ("master", &["--edition", "master"]),
    ("operator", &["--edition", "operator"]),
];

/// # Errors
/// When the validator cannot be installed, a document cannot be printed, or one is refused: then with their names.
pub fn run() -> Result<()> {
    let python = python::with(NAME, VERSION)?;
    let mut refused = Vec::new();
    for (name, arguments) in EDITIONS {
        if let Err(fault) = validate(&python, &printed(name, arguments)?) {
            eprintln!("{fault}");
            refused.push(name);
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(Fault::new(format!("refused documents: {}", refused.join(", ")))) }
}

/// The file with the document of an edition.
fn printed(name: &str, arguments: &[&str]) -> Result<PathBuf> {
    let mut tenantry = program::cargo(&["run", "--quiet", "--package", "tenantry", "--", "openapi"]);
    let document = program::output(tenantry.args(arguments))?;
    if !document.contains("\"operationId\"") {
        return Err(Fault::new(format!("the document of {name} has no operation")));
    }
    let folder = target("openapi")?;
    let file = folder.join(name).with_extension("json");
    fs::write(&file, document).map_err(Fault::at(&file))?;
    Ok(file)
}

fn validate(python: &Path, document: &Path) -> Result<()> {
    let mut validator = Command::new(python);
    validator.args(["-m", "openapi_spec_validator", "--validation-errors", "all"]);
    program::run(validator.arg(document))
}

/// A folder for what is made and may be deleted.
fn target(name: &str) -> Result<PathBuf> {
    let folder = workspace::root().join("target").join(name);
    fs::create_dir_all(&folder).map_err(Fault::at(&folder))?;
    Ok(folder)
}

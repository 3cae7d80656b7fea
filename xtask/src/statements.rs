//! `cargo xtask statements`: every statement is held to its account and to the SQL that both engines share.
mod changes;
mod expressions;
mod outputs;
mod reader;
#[cfg(test)]
mod refused;
mod schema;
mod scope;
mod texts;
mod ties;

pub use reader::Kind;
pub use schema::Schema;

use crate::{
    fault::{Fault, Result},
    workspace,
};
use std::{collections::BTreeSet, path::PathBuf};

/// The one file that may make a statement without the macro: the macro's own.
const MACRO: &str = "crates/storage/src/sql.rs";

/// A statement of the project, with where it stands and what was found in it.
pub struct Statement {
    /// From the root of the project.
    pub file: PathBuf,
    pub line: usize,
    pub kind: Kind,
    pub tables: BTreeSet<String>,
    pub faults: Vec<String>,
}

/// # Errors
/// Every fault of every statement, each with its place.
pub fn run() -> Result<()> {
    let all = all()?;
    let faults: Vec<String> = all.iter().flat_map(|it| it.faults.iter().map(move |fault| it.at(fault))).collect();
    if faults.is_empty() {
        println!("{} statements are tied to their account and read alike on both engines", all.len());
        return Ok(());
    }
    Err(Fault::new(faults.join("\n")))
}

/// Every statement below `crates/*/src`.
///
/// # Errors
/// When a file cannot be read, or makes a statement whose text cannot be found.
pub fn all() -> Result<Vec<Statement>> {
    let schema = schema()?;
    let mut all = Vec::new();
    for file in workspace::files_below("crates", "rs")? {
        if file.components().nth(2).is_some_and(|folder| folder.as_os_str() == "src") {
            all.extend(statements(file, &schema)?);
        }
    }
    Ok(all)
}

fn statements(file: PathBuf, schema: &Schema) -> Result<Vec<Statement>> {
    let texts =
        texts::texts(&workspace::read(&file)?).map_err(|fault| Fault::new(format!("{}: {fault}", file.display())))?;
    if let Some(line) = texts.unreadable.first().filter(|_| file.as_os_str() != MACRO) {
        return Err(Fault::new(format!("{}:{line}: a statement is one literal inside its macro", file.display())));
    }
    let read = |text: texts::Text| {
        let reader::Reading { tables, faults } = reader::read(&text.sql, text.kind, schema);
        Statement { file: file.clone(), line: text.line, kind: text.kind, tables, faults }
    };
    Ok(texts.found.into_iter().map(read).collect())
}

fn schema() -> Result<Schema> {
    let mut schema = Schema::default();
    let files = workspace::files_below("crates/storage/migrations", "sql")?;
    // What a statement may say on both engines is said of the tables that both have.
    for file in files.iter().filter(|file| !file.to_string_lossy().ends_with("_on_sqlite.sql")) {
        schema.add(&workspace::read(file)?)?;
    }
    Ok(schema)
}

impl Statement {
    /// One line: where it stands, and what is wrong with it.
    pub fn at(&self, fault: &str) -> String {
        format!("{}:{}: {fault}", self.file.display(), self.line)
    }
}
